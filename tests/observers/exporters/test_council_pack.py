"""The Council pack: the same words in two formats, one page for each application, equal bytes for equal facts."""

import hashlib
import io
import subprocess
import sys
import zipfile
from datetime import datetime

import pikepdf
import pytest
from django.conf import settings
from docx import Document

from observers.exporters import council_pack_docx, council_pack_pdf
from observers.exporters.contents import Finding, Name, Partnership
from tests.observers.exporters.samples import ARABIC, HOSTILE, pack, pages, sheet, words

MAKE_IN_ANOTHER_PROCESS = """
import hashlib, time
from observers.exporters import council_pack_docx, council_pack_pdf
from tests.observers.exporters.samples import pack, sheet
time.tzset()
for make in (council_pack_pdf, council_pack_docx):
    print(hashlib.sha256(make(pack(sheet(1), sheet(2)), language="fr")).hexdigest())
"""
SAYS = {
    "en": ["DRAFT", "Applications for representation by an observer", "117th session of the Council", "Met", "Admit"],
    "fr": ["BROUILLON", "Demandes de représentation par un observateur", "117e session du Conseil", "Rempli"],
    "es": [
        "BORRADOR",
        "Solicitudes para hacerse representar por un observador",
        "117.ª reunión del Consejo",
        "Cumplido",
    ],
}
PHRASES = [(language, phrase) for language, phrases in SAYS.items() for phrase in phrases]


@pytest.fixture(scope="module")
def read():
    """The text of a pack of one application in each language and format, made once."""
    made = {}
    for language in SAYS:
        made[language, "pdf"] = " ".join(pages(council_pack_pdf(pack(sheet()), language=language)))
        made[language, "docx"] = words(council_pack_docx(pack(sheet()), language=language), with_mark=True)
    return made


@pytest.mark.parametrize("kind", ["pdf", "docx"])
@pytest.mark.parametrize(("language", "phrase"), PHRASES)
def test_a_pack_speaks_the_language_it_is_asked_for(read, language, phrase, kind):
    assert phrase.replace("ª", "a") in read[language, kind]


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_a_fact_sheet_says_everything_known_of_an_application(read, kind):
    told = [
        "OBS-0001ABCD", "Network of Migrant Families 1", ARABIC.text, "NMF", "Non-governmental organization", "Kenya",
        "Kenya, Uganda", "1998", "Migration and health", "Donor", "2010–2012", "Yes", "C-FIELD",
        "Concerned with migration", "Constitution, article 8", "It works with migrants in two countries.",
        "sent 1 March 2026, complete 2 April 2026, recommended 30 September 2026", "Facts as of 1 October 2026",
    ]  # fmt: skip

    assert [phrase for phrase in told if phrase not in read["en", kind]] == []


def test_an_acronym_is_not_told_again_among_the_other_names():
    names = (Name("Network of Migrant Families", "en"), Name("NMF", "en"))

    text = words(council_pack_docx(pack(sheet(names=names, acronym="NMF")), language="en"))

    assert "Acronym" in text
    assert "Other names" not in text


@pytest.mark.slow  # Two more processes start Django's settings and Typst.
def test_equal_facts_make_equal_bytes_in_any_process_hour_and_zone():
    made = [
        subprocess.run(
            [sys.executable, "-c", MAKE_IN_ANOTHER_PROCESS],
            capture_output=True, text=True, check=True,
            env={"TZ": zone, "PYTHONHASHSEED": seed, "LANG": "C.UTF-8"}, cwd=settings.BASE_DIR,
        ).stdout.split()
        for zone, seed in (("UTC", "1"), ("Pacific/Kiritimati", "2"))
    ]  # fmt: skip
    here = [
        hashlib.sha256(make(pack(sheet(1), sheet(2)), language="fr")).hexdigest()
        for make in (council_pack_pdf, council_pack_docx)
    ]

    assert made == [here, here]


def test_a_fact_that_changes_changes_the_bytes():
    before, after = (council_pack_pdf(pack(sheet(founded=year)), language="en") for year in (1998, 1999))

    assert before != after


def test_no_file_says_when_it_was_made():
    docx = io.BytesIO(council_pack_docx(pack(sheet()), language="en"))
    pdf = pikepdf.open(io.BytesIO(council_pack_pdf(pack(sheet()), language="en")))

    about = Document(docx).core_properties
    assert {info.date_time for info in zipfile.ZipFile(docx).infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert {about.created.replace(tzinfo=None), about.modified.replace(tzinfo=None)} == {datetime(2026, 10, 1)}  # noqa: DTZ001
    assert {"/CreationDate", "/ModDate"} & set(pdf.docinfo.keys()) == set()


@pytest.mark.slow  # Twenty pages are set.
def test_a_pack_of_twenty_has_a_page_for_each_application():
    text = pages(council_pack_pdf(pack(*[sheet(number) for number in range(1, 21)]), language="fr"))

    found = [[number for number in range(1, 21) if f"Fiche {number} · " in page] for page in text]
    assert found == [[], [], *[[number] for number in range(1, 21)], []]


def test_a_sheet_with_far_too_much_stays_on_its_page_and_says_what_is_left_out():
    rows = tuple(Partnership("Project implementer", "Labour migration", "Kenya", 2000 + year) for year in range(22))
    much = sheet(
        2,
        names=tuple(Name(f"A long name of the network {number}") for number in range(30)),
        countries=tuple(f"Country number {number}" for number in range(60)),
        partnerships=rows,
        findings=tuple(Finding(f"C-{number}", "A criterion in many words " * 9, "partly") for number in range(40)),
        reasons="It has many reasons. " * 200,
    )

    text = pages(council_pack_pdf(pack(sheet(1), much, sheet(3)), language="en"))

    assert len(text) == 6
    for phrase in (
        "and 24 more names in the registry", "and 14 more rows in the registry", "more countries in the registry",
        "Rows in the registry: 22. Verified: 0.", "and 20 more findings in the file of the application",
        "(Shortened. The whole text is in the file of the application.)",
    ):  # fmt: skip
        assert phrase in text[3]


def test_a_final_pack_is_marked_final_and_not_draft():
    text = pages(council_pack_pdf(pack(sheet(), is_final=True), language="en"))

    assert all("FINAL" in page and "DRAFT" not in page for page in text)


def test_the_draft_resolution_names_those_recommended_for_admission_only():
    sheets = [sheet(1), sheet(2, advice="defer"), sheet(3, advice="not_admit"), sheet(4, advice=None)]

    annex = pages(council_pack_pdf(pack(*sheets), language="en"))[-1]
    same = words(council_pack_docx(pack(*sheets), language="en")).split("Annex: ")[1]

    for text in (annex, same):
        assert [n for n in range(1, 5) if f"Network of Migrant Families {n} (Kenya)" in text] == [1]
    assert "Resolution no. ________" in annex
    assert "Draft text, to be completed and checked by IOM." in annex


def test_a_pack_without_applications_says_so():
    text = " ".join(pages(council_pack_pdf(pack(), language="en")))

    assert "There is no application for this session." in text
    assert "[No application is recommended for admission." in text


@pytest.mark.parametrize("make", [council_pack_pdf, council_pack_docx])
def test_hostile_names_are_only_text(make):
    made = make(pack(sheet(names=(Name(HOSTILE + "\x00\x07\u202egpj"),), reasons=HOSTILE)), language="en")

    text = " ".join(pages(made)) if make is council_pack_pdf else words(made)
    assert text.count(HOSTILE) >= 3
    assert "\u202e" not in text


def test_a_pack_can_be_read_aloud():
    pdf = pikepdf.open(io.BytesIO(council_pack_pdf(pack(sheet()), language="fr")))

    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.Lang == "fr"
    assert pdf.open_metadata()["pdfuaid:part"] == "1"


def test_every_letter_is_drawn_by_a_font_that_the_file_carries():
    name = "Network " + ARABIC.text + " Союз Ένωση 移民 이주 移住者 अध्ययन ማኅበር সংস্থা องค์กร"
    pdf = pikepdf.open(io.BytesIO(council_pack_pdf(pack(sheet(names=(Name(name),))), language="en")))

    fonts = [font for page in pdf.pages for font in page.Resources.Font.values()]
    described = [font.DescendantFonts[0].FontDescriptor for font in fonts]
    assert described
    assert all("/FontFile2" in d or "/FontFile3" in d for d in described)
    # With a letter that no font has, the file could not promise this.
    assert pdf.open_metadata()["pdfuaid:part"] == "1"
