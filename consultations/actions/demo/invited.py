"""Who is invited to the coming invented consultation: found by a question, answered or not, with a balance wanted."""

from datetime import timedelta

from django.http import QueryDict

from consultations.actions.audiences import add_invitation, change_quota, freeze_audience, set_target
from consultations.actions.consultations import edit_consultation
from consultations.actions.invitations import accept_invitation, decline_invitation, note_opened
from consultations.actions.sending import send_invitations, write_mails
from consultations.models import Consultation, ConsultationInvitation
from consultations.queries.audiences import Question, asked, sort
from consultations.states import ConsultationInvitationState
from registry.models import Organization, User, ViewedList

Answered = ConsultationInvitation.Answered
QUESTION = "region=east_africa_horn&attendance=never"
TARGETS = [
    ("reach", "local", 40),
    ("type", "migrants_organization", 20),
    ("first_time", "first_time", 25),
    ("gender", "woman", 50),
]


def add_invited():
    """Invitations of every state but expired, made by the demonstration's organizer; none without organizations."""
    by = User.objects.get(email="organizer@demo.example")
    consultation = Consultation.objects.get(slug="invented-regional-coming")
    question = Question.from_query(ViewedList.DIRECTORY, QueryDict(QUESTION))
    if not sort(asked(question, consultation, by)).invitable:
        return
    days = {
        "answers_until": consultation.starts_on - timedelta(days=45),
        "registration_until": consultation.starts_on - timedelta(days=14),
    }
    changes = {name: day for name, day in days.items() if getattr(consultation, name) is None}
    consultation = edit_consultation(consultation, changes=changes, by=by)
    freeze_audience(consultation, question=question, quota=2, by=by)
    _invite_members(consultation, by)
    for dimension, value, percent in TARGETS:
        set_target(consultation, dimension=dimension, value=value, percent=percent, by=by)
    send_invitations(consultation, by=by)
    write_mails()
    # Found later, so it is still prepared.
    _add_by_hand(consultation, Organization.objects.filter(listing__isnull=False, consultation_invitations=None), by)
    _answer(consultation, by)


def _invite_members(consultation, by):
    """Those for which somebody can sign in, whatever the question found."""
    theirs = Organization.objects.filter(listing__isnull=False, memberships__user__email__endswith="@demo.example")
    for organization in theirs.filter(memberships__left_at=None).distinct().order_by("pk"):
        _add_by_hand(consultation, Organization.objects.filter(pk=organization.pk, consultation_invitations=None), by)


def _add_by_hand(consultation, organizations, by):
    organization = organizations.order_by("pk").first()
    if organization:
        add_invitation(consultation, organization, quota=1, reason="Invented: it asked to come.", by=by)


def _answer(consultation, by):
    """Of those found by the question the first accept, decline and have seen it; the others are silent."""
    sent = ConsultationInvitation.objects.filter(
        consultation=consultation, state=ConsultationInvitationState.SENT, audience__isnull=False
    )
    for number, invitation in enumerate(sent.select_related("consultation").order_by("pk")[:8]):
        if number < 4:
            accept_invitation(invitation, by="demonstration", how=Answered.LINK)
        elif number == 4:
            accept_invitation(invitation, by=by, how=Answered.STAFF, told_by="Invented Person, by telephone")
            change_quota(invitation, quota=3, by=by)
        elif number == 5:
            decline_invitation(invitation, "Invented: no visa in time.", by="demonstration", how=Answered.LINK)
        else:
            note_opened(invitation, by="demonstration")
