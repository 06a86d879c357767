"""Where a table stands in a sheet: its header, its HXL line, its lines of data."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from registry.importers.headings import field_of, is_tag
from registry.importers.problems import Unreadable
from registry.importers.reader import Line, Sheet
from registry.importers.text import fold

SEARCHED_LINES = 50
# Sums under a column, written as if they were one more organization.
TOTALS = frozenset(
    {
        "total", "totals", "grand total", "total general", "totaux", "sous total", "subtotal", "sub total", "المجموع",
        "الاجمالي",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Header:
    line_number: int
    names: tuple[str, ...]
    hxl_line: int | None = None
    tags: tuple[str, ...] = ()

    @property
    def last_line(self) -> int:
        """Data begin after this line."""
        return self.hxl_line or self.line_number

    def tag(self, position: int) -> str:
        return self.tags[position] if position < len(self.tags) else ""

    def nth(self, position: int) -> int:
        """1 for the first column with this heading, 2 for the second: what tells duplicates apart."""
        folded = fold(self.names[position])
        return 1 + sum(fold(name) == folded for name in self.names[:position])


def find_header(lines: Iterable[Line]) -> Header:
    """The header wherever it stands: under titles and logos, above an HXL line, or the first full line of words."""
    top = [line for line in lines if line.number][:SEARCHED_LINES]
    if header := _by_tags(top):
        return header
    if header := _by_headings(top) or _by_shape(top):
        return header
    raise Unreadable("no_header", limit=SEARCHED_LINES)


def _by_tags(top: Sequence[Line]) -> Header | None:
    for index, line in enumerate(top):
        filled = [cell for cell in line.cells if cell]
        tagged = sum(map(is_tag, filled))
        if tagged and tagged * 2 > len(filled):
            above = next((other for other in reversed(top[:index]) if _width(other) >= min(2, tagged)), None)
            names = above.cells if above else tuple(cell.lstrip("#") for cell in line.cells)
            number = above.number if above else line.number
            return Header(number, _padded(names, line.cells), line.number, line.cells)
    return None


def _by_headings(top: Sequence[Line]) -> Header | None:
    best: Line | None = None
    best_score = 0.0
    for line in top:
        score = _heading_score(line)
        if score > best_score:
            best, best_score = line, score
    return Header(best.number, best.cells) if best else None


def _heading_score(line: Line) -> float:
    """Known headings count; a name alone above a list is enough, one known word in a sentence is not."""
    filled = [cell for cell in line.cells if cell]
    known = {field for field, _, _ in map(field_of, filled) if field}
    is_list_of_names = bool(known & {"name", "acronym"}) and len(filled) <= 4
    if (len(known) < 2 and not is_list_of_names) or any(len(cell) > 200 for cell in filled):
        return 0
    return len(known) + len({fold(cell) for cell in filled}) / 1000 + ("name" in known) * 0.5


def _by_shape(top: Sequence[Line]) -> Header | None:
    """Headings in a language that we do not know: a line of different short words, as wide as what follows."""
    widths = [_width(line) for line in top]
    usual = max(widths, default=0)
    if usual < 2 or len(top) < 2:
        return None
    for line, below in zip(top, widths[1:], strict=False):
        filled = [cell for cell in line.cells if cell]
        is_words = all(_is_words(cell) for cell in filled)
        if len(filled) >= max(2, 0.7 * usual) and below >= 2 and is_words and len(set(filled)) == len(filled):
            return Header(line.number, line.cells)
    return None


def _is_words(cell: str) -> bool:
    digits = sum(letter.isdigit() for letter in cell)
    return len(cell) <= 60 and digits <= 1 and "@" not in cell and any(letter.isalpha() for letter in cell)


def _width(line: Line) -> int:
    return sum(1 for cell in line.cells if cell)


def _padded(names: tuple[str, ...], tags: tuple[str, ...]) -> tuple[str, ...]:
    return names + ("",) * (len(tags) - len(names))


def best_sheet(sheets: Sequence[Sheet]) -> Sheet:
    """The sheet most likely to hold the data: known headings, then rows; hidden sheets and pivots last."""
    return max(sheets, key=_sheet_score)


def _sheet_score(sheet: Sheet) -> tuple[bool, bool, float, int]:
    try:
        header = find_header(sheet.top)
    except Unreadable:
        return False, not sheet.hidden, 0, sheet.rows
    known = {field_of(name)[0] for name in header.names} | ({"tags"} if header.tags else set())
    return "name" in known or "acronym" in known, not sheet.hidden, len(known - {None}), sheet.rows


class DataLines:
    """The lines after the header that may hold an organization, and a count of those that do not."""

    def __init__(self, lines: Iterable[Line], header: Header) -> None:
        self._lines = lines
        self._header = header
        self._first = next((at for at, name in enumerate(header.names) if name), 0)
        self._repeated = {_shape(header.names), _shape(header.tags)} - {()}
        self._starts = {shape[self._first] for shape in self._repeated if self._first < len(shape)}
        self.empty = 0
        self.repeated = 0

    def __iter__(self) -> Iterator[Line]:
        previous = self._header.last_line
        for line in self._lines:
            if line.number <= self._header.last_line:
                continue
            self.empty += line.number - previous - 1
            previous = line.number
            if self._is_header(line) or _is_total(line):
                self.repeated += 1
            else:
                yield line

    def _is_header(self, line: Line) -> bool:
        # One cell tells nearly all lines of data from a header, and folding all cells of all lines takes long.
        starts_so = self._first < len(line.cells) and fold(line.cells[self._first]) in self._starts
        return starts_so and _shape(line.cells) in self._repeated


def _shape(cells: Sequence[str]) -> tuple[str, ...]:
    folded = tuple(fold(cell) for cell in cells)
    while folded and not folded[-1]:
        folded = folded[:-1]
    return folded


def _is_total(line: Line) -> bool:
    first = next(cell for cell in line.cells if cell)
    return len(first) < 20 and fold(first) in TOTALS
