"""What the Council decided: when it can be recorded, by whom, what it tells, and how a fact is corrected."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from observers import actions, policies
from observers.actions.moves import TOLD
from observers.models import Decision
from observers.queries.assessments import documents_of
from observers.queries.clock import database_now, day_in
from observers.states import ApplicationState
from registry import actions as registry
from registry.errors import Refused
from registry.importers.documents import CleanFile
from registry.models import Message
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


def refuses(person, correction):
    with pytest.raises(Refused, match="somebody else answers"):
        actions.answer_correction(correction, text="No.", is_accepted=False, by=person)
    return not policies.may_answer_correction(person, correction)


def test_who_led_the_file_to_the_decision_does_not_answer_a_correction(who):
    """She screened it, chose the reviewers and put it on the agenda; another recorded the decision."""
    application = steps.with_council(who)
    steps.declare(application, who["other_officer"])
    decide(application, who["other_officer"], outcome="not_admitted")
    correction = actions.ask_correction(application, text="We were founded in 1998.", by=application.correspondent)

    assert refuses(who["officer"], correction)
    assert refuses(who["other_officer"], correction)


PARTS = {
    "sent it back": lambda a, who: actions.return_as_incomplete(a, missing="The statutes.", by=who["officer"]),
    "accepted it": lambda a, who: actions.accept_as_complete(a, by=who["officer"]),
    "asked a unit": lambda a, who: actions.ask_opinion(a, unit=make.unit(), question="Known?", by=who["officer"]),
}


@pytest.mark.parametrize("part", PARTS)
def test_every_step_on_the_way_is_a_part_and_a_declaration_is_none(who, part):
    application = steps.sent()
    for person in who.values():
        actions.declare_no_conflict(application, by=person)
    actions.begin_screening(application, by=who["other_officer"])
    assert policies.took_part(application) == {who["other_officer"].pk}

    PARTS[part](application, who)

    assert policies.took_part(application) == {who["officer"].pk, who["other_officer"].pk}


def told(kind):
    return list(Message.objects.filter(kind=f"observers.{kind}").order_by("pk"))


def test_who_may_answer_a_correction_is_told_in_her_language_and_nobody_else(who):
    application = steps.with_council(who)
    decide(application, who["officer"], outcome="not_admitted")
    recused = make.staff(Function.DECISION_OFFICER, second_factor=False)
    actions.declare_conflict(application, ground="family", by=recused)
    who["other_officer"].language = "fr"
    who["other_officer"].save()

    actions.ask_correction(application, text="We were founded in 1998.", by=application.correspondent)

    [mail] = told("correction_asked")
    assert (mail.recipient, mail.language) == (who["other_officer"], "fr")
    assert f"/staff/corrections/{application.reference}/" in mail.body
    assert application.organization.name not in mail.title + mail.body


def test_when_everybody_had_a_part_they_are_told_to_find_somebody(who):
    application = steps.with_council(who)
    steps.declare(application, who["other_officer"])
    decide(application, who["other_officer"], outcome="not_admitted")

    actions.ask_correction(application, text="We were founded in 1998.", by=application.correspondent)

    mails = told("correction_asked")
    assert {mail.recipient for mail in mails} == {who["officer"], who["other_officer"]}
    assert all("Ask an administrator" in mail.body for mail in mails)


def test_a_correction_shows_a_document_and_names_its_finding(who):
    application = steps.with_council(who)
    decide(application, who["officer"], outcome="not_admitted")
    criterion = application.criteria_set.criteria.get(code="C-TWO")
    file = CleanFile("application/pdf", b"%PDF-1.7 certificate")

    correction = actions.ask_correction(
        application, text="Founded in 1998.", criterion=criterion, file=file, by=application.correspondent
    )

    correction.refresh_from_db()
    assert (correction.criterion, correction.document.visibility) == (criterion, "members")
    assert correction.document in documents_of(application)


def test_a_correction_names_a_criterion_of_its_own_set(who):
    application = steps.decided(who).application
    foreign = steps.small_set().criteria.first()

    with pytest.raises(Refused, match="another set"):
        actions.ask_correction(application, text="X", criterion=foreign, by=application.correspondent)


def test_a_withdrawal_is_told_to_who_works_on_the_file(who):
    application = steps.in_review(who)
    actions.declare_conflict(application, ground="family", by=who["second"])

    actions.withdraw_application(application, by=application.correspondent)

    assert {mail.recipient for mail in told("withdrawn")} == {who["officer"], who["reviewer"]}
    assert not any(application.organization.name in mail.title + mail.body for mail in told("withdrawn"))


def test_a_withdrawal_of_an_organization_at_risk_is_told_only_to_who_may_know_of_it(who):
    application = steps.in_review(who)
    registry.mark_at_risk(application.organization, reason="Threats.", by=make.staff(Function.CURATOR))

    actions.withdraw_application(application, by=application.correspondent)

    assert {mail.recipient for mail in told("withdrawn")} == {who["officer"]}


def test_a_draft_that_is_withdrawn_is_no_business_of_staff():
    application = steps.draft()

    actions.withdraw_application(application, by=application.correspondent)

    assert told("withdrawn") == []
