"""The life of an application, verb by verb: what is refused, what is told, whose turn it is."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from observers import actions
from observers.actions.moves import TOLD
from observers.models import Application, CouncilSession, Submission, Turn
from observers.queries.clock import database_now, day_in
from observers.states import ApplicationState
from registry.errors import Refused, Stale
from registry.importers.documents import CleanFile
from registry.models import Change, Message
from registry.roles import Function
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
