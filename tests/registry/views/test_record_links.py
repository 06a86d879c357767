"""The links of a record: the other one is found by name or reference, and seen only by who may know of it."""

import pytest
from django.urls import reverse

from registry import actions
from registry.models import OrganizationLink
from registry.roles import Function
from tests import make

pytestmark = pytest.mark.django_db


def _address(name, organization, *row):
    return reverse(f"registry:{name}", args=[organization.reference, *(one.reference for one in row)])


@pytest.fixture
def signed_in(client, curator):
    client.force_login(curator)
    return client


@pytest.mark.parametrize("typed", ["invented relief", "reference"])
def test_the_other_one_is_found_by_name_or_by_reference(typed, signed_in):
    organization, other = make.organization("Somebody Else"), make.organization("Invented Relief")
    typed = other.reference.lower() if typed == "reference" else typed

    page = signed_in.get(_address("link-new", organization), {"q": typed})

    assert [found.reference for found in page.context["found"]] == [other.reference]


def test_a_link_is_seen_from_both_ends_in_words_that_fit(signed_in):
    branch, office = make.organization("Invented Aid Chad"), make.organization("Invented Aid")

    answer = signed_in.post(_address("link-new", branch), {"other": office.reference, "kind": "branch_of"})

    assert answer.status_code == 302
    assert "Branch of" in signed_in.get(_address("organization-links", branch)).content.decode()
    assert "Has this branch" in signed_in.get(_address("organization-links", office)).content.decode()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"kind": "member_of"}, "Choose one of the organizations."),
        ({"kind": "member_of", "other": "CSO-00000000"}, "There is no organization with this reference."),
        ({"kind": "member_of", "other": "drop table"}, "There is no organization with this reference."),
        ({"kind": "enemy_of"}, "not one of the available choices"),
    ],
)
def test_what_cannot_be_linked_is_told_over_the_form(typed, words, signed_in):
    answer = signed_in.post(_address("link-new", make.organization()), typed)

    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_a_circle_of_branches_is_told_over_the_form(signed_in):
    link = make.link(kind="branch_of")
    typed = {"other": link.from_organization.reference, "kind": "branch_of"}

    answer = signed_in.post(_address("link-new", link.to_organization), typed)

    assert answer.status_code == 422
    assert "is itself a branch of" in answer.content.decode()


def test_a_link_is_ended_from_either_end_once(signed_in):
    link = make.link()
    address = _address("link-end", link.to_organization, link)

    first, second = (signed_in.post(address, {"on": "2026-05-03"}) for _ in range(2))

    assert (first.status_code, second.status_code) == (302, 409)
    assert OrganizationLink.objects.get().ends_on is not None


def test_who_may_not_know_of_the_other_one_sees_no_link_no_count_and_cannot_add_one(client, curator):
    link = make.link()
    open_, hidden = link.from_organization, link.to_organization
    actions.mark_at_risk(hidden, reason="Threats.", by=curator)
    reader = make.staff(Function.CURATOR, countries=["HND"])
    make.organization(hq_country_id="HND")
    client.force_login(reader)

    page = client.get(_address("organization-links", open_))

    assert page.context["rows"] == []
    assert next(tab["count"] for tab in page.context["tabs"] if tab["name"] == "links") == 0
    assert hidden.reference not in page.content.decode()
    own = make.organization(hq_country_id="HND")
    answer = client.post(_address("link-new", own), {"other": hidden.reference, "kind": "member_of"})
    assert answer.status_code == 422
    assert "There is no organization with this reference." in answer.content.decode()
