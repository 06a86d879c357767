"""What the Council decided, written down: status, letter, history and listing in one transaction."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from observers.actions.moves import lock_in, move
from observers.actions.screening import refuse_undeclared
from observers.actions.sessions import lock_session
from observers.actions.statuses import open_status
from observers.models import CouncilSession, Decision, DeferralReason, Outcome, Recommendation, Verdict
from observers.models.decisions import BY_RESOLUTION
from observers.queries.clock import database_now, day_in
from observers.queries.reviews import found
from observers.states import ApplicationState, Side
from registry.actions.promises import promises_of
from registry.errors import Refused

S = ApplicationState
_TO = {
    Outcome.ADMITTED: S.ADMITTED,
    Outcome.NOT_ADMITTED: S.NOT_ADMITTED,
    Outcome.DEFERRED: S.DEFERRED,
    Outcome.WITHDRAWN: S.WITHDRAWN,
    Outcome.CLOSED: S.CLOSED,
}
# After a deferral the turn is the organization's when something from it is missing, else IOM's.
_SIDE = {DeferralReason.INFORMATION: Side.APPLICANT}


@dataclass(frozen=True)
class Entry:
    """One line of the screen on which a session's outcomes are entered."""

    application: object
    outcome: str
    decided_on: date
    resolution: str = ""
    deferral: str = ""
    missing: str = ""
    next_session: object = None
    reason: str = ""


@transaction.atomic
def record_decisions(session, entries, *, by):
    """All outcomes of a session, or none: when one line cannot be, nothing is written and the line is named."""
    session = lock_session(session)
    decided = []
    for entry in sorted(entries, key=lambda entry: entry.application.pk):
        try:
            decided.append(_record_decision(session, entry, by=by))
        except Refused as refused:
            raise Refused(
                _("%(application)s: %(sentence)s") % {"application": entry.application.reference, "sentence": refused}
            ) from refused
    return decided


def record_decision(application, *, session, outcome, decided_on, by, **facts):
    """One outcome; see Entry for the facts.

    Refused before the session, without its resolution, and to who recommended.
    """
    entry = Entry(application, outcome, decided_on, **facts)
    with transaction.atomic():
        return _record_decision(lock_session(session), entry, by=by)


def _record_decision(session, entry, *, by):
    application = lock_in(entry.application, S.WITH_COUNCIL)
    refuse_undeclared(application, by)
    now = database_now()
    _refuse_unlawful(application, session, entry, now, by)
    decision = Decision(
        application=application,
        cycle=application.cycle,
        session=session,
        outcome=entry.outcome,
        decided_on=entry.decided_on,
        resolution=entry.resolution.strip(),
        deferral=entry.deferral,
        reason=entry.reason.strip(),
        missing=entry.missing.strip(),
        next_session=entry.next_session,
        reapply_on=_reapply_on(application, entry),
        reasons=_reasons(application),
        recorded_at=now,
        recorded_by=by,
    )
    with promises_of(Decision):
        decision.save()
    if entry.outcome == Outcome.ADMITTED:
        open_status(application, decision=decision, by=by)
    side = due_at = None
    if entry.outcome == Outcome.DEFERRED:
        application.session = entry.next_session
        side, due_at = _SIDE.get(entry.deferral, Side.IOM), entry.next_session.closes_at
    move(
        application,
        to=_TO[entry.outcome],
        by=by,
        verb="application.decided",
        at=now,
        side=side,
        due_at=due_at,
        diff={"session": ["", session.reference], "resolution": ["", decision.resolution]},
    )
    return decision


def _refuse_unlawful(application, session, entry, now, by):
    if session.kind == CouncilSession.Kind.IDM:
        raise Refused(_("Only the Council admits observers. Choose a session of the Council."))
    if application.session_id != session.pk:
        raise Refused(_("This application is not on the agenda of this session."))
    if day_in(now, session.zone) < session.starts_on or entry.decided_on < session.starts_on:
        raise Refused(
            _("The session begins on %(day)s. A decision cannot come before it.")
            % {"day": session.starts_on.isoformat()}
        )
    if entry.decided_on > day_in(now, session.zone):
        raise Refused(_("The day of the decision has not come yet. Write the day on which the Council decided."))
    if entry.outcome in BY_RESOLUTION and not entry.resolution.strip():
        raise Refused(_("A decision of the Council has a resolution number. Write it."))
    if entry.outcome == Outcome.DEFERRED:
        _refuse_vague(session, entry)
    is_bare = entry.outcome == Outcome.NOT_ADMITTED and not entry.reason.strip()
    if is_bare and all(one.verdict == Verdict.MET for one in found(application)):
        raise Refused(_("Every criterion was found to be met. Write the reason that the Council gave."))
    signed = Recommendation.objects.filter(application=application, cycle=application.cycle, returned_at=None).first()
    if signed is None or signed.agreed_at is None:
        raise Refused(_("There is no recommendation signed by two people."))
    mine = Q(signed_by=by) | Q(agreed_by=by)
    if Recommendation.objects.filter(mine, application=application, returned_at=None).exists():
        raise Refused(_("You signed the recommendation, so a colleague records the decision."))


def _refuse_vague(session, entry):
    if not entry.deferral or not entry.missing.strip() or entry.next_session is None:
        raise Refused(
            _("A deferral needs its reason, what exactly is missing, and the session that it is deferred to.")
        )
    if entry.next_session.kind == CouncilSession.Kind.IDM or entry.next_session.starts_on <= session.starts_on:
        raise Refused(_("Defer to a later session of the Council."))


def _reasons(application):
    """What the letter tells of each criterion, frozen now: never a note of staff, never a name."""
    told = found(application)
    if not all(one.verdict for one in told) or not told:
        raise Refused(_("There are not two complete reviews, so the letter could give no reasons."))
    return [
        {"code": one.criterion.code, "verdict": one.verdict, "reason": "" if one.verdict == "met" else one.reason}
        for one in told
    ]


def _reapply_on(application, entry):
    """The first day of a new application after a refusal, where the criteria say after how many months; else None."""
    months = application.criteria_set.reapply_months
    if entry.outcome != Outcome.NOT_ADMITTED or not months:
        return None
    years, month = divmod(entry.decided_on.month - 1 + months, 12)
    year = entry.decided_on.year + years
    return date(year, month + 1, min(entry.decided_on.day, monthrange(year, month + 1)[1]))


@transaction.atomic
def resume_review(application, *, by):
    """Take up a deferred application for its next session; new reviews are written, the old ones are kept.

    Refused while the organization still has time to send what is missing.
    """
    application = lock_in(application, S.DEFERRED)
    refuse_undeclared(application, by)
    turn = application.turns.get(ended_at=None)
    if turn.side == Side.APPLICANT and not (turn.due_at and turn.due_at < database_now()):
        raise Refused(_("It is the organization's turn: it sends what is missing. Then the review goes on by itself."))
    application.cycle += 1
    return move(application, to=S.IN_REVIEW, by=by, verb="application.resumed")
