"""What follows a question: a mail that came back, a silence, a task that the mission has done."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Case, F, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.actions.history import record
from registry.actions.refreshes.sending import MAIL, wake_all
from registry.errors import Refused
from registry.models import Bounce, Channel, Message, RefreshCampaign, RefreshInvite, RefreshTask, StoppedAddress
from registry.states import NEXT, OPEN_REFRESHES, MessageState, RefreshInviteState, RefreshState

S = RefreshInviteState
# A proposal that IOM confirms: time enough to follow every task, and to compare with the next yearly campaign.
PEOPLE_ARE_KEPT = timedelta(days=400)
# A message is given up within days (actions/messages.py).
_HELD_WITHIN = timedelta(days=10)
# So many mails to one reader that no mail server took: somebody is to look, and the stop rules count it.
_MAILS_OF_A_QUESTION = 3
_PEOPLE = ("address", "told_by", "note", "named", "named_email")


def hear_bounce(bounce, *, by):
    """The hook of the outbox (settings.AFTER_BOUNCE). A mailbox that is full today may not be tomorrow."""
    if bounce.kind == Bounce.Kind.HARD:
        mark_bounced(bounce.message, by=by)
    elif bounce.kind == Bounce.Kind.COMPLAINT:
        refuse_by_mail(bounce.message, by=by)


@transaction.atomic
def mark_bounced(message, *, by="mail"):
    """The mail of a question came back: its address does not work, and the mission is to find another one.

    Whoever hears of bounces calls it with any message; returns the question, or None when the message asked nothing or
    was answered since. Twice is the same as once.
    """
    invite = _hold(message)
    if invite is None or S.BOUNCED not in NEXT[S][invite.state]:
        return None
    invite.state, invite.bounced_at, invite.token_sha256 = S.BOUNCED, timezone.now(), ""
    give_task(invite, RefreshTask.BOUNCED)
    save_invite(invite)
    record("refresh.bounced", subject=invite.reference, by=by)
    return invite


@transaction.atomic
def refuse_by_mail(message, *, by):
    """Her mail program says for her what the link does: no campaign writes to her again. Twice is the same as once.

    Also the hook of the link that ends mails (settings.AFTER_STOP).
    """
    invite = _hold(message)
    if invite is None or S.REFUSED not in NEXT[S][invite.state]:
        return None
    invite.state, invite.answered_at, invite.answered_how = S.REFUSED, timezone.now(), RefreshInvite.Answered.MAIL
    save_invite(invite)
    record("refresh.refused", subject=invite.reference, by=by)
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
    """Look after whose mail never left, close the questions whose link ran out and the campaigns of which nobody is
    left to answer, go on where mails wait, forget who was named in campaigns long over. Returns how many of all."""
    held = _look_after_held()
    with transaction.atomic():
        silent = close_silent(RefreshInvite.objects.filter(expires_at__lte=timezone.now()))
    ended = 0
    running = RefreshCampaign.objects.filter(state=RefreshState.RUNNING).order_by("pk")
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


def _look_after_held():
    """Mails that were held back, or not wanted any more, asked nobody: ask in another way, or again; how many."""
    since, idle = timezone.now() - _HELD_WITHIN, [MessageState.HELD, MessageState.UNWANTED]
    # Who opened the link has got the mail, whatever became of the line to the mail server.
    waiting = RefreshInvite.objects.filter(state=S.SENT, channel=Channel.MAIL).values("reference")
    mails = Message.objects.filter(kind=MAIL, state__in=idle, created_at__gte=since, subject_reference__in=waiting)
    return sum(_look_after(message) is not None for message in mails.order_by("pk"))


@transaction.atomic
def _look_after(message):
    invite = _hold(message)
    mails = Message.objects.filter(kind=MAIL, subject_reference=message.subject_reference)
    if invite.state != S.SENT or mails.filter(pk__gt=message.pk).exists():
        return None
    stopped = StoppedAddress.objects.of(message.address).first()
    is_unwanted = message.state == MessageState.UNWANTED or (stopped and stopped.why == StoppedAddress.Why.COMPLAINT)
    if invite.organization.is_at_risk or is_unwanted:
        # As if it had been known when it was asked: the history does not name who is in danger.
        invite.channel, invite.contact, invite.address, invite.token_sha256 = Channel.MISSION, None, "", ""
        give_task(invite, RefreshTask.REACH)
    elif stopped or mails.count() >= _MAILS_OF_A_QUESTION:
        return mark_bounced(message)
    else:
        # The link is gone with the words of the mail, so it is asked with another one.
        invite.state, invite.token_sha256, invite.sent_at, invite.expires_at = S.QUEUED, "", None, None
    save_invite(invite)
    return invite


def _forget_people():
    """Names, addresses and words of people, a while after the end; what came of each question is kept."""
    over = RefreshInvite.objects.filter(campaign__ended_at__lte=timezone.now() - PEOPLE_ARE_KEPT)
    return over.exclude(**dict.fromkeys(_PEOPLE, "")).update(**dict.fromkeys(_PEOPLE, ""))


def _hold(message):
    """The question that a mail asked, locked; None when it asked nothing.

    Not its organization: nothing of that is written here, and it may have become part of another one meanwhile.
    """
    if message.kind != MAIL:
        return None
    invites = RefreshInvite.objects.select_for_update(of=("self",)).select_related("organization")
    return invites.filter(reference=message.subject_reference).first()


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
