"""Pages of programmes: what the public reads comes from listings, staff write, and both see where nobody counts."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from registry import actions
from registry.models import Programme
from registry.roles import Function
from tests import make

pytestmark = pytest.mark.django_db


def page(client, programme, **asked):
    return client.get(reverse("registry:programme-detail", args=[programme.code]), asked)


def desk(client, programme, **asked):
    return client.get(reverse("registry:staff-programme", args=[programme.code]), asked)


def gaps_of(response, area):
    return next(
        [country.pk for country in gap["countries"]]
        for gap in response.context["coverage"]["gaps"]
        if gap["area"].pk == str(area)
    )


def taking_part(programme, name="Open Aid", *, area=1, country="TCD", days=10, **fields):
    organization = make.organization(name, **fields)
    told = make.partnership(organization, area=area, country=country, programme=programme)
    seen = timezone.localdate() - timedelta(days=days)
    actions.verify_partnership(told, unit=make.unit(), evidence_note="A visit.", on=seen, by=make.staff())
    return organization


@pytest.fixture
def programme(db):
    return make.programme("bridge", name_en="Bridge", areas=["1", "2"], countries=["TCD", "NER"])


@pytest.fixture
def signed_in(client, curator):
    client.force_login(curator)
    return client


def test_compass_says_no_more_than_its_sources(client):
    actions.programmes.load_programmes(by="test")

    text = page(client, Programme.objects.get(code="compass")).content.decode()

    for said in ("Ministry of Foreign Affairs of the Netherlands", "55,000,000", "Launched in early 2021"):
        assert said in text
    for said in ("From 2024 to the end of 2027", "Since when is not known.", "iom.int, results release"):
        assert said in text
    assert page(client, Programme.objects.get(code="compass")).context["phases"][1]["phase"].budget is None


def test_which_countries_have_nobody_is_one_look(client, programme):
    taking_part(programme)

    response = page(client, programme)

    assert gaps_of(response, 1) == ["NER"]
    assert "Nobody in 1 of 2 countries:" in " ".join(response.content.decode().split())


def test_only_the_countries_of_one_phase_are_looked_at_when_asked(client, programme):
    actions.save_programme_phase(programme, number=2, countries=["MLI"], by="test")

    assert gaps_of(page(client, programme, phase="2"), 1) == ["MLI"]
    assert set(gaps_of(page(client, programme, phase="nine"), 1)) == {"TCD", "NER", "MLI"}


@pytest.mark.parametrize("country", ["TCD", "NER"])
def test_staff_count_what_is_not_listed_and_the_public_does_not(client, signed_in, programme, country):
    taking_part(programme, state="draft", country=country)

    assert country not in gaps_of(desk(signed_in, programme), 1)
    assert country in gaps_of(page(client, programme), 1)


def test_what_is_too_old_does_not_count(client, programme):
    taking_part(programme, days=400)

    assert "TCD" in gaps_of(page(client, programme), 1)


def test_who_takes_part_stands_by_country_and_role(client, programme):
    taking_part(programme, "Open Aid")

    (line,) = page(client, programme).context["participants"]["lines"]

    assert (line["country"], line["role"], line["more"]) == ("Chad", "Project implementer", 0)
    assert [(one["name"], one["is_verified"]) for one in line["organizations"]] == [("Open Aid", True)]


def test_one_at_risk_is_neither_named_nor_counted_to_who_may_not_know(client, curator, programme):
    before = page(client, programme).content
    organization = taking_part(programme, "Shelter Zephyrine")
    actions.add_programme_donor(programme, organization, by=curator)
    actions.mark_at_risk(organization, reason="Threats.", by=curator)

    assert page(client, programme).content == before
    client.force_login(make.staff(Function.ROUTER))
    seen = desk(client, programme)
    assert "Zephyrine" not in seen.content.decode()
    assert "TCD" in gaps_of(seen, 1)
    client.force_login(curator)
    assert "Zephyrine" in desk(client, programme).content.decode()


def test_a_donor_of_the_inventory_is_named_once_it_is_listed(client, programme):
    ministry = make.organization("A Ministry", kind="government", state="draft")
    draft, listed = make.organization("Draft Fund", state="draft"), make.organization("Listed Fund")
    for organization in (ministry, draft, listed):
        actions.add_programme_donor(programme, organization, by="test")

    donors = {donor["name"]: donor["url"] for donor in page(client, programme).context["donors"]}

    assert donors == {"A Ministry": "", "Listed Fund": listed.get_absolute_url()}


def test_a_list_says_what_there_is_or_that_there_is_nothing(client):
    assert "No programme yet" in client.get(reverse("registry:programme-list")).content.decode()

    make.programme("bridge", name_en="Bridge")

    assert "Bridge" in client.get(reverse("registry:programme-list")).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same_for_one_and_for_three(client, django_assert_num_queries, count):
    for _number in range(count):
        make.programme(unit=make.unit(), areas=["1"], countries=["TCD"])

    with django_assert_num_queries(4):
        client.get(reverse("registry:programme-list"))


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_the_same_for_one_participant_and_for_three(
    client, programme, django_assert_max_num_queries, count
):
    for number in range(count):
        taking_part(programme, f"Open Aid {number}")
    page(client, programme)

    with django_assert_max_num_queries(17):
        page(client, programme)


def test_staff_write_a_programme_from_beginning_to_end(signed_in):
    def send(name, data, *args):
        response = signed_in.post(reverse(f"registry:programme-{name}", args=args), data)
        assert response.status_code == 302, response.context["form"].errors

    send("new", {"code": "bridge", "name_en": "Bridge", "source": "A memo"})
    version = Programme.objects.get(code="bridge").version
    send("edit", {"areas": ["1"], "source": "A letter", "version": version}, "bridge")
    send("name-new", {"text": "Pont", "language": "fr", "source": "A memo", "is_title": "on"}, "bridge")
    phase = {"number": 1, "budget": "10.5", "currency": "EUR", "countries": "Chad\nNER", "notes": "One\n\nTwo"}
    send("phase-new", phase | {"source": "A memo"}, "bridge")
    send("phase-edit", {"dates_note": "from 2024", "countries": "Mali", "source": "A memo"}, "bridge", 1)
    send("statement-new", {"text_en": "Much.", "as_of": "2024", "source": "A release"}, "bridge")
    send("donor-new", {"other": make.organization("A Fund").reference}, "bridge")

    programme = Programme.objects.get(code="bridge")
    assert programme.name_fr == "Pont"
    assert programme.phases.get().dates_note == "from 2024"
    assert [country.pk for country in programme.phases.get().countries.all()] == ["MLI"]
    assert programme.donors.count() == 1


@pytest.mark.parametrize("reads", [page, desk])
def test_countries_without_anybody_in_any_area_stand_in_one_line(signed_in, programme, reads):
    taking_part(programme, area=1, country="TCD")

    text = reads(signed_in, programme).content.decode()

    assert "Nobody in any area: Niger</b>" in text


def test_a_donor_is_looked_for_by_name(signed_in, programme):
    fund = make.organization("Quiet Fund")

    page = signed_in.get(reverse("registry:programme-donor-new", args=["bridge"]), {"q": "Quiet Fund"})

    assert [one.pk for one in page.context["found"]] == [fund.pk]


def test_a_count_of_the_coverage_leads_to_its_own_rows(signed_in, programme):
    counted = taking_part(programme, "In It", area=1, country="TCD")
    taking_part(None, "Elsewhere", area=1, country="TCD")
    row = next(one for one in desk(signed_in, programme).context["coverage"]["rows"] if one["country"].pk == "TCD")

    there = signed_in.get(row["cells"][0]["url"])

    assert row["cells"][0]["n"] == 1
    assert [one.organization for one in there.context["counts"]] == [counted]
    assert there.context["others"] == []


@pytest.mark.parametrize("reads", [page, desk])
def test_what_counts_is_said_as_it_is_counted(signed_in, programme, reads):
    text = reads(signed_in, programme).content.decode()

    assert "was seen, confirmed by the organization, or verified in the last" in text


def test_a_statement_is_removed_on_its_own_page(signed_in, programme):
    for text in ("Much.", "More."):
        actions.add_programme_statement(programme, text_en=text, as_of="2024", source="A", by="test")
    key = desk(signed_in, programme).context["statements"][0]["key"]
    address = reverse("registry:programme-statement-remove", args=["bridge", key])

    signed_in.post(address, {"reason": "A slip."})

    assert [one["text"] for one in desk(signed_in, programme).context["statements"]] == ["More."]
    assert signed_in.get(address).status_code == 404


@pytest.mark.parametrize(
    ("name", "data", "field"),
    [
        ("phase-new", {"number": 1, "budget": "5", "source": "A"}, "currency"),
        ("phase-new", {"number": 1, "countries": "Nowhereland", "source": "A"}, "countries"),
        ("phase-new", {"number": 1, "starts_on": "2024-02-01", "ends_on": "2024-01-01", "source": "A"}, "ends_on"),
        ("statement-new", {"text_en": "Much.", "as_of": "June", "source": "A"}, "as_of"),
        ("statement-new", {"text_en": "Much.", "as_of": "2024-13", "source": "A"}, "as_of"),
        ("statement-new", {"text_en": "Much.", "as_of": "2024"}, "source"),
        ("donor-new", {"other": "CSO-00000000"}, "other"),
    ],
)
def test_what_makes_no_sense_is_told_at_its_field(signed_in, programme, name, data, field):
    response = signed_in.post(reverse(f"registry:programme-{name}", args=["bridge"]), data)

    assert response.status_code == 422
    assert field in response.context["form"].errors


def test_a_form_that_somebody_else_overtook_keeps_what_was_typed(signed_in, programme):
    opened = programme.version
    actions.edit_programme(programme, unit=None, areas=["3"], source="Theirs", by="test")

    data = {"areas": ["1"], "source": "Mine", "version": opened}
    response = signed_in.post(reverse("registry:programme-edit", args=["bridge"]), data)

    assert response.status_code == 409
    assert "Somebody else changed this programme" in response.content.decode()
    assert "Mine" in response.content.decode()


def test_hostile_text_stays_text(client, programme):
    actions.add_programme_statement(
        programme, text_en="<script>alert(1)</script>", as_of="2024", source="<b>", by="test"
    )

    text = page(client, programme).content.decode()

    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text


@pytest.mark.parametrize(("countries", "status"), [((), 200), (["KEN"], 403)])
def test_who_answers_for_some_countries_only_does_not_write_programmes(client, programme, countries, status):
    client.force_login(make.staff(Function.CURATOR, countries=countries))

    assert client.get(reverse("registry:programme-edit", args=["bridge"])).status_code == status
