"""What the access test walks through of the day: one person who is expected, checked in, counted, and emptied."""

import json
from datetime import date
from uuid import uuid4

from consultations import actions
from consultations.models import Consultation
from tests.consultations.people import named


def build(world):
    world.attendee = named(world.consultation, part="iom")


def running(world):
    """Its days are over, and its report is not out."""
    days = {"starts_on": date(2026, 1, 12), "ends_on": date(2026, 1, 14)}
    Consultation.objects.filter(pk=world.consultation.pk).update(state="running", **days)


def somebody_is_there(world):
    running(world)
    actions.check_in(world.attendee, by=world.people["organizer"])


def examples(world, example):
    one = {"reference": world.consultation.reference}
    person = one | {"registration": world.attendee.reference}
    taken = [{"key": str(uuid4()), "registration": world.attendee.reference}]
    return {
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
