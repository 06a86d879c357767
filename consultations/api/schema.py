"""Consultations in the OpenAPI document."""

from drf_spectacular.utils import OpenApiParameter

from consultations.api import serializers as shapes
from consultations.api.parameters import LIST
from registry.api import downloads
from registry.api.schema import AS_FILES, operation

_ID = "CNS-5T8QW2M4"
_PATTERN = {"type": "string", "pattern": shapes.CONSULTATION, "example": _ID}
_PATH = [OpenApiParameter("id", _PATTERN, "path", description="The permanent reference.")]
_CONSULTATION = {
    "id": _ID,
    "name": {"en": "Regional consultation with civil society", "fr": None, "es": None},
    "description": {"en": None, "fr": None, "es": None},
    "series": "east-africa",
    "claimed_number": "third",
    "kinds": ["regional"],
    "status": "closed",
    "cancelled_reason": None,
    "format": "in_person",
    "region": "east_africa_horn",
    "country": "KEN",
    "place": "Nairobi",
    "zone": "Africa/Nairobi",
    "starts_on": "2026-03-09",
    "ends_on": "2026-03-11",
    "areas": ["1"],
    "languages": ["en", "fr"],
    "interpretation": ["fr"],
    "co_organizers": [{"id": "CSO-7K2M9XQ4", "name": "Riverbend Migrant Aid Network"}],
    "url": "https://registry.example.org/en/consultations/nairobi-2026/",
    "source": None,
    "is_demo": True,
}

consultation_list = operation(
    "listConsultations",
    "List consultations",
    shapes.ConsultationPageSerializer,
    tag="consultations",
    asked=LIST,
    description="Editions that are public, the latest first. What is only an idea is known to staff alone.",
    also=AS_FILES,
    example={"results": [_CONSULTATION], "next": None, "previous": None, "next_cursor": None, "count": None},
)
consultation = operation(
    "getConsultation",
    "Read one consultation",
    shapes.ConsultationSerializer,
    tag="consultations",
    example=_CONSULTATION,
    path=_PATH,
)
participations = operation(
    "listParticipations",
    "List the organizations that took part",
    shapes.ParticipationsSerializer,
    tag="consultations",
    asked=downloads.PARAMETERS,
    description="Organizations that have a public record and for which somebody of civil society came, or that organize"
    " it. Of people, and of how many came for one, nothing is told.",
    also=AS_FILES,
    example={
        "consultation": _ID,
        "results": [
            {
                "organization": "CSO-7K2M9XQ4",
                "organization_name": "Riverbend Migrant Aid Network",
                "is_co_organizer": True,
                "has_come": True,
            }
        ],
    },
    path=_PATH,
)
outputs = operation(
    "listOutputs",
    "Read what came of a consultation",
    shapes.OutputsSerializer,
    tag="consultations",
    description="Its report, contributions, figures and papers, and its recommendations with what became of them.",
    example={
        "consultation": _ID,
        "results": [
            {
                "kind": "report",
                "title": "Report",
                "url": "https://registry.example.org/en/consultations/nairobi-2026/report/",
                "published_on": "2026-05-04",
                "files": [],
            }
        ],
        "recommendations": [
            {
                "id": "REC-4D7N2WQ6",
                "number": 1,
                "text": {"en": "Open safe routes.", "fr": None, "es": None},
                "area": "1",
                "level": "regional",
                "addressee": "iom",
                "office": "mission-kenya",
                "status": "answered",
                "verdict": "part",
                "due_on": "2027-01-31",
                "proposers": [],
            }
        ],
    },
    path=_PATH,
)
