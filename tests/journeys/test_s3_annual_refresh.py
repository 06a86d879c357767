"""S3, the annual refresh: from the question to the missions' board, with a worker that dies in the middle."""

import pytest
from django.urls import reverse
from django.utils import timezone

from registry import actions
from registry.actions.work import run_job
from registry.models import Contact, Job, Message, RefreshCampaign
from registry.queries.refreshes import coverage
from registry.states import ANSWERED_REFRESHES, RefreshInviteState
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MAIL = "registry.refresh_asked"
WAVE = 10


@pytest.fixture
def region():
    """Fourteen in two countries of the region, two of them without anybody to write to; one elsewhere."""
    made = [make.organization(f"Invented {n}", hq_country_id="SEN" if n % 2 else "MLI") for n in range(14)]
    for number, organization in enumerate(made[2:]):
        make.contact(
            organization,
            email=f"focal{number}@invented.example",
            role=Contact.Role.FOCAL_POINT,
            language=("en", "fr", "es")[number % 3],
        )
    make.organization("Invented Elsewhere", hq_country_id="KEN")
    make.unit(name_en="Mission in Senegal", country_id="SEN")
    return made


def press(client, act, campaign, **sent):
    return client.post(reverse(f"registry:refresh-{act}", args=[campaign.reference]), sent, follow=True)


def work():
    Job.objects.filter(state="waiting").update(not_before=timezone.now())
    while job := actions.take_job():
        run_job(job)


def die_once(monkeypatch):
    """The worker writes mails, and dies before they are kept."""
    monkeypatch.setattr("registry.actions.refreshes.sending.keep_lease", _die)
    run_job(actions.take_job())
    monkeypatch.undo()


def _die(*_args, **_facts):
    raise RuntimeError


def test_from_the_question_to_the_missions(client, curator, region, monkeypatch):
    client.force_login(curator)

    # A campaign over a saved view, contacts not fresh, in three languages.
    view = actions.save_view(
        name="Senegal and Mali", list_name="directory", filters={"country": ["SEN", "MLI"]}, by=curator
    )
    planned = client.get(reverse("registry:refresh-new"), {"view": view.reference}).context["form"]
    client.post(
        reverse("registry:refresh-new"),
        planned.initial
        | {"title": "West Africa", "kind": "contact", "only_aged": "on", "languages": ["en", "fr", "es"]}
        | {"language": "fr", "first_wave": WAVE, "link_days": 30, "stop_bounced": 10, "stop_refused": 50},
    )
    campaign = RefreshCampaign.objects.get()

    # The preview: whom, how, and the mail in each language.
    page = client.get(campaign.get_absolute_url())
    told = page.context["preview"]["told"]
    assert (told.asked, told.by_mail, told.by_mission, told.languages) == (14, 12, 2, {"en": 4, "es": 4, "fr": 4})
    assert [one["language"] for one in page.context["samples"]] == ["en", "fr", "es"]
    assert not Message.objects.filter(kind=MAIL).exists()

    # The first wave, with a worker that dies: nobody twice, nobody not at all.
    press(client, "start", campaign)
    die_once(monkeypatch)
    assert Message.objects.filter(kind=MAIL).count() == 0
    work()
    assert Message.objects.filter(kind=MAIL).count() == WAVE
    assert Message.objects.filter(kind=MAIL).values("address").distinct().count() == WAVE

    # Two of ten come back: the rule stops the rest, in words.
    for message in Message.objects.filter(kind=MAIL).order_by("pk")[:2]:
        actions.mark_bounced(message)
    stopped = press(client, "rest", campaign).content.decode()
    assert "Stopped: too many mails came back" in stopped
    assert campaign.invites.filter(state="queued").count() == 4
    assert Message.objects.filter(kind="registry.refresh_stopped", recipient=curator).count() == 1

    # She has looked, goes on, and asks everybody else; again with a death in between.
    press(client, "resume", campaign)
    work()
    press(client, "rest", campaign)
    die_once(monkeypatch)
    work()
    asked = campaign.invites.exclude(state="queued")
    assert (asked.count(), Message.objects.filter(kind=MAIL).count()) == (14, 12)
    assert campaign.invites.filter(channel="mission", task="reach").count() == 2

    # Some answer, the campaign ends, and the board says what the rows say.
    one, two = campaign.invites.filter(state="sent", channel="mail")[:2]
    actions.confirm_by_link(one)
    actions.refuse_by_link(two)
    press(client, "end", campaign)
    rows = coverage(campaign, curator)
    in_rows = {state: sum(row.counts.get(state, 0) for row in rows) for state in RefreshInviteState.values}
    kept = {state: campaign.invites.filter(state=state).count() for state in RefreshInviteState.values}
    assert (
        in_rows
        == kept
        == dict.fromkeys(RefreshInviteState.values, 0)
        | {
            "confirmed": 1,
            "refused": 1,
            "bounced": 2,
            "silent": 10,
        }
    )
    assert sum(row.answered for row in rows) == campaign.invites.filter(state__in=ANSWERED_REFRESHES).count()
    board = client.get(reverse("registry:refresh-coverage", args=[campaign.reference])).content.decode()
    assert "Mission in Senegal" in board

    # The silent ones wait on the desk of the mission, and nowhere else.
    in_senegal = make.staff(countries=["SEN"])
    client.force_login(in_senegal)
    silent = campaign.invites.filter(state="silent", organization__hq_country="SEN")
    desk = client.get(reverse("registry:staff-home"))
    waiting = {row["item"].subject for row in desk.context["rows"]}
    assert "No answer: call them" in desk.content.decode()
    assert set(silent.values_list("reference", flat=True)) <= waiting
