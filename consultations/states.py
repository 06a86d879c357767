"""The life of a consultation: what may follow what."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class ConsultationState(TextChoices):
    IDEA = "idea", pgettext_lazy("consultation", "Idea")
    PLANNED = "planned", pgettext_lazy("consultation", "Planned")
    INVITING = "inviting", pgettext_lazy("consultation", "Inviting")
    REGISTRATION_CLOSED = "registration_closed", pgettext_lazy("consultation", "Registration closed")
    RUNNING = "running", pgettext_lazy("consultation", "Running")
    REPORTING = "reporting", pgettext_lazy("consultation", "Report being written")
    FOLLOW_UP = "follow_up", pgettext_lazy("consultation", "Follow-up")
    CLOSED = "closed", pgettext_lazy("consultation", "Closed")
    CANCELLED = "cancelled", pgettext_lazy("consultation", "Cancelled")


S = ConsultationState

NEXT = {
    S: {
        # Only staff know of an idea; what is planned is public from then on.
        S.IDEA: {S.PLANNED, S.CANCELLED},
        S.PLANNED: {S.INVITING, S.CANCELLED},
        S.INVITING: {S.REGISTRATION_CLOSED, S.CANCELLED},
        # Places that stayed free can be offered again.
        S.REGISTRATION_CLOSED: {S.RUNNING, S.INVITING, S.CANCELLED},
        S.RUNNING: {S.REPORTING, S.CANCELLED},
        S.REPORTING: {S.FOLLOW_UP},
        S.FOLLOW_UP: {S.CLOSED},
        S.CLOSED: set(),
        S.CANCELLED: set(),
    }
}

# Its facts and its agenda may still change.
OPEN = [state for state, following in NEXT[S].items() if following]
# It took place.
HELD = [S.REPORTING, S.FOLLOW_UP, S.CLOSED]
