"""Sixteen people at once, each with a connection of her own: one of them gets her way, and the others are told."""

import time
from itertools import pairwise

import pytest
from django.db import connection

from observers import actions
from observers.actions import applications, decisions, moves
from observers.models import Application, Conflict, Decision, Finding, Recommendation, Review, Turn
from observers.queries.clock import database_now, day_in
from observers.states import OPEN, ApplicationState
from registry.models import Change, Message
from registry.roles import Function, MemberRole
from tests import make
from tests.bursts import burst
from tests.observers import steps

S = ApplicationState
PEOPLE = 16
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def _unlocked(application):
    """What a verb would be without the lock: it looks, thinks a moment, and writes."""
    found = Application.objects.select_related("organization", "criteria_set", "session").get(pk=application.pk)
    time.sleep(0.02)
    return found


@pytest.fixture
def crowd():
    organization = make.organization()
    return {
        "members": [make.member(organization, role=MemberRole.ADMIN) for _ in range(8)],
        "officers": [make.staff(Function.DECISION_OFFICER, second_factor=False) for _ in range(8)],
        "signers": [make.staff(Function.REVIEWER, second_factor=False) for _ in range(2)],
        "organization": organization,
        "criteria_set": steps.small_set(),
        "session": steps.session(),
    }


def before_the_council(crowd):
    """An application on the agenda, with a recommendation that two people signed."""
    now = database_now()
    application = Application.objects.create(
        organization=crowd["organization"],
        criteria_set=crowd["criteria_set"],
        session=crowd["session"],
        correspondent=crowd["members"][0],
        state=S.WITH_COUNCIL,
        submitted_at=now,
    )
    Turn.objects.create(application=application, state=S.WITH_COUNCIL, side="council", began_at=now)
    first, second = crowd["signers"]
    Recommendation.objects.create(
        application=application, cycle=1, advice="admit", reason="All met.", signed_at=now, signed_by=first,
        agreed_at=now, agreed_by=second,
    )  # fmt: skip
    for reviewer in crowd["signers"]:
        review = Review.objects.create(
            application=application, cycle=1, reviewer=reviewer, state="handed_in", assigned_at=now,
            assigned_by=crowd["officers"][0], handed_in_at=now,
        )  # fmt: skip
        Finding.objects.bulk_create(
            Finding(review=review, criterion=criterion, verdict="met")
            for criterion in crowd["criteria_set"].criteria.all()
        )
    Conflict.objects.bulk_create(
        Conflict(application=application, user=officer, says="none", declared_at=now) for officer in crowd["officers"]
    )
    return application


def deciding_and_withdrawing(application, crowd):
    today, session = day_in(database_now()), crowd["session"]
    outcomes = ["admitted", "not_admitted"] * 4
    decides = [
        lambda by=by, outcome=outcome: decisions.record_decision(
            application, session=session, outcome=outcome, decided_on=today, resolution="1400", reason="So.", by=by
        )
        for by, outcome in zip(crowd["officers"], outcomes, strict=True)
    ]
    return decides + [lambda by=by: applications.withdraw_application(application, by=by) for by in crowd["members"]]


def sending_and_withdrawing(application, crowd):
    sends = [lambda by=by: applications.submit_application(application, by=by) for by in crowd["members"]]
    return sends + [lambda by=by: applications.withdraw_application(application, by=by) for by in crowd["members"]]


def violations(application, ended, steps_expected):
    """What must not be, whoever was first."""
    application.refresh_from_db()
    # One message a step; a withdrawal is told to those who work on the file besides.
    beside = ["observers.signature", "observers.signed", "observers.withdrawn"]
    told = Message.objects.filter(subject_reference=application.reference).exclude(kind__in=beside)
    states = [
        change.diff["state"]
        for change in Change.objects.filter(subject=application.reference).order_by("pk")
        if "state" in change.diff
    ]
    chained = all(earlier[1] == later[0] for earlier, later in pairwise(states))
    wrong = {
        "broken": ended["broken"],
        "more succeeded than can follow each other": ended["done"] not in steps_expected,
        "history does not hang together": not chained or len(states) != ended["done"],
        "history is not the state": bool(states) and states[-1][1] != application.state,
        "messages": told.count() != ended["done"],
        "decisions": Decision.objects.filter(application=application).count() > 1,
        "turns": application.turns.filter(ended_at=None).count() != (application.state in OPEN),
    }
    return [what for what, is_wrong in wrong.items() if is_wrong]


def _drafts(crowd):
    """One complete draft; copies of what it says are made for each burst by withdrawing and beginning again."""
    application = steps.draft(
        crowd["organization"], by=crowd["members"][0], criteria_set=crowd["criteria_set"], session_=crowd["session"]
    )
    return steps.complete(application)


def _rounds(crowd, number):
    """Bursts of all kinds; the violations of each."""
    found = []
    for turn in range(number):
        if turn % 3 == 1:
            application = _drafts(crowd)
            ended = burst(sending_and_withdrawing(application, crowd))
            # Sent and then withdrawn is fine; withdrawn and then sent is not.
            found.append(violations(application, ended, {1, 2}))
        else:
            application = before_the_council(crowd)
            acts = deciding_and_withdrawing(application, crowd)
            # In some bursts nobody withdraws, so that somebody surely decides.
            ended = burst(acts[:8] if turn % 3 == 2 else acts)
            found.append(violations(application, ended, {1}))
        _make_room(application)
    return found


def _make_room(application):
    """So that the organization can apply again in the next burst."""
    if application.is_open:
        actions.withdraw_application(application, by=application.correspondent)
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE observers_statusevent, observers_observer CASCADE")


def test_of_sixteen_people_at_once_one_gets_her_way(crowd):
    assert _rounds(crowd, 6) == [[]] * 6
    assert Decision.objects.count() >= 2


def test_without_the_lock_the_same_burst_goes_wrong(crowd, monkeypatch):
    """The control: a green burst means something only when this one is red."""
    for module in (moves, applications):
        monkeypatch.setattr(module, "lock", _unlocked)

    wrong = _rounds(crowd, 4)

    assert sum(bool(found) for found in wrong) >= 2


@pytest.mark.proof  # minutes: two hundred bursts of sixteen
def test_two_hundred_bursts_break_nothing(crowd):
    assert [found for found in _rounds(crowd, 200) if found] == []
