"""A report is drafted from data, frozen for review, published by a second person, and then never changes."""

from functools import partial

import pytest
from django.db import IntegrityError, transaction

from consultations import actions
from consultations.models import Report
from consultations.queries.figures import public_figures
from consultations.queries.reports import FIGURES, told
from consultations.states import ReportState
from registry.actions import mark_at_risk, publish_listing
from registry.errors import Contradiction, Refused, Stale
from registry.models import Message
from tests import make
from tests.bursts import burst
from tests.consultations import outcomes
from tests.consultations.people import named

S = ReportState
pytestmark = pytest.mark.django_db


@pytest.fixture
def consultation():
    return outcomes.held()


@pytest.fixture
def organizer():
    return make.staff("consultation_organizer", second_factor=False)


def test_a_report_waits_until_the_consultation_has_taken_place():
    with pytest.raises(Refused, match="begun when it has taken place"):
        actions.begin_report(make.consultation(state="planned"), by="test")


def test_one_version_is_written_at_a_time(consultation):
    actions.begin_report(consultation, by="test")

    with pytest.raises(Contradiction, match="being written already"):
        actions.begin_report(consultation, by="test")


def test_a_draft_tells_the_figures_of_now_and_review_freezes_them(consultation, organizer):
    report = actions.begin_report(consultation, by="test")
    outcomes.participants(consultation, number=2)
    draft = told(report)["counts"]["people"]

    report = actions.send_report_to_review(report, by=organizer)
    outcomes.participants(consultation, number=5)
    outcomes.recommendation(consultation)

    assert draft == 2
    assert told(Report.objects.get())["counts"]["people"] == 2
    assert told(Report.objects.get())["recommendations"] == []


def test_a_later_version_tells_the_figures_of_the_first_so_that_their_difference_tells_of_nobody(consultation, curator):
    endangered = make.organization("In Danger")
    named(consultation, endangered, state="attended")
    outcomes.participants(consultation, number=7)
    first = outcomes.published_report(consultation)
    mark_at_risk(endangered, reason="a test", by=curator)
    outcomes.participants(consultation, number=3)

    draft = told(actions.begin_report(consultation, by="test"))
    consultation.reports.exclude(number=1).delete()
    second = outcomes.published_report(consultation)

    for later in (draft, told(second)):
        assert {name: later[name] for name in FIGURES} == {name: first.content[name] for name in FIGURES}
    assert public_figures(consultation).people == tuple(first.content["figures"]["people"])


def test_a_report_waits_for_the_recommendations_to_be_published(consultation, organizer):
    report = actions.begin_report(consultation, by="test")
    make.recommendation(consultation)
    draft = told(report)["recommendations"]

    with pytest.raises(Refused, match="Publish them, then send the report"):
        actions.send_report_to_review(report, by=organizer)
    actions.publish_recommendations(consultation, by="test")
    report = actions.send_report_to_review(report, by=organizer)

    assert draft == []
    assert [one["text"] for one in told(report)["recommendations"]] == [{"en": "Open safe routes."}]


def test_what_was_dropped_is_not_recommended_by_the_report(consultation, organizer):
    report = actions.begin_report(consultation, by="test")
    make.recommendation(consultation, text_en="Kept")
    dropped = make.recommendation(consultation)
    consultation = actions.publish_recommendations(consultation, by="test")
    actions.drop_recommendation(dropped, reason="Said twice.", by="test")

    report = actions.send_report_to_review(report, by=organizer)

    assert [one["text"] for one in told(report)["recommendations"]] == [{"en": "Kept"}]


def test_whoever_sent_it_to_review_cannot_publish_it(consultation, organizer):
    report = actions.send_report_to_review(actions.begin_report(consultation, by="test"), by=organizer)

    with pytest.raises(Contradiction, match="somebody else publishes it"):
        actions.publish_report(report, by=organizer)

    assert Report.objects.get().state == S.IN_REVIEW


def test_the_other_organizers_are_told_in_their_language_that_a_report_waits(consultation, organizer):
    second = make.staff("consultation_organizer", second_factor=False, language="fr")
    Message.objects.all().delete()

    actions.send_report_to_review(actions.begin_report(consultation, by="test"), by=organizer)

    told = Message.objects.get(kind="consultations.report_to_review")
    assert (told.recipient, told.language) == (second, "fr")


def test_what_comes_back_from_review_says_why_and_is_written_on(consultation, organizer):
    report = actions.send_report_to_review(actions.begin_report(consultation, by="test"), by=organizer)

    report = actions.return_report(report, reason="The number of countries is wrong.", by=make.staff())

    assert (report.state, report.content, report.sent_by) == (S.DRAFT, None, None)
    assert report.returned_reason == "The number of countries is wrong."


def test_a_text_that_is_in_review_stays(consultation, organizer):
    report = actions.send_report_to_review(actions.begin_report(consultation, by="test"), by=organizer)

    with pytest.raises(Refused, match="its texts stay as they are"):
        actions.edit_report(report, changes={"introduction_en": "Late"}, by="test")


def test_of_two_who_write_at_once_the_second_is_told(consultation):
    report = actions.begin_report(consultation, by="test")
    actions.edit_report(report, changes={"introduction_en": "Hers"}, by="test", version=1)

    with pytest.raises(Stale):
        actions.edit_report(report, changes={"introduction_en": "His"}, by="test", version=1)

    assert Report.objects.get().introduction_en == "Hers"


def test_what_changed_since_it_was_read_is_not_published(consultation, organizer):
    report = actions.send_report_to_review(actions.begin_report(consultation, by="test"), by=organizer)
    read = report.version
    report = actions.return_report(report, reason="No.", by="test")
    actions.send_report_to_review(report, by=organizer)

    with pytest.raises(Stale):
        actions.publish_report(report, by=make.staff(), version=read)


def test_a_published_report_never_changes_and_a_new_version_takes_its_texts(consultation):
    first = outcomes.published_report(consultation, introduction_fr="Bienvenue")

    second = actions.begin_report(consultation, by="test")

    assert (second.number, second.introduction_fr) == (2, "Bienvenue")
    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
        Report.objects.filter(pk=first.pk).update(introduction_fr="Autre chose")
    with pytest.raises(Refused):
        actions.return_report(first, reason="No.", by="test")


def test_an_organization_that_came_into_danger_is_not_named_in_a_published_report(consultation, curator):
    partners = [make.organization(name) for name in ("Stays Named", "Comes into Danger")]
    for one in partners:
        publish_listing(one)
    consultation.co_organizers.set(partners)
    report = outcomes.published_report(consultation)
    before = [one["name"] for one in told(report)["co_organizers"]]

    mark_at_risk(partners[1], reason="a test", by=curator)

    assert before == ["Comes into Danger", "Stays Named"]
    assert [one["name"] for one in told(report)["co_organizers"]] == ["Stays Named"]


def test_only_speakers_who_agreed_are_named(consultation):
    planned = make.consultation(state="planned")
    make.session(planned, speakers=[("Amina", True), ("Boris", False)])
    report = Report(consultation=planned, number=1)

    assert [session["speakers"] for session in told(report)["sessions"]] == [["Amina"]]


@pytest.mark.django_db(transaction=True)
def test_of_four_who_publish_and_give_back_at_the_same_moment_one_gets_her_way():
    """Slow: four connections."""
    report = actions.begin_report(outcomes.held(), by="test")
    report = actions.send_report_to_review(report, by=make.staff(second_factor=False))
    by = make.staff(second_factor=False)

    ended = burst(
        [
            *[partial(actions.publish_report, report, by=by)] * 2,
            *[partial(actions.return_report, report, reason="Count again.", by=by)] * 2,
        ]
    )

    assert ended == {"done": 1, "refused": 3}
    assert Report.objects.get().version == 3
