"""Earlier recommendations that ask for nearly the same, each with what makes it similar."""

from dataclasses import dataclass

from rapidfuzz import fuzz

from consultations.models import Recommendation
from registry.matching import words

# Shorter words join sentences and tell nothing of what they are about.
LONG_ENOUGH = 5
ALIKE = 60
SAME_AREA = 10
SHOWN = 5


@dataclass(frozen=True)
class Similar:
    recommendation: Recommendation
    score: float
    is_same_area: bool
    common: list


def similar_earlier(recommendation, *, among):
    """The most similar of `among`, which came before it, compared in each language that both are told in."""
    found = [_compared(recommendation, one) for one in among]
    alike = [one for one in found if one.score >= ALIKE and one.common]
    return sorted(alike, key=lambda one: (-one.score, one.recommendation.pk))[:SHOWN]


def earlier_than(recommendation):
    """Recommendations of consultations that began before its own."""
    return (
        Recommendation.objects.filter(consultation__starts_on__lt=recommendation.consultation.starts_on)
        .exclude(consultation=recommendation.consultation_id)
        .select_related("consultation", "area")
    )


def _compared(one, other):
    is_same_area = one.area_id is not None and one.area_id == other.area_id
    languages = [code for code in one.languages if code in other.languages]
    best = max((_likeness(one, other, code) for code in languages), default=(0, []))
    return Similar(other, best[0] + SAME_AREA * is_same_area, is_same_area, best[1])


def _likeness(one, other, code):
    mine, theirs = (_telling(getattr(thing, f"text_{code}")) for thing in (one, other))
    return fuzz.token_set_ratio(" ".join(mine), " ".join(theirs)), [word for word in mine if word in theirs]


def _telling(text):
    """Its long words, each once, in their order."""
    return list(dict.fromkeys(word for word in words(text) if len(word) >= LONG_ENOUGH))
