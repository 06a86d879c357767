"""What is not understood is refused by name, in the caller's language, in one form, whatever went wrong."""

import pytest
from django.db import OperationalError
from django.urls import path
from rest_framework.views import APIView

from iom_partners.api import errors
from registry.errors import Refused, Stale
from tests import make


@pytest.mark.parametrize(
    ("query", "faults"),
    [
        ({"nosuch": "1"}, {("nosuch", "unknown")}),
        ({"Country": "KEN"}, {("Country", "unknown")}),
        ({"country": "KE"}, {("country", "not-allowed")}),
        ({"country": ["KEN", "ken"]}, {("country", "not-allowed")}),
        ({"area": "2.pre_departure"}, {("area", "not-allowed")}),
        ({"programme": "nosuch"}, {("programme", "not-allowed")}),
        ({"trust": "LISTED"}, {("trust", "not-allowed")}),
        ({"ordering": "reference"}, {("ordering", "not-allowed")}),
        ({"ordering": "relevance"}, {("ordering", "not-allowed")}),
        ({"ordering": ["name", "-name"]}, {("ordering", "repeated")}),
        ({"limit": ["5", "5"]}, {("limit", "repeated")}),
        ({"limit": "0"}, {("limit", "out-of-range")}),
        ({"limit": "501"}, {("limit", "out-of-range")}),
        ({"limit": "1e2"}, {("limit", "out-of-range")}),
        ({"limit": "٣"}, {("limit", "out-of-range")}),
        ({"limit": "9" * 150}, {("limit", "out-of-range")}),
        ({"q": ""}, {("q", "empty")}),
        ({"q": "  \t "}, {("q", "empty")}),
        ({"q": "a\0b"}, {("q", "unreadable")}),
        ({"q": "a" * 201}, {("q", "too-long")}),
        ({"country": ["KEN"] * 51}, {("country", "too-many")}),
        ({"updated_since": "2026-01-01"}, {("updated_since", "malformed")}),
        ({"updated_since": "2026-01-01T00:00:00"}, {("updated_since", "malformed")}),
        ({"updated_since": "2026-01-01T00:00:00 02:00"}, {("updated_since", "malformed")}),
        ({"updated_since": "2026-02-30T00:00:00Z"}, {("updated_since", "malformed")}),
        ({"verified_since": "20260101"}, {("verified_since", "malformed")}),
        ({"verified_since": "2026-W01-1"}, {("verified_since", "malformed")}),
        ({"external_id": "1234567"}, {("external_id", "malformed")}),
        ({"external_id": "GB-CHC:"}, {("external_id", "malformed")}),
        ({"external_id": "NO-SUCH:1"}, {("external_id", "not-allowed")}),
        ({"cursor": "a b"}, {("cursor", "malformed")}),
        ({"count": "yes"}, {("count", "not-allowed")}),
        ({"lang": "de"}, {("lang", "not-allowed")}),
        ({"format": "xml"}, {("format", "not-allowed")}),
        (
            {"nosuch": "1", "limit": "0", "trust": "x"},
            {("nosuch", "unknown"), ("limit", "out-of-range"), ("trust", "not-allowed")},
        ),
    ],
)
def test_a_parameter_is_refused_by_name_and_reason(caller, query, faults):
    assert caller.refused(query) == faults


def test_what_is_allowed_is_listed(caller):
    assert caller.get(query={"trust": "x"}).json()["errors"] == [
        {
            "parameter": "trust",
            "code": "not-allowed",
            "detail": "`x` is none of the values that are allowed.",
            "allowed": ["confirmed", "listed", "verified"],
        }
    ]
    assert "KEN" in caller.get(query={"country": "x"}).json()["errors"][0]["allowed"]
    assert "country_of_work" in caller.get(query={"land": "KEN"}).json()["errors"][0]["allowed"]


@pytest.mark.parametrize("name", ["country", "country_of_work"])
def test_who_writes_a_country_with_two_letters_is_told_the_three(caller, name):
    known, unknown = (caller.get(query={name: code}, Accept_Language="fr").json()["errors"][0] for code in ("na", "ZZ"))

    assert known["detail"].endswith("alpha-3\u00a0: `NAM`.")
    assert "KEN" in known["allowed"]
    assert unknown["detail"] == "`ZZ` n’est pas une des valeurs permises."


@pytest.mark.parametrize(
    ("address", "names"), [("", ("area", "country", "type")), ("/api/v1/partnerships", ("mode", "office", "role"))]
)
def test_many_wrong_values_cost_no_more_than_one(caller, django_assert_max_num_queries, address, names):
    with django_assert_max_num_queries(3):
        response = caller.get(address, {name: [f"wrong{number}" for number in range(50)] for name in names})

    assert [error["parameter"] for error in response.json()["errors"]] == list(names)


def test_of_several_values_the_one_that_is_refused_is_named(caller):
    detail = "`{}` is none of the values that are allowed.".format

    refused = caller.get(query={"area": ["1", "99"], "fields": "id,nam", "expand": "names,nam", "external_id": "NO:1"})

    assert {error["parameter"]: error["detail"] for error in refused.json()["errors"]} == {
        "area": detail("99"), "fields": detail("nam"), "expand": detail("nam"), "external_id": detail("NO"),
    }  # fmt: skip


def test_the_beginning_of_every_address_leads_to_the_documentation(caller):
    response = caller.client.get("/api/v1", headers={"accept-language": "fr"}, follow=True)

    assert response.redirect_chain[-1] == ("/fr/docs/", 302)
    assert "/docs" in caller.get("/api/v1/nowhere").json()["detail"]


@pytest.mark.parametrize("address", ["organizations", "organizations?nosuch=1", "organizations/CSO-00000000", "nosuch"])
def test_every_answer_says_who_may_frame_it_in_which_language_it_is_and_how_long(caller, address):
    response = caller.get(f"/api/v1/{address}", accept_language="es")

    assert (response["X-Frame-Options"], response["X-Content-Type-Options"]) == ("DENY", "nosniff")
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Content-Language"] == "es"
    assert int(response["Content-Length"]) == len(response.content)


def test_a_name_that_is_not_ours_is_refused(caller):
    response = caller.client.get("/api/v1/organizations", headers={"host": "elsewhere.example"})

    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")


def test_nothing_has_a_nul_in_its_address(caller):
    assert caller.get("/api/v1/organizations/CSO%00").status_code == 404


def test_more_than_ten_filters_are_too_many(caller):
    query = {
        "area": "1", "country": "KEN", "country_of_work": "KEN", "region": "southern_africa", "type": "ngo",
        "role": "project_implementer", "level": "national", "trust": "listed", "freshness": "fresh",
        "status": "published", "q": "x",
    }  # fmt: skip

    assert {code for _, code in caller.refused(query)} == {"too-many"}


@pytest.mark.parametrize("address", ["CSO-00000000", "/api/v1/areas", "/api/v1/problems", "/api/v1/openapi.json"])
def test_every_address_refuses_a_parameter_that_it_does_not_know(caller, address):
    response = caller.get(address, {"nosuch": "1"})

    assert response.status_code == 400
    assert response.json()["errors"][0]["code"] == "unknown"


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("/api/v1/nowhere", {}, 404),
        ("/api/v1/organizations/a/b", {}, 404),
        ("/api/v2/organizations", {}, 404),
        ("/api", {}, 404),
        ("/api/v1/organizations/%00", {}, 404),
        ("/api/v1/organizations/cso-00000000", {}, 404),
        ("/api/v1/problems/nosuch", {}, 404),
        ("/api/v1/areas", {"accept": "text/html"}, 406),
        ("/api/v1/areas", {"host": "evil.example"}, 400),
        ("/api/v1/areas?" + "&".join("a=1" for _ in range(2001)), {}, 400),
    ],
)
def test_every_failure_has_one_form(caller, address, headers, status):
    response = caller.client.get(address, headers=headers)

    problem = response.json()
    assert response.status_code == problem["status"] == status
    assert response["Content-Type"] == "application/problem+json"
    assert set(problem) == {"type", "title", "status", "detail", "instance", "request_id", "errors"}
    assert problem["request_id"] == response["X-Request-Id"]
    assert response["Cache-Control"] == "no-store"
    assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
@pytest.mark.parametrize("address", ["/api/v1/organizations", "/api/v1/organizations/CSO-00000000", "/api/v1/areas"])
def test_an_address_for_reading_refuses_to_act(caller, method, address):
    response = getattr(caller.client, method)(address)

    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD, OPTIONS"
    assert response.json()["type"].endswith("/problems/method-not-allowed")


def test_the_type_of_a_problem_leads_to_a_page_about_it(caller):
    problem = caller.get(query={"nosuch": "1"}).json()
    page = caller.get(problem["type"].removeprefix("http://127.0.0.1:8000")).json()
    every = caller.get("/api/v1/problems").json()["results"]

    assert page["type"] == problem["type"]
    assert page["title"] == problem["title"]
    assert page in every
    assert all(caller.get(kind["type"].removeprefix("http://127.0.0.1:8000")).json() == kind for kind in every)


@pytest.mark.parametrize(
    ("query", "header", "language"), [({}, "fr-CH, en;q=0.5", "fr"), ({"lang": "es"}, "fr", "es"), ({}, "de", "en")]
)
def test_messages_are_in_the_language_of_the_caller_and_codes_are_not(caller, query, header, language):
    response = caller.get("/api/v1/problems/not-found", query, accept_language=header)

    assert response["Content-Language"] == language
    assert response.json()["code"] == "not-found"
    assert "Accept-Language" in response["Vary"]


@pytest.mark.parametrize("accept", ["*/*", "application/json", "application/*", "text/html, */*;q=0.8", ""])
def test_who_takes_json_gets_it(caller, accept):
    assert caller.get("/api/v1/areas", accept=accept)["Content-Type"] == "application/json"


def test_format_wins_over_the_accept_header(caller):
    assert caller.get("/api/v1/areas", {"format": "json"}, accept="text/html").status_code == 200


def test_head_answers_as_get_without_a_body(caller):
    make.organization()

    response = caller.client.head("/api/v1/organizations")

    assert (response.status_code, response.content) == (200, b"")
    assert int(response["Content-Length"]) > 500


@pytest.mark.parametrize(
    ("address", "can", "may"),
    [
        ("/api/v1/organizations", "GET, HEAD, OPTIONS", "GET, HEAD, OPTIONS"),
        ("/api/v1/match", "POST, OPTIONS", "POST, OPTIONS"),
        ("/api/v1/match/jobs", "POST, OPTIONS", "POST, OPTIONS"),
        ("/api/v1/reconcile", "GET, HEAD, POST, OPTIONS", "GET, HEAD, POST, OPTIONS"),
        ("/api/v1/proposals", "GET, HEAD, POST, OPTIONS", "GET, HEAD, OPTIONS"),
        ("/api/v1/webhooks/WHK-1", "GET, HEAD, PATCH, DELETE, OPTIONS", "GET, HEAD, OPTIONS"),
        ("/api/v1/webhooks/WHK-1/ping", "POST, OPTIONS", "OPTIONS"),
        ("/api/v1/nosuch", "GET, HEAD, OPTIONS", "GET, HEAD, OPTIONS"),
        ("/catalog", "GET, HEAD, OPTIONS", "GET, HEAD, OPTIONS"),
        ("/api/nosuch", "OPTIONS", "OPTIONS"),
    ],
)
def test_any_site_may_read_and_ask_whom_a_list_means_and_nothing_else(caller, address, can, may):
    response = caller.client.options(
        address, headers={"origin": "https://a.example", "access-control-request-method": "GET"}
    )

    assert response.status_code == 204
    assert (response["Allow"], response["Access-Control-Allow-Methods"]) == (can, may)
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response


def test_who_is_signed_in_on_the_site_is_nobody_here(caller, curator, django_assert_num_queries):
    caller.client.force_login(curator)

    with django_assert_num_queries(1):
        response = caller.get()

    assert "Cookie" not in response["Vary"]
    assert not response.cookies


def test_an_address_with_a_slash_leads_to_the_one_without(caller):
    response = caller.client.get("/api/v1/organizations/?limit=5&q=a%20b")

    assert response.status_code == 308
    assert response["Location"] == "/api/v1/organizations?limit=5&q=a+b"


def _raise(exception):
    class View(APIView):
        permission_classes = []

        def get(self, request):
            raise exception

    return View.as_view()


urlpatterns = [
    path("api/v1/refused", _raise(Refused("It was withdrawn on 3 May. Ask her to submit it again."))),
    path("api/v1/stale", _raise(Stale("Somebody changed it."))),
    path("api/v1/down", _raise(OperationalError("gone"))),
    path("api/v1/broken", _raise(ZeroDivisionError("secret words"))),
]
handler404 = "registry.views.errors.not_found"
handler500 = "registry.views.errors.broken"


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("refused", 409, "refused"),
        ("stale", 409, "stale"),
        ("down", 503, "unavailable"),
        ("broken", 500, "internal-error"),
    ],
)
def test_what_a_verb_refuses_and_what_breaks_are_problems_too(caller, address, status, code):
    response = caller.get(f"/api/v1/{address}")

    assert response.status_code == status
    assert response.json()["type"].endswith(f"/problems/{code}")
    assert "secret words" not in response.content.decode()
    assert ("Retry-After" in response) == (status == 503)
    if status == 409:
        assert response.json()["detail"] in {
            "It was withdrawn on 3 May. Ask her to submit it again.",
            "Somebody changed it.",
        }


def test_the_handler_lets_a_bug_through(rf):
    request = type("Request", (), {"_request": rf.get("/api/v1/x")})()

    assert errors.problem(ZeroDivisionError(), {"request": request, "view": None}) is None
