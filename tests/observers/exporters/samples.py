"""Contents with quiet defaults, and what can be read in a file that was made of them."""

import html
import io
import re
import unicodedata
import zipfile
from datetime import UTC, date, datetime

import pypdfium2

from observers.exporters.contents import (
    CouncilPack,
    CriterionAnswer,
    Dossier,
    EvidenceFile,
    Exchange,
    FactSheet,
    Field,
    Finding,
    Letter,
    Name,
    Partnership,
    Receipt,
    ReceivedFile,
    Session,
    SharedFinding,
    Signature,
    Stage,
)

SESSION = Session("117", date(2026, 11, 30), date(2026, 12, 2))
SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
ARABIC = Name("شبكة شرق أفريقيا للأسر المهاجرة", "ar")
HOSTILE = '#read("/etc/passwd") $x^2$ *b* _i_ \\ "q" @ref <l> `raw` // -- [c] {d} %s &lt; = h'
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def sheet(number=1, **facts):
    quiet = {
        "reference": f"OBS-{number:04d}ABCD",
        "names": (Name(f"Network of Migrant Families {number}", "en"), ARABIC),
        "acronym": "NMF",
        "types": ("Non-governmental organization",),
        "head_office": "Kenya",
        "countries": ("Kenya", "Uganda"),
        "founded": 1998,
        "areas": ("Migration and health",),
        "partnerships": (Partnership("Donor", "Migration and health", "Kenya", 2010, 2012, is_verified=True),),
        "findings": (Finding("C-FIELD", "Concerned with migration", "met", "Constitution, article 8"),),
        "advice": "admit",
        "reasons": "It works with migrants in two countries.",
        "sent_on": date(2026, 3, 1),
        "complete_on": date(2026, 4, 2),
        "recommended_on": date(2026, 9, 30),
    }
    return FactSheet(**{**quiet, **facts})


def pack(*sheets, **facts):
    return CouncilPack(**{"session": SESSION, "applications": sheets, "as_of": date(2026, 10, 1), **facts})


def letter(**facts):
    quiet = {
        "language": "en",
        "reference": "OBS-3QH8T0WZ",
        "organization": Name("Network of Migrant Families"),
        "outcome": "admitted",
        "decided_on": date(2026, 12, 1),
        "session": SESSION,
        "resolution": "1455",
        "findings": (SharedFinding("C-FIELD", "Concerned with migration", "met", "The statutes say so."),),
        "file_sha256": SHA256,
    }
    return Letter(**{**quiet, **facts})


def dossier(**facts):
    evidence = EvidenceFile("Statutes of 2019", "Statutes", "French", date(2027, 3, 1), 482_133, SHA256)
    answer = CriterionAnswer(
        "C-GOV",
        "Has statutes",
        question="Who governs you?",
        answer="A board of nine.",
        declared=True,
        evidence=(evidence,),
        exchanges=(Exchange("Who chairs it?", NOON, "The president.", NOON),),
    )
    quiet = {
        "language": "en",
        "reference": "OBS-3QH8T0WZ",
        "organization": Name("Network of Migrant Families"),
        "profile": (Field("Names", ("Network of Migrant Families", ARABIC.text)),),
        "answers": (answer,),
        "timeline": (Stage("Sent", NOON),),
        "signature": Signature("Amina Njoroge", "Director", NOON, "What stands here is true."),
        "receipts": ("RCP-7K2M9XQ4",),
        "snapshot_sha256": SHA256,
    }
    return Dossier(**{**quiet, **facts})


def receipt(**facts):
    quiet = {
        "language": "en",
        "number": "RCP-7K2M9XQ4",
        "reference": "OBS-3QH8T0WZ",
        "organization": Name("Network of Migrant Families"),
        "received_at": NOON,
        "files": (ReceivedFile("statutes.pdf", 482_133, SHA256),),
        "snapshot_sha256": SHA256,
    }
    return Receipt(**{**quiet, **facts})


def pages(pdf):
    """The text of each page, on one line each."""
    document = pypdfium2.PdfDocument(pdf)
    texts = []
    for page in document:
        text = page.get_textpage()
        texts.append(_one_line(text.get_text_range()))
        text.close()
        page.close()
    document.close()
    return texts


def words(docx, *, with_mark=False):
    """The text of a DOCX on one line, after what its watermark says."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        body = archive.read("word/document.xml").decode()
        marks = [found for name in archive.namelist() for found in re.findall(b'string="([^"]+)"', archive.read(name))]
    text = html.unescape(re.sub("<[^>]+>", "", re.sub("</w:p>", " ", body)))
    return _one_line(" ".join([*(mark.decode() for mark in marks if with_mark), text]))


def _one_line(text):
    # A break in a word that was too long, and the letters of Arabic as they are typed rather than as they are drawn.
    return " ".join(unicodedata.normalize("NFKC", text.replace("\u200b", "").replace("\ufffe", "")).split())
