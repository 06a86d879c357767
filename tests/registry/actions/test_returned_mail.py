"""What came back is read from a folder, from a mailbox, from a mail service, and heard from a mail server at once."""

import base64
import json
import ssl

import pytest
from django.core import mail
from django.db import OperationalError
from django.utils import timezone

from registry import actions, tasks
from registry.actions import returned_mail
from registry.models import Bounce, StoppedAddress
from registry.states import MessageState
from tests import make
from tests.registry.imap_server import ImapServer
from tests.registry.importers.test_returned_mail import delivery
from tests.registry.mail_server import MailServer

pytestmark = pytest.mark.django_db
DEAD = "dead@aid.example"


def sent(address=DEAD, **fields):
    return make.message(address=address, state=MessageState.SENT, sent_at=timezone.now(), **fields)


@pytest.fixture
def folder(tmp_path, settings):
    for name in ("new", "cur", "tmp"):
        (tmp_path / name).mkdir()
    settings.MAIL_COMES_BACK_AT = f"maildir:{tmp_path}"
    return tmp_path


def put(folder, raw, name="1.example"):
    (folder / "new" / name).write_bytes(raw)


def test_a_folder_is_read_once_and_what_was_read_is_kept(folder):
    message = sent()
    put(folder, delivery(message_id=message.message_id))
    put(folder, b"Subject: Out of office\n\nAway.", "2.example:2,")

    assert (tasks.read_bounces(), tasks.read_bounces()) == (1, 0)

    message.refresh_from_db()
    assert message.state == MessageState.BOUNCED
    assert StoppedAddress.objects.get().address == DEAD
    assert sorted(file.name for file in (folder / "cur").iterdir()) == ["1.example:2,S", "2.example:2,S"]
    assert list((folder / "new").iterdir()) == []


def test_a_report_about_a_mail_that_we_never_sent_changes_nothing(folder):
    put(folder, delivery(message_id="<somebody@elsewhere.example>"))

    assert tasks.read_bounces() == 0
    assert not Bounce.objects.exists()


def test_a_mail_as_large_as_a_disk_is_not_read_whole(folder):
    message = sent()
    put(folder, delivery(message_id=message.message_id) + b"x" * 3_000_000)

    assert tasks.read_bounces() == 0


def test_one_mail_that_nobody_foresaw_stops_no_other(folder, monkeypatch):
    message, read = sent(), returned_mail.report
    monkeypatch.setattr(returned_mail, "report", lambda raw: 1 / 0 if b"POISON" in raw else read(raw))
    put(folder, b"POISON", "1.example")
    put(folder, delivery(message_id=message.message_id), "2.example")

    assert tasks.read_bounces() == 1
    assert len(list((folder / "cur").iterdir())) == 2


def test_a_database_that_is_away_loses_no_report(folder, monkeypatch):
    def away(raw):
        raise OperationalError

    monkeypatch.setattr(returned_mail, "report", away)
    put(folder, b"A report")

    with pytest.raises(OperationalError):
        tasks.read_bounces()
    assert len(list((folder / "new").iterdir())) == 1


@pytest.mark.parametrize("place", ["", "pop3://mail.example.org", "/a/folder"])
def test_without_a_place_nothing_is_read(settings, place):
    settings.MAIL_COMES_BACK_AT = place

    assert tasks.read_bounces() == 0


# --- A mailbox ----------------------------------------------------------------------------------------------------


@pytest.fixture
def post_office(tmp_path, settings, monkeypatch):
    server = ImapServer(tmp_path, opens_with="a password").start()
    settings.MAIL_COMES_BACK_AT = f"imaps://returned%40example.org@localhost:{server.port}/Returned"
    settings.MAIL_COMES_BACK_PASSWORD = "a password"
    # Who may be trusted is asked of the machine; here that is our own certificate.
    monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
    yield server
    server.stop()


def test_a_mailbox_is_read_once_and_what_was_read_is_marked(post_office):
    message = sent()
    post_office.mails = [
        b"Subject: Out of office\r\n\r\nAway.",
        delivery(message_id=message.message_id).replace(b"\n", b"\r\n"),
        b"x" * 1_500_000,
    ]

    assert (tasks.read_bounces(), tasks.read_bounces()) == (1, 0)

    assert post_office.seen == {1, 2, 3}
    assert [asked for asked in post_office.asked if asked.startswith(("LOGIN", "SELECT"))] == [
        'LOGIN returned@example.org "a password"',
        'SELECT "Returned"',
    ] * 2
    message.refresh_from_db()
    assert message.state == MessageState.BOUNCED


def test_a_mailbox_that_cannot_prove_who_it_is_gets_no_password(post_office, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")

    with pytest.raises(ssl.SSLCertVerificationError):
        tasks.read_bounces()
    assert post_office.asked == []


# --- A mail server that refuses at once ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "is_stopped"),
    [
        ("550 5.1.1 no such mailbox", True),
        ("550 no such mailbox", True),
        ("550 5.7.1 your mail looks like spam", False),
        ("552 5.2.2 mailbox full", False),
        ("450 4.2.1 try later", False),
    ],
)
def test_a_mailbox_that_a_server_does_not_know_is_stopped_at_once(settings, answer, is_stopped):
    server = MailServer().start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_SSL = "127.0.0.1", server.port, False
    server.answers = {DEAD: answer}
    refused, other = make.message(address=DEAD), make.message()

    actions.deliver_messages()

    server.stop()
    assert server.addresses == [other.address]
    assert StoppedAddress.objects.of(refused.address).exists() is is_stopped


def test_what_comes_back_goes_where_it_is_read_and_its_reader_sees_who_writes(settings):
    class Noted(MailServer):
        async def handle_MAIL(self, server, session, envelope, address, options):
            self.sender = address
            return await super().handle_MAIL(server, session, envelope, address, options)

    server = Noted().start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_SSL = "127.0.0.1", server.port, False
    settings.DEFAULT_FROM_EMAIL, settings.MAIL_COMES_BACK_TO = "registry@example.org", "back@example.org"
    make.message()

    actions.deliver_messages()

    server.stop()
    assert server.sender == "back@example.org"
    assert b"From: registry@example.org" in server.taken[0][1]
    assert server.taken[0][1].count(b"From:") == 1


# --- A mail service that reports -----------------------------------------------------------------------------------

SECRET = "user:a-long-password"


@pytest.fixture
def service(settings):
    settings.MAIL_REPORTS_VIEW = "anymail.webhooks.postmark.PostmarkTrackingWebhookView"
    settings.MAIL_REPORTS_SECRET = SECRET
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET}


def tell(client, said, secret=SECRET):
    body = said if isinstance(said, str) else json.dumps(said)
    key = base64.b64encode(secret.encode()).decode()
    return client.post(
        "/mail/reports", body, content_type="application/json", headers={"Authorization": f"Basic {key}"}
    )


def event(message, kind="HardBounce", **more):
    told = {
        "RecordType": "SpamComplaint" if kind == "SpamComplaint" else "Bounce",
        "Type": kind,
        "TypeCode": 1,
        "ID": 42,
        "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483",
        "Metadata": {"message": message.reference},
        "Email": message.address,
        "Description": "The server was unable to deliver your message.",
        "Details": "",
        "BouncedAt": "2026-11-22T10:00:00Z",
    }
    return told | more


def test_a_mail_service_is_given_the_reference_by_which_it_reports(settings):
    # Anymail's own backend for tests: refuses what services refuse, and says what it was given.
    settings.EMAIL_BACKEND = "anymail.backends.test.EmailBackend"
    message = make.message(kind="registry.claim_asked")

    assert actions.deliver_messages() == 1

    given = mail.outbox[0].anymail_test_params
    assert given["metadata"] == {"message": message.reference}
    assert given["extra_headers"]["Message-ID"] == message.message_id
    assert given["extra_headers"]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize(
    ("kind", "details", "noted"),
    [
        ("HardBounce", "", "hard"),
        ("HardBounce", "smtp;550 5.7.1 blocked by a rule", "soft"),
        ("SoftBounce", "smtp;452 4.2.2 mailbox full", "soft"),
        ("SpamComplaint", "", "complaint"),
        ("Transient", "", None),
        ("AutoResponder", "", None),
    ],
)
def test_a_report_of_a_mail_service_is_taken_once(client, service, kind, details, noted):
    message = sent()

    for _twice in range(2):
        assert tell(client, event(message, kind, Details=details)).status_code == 200

    assert list(Bounce.objects.values_list("kind", flat=True)) == ([noted] if noted else [])


@pytest.mark.parametrize(
    "changed", [{"Email": "other@aid.example"}, {"Metadata": {"message": "MSG-NOTHING1"}}, {"Metadata": {}}]
)
def test_a_report_that_does_not_fit_a_mail_of_ours_changes_nothing(client, service, changed):
    assert tell(client, event(sent(), **changed)).status_code == 200

    assert not Bounce.objects.exists()


def test_without_the_secret_nothing_is_taken(client, service):
    message = sent()

    assert tell(client, event(message), secret="user:another").status_code == 400
    assert client.post("/mail/reports", "{}", content_type="application/json").status_code == 400
    assert not Bounce.objects.exists()


def test_where_no_secret_is_set_there_is_no_such_address(client, settings):
    settings.MAIL_REPORTS_VIEW = "anymail.webhooks.postmark.PostmarkTrackingWebhookView"

    assert tell(client, event(sent())).status_code == 404


@pytest.mark.parametrize("body", ["", "not json", "[1, 2]", "null", "{}", '{"RecordType": {"a": 1}}', "[" * 50_000])
def test_what_no_service_sends_is_answered_and_changes_nothing(client, service, body):
    assert tell(client, body).status_code in (200, 400)

    assert not Bounce.objects.exists()


def test_a_report_that_is_too_long_is_not_read(client, service):
    assert tell(client, "x" * 1_000_001).status_code == 413
