"""The API does what its document says, asked by a program of others: Schemathesis."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.cache import cache

from registry import actions
from registry.api import schema
from registry.api.docs.guides import REFERENCE
from registry.models import Scope
from tests import make

PROGRAMS = Path(sys.executable).parent
WEBHOOK = "WHK-7K2M9XQ4"
EVERY_PHASE = "examples,coverage,fuzzing,stateful"
# A line of /match that is not understood is answered in its place and spoils no other, and reconciliation is somebody
# else's protocol: both pass over what the document does not know.
SETTINGS = """
[checks]
# In its place stands a stricter look at why: see schemathesis_checks.
positive_data_acceptance.enabled = false

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
    """A run over the document, as nobody, with a key for everything, or with one that was revoked; a programme, an
    organization and a webhook that are there are its examples."""
    programme = make.programme("compass", countries=["KEN"])
    reference = make.partnership(make.organization("Riverbend"), programme=programme).organization.reference
    partner = make.client(scopes=[scope.value for scope in Scope])
    webhook, _secret = make.webhook(partner)
    key, text = actions.make_key(partner, by=partner.owner)
    if who == "revoked":
        actions.revoke_key(key, by=partner.owner)
    if who != "nobody":
        more += ("--header", f"Authorization: Bearer {text}")
    document = folder / "openapi.json"
    told = schema.text("json").replace(REFERENCE, reference).replace(WEBHOOK, webhook.reference)
    document.write_text(told, encoding="utf-8")
    (folder / "schemathesis.toml").write_text(SETTINGS, encoding="utf-8")
    return _run(
        PROGRAMS / "schemathesis", "run", document, "--url", served,
        "--workers", "1", "--continue-on-failure", "--no-color", *more, cwd=folder,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parent), "SCHEMATHESIS_HOOKS": "schemathesis_checks"},
    )  # fmt: skip


# Each request is one of some hundred, over a real connection.
@pytest.mark.slow
@pytest.mark.parametrize(
    ("who", "paths", "examples"),
    [("nobody", "^/", "3"), ("partner", "^/(proposals|webhooks)", "6"), ("revoked", "^/", "1")],
)
def test_it_keeps_its_word(served, tmp_path, who, paths, examples):
    few = ("--phases", "examples,fuzzing", "--seed", "1", "--max-examples", examples, "--include-path-regex", paths)

    done = _schemathesis(served, tmp_path, *few, who=who)

    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


@pytest.mark.proof
@pytest.mark.parametrize("who", ["nobody", "partner", "revoked"])
@pytest.mark.parametrize("seed", ["1", "2", "3"])
def test_it_keeps_its_word_whatever_is_asked(served, tmp_path, seed, who):
    done = _schemathesis(served, tmp_path, "--phases", EVERY_PHASE, "--seed", seed, who=who)

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
