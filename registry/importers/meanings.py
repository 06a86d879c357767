"""What cells mean in the registry's words, remembered: the same few values stand in thousands of lines."""

from collections.abc import Callable
from functools import lru_cache, partial

from registry.importers import kinds
from registry.importers.values import is_nothing, several
from registry.importers.vocabularies import Vocabularies

Meaning = tuple[tuple[str, ...], tuple[str, ...]]
"""The codes that a cell means, and its pieces that mean nothing."""
REMEMBERED = 4096


class Meanings:
    def __init__(self, known: Vocabularies) -> None:
        self._known = known
        self.countries = lru_cache(maxsize=REMEMBERED)(self._countries)
        self._codes = {
            "role": self._finder("roles", kinds.role_of),
            "area": self._finder("areas", kinds.area_of),
            "mode": self._finder("modes", kinds.mode_of),
            "level": self._finder("levels", kinds.level_of),
        }

    def codes(self, field: str, text: str) -> Meaning:
        """For a role, area, mode or level."""
        return self._codes[field](text)

    def is_cluster(self, text: str) -> bool:
        return self._known.find("sectors", text) is not None or kinds.is_cluster(text)

    def _finder(self, vocabulary: str, built_in: Callable[[str], str | None]) -> Callable[[str], Meaning]:
        """By the titles of the vocabulary, then by our own words as far as the vocabulary has their code."""
        codes = set(getattr(self._known, vocabulary).values())
        exact = partial(self._known.find, vocabulary)

        def find(text: str) -> str | None:
            found = exact(text) or built_in(text)
            return found if not codes or found in codes else None

        @lru_cache(maxsize=REMEMBERED)
        def meaning(text: str) -> Meaning:
            known, rest = several(text, find, exact) if text else ([], [])
            return tuple(known), tuple(rest)

        return meaning

    def _countries(self, cells: tuple[str, ...]) -> Meaning:
        """The countries of all country columns: where one column says it all, doubts about another do not matter."""
        found = [(value, *several(value, self._known.country)) for value in cells]
        clear = {code for _, known, rest in found if not rest for code in known}
        known = dict.fromkeys(code for _, codes, _ in found for code in codes)
        unknown = [
            piece
            for value, codes, rest in found
            if not (is_nothing(value) and not codes) and not (clear and set(codes) <= clear)
            for piece in rest
        ]
        return tuple(known), tuple(unknown)
