"""LibreOffice Calc, as a person opens a file in it: without a screen, with a profile of its own, nothing kept."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

from defusedxml import ElementTree

SOFFICE = os.environ.get("SOFFICE") or shutil.which("soffice") or shutil.which("libreoffice")
# Comma, quotes, UTF-8, from the first line; what each column is; no language; quoted is not text, dates are dates.
_CSV = "Text - txt - csv (StarCalc):44,34,76,1,{},0,false,true,false"
_TEXT = 2
_NAMES = {
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
}
# No table of ours has so many columns: cells to the edge of the sheet, which Calc tells as one.
_EDGE = 300


class Cell(NamedTuple):
    """What Calc holds: the value, and `shown` as the person sees it; days and moments as ISO 8601 has them."""

    kind: str
    value: str
    shown: str
    formula: str


def opened(path: Path, *, profile: Path, text_columns: int = 0) -> dict[str, list[list[Cell]]]:
    """{sheet: its rows}. Of a CSV file so many columns are said to be text, as a person says in the dialogue."""
    columns = "/".join(f"{number}/{_TEXT}" for number in range(1, text_columns + 1))
    how = [f"--infilter={_CSV.format(columns)}"] if path.suffix == ".csv" else []
    quietly = ["--headless", f"-env:UserInstallation=file://{profile}"]
    subprocess.run(
        [SOFFICE, *quietly, *how, "--convert-to", "fods", "--outdir", str(profile / "opened"), str(path)],
        check=True,
        capture_output=True,
        timeout=240,
    )
    book = ElementTree.parse(profile / "opened" / f"{path.stem}.fods").getroot()
    return {
        sheet.get(_name("table:name")): [row for row in map(_cells, sheet.iter(_name("table:table-row"))) if any(row)]
        for sheet in book.iter(_name("table:table"))
    }


def _cells(row):
    cells = []
    for cell in row.findall("table:table-cell", _NAMES):
        times = int(cell.get(_name("table:number-columns-repeated"), "1"))
        if times < _EDGE:
            cells += [_cell(cell)] * times
    return cells if any(cell.shown for cell in cells) else []


def _cell(cell):
    shown = "\n".join("".join(line.itertext()) for line in cell.findall("text:p", _NAMES))
    told = (cell.get(_name(f"office:{name}")) for name in ("value", "date-value", "boolean-value"))
    value = next((value for value in told if value is not None), shown)
    return Cell(cell.get(_name("office:value-type"), ""), value, shown, cell.get(_name("table:formula"), ""))


def _name(said):
    return re.sub("^(.*):", lambda found: f"{{{_NAMES[found[1]]}}}", said)
