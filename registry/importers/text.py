"""Text as machines compare it: what stays equal when case, accents, apostrophes and letter variants change."""

import re
import unicodedata
from collections import Counter
from functools import lru_cache

# Letters that decompose into nothing simpler, and Arabic letters that writers use for one another.
VARIANTS = str.maketrans(
    {
        "œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "’": "'",
        "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ٱ": "ا", "ـ": "",
    }
)  # fmt: skip
NOT_WORD = re.compile(r"[\W_]+")
NOT_LATIN = re.compile("[^\\W\\d_\u0000-\u02af]")
SCRIPTS = {
    "LATIN": "Latn", "ARABIC": "Arab", "CYRILLIC": "Cyrl", "GREEK": "Grek", "HEBREW": "Hebr", "ETHIOPIC": "Ethi",
    "DEVANAGARI": "Deva", "BENGALI": "Beng", "MYANMAR": "Mymr", "THAI": "Thai", "KHMER": "Khmr", "CJK": "Hani",
    "HANGUL": "Hang", "HIRAGANA": "Jpan", "KATAKANA": "Jpan", "GEORGIAN": "Geor", "ARMENIAN": "Armn", "SINHALA": "Sinh",
    "TAMIL": "Taml", "TIFINAGH": "Tfng", "SYRIAC": "Syrc", "THAANA": "Thaa", "LAO": "Laoo", "TIBETAN": "Tibt",
}  # fmt: skip
# Longer texts are seldom met twice, and would fill the memory that is kept for answers.
REMEMBERED_CHARACTERS = 200
SEPARATORS = " \t-–—/|()[]:;,،؛"


def fold(text: str) -> str:
    """`Côte d’Ivoire` and `COTE D'IVOIRE` both become `cote d ivoire`."""
    return _fold_short(text) if len(text) <= REMEMBERED_CHARACTERS else _fold(text)


def _fold(text: str) -> str:
    plain = text.casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain).translate(VARIANTS)
        plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return NOT_WORD.sub(" ", plain).strip()


_fold_short = lru_cache(maxsize=32_768)(_fold)


def script_of(text: str) -> str:
    """The ISO 15924 code of the script that most letters are in; empty when there is no letter."""
    if not NOT_LATIN.search(text):
        return "Latn" if any(map(str.isalpha, text)) else ""
    found = Counter(_script(letter) for letter in text if letter.isalpha())
    return found.most_common(1)[0][0] if found else ""


def _script(letter: str) -> str:
    return SCRIPTS.get(unicodedata.name(letter, "").split(" ")[0], "Zyyy")


def split_scripts(text: str) -> tuple[str, str]:
    """`جمعية السلام - Peace` as (`Peace`, `جمعية السلام`): the Latin part and the other, when each is a name."""
    if not NOT_LATIN.search(text):
        return text, ""
    runs: list[tuple[bool, list[str]]] = []
    for word in text.split():
        script = script_of(word)
        is_latin = script == "Latn" if script else (runs[-1][0] if runs else True)
        if runs and runs[-1][0] == is_latin:
            runs[-1][1].append(word)
        else:
            runs.append((is_latin, [word]))
    if len(runs) != 2:
        return (text, "") if script_of(text) in ("Latn", "") else ("", text)
    parts = {is_latin: " ".join(words).strip(SEPARATORS) for is_latin, words in runs}
    if min(sum(map(str.isalpha, part)) for part in parts.values()) < 3:
        return (text, "") if script_of(text) in ("Latn", "") else ("", text)
    return parts[True], parts[False]


def looks_like_acronym(text: str) -> bool:
    """`WVI`, `MSF-F`, `ONG3`: one word, short, mostly capitals."""
    letters = [letter for letter in text if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    return " " not in text and 2 <= len(letters) <= 10 and capitals >= 2 and capitals >= 0.6 * len(letters)
