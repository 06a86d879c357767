"""What changed from one text to another, word by word; and from one list to another. Pure."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

# Texts of more words than this are compared as a whole: comparing takes the product of both lengths.
LONGEST = 600
# Signs that hold a word together when letters or digits stand on both sides: 2026-11-22, l'aide, a@b.example
_JOINING = frozenset("-'’.@/:&‿·\u200c\u200d")


@dataclass(frozen=True)
class Part:
    """A piece of one of the two texts, and whether the other one has it too."""

    text: str
    changed: bool


def compare_texts(before: str, after: str) -> tuple[list[Part], list[Part]]:
    """Both texts in pieces whose limits are those of words. Joined again, the pieces of each are the text itself."""
    left, right = split_words(before), split_words(after)
    if max(len(left), len(right)) > LONGEST:
        return _whole(before, before != after), _whole(after, before != after)
    steps = _steps(left, right)
    if not any(is_same and any(_is_word(token) for token in left[a:b]) for is_same, a, b, _c, _d in steps):
        # Two texts that share nothing but a comma are two texts.
        return _whole(before, before != after), _whole(after, before != after)
    return (
        _joined((left[a:b], not is_same) for is_same, a, b, _c, _d in steps),
        _joined((right[c:d], not is_same) for is_same, _a, _b, c, d in steps),
    )


def compare_lists(before: Sequence[str], after: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
    """What was removed, what was added, and what stayed, each in the order in which it stood."""
    ours, theirs = set(before), set(after)
    return (
        [one for one in before if one not in theirs],
        [one for one in after if one not in ours],
        [one for one in before if one in theirs],
    )


def split_words(text: str) -> list[str]:
    """Words, runs of spaces, and every other sign for itself."""
    return list(_tokens(text))


def _tokens(text: str) -> Iterator[str]:
    place = 0
    while place < len(text):
        start, kind = place, _kind(text[place])
        place += 1
        if kind != "sign":
            while place < len(text) and (_kind(text[place]) == kind or (kind == "word" and _joins(text, place))):
                place += 1
        yield text[start:place]


def _kind(character: str) -> str:
    if character.isspace():
        return "space"
    # A mark belongs to its letter: without it, a word in Arabic or Devanagari would fall apart.
    return "word" if unicodedata.category(character)[0] in "LNM" or character == "_" else "sign"


def _joins(text: str, place: int) -> bool:
    return text[place] in _JOINING and place + 1 < len(text) and _kind(text[place + 1]) == "word"


def _is_word(token: str) -> bool:
    return _kind(token[0]) == "word"


def _steps(left: list[str], right: list[str]) -> list[tuple[bool, int, int, int, int]]:
    """(same or not, from, to, from, to): a lone space between two changes belongs to them."""
    steps: list[tuple[bool, int, int, int, int]] = []
    for tag, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        is_same = tag == "equal"
        if is_same and steps and not steps[-1][0] and b < len(left) and d < len(right) and _is_blank(left[a:b]):
            is_same = False
        if steps and not is_same and not steps[-1][0]:
            steps[-1] = (False, steps[-1][1], b, steps[-1][3], d)
        else:
            steps.append((is_same, a, b, c, d))
    return steps


def _is_blank(tokens: list[str]) -> bool:
    return all(token.isspace() for token in tokens)


def _joined(pieces: Iterator[tuple[list[str], bool]]) -> list[Part]:
    return [Part("".join(tokens), changed) for tokens, changed in pieces if tokens]


def _whole(text: str, changed: bool) -> list[Part]:
    return [Part(text, changed)] if text else []
