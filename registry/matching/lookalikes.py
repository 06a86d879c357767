"""Names that are written so as to look like another one: letters of another script, signs nobody sees, digits.

Nothing here says that a person means ill: names are copied from badly made files. A curator looks.
"""

import re
import unicodedata
from enum import StrEnum

from registry.matching.characters import DIGIT_LETTERS, LOOK_ALIKES
from registry.matching.normalize import fold, plain, skeleton
from registry.matching.scripts import script_of

# The scripts whose letters pass for one another.
_CONFUSED = frozenset({"Latn", "Cyrl", "Grek", "Armn"})
# Joiners that Arabic, Persian and Indic writing need, between two letters of such a script.
_JOINERS = "\u200c\u200d"
_NEEDS_JOINERS = frozenset({"Arab", "Deva", "Beng", "Mlym", "Sinh", "Taml", "Knda", "Telu", "Gujr", "Orya", "Syrc"})
# 1OM, 0xfam, Car1tas; not 1st, 1er or 1ère.
_DIGIT = re.compile(r"(?<!\d)[0135](?=[^\W\d_]{2})")
_ORDINAL = re.compile(r"\d+(?:st|rd|th|er|ers|re|ere|eme|e|o|a)", re.IGNORECASE)
# Of shorter names, one stroke for another makes another name: AIS and ALS.
_LONG_ENOUGH = 5


class Oddity(StrEnum):
    """What may deceive an eye. Callers have the words for people."""

    MIXED_SCRIPTS = "mixed_scripts"
    FOREIGN_LETTERS = "foreign_letters"
    INVISIBLE = "invisible"
    DIGITS = "digits"


def oddities(name: str) -> frozenset[Oddity]:
    """What in a name may deceive an eye; empty for nearly all names."""
    found = {Oddity.INVISIBLE} if _hides_something(name) else set()
    shown = "".join(sign for sign in name if unicodedata.category(sign) not in ("Mn", "Cf"))
    words = [word for word in re.split(r"[\W_]+", shown) if any(map(str.isalpha, word))]
    scripts = [{script_of(letter) for letter in word if letter.isalpha()} & _CONFUSED for word in words]
    if any(len(of_word) > 1 for of_word in scripts):
        found.add(Oddity.MIXED_SCRIPTS)
    if any("Latn" in of_word for of_word in scripts) and any(map(_passes_for_latin, words)):
        found.add(Oddity.FOREIGN_LETTERS)
    if any(_DIGIT.search(word) and not _ORDINAL.fullmatch(fold(word)) for word in words):
        found.add(Oddity.DIGITS)
    return frozenset(found)


def as_it_looks(name: str) -> str:
    """The name in the Latin letters that an eye takes it for."""
    shown = "".join(sign for sign in name if unicodedata.category(sign) != "Cf").translate(LOOK_ALIKES)
    return " ".join(word.translate(DIGIT_LETTERS) if _DIGIT.search(word) else word for word in shown.split())


def imitates(name: str, known: str) -> bool:
    """Whether an eye takes the one for the other although they are two names: Carltas and Caritas."""
    looks, should = skeleton(name), skeleton(known)
    if len(looks) >= _LONG_ENOUGH:
        looks, should = looks.replace("l", "i"), should.replace("l", "i")
    return looks == should and (plain(name) != plain(known) or bool(oddities(name)))


def _hides_something(name: str) -> bool:
    for place, sign in enumerate(name):
        if not _is_invisible(sign):
            continue
        around = name[max(0, place - 1) : place] + name[place + 1 : place + 2]
        if sign not in _JOINERS or script_of(around) not in _NEEDS_JOINERS:
            return True
    return False


def _is_invisible(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cf", "Cc", "Co") or (not sign.isspace() and _draws_nothing(sign))


def _draws_nothing(sign: str) -> bool:
    return unicodedata.name(sign, "").startswith(("HANGUL FILLER", "HANGUL CHOSEONG FILLER", "HANGUL JUNGSEONG FILLER"))


def _passes_for_latin(word: str) -> bool:
    """A word without one Latin letter, of which every letter looks like one."""
    letters = [letter for letter in word if letter.isalpha()]
    return script_of(word) in _CONFUSED - {"Latn"} and all(
        letter.translate(LOOK_ALIKES) != letter or letter.isascii() for letter in letters
    )
