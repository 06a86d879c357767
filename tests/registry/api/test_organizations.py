from datetime import date, timedelta

import pytest
from django.utils import timezone

from registry import actions
from registry.models import Listing, Organization, Programme
from registry.queries import listings
from registry.states import OrganizationState
from tests import make


def walk(caller, query):
    """Every row of a list, page by page, by the addresses that the pages give."""
    rows, address = [], None
    while True:
        page = (caller.get(address) if address else caller.get(query=query)).json()
        rows += [row["name"] for row in page["results"]]
        if not page["next"]:
            return rows
        address = page["next"].removeprefix("http://127.0.0.1:8000")


def test_a_list_shows_published_organizations_in_the_order_of_their_names(caller):
    for name in ("Cedar", "äpfel", "Baobab"):
        make.organization(name)
    make.organization("Draft", state=OrganizationState.DRAFT)

    page = caller.get().json()

    assert [row["name"] for row in page["results"]] == ["äpfel", "Baobab", "Cedar"]
    assert (page["next"], page["previous"], page["next_cursor"], page["count"]) == (None, None, None, None)


def test_by_what_never_changes_nobody_comes_twice_whatever_she_is_called_meanwhile(caller, curator):
    """Names move to the end, or to the beginning, while somebody walks from page to page."""
    made = {row.reference: row for row in (make.organization(f"Riverbend {number}") for number in range(9))}
    seen, query = [], {"ordering": "id", "limit": 2, "fields": "id"}

    while True:
        page = caller.get(query=query).json()
        seen += [row["id"] for row in page["results"]]
        if not page["next_cursor"]:
            break
        query["cursor"] = page["next_cursor"]
        for reference in (seen[-1], max(made)):
            name = {"text": f"{'A' if len(seen) % 4 else 'Z'} {len(seen)}", "kind": "legal", "is_primary": True}
            actions.edit_organization(made[reference], changes={"names": [name]}, by=curator)

    assert seen == sorted(made)


@pytest.mark.parametrize("ordering", ["name", "-name", "updated_at", "-updated_at"])
@pytest.mark.parametrize("limit", [1, 2, 3])
def test_walking_by_cursor_gives_each_row_once_in_order(caller, ordering, limit):
    names = ["A", "B", "B", "B", "C"]
    for name in names:
        make.organization(name)

    walked = walk(caller, {"ordering": ordering, "limit": limit})

    assert walked == (names[::-1] if ordering.startswith("-") else names)


@pytest.mark.parametrize("few", [0, 400])
@pytest.mark.parametrize(
    "query",
    [
        {},
        {"country_of_work": "KEN"},
        {"country_of_work": ["KEN", "UGA"], "type": "ngo", "trust": ["listed", "verified"]},
        {"country_of_work": "KEN", "ordering": "updated_at"},
        {"q": "riverbend", "ordering": "name"},
    ],
)
def test_the_previous_page_is_the_page_before(caller, query, few, monkeypatch):
    # Nought: a filter is walked by its index even where a few rows could be read by their bits.
    monkeypatch.setattr(listings, "FEW", few)
    monkeypatch.setattr(listings, "FEW_PASSED_BY", few)
    for letter in "ABCDE":
        make.organization(f"Riverbend {letter}")

    first = caller.get(query=query | {"limit": 2}).json()
    second = caller.get(query=query | {"limit": 2, "cursor": first["next_cursor"]}).json()
    third = caller.get(second["next"].removeprefix("http://127.0.0.1:8000")).json()
    back = caller.get(third["previous"].removeprefix("http://127.0.0.1:8000")).json()
    start = caller.get(back["previous"].removeprefix("http://127.0.0.1:8000")).json()

    assert [row["name"][-1] for row in third["results"]] == ["E"]
    assert third["next"] is None
    assert back["results"] == second["results"]
    assert start["results"] == first["results"]
    assert start["previous"] is None
    assert start["next_cursor"] == first["next_cursor"]


def test_rows_that_come_and_go_during_a_walk_disturb_no_other_row(caller):
    kept = [make.organization(name) for name in ("B", "D", "F", "H")]
    gone = make.organization("C")

    page = caller.get(query={"limit": 2}).json()
    assert [row["name"] for row in page["results"]] == ["B", "C"]
    actions.archive_organization(gone, by="test", reason="closed")
    make.organization("A")
    make.organization("E")
    rest = caller.get(query={"limit": 10, "cursor": page["next_cursor"]}).json()

    assert [row["name"] for row in rest["results"]] == ["D", "F", "H"]
    assert len(kept) == 4


def test_filters_are_alternatives_within_one_and_conditions_between(caller):
    kenya, uganda = make.organization("Kenya"), make.organization("Uganda", hq_country_id="UGA")
    make.partnership(kenya, area=1)
    make.partnership(uganda, area=2, country="UGA")
    make.organization("Idle", hq_country_id="UGA")

    assert caller.names({"country_of_work": ["KEN", "UGA"]}) == ["Idle", "Kenya", "Uganda"]
    assert caller.names({"country_of_work": ["KEN", "UGA"], "area": ["1", "2"]}) == ["Kenya", "Uganda"]
    assert caller.names({"country_of_work": "UGA", "area": "1"}) == []


def test_the_country_of_the_head_office_is_told_from_the_countries_of_work(caller):
    abroad = make.organization("Abroad", hq_country_id="FRA")
    make.partnership(abroad, country="KEN")
    make.organization("Home", hq_country_id="KEN")

    assert caller.names({"country": "KEN"}) == ["Home"]
    assert caller.names({"country_of_work": "KEN"}) == ["Abroad", "Home"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"type": "ngo"}, ["Verified"]),
        ({"role": "project_implementer"}, ["Verified"]),
        ({"level": "national"}, ["Verified"]),
        ({"trust": "verified"}, ["Verified"]),
        ({"freshness": "fresh"}, ["Verified"]),
        ({"status": "dormant"}, ["Dormant"]),
        ({"programme": "compass"}, ["Verified"]),
        ({"region": "east_africa_horn"}, ["Verified"]),
        ({"verified_since": "2020-01-01"}, ["Verified"]),
        ({"external_id": "GB-CHC:1234567"}, ["Verified"]),
        ({"external_id": ["GB-CHC:7654321", "GB-CHC:1234567"]}, ["Verified"]),
        ({"external_id": "GB-COH:1234567"}, []),
        ({"external_id": "GB-CHC:123456"}, []),
        ({"trust": "verified", "external_id": "GB-CHC:1234567", "q": "verified"}, ["Verified"]),
    ],
)
def test_each_filter_finds_what_it_says(caller, curator, query, found):
    programme, _ = Programme.objects.get_or_create(code="compass", defaults={"name_en": "COMPASS"})
    verified = make.organization(
        "Verified",
        levels=["national"],
        identifiers=[{"scheme": "GB-CHC", "value": "1234567"}],
    )
    make.partnership(verified, programme=programme)
    actions.verify_organization(verified, on=timezone.localdate(), evidence="seen", by=curator)
    dormant = make.organization("Dormant", types=["foundation"], hq_country_id="FRA")
    actions.make_dormant(dormant, by=curator, reason="silent")

    assert caller.names(query) == found


def test_updated_since_leaves_out_what_was_published_before(caller):
    old, new = make.organization("Old"), make.organization("New")
    now = timezone.now().replace(microsecond=0)
    Listing.objects.filter(pk=old.pk).update(published_at=now - timedelta(days=2))
    Listing.objects.filter(pk=new.pk).update(published_at=now)

    assert caller.names({"updated_since": f"{now:%Y-%m-%dT%H:%M:%SZ}"}) == ["New"]
    assert caller.names({"updated_since": f"{now - timedelta(days=3):%Y-%m-%dT%H:%M:%SZ}"}) == ["New", "Old"]
    assert caller.names({"updated_since": f"{now:%Y-%m-%dT%H:%M:%SZ}", "country": "KEN", "count": "exact"}) == ["New"]


def test_a_search_forgives_accents_and_puts_the_best_first(caller):
    make.organization("Association sénégalaise d'aide aux migrants")
    make.organization("Association d'aide")

    assert caller.names({"q": "senegalaise aide association"})[0] == "Association sénégalaise d'aide aux migrants"


def test_a_search_finds_a_reference(caller):
    wanted = make.organization("Wanted")

    assert caller.names({"q": wanted.reference}) == ["Wanted"]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({}, 5),
        ({"country": "KEN"}, 4),
        ({"country": "KEN", "type": "ngo"}, 4),
        ({"q": "riverbend"}, 5),
        ({"q": "riverbend", "country": "UGA"}, 1),
        ({"updated_since": "2020-01-01T00:00:00Z"}, 5),
        ({"updated_since": "2020-01-01T00:00:00Z", "country": "UGA"}, 1),
        ({"country": "FRA"}, 0),
        ({"external_id": "GB-CHC:1234567"}, 0),
    ],
)
def test_an_exact_count_counts_all_pages(caller, query, count):
    for letter in "ABCD":
        make.organization(f"Riverbend {letter}")
    make.organization("Riverbend E", hq_country_id="UGA")

    assert caller.get(query=query | {"count": "exact", "limit": 2}).json()["count"] == count


def test_next_and_previous_stand_in_the_link_header_too(caller):
    for letter in "ABC":
        make.organization(letter)

    first = caller.get(query={"limit": 1})
    second = caller.get(query={"limit": 1, "cursor": first.json()["next_cursor"]})

    assert first["Link"] == f'<{first.json()["next"]}>; rel="next"'
    assert second["Link"] == f'<{second.json()["next"]}>; rel="next", <{second.json()["previous"]}>; rel="prev"'


def test_links_name_the_site_and_never_the_host_of_the_request(caller, settings):
    settings.ALLOWED_HOSTS = ["*"]
    for letter in "AB":
        make.organization(letter)

    page = caller.client.get("/api/v1/organizations?limit=1", headers={"host": "evil.example"}).json()

    assert page["next"].startswith("http://127.0.0.1:8000/api/v1/organizations?limit=1&cursor=")


def test_a_cursor_tells_nobody_a_key_of_ours_and_the_same_place_has_the_same_cursor(caller):
    for letter in "AB":
        make.organization(letter)

    first, again = (caller.get(query={"limit": 1}).json()["next_cursor"] for _ in range(2))

    assert first == again
    assert str(Organization.objects.get(names__text="A").pk) not in first


def test_a_cursor_is_bound_to_its_filters_and_its_order(caller):
    for letter in "ABC":
        make.organization(letter)
    cursor = caller.get(query={"limit": 1}).json()["next_cursor"]

    for other in ({"country": "KEN"}, {"ordering": "-name"}, {"q": "B"}, {"updated_since": "2020-01-01T00:00:00Z"}):
        response = caller.get(query={"cursor": cursor} | other)
        assert response.status_code == 400
        assert response.json()["type"].endswith("/problems/cursor-mismatch")
    assert caller.get(query={"cursor": cursor, "limit": 2, "count": "exact", "lang": "fr"}).status_code == 200


@pytest.mark.parametrize(
    ("made_by", "sent_to"),
    [
        (("organizations", {}), ("partnerships", {})),
        (("partnerships", {}), ("organizations", {})),
        (("organizations", {"ordering": "-name"}), ("consultations", {})),
    ],
)
def test_a_cursor_is_bound_to_its_list(caller, made_by, sent_to):
    for letter in "AB":
        make.partnership(make.organization(letter))
    (own, asked), (other, same) = made_by, sent_to
    cursor = caller.get(f"/api/v1/{own}", {"limit": 1} | asked).json()["next_cursor"]

    response = caller.get(f"/api/v1/{other}", {"cursor": cursor} | same)

    assert (response.status_code, response.json()["type"].rpartition("/")[2]) == (400, "cursor-mismatch")


@pytest.mark.parametrize(
    "spoil", [lambda c: c[:-2], lambda c: "A" + c[1:-1] + "_", lambda c: "x", lambda c: c + "AAAA"]
)
def test_a_cursor_that_we_never_gave_is_refused(caller, spoil):
    for letter in "AB":
        make.organization(letter)
    cursor = caller.get(query={"limit": 1}).json()["next_cursor"]

    assert caller.refused({"cursor": spoil(cursor)}) == {("cursor", "malformed")}


@pytest.mark.parametrize("count", [3, 300])
@pytest.mark.parametrize(
    ("query", "statements"),
    [
        ({}, 1),
        ({"count": "exact"}, 2),
        ({"country": "KEN", "type": "ngo", "count": "exact"}, 2),
        ({"country": "KEN", "ordering": "-updated_at"}, 2),
        ({"country": "KEN", "updated_since": "2020-01-01T00:00:00Z", "count": "exact"}, 3),
        ({"q": "riverbend"}, 3),
        ({"external_id": "GB-CHC:1234567"}, 1),
    ],
)
def test_a_list_costs_the_same_statements_for_three_rows_and_for_three_hundred(
    caller, django_assert_num_queries, query, statements, count
):
    # Three hundred rows on one page: written by the verb's own bulk way.
    made = [make.organization(f"Riverbend {number}") for number in range(3)]
    if count > 3:
        rows = [Organization(state="published", hq_country_id="KEN", source="many") for _ in range(count - 3)]
        Organization.objects.bulk_create(rows)
        for row in rows:
            row.types.set(["ngo"])
        actions.publish_listings(Organization.objects.filter(source="many"))
    caller.get(query=query)

    with django_assert_num_queries(statements):
        response = caller.get(query=query | {"limit": 500})

    assert response.status_code == 200
    assert len(made) == 3


def test_one_organization_is_one_statement(caller, django_assert_num_queries):
    wanted = make.organization()

    with django_assert_num_queries(1):
        assert caller.get(wanted.reference).status_code == 200


def test_who_has_the_latest_text_gets_none(caller):
    wanted = make.organization(verified_on=None)
    first = caller.get(wanted.reference)

    assert caller.get(wanted.reference, if_none_match=first["ETag"]).status_code == 304
    assert caller.get(wanted.reference, if_none_match=f'W/{first["ETag"]}, "other"').status_code == 304
    assert caller.get(wanted.reference, if_modified_since=first["Last-Modified"]).status_code == 304
    assert caller.get(wanted.reference, if_match='"other"').status_code == 412
    actions.edit_organization(wanted, changes={"founded": 1998}, by="test")
    again = caller.get(wanted.reference, if_none_match=first["ETag"])
    assert again.status_code == 200
    assert again["ETag"] != first["ETag"]


def test_a_list_that_did_not_change_is_not_sent_again(caller):
    make.organization("A")
    first = caller.get()

    assert caller.get(if_none_match=first["ETag"]).status_code == 304
    make.organization("B")
    assert caller.get(if_none_match=first["ETag"]).status_code == 200


def test_the_tag_tells_nothing_of_what_only_partners_read(caller):
    wanted = make.organization(hq_city="Nakuru")
    listing = Listing.objects.get(pk=wanted.pk)
    tag = caller.get(wanted.reference)["ETag"]

    Listing.objects.filter(pk=wanted.pk).update(partner='{"hq_city":"Garissa"}', etag="another")

    assert caller.get(wanted.reference)["ETag"] == tag
    assert listing.etag not in tag


def test_a_merged_record_leads_to_the_one_that_lives_on(caller):
    old, middle, new = make.organization("Old"), make.organization("Middle"), make.organization("New")
    merge(old, middle)
    merge(middle, new)

    for merged in (old, middle):
        response = caller.get(merged.reference)
        assert response.status_code == 308
        assert response["Location"] == f"http://127.0.0.1:8000/api/v1/organizations/{new.reference}"
        assert response["Cache-Control"] == "public, max-age=60"
        assert response.json()["type"].endswith("/problems/merged")
        assert response.json()["successor"] == new.reference
    assert caller.get(new.reference).json()["former_ids"] == sorted([old.reference, middle.reference])


def merge(record, into):
    Organization.objects.filter(pk=record.pk).update(state=OrganizationState.MERGED, merged_into=into)
    actions.publish_listings(Organization.objects.filter(pk__in=[record.pk, into.pk]))


def _never_was(curator):
    return "CSO-00000000"


def _at_risk(curator):
    record = make.organization()
    actions.mark_at_risk(record, reason="danger", by=curator)
    return record.reference


def _draft(curator):
    return make.organization(state=OrganizationState.DRAFT).reference


def _withdrawn(curator):
    record = make.organization()
    actions.archive_organization(record, by=curator, reason="closed")
    return record.reference


def _merged_into_one_at_risk(curator):
    record, into = make.organization(), make.organization()
    merge(record, into)
    actions.mark_at_risk(into, reason="danger", by=curator)
    return record.reference


def _at_risk_and_merged(curator):
    record, into = make.organization(), make.organization()
    actions.mark_at_risk(record, reason="danger", by=curator)
    merge(record, into)
    return record.reference


def _at_risk_after_its_merge(curator):
    record, into = make.organization(), make.organization()
    merge(record, into)
    Organization.objects.filter(pk=record.pk).update(is_at_risk=True)
    actions.publish_listing(record)
    return record.reference


@pytest.mark.parametrize(
    "hidden",
    [_at_risk, _draft, _withdrawn, _merged_into_one_at_risk, _at_risk_and_merged, _at_risk_after_its_merge],
)
def test_what_must_not_be_found_answers_as_if_it_never_was(caller, curator, django_assert_num_queries, hidden):
    reference = hidden(curator)
    actual = caller.get(reference, x_request_id="the-same-number")
    never = caller.get(_never_was(curator), x_request_id="the-same-number")

    assert actual.status_code == never.status_code == 404
    assert actual.content.replace(reference.encode(), b"CSO-00000000") == never.content
    assert {k: v for k, v in actual.items() if k != "Content-Length"} | {"RateLimit": ""} == {
        k: v for k, v in never.items() if k != "Content-Length"
    } | {"RateLimit": ""}
    with django_assert_num_queries(2):
        caller.get(reference)
    with django_assert_num_queries(2):
        caller.get("CSO-00000000")


def test_an_organization_at_risk_leaves_no_trace_in_lists_counts_and_searches(caller, curator):
    hidden = make.organization("Hidden Shelter", identifiers=[{"scheme": "GB-CHC", "value": "1234567"}])
    make.organization("Open Shelter")
    actions.mark_at_risk(hidden, reason="danger", by=curator)

    queries = (
        {},
        {"country": "KEN"},
        {"q": "hidden shelter"},
        {"q": hidden.reference},
        {"external_id": "GB-CHC:1234567"},
        {"updated_since": "2020-01-01T00:00:00Z"},
    )
    for query in queries:
        page = caller.get(query=query | {"count": "exact"})
        assert b"Hidden" not in page.content
        assert page.json()["count"] == len(page.json()["results"])


def test_dates_far_away_are_dates_like_any_other(caller):
    make.organization("A", observed_on=date(2020, 1, 1))

    for moment in ("0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59.999999-23:59"):
        assert caller.get(query={"updated_since": moment, "count": "exact"}).status_code == 200
    assert caller.get(query={"verified_since": "0001-01-01"}).status_code == 200
