"""The table of observers in the exports: who has observer status on the day, as the API tells it."""

from django.db.models import Q

from observers.models import Observer, StatusEvent
from observers.queries import statuses
from registry.exporters.tables import DAY, FLAG, TEXT, Column, Table
from registry.models import OrganizationName
from registry.queries.exports import Source

TABLE = Table(
    "observers",
    "Who has observer status at the IOM Council",
    "Qui a le statut d’observateur auprès du Conseil de l’OIM",
    (
        Column("id", TEXT, "Permanent reference", "Référence permanente", "#meta+id", is_required=True),
        Column("name", TEXT, "Name in the act", "Nom dans l’acte", "#org+name", is_required=True),
        Column("kind", TEXT, "cso, igo or state", "cso (OSC), igo (OIG) ou state (État)"),
        Column("status", TEXT, "active or suspended", "active (en vigueur) ou suspended (suspendu)", "#status"),
        Column(
            "since",
            DAY,
            "First day of the present stretch; in a year alone, its last day",
            "Premier jour de la période en cours\u00a0; d’une année seule, le dernier jour",
            "#date+start",
        ),
        Column("since_precision", TEXT, "How exactly the source knows it", "Précision de cette date dans la source"),
        Column("session", TEXT, "Session of the Council", "Session du Conseil"),
        Column("resolution", TEXT, "Resolution, where the source names one", "Résolution, si la source en nomme une"),
        Column("source", TEXT, "Where the act is written", "Où figure l’acte"),
        Column(
            "organization",
            TEXT,
            "Reference of the organization, where it is in the registry",
            "Référence de l’organisation, si elle est dans le registre",
            refers_to="organizations",
        ),
        Column("is_demo", FLAG, "true for what is invented", "true pour ce qui est inventé", is_required=True),
    ),
    key=("id",),
)


def told(held):
    """One observer, as the API and the exports tell of it."""
    began = held.began
    return {
        "id": held.reference,
        "name": held.name,
        "kind": held.kind,
        "status": "suspended" if held.is_suspended else "active",
        "since": began.on.isoformat(),
        "since_precision": StatusEvent.Precision(began.precision).value,
        "session": held.session or None,
        "resolution": began.resolution or None,
        "source": began.source,
        "organization": held.organization,
        "is_demo": held.is_demo,
    }


def _records(ids=None):
    return sorted(map(told, statuses.observers_on(statuses.today(), ids=ids)), key=lambda one: one["id"])


def _tellable():
    return Observer.objects.public().values_list("reference", flat=True)


def _about(organizations):
    """Those of these organizations, and those that nobody has linked yet and that bear the name of one."""
    names = OrganizationName.objects.filter(organization__in=organizations).values("folded")
    theirs = Observer.objects.filter(Q(organization__in=organizations) | Q(organization=None, folded__in=names))
    return theirs.values_list("reference", flat=True)


SOURCES = [Source(TABLE, _records, _tellable, "observer", _about)]
