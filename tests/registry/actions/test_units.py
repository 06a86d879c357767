"""A unit closes when somebody takes its work over; what hung on it is given to another one by people, row by row."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.utils import timezone

from registry import actions
from registry.errors import Contradiction, Refused
from registry.models import Change, Unit
from registry.queries.partnerships import history_of
from tests import make, night
from tests.bursts import burst

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def closed(unit, successor=None, *, by="test"):
    return actions.close_unit(unit, on=TODAY, successor=successor, reason="A reform.", by=by)


def given(*partnerships, to, programmes=(), by="test"):
    return actions.reassign(partnerships=partnerships, programmes=programmes, unit=to, by=by)


def test_a_unit_on_which_nothing_hangs_closes_alone(curator):
    unit = closed(make.unit(), by=curator)

    assert unit not in Unit.objects.current(on=TODAY)
    change = Change.objects.about(f"unit:{unit.code}").first()
    assert (change.verb, change.reason, change.by_id) == ("unit.closed", "A reform.", curator.pk)


@pytest.mark.parametrize(
    "hang",
    [
        lambda unit: make.partnership(unit=unit),
        lambda unit: make.programme(unit=unit),
    ],
    ids=["a partnership", "a programme"],
)
def test_with_something_open_it_needs_a_successor(hang):
    unit = make.unit()
    hang(unit)

    with pytest.raises(Contradiction, match="hangs on this unit"):
        closed(unit)

    assert closed(unit, make.unit()).successor is not None


def test_what_is_over_does_not_hold_it():
    unit = make.unit()
    make.partnership(unit=unit, ends_before=TODAY)
    make.partnership(unit=unit, state="rejected")
    over = make.programme(unit=unit)
    actions.save_programme_phase(over, number=1, countries=[], ends_on=TODAY - timedelta(days=1), by="test")

    assert closed(unit).valid_until == TODAY


def test_the_successor_is_open_and_another_one():
    unit, gone = make.unit(), closed(make.unit())

    for successor in (gone, unit):
        with pytest.raises(Contradiction, match="is closed itself"):
            closed(unit, successor)


def test_it_closes_once_and_not_before_it_began():
    with pytest.raises(Refused, match="closed already"):
        closed(closed(make.unit()))
    with pytest.raises(Contradiction, match="before it began"):
        closed(make.unit(valid_from=TODAY + timedelta(days=1)))


@pytest.mark.parametrize("on", [date(1900, 1, 1), TODAY - timedelta(days=400), TODAY + timedelta(days=400)])
def test_a_day_far_from_today_is_refused_as_a_slip(on):
    unit = make.unit()

    with pytest.raises(Contradiction, match="more than a year away"):
        actions.close_unit(unit, on=on, reason="A reform.", by="test")

    assert unit in Unit.objects.current(on=TODAY)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_units_that_close_into_each_other_one_closes_and_the_other_is_refused():
    for _again in range(10):
        one, other = make.unit(), make.unit()

        ended = burst([partial(closed, one, other), partial(closed, other, one)])

        assert ended == {"done": 1, "refused": 1}


def test_one_or_many_rows_are_given_as_one_batch_and_told_on_each_record(curator):
    unit, heir = make.unit(name_en="Old"), make.unit(name_en="New")
    rows = [make.partnership(unit=unit), make.partnership(unit=unit)]
    programme = make.programme(unit=unit)
    closed(unit, heir)

    assert given(*rows, programmes=[programme], to=heir, by=curator) == 3

    changes = Change.objects.order_by("-pk")[:3]
    assert {change.subject for change in changes} == {
        *(row.organization.reference for row in rows),
        f"programme:{programme.code}",
    }
    assert {tuple(change.diff["unit"]) for change in changes} == {("Old", "New")}
    assert len({change.batch for change in changes}) == 1
    assert changes[0].batch


def verified_and_orphaned(steward):
    """A verified partnership whose unit closed, and the issue that says so."""
    row = make.partnership()
    row = actions.verify_partnership(row, unit=make.unit(), evidence_note="A visit.", on=TODAY, by=steward)
    Unit.objects.filter(pk=row.unit_id).update(valid_until=TODAY - timedelta(days=1))
    night.take("check_plausibility")
    assert row.organization.issues.get(rule="unit-closed").state == "open"
    return row


@pytest.mark.parametrize("verb", ["reassign", "reassign_partnerships"])
def test_the_issue_is_closed_and_the_partnership_tells_of_it_when_another_unit_takes_over(verb, steward):
    row, heir = verified_and_orphaned(make.staff()), make.unit(name_en="New")

    if verb == "reassign":
        given(row, to=heir, by=steward)
    else:
        actions.reassign_partnerships(row.organization, units={row.reference: heir.code}, by=steward)

    assert row.organization.issues.get(rule="unit-closed").state == "closed"
    told = history_of(row, user=steward).first()
    assert told.verb == "partnership.reassigned"
    assert told.diff["unit"] == [row.unit.name_en, "New"]


def test_no_partnership_is_handed_to_a_unit_that_there_is_not():
    row = make.partnership(unit=make.unit())

    with pytest.raises(Contradiction, match="No unit has the code"):
        actions.reassign_partnerships(row.organization, units={row.reference: "elsewhere"}, by="test")

    assert row.organization.partnerships.get().unit == row.unit


def test_a_verified_partnership_stays_verified_and_its_listing_says_the_new_unit():
    unit, heir = make.unit(), make.unit()
    row = make.partnership()
    row = actions.verify_partnership(row, unit=unit, evidence_note="A visit.", on=date(2026, 1, 1), by=make.staff())
    closed(unit, heir)

    given(row, to=heir)

    row.refresh_from_db()
    assert (row.state, row.unit) == ("verified", heir)
    assert f'"unit":"{heir.code}"' in row.organization.listing.public.replace(": ", ":")


def test_when_one_row_is_not_waiting_any_more_none_is_moved():
    unit, heir, other = make.unit(), make.unit(), make.unit()
    rows = [make.partnership(unit=unit), make.partnership(unit=unit)]
    closed(unit, heir)
    given(rows[0], to=other)

    with pytest.raises(Refused, match="Somebody else gave a part"):
        given(*rows, to=heir)

    rows[1].refresh_from_db()
    assert rows[1].unit == unit


def test_nothing_is_given_to_a_closed_unit():
    unit, heir = make.unit(), make.unit()
    row = make.partnership(unit=unit)
    closed(unit, heir)

    with pytest.raises(Contradiction, match="is closed itself"):
        given(row, to=unit)


def test_a_successor_that_staff_named_outlives_the_file_of_units():
    Unit.objects.filter(code="iml").update(successor=Unit.objects.get(code="partnerships"))

    actions.vocabularies._join("units", [{"code": "iml", "parent": "icp", "successor": None}])

    assert Unit.objects.get(code="iml").successor.code == "partnerships"
