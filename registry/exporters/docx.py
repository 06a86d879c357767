"""A DOCX with the few parts that our files need, and the same bytes for the same contents."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from registry.exporters.archive import timeless
from registry.exporters.text import BREAK

LOCALES = {"en": "en-GB", "fr": "fr-FR", "es": "es-ES"}
FONT = "Arial"
SIZES = {"Normal": 8.5, "No Spacing": 8, "List Number": 9, "Heading 1": 14, "Heading 2": 10.5, "Title": 22}
NAVY, GREY = RGBColor(0x00, 0x1B, 0x54), RGBColor(0x5D, 0x6A, 0x83)
LINES = (
    f"<w:tblBorders {nsdecls('w')}>"
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="C6CFDD"/>' for side in ("top", "bottom", "insideH")
    )
    + "</w:tblBorders>"
)
# Drawn behind the text of every page, as word processors do it themselves.
MARK = (
    '<w:r {names} xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"><w:pict>'
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">'
    '<v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/>'
    '<v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>'
    '<v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas><v:path textpathok="t" o:connecttype="rect"/>'
    '<v:textpath on="t" fitshape="t"/></v:shapetype>'
    '<v:shape id="mark" type="#_x0000_t136" alt="" style="position:absolute;margin-left:0;margin-top:0;width:440pt;'
    "height:{height}pt;rotation:315;z-index:-251658752;mso-position-horizontal:center;"
    "mso-position-horizontal-relative:margin;mso-position-vertical:center;"
    'mso-position-vertical-relative:margin" fillcolor="#eef1f6" stroked="f"><v:textpath style="font-family:Arial" '
    'string="{text}"/></v:shape></w:pict></w:r>'
)


class Sheets:
    """A document that grows from top to bottom."""

    def __init__(self, *, title: str, author: str, language: str, day: date) -> None:
        self.file = Document()
        self.language = LOCALES[language]
        self._describe(title, author, day)
        self._dress()

    def heading(self, text: object, level: int = 1) -> None:
        paragraph = self.file.add_heading(level=level)
        self._write(paragraph, text)

    def paragraph(self, text: object, *, bold: bool = False, grey: bool = False, style: str = "Normal") -> Any:
        paragraph = self.file.add_paragraph(style=style)
        run = self._write(paragraph, text)
        run.bold = bold or None
        if grey:
            run.font.color.rgb = GREY
        return paragraph

    def facts(self, rows: Sequence[tuple[str, object]]) -> None:
        table = self._table([45, 125])
        for row in rows:
            label, _value = self._row(table, row)
            label.font.color.rgb = GREY

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[object]], widths: Sequence[int]) -> None:
        """`widths` in millimetres. The first row is repeated on every page that the table reaches."""
        table = self._table(widths)
        for run in self._row(table, heads):
            run.bold = True
        table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
        for row in rows:
            self._row(table, row)

    def new_page(self) -> None:
        """The next paragraph begins a page: no empty paragraph stands on the page before."""
        self._breaks = True

    def footer(self, text: str, page: str) -> None:
        paragraph = self.file.sections[0].footer.paragraphs[0]
        before, rest = page.split("{page}")
        between, after = rest.split("{pages}")
        self._write(paragraph, f"{text} · {before}")
        for code, words in (("PAGE", between), ("NUMPAGES", after)):
            paragraph._p.append(
                parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="{code}"><w:r><w:t>1</w:t></w:r></w:fldSimple>')
            )
            self._write(paragraph, words)

    def mark(self, text: str) -> None:
        height = 440 // max(4, len(text)) + 30
        shape = MARK.format(names=nsdecls("w"), text=text, height=height)
        self.file.sections[0].header.paragraphs[0]._p.append(parse_xml(shape))

    def to_bytes(self) -> bytes:
        made = BytesIO()
        self.file.save(made)
        return timeless(made.getvalue())

    _breaks = False

    def _write(self, paragraph: Any, text: object) -> Any:
        told = text if isinstance(text, dict) else {"text": text, "rtl": False, "lang": ""}
        run = paragraph.add_run(str(told["text"]).replace(BREAK, ""))
        properties = run._r.get_or_add_rPr()
        if self._breaks and paragraph._p.getparent() is self.file.element.body:
            paragraph.paragraph_format.page_break_before, self._breaks = True, False
        if told["rtl"]:
            paragraph._p.get_or_add_pPr().append(parse_xml(f"<w:bidi {nsdecls('w')}/>"))
            properties.append(parse_xml(f"<w:rtl {nsdecls('w')}/>"))
        if told["lang"]:
            kind = "bidi" if told["rtl"] else "eastAsia" if told["lang"] in {"zh", "ja", "ko"} else "val"
            properties.append(parse_xml(f'<w:lang {nsdecls("w")} w:{kind}="{told["lang"]}"/>'))
        return run

    def _table(self, widths: Sequence[int]) -> Any:
        table = self.file.add_table(rows=0, cols=len(widths))
        table.autofit = False
        table._tbl.tblPr.insert_element_before(parse_xml(LINES), "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        return table

    def _row(self, table: Any, texts: Sequence[object]) -> list[Any]:
        row = table.add_row()
        row._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
        written = []
        for cell, column, text in zip(row.cells, table.columns, texts, strict=True):
            # Each program believes a different one of the two widths.
            cell.width = column.width
            cell.paragraphs[0].style = self.file.styles["No Spacing"]
            written.append(self._write(cell.paragraphs[0], text))
        return written

    def _describe(self, title: str, author: str, day: date) -> None:
        about = self.file.core_properties
        about.title, about.author, about.language = title, author, self.language
        about.comments, about.last_modified_by, about.revision = "", author, 1
        # The day that the contents speak of: the clock has no say.
        about.created = about.modified = datetime(day.year, day.month, day.day, tzinfo=UTC)

    def _dress(self) -> None:
        section = self.file.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(20)
        section.top_margin, section.bottom_margin = Mm(16), Mm(14)
        for name, size in SIZES.items():
            self._style(name, size)

    def _style(self, name: str, size: float) -> None:
        style = self.file.styles[name]
        style.font.size = Pt(size)
        properties = style.element.get_or_add_rPr()
        fonts = properties.get_or_add_rFonts()
        for old in list(fonts.attrib):
            del fonts.attrib[old]
        for script in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{script}"), FONT)
        spaces = style.paragraph_format
        spaces.line_spacing = 1
        spaces.space_before = spaces.space_after = Pt(2 if name == "Normal" else 0)
        if name == "Normal":
            properties.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="{self.language}"/>'))
        elif name in {"Heading 1", "Heading 2", "Title"}:
            style.font.color.rgb = NAVY
            spaces.space_before, spaces.space_after = Pt(6), Pt(3)
