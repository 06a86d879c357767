"""Conflicts, reviews, questions, opinions and the recommendation: who may not know, who writes, who signs."""

from datetime import timedelta

import pytest

from observers import actions
from observers.actions.moves import TOLD
from observers.models import Application
from observers.queries.clock import database_now
from observers.states import ApplicationState, ReviewState
from registry.errors import Contradiction, Refused
from registry.importers.documents import CleanFile
from registry.models import Message, OrganizationLink
from registry.roles import Function, MemberRole
from tests import make
from tests.observers import steps
from tests.registry.importers import documents

S = ApplicationState
OF_STEPS = {kind for _side, kind in TOLD.values()}
pytestmark = pytest.mark.django_db


@pytest.fixture
def who():
    return steps.people()


def messages(application):
    return Message.objects.filter(subject_reference=application.reference)


# --- Conflicts ----------------------------------------------------------------------------------------------------


def test_who_is_or_was_a_member_does_not_know_of_the_application(who):
    application = steps.sent()
    make.member(application.organization, role=MemberRole.READER)
    membership = application.organization.memberships.last()
    officer = who["officer"]
    membership.user, membership.left_at = officer, "2020-01-01T00:00Z"
    membership.save()

    assert not Application.objects.open_to_staff(officer).exists()


def test_who_belongs_to_the_same_network_is_kept_out_until_a_second_person_clears_it(who):
    application, network = steps.sent(), make.organization()
    OrganizationLink.objects.create(
        kind="member_of", from_organization=application.organization, to_organization=network
    )
    make.member(network)
    membership = network.memberships.get()
    membership.user = who["reviewer"]
    membership.save()
    seen = Application.objects.open_to_staff(who["reviewer"])

    assert not seen.exists()
    actions.clear_conflict(application, who["reviewer"], reason="A network of hundreds.", by=who["officer"])
    assert seen.exists()


def test_a_declared_conflict_ends_the_review_and_hides_the_file(who):
    application = steps.in_review(who)

    actions.declare_conflict(application, ground="family", by=who["reviewer"])

    assert not Application.objects.open_to_staff(who["reviewer"]).exists()
    assert application.reviews.get(reviewer=who["reviewer"]).state == ReviewState.ENDED
    with pytest.raises(Refused, match="stands once it is declared"):
        actions.declare_no_conflict(application, by=who["reviewer"])


def test_a_conflict_that_becomes_known_when_all_is_ready_opens_the_review_again(who):
    application = steps.ready(who)

    actions.declare_conflict(application, ground="money", by=who["second"])

    application.refresh_from_db()
    assert application.state == S.IN_REVIEW


def test_a_conflicted_person_cannot_be_asked_for_a_review(who):
    application = actions.accept_as_complete(steps.in_screening(who), by=who["officer"])
    actions.declare_conflict(application, ground="other", by=who["reviewer"])

    with pytest.raises(Refused, match="cannot review this application"):
        actions.assign_reviewer(application, who["reviewer"], by=who["officer"])


# --- Reviews, questions, recommendation ---------------------------------------------------------------------------


def test_a_review_is_handed_in_when_every_criterion_has_a_finding(who):
    application = steps.in_review(who)
    review = application.reviews.get(reviewer=who["reviewer"])

    with pytest.raises(Refused, match="have no finding yet"):
        actions.hand_in_review(review, by=who["reviewer"])


def test_nobody_writes_in_the_review_of_another(who):
    application = steps.in_review(who)
    review, criterion = application.reviews.get(reviewer=who["reviewer"]), application.criteria_set.criteria.first()

    with pytest.raises(Refused, match="somebody else"):
        actions.record_finding(review, criterion, verdict="met", by=who["second"])


def test_a_verdict_other_than_met_needs_a_reason(who):
    application = steps.in_review(who)
    review, criterion = application.reviews.get(reviewer=who["reviewer"]), application.criteria_set.criteria.first()

    with pytest.raises(Contradiction, match="Write the reason"):
        actions.record_finding(review, criterion, verdict="not_met", by=who["reviewer"])


def test_two_who_agree_make_it_ready_and_two_who_differ_need_a_third(who):
    agreed = steps.ready(who)
    other = steps.in_review(who)
    differing = steps.reviewed(who, other, verdict="met", second_verdict="partly")

    assert agreed.state == S.READY
    assert differing.state == S.IN_REVIEW
    with pytest.raises(Refused, match="one of the two"):
        actions.settle(other, other.criteria_set.criteria.first(), verdict="met", reason="So.", by=who["reviewer"])
    for criterion in other.criteria_set.criteria.all():
        actions.settle(other, criterion, verdict="met", reason="The minutes show it.", by=who["officer"])
    other.refresh_from_db()
    assert other.state == S.READY


def test_a_question_asked_before_is_flagged_and_needs_the_reason_of_a_manager(who):
    application = steps.in_review(who)
    criterion = application.criteria_set.criteria.first()
    actions.add_question(application, criterion, text="Who chaired the last assembly?", by=who["reviewer"])
    actions.send_round(application, by=who["officer"])
    question = application.rounds.get().questions.get()
    actions.answer_question(question, text="The vice-chair.", by=application.correspondent)
    application = actions.send_answers(application, by=application.correspondent)

    with pytest.raises(Refused, match="Who chaired the last assembly"):
        actions.add_question(application, criterion, text="who chaired your last assembly", by=who["reviewer"])
    again = actions.add_question(
        application, criterion, text="Who chaired the last assembly?", by=who["officer"], repeat_reason="No name given."
    )
    assert again.similar_to == question


def test_more_rounds_than_the_criteria_allow_need_a_reason(who):
    application = steps.in_review(who, criteria_set=steps.small_set(rounds=1))
    first, second = application.criteria_set.criteria.all()[:2]
    actions.add_question(application, first, text="Where is your seat?", by=who["officer"])
    actions.send_round(application, by=who["officer"])
    actions.answer_question(application.rounds.get().questions.get(), text="Geneva.", by=application.correspondent)
    application = actions.send_answers(application, by=application.correspondent)
    actions.add_question(application, second, text="How many members?", by=who["officer"])

    with pytest.raises(Refused, match="asked 1 times already"):
        actions.send_round(application, by=who["officer"])
    assert actions.send_round(application, by=who["officer"], extra_reason="A new fact.").extra_reason == "A new fact."


def test_while_the_organization_answers_the_clock_of_iom_stands_still(who):
    application = steps.in_review(who, criteria_set=steps.small_set(review_days=20))
    before = application.turns.get(ended_at=None).due_at
    actions.add_question(application, application.criteria_set.criteria.first(), text="Why?", by=who["officer"])
    actions.send_round(application, by=who["officer"])
    week = timedelta(days=7)
    reviewing = application.turns.filter(state="in_review")
    reviewing.update(began_at=database_now() - 3 * week, ended_at=database_now() - 2 * week)
    application.turns.filter(ended_at=None).update(began_at=database_now() - 2 * week)
    actions.answer_question(application.rounds.get().questions.get(), text="So.", by=application.correspondent)

    application = actions.send_answers(application, by=application.correspondent)

    due_at = application.turns.get(ended_at=None).due_at
    # Five of twenty working days were used before the question, so fifteen are left from today: a week less.
    assert before - timedelta(days=9) < due_at <= before - timedelta(days=5)


def test_two_people_recommend_and_the_second_is_another(who):
    application = steps.ready(who)
    recommendation = actions.recommend(application, advice="admit", reason="All met.", by=who["reviewer"])

    with pytest.raises(Refused, match="A colleague must agree"):
        actions.agree_recommendation(recommendation, by=who["reviewer"])
    actions.agree_recommendation(recommendation, by=who["second"])

    application.refresh_from_db()
    assert application.state == S.RECOMMENDED


def test_a_recommendation_that_is_returned_makes_room_for_another(who):
    application = steps.ready(who)
    recommendation = actions.recommend(application, advice="admit", reason="All met.", by=who["reviewer"])

    actions.return_recommendation(recommendation, reason="The accounts are old.", by=who["second"])

    assert actions.recommend(application, advice="defer", reason="Accounts.", by=who["second"]).agreed_at is None


def test_silence_of_a_unit_is_recorded_and_is_not_a_yes(who):
    application = steps.in_review(who)
    opinion = actions.ask_opinion(
        application,
        unit=make.unit(),
        question="Do you know it?",
        due_at=database_now() - timedelta(seconds=1),
        by=who["officer"],
    )

    assert (actions.note_silence(), actions.note_silence()) == (1, 0)
    opinion.refresh_from_db()
    assert (opinion.silent_at is not None, opinion.answer) == (True, "")


def test_an_opinion_is_given_by_who_has_declared_and_told_to_who_asked(who):
    application = steps.in_review(who)
    colleague = make.staff(Function.CURATOR, second_factor=False)
    steps.declare(application, who["other_officer"])
    opinion = actions.ask_opinion(application, unit=make.unit(), question="Known?", by=who["other_officer"])

    with pytest.raises(Refused, match="Say first whether"):
        actions.answer_opinion(opinion, text="Yes.", by=colleague)
    actions.declare_no_conflict(application, by=colleague)
    actions.answer_opinion(opinion, text="Reliable.", by=colleague)

    mail = Message.objects.get(kind="observers.opinion_given")
    assert mail.recipient == who["other_officer"]
    assert "Reliable" not in mail.body


def test_who_asked_and_has_a_conflict_by_now_is_not_told_of_the_opinion(who):
    application = steps.in_review(who)
    colleague = make.staff(Function.CURATOR, second_factor=False)
    steps.declare(application, who["other_officer"])
    opinion = actions.ask_opinion(application, unit=make.unit(), question="Known?", by=who["other_officer"])
    actions.declare_conflict(application, ground="family", by=who["other_officer"])
    actions.declare_no_conflict(application, by=colleague)

    actions.answer_opinion(opinion, text="Reliable.", by=colleague)

    assert Message.objects.get(kind="observers.opinion_given").recipient == who["officer"]


def test_a_question_is_answered_with_a_new_document(who):
    application = steps.in_review(who)
    question = actions.add_question(
        application, application.criteria_set.criteria.first(), text="Send it again.", by=who["officer"]
    )
    actions.send_round(application, by=who["officer"])

    document = actions.add_reply_file(
        question, file=CleanFile("application/pdf", b"%PDF-1.7 new"), by=application.correspondent
    )

    assert list(question.documents.all()) == [document]


def test_a_finding_is_pinned_to_a_page_that_the_document_has(who):
    application = steps.in_review(who)
    document = make.document(application.organization, visibility="members", data=documents.pages(2))
    review = application.reviews.get(reviewer=who["reviewer"])
    criterion = application.criteria_set.criteria.get(code="C-TWO")

    with pytest.raises(Refused, match="has 2 pages, so there is no page 3"):
        actions.record_finding(
            review, criterion, verdict="met", pins=[{"document": document, "page": 3}], by=who["reviewer"]
        )
    finding = actions.record_finding(
        review, criterion, verdict="met", pins=[{"document": document, "page": 2}], by=who["reviewer"]
    )

    assert finding.pins.get().page == 2
