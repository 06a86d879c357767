"""What stands on a member's page of one consultation, from top to bottom."""

from django.urls import reverse
from django.utils.translation import gettext as _

from consultations import policies
from consultations.models import BreakoutNote
from consultations.queries.links import ANSWERABLE, deadline_of, why_closed
from consultations.queries.mine import organizations_of, people_of
from consultations.queries.places import Room, is_late
from consultations.queries.topics import takes_topics
from consultations.states import NEXT, REGISTERING, UNANSWERED, ConsultationInvitationState
from consultations.views.words import is_past

S = ConsultationInvitationState


def people(user, consultation, invitations):
    """The invitation of each of her organizations, its answer and who is named."""
    if not invitations:
        return None
    context = {
        "consultation": consultation,
        "rows": [_invitation(user, consultation, one) for one in invitations],
        "room": Room(consultation.seats, consultation.seats_taken),
        "is_late": is_late(consultation),
        "is_past": is_past(consultation),
    }
    return {"template": "consultations/_my_people.html", "context": context}


def more(user, consultation, invitations):
    """What else an organization can do around this consultation: topics, contributions, recommendations, notes."""
    acts_for = organizations_of(user)
    notes = BreakoutNote.objects.filter(written_by=user, item__consultation=consultation).select_related("item")
    pages = []
    if acts_for and takes_topics(consultation):
        pages.append(("my-topics", _("Propose and support topics")))
    elif acts_for and consultation.has_topics:
        pages.append(("my-topics", _("Topics that were proposed, and what IOM answered")))
    if acts_for and consultation.has_questions and _may_contribute(user, acts_for, consultation):
        pages.append(("contribute", _("Written contributions")))
    if acts_for and consultation.has_recommendations:
        pages.append(("my-follow-up", _("Recommendations that you lead or follow")))
    if acts_for and consultation.has_report:
        pages.append(("report", _("Report")))
    links = [(reverse(f"consultations:{name}", args=[consultation.slug]), label) for name, label in pages]
    links += [
        (reverse("consultations:note", args=[note.reference]), _("Your notes: %(session)s") % {"session": note.item})
        for note in notes
    ]
    return {"template": "consultations/_my_more.html", "context": {"links": links}} if links else None


# Each takes the user, the consultation and the invitations of her organizations to it, and answers
# {"template": …, "context": …}, or None when it has nothing for her.
PARTS = [people, more]


def parts(user, consultation, invitations):
    return [part for tell in PARTS if (part := tell(user, consultation, invitations))]


def _may_contribute(user, organizations, consultation):
    return any(policies.may_contribute(user, one, consultation) for one in organizations)


def _invitation(user, consultation, invitation):
    may_take_part = policies.may_take_part(user, invitation.organization)
    closed = why_closed(invitation)
    can_answer = may_take_part and not closed
    is_unanswered = invitation.state in UNANSWERED
    people = people_of(invitation)
    return {
        "invitation": invitation,
        "people": people,
        "until": deadline_of(invitation) if is_unanswered and not closed else None,
        "closed": closed if is_unanswered and consultation.state in ANSWERABLE else "",
        "may_take_part": may_take_part,
        "may_accept": can_answer and S.ACCEPTED in NEXT[S][invitation.state],
        "may_decline": can_answer
        and S.DECLINED in NEXT[S][invitation.state]
        and not any(one["may_withdraw"] for one in people),
        "may_name": may_take_part and invitation.state == S.ACCEPTED and consultation.state in REGISTERING,
    }
