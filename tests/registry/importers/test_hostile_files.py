"""Files made to do harm, or broken on the way: each gets its sentence, quickly and in little memory."""

import struct
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from registry.importers import Unreadable, read, sheets
from registry.importers.bounded import limits
from registry.importers.problems import FILES, KINDS
from registry.importers.reader import command
from tests.registry.importers import files

# Each case starts the child for both doors; some unpack or write many megabytes.
pytestmark = pytest.mark.slow

DATA = Path(__file__).parent / "data"
ROWS = [["Name", "Country"], ["Hope", "Chad"]]


def refusal(path):
    """The code with which both doors refuse the file."""
    with pytest.raises(Unreadable) as surveyed:
        sheets(path)
    with pytest.raises(Unreadable) as reading:
        list(read(path))
    assert reading.value.code == surveyed.value.code
    assert surveyed.value.code in FILES
    return surveyed.value.code


def kind(path):
    with pytest.raises(Unreadable) as caught:
        sheets(path)
    assert caught.value.code == "not_a_table"
    assert caught.value.params["what"] in KINDS
    return caught.value.params["what"]


@pytest.fixture
def book(tmp_path):
    return files.xlsx(tmp_path / "a.xlsx", ROWS)


@pytest.fixture(autouse=True)
def _is_quick():
    since = time.perf_counter()
    yield
    assert time.perf_counter() - since < 30


def peak(path):
    """The most bytes that the child held while it read the file.

    Asked of a parent of its own: a child counts what its parent held when it was born, and a test run holds much.
    """
    ask = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], capture_output=True);"
    ask += "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    told = subprocess.run([sys.executable, "-c", ask, *command("survey", path)], capture_output=True, check=True)
    return int(told.stdout) * 1024


# Nothing, or not a table


def test_empty_file(tmp_path):
    assert refusal(files.text(tmp_path / "a.csv", "")) == "empty"


@pytest.mark.parametrize("content", ["\n\n\n", " ,, \n,,\n", "\ufeff", "\u00a0\u200b"])
def test_file_without_a_word(tmp_path, content):
    assert sheets_or_code(files.text(tmp_path / "a.csv", content)) == "empty"


def sheets_or_code(path):
    with pytest.raises(Unreadable) as caught:
        sheets(path)
    return caught.value.code


def test_workbook_without_a_cell(tmp_path):
    assert sheets_or_code(files.xlsx(tmp_path / "a.xlsx", [])) == "no_sheet"


def test_empty_archive(tmp_path):
    assert refusal(files.archive(tmp_path / "a.xlsx", {})) == "empty"


def test_missing_file(tmp_path):
    assert refusal(tmp_path / "gone.xlsx") == "missing"


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"%PDF-1.7\n...", "pdf"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "picture"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "picture"),
        (b"\x1f\x8b\x08" + bytes(50), "archive"),
        (b"Rar!\x1a\x07" + bytes(50), "archive"),
        (b"\x7fELF" + bytes(50), "program"),
        (b"SQLite format 3\x00" + bytes(50), "database"),
        (b"<!DOCTYPE html><table><tr><td>Name</td></tr></table>", "web_page"),
        (b"\xef\xbb\xbf <html><body>", "web_page"),
        (b"<?xml version='1.0'?><Workbook/>", "web_page"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "web_page"),
        (b"{\\rtf1 Name}", "document"),
        (bytes(range(256)) * 40, "binary"),
    ],
)
def test_another_kind_of_file_named_csv(tmp_path, content, what):
    assert kind(files.text(tmp_path / "a.csv", content)) == what


def test_word_document_and_other_archives(tmp_path):
    assert kind(files.archive(tmp_path / "a.xlsx", {"word/document.xml": "<w/>"})) == "document"
    assert kind(files.archive(tmp_path / "b.xlsx", {"photo.jpg": "x"})) == "archive"
    assert (
        kind(files.archive(tmp_path / "c.ods", {"mimetype": "application/vnd.oasis.opendocument.text"})) == "document"
    )


def test_binary_workbook(tmp_path):
    assert refusal(files.archive(tmp_path / "a.xlsb", {"xl/workbook.bin": "x"})) == "binary_workbook"


# Broken


def test_cut_workbook(book):
    book.write_bytes(book.read_bytes()[:-200])

    assert refusal(book) == "broken"


def test_workbook_with_a_wrong_byte(book):
    content = bytearray(book.read_bytes())
    content[content.index(b"xl/worksheets/sheet1.xml") + 60] ^= 0xFF
    book.write_bytes(content)

    assert refusal(book) == "broken"


def test_workbook_whose_sheet_is_no_xml(book):
    path = files.with_part(book, "xl/worksheets/sheet1.xml", "<worksheet><sheetData><row>", replace=True)

    assert refusal(path) == "broken"


def test_workbook_of_which_parts_are_missing(tmp_path):
    assert refusal(files.archive(tmp_path / "a.xlsx", {"xl/workbook.xml": "<workbook/>"})) == "broken"


def test_cut_xls(tmp_path):
    assert refusal(files.text(tmp_path / "a.xls", (DATA / "list.xls").read_bytes()[:2000])) in ("broken", "not_a_table")


def test_open_quotation_mark(tmp_path):
    path = files.text(tmp_path / "a.csv", 'Name,Country\n"Hope,Chad\nPeace,Kenya\n')

    with pytest.raises(Unreadable) as caught:
        list(read(path))
    assert (caught.value.code, caught.value.params) == ("open_quote", {"line": 2})


def test_open_quotation_mark_in_a_long_file(tmp_path):
    assert (
        refusal(files.text(tmp_path / "a.csv", 'Name,Country\n"Hope,Chad\n' + "Peace,Kenya\n" * 50_000)) == "open_quote"
    )


def test_quotation_mark_inside_a_cell_is_only_a_letter(tmp_path):
    path = files.text(tmp_path / "a.csv", 'Name,UNIT"|trans}}\nHope,5"\n"B ""b""",6\n')

    assert [line.cells for line in read(path)] == [("Name", 'UNIT"|trans}}'), ("Hope", '5"'), ('B "b"', "6")]


# Protected, or more than a table


@pytest.mark.parametrize("name", ["password.xlsx", "password.xls"])
def test_password(name):
    assert refusal(DATA / name) == "password"


def test_encrypted_archive(book):
    content = bytearray(book.read_bytes())
    at = content.rindex(b"PK\x01\x02")
    content[at + 8] |= 1
    book.write_bytes(content)

    assert refusal(book) == "password"


def test_encrypted_ods(tmp_path):
    path = files.ods(tmp_path / "a.ods", {"A": ROWS}, manifest="<manifest:encryption-data/>")

    assert refusal(path) == "password"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("xl/vbaProject.bin", "macros"),
        ("xl/macrosheets/sheet1.xml", "macros"),
        ("xl/embeddings/oleObject1.bin", "embedded"),
        ("xl/activeX/activeX1.xml", "embedded"),
        ("xl/externalLinks/externalLink1.xml", "external"),
        ("../../etc/passwd", "disguised"),
        ("/etc/passwd", "disguised"),
    ],
)
def test_parts_that_no_table_needs(book, name, code):
    assert refusal(files.with_part(book, name, "<x/>")) == code


def relationship(kind):
    namespace = "http://schemas.openxmlformats.org"
    return (
        f'<Relationships xmlns="{namespace}/package/2006/relationships"><Relationship Id="rId1" TargetMode="External" '
        f'Type="{namespace}/officeDocument/2006/relationships/{kind}" Target="https://example.org/"/></Relationships>'
    )


def test_external_relationships(book):
    path = files.with_part(book, "xl/worksheets/_rels/sheet1.xml.rels", relationship("attachedTemplate"))

    assert refusal(path) == "external"


def test_links_that_a_person_may_click_are_harmless(book):
    path = files.with_part(book, "xl/worksheets/_rels/sheet1.xml.rels", relationship("hyperlink"))

    assert len(list(read(path))) == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_external_entity(book, encoding):
    xml = (
        '<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&x;</t></si></sst>'
    )

    assert refusal(files.with_part(book, "xl/sharedStrings.xml", xml.encode(encoding), replace=True)) == "entities"


def test_entity_at_the_edge_of_what_is_looked_at_together(book):
    xml = " " * (1024 * 1024 - 4) + '<!DOCTYPE x [<!ENTITY a "b">]><x/>'

    assert refusal(files.with_part(book, "xl/extra.xml", xml)) == "entities"


def test_linked_ods(tmp_path):
    settings = '<office:dde-source office:dde-application="cmd"/>'

    assert refusal(files.ods(tmp_path / "a.ods", {"A": ROWS}, settings=settings)) == "external"


def test_macro_in_an_old_workbook(tmp_path):
    content = (DATA / "list.xls").read_bytes() + "_VBA_PROJECT".encode("utf-16-le")

    assert refusal(files.text(tmp_path / "a.xls", content)) == "macros"


def test_workbook_that_is_a_web_page_too(book):
    book.write_bytes(b"<html><script>alert(1)</script></html>" + book.read_bytes())

    assert kind(book) == "web_page"


def test_workbook_with_something_behind_it(book):
    book.write_bytes(book.read_bytes() + b"%PDF-1.7")

    assert refusal(book) in ("disguised", "broken")


def test_workbook_with_a_comment(book):
    with zipfile.ZipFile(book, "a") as archive:
        archive.comment = b"<script>alert(1)</script>"

    assert refusal(book) == "disguised"


def test_two_parts_of_one_name(book):
    with zipfile.ZipFile(book, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("xl/workbook.xml", "<other/>")

    assert refusal(book) == "disguised"


# Too much


def test_too_big(tmp_path):
    path = tmp_path / "a.csv"
    with path.open("wb") as file:
        file.truncate(limits.FILE_BYTES + 1)

    assert refusal(path) == "too_big"


def test_bomb(tmp_path):
    parts = {"xl/workbook.xml": "<x/>", "xl/worksheets/sheet1.xml": bytes(150 * 1024 * 1024)}
    path = files.archive(tmp_path / "a.xlsx", parts)

    assert path.stat().st_size < 300_000
    assert refusal(path) == "bomb"
    assert peak(path) < 100 * limits.MB


def test_bomb_of_many_megabytes(tmp_path):
    parts = {f"xl/media/{at}": bytes(60 * 1024 * 1024) for at in range(4)}

    assert refusal(files.archive(tmp_path / "a.xlsx", {"xl/workbook.xml": "<x/>"} | parts)) == "unpacks_too_big"


def test_bomb_that_lies_about_its_size(book):
    """The directory promises 100 bytes where there are 50 MB."""
    path = files.with_part(book, "xl/worksheets/sheet1.xml", b" " * (50 * 1024 * 1024), replace=True)
    content = bytearray(path.read_bytes())
    size = struct.pack("<I", 50 * 1024 * 1024)
    while (at := content.find(size)) >= 0:
        content[at : at + 4] = struct.pack("<I", 100)
    path.write_bytes(content)

    assert refusal(path) in ("broken", "bomb")


def test_sixty_thousand_parts(tmp_path):
    parts = {f"xl/{at}": "" for at in range(60_000)}

    assert refusal(files.archive(tmp_path / "a.xlsx", parts, zipfile.ZIP_STORED)) == "too_many_parts"


def test_a_cell_at_the_far_end_does_no_harm(book):
    sheet = files.part(book, "xl/worksheets/sheet1.xml")
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'

    path = files.with_part(book, "xl/worksheets/sheet1.xml", sheet.replace("</sheetData>", far), replace=True)

    assert [line.cells for line in read(path)] == [("Name", "Country"), ("Hope", "Chad")]
    assert [notice.code for notice in sheets(path)[0].warnings] == ["columns_cut"]


def test_a_far_cell_in_the_first_columns_is_read(book):
    sheet = files.part(book, "xl/worksheets/sheet1.xml")
    last = '<c r="A1048576" t="inlineStr"><is><t>Last</t></is></c>'
    far = f'<row r="1048576">{last}<c r="XFD1048576"><v>1</v></c></row></sheetData>'

    path = files.with_part(book, "xl/worksheets/sheet1.xml", sheet.replace("</sheetData>", far), replace=True)

    assert [(line.number, line.cells) for line in read(path)][-1] == (1_048_576, ("Last",))


def test_a_far_cell_that_hides_its_place_is_refused_in_little_memory(book):
    """An address written with a character reference is not seen before; then the memory limit stops it."""
    sheet = files.part(book, "xl/worksheets/sheet1.xml")
    far = '<row r="1048576"><c r="XF&#68;1048576"><v>1</v></c></row></sheetData>'

    path = files.with_part(book, "xl/worksheets/sheet1.xml", sheet.replace("</sheetData>", far), replace=True)

    assert refusal(path) in ("too_heavy", "broken")
    assert peak(path) <= limits.CHILD_MEMORY


def test_repeated_cells_of_ods(tmp_path):
    kind = 'table:number-columns-repeated="16384" office:value-type="string"'
    row = f"<table:table-cell {kind}><text:p>x</text:p></table:table-cell></table:table-row>"
    table = f'<table:table table:name="A"><table:table-row table:number-rows-repeated="1048576">{row}</table:table>'

    path = files.ods(tmp_path / "a.ods", {}, settings=table)

    assert refusal(path) in ("too_heavy", "too_many_rows", "broken")
    assert peak(path) <= limits.CHILD_MEMORY


def test_too_many_rows(tmp_path):
    assert refusal(files.text(tmp_path / "a.csv", "Name,Country\n" + "Hope,Chad\n" * 200_000)) == "too_many_rows"


def test_200_000_rows_are_not_too_many(tmp_path):
    path = files.text(tmp_path / "a.csv", "Name,Country\n" + "Hope,Chad\n" * 199_999)

    assert sheets(path)[0].rows == 200_000
    assert peak(path) < 100 * limits.MB


def test_a_million_columns(tmp_path):
    path = files.text(tmp_path / "a.csv", ",".join(["x"] * 1_000_000) + "\n" + "a,b\n")

    (sheet,) = sheets(path)

    assert (sheet.columns, [notice.code for notice in sheet.warnings]) == (200, ["columns_cut"])


def test_one_huge_line(tmp_path):
    path = files.text(tmp_path / "a.csv", "x" * (20 * limits.MB))

    assert refusal(path) == "cell_too_long"
    assert peak(path) < 200 * limits.MB


def test_reading_that_takes_too_long_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr("registry.importers.reader.CHILD_WAIT_SECONDS", 0.01)

    assert refusal(files.xlsx(tmp_path / "a.xlsx", ROWS)) == "too_slow"


def test_a_slow_caller_is_not_a_slow_file(tmp_path, monkeypatch):
    path = files.text(tmp_path / "a.csv", "Name,Country\n" + "Hope,Chad\n" * 150_000)
    clock, hours_passed = time.monotonic, 0
    monkeypatch.setattr("registry.importers.reader.time.monotonic", lambda: clock() + hours_passed * 3600)
    lines = read(path)

    next(lines)
    hours_passed = 5

    assert sum(1 for _ in lines) == 150_000


def test_every_refusal_is_a_sentence():
    for code, sentence in FILES.items():
        assert str(sentence).endswith("."), code
