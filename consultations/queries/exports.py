"""The tables of consultations in the exports: those that are published, and which organizations took part."""

from consultations.models import Consultation, Registration
from consultations.states import HELD, RegistrationState
from registry.exporters.tables import DAY, FLAG, LIST, TEXT, Column, Table
from registry.models import Organization
from registry.queries.exports import Source

_LANGUAGES = (("en", "English", "anglais"), ("fr", "French", "français"), ("es", "Spanish", "espagnol"))

_CONSULTATIONS = Table(
    "consultations",
    "Consultations with civil society",
    "Consultations de la société civile",
    (
        Column("id", TEXT, "Permanent reference", "Référence permanente", "#meta+id", is_required=True),
        *(Column(f"name_{code}", TEXT, f"Name in {en}", f"Nom en {fr}") for code, en, fr in _LANGUAGES),
        Column("series", TEXT, "Series that it belongs to", "Série à laquelle elle appartient"),
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
        Column("areas", LIST, "Areas of cooperation, codes parted by |", "Domaines, codes séparés par |"),
        Column("languages", LIST, "Languages, ISO 639, parted by |", "Langues, ISO 639, séparées par |"),
        Column("starts_on", DAY, "First day", "Premier jour", "#date+start"),
        Column("ends_on", DAY, "Last day", "Dernier jour", "#date+end"),
        Column("state", TEXT, "How far it is", "Où elle en est", "#status"),
        Column("source", TEXT, "Where that is written", "Où cela figure"),
        Column("is_demo", FLAG, "true for what is invented", "true pour ce qui est inventé", is_required=True),
    ),
    key=("id",),
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


def _day(day):
    return day.isoformat() if day else None


def _consultations(ids=None):
    known = Consultation.objects.public().select_related("series").prefetch_related("areas").order_by("reference")
    known = known if ids is None else known.filter(reference__in=ids)
    for consultation in known:
        yield {column.name: getattr(consultation, column.name, None) for column in _CONSULTATIONS.columns} | {
            "id": consultation.reference,
            "series": consultation.series.code if consultation.series else None,
            "region": consultation.region_id,
            "country": consultation.country_id,
            "areas": sorted(area.code for area in consultation.areas.all()),
            "starts_on": _day(consultation.starts_on),
            "ends_on": _day(consultation.ends_on),
        }


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
    Source(_CONSULTATIONS, _consultations, _published, "consultation"),
    Source(_PARTICIPATIONS, _participations, _published, "participation", _of_organizations),
]
