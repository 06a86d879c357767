"""Telling people: a row in the outbox with the change it tells of; a worker sends what is unsent, one row at a time."""

import smtplib
import uuid
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from registry.models import Message
from registry.states import MessageState

# After the n-th failed attempt: about a day in all, then a person looks.
_WAIT = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 480, 720)]


def notify(kind, *, recipient=None, address="", language="", subject="", context=None, carries_secret=False):
    """Write a message in the reader's language; `subject` is the reference that it is about.

    The words of `registry.invitation` are in templates/registry/emails/invitation.txt: first line title, the rest body.
    A message carries no name of an organization, only a link: mailboxes are read by others.
    """
    app, _, name = kind.partition(".")
    address = address or recipient.email
    language = language or (recipient.language if recipient else settings.LANGUAGE_CODE)
    with translation.override(language):
        text = render_to_string(
            f"{app}/emails/{name}.txt",
            {"site": settings.SITE_ORIGIN, "recipient": recipient, "subject": subject, **(context or {})},
        )
    title, _, body = text.strip().partition("\n")
    return post(
        kind,
        recipient=recipient,
        address=address,
        language=language,
        subject=subject,
        title=title,
        body=body.strip(),
        carries_secret=carries_secret,
    )


def post(kind, *, address, title, body, recipient=None, language="en", subject="", carries_secret=False):
    """Write a message whose words are ready, such as one that the sign-in library composed."""
    return Message.objects.create(
        kind=kind,
        subject_reference=subject,
        recipient=recipient,
        address=address,
        language=language,
        title=" ".join(title.split())[:300],
        body=body,
        carries_secret=carries_secret,
        message_id=f"<{uuid.uuid4()}@{settings.SITE_ORIGIN.partition('://')[2].partition(':')[0]}>",
        next_try_at=timezone.now(),
    )


def deliver_messages(*, limit=200):
    """Send what is due, one row at a time, each in its own transaction; returns how many left.

    Two workers never take the same row. A worker that dies between the mail server's yes and the commit leaves the row
    unsent; the next attempt carries the same Message-ID, which is as far as SMTP lets anybody go.
    """
    sent = 0
    with get_connection() as mail:
        for _ in range(limit):
            outcome = _deliver_one(mail)
            if outcome is None:
                break
            sent += outcome
    return sent


@transaction.atomic
def _deliver_one(mail):
    message = (
        Message.objects.select_for_update(skip_locked=True).due(at=timezone.now()).order_by("next_try_at", "pk").first()
    )
    if message is None:
        return None
    message.attempts += 1
    try:
        EmailMessage(
            message.title,
            message.body,
            to=[message.address],
            headers={
                "Message-ID": message.message_id,
                "Content-Language": message.language,
                "Auto-Submitted": "auto-generated",
            },
            connection=mail,
        ).send()
    except (smtplib.SMTPException, OSError) as failure:
        return _keep_for_later(message, failure)
    message.state, message.sent_at, message.error = MessageState.SENT, timezone.now(), ""
    if message.carries_secret:
        message.body = ""
    message.save()
    return 1


def _keep_for_later(message, failure):
    message.error = f"{type(failure).__name__}: {failure}"[:300]
    refused_for_good = isinstance(failure, smtplib.SMTPRecipientsRefused) and all(
        code >= 500 for code, _ in failure.recipients.values()
    )
    if refused_for_good or message.attempts > len(_WAIT):
        message.state = MessageState.HELD
    else:
        message.next_try_at = timezone.now() + _WAIT[message.attempts - 1]
    message.save()
    return 0
