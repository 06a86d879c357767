"""Whether a question was asked before."""

from observers.models import Question
from registry.matching import fold, similarity

# Two questions on one criterion that share so much are one question. 1: the same words.
MUCH_THE_SAME = 0.6


def asked_before(application, criterion):
    """The questions on this criterion that went out, the latest first, each with its answer."""
    found = Question.objects.filter(round__application=application, criterion=criterion, round__sent_at__isnull=False)
    return found.select_related("round").order_by("-round__number", "-pk")


def similar_question(application, criterion, text):
    """The question asked before that this one repeats, or None."""
    folded = fold(text)
    ranked = [(similarity(folded, fold(question.text)), question) for question in asked_before(application, criterion)]
    best = max(ranked, key=lambda pair: pair[0], default=(0, None))
    return best[1] if best[0] >= MUCH_THE_SAME else None
