"""Text tables: which separator, then rows."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from .encodings import Encoding
from .limits import Refusal

# The comma comes last: it also stands inside text.
SEPARATORS = "\t;|,"
CELL_BYTES = 131_072
RECORD_LINES = 200


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
