"""Text tables: which encoding, which separator, then rows."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import charset_normalizer

from .limits import Refusal

BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# What spreadsheet programs of our readers write, the likeliest first.
OLD_ENCODINGS = ["cp1252", "cp1256", "cp1250", "cp1251", "cp1254", "mac_roman", "cp850"]
# The comma comes last: it also stands inside text.
SEPARATORS = "\t;|,"
CELL_BYTES = 131_072
RECORD_LINES = 200
MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
CONTROLS = bytes([*range(0, 9), *range(14, 27), *range(28, 32)])


@dataclass(frozen=True)
class Encoding:
    name: str
    damaged: int = 0
    """How many bytes fit no letter and were replaced."""


def encoding_of(path: Path) -> Encoding:
    content = path.read_bytes()
    for mark, name in sorted(BYTE_ORDER_MARKS.items(), key=lambda item: -len(item[0])):
        if content.startswith(mark):
            return _checked(content, name)
    sample = content[: 64 * 1024]
    if wide := _wide_encoding(sample):
        return _checked(content, wide)
    if len(sample.translate(None, CONTROLS)) < len(sample) * 0.99:
        raise Refusal("not_a_table", what="binary")
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return _encoding_of_old_text(content)
    return Encoding("utf-8")


def _checked(content: bytes, name: str) -> Encoding:
    try:
        content.decode(name)
    except UnicodeDecodeError:
        return Encoding(name, damaged=content.decode(name, errors="replace").count("\ufffd"))
    return Encoding(name)


def _wide_encoding(sample: bytes) -> str | None:
    """UTF-16 without its mark: every second byte of Latin text is zero."""
    if len(sample) < 4 or sample.count(0) < len(sample) * 0.2:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 8 * even:
        return "utf-16-le"
    return "utf-16-be" if even > 8 * odd else None


def _encoding_of_old_text(content: bytes) -> Encoding:
    high = sum(len(run) for run in re.findall(rb"[\x80-\xff]+", content))
    whole = sum(len(run) for run in MULTIBYTE.findall(content))
    if whole >= high * 0.8:
        # UTF-8 with a few bytes that went wrong on the way.
        return Encoding("utf-8", damaged=content.decode("utf-8", errors="replace").count("\ufffd"))
    telling = b"\n".join(line for line in content.splitlines() if not line.isascii())[: 256 * 1024]
    matches = charset_normalizer.from_bytes(telling, cp_isolation=OLD_ENCODINGS, preemptive_behaviour=False)
    best = matches.best()
    ranked = [best.encoding, *OLD_ENCODINGS] if best else OLD_ENCODINGS
    for name in ranked:
        try:
            content.decode(name)
        except UnicodeDecodeError:
            continue
        return Encoding(name)
    return Encoding("latin-1")


def rows(path: Path, encoding: Encoding) -> Iterator[list[str]]:
    """Records, one list each; an empty line is an empty list, so that counting gives the spreadsheet's row number."""
    csv.field_size_limit(CELL_BYTES)
    with path.open(encoding=encoding.name, errors="replace", newline="") as file:
        sample = file.read(64 * 1024)
        separator, is_announced = separator_of(sample)
        file.seek(0)
        lines = _Lines(file)
        reader = csv.reader(lines, delimiter=separator)
        before = 0
        try:
            for record in reader:
                if reader.line_num - before > RECORD_LINES:
                    raise Refusal("open_quote", line=before + 1)
                if before == 0 and is_announced:
                    record = []
                yield record
                spanned, before = reader.line_num - before, reader.line_num
        except csv.Error as error:
            raise Refusal("open_quote" if lines.quotes else "cell_too_long", line=before + 1) from error
        if before and spanned > 1 and lines.quotes % 2:
            raise Refusal("open_quote", line=before - spanned + 1)


class _Lines:
    """Physical lines, counting the quotation marks that went by."""

    def __init__(self, file: io.TextIOWrapper) -> None:
        self._file = file
        self.quotes = 0

    def __iter__(self) -> Iterator[str]:
        for line in self._file:
            self.quotes += line.count('"')
            yield line


def separator_of(sample: str) -> tuple[str, bool]:
    """The separator, and whether the first line is Excel's `sep=;`, which is no row of the table."""
    if announced := re.match(r"\ufeff?sep=(.)\r?\n", sample, re.IGNORECASE):
        return announced[1], True
    best, best_score = ",", 0.0
    for separator in SEPARATORS:
        widths = [len(record) for record in _records(sample, separator) if any(record)]
        wide = Counter(width for width in widths if width > 1)
        if not wide:
            continue
        width, times = max(wide.items(), key=lambda item: (item[1] * (item[0] - 1) ** 0.5, item[0]))
        score = times / len(widths) * (width - 1) ** 0.5
        if score > best_score * 1.2:
            best, best_score = separator, score
    return best, False


def _records(sample: str, separator: str) -> list[list[str]]:
    found: list[list[str]] = []
    try:
        for record in csv.reader(io.StringIO(sample, newline=""), delimiter=separator):
            found.append(record)
            if len(found) == 100:
                return found
    except csv.Error:
        return found
    # The last record may be cut where the sample ends.
    return found[:-1] if len(found) > 1 and len(sample) >= 64 * 1024 else found
