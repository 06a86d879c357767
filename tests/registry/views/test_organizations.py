"""The staff's pages of an organization."""

from datetime import date

import pytest
from django.urls import reverse

from registry import actions
from registry.models import Organization
from registry.roles import Function
from registry.states import OrganizationState
from tests import make

pytestmark = pytest.mark.django_db


def _address(name, organization=None):
    return reverse(f"registry:{name}", args=[organization.reference] if organization else [])


def _form(**changes):
    """What a browser sends for a record with one name and no other rows."""
    data = {
        "names-TOTAL_FORMS": "1",
        "names-INITIAL_FORMS": "0",
        "names-0-text": "Invented Aid",
        "names-0-kind": "legal",
        "names-0-language": "en",
        "names-0-is_primary": "on",
        "places-TOTAL_FORMS": "1",
        "places-INITIAL_FORMS": "0",
        "places-0-country": "Tchad",
        "identifiers-TOTAL_FORMS": "0",
        "identifiers-INITIAL_FORMS": "0",
        "types": "ngo",
        "hq_country": "Kenya",
        "founded": "1998",
    }
    return data | changes


@pytest.fixture
def signed_in(client, curator):
    client.force_login(curator)
    return client


def test_a_curator_adds_an_organization_as_a_draft(signed_in):
    answer = signed_in.post(_address("organization-new"), _form())

    organization = Organization.objects.get()
    assert answer.status_code == 302
    assert (organization.name, organization.state, organization.hq_country_id) == ("Invented Aid", "draft", "KEN")
    assert organization.presences.get().country_id == "TCD"


def test_a_row_left_without_a_name_is_no_row_though_its_list_says_what_kind_it_would_be(signed_in):
    empty = {"names-TOTAL_FORMS": "2", "names-1-text": "", "names-1-kind": "legal", "names-1-language": ""}

    answer = signed_in.post(_address("organization-new"), _form(**empty))

    assert answer.status_code == 302
    assert [name.text for name in Organization.objects.get().names.all()] == ["Invented Aid"]


def test_an_organization_that_may_be_there_already_must_be_answered_first(signed_in):
    make.organization("Invented Aids")

    warned = signed_in.post(_address("organization-new"), _form())

    assert warned.status_code == 422
    assert "This may be the same organization" in warned.content.decode()
    assert Organization.objects.count() == 1
    signed_in.post(_address("organization-new"), _form(is_another="1"))
    assert Organization.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"hq_country": "Atlantis"}, "We do not know a country called “Atlantis”"),
        ({"founded": "2999"}, "This year has not come yet"),
        ({"website": "not a site"}, "Write the whole address, for example https://www.example.org."),
        ({"names-0-kind": "acronym"}, "An organization needs a name that is not only an acronym"),
        ({"types": "other"}, "Say in a few words which other type it is"),
        ({"languages": "Klingonish"}, "We do not know a language called “Klingonish”"),
    ],
)
def test_bad_input_gets_a_sentence_and_loses_nothing(signed_in, changes, sentence):
    answer = signed_in.post(_address("organization-new"), _form(**changes))

    text = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in text
    assert "Invented Aid" in text
    assert not Organization.objects.exists()


def test_saving_over_a_colleagues_change_shows_both_texts_and_writes_nothing(signed_in):
    organization = make.organization("Invented Aid", hq_city="Old Town")
    opened = organization.version
    actions.edit_organization(organization, changes={"hq_city": "Their Town"}, by="a colleague")

    answer = signed_in.post(_address("organization-edit", organization), _form(version=opened, hq_city="My Town"))

    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Their Town" in text
    assert "My Town" in text
    assert Organization.objects.get().hq_city == "Their Town"


def test_after_a_conflict_what_the_colleague_wrote_stands_unless_she_chose_her_own_text(signed_in):
    organization = make.organization("Invented Aid")
    opened = organization.version
    actions.edit_organization(organization, changes={"hq_city": "Their Town", "website": "https://x.example"}, by="c")
    asked = signed_in.post(_address("organization-edit", organization), _form(version=opened, founded="1999"))
    rows = {row["field"]: row["keep"] for row in asked.context["conflict"]["rows"]}
    assert (rows["hq_city"], rows["website"], rows["founded"]) == ("theirs", "theirs", "mine")

    chosen = {f"keep-{field}": keep for field, keep in rows.items()}
    version = asked.context["version"]
    signed_in.post(_address("organization-edit", organization), _form(version=version, founded="1999", **chosen))

    organization = Organization.objects.get()
    assert (organization.hq_city, organization.website, organization.founded) == (
        "Their Town",
        "https://x.example",
        1999,
    )


def test_a_curator_of_another_country_reads_but_does_not_edit(client):
    organization = make.organization("Invented Aid", hq_country_id="KEN")
    client.force_login(make.staff(Function.CURATOR, countries=["TCD"]))

    assert client.get(_address("organization-edit", organization)).status_code == 200
    assert client.post(_address("organization-edit", organization), _form()).status_code == 403


def test_an_organization_at_risk_does_not_exist_for_staff_who_do_not_answer_for_it(client, curator):
    organization = make.organization("Hidden Shelter", hq_country_id="KEN")
    actions.mark_at_risk(organization, reason="Threats.", by=curator)
    client.force_login(make.staff(Function.CURATOR, countries=["TCD"]))

    assert client.get(_address("organization-edit", organization)).status_code == 404
    assert b"Hidden Shelter" not in client.get(_address("staff-organizations")).content
    assert b"Hidden Shelter" not in client.get(_address("staff-organizations") + "?q=hidden shelter").content


def test_protecting_an_organization_asks_why_and_acts_at_once(signed_in):
    organization = make.organization("Hidden Shelter")

    signed_in.post(_address("organization-at-risk", organization), {"reason": "Threats."})

    assert Organization.objects.get().is_at_risk
    assert signed_in.get(f"/en/organizations/{organization.reference}/").status_code == 404


def test_a_step_that_came_too_late_is_told_in_words_with_409(signed_in):
    organization = make.organization(state=OrganizationState.ARCHIVED)

    answer = signed_in.post(_address("organization-publish", organization), {"code": "checked"})

    assert answer.status_code == 409
    assert "This record is archived" in answer.content.decode()


def test_the_history_page_tells_who_what_and_why(signed_in, curator):
    organization = make.organization("Invented Aid")
    actions.edit_organization(organization, changes={"hq_city": "Kisumu"}, by=curator, reason="A call.")

    text = signed_in.get(_address("organization-history", organization)).content.decode()

    assert "Kisumu" in text
    assert "A call." in text
    assert "Curator" in text


@pytest.mark.parametrize("count", [1, 20])
def test_the_staff_list_costs_the_same_for_one_and_for_twenty(signed_in, count, django_assert_max_num_queries):
    for number in range(count):
        make.organization(f"Organization {number}")
    signed_in.get(_address("staff-organizations"))

    with django_assert_max_num_queries(16):
        assert signed_in.get(_address("staff-organizations")).status_code == 200


def test_who_may_only_read_a_record_reads_years_and_days_as_people_write_them(client):
    organization = make.organization(founded=2009, observed_on=date(2025, 12, 27))
    client.force_login(make.staff(Function.REVIEWER))

    english = client.get(_address("organization-edit", organization)).content.decode()
    french = client.get(f"/fr/staff/organizations/{organization.reference}/").content.decode()

    assert "2009" in english
    assert "27 December 2025" in english
    assert "<dd>2009</dd>" in french
    assert "27 décembre 2025" in french
    assert "What to do now" not in english
