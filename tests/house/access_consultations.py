"""What the access test walks through of consultations: one that is planned, with one session."""

import json
from datetime import date
from uuid import uuid4

from consultations import actions
from consultations.models import Consultation
from tests import make
from tests.consultations.people import named


def build(world):
    world.consultation = make.consultation(state="planned")
    world.talk = make.session(world.consultation)
    world.attendee = named(world.consultation, part="iom")
    world.consultation.refresh_from_db()


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
    return {
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
