"""Bring names to a form in which the same name is the same text."""

import re
import unicodedata

from registry.matching.characters import DIGIT_LETTERS, LOOK_ALIKES, CharacterTable, SeparatorTable

_FOLDED = CharacterTable()
_SEPARATED = SeparatorTable()

_INITIALS = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W_]))?")
_ELISION = re.compile(r"(?<![^\W_])(?:l|d|qu|n|s|j|m|c|un|dell|nell|all|sull|dall|gl|lorsqu|jusqu)'(?=[^\W_]{2}|$)")
# The article, alone or behind and, with, as, so, for; and how long a word must be for it to be one.
_ARABIC_ARTICLES = {"وال": 5, "بال": 5, "كال": 5, "فال": 5, "ولل": 5, "ال": 3, "لل": 5}
_NO_ARTICLE = frozenset({"الله", "الي", "الف"})
_LONG_ENOUGH_TO_BE_A_NAME = 8


def fold(text: str) -> str:
    """The text without case, accents, invisible characters and variants of one letter or sign; one space between words.

    Folding twice changes nothing. Digits of every script become 0–9; Arabic letter forms become one.
    """
    return " ".join(unicodedata.normalize("NFC", text.translate(_FOLDED)).split())


def words(text: str) -> list[str]:
    """The folded words: initials joined (S.O.S. is sos), elided and Arabic articles dropped, punctuation gone."""
    folded = fold(text)
    if "." in folded:
        folded = _INITIALS.sub(lambda match: match[0].replace(".", "") + " ", folded)
    if "'" in folded:
        folded = _ELISION.sub("", folded).replace("'", "")
    if folded.isascii():
        return folded.translate(_SEPARATED).split()
    return [_without_article(word) for word in folded.translate(_SEPARATED).split()]


def _without_article(word: str) -> str:
    if ("ا" in word or "ل" in word) and word not in _NO_ARTICLE:
        for article, shortest in _ARABIC_ARTICLES.items():
            if word.startswith(article) and len(word) >= shortest:
                return word[len(article) :]
    return word


def plain(text: str) -> str:
    """The words of a name, one space between them: two names with the same plain form are the same name."""
    return " ".join(words(text)) or fold(text)


def skeleton(text: str) -> str:
    """What a name looks like: equal for names that a reader cannot tell apart, whatever characters they are made of."""
    shown = "".join(character for character in unicodedata.normalize("NFKC", text) if not _is_invisible(character))
    folded = fold(" ".join(_capital_i(word) for word in shown.translate(LOOK_ALIKES).split()))
    looks = "".join(_letters_for_digits(word) for word in folded.split())
    looks = "".join(looks.translate(_SEPARATED).split()).replace("rn", "m").replace("vv", "w")
    # In a short text i and l tell acronyms apart (AIS, ALS); in a longer one they are one stroke.
    return looks.replace("l", "i") if len(looks) >= _LONG_ENOUGH_TO_BE_A_NAME else looks


def _is_invisible(character: str) -> bool:
    return not character.isspace() and fold(character) == ""


def _capital_i(word: str) -> str:
    """lOM among capitals is IOM."""
    return word.replace("l", "I") if "l" in word and word.replace("l", "").isupper() else word


def _letters_for_digits(word: str) -> str:
    return word.translate(DIGIT_LETTERS) if any(character.isalpha() for character in word) else word
