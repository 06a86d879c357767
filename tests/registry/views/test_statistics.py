"""Figures that people may quote: what they count, as of when, how fresh, and the organizations behind them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from registry import actions
from registry.models import Country
from registry.views.maps import world_map
from tests import make

pytestmark = pytest.mark.django_db
PAGE = reverse("registry:statistics")


def published(count, **facts):
    for number in range(count):
        days = 10 if number % 2 else 500
        make.organization(**{"observed_on": timezone.localdate() - timedelta(days=days)} | facts)


def rows_of(client, section):
    return next(each["rows"] for each in client.get(PAGE).context["sections"] if each["code"] == section)


def row(client, section, label):
    return next(each for each in rows_of(client, section) if each["label"] == label)


def test_a_figure_has_its_share_of_fresh_ones_and_leads_to_its_organizations(client):
    published(12, hq_country_id="TCD")

    found = row(client, "country", "Chad")

    assert (found["figure"].count, found["figure"].percent) == (12, 50)
    assert client.get(found["url"]).content.decode().count("Invented Organization") >= 12


def test_a_number_under_five_is_not_told(client):
    published(20, hq_country_id="NER")
    published(2, hq_country_id="TCD")
    published(3, hq_country_id="KEN")

    assert (row(client, "country", "Chad")["figure"].count, row(client, "country", "Niger")["figure"].count) == (
        None,
        20,
    )
    assert "&lt; 5" in client.get(PAGE).content.decode()


def test_a_number_from_which_a_small_one_follows_is_not_told_either(client):
    published(20, observed_on=timezone.localdate())
    published(10, observed_on=timezone.localdate() - timedelta(days=5000))
    published(3, observed_on=None)

    told = {each["figure"].code: each["figure"].count for each in rows_of(client, "freshness")}
    page = client.get(PAGE).content.decode()

    assert told == {"fresh": 20, "stale": None, "unknown": None}
    assert "&lt; 5" in page
    assert "not told" in page


def test_a_country_does_not_follow_from_its_region(client):
    published(30, hq_country_id="KEN")
    published(20, hq_country_id="UGA")
    published(3, hq_country_id="BDI")
    published(2, hq_country_id="PER")

    countries = {each["figure"].code: each["figure"].count for each in rows_of(client, "country")}
    regions = [each["figure"].count for each in rows_of(client, "region")]

    assert countries == {"KEN": 30, "UGA": 20, "BDI": None, "PER": None}
    # 53 would say that at least three are in Burundi.
    assert regions == [None, None]


def test_of_fewer_than_five_organizations_only_their_number_is_told(client):
    published(4, hq_country_id="TCD")

    page = client.get(PAGE)

    assert page.context["sections"] == []
    assert "4 organizations are published" in page.content.decode()
    assert "figures would tell of each of them" in page.content.decode()


def test_the_mission_that_answers_for_a_partnership_has_its_figure(client):
    unit = make.unit(name_en="IOM Chad")
    for _number in range(5):
        make.partnership(make.organization(), unit=unit)
    published(5)

    found = row(client, "unit", "IOM Chad")

    assert found["figure"].count == 5
    assert client.get(found["url"]).context["page"]["count"] == 5


def test_the_map_shows_the_numbers_of_the_table(client):
    published(12, hq_country_id="TCD")
    published(3, hq_country_id="KEN")
    published(2, hq_country_id="UGA")

    shown = next(each["map"] for each in client.get(PAGE).context["sections"] if each["map"])

    assert len(shown["circles"]) == 3
    assert shown["summary"] == "World map. Largest numbers: Chad 12. The full list is in the table below."


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
    assert "more than 1,600" in page
    assert "IOM leaflet on partnerships with civil society, late 2012" in page
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

    assert lines[0] == "\ufeffBy,Code,Name,Organizations,Of these up to date,As of,Definition,Source"
    assert lines[1].startswith(f"All,*,All,12,6,{timezone.localdate()},")
    line = next(line for line in lines if ",TCD," in line)
    assert line.startswith(f"Country of work,TCD,Chad,12,6,{timezone.localdate()},")


def test_without_any_organization_it_says_so(client):
    assert "No organization is published yet" in client.get(PAGE).content.decode()


@pytest.mark.parametrize("count", [5, 7])
def test_all_figures_cost_the_same_for_few_and_for_more(client, count, django_assert_max_num_queries):
    published(count)

    with django_assert_max_num_queries(10):
        client.get(PAGE)


def test_a_number_that_is_not_told_leads_to_no_list_that_tells_it(client):
    published(20, hq_country_id="NER")
    published(2, hq_country_id="TCD")
    published(3, hq_country_id="KEN")

    page = client.get(PAGE).content.decode()

    assert row(client, "country", "Chad")["url"] == ""
    assert "?country=NER" in page
    assert "?country=TCD" not in page


def test_a_count_is_not_headed_like_the_number_of_a_session(client):
    published(5)

    with translation.override("fr"):
        page = client.get(reverse("registry:statistics")).content.decode()

    assert 'data-l="Nombre"' in page
    assert "Numéro" not in page


def test_the_largest_number_always_has_its_label_on_the_map():
    codes = Country.objects.exclude(map_x=None).values_list("pk", flat=True)[:40]
    counts = {code: 60 for code in codes} | {"TCD": 90}

    shown = world_map(counts, {code: "A country with a rather long name" for code in counts})

    first = shown["labels"][0]
    assert (first["text"], first["is_wide"]) == ("A country with a rather long name 90", False)


def test_labels_fit_on_the_map_in_the_letters_of_a_narrow_screen():
    counts = {"TCD": 40, "KEN": 30, "ETH": 20}

    labels = world_map(counts, {code: f"Country {code}" for code in counts})["labels"]

    # Between the other two there is room for small letters only.
    assert {label["text"]: label["is_wide"] for label in labels} == {
        "Country TCD 40": False,
        "Country KEN 30": False,
        "Country ETH 20": True,
    }
