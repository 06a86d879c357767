"""The staff's pages of a campaign: who gets in, what each figure opens, and that nobody in danger is counted."""

import pytest
from django.urls import reverse
from django.utils import timezone

from registry import actions
from registry.actions.jobs import start_job
from registry.actions.refreshes import SEND
from registry.actions.work import run_job
from registry.errors import Refused
from registry.models import Job, RefreshCampaign, RefreshInvite
from registry.roles import Function
from registry.states import RefreshState
from tests import make

pytestmark = pytest.mark.django_db
TYPED = {
    "title": "West and Central Africa",
    "kind": "contact",
    "languages": ["en", "fr"],
    "language": "fr",
    "first_wave": "5",
    "link_days": "30",
    "stop_bounced": "10",
    "stop_refused": "5",
    "list_name": "directory",
    "query": "country=KEN&nonsense=1",
}


def url(name, *args):
    return reverse(f"registry:refresh-{name}", args=args)


def text(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_a_campaign_is_planned_from_the_filters_of_a_list(client, curator):
    make.organization()
    client.force_login(curator)

    response = client.post(url("new"), TYPED)

    campaign = RefreshCampaign.objects.get()
    assert response.url == campaign.get_absolute_url()
    assert (campaign.filters, campaign.language, campaign.only_aged) == ({"country": ["KEN"]}, "fr", False)
    page = text(client, campaign.get_absolute_url())
    assert "What it would do today" in page
    assert "Ce que nous savons" in page or "Is what we know" in page


def test_a_campaign_is_planned_from_a_saved_view(client, curator):
    view = actions.save_view(name="Only Kenya", list_name="directory", filters={"country": ["KEN"]}, by=curator)
    client.force_login(curator)

    page = text(client, f"{url('new')}?view={view.reference}")

    assert 'value="country=KEN"' in page
    assert "Kenya" in page


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"language": "es"}, "Choose one of the languages that you ticked above."),
        ({"title": ""}, "This field is required"),
        ({"link_days": "0"}, "greater than or equal to 1"),
    ],
)
def test_what_makes_no_sense_is_told_beside_the_box(client, curator, wrong, sentence):
    client.force_login(curator)

    response = client.post(url("new"), TYPED | wrong)

    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_a_draft_that_a_colleague_changed_is_not_overwritten(client, curator):
    campaign = make.refresh(by=curator)
    old = campaign.version
    actions.edit_refresh(campaign, changes={"title": "Hers"}, by=curator)
    client.force_login(curator)

    response = client.post(url("edit", campaign.reference), TYPED | {"version": old})

    campaign.refresh_from_db()
    assert (response.status_code, campaign.title) == (409, "Hers")


def test_start_pause_resume_and_end_are_buttons(client, curator):
    organization = make.organization()
    make.contact(organization, email="a@example.org")
    campaign = make.refresh(by=curator)
    client.force_login(curator)
    states = []

    for act in ("start", "pause", "resume", "end"):
        client.post(url(act, campaign.reference))
        while job := actions.take_job():
            run_job(job)
        campaign.refresh_from_db()
        states.append(campaign.state)
    again = client.post(url("resume", campaign.reference))

    assert states == ["running", "paused", "running", "ended"]
    assert again.status_code == 409
    assert "This campaign is at “Ended” now" in again.content.decode()


def test_a_campaign_that_is_being_prepared_says_so_and_offers_nothing_else(client, curator):
    make.contact(make.organization(), email="a@example.org")
    campaign = make.refresh(by=curator)
    client.force_login(curator)

    client.post(url("start", campaign.reference))

    page = text(client, campaign.get_absolute_url())
    assert "Whom it asks is being written down" in page
    acts = ("start", "rest", "pause", "resume", "end", "discard")
    assert not [act for act in acts if url(act, campaign.reference) in page]
    actions.stop_job(Job.objects.get(kind="refresh.send"), by=curator)
    left = text(client, campaign.get_absolute_url())
    assert [act for act in acts if url(act, campaign.reference) in left] == ["start", "discard"]


def test_a_draft_is_thrown_away_by_a_button(client, curator):
    campaign = make.refresh(by=curator)
    client.force_login(curator)
    assert url("discard", campaign.reference) in text(client, campaign.get_absolute_url())

    page = client.post(url("discard", campaign.reference), follow=True).content.decode()

    assert f"“{campaign.title}” was thrown away." in page
    assert client.get(campaign.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("function", "countries", "looks", "steers"),
    [
        (Function.CURATOR, [], 200, 302),
        (Function.CURATOR, ["UGA"], 200, 403),
        (Function.REVIEWER, [], 403, 403),
        (Function.AUDITOR, [], 403, 403),
    ],
)
def test_who_looks_and_who_steers(client, function, countries, looks, steers):
    campaign = make.refresh(state=RefreshState.RUNNING)
    client.force_login(make.staff(function, countries=countries))

    assert client.get(campaign.get_absolute_url()).status_code == looks
    assert client.post(url("pause", campaign.reference)).status_code == steers


def test_to_members_the_pages_do_not_exist(client, member):
    campaign = make.refresh()
    client.force_login(member)

    assert client.get(url("list")).status_code == 404
    assert client.get(campaign.get_absolute_url()).status_code == 404


def test_a_mission_asks_only_those_it_answers_for(curator):
    here, elsewhere = make.organization(hq_country_id="UGA"), make.organization(hq_country_id="KEN")
    abroad = make.staff(Function.CURATOR, countries=["UGA"])
    campaign = make.refresh(by=abroad)

    actions.start_refresh(campaign, by=abroad)
    run_job(actions.take_job())

    assert list(campaign.invites.values_list("organization", flat=True)) == [here.pk]
    assert elsewhere.refresh_invites.count() == 0


def test_nobody_in_danger_is_told_of_by_any_figure(client, curator):
    hidden = make.organization("Invented Hidden", hq_country_id="UGA")
    campaign = make.refresh(by=curator, state=RefreshState.RUNNING)
    make.asked(campaign, make.organization())
    make.asked(campaign, hidden, channel="mission", task="reach", task_since=timezone.now())
    actions.mark_at_risk(hidden, reason="A threat.", by=curator)
    client.force_login(make.staff(Function.CURATOR, countries=["KEN"]))

    detail = text(client, campaign.get_absolute_url())
    coverage = text(client, url("coverage", campaign.reference))
    rows = text(client, url("invites", campaign.reference))

    assert "1 organization was asked" in detail
    assert "UGA" not in coverage
    assert "Invented Hidden" not in rows
    assert client.get(RefreshInvite.objects.get(organization=hidden).get_absolute_url()).status_code == 404


def test_every_figure_of_the_board_opens_its_rows(client, curator):
    campaign = make.refresh(by=curator, state=RefreshState.RUNNING)
    confirmed = make.asked(
        campaign, make.organization("Invented One"), state="confirmed", answered_at=timezone.now(), answered_how="link"
    )
    make.asked(campaign, make.organization("Invented Two"), state="silent")
    client.force_login(curator)

    board = text(client, url("coverage", campaign.reference))
    rows = text(client, f"{url('invites', campaign.reference)}?state=confirmed&country=KEN")

    assert f"{url('invites', campaign.reference)}?state=confirmed&amp;country=KEN" in board
    assert "50%" in board
    assert confirmed.organization.name in rows
    assert "Invented Two" not in rows


def test_the_figures_stand_while_a_job_is_still_sending(client, curator):
    campaign = make.refresh(by=curator, state=RefreshState.RUNNING)
    make.asked(campaign, state="confirmed", answered_at=timezone.now(), answered_how="link")
    make.asked(campaign)
    start_job(SEND, subject=campaign.reference, by=curator, total=2)
    client.force_login(curator)

    page = text(client, campaign.get_absolute_url())

    assert "That is 50%." in page
    assert f"{url('invites', campaign.reference)}?state=confirmed" in page


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("invites", 10), ("coverage", 9), ("detail", 14)])
def test_a_page_costs_the_same_for_one_question_and_for_three(
    client, curator, count, name, queries, django_assert_num_queries
):
    campaign = make.refresh(by=curator, state=RefreshState.RUNNING)
    for _number in range(count):
        make.asked(campaign)
    client.force_login(curator)
    client.get(url(name, campaign.reference))

    with django_assert_num_queries(queries):
        client.get(url(name, campaign.reference))


def test_an_answer_by_telephone_is_written_down_with_who_gave_it(client, curator):
    invite = make.asked(state="silent", task="silent", task_since=timezone.now())
    client.force_login(curator)

    response = client.post(
        invite.get_absolute_url(), {"answer": "confirmed", "told_by": "Her deputy", "note": "By phone."}, follow=True
    )

    invite.refresh_from_db()
    invite.organization.refresh_from_db()
    assert "Told by Her deputy" in response.content.decode()
    assert (invite.state, invite.answered_how, invite.answered_by) == ("confirmed", "staff", curator)
    assert invite.task_done_by == curator
    assert invite.organization.confirmed_on == timezone.localdate()


def test_a_second_answer_is_refused_in_words(client, curator):
    invite = make.asked(state="confirmed", answered_at=timezone.now(), answered_how="link")
    client.force_login(curator)

    with pytest.raises(Refused, match="There is an answer already"):
        actions.record_answer(invite, answer="refused", told_by="X", by=curator)
    assert client.post(invite.get_absolute_url(), {"answer": "refused", "told_by": "X"}).status_code == 403


def test_a_task_waits_on_the_desk_of_the_mission_until_it_is_done(client, curator):
    invite = make.asked(
        organization_=make.organization("Invented Silent"), state="silent", task="silent", task_since=timezone.now()
    )
    client.force_login(curator)
    desk = reverse("registry:staff-home")

    before = text(client, desk)
    client.post(url("task-done", invite.reference))
    after = text(client, desk)

    assert "No answer: call them" in before
    assert "No answer: call them" not in after
    assert client.post(url("task-done", invite.reference)).status_code == 409


def test_hostile_words_are_shown_as_text(client, curator):
    campaign = make.refresh(by=curator, title="<script>alert(1)</script>", text_en="<b>x</b>{{ token }}")
    client.force_login(curator)

    page = text(client, campaign.get_absolute_url())

    assert "<script>alert(1)" not in page
    assert "&lt;b&gt;x&lt;/b&gt;{{ token }}" in page
