"""The list of the invited as organizers read it: whom a reader may not know of is not in it, nor in any number."""

from django.db.models import Count, Q

from consultations.models import ConsultationInvitation
from consultations.queries.audiences import reachable
from consultations.states import LIVE_REGISTRATIONS, ConsultationInvitationState


def invited(consultation, user, *, state=""):
    """The invitations of one consultation by the name of the organization, each with what its row tells."""
    found = ConsultationInvitation.objects.filter(consultation=consultation).visible_to(user)
    if state:
        found = found.filter(state=state)
    return (
        found.select_related("consultation", "organization__hq_country", "answered_by")
        .prefetch_related("organization__names")
        .annotate(
            named=Count("registrations", filter=Q(registrations__state__in=LIVE_REGISTRATIONS)),
            is_reachable=reachable("organization"),
        )
        .order_by("organization__listing__sort_name", "pk")
    )


def counts(consultation, user):
    """{state: how many} in the order of their life, and how many wait for their mail to be written; one query."""
    found = ConsultationInvitation.objects.filter(consultation=consultation).visible_to(user).order_by()
    rows = found.values_list("state").annotate(
        n=Count("pk"), waiting=Count("pk", filter=Q(asked_to_send_at__isnull=False))
    )
    told = {state: (n, waiting) for state, n, waiting in rows}
    return (
        {state: told.get(state, (0, 0))[0] for state in ConsultationInvitationState},
        sum(waiting for _n, waiting in told.values()),
    )
