"""Mail that came back: reports that a mail was not delivered (RFC 3464), and that its reader complained (RFC 5965).

Anybody can send such a mail. What is read here is a claim about a Message-ID that only we and its reader know; what is
no report, or is broken, says nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message

# Reports are short; what they enclose need not be read whole.
LARGEST = 1_000_000
HARD, SOFT, COMPLAINT = "hard", "soft", "complaint"
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,100}@[^<>\s]{1,100}>")
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
# RFC 3463: 5.1.x is about the address itself, 5.2.1 a mailbox that is switched off. A full mailbox, a rule against us
# or a broken server says nothing of the address.
_ABOUT_THE_ADDRESS = re.compile(r"5\.(1\.\d{1,3}|2\.1)")
_PARTS = 50


@dataclass(frozen=True)
class Report:
    """What came of one mail of ours, by the number that we gave it."""

    message_id: str
    kind: str
    detail: str


def report(raw: bytes) -> Report | None:
    """What a mail reports, or None when it is no report about one mail."""
    if len(raw) > LARGEST:
        return None
    try:
        mail = message_from_bytes(raw, policy=policy.compat32)
        if mail.get_content_type() != "multipart/report":
            return None
        found = _message_id(mail)
        sort = str(mail.get_param("report-type", "")).lower()
        told = {"delivery-status": _delivery, "feedback-report": _complaint}.get(sort)
        said = told(mail) if told else None
    # The library reads what others wrote; there are more ways to break a mail than it foresees.
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
    return Report(found, *said) if found and said else None


def kind_of_status(words: str) -> str:
    """Whether a status such as 5.1.1 is about the address itself; empty when there is none in the words."""
    status = _STATUS.search(words)
    if status is None:
        return ""
    return HARD if _ABOUT_THE_ADDRESS.fullmatch(status.group()) else SOFT


def _delivery(mail: Message) -> tuple[str, str] | None:
    """The worst that is said of a recipient; a mail that is only late says nothing yet."""
    found: tuple[str, str] | None = None
    for fields in _fields(mail, "message/delivery-status"):
        if _text(fields, "Action").lower() != "failed":
            continue
        detail = _text(fields, "Diagnostic-Code").partition(";")[2].strip() or _text(fields, "Status")
        if kind_of_status(_text(fields, "Status")) == HARD:
            return HARD, detail
        found = found or (SOFT, detail)
    return found


def _complaint(mail: Message) -> tuple[str, str] | None:
    for fields in _fields(mail, "message/feedback-report"):
        sort = _text(fields, "Feedback-Type").lower()
        return None if sort in ("", "not-spam") else (COMPLAINT, sort)
    return None


def _fields(mail: Message, content_type: str) -> Iterator[Message]:
    """Groups of `Name: value` lines; the library reads some of them as mails of their own, and others as text."""
    for part in _parts(mail):
        if part.get_content_type() == content_type:
            yield from _parts(part) if part.is_multipart() else [_headers(part)]


def _message_id(mail: Message) -> str:
    """The number of the mail that is enclosed, whole or its headers alone; of two nobody knows which is meant."""
    enclosed: list[Message] = []
    for part in _parts(mail):
        if part.get_content_type() == "message/rfc822":
            enclosed += _parts(part)
        elif part.get_content_type() == "text/rfc822-headers":
            enclosed.append(_headers(part))
    found = {match.group() for one in enclosed if (match := _MESSAGE_ID.fullmatch(_text(one, "Message-ID")))}
    return found.pop() if len(found) == 1 else ""


def _parts(mail: Message) -> list[Message]:
    """The parts of the mail itself, not those of what it encloses."""
    parts = mail.get_payload()
    return [part for part in parts[:_PARTS] if isinstance(part, Message)] if isinstance(parts, list) else []


def _headers(part: Message) -> Message:
    words = part.get_payload(decode=True)
    return message_from_bytes(words if isinstance(words, bytes) else b"", policy=policy.compat32)


def _text(fields: Message, name: str) -> str:
    return " ".join(str(fields.get(name, "")).split())[:1000]
