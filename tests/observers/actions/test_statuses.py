"""A status is opened, changed by dated events, and never in a way that the table does not know."""

from datetime import date, timedelta

import pytest

from observers import actions
from observers.models import Observer, StatusEvent
from observers.queries import statuses
from observers.states import StatusState
from registry import actions as registry
from registry.errors import Refused
from registry.models import Change
from tests import make
from tests.observers import steps

pytestmark = pytest.mark.django_db
KINDS = StatusEvent.Kind.values
# From each state, every event that may follow; all others are refused.
LAWFUL = {
    None: {"admitted"},
    "active": {"confirmation_due", "suspended", "resigned"},
    "confirmation_due": {"confirmed", "lapsing", "suspended", "resigned"},
    "lapsing": {"confirmed", "suspended", "resigned"},
    "suspended": {"reinstated", "withdrawn", "resigned"},
    "withdrawn": {"admitted", "reinstated"},
    "resigned": {"admitted"},
}
WAY = {
    None: [],
    "active": ["admitted"],
    "confirmation_due": ["admitted", "confirmation_due"],
    "lapsing": ["admitted", "confirmation_due", "lapsing"],
    "suspended": ["admitted", "suspended"],
    "withdrawn": ["admitted", "suspended", "withdrawn"],
    "resigned": ["admitted", "resigned"],
}


def observer_in(state):
    observer = make.observer(admitted_on=None)
    for day, kind in enumerate(WAY[state], start=1):
        make.event(observer, kind, date(2020, 1, day), session_name="110th")
    return observer


@pytest.mark.parametrize("state", LAWFUL)
@pytest.mark.parametrize("kind", KINDS)
def test_an_event_follows_only_where_the_table_says(state, kind):
    observer = observer_in(state)

    if kind in LAWFUL[state]:
        make.event(observer, kind, date(2020, 2, 1), session_name="110th")
    else:
        with pytest.raises(Refused, match="cannot be recorded"):
            make.event(observer, kind, date(2020, 2, 1), session_name="110th")

    assert observer.events.count() == len(WAY[state]) + (kind in LAWFUL[state])


def test_an_event_of_a_day_to_come_is_refused():
    observer = make.observer()

    with pytest.raises(Refused, match="not come yet"):
        make.event(observer, "resigned", statuses.today() + timedelta(days=1))


def test_an_event_before_a_later_one_is_refused():
    observer = make.observer(admitted_on=date(2020, 1, 1))

    with pytest.raises(Refused, match="Something later"):
        make.event(observer, "resigned", date(2019, 1, 1))


def test_an_event_without_a_source_is_refused():
    with pytest.raises(Refused, match="cites its act"):
        make.event(make.observer(), "resigned", date(2020, 1, 1), source=" ")


def test_an_admission_without_a_session_is_refused():
    observer = make.observer(admitted_on=None)

    with pytest.raises(Refused, match="at which session"):
        make.event(observer, "admitted", date(2020, 1, 1))


def test_the_public_part_of_a_status_goes_into_the_feed_and_the_rest_does_not():
    observer = make.observer(admitted_on=date(2010, 1, 1))
    make.event(observer, "confirmation_due", date(2020, 1, 1))
    make.event(observer, "suspended", date(2020, 2, 1))

    told = Change.objects.filter(subject=observer.reference).order_by("pk").values_list("verb", "op")

    assert list(told) == [
        ("observer.admitted", "upsert"),
        ("observer.confirmation_due", ""),
        ("observer.suspended", "upsert"),
    ]


def test_of_an_organization_at_risk_nothing_goes_into_the_feed(curator):
    organization = make.organization()
    registry.mark_at_risk(organization, reason="a test", by=curator)

    observer = make.observer(organization)

    assert Change.objects.get(subject=observer.reference).op == ""


def test_an_admission_opens_the_status_of_who_was_known_by_name_already():
    before = make.observer(name="Riverbend (RB)", admitted_on=None)
    organization = make.organization("RIVERBEND")

    steps.decided(steps.people(), organization=organization)

    assert Observer.objects.get() == before
    assert organization.observer == before


def test_a_lapsing_status_comes_back_by_a_confirmation():
    observer = observer_in("lapsing")

    actions.record_event(observer, kind="confirmed", on=date(2020, 3, 1), source="A letter", by="test")

    assert statuses.state_of(observer) == StatusState.ACTIVE
