"""Which of some candidates somebody's description means: how near each comes, and whether one of them is certain.

A search is generous and a match must not be. The score orders candidates as a search does, and takes in what else is
told: identifier, website, country, type, acronym. A match is certain only when nothing contradicts it and nobody else
comes near; whatever is not plain is left to people.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

from registry.matching.compare import Comparison, Evidence, Identity, compare
from registry.matching.lexicon import says_nothing
from registry.matching.score import similarity, take_apart

Id = TypeVar("Id", bound=Hashable)


class Outcome(StrEnum):
    MATCHED = "matched"
    AMBIGUOUS = "ambiguous"
    NONE = "none"


# Tuned on the tuning half of benchmarks/asked.py, never on the half that is reported (decision 0037).
CERTAIN = 0.93
# How far the next candidate must stay behind one that is certain.
AHEAD = 0.06
# A name that comes less near than this never matches by itself.
NEAR_ENOUGH = 0.92
# What each of two names may have that the other has not, by how rare the words are.
MOST_APART = 0.2
# Less than this is nobody whom the description may mean …
POSSIBLE = 0.6
# … and less than this is not worth showing.
WORTH_SHOWING = 0.35

# An acronym alone is whoever chose these letters.
_BY_ACRONYM = 0.75
# A part of what was written is not all of it.
_BY_PART = 0.9
# How much of what is missing to certainty an agreement adds, and what is left after a conflict.
_ADDS = {Evidence.DOMAIN: 0.6, Evidence.ACRONYM: 0.3, Evidence.COUNTRY: 0.25, Evidence.TYPE: 0.03}
_LEFT = {Evidence.IDENTIFIER: 0.7, Evidence.COUNTRY: 0.85, Evidence.ACRONYM: 0.93, Evidence.TYPE: 0.98}


@dataclass(frozen=True, slots=True)
class Asked:
    """A description: who it says it is, and parts of what was written that may be its name."""

    identity: Identity
    parts: tuple[str, ...] = ()
    # Codes of what it does. They change all the time, and so only order what is as near.
    works: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Candidate(Generic[Id]):
    """Somebody who may be meant: how near it comes, how near its name alone does, and what speaks for and against."""

    key: Id
    score: float
    name: float
    comparison: Comparison
    is_match: bool = False


@dataclass(frozen=True, slots=True)
class Choice(Generic[Id]):
    outcome: Outcome
    candidates: tuple[Candidate[Id], ...] = field(default=())


def choose(
    asked: Asked,
    candidates: Iterable[tuple[Id, Identity]],
    *,
    weights: Mapping[str, float],
    works: Mapping[Id, frozenset[str]] | None = None,
    limit: int = 10,
) -> Choice[Id]:
    """The candidates, best first, the first of them marked when it is certain.

    `weights` tells how rare words are, `works` the codes of what each candidate does.
    """
    known = list(candidates)
    works = works or {}
    found = [_candidate(asked, key, other, weights) for key, other in known]
    found = sorted(
        (one for one in found if one.score >= WORTH_SHOWING),
        key=lambda one: (-one.score, -len(asked.works & works.get(one.key, frozenset())), -one.name, str(one.key)),
    )
    if not found:
        return Choice(Outcome.NONE)
    best = found[0]
    if _is_certain(asked, best, found[1:], dict(known)):
        found[0] = Candidate(best.key, best.score, best.name, best.comparison, is_match=True)
        return Choice(Outcome.MATCHED, tuple(found[:limit]))
    return Choice(Outcome.AMBIGUOUS if best.score >= POSSIBLE else Outcome.NONE, tuple(found[:limit]))


def _candidate(asked: Asked, key: Id, other: Identity, weights: Mapping[str, float]) -> Candidate[Id]:
    comparison = compare(asked.identity, other, weights=weights)
    name = _name_score(asked, other, comparison, weights)
    score = name
    if comparison.agrees_in(Evidence.IDENTIFIER):
        return Candidate(key, 1.0, round(name, 4), comparison)
    agreeing = {reason.code for reason in comparison.agreeing}
    for code, adds in _ADDS.items():
        if code in agreeing:
            score += (1 - score) * adds
    for code in {reason.code for reason in comparison.conflicting}:
        score *= _LEFT.get(code, 1.0)
    exact = comparison.agrees_in(Evidence.NAME)
    return Candidate(key, round(score if exact else min(score, 0.99), 4), round(name, 4), comparison)


def _name_score(asked: Asked, other: Identity, comparison: Comparison, weights: Mapping[str, float]) -> float:
    """How near the names come: half how alike they are, half how well one answers the other as a search."""
    theirs = list(other.full_names.values())
    mine = list(asked.identity.full_names.values())
    answers = max((similarity(one, name, weights=weights) for one in mine for name in theirs), default=0.0)
    parts = max((similarity(one, name, weights=weights) for one in asked.parts for name in theirs), default=0.0)
    near = (comparison.alike + answers) / 2
    short = 1.0 if comparison.agrees_in(Evidence.ACRONYM) else 0.8 if comparison.agrees_in(Evidence.INITIALS) else 0.0
    return max(near, _BY_PART * parts, 0.0 if mine and theirs and near > _BY_ACRONYM else _BY_ACRONYM * short)


def _is_certain(
    asked: Asked, best: Candidate[Id], others: list[Candidate[Id]], identities: Mapping[Id, Identity]
) -> bool:
    told = best.comparison
    if told.agrees_in(Evidence.IDENTIFIER):
        return not any(other.comparison.agrees_in(Evidence.IDENTIFIER) for other in others)
    if told.conflicts_in(Evidence.IDENTIFIER, Evidence.COUNTRY, Evidence.BRANCH):
        return False
    if told.agrees_in(Evidence.NAME):
        # Others of exactly this name, unless the country tells them apart.
        return not any(_may_be_too(best, other) for other in others)
    if not asked.identity.full_names and not identities[best.key].full_names:
        # Both are known by an acronym alone: then it is their name, if nobody else of the country has it.
        is_shared = any(other.comparison.agrees_in(Evidence.ACRONYM) for other in others)
        return told.agrees_in(Evidence.ACRONYM) and told.agrees_in(Evidence.COUNTRY) and not is_shared
    if told.alike < NEAR_ENOUGH or told.nearness.apart > MOST_APART or best.score < CERTAIN:
        return False
    if _numbers(asked.identity) != _numbers(identities[best.key]):
        return False
    return not others or others[0].score <= best.score - AHEAD


def _may_be_too(best: Candidate[Id], other: Candidate[Id]) -> bool:
    if not other.comparison.agrees_in(Evidence.NAME):
        return False
    return not (best.comparison.agrees_in(Evidence.COUNTRY) and other.comparison.conflicts_in(Evidence.COUNTRY))


def _numbers(identity: Identity) -> set[str]:
    every = set().union(*(take_apart(text).numbers for text in identity.full_names.values()))
    return {number for number in every if not says_nothing(number)}
