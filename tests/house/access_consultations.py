"""What the access test walks through of consultations: one that is planned, with a session, topics and a paper."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests import make
from tests.house import access_day, access_follow_up, access_invitations, access_outcomes, access_registrations

PARTS = (access_day, access_outcomes, access_invitations, access_follow_up, access_registrations)


def build(world, picture):
    world.picture = picture
    world.consultation = make.consultation(state="planned")
    world.talk = make.session(world.consultation)
    world.topic_of_a, world.topic_of_b = (make.topic(world.consultation, one) for one in (world.a, world.b))
    world.paper = make.paper(world.consultation)
    for part in PARTS:
        part.build(world)
    world.consultation.refresh_from_db()


def examples(world, example):
    one = {"reference": world.consultation.reference}
    talk = one | {"item": world.talk.reference}
    version = {"version": world.consultation.version}
    facts = {"name_en": "Another", "kinds": ["annual"], "format": "online", "zone": "Africa/Nairobi"}
    days = {"starts_on": "2027-03-09", "ends_on": "2027-03-11"}
    session = {"name_en": "A talk", "kind": "other", "starts_at": "2027-03-09T11:00", "ends_at": "2027-03-09T12:00"}
    slug = {"slug": world.consultation.slug}
    topic = {"title": "A topic", "text": "It matters.", "language": "en"}
    reason = {"reason": "because", "reason_language": "en"}
    paper = one | {"document": world.paper.reference}
    paper_file = world.paper.files.get().reference

    def with_file(_person):
        facts = {"name_en": "A paper", "audience": "public", "language": "en"}
        return facts | {"file": SimpleUploadedFile("paper.png", world.picture, "image/png")}

    own = {
        "consultations:document-file": example(slug | {"reference": paper_file}),
        "consultations:staff-documents": example(one),
        "consultations:staff-document-file": example(one | {"file": paper_file}),
        "consultations:document-new": example(one, with_file),
        "consultations:document-version": example(paper, with_file),
        "consultations:document-file-take-off": example(one | {"file": paper_file}),
        "consultations:my-topics": example(slug),
        "consultations:topic-new": example(slug, topic),
        "consultations:topic-withdraw": example(slug | {"reference": world.topic_of_a.reference}),
        "consultations:topic-support": example(slug | {"reference": world.topic_of_b.reference}),
        "consultations:topic-end-support": example(slug | {"reference": world.topic_of_b.reference}),
        "consultations:staff-topics": example(one),
        "consultations:topic-keep": example(one | {"topic": world.topic_of_a.reference}, reason),
        "consultations:topic-leave-out": example(one | {"topic": world.topic_of_a.reference}, reason),
        "consultations:consultation-detail": example({"slug": world.consultation.slug}),
        "consultations:consultation-calendar": example({"slug": world.consultation.slug}),
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
    }
    for part in PARTS:
        own |= part.examples(world, example)
    return own
