"""The receipt: what IOM received, when, and the hash of each file. In the reader's language, then in English."""

from typing import Any

from observers.exporters.contents import Language, Receipt
from observers.exporters.language import words
from registry.exporters.text import fingerprint, plain, said
from registry.exporters.typeset import pdf

View = dict[str, Any]
SHARED: Language = "en"


def receipt_pdf(receipt: Receipt) -> bytes:
    languages: list[Language] = [receipt.language] if receipt.language == SHARED else [receipt.language, SHARED]
    w = words(receipt.language)
    return pdf(
        "receipt",
        {
            "language": receipt.language,
            "title": w.say("receipt_title"),
            "iom": w.say("iom"),
            "number": plain(receipt.number),
            "copies": [_copy(receipt, language) for language in languages],
        },
    )


def _copy(receipt: Receipt, language: Language) -> View:
    w = words(language)
    facts: list[tuple[str, Any]] = [
        ("receipt_number", plain(receipt.number)),
        ("letter_reference", plain(receipt.reference)),
        ("letter_organization", said(receipt.organization.text, receipt.organization.language)),
        ("receipt_received", w.moment(receipt.received_at)),
        ("receipt_utc", w.moment_utc(receipt.received_at) if receipt.received_at.utcoffset() else ""),
        ("receipt_session", [w.session(receipt.session), w.session_days(receipt.session)] if receipt.session else ""),
        ("receipt_snapshot", fingerprint(receipt.snapshot_sha256)),
    ]
    return {
        "language": language,
        "page": w.say("page", page="{page}", pages="{pages}"),
        "iom": w.say("iom"),
        "title": w.say("receipt_title"),
        "says": w.say("receipt_says"),
        "original": w.say("receipt_original") if language != SHARED else "",
        "facts": [(w.say(key), value) for key, value in facts if value],
        "files_title": w.say("receipt_files"),
        "files_none": "" if receipt.files else w.say("receipt_files_none"),
        "hash_note": w.say("receipt_hash_note"),
        "files": [
            {"name": said(file.name), "size": w.size(file.size), "sha256": plain(file.sha256)} for file in receipt.files
        ],
    }
