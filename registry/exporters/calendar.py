"""Dates as a calendar file (RFC 5545) that any calendar takes: instants in UTC, days without an hour."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

LONGEST_LINE = 75


@dataclass(frozen=True)
class Entry:
    """One date. `key` stays the same when the date moves, so a calendar that took it before moves it too."""

    key: str
    title: str
    starts: datetime | date
    ends: date | None = None
    """The last day, of an entry of whole days."""
    text: str = ""
    url: str = ""
    changed_at: datetime | None = None


def calendar_ics(entries: Iterable[Entry]) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//IOM partnership registry//EN", "CALSCALE:GREGORIAN"]
    for entry in entries:
        lines += ["BEGIN:VEVENT", *_lines(entry), "END:VEVENT"]
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"]).encode()


def _lines(entry: Entry) -> list[str]:
    told = [f"UID:{entry.key}", f"DTSTAMP:{_utc(entry.changed_at or datetime.now(UTC))}"]
    if isinstance(entry.starts, datetime):
        told += [f"DTSTART:{_utc(entry.starts)}", f"DTEND:{_utc(entry.starts)}"]
    else:
        # The last day itself is not in the span that the format tells.
        after = (entry.ends or entry.starts) + timedelta(days=1)
        told += [f"DTSTART;VALUE=DATE:{entry.starts:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}"]
    told.append(f"SUMMARY:{_text(entry.title)}")
    told += [f"DESCRIPTION:{_text(entry.text)}"] if entry.text else []
    told += [f"URL:{entry.url}"] if entry.url else []
    return [*told, "TRANSP:TRANSPARENT"]


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Lines of 75 bytes at most, never cut within a letter."""
    parts, part, room = [], "", LONGEST_LINE
    for letter in line:
        size = len(letter.encode())
        if len(part.encode()) + size > room:
            parts.append(part)
            # The space at the start of the next line counts too.
            part, room = "", LONGEST_LINE - 1
        part += letter
    return "\r\n ".join([*parts, part])
