"""A campaign asks everybody once, stops when its rules say so, and hands silence to the missions."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from registry import actions
from registry.actions.refreshes import SEND
from registry.actions.refreshes.freezing import prepare
from registry.actions.work import run_job
from registry.errors import Refused
from registry.models import Change, Job, MailPreference, Message, RefreshInvite, StoppedAddress
from registry.queries.refreshes import asked, preview, share_now
from registry.states import JobState, RefreshInviteState, RefreshState
from tests import make, night

pytestmark = pytest.mark.django_db
S = RefreshInviteState
MAIL = "registry.refresh_asked"


@pytest.fixture
def reached():
    """Three organizations with somebody to write to, in three languages."""
    made = []
    for number, language in enumerate(("en", "fr", "ar")):
        organization = make.organization(f"Invented Asked {number}", languages=["es"] if language == "ar" else [])
        make.contact(organization, email=f"asked{number}@example.org", role="focal_point", language=language)
        made.append(organization)
    return made


def run(campaign):
    """As a worker does, until nothing waits."""
    while job := actions.take_job():
        assert job.subject == campaign.reference
        run_job(job)


def begun(campaign, *, by):
    """Started, and whom it asks written down; the worker died before the first mail."""
    actions.start_refresh(campaign, by=by)
    prepare(actions.take_job())
    Job.objects.filter(subject=campaign.reference).update(state=JobState.WAITING, attempt=0, lease_until=None)
    campaign.refresh_from_db()
    return campaign


def states(campaign):
    return sorted(campaign.invites.values_list("state", flat=True))


def test_a_campaign_asks_everybody_once_in_their_language(reached, curator):
    campaign = make.refresh(by=curator, first_wave=10)

    begun(campaign, by=curator)
    run(campaign)

    assert states(campaign) == ["sent", "sent", "sent"]
    assert sorted(Message.objects.filter(kind=MAIL).values_list("address", "language")) == [
        ("asked0@example.org", "en"),
        ("asked1@example.org", "fr"),
        ("asked2@example.org", "es"),
    ]


def test_the_first_wave_leaves_alone_and_the_rest_on_request(reached, curator):
    unreachable = make.organization("Invented Unreachable")
    campaign = make.refresh(by=curator, first_wave=1)

    campaign = begun(campaign, by=curator)
    run(campaign)
    first = states(campaign)
    actions.send_rest(campaign, by=curator)
    run(campaign)

    assert first == ["queued", "queued", "queued", "sent"]
    assert states(campaign) == ["sent"] * 4
    by_mission = campaign.invites.get(organization=unreachable)
    assert (by_mission.channel, by_mission.task) == ("mission", "reach")
    assert Message.objects.filter(kind=MAIL).count() == 3


def test_the_work_run_again_asks_nobody_twice(reached, curator):
    campaign = begun(make.refresh(by=curator, first_wave=10), by=curator)
    run(campaign)

    actions.start_job(SEND, subject=campaign.reference, by=curator)
    run(campaign)

    assert Message.objects.filter(kind=MAIL).count() == 3
    assert Change.objects.filter(verb="refresh.asked").count() == 3


def test_a_worker_that_dies_in_a_chunk_leaves_neither_mail_nor_mark(reached, curator, monkeypatch):
    campaign = begun(make.refresh(by=curator, first_wave=10), by=curator)
    job = actions.take_job()
    monkeypatch.setattr("registry.actions.refreshes.sending.record_many", _die)
    run_job(job)
    monkeypatch.undo()

    assert states(campaign) == ["queued"] * 3
    assert not Message.objects.filter(kind=MAIL).exists()

    Job.objects.update(not_before=timezone.now())
    run(campaign)

    assert states(campaign) == ["sent"] * 3
    assert Message.objects.filter(kind=MAIL).count() == 3


def _die(*_args, **_facts):
    raise RuntimeError


def test_an_organization_in_danger_is_never_written_to(curator):
    hidden = make.organization("Invented Hidden")
    make.contact(hidden, email="hidden@example.org")
    actions.mark_at_risk(hidden, reason="A threat.", by=curator)
    campaign = make.refresh(by=curator, list_name="inventory", first_wave=10)

    begun(campaign, by=curator)
    actions.send_rest(campaign, by=curator)
    run(campaign)

    assert list(campaign.invites.values_list("channel", "state")) == [("mission", "sent")]
    assert not Message.objects.filter(kind=MAIL).exists()


def test_who_comes_into_danger_before_the_mail_is_written_gets_none(reached, curator):
    campaign = begun(make.refresh(by=curator, first_wave=10), by=curator)
    actions.mark_at_risk(reached[0], reason="A threat.", by=curator)

    run(campaign)

    assert Message.objects.filter(kind=MAIL).count() == 2
    assert campaign.invites.get(organization=reached[0]).channel == "mission"


def test_a_mail_that_waits_does_not_leave_for_who_comes_into_danger_meanwhile(reached, curator):
    campaign = begun(make.refresh(by=curator, first_wave=10), by=curator)
    run(campaign)
    actions.mark_at_risk(reached[0], reason="A threat.", by=curator)

    assert actions.deliver_messages() == 2

    message = Message.objects.get(kind=MAIL, address="asked0@example.org")
    assert (message.state, message.body) == ("held", "")
    actions.settle_refreshes(by="clock")
    invite = campaign.invites.get(organization=reached[0])
    assert (invite.state, invite.channel, invite.task) == ("sent", "mission", "reach")


def test_one_open_question_of_an_organization_over_all_campaigns(reached, curator):
    begun(make.refresh(by=curator), by=curator)

    with pytest.raises(Refused, match="Nobody whom this question finds"):
        begun(make.refresh(by=curator), by=curator)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.asked(make.refresh(by=curator, state="running"), reached[0])


@pytest.mark.parametrize(
    ("outcome", "n", "expected"),
    [
        ({"state": S.BOUNCED, "bounced_at": timezone.now()}, 2, "bounced"),
        ({"state": S.BOUNCED, "bounced_at": timezone.now()}, 1, ""),
        ({"state": S.REFUSED, "answered_at": timezone.now(), "answered_how": "link"}, 1, "refused"),
        ({}, 0, ""),
    ],
)
def test_too_much_of_what_came_back_stops_the_rest_and_tells_who_made_it(outcome, n, expected, curator):
    campaign = make.refresh(by=curator, state="running", stop_bounced=10, stop_refused=5)
    campaign.wave = 1
    campaign.save()
    organization = make.organization()
    contact = make.contact(organization, email="one@example.org")
    others = [make.organization() for _number in range(9)]
    for one in [organization, *others]:
        make.asked(campaign, one, contact=contact)
    some = campaign.invites.order_by("pk").values("pk")[:n]
    RefreshInvite.objects.filter(pk__in=list(some.values_list("pk", flat=True))).update(**outcome)

    campaign = actions.send_rest(campaign, by=curator)

    assert (campaign.state, campaign.stopped_why) == (
        (RefreshState.STOPPED, expected) if expected else (RefreshState.RUNNING, "")
    )
    assert Message.objects.filter(kind="registry.refresh_stopped", recipient=curator).count() == bool(expected)


def test_after_a_stop_the_rules_count_anew(curator):
    campaign = make.refresh(by=curator, state="running", stop_bounced=0)
    contact = make.contact(make.organization(), email="one@example.org")
    for _number in range(10):
        make.asked(campaign, make.organization(), contact=contact, state=S.BOUNCED, bounced_at=timezone.now())
    campaign.wave = 1
    campaign.save()
    campaign = actions.send_rest(campaign, by=curator)

    campaign = actions.resume_refresh(campaign, by=curator)
    campaign = actions.send_rest(campaign, by=curator)

    assert (campaign.state, campaign.wave) == (RefreshState.RUNNING, 2)


def test_a_paused_campaign_writes_no_mail_and_goes_on_where_it_was(reached, curator):
    campaign = begun(make.refresh(by=curator, first_wave=10), by=curator)
    actions.pause_refresh(campaign, by=curator)
    run(campaign)
    while_paused = states(campaign)

    actions.resume_refresh(campaign, by=curator)
    run(campaign)

    assert while_paused == ["queued"] * 3
    assert states(campaign) == ["sent"] * 3


def test_the_end_makes_silence_a_task_and_lets_be_who_was_not_asked(reached, curator):
    campaign = begun(make.refresh(by=curator, first_wave=1), by=curator)
    run(campaign)

    actions.end_refresh(campaign, by=curator)

    campaign.refresh_from_db()
    assert list(campaign.invites.values_list("state", "task")) == [("silent", "silent")]
    # Told of the same organization before and now.
    assert campaign.facts_before == share_now(campaign)[0] > 0
    with pytest.raises(Refused, match="Ended"):
        actions.resume_refresh(campaign, by=curator)


def test_links_that_ran_out_become_silence_and_the_campaign_ends_by_itself(curator):
    campaign = make.refresh(by=curator, state="running")
    make.asked(campaign, days=-1)

    assert actions.settle_refreshes(by="clock") == 2
    assert actions.settle_refreshes(by="clock") == 0

    campaign.refresh_from_db()
    assert campaign.state == RefreshState.ENDED
    assert list(campaign.invites.values_list("state", "task")) == [("silent", "silent")]


def test_the_clock_goes_on_with_a_campaign_that_nobody_works_at(reached, curator):
    campaign = begun(make.refresh(by=curator, first_wave=10), by=curator)
    Job.objects.filter(kind=SEND).update(state=JobState.DONE)

    actions.settle_refreshes(by="clock")
    run(campaign)

    assert states(campaign) == ["sent"] * 3


def test_a_bounce_finds_its_question_once(reached, curator):
    campaign = begun(make.refresh(by=curator, first_wave=10), by=curator)
    run(campaign)
    message = Message.objects.filter(kind=MAIL).first()

    invite = actions.mark_bounced(message)

    assert (invite.state, invite.task, invite.token_sha256) == (S.BOUNCED, "bounced", "")
    assert actions.mark_bounced(message) is None
    assert actions.mark_bounced(make.message()) is None


def settle_and_send(campaign):
    actions.settle_refreshes(by="clock")
    run(campaign)


def test_a_mail_that_waited_for_too_long_is_written_again_with_another_link(reached, curator):
    campaign = begun(make.refresh(by=curator, first_wave=10), by=curator)
    run(campaign)
    before = campaign.invites.get(organization=reached[1]).token_sha256
    Message.objects.filter(kind=MAIL).update(created_at=timezone.now() - timedelta(days=4))
    actions.deliver_messages()

    settle_and_send(campaign)
    settle_and_send(campaign)

    assert Message.objects.filter(kind=MAIL, state="waiting").count() == 3
    assert states(campaign) == ["sent"] * 3
    assert campaign.invites.get(organization=reached[1]).token_sha256 != before


def test_a_mail_that_no_server_takes_three_times_is_a_task_and_not_a_silence(reached, curator):
    campaign = begun(make.refresh(by=curator, first_wave=10), by=curator)
    run(campaign)
    for _time in range(3):
        Message.objects.filter(address="asked1@example.org").update(state="held", body="")
        settle_and_send(campaign)

    invite = campaign.invites.get(organization=reached[1])
    assert (invite.state, invite.task) == (S.BOUNCED, "bounced")
    assert Message.objects.filter(address="asked1@example.org").count() == 3


def test_a_mail_that_is_held_for_a_dead_address_is_a_task_at_once(reached, curator):
    campaign = begun(make.refresh(by=curator, first_wave=10), by=curator)
    run(campaign)
    make.stopped("asked1@example.org")
    actions.deliver_messages()

    settle_and_send(campaign)

    invite = campaign.invites.get(organization=reached[1])
    assert (invite.state, invite.task) == (S.BOUNCED, "bounced")


def stop(address):
    other = actions.post("registry.lesson_decided", address=address, title="T", body="B")
    actions.stop_mails(actions.token_of_message(other))


def complain(address):
    make.stopped(address, why="complaint")
    actions.deliver_messages()


@pytest.mark.parametrize("act", [stop, complain])
def test_who_stops_our_mails_while_one_waits_is_asked_by_the_mission(reached, curator, act):
    campaign = begun(make.refresh(by=curator, first_wave=10), by=curator)
    run(campaign)
    act("asked1@example.org")

    settle_and_send(campaign)

    invite = campaign.invites.get(organization=reached[1])
    assert (invite.state, invite.channel, invite.task) == ("sent", "mission", "reach")


def test_the_bounce_of_a_question_of_a_merged_record_is_heard(curator, steward):
    loser, winner = make.organization("Invented Loser"), make.organization("Invented Winner")
    invite = make.asked(organization_=loser)
    message = mail_of(invite)
    proposal = actions.propose_merge(loser, winner, choices={}, reason="The same.", by=curator)
    actions.confirm_merge(proposal, by=steward)

    actions.take_bounce(message, "hard", by="mail server")

    invite.refresh_from_db()
    assert invite.state == S.BOUNCED
    assert StoppedAddress.objects.of(invite.address).exists()


def mail_of(invite):
    """The mail that asked a question, as it left."""
    facts = {"kind": MAIL, "address": invite.address, "organization": invite.organization}
    return make.message(subject_reference=invite.reference, state="sent", sent_at=timezone.now(), **facts)


def test_a_complaint_about_the_mail_is_a_refusal(curator):
    invite = make.asked()

    actions.take_bounce(mail_of(invite), "complaint", by="mail server")

    invite.refresh_from_db()
    assert (invite.state, invite.answered_how) == (S.REFUSED, "mail")
    assert Change.objects.filter(verb="refresh.refused", subject=invite.reference).count() == 1


def test_a_complaint_that_comes_after_the_answer_changes_nothing_of_it():
    invite = make.asked()
    actions.confirm_by_link(invite)

    actions.take_bounce(mail_of(invite), "complaint", by="mail server")

    invite.refresh_from_db()
    assert invite.state == S.CONFIRMED


def test_a_campaign_that_fits_into_its_first_wave_ends_when_all_have_answered(curator):
    make.contact(make.organization(), email="one@example.org")
    campaign = begun(make.refresh(by=curator), by=curator)
    run(campaign)
    actions.settle_refreshes(by="clock")
    campaign.refresh_from_db()
    before = campaign.state

    actions.confirm_by_link(campaign.invites.get())
    actions.settle_refreshes(by="clock")

    campaign.refresh_from_db()
    assert (before, campaign.state) == (RefreshState.RUNNING, RefreshState.ENDED)


def test_a_draft_is_not_resumed(curator):
    with pytest.raises(Refused, match="at “Draft” now"):
        actions.resume_refresh(make.refresh(by=curator), by=curator)


def test_an_address_that_came_back_is_written_to_again_once_it_is_another(reached, curator):
    make.stopped("ASKED0@example.org")
    contact = reached[0].contacts.get()
    # Another correction of the entry says nothing of its address.
    actions.edit_contact(contact, changes={"phone": "+254 20 555 0100"}, by=curator)
    dead = preview(asked(make.refresh(by=curator), curator)).by_mail
    actions.edit_contact(contact, changes={"email": "new0@example.org"}, by=curator)

    assert (dead, preview(asked(make.refresh(by=curator), curator)).by_mail) == (2, 3)


def test_an_address_that_somebody_says_is_right_is_asked_by_mail_again(reached, curator):
    stopped = make.stopped("asked0@example.org")
    dead = preview(asked(make.refresh(by=curator), curator)).by_mail

    actions.write_again(stopped, by=curator)

    assert (dead, preview(asked(make.refresh(by=curator), curator)).by_mail) == (2, 3)


def never(address):
    MailPreference.objects.create(address=address, topic="record", how_often="never")


@pytest.mark.parametrize("why", [make.stopped, never], ids=["it came back", "its reader wants no mails"])
@pytest.mark.parametrize("when", ["before", "meanwhile"])
def test_an_address_that_is_not_written_to_is_asked_by_the_mission(reached, curator, why, when):
    if when == "before":
        why("Asked1@example.org")
    campaign = begun(make.refresh(by=curator, first_wave=10), by=curator)
    if when == "meanwhile":
        why("Asked1@example.org")

    actions.send_rest(campaign, by=curator)
    run(campaign)

    invite = campaign.invites.get(organization=reached[1])
    assert (invite.state, invite.channel, invite.task) == ("sent", "mission", "reach")
    assert Message.objects.filter(kind=MAIL).count() == 2


def test_who_refused_is_not_asked_by_the_next_campaign(reached, curator):
    first = begun(make.refresh(by=curator, first_wave=10), by=curator)
    run(first)
    actions.refuse_by_link(first.invites.get(organization=reached[1]))
    actions.end_refresh(first, by=curator)
    second = make.refresh(by=curator, first_wave=10)

    begun(second, by=curator)

    asked_again = second.invites.values_list("organization__names__text", flat=True)
    assert sorted(asked_again) == ["Invented Asked 0", "Invented Asked 2"]


def test_silent_in_two_campaigns_is_an_issue_for_people_and_never_a_verdict(curator):
    organization = make.organization()
    contact = make.contact(organization, email="one@example.org")
    past = timezone.now() - timedelta(days=400)
    for sent_at in (past, past + timedelta(days=365)):
        make.asked(organization_=organization, contact=contact, state=S.SILENT, sent_at=sent_at)

    night.take("check_plausibility")
    told = organization.issues.filter(rule="silent-twice", state="open").count()
    organization.refresh_from_db()
    state = organization.state
    actions.confirm_record(organization, by=make.member(organization))

    assert (told, state) == (1, "published")
    assert not organization.issues.filter(rule="silent-twice", state="open").exists()


def test_who_was_named_is_forgotten_a_while_after_the_end(curator):
    campaign = make.refresh(by=curator, state="running")
    invite = make.asked(campaign)
    actions.leave_by_link(invite, named="A. Successor", named_email="a@example.org", note="Since May.")
    actions.end_refresh(campaign, by=curator)
    before = actions.settle_refreshes(by="clock")
    type(campaign).objects.update(ended_at=timezone.now() - timedelta(days=401))

    assert (before, actions.settle_refreshes(by="clock"), actions.settle_refreshes(by="clock")) == (0, 1, 0)

    invite.refresh_from_db()
    assert (invite.state, invite.named, invite.named_email, invite.note, invite.address) == ("left", "", "", "", "")
