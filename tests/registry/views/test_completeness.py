"""Members read on their profile, and staff beside the record, what it still needs; staff find what is complete."""

import pytest
from django.urls import reverse

from registry import actions
from registry.models import Organization
from registry.roles import Function, MemberRole
from tests import make

pytestmark = pytest.mark.django_db


def page(client, name, organization, **asked):
    return client.get(reverse(f"registry:{name}", args=[organization.reference]), asked).content.decode()


def link(name, *args):
    return f'<a href="{reverse(f"registry:{name}", args=args)}">'


def test_a_member_reads_what_is_missing_and_where_to_give_it(client):
    organization = make.organization(founded=1998)
    client.force_login(make.member(organization))

    text = page(client, "own-record", organization)

    reference = organization.reference
    assert "Nothing is missing" in text
    assert "4 of 10 given" in text
    assert f"{link('own-documents', reference)}Its statutes</a>" in text
    assert f"{link('own-record-section', reference, 'about')}A description</a>" in text
    assert f"{link('own-contacts', reference)}The head of the organization</a>" in text


def test_who_only_reads_is_led_to_the_page_with_everything(client):
    organization = make.organization()
    client.force_login(make.member(organization, role=MemberRole.READER))

    text = page(client, "own-record", organization)

    everything = reverse("registry:own-record-confirm", args=[organization.reference])
    assert f'<a href="{everything}#s-about">A description</a>' in text
    assert link("own-record-section", organization.reference, "about") not in text


def test_a_member_is_asked_about_what_her_organization_can_put_right(client):
    organization = make.organization(
        founded=1700, website="https://aid.example", identifiers=[{"scheme": "GB-CHC", "value": "odd"}]
    )
    actions.add_contact(organization, email="a@other.example", by="test")

    told = {}
    for role in (MemberRole.ADMIN, MemberRole.READER):
        client.force_login(make.member(organization, role=role))
        told[role] = page(client, "own-record", organization)

    for text in told.values():
        assert "The year of foundation is unlikely" in text
        assert "An identifier does not look like" not in text
    assert "A contact writes from another domain" in told[MemberRole.ADMIN]
    assert "A contact writes from another domain" not in told[MemberRole.READER]


def test_staff_read_it_beside_the_record_with_links_to_what_they_may_open(client, curator):
    organization = make.organization()
    told = []
    for person in (curator, make.staff(Function.ROUTER)):
        client.force_login(person)
        told.append(page(client, "organization-edit", organization))

    contacts = f"{link('organization-contacts', organization.reference)}The head of the organization</a>"
    assert contacts in told[0]
    assert contacts not in told[1]
    assert "The head of the organization" in told[1]


def test_staff_find_the_records_that_are_complete(client, curator):
    make.organization("Whole Aid", languages=["fr"], presences=[{"country": "KEN"}])
    make.organization("Half Aid")
    whole = Organization.objects.get(names__text="Whole Aid")
    make.contact(whole, role="focal_point", email="a@aid.example")
    actions.confirm_record(whole, by=make.member(whole))
    client.force_login(curator)
    address = reverse("registry:staff-organizations")

    def names(ready):
        text = client.get(address, {"ready": ready}).content.decode()
        return [name for name in ("Whole Aid", "Half Aid") if name in text]

    assert names("consultation") == ["Whole Aid"]
    assert names("listable") == ["Whole Aid", "Half Aid"]
    assert names("observer") == []
    assert names("odd") == ["Whole Aid", "Half Aid"]
