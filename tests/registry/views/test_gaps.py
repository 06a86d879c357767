"""Where nobody works with IOM: only what is verified, goes on and is fresh counts; a gap leads to whom to ask."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from registry import actions
from registry.models import Programme
from registry.roles import Function
from tests import make

pytestmark = pytest.mark.django_db


def days_ago(days):
    return timezone.localdate() - timedelta(days=days)


def verified(organization=None, *, on=None, **fields):
    told = make.partnership(organization, **fields)
    return actions.verify_partnership(
        told, unit=make.unit(), evidence_note="A visit.", on=on or days_ago(10), by=make.staff()
    )


@pytest.fixture
def signed_in(client, curator):
    client.force_login(curator)
    return client


def count(client, area, country, **asked):
    page = client.get(reverse("registry:gap-list"), asked)
    rows = {row["country"].pk: row["cells"] for row in page.context["rows"]}
    return next(cell["n"] for cell in rows[country] if cell["area"].pk == str(area))


def cell(client, area, country):
    return client.get(reverse("registry:gap-detail", args=[area, country]))


def test_what_iom_verified_lately_and_still_goes_on_counts(signed_in):
    verified(area=1, country="TCD")

    assert count(signed_in, 1, "TCD") == 1
    assert count(signed_in, 2, "TCD") == 0


def test_the_organizations_own_word_keeps_it_fresh(signed_in):
    told = verified(area=1, country="TCD", on=days_ago(500))
    before = count(signed_in, 1, "TCD")

    versions = {told.reference: told.version}
    actions.confirm_partnerships(told.organization, versions=versions, by=make.member(told.organization))

    assert (before, count(signed_in, 1, "TCD")) == (0, 1)


def test_two_roles_of_one_organization_count_once(signed_in):
    organization = make.organization()
    verified(organization, role="donor", area=1, country="TCD")
    verified(organization, role="collaborator", area=1, country="TCD")

    assert count(signed_in, 1, "TCD") == 1


@pytest.mark.parametrize(
    "told",
    [
        lambda: make.partnership(area=1, country="TCD", observed_on=days_ago(1)),
        lambda: verified(area=1, country="TCD", on=days_ago(366)),
        lambda: verified(area=1, country="TCD", ends_before=days_ago(1)),
    ],
    ids=["only proposed", "too old", "over"],
)
def test_what_does_not_count_is_told_with_its_state(signed_in, told):
    name = told().organization.name

    assert count(signed_in, 1, "TCD") == 0
    page = cell(signed_in, 1, "TCD")
    assert [one.organization.name for one in page.context["others"]] == [name]


def test_who_is_near_comes_before_who_does_it_elsewhere(signed_in):
    elsewhere = verified(area=1, country="NER").organization
    present = make.organization("Present Aid", hq_country_id=None, presences=[{"country": "TCD"}])
    at_work = verified(area=2, country="TCD").organization
    make.organization("Far Away", hq_country_id="FJI")

    near = [organization for organization, _areas, _countries in cell(signed_in, 1, "TCD").context["near"]]

    assert near == [at_work, present, elsewhere]


def test_an_organization_at_risk_is_neither_counted_nor_proposed_to_others(client, curator):
    organization = verified(area=1, country="TCD").organization
    actions.mark_at_risk(organization, reason="Threats.", by=curator)
    make.organization("Seen Aid", hq_country_id="TCD", presences=[{"country": "TCD"}])
    client.force_login(make.staff(Function.ROUTER))

    assert count(client, 1, "TCD") == 0
    page = cell(client, 1, "TCD")
    assert organization.name not in page.content.decode()
    assert "Seen Aid" in page.content.decode()


def test_a_programme_is_asked_for_its_own_countries_and_partnerships(signed_in):
    actions.load_vocabularies(by="test")
    programme = Programme.objects.create(code="test", name_en="Test programme", unit=make.unit())
    phase = programme.phases.create(number=1)
    phase.countries.set(["TCD", "NER"])
    verified(area=1, country="TCD", programme=programme)
    verified(area=1, country="NER")

    assert count(signed_in, 1, "TCD", programme="test") == 1
    assert count(signed_in, 1, "NER", programme="test") == 0


@pytest.mark.parametrize("asked", [{"region": "no\0where"}, {"programme": "none"}])
def test_what_is_not_known_asks_for_nothing(signed_in, asked):
    verified(area=1, country="TCD")

    assert count(signed_in, 1, "TCD", **asked) == 1


def test_the_download_says_what_the_page_says(signed_in):
    verified(area=1, country="TCD")

    text = b"".join(signed_in.get(reverse("registry:gap-csv")).streaming_content).decode()

    assert f'Chad,TCD,Counter-trafficking,1,{timezone.localdate()},"An organization counts' in text


@pytest.mark.parametrize("typed", ["Mali, Niger", "mali,NER", "MLI"])
def test_countries_are_asked_for_as_people_write_them(signed_in, typed):
    page = signed_in.get(reverse("registry:gap-list"), {"country": typed, "area": "1"})

    assert [row["country"].pk for row in page.context["rows"]] == ["MLI", "NER"][: len(typed.split(","))]
    assert [cell["area"].pk for cell in page.context["rows"][0]["cells"]] == ["1"]


def test_a_country_that_is_none_is_told(signed_in):
    page = signed_in.get(reverse("registry:gap-list"), {"country": "Mali, <b>Nowhere</b>"})

    assert "We do not know these countries: &lt;b&gt;Nowhere&lt;/b&gt;" in page.content.decode()


def test_only_the_level_that_was_asked_for_counts_and_the_definition_says_so(signed_in):
    verified(make.organization(levels=["local"]), area=1, country="TCD")
    verified(make.organization(levels=["global"]), area=1, country="TCD")

    assert count(signed_in, 1, "TCD", level="local") == 1
    page = signed_in.get(reverse("registry:gap-list"), {"level": "local"}).content.decode()
    assert "Only organizations of this level: Local." in page


def test_verified_since_the_first_of_january(signed_in):
    verified(area=1, country="TCD", on=timezone.localdate())
    verified(area=1, country="TCD", on=timezone.localdate().replace(month=1, day=1) - timedelta(days=1))

    assert count(signed_in, 1, "TCD", since=timezone.localdate().year) == 1


def test_a_cell_counts_what_its_matrix_counted(signed_in):
    verified(make.organization(levels=["local"]), area=1, country="TCD")
    verified(make.organization(levels=["global"]), area=1, country="TCD")
    page = signed_in.get(reverse("registry:gap-list"), {"level": "local", "country": "TCD"})

    there = signed_in.get(page.context["rows"][0]["cells"][0]["url"])

    assert len(there.context["counts"]) == 1


@pytest.mark.parametrize(("area", "country"), [("99", "TCD"), ("1", "XXX"), ("3.before", "TCD")])
def test_a_cell_that_does_not_exist_is_not_found(signed_in, area, country):
    assert cell(signed_in, area, country).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_a_cell_costs_the_same_for_one_and_for_three(signed_in, number, django_assert_max_num_queries):
    for _each in range(number):
        verified(area=2, country="TCD")

    with django_assert_max_num_queries(27):
        cell(signed_in, 1, "TCD")


def test_who_is_told_of_and_who_could_be_asked_have_the_level_that_was_asked_for(signed_in):
    for level in ("local", "global"):
        make.partnership(make.organization(f"{level} told", levels=[level], hq_country_id="FJI"), area=1, country="TCD")
        make.organization(f"{level} near", levels=[level], hq_country_id="TCD")

    page = signed_in.get(reverse("registry:gap-detail", args=["1", "TCD"]), {"level": "local"})

    assert [one.organization.name for one in page.context["others"]] == ["local told"]
    assert [organization.name for organization, _areas, _countries in page.context["near"]] == ["local near"]


def test_the_definition_names_the_organizations_own_word(signed_in):
    page = signed_in.get(reverse("registry:gap-list")).content.decode()

    assert "was seen, confirmed by the organization, or verified in the last" in page


def test_the_first_of_january_is_written_as_the_french_write_it(signed_in):
    year = timezone.localdate().year

    with translation.override("fr"):
        page = signed_in.get(reverse("registry:gap-list"), {"since": year}).content.decode()

    assert f"1er janvier {year}" in page
