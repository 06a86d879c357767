"""Many at once: each status goes its lawful way, nothing is done twice, and nobody waits in a circle."""

import random
import threading
from datetime import timedelta

import pytest
from django.db import connection

from observers import actions
from observers.actions.statuses import FROM
from observers.models import Observer
from observers.models.statuses import STATE_AFTER
from observers.queries import statuses
from registry import actions as registry
from registry.errors import Refused
from registry.models import Contact, Message, Organization
from registry.roles import Function
from tests import make

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
PEOPLE = 16


def at_once(acts):
    """Do all of them in threads that start together; returns what was raised, but for refusals."""
    start, raised = threading.Barrier(len(acts)), []

    def run(act):
        try:
            start.wait()
            act()
        except Refused:
            pass
        except Exception as failure:  # whatever it is, the test must see it
            raised.append(repr(failure))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return raised


@pytest.mark.parametrize("seed", range(3))
def test_sixteen_people_and_the_clock_act_on_one_status(seed):
    observer = make.observer()
    member, officer = make.member(observer.organization), make.staff(Function.DECISION_OFFICER)
    today = statuses.today()
    verbs = [
        lambda: actions.resign(observer, by=member),
        lambda: actions.ask_confirmation(observer, by=officer),
        lambda: actions.withdraw_status(observer, on=today, source="S", by=officer),
        lambda: actions.reinstate(observer, on=today, source="S", by=officer),
        lambda: make.event(observer, "suspended", today),
        lambda: make.event(observer, "admitted", today, session_name="117th"),
        lambda: actions.designate(observer, name="A. Person", by=member),
        lambda: actions.notify_suspension(observer, grounds="R", reply_until=today + timedelta(days=9), by=officer),
    ]

    assert at_once(random.Random(seed).choices(verbs, k=PEOPLE)) == []

    before = None
    for event in observer.events.order_by("on", "pk"):
        assert before in FROM[event.kind]
        before = STATE_AFTER[event.kind]
    told = Message.objects.filter(kind="observers.confirmation_due").count()
    assert told == observer.events.filter(kind="confirmation_due").count()
    if before in statuses.ENDED:
        assert not observer.designations.filter(ended_at=None).exists()


def test_notices_of_changes_and_staff_who_edit_the_same_record_do_not_wait_in_a_circle():
    observer = make.observer()
    organization = observer.organization
    members = [make.member(organization) for _number in range(3)]
    head = make.contact(organization, role="head", name="Old Head")
    curator = make.staff()

    def send(kind, value, **fields):
        return lambda: actions.send_notice(
            Observer.objects.get(pk=observer.pk), kind=kind, value=value, effective_on=statuses.today(),
            by=members[0], **fields,
        )  # fmt: skip

    acts = [
        send("name", "Lantern Bay"),
        send("head", "New Head", former_head=members[1]),
        send("head", "Newer Head"),
        send("address", "Suva"),
        lambda: registry.edit_organization(organization, changes={"founded": 1999}, by=curator),
        lambda: registry.edit_contact(head, changes={"phone": "+254 20 555 0100"}, by=curator),
        lambda: registry.remove_member(organization, members[2], by=members[0]),
        lambda: actions.designate(observer, name="A. Person", by=members[0]),
    ] * 2

    assert at_once(acts) == []

    assert Contact.objects.filter(organization=organization, role="head", ends_on=None).count() == 1
    assert Organization.objects.get(pk=organization.pk).names.filter(is_primary=True).count() == 1
    assert registry.first_broken() is None


def test_of_the_notice_and_the_nomination_at_once_the_old_head_nominates_before_or_not_at_all():
    for _round in range(3):
        observer = make.observer()
        old, other = make.member(observer.organization, name="Old Head"), make.member(observer.organization)
        designation = actions.designate(observer, name="Old Head", by=old)
        session = make.council_session(starts_on=statuses.today() + timedelta(days=9))
        notice = {"kind": "head", "value": "New Head", "effective_on": statuses.today(), "former_head": old}
        acts = [
            lambda d=designation, s=session, o=old: actions.nominate(d, session=s, by=o),
            lambda n=notice, o=observer, b=other: actions.send_notice(o, by=b, **n),
        ]

        assert at_once(acts) == []

        # Whichever came first: afterwards he is sent nowhere.
        assert not designation.participations.filter(withdrawn_at=None).exists()
        with pytest.raises(Refused):
            actions.nominate(designation, session=session, by=old)
