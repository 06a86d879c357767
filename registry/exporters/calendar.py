"""Dates as a calendar file (RFC 5545) that any calendar takes: instants by the clocks of their place, days without an
hour."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, vDDDLists, vText

MEDIA_TYPE = "text/calendar; charset=utf-8"


@dataclass(frozen=True)
class Entry:
    """One date. `key` stays the same when the date moves, so a calendar that took it before moves it too."""

    key: str
    title: str
    starts: datetime | date
    ends: datetime | date | None = None
    """The last day, of an entry of whole days; otherwise the moment it ends, or nothing for a single moment."""
    zone: str = ""
    """By whose clocks an instant is told; without one it is told in UTC."""
    text: str = ""
    place: str = ""
    url: str = ""
    changed_at: datetime | None = None
    version: int = 0
    """Counts its changes, so that a calendar knows which of two is newer."""
    is_cancelled: bool = False


def calendar_ics(entries: Iterable[Entry], *, name: str = "") -> bytes:
    """The file; `name` is what a calendar that subscribes to it calls it."""
    entries = list(entries)
    calendar = Calendar()
    calendar.add("PRODID", "-//IOM partnership registry//EN")
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    if name:
        calendar.add("X-WR-CALNAME", vText(_clean(name)))
    for zone in sorted({entry.zone for entry in entries if entry.zone and isinstance(entry.starts, datetime)}):
        calendar.add_component(_timezone(zone, entries))
    for entry in entries:
        calendar.add_component(_event(entry))
    return calendar.to_ical()


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("UID", entry.key)
    event.add("DTSTAMP", entry.changed_at or datetime.now(UTC))
    if entry.changed_at:
        event.add("LAST-MODIFIED", entry.changed_at)
    event.add("SEQUENCE", entry.version)
    event.add("DTSTART", _told(entry.starts, entry.zone))
    if isinstance(entry.starts, datetime):
        if entry.ends:
            event.add("DTEND", _told(entry.ends, entry.zone))
    else:
        # The last day itself is not in the span that the format tells.
        event.add("DTEND", (entry.ends or entry.starts) + timedelta(days=1))
    event.add("SUMMARY", _clean(entry.title))
    for field, text in (("DESCRIPTION", entry.text), ("LOCATION", entry.place), ("URL", entry.url)):
        if text:
            event.add(field, _clean(text))
    if entry.is_cancelled:
        event.add("STATUS", "CANCELLED")
    event.add("TRANSP", "TRANSPARENT")
    return event


def _told(when: datetime | date, zone: str) -> datetime | date:
    if isinstance(when, datetime):
        return when.astimezone(ZoneInfo(zone) if zone else UTC)
    return when


def _timezone(zone: str, entries: list[Entry]) -> Timezone:
    """The changes of clocks of a zone, from the year before its entries to the year after them."""
    years = [entry.starts.year for entry in entries]
    told = Timezone.from_tzinfo(
        ZoneInfo(zone), first_date=date(min(years) - 1, 1, 1), last_date=date(max(years) + 2, 1, 1)
    )
    for change in told.subcomponents:
        # icalendar tells a change forward by the clocks after it; the format counts by those before it (section 3.6.5).
        forward = max(change.TZOFFSETTO - change.TZOFFSETFROM, timedelta())
        change.DTSTART -= forward
        if later := [moment - forward for moment, *_period in change.rdates]:
            change["RDATE"] = vDDDLists(later)
    return told


def _clean(text: str) -> str:
    """Without what a calendar file may not hold: control characters other than ends of lines."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(letter for letter in text if letter in "\n\t" or unicodedata.category(letter) != "Cc")
