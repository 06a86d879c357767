"""What is left to do before an application can be sent: the same list for the page, the button and the verb."""

from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _

from observers.models import Criterion, Question
from observers.queries.snapshots import content_hash, ordered_answers

# The signature has a task of its own.
_SIGNED = Criterion.Comparison.SIGNATURE
COMPLETED, IN_PROGRESS, NOT_STARTED, OPTIONAL, QUESTION, NOT_YET = (
    "completed",
    "in_progress",
    "not_started",
    "optional",
    "question",
    "not_yet",
)


@dataclass(frozen=True)
class Task:
    """One row of the task list. `problem` says in a few words why it is not completed."""

    name: str
    status: str
    answer: object = None
    documents: list = field(default_factory=list)
    problem: str = ""

    @property
    def is_done(self):
        return self.status in (COMPLETED, OPTIONAL)


@dataclass(frozen=True)
class Readiness:
    record: Task
    criteria: list
    declaration: Task | None
    signature: Task
    # Criteria for which nothing is asked: the registry itself is looked at.
    from_record: list

    @property
    def tasks(self):
        declaration = [self.declaration] if self.declaration else []
        return [self.record, *self.criteria, *declaration, self.signature]

    @property
    def needed(self):
        """The tasks that count: what may be left empty, and is, is neither done nor left."""
        return [task for task in self.tasks if task.status != OPTIONAL]

    @property
    def done(self):
        return sum(task.is_done for task in self.needed)

    @property
    def missing(self):
        """The names of what is not completed, each with the reason where it is not plain."""
        return [
            f"{task.name} ({task.problem})" if task.problem else task.name for task in self.tasks if not task.is_done
        ]

    @property
    def can_sign(self):
        return all(task.is_done for task in self.tasks if task is not self.signature)


def readiness(application):
    answers = ordered_answers(application)
    asked = [answer for answer in answers if asks_something(answer.criterion)]
    declared = [answer for answer in answers if answer.criterion.asks_declaration]
    open_questions = set(
        Question.objects.filter(round__application=application, round__sent_at__isnull=False, answered_at=None)
        .filter(round__closed_at=None)
        .values_list("criterion", flat=True)
    )
    return Readiness(
        record=_record_task(application),
        criteria=[_criterion_task(answer, open_questions) for answer in asked],
        declaration=_declaration_task(declared) if declared else None,
        signature=_signature_task(application),
        from_record=[answer.criterion for answer in answers if is_from_record(answer.criterion)],
    )


def asks_something(criterion):
    """Whether the organization has to write or show something for it; declarations have a page of their own."""
    return criterion.asks_answer or (criterion.needs_document and not criterion.asks_declaration)


def is_from_record(criterion):
    """Whether nothing is asked for it: IOM looks into the registry."""
    return not (asks_something(criterion) or criterion.asks_declaration or criterion.comparison == _SIGNED)


def answer_is_needed(criterion):
    """Reviewers cannot judge without a word; elsewhere a document or the registry speaks."""
    return criterion.asks_answer and criterion.kind == Criterion.Kind.JUDGEMENT


def count_words(text):
    return len(text.split())


def document_problem(criterion, document, *, on=None):
    """Why a document does not hold for a criterion, or nothing."""
    on = on or timezone.localdate()
    if document.expires_on and document.expires_on < on:
        return _("“%(title)s” has expired") % {"title": document.title}
    months = criterion.validity_months
    if months and document.issued_on:
        age = (on.year - document.issued_on.year) * 12 + on.month - document.issued_on.month
        if age > months or (age == months and on.day > document.issued_on.day):
            return _("“%(title)s” is too old") % {"title": document.title}
    return ""


def _criterion_task(answer, open_questions):
    criterion, documents = answer.criterion, sorted(answer.documents.all(), key=lambda d: d.reference)
    problem = _problem(answer, documents)
    if answer.criterion_id in open_questions:
        status = QUESTION
    elif not problem:
        status = COMPLETED if answer.text.strip() or documents else OPTIONAL
    else:
        status = IN_PROGRESS if answer.text or documents else NOT_STARTED
    return Task(criterion.told("name"), status, answer, documents, problem)


def _problem(answer, documents):
    criterion = answer.criterion
    if count_words(answer.text) > criterion.word_limit and criterion.asks_answer:
        return _("the answer has more than %(limit)s words") % {"limit": criterion.word_limit}
    bad = [found for document in documents if (found := document_problem(criterion, document))]
    if bad:
        return bad[0]
    if criterion.needs_document and not documents:
        return _("no document yet")
    if answer_is_needed(criterion) and not answer.text.strip():
        return _("no answer yet")
    return ""


def _record_task(application):
    status = COMPLETED if application.record_checked_at else NOT_STARTED
    return Task(_("Name, address and contacts"), status)


def _declaration_task(declared):
    done = sum(answer.is_declared for answer in declared)
    status = COMPLETED if done == len(declared) else IN_PROGRESS if done else NOT_STARTED
    return Task(_("Declaration"), status)


def signature_of(application):
    """The request that is open while it can be changed; afterwards what it was signed with last."""
    signatures = application.signatures.select_related("asked_by")
    if application.is_writable:
        return signatures.filter(ended_at=None).first()
    return signatures.filter(signed_at__isnull=False).order_by("-signed_at").first()


def _signature_task(application):
    signature = signature_of(application)
    name = _("Signature of the head of your organization")
    if signature and signature.signed_at and not application.is_writable:
        return Task(name, COMPLETED)
    if signature is None:
        return Task(name, NOT_STARTED)
    if signature.signed_at is None:
        return Task(name, IN_PROGRESS, problem=_("the signature has not come yet"))
    if signature.content_sha256 != content_hash(application):
        return Task(name, IN_PROGRESS, problem=_("something was changed after the signature"))
    return Task(name, COMPLETED)
