"""What a document is, by its name, its content and its first bytes; and the same document without what it hides."""

from pathlib import PurePosixPath

from . import images, pdf
from .refusal import Refusal

MB = 1024 * 1024
FILE_BYTES = 10 * MB

# Extension: media type, first bytes.
KINDS = {
    "pdf": ("application/pdf", b"%PDF-"),
    "jpg": ("image/jpeg", b"\xff\xd8\xff"),
    "jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    "png": ("image/png", b"\x89PNG\r\n\x1a\n"),
}
# Where the list of a ZIP archive begins to end: an archive ends with it and at most 65,535 bytes of comment.
ZIP_END, ZIP_TAIL = b"PK\x05\x06", 22 + 65_535


def clean(name: str, data: bytes) -> tuple[str, bytes]:
    """The media type and the bytes to keep."""
    if not data:
        raise Refusal("empty")
    if len(data) > FILE_BYTES:
        raise Refusal("too_big", limit=FILE_BYTES // MB)
    extension = PurePosixPath(name).suffix.lower().lstrip(".")
    if extension not in KINDS:
        raise Refusal("kind")
    media_type, first = KINDS[extension]
    if not data.startswith(first):
        raise Refusal("disguised")
    if ZIP_END in data[-ZIP_TAIL:]:
        raise Refusal("two_at_once")
    rewrite = pdf.rewrite if media_type == "application/pdf" else images.rewrite
    kept = rewrite(data)
    if len(kept) > FILE_BYTES:
        raise Refusal("too_big", limit=FILE_BYTES // MB)
    return media_type, kept
