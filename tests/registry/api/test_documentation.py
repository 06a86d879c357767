"""The documentation: every operation has its page, and what readers copy runs."""

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import playwright
import pytest
from django.core.cache import cache
from django.utils import timezone, translation

from registry import actions
from registry.api import schema
from registry.api.docs import changelog, guides, reading, requests
from registry.api.docs.colours import coloured
from registry.api.docs.guides import COUNTED, FOLDER, GUIDES, ORIGIN, text_of
from registry.api.docs.requests import Request, written
from registry.api.problems import KINDS
from registry.exporters.webhooks import body_of, headers_of, new_secret
from registry.models import ChangeProposal
from registry.queries import feed
from tests import make

# The one that comes with the browser's driver: no machine has to have its own.
NODE = Path(playwright.__file__).parent / "driver" / "node"
OPERATIONS = {operation.id: operation for operation in reading.operations()}
EXAMPLES = {example.file: example for guide in GUIDES.values() for example in guide.examples}
ADDRESS = f"{ORIGIN}/api/v1/things"
# What can be run here; the programs of the others are not.
RUN = (".sh", ".py")


@pytest.fixture
def served(live_server, settings):
    """A live registry with one organization, and counters that begin at nought."""
    settings.SITE_ORIGIN = live_server.url
    cache.clear()
    return make.organization("Riverbend", hq_country_id="KEN").reference


def _run(text, name, tmp_path, **environment):
    """What people do with an example: save it and run it."""
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    program = [sys.executable] if name.endswith(".py") else ["sh", "-e"]
    done = subprocess.run(
        [*program, str(file)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=tmp_path,
        env=os.environ | environment,
    )
    assert done.returncode == 0, (text, done.stderr)
    return done.stdout


# --- Pages ------------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_every_operation_and_every_guide_has_a_page(client, language):
    pages = [f"/{language}/docs/", *(f"/{language}/docs/guides/{name}/" for name in GUIDES if name != "start")]
    pages += [f"/{language}/docs/{name}/" for name in OPERATIONS]
    pages += [f"/{language}/docs/{name}/try/" for name, one in OPERATIONS.items() if one.may_be_tried]

    for page in pages:
        response = client.get(page)
        assert response.status_code == 200, page
        assert b"/docs/listOrganizations/" in response.content


@pytest.mark.django_db
def test_a_page_shows_what_the_document_says(client):
    page = client.get("/en/docs/listOrganizations/").content.decode()
    told = schema.document()["paths"]["/organizations"]["get"]

    for parameter in told["parameters"]:
        assert f'<code class="mono">{parameter["name"]}</code>' in page
    for way in ("next_cursor", "results[].names[]", "verified_on"):
        assert f'<code class="mono">{way}</code>' in page
    kinds = dict(re.findall(r'<code class="mono">(\w+)</code><br><span class="xs">([^<]*)</span>', page))
    assert (kinds["acronym"], kinds["founded"], kinds["name"]) == ("text, or null", "whole number, or null", "text")
    assert (kinds["freshness"], kinds["types"], kinds["description"]) == ("code", "list: text", "object")
    assert re.search(r'<code class="mono">freshness</code>.*?<code class="mono">stale</code>', page)
    statuses = set(told["responses"]) - {"default"}
    assert all(f'<th scope="row" role="rowheader">{status}</th>' in page for status in statuses)


@pytest.mark.django_db
@pytest.mark.parametrize("form", [*requests.FORMS, "nosuch"])
def test_a_request_is_shown_in_the_form_that_is_asked_for(client, form):
    response = client.get("/en/docs/listOrganizations/", {"in": form})

    assert response.status_code == 200
    assert response.context["form"] == (form if form in requests.FORMS else "curl")


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["nosuch/", "nosuch/try/", "guides/nosuch/", "guides/start/"])
def test_what_is_not_there_has_no_page(client, page):
    assert client.get(f"/en/docs/{page}").status_code == 404


def test_the_short_address_leads_to_the_readers_language(client):
    response = client.get("/docs", headers={"accept-language": "fr"})

    assert (response.status_code, response["Location"]) == (302, "/fr/docs/")


@pytest.mark.parametrize("address", ["/api/docs", "/api/docs/", "/api/v1/docs"])
def test_who_guesses_the_address_is_led_to_the_documentation_in_her_language(client, address):
    response = client.get(address, headers={"accept-language": "es"})

    assert (response.status_code, response["Location"]) == (302, "/es/docs/")
    assert "Accept-Language" in response["Vary"]


@pytest.mark.django_db
def test_every_limit_says_what_it_counts(client, settings):
    page = client.get("/en/docs/guides/limits/").content.decode()

    assert set(COUNTED) == set(settings.API_LIMITS)
    assert all(str(words) in page for words in COUNTED.values())


@pytest.mark.django_db
def test_the_first_page_leads_to_every_guide_and_who_writes_no_programs_to_the_directory(client):
    main = client.get("/en/docs/").content.decode().partition('aria-labelledby="h-next"')[2]

    assert all(f'href="/en/docs/guides/{name}/"' in main for name in GUIDES if name != "start")
    assert b'go to the <a href="/en/organizations/">directory</a>' in client.get("/en/docs/").content


@pytest.mark.django_db
def test_what_is_typed_into_the_console_stands_in_the_request_and_does_no_harm(client):
    hostile = '"><script>alert(1)</script>'

    page = client.get("/en/docs/listOrganizations/try/", {"q": hostile, "area": "1, 2", "limit": ""})

    asked = page.context["request_"]
    assert parse_qsl(urlsplit(asked.address).query) == [("area", "1"), ("area", "2"), ("q", hostile)]
    assert b"<script>alert" not in page.content


@pytest.mark.django_db
def test_what_is_sent_in_a_header_stands_in_the_request_and_goes_out_with_it(client):
    page = client.get("/en/docs/sendProposal/try/", {"Idempotency-Key": 'mine"1'})

    assert page.context["request_"].headers == (("Idempotency-Key", 'mine"1'),)
    assert json.loads(page.context["sent"]) == {"Idempotency-Key": 'mine"1'}
    assert "Idempotency-Key" in client.get("/en/docs/sendProposal/").context["text"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("listAreas", set()),
        ("listOrganizations", {"cursor-mismatch"}),
        ("listProposals", {"cursor-mismatch", "key-needed"}),
        ("sendProposal", {"idempotency-key-missing", "idempotency-key-reused", "key-needed"}),
    ],
)
def test_a_page_tells_the_problems_that_its_readers_may_meet_and_the_way_to_a_key(client, name, told):
    special = {"cursor-mismatch", "idempotency-key-missing", "idempotency-key-reused", "key-needed"}

    page = client.get(f"/en/docs/{name}/")

    titles = {str(title) for _status, title, _advice in page.context["answers"]}
    assert {code for code in special if str(KINDS[code].title) in titles} == told
    assert (b'href="/en/my/clients/"' in page.content) == ("key-needed" in told)


@pytest.mark.django_db
def test_an_example_names_an_organization_that_is_there(client):
    reference = make.organization("Riverbend").reference

    page = client.get("/en/docs/getOrganization/try/")

    assert page.context["request_"].path == f"/api/v1/organizations/{reference}"


# --- What readers copy ------------------------------------------------------------------------------------------------


def test_every_file_of_examples_is_on_a_page():
    assert {file.name for file in FOLDER.iterdir()} == set(EXAMPLES)


def test_the_examples_run(served, tmp_path):
    make.export()
    webhook, _secret = make.webhook(make.client(scopes=("read", "webhooks", "propose")))
    lost = actions.ping_webhook(webhook, by=webhook.client.owner)
    webhook.deliveries.update(state="failed", ended_at=webhook.created_at)
    key = make.api_key(webhook.client)
    texts = {name: text_of(example, reference=served) for name, example in EXAMPLES.items() if name.endswith(RUN)}
    (tmp_path / "partners.csv").write_text(
        "name,country,note\nRiverbend,Kenya,x\nNobody at all,,\n", encoding="utf-8-sig"
    )

    told = {name: _run(text, name, tmp_path, REGISTRY_KEY=key) for name, text in texts.items()}
    of_two_keys = _run(
        texts["with_a_key.py"], "with_a_key.py", tmp_path, REGISTRY_KEY="revoked", REGISTRY_KEY_BEFORE=key
    )

    assert served in told["start.sh"]
    assert told["every_organization.py"] == "1 organizations\n"
    assert told["every_organization.pandas.py"].startswith("(1, ")
    assert told["only_what_changed.py"] == "the same as before\n"
    assert '"access_token"' in told["keys.sh"]
    assert told["with_a_key.py"] == "Riverbend \n"
    assert told["changes.sh"].count('"seq":1,') == 2
    assert told["keep_a_copy.py"] == "1 organizations\n"
    assert told["webhooks.sh"].count("whsec_") == 1
    assert (tmp_path / "kenya.csv").read_bytes() == (tmp_path / "organizations.csv").read_bytes() != b""
    assert "organizations.csv 1 rows\n" in told["last_night.py"]
    assert '"status":"none"' in told["match.sh"]
    assert '"state":"waiting"' in told["match.sh"]
    assert told["match_a_list.py"].startswith(f"line 2\n  matched\n  {served} Riverbend 100")
    assert told["match_a_list.py"].endswith("line 3\n  none\n")
    assert told["propose.sh"].count('"decision":"waiting"') == 2
    assert told["propose.py"] == "names waiting \n"
    assert told["replay_webhooks.py"] == f"{lost.message_id} is sent once more\n"
    assert (of_two_keys[:4], of_two_keys.splitlines()[-1]) == ("401 ", "Riverbend ")


def test_the_copy_of_the_example_begins_before_the_first_night(served, tmp_path):
    text = text_of(EXAMPLES["keep_a_copy.py"], reference=served)

    assert _run(text, "keep_a_copy.py", tmp_path) == "1 organizations\n"


def test_the_copy_of_the_example_is_kept_in_step(served, tmp_path, curator):
    make.export()
    gone = make.organization("Gone")
    # What the feed tells of beside organizations is none of these.
    make.observer(name="Harbour Light")
    text = text_of(EXAMPLES["keep_a_copy.py"], reference=served)
    first = _run(text, "keep_a_copy.py", tmp_path)
    actions.mark_at_risk(gone, reason="Threats.", by=curator)

    second = _run(text, "keep_a_copy.py", tmp_path)

    kept = json.loads((tmp_path / "registry-copy.json").read_text())
    assert (first, second) == ("2 organizations\n", "1 organizations\n")
    assert list(kept["organizations"]) == [served]
    assert kept["after"] == feed.last_seq()


# What comes, and whether an example takes it: (the key it is signed with, how old it is, what is changed on its way)
_MESSAGES = [
    ({}, True),
    ({"keys": ["other", "right"]}, True),
    ({"age": timedelta(minutes=6)}, False),
    ({"age": timedelta(minutes=-6)}, False),
    ({"keys": ["other"]}, False),
    ({"body": "{}"}, False),
    ({"lacks": "webhook-signature"}, False),
    ({"lacks": "webhook-timestamp"}, False),
]
_SECRETS = {"right": new_secret(), "other": new_secret()}


def _message(*, keys=("right",), age=timedelta(0), body=None, lacks=""):
    """(body, headers) as they come to a receiver."""
    at = timezone.now() - age
    said = body_of("organization.upsert", at, {"seq": 7, "id": "CSO-7K2M9XQ4"})
    headers = headers_of("msg_1", at, said, [_SECRETS[key] for key in keys])
    return body or said, {name: value for name, value in headers.items() if name != lacks}


@pytest.mark.parametrize(("facts", "is_ours"), _MESSAGES)
def test_the_example_in_python_takes_what_is_ours_and_nothing_else(facts, is_ours):
    body, headers = _message(**facts)
    names = {}

    exec(text_of(EXAMPLES["verify_webhook.py"], reference=""), names)  # noqa: S102

    assert names["is_from_the_registry"](body.encode(), headers, _SECRETS["right"]) is is_ours


def test_the_example_in_javascript_takes_what_is_ours_and_nothing_else(tmp_path):
    """All messages in one program, for speed."""
    (tmp_path / "verify.mjs").write_text(text_of(EXAMPLES["verify_webhook.mjs"], reference=""))
    asked = json.dumps([_message(**facts) for facts, _is_ours in _MESSAGES])
    (tmp_path / "ask.mjs").write_text(
        'import { isFromTheRegistry } from "./verify.mjs";\n'
        f"const asked = {asked}.map(([body, headers]) => isFromTheRegistry(body, headers, {_SECRETS['right']!r}));\n"
        "console.log(JSON.stringify(asked));\n"
    )

    done = subprocess.run([NODE, "ask.mjs"], capture_output=True, text=True, timeout=60, check=False, cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [is_ours for _facts, is_ours in _MESSAGES]


def _asked_in(text):
    """[(path, names of parameters)] of every request in an example."""
    for address in re.findall(rf"{ORIGIN}/api/v1([^\s\"]*)", text):
        path, _, query = address.partition("?")
        yield path, [name for name, _ in parse_qsl(query)]
    for path, query in re.findall(r'RelativePath = "api/v1([^"]*)",\s*Query = \[(.*?)\]\)?[\s,]*\n', text, re.DOTALL):
        yield path, re.findall(r"(\w+) = (?=\"|cursor)", query)


@pytest.mark.parametrize(
    "name", [name for name in EXAMPLES if not name.endswith(RUN) and ORIGIN in guides.written(name)]
)
def test_an_example_that_cannot_run_here_asks_for_what_is_there(settings, name):
    settings.SITE_ORIGIN = ORIGIN
    text = text_of(EXAMPLES[name], reference="{id}")
    known = {one.path: {asked.name for asked in one.parameters} for one in OPERATIONS.values()}

    asked = list(_asked_in(text))

    assert asked
    for path, names in asked:
        assert path in known
        assert set(names) <= known[path]


def _is_there(operation):
    is_list = "{" not in operation.path and any(field.way == "results" for field in operation.fields)
    return is_list or operation.path.startswith("/organizations/{id}")


def test_each_request_of_the_documentation_is_answered(served, tmp_path):
    """As Python and as curl: every list, and the parts of an organization; each form in one program, for speed."""
    values = {"id": served}
    readable = [one for one in OPERATIONS.values() if one.method == "GET" and one.is_open and _is_there(one)]
    asked = [requests.request_for(one, one.example_values() | values) for one in readable]

    for form, name in (("python", "all.py"), ("curl", "all.sh")):
        texts = [written(request, form).replace("curl ", "curl -sSf -o /dev/null ") for request in asked]
        _run("\n".join(texts), name, tmp_path)

    assert len(asked) > 10


@pytest.mark.django_db
def test_what_a_request_must_have_in_its_head_is_in_every_form(client):
    heads = {
        one.id: {asked.name for asked in one.parameters if asked.place == "header" and asked.is_required}
        for one in OPERATIONS.values()
    }

    for name in (name for name, head in heads.items() if head):
        for form in ("curl", "python", "r", "powerquery"):
            text = client.get(f"/en/docs/{name}/", {"in": form}).context["text"]
            assert all(header in text for header in heads[name]), (name, form)

    assert heads["sendProposal"] == {"Idempotency-Key"}


def test_the_example_of_a_proposal_is_taken_as_it_stands(served, client, tmp_path, monkeypatch):
    monkeypatch.setenv("REGISTRY_KEY", make.api_key(make.client(scopes=("read", "propose"))))

    python = _run(client.get("/en/docs/sendProposal/", {"in": "python"}).context["text"], "send.py", tmp_path)
    curl = _run(client.get("/en/docs/sendProposal/").context["text"], "send.sh", tmp_path)

    assert served in python
    assert json.loads(curl)["organization"] == served
    assert ChangeProposal.objects.count() == 1


@pytest.mark.django_db
def test_the_console_sends_what_stands_in_the_head(client):
    page = client.get("/en/docs/sendProposal/try/", {"Idempotency-Key": "mine-1"})

    assert page.context["sent"] == '{"Idempotency-Key": "mine-1"}'
    assert b'data-sent="{&quot;Idempotency-Key&quot;: &quot;mine-1&quot;}"' in page.content


READ = Request("GET", "/api/v1/things", (("q", "l'eau d'ici"), ("area", "1"), ("area", "2")), has_rows=True)
NAMED = (("Idempotency-Key", "3f2b9c"),)
OF_POWER_QUERY = (
    'Authorization = "Bearer " & REGISTRY_KEY, #"Idempotency-Key" = "3f2b9c", #"Content-Type" = "application/json"'
)
WRITE = Request("POST", "/api/v1/things", body={"name": 'Say "yes"'}, needs_key=True, headers=NAMED)


@pytest.mark.parametrize(
    ("request_", "form", "text"),
    [
        (
            READ,
            "curl",
            f"""curl -G {ADDRESS} \\
  --data-urlencode 'q=l'"'"'eau d'"'"'ici' \\
  -d area=1 \\
  -d area=2""",
        ),
        (
            READ,
            "powerquery",
            f"""let
    Told = Json.Document(Web.Contents("{ORIGIN}", [
        RelativePath = "api/v1/things",
        Query = [q = "l'eau d'ici", area = {{"1", "2"}}]
    ])),
    Rows = Table.FromRecords(Told[results], null, MissingField.UseNull)
in
    Rows""",
        ),
        (
            READ,
            "r",
            f'told <- jsonlite::fromJSON("{ADDRESS}?q=l%27eau+d%27ici&area=1&area=2")\ntold$results',
        ),
        (READ, "excel", f"{ADDRESS}?q=l%27eau+d%27ici&area=1&area=2"),
        (
            WRITE,
            "curl",
            f"""curl -X POST {ADDRESS} \\
  -H "Authorization: Bearer $REGISTRY_KEY" \\
  -H 'Idempotency-Key: 3f2b9c' \\
  -H 'Content-Type: application/json' \\
  -d '{{"name": "Say \\"yes\\""}}'""",
        ),
        (
            WRITE,
            "r",
            f"""told <- httr2::request("{ADDRESS}") |>
  httr2::req_method("POST") |>
  httr2::req_auth_bearer_token(Sys.getenv("REGISTRY_KEY")) |>
  httr2::req_headers("Idempotency-Key" = "3f2b9c") |>
  httr2::req_body_raw("{{\\"name\\": \\"Say \\\\\\"yes\\\\\\"\\"}}", "application/json") |>
  httr2::req_error(body = function(answer)
    tryCatch(httr2::resp_body_json(answer, check_type = FALSE)$detail, error = function(e) NULL)) |>
  httr2::req_perform() |>
  httr2::resp_body_json(simplifyVector = TRUE)
str(told)""",
        ),
        (
            WRITE,
            "powerquery",
            f'''let
    Told = Json.Document(Web.Contents("{ORIGIN}", [
        RelativePath = "api/v1/things",
        Content = Text.ToBinary("{{""name"": ""Say \\""yes\\""""}}"),
        Headers = [{OF_POWER_QUERY}]
    ]))
in
    Told''',
        ),
        (WRITE, "excel", ""),
        (replace(READ, has_csv=True), "excel", f"{ADDRESS}?q=l%27eau+d%27ici&area=1&area=2&format=csv"),
        (
            Request("POST", "/api/v1/jobs", form=(("file", True), ("country", False))),
            "curl",
            f"curl -X POST {ORIGIN}/api/v1/jobs \\\n  -F file=@organizations.csv \\\n  -F country=…",
        ),
        (Request("POST", "/api/v1/jobs", form=(("file", True),)), "python", ""),
        (Request("DELETE", "/api/v1/things/1"), "powerquery", ""),
    ],
)
def test_a_request_is_written_as_its_readers_write(settings, request_, form, text):
    settings.SITE_ORIGIN = ORIGIN

    assert written(request_, form) == text


def test_a_body_without_an_example_is_made_of_what_must_be_in_it():
    shape = {
        "type": "object",
        "properties": {
            "name": {"type": "string"},
            "kinds": {"type": "array", "items": {"type": "string", "enum": ["a", "b"]}},
            "size": {"type": "integer"},
            "note": {"type": "string"},
        },
        "required": ["name", "kinds", "size"],
    }

    assert reading._body({}, "application/json", {"schema": shape}) == {"name": "text", "kinds": ["a"], "size": 1}
    assert reading._body({}, "multipart/form-data", {"schema": shape}) is None


def test_python_sends_a_body_with_a_key(settings):
    settings.SITE_ORIGIN = ORIGIN
    text = written(WRITE, "python")

    compile(text, "example", "exec")
    assert 'body = json.loads("{\\"name\\": \\"Say \\\\\\"yes\\\\\\"\\"}")' in text
    assert '"Authorization": "Bearer " + os.environ["REGISTRY_KEY"], "Idempotency-Key": "3f2b9c"' in text


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ('"a": "b"', '<span class="k">&quot;a&quot;</span>: <span class="s">&quot;b&quot;</span>'),
        ("# <why>\ncurl x#y", '<span class="c"># &lt;why&gt;</span>\ncurl x#y'),
        ("-d area=1 \\\n  -d q=<b>", '-d area=<span class="s">1</span> \\\n  -d q=<span class="s">&lt;b&gt;</span>'),
        ('"<b>" & 1', '<span class="s">&quot;&lt;b&gt;&quot;</span> &amp; 1'),
    ],
)
def test_code_is_coloured_and_never_taken_for_html(text, html):
    assert coloured(text) == html


# --- What changed -----------------------------------------------------------------------------------------------------


def test_the_changes_are_told_the_newest_first_in_three_languages():
    days = [entry.on for entry in changelog.entries()]

    assert days == sorted(days, reverse=True)
    for entry in changelog.entries():
        assert entry.kind in changelog.KINDS
        assert all(entry.texts[language] for language in ("en", "fr", "es"))


def test_the_feed_tells_the_changes_in_the_readers_language(client):
    response = client.get("/fr/docs/changes.atom")
    with translation.override("fr"):
        newest = changelog.entries()[0].text

    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    text = response.content.decode()
    assert text.count("<entry>") == len(changelog.entries())
    assert newest in text
    assert "#change-1" in text
