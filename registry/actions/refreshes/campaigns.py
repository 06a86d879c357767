"""The life of a campaign: planned, begun with a first wave, let go, paused, ended.

An organization in danger is never written to by a campaign: who reads its mailbox would learn that IOM knows it, and
by the link what IOM knows. It is asked by the mission that answers for it, in the way that is safe there.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.actions.history import record
from registry.actions.jobs import start_job
from registry.actions.refreshes.following import close_silent
from registry.actions.refreshes.freezing import share_of
from registry.actions.refreshes.sending import SEND, stop_if_tripped, wake
from registry.errors import Refused, Stale
from registry.models import Job, RefreshCampaign
from registry.models.jobs import OPEN
from registry.queries.refreshes import asked, in_order
from registry.states import NEXT, RefreshInviteState, RefreshState

# Nobody was asked yet; a worker that writes down whom to ask keeps all others away, and one that was stopped does not.
UNFROZEN = (RefreshState.DRAFT, RefreshState.PREPARING)
FIELDS = (
    "title",
    "kind",
    "only_aged",
    "list_name",
    "filters",
    "languages",
    "language",
    "text_en",
    "text_fr",
    "text_es",
    "first_wave",
    "link_days",
    "stop_bounced",
    "stop_refused",
)


@transaction.atomic
def plan_refresh(*, by, **facts):
    """Write down a campaign: fields as in FIELDS. Nobody is asked before it is started."""
    campaign = RefreshCampaign(made_by=by)
    for field in FIELDS:
        if field in facts:
            setattr(campaign, field, facts[field])
    campaign.save()
    record("refresh.planned", subject=campaign.reference, by=by, diff={"name": [None, campaign.title]})
    return campaign


@transaction.atomic
def edit_refresh(campaign, *, changes, by, version=None):
    """Change a draft. Whom it asks, and in which words, cannot change once somebody was asked."""
    campaign = lock(campaign)
    if campaign.state != RefreshState.DRAFT:
        raise Refused(_("This campaign was started already, so it stays as it is. Plan another one."))
    if version is not None and version != campaign.version:
        raise Stale(_("Somebody else changed this campaign while you were editing it. Open it again."))
    for field in FIELDS:
        if field in changes:
            setattr(campaign, field, changes[field])
    _save(campaign)
    record("refresh.edited", subject=campaign.reference, by=by)
    return campaign


@transaction.atomic
def discard_refresh(campaign, *, by):
    """Throw away a campaign that has asked nobody."""
    campaign = lock(campaign)
    if campaign.state not in UNFROZEN:
        raise Refused(_("This campaign was started already. End it instead: what was answered stays."))
    campaign.delete()
    record("refresh.discarded", subject=campaign.reference, by=by, diff={"name": [campaign.title, None]})


@transaction.atomic
def start_refresh(campaign, *, by):
    """Have a worker write down whom it asks (actions/refreshes/freezing.py) and send the mails of the first wave."""
    campaign = lock(campaign)
    if campaign.state not in UNFROZEN:
        raise _not_now(campaign)
    if not in_order(asked(campaign, by)).exists():
        raise Refused(_("Nobody whom this question finds can be asked. Choose another list or other filters."))
    campaign.state = RefreshState.PREPARING
    campaign.started_at = campaign.watched_from = timezone.now()
    _save(campaign)
    start_job(SEND, subject=campaign.reference, by=by)
    record("refresh.started", subject=campaign.reference, by=by)
    return campaign


@transaction.atomic
def send_rest(campaign, *, by):
    """Let go everybody who has not been asked, and give the missions whom no mail reaches.

    The stop rules speak first: what the first wave showed decides, and the campaign is then stopped instead.
    """
    campaign = lock(campaign)
    if campaign.state != RefreshState.RUNNING:
        raise _not_now(campaign)
    if campaign.wave > 1:
        raise Refused(_("Everybody is being asked already."))
    if stop_if_tripped(campaign):
        return campaign
    campaign.wave = 2
    _save(campaign)
    wake(campaign, by=by)
    record("refresh.wave_sent", subject=campaign.reference, by=by)
    return campaign


@transaction.atomic
def pause_refresh(campaign, *, by):
    """No further mail is written. Links that are out can be answered."""
    campaign = _move(campaign, RefreshState.PAUSED)
    _save(campaign)
    record("refresh.paused", subject=campaign.reference, by=by)
    return campaign


@transaction.atomic
def resume_refresh(campaign, *, by):
    """Go on. After a stop the rules count anew: who goes on has looked at what came back."""
    stopped = lock(campaign).state == RefreshState.STOPPED
    campaign = _move(campaign, RefreshState.RUNNING, only_from=(RefreshState.PAUSED, RefreshState.STOPPED))
    if stopped:
        campaign.watched_from, campaign.stopped_why = timezone.now(), ""
    _save(campaign)
    wake(campaign, by=by)
    record("refresh.resumed", subject=campaign.reference, by=by)
    return campaign


@transaction.atomic
def end_refresh(campaign, *, by):
    """Ask nobody any more. Whoever has not answered becomes a task of the mission; who was not asked yet is let be."""
    campaign = _move(campaign, RefreshState.ENDED)
    campaign.ended_at, campaign.stopped_why = timezone.now(), ""
    _let_be(campaign)
    close_silent(campaign.invites.all())
    _save(campaign)
    record("refresh.ended", subject=campaign.reference, by=by)
    return campaign


def lock(campaign):
    """For the verb of a person. Whoever comes while a worker writes down whom it asks, which takes that worker a while
    and this row, is told so instead of waiting."""
    is_at_work = Job.objects.filter(kind=SEND, subject=campaign.reference, state__in=OPEN)
    if is_at_work.exists() and RefreshCampaign.objects.filter(pk=campaign.pk, state=RefreshState.PREPARING).exists():
        raise Refused(
            _("This campaign is being prepared: whom it asks is being written down. Open it again in a few minutes.")
        )
    found = RefreshCampaign.objects.select_for_update(of=("self",), no_key=True).filter(pk=campaign.pk).first()
    if found is None:
        raise Refused(_("Somebody has thrown this campaign away."))
    return found


def _let_be(campaign):
    """Who was never asked has no part in what the campaign raised, so what it began with is told without them."""
    unasked = campaign.invites.filter(state=RefreshInviteState.QUEUED)
    facts, fresh = share_of(unasked, campaign)
    campaign.facts_before = max(campaign.facts_before - facts, 0)
    campaign.fresh_before = min(max(campaign.fresh_before - fresh, 0), campaign.facts_before)
    unasked.delete()


def _move(campaign, to, only_from=None):
    campaign = lock(campaign)
    if to not in NEXT[RefreshState][campaign.state] or (only_from and campaign.state not in only_from):
        raise _not_now(campaign)
    campaign.state = to
    return campaign


def _not_now(campaign):
    return Refused(
        _("This campaign is at “%(state)s” now, so this cannot be done. Open it again to see what can.")
        % {"state": campaign.get_state_display()}
    )


def _save(campaign):
    campaign.version += 1
    campaign.save()
