"""Opinions of missions and departments: asked, answered, or silent, which is recorded and never taken for a yes."""

from django.db import transaction
from django.utils.translation import gettext as _

from observers.actions.moves import lead_of, lock_in, may_read
from observers.actions.screening import refuse_undeclared
from observers.models import Application, OpinionRequest
from observers.queries.clock import database_now, end_of_day
from observers.queries.reviewers import people_of
from observers.states import ApplicationState
from registry.actions import notify, record
from registry.actions.promises import promises_of
from registry.errors import Refused

S = ApplicationState
ASKED_IN = (S.SCREENING, S.IN_REVIEW, S.CLARIFICATION, S.READY)


@transaction.atomic
def ask_opinion(application, *, unit, question, by, due_at=None):
    """Ask a unit; who works there and has no conflict of interest is told."""
    application = lock_in(application, *ASKED_IN)
    refuse_undeclared(application, by)
    now = database_now()
    opinion = OpinionRequest(
        application=application,
        unit=unit,
        question=question.strip(),
        due_at=due_at or end_of_day(now, application.criteria_set.opinion_days),
        asked_at=now,
        asked_by=by,
    )
    with promises_of(OpinionRequest):
        opinion.save()
    for person in people_of(unit, application):
        notify("observers.opinion_asked", recipient=person, subject=opinion.reference, context={"opinion": opinion})
    record("application.opinion_asked", subject=application.reference, by=by, diff={"unit": ["", unit.code]})
    return opinion


@transaction.atomic
def answer_opinion(opinion, *, text, by):
    """Given by who has declared; late is answered all the same, as long as the review goes on. Who asked is told."""
    application = lock_in(opinion.application, *ASKED_IN)
    opinion = OpinionRequest.objects.select_for_update(of=("self",)).get(pk=opinion.pk)
    if opinion.answered_at:
        raise Refused(_("This opinion has been given already."))
    if not Application.objects.free_of_conflict(by).filter(pk=application.pk).exists():
        raise Refused(_("You have a conflict of interest with this application. Ask a colleague to answer."))
    refuse_undeclared(application, by)
    opinion.answer, opinion.answered_at, opinion.answered_by = text.strip(), database_now(), by
    opinion.version += 1
    opinion.save()
    # Who asked may have left, or have a conflict of interest by now.
    asker = opinion.asked_by if may_read(application, opinion.asked_by) else lead_of(application)
    if asker:
        notify("observers.opinion_given", recipient=asker, subject=application.reference)
    record("application.opinion_given", subject=application.reference, by=by, diff={"unit": ["", opinion.unit.code]})
    return opinion


def note_silence(*, at=None, by="clock"):
    """Record where a unit did not answer in time; returns how many."""
    late = OpinionRequest.objects.filter(answered_at=None, silent_at=None, due_at__lt=at or database_now())
    return sum(_note_silence(opinion, by) for opinion in late.select_related("application", "unit"))


@transaction.atomic
def _note_silence(opinion, by):
    opinion = (
        OpinionRequest.objects.select_for_update(of=("self",)).select_related("application", "unit").get(pk=opinion.pk)
    )
    if opinion.answered_at or opinion.silent_at:
        return 0
    opinion.silent_at = database_now()
    opinion.version += 1
    opinion.save()
    record(
        "application.opinion_silent",
        subject=opinion.application.reference,
        by=by,
        diff={"unit": ["", opinion.unit.code]},
    )
    return 1
