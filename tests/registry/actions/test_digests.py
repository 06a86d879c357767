"""Digests: what is new in a saved view, by the rights of today, once a day, and never a word of who is in danger."""

import re
import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from registry import actions, tasks
from registry.actions import digests
from registry.models import Digest, Listing, Message, Organization, StaffAssignment, Subscription
from registry.queries import saved_views
from registry.roles import Function
from registry.states import MessageState
from tests import make
from tests.bursts import burst
from tests.registry.actions.locks import until_somebody_waits

pytestmark = pytest.mark.django_db


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


def followed(person, *, list_name="directory", filters=None, rhythm="daily", unit=None, reader=None):
    """A view that this person keeps, and that she, or another, is written to about."""
    filters = {"country": ["TCD"]} if filters is None else filters
    name = f"View {person.saved_views.count()}"
    view = actions.save_view(name=name, list_name=list_name, filters=filters, by=person)
    if unit:
        view = actions.change_view(view, name=name, unit=unit, by=person)
    return actions.follow_view(view, rhythm=rhythm, by=reader or person)


def sent(*, days=1):
    """The words of what is written when the clock comes round, or nothing."""
    actions.send_digests(on=in_days(days))
    newest = Message.objects.filter(kind="registry.digest").order_by("-pk").first()
    return newest and newest.body


def in_chad(name="Chad Aid", **facts):
    return make.organization(name, hq_country_id="TCD", **facts)


def fresh(organization):
    return Organization.objects.get(pk=organization.pk)


def test_what_entered_what_changed_and_what_left_is_counted_and_named_with_links():
    changes, leaves = in_chad("Changing Aid"), in_chad("Leaving Aid")
    followed(make.user())
    enters = in_chad("Entering Aid")
    actions.edit_organization(changes, changes={"hq_city": "Sarh", "founded": 1999}, by="test")
    kenya = make.organization("Elsewhere").hq_country
    actions.edit_organization(leaves, changes={"hq_country": kenya}, by="test")

    told = sent()

    assert "1 organization entered the view:\n- Entering Aid\n" in told
    assert "1 organization left the view:\n- Leaving Aid\n" in told
    assert "1 organization in the view changed:\n- Changing Aid\n" in told
    assert f"/en/organizations/{enters.reference}/" in told
    assert "Elsewhere" not in told


def test_nothing_is_sent_when_nothing_is_new():
    in_chad()
    followed(make.user())
    make.organization("Elsewhere")

    assert sent() is None


def test_twice_on_a_day_is_the_same_as_once_and_the_database_says_so_too():
    followed(make.user())
    in_chad()
    assert sent()

    in_chad("Another")
    actions.send_digests(on=in_days(1))

    assert Message.objects.count() == Digest.objects.count() == 1
    with pytest.raises(IntegrityError, match="one_digest_a_day"), transaction.atomic():
        Digest.objects.create(**Digest.objects.values("view_id", "person_id", "day", "message_id").get(), **NONE)


NONE = {"entered": 0, "left": 0, "changed": 0}


@pytest.mark.parametrize(
    ("rhythm", "days", "is_sent"), [("daily", 0, False), ("weekly", 6, False), ("weekly", 7, True)]
)
def test_each_rhythm_waits_its_days(rhythm, days, is_sent):
    followed(make.user(), rhythm=rhythm)
    in_chad()

    assert bool(sent(days=days)) == is_sent


def test_what_was_missed_while_the_clock_stood_still_is_told_once():
    followed(make.user())
    in_chad("First")
    in_chad("Second")

    told = sent(days=12)

    assert "2 organizations entered the view:" in told
    assert actions.due_digests(on=in_days(12)) == []


@pytest.mark.parametrize("list_name", ["directory", "inventory", "gaps"])
def test_a_view_that_grew_too_wide_is_said_to_be_and_told_of_again_when_it_is_not(
    client, monkeypatch, curator, list_name
):
    subscription = followed(curator, list_name=list_name, filters={})
    client.force_login(curator)
    page = reverse("registry:saved-views")

    def grow(number):
        for _each in range(number):
            make.verified()

    monkeypatch.setattr(saved_views, "MOST_FOLLOWED", 2)
    grow(3)
    assert sent() is None
    assert actions.due_digests(on=in_days(1)) == []
    assert "No mails are written about this view any more" in client.get(page).content.decode()

    monkeypatch.setattr(saved_views, "MOST_FOLLOWED", 10)
    assert sent(days=2) is None
    assert "No mails are written" not in client.get(page).content.decode()
    grow(1)
    assert "1 organization entered the view:" in sent(days=3)
    subscription.refresh_from_db()
    assert len(subscription.seen) == 4


def test_what_stands_in_a_view_is_not_read_beyond_what_can_be_followed(curator, monkeypatch):
    monkeypatch.setattr(saved_views, "MOST_FOLLOWED", 2)
    made = [make.verified() for _each in range(4)]

    for list_name in ("inventory", "gaps"):
        read = saved_views._STANDING[list_name](QueryDict(), curator)

        assert len(read) == 3 < len(made)


def test_the_mail_is_in_the_language_of_its_reader():
    followed(make.user(language="fr"))
    in_chad()

    assert "/fr/organizations/" in sent()


def test_an_organization_in_danger_is_not_told_of_when_it_enters_nor_when_it_vanishes(curator):
    vanishes = in_chad("Vanishing Aid")
    followed(curator)
    followed(curator, list_name="inventory", filters={})
    followed(curator, list_name="gaps", filters={})
    actions.mark_at_risk(vanishes, reason="Threats.", by=curator)
    actions.mark_at_risk(in_chad("Hidden Aid"), reason="Threats.", by=curator)

    assert sent() is None


def test_a_closed_organization_leaves_the_directory_as_silently_as_one_in_danger():
    closed = in_chad()
    followed(make.user())
    actions.archive_organization(closed, by="test", reason="Closed.")

    assert sent() is None


def test_a_digest_that_waits_is_held_back_when_one_of_its_names_comes_into_danger(curator):
    followed(make.user())
    in_danger = in_chad("Hidden Aid")
    assert "Hidden Aid" in sent()

    actions.mark_at_risk(in_danger, reason="Threats.", by=curator)

    waiting = Message.objects.get()
    assert (waiting.state, waiting.body) == (MessageState.HELD, "")


def test_a_digest_that_names_what_became_part_of_it_is_held_back_too(curator):
    kept, former = make.organization(), make.organization()
    followed(curator, list_name="inventory", filters={})
    for one in (kept, former):
        actions.edit_organization(one, changes={"hq_city": "Sarh"}, by="test")
    assert former.reference in sent()
    Organization.objects.filter(pk=former.pk).update(state="merged", merged_into=kept)
    Listing.objects.filter(pk=former.pk).delete()

    actions.mark_at_risk(kept, reason="Threats.", by=curator)

    assert Message.objects.get().state == MessageState.HELD


def held_back():
    """Is what was written held back, with its words gone, and nothing sent?"""
    actions.deliver_messages()
    kept = Message.objects.get(kind="registry.digest")
    assert kept.error.startswith("Held back")
    return (kept.state, kept.body) == (MessageState.HELD, "") and not mail.outbox


def test_a_digest_that_was_being_written_while_one_came_into_danger_is_not_sent():
    followed(make.user())
    in_danger = in_chad("Hidden Aid")
    sent()
    # As it stands when the mark was committed before the digest was, so that nobody saw it waiting.
    Listing.objects.filter(pk=in_danger.pk).delete()
    Organization.objects.filter(pk=in_danger.pk).update(is_at_risk=True)

    assert held_back()


def test_a_digest_is_not_sent_when_a_merge_brought_one_of_its_names_into_danger(curator):
    winner, loser = in_chad("Hidden Aid"), make.organization("Other Aid")
    followed(make.user())
    actions.edit_organization(winner, changes={"founded": 1999}, by="test")
    actions.mark_at_risk(loser, reason="Threats.", by=curator)
    assert "Hidden Aid" in sent()
    merge = actions.propose_merge(fresh(winner), fresh(loser), choices={}, reason="The same.", by=curator)
    actions.confirm_merge(merge, by=make.staff(Function.CURATOR))
    assert fresh(winner).is_at_risk

    assert held_back()


def test_a_digest_is_not_sent_when_the_name_of_its_view_is_that_of_somebody_in_danger_since(curator):
    view = actions.save_view(name="Near Hidden Aid", list_name="directory", filters={}, by=curator)
    actions.follow_view(view, rhythm="daily", by=curator)
    in_chad("Seen Aid")
    in_danger = make.organization("Hidden Aid", state="draft")
    assert "Near Hidden Aid" in sent()

    actions.mark_at_risk(in_danger, reason="Threats.", by=curator)

    assert held_back()


def test_a_view_whose_name_names_somebody_in_danger_is_not_called_by_it(curator):
    view = actions.save_view(name="Where is Hidden Aid", list_name="directory", filters={}, by=curator)
    actions.follow_view(view, rhythm="daily", by=curator)
    actions.mark_at_risk(in_chad("Hidden Aid"), reason="Threats.", by=curator)
    in_chad("Seen Aid")

    told = sent()

    assert "Seen Aid" in told
    assert "Hidden" not in told


def test_who_may_not_know_of_an_organization_any_more_is_not_told_that_it_changed():
    reader = make.staff(Function.CURATOR)
    organization = in_chad()
    followed(reader, list_name="inventory", filters={})
    StaffAssignment.objects.filter(user=reader).update(function=Function.ROUTER)
    actions.mark_at_risk(organization, reason="Threats.", by=make.staff())

    assert sent() is None


@pytest.mark.parametrize("lost_by", ["owner", "reader"])
@pytest.mark.parametrize("how", ["function ended", "account closed"])
def test_a_view_whose_owner_or_reader_lost_her_right_sends_nothing(lost_by, how):
    unit = make.unit()
    people = {"owner": make.staff(), "reader": make.staff()}
    StaffAssignment.objects.update(unit=unit)
    followed(people["owner"], list_name="inventory", filters={}, unit=unit, reader=people["reader"])
    in_chad()
    if how == "function ended":
        people[lost_by].assignments.update(ends_on=timezone.localdate())
    else:
        type(people[lost_by]).objects.filter(pk=people[lost_by].pk).update(is_active=False)

    assert sent() is None


def test_a_colleague_who_left_the_unit_is_written_to_no_more():
    unit, owner, reader = make.unit(), make.staff(), make.staff()
    StaffAssignment.objects.update(unit=unit)
    followed(owner, list_name="inventory", filters={}, unit=unit, reader=reader)
    reader.assignments.update(unit=make.unit())
    in_chad()

    assert sent() is None


def test_gaps_are_told_by_who_counts_there_now(curator):
    followed(curator, list_name="gaps", filters={"area": ["1"], "country": ["TCD"]})
    told = make.partnership(in_chad("Counting Aid"), area=1, country="TCD")
    actions.verify_partnership(told, unit=make.unit(), evidence_note="A visit.", on=timezone.localdate(), by=curator)

    assert "1 organization entered the view:\n- Counting Aid" in sent()


def test_one_view_that_breaks_does_not_keep_the_others_from_being_sent():
    broken = followed(make.user())
    Subscription.objects.filter(pk=broken.pk).update(seen=3)
    followed(make.user())
    in_chad()

    assert actions.send_digests(on=in_days(1)) == 1


def test_one_click_of_the_mail_program_ends_all_summaries(client, settings):
    person = make.user()
    followed(person)
    actions.choose_mails(person, choices={"work": "daily", "team": "never"}, by=person)
    in_chad()
    sent()

    actions.deliver_messages()

    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = headers["List-Unsubscribe"].strip("<>")
    path = address.removeprefix(settings.SITE_ORIGIN)
    assert client.get(path).status_code == 200
    assert Subscription.objects.exists()
    for _twice in range(2):
        assert "no more" in client.post(path, {"List-Unsubscribe": "One-Click"}).content.decode()
    assert not Subscription.objects.exists()
    assert set(person.mail_preferences.values_list("topic", "how_often")) == {("work", "never"), ("team", "never")}
    assert client.get(path.replace("mails/", "mails/x")).status_code == 404


def test_a_link_in_the_mail_ends_that_view_only(client, settings):
    person = make.user()
    followed(person), followed(person)
    in_chad()
    link = re.findall(r"https?://\S+/saved/\S+", sent())[0]

    client.post(link.removeprefix(settings.SITE_ORIGIN))

    assert [one.view.name for one in Subscription.objects.all()] == ["View 1"]


def test_the_words_of_a_digest_are_forgotten_once_it_was_sent():
    followed(make.user())
    in_chad("Chad Aid")
    sent()

    actions.deliver_messages()

    kept = Message.objects.get()
    assert (kept.state, kept.body) == (MessageState.SENT, "")
    assert "Chad Aid" not in kept.title


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_write_one_mail():
    subscription = followed(make.user())
    in_chad()

    ended = burst([lambda: actions.send_digest(subscription.person_id, on=in_days(1))] * 4)

    assert ended == {"done": 4}
    assert Message.objects.count() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_digest_and_a_change_of_its_view_do_not_stop_each_other(monkeypatch):
    subscription = followed(make.user())
    in_chad()
    write, changing = digests._write, []

    def slowly(*facts):
        changing.append(threading.Thread(target=change))
        changing[0].start()
        until_somebody_waits("transactionid")
        return write(*facts)

    def change():
        ended.update(burst([lambda: actions.follow_view(subscription.view, rhythm="weekly", by=subscription.person)]))

    ended = {}
    monkeypatch.setattr(digests, "_write", slowly)

    assert actions.send_digest(subscription.person_id, on=in_days(1)) == 1

    changing[0].join()
    assert ended == {"done": 1}
    assert Subscription.objects.get().rhythm == "weekly"


def test_the_clock_sends_digests():
    assert tasks.send_digests() == 0
