"""The head signs by a link; members send; the receipt, the copies and the dates are theirs to keep."""

import hashlib
import io
import json
import re
import zipfile
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from observers import actions
from observers.actions.signatures import MOST_LINKS_A_DAY
from observers.models import Signature
from registry.models import Message
from registry.roles import MemberRole
from tests import make
from tests.observers import steps
from tests.observers.views.pages import text_of, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(application):
    """Everything but the signature is there."""
    steps.complete(application)
    application.signatures.update(ended_at=timezone.now())
    return application


@pytest.fixture
def link(visitor, ready):
    visitor.post(url("signature", ready), {"name": "A. Head", "email": "head@example.org", "language": "en"})
    return re.search(r"/en/sign/\S+", Message.objects.filter(kind="observers.signature").latest("pk").body)[0]


def sign(client, link, **told):
    read = re.search(r'name="read" value="(\w+)"', client.get(link).content.decode())[1]
    return client.post(link, {"signed_as": "Aisha Head", "is_head": "on", "read": read} | told)


def test_the_head_signs_without_an_account_and_looking_uses_nothing_up(client, link):
    client.logout()
    for _ in range(3):
        assert client.get(link).status_code == 200

    page = sign(client, link)

    signature = Signature.objects.get(signed_at__isnull=False, ended_at=None)
    assert signature.signed_as == "Aisha Head"
    assert "Signed as Aisha Head" in text_of(page)
    # Whoever opens the link again reads that it is done, and cannot sign twice.
    assert "You have signed" in text_of(client.get(link))


def test_the_address_of_the_link_goes_nowhere(client, link):
    response = client.get(link)

    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]


def test_expired_replaced_and_unknown_links_look_the_same(link, ready):
    client = Client()
    unknown = client.get(reverse("observers:signature", args=["nobody-knows-this"]))
    Signature.objects.filter(ended_at=None).update(expires_at=timezone.now() - timedelta(days=1))
    expired = client.get(link)

    assert (unknown.status_code, expired.status_code) == (410, 410)
    tokens = r"csrfmiddlewaretoken\W+value\W+\w+|(/|%2F)sign(/|%2F)[\w-]+"
    assert re.sub(tokens, "", unknown.content.decode()) == re.sub(tokens, "", expired.content.decode())


@pytest.mark.parametrize("left_out", ["signed_as", "is_head"])
def test_a_name_and_the_box_are_needed(client, link, left_out):
    response = sign(client, link, **{left_out: ""})

    assert response.status_code == 422
    assert not Signature.objects.filter(signed_at__isnull=False, ended_at=None).exists()


def test_what_was_changed_while_she_read_is_not_signed(client, link, ready):
    read = re.search(r'name="read" value="(\w+)"', client.get(link).content.decode())[1]
    criterion = ready.criteria_set.criteria.get(code="C-THREE")
    actions.save_answer(ready, criterion, by=ready.correspondent, text="Another text.")

    response = client.post(link, {"signed_as": "Aisha Head", "is_head": "on", "read": read})

    assert response.status_code == 422
    assert "The application was changed while you were reading." in text_of(response)


def test_nobody_is_asked_to_sign_what_is_not_complete(visitor, application):
    page = text_of(visitor.get(url("signature", application)))
    response = visitor.post(url("signature", application), {"name": "H", "email": "h@example.org", "language": "en"})

    assert "Complete the other tasks first" in page
    assert response.status_code == 422
    assert not Message.objects.filter(kind="observers.signature").exists()


def test_a_mailbox_is_not_filled_with_links(visitor, ready):
    asked = {"name": "A. Head", "email": "head@example.org", "language": "en"}
    told = [visitor.post(url("signature", ready), asked).status_code for _ in range(MOST_LINKS_A_DAY + 1)]

    # One was asked for before, and ended.
    assert told.count(302) == MOST_LINKS_A_DAY - 1
    assert "Go on tomorrow." in text_of(visitor.post(url("signature", ready), asked))


# --- Sending --------------------------------------------------------------------------------------------------------


def test_an_editor_reads_that_somebody_else_sends(client, ready):
    steps.sign(ready)
    client.force_login(make.member(ready.organization, role=MemberRole.EDITOR))

    page = text_of(client.get(url("check", ready)))

    assert "An administrator or a signatory of your organization can send it now." in page
    assert client.post(url("send", ready)).status_code == 403


def test_after_the_deadline_nothing_is_lost_and_the_page_says_what_to_do(visitor, ready):
    steps.sign(ready)
    type(ready.session).objects.filter(pk=ready.session_id).update(closes_at=timezone.now() - timedelta(hours=1))

    response = visitor.post(url("send", ready))

    assert response.status_code == 409
    assert "Applications for this session closed before yours arrived." in text_of(response)
    assert "Choose another session" in text_of(response)


def test_the_receipt_names_each_file_with_its_hash(visitor, ready):
    steps.sign(ready)
    visitor.post(url("send", ready))

    page = text_of(visitor.get(url("sent", ready)))

    submission, document = ready.submissions.get(), ready.organization.documents.get()
    assert f"{ready.reference}-R1" in page
    assert submission.sha256 in page
    assert document.sha256 in page
    assert visitor.get(url("receipt", ready)).content.startswith(b"%PDF-")


def test_before_it_was_sent_there_is_no_receipt(visitor, application):
    assert visitor.get(url("sent", application)).status_code == 404
    assert visitor.get(url("receipt", application)).status_code == 404


def test_the_own_copy_holds_every_file_with_its_hash(visitor, ready):
    steps.sign(ready)
    visitor.post(url("send", ready))

    with zipfile.ZipFile(io.BytesIO(visitor.get(url("copy-zip", ready)).content)) as archive:
        told = json.loads(archive.read("manifest.json"))
        hashes = {entry["path"]: hashlib.sha256(archive.read(entry["path"])).hexdigest() for entry in told["files"]}

    assert {entry["path"]: entry["sha256"] for entry in told["files"]} == hashes
    assert ready.organization.documents.get().sha256 in hashes.values()
    assert told["snapshot_sha256"] == ready.submissions.get().sha256


def test_a_draft_can_be_taken_along_too(visitor, application):
    assert visitor.get(url("copy-pdf", application)).content.startswith(b"%PDF-")


def test_the_calendar_holds_the_deadline_in_utc_and_the_session(visitor, application):
    session = application.session
    type(session).objects.filter(pk=session.pk).update(closes_at="2099-01-31T22:59:00Z")

    response = visitor.get(url("calendar", application))

    lines = response.content.decode().split("\r\n")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "DTSTART:20990131T225900Z" in lines
    assert f"DTSTART;VALUE=DATE:{session.starts_on:%Y%m%d}" in lines
    assert all(len(line.encode()) <= 75 for line in lines)


@pytest.mark.parametrize("is_sent", [True, False])
def test_who_signed_stands_after_it_was_withdrawn(client, is_sent):
    application = steps.sent() if is_sent else steps.complete(steps.draft())
    client.force_login(application.correspondent)
    actions.withdraw_application(application, by=application.correspondent)

    page = text_of(client.get(url("signature", application)))
    tasks = text_of(client.get(url("detail", application)))

    assert "Signed by A. Head" in page
    assert "Signed on" in page
    assert '<span class="task__s" id="s-signature"><span>Completed</span></span>' in tasks


def test_a_record_that_changes_later_takes_nothing_from_the_signature_of_what_was_sent(client):
    application = steps.sent()
    client.force_login(application.correspondent)
    type(application.organization).objects.filter(pk=application.organization_id).update(website="https://new.example")

    page = text_of(client.get(url("signature", application)))

    assert "Signed by A. Head" in page
    assert "Something was changed" not in page


def test_who_withdrew_before_the_signature_reads_that_there_was_none(client, application):
    client.force_login(application.correspondent)
    actions.withdraw_application(application, by=application.correspondent)

    assert "It was not signed." in text_of(client.get(url("signature", application)))
