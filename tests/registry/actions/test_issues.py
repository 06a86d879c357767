"""What looks unlikely is noted on each save and every night, settled by itself, and muted for a reason by a person."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from registry import actions
from registry.actions import night_steps
from registry.errors import Contradiction, Refused, Stale
from registry.models import Change, Issue, Listing, Organization
from registry.states import IssueState
from tests import make, night

pytestmark = pytest.mark.django_db
BEFORE_1800 = "founded-unlikely"


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def organization():
    return make.organization("Invented Aid", founded=1700)


@pytest.fixture
def issue(organization):
    return organization.issues.get()


def behind_our_back(organization, **columns):
    """A change that no verb looked at, as the passing of time or an import makes it."""
    Organization.objects.filter(pk=organization.pk).update(**columns)


def told(organization):
    """(rule, state) of all that was ever found in it, oldest first."""
    return list(organization.issues.order_by("pk").values_list("rule", "state"))


def verbs(organization):
    told_of = Change.objects.filter(subject=organization.reference, verb__startswith="issue.")
    return list(told_of.order_by("pk").values_list("verb", flat=True))


def test_what_looks_unlikely_is_noted_on_save_and_stops_nobody(organization):
    assert told(organization) == [(BEFORE_1800, "open")]
    assert Listing.objects.filter(pk=organization.pk).exists()


def test_it_is_settled_by_the_save_that_puts_it_right(organization):
    actions.edit_organization(organization, changes={"founded": 1970}, by="test")

    assert told(organization) == [(BEFORE_1800, "closed")]
    assert organization.issues.get().closed_at is not None
    assert verbs(organization) == []


def test_found_again_it_is_a_new_one(organization):
    for year in (1970, 1701):
        actions.edit_organization(Organization.objects.get(pk=organization.pk), changes={"founded": year}, by="test")

    assert told(organization) == [(BEFORE_1800, "closed"), (BEFORE_1800, "open")]


def test_an_archived_record_asks_nothing_more(organization):
    actions.archive_organization(organization, reason="Closed.", by="test")

    assert told(organization) == [(BEFORE_1800, "closed")]


def test_a_contact_and_a_partnership_are_looked_at_when_they_are_saved(curator):
    organization = make.organization(website="https://aid.example", founded=2000)

    contact = actions.add_contact(organization, email="a@other.example", by=curator)
    partnership = make.partnership(organization, starts_on=date(1999, 1, 1))
    actions.reject_partnership(make.partnership(organization, area=2), reason="No.", by=curator)

    found = set(organization.issues.values_list("rule", "about"))
    assert found == {("mail-elsewhere", contact.reference), ("begun-before-foundation", partnership.reference)}


# --- At night ------------------------------------------------------------------------------------------------------


def test_the_night_finds_what_no_save_looked_at_and_settles_what_is_over(organization):
    other = make.organization()
    behind_our_back(organization, founded=1970)
    behind_our_back(other, founded=1600)

    night.take("check_plausibility")

    assert told(organization) == [(BEFORE_1800, "closed")]
    assert told(other) == [(BEFORE_1800, "open")]


def test_the_second_night_finds_nothing_to_do(organization):
    behind_our_back(organization, founded=1600)
    night.take("check_plausibility")
    before = list(Issue.objects.order_by("pk").values())

    night.take("check_plausibility")

    assert list(Issue.objects.order_by("pk").values()) == before


def test_the_night_writes_some_records_at_a_time(organization, monkeypatch):
    step = replace(night_steps.check_plausibility, written=1)
    monkeypatch.setattr(night_steps, "check_plausibility", step)
    behind_our_back(organization, founded=1970)
    for _number in range(4):
        behind_our_back(make.organization(), founded=1600)

    night.take("check_plausibility")

    assert Counter(Issue.objects.values_list("state", flat=True)) == {"open": 4, "closed": 1}


@pytest.mark.parametrize("count", [1, 3])
def test_a_quiet_night_costs_the_same_for_one_record_and_for_three(count, django_assert_num_queries):
    for _number in range(count):
        make.organization()

    # Up to which key there are records; eighteen rules; what is kept.
    with django_assert_num_queries(1 + 18 + 1):
        night.take("check_plausibility")


# --- Muting --------------------------------------------------------------------------------------------------------


def test_who_mutes_says_why_and_the_history_keeps_it(issue, curator):
    muted = actions.mute_issue(issue, reason="Its abbey is that old.", by=curator)

    change = Change.objects.get(verb="issue.muted")
    assert (muted.state, muted.muted_by) == (IssueState.MUTED, curator)
    assert (change.subject, change.reason, change.op) == (issue.organization.reference, "Its abbey is that old.", "")
    assert change.diff == {"issue": [None, issue.reference], "issue_rule": [None, BEFORE_1800]}


def test_the_history_does_not_say_what_was_muted_of_a_contact(curator):
    organization = make.organization(website="https://aid.example")
    actions.add_contact(organization, email="a@other.example", by=curator)
    issue = organization.issues.get()

    actions.mute_issue(issue, reason="Amina works for both.", by=curator)

    change = Change.objects.get(verb="issue.muted")
    assert (change.reason, change.diff) == ("", {"issue": [None, issue.reference]})


def test_a_muted_one_stays_quiet_while_what_it_rests_on_stands(issue, curator):
    actions.mute_issue(issue, reason="So it is.", by=curator)

    actions.edit_organization(issue.organization, changes={"hq_city": "Nairobi"}, by="test")
    night.take("check_plausibility")

    assert told(issue.organization) == [(BEFORE_1800, "muted")]


def test_it_comes_back_when_what_it_rests_on_changes(issue, curator):
    actions.mute_issue(issue, reason="So it is.", by=curator)

    actions.edit_organization(issue.organization, changes={"founded": 1699}, by="test")

    issue.refresh_from_db()
    assert (issue.state, issue.reason, issue.muted_by) == (IssueState.OPEN, "", None)
    assert verbs(issue.organization) == ["issue.muted", "issue.reopened"]


def test_it_comes_back_in_the_night_of_its_day(issue, curator):
    actions.mute_issue(issue, reason="Until they answer.", until=in_days(1), by=curator)
    night.take("check_plausibility")
    assert told(issue.organization) == [(BEFORE_1800, "muted")]

    Issue.objects.update(muted_until=in_days(0))
    night.take("check_plausibility")

    assert told(issue.organization) == [(BEFORE_1800, "open")]


def test_a_muted_one_that_is_no_longer_so_is_settled_with_its_reason(issue, curator):
    actions.mute_issue(issue, reason="So it is.", by=curator)

    actions.edit_organization(issue.organization, changes={"founded": 1970}, by="test")

    issue.refresh_from_db()
    assert (issue.state, issue.reason) == (IssueState.CLOSED, "So it is.")


def test_somebody_may_open_it_again(issue, curator, steward):
    actions.mute_issue(issue, reason="So it is.", by=curator)

    actions.unmute_issue(issue, by=steward)

    assert told(issue.organization) == [(BEFORE_1800, "open")]
    assert verbs(issue.organization) == ["issue.muted", "issue.unmuted"]


def test_of_two_who_mute_the_second_is_refused_in_words(issue, curator, steward):
    actions.mute_issue(issue, reason="So it is.", by=curator)

    with pytest.raises(Refused, match="already: Muted"):
        actions.mute_issue(issue, reason="Me too.", by=steward)


def test_who_looked_at_something_else_is_told_to_look_again(issue, curator):
    actions.edit_organization(issue.organization, changes={"founded": 1699}, by="test")

    with pytest.raises(Stale, match="changed meanwhile"):
        actions.mute_issue(issue, reason="So it is.", version=issue.version, by=curator)


def test_a_settled_one_is_not_muted_and_an_open_one_not_opened(issue, curator):
    with pytest.raises(Refused, match="not muted any more"):
        actions.unmute_issue(issue, by=curator)
    actions.edit_organization(issue.organization, changes={"founded": 1970}, by="test")

    with pytest.raises(Refused, match="already: Settled"):
        actions.mute_issue(issue, reason="So it is.", by=curator)


def test_nobody_mutes_until_a_day_that_is_over(issue, curator):
    with pytest.raises(Contradiction, match="still to come"):
        actions.mute_issue(issue, reason="So it is.", until=in_days(0), by=curator)


# --- The database --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("columns", "promise"),
    [
        ({"state": "odd"}, "issue_state_known"),
        ({"state": "closed"}, "issue_closed_at_a_moment"),
        ({"state": "muted"}, "issue_muted_with_its_reason"),
        ({"reason": "Why."}, "issue_muted_by_somebody_for_a_reason"),
    ],
)
def test_the_database_keeps_what_an_issue_says_together(issue, columns, promise):
    with pytest.raises(IntegrityError, match=promise), transaction.atomic():
        Issue.objects.update(**columns)


def test_the_same_is_not_told_twice_at_a_time(issue):
    issue.pk, issue.reference = None, "ISS-00000000"

    with pytest.raises(IntegrityError, match="issue_told_once"), transaction.atomic():
        issue.save(force_insert=True)
