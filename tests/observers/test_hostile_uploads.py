"""Hostile files at both doors of an application: a plain reason, nothing kept, and what was typed beside them stays."""

import io
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from observers.models import Upload
from registry.importers.documents import LIMIT_BYTES, SENTENCES
from registry.models import Document
from tests.observers import steps
from tests.registry.importers import documents as made
from tests.registry.importers.test_documents import HOSTILE, PLAIN

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # each file is looked into by a process of its own
CHOSEN = [row for row in HOSTILE if row[3] not in ("empty", "too_big")][::3]
# A browser does not send a line break in a name.
IN_FORM = [row for row in CHOSEN if "\r" not in row[1]][:4]


@pytest.fixture
def application(client):
    application = steps.draft()
    client.force_login(application.correspondent)
    return application


def url(name, application, *args):
    return reverse(f"observers:application-{name}", args=[application.reference, *args])


def left_behind():
    """Files on disk that belong to a document or are on their way."""
    folder = Path(settings.MEDIA_ROOT)
    return {path for name in ("documents", "originals", "uploads") for path in folder.glob(f"{name}/*")}


def in_parts(client, application, name, data):
    """Send a file as the page's script does; returns the last answer."""
    started = client.post(url("upload-start", application, "C-TWO"), {"name": name, "size": len(data)})
    if started.status_code != 201:
        return started
    upload = started.json()["upload"]
    for offset in range(0, len(data), 256 * 1024):
        client.post(
            url("upload-part", application, upload) + f"?offset={offset}",
            data[offset : offset + 256 * 1024],
            content_type="application/octet-stream",
        )
    return client.post(url("upload-finish", application, upload), {"kind": "statutes", "title": "Statutes"})


@pytest.mark.parametrize(("name", "data", "code"), [row[1:] for row in CHOSEN], ids=[row[0] for row in CHOSEN])
def test_a_hostile_file_in_parts_is_refused_with_a_reason_and_leaves_nothing(client, application, name, data, code):
    before = left_behind()

    answer = in_parts(client, application, name, data)

    sentence = str(SENTENCES[code]).split("%")[0]
    assert answer.status_code == 422
    assert sentence in answer.json()["problem"]
    assert (Document.objects.count(), Upload.objects.count(), left_behind()) == (0, 0, before)


@pytest.mark.parametrize(("name", "data", "code"), [row[1:] for row in IN_FORM], ids=[row[0] for row in IN_FORM])
def test_a_hostile_file_in_the_form_costs_nothing_of_what_was_typed(client, application, name, data, code):
    before = left_behind()

    answer = client.post(
        url("evidence", application, "C-TWO"),
        {"file": SimpleUploadedFile(name, data), "kind": "statutes", "title": "Our own statutes"},
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert str(SENTENCES[code]).split("%")[0].replace("'", "&#x27;") in page
    assert "Our own statutes" in page
    assert (Document.objects.count(), left_behind()) == (0, before)


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(client, application):
    answer = client.post(url("upload-start", application, "C-TWO"), {"name": "a.pdf", "size": LIMIT_BYTES + 1})

    assert answer.status_code in (409, 422)
    assert not Upload.objects.exists()


def test_what_others_see_says_nothing_of_who_made_it_and_the_original_is_kept_apart(client, application):
    data = made.pdf(made.author)
    answer = in_parts(client, application, "a.pdf", data)

    document = Document.objects.get()
    seen = b"".join(client.get(url("document", application, document.reference)).streaming_content)
    assert answer.status_code == 200
    assert b"Zainab" not in seen
    assert "/Info" not in pikepdf.open(io.BytesIO(seen)).trailer
    with document.original.open("rb") as kept:
        assert kept.read() == data


def test_a_part_that_comes_twice_or_too_early_spoils_nothing(client, application):
    data = PLAIN + b"\n" * (300 * 1024)
    started = client.post(url("upload-start", application, "C-TWO"), {"name": "a.pdf", "size": len(data)}).json()
    address = url("upload-part", application, started["upload"])

    def send(offset, end):
        return client.post(
            f"{address}?offset={offset}", data[offset:end], content_type="application/octet-stream"
        ).json()["received"]

    assert send(200_000, 300_000) == 0
    assert (send(0, 150_000), send(0, 150_000), send(100_000, 200_000)) == (150_000, 150_000, 200_000)
    # The page is opened again: it asks how far it came, and goes on from there.
    again = client.post(url("upload-start", application, "C-TWO"), {"name": "a.pdf", "size": len(data)}).json()
    assert (again["upload"], again["received"]) == (started["upload"], 200_000)
    assert send(200_000, len(data)) == len(data)
    client.post(url("upload-finish", application, started["upload"]), {"kind": "statutes", "title": "Statutes"})
    assert Document.objects.get().original.size == len(data)
