"""Sessions of the Council and of the Dialogue: added, changed, and what stands on their agenda."""

from django.db import transaction
from django.utils.translation import gettext as _

from observers.actions.moves import lock_in, move
from observers.actions.screening import refuse_undeclared
from observers.models import CouncilSession, Observer, Turn
from observers.queries.clock import database_now, day_in
from observers.states import ApplicationState, Side
from registry.actions import publish_rows, record
from registry.actions.promises import promises_of
from registry.errors import Refused, Stale

S = ApplicationState
FIELDS = (
    "kind",
    "number",
    "name",
    "starts_on",
    "ends_on",
    "place",
    "zone",
    "opens_at",
    "closes_at",
    "papers_at",
    "source",
)


@transaction.atomic
def add_session(*, by, is_demo=False, **facts):
    """Put a session into the calendar; facts as in FIELDS."""
    session = CouncilSession(is_demo=is_demo, **{field: facts[field] for field in FIELDS if field in facts})
    with promises_of(CouncilSession):
        session.save()
    record("session.added", subject=session.reference, by=by, diff={"name": ["", str(session)]})
    return session


@transaction.atomic
def edit_session(session, *, changes, by, version=None):
    """Change its dates. Applications that are on their way follow the new deadline."""
    session = lock_session(session)
    if version is not None and version != session.version:
        raise Stale(_("Somebody else changed this session meanwhile. Look at it again, then save."))
    fixed = {"kind", "number", "starts_on", "ends_on"} & {f for f in changes if changes[f] != getattr(session, f)}
    if fixed and (session.papers_closed_at or session.decisions.exists()):
        raise Refused(_("The papers of this session are final, so its number and days stay as they are."))
    diff = {}
    for field in FIELDS:
        if field in changes and changes[field] != getattr(session, field):
            diff[field] = [str(getattr(session, field) or ""), str(changes[field] or "")]
            setattr(session, field, changes[field])
    if not diff:
        return session
    session.version += 1
    with promises_of(CouncilSession):
        session.save()
    # Only what changed: a date that was moved with a reason stays.
    open_turns = Turn.objects.filter(ended_at=None, application__session=session)
    if "closes_at" in diff:
        open_turns.filter(state=S.DRAFT).update(due_at=session.closes_at)
    if "papers_at" in diff:
        open_turns.filter(state=S.RECOMMENDED).update(due_at=session.papers_at)
    if {"kind", "number", "name", "starts_on"} & diff.keys():
        # Its name stands beside each status that began there.
        began = Observer.objects.filter(events__session=session).distinct()
        publish_rows("observer", began.values_list("reference", flat=True))
    record("session.edited", subject=session.reference, by=by, diff=diff)
    return session


@transaction.atomic
def put_on_agenda(application, session, *, by):
    """The recommendation goes to the Council at this session."""
    session = lock_session(session)
    application = lock_in(application, S.RECOMMENDED)
    refuse_undeclared(application, by)
    if session.kind == CouncilSession.Kind.IDM:
        raise Refused(_("Only the Council admits observers. Choose a session of the Council."))
    if session.ends_on < day_in(database_now(), session.zone):
        raise Refused(_("This session is over. Choose the next one."))
    if session.papers_closed_at:
        raise Refused(_("The papers of this session are final. Choose the next one."))
    if session.decisions.exists():
        raise Refused(_("This session has decided already. Choose the next one."))
    application.session = session
    return move(
        application, to=S.WITH_COUNCIL, by=by, verb="application.on_agenda", diff={"session": ["", session.reference]}
    )


@transaction.atomic
def take_from_agenda(application, *, reason, by):
    """Before the session: it comes later, and why."""
    application = lock_in(application, S.WITH_COUNCIL)
    refuse_undeclared(application, by)
    if application.session.papers_closed_at:
        raise Refused(_("The papers of this session are final: the Council decides on this application, or defers it."))
    if not reason.strip():
        raise Refused(_("Say why the application leaves the agenda. Both sides read the reason."))
    return move(application, to=S.RECOMMENDED, by=by, verb="application.off_agenda", side=Side.IOM, told=reason.strip())


@transaction.atomic
def close_papers(session, *, by):
    """Make the pack final: from now on it is built from the same applications for ever."""
    session = lock_session(session)
    if session.papers_closed_at:
        raise Refused(_("The papers of this session are final already."))
    agenda = session.applications.filter(state=S.WITH_COUNCIL).order_by("reference")
    session.final_agenda = list(agenda.values_list("reference", flat=True))
    if not session.final_agenda:
        raise Refused(_("There is no application on the agenda, so there is no pack to make final."))
    session.papers_closed_at = database_now()
    session.version += 1
    session.save()
    record("session.papers_closed", subject=session.reference, by=by)
    return session


def lock_session(session):
    return CouncilSession.objects.select_for_update(of=("self",), no_key=True).get(pk=session.pk)
