"""P1, first load and sync: the copy of the night, then the feed for a day, which together are the next night's copy."""

import gzip
import hashlib
import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from registry import actions, tasks
from registry.api import schema
from tests import make
from tests.registry.actions.merging import merged
from tests.registry.api.conftest import forget_counters
from tests.registry.following import Follower

# A live server and its commits; generating a client writes a hundred files.
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PROGRAMS = Path(sys.executable).parent
WALK = """
import sys
from registry_client import Client
from registry_client.api.organizations import list_organizations

client, cursor, found = Client(base_url=sys.argv[1]), None, []
while True:
    more = {"cursor": cursor} if cursor else {}
    page = list_organizations.sync(client=client, limit=2, **more)
    found += [organization.id for organization in page.results]
    cursor = page.next_cursor
    if cursor is None:
        break
print(*found)
"""


def token_of(portal, client):
    """A key, changed for a token of an hour."""
    key, secret = actions.make_key(client, by=client.owner)
    said = {"grant_type": "client_credentials", "client_id": key.prefix, "client_secret": secret}
    return portal.post("/identity/o/api/token", data=said).json()["access_token"]


def snapshot(portal):
    """(seq, lines) of the last night's copy, held against the manifest."""
    manifest = portal.get("/api/v1/exports").json()
    (told,) = [file for file in manifest["files"] if file["url"].endswith("/organizations.jsonl.gz")]
    content = portal.get(told["url"]).content
    assert (len(content), hashlib.sha256(content).hexdigest()) == (told["bytes"], told["sha256"])
    return manifest["seq"], gzip.decompress(content).decode().splitlines()


class Copy(Follower):
    """What the portal keeps: begun with the copy of a night, then moved on whenever a webhook knocks."""

    def __init__(self, portal):
        super().__init__(portal, limit=2)
        self.after, lines = snapshot(portal)
        self.copy = {json.loads(line)["id"]: line for line in lines}

    def move_on(self, receiver):
        """The clock sends what is due; only when something genuine came is the feed read."""
        known = len(receiver.got)
        tasks.tell_webhooks()
        assert len(receiver.got) > known
        self.read()


def test_a_copy_that_follows_for_a_day_is_the_next_nights_copy_byte_for_byte(system, receiver, curator, steward):
    winner, loser, closed, hidden = (make.organization(name) for name in ("Ärzte", "Aertze", "Fermée", "مخفية"))
    make.export(on=timezone.localdate() - timedelta(days=1))
    owner = make.client(scopes=("read", "changes", "export", "webhooks"))
    portal = system(token_of(system(), owner))

    # The first load, and a webhook that tells when to look again.
    copy = Copy(portal)
    assert len(copy.lines) == 4
    said = {"address": receiver.address, "events": ["organization.*"]}
    receiver.secret = portal.post("/api/v1/webhooks", json=said).json()["secret"]

    # While nothing happens it asks for nothing but a yes or no.
    quiet = portal.get("/api/v1/changes", {"after": copy.after})
    again = portal.get("/api/v1/changes", {"after": copy.after}, If_None_Match=quiet.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")

    # The day: created, changed, merged, parted again, closed, and one that must not be found any more.
    young = make.organization("Запоздалая « née hier »")
    copy.move_on(receiver)
    actions.edit_organization(young, changes={"description_fr": "Créée\nen 移民 2026"}, by=curator)
    copy.move_on(receiver)
    merge = merged(winner, loser, first=curator, second=steward)
    copy.move_on(receiver)
    assert loser.reference not in copy.copy
    actions.undo_merge(merge, reason="Two organizations.", by=steward)
    copy.move_on(receiver)
    actions.archive_organization(closed, by=curator, reason="closed")
    actions.mark_at_risk(hidden, reason="Threats.", by=curator)
    copy.move_on(receiver)
    woken = portal.get("/api/v1/changes", {"after": quiet.json()["next_after"]}, If_None_Match=quiet.headers["ETag"])
    assert woken.status_code == 200

    # The next night.
    make.export()
    seq, lines = snapshot(portal)
    assert copy.lines == lines
    assert copy.after == seq
    assert set(copy.copy) == {one.reference for one in (winner, loser, young)}
    assert {op for op, _reference in copy.seen} == {"upsert", "merge", "unmerge", "delete"}
    assert receiver.refused == 0


def test_whoever_asks_too_often_is_told_when_to_come_back(system, settings):
    settings.API_LIMITS = settings.API_LIMITS | {"lists": (2, 600)}
    forget_counters()
    hasty = system()

    statuses = [hasty.get("/api/v1/organizations").status_code for _ in range(3)]
    refused = hasty.get("/api/v1/organizations")

    assert statuses == [200, 200, 429]
    assert 0 < int(refused.headers["Retry-After"]) <= 600


def _run(*command, **more):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, **more)


def test_a_generated_client_walks_through_every_page(served, tmp_path):
    made = {make.organization(f"Riverbend {number}").reference for number in range(5)}
    document, settings = tmp_path / "openapi.yaml", tmp_path / "settings.yaml"
    document.write_text(schema.text("yaml"), encoding="utf-8")
    settings.write_text("post_hooks: []\npackage_name_override: registry_client\n", encoding="utf-8")

    generated = _run(
        PROGRAMS / "openapi-python-client", "generate", "--path", document, "--config", settings, "--meta", "none",
        "--output-path", tmp_path / "registry_client", "--fail-on-warning",
    )  # fmt: skip
    walked = _run(sys.executable, "-c", WALK, f"{served}/api/v1", cwd=tmp_path)

    assert (generated.returncode, "arning" in generated.stdout) == (0, False), generated.stdout[-3000:]
    assert walked.returncode == 0, walked.stderr[-3000:]
    assert (len(walked.stdout.split()), set(walked.stdout.split())) == (5, made)
