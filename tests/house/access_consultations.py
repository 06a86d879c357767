"""What the access test walks through of consultations: one that is planned, and one to which A is invited."""

import json
from datetime import date, timedelta
from uuid import uuid4

from django.utils import timezone

from consultations import actions
from consultations.models import Consultation, ConsultationInvitation, Registration
from tests import make
from tests.consultations.people import named


def build(world):
    world.consultation = make.consultation(state="planned")
    world.talk = make.session(world.consultation)
    world.attendee = named(world.consultation, part="iom")
    world.consultation.refresh_from_db()
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


def _of_registrations(world, example):
    slug, person = {"slug": world.room.slug}, {"person": world.participant.reference}
    room = {"reference": world.room.reference}
    invitation, letter = {"invitation": world.accepted.reference}, {"language": "en"}
    facts = {"name": "Another", "email": "another@example.org", "language": "en", "attends": "online"}
    waits, exception = {"person": world.waits.reference}, {"person": world.exception.reference}
    need = {"need": world.participant.needs.get(kind="travel").reference}
    return {
        "consultations:my-consultation": example(slug),
        "consultations:my-invitation-accept": example(slug | invitation, before=not_answered),
        "consultations:my-invitation-decline": example(slug | invitation, before=not_answered),
        "consultations:my-register": example(slug, facts),
        "consultations:my-person-edit": example(slug | person, facts | {"version": world.participant.version}),
        "consultations:my-person-withdraw": example(slug | person),
        "consultations:my-offer-accept": example(slug | waits, before=offered),
        "consultations:my-visa-letter": example(slug | person | letter),
        "consultations:registrations": example(room),
        "consultations:registration-new": example(room, facts | {"part": "iom"}),
        "consultations:registration": example(room | person),
        "consultations:registration-edit": example(room | person, facts),
        "consultations:registration-approve": example(room | exception),
        "consultations:registration-refuse": example(room | exception, {"reason": "because"}),
        "consultations:registration-withdraw": example(room | person),
        "consultations:registration-confirm": example(room | waits, before=offered),
        "consultations:need-answer": example(room | person | need, {"to": "granted"}),
        "consultations:registration-visa-letter": example(room | person | letter),
    }


def running(world):
    """Its days are over, and its report is not out."""
    days = {"starts_on": date(2026, 1, 12), "ends_on": date(2026, 1, 14)}
    Consultation.objects.filter(pk=world.consultation.pk).update(state="running", **days)


def somebody_is_there(world):
    running(world)
    actions.check_in(world.attendee, by=world.people["organizer"])


def examples(world, example):
    one = {"reference": world.consultation.reference}
    talk = one | {"item": world.talk.reference}
    version = {"version": world.consultation.version}
    facts = {"name_en": "Another", "kinds": ["annual"], "format": "online", "zone": "Africa/Nairobi"}
    days = {"starts_on": "2027-03-09", "ends_on": "2027-03-11"}
    session = {"name_en": "A talk", "kind": "other", "starts_at": "2027-03-09T11:00", "ends_at": "2027-03-09T12:00"}
    person = one | {"registration": world.attendee.reference}
    taken = [{"key": str(uuid4()), "registration": world.attendee.reference}]
    return _of_registrations(world, example) | {
        "consultations:consultation-detail": example({"slug": world.consultation.slug}),
        "consultations:staff-consultation": example(one),
        "consultations:consultation-new": example(data=facts),
        "consultations:series-new": example(data={"code": "a-series", "name_en": "A series"}),
        "consultations:consultation-edit": example(one, facts | days | version),
        "consultations:consultation-clone": example(one, facts),
        "consultations:consultation-cancel": example(one, {"reason": "because"}),
        "consultations:consultation-move": example(one | {"to": "inviting"}),
        "consultations:agenda-item-new": example(one, session),
        "consultations:agenda-item-edit": example(talk, session | version),
        "consultations:agenda-item-remove": example(talk),
        **{
            f"consultations:{page}": example(one)
            for page in ("staff-day", "staff-personal-data", "badges", "door-list", "participants-list")
        },
        "consultations:staff-participant": example(person),
        "consultations:check-in": example(person, {"session": ""}, before=running),
        "consultations:check-in-undo": example(person, {"session": ""}, before=somebody_is_there),
        "consultations:check-ins-send": example(one, {"taken": json.dumps(taken)}, before=running),
        "consultations:attendance-close": example(one, before=running),
        "consultations:participants-purge": example(one, before=running),
    }
