"""How often somebody is written to: her choice by topic, her quiet hours, one summary, and the link that ends it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail, signing
from django.utils import timezone

from registry import actions
from registry.models import Change, HowOften, MailPreference, Message
from registry.queries.languages import language_for
from registry.queries.mail_preferences import next_summary, out_of_quiet_hours
from registry.states import MessageState
from tests import make

NEWS, NOTICE, LINK = "registry.branch_joined", "registry.account_opened", "registry.invitation"


def choose(person, **choices):
    hours = {name: choices.pop(name) for name in ("quiet_from", "quiet_until") if name in choices}
    return actions.choose_mails(person, choices=choices, **hours, by=person)


def digest():
    """The words of the summary that is written when the clock comes round in a week, or nothing."""
    actions.send_digests(on=timezone.localdate() + timedelta(days=7))
    return getattr(Message.objects.filter(kind="registry.digest").order_by("pk").last(), "body", None)


@pytest.mark.parametrize(
    ("how_often", "state"),
    [("now", "waiting"), ("daily", "gathered"), ("weekly", "gathered"), ("never", "unwanted")],
)
def test_news_leave_as_their_reader_chose_and_notices_always(db, how_often, state):
    person = make.user()
    choose(person, record=how_often, team=how_often)

    news, notice = (actions.notify(kind, recipient=person) for kind in (NEWS, NOTICE))

    assert (news.state, notice.state) == (state, "waiting")
    assert Change.objects.filter(verb="account.mails_chosen").count() == (how_often != "now")


def test_a_link_of_her_own_is_not_gathered_but_can_be_unwanted(db):
    person = make.user()
    post = {"recipient": person, "address": person.email, "title": "T", "body": "B", "carries_secret": True}
    choose(person, consultations="daily")
    assert actions.post("consultations.invited", **post).state == MessageState.WAITING

    choose(person, consultations="never")
    unwanted = actions.post("consultations.invited", **post)

    assert (unwanted.state, unwanted.body) == (MessageState.UNWANTED, "")


def test_what_is_gathered_comes_in_one_mail_by_topics(db):
    person = make.user(language="fr")
    choose(person, record="daily", team="weekly", work="daily")
    for kind in (NEWS, NEWS, "registry.claim_asked"):
        actions.notify(kind, recipient=person)

    told = digest()

    assert told.count("/fr/my/") == 3 + 1  # and the page where she chooses
    assert told.index("organisation") > 0
    summary = Message.objects.get(kind="registry.digest")
    assert set(summary.tells.values_list("state", flat=True)) == {"told"}
    assert actions.send_digests(on=timezone.localdate() + timedelta(days=8)) == 0


def test_a_weekly_summary_does_not_come_with_the_daily_one(db):
    person = make.user()
    choose(person, record="daily", team="weekly")
    waits = actions.notify("registry.claim_asked", recipient=person)
    Message.objects.filter(pk=waits.pk).update(next_try_at=timezone.now() + timedelta(days=6))
    actions.notify(NEWS, recipient=person)

    actions.send_digests(on=timezone.localdate() + timedelta(days=1))

    waits.refresh_from_db()
    assert (Message.objects.filter(kind="registry.digest").count(), waits.state) == (1, MessageState.GATHERED)


def test_a_summary_tells_nothing_of_an_organization_that_its_reader_may_not_know_any_more(db):
    organization = make.organization(state="draft")
    membership = make.member(organization).memberships.get()
    person = membership.user
    choose(person, record="daily")
    message = actions.notify(NEWS, recipient=person, organization=organization)
    membership.delete()

    assert digest() is None
    message.refresh_from_db()
    assert (message.state, message.body) == (MessageState.UNWANTED, "")


def test_a_summary_carries_no_reference_of_who_came_into_danger_while_it_waited(db, curator):
    organization = make.organization()
    person = make.member(organization)
    choose(person, record="daily")
    post = {"recipient": person, "address": person.email, "organization": organization}
    link = f"http://127.0.0.1:8000/en/my/organizations/{organization.reference}/profile/history/"
    actions.post("registry.proposal_decided", title="IOM has answered", body=f"Read: {link}", **post)
    actions.mark_at_risk(organization, reason="Threats.", by=curator)

    told = digest()

    assert "IOM has answered\n  http://127.0.0.1:8000/en/my/\n" in told
    assert organization.reference not in told
    assert actions.deliver_messages() == 1


@pytest.mark.parametrize(("then", "state"), [("now", "waiting"), ("never", "unwanted"), ("weekly", "gathered")])
def test_what_waits_follows_a_new_choice(db, then, state):
    person = make.user()
    choose(person, record="daily")
    message = actions.notify(NEWS, recipient=person)

    choose(person, record=then)

    message.refresh_from_db()
    assert message.state == state
    assert message.rhythm == ("weekly" if then == "weekly" else "")


@pytest.mark.parametrize(
    ("hours", "zone", "at", "leaves"),
    [
        ((22, 7), "UTC", "2026-05-03T21:59", "2026-05-03T21:59"),
        ((22, 7), "UTC", "2026-05-03T22:00", "2026-05-04T07:00"),
        ((22, 7), "UTC", "2026-05-03T06:59", "2026-05-03T07:00"),
        ((22, 7), "Africa/Nairobi", "2026-05-03T19:30", "2026-05-04T04:00"),
        ((9, 17), "UTC", "2026-05-03T12:00", "2026-05-03T17:00"),
        ((0, 6), "UTC", "2026-05-03T00:30", "2026-05-03T06:00"),
        # The clock goes forward at two: at seven it is one hour earlier than on other days.
        ((22, 7), "Europe/Zurich", "2026-03-28T23:00", "2026-03-29T05:00"),
        ((None, None), "UTC", "2026-05-03T03:00", "2026-05-03T03:00"),
    ],
)
def test_nothing_leaves_in_quiet_hours(hours, zone, at, leaves):
    person = make.User(time_zone=zone, quiet_from=hours[0], quiet_until=hours[1])

    found = out_of_quiet_hours(person, datetime.fromisoformat(at).replace(tzinfo=UTC))

    assert found == datetime.fromisoformat(leaves).replace(tzinfo=UTC)


def test_a_link_that_somebody_waits_for_leaves_in_quiet_hours_too(db):
    hour = timezone.now().hour
    person = choose(make.user(), quiet_from=hour, quiet_until=(hour + 2) % 24)

    notice = actions.notify(NOTICE, recipient=person)
    link = actions.post("account.password_reset_key", recipient=person, address=person.email, title="T", body="B")

    assert notice.next_try_at > timezone.now() + timedelta(minutes=59)
    assert link.next_try_at <= timezone.now()


@pytest.mark.parametrize(
    ("rhythm", "at", "day"),
    [("daily", "2026-05-03T23:59", 4), ("weekly", "2026-05-03T12:00", 4), ("weekly", "2026-05-04T00:00", 11)],
)
def test_a_summary_is_written_tomorrow_or_next_monday(rhythm, at, day):
    assert next_summary(HowOften(rhythm), datetime.fromisoformat(at).replace(tzinfo=UTC)).day == day


def test_one_click_ends_the_mails_of_that_topic_and_no_others(db, client, settings):
    person = make.user()
    actions.notify(NEWS, recipient=person)
    actions.deliver_messages()
    headers = mail.outbox[0].extra_headers
    link = headers["List-Unsubscribe"].strip("<>")
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link in mail.outbox[0].body
    assert link not in Message.objects.get().body
    path = link.removeprefix(settings.SITE_ORIGIN)

    assert client.get(path).status_code == 200
    assert not person.mail_preferences.exists()
    for _twice in range(2):
        client.post(path, {"List-Unsubscribe": "One-Click"})

    assert list(person.mail_preferences.values_list("topic", "how_often")) == [("record", "never")]


@pytest.mark.parametrize("why", ["danger", "days"])
def test_what_a_summary_was_to_tell_is_told_by_the_next_one_when_it_did_not_leave(db, curator, why):
    person = make.user()
    actions.choose_mails(person, choices={"record": HowOften.DAILY}, by=person)
    news = actions.notify(NEWS, recipient=person)
    hidden = make.organization()
    assert digest()
    first = Message.objects.filter(kind="registry.digest")
    if why == "danger":
        first.update(body=f"/organizations/{hidden.reference}/")
        actions.mark_at_risk(hidden, reason="Threats.", by=curator)
    else:
        first.update(created_at=timezone.now() - timedelta(days=4))
        actions.deliver_messages()

    second = digest()

    news.refresh_from_db()
    assert list(first.order_by("pk").values_list("state", flat=True)) == ["held", "waiting"]
    assert news.title in second
    assert (news.state, news.told_in) == (MessageState.TOLD, first.latest("pk"))


@pytest.mark.parametrize("kind", [NOTICE, "account.password_reset_key"])
def test_a_notice_cannot_be_ended(db, client, kind):
    person = make.user()
    message = actions.post(kind, recipient=person, address=person.email, title="T", body="B")

    actions.deliver_messages()

    assert "List-Unsubscribe" not in mail.outbox[0].extra_headers
    assert client.get(f"/en/mails/{actions.token_of_message(message)}/").status_code == 404


def test_a_key_made_for_something_else_ends_nothing(db, client):
    message = make.message(kind=NEWS, recipient=make.user())
    other = signing.dumps(message.reference, salt="registry.view_digest")

    assert client.post(f"/en/mails/{other}/").status_code == 404
    assert actions.stop_mails(other) is False


def test_who_has_no_account_ends_them_by_her_address(db):
    message = make.message(kind="consultations.action_overdue", address="chief@example.org")

    assert actions.stop_mails(actions.token_of_message(message))
    assert actions.stop_mails(actions.token_of_message(message))

    post = {"address": "Chief@example.org", "title": "T", "body": "B"}
    assert actions.post("consultations.action_overdue", **post).state == MessageState.UNWANTED
    assert actions.post("consultations.invited", **post).state == MessageState.WAITING


def test_the_link_of_a_mail_whose_people_were_forgotten_ends_nothing_and_breaks_nothing(db, client):
    message = make.message(kind="consultations.action_overdue", address="")

    page = client.post(f"/en/mails/{actions.token_of_message(message)}/", {"List-Unsubscribe": "One-Click"})

    assert page.status_code == 200
    assert not MailPreference.objects.exists()


class Names:
    def __init__(self, *languages):
        self.languages = languages


@pytest.mark.parametrize(
    ("known", "language"),
    [
        ({"recipient": make.User(language="es"), "said": "fr"}, "es"),
        ({"said": "fr", "organization": Names("es")}, "fr"),
        ({"said": "fr-CA"}, "fr"),
        ({"said": "ar", "organization": Names("ar", "es", "fr"), "event": Names("fr")}, "es"),
        ({"organization": Names("ar"), "event": Names("fr")}, "fr"),
        ({"organization": Names(), "event": Names("sw")}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_is_that_of_the_reader_else_of_her_organization_else_of_the_event(known, language):
    assert language_for(**known) == language
