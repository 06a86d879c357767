"""The API does what its document says, asked by a program of others: Schemathesis."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.cache import cache

from registry import actions
from registry.api import schema
from registry.api.codelists import CODE_LISTS
from registry.api.docs.guides import REFERENCE
from registry.models import Mode, Scope, Vocabulary
from registry.queries.feed import last_seq
from tests import make

PROGRAMS = Path(sys.executable).parent
WEBHOOK = "WHK-7K2M9XQ4"
EVERY_PHASE = "examples,coverage,fuzzing,stateful"
# Every check of Schemathesis is on, as it comes. A line of /match that is not understood is answered in its place and
# spoils no other, and reconciliation is somebody else's protocol: both pass over what the document does not know.
SETTINGS = """
[[operations]]
include-path-regex = "^/(match$|reconcile)"
checks.negative_data_rejection.enabled = false
"""


@pytest.fixture
def served(live_server, settings):
    """The address of a live registry that answers as often as it is asked."""
    settings.SITE_ORIGIN = live_server.url
    settings.API_LIMITS = {name: (1_000_000, window) for name, (_, window) in settings.API_LIMITS.items()}
    cache.clear()
    return f"{live_server.url}/api/v1"


def _run(*command, **more):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, **more)


def _schemathesis(served, folder, *more, who="nobody"):
    """A run over the document, as nobody, with a key for everything, or with one that was revoked. What it asks for is
    there: by the examples of the document, and by what only the data know (see schemathesis_checks)."""
    programme = make.programme("compass", countries=["KEN"])
    reference = make.partnership(make.organization("Riverbend"), programme=programme).organization.reference
    partner = make.client(scopes=[scope.value for scope in Scope])
    webhook, _secret = make.webhook(partner)
    key, text = actions.make_key(partner, by=partner.owner)
    if who == "revoked":
        actions.revoke_key(key, by=partner.owner)
    if who != "nobody":
        more += ("--header", f"Authorization: Bearer {text}")
    real = {
        "programme": "compass", "phase": 1, "office": make.unit().code, "mode": Mode.objects.first().code,
        "organization": reference, "hq_country": "KEN", "types": "ngo", "scheme": "GB-CHC",
        "version": {
            f"/{known.name}": Vocabulary.objects.get(pk=known.vocabulary).version
            for known in CODE_LISTS.values()
            if known.vocabulary
        },
        # No number that the feed has not given out, and no waiting for the next one.
        "after": last_seq(), "wait": 0,
        "queries": '{"q0": {"query": "RMAN"}}', "extend": '{"ids": [], "properties": [{"id": "city"}]}',
    }  # fmt: skip
    document = folder / "openapi.json"
    told = schema.text("json").replace(REFERENCE, reference).replace(WEBHOOK, webhook.reference)
    document.write_text(told, encoding="utf-8")
    (folder / "schemathesis.toml").write_text(SETTINGS, encoding="utf-8")
    return _run(
        PROGRAMS / "schemathesis", "run", document, "--url", served,
        "--workers", "1", "--continue-on-failure", "--no-color", *more, cwd=folder,
        env=os.environ
        | {
            "PYTHONPATH": str(Path(__file__).parent),
            "SCHEMATHESIS_HOOKS": "schemathesis_checks",
            "REAL_VALUES": json.dumps(real),
        },
    )  # fmt: skip


# Each request is one of some hundred, over a real connection.
@pytest.mark.slow
@pytest.mark.parametrize(
    ("who", "paths", "examples"),
    [("nobody", "^/", "2"), ("partner", "^/(proposals|webhooks)", "6"), ("revoked", "^/(organizations|webhooks)", "1")],
)
def test_it_keeps_its_word(served, tmp_path, who, paths, examples):
    few = ("--phases", "examples,fuzzing", "--seed", "1", "--max-examples", examples, "--include-path-regex", paths)

    done = _schemathesis(served, tmp_path, *few, who=who)

    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


@pytest.mark.proof  # minutes each: some ten thousand requests, over a real connection
@pytest.mark.parametrize("who", ["nobody", "partner", "revoked"])
def test_it_keeps_its_word_whatever_is_asked(served, tmp_path, who):
    many = ("--phases", EVERY_PHASE, "--seed", "1", "--max-examples", "100")

    done = _schemathesis(served, tmp_path, *many, who=who)

    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


def test_an_answer_that_breaks_the_document_is_found(served, tmp_path):
    # The control: a field of the wrong type in the document must be noticed, or the runs above say nothing.
    told = schema.text("json").replace('"code"', '"kode"')
    document = tmp_path / "openapi.json"
    document.write_text(told, encoding="utf-8")

    done = _run(
        PROGRAMS / "schemathesis", "run", document, "--url", served, "--phases", "fuzzing", "--max-examples", "1",
        "--include-path", "/levels", "--no-color", cwd=tmp_path,
    )  # fmt: skip

    assert done.returncode == 1
    assert "Response violates schema" in done.stdout
