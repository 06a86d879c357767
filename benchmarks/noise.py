"""How people write names otherwise than they are: each function takes a name, its organization and chance.

An empty answer means that this name cannot be miswritten so.
"""

import random
import unicodedata
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

from benchmarks import lexicon

# Cyrillic letters as they are heard, and sounds as French writes them.
_HEARD = """
а=a б=b в=v/w г=g д=d е=e/ye ё=yo/e ж=zh/j з=z и=i й=y/i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u/ou ф=f х=kh/h ц=ts/c
ч=ch/tch ш=sh/ch щ=shch ъ= ь= ы=y э=e ю=yu/iou я=ya/ia
"""
_BY_EAR = {entry[0]: entry[2:].split("/") for entry in _HEARD.split()}
_FRENCH = {"sh": "ch", "u": "ou", "j": "dj", "iya": "ia", "aa": "a", "al-": "el ", "q": "k"}


def _typo(text: str, org: Mapping[str, Any], chance: random.Random) -> str:
    """One slip of the pen, two in a long name."""
    letters = list(text)
    for _ in range(1 if len(letters) < 30 else 2):
        pairs = enumerate(pairwise(letters))
        spots = [place for place, (one, other) in pairs if one.isalpha() and other.isalpha()]
        if not spots:
            return ""
        place = chance.choice(spots)
        near = chance.choice(sorted({letter.lower() for letter in letters if letter.isalpha()}))
        match chance.randrange(4):
            case 0:
                letters[place], letters[place + 1] = letters[place + 1], letters[place]
            case 1:
                del letters[place]
            case 2:
                letters.insert(place, near)
            case _:
                letters[place] = near
    return "".join(letters)


def _dropped_word(text: str, org: Mapping[str, Any], chance: random.Random) -> str:
    parts = text.split()
    if len(parts) < 4:
        return ""
    del parts[chance.randrange(len(parts))]
    return " ".join(parts)


def _partial(text: str, org: Mapping[str, Any], chance: random.Random) -> str:
    """Some words in a row of a long name."""
    parts = text.split()
    if len(parts) < 5:
        return ""
    size = chance.randint(3, len(parts) - 1)
    start = chance.randrange(len(parts) - size + 1)
    return " ".join(parts[start : start + size])


def _spacing(text: str, org: Mapping[str, Any], chance: random.Random) -> str:
    """Two words written as one, or with a dash."""
    gaps = [place for place, letter in enumerate(text) if letter == " "]
    gap = chance.choice(gaps) if gaps else len(text)
    return text[:gap] + chance.choice(("", "-")) + text[gap + 1 :]


def _word_order(text: str, org: Mapping[str, Any], chance: random.Random) -> str:
    parts = text.split()
    cut = chance.randrange(1, len(parts)) if len(parts) > 1 else 0
    return " ".join(parts[cut:] + parts[:cut])


def _prefix(text: str, org: Mapping[str, Any], chance: random.Random) -> str:
    return text[: max(6, int(len(text) * chance.uniform(0.55, 0.9)))].strip()


def _accents(text: str, org: Mapping[str, Any], chance: random.Random) -> str:
    bare = "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))
    bare = bare.replace("’", "'").replace("«", "").replace("»", "").replace("ة", "ه").replace("ى", "ي")
    return bare.upper() if chance.random() < 0.5 else bare.lower()


def _abbreviation(text: str, org: Mapping[str, Any], chance: random.Random) -> str:
    """Well-known abbreviations, and one long word cut short."""
    parts = [lexicon.ABBREVIATIONS.get(part, part) for part in text.split()]
    long = [place for place, part in enumerate(parts) if len(part) >= 8 and part.isalpha()]
    if long and chance.random() < 0.6:
        place = chance.choice(long)
        parts[place] = parts[place][: chance.randint(3, 5)] + "."
    return " ".join(parts)


def _transliteration(text: str, org: Mapping[str, Any], chance: random.Random) -> str:
    """A name in Arabic or Cyrillic letters, written in Latin letters by ear, the English or the French way."""
    if org["said"] and not text.isascii() and "\u0600" < text[0] < "\u06ff":
        said = org["said"]
    elif "\u0400" < text[0] < "\u04ff":
        said = "".join(chance.choice(_BY_EAR.get(char, [char])) for char in text.lower())
    else:
        return ""
    for written, heard in _FRENCH.items():
        if chance.random() < 0.35:
            said = said.replace(written, heard)
    return said.replace("«", "").replace("»", "")


def _legal_form(text: str, org: Mapping[str, Any], chance: random.Random) -> str:
    language = org["names"][0]["language"]
    form = chance.choice(lexicon.LEGAL_FORMS[language])
    return f"{form} {text}" if chance.random() < 0.4 else f"{text}, {form}"


def _acronym(text: str, org: Mapping[str, Any], chance: random.Random) -> str:
    return next((name["text"] for name in org["names"] if name["kind"] == "acronym"), "")


Noise = Callable[[str, Mapping[str, Any], random.Random], str]
NOISE: dict[str, Noise] = {
    "exact": lambda text, org, chance: text,
    "typo": _typo,
    "dropped word": _dropped_word,
    "word order": _word_order,
    "partial": _partial,
    "spacing": _spacing,
    "prefix": _prefix,
    "accents": _accents,
    "abbreviation": _abbreviation,
    "transliteration": _transliteration,
    "legal form": _legal_form,
    "acronym": _acronym,
}
