"""Which encoding a text table is in: by its mark, by being UTF-8, or by how its letters stand beside each other."""

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

import charset_normalizer

from .limits import Refusal

BYTE_ORDER_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# What the spreadsheet programs of our readers write, the likeliest first.
OLD_ENCODINGS = ("cp1252", "cp1256", "mac_roman", "cp850", "cp1250", "cp1254", "cp1251", "koi8-r", "iso8859-6")
# Letters and marks of the languages of IOM's member states in Latin script: the western ones are met most.
WESTERN = frozenset("áàâäãåéèêëíìîïóòôöõúùûüñçœæßøÿÁÀÂÄÃÅÉÈÊËÍÌÎÏÓÒÔÖÕÚÙÛÜÑÇŒÆØ’‘“”«»–—…¿¡°ºª€·•\u00a0")
OTHER_LATIN = frozenset("ąćęłńśźżčďěňřšťůžőűășțğışİĄĆĘŁŃŚŹŻČĎĚŇŘŠŤŮŽŐŰĂŞĞşţŢ")
NEIGHBOURS = re.compile(r"(.?)([^\x00-\x7f])(?=(.?))", re.DOTALL)
SAMPLE_BYTES = 64 * 1024
MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
CONTROLS = bytes([*range(0, 9), *range(14, 27), *range(28, 32)])


@dataclass(frozen=True)
class Encoding:
    name: str
    damaged: int = 0
    """How many letters fit nothing and were replaced."""


def encoding_of(path: Path) -> Encoding:
    content = path.read_bytes()
    if name := next((name for mark, name in BYTE_ORDER_MARKS.items() if content.startswith(mark)), None):
        return _checked(content, name)
    sample = content[:SAMPLE_BYTES]
    if wide := _wide_encoding(sample):
        return _checked(content, wide)
    if len(sample.translate(None, CONTROLS)) < len(sample) * 0.99:
        raise Refusal("not_a_table", what="binary")
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return _old_encoding(content)
    return Encoding("utf-8")


def _checked(content: bytes, name: str) -> Encoding:
    try:
        content.decode(name)
    except UnicodeDecodeError:
        return Encoding(name, damaged=content.decode(name, errors="replace").count("\ufffd"))
    return Encoding(name)


def _wide_encoding(sample: bytes) -> str | None:
    """UTF-16 without its mark: every second byte of Latin text is zero."""
    if len(sample) < 4 or sample.count(0) < len(sample) * 0.2:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 8 * even:
        return "utf-16-le"
    return "utf-16-be" if even > 8 * odd else None


def _old_encoding(content: bytes) -> Encoding:
    high = sum(map(len, re.findall(rb"[\x80-\xff]+", content)))
    if sum(map(len, MULTIBYTE.findall(content))) >= high * 0.8:
        # UTF-8 with a few bytes that went wrong on the way.
        return Encoding("utf-8", damaged=content.decode("utf-8", errors="replace").count("\ufffd"))
    telling = b"\n".join(line for line in content.splitlines() if not line.isascii())[:SAMPLE_BYTES]
    scores = {name: _fitness(telling, name) for name in OLD_ENCODINGS}
    best = max(scores, key=lambda name: scores[name])
    if scores[best] < 0.8 and (guessed := charset_normalizer.from_bytes(telling).best()):
        best = guessed.encoding
    return _checked(content, best)


def _fitness(telling: bytes, name: str) -> float:
    """The share of letters beyond ASCII that look at home: known ones, in words of one script, not shouting inside."""
    text = telling.decode(name, errors="replace")
    total = fits = 0.0
    for before, letter, after in NEIGHBOURS.findall(text):
        total += 1
        fits += _weight(letter)
        if _is_odd(before, letter, after):
            fits -= 1
    return fits / total if total else 0.0


def _weight(letter: str) -> float:
    if letter in WESTERN or "\u0600" <= letter <= "\u06ff" or "\u0410" <= letter <= "\u044f":
        return 1
    return 0.9 if letter in OTHER_LATIN else 0


def _is_odd(before: str, letter: str, after: str) -> bool:
    if not letter.isalpha():
        # A dash or a quotation mark inside a word was a letter in another encoding; an apostrophe belongs there.
        return letter != "’" and before.isalpha() and after.isalpha()
    if letter.isupper() and before.islower():
        return True
    if _is_latin(letter):
        return before.isalpha() and after.isalpha() and not before.isascii() and not after.isascii()
    return (before.isalpha() and _is_latin(before)) or (after.isalpha() and _is_latin(after))


def _is_latin(letter: str) -> bool:
    return letter < "\u0370"
