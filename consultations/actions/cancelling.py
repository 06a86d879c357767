"""What ends with a consultation that is cancelled, and who is told. The caller holds its lock."""

from django.db.models import F
from django.utils.translation import gettext as _

from consultations.actions.mailboxes import mailboxes_of
from consultations.actions.telling import tell_person
from consultations.states import ConsultationInvitationState, RegistrationState
from registry.actions import notify
from registry.models import Organization

R = RegistrationState
KIND = "consultations.consultation_cancelled"


def end_waiting(consultation):
    """Nobody waits for a seat, for an answer to an offer or for the staff any more; returns the references."""
    waiting = consultation.registrations.filter(state__in=[R.NOMINATED, R.WAITLISTED])
    ended = list(waiting.select_for_update(of=("self",), no_key=True).order_by("pk").values_list("pk", "reference"))
    consultation.registrations.filter(pk__in=[key for key, _reference in ended]).update(
        state=R.WITHDRAWN,
        offered_until=None,
        reason=_("The consultation was cancelled."),
        version=F("version") + 1,
    )
    return [reference for _key, reference in ended]


def tell_of_cancelling(consultation, people):
    """Tell these people, and who answers for the organizations that were invited, each mailbox once."""
    told = set()
    for registration in people:
        address = registration.email.lower()
        if address not in told:
            registration.consultation = consultation
            tell_person(KIND, registration)
            told.add(address)
    asked = consultation.invitations.exclude(state=ConsultationInvitationState.PREPARED)
    asked = asked.filter(organization__is_at_risk=False).order_by("pk").values_list("organization", flat=True)
    mailboxes = mailboxes_of(list(asked))
    organizations = Organization.objects.in_bulk(mailboxes)
    for key, boxes in mailboxes.items():
        for box in boxes:
            if box.address.lower() not in told:
                notify(
                    KIND,
                    recipient=box.user,
                    address=box.address,
                    language=box.language,
                    subject=consultation.reference,
                    organization=organizations[key],
                    event=consultation,
                    context={"consultation": consultation},
                )
                told.add(box.address.lower())
