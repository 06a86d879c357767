"""What the access test walks through of the follow-up: a past edition with notes and recommendations."""

from consultations import actions
from tests import make


def build(world):
    """A asked for one of them and leads another; the rapporteur is one of its people."""
    world.past = make.held(state="running")
    session = make.session(world.past)
    group = make.session(world.past, kind="breakout", parent=session)
    world.past = actions.move_consultation(world.past, to="reporting", by="test")
    world.group, world.noted = group, session
    world.note = actions.name_rapporteur(group, person=world.people["editor_a"], by="test")
    handed_in = actions.name_rapporteur(session, person=world.people["organizer"], by="test")
    world.handed_in = actions.hand_in_notes(handed_in, text="One line", language="en", by="test")
    world.asked = make.recommendation(world.past, proposers=[world.a])
    world.answerable = make.recommendation(world.past, state="assigned")
    world.begun = make.recommendation(world.past, state="answered")
    world.update = actions.report_action(
        world.begun, claims="done", text="Done.", link="https://example.org/", by="test"
    )
    world.led = make.recommendation(world.past)
    actions.assign_recommendations(world.past, recommendations=[world.led], leads=[world.a], by="test")
    world.shown = actions.report_action(
        world.led, claims="done", text="Done.", organization=world.a, document=world.document, by="test"
    )
    world.next_edition = make.consultation(state="planned", copied_from=world.past)


def publish(world):
    actions.publish_recommendations(world.past, by="test")


def examples(world, example):
    one, slug = {"reference": world.past.reference}, {"slug": world.past.slug}
    asked = {"recommendation": world.asked.reference}
    own = slug | {"organization": world.a.reference}
    answer = {"verdict": "accept", "action_en": "A plan", "due_on": "2027-05-01", "version": 0}
    report = {"claims": "in_progress", "language": "en", "text": "Begun."}
    session = one | {"item": world.noted.reference}
    numbers = {f"number-{one.reference}": one.number for one in world.past.recommendations.all()}
    note, written = {"note": world.note.reference}, {"text": "One", "language": "en", "version": 1}
    return {
        "consultations:follow-up": example(slug, before=publish),
        "consultations:opening": example({"slug": world.next_edition.slug}),
        "consultations:my-follow-up": example(slug),
        "consultations:action-report": example(own | {"recommendation": world.led.reference}, report),
        "consultations:recommendation-follow": example(own | asked, before=publish),
        "consultations:recommendation-unfollow": example(own | asked, before=publish),
        "consultations:note": example(note, written),
        "consultations:note-hand-in": example(note, written),
        "consultations:session-notes": example(session),
        "consultations:notes-pick": example(session, {"line": f"{world.handed_in.reference}:0"}),
        "consultations:rapporteur-new": example(
            one | {"item": world.group.reference}, {"email": world.people["admin_a"].email}
        ),
        "consultations:staff-recommendations": example(one),
        "consultations:recommendation-new": example(one, {"text_en": "A text", "level": "global"}),
        "consultations:recommendations-assign": example(
            one, {"recommendation": world.asked.reference, "unit": world.unit.code}
        ),
        "consultations:recommendations-order": example(one, numbers),
        "consultations:recommendations-publish": example(one),
        "consultations:staff-recommendation": example(asked),
        "consultations:recommendation-edit": example(
            asked, {"text_en": "Other", "level": "global", "version": world.asked.version}
        ),
        "consultations:recommendation-answer": example({"recommendation": world.answerable.reference}, answer),
        "consultations:recommendation-report": example({"recommendation": world.begun.reference}, report),
        "consultations:recommendation-close": example(
            {"recommendation": world.begun.reference, "update": world.update.reference}
        ),
        "consultations:recommendation-evidence": example(
            {"recommendation": world.led.reference, "update": world.shown.reference}
        ),
        "consultations:recommendation-drop": example(asked, {"reason": "because"}),
        "consultations:recommendation-similar": example(asked),
    }
