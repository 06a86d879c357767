"""What the access test walks through of consultations: one that is planned, with a session and a question, and one that
has taken place, with a published report and the draft of the next."""

from consultations import actions
from consultations.models import Report
from tests import make
from tests.consultations import outcomes


def build(world):
    world.consultation = make.consultation(state="planned")
    world.talk = make.session(world.consultation)
    world.open_question = outcomes.question(world.consultation)
    world.consultation.refresh_from_db()
    world.took_place = outcomes.held()
    outcomes.published_report(world.took_place)
    world.next_report = actions.begin_report(world.took_place, by="test")


def examples(world, example):
    one = {"reference": world.consultation.reference}
    talk = one | {"item": world.talk.reference}
    version = {"version": world.consultation.version}
    facts = {"name_en": "Another", "kinds": ["annual"], "format": "online", "zone": "Africa/Nairobi"}
    days = {"starts_on": "2027-03-09", "ends_on": "2027-03-11"}
    session = {"name_en": "A talk", "kind": "other", "starts_at": "2027-03-09T11:00", "ends_at": "2027-03-09T12:00"}
    asked = one | {"number": world.open_question.number}
    told = {"slug": world.took_place.slug, "number": 1}
    draft = {"reference": world.took_place.reference, "number": world.next_report.number}
    hers = {"slug": world.consultation.slug, "reference": world.a.reference, "number": world.open_question.number}
    text = {"text": "Some words", "language": "en", "version": 0}
    question = {"text_en": "Why?", "words_limit": 100, "version": world.open_question.version}

    def opened(_person):
        return {"reason": "because", "version": Report.objects.get(pk=world.next_report.pk).version}

    return {
        "consultations:contribution-list": example({"slug": world.consultation.slug}),
        "consultations:contribute": example({"slug": world.consultation.slug}),
        "consultations:contribution": example(hers, text),
        "consultations:contribution-autosave": example(hers, text),
        "consultations:contribution-send": example(hers, text),
        "consultations:contribution-take-back": example(hers, before=_sent),
        "consultations:staff-contributions": example(one),
        "consultations:staff-contributions-csv": example(one),
        "consultations:question-new": example(one, question),
        "consultations:question-edit": example(asked, question),
        "consultations:question-remove": example(asked),
        "consultations:report": example({"slug": world.took_place.slug}),
        "consultations:report-version": example(told),
        "consultations:report-file": example(told | {"kind": "docx"}),
        "consultations:staff-reports": example({"reference": world.took_place.reference}),
        "consultations:staff-report": example(draft),
        "consultations:staff-report-file": example(draft | {"kind": "docx"}),
        "consultations:report-new": example({"reference": world.took_place.reference}, before=_no_draft),
        "consultations:report-edit": example(draft, {"introduction_en": "Welcome.", "version": 1}),
        "consultations:report-send": example(draft, opened),
        "consultations:report-return": example(draft, opened, before=_in_review),
        "consultations:report-publish": example(draft, opened, before=_in_review),
        "consultations:figures": example({"slug": world.took_place.slug}),
        "consultations:figures-csv": example({"slug": world.took_place.slug}),
        "consultations:staff-figures": example(one),
        "consultations:staff-figures-csv": example(one),
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
    }


def _sent(world):
    outcomes.sent(world.open_question, world.a)


def _no_draft(world):
    Report.objects.filter(pk=world.next_report.pk).delete()


def _in_review(world):
    actions.send_report_to_review(world.next_report, by=world.people["administrator"])
