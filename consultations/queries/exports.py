"""Consultations as tables: those that are published, and which organizations took part."""

from dataclasses import replace

from consultations.models import Consultation, Registration
from consultations.queries import published
from consultations.states import HELD, RegistrationState
from registry.exporters.tables import DAY, FLAG, LIST, TEXT, Column, Table
from registry.models import Organization
from registry.queries.exports import Source

_LANGUAGES = (("en", "English", "anglais"), ("fr", "French", "français"), ("es", "Spanish", "espagnol"))


def _in_columns(told):
    yield (
        told
        | {f"{field}_{code}": told[field][code] for field in ("name", "description") for code, _, _ in _LANGUAGES}
        | {"co_organizers": [each["id"] for each in told["co_organizers"]]}
    )


CONSULTATIONS = Table(
    "consultations",
    "Consultations with civil society",
    "Consultations de la société civile",
    (
        Column("id", TEXT, "Permanent reference", "Référence permanente", "#meta+id", is_required=True),
        *(Column(f"name_{code}", TEXT, f"Name in {en}", f"Nom en {fr}") for code, en, fr in _LANGUAGES),
        *(
            Column(f"description_{code}", TEXT, f"What it is about, in {en}", f"Objet, en {fr}")
            for code, en, fr in _LANGUAGES
        ),
        Column("series", TEXT, "Series that it belongs to", "Série à laquelle elle appartient"),
        Column("claimed_number", TEXT, "Which one it is, as its organizers count", "Son rang, selon ses organisateurs"),
        Column("kinds", LIST, "What kind it is, codes parted by |", "De quel type elle est, codes séparés par |"),
        Column("format", TEXT, "in_person, online or hybrid", "in_person (sur place), online (en ligne) ou hybrid"),
        Column("region", TEXT, "IOM region, a code", "Région de l’OIM, un code"),
        Column(
            "country",
            TEXT,
            "Country where it is held, ISO 3166-1 alpha-3",
            "Pays où elle se tient, ISO 3166-1 alpha-3",
            "#country+code+v_iso3",
            refers_to="country_codes",
        ),
        Column("place", TEXT, "Place", "Lieu"),
        Column("zone", TEXT, "Time zone of its hours, IANA", "Fuseau horaire de ses heures, IANA"),
        Column("areas", LIST, "Areas of cooperation, codes parted by |", "Domaines, codes séparés par |"),
        Column("languages", LIST, "Languages, ISO 639, parted by |", "Langues, ISO 639, séparées par |"),
        Column("interpretation", LIST, "Interpreted into, ISO 639, parted by |", "Interprétée en, ISO 639, par |"),
        Column("starts_on", DAY, "First day", "Premier jour", "#date+start"),
        Column("ends_on", DAY, "Last day", "Dernier jour", "#date+end"),
        Column("status", TEXT, "How far it is", "Où elle en est", "#status"),
        Column("cancelled_reason", TEXT, "Why it was cancelled", "Motif de son annulation"),
        Column(
            "co_organizers",
            LIST,
            "References of organizations that organize it with IOM, parted by |",
            "Références des organisations qui l’organisent avec l’OIM, séparées par |",
        ),
        Column("url", TEXT, "Its page", "Sa page"),
        Column("source", TEXT, "Where that is written", "Où cela figure"),
        Column("is_demo", FLAG, "true for what is invented", "true pour ce qui est inventé", is_required=True),
    ),
    _in_columns,
    key=("id",),
)
# Who leaves the inventory leaves the copies of all days: there, no cell names several organizations.
_OF_THE_NIGHT = replace(CONSULTATIONS.without("co_organizers"), records=lambda row: [row])
# What a list of them says of one consultation.
PARTICIPATIONS_OF_ONE = Table(
    "participations",
    "Organizations that took part in a consultation",
    "Organisations qui ont pris part à une consultation",
    (
        Column("organization", TEXT, "Reference of the organization", "Référence de l’organisation", "#org+code"),
        Column("organization_name", TEXT, "Its name", "Son nom", "#org+name"),
        Column("is_co_organizer", FLAG, "Organizes it with IOM", "L’organise avec l’OIM"),
        Column("has_come", FLAG, "Somebody came for it", "Quelqu’un est venu pour elle"),
    ),
)
_PARTICIPATIONS = Table(
    "participations",
    "Organizations of which somebody took part in a consultation",
    "Organisations dont quelqu’un a pris part à une consultation",
    (
        Column(
            "consultation",
            TEXT,
            "Reference of the consultation",
            "Référence de la consultation",
            is_required=True,
            refers_to="consultations",
        ),
        Column(
            "organization",
            TEXT,
            "Reference of the organization",
            "Référence de l’organisation",
            is_required=True,
            refers_to="organizations",
        ),
    ),
    key=("consultation", "organization"),
)


def _consultations(ids=None):
    known = published.consultations().order_by("reference")
    known = known if ids is None else known.filter(reference__in=ids)
    for one in known:
        for row in _in_columns(published.told(one)):
            yield {name: row[name] for name in _OF_THE_NIGHT.names}


def _participations(ids=None):
    """Organizations alone, and never people: of those that are listed, and of consultations that are over."""
    came = Registration.objects.filter(
        state=RegistrationState.ATTENDED,
        part=Registration.Part.CSO,
        consultation__in=Consultation.objects.public().filter(state__in=HELD),
        organization__in=Organization.objects.filter(listing__isnull=False),
    )
    if ids is not None:
        # The pairs are looked for by either end; of what is found the caller takes its own.
        ends = [id_.split("/") for id_ in ids]
        came = came.filter(
            consultation__reference__in={consultation for consultation, _organization in ends},
            organization__reference__in={organization for _consultation, organization in ends},
        )
    pairs = came.order_by("consultation__reference", "organization__reference").distinct()
    for consultation, organization in pairs.values_list("consultation__reference", "organization__reference"):
        yield {"consultation": consultation, "organization": organization}


def _of_organizations(organizations):
    came = Registration.objects.filter(organization__in=organizations, state=RegistrationState.ATTENDED)
    pairs = came.values_list("consultation__reference", "organization__reference").distinct()
    return [f"{consultation}/{organization}" for consultation, organization in pairs]


def participations_of(consultation):
    """The ids of what may be told of who took part in it, if anything may."""
    came = consultation.registrations.filter(state=RegistrationState.ATTENDED, organization__isnull=False)
    references = came.values_list("organization__reference", flat=True).distinct()
    return [f"{consultation.reference}/{organization}" for organization in references]


def _published():
    return Consultation.objects.public().values_list("reference", flat=True)


SOURCES = [
    Source(_OF_THE_NIGHT, _consultations, _published, "consultation"),
    Source(_PARTICIPATIONS, _participations, _published, "participation", _of_organizations),
]
