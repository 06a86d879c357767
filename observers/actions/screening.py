"""The completeness check: somebody takes the file, sends it back once with a named list, or passes it on."""

from django.db import transaction
from django.utils.translation import gettext as _

from observers.actions.moves import correspondent_of, lock, lock_in, move
from observers.models import Conflict
from observers.queries.clock import database_now
from observers.states import ApplicationState, Side
from registry.actions import notify, record
from registry.errors import Refused

S = ApplicationState


@transaction.atomic
def begin_screening(application, *, by):
    """Take the file: whoever begins the check leads it from now on."""
    application = lock_in(application, S.SUBMITTED)
    refuse_undeclared(application, by)
    application.lead = application.lead or by
    return move(application, to=S.SCREENING, by=by, verb="application.screening_began")


@transaction.atomic
def return_as_incomplete(application, *, missing, by):
    """Send it back with a named list of what is missing. This happens once: later lacks are asked as questions."""
    application = lock_in(application, S.SCREENING)
    refuse_undeclared(application, by)
    if application.turns.filter(state=S.INCOMPLETE).exists():
        raise Refused(_("This application was sent back once already. Pass it on, and ask for the rest as questions."))
    if not missing.strip():
        raise Refused(_("Name what is missing, so that the organization can send it."))
    application.missing = missing.strip()
    application.signatures.filter(ended_at=None).update(ended_at=database_now())
    return move(application, to=S.INCOMPLETE, by=by, verb="application.incomplete", reason=missing)


@transaction.atomic
def accept_as_complete(application, *, by):
    """Everything is there, readable and in date: the review begins."""
    application = lock_in(application, S.SCREENING)
    refuse_undeclared(application, by)
    application.missing = ""
    return move(application, to=S.IN_REVIEW, by=by, verb="application.complete")


@transaction.atomic
def close_without_prejudice(application, *, reason, by):
    """No answer came in time: the file is closed, and a new application is possible at any time."""
    application = lock_in(application, S.INCOMPLETE, S.CLARIFICATION, S.DEFERRED)
    refuse_undeclared(application, by)
    turn = application.turns.get(ended_at=None)
    if turn.side != Side.APPLICANT:
        raise Refused(_("It is IOM's turn, so the file cannot be closed for want of an answer."))
    if turn.due_at is None or turn.due_at > database_now():
        raise Refused(_("The organization still has time to answer. Close the file when the due date has passed."))
    return move(application, to=S.CLOSED, by=by, verb="application.closed", told=reason.strip())


@transaction.atomic
def move_due_date(application, *, due_at, reason, by):
    """Both sides see the new date and the reason of the delay."""
    application = lock(application)
    refuse_undeclared(application, by)
    turn = application.turns.select_for_update().filter(ended_at=None).first()
    if turn is None:
        raise Refused(_("This application is over, so nothing is due."))
    if not reason.strip():
        raise Refused(_("Say why the date moves. Both sides read the reason."))
    before, turn.due_at = turn.due_at, due_at
    turn.save()
    turn.slips.create(due_before=before, due_after=due_at, reason=reason.strip(), at=database_now(), by=by)
    recipient = correspondent_of(application)
    if recipient:
        notify(
            "observers.slip",
            recipient=recipient,
            subject=application.reference,
            organization=application.organization,
            context={"application": application, "turn": turn, "reason": reason.strip(), "is_first": before is None},
        )
    record(
        "application.due_date_moved",
        subject=application.reference,
        by=by,
        reason=reason.strip()[:500],
        diff={"due_at": [before and before.isoformat(), due_at.isoformat()]},
    )
    return turn


def refuse_undeclared(application, by):
    """Nobody of the staff acts on a file before she said that she has no conflict of interest."""
    if not application.conflicts.filter(user=by, says=Conflict.Says.NONE).exists():
        raise Refused(_("Say first whether you have a conflict of interest with this application."))
