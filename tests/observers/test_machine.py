"""Everybody tries everything in any order: a machine of all roles against PostgreSQL, compared with a small model."""

from collections import Counter

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from observers import actions, policies
from observers.actions.moves import TOLD
from observers.models import Application, Decision, StatusEvent
from observers.queries.clock import database_now, day_in
from observers.states import NEXT, OPEN, TURN, ApplicationState, ReviewState, Side
from registry.errors import Refused
from registry.models import Change, Message
from registry.roles import Function, MemberRole
from tests import make
from tests.observers import steps

S = ApplicationState
# Mails that tell of a step; others, such as a link to sign, tell of something else.
OF_STEPS = {kind for _side, kind in TOLD.values()} | {"observers.off_agenda"}
MEMBERS = ("admin", "signatory", "editor", "reader", "stranger")
STAFF = ("reviewer", "second", "third", "officer", "other_officer", "curator", "auditor")
PEOPLE = MEMBERS + STAFF
# How often each state was reached, so that a green run means something.
reached = Counter()


class Life(RuleBasedStateMachine):
    """One application, twelve people, every verb; what a policy refuses is not done, as at a door."""

    def __init__(self):
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        organization = make.organization()
        self.people = {
            name: make.member(organization, role=role)
            for name, role in zip(MEMBERS, ["admin", "signatory", "editor", "reader"], strict=False)
        }
        self.people["stranger"] = make.member(role=MemberRole.ADMIN)
        functions = [Function.REVIEWER] * 3 + [Function.DECISION_OFFICER] * 2 + [Function.CURATOR, Function.AUDITOR]
        for name, function in zip(STAFF, functions, strict=True):
            self.people[name] = make.staff(function, second_factor=False)
        today = day_in(database_now())
        self.now = steps.session(starts_on=today, ends_on=today)
        self.early = steps.session(starts_on=steps.days(today, 100), ends_on=steps.days(today, 101))
        self.late = steps.session(starts_on=steps.days(today, 400), ends_on=steps.days(today, 401))
        self.application = steps.draft(organization, by=self.people["admin"], session_=self.now)
        # Whoever else may have been told before it began.
        Message.objects.all().delete()
        self.walked = [S.DRAFT]

    def teardown(self):
        reached.update(set(self.walked))
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    # --- What stands between a person and a verb ---

    def at_the_door(self, name, may, act):
        """Do it as a page would: load what this person may see, ask the policy, call the verb."""
        person, application = self.person(name), self.fresh()
        if not Application.objects.visible_to(person).filter(pk=application.pk).exists():
            return
        if not may(person, application):
            return
        before = application.state
        try:
            with transaction.atomic():
                act(application, person)
        except Refused:
            assert self.fresh().state == before
            return
        after = self.fresh().state
        if after != before:
            assert after in NEXT[ApplicationState][before]
            self.walked.append(S(after))

    def person(self, name):
        person = self.people[name]
        return type(person).objects.get(pk=person.pk)

    def fresh(self):
        return Application.objects.get(pk=self.application.pk)

    def my_review(self, person):
        return self.application.reviews.filter(reviewer=person, state=ReviewState.OPEN).order_by("-cycle").first()

    # --- The organization ---

    @rule(name=st.sampled_from(PEOPLE))
    def completes(self, name):
        self.at_the_door(
            name, policies.may_write_application, lambda application, person: steps.complete(application, by=person)
        )

    @rule(name=st.sampled_from(PEOPLE))
    def sends(self, name):
        self.at_the_door(
            name, policies.may_send_application, lambda a, person: actions.submit_application(a, by=person)
        )

    @rule(name=st.sampled_from(PEOPLE), rarely=st.integers(0, 9))
    def withdraws(self, name, rarely):
        if rarely == 0:
            self.at_the_door(
                name, policies.may_withdraw_application, lambda a, person: actions.withdraw_application(a, by=person)
            )

    @rule(name=st.sampled_from(PEOPLE))
    def answers(self, name):
        def act(application, person):
            for asked in application.rounds.filter(answered_at=None, closed_at=None):
                for question in asked.questions.all():
                    actions.answer_question(question, text="An answer.", by=person)
            actions.send_answers(application, by=person)

        self.at_the_door(name, policies.may_answer_questions, act)

    # --- IOM ---

    @rule(name=st.sampled_from(STAFF), conflict=st.integers(0, 19))
    def declares(self, name, conflict):
        def act(application, person):
            if conflict == 0:
                actions.declare_conflict(application, ground="other", by=person)
            else:
                actions.declare_no_conflict(application, by=person)

        self.at_the_door(name, lambda person, _application: policies.may_read_queue(person), act)

    @rule(name=st.sampled_from(PEOPLE), choice=st.sampled_from(["take", "back", "pass", "pass"]))
    def screens(self, name, choice):
        def act(application, person):
            if application.state == S.SUBMITTED:
                actions.begin_screening(application, by=person)
            elif choice == "back":
                actions.return_as_incomplete(application, missing="The statutes.", by=person)
            else:
                actions.accept_as_complete(application, by=person)

        self.at_the_door(name, policies.may_screen, act)

    @rule(name=st.sampled_from(PEOPLE), reviewer=st.sampled_from(STAFF))
    def assigns(self, name, reviewer):
        self.at_the_door(
            name,
            policies.may_assign,
            lambda a, person: actions.assign_reviewer(a, self.person(reviewer), by=person),
        )

    @rule(name=st.sampled_from(STAFF), verdict=st.sampled_from(["met", "met", "met", "partly"]))
    def reviews(self, name, verdict):
        def act(application, person):
            review = self.my_review(person)
            for criterion in application.criteria_set.criteria.all():
                actions.record_finding(review, criterion, verdict=verdict, reason="Because.", by=person)
            actions.hand_in_review(review, by=person)

        self.at_the_door(name, policies.may_find, act)

    @rule(name=st.sampled_from(STAFF))
    def settles(self, name):
        def act(application, person):
            for criterion in application.criteria_set.criteria.all():
                actions.settle(application, criterion, verdict="met", reason="So.", by=person)

        self.at_the_door(name, policies.may_settle, act)

    @rule(name=st.sampled_from(STAFF), words=st.sampled_from(["Who?", "Where is the seat?", "How many members?"]))
    def asks(self, name, words):
        def act(application, person):
            criterion = application.criteria_set.criteria.first()
            actions.add_question(application, criterion, text=words, by=person, repeat_reason="Unclear.")
            actions.send_round(application, by=person, extra_reason="New facts.")

        self.at_the_door(name, policies.may_ask, act)

    @rule(name=st.sampled_from(STAFF))
    def recommends(self, name):
        def act(application, person):
            pending = application.recommendations.filter(agreed_at=None, returned_at=None).first()
            if pending:
                actions.agree_recommendation(pending, by=person)
            else:
                actions.recommend(application, advice="admit", reason="All met.", by=person)

        self.at_the_door(name, policies.may_recommend, act)

    @rule(name=st.sampled_from(STAFF), early=st.booleans())
    def puts_on_agenda(self, name, early):
        def act(application, person):
            if application.state == S.RECOMMENDED:
                actions.put_on_agenda(application, self.early if early else self.now, by=person)
            elif early:
                actions.take_from_agenda(application, reason="Later.", by=person)

        self.at_the_door(name, policies.may_put_on_agenda, act)

    @rule(
        name=st.sampled_from(PEOPLE),
        outcome=st.sampled_from(["admitted", "not_admitted", "deferred"]),
        resolution=st.sampled_from(["1400", ""]),
        days=st.integers(-2, 2),
    )
    def decides(self, name, outcome, resolution, days):
        def act(application, person):
            facts = {"deferral": "time", "missing": "Time.", "next_session": self.late} if outcome == "deferred" else {}
            actions.record_decision(
                application,
                session=application.session,
                outcome=outcome,
                decided_on=steps.days(day_in(database_now()), days),
                resolution=resolution,
                reason="So it was said.",
                by=person,
                **facts,
            )

        self.at_the_door(name, policies.may_record_decision, act)

    @rule(name=st.sampled_from(STAFF))
    @precondition(lambda self: self.fresh().state == S.DEFERRED)
    def resumes(self, name):
        self.at_the_door(name, policies.may_manage_application, lambda a, person: actions.resume_review(a, by=person))

    @rule(
        times=st.integers(1, 5),
        officers=st.permutations(["officer", "other_officer"]),
        detour=st.sampled_from(["", "", "back", "ask"]),
        outcome=st.sampled_from(["admitted", "not_admitted", "deferred"]),
    )
    def goes_on_as_it_should(self, times, officers, detour, outcome):
        """The people do what is due, so that machines come as far as the Council and beyond."""
        for _ in range(times):
            self.does_what_is_due(*officers, detour, outcome)

    def does_what_is_due(self, officer, other, detour, outcome):
        state = self.fresh().state
        if state in (S.DRAFT, S.INCOMPLETE):
            self.completes("admin")
            self.sends("signatory")
        elif state in (S.SUBMITTED, S.SCREENING):
            self.declares(officer, 1)
            self.screens(officer, "back" if detour == "back" else "pass")
        elif state == S.IN_REVIEW and detour == "ask":
            self.declares(officer, 1)
            self.asks(officer, "Where is the seat?")
        elif state == S.IN_REVIEW:
            for name in ("reviewer", "second", "third"):
                self.declares(officer, 1)
                self.assigns(officer, name)
                self.declares(name, 1)
                self.reviews(name, "met")
            self.settles(officer)
        elif state == S.CLARIFICATION:
            self.answers("editor")
        elif state == S.READY:
            self.recommends("reviewer")
            self.recommends("second")
        elif state == S.RECOMMENDED:
            self.puts_on_agenda(officer, False)
        elif state == S.WITH_COUNCIL:
            self.decides(other, outcome, "1400", 0)

    # --- What holds whatever they do ---

    @invariant()
    def one_effective_decision_in_its_session_with_its_resolution(self):
        decisions = list(Decision.objects.filter(application=self.application))
        assert sum(decision.outcome != "deferred" for decision in decisions) <= 1
        for decision in decisions:
            assert decision.decided_on >= decision.session.starts_on
            assert decision.session.starts_on <= day_in(database_now(), decision.session.zone)
            assert decision.resolution
            signed = self.application.recommendations.filter(cycle=decision.cycle, returned_at=None).get()
            assert decision.recorded_by_id not in (signed.signed_by_id, signed.agreed_by_id)
            assert len({signed.signed_by_id, signed.agreed_by_id}) == 2

    @invariant()
    def history_equals_state(self):
        steps_told = [
            S(change.diff["state"][1])
            for change in Change.objects.filter(subject=self.application.reference).order_by("pk")
            if "state" in change.diff
        ]
        assert [S.DRAFT, *steps_told] == self.walked
        assert self.fresh().state == self.walked[-1]

    @invariant()
    def exactly_one_message_a_step(self):
        told = Message.objects.filter(subject_reference=self.application.reference, kind__in=OF_STEPS)
        assert told.count() == len(self.walked) - 1

    @invariant()
    def one_turn_while_it_is_open(self):
        application = self.fresh()
        turns = list(application.turns.filter(ended_at=None))
        assert len(turns) == (application.state in OPEN)
        if turns and application.state != S.DEFERRED:
            assert turns[0].side == TURN[application.state]
        assert Side.COUNCIL not in {turn.side for turn in turns if turn.state != S.WITH_COUNCIL}

    @invariant()
    def the_status_follows_the_decision_alone(self):
        admitted = self.fresh().state == S.ADMITTED
        assert StatusEvent.objects.filter(decision__application=self.application).count() == admitted


def _run(machines, steps_each):
    reached.clear()
    found = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=machines,
            stateful_step_count=steps_each,
            deadline=None,
            suppress_health_check=found,
            print_blob=False,
            database=None,
        ),
    )


@pytest.mark.slow  # a small round of the proof below
@pytest.mark.django_db
def test_whatever_people_try_in_whatever_order():
    _run(machines=12, steps_each=20)


@pytest.mark.proof  # minutes: two hundred machines of forty steps
@pytest.mark.slow
@pytest.mark.django_db
def test_two_hundred_machines_break_no_promise():
    _run(machines=200, steps_each=40)

    assert {S.ADMITTED, S.NOT_ADMITTED, S.DEFERRED, S.WITHDRAWN, S.CLARIFICATION, S.INCOMPLETE} <= set(reached)
