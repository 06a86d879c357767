"""The history of a record: who, when, why and word by word what; two versions side by side; one field put back."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from registry import actions
from registry.models import Change, Organization
from registry.roles import Function
from tests import make

pytestmark = pytest.mark.django_db
HOSTILE = '<script>alert("x")</script> & Sons'


def _address(name, organization, *place):
    return reverse(f"registry:organization-{name}", args=[organization.reference, *place])


@pytest.fixture
def signed_in(client, curator):
    client.force_login(curator)
    return client


@pytest.fixture
def organization():
    return make.organization("Invented Aid", hq_city="Ahero", description_en="Legal aid for people.")


def edit(organization, by, *, reason="", **changes):
    actions.edit_organization(organization, changes=changes, by=by, reason=reason)
    return Change.objects.about(organization.reference).first()


def page_of(client, address, **asked):
    text = client.get(address, asked).content.decode()
    return text, re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


# --- The history ----------------------------------------------------------------------------------------------------


def test_it_tells_who_in_which_role_when_with_zone_why_and_in_which_import(signed_in, organization, steward):
    actions.edit_organization(
        organization, changes={"hq_city": "Kisumu"}, by=steward, reason="A call.", batch="IMP-00000001"
    )

    _html, text = page_of(signed_in, _address("history", organization))

    assert "Record edited" in text
    assert "Steward, Data steward" in text
    assert "UTC" in text
    assert "Reason: A call." in text
    assert "Part of IMP-00000001" in " ".join(text.split())


def test_texts_are_compared_word_by_word(signed_in, organization, curator):
    edit(organization, curator, description_en="Legal aid for women.")

    html, _text = page_of(signed_in, _address("history", organization))

    assert "Legal aid for <del>people</del>." in html
    assert "Legal aid for <ins>women</ins>." in html


def test_codes_are_words_and_lists_say_how_many_came_and_went(signed_in, organization, curator):
    edit(organization, curator, types=["foundation", "other"], languages=["sw"], presences=[{"country": "TZA"}])

    _html, text = page_of(signed_in, _address("history", organization))

    for words in ("2 added, 1 removed", "Non-governmental organization", "Swahili", "United Republic of Tanzania"):
        assert words in text
    assert "TZA" not in text


def test_what_people_wrote_runs_nowhere(signed_in, organization, curator):
    names = [{"kind": "legal", "text": HOSTILE, "is_primary": True}]
    change = edit(organization, curator, reason=HOSTILE, hq_city=HOSTILE, names=names)

    pages = [
        _address("history", organization),
        _address("compare", organization, Change.objects.about(organization.reference).last().pk, change.pk),
        _address("restore", organization, change.pk, "hq_city"),
    ]

    assert not any("<script>alert" in page_of(signed_in, address)[0] for address in pages)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"field": "hq_city"}, ["organization.edited"]),
        ({"kind": "link"}, ["link.added"]),
        ({"kind": "reading"}, ["contacts.read"]),
        ({"people": "staff"}, ["contacts.read", "organization.edited"]),
        ({"people": "member"}, ["organization.edited"]),
        ({"people": "machine"}, ["link.added", "organization.created"]),
        ({"field": "founded"}, []),
        ({"field": "nonsense", "kind": "'; --", "people": "x"}, None),
    ],
)
def test_it_is_filtered_by_field_kind_and_people(asked, found, signed_in, organization, curator):
    edit(organization, curator, hq_city="Kisumu")
    edit(organization, make.member(organization), website="https://a.example")
    make.link(organization)
    actions.record_reading_of_contacts(organization, by=curator)

    page = signed_in.get(_address("history", organization), asked)

    verbs = [change.verb for change in page.context["page"].object_list]
    assert verbs == found if found is not None else len(verbs) == 5


@pytest.mark.parametrize("count", [1, 30])
def test_it_costs_the_same_for_one_change_and_for_thirty(count, signed_in, organization, curator, steward):
    for number in range(count):
        edit(organization, (curator, steward)[number % 2], founded=1900 + number, reason="Why.")
    signed_in.get(_address("history", organization))

    with CaptureQueriesContext(
        connection,
    ) as queries:
        signed_in.get(_address("history", organization))

    assert len(queries) <= 38


def test_fifty_stand_on_a_page(signed_in, organization):
    actions.record_many([{"verb": "a.b", "subject": organization.reference}] * 60, by="test")

    first = signed_in.get(_address("history", organization))
    second = signed_in.get(_address("history", organization), {"page": 2})

    assert [len(page.context["page"].object_list) for page in (first, second)] == [50, 11]


# --- Two versions ---------------------------------------------------------------------------------------------------


def test_two_versions_are_compared_whichever_comes_first(signed_in, organization, curator):
    first = Change.objects.about(organization.reference).first().pk
    edit(organization, curator, hq_city="Kisumu", founded=1998)
    last = edit(organization, curator, founded=1999, description_en="Legal aid for women.").pk

    page = signed_in.get(_address("history", organization), {"first": last, "second": first}, follow=True)

    assert page.request["PATH_INFO"] == _address("compare", organization, first, last)
    assert [row["field"] for row in page.context["rows"]] == ["hq_city", "founded", "description_en"]
    assert "<ins>1999</ins>" in page.content.decode()
    swapped = signed_in.get(_address("compare", organization, last, first))
    assert swapped.headers["Location"] == _address("compare", organization, first, last)


def test_where_the_history_does_not_tell_all_the_page_says_so(signed_in, organization, curator):
    first = Change.objects.about(organization.reference).first().pk
    last = edit(organization, curator, hq_city="Kisumu").pk
    Organization.objects.filter(pk=organization.pk).update(hq_city="Elsewhere")

    _html, text = page_of(signed_in, _address("compare", organization, first, last))

    assert "Not certain: something wrote this field" in text


@pytest.mark.parametrize("number", [1, 10**30])
def test_versions_of_another_record_are_not_there(number, signed_in, organization):
    own = Change.objects.about(organization.reference).first().pk

    assert signed_in.get(_address("compare", organization, own, own + number)).status_code == 404


# --- Putting back ---------------------------------------------------------------------------------------------------


def test_a_field_is_put_back_with_a_reason(signed_in, organization, curator):
    change = edit(organization, curator, hq_city="Kisumu")
    address = _address("restore", organization, change.pk, "hq_city")
    assert address in page_of(signed_in, _address("history", organization))[0]

    page = signed_in.get(address)
    answer = signed_in.post(address, {"reason": "A mistake.", "version": page.context["version"]})

    assert answer.headers["Location"] == _address("history", organization)
    assert Organization.objects.get(pk=organization.pk).hq_city == "Ahero"
    assert Change.objects.about(organization.reference).first().reason == "A mistake."


def test_without_a_reason_nothing_is_put_back(signed_in, organization, curator):
    change = edit(organization, curator, hq_city="Kisumu")

    answer = signed_in.post(_address("restore", organization, change.pk, "hq_city"), {"reason": " ", "version": "2"})

    assert answer.status_code == 422
    assert Organization.objects.get(pk=organization.pk).hq_city == "Kisumu"


def test_of_two_at_once_the_second_is_told_and_sees_what_stands_now(signed_in, organization, curator, steward):
    change = edit(organization, curator, hq_city="Kisumu")
    address = _address("restore", organization, change.pk, "hq_city")
    opened = signed_in.get(address).context["version"]
    edit(organization, steward, hq_city="Homa Bay")

    answer = signed_in.post(address, {"reason": "A mistake.", "version": opened})

    assert answer.status_code == 409
    assert "Somebody else changed this record" in answer.content.decode()
    assert "<del>Homa Bay</del>" in answer.content.decode()


def test_an_identifier_that_another_record_has_by_now_is_told_over_the_form(signed_in, curator):
    number = {"scheme": "AF-MOE", "value": "12"}
    organization = make.organization(identifiers=[number])
    change = edit(organization, curator, identifiers=[])
    make.organization(identifiers=[number])
    address = _address("restore", organization, change.pk, "identifiers")

    answer = signed_in.post(address, {"reason": "A mistake.", "version": signed_in.get(address).context["version"]})

    assert answer.status_code == 409
    assert "Another record already has this identifier" in answer.content.decode()


def test_an_older_change_of_rows_has_no_button_and_says_why(signed_in, organization, curator):
    diff = {"names": [["A (legal)"], ["B (legal)"]]}
    actions.record("organization.edited", subject=organization.reference, by=curator, diff=diff)
    change = Change.objects.latest("pk")

    html, text = page_of(signed_in, _address("history", organization))

    assert "Kept in words only: put it back by hand." in text
    assert _address("restore", organization, change.pk, "names") not in html
    assert signed_in.get(_address("restore", organization, change.pk, "names")).status_code == 404


@pytest.mark.parametrize(
    ("function", "countries", "status"),
    [(Function.AUDITOR, [], 403), (Function.CURATOR, ["FJI"], 403), (Function.REVIEWER, [], 403)],
)
def test_who_may_not_edit_sees_no_button_and_puts_nothing_back(
    function, countries, status, client, organization, curator
):
    change = edit(organization, curator, hq_city="Kisumu")
    client.force_login(make.staff(function, countries=countries))
    address = _address("restore", organization, change.pk, "hq_city")

    assert client.post(address, {"reason": "x", "version": "2"}).status_code == status
    assert "Put back" not in client.get(_address("history", organization)).content.decode()
