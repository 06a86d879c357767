"""Values of cells: dates, years, addresses, lists."""

import calendar
import datetime
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from registry.importers.text import fold

# What people write for "nothing". In a country column NA is Namibia, so callers ask for that themselves.
NOTHING: Final = frozenset(
    {"", "na", "n a", "nan", "none", "null", "nil", "n d", "sin dato", "s d", "unknown", "inconnu", "desconocido"}
)
LONGEST_NOTHING: Final = 14
NOT_EMPTY_MARKS: Final = re.compile(r"[^\s\-–—./?*#_]")
MONTHS: Final = {
    fold(name): number
    for number, names in enumerate(
        (
            "january janvier enero jan janv ene", "february fevrier febrero feb fev fevr", "march mars marzo mar",
            "april avril abril apr avr abr", "may mai mayo", "june juin junio jun", "july juillet julio jul juil",
            "august aout agosto aug ago", "september septembre septiembre setiembre sep sept set",
            "october octobre octubre oct", "november novembre noviembre nov", "december decembre diciembre dec dic",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
NUMERIC_DATE: Final = re.compile(
    r"(\d{1,4})[/.\- ](\d{1,2})[/.\- ](\d{1,4})(?:[T ]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?(?: ?[AP]M)?Z?)?", re.IGNORECASE
)
MONTH_YEAR: Final = re.compile(r"(\d{1,2})[/.\-](\d{4})|(\d{4})[/.\-](\d{1,2})")
SERIAL: Final = re.compile(r"\d{5}(?:\.\d+)?")
# 1982 to 2064 as Excel counts days.
SERIALS: Final = range(30_000, 60_000)
EXCEL_ZERO: Final = datetime.date(1899, 12, 30)
EMAILS_APART: Final = re.compile(r"[\s;:,/|<>()\[\]]+")
PHONES_APART: Final = re.compile(r"[;,/|]|\s+(?:or|ou|o|et|y|and)\s+")
LIST_CHARACTERS: Final = 1_000
STRONG: Final = re.compile(r"\s*[;|]\s*")
COMMAS: Final = re.compile(r"\s*[;|/,،]\s*|\s+-\s+")
WORDS: Final = re.compile(r"\s*[;|/,،&+]\s*|\s+-\s+|\s+(?:and|et|y|e|und)\s+")
Find = Callable[[str], str | None]
EMAIL: Final = re.compile(r"[A-Za-z0-9._%+'\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)*\.[A-Za-z]{2,24}")
WEBSITE: Final = re.compile(r"(?:(https?)://)?((?:[\w\-]+\.)+[^\W\d_]{2,24}(?::\d{1,5})?)(/[^\s<>\"]*)?", re.IGNORECASE)


def is_nothing(text: str) -> bool:
    if len(text) <= LONGEST_NOTHING and fold(text) in NOTHING:
        return True
    return NOT_EMPTY_MARKS.search(text) is None


@lru_cache(maxsize=16_384)
def date_of(text: str, *, is_end: bool = False, month_first: bool = False) -> datetime.date | None:
    """A date in any usual writing; a month or a year alone means its first day, or its last when it is an end."""
    text = "".join(str(unicodedata.digit(letter, letter)) if letter.isdigit() else letter for letter in text).strip()
    if match := NUMERIC_DATE.fullmatch(text):
        return _numeric_date(match[1], match[2], match[3], month_first)
    if SERIAL.fullmatch(text) and int(float(text)) in SERIALS:
        return EXCEL_ZERO + datetime.timedelta(days=int(float(text)))
    if match := MONTH_YEAR.fullmatch(text):
        return _of_month(int(match[2] or match[3]), int(match[1] or match[4]), is_end)
    if re.fullmatch(r"(?:19|20)\d{2}", text):
        return datetime.date(int(text), 12, 31) if is_end else datetime.date(int(text), 1, 1)
    return _date_in_words(fold(text), is_end)


def _numeric_date(first: str, second: str, third: str, month_first: bool) -> datetime.date | None:
    if len(first) == 4:
        return _date(int(first), int(second), int(third))
    if len(third) not in (2, 4):
        return None
    year = int(third) if len(third) == 4 else 2000 + int(third) if int(third) < 70 else 1900 + int(third)
    day, month = (int(second), int(first)) if month_first else (int(first), int(second))
    if month > 12 >= day:
        # Only the other order can be meant.
        day, month = month, day
    return _date(year, month, day)


def _date_in_words(words: str, is_end: bool) -> datetime.date | None:
    parts = [part for part in words.split() if part not in ("de", "del", "of", "le", "el", "1er")]
    months = [MONTHS[part] for part in parts if part in MONTHS]
    numbers = [
        int(part) for part in (re.sub(r"(?<=\d)(?:st|nd|rd|th|er|o)$", "", part) for part in parts) if part.isdigit()
    ]
    years = [number for number in numbers if number > 1800]
    if len(months) != 1 or len(years) != 1 or len(parts) > 3 or len(numbers) > 2:
        return None
    days = [number for number in numbers if number <= 31]
    return _date(years[0], months[0], days[0]) if days else _of_month(years[0], months[0], is_end)


def _of_month(year: int, month: int, is_end: bool) -> datetime.date | None:
    if not 1 <= month <= 12:
        return None
    return _date(year, month, calendar.monthrange(year, month)[1] if is_end else 1)


def _date(year: int, month: int, day: int) -> datetime.date | None:
    try:
        found = datetime.date(year, month, day)
    except ValueError:
        return None
    return found if 1800 <= year <= 2200 else None


def year_of(text: str) -> int | None:
    if re.fullmatch(r"\d{4}", text):
        return int(text) if 1500 <= int(text) <= 2100 else None
    found = date_of(text)
    return found.year if found else None


def emails_of(text: str) -> tuple[str, ...]:
    if "@" not in text:
        return ()
    pieces = (piece.strip(".'") for piece in EMAILS_APART.split(text))
    return tuple(dict.fromkeys(piece for piece in pieces if EMAIL.fullmatch(piece)))


def phones_of(text: str) -> list[str]:
    pieces = [piece.strip(" .:-") for piece in PHONES_APART.split(text)]
    return [piece[:40] for piece in pieces if sum(map(str.isdigit, piece)) >= 6]


def website_of(text: str) -> str | None:
    """The address with its scheme; only http and https, and no e-mail address."""
    match = WEBSITE.fullmatch(text.strip().rstrip(".,;"))
    if not match:
        return None
    return f"{(match[1] or 'https').lower()}://{match[2].lower()}{match[3] or ''}"


def several(text: str, find: Find, exact: Find | None = None) -> tuple[list[str], list[str]]:
    """What a cell with one or several values means, and the pieces that mean nothing.

    `exact` knows whole titles, which may hold commas and conjunctions; `find` may see a meaning in part of a text, so
    that a list is taken apart before it is asked about the whole.
    """
    if len(text) > LIST_CHARACTERS:
        return [], [text]
    if whole := (exact or find)(text):
        return [whole], []
    if exact:
        for separator in (STRONG, COMMAS):
            known, unknown = _pieces(text, separator, lambda piece: exact(piece) or find(piece))
            if known and len(known) + len(unknown) > 1:
                return known, unknown
        if part := find(text):
            return [part], []
    best: tuple[list[str], list[str]] = [], [text]
    for separator in (STRONG, COMMAS, WORDS):
        known, unknown = _pieces(text, separator, find)
        if known and not unknown:
            return known, []
        if len(known) > len(best[0]):
            best = known, unknown
    return best


def _pieces(text: str, separator: re.Pattern[str], find: Find) -> tuple[list[str], list[str]]:
    pieces = [piece for piece in separator.split(text) if NOT_EMPTY_MARKS.search(piece)]
    found = [(piece, find(piece)) for piece in pieces]
    known = list(dict.fromkeys(code for _, code in found if code is not None))
    return known, [piece for piece, code in found if code is None]
