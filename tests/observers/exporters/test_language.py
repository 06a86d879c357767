"""The fixed words of files, and days, moments, sizes and sessions as each language writes them."""

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from observers.exporters.contents import Session
from observers.exporters.language import keys, words

NBSP = "\u00a0"


@pytest.mark.parametrize("language", ["fr", "es"])
def test_every_text_is_there_in_every_language_with_the_same_places(language):
    english, other = keys("en"), keys(language)

    assert set(other) == set(english)
    assert [key for key in english if _places(english[key]) != _places(other[key])] == []
    assert all(text.strip() for text in other.values())


def test_french_keeps_its_signs_with_their_words():
    loose = [text for text in keys("fr").values() if re.search(rf"[^{NBSP}][:;?!»](?!/)|«[^{NBSP}]|'", text)]

    assert loose == []


@pytest.mark.parametrize(
    ("language", "day", "written"),
    [
        ("en", date(2027, 1, 31), "31 January 2027"),
        ("fr", date(2027, 1, 1), "1er janvier 2027"),
        ("fr", date(2027, 1, 11), "11 janvier 2027"),
        ("es", date(2027, 1, 31), "31 de enero de 2027"),
    ],
)
def test_days(language, day, written):
    assert words(language).day(day) == written


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (datetime(2026, 3, 1, 9, 4, 5, tzinfo=UTC), "1 March 2026, 09:04:05 (UTC)"),
        (
            datetime(2026, 7, 1, 9, 4, 5, tzinfo=ZoneInfo("Europe/Zurich")),
            "1 July 2026, 09:04:05 (Europe/Zurich, UTC+02:00)",
        ),
    ],
)
def test_moments_carry_their_zone(moment, written):
    assert words("en").moment(moment) == written


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="without a zone"):
        words("en").moment(datetime(2026, 3, 1))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("language", "session", "written"),
    [
        ("en", Session("101", date(2026, 1, 1)), "101st session of the Council"),
        ("en", Session("112", date(2026, 1, 1)), "112th session of the Council"),
        ("en", Session("3", date(2026, 1, 1), is_special=True), "3rd special session of the Council"),
        ("fr", Session("1", date(2026, 1, 1)), f"1re{NBSP}session du Conseil"),
        ("fr", Session("117", date(2026, 1, 1)), f"117e{NBSP}session du Conseil"),
        ("es", Session("117", date(2026, 1, 1)), f"117.ª{NBSP}reunión del Consejo"),
        ("en", Session("C/2027", date(2026, 1, 1)), "Session of the Council: C/2027"),
    ],
)
def test_sessions(language, session, written):
    assert words(language).session(session) == written


@pytest.mark.parametrize(
    ("size", "written"), [(0, "0 bytes"), (999, "999 bytes"), (1500, "1.5 kB"), (12_480_000, "12.5 MB")]
)
def test_sizes(size, written):
    assert words("en").size(size) == written


@pytest.mark.parametrize(
    ("started", "ended", "written"),
    [
        (2010, 2012, "2010–2012"),
        (2010, 2010, "2010"),
        (2010, None, "since 2010"),
        (None, 2012, "until 2012"),
        (None, None, ""),
    ],
)
def test_years(started, ended, written):
    assert words("en").years(started, ended) == written


def _places(text):
    return sorted(re.findall(r"{\w+}", text))
