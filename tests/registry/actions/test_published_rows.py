"""What the feed tells beside the organizations: observers, consultations and who took part, as exports have them."""

import gzip
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from consultations import actions as consultations
from consultations.states import RegistrationState
from observers import actions as observers
from registry import actions
from registry.actions.edition_files import place
from registry.exporters.forms import json_line
from registry.models import FeedEntry, PublishedRow
from registry.models.feed import RENEWED_AFTER
from registry.queries import exports
from tests import make
from tests.registry.actions.merging import merged
from tests.registry.api.conftest import Caller
from tests.registry.following import Follower

pytestmark = pytest.mark.django_db
TYPES = {"observer": "observers", "consultation": "consultations", "participation": "participations"}


class Followers:
    """A partner that keeps each of these tables."""

    def __init__(self):
        self.each = {type_: Follower(Caller(), limit=3, type=type_) for type_ in TYPES}

    def read(self):
        return {type_: follower.read().lines for type_, follower in self.each.items()}


def tables():
    """The lines of an export of this moment."""
    return {
        type_: [json_line(record).decode().removesuffix("\n") for record in source.records()]
        for type_, source in exports.followed().items()
    }


def ops(type_, reference):
    return list(FeedEntry.objects.filter(type=type_, reference=reference).order_by("seq").values_list("op", flat=True))


def came(consultation, organization):
    """Somebody of this organization is checked in while the report is written."""
    person = make.registration(make.invited(consultation, organization, state="accepted"))
    consultations.check_in(person, by="test")
    return person


def test_replaying_the_feed_equals_the_tables_of_the_exports_whatever_happens(curator, steward):
    kept, joined, closed, hidden = (make.organization(name) for name in ("Kept", "Joined", "Closed", "Hidden"))
    session = make.council_session(name="Session 112")
    make.observer(joined, admitted_on=session.starts_on, session=session, session_name="")
    danger = make.observer(hidden)
    make.observer(name="Hidden (HID)")
    state = make.observer(name="A State", kind="state")
    running = make.held(state="running")
    people = [came(running, one) for one in (kept, joined, closed, hidden)]
    followers = Followers()
    steps = [
        lambda: consultations.move_consultation(running, to="reporting", by="test"),
        lambda: consultations.undo_check_in(people[0], by="test"),
        lambda: consultations.check_in(people[0], by="test", taken_at=None),
        lambda: consultations.edit_consultation(running, changes={"name_fr": "Une consultation"}, by="test"),
        lambda: observers.edit_session(session, changes={"name": "112th session"}, by="test"),
        lambda: make.event(state, "resigned", session.starts_on),
        lambda: actions.archive_organization(closed, by="test", reason="closed"),
        lambda: actions.mark_at_risk(hidden, reason="Threats.", by=curator),
    ]

    for number, step in enumerate(steps):
        step()
        assert followers.read() == tables(), number
    merge = merged(kept, joined, first=curator, second=steward)
    assert followers.read() == tables()
    assert [len(lines) for lines in tables().values()] == [1, 1, 1]
    actions.undo_merge(merge, reason="Two organizations.", by=steward)

    assert followers.read() == tables() == Followers().read()
    assert [len(lines) for lines in tables().values()] == [1, 1, 2]
    assert ops("observer", danger.reference) == ["upsert", "delete"]
    export = make.export()
    for type_, table in TYPES.items():
        written = gzip.decompress((place(export.folder) / f"{table}.jsonl.gz").read_bytes()).decode()
        assert written.splitlines() == followers.each[type_].lines


def without_names(change):
    return {name: value for name, value in change.items() if name not in ("id", "seq", "at")}


def test_an_observer_in_danger_goes_like_one_that_resigned(curator):
    in_danger, resigned = make.observer(), make.observer()
    actions.mark_at_risk(in_danger.organization, reason="Threats.", by=curator)
    make.event(resigned, "resigned", in_danger.events.get().on)

    page = Caller().get("/api/v1/changes", {"type": "observer"}).json()

    told = [
        [without_names(change) for change in page["changes"] if change["id"] == one.reference]
        for one in (in_danger, resigned)
    ]
    assert told[0] == told[1]
    assert [change["op"] for change in told[0]] == ["upsert", "delete"]
    assert told[0][0]["data"] is None


def test_who_took_part_and_is_in_danger_goes_like_anybody_who_was_withdrawn(curator):
    consultation = make.held()
    hidden, closed = make.organization(), make.organization()
    for one in (hidden, closed):
        came(consultation, one)

    actions.mark_at_risk(hidden, reason="Threats.", by=curator)
    actions.archive_organization(closed, by="test", reason="closed")

    pairs = [f"{consultation.reference}/{one.reference}" for one in (hidden, closed)]
    assert [ops("participation", pair) for pair in pairs] == [["upsert", "delete"], ["upsert", "delete"]]
    assert not PublishedRow.objects.filter(type="participation").exists()


def test_an_idea_is_told_to_nobody_and_people_of_iom_are_no_participation():
    idea, held = make.consultation(state="idea"), make.held()
    consultations.edit_consultation(idea, changes={"name_en": "A thought"}, by="test")
    registration = make.registration(make.invited(held, state="accepted"), part="iom")
    consultations.check_in(registration, by="test")

    assert registration.consultation.registrations.get().state == RegistrationState.ATTENDED
    assert set(PublishedRow.objects.values_list("reference", flat=True)) == {held.reference}


def test_words_are_those_of_the_exports_in_whatever_language_somebody_works():
    session = make.council_session(117)
    observer = make.observer(admitted_on=None)

    with translation.override("fr"):
        make.event(observer, "admitted", session.starts_on, session=session)

    assert '"session":"Council, session 117 (2026)"' in PublishedRow.objects.get().text


def test_the_night_puts_right_what_differs_and_tells_again_what_the_feed_would_forget():
    observer, other = make.observer(), make.observer()
    PublishedRow.objects.filter(reference=observer.reference).delete()
    old = FeedEntry.objects.filter(reference=other.reference)
    entries = list(old)
    old.delete()
    for entry in entries:
        entry.at -= RENEWED_AFTER + timedelta(days=1)
    FeedEntry.objects.bulk_create(entries)

    actions.check_rows(by="night")
    actions.check_rows(by="night")

    assert ops("observer", observer.reference) == ["upsert", "upsert"]
    assert ops("observer", other.reference) == ["upsert", "upsert"]


@pytest.mark.parametrize("count", [1, 3])
def test_publishing_rows_costs_the_same_for_one_and_for_three(count, django_assert_num_queries):
    ids = [make.observer().reference for _ in range(count)]
    PublishedRow.objects.all().delete()

    with django_assert_num_queries(11):
        actions.publish_rows("observer", ids)


def test_an_edit_of_who_stays_listed_asks_nothing_of_the_other_apps():
    organization = make.observer().organization
    organization.description_en = "Other words."
    organization.save()

    with CaptureQueriesContext(connection) as asked:
        assert actions.publish_listing(organization) == "upsert"

    assert not [query["sql"] for query in asked if "observer" in query["sql"] or "publishedrow" in query["sql"]]


def test_what_did_not_change_is_not_told_again():
    make.observer()
    last = FeedEntry.objects.latest("seq")

    assert actions.publish_rows("observer") == {}
    assert FeedEntry.objects.latest("seq") == last
