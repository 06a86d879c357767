"""Parts of an organization, fields, days of the past, and its history: told of who is listed, of nobody else."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from django.utils.http import http_date

from registry import actions
from registry.models import FreshnessPolicy, Listing, ListingVersion, OrganizationLink
from registry.queries import listings
from tests import make
from tests.registry.api.test_organizations import merge

PARTS = ("names", "identifiers", "countries", "partnerships", "history")


def days_ago(number):
    return (datetime.now(UTC) - timedelta(days=number)).date().isoformat()


def publish_earlier(organization, days):
    """As if it had been published so many days ago."""
    Listing.objects.filter(pk=organization.pk).update(published_at=timezone.now() - timedelta(days=days))


@pytest.fixture
def riverbend(db):
    return make.organization("Riverbend", acronym="RB", identifiers=[{"scheme": "GB-CHC", "value": "1234567"}])


def test_names_say_in_which_direction_they_are_read(caller, riverbend):
    riverbend.names.create(text="جمعية النهر", kind="local", language="ar", script="Arab")
    actions.publish_listing(riverbend)

    told = caller.get(f"{riverbend.reference}/names").json()

    assert {one["text"]: one["direction"] for one in told["results"]} == {
        "Riverbend": "ltr",
        "RB": "ltr",
        "جمعية النهر": "rtl",
    }
    assert told["organization"] == riverbend.reference


def test_identifiers_and_countries_bring_the_words_for_their_codes(caller, riverbend):
    (identifier,) = caller.get(f"{riverbend.reference}/identifiers").json()["results"]
    (country,) = caller.get(f"{riverbend.reference}/countries", {"lang": "fr"}).json()["results"]

    assert identifier["code"] == "GB-CHC-1234567"
    assert identifier["scheme_name"]
    assert country == {"iso3": "KEN", "iso2": "KE", "m49": "404", "name": "Kenya", "is_head_office": True}


def test_a_part_tells_on_what_it_rests_and_how_old_that_is(caller, riverbend, curator):
    FreshnessPolicy.objects.update_or_create(
        kind="identity", defaults={"due_after_days": 10, "stale_after_days": 20, "provenance": "local"}
    )
    actions.edit_organization(riverbend, changes={"founded": 1998}, by=curator)
    told = caller.get(f"{riverbend.reference}/names").json()

    assert all(fact["field"] == "names" and fact["freshness"] for fact in told["facts"])


def test_partnerships_of_one_tell_how_fresh_they_are(caller, riverbend):
    make.partnership(riverbend, area=2)

    (row,) = caller.get(f"{riverbend.reference}/partnerships").json()["results"]

    assert (row["area"], row["freshness"]) == ("2", row["freshness"])
    assert row["id"].startswith("PAR-")


def test_what_was_rejected_is_told_to_nobody_not_even_by_its_country(caller, riverbend, curator):
    partnership = make.partnership(riverbend, country="UGA")
    assert caller.names({"country_of_work": "UGA"}) == ["Riverbend"]

    actions.reject_partnership(partnership, reason="It was another one", by=curator)

    record = caller.get(riverbend.reference).json()
    assert (record["partnerships"], record["countries"]) == ([], ["KEN"])
    assert caller.names({"country_of_work": "UGA"}) == []


@pytest.mark.parametrize("part", PARTS)
def test_a_part_of_what_must_not_be_found_was_never_there(caller, curator, riverbend, part):
    actions.mark_at_risk(riverbend, reason="danger", by=curator)

    hidden = caller.get(f"{riverbend.reference}/{part}", x_request_id="the-same-number")
    never = caller.get(f"CSO-00000000/{part}", x_request_id="the-same-number")

    assert hidden.status_code == never.status_code == 404
    assert hidden.content.replace(riverbend.reference.encode(), b"CSO-00000000") == never.content


@pytest.mark.parametrize("part", PARTS)
def test_a_part_of_a_merged_record_leads_on(caller, curator, riverbend, part):
    from_record = make.organization("Old")
    merge(from_record, riverbend)

    answer = caller.get(f"{from_record.reference}/{part}", {"lang": "fr"})

    assert answer.status_code == 308
    assert answer["Location"] == f"http://127.0.0.1:8000/api/v1/organizations/{riverbend.reference}/{part}?lang=fr"


def test_only_the_fields_that_were_asked_for_are_sent(caller, riverbend):
    (row,) = caller.get(query={"fields": "id,name,names.text"}).json()["results"]
    one = caller.get(riverbend.reference, {"fields": "acronym"}).json()

    assert row == {
        "id": riverbend.reference,
        "name": "Riverbend",
        "names": [{"text": "Riverbend"}, {"text": "RB"}],
    }
    assert one == {"acronym": "RB"}


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ({"fields": "id,secret"}, ("fields", "not-allowed")),
        ({"fields": "id,"}, ("fields", "not-allowed")),
        ({"fields": ["id", "name"]}, ("fields", "repeated")),
        ({"expand": "history"}, ("expand", "not-allowed")),
        ({"expand": "names,identifiers,countries,partnerships"}, ("expand", "too-many")),
        ({"as_of": "2999-01-01"}, ("as_of", "not-allowed")),
        ({"as_of": "yesterday"}, ("as_of", "malformed")),
        ({"as_of": "2020-01-01", "q": "river"}, ("q", "not-allowed")),
        ({"observer": "lapsed"}, ("observer", "not-allowed")),
    ],
)
def test_what_cannot_be_picked_is_refused(caller, query, fault):
    assert caller.refused(query) == {fault}


def test_expanded_parts_stand_beside_the_row(caller, riverbend):
    (row,) = caller.get(query={"expand": "names,identifiers", "fields": "id"}).json()["results"]

    names = caller.get(f"{riverbend.reference}/names").json()
    assert set(row) == {"id", "expanded"}
    assert row["expanded"]["names"] == {"facts": names["facts"], "results": names["results"]}
    assert row["expanded"]["identifiers"]["results"][0]["code"] == "GB-CHC-1234567"


@pytest.mark.parametrize("count", [1, 3])
def test_expanding_costs_the_same_for_one_row_and_for_three(caller, django_assert_num_queries, count):
    for number in range(count):
        make.organization(f"Riverbend {number}")

    with django_assert_num_queries(4):
        caller.get(query={"expand": "names,identifiers,countries"})


def test_a_day_of_the_past_tells_what_was_read_then(caller, riverbend, curator):
    publish_earlier(riverbend, days=9)
    actions.edit_organization(riverbend, changes={"website": "https://new.example"}, by=curator)

    then = caller.get(riverbend.reference, {"as_of": days_ago(5)}).json()
    (row,) = caller.get(query={"as_of": days_ago(5)}).json()["results"]

    assert then["website"] is row["website"] is None
    assert caller.get(query={"as_of": days_ago(0)}).json()["results"][0]["website"] == "https://new.example"


def test_a_day_before_the_first_text_is_told_from_one_on_which_nobody_was_there(caller, riverbend):
    publish_earlier(riverbend, days=5)
    publish_earlier(make.organization("Cedar", types=["foundation"]), days=9)
    words = f"The past begins on {days_ago(9)}, with the first text that the registry kept."

    for query in ({}, {"count": "exact"}, {"type": "ngo"}, {"format": "csv"}):
        answer = caller.get(query={"as_of": days_ago(10)} | query)
        assert (answer.status_code, answer.json()["errors"]) == (
            400, [{"parameter": "as_of", "code": "not-allowed", "detail": words}],
        )  # fmt: skip
    assert caller.names({"as_of": days_ago(9), "type": "ngo"}) == []
    assert caller.names({"as_of": days_ago(9)}) == ["Cedar"]
    file = caller.get(query={"as_of": days_ago(9), "type": "ngo", "format": "csv"})
    file.close()
    assert file.status_code == 200


@pytest.mark.parametrize("part", ["", "/names"])
def test_a_record_says_from_when_its_past_is_known_and_one_that_is_not_there_says_nothing(caller, riverbend, part):
    publish_earlier(riverbend, days=5)
    publish_earlier(make.organization("Cedar"), days=9)

    before = caller.get(f"{riverbend.reference}{part}", {"as_of": days_ago(6)})
    nobody = caller.get(f"CSO-00000000{part}", {"as_of": days_ago(6)})

    assert (before.status_code, nobody.status_code) == (404, 404)
    assert before.json()["detail"] == f"The past begins on {days_ago(5)}, with the first text that the registry kept."
    assert nobody.json()["detail"] == "There is no organization with this reference."


@pytest.mark.parametrize("ordering", [known for known in listings.ORDERINGS if known != "relevance"])
def test_the_past_is_walked_in_every_order(caller, riverbend, curator, ordering):
    for organization in (riverbend, make.organization("Cedar"), make.organization("Harbour")):
        publish_earlier(organization, days=9)
    actions.edit_organization(riverbend, changes={"founded": 1998}, by=curator)
    query = {"as_of": days_ago(5), "ordering": ordering, "limit": 2}

    first = caller.get(query=query).json()
    second = caller.get(query=query | {"cursor": first["next_cursor"]}).json()

    walked = [row["name"] for row in first["results"] + second["results"]]
    assert sorted(walked) == ["Cedar", "Harbour", "Riverbend"]


def test_the_past_is_found_by_what_it_said(caller, riverbend, curator):
    publish_earlier(riverbend, days=9)
    actions.edit_organization(riverbend, changes={"types": ["foundation"]}, by=curator)

    assert caller.names({"as_of": days_ago(5), "type": "ngo"}) == ["Riverbend"]
    assert caller.names({"as_of": days_ago(5), "type": "foundation"}) == []
    assert caller.names({"type": "foundation"}) == ["Riverbend"]


def test_the_past_names_nobody_who_is_in_danger_today(caller, riverbend, curator):
    hidden = make.organization("Hidden Shelter")
    OrganizationLink.objects.create(from_organization=riverbend, to_organization=hidden, kind="member")
    actions.publish_listing(riverbend)
    publish_earlier(riverbend, days=9)
    actions.mark_at_risk(hidden, reason="danger", by=curator)

    then = caller.get(riverbend.reference, {"as_of": days_ago(5)})
    listed = caller.get(query={"as_of": days_ago(5)})

    assert then.json()["links"] == []
    assert b"Hidden" not in then.content + listed.content
    assert ListingVersion.objects.filter(listing=riverbend.pk, public__contains="Hidden").exists()


@pytest.mark.parametrize("query", [{"as_of": days_ago(5)}, {"expand": "countries"}, "history"])
def test_what_changes_without_the_record_is_not_taken_for_the_same_by_its_date(caller, riverbend, curator, query):
    hidden = make.organization("Hidden Shelter")
    OrganizationLink.objects.create(from_organization=riverbend, to_organization=hidden, kind="member")
    actions.publish_listing(riverbend)
    publish_earlier(riverbend, days=9)
    address, query = (f"{riverbend.reference}/history", {}) if query == "history" else (riverbend.reference, query)
    first = caller.get(address, query)
    actions.mark_at_risk(hidden, reason="danger", by=curator)

    again = caller.get(address, query, if_modified_since=http_date(timezone.now().timestamp()))

    assert "Last-Modified" not in first
    assert again.status_code == 200
    assert b"Hidden" not in again.content


def test_who_must_not_be_found_has_no_past(caller, riverbend, curator):
    publish_earlier(riverbend, days=9)
    actions.edit_organization(riverbend, changes={"founded": 1998}, by=curator)
    actions.mark_at_risk(riverbend, reason="danger", by=curator)

    assert caller.get(riverbend.reference, {"as_of": days_ago(5)}).status_code == 404
    assert caller.names({"as_of": days_ago(5)}) == []
    assert not ListingVersion.objects.exists()


def test_the_history_tells_which_public_fields_changed(caller, riverbend, curator):
    actions.edit_organization(riverbend, changes={"founded": 1998}, by=curator)
    actions.edit_organization(riverbend, changes={"hq_city": "Nakuru"}, by=curator)

    told = caller.get(f"{riverbend.reference}/history").json()["results"]

    assert "founded" in told[0]["fields_changed"]
    assert "hq_city" not in str(told)
    assert told[-1]["change"] == "first"


def test_an_organization_is_told_as_linked_data(caller, riverbend):
    by_name = caller.get(riverbend.reference, {"format": "jsonld"})
    by_header = caller.get(riverbend.reference, accept="application/ld+json")

    told = by_name.json()
    assert by_name["Content-Type"] == by_header["Content-Type"] == "application/ld+json"
    assert told == by_header.json()
    assert (told["@type"], told["name"]) == ("NGO", "Riverbend")
    assert told["@id"] == f"http://127.0.0.1:8000/id/{riverbend.reference}"
    assert told["identifier"] == [{"@type": "PropertyValue", "propertyID": "GB-CHC", "value": "1234567"}]
    assert by_name["ETag"] != caller.get(riverbend.reference)["ETag"]


@pytest.mark.parametrize("way", [({"format": "jsonld"}, {}), ({}, {"accept": "application/ld+json"})])
def test_linked_data_passes_over_no_part_that_was_asked_for(caller, riverbend, way):
    query, headers = way

    answer = caller.get(riverbend.reference, query | {"expand": "names"}, **headers)

    assert answer.status_code == 400
    assert [(error["parameter"], error["code"]) for error in answer.json()["errors"]] == [("expand", "not-allowed")]


def test_who_has_a_page_already_is_told_so_before_a_text_is_read(caller, riverbend, django_assert_num_queries):
    first = caller.get()
    one = caller.get(riverbend.reference)

    with django_assert_num_queries(1) as asked:
        assert caller.get(if_none_match=first["ETag"]).status_code == 304
    assert "public" not in asked[0]["sql"]
    with django_assert_num_queries(1) as asked:
        assert caller.get(riverbend.reference, if_none_match=one["ETag"]).status_code == 304
    assert "public" not in asked[0]["sql"].replace("published_at", "")


def test_another_order_language_or_choice_of_fields_has_another_tag(caller, riverbend):
    tags = {caller.get(query=query)["ETag"] for query in ({}, {"ordering": "-name"}, {"lang": "fr"}, {"fields": "id"})}

    assert len(tags) == 4


@pytest.mark.parametrize("status", ["active", "suspended"])
def test_observers_are_found_by_their_status_on_the_day(caller, status):
    observed = make.organization("Harbour Light")
    make.organization("Riverbend")
    observer = make.observer(observed)
    if status == "suspended":
        make.event(observer, "suspended", on=date(2013, 1, 1))

    assert caller.names({"observer": status}) == ["Harbour Light"]
    assert caller.names({"observer": {"active": "suspended", "suspended": "active"}[status]}) == []
    assert caller.names({"observer": ["active", "suspended"], "country": "UGA"}) == []


def test_answers_say_by_what_they_differ_and_what_a_script_may_read(caller, riverbend):
    answer = caller.get(riverbend.reference, origin="https://portal.example")
    asked = caller.client.options(
        "/api/v1/organizations", headers={"origin": "https://portal.example", "access-control-request-method": "GET"}
    )

    assert answer["Vary"] == "Accept, Accept-Language, Authorization, X-API-Key, Origin"
    assert {"ETag", "Link", "RateLimit", "RateLimit-Policy", "Retry-After", "Deprecation", "Sunset"} < set(
        answer["Access-Control-Expose-Headers"].split(", ")
    )
    assert {"Authorization", "X-API-Key", "Content-Type", "If-None-Match", "Accept-Language"} < set(
        asked["Access-Control-Allow-Headers"].split(", ")
    )


def test_a_look_at_the_head_alone_has_no_body(caller, riverbend):
    head = caller.client.head(f"/api/v1/organizations/{riverbend.reference}")

    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == caller.get(riverbend.reference)["ETag"]
