"""Text that strangers wrote, made fit for a file: every letter as it is, nothing that commands the page."""

import re
import unicodedata
from collections.abc import Iterable

Said = dict[str, object]
"""A text with its direction and language, as the templates draw it."""

# Embeddings, overrides and isolates turn the text around them; a byte order mark says nothing inside a text.
_LEFT_OUT = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
_UNSEEN = {"Cc", "Cs", "Co", "Cn"}
# Longer than any word: it may break here, or it would run off the page or out of its cell.
_ENDLESS = re.compile(r"\S{40}(?=\S)")
_WIDE = re.compile(r"\S{16}(?=\S)")
BREAK = "\u200b"
MISSING = "\ufffd"


def plain(text: str) -> str:
    """One line. Control characters and letters that no script has become a mark that says so; turns are left out."""
    return " ".join(part for line in lines(text) for part in line.split())


def lines(text: str) -> list[str]:
    """The lines of a text that are not empty, each plain."""
    written = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    told = ["".join(_letter(c) for c in line).strip() for line in re.split("[\n\u2028\u2029\x0b\x0c\x85]", written)]
    return [line for line in told if line]


def breakable(text: str) -> str:
    return _ENDLESS.sub(lambda found: found[0] + BREAK, text)


def cell(text: str, most: int) -> str:
    """A text for a narrow column: not too long, and broken where it is too wide."""
    return _WIDE.sub(lambda found: found[0] + BREAK, shortened(text, most)[0])


def said(text: str, language: str = "") -> Said:
    """Right to left when its first letter is."""
    direction = next((d for c in text if (d := unicodedata.bidirectional(c)) in {"L", "R", "AL"}), "L")
    return {"text": breakable(plain(text)), "rtl": direction != "L", "lang": _language(language, direction)}


def fingerprint(sha256: str) -> dict[str, str] | None:
    """A hash, which the templates keep on one line."""
    return {"sha256": plain(sha256)} if sha256 else None


def said_lines(text: str) -> list[Said]:
    return [said(line) for line in lines(text)]


def shortened(text: str, most: int) -> tuple[str, bool]:
    """At most so many letters, cut between words, and whether anything was cut."""
    line = plain(text)
    if len(line) <= most:
        return line, False
    head = line[:most]
    cut = head.rfind(" ")
    return (head[:cut] if cut > most // 2 else head).rstrip(" ,;:") + " …", True


def joined(texts: Iterable[str]) -> str:
    return ", ".join(plain(text) for text in texts)


def _letter(letter: str) -> str:
    if letter in _LEFT_OUT:
        return ""
    if letter == "\t":
        return " "
    return MISSING if unicodedata.category(letter) in _UNSEEN else letter


def _language(language: str, direction: str) -> str:
    """Only a code that a file can carry: two or three letters."""
    code = language.split("-")[0].lower()
    if re.fullmatch("[a-z]{2,3}", code):
        return code
    return {"AL": "ar", "R": "he"}.get(direction, "")
