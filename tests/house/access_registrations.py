"""What the access test walks through of registrations: a room with one seat, to which A is invited."""

from datetime import timedelta

from django.utils import timezone

from consultations import actions
from consultations.models import ConsultationInvitation, Registration
from tests import make


def build(world):
    """Somebody of A has the seat, somebody waits for it, and a third is more than the invitation is for."""
    world.room = make.consultation(state="inviting", format="hybrid", seats=1, registration_until=None)
    world.accepted = make.accepted(world.room, world.a)
    by = world.people["admin_a"]
    world.participant = make.named(world.accepted, by=by, needs={"visa_letter": {}, "travel": {"text": "A flight"}})
    actions.answer_need(world.participant.needs.get(kind="visa_letter"), to="granted", by="test")
    world.waits = make.named(world.accepted, by=by)
    world.exception = make.named(world.accepted, by=by)


def not_answered(world):
    ConsultationInvitation.objects.filter(pk=world.accepted.pk).update(state="sent")
    Registration.objects.filter(invitation=world.accepted).update(state="withdrawn")


def offered(world):
    Registration.objects.filter(pk=world.participant.pk).update(state="withdrawn")
    Registration.objects.filter(pk=world.waits.pk).update(offered_until=timezone.now() + timedelta(days=1))


def examples(world, example):
    slug, person = {"slug": world.room.slug}, {"person": world.participant.reference}
    room = {"reference": world.room.reference}
    invitation, letter = {"invitation": world.accepted.reference}, {"language": "en"}
    facts = {"name": "Another", "email": "another@example.org", "language": "en", "attends": "online"}
    version = {"version": world.participant.version}
    waits, exception = {"person": world.waits.reference}, {"person": world.exception.reference}
    need = {"need": world.participant.needs.get(kind="travel").reference}
    return {
        "consultations:my-consultation": example(slug),
        "consultations:my-invitation-accept": example(slug | invitation, before=not_answered),
        "consultations:my-invitation-decline": example(slug | invitation, before=not_answered),
        "consultations:my-register": example(slug, facts),
        "consultations:my-person-edit": example(slug | person, facts | version),
        "consultations:my-person-withdraw": example(slug | person),
        "consultations:my-offer-accept": example(slug | waits, before=offered),
        "consultations:my-visa-letter": example(slug | person | letter),
        "consultations:registrations": example(room),
        "consultations:registration-new": example(room, facts | {"part": "iom"}),
        "consultations:registration": example(room | person),
        "consultations:registration-edit": example(room | person, facts | version),
        "consultations:registration-approve": example(room | exception),
        "consultations:registration-refuse": example(room | exception, {"reason": "because"}),
        "consultations:registration-withdraw": example(room | person),
        "consultations:registration-confirm": example(room | waits, before=offered),
        "consultations:need-answer": example(room | person | need, {"to": "granted"}),
        "consultations:registration-visa-letter": example(room | person | letter),
    }
