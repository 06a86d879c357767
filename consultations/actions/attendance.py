"""Who is there: checked in at the door and in sessions, also long after it was taken, and never twice.

The history tells references, no names: it is kept for ever, and names are not.
"""

import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from consultations.actions.consultations import lock
from consultations.actions.publishing import publish_participation
from consultations.models import Attendance, Registration
from consultations.queries.calendar import today_in
from consultations.states import CHECKING_IN, NEXT, RegistrationState
from registry.actions import record, record_many
from registry.actions.promises import promises_of
from registry.errors import Refused
from registry.models import User

R = RegistrationState


@dataclass(frozen=True)
class Answer:
    """What became of one check-in that a device sent; `words` say why it was refused."""

    key: str
    outcome: str
    words: str = ""


@transaction.atomic
def check_in(registration, *, by, session=None, key=None, taken_at=None):
    """She is there: at the door, or in a session. The same key, or the same person again, changes nothing."""
    consultation = _lock_running(registration.consultation)
    registration = _lock_registration(registration)
    found = _taken_before(registration, session, key)
    if found:
        return found
    _refuse_stranger(registration)
    if session and session.consultation_id != consultation.pk:
        raise Refused(_("This session is not on the agenda of this consultation. Open the page of the day again."))
    with promises_of(Attendance):
        attendance = Attendance.objects.create(
            registration=registration,
            session=session,
            key=key or uuid.uuid4(),
            taken_at=taken_at or timezone.now(),
            by=by if isinstance(by, User) else None,
        )
    _put(registration, R.ATTENDED)
    _record("consultation.checked_in", by, registration, session)
    return attendance


@transaction.atomic
def undo_check_in(registration, *, by, session=None):
    """She was checked in by mistake. What the device may send again is known, so it stays undone."""
    _lock_running(registration.consultation)
    registration = _lock_registration(registration)
    undone = registration.attendances.standing().filter(session=session).update(undone_at=timezone.now())
    if not undone:
        raise Refused(_("This person is not checked in here. Somebody else may have undone it meanwhile."))
    if not registration.attendances.standing().exists():
        _put(registration, R.CONFIRMED)
    _record("consultation.check_in_undone", by, registration, session)


def take_check_ins(consultation, taken, *, by):
    """What a device took, perhaps without a line: each stands or falls alone, and is answered by its key.

    By the code of the badge, also of who came into danger meanwhile: the answer names nobody.
    """
    references = {_reference(one) for one in taken}
    people = consultation.registrations.filter(reference__in=references)
    people = {one.reference: one for one in people.select_related("consultation")}
    sessions = {item.reference: item for item in consultation.agenda.all()}
    return [_answer(one, people, sessions, by) for one in taken]


@transaction.atomic
def close_attendance(consultation, *, by):
    """The days are over: who is still awaited did not come. Who was there after all is checked in one by one."""
    consultation = _lock_running(consultation)
    if today_in(consultation.zone) < consultation.ends_on:
        raise Refused(_("Its last day has not come yet, so people may still arrive. Close the list on that day."))
    awaited = consultation.registrations.filter(state=R.CONFIRMED).order_by("pk")
    references = [one.reference for one in awaited.select_for_update(of=("self",), no_key=True)]
    consultation.registrations.filter(reference__in=references).update(state=R.NO_SHOW)
    diff = {"state": [str(R.CONFIRMED), str(R.NO_SHOW)]}
    told = [{"verb": "registration.did_not_come", "subject": one, "diff": diff} for one in sorted(references)]
    record_many([*told, {"verb": "consultation.attendance_closed", "subject": consultation.reference}], by=by)
    return consultation


def _answer(one, people, sessions, by):
    key, session = str(one.get("key")), one.get("session") or None
    try:
        registration, session = people.get(_reference(one)), session and sessions.get(str(session))
        if registration is None:
            raise Refused(_("Nobody with this badge is registered for this consultation. Look for the name instead."))
        if one.get("session") and session is None:
            raise Refused(_("This session is not on the agenda any more. Check the person in again in another one."))
        taken_at = _moment(one.get("taken_at"))
        attendance = check_in(registration, session=session, key=_uuid(key), taken_at=taken_at, by=by)
    except Refused as refused:
        return Answer(key, "refused", str(refused))
    return Answer(key, "undone" if attendance.undone_at else "present")


def _reference(one):
    # The database takes no zero byte.
    return str(one.get("registration")).replace("\0", "")


def _uuid(key):
    try:
        return uuid.UUID(key)
    except ValueError:
        raise Refused(_("The device sent this without its key. Check this person in again.")) from None


def _moment(text):
    """What the clock of the device said; none when it said nothing that is a moment."""
    try:
        moment = parse_datetime(str(text))
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None


def _taken_before(registration, session, key):
    known = Attendance.objects.filter(key=key).first() if key else None
    if known and known.registration_id != registration.pk:
        raise Refused(_("The device sent this for two people. Check this person in again."))
    return known or registration.attendances.standing().filter(session=session).first()


def _refuse_stranger(registration):
    if registration.state in (R.ATTENDED, R.CONFIRMED, R.NO_SHOW):
        return
    raise Refused(
        _(
            "The registration of this person is at “%(state)s”, so there is no seat for her. Only who is confirmed"
            " comes in: send her to the organizers."
        )
        % {"state": registration.get_state_display()}
    )


def _lock_running(consultation):
    consultation = lock(consultation)
    if consultation.state not in CHECKING_IN:
        raise Refused(
            _(
                "This consultation is at “%(state)s”. People are checked in while it is running and while its report"
                " is written: neither before nor afterwards."
            )
            % {"state": consultation.get_state_display()}
        )
    return consultation


def _lock_registration(registration):
    return Registration.objects.select_for_update(of=("self",), no_key=True).get(pk=registration.pk)


def _put(registration, state):
    if registration.state == state:
        return
    if state not in NEXT[R][registration.state]:
        raise Refused(_("This cannot be done now. Look at the list again."))
    registration.state = state
    with promises_of(Registration):
        registration.save()
    publish_participation(registration)


def _record(verb, by, registration, session):
    """Told of the registration: who may not know of its organization reads nothing of it either."""
    diff = {"session": [None, session.reference]} if session else {}
    record(verb, subject=registration.reference, by=by, diff=diff)
