"""From a file to a table: the sheet, the header, the columns and the warnings, in every format."""

from pathlib import Path

import pytest

from registry.importers import Unreadable, Vocabularies, fold, open_table
from registry.importers.problems import DECIDE, FILES, KINDS, LINES, REASONS, SET_ASIDE, WARNINGS, Notice, Problem
from tests.registry.importers import files
from tests.registry.importers.countries import COUNTRIES

# Most cases start a child process, which takes about a tenth of a second.
pytestmark = pytest.mark.slow

VOCABULARIES = Vocabularies(countries=COUNTRIES)
ROWS = [
    ["Inventaire 2021"],
    [],
    ["Sigle *", "Nom de l'organisation *", "Type", "Pays", "Début"],
    ["AFJT", "Association des femmes juristes", "ONG nationale", "Tchad", "44474"],
    ["UNICEF", "UNICEF", "Agence UN", "Tchad", ""],
    ["LTDH", "Ligue des droits", "ONG nationale", "NA", "05/10/2021"],
]


def make(tmp_path, kind):
    if kind == "xlsx":
        return files.xlsx(tmp_path / "a.xlsx", ROWS)
    if kind == "ods":
        return files.ods(tmp_path / "a.ods", {"Liste": ROWS})
    separator = {"csv": ",", "semicolon": ";", "tsv": "\t", "pipe": "|"}[kind]
    return files.text(tmp_path / "a.txt", "\r\n".join(separator.join(row) for row in ROWS), "cp1252")


@pytest.mark.parametrize("kind", ["xlsx", "ods", "csv", "semicolon", "tsv", "pipe"])
def test_the_same_table_in_every_format(tmp_path, kind):
    table = open_table(make(tmp_path, kind), vocabularies=VOCABULARIES)
    result = fold(table.lines(), table.header, table.column_map, vocabularies=VOCABULARIES)

    assert (table.header.line_number, table.warnings) == (3, ())
    assert [(row.acronym, row.countries, row.set_aside, row.lines) for row in result.rows] == [
        ("AFJT", ("TCD",), None, (4,)),
        ("UNICEF", ("TCD",), "un", (5,)),
        ("LTDH", ("NAM",), None, (6,)),
    ]


def test_an_old_workbook_with_real_dates():
    table = open_table(Path(__file__).parent / "data" / "list.xls", vocabularies=VOCABULARIES)
    result = fold(table.lines(), table.header, table.column_map, vocabularies=VOCABULARIES)

    assert [(row.acronym, row.founded, row.contacts[0].phone) for row in result.rows] == [
        ("AFJT", 1994, "66251234"),
        ("LTDH", 1991, "+235 66 00 00 00"),
    ]


def test_the_likeliest_sheet_or_the_named_one(tmp_path):
    path = files.xlsx(tmp_path / "a.xlsx", [["Étiquettes de lignes", "Nombre"], ["Lac", 3]], ROWS)

    assert open_table(path).sheet.name == "Two"
    assert [sheet.name for sheet in open_table(path, "One").sheets] == ["One", "Two"]


def test_warnings_of_the_sheet_come_with_the_table(tmp_path):
    path = files.text(tmp_path / "a.csv", ",".join(["Name", "Country", *["x"] * 300]) + "\nHope,Chad\n")

    assert open_table(path).warnings == (Notice("columns_cut", {"sheet": "", "limit": 200}),)


def test_a_file_without_a_header_is_refused(tmp_path):
    with pytest.raises(Unreadable, match="no_header"):
        open_table(files.text(tmp_path / "a.csv", "1,2\n3,4\n"))


PARAMS = {
    "megabytes": 30, "limit": 25, "entries": 3000, "what": "pdf", "sheet": "A", "line": 7, "count": 3, "column": "x",
    "length": 400, "value": "v", "other": "o", "start": "2020-01-01", "end": "2019-01-01",
    "number": 4, "reference": "XXe.001",
}  # fmt: skip


@pytest.mark.parametrize("code", FILES)
def test_refusals_are_told_in_words(code):
    sentence = Unreadable(code, **PARAMS).sentence()

    assert "%" not in sentence
    assert len(sentence) > 40


def test_what_the_file_is_instead_is_told_in_words():
    assert Unreadable("not_a_table", what="pdf").sentence() == (
        "The file is not a table (it is a PDF). Send an XLSX, XLS, ODS or CSV file."
    )


def test_problems_are_told_in_words():
    for code in LINES:
        assert "%(" not in Problem("Name", "v", code, tuple(PARAMS.items())).sentence()
    for code in WARNINGS:
        assert "%(" not in Notice(code, PARAMS).sentence()
    for sentence in (*SET_ASIDE.values(), *DECIDE.values(), *KINDS.values(), *REASONS.values()):
        assert "%(" not in str(sentence) % {"value": "v"}
