"""Acronyms: whether a text is one, and which ones a name would have."""

from registry.matching.lexicon import FILLERS, LEGAL_FORMS
from registry.matching.normalize import fold, words

LONGEST = 10
# Of, la, los and der lend no letter to an acronym; pour, sans and contra may.
_LONGEST_ARTICLE = 3
# What stands between the letters of an acronym.
_BETWEEN = str.maketrans("", "", ".-'’&/")


def looks_like_acronym(text: str) -> bool:
    """One short word in capitals (IOM, MSF-F, S.O.S., FUNADEH), or capitals among few small letters (EdM, CBMs)."""
    compact = text.strip().translate(_BETWEEN)
    if not 2 <= len(compact) <= LONGEST or not compact.isalnum():
        return False
    capitals = sum(map(str.isupper, compact))
    return capitals >= 2 and capitals * 2 >= len(compact)


def acronym_key(text: str) -> str:
    """The acronym without its dots, dashes and case."""
    return "".join(words(text)) or fold(text)


def acronym_of(name: str) -> set[str]:
    """Plausible initials of a name, folded: with or without articles, other small words and the legal form."""
    every = words(name)
    without_articles = [word for word in every if word not in FILLERS or len(word) > _LONGEST_ARTICLE]
    meaning = [word for word in every if word not in FILLERS]
    bare = [word for word in meaning if word not in LEGAL_FORMS]
    found = {"".join(word[0] for word in chosen) for chosen in (every, without_articles, meaning, bare)}
    return {initials for initials in found if 2 <= len(initials) <= LONGEST}
