"""The contacts of a record: private, one head at a time, and who looked at them when that matters."""

import pytest
from django.urls import reverse

from registry import actions
from registry.models import Change, Contact
from tests import make

pytestmark = pytest.mark.django_db

TYPED = {"role": "head", "name": "Zainab Quiet", "email": "zainab@example.org", "phone": "+235 66 00 00 00"}


def _address(name, organization, *row):
    return reverse(f"registry:{name}", args=[organization.reference, *(one.reference for one in row)])


@pytest.fixture
def signed_in(client, curator):
    client.force_login(curator)
    return client


def test_a_curator_adds_a_contact_that_only_the_staff_page_shows(signed_in):
    organization = make.organization()

    answer = signed_in.post(_address("contact-new", organization), TYPED | {"language": "French"})

    assert answer.status_code == 302
    page = signed_in.get(answer.url).content.decode()
    assert "Never public, never in the API." in page
    assert "mailto:zainab@example.org" in page
    assert "French" in page
    assert "Zainab" not in signed_in.get(organization.get_absolute_url()).content.decode()
    assert "Zainab" not in signed_in.get(_address("organization-history", organization)).content.decode()


def test_a_second_head_is_told_over_the_form(signed_in):
    organization = make.organization()
    make.contact(organization, role="head")

    answer = signed_in.post(_address("contact-new", organization), TYPED)

    assert answer.status_code == 422
    assert "The organization has a head already. End that entry first." in answer.content.decode()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"email": "zainab at example"}, "Enter a valid email address."),
        ({"phone": "ask her"}, "Write digits only"),
        ({"name": "", "email": "", "phone": ""}, "Give a name, an e-mail address or a telephone number."),
        ({"role": "king"}, "not one of the available choices"),
        ({"starts_on": "2999-01-01"}, "This day has not come yet."),
    ],
)
def test_what_cannot_be_is_told_at_its_field(changes, words, signed_in):
    answer = signed_in.post(_address("contact-new", make.organization()), TYPED | changes)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Contact.objects.exists()


def test_an_edit_goes_on_from_the_version_that_was_opened(signed_in):
    contact = make.contact(**TYPED)
    address = _address("contact-edit", contact.organization, contact)
    opened = signed_in.get(address).content.decode()
    assert f'name="version" value="{contact.version}"' in opened

    first = signed_in.post(address, TYPED | {"name": "Z. Quiet", "version": contact.version})
    second = signed_in.post(address, TYPED | {"name": "Somebody", "version": contact.version})

    assert (first.status_code, second.status_code) == (302, 409)
    assert Contact.objects.get().name == "Z. Quiet"


def test_an_ended_contact_stays_in_the_list_and_can_no_longer_be_changed(signed_in):
    contact = make.contact(**TYPED)
    organization = contact.organization

    answer = signed_in.post(_address("contact-end", organization, contact), {"on": "2026-05-03"})

    page = signed_in.get(answer.url).content.decode()
    assert "Zainab" in page
    assert "Ended" in page
    assert _address("contact-edit", organization, contact) not in page
    assert signed_in.post(_address("contact-edit", organization, contact), TYPED).status_code == 409


def test_looking_at_the_contacts_of_an_organization_in_danger_is_noted(signed_in, curator):
    contact = make.contact(**TYPED)
    address = _address("organization-contacts", contact.organization)
    signed_in.get(address)
    assert not Change.objects.filter(verb="contacts.read").exists()
    actions.mark_at_risk(contact.organization, reason="Threats.", by=curator)

    signed_in.get(address)

    assert Change.objects.get(verb="contacts.read").by_id == curator.pk
