"""Figures that people may quote: what they count, as of when, how fresh, and the organizations behind them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from registry import actions
from tests import make

pytestmark = pytest.mark.django_db
PAGE = reverse("registry:statistics")


def published(count, **facts):
    for number in range(count):
        days = 10 if number % 2 else 500
        make.organization(observed_on=timezone.localdate() - timedelta(days=days), **facts)


def row(client, section, label):
    sections = {each["code"]: each["rows"] for each in client.get(PAGE).context["sections"]}
    return next(each for each in sections[section] if each["label"] == label)


def test_a_figure_has_its_share_of_fresh_ones_and_leads_to_its_organizations(client):
    published(12, hq_country_id="TCD")

    found = row(client, "country", "Chad")

    assert (found["figure"].count, found["figure"].percent) == (12, 50)
    assert client.get(found["url"]).content.decode().count("Invented Organization") >= 12


def test_a_number_under_five_is_not_told(client):
    published(4, hq_country_id="TCD")

    assert row(client, "country", "Chad")["figure"].count is None
    assert "&lt; 5" in client.get(PAGE).content.decode()


def test_a_share_of_few_is_not_told_and_none_is(client):
    published(6, hq_country_id="TCD")
    for _number in range(5):
        make.organization(hq_country_id="NER", observed_on=timezone.localdate() - timedelta(days=500))

    assert row(client, "country", "Chad")["figure"].percent is None
    assert row(client, "country", "Niger")["figure"].percent == 0


def test_what_others_counted_stands_beside_ours(client):
    published(1)

    page = client.get(PAGE).content.decode()

    assert "1 organization is published" in page
    assert "More than 1,600 civil society organizations worked with IOM" in page
    assert "neither corrects the other" in page


def test_an_organization_at_risk_changes_no_figure(client, curator):
    published(5)
    before = client.get(PAGE).content

    organization = make.organization("Hidden Aid", observed_on=timezone.localdate())
    actions.mark_at_risk(organization, reason="Threats.", by=curator)

    assert client.get(PAGE).content == before


def test_the_download_says_the_same_with_definitions(client):
    published(12, hq_country_id="TCD")

    lines = client.get(reverse("registry:statistics-csv")).content.decode().splitlines()

    assert lines[0] == "\ufeffBy,Code,Name,Organizations,Of these up to date,As of,Definition"
    line = next(line for line in lines if ",TCD," in line)
    assert line.startswith(f"Country of work,TCD,Chad,12,6,{timezone.localdate()},")


def test_without_any_organization_it_says_so(client):
    assert "No organization is published yet" in client.get(PAGE).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_all_figures_cost_the_same_for_one_and_for_three(client, count, django_assert_max_num_queries):
    published(count)

    with django_assert_max_num_queries(7):
        client.get(PAGE)
