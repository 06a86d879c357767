"""People named for a consultation, replaced, withdrawn; what staff decide about those beyond the rules."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations.actions.consultations import lock
from consultations.actions.invitations import accept_for_participant, lock_invitation
from consultations.actions.needs import refuse_cancelled, set_needs
from consultations.actions.seats import fill_seats, record_offers, save_change, take_place
from consultations.actions.speaking import is_organizer, refuse_who_does_not_speak
from consultations.actions.telling import tell_focal_point, tell_person
from consultations.models import Registration
from consultations.queries.places import is_late, places_asked, places_taken, room_of
from consultations.states import (
    EXPECTING,
    HELD,
    LIVE_REGISTRATIONS,
    NEXT,
    REGISTERING,
    ConsultationInvitationState,
    RegistrationState,
)
from registry.actions import record
from registry.actions.promises import promises_of
from registry.errors import Contradiction, Refused, Stale
from registry.matching.normalize import fold
from registry.models import User

R = RegistrationState
CONSENTS = ("on_participants_list", "on_public_list", "in_photos")
FIELDS = ("name", "email", "function", "gender", "country", "language", "attends", *CONSENTS)


@transaction.atomic
def name_person(invitation, *, by, needs=None, **facts):
    """Name somebody for an invited organization; facts as in FIELDS, needs as {kind: {"text", "language"}}.

    Within the quota and before the cut-off she is confirmed, or waits for a seat; beyond them staff decide.
    """
    consultation = lock(invitation.consultation)
    invitation = lock_invitation(invitation)
    refuse_who_does_not_speak(by, invitation.organization)
    if consultation.state not in REGISTERING:
        raise Refused(_("Nobody can be named for this consultation now. Ask the organizers."))
    if invitation.state != ConsultationInvitationState.ACCEPTED:
        raise Refused(_("Your organization has not accepted the invitation. Accept it first, then name who comes."))
    registration = Registration(
        consultation=consultation,
        invitation=invitation,
        organization=invitation.organization,
        named_by=_person(by),
        exception=_exception(consultation, invitation),
        **facts,
    )
    return _begin(registration, needs, by)


@transaction.atomic
def enter_participant(consultation, *, by, needs=None, **facts):
    """Staff enter somebody: of IOM, of a government, or of an organization; with a seat while there is one.

    Where the invitation of the organization has no answer yet, this is the answer, recorded by staff.
    """
    consultation = lock(consultation)
    if consultation.state not in EXPECTING:
        raise Refused(_("Nobody can be named for this consultation now. Move it to “Inviting” first."))
    invitation = None
    if facts.get("organization"):
        invitations = consultation.invitations.exclude(state=ConsultationInvitationState.EXPIRED)
        invitation = invitations.filter(organization=facts["organization"]).first()
    if invitation:
        invitation = lock_invitation(invitation)
        if invitation.state == ConsultationInvitationState.DECLINED:
            raise Refused(_("This organization declined the invitation. Record first that it accepts after all."))
        if places_asked(invitation) >= invitation.quota:
            raise Refused(
                ngettext(
                    "The invitation of this organization is for %(quota)s person, who is named. Raise it first.",
                    "The invitation of this organization is for %(quota)s people, and they are named. Raise it first.",
                    invitation.quota,
                )
                % {"quota": invitation.quota}
            )
        accept_for_participant(invitation, by=by)
    registration = Registration(consultation=consultation, invitation=invitation, named_by=_person(by), **facts)
    return _begin(registration, needs, by)


@transaction.atomic
def edit_registration(registration, *, changes, by, needs=None, version=None):
    """Change what is known of a person, or put another one in her place; what changed is kept for the staff.

    After the cut-off a member changes only what the person agrees to.
    """
    consultation, registration = lock_registration(registration)
    refuse_cancelled(consultation)
    _refuse_passed(registration, version)
    refuse_who_does_not_speak(by, registration.organization)
    was_confirmed, before = registration.state == R.CONFIRMED, {field: getattr(registration, field) for field in FIELDS}
    for field in FIELDS:
        if field in changes:
            setattr(registration, field, changes[field])
    is_replaced = _is_somebody_else(before, registration)
    if is_replaced:
        # What one person agreed to says nothing of the next one.
        for consent in CONSENTS:
            setattr(registration, consent, False)
    changed = [field for field in FIELDS if getattr(registration, field) != before[field]]
    if not is_organizer(by) and is_late(consultation) and (set(changed) - set(CONSENTS)):
        raise Refused(_("Registration is closed. Withdraw this person and name another one: IOM then looks at it."))
    if "attends" in changed:
        _change_room(registration, consultation)
    if is_replaced:
        registration.named_by = _person(by)
        # Nor does what she needed.
        registration.needs.all().delete()
    if changed:
        registration.edits = [*registration.edits, _edit(registration, before, changed, by)]
    _save(registration)
    if needs is not None:
        set_needs(registration, needs)
    if was_confirmed and is_replaced:
        tell_person("consultations.no_longer_registered", registration, address=before["email"])
    if registration.state == R.CONFIRMED and (is_replaced or "email" in changed or not was_confirmed):
        tell_person("consultations.registered", registration)
    offered = fill_seats(consultation)
    if changed:
        # Which fields, never what stood in them: the history is kept for ever.
        diff = {"fields": ["", ", ".join(changed)]}
        record("registration.edited", subject=registration.reference, by=by, diff=diff)
    record_offers(offered, by=by)
    return registration


@transaction.atomic
def withdraw_registration(registration, *, by, reason=""):
    """Give up a place, or leave the waiting list; a seat that becomes free is offered to the next."""
    consultation, registration = lock_registration(registration)
    refuse_who_does_not_speak(by, registration.organization)
    refuse_cancelled(consultation)
    if consultation.state in HELD:
        raise Refused(_("This consultation is over, so its registrations stay as they are. Nobody withdraws any more."))
    was_expected = registration.state == R.CONFIRMED
    _leave(registration, R.WITHDRAWN, reason)
    if was_expected:
        tell_person("consultations.no_longer_registered", registration)
    offered = fill_seats(consultation)
    record("registration.withdrawn", subject=registration.reference, by=by)
    record_offers(offered, by=by)
    return registration


@transaction.atomic
def approve_registration(registration, *, by):
    """Let somebody come who was named beyond the rules. Where the quota is too small it grows by this one person."""
    consultation, registration = lock_registration(registration)
    refuse_not_expecting(consultation)
    invitation = registration.invitation and lock_invitation(registration.invitation)
    _refuse_unless(registration, R.CONFIRMED, only=R.NOMINATED)
    diff = {}
    if invitation and places_asked(invitation) >= invitation.quota:
        diff["quota"] = [invitation.quota, places_asked(invitation) + 1]
        invitation.quota = diff["quota"][1]
        invitation.version += 1
        invitation.save()
    take_place(registration, consultation)
    _save(registration)
    if registration.state == R.CONFIRMED:
        tell_person("consultations.registered", registration)
    tell_focal_point("consultations.exception_approved", registration)
    record("registration.approved", subject=registration.reference, by=by, diff=diff)
    return registration


@transaction.atomic
def refuse_registration(registration, *, reason, by):
    """Say no to who was named beyond the rules, or waits; the organization reads why."""
    consultation, registration = lock_registration(registration)
    if not reason.strip():
        raise Contradiction(_("Say why. The organization reads the reason."))
    _leave(registration, R.REFUSED, reason)
    tell_focal_point("consultations.exception_refused", registration)
    offered = fill_seats(consultation)
    record("registration.refused", subject=registration.reference, by=by)
    record_offers(offered, by=by)
    return registration


def refuse_not_expecting(consultation):
    if consultation.state not in EXPECTING:
        raise Refused(
            _("This consultation is at “%(state)s”: nobody is given a place any more.")
            % {"state": consultation.get_state_display()}
        )


def lock_registration(registration):
    consultation = lock(registration.consultation)
    known = Registration.objects.select_related("organization", "invitation")
    registration = known.select_for_update(of=("self",), no_key=True).get(pk=registration.pk)
    registration.consultation = consultation
    return consultation, registration


def _begin(registration, needs, by):
    _refuse_room(registration)
    if registration.exception:
        registration.state = R.NOMINATED
    else:
        take_place(registration, registration.consultation)
    with promises_of(Registration):
        registration.save()
    set_needs(registration, needs or {})
    if registration.state == R.CONFIRMED:
        tell_person("consultations.registered", registration)
    diff = {"state": ["", str(registration.state)], "exception": ["", registration.exception]}
    record("registration.named", subject=registration.reference, by=by, diff=diff)
    return registration


def _exception(consultation, invitation):
    if is_late(consultation):
        return Registration.Beyond.LATE
    return Registration.Beyond.QUOTA if places_asked(invitation) >= invitation.quota else ""


def _is_somebody_else(before, registration):
    """Another name, with another address or without a word of the first; a spelling put right is the same person."""
    was, now = fold(before["name"]), fold(registration.name)
    if was == now:
        return False
    return before["email"].lower() != registration.email.lower() or not set(was.split()) & set(now.split())


def _change_room(registration, consultation):
    """Who comes online needs no seat; who comes in person needs a free one."""
    _refuse_room(registration)
    if registration.attends == Registration.Attends.ONLINE and registration.state == R.WAITLISTED:
        if registration.invitation and registration.offered_until is None:
            _refuse_full(registration.invitation)
        registration.state, registration.offered_until = R.CONFIRMED, None
    comes = registration.attends == Registration.Attends.IN_PERSON and registration.state == R.CONFIRMED
    if comes and not room_of(consultation).has_a_seat:
        raise Refused(_("No seat in the room is free. This person stays registered online."))


def _refuse_full(invitation):
    if places_taken(invitation) >= invitation.quota:
        raise Refused(_("Your organization has as many people as its invitation is for. Withdraw one of them first."))


def _refuse_room(registration):
    form = registration.consultation.format
    if form in Registration.Attends.values and registration.attends != form:
        raise Contradiction(_("This consultation takes place in one way only. Choose how the person attends again."))


def _refuse_passed(registration, version):
    if registration.state not in LIVE_REGISTRATIONS:
        raise Refused(
            _("This registration is at “%(state)s”, so it stays as it is.")
            % {"state": registration.get_state_display()}
        )
    if version is not None and version != registration.version:
        raise Stale(_("Somebody else changed this registration meanwhile. Look at it again, then save."))


def _refuse_unless(registration, to, *, only=None):
    if to not in NEXT[R][registration.state] or (only and registration.state != only):
        raise Refused(
            _("This registration is at “%(state)s”, so this cannot be done now. Look at it again.")
            % {"state": registration.get_state_display()}
        )


def _leave(registration, to, reason):
    _refuse_unless(registration, to)
    registration.state, registration.offered_until = to, None
    registration.reason = reason.strip()
    save_change(registration)


def _save(registration):
    registration.version += 1
    with promises_of(Registration):
        registration.save()


def _edit(registration, before, changed, by):
    fields = {field: [_told(before[field]), _told(getattr(registration, field))] for field in changed}
    return {"at": timezone.now().isoformat(), "by": str(by), "fields": fields}


def _person(by):
    return by if isinstance(by, User) else None


def _told(value):
    return value if isinstance(value, bool) else str(getattr(value, "pk", value) or "")
