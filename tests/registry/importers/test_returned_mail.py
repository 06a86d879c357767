"""Mail that came back: which of ours it is about, what it says, and nothing from what is broken or made up."""

import pytest

from registry.importers.returned_mail import LARGEST, kind_of_status, report

OURS = "<2f6b0c3e-1111-4222-8333-444455556666@registry.example.org>"

DELIVERY = """\
From: MAILER-DAEMON@mx.example.org
To: registry@example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

This is the mail system. Your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

{recipients}
--b
Content-Type: {enclosed}

Message-ID: {message_id}
Subject: A title
To: dead@aid.example

A body
--b--
"""

COMPLAINT = """\
From: feedback@mail.example.org
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: text/plain

This is an abuse report.

--b
Content-Type: message/feedback-report

Feedback-Type: {sort}
User-Agent: SomeGenerator/1.0
Version: 1

--b
Content-Type: message/rfc822

Message-ID: {message_id}
Subject: A title

A body
--b--
"""


def delivery(status="5.1.1", *, action="failed", enclosed="message/rfc822", message_id=OURS, more=""):
    recipients = (
        f"Final-Recipient: rfc822; dead@aid.example\nAction: {action}\nStatus: {status}\n"
        f"Diagnostic-Code: smtp; 550 {status} no such user\n{more}"
    )
    return DELIVERY.format(recipients=recipients, enclosed=enclosed, message_id=message_id).encode()


@pytest.mark.parametrize("enclosed", ["message/rfc822", "text/rfc822-headers"])
def test_a_report_names_our_mail_by_its_number(enclosed):
    found = report(delivery(enclosed=enclosed))

    assert (found.message_id, found.kind, found.detail) == (OURS, "hard", "550 5.1.1 no such user")


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("5.1.1", "hard"),  # no such mailbox
        ("5.1.10", "hard"),  # no such domain for mail
        ("5.2.1", "hard"),  # the mailbox is switched off
        ("5.2.2", "soft"),  # the mailbox is full
        ("5.7.1", "soft"),  # a rule against us
        ("5.0.0", "soft"),  # nobody says why
        ("4.4.7", "soft"),  # it was tried for days
        ("nonsense", "soft"),
    ],
)
def test_only_what_is_about_the_address_says_that_it_is_dead(status, kind):
    assert report(delivery(status)).kind == kind


@pytest.mark.parametrize("words", ["", "no such user", "smtp; 550", "15.1.1", "5.1"])
def test_words_without_a_status_say_nothing(words):
    assert kind_of_status(words) == ""


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded", ""])
def test_a_mail_that_is_only_late_or_arrived_did_not_come_back(action):
    assert report(delivery(action=action)) is None


def test_of_several_recipients_the_dead_one_counts():
    late = "\nFinal-Recipient: rfc822; other@aid.example\nAction: failed\nStatus: 5.1.1\n"

    assert report(delivery("4.2.2", more=late)).kind == "hard"


@pytest.mark.parametrize(("sort", "kind"), [("abuse", "complaint"), ("fraud", "complaint"), ("not-spam", None)])
def test_a_complaint_is_read(sort, kind):
    found = report(COMPLAINT.format(sort=sort, message_id=OURS).encode())

    assert (found and found.kind) == kind


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe" * 100,
        b"Subject: Out of office\n\nI am away.",
        b"Content-Type: multipart/report; report-type=delivery-status\n\nNo parts at all",
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=\n\n--\n",
        b"Content-Type: multipart/report; report-type*=unknown-charset''%FF; boundary=b\n\n--b\n\n--b--",
        delivery(message_id=""),
        delivery(message_id="no number"),
        delivery(message_id="<" + "a" * 200 + "@example.org>"),
        delivery(message_id="<a@example.org> <b@example.org>"),
        delivery().replace(b"report-type=delivery-status", b"report-type=disposition-notification"),
        delivery().replace(b"multipart/report", b"multipart/mixed"),
        delivery() + b"x" * LARGEST,
        delivery()[:400],
        delivery().replace(b"message/delivery-status", b"message/delivery-status; charset=\xff\xfe"),
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n" + b"--b\n" * 5000,
        b"Content-Type: message/rfc822\n\n" * 3000 + delivery(),
    ],
)
def test_what_is_no_report_or_broken_says_nothing(raw):
    found = report(raw)

    assert found is None or found.message_id == OURS


def test_two_mails_enclosed_say_nothing_of_either():
    second = b"--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <other@example.org>\n\n--b--\n"

    assert report(delivery().replace(b"--b--\n", second)) is None


def test_a_number_in_the_words_of_somebody_else_is_not_that_of_the_mail():
    raw = delivery(message_id="<other@example.org>").replace(b"could not be delivered", OURS.encode())

    assert report(raw).message_id == "<other@example.org>"
