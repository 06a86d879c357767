"""Members keep the documents of their own organization."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation

from observers.models import Answer
from registry.models import Change
from registry.roles import MemberRole
from tests import make
from tests.house.access_world import PNG
from tests.observers import steps

pytestmark = pytest.mark.django_db


def url(name, organization, *more):
    with translation.override("en"):
        return reverse(f"registry:{name}", args=[organization.reference, *more])


def typed(**changes):
    return {"kind": "registration", "title": "Certificate", "file": SimpleUploadedFile("c.png", PNG)} | changes


@pytest.fixture
def organization():
    return make.organization("Harbour Light")


@pytest.fixture
def editor(client, organization):
    person = make.member(organization, role=MemberRole.EDITOR)
    client.force_login(person)
    return person


def test_a_document_is_added_for_the_organization_and_iom(client, organization, editor):
    answer = client.post(url("own-document-new", organization), typed())

    assert answer.url == url("own-documents", organization)
    document = organization.documents.get()
    assert (document.visibility, document.filed_by) == ("members", editor)
    assert "Certificate" in client.get(answer.url).content.decode()


def test_nobody_can_say_that_staff_alone_may_read_it(client, organization, editor):
    client.post(url("own-document-new", organization), typed(visibility="staff"))

    assert organization.documents.get().visibility == "members"


def test_a_newer_one_takes_its_place(client, organization, editor):
    old = make.document(organization, visibility="members", title="Old one")

    client.post(url("own-document-replace", organization, old.reference), typed(title="New one"))

    page = client.get(url("own-documents", organization)).content.decode()
    assert "New one" in page
    assert "Old one" not in page
    assert organization.documents.get(title="New one").supersedes == old


@pytest.mark.parametrize(
    ("days", "words"), [(-1, "Expired"), (0, "Expires soon"), (60, "Expires soon"), (61, ""), (None, "")]
)
def test_a_document_that_expires_within_sixty_days_is_marked(days, words, client, organization, editor):
    on = timezone.localdate() + timedelta(days=days) if days is not None else None
    make.document(organization, visibility="members", expires_on=on)

    page = client.get(url("own-documents", organization)).content.decode()

    assert ("Expired" in page, "Expires soon" in page) == (words == "Expired", words == "Expires soon")


def test_a_document_says_which_applications_show_it(client, organization, editor):
    application = steps.draft(organization, by=editor)
    shown, other = (make.document(organization, visibility="members") for _ in range(2))
    answer, _is_new = Answer.objects.get_or_create(
        application=application, criterion=application.criteria_set.criteria.first()
    )
    answer.documents.add(shown)

    page = client.get(url("own-documents", organization))

    uses = {row["document"]: [use["label"] for use in row["uses"]] for row in page.context["rows"]}
    assert uses == {shown: [application.reference], other: []}
    assert application.get_absolute_url() in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(count, client, organization, editor, django_assert_num_queries):
    for _ in range(count):
        make.document(organization, visibility="members")

    with django_assert_num_queries(16):
        client.get(url("own-documents", organization))


def test_what_iom_keeps_to_itself_is_not_there(client, organization, editor):
    secret = make.document(organization, title="For staff", visibility="staff")

    assert "For staff" not in client.get(url("own-documents", organization)).content.decode()
    for name in ("own-document-file", "own-document-replace"):
        assert client.get(url(name, organization, secret.reference)).status_code == 404


def test_a_file_that_is_refused_is_told_with_its_reason(client, organization, editor):
    answer = client.post(
        url("own-document-new", organization), typed(file=SimpleUploadedFile("virus.exe", b"MZ\x00\x00"))
    )

    assert answer.status_code == 422
    assert 'class="err"' in answer.content.decode()
    assert not organization.documents.exists()


def test_the_same_file_twice_is_told_over_the_form(client, organization, editor):
    client.post(url("own-document-new", organization), typed())

    answer = client.post(url("own-document-new", organization), typed(title="Again"))

    assert answer.status_code == 422
    assert "This very file is there already" in answer.content.decode()


def test_a_reader_downloads_and_the_reading_is_noted(client, organization):
    document = make.document(organization, visibility="members")
    client.force_login(make.member(organization, role=MemberRole.READER))

    answer = client.get(url("own-document-file", organization, document.reference))

    assert answer.status_code == 200
    assert b"".join(answer).startswith(b"%PDF")
    assert answer["Content-Disposition"].startswith("attachment")
    assert Change.objects.about(organization.reference).first().verb == "document.read"
    assert client.get(url("own-document-new", organization)).status_code == 403
