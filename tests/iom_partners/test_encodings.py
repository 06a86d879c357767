"""Text in an encoding that nobody uses is refused in words, whatever door it comes to."""

import json
from io import BytesIO

import pytest
from django.core.cache import cache
from django.test import RequestFactory

from iom_partners.wsgi import application

pytestmark = pytest.mark.django_db

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
PAGES = ["/en/organizations/?q=%C3%A9", "/en/accounts/login/"]
API = ["/api/v1/organizations?q=%C3%A9", "/api/v1/match", "/api/v1/reconcile", "/api/v1/nowhere"]
# No text, always an error, far too many parameters, unknown, and more than was ever meant.
ENCODINGS = ["rot13", "zlib", "undefined", "idna", "nonsense", "utf-16", "", '"\0"', "a" * 300]


@pytest.fixture(autouse=True)
def _fresh_counters():
    cache.clear()


def ask(address, content_type="", method="POST", body=b"q=%C3%A9", **headers):
    """As from the web server: Django's client for tests makes its requests by itself."""
    path, _, query = address.partition("?")
    content = {
        "CONTENT_TYPE": headers.pop("CONTENT_TYPE", content_type),
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": BytesIO(body),
    }
    asked = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query}
    return application.get_response(
        application.request_class(RequestFactory()._base_environ(**asked, **content, **headers))
    )


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("kind", [FORM, JSON, "multipart/form-data; boundary=x"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_page_says_that_it_does_not_understand_the_form(encoding, kind, method):
    for address in PAGES:
        answer = ask(address, f"{kind}; charset={encoding}", method)

        assert answer.status_code == 400
        assert "does not understand" in answer.content.decode()


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("kind", [FORM, JSON])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_api_answers_with_a_problem(encoding, kind, method):
    for address in API:
        answer = ask(address, f"{kind}; charset={encoding}", method)

        assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
        assert "Only text in UTF-8 is understood." in json.loads(answer.content)["detail"]


def test_the_words_are_those_of_the_language_of_the_reader():
    page = ask("/fr/organizations/", f"{FORM}; charset=rot13").content.decode()
    problem = json.loads(ask("/api/v1/match?lang=es", f"{FORM}; charset=nonsense").content)

    assert 'lang="fr"' in page
    assert problem["title"] == "No se pudo leer la solicitud"


@pytest.mark.parametrize("encoding", ["utf-8", '"UTF-8"', "utf8", "us-ascii", "ISO-8859-1", "windows-1252"])
def test_what_programs_of_old_send_is_read(encoding):
    batch = b"queries=%7B%22q0%22%3A%20%7B%22query%22%3A%20%22RMAN%22%7D%7D"

    assert ask("/api/v1/reconcile", f"{FORM}; charset={encoding}", body=batch).content == b'{"q0":{"result":[]}}'
    assert ask("/api/v1/match", f"{JSON}; charset={encoding}", body=b'[{"name": "River"}]').status_code == 200


@pytest.mark.parametrize("address", ["/en/organizations/", "/api/v1/areas", "/id/CSO-00000000"])
@pytest.mark.parametrize("header", ["CONTENT_TYPE", "HTTP_ACCEPT"])
def test_a_header_whose_own_parts_are_in_such_an_encoding_is_refused_as_well(address, header):
    assert ask(address, method="GET", **{header: "text/html; charset*=nonsense''x"}).status_code == 400
