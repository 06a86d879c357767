"""The pages about mails: what a person chooses, the link that ends them, and the addresses that are not written to."""

import pytest
from django.urls import reverse

from registry import actions
from registry.models import Bounce, StoppedAddress
from registry.roles import Function
from registry.states import MessageState
from tests import make

pytestmark = pytest.mark.django_db

MINE, STOPPED = reverse("registry:my-mails"), reverse("registry:stopped-address-list")


def test_a_member_chooses_about_her_organization_and_staff_about_their_work(client, member, curator):
    for person, shown, hidden in ((member, "id_record", "id_work"), (curator, "id_work", "id_record")):
        client.force_login(person)

        page = client.get(MINE).content.decode()

        assert shown in page
        assert hidden not in page


def test_what_is_chosen_is_kept_and_shown(client, curator):
    client.force_login(curator)

    answer = client.post(MINE, {"work": "weekly", "quiet_from": "22", "quiet_until": "7"}, follow=True)

    assert "Your choice of mails was saved." in answer.content.decode()
    curator.refresh_from_db()
    assert (curator.quiet_from, curator.quiet_until) == (22, 7)
    assert list(curator.mail_preferences.values_list("topic", "how_often")) == [("work", "weekly")]
    assert answer.context["form"].initial == {"work": "weekly", "quiet_from": 22, "quiet_until": 7}


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"work": "now", "quiet_from": "22"}, "Give both hours"),
        ({"work": "now", "quiet_from": "7", "quiet_until": "7"}, "Give two different hours"),
        ({"work": "hourly"}, "not one of the available choices"),
        ({"work": "now", "quiet_from": "25", "quiet_until": "7"}, "not one of the available choices"),
    ],
)
def test_what_makes_no_sense_is_told_in_words_and_nothing_kept(client, curator, sent, words):
    client.force_login(curator)

    answer = client.post(MINE, sent)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not curator.mail_preferences.exists()


def test_a_topic_that_is_not_hers_or_not_for_choosing_is_passed_over(client, curator):
    client.force_login(curator)

    client.post(MINE, {"work": "never", "notice": "never", "access": "never", "record": "never"})

    assert list(curator.mail_preferences.values_list("topic", flat=True)) == ["work"]


def test_who_is_not_written_to_is_told_and_can_end_it(client, member):
    client.force_login(member)
    assert client.post(reverse("registry:my-mails-again")).status_code == 404
    make.stopped(member.email.upper())
    assert "We do not write to your address" in client.get(MINE).content.decode()

    client.post(reverse("registry:my-mails-again"))

    assert "We do not write to your address" not in client.get(MINE).content.decode()
    assert StoppedAddress.objects.get().ended_by == member


def test_the_link_of_a_mail_says_what_it_ends_without_signing_in(client):
    message = make.message(kind="registry.claim_asked", recipient=make.user())
    page = reverse("registry:mail-stop", args=[actions.token_of_message(message)])

    looked = client.get(page).content.decode()

    assert "Who acts for your organization" in looked
    assert message.address not in looked
    assert "You get no more mails of this sort" in client.post(page).content.decode()


@pytest.mark.parametrize(
    ("function", "status"), [(Function.ADMINISTRATOR, 200), (Function.AUDITOR, 200), (Function.CURATOR, 403)]
)
def test_who_reads_messages_sees_the_addresses_that_are_not_written_to(client, function, status):
    make.stopped("dead@aid.example")
    client.force_login(make.staff(function))

    answer = client.get(STOPPED)

    assert answer.status_code == status
    assert (b"dead@aid.example" in answer.content) is (status == 200)
    assert (b"Write to it again" in answer.content) is (function == Function.ADMINISTRATOR)


def test_an_administrator_has_an_address_written_to_again_and_the_second_is_refused_in_words(client, administrator):
    stopped = make.stopped("dead@aid.example")
    client.force_login(administrator)
    again = reverse("registry:stopped-address-again", args=[stopped.reference])

    assert "Every address is written to" in client.post(again, follow=True).content.decode()
    assert client.post(again).status_code == 409


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_addresses_costs_the_same_for_one_and_three(
    client, administrator, count, django_assert_num_queries
):
    for number in range(count):
        make.stopped(f"dead{number}@aid.example")
    client.force_login(administrator)
    client.get(STOPPED)

    # Session, person, her functions and what the frame shows; then how many, and a page of them with their messages.
    with django_assert_num_queries(9):
        client.get(STOPPED)


def test_hostile_words_of_a_mail_server_are_shown_as_text(client, administrator):
    message = make.message(state=MessageState.SENT, sent_at=make.timezone.now())
    actions.take_bounce(message, Bounce.Kind.HARD, detail="<script>alert(1)</script>\r\nX: y", by="test")
    client.force_login(administrator)

    for page in (STOPPED, message.get_absolute_url()):
        shown = client.get(page).content.decode()

        assert "<script>alert" not in shown
        assert "&lt;script&gt;alert(1)&lt;/script&gt; X: y" in shown


def test_the_page_of_a_message_that_was_told_in_a_summary_leads_there(client, administrator):
    summary = make.message(kind="registry.digest", carries_secret=True)
    told = make.message(state=MessageState.TOLD, told_in=summary)
    client.force_login(administrator)

    assert summary.get_absolute_url() in client.get(told.get_absolute_url()).content.decode()
