"""Lines of CSV that wait ready: the files made from them are, byte for byte, those made from the JSON."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.exporters import forms, safe_cell
from registry.exporters.inventory import ORGANIZATIONS
from registry.exporters.ready import COLUMNS, as_cells, ready_line
from registry.exporters.tables import FLAG, LIST, NUMBER

HOSTILE = [
    '=HYPERLINK("https://x.example","<b>&")',
    "+235 66",
    "-1+1",
    "@SUM(A1)",
    "'=1",
    " \t=1",
    "＝1",
    "\u200b=1",
    '"',
    '""quoted"", and more',
    "a;b,c|d",
    "two\nlines\r\nand\u2028three\x85four",
    "NA",
    "004",
    "true",
    "1998",
    "إغاثة المهاجرين",
    "\u202eدنيا\u202c",
    "Ärzte für Çédille ✓ 👩‍👩‍👧",
    "_x0041_",
    "\x07bell",
    "{",
    "",
    # What cannot wait ready.
    "\x01",
    "quoted by COPY \x02",
    "x" * 100_001,
]


def profile(text="Invented Aid", **facts):
    """Of an organization that says this text wherever it can say one."""
    told = {column.name: [text, "B"] if column.kind == LIST else text for column in ORGANIZATIONS.columns}
    told |= {"founded": 1998, "is_demo": False, "updated_at": "2026-11-23T08:00:00Z"}
    told |= dict.fromkeys(("observed_on", "confirmed_on"), "2026-10-12") | {"verified_on": None}
    return told | {"id": "CSO-2K7M9XQ4", "description": {"en": text, "fr": "", "es": text}} | facts


PROFILES = [
    *map(profile, HOSTILE),
    profile(founded=None, is_demo=True, types=[], areas=["1", "2"], languages=[], acronym=None),
]


def line(told):
    return forms.json_line(told)


def line_or_json(told):
    return f"{ready_line(told)}\n".encode() if ready_line(told) else line(told)


def written(form, write):
    file = io.BytesIO()
    writer = form.open(file, ORGANIZATIONS, has_tags=True)
    write(writer)
    writer.close()
    return file.getvalue()


@pytest.mark.parametrize("form", [forms.CSV, forms.XLSX], ids=lambda form: form.name)
@pytest.mark.parametrize("lines", [line_or_json, line], ids=["ready", "json"])
def test_a_file_made_from_lines_is_the_file_made_from_the_json(form, lines):
    from_json = written(form, lambda writer: writer.write(ORGANIZATIONS.rows(PROFILES)))

    assert written(form, lambda writer: writer.write_ready([lines(told) for told in PROFILES])) == from_json


def test_only_what_copy_or_a_reader_of_csv_would_change_does_not_wait_ready():
    assert [text for text in HOSTILE if not ready_line(profile(text))] == HOSTILE[-3:]


@given(st.text())
def test_any_text_comes_out_of_its_line_as_one_cell(text):
    told = profile(text)

    (cells,) = as_cells(ORGANIZATIONS, [line_or_json(told)])

    assert cells[ORGANIZATIONS.names.index("name")] == safe_cell(text)
    assert json.loads(line(told)) == told


def test_kinds_of_cells_are_those_that_a_line_keeps():
    """A sheet knows from its columns what the texts of a line are; of another kind a line may not keep enough."""
    kinds = {column.kind for column in ORGANIZATIONS.columns}

    assert kinds == {"text", LIST, NUMBER, "day", "moment", FLAG}


CHANGES = {
    "what begins a formula": ("csv", 'in set("=+-@")', 'in set("+-@")'),
    "how a formula is defused": ("csv", '("\'" if begins', '(" " if begins'),
    "spaces": ("csv", '" ".join(cell.split())', "cell"),
    "what is looked at": ("csv", "[A-Za-z0-9][!-~]*", ".*"),
    "how yes and no are said": ("tables", '"true" if value', '"yes" if value'),
    "how lists are joined": ("tables", 'BETWEEN = "|"', 'BETWEEN = ";"'),
    "what a column is filled with": ("inventory", 'told["description"][language]', 'told["description"]["en"]'),
    "a column": ("inventory", 'Column("website", TEXT', 'Column("site", TEXT'),
    "what keeps a line from waiting": ("ready", "[\\x01\\x02", "[\\x01"),
}


def columns_of_another_release(folder, module="", old="", new=""):
    """COLUMNS of code that differs in this place."""
    (folder / "registry/exporters").mkdir(parents=True)
    for name in ("csv", "tables", "inventory", "ready"):
        text = Path(f"registry/exporters/{name}.py").read_text()
        if name == module:
            assert old in text
            text = text.replace(old, new)
        (folder / f"registry/exporters/{name}.py").write_text(text)
    asked = [sys.executable, "-c", "from registry.exporters.ready import COLUMNS; print(COLUMNS)"]
    return subprocess.run(asked, cwd=folder, capture_output=True, text=True, check=True).stdout.strip()


def test_the_same_code_takes_lines_of_before_for_its_own(tmp_path):
    assert columns_of_another_release(tmp_path) == COLUMNS


@pytest.mark.parametrize("what", CHANGES)
def test_code_that_makes_other_lines_takes_none_of_before(tmp_path, what):
    assert columns_of_another_release(tmp_path, *CHANGES[what]) != COLUMNS
