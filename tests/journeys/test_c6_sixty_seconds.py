"""C6, sixty seconds: from the mail to the answer, without a password and without a script; who said it, and when."""

import re

import pytest
from django.core.cache import cache
from django.utils import timezone, translation

from registry import actions
from registry.actions.work import run_job
from registry.models import Contact, Fact
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_start():
    """Answers are counted by the minute; a visit in French leaves the thread in French."""
    cache.clear()
    yield
    translation.activate("en")


@pytest.fixture
def mailed(curator, mailoutbox):
    """A campaign asks one organization; what arrived in the mailbox of its focal point."""

    def ask(language="en"):
        organization = make.organization("Invented Sixty", website="https://www.sixty.example")
        contact = make.contact(
            organization,
            name="Amina Invented",
            email="amina@sixty.example",
            phone="+254 20 555 0100",
            role=Contact.Role.FOCAL_POINT,
            language=language,
        )
        actions.start_refresh(make.refresh(by=curator), by=curator)
        run_job(actions.take_job())
        actions.deliver_messages()
        (mail,) = mailoutbox
        return organization, contact, mail

    return ask


def link_in(mail):
    return re.search(r"https?://[^/]+(/\S+/answer/\S+/)", mail.body)[1]


def forms_of(page):
    """{the last word of the address: (address, hidden boxes)} of the forms that post, as a browser without script."""
    found = {}
    for address, inside in re.findall(r'<form[^>]*method="post" action="([^"]+)"[^>]*>(.*?)</form>', page, re.DOTALL):
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', inside))
        found[address.rstrip("/").rpartition("/")[2]] = (address, hidden)
    return found


def test_nothing_has_changed_takes_two_pages_and_one_press(client, mailed):
    organization, contact, mail = mailed("fr")
    assert mail.to == ["amina@sixty.example"]
    assert organization.name not in mail.subject + mail.body

    page = client.get(link_in(mail)).content.decode()
    address, hidden = forms_of(page)["confirm"]
    thanks = client.post(address, hidden, follow=True).content.decode()

    assert 'lang="fr"' in page
    organization.refresh_from_db()
    assert organization.confirmed_on == timezone.localdate()
    invite = organization.refresh_invites.get()
    phone = Fact.objects.get(about=contact.reference, field="contact_phone", stands=True)
    assert (phone.teller, phone.observed_on, phone.told_in) == ("cso", timezone.localdate(), invite.reference)
    assert (invite.contact, invite.state) == (contact, "confirmed")
    # Used once: the same address answers nothing more.
    assert not forms_of(thanks)
    assert client.post(address, hidden).status_code == 409


def test_a_telephone_is_corrected_in_three_pages(client, mailed):
    organization, contact, mail = mailed()
    address, hidden = forms_of(client.get(link_in(mail)).content.decode())["open"]

    form_page = client.post(address, hidden, follow=True)
    form = form_page.context["form"]
    sent = {name: form[name].value() or "" for name in form.fields if name != "is_rest_right"}
    sent["hq_country"] = organization.hq_country.name
    sent |= {"contact_phone": "+254 20 555 0199", "version": form_page.context["version"]}
    thanks = client.post(form_page.redirect_chain[-1][0], sent, follow=True).content.decode()

    contact.refresh_from_db()
    assert "Your corrections arrived" in thanks
    assert contact.phone == "+254 20 555 0199"
    fact = Fact.objects.get(about=contact.reference, field="contact_phone", stands=True)
    assert (fact.teller, fact.observed_on) == ("cso", timezone.localdate())


def test_who_has_left_says_so_and_the_mission_has_a_task(client, mailed, curator):
    _organization, contact, mail = mailed()
    address, hidden = forms_of(client.get(link_in(mail)).content.decode())["left"]

    client.post(address, hidden | {"named": "B. Invented", "named_email": "b@sixty.example", "note": ""})

    contact.refresh_from_db()
    assert contact.ends_on == timezone.localdate()
    client.force_login(curator)
    assert "The person has left: ask whom she named" in client.get("/en/staff/").content.decode()
