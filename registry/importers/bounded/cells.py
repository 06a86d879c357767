"""A cell of any program as clean text."""

import datetime
import re
import unicodedata
from typing import Any

from .limits import CELL_CHARACTERS

# Soft hyphen, zero-width space and joiner, word joiner, byte order mark, and the marks that turn text around.
INVISIBLE_RANGES = ((0x00AD,), (0x034F,), (0x061C,), (0x180E,), (0x200B,), (0x200D, 0x200F), (0x202A, 0x202E),
                    (0x2060, 0x206F), (0xFEFF,), (0xFFF9, 0xFFFB), (0xE0000, 0xE007F))  # fmt: skip
INVISIBLE = dict.fromkeys(code for ends in INVISIBLE_RANGES for code in range(ends[0], ends[-1] + 1))
# The zero-width non-joiner spells words in Persian and Kurdish; elsewhere it is dirt.
STRAY_NON_JOINER = re.compile("(?<![\u0600-\u06ff])\u200c|\u200c(?![\u0600-\u06ff])")
STACKED_BACKSLASHES = re.compile(r"(?<!\\)\\+(?=['’\"])")
EXCEL_ESCAPE = re.compile(r"_x000[0-9A-F]_")
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
FORMULA_STARTS = frozenset("=+-@")


def text_of(value: Any) -> str:
    """One line of text: no `.0`, ISO dates, composed letters, single spaces."""
    if isinstance(value, str):
        return clean(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime.datetime):
        return (value.date() if value.time() == datetime.time() else value.replace(microsecond=0)).isoformat()
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    return clean(str(value))


def clean(text: str) -> str:
    if not text:
        return ""
    text = UNPRINTABLE.sub("", text[: CELL_CHARACTERS * 2])
    if not text.isascii():
        # Composed last: a dropped mark may have stood between a letter and its accent.
        text = unicodedata.normalize("NFC", STRAY_NON_JOINER.sub("", text.translate(INVISIBLE)))
    if "\\" in text:
        text = STACKED_BACKSLASHES.sub("", text)
    if "_x000" in text:
        text = EXCEL_ESCAPE.sub(" ", text)
    text = " ".join(text.split())
    return (without_guard(text) if text[:1] == "'" else text)[:CELL_CHARACTERS]


def without_guard(text: str) -> str:
    """Take off the apostrophe that our own CSV puts before what a spreadsheet would calculate."""
    rest = unicodedata.normalize("NFKC", text.lstrip("'"))
    seen = (letter for letter in rest if not letter.isspace() and unicodedata.category(letter) not in ("Cc", "Cf"))
    return text[1:] if text[:1] == "'" and next(seen, "") in FORMULA_STARTS else text


def _number(value: float) -> str:
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    if value.is_integer():
        return str(int(value))
    # Fifteen digits are what a spreadsheet shows: 0.1 + 0.2 is 0.3 to the person who typed it.
    return f"{value:.15g}"
