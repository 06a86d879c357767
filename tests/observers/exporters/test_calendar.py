"""A calendar file as other programs read it."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

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
