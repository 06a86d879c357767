"""Reading what came back: from a folder of mails, from a mailbox, or from the reports of a mail service."""

import imaplib
import logging
import ssl
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import DatabaseError

from registry.actions.bounces import take_bounce
from registry.importers.returned_mail import LARGEST, kind_of_status, report
from registry.models import Bounce, Message

logger = logging.getLogger(__name__)

# Mails that are read in one go; the others a few minutes later.
AT_ONCE = 200
_TIMEOUT = 30
# What a mail service says when there is no mailbox, in the words of anymail.
_NO_MAILBOX = ("bounced", "invalid")


def read_bounces():
    """Take what came back since the last time; returns of how many mails of ours. Twice is the same as once."""
    place = urlsplit(settings.MAIL_COMES_BACK_AT)
    read = {"maildir": _read_folder, "imaps": _read_mailbox}.get(place.scheme)
    return read(place) if read else 0


def take_report(raw):
    """One mail that came back; 1 when it tells something new of a mail of ours."""
    said = report(raw)
    message = said and Message.objects.filter(message_id=said.message_id).first()
    return int(bool(message) and _told(message, said.kind, said.detail))


def take_event(event):
    """One report of a mail service, as anymail reads it; 1 when it tells something new of a mail of ours."""
    kind = _kind_of(event)
    message = kind and _message_of(event)
    detail = event.mta_response or event.description or event.reject_reason or ""
    return int(bool(message) and _told(message, kind, detail))


def _told(message, kind, detail):
    return take_bounce(message, kind, detail=detail, by="mail server") is not None


def _kind_of(event):
    """A mail that is only late says nothing yet. Some services call by one name what lasts and what passes."""
    if event.event_type == "complained":
        return Bounce.Kind.COMPLAINT
    if event.event_type not in ("bounced", "rejected"):
        return None
    by_status = kind_of_status(event.mta_response or event.description or "")
    return by_status or (Bounce.Kind.HARD if event.reject_reason in _NO_MAILBOX else Bounce.Kind.SOFT)


def _message_of(event):
    """By the reference that we gave along, or by the number of the mail; and only if it went to that address."""
    found = Message.objects.filter(reference=str((event.metadata or {}).get("message", ""))).first()
    if found is None and event.message_id:
        found = Message.objects.filter(message_id=f"<{event.message_id.strip('<>')}>").first()
    is_to_it = found and (event.recipient or "").lower() == found.address.lower()
    return found if is_to_it else None


def _read_folder(place):
    """A Maildir: what lies in `new` is read, then lies in `cur`, where a person finds it."""
    folder, taken = Path(place.path), 0
    for file in sorted((folder / "new").iterdir())[:AT_ONCE]:
        with file.open("rb") as opened:
            taken += _take(opened.read(LARGEST + 1))
        file.rename(folder / "cur" / f"{file.name.partition(':')[0]}:2,S")
    return taken


def _read_mailbox(place):
    """A mailbox that is read over IMAP with TLS: what is unseen is read, then seen."""
    with imaplib.IMAP4_SSL(
        place.hostname, place.port or 993, ssl_context=ssl.create_default_context(), timeout=_TIMEOUT
    ) as server:
        server.login(unquote(place.username or ""), settings.MAIL_COMES_BACK_PASSWORD)
        server.select(f'"{unquote(place.path.strip("/")) or "INBOX"}"')
        unseen = server.uid("SEARCH", "UNSEEN")[1][0].split()[:AT_ONCE]
        taken = 0
        for uid in unseen:
            # The beginning of a large one is enough to see that it is too large.
            answer = server.uid("FETCH", uid, f"(BODY.PEEK[]<0.{LARGEST + 1}>)")[1]
            taken += _take(answer[0][1]) if isinstance(answer[0], tuple) else 0
            server.uid("STORE", uid, "+FLAGS", r"(\Seen)")
        return taken


def _take(raw):
    """A report that cannot be taken is left for a person, and stops no other; a database that is away stops all."""
    try:
        return take_report(raw)
    except DatabaseError:
        raise
    except Exception:
        logger.exception("A mail that came back could not be taken")
        return 0
