"""A file criterion by criterion, as one reader may see it: answer, evidence, check, questions, her finding, both."""

import json
from dataclasses import dataclass, field

from observers.models import Criterion, Finding, Question, Review
from observers.queries.checks import checks
from observers.queries.reviews import found
from observers.queries.snapshots import ordered_answers
from observers.states import ReviewState


@dataclass(frozen=True)
class Sent:
    """What the organization sent on one criterion. What it writes meanwhile is its own until it sends again."""

    text: str = ""
    language: str = ""
    is_declared: bool = False
    documents: list = field(default_factory=list)
    translation: str = ""
    translation_language: str = ""


@dataclass(frozen=True)
class Assessment:
    number: int
    criterion: Criterion
    sent: Sent
    check: object
    questions: list
    # Her own finding, when she reviews it.
    mine: Finding | None
    # Both findings and what stands; nothing before both reviews are in.
    found: object
    # Of the review before the Council deferred it.
    earlier: object = None
    # Questions on it that wait to be sent, and whether one is out and not answered.
    collected: list = field(default_factory=list)
    is_waiting: bool = False


def assessments(application, user):
    """Every criterion of the set in its order. What the two reviewers found is there when both are in, never before."""
    answers = ordered_answers(application)
    criteria, sent = [answer.criterion for answer in answers], _sent(application, answers)
    results = checks(application, criteria)
    mine = _mine(application, user)
    both = {one.criterion.pk: one for one in found(application)}
    earlier = {}
    if application.cycle > 1:
        earlier = {one.criterion.pk: one for one in found(application, cycle=application.cycle - 1)}
    asked = _questions(application)
    return [
        Assessment(
            number=number,
            criterion=answer.criterion,
            sent=sent.get(answer.criterion.code, Sent()),
            check=results.get(answer.criterion_id),
            questions=[q for q in asked.get(answer.criterion_id, []) if q.round.sent_at],
            mine=mine.get(answer.criterion_id),
            found=both.get(answer.criterion_id),
            earlier=earlier.get(answer.criterion_id),
            collected=[q for q in asked.get(answer.criterion_id, []) if not q.round.sent_at],
            is_waiting=any(_is_open(q) for q in asked.get(answer.criterion_id, [])),
        )
        for number, answer in enumerate(answers, 1)
    ]


def my_review(application, user):
    """Her review in this cycle, or None; one that was ended is none."""
    reviews = Review.objects.filter(application=application, cycle=application.cycle, reviewer=user)
    return reviews.exclude(state=ReviewState.ENDED).first()


def documents_of(application):
    """Every document of the dossier, each once: of the answers, of what was asked and sent, and of corrections."""
    sent = _sent(application, ordered_answers(application))
    shown = {document.pk: document for one in sent.values() for document in one.documents}
    questions = Question.objects.filter(round__application=application, round__answered_at__isnull=False)
    closed = Question.objects.filter(round__application=application, round__closed_at__isnull=False)
    for question in (questions | closed).prefetch_related("documents"):
        shown |= {document.pk: document for document in question.documents.all()}
    for correction in application.corrections.exclude(document=None).select_related("document"):
        shown[correction.document_id] = correction.document
    return sorted(shown.values(), key=lambda document: document.reference)


def _sent(application, answers):
    """{code: Sent} of the last submission."""
    submission = application.submissions.order_by("-number").first()
    told = json.loads(submission.content)["answers"] if submission else []
    references = {document["reference"] for answer in told for document in answer["documents"]}
    documents = {d.reference: d for d in application.organization.documents.filter(reference__in=references)}
    written = {answer.criterion.code: answer for answer in answers}
    return {
        answer["code"]: Sent(
            text=answer["text"],
            language=answer["language"],
            is_declared=answer["is_declared"],
            documents=[documents[d["reference"]] for d in answer["documents"] if d["reference"] in documents],
            translation=written[answer["code"]].translation,
            translation_language=written[answer["code"]].translation_language,
        )
        for answer in told
    }


def _mine(application, user):
    findings = Finding.objects.filter(
        review__application=application, review__cycle=application.cycle, review__reviewer=user
    ).exclude(review__state=ReviewState.ENDED)
    return {f.criterion_id: f for f in findings.select_related("review").prefetch_related("pins__document")}


def _questions(application):
    """{criterion: its questions in the order in which they were asked}."""
    told = {}
    questions = Question.objects.filter(round__application=application).select_related("round", "similar_to")
    for question in questions.prefetch_related("documents").order_by("round__number", "pk"):
        told.setdefault(question.criterion_id, []).append(question)
    return told


def _is_open(question):
    asked = question.round
    return bool(asked.sent_at and not asked.answered_at and not asked.closed_at)
