"""The Council pack for those who write on it: the same words as the PDF, in the same order."""

from typing import Any

from observers.exporters.contents import CouncilPack, Language
from observers.exporters.council_pack import View, pack_view
from registry.exporters.docx import Sheets


def council_pack_docx(pack: CouncilPack, *, language: Language) -> bytes:
    view = pack_view(pack, language=language)
    day = pack.as_of or pack.session.opens_on
    sheets = Sheets(title=view["title"], author=view["iom"], language=language, day=day)
    sheets.mark(view["mark"])
    sheets.footer(f"{view['kind']} · {view['session']} · {view['mark']}", view["page"])
    _cover(sheets, view)
    _list(sheets, view["list"])
    for sheet in view["sheets"]:
        _sheet(sheets, sheet)
    _annex(sheets, view["annex"])
    return sheets.to_bytes()


def _cover(sheets: Sheets, view: View) -> None:
    sheets.paragraph(view["iom"], bold=True)
    sheets.paragraph(view["session"], grey=True)
    sheets.paragraph(view["title"], style="Title")
    sheets.paragraph(f"{view['kind']} · {view['mark']}", bold=True)
    sheets.facts(view["cover"])
    sheets.paragraph(view["note"])
    sheets.paragraph(view["decides"])


def _list(sheets: Sheets, view: View) -> None:
    sheets.new_page()
    sheets.heading(view["title"])
    if not view["rows"]:
        sheets.paragraph(view["empty"])
        return
    number, organization, country, advice, _page = view["columns"]
    rows = [
        [row["number"], row["name"], _joined(row["reference"], row["acronym"]), row["head_office"], row["advice"]]
        for row in view["rows"]
    ]
    sheets.table([number, organization, view["reference"], country, advice], rows, [9, 61, 42, 26, 32])


def _sheet(sheets: Sheets, view: View) -> None:
    sheets.new_page()
    sheets.paragraph(_joined(view["heading"], view["reference"]), grey=True)
    sheets.heading(view["name"])
    if view["names"]:
        sheets.paragraph(view["names_label"], grey=True)
        for name in view["names"]:
            sheets.paragraph(name)
        _if_any(sheets, view["names_more"])
    sheets.facts(view["facts"])
    _rows(sheets, view["partnerships"], [33, 54, 39, 25, 19])
    _rows(sheets, view["findings"], [25, 75, 39, 31])
    sheets.heading(_joined(view["advice_label"], view["advice"]), level=2)
    if view["reasons"]:
        sheets.paragraph(view["reasons"])
    _if_any(sheets, view["reasons_cut"])


def _rows(sheets: Sheets, view: dict[str, Any], widths: list[int]) -> None:
    sheets.heading(view["title"], level=2)
    _if_any(sheets, view.get("counted", ""), grey=False)
    _if_any(sheets, view.get("none", ""), grey=False)
    if view["rows"]:
        sheets.table(view["columns"], view["rows"], widths)
        _if_any(sheets, view["more"])


def _annex(sheets: Sheets, view: View) -> None:
    sheets.new_page()
    sheets.heading(view["title"])
    sheets.paragraph(view["note"], bold=True)
    sheets.paragraph(view["resolution"], bold=True)
    sheets.paragraph(view["subject"], bold=True)
    for line in view["lines"]:
        sheets.paragraph(line)
    for row in view["rows"]:
        named = sheets.paragraph(row["name"], style="List Number")
        named.add_run(f" ({row['head_office']})" if row["head_office"] else "")
    _if_any(sheets, view["nobody"], grey=False)
    sheets.paragraph(view["only"], grey=True)


def _if_any(sheets: Sheets, text: str, *, grey: bool = True) -> None:
    if text:
        sheets.paragraph(text, grey=grey)


def _joined(*texts: str) -> str:
    return " · ".join(text for text in texts if text)
