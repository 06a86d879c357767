"""Reading tables of every format, encoding and separator into numbered lines of text."""

import datetime
import os
from pathlib import Path

import pytest

from registry.importers import Unreadable, read, sheets
from tests.registry.importers import files

# Each case starts a child process, which takes about a tenth of a second.
pytestmark = pytest.mark.slow

DATA = Path(__file__).parent / "data"


def cells(path, sheet=None):
    return [line.cells for line in read(path, sheet)]


# Cells


def test_xlsx_cells_become_text_without_noise(tmp_path):
    path = files.xlsx(
        tmp_path / "a.xlsx",
        [
            [1, 1.0, 0.1 + 0.2, 23566000000.0, True, None, "NA"],
            [datetime.date(2021, 10, 5), datetime.datetime.fromisoformat("2021-10-05T08:30"), datetime.time(8, 30)],
            ["\u00a0 Croix\u200b-Rouge \u00a0 du\nTchad ", "cafe\u0301", "L\\\\'Espoir", "a_x000D_b"],
        ],
    )

    assert cells(path) == [
        ("1", "1", "0.3", "23566000000", "true", "", "NA"),
        ("2021-10-05", "2021-10-05T08:30:00", "08:30:00"),
        ("Croix-Rouge du Tchad", "café", "L'Espoir", "a b"),
    ]


def test_persian_keeps_the_mark_that_spells_its_words(tmp_path):
    path = files.text(tmp_path / "a.csv", "Name\nمی\u200cخواهیم\na\u200cb\n")

    assert cells(path) == [("Name",), ("می\u200cخواهیم",), ("ab",)]


def test_a_cell_keeps_its_first_5000_characters(tmp_path):
    path = files.text(tmp_path / "a.csv", "Name,Text\nA," + "x" * 9000 + "\n")

    assert [len(cell) for cell in cells(path)[1]] == [1, 5000]


def test_formulas_are_read_as_their_stored_values(tmp_path):
    path = files.xlsx(tmp_path / "a.xlsx", [["Name"], ["=1+1"], ["B"]])

    assert cells(path) == [("Name",), ("B",)]


# Lines and sheets


def test_lines_are_numbered_as_a_person_sees_them(tmp_path):
    path = files.xlsx(tmp_path / "a.xlsx", [[], ["Title"], [], ["Name"], ["A"], [None], ["B"]])

    assert [(line.number, line.cells) for line in read(path)] == [
        (2, ("Title",)),
        (4, ("Name",)),
        (5, ("A",)),
        (7, ("B",)),
    ]


def test_csv_lines_are_numbered_by_record_not_by_line_break(tmp_path):
    path = files.text(tmp_path / "a.csv", 'Name,Text\n"A","one\ntwo\nthree"\n\nB,four\n')

    assert [(line.number, line.cells) for line in read(path)] == [
        (1, ("Name", "Text")),
        (2, ("A", "one two three")),
        (4, ("B", "four")),
    ]


def test_sheets_are_listed_with_their_size_and_whether_they_are_hidden(tmp_path):
    path = files.xlsx(
        tmp_path / "a.xlsx", [["Pivot"]], [["Name", "Country"], ["A", "TD"]], [["Old"]], hidden=("Three",)
    )

    found = [(sheet.name, sheet.rows, sheet.columns, sheet.hidden) for sheet in sheets(path)]

    assert found == [("One", 1, 1, False), ("Two", 2, 2, False), ("Three", 1, 1, True)]


def test_a_sheet_is_read_by_its_name(tmp_path):
    path = files.xlsx(tmp_path / "a.xlsx", [["Pivot"]], [["Name"], ["A"]])

    assert cells(path, "Two") == [("Name",), ("A",)]


def test_a_sheet_that_is_not_there(tmp_path):
    with pytest.raises(Unreadable, match="sheet_missing"):
        cells(files.xlsx(tmp_path / "a.xlsx", [["Name"]]), "Nine")


def test_a_thousand_columns_are_read_for_their_first_200(tmp_path):
    path = files.xlsx(tmp_path / "a.xlsx", [[f"Column {at}" for at in range(1000)], [*["x"] * 1000]])

    (sheet,) = sheets(path)

    assert sheet.columns == 200
    assert [(notice.code, notice.params["limit"]) for notice in sheet.warnings] == [("columns_cut", 200)]
    assert [len(line) for line in cells(path)] == [200, 200]


def test_empty_columns_beyond_the_200th_are_not_worth_a_word(tmp_path):
    path = files.text(tmp_path / "a.csv", "Name" + "," * 500 + "\nA" + "," * 500 + "\n")

    (sheet,) = sheets(path)

    assert (sheet.columns, sheet.warnings) == (1, ())


# Formats


def test_ods_is_read(tmp_path):
    path = files.ods(
        tmp_path / "a.ods", {"Liste": [["Nom", "Année", "Début"], ["Espoir", 1999.0, ("2020-02-01",)]], "B": [["x"]]}
    )

    assert [sheet.name for sheet in sheets(path)] == ["Liste", "B"]
    assert cells(path) == [("Nom", "Année", "Début"), ("Espoir", "1999", "2020-02-01")]


def test_ods_ends_where_its_text_ends_not_where_its_format_does(tmp_path):
    """LibreOffice writes the rest of the sheet as one repeated empty row."""
    cell = '<table:table-cell office:value-type="string"><text:p>Name</text:p></table:table-cell>'
    rest = '<table:table-cell table:number-columns-repeated="16383"/>'
    empty = f'<table:table-row table:number-rows-repeated="1048575">{rest}</table:table-row>'
    table = f'<table:table table:name="A"><table:table-row>{cell}{rest}</table:table-row>{empty}</table:table>'

    assert cells(files.ods(tmp_path / "a.ods", {}, settings=table)) == [("Name",)]


def test_xls_is_read():
    path = DATA / "list.xls"

    assert [(sheet.name, sheet.hidden) for sheet in sheets(path)] == [("Liste", False), ("Ancien", True)]
    assert cells(path)[1:] == [
        ("Sigle *", "Nom de l'organisation *", "Type", "Pays", "Date de création", "Téléphone"),
        ("AFJT", "Association des femmes juristes du Tchad", "ONG nationale", "Tchad", "1994-03-08", "66251234"),
        ("LTDH", "Ligue tchadienne des droits de l’homme", "ONG nationale", "NA", "1991-05-11", "+235 66 00 00 00"),
    ]


def test_the_content_decides_not_the_name(tmp_path):
    path = files.xlsx(tmp_path / "a.xlsx", [["Name"], ["A"]])

    assert cells(path.rename(tmp_path / "a.csv")) == [("Name",), ("A",)]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators(tmp_path, separator):
    rows = [
        ["Name", "Country", "Budget"],
        ["Peace, Love; and | Hope", "Chad", "1,5"],
        ["B", "Kenya", "2,5"],
        ["C", "Kenya", "0"],
    ]
    content = "\n".join(separator.join(f'"{cell}"' for cell in row) for row in rows)

    assert cells(files.text(tmp_path / "a.csv", content)) == [tuple(row) for row in rows]


def test_semicolons_win_over_commas_inside_the_text(tmp_path):
    content = "Nom;Domaine\nEspoir;Santé, eau\nAmitié;Paix, droits\nUnion;Eau, sol\n"

    assert cells(files.text(tmp_path / "a.csv", content))[1] == ("Espoir", "Santé, eau")


def test_the_separator_that_excel_announces_is_no_row(tmp_path):
    lines = list(read(files.text(tmp_path / "a.csv", "sep=;\r\nName;Country\r\nA;Chad\r\n")))

    assert [(line.number, line.cells) for line in lines] == [(2, ("Name", "Country")), (3, ("A", "Chad"))]


def test_one_column_is_a_table_too(tmp_path):
    assert cells(files.text(tmp_path / "a.csv", "Name\nPeace, Love\n")) == [("Name",), ("Peace", "Love")]
    assert cells(files.text(tmp_path / "b.csv", "Name\nPeace\n")) == [("Name",), ("Peace",)]


SPANISH = "Nombre;País\nAsociación de Niños;España\nUnión de Jóvenes;Perú\n"
FRENCH = "Nom;Région\nAssociation d’aide aux réfugiés – Tchad;Guéra\nÉcho citoyen;Ouaddaï\n"
ARABIC = "الاسم;البلد\nجمعية السلام للتنمية;تشاد\nمنظمة رعاية الأطفال;تونس\n"


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (SPANISH, "utf-8"),
        (SPANISH, "utf-8-sig"),
        (SPANISH, "utf-16"),
        (SPANISH, "utf-16-le"),
        (SPANISH, "utf-16-be"),
        (SPANISH, "utf-32"),
        (SPANISH, "cp1252"),
        (SPANISH, "latin-1"),
        (SPANISH, "mac_roman"),
        (FRENCH, "utf-8"),
        (FRENCH, "utf-16"),
        (FRENCH, "cp1252"),
        (FRENCH, "mac_roman"),
        (ARABIC, "utf-8-sig"),
        (ARABIC, "utf-16"),
        (ARABIC, "cp1256"),
    ],
)
def test_encodings(tmp_path, content, encoding):
    expected = [tuple(line.split(";")) for line in content.splitlines()]

    assert cells(files.text(tmp_path / "a.csv", content, encoding)) == expected


def test_a_few_accents_in_a_long_file_are_enough(tmp_path):
    content = "Nom;Ville\n" + "Aide;Paris\n" * 20_000 + "Écho de l’été;Orléans\n"

    assert cells(files.text(tmp_path / "a.csv", content, "cp1252"))[-1] == ("Écho de l’été", "Orléans")


def test_lost_letters_are_told(tmp_path):
    content = (SPANISH * 20).encode().replace("Perú".encode(), b"Per\xfa", 1)
    path = files.text(tmp_path / "a.csv", content)

    assert [(notice.code, notice.params) for notice in sheets(path)[0].warnings] == [("letters_lost", {"count": 1})]
    assert cells(path)[2] == ("Unión de Jóvenes", "Per�")


def test_zero_bytes_in_text_are_dropped(tmp_path):
    content = SPANISH.replace("Perú", "Pe\x00rú") + SPANISH * 20

    assert cells(files.text(tmp_path / "a.csv", content))[2] == ("Unión de Jóvenes", "Perú")


def test_the_apostrophe_of_our_own_exports_is_taken_off(tmp_path):
    path = files.text(tmp_path / "a.csv", "Name,Phone\n'=Sum of us,'+235 66\n'Umar,'-\n")

    assert cells(path)[1:] == [("=Sum of us", "+235 66"), ("'Umar", "-")]


# The child


def test_the_child_sees_no_secret_and_writes_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    path = files.xlsx(tmp_path / "a.xlsx", [["Name"], ["A"]])
    before, others = sorted(os.listdir(tmp_path)), children()

    lines = read(path)
    next(lines)
    (child,) = children() - others
    environment = Path(f"/proc/{child}/environ").read_text()
    lines.close()

    assert "secret" not in environment
    assert sorted(os.listdir(tmp_path)) == before


def children():
    """The processes that this one has started and that are still there, such as a browser of another test."""
    return set(Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split())


def test_leaving_early_leaves_no_process(tmp_path):
    path, others = files.text(tmp_path / "a.csv", "Name\n" + "A\n" * 100_000), children()

    lines = read(path)
    next(lines)
    lines.close()

    assert children() <= others
