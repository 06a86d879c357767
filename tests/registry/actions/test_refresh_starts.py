"""Between a draft and its first mail: a worker writes down once whom a campaign asks, or the draft is thrown away."""

import pytest
from django.utils import timezone

from registry import actions
from registry.actions.refreshes import SEND
from registry.actions.work import run_job
from registry.errors import Refused
from registry.models import Change, Job, RefreshCampaign, RefreshInvite
from registry.states import JobState, RefreshState
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign(curator):
    for number in range(3):
        make.contact(make.organization(), email=f"asked{number}@example.org")
    return make.refresh(by=curator, first_wave=2)


def standing(campaign):
    campaign.refresh_from_db()
    return campaign.state, campaign.invites.count()


def test_who_starts_a_campaign_does_not_wait_until_all_is_written_down(campaign, curator):
    actions.start_refresh(campaign, by=curator)
    asked_for = standing(campaign)

    run_job(actions.take_job())

    assert asked_for == (RefreshState.PREPARING, 0)
    assert standing(campaign) == (RefreshState.RUNNING, 3)
    assert (campaign.wave, campaign.facts_before > 0) == (1, True)
    assert campaign.invites.filter(state="sent").count() == 2


@pytest.mark.parametrize(
    "verb",
    [
        actions.send_rest,
        actions.pause_refresh,
        actions.resume_refresh,
        actions.end_refresh,
        actions.start_refresh,
        actions.discard_refresh,
    ],
)
def test_nothing_else_is_done_to_a_campaign_while_it_is_prepared(campaign, curator, verb):
    actions.start_refresh(campaign, by=curator)

    with pytest.raises(Refused, match="being prepared: whom it asks is being written down"):
        verb(campaign, by=curator)

    run_job(actions.take_job())
    assert standing(campaign) == (RefreshState.RUNNING, 3)


def test_a_worker_that_dies_while_it_writes_down_whom_to_ask_leaves_nothing(campaign, curator, monkeypatch):
    actions.start_refresh(campaign, by=curator)
    monkeypatch.setattr("registry.actions.refreshes.freezing.share_of", _die)
    run_job(actions.take_job())
    monkeypatch.undo()
    after_death = standing(campaign)

    Job.objects.update(not_before=timezone.now())
    run_job(actions.take_job())

    assert after_death == (RefreshState.PREPARING, 0)
    assert standing(campaign) == (RefreshState.RUNNING, 3)


def _die(*_args, **_facts):
    raise RuntimeError


def test_a_worker_that_lost_the_job_meanwhile_writes_down_nobody(campaign, curator):
    actions.start_refresh(campaign, by=curator)
    job = actions.take_job()
    Job.objects.update(worker="another")

    run_job(job)

    assert standing(campaign) == (RefreshState.PREPARING, 0)


def test_a_campaign_whose_preparing_was_stopped_is_started_again_or_thrown_away(campaign, curator):
    for _time in range(2):
        actions.start_refresh(campaign, by=curator)
        actions.stop_job(Job.objects.get(kind=SEND, state=JobState.WAITING), by=curator)

    actions.start_refresh(campaign, by=curator)
    run_job(actions.take_job())

    assert standing(campaign) == (RefreshState.RUNNING, 3)
    other = make.refresh(by=curator)
    RefreshInvite.objects.all().delete()
    actions.start_refresh(other, by=curator)
    actions.stop_job(Job.objects.get(subject=other.reference), by=curator)
    actions.discard_refresh(other, by=curator)
    assert not RefreshCampaign.objects.filter(pk=other.pk).exists()


def test_a_draft_is_thrown_away_once(campaign, curator):
    reference = campaign.reference
    again = RefreshCampaign.objects.get(pk=campaign.pk)

    actions.discard_refresh(campaign, by=curator)

    assert not RefreshCampaign.objects.exists()
    assert Change.objects.get(verb="refresh.discarded").subject == reference
    with pytest.raises(Refused, match="thrown this campaign away"):
        actions.discard_refresh(again, by=curator)


def test_a_campaign_that_was_started_is_not_thrown_away(curator):
    campaign = make.refresh(by=curator, state=RefreshState.RUNNING)

    with pytest.raises(Refused, match="End it instead"):
        actions.discard_refresh(campaign, by=curator)
