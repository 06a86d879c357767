"""How much each agreement and conflict counts towards two records being one organization: fitted, not felt.

`python -m benchmarks.fit` fits them: a logistic regression on the tuning half of invented registries of 20,000 and
100,000 records (benchmarks/labelled.py), where no agreement may count against a pair and no conflict for it. What came
out as nothing was left out. Never fit on the half that the benchmark W4 reports.
"""

from math import exp
from operator import mul
from typing import NamedTuple


class Look(NamedTuple):
    """What a quick look tells of two records, from 0 to 1."""

    keys: float  # how many rare keys both hold, of eight
    very_alike: float  # how alike their nearest names sound, word order aside; to the fourth, for half alike is nothing
    held: float  # the share of the shorter name, by the weight of its words, that the other has
    contact: float  # whether a contact or an identifier is the same
    same_country: float
    other_country: float


class Circumstances(NamedTuple):
    """What the comparison and the whole registry tell of two records. Facts count as 1, their absence as 0."""

    same_identifier: float
    alike: float  # how alike the nearest full names are, by the weight of their words: what is above 0.8, times 5
    apart: float  # the weight of the words that each has and the other has not, at most 1.5
    nameless: float  # whether one of them has only an acronym
    branch: float
    other_numbers: float
    same_acronym: float
    other_acronym: float
    same_country: float
    other_country: float
    same_name_abroad: float
    same_place: float
    other_type: float
    same_domain: float  # less than 1 where more than these two have it
    same_email: float
    same_phone: float
    other_identifier: float


Weights = tuple[float, tuple[float, ...]]
"""What stands before anything is known, and what each field of Look or of Circumstances adds."""

LOOK: Weights = (
    -10.63,
    Look(keys=3.71, very_alike=4.27, held=2.27, contact=6.29, same_country=1.59, other_country=-3.29),
)
# Lets 97 of 100 true pairs through, and one of fifty candidates.
WORTH_COMPARING = -5.4

LIKELIHOOD: Weights = (
    -2.64,
    Circumstances(
        same_identifier=0.0,
        alike=3.67,
        apart=-5.93,
        nameless=1.91,
        branch=-0.54,
        other_numbers=-2.05,
        same_acronym=0.3,
        other_acronym=-3.2,
        same_country=1.78,
        other_country=-2.97,
        same_name_abroad=-0.65,
        same_place=3.53,
        other_type=-1.77,
        same_domain=3.68,
        same_email=5.1,
        same_phone=4.3,
        other_identifier=-0.61,
    ),
)

# From the curve of W4 (docs/benchmarks.md): of the pairs that score this much 95 of 100 are true …
LIKELY_PAIR = 0.55
# … and here nine of ten. Just above what a country and a part of a name in common come to (0.297).
POSSIBLE_PAIR = 0.3
# An acronym and a country tell nothing alone, so they stay below: AAM is whoever chose these letters.
UNCORROBORATED = 0.1


def deserves_comparison(look: Look) -> bool:
    return bool(look.contact) or total(LOOK, look) >= WORTH_COMPARING


def likelihood(told: Circumstances) -> float:
    """How likely two records are of one organization, from 0 to 1. A number in a register decides."""
    if told.same_identifier:
        return 1.0
    if is_uncorroborated(told):
        return UNCORROBORATED
    return round(1 / (1 + exp(-total(LIKELIHOOD, told))), 4)


def is_uncorroborated(told: Circumstances) -> bool:
    """Whether nothing but letters stands behind a pair."""
    return bool(told.nameless) and not (told.same_place or told.same_domain or told.same_email or told.same_phone)


def total(weights: Weights, values: tuple[float, ...]) -> float:
    return weights[0] + sum(map(mul, weights[1], values))
