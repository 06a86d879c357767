"""What is done about people: invited, let in, given a function or a role, and shut out again.

History names people by their references, never by name or address.
"""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.actions.clients import revoke_keys_of
from registry.actions.history import hold_history, record
from registry.actions.living import lock_organization
from registry.actions.messages import notify
from registry.errors import Refused
from registry.models import StaffAssignment, User
from registry.roles import Function, MemberRole

# --- Staff --------------------------------------------------------------------------------------------------------


def open_assignment(person, invitation):
    held = StaffAssignment.objects.filter(user=person, function=invitation.function, ends_on=None)
    if held.exists():
        raise Refused(_("You hold this function already."))
    StaffAssignment.objects.create(
        user=person,
        function=invitation.function,
        unit=invitation.unit,
        countries=invitation.countries,
        given_by=invitation.invited_by,
    )


@transaction.atomic
def appoint_first_administrator(email, *, name="", by):
    """Give an empty registry the one person who can invite all others. She asks for her first password by e-mail.

    `by` is whoever may type commands on the server; afterwards only administrators make administrators.
    """
    hold_history()  # two at once would both be the first
    if StaffAssignment.objects.current(on=timezone.localdate()).filter(function=Function.ADMINISTRATOR).exists():
        raise Refused(_("There is an administrator already, who can invite others."))
    if User.objects.filter(email__iexact=email).exists():
        raise Refused(_("There is already an account with this e-mail address."))
    person = User.objects.create_user(email, name=name)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    StaffAssignment.objects.create(user=person, function=Function.ADMINISTRATOR)
    record("staff.first_administrator", subject=person.reference, by=by)
    return person


@transaction.atomic
def end_assignment(person, *, function, by):
    """Take a function away, today. All her sessions end, so that nothing goes on with what she could do before."""
    person = _lock_person(person)
    assignment = _administrators_first(person, function)
    if assignment is None:
        raise Refused(_("This person does not hold that function any more."))
    if function == Function.ADMINISTRATOR and not assignment.countries:
        _refuse_without_administrator(person)
    assignment.ends_on = max(timezone.localdate(), assignment.starts_on)
    assignment.version += 1
    assignment.save()
    _end_sessions(person)
    revoke_keys_of(person, by=by)
    notify("registry.function_ended", recipient=person, subject=person.reference, context={"assignment": assignment})
    record("staff.assignment_ended", subject=person.reference, by=by, diff={"function": [function, ""]})
    return assignment


@transaction.atomic
def change_assignment(person, *, function, unit, countries, by):
    """Where a function holds from today on; what held before ends today and stays in the history."""
    person = _lock_person(person)
    held = _administrators_first(person, function)
    if held is None:
        raise Refused(_("This person does not hold that function any more."))
    if held.unit == unit and sorted(held.countries) == sorted(countries):
        return held
    if function == Function.ADMINISTRATOR and countries and not held.countries:
        _refuse_without_administrator(person)
    held.ends_on = max(timezone.localdate(), held.starts_on)
    held.version += 1
    held.save()
    given = StaffAssignment.objects.create(
        user=person, function=function, unit=unit, countries=sorted(countries), given_by=by
    )
    # What she may do has changed with it.
    _end_sessions(person)
    notify("registry.function_changed", recipient=person, subject=person.reference, context={"assignment": given})
    record(
        "staff.assignment_changed",
        subject=person.reference,
        by=by,
        diff={
            "function": [function, function],
            "unit": [held.unit.code if held.unit else "", unit.code if unit else ""],
            "countries": [", ".join(sorted(held.countries)), ", ".join(sorted(countries))],
        },
    )
    return given


@transaction.atomic
def deactivate_user(person, *, by, reason=""):
    """Close an account: she cannot sign in, and is signed out everywhere."""
    person = _lock_person(person)
    if person.pk == by.pk:
        raise Refused(_("You cannot close your own account. Ask another administrator."))
    if not person.is_active:
        raise Refused(_("This account is closed already."))
    assignment = _administrators_first(person, Function.ADMINISTRATOR)
    if assignment and not assignment.countries:
        _refuse_without_administrator(person)
    person.is_active = False
    person.save()
    _end_sessions(person)
    revoke_keys_of(person, by=by)
    record("account.closed", subject=person.reference, by=by, diff={"is_active": [True, False]}, reason=reason)
    return person


@transaction.atomic
def reactivate_user(person, *, by, reason=""):
    person = _lock_person(person)
    if person.is_active:
        raise Refused(_("This account is open already."))
    person.is_active = True
    person.save()
    notify("registry.account_opened", recipient=person, subject=person.reference)
    record("account.opened", subject=person.reference, by=by, diff={"is_active": [False, True]}, reason=reason)
    return person


@transaction.atomic
def reset_second_factor(person, *, by):
    """Forget her second factor, for she lost it. She is signed out, and sets up a new one before she works again."""
    person = _lock_person(person)
    if person.pk == by.pk:
        raise Refused(_("You cannot take away your own second step here. Change it in your account."))
    if not Authenticator.objects.filter(user=person).exists():
        raise Refused(_("This person has no second step."))
    Authenticator.objects.filter(user=person).delete()
    _end_sessions(person)
    notify("registry.second_factor_reset", recipient=person, subject=person.reference)
    record("account.second_factor_reset", subject=person.reference, by=by)
    return person


def end_other_sessions(person, *, keep):
    """Sign a person out everywhere but in the session `keep`."""
    for session in UserSession.objects.filter(user=person).exclude(session_key=keep):
        session.end()


def _end_sessions(person):
    end_other_sessions(person, keep="")


def _lock_person(person):
    return User.objects.select_for_update(no_key=True).get(pk=person.pk)


def _administrators_first(person, function):
    """Lock every open assignment as administrator, then give hers: two who end each other's leave one behind."""
    open_ones = StaffAssignment.objects.select_for_update().filter(ends_on=None)
    list(open_ones.filter(function=Function.ADMINISTRATOR).order_by("pk"))
    return open_ones.filter(user=person, function=function).first()


def _refuse_without_administrator(person):
    others = StaffAssignment.objects.current(on=timezone.localdate()).filter(
        function=Function.ADMINISTRATOR, countries=[], user__is_active=True
    )
    if not others.exclude(user=person).exists():
        raise Refused(_("This is the last administrator. Invite another one first."))


# --- Members of an organization -----------------------------------------------------------------------------------


@transaction.atomic
def change_member_role(organization, person, *, role, by):
    organization = lock_organization(organization)
    membership = _membership(organization, person)
    if membership.role == role:
        return membership
    before, membership.role = membership.role, role
    _refuse_without_member_administrator(organization, membership, by)
    membership.version += 1
    membership.save()
    _end_sessions(person)
    notify(
        "registry.role_changed", recipient=person, subject=organization.reference, context={"membership": membership}
    )
    record(
        "member.role_changed",
        subject=organization.reference,
        by=by,
        diff={"member": [person.reference, person.reference], "role": [before, role]},
    )
    return membership


@transaction.atomic
def remove_member(organization, person, *, by):
    """End a membership; a member ends her own in the same way."""
    organization = lock_organization(organization)
    membership = _membership(organization, person)
    membership.left_at = timezone.now()
    _refuse_without_member_administrator(organization, membership, by)
    membership.version += 1
    membership.save()
    if by.pk != person.pk:
        _end_sessions(person)
        revoke_keys_of(person, by=by)
        notify("registry.membership_ended", recipient=person, subject=organization.reference)
    record(
        "member.removed",
        subject=organization.reference,
        by=by,
        diff={"member": [person.reference, ""], "role": [membership.role, ""]},
    )
    return membership


def _membership(organization, person):
    membership = organization.memberships.filter(user=person, left_at=None).first()
    if membership is None:
        raise Refused(_("This person is not a member of the organization any more."))
    return membership


def _refuse_without_member_administrator(organization, membership, by):
    """An organization that has members keeps one who can let others in; staff may step in all the same."""
    if membership.role == MemberRole.ADMIN and membership.left_at is None:
        return
    others = organization.memberships.filter(role=MemberRole.ADMIN, left_at=None, user__is_active=True)
    was_administrator = others.filter(pk=membership.pk).exists()
    if was_administrator and not others.exclude(pk=membership.pk).exists() and not by.is_staff_member():
        raise Refused(_("This is the last administrator of the organization. Make another member administrator first."))


# --- Her own account ----------------------------------------------------------------------------------------------


@transaction.atomic
def change_profile(person, *, name, language, time_zone, by):
    """What a person says about herself: her name, and the language and the clock that she reads by."""
    person = _lock_person(person)
    changed = {"name": name, "language": language, "time_zone": time_zone}
    # That her name changed is history; what it is, is hers.
    diff = {
        field: ["", ""] if field == "name" else [getattr(person, field), value]
        for field, value in changed.items()
        if getattr(person, field) != value
    }
    if not diff:
        return person
    for field, value in changed.items():
        setattr(person, field, value)
    person.save()
    record("account.profile_changed", subject=person.reference, by=by, diff=diff)
    return person
