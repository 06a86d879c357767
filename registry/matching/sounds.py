"""The consonants of a word: what survives a wrong vowel, a doubled letter and another way of romanizing."""

import re
from functools import lru_cache

from registry.matching.scripts import romanize

_GROUPS = {
    "tsch": "s", "sch": "s", "tch": "s", "dzh": "g", "dj": "g", "ch": "s", "sh": "s", "zh": "g", "kh": "k",
    "gh": "g", "ph": "f", "th": "t", "dh": "d", "ck": "k", "cq": "k", "qu": "k", "ts": "s", "tz": "s", "cc": "k",
    "ce": "se", "ci": "si", "cy": "si", "gn": "n", "x": "ks",
}  # fmt: skip
_GROUP = re.compile("|".join(sorted(_GROUPS, key=len, reverse=True)))
_CONSONANTS = str.maketrans("ckqzjvp", "kkksgfb", "aeiouwy")
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=50_000)
def consonants(word: str) -> str:
    """The Latin consonants of a folded word, one letter for those that are mixed up (c k q, s z, g j, p b, f v)."""
    # Letter by letter outside Latin, else the t and the h of اتحاد would be read as one th.
    sounds = _one_sound(word) if word.isascii() else "".join(_one_sound(romanize(letter)) for letter in word)
    return _DOUBLED.sub(r"\1", sounds).removesuffix("h")


def _one_sound(latin: str) -> str:
    return _GROUP.sub(lambda group: _GROUPS[group[0]], latin).translate(_CONSONANTS)
