"""A file in parts: begun, cut off, gone on with, looked into, given back."""

import pytest

from observers.actions.uploads import place_of
from observers.models import Upload
from registry.models import Change
from registry.roles import MemberRole
from tests import make
from tests.house.access_world import PNG
from tests.observers.views.pages import url

pytestmark = pytest.mark.django_db


@pytest.fixture
def upload(visitor, application):
    response = start(visitor, application)
    assert response.status_code == 201
    return Upload.objects.get(reference=response.json()["upload"])


def start(client, application, **told):
    return client.post(url("upload-start", application, "C-TWO"), {"name": "photo.png", "size": len(PNG)} | told)


def part(client, upload, offset, data):
    address = f"{url('upload-part', upload.application, upload.reference)}?offset={offset}"
    return client.post(address, data, content_type="application/octet-stream")


def finish(client, upload, **told):
    return client.post(url("upload-finish", upload.application, upload.reference), told)


def test_a_file_arrives_in_parts_and_is_shown(visitor, upload):
    assert part(visitor, upload, 0, PNG[:40]).json()["received"] == 40
    assert part(visitor, upload, 40, PNG[40:]).json()["received"] == len(PNG)

    response = finish(visitor, upload, title="Statutes", expires_on="2099-01-01")

    document = upload.application.organization.documents.get()
    assert (document.title, document.kind, str(document.expires_on)) == ("Statutes", "statutes", "2099-01-01")
    assert f'value="{document.reference}"' in response.content.decode()
    assert list(upload.application.answers.get(criterion__code="C-TWO").documents.all()) == [document]
    assert not place_of(upload).exists()


def test_after_a_cut_it_goes_on_from_where_it_stopped(visitor, upload):
    part(visitor, upload, 0, PNG[:40])

    again = start(visitor, upload.application).json()
    state = visitor.get(url("upload-state", upload.application, upload.reference)).json()

    assert (again["upload"], again["received"]) == (upload.reference, 40)
    assert state == {"upload": upload.reference, "received": 40, "size": len(PNG)}


def test_a_part_that_came_twice_counts_once_and_a_gap_is_not_taken(visitor, upload):
    part(visitor, upload, 0, PNG[:40])

    assert part(visitor, upload, 0, PNG[:40]).json()["received"] == 40
    assert part(visitor, upload, 60, PNG[60:]).json()["received"] == 40


@pytest.mark.parametrize("offset", ["", "-1", "x", "٣", "9" * 12])
def test_an_offset_that_makes_no_sense_is_refused(visitor, upload, offset):
    assert part(visitor, upload, offset, b"x").status_code == 400


def test_more_than_was_announced_is_refused(visitor, upload):
    assert part(visitor, upload, 0, PNG + b"x").status_code == 409


def test_a_file_that_is_not_taken_says_why_and_leaves_nothing(visitor, application):
    upload = Upload.objects.get(reference=start(visitor, application, name="a.pdf", size=5).json()["upload"])
    part(visitor, upload, 0, b"words")

    response = finish(visitor, upload)

    assert response.status_code == 422
    assert "The file is not what its name says." in response.json()["problem"]
    assert not Upload.objects.exists()
    assert not application.organization.documents.exists()


def test_before_all_of_it_is_there_it_cannot_be_finished(visitor, upload):
    assert finish(visitor, upload).status_code == 409


@pytest.mark.parametrize(("size", "words"), [(0, "The file is empty."), (11 * 1024 * 1024, "more than 10 MB")])
def test_size_is_told_before_the_first_part(visitor, application, size, words):
    response = start(visitor, application, size=size)

    assert response.status_code == 422
    assert words in response.json()["problem"]


def test_a_colleague_has_no_part_in_it(client, upload):
    client.force_login(make.member(upload.application.organization, role=MemberRole.EDITOR))

    assert part(client, upload, 0, b"x").status_code == 404


def test_forgotten_when_she_says_so(visitor, upload):
    part(visitor, upload, 0, PNG[:40])

    response = visitor.post(url("upload-drop", upload.application, upload.reference))

    assert response.status_code == 302
    assert not Upload.objects.exists()
    assert not place_of(upload).exists()


def test_a_document_is_only_given_to_keep_and_its_reading_is_noted(visitor, application):
    document = make.document(application.organization, title="Statutes", visibility="members")

    response = visitor.get(url("document", application, document.reference))

    assert response["Content-Disposition"] == f'attachment; filename="Statutes-{document.reference}.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert b"".join(response).startswith(b"%PDF")
    assert Change.objects.latest("pk").verb == "document.read"


def test_a_document_for_the_staff_is_not_there(visitor, application):
    document = make.document(application.organization, visibility="staff")

    assert visitor.get(url("document", application, document.reference)).status_code == 404
