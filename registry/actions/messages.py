"""Telling people: a row in the outbox with the change it tells of; a worker sends what is unsent, one row at a time."""

import logging
import smtplib
import uuid
from contextlib import suppress
from datetime import timedelta
from enum import Enum

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.validators import validate_email
from django.db import connection, transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from registry.actions.history import record
from registry.errors import Refused
from registry.models import Message
from registry.queries.saved_views import tells_of_danger
from registry.states import NEXT, MessageState

logger = logging.getLogger(__name__)

# After the n-th failed attempt: about a day in all, then a person looks.
_WAIT = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 480, 720)]
# What an address gets from us in any 24 hours; what is more waits. Nobody can make us flood a mailbox.
DAILY_CAP = 20
# Mails about signing in have limits of their own and must not wait, but for those that anybody can ask for anybody.
_UNCAPPED = "account."
_CAPPED_THOUGH = ("account.unknown_account", "account.account_already_exists", "account.email_confirmation_signup")
# A link that was not delivered for so long has expired, or soon will; it is not worth keeping.
_SECRETS_LAST = timedelta(days=3)
# Of two connections that broke one after the other, the second says that it is not the message.
_BROKEN_IN_A_ROW = 2
# 552: the mail is too large; any other refusal of the sender refuses us, not this mail.
_TOO_LARGE = 552
_CLOSING = 421
_DIGEST = "registry.view_digest"


class Outcome(Enum):
    NOTHING_DUE = "nothing due"
    SENT = "sent"
    KEPT = "kept"
    # The connection is gone; whether the server took the mail is not known.
    BROKEN = "broken"
    # The server takes nothing from us at the moment.
    UNWELCOME = "unwelcome"


def notify(
    kind, *, recipient=None, address="", language="", subject="", context=None, carries_secret=False, unsubscribe_url=""
):
    """Write a message in the reader's language; `subject` is the reference that it is about.

    The words of `registry.invitation` are in templates/registry/emails/invitation.txt: first line title, the rest body.
    A message carries no name of an organization, only a link: mailboxes are read by others. A digest, which a person
    asked for, names organizations, and never one in danger (actions/digests.py).
    """
    app, _dot, name = kind.partition(".")
    address = address or recipient.email
    language = language or (recipient.language if recipient else settings.LANGUAGE_CODE)
    with translation.override(language):
        text = render_to_string(
            f"{app}/emails/{name}.txt",
            {"site": settings.SITE_ORIGIN, "recipient": recipient, "subject": subject, **(context or {})},
        )
    title, _newline, body = text.strip().partition("\n")
    return post(
        kind,
        recipient=recipient,
        address=address,
        language=language,
        subject=subject,
        title=title,
        body=body.strip(),
        carries_secret=carries_secret,
        unsubscribe_url=unsubscribe_url,
    )


def post(
    kind,
    *,
    address,
    title,
    body,
    recipient=None,
    language="en",
    subject="",
    carries_secret=False,
    unsubscribe_url="",
):
    """Write a message whose words are ready, such as one that the sign-in library composed."""
    return Message.objects.create(
        kind=kind,
        subject_reference=subject,
        recipient=recipient,
        address=address,
        language=language,
        # One line whatever is in it: a title with a line end would write headers of its own.
        title=" ".join(title.split())[:300],
        body=body,
        carries_secret=carries_secret,
        unsubscribe_url=unsubscribe_url,
        message_id=f"<{uuid.uuid4()}@{settings.SITE_ORIGIN.partition('://')[2].partition(':')[0]}>",
        next_try_at=timezone.now(),
    )


@transaction.atomic
def retry_message(message, *, by):
    """Send a held message again, from the first attempt on. Refused when its words are gone."""
    message = Message.objects.select_for_update().get(pk=message.pk)
    if MessageState.WAITING not in NEXT[MessageState][message.state]:
        raise Refused(_("This message is not held: it is %(state)s.") % {"state": message.get_state_display().lower()})
    if message.carries_secret:
        raise Refused(
            _("This message carried a link that is no longer kept. Ask for a new one: invite again, or reset again.")
        )
    message.state, message.attempts, message.next_try_at = MessageState.WAITING, 0, timezone.now()
    message.version += 1
    message.save()
    record("message.retried", subject=message.reference, by=by)
    return message


def deliver_messages(*, limit=200):
    """Send what is due, one row at a time, each in its own transaction; returns how many left.

    Two workers never take the same row. A worker that dies between the mail server's yes and the commit leaves the row
    unsent; the next attempt carries the same Message-ID, which is as far as SMTP lets anybody go.
    A mail server that is down costs no message an attempt.
    """
    _give_up_old_secrets()
    sent = broken = 0
    with _Mail() as mail:
        for _attempt in range(limit):
            if not Message.objects.due(at=timezone.now()).exists() or not mail.is_open():
                break
            outcome = _deliver_one(mail.connection)
            sent += outcome is Outcome.SENT
            broken = broken + 1 if outcome is Outcome.BROKEN else 0
            if outcome in (Outcome.NOTHING_DUE, Outcome.UNWELCOME) or broken == _BROKEN_IN_A_ROW:
                break
            if outcome is Outcome.BROKEN:
                mail.hang_up()
    return sent


class _Mail:
    """A connection to the mail server, opened when it is first needed and again after it broke."""

    def __init__(self):
        self.connection = get_connection()
        self._opened = False

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.hang_up()

    def is_open(self):
        """Open by now? Opened before a row is locked, so that nobody waits for a mail server with a row in hand."""
        if not self._opened:
            try:
                self.connection.open()
            except OSError as failure:
                logger.warning("The mail server cannot be reached: %s", type(failure).__name__)
                return False
            self._opened = True
        return True

    def hang_up(self):
        self._opened = False
        # It may be gone already, which is what we want.
        with suppress(OSError):
            self.connection.close()


@transaction.atomic
def _deliver_one(mail):
    with connection.cursor() as cursor:
        # The row stays locked while the mail server answers, each answer up to EMAIL_TIMEOUT.
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = '10min'")
    now = timezone.now()
    message = Message.objects.select_for_update(skip_locked=True).due(at=now).order_by("next_try_at", "pk").first()
    if message is None:
        return Outcome.NOTHING_DUE
    free_at = _free_at(message, now)
    if free_at > now:
        message.next_try_at = free_at
        message.save()
        return Outcome.KEPT
    if message.kind == _DIGEST and tells_of_danger(message.body):
        _hold_back([message.pk])
        return Outcome.KEPT
    try:
        _send(message, mail)
    except Exception as failure:  # one mail that nobody foresaw must not keep all others from leaving
        return _after(failure, message)
    message.attempts += 1
    message.state, message.sent_at, message.error = MessageState.SENT, timezone.now(), ""
    _forget_secret(message)
    message.save()
    return Outcome.SENT


def _send(message, mail):
    validate_email(message.address)
    headers = {
        "Message-ID": message.message_id,
        "Content-Language": message.language,
        "Auto-Submitted": "auto-generated",
    }
    if message.unsubscribe_url:
        headers |= {
            "List-Unsubscribe": f"<{message.unsubscribe_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    EmailMessage(
        message.title,
        message.body,
        to=[message.address],
        headers=headers,
        connection=mail,
    ).send()


def _free_at(message, now):
    """When this address may get one more mail from us."""
    if message.kind.startswith(_UNCAPPED) and message.kind not in _CAPPED_THOUGH:
        return now
    day = timedelta(days=1)
    newest = Message.objects.sent_to(message.address, since=now - day).order_by("-sent_at")
    times = list(newest.values_list("sent_at", flat=True)[:DAILY_CAP])
    return times[-1] + day if len(times) == DAILY_CAP else now


def _after(failure, message):
    """Keep the message for later, hold it for a person, or see that it is not the message's fault."""
    code = _code(failure)
    if isinstance(failure, smtplib.SMTPSenderRefused) and code not in (_TOO_LARGE, _CLOSING):
        logger.error("The mail server refuses our sender address with code %s", code)
        return Outcome.UNWELCOME
    message.attempts += 1
    message.error = f"{type(failure).__name__}: {failure}"[:300]
    if isinstance(failure, ValidationError):
        message.error = "This is not an e-mail address."
    elif not isinstance(failure, OSError | ValueError):
        logger.exception("Message %s could not be sent", message.reference)
    # Every failure of the line or of the server is an OSError; anything else is in the mail itself.
    is_in_vain = code >= 500 or not isinstance(failure, OSError) or isinstance(failure, smtplib.SMTPNotSupportedError)
    if is_in_vain or message.attempts > len(_WAIT):
        message.state = MessageState.HELD
        _forget_secret(message)
    else:
        message.next_try_at = timezone.now() + _WAIT[message.attempts - 1]
    message.save()
    return Outcome.KEPT if (code and code != _CLOSING) or is_in_vain else Outcome.BROKEN


def _code(failure):
    """The mail server's answer, or 0 when it gave none."""
    if isinstance(failure, smtplib.SMTPRecipientsRefused):
        return max(code for code, _words in failure.recipients.values())
    return failure.smtp_code if isinstance(failure, smtplib.SMTPResponseException) else 0


def _give_up_old_secrets():
    Message.objects.filter(
        state=MessageState.WAITING, carries_secret=True, created_at__lt=timezone.now() - _SECRETS_LAST
    ).update(state=MessageState.HELD, body="", unsubscribe_url="", error="Too old: the link in it would have expired.")


def hold_back_digests(references):
    """Digests that wait and name one of these, which are in danger now, are not sent, and their words are gone.

    Whom this misses, for it is being written or names nobody by reference, is held back when its turn to leave comes;
    only one that is being handed to the mail server this second cannot be stopped any more.
    """
    names = Q(pk__in=[])
    for reference in references:
        names |= Q(body__contains=reference)
    waiting = Message.objects.filter(names, state=MessageState.WAITING, kind=_DIGEST)
    _hold_back(list(waiting.select_for_update(skip_locked=True).values_list("pk", flat=True)))


def _hold_back(keys):
    Message.objects.filter(pk__in=keys).update(
        state=MessageState.HELD, body="", unsubscribe_url="", error="Held back: it told of what may not be told."
    )


def _forget_secret(message):
    if message.carries_secret:
        message.body = message.unsubscribe_url = ""
