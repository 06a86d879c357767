"""What is answered: by the link of the mail, without an account, or to the staff, who write it down.

The link belongs to one question, one organization and one person. It opens the record until it is answered or its days
are over; a look uses nothing up. Who answers is named in facts and history by the question that she answered, never by
an account: a mail can be forwarded.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.actions.contacts import edit_contact, end_contact
from registry.actions.history import record
from registry.actions.living import lock_organization_of
from registry.actions.organizations import confirm_record
from registry.actions.proposals import change_own_record
from registry.actions.refreshes.following import give_task, save_invite
from registry.errors import Refused
from registry.models import RefreshInvite, RefreshTask
from registry.models.facts import BY_LINK
from registry.models.proposals import AFTER_A_LOOK
from registry.queries.proposals import waiting_fields
from registry.states import NEXT, OPEN_REFRESHES, RefreshInviteState

S = RefreshInviteState
How = RefreshInvite.Answered


@transaction.atomic
def note_opened(invite):
    """Somebody pressed a button, so the mail was read by a person. Twice is the same as once."""
    _organization, invite = _hold(invite)
    if invite.state == S.SENT:
        invite.state, invite.opened_at = S.OPENED, timezone.now()
        save_invite(invite)
        record("refresh.opened", subject=invite.reference, by=_speaker(invite))
    return invite


@transaction.atomic
def confirm_by_link(invite, *, version=None):
    """Nothing has changed: what she was shown is right today, as the organization itself says."""
    organization, invite = _hold(invite)
    confirm_record(organization, by=_speaker(invite), version=version, contact=invite.recipient())
    return _answer(invite, S.CONFIRMED)


@transaction.atomic
def correct_by_link(invite, *, changes, contact=None, note="", is_rest_right=False, version=None):
    """Correct what is wrong: `changes` as change_own_record takes them, and fields of her own entry among the contacts.

    What makes it this organization and no other is proposed; a field of which IOM has a proposal already is left alone.
    """
    organization, invite = _hold(invite)
    who, waiting = _speaker(invite), waiting_fields(organization)
    changes = {field: value for field, value in changes.items() if field not in waiting}
    changed = [field for field in changes if field in AFTER_A_LOOK or getattr(organization, field) != changes[field]]
    # Even without a change of the record: what she saw is what stands there.
    change_own_record(organization, changes=changes, by=who, version=version)
    entry, said = invite.recipient(), contact or {}
    if any(getattr(entry, field) != value for field, value in said.items()):
        changed += [f"contact_{field}" for field, value in said.items() if getattr(entry, field) != value]
        edit_contact(entry, changes=said, by=who)
    if is_rest_right:
        # Her entry as she was shown it: once its address is another one, it is nobody's the mail was sent to.
        confirm_record(organization, by=who, contact=entry)
    if not (changed or note or is_rest_right):
        raise Refused(_("Nothing is different from what stands in the record. If all is right, tick the last box."))
    invite.changed, invite.note = changed, note
    if note:
        give_task(invite, RefreshTask.NOTE)
    return _answer(invite, S.CHANGED if changed or note else S.CONFIRMED)


@transaction.atomic
def leave_by_link(invite, *, named="", named_email="", note=""):
    """She does not work there any more: her entry ends, and the mission asks whom she named. Nobody is written to by
    the word of a link alone."""
    _organization, invite = _hold(invite)
    entry, today = invite.recipient(), timezone.localdate()
    end_contact(entry, on=max(today, entry.starts_on or today), by=_speaker(invite))
    invite.named, invite.named_email, invite.note = named, named_email, note
    give_task(invite, RefreshTask.LEFT)
    return _answer(invite, S.LEFT)


@transaction.atomic
def refuse_by_link(invite):
    """Do not write to us again: no campaign does. The record stays as it is."""
    _organization, invite = _hold(invite)
    return _answer(invite, S.REFUSED)


@transaction.atomic
def record_answer(invite, *, answer, told_by, note="", by):
    """Write down what somebody of the organization told the staff, by telephone or otherwise; also late."""
    organization = lock_organization_of(invite)
    invite = RefreshInvite.objects.select_for_update(of=("self",)).get(pk=invite.pk)
    if answer not in NEXT[S][invite.state]:
        raise Refused(_already(invite))
    if answer == S.CONFIRMED:
        confirm_record(organization, by=by)
    invite.told_by, invite.note, invite.answered_by = told_by, note, by
    if invite.task and not invite.task_done_at and answer != S.LEFT:
        invite.task_done_at, invite.task_done_by = timezone.now(), by
    if answer == S.LEFT:
        give_task(invite, RefreshTask.LEFT)
    return _answer(invite, answer, how=How.STAFF, by=by)


def _hold(invite):
    """The organization and the question, locked; refused when somebody answered meanwhile or the days are over."""
    organization = lock_organization_of(invite)
    invite = RefreshInvite.objects.select_for_update(of=("self",)).get(pk=invite.pk)
    invite.organization = organization
    if invite.state not in OPEN_REFRESHES:
        raise Refused(_already(invite))
    if organization.is_at_risk or invite.expires_at <= timezone.now() or invite.recipient() is None:
        raise Refused(_("This link cannot be used any more. Write to IOM if something in the record is wrong."))
    return organization, invite


def _speaker(invite):
    return f"{BY_LINK}{invite.reference}"


def _already(invite):
    return _("There is an answer already: %(answer)s.") % {"answer": invite.get_state_display()}


def _answer(invite, to, how=How.LINK, by=None):
    invite.state, invite.answered_at, invite.answered_how = to, timezone.now(), how
    save_invite(invite)
    record(f"refresh.{to}", subject=invite.reference, by=by or _speaker(invite))
    return invite
