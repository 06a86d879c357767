"""Whether a question was asked before."""

from dataclasses import dataclass

from observers.models import Answer, Question
from registry.matching import fold, similarity
from registry.models import Document

# Two questions on one criterion that share so much are one question. 1: the same words.
MUCH_THE_SAME = 0.6


def asked_before(application, criterion):
    """The questions on this criterion that went out, the latest first, each with its answer."""
    found = Question.objects.filter(round__application=application, criterion=criterion, round__sent_at__isnull=False)
    return found.select_related("round").prefetch_related("documents").order_by("-round__number", "-pk")


def similar_question(application, criterion, text):
    """The question asked before that this one repeats, or None."""
    folded = fold(text)
    ranked = [(similarity(folded, fold(question.text)), question) for question in asked_before(application, criterion)]
    best = max(ranked, key=lambda pair: pair[0], default=(0, None))
    return best[1] if best[0] >= MUCH_THE_SAME else None


@dataclass(frozen=True)
class Reusable:
    """Something that the organization said before, to take and to change."""

    key: str
    about: str
    text: str
    documents: tuple[Document, ...] = ()
    question_id: int | None = None


def reusable_answers(application):
    """The earlier answers of the same organization: to its criteria here and before, and to questions of IOM."""
    organization = application.organization
    asked = Question.objects.filter(round__application__organization=organization, answered_at__isnull=False)
    told = [
        Reusable(question.reference, question.text, question.answer, tuple(question.documents.all()), question.pk)
        for question in asked.prefetch_related("documents").order_by("-answered_at", "-pk")
    ]
    written = Answer.objects.filter(application__organization=organization).exclude(text="")
    written = written.select_related("criterion").prefetch_related("documents")
    for answer in written.order_by("-application", "criterion__position"):
        shown = tuple(answer.documents.all())
        told.append(Reusable(f"A{answer.pk}", answer.criterion.told("name"), answer.text, shown))
    # The same words once, however often they were said.
    return list({one.text: one for one in reversed(told)}.values())[::-1]
