"""The life of an application, verb by verb: what is refused, what is told, whose turn it is."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from observers import actions, policies
from observers.actions.moves import TOLD
from observers.models import Application, CouncilSession, Decision, Submission, Turn
from observers.queries.clock import database_now, day_in
from observers.states import ApplicationState, ReviewState
from registry.errors import Contradiction, Refused, Stale
from registry.importers.documents import CleanFile
from registry.models import Change, Message, OrganizationLink
from registry.roles import Function, MemberRole
from tests import make
from tests.observers import steps

S = ApplicationState
OF_STEPS = {kind for _side, kind in TOLD.values()}
pytestmark = pytest.mark.django_db


@pytest.fixture
def who():
    return steps.people()


def messages(application):
    return Message.objects.filter(subject_reference=application.reference)


# --- Beginning and writing ----------------------------------------------------------------------------------------


def test_a_draft_has_an_answer_for_each_criterion_and_is_the_turn_of_the_organization():
    application = steps.draft(session_=steps.session(closes_at=database_now() + timedelta(days=30)))

    assert application.answers.count() == 3
    turn = application.turns.get()
    assert (turn.side, turn.state) == ("applicant", "draft")


def test_an_organization_has_one_open_application():
    application = steps.draft()

    with pytest.raises(Refused, match="already has an open application"):
        actions.start_application(application.organization, by=application.correspondent)


def test_the_database_itself_refuses_a_second_open_application():
    application = steps.draft()

    with pytest.raises(IntegrityError, match="one_open_application"), transaction.atomic():
        Application.objects.create(
            organization=application.organization,
            criteria_set=application.criteria_set,
            correspondent=application.correspondent,
        )


def test_an_observer_has_nothing_to_apply_for():
    observer = make.observer()

    with pytest.raises(Refused, match="observer status already"):
        steps.draft(observer.organization)


def test_withdrawing_frees_the_organization_to_apply_again():
    application = steps.draft()

    actions.withdraw_application(application, by=application.correspondent)

    assert actions.start_application(application.organization, by=application.correspondent).state == S.DRAFT


def test_an_application_keeps_the_criteria_it_began_with():
    application = steps.draft()

    steps.small_set()

    application.refresh_from_db()
    assert application.criteria_set.state == "published"
    assert application.answers.first().criterion.criteria_set_id == application.criteria_set_id


def test_of_two_colleagues_who_write_at_once_the_second_sees_both_texts():
    application = steps.draft()
    answer = application.answers.get(criterion__code="C-THREE")
    actions.save_answer(application, answer.criterion, by=application.correspondent, version=1, text="First")

    with pytest.raises(Stale) as stale:
        actions.save_answer(application, answer.criterion, by=application.correspondent, version=1, text="Second")

    assert stale.value.theirs["text"] == "First"


def test_a_document_of_another_organization_cannot_be_shown():
    application, other = steps.draft(), make.organization()
    document = make.document(other, visibility="members")

    with pytest.raises(Refused, match="another organization"):
        actions.attach_document(
            application, application.answers.first().criterion, document, by=application.correspondent
        )


# --- Signing and sending ------------------------------------------------------------------------------------------


def test_it_is_not_sent_before_everything_is_there():
    application = steps.draft()

    with pytest.raises(Refused, match="Missing: Name, address and contacts"):
        actions.submit_application(application, by=application.correspondent)


def test_a_change_after_the_signature_undoes_it():
    application = steps.complete(steps.draft())
    criterion = application.answers.get(criterion__code="C-THREE").criterion
    actions.save_answer(application, criterion, by=application.correspondent, text="Something else")

    with pytest.raises(Refused, match="something was changed after the signature"):
        actions.submit_application(application, by=application.correspondent)


def test_the_head_signs_only_what_she_read():
    application = steps.complete(steps.draft())
    signature = actions.ask_signature(
        application, name="A. Head", email="head@example.org", by=application.correspondent
    )

    with pytest.raises(Refused, match="was changed while you were reading"):
        actions.sign_application(signature, signed_as="A. Head", read_sha256="0" * 64, by="head")


def test_a_link_to_sign_works_once():
    application = steps.complete(steps.draft())
    signature = application.signatures.get(ended_at=None)

    with pytest.raises(Refused, match="signed already"):
        actions.sign_application(signature, signed_as="A. Head", read_sha256=signature.content_sha256, by="head")


def test_what_was_sent_is_frozen_with_its_hash():
    application = steps.sent()
    submission = application.submissions.get()

    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
        Submission.objects.filter(pk=submission.pk).update(content="{}")

    make.partnership(application.organization, area=2)
    assert application.submissions.get().content == submission.content


def test_of_a_deadline_that_the_database_keeps_the_last_moment_counts_and_the_next_does_not():
    """In one transaction now() stands still, so each case is exact to the microsecond."""
    millisecond = timedelta(milliseconds=1)
    for lag, in_time in ((millisecond, True), (timedelta(0), True), (-millisecond, False)):
        with transaction.atomic():
            application = steps.complete(steps.draft())
            application.session.closes_at = database_now() + lag
            application.session.save()
            if in_time:
                assert actions.submit_application(application, by=application.correspondent).state == S.SUBMITTED
            else:
                with pytest.raises(Refused, match="closed before yours arrived"):
                    actions.submit_application(application, by=application.correspondent)


def test_too_late_for_one_session_is_in_time_for_another():
    now = database_now()
    application = steps.complete(steps.draft(session_=steps.session(closes_at=now - timedelta(seconds=1))))
    later = steps.session(starts_on=day_in(now) + timedelta(days=200), ends_on=day_in(now) + timedelta(days=202))

    application = actions.choose_session(application, later, by=application.correspondent)
    steps.sign(application)

    assert actions.submit_application(application, by=application.correspondent).session == later


# --- Completeness -------------------------------------------------------------------------------------------------


def test_who_has_not_declared_does_nothing_with_a_file(who):
    application = steps.sent()

    with pytest.raises(Refused, match="conflict of interest"):
        actions.begin_screening(application, by=who["officer"])


def test_it_is_sent_back_once_with_a_named_list(who):
    application = steps.in_screening(who)
    application = actions.return_as_incomplete(application, missing="The statutes are unreadable.", by=who["officer"])
    steps.sign(application)
    application = actions.submit_application(application, by=application.correspondent)
    application = actions.begin_screening(application, by=who["officer"])

    assert application.submissions.count() == 2
    with pytest.raises(Refused, match="sent back once already"):
        actions.return_as_incomplete(application, missing="Something else.", by=who["officer"])


def test_the_time_of_the_organization_and_that_of_iom_are_told_apart(who):
    application = steps.in_screening(who)
    actions.return_as_incomplete(application, missing="The statutes.", by=who["officer"])

    sides = list(Turn.objects.filter(application=application).order_by("pk").values_list("state", "side"))
    assert sides == [
        ("draft", "applicant"),
        ("submitted", "iom"),
        ("screening", "iom"),
        ("incomplete", "applicant"),
    ]


def test_a_due_date_moves_with_a_reason_that_both_sides_read(who):
    application = steps.in_screening(who)
    later = database_now() + timedelta(days=10)

    with pytest.raises(Refused, match="Say why"):
        actions.move_due_date(application, due_at=later, reason=" ", by=who["officer"])
    turn = actions.move_due_date(application, due_at=later, reason="The mission asked for time.", by=who["officer"])

    assert turn.slips.get().reason == "The mission asked for time."
    assert messages(application).filter(kind="observers.slip").count() == 1


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


# --- Decision -----------------------------------------------------------------------------------------------------


def test_admission_opens_the_status_and_tells_once(who):
    application = steps.with_council(who)
    Message.objects.all().delete()

    steps.decided(who, application)

    application.refresh_from_db()
    assert application.state == S.ADMITTED
    assert application.organization.observer.events.get().resolution == "1400"
    assert messages(application).count() == 1


def decide(application, by, **facts):
    today = day_in(database_now())
    facts = {"outcome": "admitted", "decided_on": today, "resolution": "1400", "reason": "So it was said."} | facts
    return actions.record_decision(application, session=application.session, by=by, **facts)


def test_nothing_is_decided_before_the_session_nor_without_its_resolution(who):
    application, officer = steps.with_council(who), who["officer"]
    today = day_in(database_now())

    with pytest.raises(Refused, match="cannot come before it"):
        decide(application, officer, decided_on=application.session.starts_on - timedelta(days=1))
    with pytest.raises(Refused, match="has not come yet"):
        decide(application, officer, decided_on=today + timedelta(days=1))
    with pytest.raises(Refused, match="resolution number"):
        decide(application, officer, resolution=" ")
    application.session.starts_on = application.session.ends_on = today + timedelta(days=1)
    application.session.save()
    with pytest.raises(Refused, match="cannot come before it"):
        decide(application, officer)
    assert not Decision.objects.exists()


def test_a_refusal_says_why_when_every_criterion_was_met(who):
    application = steps.with_council(who)

    with pytest.raises(Refused, match="Write the reason that the Council gave"):
        decide(application, who["officer"], outcome="not_admitted", reason=" ")


def test_who_recommended_does_not_record_the_decision(who):
    application = steps.ready(who)
    recommendation = actions.recommend(application, advice="admit", reason="All met.", by=who["reviewer"])
    actions.declare_no_conflict(application, by=who["other_officer"])
    actions.agree_recommendation(recommendation, by=who["other_officer"])
    application.refresh_from_db()
    application = steps.with_council(who, application)

    with pytest.raises(Refused, match="so a colleague records"):
        decide(application, who["other_officer"])
    assert not policies.may_record_decision(who["other_officer"], application)
    assert policies.may_record_decision(who["officer"], application)


def test_the_database_itself_refuses_a_decision_before_its_session_or_by_who_recommended(who):
    application = steps.with_council(who)
    facts = {
        "application": application,
        "cycle": 1,
        "session": application.session,
        "outcome": "admitted",
        "resolution": "1",
        "recorded_at": database_now(),
    }
    early, today = application.session.starts_on - timedelta(days=1), day_in(database_now())

    with pytest.raises(IntegrityError, match="day of its session"), transaction.atomic():
        Decision.objects.create(decided_on=early, recorded_by=who["officer"], **facts)
    with pytest.raises(IntegrityError, match="does not record"), transaction.atomic():
        Decision.objects.create(decided_on=today, recorded_by=who["second"], **facts)


def test_a_deferral_says_what_is_missing_and_until_when_and_comes_back(who):
    application = steps.with_council(who)
    today = day_in(database_now())
    later = steps.session(starts_on=today + timedelta(days=200), ends_on=today + timedelta(days=202))

    with pytest.raises(Refused, match="what exactly is missing"):
        decide(application, who["officer"], outcome="deferred", resolution="1401")
    decide(
        application,
        who["officer"],
        outcome="deferred",
        resolution="1401",
        deferral="information",
        missing="The accounts of 2025.",
        next_session=later,
    )
    application.refresh_from_db()
    assert (application.state, application.session) == (S.DEFERRED, later)
    assert application.turns.get(ended_at=None).side == "applicant"
    steps.sign(application)
    application = actions.submit_application(application, by=application.correspondent)
    assert (application.state, application.cycle) == (S.IN_REVIEW, 2)


def test_the_outcomes_of_a_session_are_written_together_or_not_at_all(who):
    session = steps.session()
    applications = [steps.with_council(who, session_=session, criteria_set=None) for _ in range(2)]
    today = day_in(database_now())
    entries = [
        actions.Entry(applications[0], "admitted", today, resolution="1"),
        actions.Entry(applications[1], "not_admitted", today),
    ]

    with pytest.raises(Refused, match=applications[1].reference):
        actions.record_decisions(session, entries, by=who["officer"])

    assert not Decision.objects.exists()


def test_a_correction_is_answered_by_somebody_who_had_no_part(who):
    application = steps.with_council(who)
    decide(application, who["officer"], outcome="not_admitted")
    correction = actions.ask_correction(application, text="We were founded in 1998.", by=application.correspondent)

    with pytest.raises(Refused, match="somebody else answers"):
        actions.answer_correction(correction, text="No.", is_accepted=False, by=who["officer"])
    steps.declare(application, who["other_officer"])
    answered = actions.answer_correction(correction, text="Yes.", is_accepted=True, by=who["other_officer"])
    assert answered.is_accepted


def test_every_step_writes_one_message_and_one_row_of_history_with_its_state(who):
    application = steps.with_council(who)
    steps.decided(who, application)

    states = [
        change.diff["state"][1]
        for change in Change.objects.filter(subject=application.reference).order_by("pk")
        if "state" in change.diff
    ]
    told = messages(application).filter(kind__in=OF_STEPS)
    assert states == ["submitted", "screening", "in_review", "ready", "recommended", "with_council", "admitted"]
    assert told.count() == len(states)


def test_a_hundred_files_cost_a_reader_the_same_question():
    reader = make.staff(Function.REVIEWER, second_factor=False)
    steps.sent()
    with connection.cursor():
        assert Application.objects.open_to_staff(reader).count() == 1


def test_a_session_that_has_begun_or_whose_papers_are_due_takes_no_application_any_more():
    now = database_now()
    open_ = steps.coming()
    steps.session()
    steps.coming(papers_at=now - timedelta(seconds=1))
    steps.coming(papers_closed_at=now)

    assert list(CouncilSession.objects.open_for_applications(at=now)) == [open_]


def test_the_very_file_sent_again_takes_the_days_that_are_given_now():
    application = steps.draft()
    criterion = application.answers.get(criterion__code="C-TWO").criterion
    file = CleanFile("application/pdf", b"%PDF-1.7 certificate")
    wrong, right = day_in(database_now()) - timedelta(days=400), day_in(database_now()) + timedelta(days=400)
    by = application.correspondent
    first = actions.add_evidence(application, criterion, file=file, by=by, expires_on=wrong)

    again = actions.add_evidence(application, criterion, file=file, by=by, expires_on=right, replaces=first)

    assert (again, again.expires_on) == (first, right)
    assert list(application.answers.get(criterion=criterion).documents.all()) == [first]


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
