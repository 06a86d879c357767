"""Who represents an observer, from one minute to another: designated, nominated for a session, and whether she came."""

from django.db import transaction
from django.utils.translation import gettext as _

from observers.actions.statuses import lock_observer
from observers.models import CouncilSession, Designation, Participation
from observers.queries import statuses
from observers.queries.clock import database_now, day_in
from observers.states import MAY_TAKE_PART
from registry import actions as registry
from registry.actions.promises import promises_of
from registry.errors import Refused
from registry.roles import MEMBER_PERMISSIONS, Permission
from registry.states import OrganizationState

# What is done for an organization in its name: by its administrators and signatories.
SPEAKERS = [role for role, holds in MEMBER_PERMISSIONS.items() if Permission.SEND_APPLICATION in holds]


@transaction.atomic
def designate(observer, *, name, email="", title="", by):
    """Name somebody who may represent the observer from this moment on, up to the number that the criteria allow."""
    observer = _lock_taking_part(observer, by)
    most = statuses.rule(observer, "most_representatives")
    if most is not None and observer.designations.filter(ended_at=None).count() >= most:
        raise Refused(
            _("At most %(most)s people may represent an observer at a time. End a designation first.") % {"most": most}
        )
    designation = Designation(
        observer=observer, name=name, email=email, title=title, designated_at=database_now(), designated_by=by
    )
    with promises_of(Designation):
        designation.save()
    _record("observer.representative_designated", designation, by, ["", designation.reference])
    return designation


@transaction.atomic
def end_designation(designation, *, by):
    """From this moment on she represents nobody; her nominations for sessions to come are withdrawn."""
    lock_observer(designation.observer)
    designation = Designation.objects.select_for_update(of=("self",)).select_related("observer").get(pk=designation.pk)
    if designation.ended_at:
        raise Refused(_("This designation was ended already."))
    end_locked([designation], at=database_now())
    _record("observer.representative_ended", designation, by, [designation.reference, ""])
    return designation


def end_locked(designations, *, at):
    """End designations whose observer is locked, with what they were nominated for from today on."""
    for designation in designations:
        designation.ended_at = at
        designation.version += 1
        designation.save()
    to_come = Participation.objects.filter(
        designation__in=designations, withdrawn_at=None, session__ends_on__gte=day_in(at)
    )
    to_come.update(withdrawn_at=at)


@transaction.atomic
def nominate(designation, *, session, by):
    """Send a representative to a session of the Council or of the Dialogue, before it is over."""
    observer = _lock_taking_part(designation.observer, by)
    designation = Designation.objects.select_for_update(of=("self",)).get(pk=designation.pk)
    if designation.ended_at:
        raise Refused(_("This person does not represent the observer any more. Choose another one."))
    now = database_now()
    if session.ends_on < day_in(now, session.zone):
        raise Refused(_("This session is over. Nominate for the next one."))
    participation = Participation(
        session=session, designation=designation, nominated_at=now, nominated_by=by, withdrawn_at=None
    )
    with promises_of(Participation):
        participation.save()
    registry.record(
        "observer.nominated",
        subject=observer.reference,
        by=by,
        diff={"designation": ["", designation.reference], "session": ["", session.reference]},
    )
    return participation


@transaction.atomic
def withdraw_nomination(participation, *, by):
    observer = lock_observer(participation.designation.observer)
    participation = (
        Participation.objects.select_for_update(of=("self",))
        .select_related("session", "designation")
        .get(pk=participation.pk)
    )
    now, session = database_now(), participation.session
    if participation.withdrawn_at:
        raise Refused(_("This nomination was withdrawn already."))
    if session.ends_on < day_in(now, session.zone):
        raise Refused(_("This session is over, so its nominations stay as they were."))
    participation.withdrawn_at = now
    participation.save()
    registry.record(
        "observer.nomination_withdrawn",
        subject=observer.reference,
        by=by,
        diff={"designation": [participation.designation.reference, ""], "session": [session.reference, ""]},
    )
    return participation


@transaction.atomic
def record_attendance(session, *, came, by):
    """`came`: {key of a participation: True, False or None when it is not known}. Not before the session begins."""
    session = CouncilSession.objects.select_for_update(of=("self",), no_key=True).get(pk=session.pk)
    if session.starts_on > day_in(database_now(), session.zone):
        raise Refused(_("This session has not begun. Record afterwards who came."))
    changed = []
    nominated = Participation.objects.filter(session=session, withdrawn_at=None, pk__in=came)
    for participation in nominated.select_for_update(of=("self",)).select_related("designation__observer"):
        if participation.attended != came[participation.pk]:
            participation.attended = came[participation.pk]
            participation.save()
            changed.append(participation)
    registry.record_many(
        [
            {
                "verb": "observer.attendance_recorded",
                "subject": one.designation.observer.reference,
                "diff": {"session": ["", session.reference], "attended": ["", one.attended]},
            }
            for one in changed
        ],
        by=by,
    )
    return len(changed)


def _lock_taking_part(observer, by):
    """Lock it, and look again: may it take part now, and does `by` still speak for its organization?"""
    observer = lock_observer(observer)
    state = statuses.latest_state(observer)
    if state not in MAY_TAKE_PART:
        label = state.label if state else _("none")
        raise Refused(_("The status is “%(state)s”. Nobody can be sent to sessions now.") % {"state": label})
    if observer.organization_id and observer.organization.state in (
        OrganizationState.ARCHIVED,
        OrganizationState.MERGED,
    ):
        raise Refused(_("The record of this organization is closed. Ask IOM to open it again."))
    speaks = observer.organization_id and observer.organization.memberships.filter(
        user=by, left_at=None, role__in=SPEAKERS
    )
    if not speaks or not speaks.exists():
        raise Refused(_("You do not act for this organization any more. Ask one of its administrators."))
    return observer


def _record(verb, designation, by, change):
    # People are named by references: the history is kept for ever.
    registry.record(verb, subject=designation.observer.reference, by=by, diff={"designation": change})
