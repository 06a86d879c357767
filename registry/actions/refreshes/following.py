"""What follows a question: a mail that came back, a silence, a task that the mission has done."""

from contextlib import suppress
from datetime import timedelta

from django.db import transaction
from django.db.models import Case, F, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.actions.history import record
from registry.actions.living import lock_organization_of
from registry.actions.refreshes.sending import MAIL, wake_all
from registry.errors import Refused
from registry.models import Bounce, Message, RefreshCampaign, RefreshInvite, RefreshTask
from registry.states import NEXT, OPEN_REFRESHES, MessageState, RefreshInviteState, RefreshState

S = RefreshInviteState
# A proposal that IOM confirms: time enough to follow every task, and to compare with the next yearly campaign.
PEOPLE_ARE_KEPT = timedelta(days=400)
# A message is given up within days (actions/messages.py).
_HELD_WITHIN = timedelta(days=10)
_PEOPLE = ("address", "told_by", "note", "named", "named_email")


def hear_bounce(bounce, *, by):
    """The hook of the outbox (settings.AFTER_BOUNCE). A mailbox that is full today may not be tomorrow."""
    if bounce.kind == Bounce.Kind.HARD:
        mark_bounced(bounce.message, by=by)


@transaction.atomic
def mark_bounced(message, *, by="mail"):
    """The mail of a question came back: its address does not work, and the mission is to find another one.

    Whoever hears of bounces calls it with any message; returns the question, or None when the message asked nothing or
    was answered since. Twice is the same as once.
    """
    if message.kind != MAIL:
        return None
    found = RefreshInvite.objects.select_related("organization").filter(reference=message.subject_reference).first()
    if found is None:
        return None
    lock_organization_of(found)
    invite = RefreshInvite.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if S.BOUNCED not in NEXT[S][invite.state]:
        return None
    invite.state, invite.bounced_at, invite.token_sha256 = S.BOUNCED, timezone.now(), ""
    give_task(invite, RefreshTask.BOUNCED)
    save_invite(invite)
    record("refresh.bounced", subject=invite.reference, by=by)
    return invite


@transaction.atomic
def finish_task(invite, *, by):
    """The mission has done what there was to do, or nothing more can be done."""
    invite = RefreshInvite.objects.select_for_update(of=("self",)).get(pk=invite.pk)
    if not invite.task or invite.task_done_at:
        raise Refused(_("There is nothing left to do about this question."))
    invite.task_done_at, invite.task_done_by = timezone.now(), by
    save_invite(invite)
    record("refresh.task_done", subject=invite.reference, by=by)
    return invite


def settle_refreshes(*, by):
    """Note whose mail never left, close the questions whose link ran out and the campaigns of which nobody is left to
    answer, go on where mails wait, forget who was named in campaigns that are long over. Returns how many of all."""
    held = _mark_held()
    with transaction.atomic():
        silent = close_silent(RefreshInvite.objects.filter(expires_at__lte=timezone.now()))
    ended = 0
    running = RefreshCampaign.objects.filter(state=RefreshState.RUNNING, wave__gt=1).order_by("pk")
    for campaign in running.exclude(invites__state__in=OPEN_REFRESHES):
        ended += _end(campaign, by)
    return held + silent + ended + wake_all() + _forget_people()


def close_silent(invites):
    """Those that were asked and have not answered are silent, and the mission calls them; one statement."""
    now = timezone.now()
    return invites.filter(state__in=[S.SENT, S.OPENED]).update(
        state=S.SILENT,
        # A mission that was to reach them has its task already.
        task=Case(When(task="", then=Value(RefreshTask.SILENT)), default=F("task")),
        task_since=Coalesce("task_since", Value(now)),
        version=F("version") + 1,
    )


def _mark_held():
    """A mail that the mail server refused for good, or that waited too long, asked nobody; how many."""
    since = timezone.now() - _HELD_WITHIN
    held = Message.objects.filter(kind=MAIL, state=MessageState.HELD, created_at__gte=since).order_by("pk")
    waiting = RefreshInvite.objects.filter(state__in=[S.SENT, S.OPENED]).values("reference")
    marked = 0
    for message in held.filter(subject_reference__in=waiting):
        # Its organization may have become part of another one: then there is nobody to look for.
        with suppress(Refused):
            marked += mark_bounced(message) is not None
    return marked


def _forget_people():
    """Names, addresses and words of people, a while after the end; what came of each question is kept."""
    over = RefreshInvite.objects.filter(campaign__ended_at__lte=timezone.now() - PEOPLE_ARE_KEPT)
    return over.exclude(**dict.fromkeys(_PEOPLE, "")).update(**dict.fromkeys(_PEOPLE, ""))


def give_task(invite, task):
    invite.task, invite.task_since, invite.task_done_at, invite.task_done_by = task, timezone.now(), None, None


def save_invite(invite):
    invite.version += 1
    invite.save()


@transaction.atomic
def _end(campaign, by):
    campaign = RefreshCampaign.objects.select_for_update(of=("self",), no_key=True).get(pk=campaign.pk)
    if campaign.state != RefreshState.RUNNING:
        return 0
    campaign.state, campaign.ended_at = RefreshState.ENDED, timezone.now()
    campaign.version += 1
    campaign.save()
    record("refresh.ended", subject=campaign.reference, by=by)
    return 1
