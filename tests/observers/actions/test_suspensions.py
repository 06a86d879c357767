"""Suspension: notice, reply, decision by another person; and the ways out."""

from datetime import timedelta

import pytest

from observers import actions
from observers.models import CriteriaSet, Suspension
from observers.queries import statuses
from observers.states import StatusState
from registry.errors import Contradiction, Refused
from registry.models import Message
from registry.roles import Function
from tests import make
from tests.observers import steps

pytestmark = pytest.mark.django_db
ACT = {"source": "Resolution 1500 of the Council", "resolution": "1500"}


@pytest.fixture
def observer():
    observer = make.observer()
    make.member(observer.organization)
    return observer


@pytest.fixture
def officer():
    return make.staff(Function.DECISION_OFFICER)


@pytest.fixture
def other_officer():
    return make.staff(Function.DECISION_OFFICER)


def noticed(observer, by, **fields):
    fields = {"reply_until": statuses.today() + timedelta(days=30)} | fields
    return actions.notify_suspension(observer, grounds="Reasons", by=by, **fields)


def decide(suspension, by, ending="suspended", **fields):
    fields = {"effective_on": statuses.today(), "source": "Decision of 1 May"} | fields
    return actions.decide_suspension(suspension, ending=ending, reason="Why", by=by, **fields)


def test_a_notice_changes_nothing_but_that_the_organization_knows(observer, officer):
    noticed(observer, officer)

    assert statuses.state_of(observer) == StatusState.ACTIVE
    message = Message.objects.get()
    assert message.kind == "observers.suspension_notice"
    assert "Reasons" not in message.body


def test_the_days_to_reply_come_from_the_criteria_when_they_say_any(observer, officer):
    CriteriaSet.objects.filter(state="published").update(state="retired")
    steps.small_set(reply_days=60)

    suspension = noticed(observer, officer, reply_until=None)

    assert suspension.reply_until == statuses.today() + timedelta(days=60)


@pytest.mark.parametrize("days", [None, 0, -1])
def test_a_notice_leaves_time_to_reply(observer, officer, days):
    until = None if days is None else statuses.today() + timedelta(days=days)

    with pytest.raises(Contradiction, match="a day to come"):
        noticed(observer, officer, reply_until=until)


def test_nothing_is_decided_while_the_organization_can_still_reply(observer, officer, other_officer):
    suspension = noticed(observer, officer)

    with pytest.raises(Refused, match="can reply until"):
        decide(suspension, other_officer)

    actions.reply_suspension(suspension, reply="Our reply", by=make.user())
    decide(suspension, other_officer)
    assert statuses.state_of(observer) == StatusState.SUSPENDED


def test_a_notice_may_be_dropped_at_any_time(observer, officer, other_officer):
    suspension = noticed(observer, officer)

    decide(suspension, other_officer, ending="dropped")

    assert statuses.state_of(observer) == StatusState.ACTIVE
    with pytest.raises(Refused, match="decided already"):
        decide(suspension, other_officer)


def test_after_the_days_without_a_reply_it_can_be_decided(observer, officer, other_officer):
    suspension = noticed(observer, officer)
    Suspension.objects.update(reply_until=statuses.today() - timedelta(days=1))

    decide(suspension, other_officer)

    assert statuses.state_of(observer) == StatusState.SUSPENDED
    assert observer.events.latest("pk").source == "Decision of 1 May"


def test_who_gave_notice_does_not_decide(observer, officer):
    suspension = noticed(observer, officer)

    with pytest.raises(Refused, match="somebody else decides"):
        decide(suspension, officer)


def test_there_is_one_open_notice_and_one_reply(observer, officer, member):
    suspension = noticed(observer, officer)
    actions.reply_suspension(suspension, reply="Our reply", by=member)

    with pytest.raises(Refused, match="open notice already"):
        noticed(observer, officer)
    with pytest.raises(Refused, match="reply was sent already"):
        actions.reply_suspension(suspension, reply="Another", by=member)


def suspended(observer):
    make.event(observer, "suspended", statuses.today() - timedelta(days=5))
    return observer


def test_a_suspended_status_is_reinstated_by_an_act(observer, officer):
    with pytest.raises(Refused, match="cites its act"):
        actions.withdraw_status(suspended(observer), on=statuses.today(), source="", by=officer)

    actions.reinstate(observer, on=statuses.today(), by=officer, **ACT)

    assert statuses.state_of(observer) == StatusState.ACTIVE


def test_a_withdrawn_status_ends_who_represents_it(observer, officer):
    member = observer.organization.memberships.get().user
    designation = actions.designate(observer, name="A. Person", by=member)

    actions.withdraw_status(suspended(observer), on=statuses.today(), by=officer, **ACT)

    designation.refresh_from_db()
    assert designation.ended_at
    assert statuses.observers_on(statuses.today()) == []


def test_a_status_is_not_withdrawn_without_a_suspension(observer, officer):
    with pytest.raises(Refused, match="cannot be recorded"):
        actions.withdraw_status(observer, on=statuses.today(), by=officer, **ACT)


def test_an_organization_resigns_and_what_was_open_ends(observer, officer):
    member = observer.organization.memberships.get().user
    suspension = noticed(observer, officer)

    actions.resign(observer, by=member)

    suspension.refresh_from_db()
    assert (suspension.ending, statuses.state_of(observer)) == ("dropped", StatusState.RESIGNED)
    assert [message.kind for message in Message.objects.order_by("pk")] == [
        "observers.suspension_notice",
        "observers.status_changed",
    ]


def test_a_reply_is_told_to_everybody_who_may_decide(observer, officer, other_officer):
    suspension = noticed(observer, officer)

    actions.reply_suspension(suspension, reply="We disagree.", by=make.member(observer.organization))

    mails = Message.objects.filter(kind="observers.suspension_replied")
    assert {mail.recipient for mail in mails} == {officer, other_officer}
    assert not any("disagree" in mail.body for mail in mails)
