"""Whether an organization that a file describes is one that the registry has."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from registry.matching.compare import POSSIBLE, STRONGLY_SIMILAR, Comparison, Evidence, Identity, compare

Id = TypeVar("Id", bound=Hashable)


class Verdict(StrEnum):
    SAME = "same"
    POSSIBLE = "possible"
    NEW = "new"


@dataclass(frozen=True)
class Recognition(Generic[Id]):
    """The verdict, whom it is about, and what speaks for and against; `others` are the next best."""

    verdict: Verdict
    best: Id | None = None
    comparison: Comparison | None = None
    others: tuple[Id, ...] = ()


def recognise(identity: Identity, candidates: Iterable[tuple[Id, Identity]]) -> Recognition[Id]:
    """Tell which of the candidates the identity is: the same, possibly one (a person decides), or none.

    The same only by an identifier; by an equal full name where the countries do not contradict; or by acronym, country
    and a strongly similar name (or, when neither side has more than an acronym, by acronym and country). When several
    qualify a person decides.
    """
    compared = [(owner, other, compare(identity, other)) for owner, other in candidates]
    compared.sort(key=lambda entry: -entry[2].score)
    by_identifier = [entry for entry in compared if entry[2].agrees_in(Evidence.IDENTIFIER)]
    same = by_identifier or [entry for entry in compared if _is_same(identity, entry[1], entry[2])]
    possible = [entry for entry in compared if entry in same or _may_be(entry[2])]
    if not possible:
        return Recognition(Verdict.NEW)
    owner, _, comparison = same[0] if same else possible[0]
    others = tuple(other for other, _, _ in possible if other != owner)
    return Recognition(Verdict.SAME if len(same) == 1 else Verdict.POSSIBLE, owner, comparison, others)


def _is_same(identity: Identity, other: Identity, comparison: Comparison) -> bool:
    if comparison.conflicts_in(Evidence.IDENTIFIER, Evidence.COUNTRY):
        return False
    if comparison.agrees_in(Evidence.NAME):
        return True
    if not (comparison.agrees_in(Evidence.ACRONYM) and comparison.agrees_in(Evidence.COUNTRY)):
        return False
    if not identity.full_names and not other.full_names:
        return True
    return comparison.alike >= STRONGLY_SIMILAR


def _may_be(comparison: Comparison) -> bool:
    if comparison.score >= POSSIBLE or comparison.agrees_in(Evidence.EMAIL, Evidence.PHONE):
        return True
    named = comparison.agrees_in(Evidence.NAME, Evidence.ACRONYM) or comparison.alike >= STRONGLY_SIMILAR
    return named and not comparison.conflicts_in(Evidence.NAME, Evidence.BRANCH)
