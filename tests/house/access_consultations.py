"""What the access test walks through of consultations: one that is planned, with one session."""

from tests import make
from tests.house import access_follow_up


def build(world):
    world.consultation = make.consultation(state="planned")
    world.talk = make.session(world.consultation)
    world.consultation.refresh_from_db()
    access_follow_up.build(world)


def examples(world, example):
    one = {"reference": world.consultation.reference}
    talk = one | {"item": world.talk.reference}
    version = {"version": world.consultation.version}
    facts = {"name_en": "Another", "kinds": ["annual"], "format": "online", "zone": "Africa/Nairobi"}
    days = {"starts_on": "2027-03-09", "ends_on": "2027-03-11"}
    session = {"name_en": "A talk", "kind": "other", "starts_at": "2027-03-09T11:00", "ends_at": "2027-03-09T12:00"}
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
        **access_follow_up.examples(world, example),
    }
