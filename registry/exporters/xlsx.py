"""XLSX written as a stream: a sheet a table, its header always, text that is never a formula, days that are days.

The XML goes straight into the archive, so that a million rows need no more memory than one.
"""

import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, BinaryIO
from xml.sax.saxutils import escape, quoteattr

from registry.exporters.csv import safe_cell
from registry.exporters.ready import as_cells
from registry.exporters.rejected import UNWRITABLE
from registry.exporters.tables import DAY, DICTIONARY, FLAG, LIST, MOMENT, NUMBER, Table, cell, dictionary

# What a sheet of Excel can hold, and one cell of it.
MOST_ROWS = 1_048_576
LONGEST = 32_767
_DAY_ONE = date(1899, 12, 30)
_WRITTEN_AT = (1980, 1, 1, 0, 0, 0)
# Text that Excel would read as the code of a character.
_CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_BOLD, _DAY, _MOMENT = 1, 2, 3


class Workbook:
    """Sheets one after the other: `begin` one, `write` its rows, begin the next; `close` writes what the book is."""

    def __init__(self, file: BinaryIO):
        self.archive = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1)
        self.sheets: list[str] = []
        self.sheet: Any = None

    def begin(self, table: Table, *, has_tags: bool = False) -> None:
        self.table, self.has_tags, self.parts = table, has_tags, 0
        self._sheet()

    def write(self, rows: Sequence[Sequence[Any]], *, are_safe: bool = False) -> None:
        """`are_safe`: the cells are joined and defused, as those of CSV are."""
        columns = zip(self.table.columns, zip(*rows, strict=True), strict=bool(rows))
        for cells in zip(*(_cells(column.kind, values, are_safe) for column, values in columns), strict=True):
            if self.row == MOST_ROWS:
                self._sheet()
            self.sheet.write(self._line(cells))

    def close(self) -> None:
        self._end()
        numbers = range(1, len(self.sheets) + 1)
        self._part("xl/styles.xml", _STYLES)
        self._part(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets>'
            + "".join(f'<sheet name={quoteattr(self.sheets[n - 1])} sheetId="{n}" r:id="r{n}"/>' for n in numbers)
            + "</sheets></workbook>",
        )
        self._part(
            "xl/_rels/workbook.xml.rels",
            _relations(
                *((f"r{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in numbers), ("r0", "styles", "styles.xml")
            ),
        )
        self._part("_rels/.rels", _relations(("r1", "officeDocument", "xl/workbook.xml")))
        self._part(
            "[Content_Types].xml",
            f'<Types xmlns="{_PACKAGE}/content-types">'
            f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
            + "".join(
                f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
                for n in numbers
            )
            + "</Types>",
        )
        self.archive.close()

    def _sheet(self) -> None:
        self._end()
        self.parts += 1
        # What does not fit goes on in a second sheet, with the same header.
        self.sheets.append(self.table.name if self.parts == 1 else f"{self.table.name}_{self.parts}")
        self.sheet = self.archive.open(_entry(f"xl/worksheets/sheet{len(self.sheets)}.xml"), "w", force_zip64=True)
        self.row = 0
        pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        self.sheet.write(
            f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">{pane}</sheetView>'
            "</sheetViews><sheetData>".encode()
        )
        self.sheet.write(self._line(_text(name, _BOLD) for name in self.table.names))
        if self.has_tags:
            self.sheet.write(self._line(_text(column.hxl) for column in self.table.columns))

    def _line(self, cells: Iterable[str]) -> bytes:
        self.row += 1
        return f"<row>{''.join(cells)}</row>".encode()

    def _end(self) -> None:
        if self.sheet is not None:
            self.sheet.write(b"</sheetData></worksheet>")
            self.sheet.close()
            self.sheet = None

    def _part(self, name: str, text: str) -> None:
        self.archive.writestr(_entry(name), _HEAD + text)


class XlsxWriter:
    """A book of one table and what its columns say."""

    def __init__(self, file: BinaryIO, table: Table, *, has_tags: bool = False):
        self.table, self.book = table, Workbook(file)
        self.book.begin(table, has_tags=has_tags)

    def write(self, rows: Sequence[Sequence[Any]]) -> None:
        self.book.write(rows)

    def write_ready(self, lines: Sequence[bytes]) -> None:
        self.book.write(as_cells(self.table, lines), are_safe=True)

    def close(self) -> None:
        self.book.begin(DICTIONARY)
        self.book.write(dictionary([self.table]))
        self.book.close()


def _cells(kind: str, values: Iterable[Any], are_safe: bool) -> list[str]:
    """Of a column. What is said in it more than once, as codes are, is written once."""
    texts = [cell(value) if kind == LIST else value for value in values]
    written = {value: _cell(kind, value, are_safe) for value in set(texts)}
    return [written[value] for value in texts]


def _cell(kind: str, value: Any, is_safe: bool) -> str:
    if value is None or value == "":
        return "<c/>"
    if kind == FLAG:
        return f'<c t="b"><v>{int(value in (True, "true"))}</v></c>'
    if kind == NUMBER:
        return f"<c><v>{value}</v></c>"
    if kind == DAY:
        return f'<c s="{_DAY}"><v>{(date.fromisoformat(value) - _DAY_ONE).days}</v></c>'
    if kind == MOMENT:
        at = datetime.fromisoformat(value)
        seconds = at.hour * 3600 + at.minute * 60 + at.second
        # Every digit: a millionth of a day less shows the second before.
        return f'<c s="{_MOMENT}"><v>{(at.date() - _DAY_ONE).days + seconds / 86_400!r}</v></c>'
    return _text(str(value if is_safe else safe_cell(value)))


def _text(text: str, style: int = 0) -> str:
    # Said to be text of its own: whatever it begins with, nothing is calculated.
    if not text.isascii() or not text.isprintable():
        text = UNWRITABLE.sub("", text)
    if "_x" in text:
        text = _CODED.sub("_x005F_", text)
    return f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{escape(text[:LONGEST])}</t></is></c>'


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _WRITTEN_AT)
    entry.compress_type = zipfile.ZIP_DEFLATED
    # Level 1, as the archive: an entry of its own does not inherit it.
    entry._compresslevel = 1  # type: ignore[attr-defined]
    return entry


def _relations(*links: tuple[str, str, str]) -> str:
    told = "".join(f'<Relationship Id="{id}" Type="{_LINKS}/{kind}" Target="{to}"/>' for id, kind, to in links)
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{told}</Relationships>'


_XF = '<xf numFmtId="{}" fontId="{}" fillId="0" borderId="0"{}/>'
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders>'
    f'<cellStyleXfs count="1">{_XF.format(0, 0, "")}</cellStyleXfs><cellXfs count="4">'
    # In the order of _BOLD, _DAY and _MOMENT, after what has no style.
    + "".join(
        _XF.format(number, font, ' xfId="0" applyNumberFormat="1"')
        for number, font in ((0, 0), (0, 1), (164, 0), (165, 0))
    )
    + '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
