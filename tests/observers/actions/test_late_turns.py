"""What happens late, in the wrong order, or after the person has gone: nothing stands on what is no longer there."""

from datetime import timedelta

import pytest

from observers import actions, policies
from observers.models import Application
from observers.queries import packs
from observers.queries.clock import database_now, day_in
from observers.queries.dossiers import files
from observers.queries.reviews import found
from observers.states import ApplicationState
from registry import actions as registry
from registry.errors import Refused
from registry.models import Message
from tests import make
from tests.observers import steps

S = ApplicationState
pytestmark = pytest.mark.django_db


@pytest.fixture
def who():
    return steps.people()


def test_a_reviewers_conflict_before_the_council_takes_the_recommendation_back(who):
    application = steps.with_council(who)

    actions.declare_conflict(application, ground="family", by=who["second"])

    application.refresh_from_db()
    assert application.state == S.IN_REVIEW
    assert not application.recommendations.filter(returned_at=None).exists()


def test_a_signatures_conflict_alone_leaves_the_reviews_and_asks_for_another_recommendation(who):
    application = steps.ready(who)
    steps.declare(application, who["other_officer"])
    signed = actions.recommend(application, advice="admit", reason="All met.", by=who["other_officer"])
    actions.agree_recommendation(signed, by=who["reviewer"])

    actions.declare_conflict(application, ground="money", by=who["other_officer"])

    application.refresh_from_db()
    assert (application.state, len(found(application))) == (S.READY, 3)


def test_a_conflict_after_the_decision_changes_nothing_of_it(who):
    decision = steps.decided(who)

    actions.declare_conflict(decision.application, ground="family", by=who["second"])

    assert len(found(decision.application)) == 3


def test_a_question_that_is_dropped_lets_a_complete_review_go_on(who):
    application = steps.in_review(who)
    criterion = application.criteria_set.criteria.first()
    question = actions.add_question(application, criterion, text="Who?", by=who["officer"])
    steps.reviewed(who, application)
    assert application.state == S.IN_REVIEW

    actions.drop_question(question, by=who["officer"])

    application.refresh_from_db()
    assert application.state == S.READY


def test_answers_that_come_after_both_reviews_let_it_go_on(who):
    application = steps.in_review(who)
    criterion = application.criteria_set.criteria.first()
    question = actions.add_question(application, criterion, text="Who?", by=who["officer"])
    steps.reviewed(who, application)
    actions.send_round(application, by=who["officer"])
    actions.answer_question(question, text="She.", by=application.correspondent)

    assert actions.send_answers(application, by=application.correspondent).state == S.READY


def test_what_settled_a_difference_does_not_outlive_the_review(who):
    application = steps.reviewed(who, steps.in_review(who), second_verdict="not_met")
    criteria = list(application.criteria_set.criteria.all())
    actions.settle(application, criteria[0], verdict="met", reason="So.", by=who["officer"])
    actions.end_review(application.reviews.get(reviewer=who["reviewer"]), reason="Ill.", by=who["officer"])
    third = make.staff("reviewer", second_factor=False)
    review = actions.assign_reviewer(application, third, by=who["officer"])
    actions.declare_no_conflict(application, by=third)
    for criterion in criteria:
        actions.record_finding(review, criterion, verdict="not_met", reason="No.", by=third)
    actions.hand_in_review(review, by=third)

    application.refresh_from_db()
    assert application.state == S.READY
    assert {one.verdict for one in found(application)} == {"not_met"}


def test_who_was_cleared_still_declares_before_the_file_opens(who):
    application = steps.in_review(who)
    third = make.staff("reviewer", second_factor=False)

    actions.clear_conflict(application, third, reason="A network of hundreds.", by=who["officer"])

    assert not policies.has_declared(third, application)


def test_final_papers_keep_their_applications_and_their_days(who):
    session = steps.session()
    application = steps.with_council(who, session_=session)
    actions.close_papers(session, by=who["officer"])
    actions.withdraw_application(application, by=application.correspondent)

    session.refresh_from_db()
    assert list(packs.on_agenda(session)) == [application]
    with pytest.raises(Refused, match="number and days stay"):
        actions.edit_session(session, changes={"ends_on": session.ends_on + timedelta(days=1)}, by=who["officer"])


def test_nothing_comes_on_the_agenda_of_a_session_that_is_over(who):
    today = day_in(database_now())
    past = steps.session(starts_on=today - timedelta(days=9), ends_on=today - timedelta(days=7))
    application = steps.recommended(who)
    steps.declare(application, who["officer"])

    with pytest.raises(Refused, match="is over"):
        actions.put_on_agenda(application, past, by=who["officer"])


def test_nobody_who_has_not_declared_records_a_decision(who):
    application = steps.with_council(who)

    with pytest.raises(Refused, match="conflict of interest"):
        actions.record_decision(
            application,
            session=application.session,
            outcome="admitted",
            decided_on=day_in(database_now()),
            resolution="1",
            by=who["other_officer"],
        )


def test_a_document_that_staff_kept_to_themselves_leaves_the_organizations_copies():
    application = steps.sent()
    document = application.organization.documents.get()
    assert len(files(application)) == 1

    registry.narrow_document(document, by=make.staff())
    actions.withdraw_application(application, by=application.correspondent)

    assert files(application) == []
    again = actions.copy_application(application, by=application.correspondent)
    assert not again.answers.filter(documents__isnull=False).exists()


def test_one_more_round_is_for_who_manages_applications(who):
    application = steps.in_review(who, criteria_set=steps.small_set(rounds=0))
    actions.add_question(application, application.criteria_set.criteria.first(), text="Who?", by=who["reviewer"])

    with pytest.raises(Refused, match="of who manages applications"):
        actions.send_round(application, by=who["reviewer"], extra_reason="I want to.")


def test_while_the_organization_sends_what_is_missing_nobody_takes_the_file(who):
    application = steps.with_council(who)
    today = day_in(database_now())
    later = steps.session(starts_on=today + timedelta(days=200), ends_on=today + timedelta(days=201))
    facts = {"deferral": "information", "missing": "The accounts.", "next_session": later}
    actions.record_decision(
        application,
        session=application.session,
        outcome="deferred",
        decided_on=today,
        resolution="1",
        by=who["officer"],
        **facts,
    )

    with pytest.raises(Refused, match="organization's turn"):
        actions.resume_review(application, by=who["officer"])


def test_why_a_file_was_closed_is_told_to_the_organization(who):
    application = steps.in_screening(who)
    application = actions.return_as_incomplete(application, missing="The statutes.", by=who["officer"])
    application.turns.filter(ended_at=None).update(due_at=database_now() - timedelta(days=1))

    application = actions.close_without_prejudice(application, reason="Nothing came.", by=who["officer"])

    assert application.closed_reason == "Nothing came."
    assert "Nothing came." in Message.objects.get(kind="observers.closed").body


def test_a_link_to_sign_ends_with_the_draft():
    application = steps.complete(steps.draft())
    actions.ask_signature(application, name="A. Head", email="head@example.org", by=application.correspondent)

    actions.withdraw_application(application, by=application.correspondent)

    assert not application.signatures.filter(ended_at=None).exists()


def test_an_organization_that_comes_into_danger_is_not_without_anybody(who, curator):
    application = steps.in_review(who)

    registry.mark_at_risk(application.organization, reason="Threats.", by=curator)

    assert Application.objects.open_to_staff(who["officer"]).exists()
    assert not Application.objects.open_to_staff(who["reviewer"]).exists()
