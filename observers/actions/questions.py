"""Questions to the organization: bound to a criterion, collected into a round, asked once, answered together."""

from django.db import transaction
from django.utils.translation import gettext as _

from observers.actions.moves import lock_in, move
from observers.actions.reviews import go_on_when_settled
from observers.actions.screening import refuse_undeclared
from observers.models import Question, Round
from observers.queries.clock import database_now
from observers.queries.questions import similar_question
from observers.states import ApplicationState
from registry.actions import record
from registry.errors import Refused, Stale
from registry.models import Document
from registry.roles import Permission

S = ApplicationState


@transaction.atomic
def add_question(application, criterion, *, text, by, repeat_reason=""):
    """Put a question into the round that is being collected.

    Refused when much the same was asked before on this criterion, unless somebody who manages applications says why it
    must be asked again.
    """
    application = lock_in(application, S.IN_REVIEW)
    refuse_undeclared(application, by)
    earlier = similar_question(application, criterion, text)
    if earlier and not (repeat_reason.strip() and by.holds(Permission.MANAGE_APPLICATIONS)):
        raise Refused(
            _(
                "Much the same was asked before: “%(question)s”. Read the earlier answer. Only who manages applications"
                " can ask it again, with a reason."
            )
            % {"question": earlier.text}
        )
    question = Question.objects.create(
        round=_collecting(application),
        criterion=criterion,
        text=text.strip(),
        asked_by=by,
        similar_to=earlier,
        repeat_reason=repeat_reason.strip() if earlier else "",
    )
    record("application.question_added", subject=application.reference, by=by, diff={"criterion": ["", criterion.code]})
    return question


@transaction.atomic
def drop_question(question, *, by):
    """Take back a question that has not gone out yet."""
    application = lock_in(question.round.application, S.IN_REVIEW)
    if question.round.sent_at:
        raise Refused(_("This question has gone out already."))
    asked_in = question.round
    question.delete()
    if not asked_in.questions.exists():
        asked_in.delete()
    record("application.question_dropped", subject=application.reference, by=by)
    go_on_when_settled(application, by=by)


@transaction.atomic
def send_round(application, *, by, extra_reason=""):
    """Send the collected questions. More rounds than the criteria allow need a reason of who manages applications."""
    application = lock_in(application, S.IN_REVIEW)
    refuse_undeclared(application, by)
    collected = application.rounds.filter(answered_at=None, closed_at=None).first()
    if collected is None:
        raise Refused(_("There is no question to send. Write one first."))
    allowed = application.criteria_set.rounds
    if collected.number > allowed and not (extra_reason.strip() and by.holds(Permission.MANAGE_APPLICATIONS)):
        raise Refused(
            _(
                "The organization was asked %(number)s times already. One more round needs a reason of who manages"
                " applications."
            )
            % {"number": allowed}
        )
    now = database_now()
    collected.sent_at, collected.sent_by = now, by
    collected.extra_reason = extra_reason.strip() if collected.number > allowed else ""
    collected.save()
    move(application, to=S.CLARIFICATION, by=by, verb="application.questions_sent", at=now, reason=extra_reason)
    collected.due_at = application.turns.get(ended_at=None).due_at
    collected.save()
    return collected


@transaction.atomic
def answer_question(question, *, text, by, documents=None, version=None):
    """Write or change an answer; it reaches IOM when all of the round are sent together.

    Raises Stale when a colleague wrote since `version`, with her text in `theirs`. Without `documents` those stay.
    """
    application = lock_in(question.round.application, S.CLARIFICATION)
    question = Question.objects.select_for_update(of=("self",)).select_related("round").get(pk=question.pk)
    if question.round.sent_at is None or question.round.answered_at or question.round.closed_at:
        raise Refused(_("The answers to this question were sent already."))
    if version is not None and version != question.version and text.strip() != question.answer:
        raise Stale(
            _("A colleague changed this answer while you were writing. Compare both texts, then save again."),
            theirs={"text": question.answer, "version": question.version},
        )
    for document in documents or ():
        if (
            document.organization_id != application.organization_id
            or document.visibility != Document.Visibility.MEMBERS
        ):
            raise Refused(_("This document belongs to another organization. Choose one of yours."))
    question.answer = text.strip()
    question.answered_by = by if question.answer else None
    question.answered_at = database_now() if question.answer else None
    question.version += 1
    question.save()
    if documents is not None:
        question.documents.set(documents)
    return question


@transaction.atomic
def send_answers(application, *, by):
    """All questions are answered: IOM goes on, and its clock with it."""
    application = lock_in(application, S.CLARIFICATION)
    asked = _asked(application)
    left = asked.questions.filter(answered_at=None).count()
    if left:
        raise Refused(_("%(number)s questions have no answer yet. Answer them first.") % {"number": left})
    asked.answered_at = database_now()
    asked.save()
    move(application, to=S.IN_REVIEW, by=by, verb="application.answers_sent", at=asked.answered_at)
    return go_on_when_settled(application, by=by)


@transaction.atomic
def close_round(application, *, reason, by):
    """Go on without waiting for the answers, and say why. What was written and never sent stays with who wrote it."""
    application = lock_in(application, S.CLARIFICATION)
    refuse_undeclared(application, by)
    if not reason.strip():
        raise Refused(_("Say why IOM goes on without the answers."))
    asked = _asked(application)
    asked.closed_at, asked.closed_reason = database_now(), reason.strip()
    asked.save()
    move(application, to=S.IN_REVIEW, by=by, verb="application.round_closed", told=reason.strip())
    return go_on_when_settled(application, by=by)


def _asked(application):
    return application.rounds.select_for_update().get(answered_at=None, closed_at=None)


def _collecting(application):
    found = application.rounds.filter(answered_at=None, closed_at=None).first()
    return found or Round.objects.create(application=application, number=application.rounds.count() + 1)
