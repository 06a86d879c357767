"""The directory's pages: what a visitor sees, and what she must never see."""

import csv
import io

import pytest
from django.urls import reverse

from registry import actions, references
from registry.models import FormerReference, Listing
from registry.states import OrganizationState
from tests import make

pytestmark = pytest.mark.django_db


def _page(client, question="", language="en", **headers):
    return client.get(f"/{language}/organizations/{question}", headers=headers)


def test_the_directory_shows_names_types_and_countries_in_the_readers_language(client):
    make.organization("Secours Éloigné", acronym="SEL", types=["media"], hq_country_id="TCD")

    text = _page(client, language="fr").content.decode()

    assert "Secours Éloigné" in text
    assert "Organisation de médias" in text
    assert "Tchad" in text


def test_a_filter_in_the_address_is_a_chip_that_can_be_taken_away(client):
    make.organization("A", types=["ngo"])
    make.organization("B", types=["media"])

    page = _page(client, "?type=media")

    assert page.context["page"]["count"] == 1
    assert page.context["chips"] == [
        {"facet_label": "Type of organization", "label": "Media organization", "remove_query": "?"}
    ]


def test_two_filters_that_leave_nothing_name_the_one_to_drop(client):
    make.organization("A", types=["ngo"], hq_country_id="KEN")
    make.organization("B", types=["ngo"], hq_country_id="KEN")
    make.organization("C", types=["media"], hq_country_id="TCD")

    page = _page(client, "?type=media&country=KEN")

    assert page.context["page"]["count"] == 0
    assert page.context["suggestion"] == {"label": "Media organization", "remove_query": "?country=KEN"}


def test_the_page_of_a_merged_record_leads_to_the_one_that_lives_on_while_that_is_listed(client, curator):
    kept, merged = make.organization("Kept"), references.new("CSO")
    FormerReference.objects.create(reference=merged, listing=Listing.objects.get(pk=kept.pk))

    answer = client.get(f"/en/organizations/{merged}/")

    assert (answer.status_code, answer["Location"]) == (301, f"/en/organizations/{kept.reference}/")
    actions.mark_at_risk(kept, reason="Threats.", by=curator)
    assert client.get(f"/en/organizations/{merged}/").status_code == 404


def test_pages_follow_each_other_without_gap_or_repetition(client):
    for number in range(45):
        make.organization(f"Organization {number:02}")

    seen = [row["name"] for page in (1, 2, 3) for row in _page(client, f"?page={page}").context["page"]["rows"]]

    assert seen == [f"Organization {number:02}" for number in range(45)]


@pytest.mark.parametrize("page", ["0", "-1", "999999", "x", "1e9", "٣"])
def test_a_page_number_that_makes_no_sense_shows_a_page_that_exists(client, page):
    make.organization("A")

    assert _page(client, f"?page={page}").status_code == 200


def test_a_fragment_is_asked_for_by_a_header_and_caches_are_told(client):
    make.organization("A")

    fragment = _page(client, hx_request="true")

    assert b"<html" not in fragment.content
    assert "HX-Request" in fragment["Vary"]
    assert b"<html" in _page(client).content


def test_a_hostile_name_is_shown_as_text(client):
    make.organization("<script>alert(1)</script>")

    assert b"<script>alert" not in _page(client).content


def test_the_download_holds_exactly_the_rows_of_the_list_and_no_formula(client):
    make.organization("=cmd|calc", types=["media"], website="https://one.example")
    make.organization("Another", types=["ngo"])

    answer = client.get("/en/organizations/organizations.csv?type=media")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")

    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["name"] for row in rows] == ["'=cmd|calc"]
    assert rows[0]["types"] == "media"


def test_an_organizations_page_keeps_its_address_and_forgives_how_it_is_typed(client):
    organization = make.organization("A")

    typed = client.get(f"/en/organizations/{organization.reference.lower()}/")

    assert typed.status_code == 301
    assert client.get(typed["Location"]).status_code == 200


@pytest.mark.parametrize("state", [OrganizationState.DRAFT, OrganizationState.IN_REVIEW, OrganizationState.ARCHIVED])
def test_what_is_not_published_does_not_exist_for_the_public(client, state):
    organization = make.organization("Hidden", state=state)

    assert client.get(reverse("registry:organization-detail", args=[organization.reference])).status_code == 404
    assert b"Hidden" not in _page(client).content


def test_an_organization_at_risk_answers_like_one_that_never_existed(client, curator):
    organization = make.organization("Hidden Shelter", hq_country_id="TCD")
    actions.mark_at_risk(organization, reason="Threats.", by=curator)
    address = reverse("registry:organization-detail", args=[organization.reference])
    nobody = address.replace(organization.reference, "CSO-00000000")

    at_risk, missing = client.get(address), client.get(nobody)

    def body(answer, reference):
        return answer.content.replace(reference.encode(), b"").replace(answer["X-Request-Id"].encode(), b"")

    assert (at_risk.status_code, missing.status_code) == (404, 404)
    assert body(at_risk, organization.reference) == body(missing, "CSO-00000000")
    assert _page(client, "?country=TCD").context["page"]["count"] == 0
    assert _page(client).context["totals"]["count"] == 0


@pytest.mark.parametrize("question", ["", "?area=1&country=KEN", "?q=organization"])
@pytest.mark.parametrize("count", [1, 30])
def test_the_directory_costs_the_same_for_one_and_for_thirty(client, question, count, django_assert_max_num_queries):
    for number in range(count):
        make.partnership(make.organization(f"Organization {number}"))

    with django_assert_max_num_queries(11):
        assert _page(client, question).status_code == 200


def test_an_empty_registry_says_what_will_appear(client):
    assert not Listing.objects.exists()

    assert b"No organization is published yet" in _page(client).content


def test_the_profile_tells_partnerships_source_and_dates(client):
    organization = make.organization("A", source="Mission records")
    make.partnership(organization, area=1, country="KEN")
    make.partnership(organization, area=1, country="TCD")

    page = client.get(f"/en/organizations/{organization.reference}/")

    shown = page.context["organization"]["partnerships"]
    assert [(p["area"], p["where"], p["years"]) for p in shown] == [
        ("Counter-trafficking", "Chad, Kenya", "2024 to now")
    ]
    assert b"Mission records" in page.content


def test_a_method_that_no_page_knows_is_refused_under_the_same_protection(client):
    answer = client.put("/en/organizations/")

    assert (answer.status_code, answer["X-Content-Type-Options"]) == (405, "nosniff")
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
