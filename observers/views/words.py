"""How a status looks: its words, a colour and an icon. The public reads only whether it is suspended or has ended."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from observers.looks import LOOKS
from observers.models import ObserverKind, StatusEvent
from observers.queries import statuses
from observers.states import StatusState

# As the head of a list says it.
KINDS = {
    ObserverKind.CSO: gettext_lazy("Civil society organizations"),
    ObserverKind.IGO: gettext_lazy("Intergovernmental organizations"),
    ObserverKind.STATE: gettext_lazy("States"),
}
# Between IOM and the organization: outside, a status is a status until it is suspended or ends.
_HELD = (StatusState.ACTIVE, StatusState.CONFIRMATION_DUE, StatusState.LAPSING)


def state_look(state, *, is_inside=False):
    """For the component observers/_state.html; `is_inside` tells what the public does not read."""
    if state is None:
        return {"tone": "", "icon": "", "label": _("No status yet")}
    if state in _HELD and not is_inside:
        return {"tone": "ok", "icon": "check", "label": _("Observer")}
    tone, icon = LOOKS["status", str(state)]
    return {"tone": tone, "icon": icon, "label": state.label}


def event_rows(observer):
    """Every event of a status, the latest first: for the organization itself and for staff."""
    events = observer.events.select_related("session").order_by("-on", "-pk")
    return [
        {
            "event": event,
            "session": statuses.session_words(event),
            "is_year": event.precision == StatusEvent.Precision.YEAR,
        }
        for event in events
    ]
