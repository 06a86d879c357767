"""What the access test walks through of what comes of a consultation: contributions, the report, figures."""

from consultations import actions
from consultations.models import Report
from tests.consultations import outcomes


def build(world):
    """An open question of the edition that is planned; one that has taken place, with a report and the next draft."""
    world.open_question = outcomes.question(world.consultation)
    world.took_place = outcomes.held()
    outcomes.published_report(world.took_place)
    world.next_report = actions.begin_report(world.took_place, by="test")


def examples(world, example):
    one = {"reference": world.consultation.reference}
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
    }


def _sent(world):
    outcomes.sent(world.open_question, world.a)


def _no_draft(world):
    Report.objects.filter(pk=world.next_report.pk).delete()


def _in_review(world):
    actions.send_report_to_review(world.next_report, by=world.people["administrator"])
