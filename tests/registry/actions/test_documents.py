"""What is done to a document: it never changes, and its readers can only become fewer."""

import hashlib

import pytest
from django.db import IntegrityError, transaction

from registry import actions
from registry.errors import Contradiction, Refused
from registry.importers.documents import CleanFile
from registry.models import Change, Document, Listing
from tests import make

pytestmark = pytest.mark.django_db


def test_a_document_is_kept_under_a_random_name_with_its_fingerprint(curator):
    organization = make.organization()
    data = b"%PDF-1.7 something"

    document = actions.file_document(
        organization, file=CleanFile("application/pdf", data), by=curator, kind="statutes", title="Our statutes"
    )

    assert document.sha256 == hashlib.sha256(data).hexdigest()
    assert document.size == len(data)
    assert "statutes" not in document.file.name
    with document.file.open("rb") as kept:
        assert kept.read() == data
    assert "statutes" not in Listing.objects.get().partner
    assert "Our statutes" not in str([change.diff for change in Change.objects.all()])


def test_a_newer_document_takes_the_place_of_the_older_which_stays(curator):
    older = make.document()

    newer = make.document(older.organization, replaces=older)

    assert list(older.organization.documents.current()) == [newer]
    assert newer.supersedes == older
    with pytest.raises(Refused, match="replaced already"):
        make.document(older.organization, replaces=older)


def test_the_very_same_file_is_not_filed_twice_and_leaves_nothing_behind(curator):
    organization = make.organization()
    file = CleanFile("application/pdf", b"%PDF-1.7 once")
    actions.file_document(organization, file=file, by=curator, kind="letter", title="First")
    folder = Document.file.field.storage
    before = folder.listdir("documents")[1]

    with pytest.raises(Contradiction, match="there already as “First”"):
        actions.file_document(organization, file=file, by=curator, kind="letter", title="Second")

    assert sorted(folder.listdir("documents")[1]) == sorted(before)


def test_who_may_read_a_document_can_only_become_fewer(curator):
    document = make.document(visibility="members")

    document = actions.narrow_document(document, by=curator)

    assert document.visibility == "staff"
    with pytest.raises(Refused, match="already"):
        actions.narrow_document(document, by=curator)
    with pytest.raises(Contradiction, match="Only IOM staff"):
        make.document(document.organization, replaces=document, visibility="members")


@pytest.mark.parametrize("change", [{"visibility": "members"}, {"sha256": "0" * 64}, {"file": "documents/other.pdf"}])
def test_the_database_itself_refuses_to_widen_or_to_change_a_document(change):
    document = make.document()

    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(**change)


def test_reading_a_document_is_noted(curator):
    document = make.document()

    actions.record_reading(document, by=curator)

    change = Change.objects.about(document.organization.reference).first()
    assert (change.verb, change.by_id, change.op) == ("document.read", curator.pk, "")


def test_what_was_sent_is_kept_apart_as_it_was(curator):
    document = make.document(by=curator)

    with document.original.open("rb") as kept:
        assert hashlib.sha256(kept.read()).hexdigest() == document.original_sha256
    assert document.original.name.startswith("originals/")
    assert document.original_sha256 != document.sha256


def test_of_an_organization_at_risk_no_original_is_kept(curator, django_capture_on_commit_callbacks):
    document = make.document(by=curator)
    storage, path = document.original.storage, document.original.name

    with django_capture_on_commit_callbacks(execute=True):
        actions.mark_at_risk(document.organization, reason="Threats.", by=curator)

    document.refresh_from_db()
    assert (bool(document.original), document.original_sha256, storage.exists(path)) == (False, "", False)
    assert not make.document(document.organization, by=curator).original


def test_a_member_is_not_told_of_a_file_that_staff_keep_to_themselves(curator):
    organization, file = make.organization(), CleanFile("application/pdf", b"%PDF-1.7 both")
    actions.file_document(organization, file=file, by=curator, kind="letter", title="Among staff", visibility="staff")

    hers = actions.file_document(organization, file=file, by=curator, kind="letter", title="Ours", visibility="members")

    assert hers.title == "Ours"
