"""Calendar files of consultations: what a calendar program reads of them."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from consultations import actions
from consultations.states import ConsultationState
from tests import make

S = ConsultationState
pytestmark = pytest.mark.django_db


def read(client, address):
    """{UID without its site: event} of the file."""
    made = client.get(address)
    assert made["Content-Type"] == "text/calendar; charset=utf-8"
    return {str(event["UID"]).partition("@")[0]: event for event in Calendar.from_ical(made.content).events}


def own(client, consultation, language="en"):
    return read(client, f"/{language}/consultations/{consultation.slug}.ics")


def test_the_calendar_of_all_holds_what_is_public_with_its_deadlines(client):
    make.consultation(name_en="Only thought of")
    planned = make.consultation(state="planned", topics_until=date(2027, 1, 31))
    closed = make.consultation(state="closed", starts_on=date(2025, 3, 9))
    make.session(planned)

    events = read(client, "/en/consultations.ics")

    assert list(events) == [closed.reference, planned.reference, f"{planned.reference}-topics_until"]
    assert events[planned.reference].decoded("DTSTART") == date(2027, 3, 9)
    assert events[planned.reference].decoded("DTEND") == date(2027, 3, 12)
    assert events[f"{planned.reference}-topics_until"].decoded("DTSTART") == date(2027, 1, 31)


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("topics_until", "Last day to propose topics: A consultation"),
        ("answers_until", "Last day to answer the invitation: A consultation"),
        ("registration_until", "Last day to name or replace people: A consultation"),
        ("contributions_until", "Last day for written contributions: A consultation"),
    ],
)
def test_each_deadline_is_told_whole(client, field, words):
    consultation = make.consultation(state="planned", **{field: date(2027, 2, 1)})

    assert str(own(client, consultation)[f"{consultation.reference}-{field}"]["SUMMARY"]) == words


def test_the_calendar_of_one_holds_its_sessions_by_the_clocks_of_the_place(client):
    item = make.session(make.consultation(state="planned"), room="Room 2", name_en="Opening")

    event = own(client, item.consultation)[item.reference]

    assert event.decoded("DTSTART") == datetime.combine(date(2027, 3, 9), time(9), ZoneInfo("Africa/Nairobi"))
    assert event.decoded("DTSTART").astimezone(UTC).hour == 6
    assert [str(event[name]) for name in ("SUMMARY", "LOCATION")] == ["Opening", "Room 2, Nairobi"]
    assert str(event["URL"]).endswith(f"/en/consultations/{item.consultation.slug}/")


@pytest.mark.parametrize(
    ("zone", "before", "after"),
    [
        ("Europe/Zurich", date(2027, 3, 27), date(2027, 3, 28)),
        ("Africa/Cairo", date(2027, 4, 29), date(2027, 4, 30)),
        ("Africa/Cairo", date(2027, 10, 28), date(2027, 10, 29)),
    ],
)
def test_sessions_of_two_days_keep_their_hour_when_clocks_change_between_them(client, zone, before, after):
    consultation = make.consultation(state="planned", zone=zone, starts_on=before)
    items = [make.session(consultation, day=day, starts="09:00", ends="10:00") for day in (before, after)]

    made = client.get(f"/en/consultations/{consultation.slug}.ics").content

    calendar = Calendar.from_ical(made)
    # By the changes of clocks that the file tells, not by what this computer knows of the zone.
    told = calendar.timezones[0].to_tz(lookup_tzid=False)
    starts = [event.decoded("DTSTART").replace(tzinfo=told) for event in calendar.events[-len(items) :]]
    assert [start.time() for start in starts] == [time(9), time(9)]
    assert [start.astimezone(UTC) for start in starts] == [item.starts_at for item in items]


def test_titles_are_in_the_language_of_the_reader(client):
    consultation = make.consultation(
        state="planned", name_en="A day", name_fr="Une journée", topics_until=date(2027, 1, 31)
    )

    event = own(client, consultation, "fr")[consultation.reference]

    assert str(event["SUMMARY"]) == "Une journée"


def test_an_edit_keeps_the_identity_and_counts_on(client):
    item = make.session(make.consultation(state="planned"))
    before = own(client, item.consultation)

    actions.edit_agenda_item(item, changes={"room": "Room 9"}, speakers=[], by="test")

    after = own(client, item.consultation)
    assert list(after) == list(before)
    assert after[item.reference]["SEQUENCE"] > before[item.reference]["SEQUENCE"]


def test_what_does_not_take_place_says_so_in_every_entry(client):
    item = make.session(make.consultation(state="planned", topics_until=date(2027, 1, 31)))
    actions.move_consultation(item.consultation, to=S.CANCELLED, reason="The hall burned down.", by="test")

    assert {str(event["STATUS"]) for event in own(client, item.consultation).values()} == {"CANCELLED"}


def test_an_idea_has_no_calendar(client):
    assert client.get(f"/en/consultations/{make.consultation().slug}.ics").status_code == 404


def test_names_of_speakers_are_not_in_the_file(client):
    item = make.session(make.consultation(state="planned"), speakers=[("Amina", True), ("Boris", False)])

    content = client.get(f"/en/consultations/{item.consultation.slug}.ics").content.decode()

    assert "Boris" not in content


@pytest.mark.parametrize("count", [1, 3])
def test_the_calendar_of_all_costs_the_same_for_one_and_for_three(client, count, django_assert_max_num_queries):
    for _number in range(count):
        make.consultation(state="planned")

    with django_assert_max_num_queries(1):
        client.get("/en/consultations.ics")


def test_the_pages_lead_to_their_calendars(client):
    consultation = make.consultation(state="planned")

    every, one = client.get("/en/consultations/"), client.get(consultation.get_absolute_url())

    assert 'href="/en/consultations.ics"' in every.content.decode()
    assert f'/en/consultations/{consultation.slug}.ics"' in one.content.decode()
    assert 'href="webcal://' in one.content.decode()
