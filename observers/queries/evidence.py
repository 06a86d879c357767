"""Which documents of the record an organization can show for a criterion: what it has once given is not asked again."""

from dataclasses import dataclass

from django.db.models import F

from observers.models import Answer
from observers.queries.readiness import asks_something, document_problem
from observers.queries.snapshots import ordered_answers
from registry.models import Document


def own_documents(application):
    """What it may show: the documents that it may read itself, each in the version that counts; the newest first."""
    documents = application.organization.documents.filter(visibility=Document.Visibility.MEMBERS)
    return documents.current().order_by("kind", F("issued_on").desc(nulls_last=True), "-pk")


def fitting(criterion, documents):
    """Those of the kind that the criterion wants."""
    return [document for document in documents if criterion.document_kind and document.kind == criterion.document_kind]


def replaceable(application, answer):
    """Those of the kind that is wanted, or shown already, that do not hold any more."""
    criterion, shown = answer.criterion, {document.pk for document in answer.documents.all()}
    return [
        document
        for document in own_documents(application)
        if (document.kind == criterion.document_kind or document.pk in shown) and document_problem(criterion, document)
    ]


@dataclass(frozen=True)
class Held:
    """A criterion that needs a document, and one in date that IOM holds for it; `is_shown` once it was confirmed."""

    answer: Answer
    document: Document
    is_shown: bool

    @property
    def key(self):
        return f"{self.answer.criterion.code}:{self.document.reference}"


def held_documents(application):
    """For each criterion that needs a document: the one that shows it, else the newest of its kind that is in date."""
    known = list(own_documents(application))
    held = [_held(answer, known) for answer in ordered_answers(application) if answer.criterion.needs_document]
    return [one for one in held if one]


def _held(answer, known):
    criterion, shown = answer.criterion, sorted(answer.documents.all(), key=lambda document: document.reference)
    if not asks_something(criterion) or any(document_problem(criterion, document) for document in shown):
        return None
    good = shown or [one for one in fitting(criterion, known) if not document_problem(criterion, one)]
    return Held(answer, good[0], bool(shown)) if good else None
