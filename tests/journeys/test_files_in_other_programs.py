"""Lists and copies as a data team opens them: pandas, from the address alone, openpyxl, and LibreOffice Calc where it
is on the machine (it reads no Parquet); the same in every form."""

import io
from datetime import date, datetime

import openpyxl
import pandas
import pytest

from tests import make
from tests.journeys import calc

# A live server and its commits.
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ARABIC, ACCENTS, FORMULA = "إغاثة المهاجرين", "Ärzte für Çédille", '=HYPERLINK("https://x.example","<b>&")'
# As the guide for pandas says: text stays text.
AS_TEXT = {"dtype": str, "keep_default_na": False}
TOLD = ("id", "name", "hq_country", "founded", "observed_on", "updated_at")
# As Calc keeps every yes and no that it finds in a workbook.
YES_AND_NO = {"of:=TRUE()", "of:=FALSE()"}


def by_pandas(path, sheet, _profile):
    if path.suffix == ".csv":
        return pandas.read_csv(path, encoding="utf-8-sig", **AS_TEXT).to_dict("records")
    return pandas.read_excel(path, sheet, keep_default_na=False, engine="openpyxl").to_dict("records")


def by_calc(path, sheet, profile):
    sheets = calc.opened(path, profile=profile, text_columns=TEXT_COLUMNS.get(path.name, 0))
    cells = [cell for rows in sheets.values() for row in rows for cell in row]
    assert {cell.formula for cell in cells} - {""} <= YES_AND_NO
    assert {cell.kind for cell in cells if "HYPERLINK" in cell.shown} <= {"string"}
    header, *rows = sheets[sheet]
    return [dict(zip([cell.shown for cell in header], [cell.value for cell in row], strict=False)) for row in rows]


# Columns in front that a person marks as text, as the guide says: 004 would be 4.
TEXT_COLUMNS = {"country_codes.csv": 3}
# A machine without LibreOffice has one program less, and nothing to skip.
PROGRAMS = {"pandas": by_pandas} | ({"LibreOffice": by_calc} if calc.SOFFICE else {})


@pytest.fixture(params=PROGRAMS)
def read(request, system, tmp_path, tmp_path_factory):
    """Rows of a file as the program has them: {column: value}."""
    profile = tmp_path_factory.getbasetemp() / "libreoffice"

    def rows(address, name, sheet):
        (tmp_path / name).write_bytes(system().get(address).content)
        return PROGRAMS[request.param](tmp_path / name, sheet, profile)

    return rows


@pytest.fixture
def made():
    """{name: reference}"""
    namibia = make.organization(ARABIC, hq_country_id="NAM", founded=1998, observed_on=date(2026, 10, 12))
    make.partnership(namibia, area=2, country="NAM")
    others = [make.organization(name, founded=2001, observed_on=date(2025, 1, 31)) for name in (ACCENTS, FORMULA)]
    return dict(zip((ARABIC, ACCENTS, FORMULA), [one.reference for one in (namibia, *others)], strict=True))


def in_every_form(address):
    """(CSV, sheet, Parquet) as pandas reads them; in CSV and sheets a formula has an apostrophe in front."""
    from_csv = pandas.read_csv(address.format("csv"), encoding="utf-8-sig", **AS_TEXT)
    from_sheet = pandas.read_excel(address.format("xlsx"), "organizations", keep_default_na=False, engine="openpyxl")
    from_parquet = pandas.read_parquet(address.format("parquet"))
    for frame in (from_csv, from_sheet):
        assert set(frame["name"]) == {ARABIC, ACCENTS, f"'{FORMULA}"}
        frame["name"] = frame["name"].str.removeprefix("'")
    return from_csv, from_sheet, from_parquet


def told(frame, day):
    """What a frame says of each row, in its order."""
    seen = [str(day(value)) for value in frame["observed_on"]]
    years = [int(year) for year in frame["founded"]]
    return list(zip(frame["id"], frame["name"], frame["hq_country"], years, seen, strict=True))


def test_a_list_is_the_same_in_csv_excel_and_parquet(served, system, made):
    from_csv, from_sheet, from_parquet = in_every_form(f"{served}/api/v1/organizations?ordering=-name&format={{}}")
    listed = system().get("/api/v1/organizations", {"ordering": "-name"}).json()["results"]

    expected = [(row["id"], row["name"], row["hq_country"], row["founded"], row["observed_on"]) for row in listed]
    assert {name: reference for reference, name, *_ in expected} == made
    assert told(from_csv, str) == expected
    assert told(from_sheet, lambda moment: moment.date()) == expected
    assert told(from_parquet, lambda day: day) == expected
    assert list(from_csv.columns) == list(from_sheet.columns) == list(from_parquet.columns)


def plain(row):
    """What a program has of a row, as the pages tell it: a workbook has no days but midnights, and no zone."""
    shown = [value.isoformat() if isinstance(value, datetime) else str(value) for value in map(row.get, TOLD)]
    return [text.removesuffix("Z").removesuffix("T00:00:00").removeprefix("'") for text in shown]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_program_reads_what_the_pages_tell(system, read, made, form):
    rows = read(f"/api/v1/organizations?ordering=-name&format={form}", f"organizations.{form}", "organizations")
    listed = system().get("/api/v1/organizations", {"ordering": "-name"}).json()["results"]

    assert {row["name"].removeprefix("'"): row["id"] for row in rows} == made
    assert [plain(row) for row in rows] == [plain(row) for row in listed]
    assert f"'{FORMULA}" in [row["name"] for row in rows]


def test_no_cell_is_a_formula_and_days_are_days(system, made):
    content = system().get("/api/v1/organizations", {"format": "xlsx"}).content

    book = openpyxl.load_workbook(io.BytesIO(content))

    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "b"}
    sheet = book["organizations"]
    column = [cell.value for cell in sheet[1]].index("observed_on")
    assert {row[column].value.date() for row in sheet.iter_rows(min_row=2)} == {date(2026, 10, 12), date(2025, 1, 31)}
    assert {row[0].value for row in sheet.iter_rows(min_row=2)} == set(made.values())


def test_na_is_namibia_in_the_copy_of_the_night(served, made):
    make.export()
    latest = f"{served}/api/v1/exports/latest"

    from_parquet = pandas.read_parquet(f"{latest}/country_codes.parquet").set_index("code")
    partnerships = pandas.read_csv(f"{latest}/partnerships.csv", encoding="utf-8-sig", **AS_TEXT)

    assert (from_parquet.loc["NAM", "iso2"], from_parquet.loc["AFG", "m49"]) == ("NA", "004")
    assert list(partnerships[["id", "country"]].itertuples(index=False, name=None)) == [(made[ARABIC], "NAM")]


@pytest.mark.parametrize("name", ["country_codes.csv", "registry.xlsx"])
def test_a_program_reads_na_as_namibia_in_the_copy_of_the_night(read, name):
    make.export()

    rows = {row["code"]: row for row in read(f"/api/v1/exports/latest/{name}", name, "country_codes")}

    assert [rows["NAM"][column] for column in ("iso2", "name_ar")] == ["NA", "ناميبيا"]
    assert rows["AFG"]["m49"] == "004"
