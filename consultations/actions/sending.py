"""The mails of invitations: asked for by a person or the clock, written slice by slice by a worker, never twice.

Asking marks the rows; whoever is awake takes a slice of marked rows, writes their mails and takes the marks away in
one transaction. A worker that dies leaves its slice as it was; an invitation that cannot be written keeps its mark, and
the others of its slice are written. Each mail has a row of its own for its link, one for
each mailbox and each reminder, so that no mail can be written a second time.
"""

import secrets
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations.actions.apart import apart, each_apart
from consultations.actions.consultations import lock
from consultations.actions.mailboxes import mailboxes_of
from consultations.models import Consultation, ConsultationInvitation, InvitationToken
from consultations.queries.calendar import is_over, today_in
from consultations.queries.invitations import is_remindable, is_sendable
from consultations.queries.links import deadline_of, sha256, sha256_of_address
from consultations.states import UNANSWERED, ConsultationInvitationState, ConsultationState
from registry.actions import notify, record
from registry.actions.history import record_many
from registry.errors import Refused

INVITED = ConsultationInvitationState
SLICE = 50
# What one tick of the clock writes at most; the next tick goes on.
SLICES = 20
BROKEN = object()


@transaction.atomic
def send_invitations(consultation, *, by):
    """Have the mails written of all prepared invitations that this person may know of; returns how many."""
    consultation = _lock_inviting(consultation)
    if is_over(consultation.answers_until, consultation.zone):
        raise Refused(_("The last day to answer is over. Change that day first, then send."))
    marked = _mark(sendable(consultation).visible_to(by))
    if not marked:
        raise Refused(_("No prepared invitation waits for its mail. Choose whom to invite first."))
    diff = {"invitations": [None, marked]}
    record("consultation.invitations_sent", subject=consultation.reference, by=by, diff=diff)
    return marked


@transaction.atomic
def send_reminders(consultation, *, by):
    """Have those reminded who have not answered, not more often than every seven days; returns how many."""
    consultation = _lock_inviting(consultation)
    if is_over(consultation.answers_until, consultation.zone):
        raise Refused(_("The last day to answer is over. Change that day first, then remind."))
    marked = _mark(remindable(consultation).visible_to(by))
    if not marked:
        raise Refused(
            _(
                "Nobody can be reminded now: all have answered, or were written to within the last seven days, or were"
                " reminded three times."
            )
        )
    diff = {"reminders": [None, marked]}
    record("consultation.reminders_sent", subject=consultation.reference, by=by, diff=diff)
    return marked


def remind_all():
    """Every night: mark whom to remind, in every consultation that invites; returns how many."""
    inviting = Consultation.objects.filter(state=ConsultationState.INVITING)
    return each_apart(inviting, _remind)


def write_mails():
    """Write what was asked for, slice by slice, each in its own transaction; returns for how many invitations."""
    written, broken = 0, set()
    for _slice in range(SLICES):
        taken = _write_slice(broken)
        written += taken
        if taken < SLICE:
            break
    return written - len(broken)


def expire_invitations(*, by):
    """Close those that nobody answered until the last day, by the clocks of the place; returns how many."""
    # Nowhere is it a day that is more than one ahead of UTC.
    late = Consultation.objects.filter(
        answers_until__lte=today_in("UTC") + timedelta(days=1), invitations__state__in=UNANSWERED
    )
    return each_apart(late.distinct(), partial(_expire, by=by))


def sendable(consultation):
    return ConsultationInvitation.objects.filter(is_sendable(), consultation=consultation)


def remindable(consultation):
    return ConsultationInvitation.objects.filter(is_remindable(), consultation=consultation)


@transaction.atomic
def _expire(consultation, by):
    consultation = lock(consultation)
    if not is_over(consultation.answers_until, consultation.zone):
        return 0
    late = ConsultationInvitation.objects.select_for_update(no_key=True).unanswered()
    # Somebody comes for it, whatever the organization itself has answered.
    late = late.exclude(pk__in=consultation.registrations.live().exclude(invitation=None).values("invitation"))
    late = dict(late.filter(consultation=consultation).order_by("pk").values_list("pk", "reference"))
    if not late:
        return 0
    ConsultationInvitation.objects.filter(pk__in=late).update(
        state=INVITED.EXPIRED, asked_to_send_at=None, version=F("version") + 1
    )
    record_many(
        [{"verb": "consultation.invitation_expired", "subject": reference} for reference in late.values()], by=by
    )
    return len(late)


def _lock_inviting(consultation):
    consultation = lock(consultation)
    if consultation.state != ConsultationState.INVITING:
        raise Refused(
            _("Mails are sent while the consultation is at “%(state)s”. Move it there first.")
            % {"state": ConsultationState.INVITING.label}
        )
    return consultation


def _remind(consultation):
    return 0 if is_over(consultation.answers_until, consultation.zone) else _mark(remindable(consultation))


def _mark(invitations):
    return invitations.update(asked_to_send_at=timezone.now())


@transaction.atomic
def _write_slice(broken):
    """The next slice that nobody else is writing; what was answered or cancelled meanwhile loses its mark unsent.

    Returns how many it took; those that broke keep their mark and join `broken`, which is passed over.
    """
    marked = ConsultationInvitation.objects.filter(asked_to_send_at__isnull=False).exclude(pk__in=broken)
    marked = marked.select_for_update(of=("self",), skip_locked=True, no_key=True)
    taken = list(marked.select_related("consultation", "organization").order_by("consultation", "pk")[:SLICE])
    mailboxes = mailboxes_of([invitation.organization_id for invitation in taken])
    told = {}
    for one in taken:
        told[one.pk] = apart(partial(_write, mailboxes=mailboxes[one.organization_id]), one, else_=BROKEN)
    broken |= {key for key, verb in told.items() if verb is BROKEN}
    ConsultationInvitation.objects.bulk_update(
        [invitation for invitation in taken if invitation.pk not in broken],
        ["state", "sent_at", "reminders", "reminded_at", "asked_to_send_at"],
    )
    if happened := [verb for verb in told.values() if verb and verb is not BROKEN]:
        record_many(happened, by="clock")
    return len(taken)


def _write(invitation, mailboxes):
    """Write the mails of one invitation or reminder and say what happened; nothing when there is nobody to write to."""
    invitation.asked_to_send_at = None
    is_first = invitation.state == INVITED.PREPARED
    if not mailboxes or not _is_still_wanted(invitation):
        return None
    now = timezone.now()
    if is_first:
        invitation.state, invitation.sent_at = INVITED.SENT, now
    else:
        invitation.reminders, invitation.reminded_at = invitation.reminders + 1, now
    for mailbox in mailboxes:
        _mail(invitation, mailbox, now)
    verb = "consultation.invitation_sent" if is_first else "consultation.invitation_reminded"
    return {"verb": verb, "subject": invitation.reference, "diff": {"mails": [None, len(mailboxes)]}}


def _is_still_wanted(invitation):
    consultation = invitation.consultation
    if consultation.state != ConsultationState.INVITING or invitation.organization.is_at_risk:
        return False
    is_late = is_over(consultation.answers_until, consultation.zone)
    return invitation.state in (INVITED.PREPARED, *UNANSWERED) and not is_late


def _mail(invitation, mailbox, now):
    """One mail with a link of its own, of which only the hash is kept here. It names the organization to nobody."""
    token = secrets.token_urlsafe(32)
    InvitationToken.objects.create(
        invitation=invitation,
        user=mailbox.user,
        address_sha256=sha256_of_address(mailbox.address),
        number=invitation.reminders,
        token_sha256=sha256(token),
        sent_at=now,
    )
    notify(
        "consultations.reminder" if invitation.reminders else "consultations.invited",
        recipient=mailbox.user,
        address=mailbox.address,
        language=mailbox.language,
        subject=invitation.consultation.reference,
        organization=invitation.organization,
        event=invitation.consultation,
        context={
            "consultation": invitation.consultation,
            "quota": invitation.quota,
            "until": deadline_of(invitation),
            "token": token,
        },
        carries_secret=True,
    )
