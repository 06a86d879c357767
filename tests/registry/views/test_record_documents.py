"""The documents of a record: what comes in through the form, and how a file goes out."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from registry.models import Change, Document
from tests import make
from tests.registry.importers import documents as made

pytestmark = pytest.mark.django_db


def _address(name, organization, *row):
    return reverse(f"registry:{name}", args=[organization.reference, *(one.reference for one in row)])


def _typed(name="certificate.pdf", data=None, content_type="application/pdf", **changes):
    file = SimpleUploadedFile(name, made.pdf() if data is None else data, content_type=content_type)
    return {"file": file, "kind": "registration", "title": "Registration", "visibility": "members"} | changes


def _kept():
    storage = Document.file.field.storage
    return set(storage.listdir("documents")[1]) if storage.exists("documents") else set()


@pytest.fixture
def signed_in(client, curator):
    client.force_login(curator)
    return client


def test_a_pdf_is_filed_and_comes_back_as_a_file_to_keep(signed_in, curator):
    """Slow: a process looks into the file."""
    organization = make.organization()

    answer = signed_in.post(_address("document-new", organization), _typed(expires_on="2030-01-01"))

    document = Document.objects.get()
    assert answer.status_code == 302
    assert (document.title, document.filed_by, document.media_type) == ("Registration", curator, "application/pdf")
    assert "certificate" not in document.file.name
    file = signed_in.get(_address("document-file", organization, document))
    assert b"".join(file).startswith(b"%PDF-")
    assert file["Content-Disposition"] == f'attachment; filename="Registration-{document.reference}.pdf"'
    assert file["Content-Type"] == "application/pdf"
    assert file["X-Content-Type-Options"] == "nosniff"
    assert file["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert file["Cache-Control"] == "private, no-store"
    read = Change.objects.about(organization.reference).first()
    assert (read.verb, read.by_id) == ("document.read", curator.pk)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.pdf", b"", "The file is empty."),
        ("a.pdf", b"<html><script>alert(1)</script>", "The file is not what its name says."),
        ("a.pdf.exe", made.pdf(), "Only PDF, JPEG and PNG files are taken."),
        ("a\u202efdp.exe", made.pdf(), "Only PDF, JPEG and PNG files are taken."),
        ("a.svg", b"<svg onload='alert(1)'/>", "Only PDF, JPEG and PNG files are taken."),
        ("a.pdf", made.packed_pdf(made.action("Launch", F="calc.exe")), "The PDF starts a program"),
        ("a.pdf", made.packed_pdf(made.attachment), "The PDF carries other files inside."),
        ("a.pdf", made.pdf() + made.archive(), "The file is two files at once"),
        ("a.pdf", made.encrypted_pdf(), "The PDF is protected by a password or encrypted."),
        ("a.pdf", b"%PDF-" + b"\0" * (10 * 1024 * 1024), "The file has more than 10 MB."),
    ],
)
def test_a_hostile_file_gets_its_sentence_and_leaves_nothing_behind(name, data, words, signed_in):
    """Slow: a process looks into each file."""
    before = _kept()

    answer = signed_in.post(_address("document-new", make.organization()), _typed(name, data))

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Document.objects.exists()
    assert _kept() == before


@pytest.mark.parametrize(
    ("title", "sent_as"),
    [
        ('Letter"; filename="evil.exe', "Letter-filename-evil-exe"),
        ("../../etc/passwd", "etc-passwd"),
        ("Letter\r\nSet-Cookie: a=b", "Letter-Set-Cookie-a-b"),
        ("invoice\u202efdp.exe", "invoice-fdp-exe"),
        ("...", ""),
    ],
)
def test_no_title_makes_a_file_name_that_does_harm(title, sent_as, signed_in):
    document = make.document(title=title)

    answer = signed_in.get(_address("document-file", document.organization, document))
    b"".join(answer)

    name = f"{sent_as}-{document.reference}.pdf".lstrip("-")
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'


def test_a_title_in_another_script_keeps_its_letters(signed_in):
    document = make.document(title="شهادة التسجيل")

    answer = signed_in.get(_address("document-file", document.organization, document))
    b"".join(answer)

    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%D8%B4%D9%87")


def test_the_list_says_what_has_expired_and_what_will_soon(signed_in):
    organization, today = make.organization(), timezone.localdate()
    for title, days in (("Old", -1), ("Today", 0), ("Soon", 60), ("Later", 61)):
        make.document(organization, title=title, expires_on=today + timedelta(days=days))

    rows = signed_in.get(_address("organization-documents", organization)).context["current_rows"]

    said = {row["document"].title: (row["is_expired"], row["is_expiring"]) for row in rows}
    assert said == {"Old": (True, False), "Today": (False, True), "Soon": (False, True), "Later": (False, False)}


def test_a_newer_document_pushes_the_older_one_behind(signed_in):
    """Slow: a process looks into the file."""
    older = make.document(title="Statutes 2020", visibility="members")
    organization = older.organization

    answer = signed_in.post(_address("document-replace", organization, older), _typed(title="Statutes 2026"))

    assert answer.status_code == 302
    shown = signed_in.get(answer.url).context
    assert [row["document"].title for row in shown["current_rows"]] == ["Statutes 2026"]
    assert [row["document"].title for row in shown["older_rows"]] == ["Statutes 2020"]
    assert signed_in.post(_address("document-replace", organization, older), _typed()).status_code == 409


def test_the_same_file_again_is_told_over_the_form(signed_in):
    """Slow: a process looks into the file, twice."""
    organization, data = make.organization(), made.pdf()
    signed_in.post(_address("document-new", organization), _typed(data=data))

    answer = signed_in.post(_address("document-new", organization), _typed(data=data, title="Again"))

    assert answer.status_code == 422
    assert "there already as “Registration”" in answer.content.decode()


def test_narrowing_is_one_click_and_only_once(signed_in):
    document = make.document(visibility="members")
    address = _address("document-narrow", document.organization, document)

    assert signed_in.get(address).status_code == 405
    assert signed_in.post(address).status_code == 302
    assert signed_in.post(address).status_code == 409
    document.refresh_from_db()
    assert document.visibility == "staff"


def test_a_file_that_is_gone_is_not_found_and_not_noted_as_read(signed_in):
    document = make.document()
    document.file.storage.delete(document.file.name)

    answer = signed_in.get(_address("document-file", document.organization, document))

    assert answer.status_code == 404
    assert not Change.objects.filter(verb="document.read").exists()
