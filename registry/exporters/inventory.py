"""The tables of the inventory, made from the public text of each organization: one row a fact, and one wide table."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from registry.exporters.tables import DAY, FLAG, LIST, MOMENT, NUMBER, TEXT, Column, Record, Table

LANGUAGES = ("en", "fr", "es")


def _organization(told: Record) -> Iterator[Record]:
    yield told | {f"description_{language}": told["description"][language] for language in LANGUAGES}


def _each(field: str):
    def records(told: Record) -> Iterator[Record]:
        return (row | {"id": told["id"]} for row in told[field])

    return records


def _partnerships(told: Record) -> Iterator[Record]:
    return (row | {"id": told["id"], "partnership": row.get("id")} for row in told["partnerships"])


def _partners_read(told: Record) -> Iterator[Record]:
    (record,) = _organization(told)
    places = [":".join(filter(None, (place["country"], place["admin1"]))) for place in told["places"]]
    yield record | {"places": list(dict.fromkeys(places))}


def _countries(told: Record) -> Iterator[Record]:
    for country in told["countries"]:
        yield {"id": told["id"], "country": country, "is_head_office": country == told["hq_country"]}


_OWN_ID = Column(
    "id",
    TEXT,
    "Permanent reference of the organization",
    "Référence permanente de l’organisation",
    "#meta+id",
    is_required=True,
)
_ID = replace(_OWN_ID, refers_to="organizations")
_COUNTRY = Column(
    "country",
    TEXT,
    "Country, ISO 3166-1 alpha-3",
    "Pays, ISO 3166-1 alpha-3",
    "#country+code+v_iso3",
    is_required=True,
    refers_to="country_codes",
)
_NAME = Column("name", TEXT, "Name that it is shown by", "Nom sous lequel elle figure", "#org+name", is_required=True)
_ACRONYM = Column("acronym", TEXT, "Acronym", "Sigle", "#org+acronym")
_LISTED = "codes of vocabularies.csv parted by |"
_LISTED_FR = "codes de vocabularies.csv séparés par |"

ORGANIZATIONS = Table(
    "organizations",
    "Organizations, one row each",
    "Organisations, une ligne pour chacune",
    (
        _OWN_ID,
        _NAME,
        _ACRONYM,
        Column("kind", TEXT, "Kind of organization", "Nature de l’organisation"),
        Column("types", LIST, f"Types, {_LISTED}", f"Types, {_LISTED_FR}", "#org+type"),
        Column("type_explained", TEXT, "Type in words, where no code fits", "Type en mots, quand aucun code ne va"),
        Column("levels", LIST, f"Levels at which it works, {_LISTED}", f"Niveaux de son action, {_LISTED_FR}"),
        Column("description_en", TEXT, "Description in English", "Description en anglais"),
        Column("description_fr", TEXT, "Description in French", "Description en français"),
        Column("description_es", TEXT, "Description in Spanish", "Description en espagnol"),
        Column("website", TEXT, "Web site", "Site web"),
        Column("founded", NUMBER, "Year of foundation", "Année de fondation"),
        Column(
            "languages",
            LIST,
            "Working languages, ISO 639, parted by |",
            "Langues de travail, ISO 639, séparées par |",
        ),
        Column(
            "hq_country",
            TEXT,
            "Country of the head office, ISO 3166-1 alpha-3",
            "Pays du siège, ISO 3166-1 alpha-3",
            "#country+code+v_iso3",
            refers_to="country_codes",
        ),
        Column(
            "countries",
            LIST,
            "Countries of work, ISO 3166-1 alpha-3, parted by |",
            "Pays d’intervention, ISO 3166-1 alpha-3, séparés par |",
        ),
        Column("areas", LIST, f"Areas of cooperation, {_LISTED}", f"Domaines de coopération, {_LISTED_FR}"),
        Column("roles", LIST, f"Roles in partnerships with IOM, {_LISTED}", f"Rôles auprès de l’OIM, {_LISTED_FR}"),
        Column("status", TEXT, "published or dormant", "published (publiée) ou dormant (en sommeil)", "#status"),
        Column(
            "trust",
            TEXT,
            "listed, confirmed (by itself) or verified (by IOM)",
            "listed (recensée), confirmed (par elle-même) ou verified (par l’OIM)",
        ),
        Column(
            "freshness",
            TEXT,
            "fresh, due, stale or unknown on that day",
            "fresh (à jour), due (à revoir), stale (périmé) ou unknown (inconnu) ce jour-là",
        ),
        Column("source", TEXT, "Where the record comes from", "Provenance de la fiche"),
        Column("observed_on", DAY, "Day on which the source saw it", "Jour où la source l’a constatée"),
        Column("confirmed_on", DAY, "Day on which it confirmed its record", "Jour où elle a confirmé sa fiche"),
        Column("verified_on", DAY, "Day on which IOM verified it", "Jour où l’OIM l’a vérifiée"),
        Column(
            "former_ids",
            LIST,
            "References of records that were merged into this one, parted by |",
            "Références des fiches fusionnées dans celle-ci, séparées par |",
        ),
        Column(
            "is_demo",
            FLAG,
            "true for an invented organization of a demonstration",
            "true pour une organisation inventée, de démonstration",
            is_required=True,
        ),
        Column("updated_at", MOMENT, "When the record last changed", "Dernière modification de la fiche"),
    ),
    _organization,
    key=("id",),
)
PARTNER_ORGANIZATIONS = replace(
    ORGANIZATIONS,
    # Behind the others, so that these stand where everybody has them.
    columns=(
        *ORGANIZATIONS.columns,
        Column("hq_city", TEXT, "Town of its office", "Ville de son siège"),
        Column(
            "places",
            LIST,
            "Where it works: country and province with a colon between them, parted by |",
            "Où elle travaille\u00a0: pays et province séparés par deux-points\u00a0; les lieux sont séparés par |",
        ),
    ),
    records=_partners_read,
)
NAMES = Table(
    "names",
    "Every name of each organization",
    "Tous les noms de chaque organisation",
    (
        _ID,
        Column("text", TEXT, "The name", "Le nom", "#org+name", is_required=True),
        Column(
            "kind",
            TEXT,
            "legal, translation, local, acronym, former or other",
            "legal (légal), translation (traduction), local, acronym (sigle), former (ancien) ou other (autre)",
        ),
        Column("language", TEXT, "Language, ISO 639", "Langue, ISO 639"),
        Column("script", TEXT, "Script, ISO 15924", "Écriture, ISO 15924"),
    ),
    _each("names"),
)
IDENTIFIERS = Table(
    "identifiers",
    "Identifiers in registers and lists",
    "Identifiants dans des registres et des listes",
    (
        _ID,
        Column(
            "scheme",
            TEXT,
            "Register or list, a code of vocabularies.csv",
            "Registre ou liste, code de vocabularies.csv",
        ),
        Column(
            "value",
            TEXT,
            "The number there; empty where no register exists",
            "Le numéro qui y figure ; vide quand il n’existe pas de registre",
            "#org+code+v_orgid",
        ),
    ),
    _each("identifiers"),
)
COUNTRIES = Table(
    "countries",
    "Countries in which each organization works",
    "Pays où travaille chaque organisation",
    (
        _ID,
        _COUNTRY,
        Column(
            "is_head_office",
            FLAG,
            "Whether its head office is there",
            "Si son siège s’y trouve",
            is_required=True,
        ),
    ),
    _countries,
    key=("id", "country"),
)
PARTNERSHIPS = Table(
    "partnerships",
    "Partnerships with IOM: role, area, country, period",
    "Partenariats avec l’OIM : rôle, domaine, pays, période",
    (
        _ID,
        Column("partnership", TEXT, "Permanent reference of the partnership", "Référence permanente du partenariat"),
        Column("role", TEXT, "Role in the partnership, a code", "Rôle dans le partenariat, un code", "#activity+role"),
        Column("area", TEXT, "Area of cooperation, a code", "Domaine de coopération, un code", "#sector+code"),
        Column("part", TEXT, "Part of the area, a code", "Partie du domaine, un code"),
        _COUNTRY,
        Column("level", TEXT, "Level, a code", "Niveau, un code"),
        Column(
            "mode",
            TEXT,
            "On an equal footing or complementary, a code",
            "Sur un pied d’égalité ou complémentaire, un code",
        ),
        Column("programme", TEXT, "Programme, a code", "Programme, un code"),
        Column("unit", TEXT, "IOM unit that answers for it, a code", "Unité de l’OIM qui en répond, un code"),
        Column("starts_on", DAY, "First day, where it is known", "Premier jour, s’il est connu", "#date+start"),
        Column("ends_on", DAY, "Last day, where it is known", "Dernier jour, s’il est connu", "#date+end"),
        Column(
            "state",
            TEXT,
            "proposed, verified, stale or ended",
            "proposed (proposé), verified (vérifié), stale (périmé) ou ended (terminé)",
            "#status",
        ),
        Column("verified_on", DAY, "Day on which IOM verified it", "Jour où l’OIM l’a vérifié"),
        Column("seen_on", DAY, "Last day on which a source saw it", "Dernier jour où une source l’a constaté"),
    ),
    _partnerships,
)
LISTED_PARTNERSHIPS = replace(
    PARTNERSHIPS,
    # Named as the fields of a row of `/partnerships` are, of which `id` is the partnership's own.
    columns=(
        replace(_ID, name="organization", hxl="#org+code"),
        replace(_NAME, name="organization_name"),
        replace(PARTNERSHIPS.columns[1], name="id", hxl="#meta+id"),
        *PARTNERSHIPS.columns[2:],
        Column(
            "freshness",
            TEXT,
            "fresh, due, stale or unknown today",
            "fresh (à jour), due (à revoir), stale (périmé) ou unknown (inconnu) aujourd’hui",
        ),
    ),
    records=lambda row: [row],
)
VOCABULARIES = Table(
    "vocabularies",
    "What the codes mean, in three languages",
    "Ce que veulent dire les codes, en trois langues",
    (
        Column("vocabulary", TEXT, "Which list of codes", "De quelle liste de codes", is_required=True),
        Column("code", TEXT, "The code", "Le code", is_required=True),
        Column("name_en", TEXT, "Its name in English on the day", "Son nom en anglais ce jour-là"),
        Column("name_fr", TEXT, "Its name in French on that day", "Son nom en français ce jour-là"),
        Column("name_es", TEXT, "Its name in Spanish on that day", "Son nom en espagnol ce jour-là"),
    ),
    key=("vocabulary", "code"),
)
COUNTRY_CODES = Table(
    "country_codes",
    "Countries and areas: ISO and M49 codes, names",
    "Pays et zones : codes ISO et M49, noms",
    (
        Column("code", TEXT, "ISO 3166-1 alpha-3", "ISO 3166-1 alpha-3", "#country+code+v_iso3", is_required=True),
        Column(
            "iso2",
            TEXT,
            "ISO 3166-1 alpha-2, text: NA is Namibia",
            "ISO 3166-1 alpha-2, du texte : NA est la Namibie",
            "#country+code+v_iso2",
        ),
        Column(
            "m49",
            TEXT,
            "M49, text of three digits: 004 is Afghanistan",
            "M49, texte de trois chiffres : 004 est l’Afghanistan",
            "#country+code+num+v_m49",
        ),
        Column("name_en", TEXT, "Name in English", "Nom en anglais", "#country+name+i_en"),
        Column("name_fr", TEXT, "Name in French", "Nom en français", "#country+name+i_fr"),
        Column("name_es", TEXT, "Name in Spanish", "Nom en espagnol", "#country+name+i_es"),
        Column("name_ar", TEXT, "Name in Arabic", "Nom en arabe", "#country+name+i_ar"),
        Column("regions", LIST, f"IOM regions, {_LISTED}", f"Régions de l’OIM, {_LISTED_FR}"),
        Column("is_deprecated", FLAG, "No longer in use", "N’est plus en usage", is_required=True),
    ),
    key=("code",),
)
TABLES = (ORGANIZATIONS, NAMES, IDENTIFIERS, COUNTRIES, PARTNERSHIPS)

# As the humanitarian data exchange calls what has a name of its own here.
_ALIASES = {"org_name": "name", "org_acronym": "acronym", "location_code": "hq_country"}


def wide(areas: Sequence[str], roles: Sequence[str]) -> Table:
    """One row an organization for who works in one sheet: each area and each role is a column of 0 and 1."""

    def records(told: Record) -> Iterator[Record]:
        (record,) = _organization(told)
        record |= {alias: told[name] for alias, name in _ALIASES.items()}
        record |= {f"area_{code}": int(code in told["areas"]) for code in areas}
        yield record | {f"role_{code}": int(code in told["roles"]) for code in roles}

    known = {column.name: column for column in ORGANIZATIONS.columns}
    aliases = (replace(known[name], name=alias, is_required=False) for alias, name in _ALIASES.items())
    flags = (
        *_flags("area", areas, "Works with IOM in area {}: 1 or 0", "Travaille avec l’OIM dans le domaine {} : 1 ou 0"),
        *_flags("role", roles, "Has the role {}: 1 or 0", "Exerce le rôle {} : 1 ou 0"),
    )
    return Table(
        "organizations_wide",
        "Organizations, one row each, with a column for each area and each role",
        "Organisations, une ligne pour chacune, avec une colonne par domaine et par rôle",
        (*ORGANIZATIONS.columns, *aliases, *flags),
        records,
        key=("id",),
    )


def _flags(noun: str, codes: Iterable[str], en: str, fr: str) -> Iterator[Column]:
    return (Column(f"{noun}_{code}", NUMBER, en.format(code), fr.format(code), is_required=True) for code in codes)
