"""Sending what is in the outbox: one row at a time, each in its own transaction."""

import logging
import smtplib
from contextlib import suppress
from datetime import timedelta
from enum import Enum

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.validators import validate_email
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from registry.actions.bounces import take_bounce
from registry.actions.mail_preferences import token_of_message
from registry.actions.messages import forget_secret, hold_back
from registry.importers.returned_mail import HARD, kind_of_status
from registry.mails import DIGEST, STOPPABLE, Topic, mail_of
from registry.models import Bounce, Message, StoppedAddress
from registry.queries.saved_views import tells_of_danger
from registry.states import MessageState

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


class Outcome(Enum):
    NOTHING_DUE = "nothing due"
    SENT = "sent"
    KEPT = "kept"
    # The connection is gone; whether the server took the mail is not known.
    BROKEN = "broken"
    # The server takes nothing from us at the moment.
    UNWELCOME = "unwelcome"


# There is no such mailbox, where a server gives no better status (RFC 3463).
_NO_MAILBOX_CODES = (550, 551, 553)


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
            outcome = _deliver_one(mail)
            sent += outcome is Outcome.SENT
            _tell_of_refused(mail)
            broken = broken + 1 if outcome is Outcome.BROKEN else 0
            if outcome in (Outcome.NOTHING_DUE, Outcome.UNWELCOME) or broken == _BROKEN_IN_A_ROW:
                break
            if outcome is Outcome.BROKEN:
                mail.hang_up()
    return sent


def _tell_of_refused(mail):
    """Once the row is free again, in a transaction of its own: what follows must not keep the next from leaving."""
    while mail.refused:
        message, words = mail.refused.pop()
        try:
            take_bounce(message, Bounce.Kind.HARD, detail=words, by="mail server")
        except Exception:
            logger.exception("What follows from the refusal of message %s could not be done", message.reference)


class _Mail:
    """A connection to the mail server, opened when it is first needed and again after it broke."""

    def __init__(self):
        self.connection = get_connection()
        # Messages that found no mailbox, with the words of the server: told once their row is free again.
        self.refused = []
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
    if _is_dangerous(message):
        hold_back([message.pk])
        return Outcome.KEPT
    if _is_stopped(message):
        message.state, message.error = MessageState.HELD, "Nothing is sent to this address: mail to it came back."
        forget_secret(message)
        message.save()
        return Outcome.KEPT
    try:
        _send(message, mail.connection)
    except Exception as failure:  # one mail that nobody foresaw must not keep all others from leaving
        if words := _says_no_mailbox(failure):
            mail.refused.append((message, words))
        return _after(failure, message)
    message.attempts += 1
    message.state, message.sent_at, message.error = MessageState.SENT, timezone.now(), ""
    forget_secret(message)
    message.save()
    return Outcome.SENT


def _is_dangerous(message):
    """Since it was written somebody came into danger of whom it tells, or whom whoever reads its mailbox would find."""
    if message.kind == DIGEST:
        return tells_of_danger(message.body)
    return mail_of(message.kind).spares_danger and message.organization and message.organization.is_at_risk


def _is_stopped(message):
    """A dead address is tried only for signing in, where somebody waits; who complained still gets notices."""
    topic = mail_of(message.kind).topic
    stopped = StoppedAddress.objects.of(message.address).first()
    if stopped is None or topic == Topic.ACCESS:
        return False
    return stopped.why != StoppedAddress.Why.COMPLAINT or topic != Topic.NOTICE


def _send(message, mail):
    validate_email(message.address)
    headers = {
        "Message-ID": message.message_id,
        "Content-Language": message.language,
        "Auto-Submitted": "auto-generated",
    }
    if settings.MAIL_COMES_BACK_TO != settings.DEFAULT_FROM_EMAIL:
        # The reader sees who writes; what comes back goes where it is read. Most mail services know no such difference.
        headers["From"] = settings.DEFAULT_FROM_EMAIL
    body = message.body
    if mail_of(message.kind).topic in STOPPABLE:
        stop = _stop_url(message)
        headers |= {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        with translation.override(message.language):
            body += "\n\n" + _("No more mails of this sort: %(address)s") % {"address": stop}
    sending = EmailMessage(
        message.title,
        body,
        from_email=settings.MAIL_COMES_BACK_TO,
        to=[message.address],
        headers=headers,
        connection=mail,
    )
    # By this a mail service names the message in its reports; an ordinary mail server never sees it.
    sending.metadata = {"message": message.reference}
    sending.send()


def _stop_url(message):
    """Where one click ends these mails (RFC 8058). Made when the mail leaves: the key is kept nowhere."""
    with translation.override(message.language):
        return settings.SITE_ORIGIN + reverse("registry:mail-stop", args=[token_of_message(message)])


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
        forget_secret(message)
    else:
        message.next_try_at = timezone.now() + _WAIT[message.attempts - 1]
    message.save()
    return Outcome.KEPT if (code and code != _CLOSING) or is_in_vain else Outcome.BROKEN


def _says_no_mailbox(failure):
    """The words with which a server refused the reader's address for good, or nothing."""
    code = _code(failure)
    if not isinstance(failure, smtplib.SMTPRecipientsRefused) or code not in _NO_MAILBOX_CODES:
        return ""
    words = " ".join(
        answer.decode("utf-8", "replace") if isinstance(answer, bytes) else str(answer)
        for _code_, answer in failure.recipients.values()
    )
    return f"{code} {words}" if kind_of_status(words) in (HARD, "") else ""


def _code(failure):
    """The mail server's answer, or 0 when it gave none."""
    if isinstance(failure, smtplib.SMTPRecipientsRefused):
        return max(code for code, _words in failure.recipients.values())
    return failure.smtp_code if isinstance(failure, smtplib.SMTPResponseException) else 0


def _give_up_old_secrets():
    last = timezone.now() - _SECRETS_LAST
    old = Message.objects.filter(state=MessageState.WAITING, carries_secret=True, created_at__lt=last)
    with transaction.atomic():
        digests = old.filter(kind=DIGEST).select_for_update(skip_locked=True)
        hold_back(list(digests.values_list("pk", flat=True)), why="Too old: its summary is written anew.")
    old.exclude(kind=DIGEST).update(
        state=MessageState.HELD, body="", error="Too old: the link in it would have expired."
    )
