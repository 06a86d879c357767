"""A calendar file as other programs read it."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from registry.exporters.calendar import Entry, calendar_ics

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)


def lines(*entries):
    return calendar_ics(entries).decode().split("\r\n")


def test_an_instant_is_told_in_utc_whatever_zone_it_came_in():
    local = datetime(2027, 1, 31, 23, 59, tzinfo=timezone(timedelta(hours=1)))

    assert "DTSTART:20270131T225900Z" in lines(Entry("a", "Send", local, changed_at=AT))


def test_the_last_day_of_a_session_is_in_it():
    told = lines(Entry("a", "Council", date(2027, 11, 23), date(2027, 11, 26), changed_at=AT))

    assert "DTSTART;VALUE=DATE:20271123" in told
    assert "DTEND;VALUE=DATE:20271127" in told


def test_marks_of_the_format_are_told_as_text():
    told = lines(Entry("a", "One; two, three\\four\nfive", AT, changed_at=AT))

    assert "SUMMARY:One\\; two\\, three\\\\four\\nfive" in told


@pytest.mark.parametrize("title", ["x" * 200, "é" * 100, "الهجرة " * 20, "🙂" * 50])
def test_long_lines_are_folded_between_letters_and_read_back_whole(title):
    made = calendar_ics([Entry("a", title, AT, changed_at=AT)])

    assert all(len(line) <= 75 for line in made.split(b"\r\n"))
    assert f"SUMMARY:{title}" in made.decode().replace("\r\n ", "").split("\r\n")


def test_the_same_dates_give_the_same_bytes():
    entry = Entry("a", "Send", AT, changed_at=AT)

    assert calendar_ics([entry]) == calendar_ics([entry])


def read(*entries):
    """The events of the file, as a strict reader takes them."""
    return Calendar.from_ical(calendar_ics(entries)).events


def told_in(made):
    """[(wall clock, instant in UTC)] of the events, by the changes of clocks that the file itself tells."""
    calendar = Calendar.from_ical(made)
    (zone,) = [one.to_tz(lookup_tzid=False) for one in calendar.timezones]
    walls = [event.decoded("DTSTART").replace(tzinfo=None) for event in calendar.events]
    return [(wall, wall.replace(tzinfo=zone).astimezone(UTC)) for wall in walls]


CHANGES = [
    ("Europe/Zurich", date(2027, 3, 28)),
    ("Europe/Zurich", date(2027, 10, 31)),
    ("Africa/Cairo", date(2027, 4, 30)),
    ("Africa/Cairo", date(2027, 10, 29)),
    ("Africa/Nairobi", date(2027, 3, 28)),
]


@pytest.mark.parametrize(("zone", "change"), CHANGES)
def test_a_session_keeps_its_hour_across_a_change_of_clocks(zone, change):
    mornings = [datetime.combine(change + timedelta(days=n), time(9, 30), ZoneInfo(zone)) for n in range(-3, 4)]

    made = calendar_ics([Entry(str(n), "Session", at, zone=zone, changed_at=AT) for n, at in enumerate(mornings)])

    assert told_in(made) == [(at.replace(tzinfo=None), at.astimezone(UTC)) for at in mornings]


@pytest.mark.parametrize(("zone", "change"), CHANGES)
def test_the_first_hours_after_a_change_are_right_too(zone, change):
    # An hour that there was twice cannot be told by its clock alone, so from three on.
    hours = [datetime.combine(change, time(hour), ZoneInfo(zone)) for hour in range(3, 7)]

    made = calendar_ics([Entry(str(n), "Night", at, zone=zone, changed_at=AT) for n, at in enumerate(hours)])

    assert told_in(made) == [(at.replace(tzinfo=None), at.astimezone(UTC)) for at in hours]


def test_an_instant_in_the_zone_of_its_place_names_the_zone():
    at = datetime(2027, 7, 1, 7, tzinfo=UTC)

    told = lines(Entry("a", "Session", at, at + timedelta(hours=1), zone="Europe/Zurich", changed_at=AT))

    assert "DTSTART;TZID=Europe/Zurich:20270701T090000" in told
    assert "DTEND;TZID=Europe/Zurich:20270701T100000" in told
    assert "TZID:Europe/Zurich" in told


def test_a_file_without_instants_of_a_place_has_no_zone():
    assert "BEGIN:VTIMEZONE" not in lines(Entry("a", "A day", date(2027, 7, 1), zone="Europe/Zurich", changed_at=AT))


def test_a_later_version_says_so_and_a_cancelled_one_too():
    (event,) = read(Entry("a", "Off", date(2027, 7, 1), changed_at=AT, version=7, is_cancelled=True))

    assert (event["SEQUENCE"], event.decoded("LAST-MODIFIED"), event["STATUS"]) == (7, AT, "CANCELLED")


@pytest.mark.parametrize(
    ("title", "read_back"),
    [
        ("END:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:Other", "END:VEVENT\nBEGIN:VEVENT\nSUMMARY:Other"),
        ("A\rB", "A\nB"),
        ("A\x00\x07B\x1b", "AB"),
        ("\\n; \\, \\\\", "\\n; \\, \\\\"),
        ("الهجرة والعودة", "الهجرة والعودة"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)
def test_a_hostile_title_stays_a_title(title, read_back):
    (event,) = read(Entry("a", title, AT, text=title, place=title, changed_at=AT))

    assert [str(event[field]) for field in ("SUMMARY", "DESCRIPTION", "LOCATION")] == [read_back] * 3


def test_a_calendar_has_the_name_that_it_is_given():
    made = calendar_ics([], name="Consultations, all\nX-OTHER:1").decode().split("\r\n")

    assert "X-WR-CALNAME:Consultations\\, all\\nX-OTHER:1" in made
