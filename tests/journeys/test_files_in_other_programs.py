"""Lists and copies as a data team opens them: pandas, from the address alone, and openpyxl; the same in every form."""

import io
from datetime import date

import openpyxl
import pandas
import pytest

from tests import make

# A live server and its commits.
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ARABIC, ACCENTS, FORMULA = "إغاثة المهاجرين", "Ärzte für Çédille", '=HYPERLINK("https://x.example","<b>&")'
# As the guide for pandas says: text stays text.
AS_TEXT = {"dtype": str, "keep_default_na": False}


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

    from_csv = pandas.read_csv(f"{latest}/country_codes.csv", encoding="utf-8-sig", **AS_TEXT)
    from_sheet = pandas.read_excel(f"{latest}/registry.xlsx", "country_codes", engine="openpyxl", **AS_TEXT)
    from_parquet = pandas.read_parquet(f"{latest}/country_codes.parquet")
    partnerships = pandas.read_csv(f"{latest}/partnerships.csv", encoding="utf-8-sig", **AS_TEXT)

    for frame in (from_csv, from_sheet, from_parquet):
        codes = frame.set_index("code")
        assert (codes.loc["NAM", "iso2"], codes.loc["AFG", "m49"]) == ("NA", "004")
    assert list(partnerships[["id", "country"]].itertuples(index=False, name=None)) == [(made[ARABIC], "NAM")]
