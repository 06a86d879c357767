"""Moving an application from state to state: lock, look, save, hand over the turn, and tell one person."""

from django.utils.translation import gettext as _

from observers.models import Application, Turn
from observers.queries.clock import database_now, end_of_day, end_of_working_day, working_days_between
from observers.states import NEXT, OPEN, TURN, WRITABLE, ApplicationState, Side
from registry.actions import notify, record
from registry.errors import Refused
from registry.models import User
from registry.roles import PERMISSIONS, Function, MemberRole, Permission

S = ApplicationState

# Who is told of each step, and by which mail. Exactly one message for each.
TOLD = {
    S.SUBMITTED: (Side.APPLICANT, "observers.received"),
    S.SCREENING: (Side.APPLICANT, "observers.stage"),
    S.INCOMPLETE: (Side.APPLICANT, "observers.incomplete"),
    S.IN_REVIEW: (Side.APPLICANT, "observers.stage"),
    S.CLARIFICATION: (Side.APPLICANT, "observers.questions"),
    S.READY: (Side.IOM, "observers.staff_stage"),
    S.RECOMMENDED: (Side.IOM, "observers.staff_stage"),
    S.WITH_COUNCIL: (Side.APPLICANT, "observers.on_agenda"),
    S.DEFERRED: (Side.APPLICANT, "observers.decided"),
    S.ADMITTED: (Side.APPLICANT, "observers.decided"),
    S.NOT_ADMITTED: (Side.APPLICANT, "observers.decided"),
    S.WITHDRAWN: (Side.APPLICANT, "observers.stage"),
    S.CLOSED: (Side.APPLICANT, "observers.closed"),
}
# Where a step back inside IOM is nobody's business outside: the one who leads the file is told.
INSIDE = {(S.CLARIFICATION, S.IN_REVIEW), (S.READY, S.IN_REVIEW), (S.RECOMMENDED, S.IN_REVIEW)}
_MANAGING = [function for function in Function if Permission.MANAGE_APPLICATIONS in PERMISSIONS[function]]


def lock(application):
    """The application as it is now, and nobody else's until this transaction ends."""
    return (
        Application.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organization", "criteria_set", "session", "correspondent", "lead")
        .get(pk=application.pk)
    )


def lock_in(application, *states):
    """Lock it, and refuse in words when it is in none of these states."""
    application = lock(application)
    if application.state not in states:
        raise Refused(
            _("This application is at “%(stage)s”, so this cannot be done now. Look at it again.")
            % {"stage": application.stage}
        )
    return application


def move(application, *, to, by, verb, at=None, side=None, due_at=None, diff=None, reason="", told=""):
    """Take a locked application to another state and write everything that hangs on it. Call it last in a verb.

    Ends the turn and begins the next, writes one message and one row of history. `reason` stays in the history; `told`
    is a reason that both sides read.
    """
    at = at or database_now()
    came_from = application.state
    if to not in NEXT[ApplicationState][came_from]:
        raise Refused(
            _("This application is at “%(stage)s”, so this cannot be done now. Look at it again.")
            % {"stage": application.stage}
        )
    application.state = to
    application.closed_at = None if to in OPEN else at
    application.closed_reason = "" if to in OPEN else told
    application.version += 1
    application.save()
    _hand_over(application, to, at, side=side, due_at=due_at, reason=told)
    _let_go(application, came_from, to, at)
    _tell(application, came_from, to)
    record(
        verb,
        subject=application.reference,
        by=by,
        reason=(reason or told)[:500],
        diff={"state": [str(came_from), str(to)]} | (diff or {}),
    )
    return application


def begin_turn(application, at):
    """The first turn: the organization prepares, until the session's deadline."""
    _hand_over(application, application.state, at)


def _let_go(application, came_from, to, at):
    """What belongs to a state ends with it: a link to sign that nobody used, a round that nobody answers any more."""
    if to not in WRITABLE:
        application.signatures.filter(ended_at=None, signed_at=None).update(ended_at=at)
    if came_from == S.CLARIFICATION and to != S.IN_REVIEW:
        application.rounds.filter(answered_at=None, closed_at=None).update(closed_at=at)


def _hand_over(application, to, at, *, side=None, due_at=None, reason=""):
    running = Turn.objects.filter(application=application, ended_at=None).first()
    if running:
        # Who waited for the lock began her transaction before the turn that she now ends.
        running.ended_at = at = max(at, running.began_at)
        running.save()
    if to in OPEN:
        Turn.objects.create(
            application=application,
            state=to,
            side=side or TURN[to],
            began_at=at,
            due_at=due_at or due(application, to, at),
            reason=reason[:500],
        )


def due(application, state, at):
    """When a turn that begins `at` is due, by the clocks of the criteria set and the dates of the session; or None."""
    clocks, session = application.criteria_set, application.session
    if state == S.DRAFT:
        return session.closes_at if session else None
    if state in (S.SUBMITTED, S.SCREENING):
        return end_of_working_day(_sent_last(application, at), clocks.screening_days)
    if state in (S.INCOMPLETE, S.CLARIFICATION):
        return end_of_day(at, clocks.answer_days)
    if state in (S.IN_REVIEW, S.READY):
        return _review_due(application, at)
    if state == S.RECOMMENDED:
        return session.papers_at if session else None
    return None


def _sent_last(application, at):
    last = application.submissions.order_by("-number").values_list("sent_at", flat=True).first()
    return last or at


def _review_due(application, at):
    """The days of the review less those that it has used: while the organization answers, the clock stands still."""
    days = application.criteria_set.review_days
    if days is None:
        return None
    decided = application.decisions.order_by("-recorded_at").values_list("recorded_at", flat=True).first()
    turns = application.turns.filter(state__in=[S.IN_REVIEW, S.READY])
    turns = turns.filter(began_at__gt=decided) if decided else turns
    used = sum(working_days_between(turn.began_at, turn.ended_at or at) for turn in turns)
    return end_of_working_day(at, max(days - used, 0))


def _tell(application, came_from, to):
    side, kind = (Side.IOM, "observers.staff_stage") if (came_from, to) in INSIDE else TOLD[to]
    if (came_from, to) == (S.WITH_COUNCIL, S.RECOMMENDED):
        # The organization knew that it was on the agenda.
        side, kind = Side.APPLICANT, "observers.off_agenda"
    recipient = lead_of(application) if side == Side.IOM else correspondent_of(application)
    if recipient is None:
        return
    turn = application.turns.filter(ended_at=None).first()
    context = {"application": application, "turn": turn}
    notify(
        kind,
        recipient=recipient,
        subject=application.reference,
        organization=application.organization,
        context=context,
    )


def correspondent_of(application):
    """Who is written to for the organization: the one who began it, or, when she has left, one who may send it."""
    members = application.organization.memberships.filter(left_at=None, user__is_active=True).select_related("user")
    order = [MemberRole.ADMIN, MemberRole.SIGNATORY, MemberRole.EDITOR, MemberRole.READER]
    ranked = sorted(members, key=lambda m: (m.user_id != application.correspondent_id, order.index(m.role), m.pk))
    return ranked[0].user if ranked else None


def lead_of(application):
    """Who answers for the file at IOM: its lead, or, when there is none, the first who manages applications."""
    if application.lead_id and may_read(application, application.lead):
        return application.lead
    return next(managers_of(application), None)


def managers_of(application):
    """Who manages applications and may read this one: never who has a conflict of interest with it."""
    staff = User.objects.filter(is_active=True, assignments__function__in=_MANAGING).distinct().order_by("pk")
    return (p for p in staff if p.holds(Permission.MANAGE_APPLICATIONS) and may_read(application, p))


def may_read(application, person):
    return Application.objects.open_to_staff(person).filter(pk=application.pk).exists()
