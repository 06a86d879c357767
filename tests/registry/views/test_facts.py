"""Staff see how fresh the inventory is, and on what each fact rests: every figure leads to its rows."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from registry import actions
from registry.models import Fact
from registry.roles import Function
from tests import make

pytestmark = pytest.mark.django_db

BOARD = reverse("registry:freshness")


def days_ago(days):
    return timezone.localdate() - timedelta(days=days)


@pytest.fixture
def signed_in(client, curator):
    client.force_login(curator)
    return client


@pytest.fixture
def organization():
    """One with a telephone number that nobody has asked about for two years, and an up-to-date website."""
    organization = make.organization("Invented Aid", website="https://one.example", observed_on=days_ago(10))
    actions.add_contact(organization, by="test", phone="+000 1", source="Old sheet", last_confirmed_on=days_ago(700))
    return organization


def contacts_of(page):
    return next(row for row in page.context["rows"] if row["kind"] == "contact")


def test_a_figure_leads_to_the_stale_number_its_source_and_day_and_a_confirmation_moves_it(signed_in, organization):
    row = contacts_of(signed_in.get(BOARD))
    assert (row["all"], row["percent"]) == (2, 50)
    listed = signed_in.get(next(cell["url"] for cell in row["cells"] if cell["name"] == "stale"))
    assert "Telephone" in listed.content.decode()
    assert "Old sheet" in listed.content.decode()
    sources = signed_in.get(listed.context["rows"][0]["url"]).content.decode()
    assert "+000 1" in sources

    actions.confirm_record(organization, by=make.member(organization))

    assert contacts_of(signed_in.get(BOARD))["percent"] == 100


def test_a_number_itself_is_told_on_its_record_only(signed_in, organization):
    listed = signed_in.get(reverse("registry:fact-list", args=["contact", "stale"])).content.decode()

    assert "+000 1" not in listed


def test_who_may_not_read_contacts_sees_the_other_sources(client, organization):
    client.force_login(make.staff(Function.ROUTER))

    page = client.get(reverse("registry:organization-sources", args=[organization.reference])).content.decode()

    assert "https://one.example" in page
    assert "+000 1" not in page


def test_records_at_risk_are_counted_for_nobody_else(client, organization, curator):
    actions.mark_at_risk(organization, reason="Threats.", by=curator)
    client.force_login(make.staff(Function.ROUTER))

    assert sum(row["all"] for row in client.get(BOARD).context["rows"]) == 0
    assert client.get(reverse("registry:fact-list", args=["contact", "stale"])).context["rows"] == []


def test_the_figures_of_one_country(signed_in, organization):
    make.organization(hq_country_id="TCD", website="https://two.example")

    assert contacts_of(signed_in.get(BOARD, {"country": "KEN"}))["all"] == 2
    assert contacts_of(signed_in.get(BOARD, {"country": "TCD"}))["all"] == 1
    assert contacts_of(signed_in.get(BOARD, {"country": "no\0"}))["all"] == 3


@pytest.mark.parametrize(("kind", "name"), [("king", "stale"), ("contact", "rotten")])
def test_a_figure_that_does_not_exist_is_not_found(signed_in, kind, name):
    assert signed_in.get(reverse("registry:fact-list", args=[kind, name])).status_code == 404


def test_what_another_source_says_stands_beside_it_as_text(signed_in, organization):
    told = {organization.pk: {"website": "<script>alert(1)</script>"}}
    actions.tell_import(told, source="A <b>list</b>", observed_on=date(2026, 1, 1), by="test")

    page = signed_in.get(reverse("registry:organization-sources", args=[organization.reference])).content.decode()

    assert "&lt;script&gt;alert(1)" in page
    assert "A &lt;b&gt;list" in page


def test_a_curator_verifies_one_field(signed_in, organization, curator):
    address = reverse("registry:fact-verify", args=[organization.reference, "record", "website"])
    assert "The record says: https://one.example." in signed_in.get(address).content.decode()

    answer = signed_in.post(address, {"on": days_ago(1), "evidence": "Opened the page."})

    assert answer.url == reverse("registry:organization-sources", args=[organization.reference])
    assert organization.facts.get(field="website", stands=True).verified_by == curator


@pytest.mark.parametrize("field", ["founded", "king", "contact_phone"])
def test_a_field_that_says_nothing_has_no_page_to_verify_it(signed_in, organization, field):
    address = reverse("registry:fact-verify", args=[organization.reference, "record", field])

    assert signed_in.get(address).status_code == 404


def test_the_public_page_says_where_each_fact_comes_from(client, organization):
    page = client.get(organization.get_absolute_url()).content.decode()

    assert "Where each fact comes from" in page
    assert "The registry itself" in page
    assert "Old sheet" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_of_facts_costs_the_same_for_one_and_for_three(signed_in, count, django_assert_max_num_queries):
    for _number in range(count):
        make.organization()
    Fact.objects.update(seen_on=date(2000, 1, 1))

    with django_assert_max_num_queries(19):
        signed_in.get(reverse("registry:fact-list", args=["identity", "stale"]))
