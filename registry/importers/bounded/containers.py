"""What a file is by its content, and whether it may be opened at all."""

import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .limits import BOX_CELLS, ENTRIES, FILE_BYTES, MB, RATIO, RATIO_MATTERS_FROM, UNPACKED_BYTES, Refusal

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What begins like this is certainly not a table, whatever its name says.
FOREIGN = {
    b"%PDF": "pdf",
    b"\x89PNG": "picture",
    b"\xff\xd8\xff": "picture",
    b"GIF8": "picture",
    b"II*\x00": "picture",
    b"MM\x00*": "picture",
    b"Rar!": "archive",
    b"7z\xbc\xaf": "archive",
    b"\x1f\x8b": "archive",
    b"BZh": "archive",
    b"\xfd7zXZ": "archive",
    b"\x7fELF": "program",
    b"MZ\x90\x00": "program",
    b"SQLite format 3": "database",
    b"{\\rtf": "document",
}
MARKUP = re.compile(rb"\s*(?:<!doctype|<html|<\?xml|<!--|<svg|<head|<body|<table|<meta|<script)", re.IGNORECASE)
CELL_COLUMN = re.compile(rb"""\sr=["']([A-Za-z]{1,3})[0-9]""")
CELL_ROW = re.compile(rb"""\sr=["'][A-Za-z]{1,3}([0-9]{1,7})["']""")
RELATIONSHIP = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
EXTERNAL = re.compile(rb"""TargetMode\s*=\s*["']External["']""")
# A link that a person may click is a decoration of a cell: it is never followed and carries nothing in.
HYPERLINK = re.compile(rb"""Type\s*=\s*["'][^"']*/hyperlink["']""")
DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
LINKED_ODS = re.compile(rb"<(?:table:dde-link|office:dde-source|table:table-source|table:cell-range-source)\b")
ENCRYPTED_ODS = re.compile(rb"<(?:\w+:)?encryption-data\b")
CHUNK = MB
# No pattern above spans more bytes than this, so none can hide on the edge of a chunk.
OVERLAP = 256


@dataclass(frozen=True)
class Container:
    kind: str
    """xlsx, xls, ods or text."""
    is_wild: bool = False
    """The cells lie so far apart that they must be streamed, not laid out in memory."""
    columns: int = 0
    """The last column in which an XLSX sheet has a cell."""


def examine(path: Path) -> Container:
    size = path.stat().st_size
    if size == 0:
        raise Refusal("empty")
    if size > FILE_BYTES:
        raise Refusal("too_big", megabytes=-(-size // MB), limit=FILE_BYTES // MB)
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(b"PK\x03\x04"):
        return _examine_zip(path, size)
    if head.startswith(OLE_MAGIC):
        return _examine_ole(path)
    if head.startswith(b"PK\x05\x06"):
        raise Refusal("empty")
    for magic, what in FOREIGN.items():
        if head.startswith(magic):
            raise Refusal("not_a_table", what=what)
    if MARKUP.match(head.removeprefix(b"\xef\xbb\xbf")):
        raise Refusal("not_a_table", what="web_page")
    return Container("text")


def _examine_zip(path: Path, size: int) -> Container:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check_directory(archive, entries, size)
            names = {entry.filename for entry in entries}
            kind = _kind_of(archive, names)
            _check_names(names)
            is_wild, columns = _check_parts(archive, entries, kind)
    except Refusal:
        raise
    except NotImplementedError as error:
        raise Refusal("broken") from error
    except RuntimeError as error:
        # zipfile's word for "encrypted, password required".
        raise Refusal("password") from error
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, ValueError) as error:
        raise Refusal("broken") from error
    return Container(kind, is_wild, columns)


def _check_directory(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], size: int) -> None:
    """All from the directory at the end of the file: nothing is unpacked yet."""
    if len(entries) > ENTRIES:
        raise Refusal("too_many_parts", entries=len(entries), limit=ENTRIES)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > UNPACKED_BYTES:
        raise Refusal("unpacks_too_big", megabytes=-(-unpacked // MB), limit=UNPACKED_BYTES // MB)
    if unpacked > RATIO_MATTERS_FROM and unpacked > RATIO * max(1, sum(entry.compress_size for entry in entries)):
        raise Refusal("bomb", limit=RATIO)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Refusal("password")
    names = [entry.filename for entry in entries]
    if len(set(names)) != len(names) or any(".." in name.split("/") or name.startswith("/") for name in names):
        raise Refusal("disguised")
    # A file that is two things at once has something before its first part or after its directory.
    if (
        archive.comment
        or (entries and min(entry.header_offset for entry in entries) != 0)
        or _has_trailer(archive, size)
    ):
        raise Refusal("disguised")
    if sum(entry.compress_size for entry in entries) > size:
        raise Refusal("bomb", limit=RATIO)


def _has_trailer(archive: zipfile.ZipFile, size: int) -> bool:
    file = archive.fp
    if file is None:
        return True
    file.seek(max(0, size - 22))
    return file.read(4) != b"PK\x05\x06"


def _kind_of(archive: zipfile.ZipFile, names: set[str]) -> str:
    if "mimetype" in names:
        mimetype = archive.open("mimetype").read(100).strip()
        if mimetype.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
            return "ods"
        raise Refusal("not_a_table", what="document")
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        raise Refusal("binary_workbook")
    if any(name.startswith(("word/", "ppt/", "visio/")) for name in names):
        raise Refusal("not_a_table", what="document")
    raise Refusal("not_a_table", what="archive")


def _check_names(names: set[str]) -> None:
    for name in (name.lower() for name in names):
        last = name.rsplit("/", 1)[-1]
        if last.startswith("vbaproject") or name.startswith(("basic/", "scripts/", "xl/macrosheets/")):
            raise Refusal("macros")
        if "oleobject" in last or "/embeddings/" in name or "/activex/" in name:
            raise Refusal("embedded")
        if "/externallinks/" in name:
            raise Refusal("external")


def _check_parts(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], kind: str) -> tuple[bool, int]:
    """Unpack every part once, keep nothing; say whether cells lie too far apart to be laid out, and the last column.

    The directory may lie about sizes: zipfile stops where it promised to end and finds the checksum wrong.
    """
    is_wild, last_column = False, 0
    for entry in entries:
        name = entry.filename.lower()
        if name.endswith(".rels"):
            _check_links(archive.read(entry))
            continue
        rows = columns = 0
        for chunk in _chunks(archive, entry):
            if name.endswith((".xml", ".rdf", ".vml")):
                _check_xml(chunk, kind)
            if name.startswith("xl/worksheets/"):
                rows = max(rows, max(map(int, CELL_ROW.findall(chunk)), default=0))
                columns = max(columns, max(map(_column_number, set(CELL_COLUMN.findall(chunk))), default=0))
        is_wild = is_wild or rows * columns > BOX_CELLS
        last_column = max(last_column, columns)
    return is_wild, last_column


def _chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    tail = b""
    with archive.open(entry) as part:
        while chunk := part.read(CHUNK):
            yield tail + chunk
            tail = chunk[-OVERLAP:]


def _check_xml(chunk: bytes, kind: str) -> None:
    if b"\x00" in chunk:  # written as UTF-16
        chunk = chunk.replace(b"\x00", b"")
    if DTD.search(chunk):
        raise Refusal("entities")
    if kind == "ods":
        if ENCRYPTED_ODS.search(chunk):
            raise Refusal("password")
        if LINKED_ODS.search(chunk):
            raise Refusal("external")


def _check_links(relationships: bytes) -> None:
    _check_xml(relationships, "xlsx")
    for link in RELATIONSHIP.findall(relationships.replace(b"\x00", b"")):
        if EXTERNAL.search(link) and not HYPERLINK.search(link):
            raise Refusal("external")


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _examine_ole(path: Path) -> Container:
    """The container of old Office files; its directory names the streams in UTF-16."""
    content = path.read_bytes()

    def holds(*names: str) -> bool:
        return any(name.encode("utf-16-le") in content for name in names)

    if holds("EncryptedPackage", "EncryptionInfo"):
        raise Refusal("password")
    if holds("WordDocument", "PowerPoint Document", "__substg1.0_"):
        raise Refusal("not_a_table", what="document")
    if not holds("Workbook", "Book"):
        raise Refusal("not_a_table", what="document")
    if holds("_VBA_PROJECT"):
        raise Refusal("macros")
    if holds("MBD0", "\x01Ole10Native"):
        raise Refusal("embedded")
    return Container("xls")
