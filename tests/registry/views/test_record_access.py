"""Who may open the parts of a record, and who may change them: a table of people against addresses."""

import pytest
from django.urls import reverse

from registry import actions
from registry.models import Change
from registry.roles import Function
from tests import make

pytestmark = pytest.mark.django_db

# What everybody on the staff may look at; what only those may who work with the organization; what only editors may.
OPEN = ["organization-partnerships", "partnership-detail", "organization-links"]
CONTACTS, DOCUMENTS = "organization-contacts", "organization-documents"
ACTS = [
    "partnership-new",
    "partnership-edit",
    "partnership-verify",
    "partnership-end",
    "partnership-reject",
    "contact-new",
    "contact-edit",
    "contact-end",
    "document-new",
    "document-replace",
    "document-narrow",
    "link-new",
    "link-end",
]

# Those whom the table of all addresses (tests/house/access_table) does not know.
PEOPLE = {
    "curator of this country": lambda: make.staff(Function.CURATOR, countries=["KEN"]),
    "router": lambda: make.staff(Function.ROUTER),
}
MAY = {
    "curator of this country": {*OPEN, CONTACTS, DOCUMENTS, "document-file", *ACTS},
    "router": {*OPEN},
}


@pytest.fixture
def addresses():
    """{name: address} of every part of one record, and the organization."""
    organization = make.organization()
    rows = {
        "partnership": make.partnership(organization),
        "contact": make.contact(organization),
        "document": make.document(organization, visibility="members"),
        "link": make.link(organization),
    }
    found = {}
    for name in [*OPEN, CONTACTS, DOCUMENTS, "document-file", *ACTS]:
        noun, _dash, act = name.partition("-")
        row = [rows[noun].reference] if noun in rows and act != "new" else []
        found[name] = reverse(f"registry:{name}", args=[organization.reference, *row])
    return found, organization


@pytest.mark.parametrize("person", PEOPLE)
def test_each_person_of_the_staff_opens_what_is_hers_and_is_refused_the_rest(person, addresses, client):
    """Slow: asks for every page of a record."""
    found, _organization = addresses
    client.force_login(PEOPLE[person]())

    refused = set()
    for name, address in found.items():
        method = client.post if name == "document-narrow" else client.get
        answer = method(address)
        b"".join(answer)
        assert answer.status_code in {200, 302, 403}, name
        if answer.status_code == 403:
            refused.add(name)

    assert set(found) - refused == MAY[person]


@pytest.mark.parametrize("name", [*OPEN, CONTACTS, DOCUMENTS, "document-file", *ACTS])
def test_nobody_acts_without_the_right_to(name, addresses, client):
    found, _organization = addresses
    client.force_login(make.staff(Function.CURATOR, countries=["HND"]))
    before = Change.objects.count()

    answer = client.post(found[name], {"on": "2026-01-01", "reason": "x", "role": "donor", "name": "x"})

    assert answer.status_code in ({200} if name in OPEN else {403, 405})
    assert Change.objects.count() == before


def test_for_strangers_and_members_the_pages_do_not_exist(addresses, client):
    found, organization = addresses

    assert {client.get(address).status_code for address in found.values()} == {302}
    client.force_login(make.member(organization))
    assert {client.get(address).status_code for address in found.values()} == {404}


def test_an_organization_at_risk_is_not_there_for_a_curator_of_another_country(addresses, client, curator):
    found, organization = addresses
    actions.mark_at_risk(organization, reason="Threats.", by=curator)
    client.force_login(make.staff(Function.CURATOR, countries=["HND"]))

    statuses = {name: client.get(address).status_code for name, address in found.items() if name != "document-narrow"}
    statuses["document-narrow"] = client.post(found["document-narrow"]).status_code

    assert set(statuses.values()) == {404}


@pytest.mark.parametrize("name", [name for name in ACTS if "new" not in name] + ["document-file"])
def test_a_row_of_another_record_is_not_there(name, addresses, client, curator):
    found, organization = addresses
    other = make.organization()
    client.force_login(curator)
    address = found[name].replace(organization.reference, other.reference)

    answer = client.post(address) if name == "document-narrow" else client.get(address)

    assert answer.status_code == 404


@pytest.mark.parametrize("name", [*OPEN, CONTACTS, DOCUMENTS])
def test_who_may_not_act_sees_no_button_to_act(name, addresses, client):
    found, _organization = addresses
    client.force_login(make.staff(Function.REVIEWER))

    page = client.get(found[name]).content.decode()

    for address in [found[act] for act in ACTS]:
        assert address not in page


def test_the_tabs_tell_how_much_counts_now(addresses, client, curator):
    found, organization = addresses
    make.partnership(organization, area=2, state="rejected")
    actions.end_contact(make.contact(organization), on=organization.created_at.date(), by=curator)
    make.document(organization, replaces=organization.documents.get())
    client.force_login(curator)

    tabs = client.get(found["organization-links"]).context["tabs"]

    counts = {tab["name"]: tab["count"] for tab in tabs}
    assert counts == {
        "edit": None,
        "sources": None,
        "notes": 0,
        "partnerships": 1,
        "contacts": 1,
        "documents": 1,
        "links": 1,
        "history": None,
        "access": None,
    }


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "maker", "queries"),
    [
        ("organization-partnerships", lambda o: [make.partnership(o, area=n, unit=make.unit()) for n in (1, 2, 3)], 33),
        (CONTACTS, lambda o: [make.contact(o, language="fr") for _ in range(3)], 27),
        (DOCUMENTS, lambda o: [make.document(o) for _ in range(3)], 28),
        ("organization-links", lambda o: [make.link(o) for _ in range(3)], 29),
    ],
)
def test_a_list_costs_the_same_for_one_row_and_for_three(
    count, name, maker, queries, client, curator, django_assert_num_queries
):
    organization = make.organization()
    client.force_login(curator)
    for row in maker(organization)[count:]:
        row.delete()

    with django_assert_num_queries(queries):
        answer = client.get(reverse(f"registry:{name}", args=[organization.reference]))

    assert answer.status_code == 200
