"""Invented organizations that are in the demonstration twice, as two sources might have told of them."""

from django.utils import timezone

from registry.actions.demo.names import INVENTED
from registry.matching import fold, name_keys, script_of
from registry.models import Contact, Organization, OrganizationName, Presence
from registry.states import OrganizationState

SOURCE = "Invented demonstration data"

# (country, type, website, telephone, [(kind, text, language)]), two by two.
TWINS = [
    (
        "TUN",
        "ngo",
        "https://figuier-rouge.example",
        "",
        [("legal", "Association du Figuier Rouge tunisien", "fr"), ("acronym", "AFRT", "")],
    ),
    (
        "TUN",
        "ngo",
        "",
        "+216 00 000 701",
        [
            ("legal", "جمعية التينة الحمراء التونسية", "ar"),
            ("translation", "Figuier Rouge tunisien", "fr"),
            ("acronym", "AFRT", ""),
        ],
    ),
    ("KEN", "ngo", "", "+254 000 000 702", [("legal", "Copper Kettle Migrant Support Network", "en")]),
    (
        "KEN",
        "ngo",
        "https://copper-kettle.example",
        "+254 000 000 702",
        [("legal", "Migrants Support Network Copper Kettle", "en"), ("acronym", "CKMSN", "")],
    ),
    ("COL", "foundation", "https://nube-clara.example", "", [("legal", "Fundación Nube Clara para Migrantes", "es")]),
    ("COL", "ngo", "https://www.nube-clara.example", "", [("legal", "Fundacion Nube Clara p/ Migrantes", "es")]),
    ("KGZ", "ngo", "", "", [("legal", "Фонд «Медный колокол»", "ru")]),
    ("KGZ", "ngo", "", "", [("legal", "Fond Mednyi Kolokol", "ru"), ("translation", "Copper Bell Fund", "en")]),
]


def add_twins():
    """Write them; returns the organizations. The scan for duplicates finds the pairs."""
    return [_organization(*twin) for twin in TWINS]


def _organization(country, type_, website, phone, names):
    today = timezone.localdate()
    organization = Organization.objects.create(
        state=OrganizationState.PUBLISHED,
        hq_country_id=country,
        website=website,
        **{f"description_{code}": sentence for code, sentence in INVENTED.items()},
        source=SOURCE,
        observed_on=today,
        is_demo=True,
    )
    organization.types.set([type_])
    Presence.objects.create(organization=organization, country_id=country, source=SOURCE, observed_on=today)
    OrganizationName.objects.bulk_create(
        OrganizationName(
            organization=organization,
            kind=kind,
            text=text,
            folded=fold(text),
            keys=name_keys(text),
            language=language,
            script=script_of(text),
            is_primary=kind == "legal",
        )
        for kind, text, language in names
    )
    if phone:
        Contact.objects.create(organization=organization, name="Invented office", phone=phone, source=SOURCE)
    return organization
