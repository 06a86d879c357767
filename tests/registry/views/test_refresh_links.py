"""The link of a campaign: shows the record, takes one answer, tells the second, gives nothing away."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone, translation

from registry import actions
from registry.models import Change, Fact, RefreshInvite
from tests import make

pytestmark = pytest.mark.django_db
TOKEN = "a-token-of-forty-three-characters-as-they-are"


@pytest.fixture(autouse=True)
def _fresh_start():
    """Answers are counted by the minute; a visit in French leaves the thread in French."""
    cache.clear()
    yield
    translation.activate("en")


@pytest.fixture
def invite():
    organization = make.organization("Invented Answering", website="https://www.answering.example")
    contact = make.contact(
        organization, name="Amina Invented", email="amina@answering.example", phone="+254 20 555 0100", role="head"
    )
    make.contact(organization, name="Somebody Else", email="else@answering.example")
    return make.asked(organization_=organization, contact=contact, token=TOKEN)


def url(act="link", token=TOKEN):
    return reverse(f"registry:refresh-{act}", args=[token])


def version(invite):
    invite.organization.refresh_from_db()
    return {"version": invite.organization.version}


def boxes(invite, **changed):
    """What the browser sends of the page of corrections when only `changed` was touched."""
    contact = invite.contact
    return (
        version(invite)
        | {"website": invite.organization.website, "hq_city": "", "name": invite.organization.name}
        | {"hq_country": invite.organization.hq_country.name, "founded": ""}
        | {f"contact_{field}": getattr(contact, field) for field in ("name", "email", "phone")}
        | changed
    )


def test_a_look_shows_the_record_and_her_own_entry_and_writes_nothing(client, invite):
    before = Change.objects.count()

    for _time in range(3):
        response = client.get(url())
    page = response.content.decode()

    assert response.status_code == 200
    assert all(words in page for words in ("Invented Answering", "www.answering.example", "Amina Invented"))
    assert "Somebody Else" not in page
    assert "else@answering.example" not in page
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "strict-origin"
    assert Change.objects.count() == before
    invite.refresh_from_db()
    assert invite.state == "sent"


def test_nothing_has_changed_is_the_organizations_own_word_of_today(client, invite):
    response = client.post(url("confirm"), version(invite), follow=True)

    invite.refresh_from_db()
    facts = Fact.objects.filter(organization=invite.organization, teller="cso", stands=True)
    assert "Thank you. The record is confirmed." in response.content.decode()
    assert invite.state == "confirmed"
    assert {fact.told_in for fact in facts} == {invite.reference}
    assert {fact.observed_on for fact in facts} == {timezone.localdate()}
    assert {"names", "website", "contact_phone"} <= {fact.field for fact in facts}
    # Of the other contact she was shown nothing, so she has said nothing.
    assert {fact.about for fact in facts} == {"", invite.contact.reference}


def test_who_said_it_and_when_stands_beside_the_fact(client, invite, curator):
    client.post(url("confirm"), version(invite))
    client.force_login(curator)

    page = client.get(reverse("registry:organization-sources", args=[invite.organization.reference])).content.decode()

    assert "The organization itself" in page
    assert f"by the link of question {invite.reference}" in page


def test_the_link_works_once_and_the_second_is_told(client, invite):
    client.post(url("confirm"), version(invite))

    again = client.post(url("refuse"))
    look = client.get(url()).content.decode()

    assert again.status_code == 409
    assert "There is an answer already" in again.content.decode()
    assert "Answered by this link" in look
    assert "Amina Invented" not in look
    assert reverse("account_login") in look


def test_a_corrected_telephone_stands_at_once_and_a_name_waits_for_iom(client, invite):
    sent = boxes(invite, contact_phone="+254 20 555 0199", name="Invented Answering for All")

    response = client.post(url("correct"), sent, follow=True)

    invite.refresh_from_db()
    invite.contact.refresh_from_db()
    proposal = invite.organization.proposals.get()
    assert "Your corrections arrived" in response.content.decode()
    assert (invite.state, invite.changed) == ("changed", ["names", "contact_phone"])
    assert invite.contact.phone == "+254 20 555 0199"
    assert (proposal.state, proposal.told_in, proposal.proposed_by) == ("open", invite.reference, None)
    assert invite.organization.names.get().text == "Invented Answering"


def test_iom_accepts_what_was_proposed_by_a_link_as_the_organizations_word(client, invite, curator):
    client.post(url("correct"), boxes(invite, founded="1998"))
    proposal = invite.organization.proposals.get()

    actions.decide_proposal(proposal, decisions={"founded": ("accepted", "")}, by=curator)

    fact = Fact.objects.get(organization=invite.organization, field="founded", stands=True)
    assert (fact.teller, fact.told_in) == ("cso", invite.reference)


def test_the_page_of_a_proposal_names_the_link(client, invite, curator):
    client.post(url("correct"), boxes(invite, founded="1998"))
    proposal = invite.organization.proposals.get()
    client.force_login(curator)

    for address in (reverse("registry:proposal-list"), reverse("registry:proposal-detail", args=[proposal.reference])):
        assert "a contact of the organization, by its link" in client.get(address).content.decode()


def test_corrections_that_correct_nothing_are_told_so(client, invite):
    response = client.post(url("correct"), boxes(invite))

    invite.refresh_from_db()
    assert response.status_code == 409
    assert "Nothing is different" in response.content.decode()
    assert invite.state == "sent"


def test_the_rest_is_confirmed_only_when_she_says_so(client, invite):
    client.post(url("correct"), boxes(invite, hq_city="Nakuru", is_rest_right="on"))

    invite.refresh_from_db()
    invite.organization.refresh_from_db()
    assert (invite.state, invite.organization.hq_city) == ("changed", "Nakuru")
    assert invite.organization.confirmed_on == timezone.localdate()


def test_the_rest_is_what_she_was_shown_also_when_her_own_address_is_another_one(client, invite):
    said = boxes(invite, contact_email="amina@new.example", is_rest_right="on")

    client.post(url("correct"), said)

    hers, other = invite.contact, invite.organization.contacts.get(name="Somebody Else")
    told = Fact.objects.filter(told_in=invite.reference)
    assert told.filter(about=hers.reference, field="contact_name").exists()
    assert not told.filter(about=other.reference).exists()


def test_a_record_that_moved_on_is_told_and_nothing_is_lost(client, invite, curator):
    sent = boxes(invite, hq_city="Nakuru")
    actions.edit_organization(invite.organization, changes={"founded": 1990}, by=curator)

    confirmed = client.post(url("confirm"), {"version": sent["version"]})
    corrected = client.post(url("correct"), sent)

    assert (confirmed.status_code, corrected.status_code) == (409, 409)
    assert 'value="Nakuru"' in corrected.content.decode()


def test_who_has_left_names_another_and_nobody_is_written_to(client, invite, mailoutbox):
    client.post(url("left"), {"named": "B. Invented", "named_email": "b@answering.example", "note": "Since May."})

    invite.refresh_from_db()
    invite.contact.refresh_from_db()
    actions.deliver_messages()
    assert (invite.state, invite.task, invite.named) == ("left", "left", "B. Invented")
    assert invite.contact.ends_on == timezone.localdate()
    assert mailoutbox == []
    assert not invite.organization.contacts.filter(email="b@answering.example").exists()


def test_one_click_of_her_mail_program_is_a_refusal(client, invite, settings, mailoutbox):
    actions.notify(
        "registry.refresh_asked",
        address=invite.address,
        language="en",
        subject=invite.reference,
        context={"token": TOKEN, "days": 30, "text": ""},
        carries_secret=True,
    )
    actions.deliver_messages()
    stop = mailoutbox[0].extra_headers["List-Unsubscribe"].strip("<>").removeprefix(settings.SITE_ORIGIN)

    for _twice in range(2):
        client.post(stop, {"List-Unsubscribe": "One-Click"})

    invite.refresh_from_db()
    assert (invite.state, invite.answered_how) == ("refused", "mail")
    assert "Told to us by your mail program" in client.get(url()).content.decode()
    assert Change.objects.filter(verb="refresh.refused").count() == 1


def test_an_address_that_is_none_is_told_on_the_page(client, invite):
    response = client.post(url("left"), {"named_email": "not an address"})

    invite.refresh_from_db()
    assert response.status_code == 422
    assert invite.state == "sent"


def test_opened_means_that_a_person_pressed_a_button(client, invite):
    client.post(url("open"))

    invite.refresh_from_db()
    assert (invite.state, bool(invite.opened_at)) == ("opened", True)
    assert client.post(url("confirm"), version(invite)).status_code == 302


@pytest.mark.parametrize("act", ["confirm", "left", "refuse", "open", "correct"])
@pytest.mark.parametrize("why", ["expired", "danger", "silent", "ended entry", "another address"])
def test_a_link_whose_time_is_over_shows_and_takes_nothing(client, invite, curator, act, why):
    if why == "expired":
        RefreshInvite.objects.update(expires_at=timezone.now() - timedelta(days=1))
    elif why == "ended entry":
        actions.end_contact(invite.contact, on=timezone.localdate(), by=curator)
    elif why == "another address":
        actions.edit_contact(invite.contact, changes={"email": "new@answering.example"}, by=curator)
    elif why == "silent":
        RefreshInvite.objects.update(state="silent")
    else:
        actions.mark_at_risk(invite.organization, reason="A threat.", by=curator)
    state = RefreshInvite.objects.get().state

    look = client.get(url()).content.decode()
    response = client.post(url(act), version(invite))

    assert "Invented Answering" not in look
    assert "This link cannot be used any more" in look
    assert response.status_code == 409
    assert RefreshInvite.objects.get().state == state


@pytest.mark.parametrize("token", ["unknown", "0" * 300, "'><script>alert(1)</script>"])
def test_a_link_that_nobody_sent_opens_nothing(client, invite, token):
    response = client.get(url(token=token.replace("/", "")))

    assert response.status_code == 404
    assert "<script>alert" not in response.content.decode()


def test_what_she_writes_is_shown_as_text(client, invite, curator):
    client.post(url("correct"), boxes(invite, note="<script>alert(1)</script>"))
    client.force_login(curator)

    page = client.get(invite.get_absolute_url()).content.decode()

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_page_is_small_and_in_the_readers_language(client, invite):
    response = client.get(url().replace("/en/", "/fr/"))

    assert 'lang="fr"' in response.content.decode()
    assert len(response.content) < 20_000
    assert "http://" not in response.content.decode().replace("http://www.w3.org", "")


def test_a_script_that_works_at_a_link_is_told_to_wait(client, invite, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"refresh_answer": "2/m/ip"}

    answers = [client.post(url("left"), {"named_email": "none"}).status_code for _time in range(3)]

    assert answers == [422, 422, 429]
    assert client.get(url()).status_code == 200
