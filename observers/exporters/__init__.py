"""One file a format: contents in, bytes out, no database."""

from observers.exporters.council_pack import council_pack_pdf
from observers.exporters.council_pack_docx import council_pack_docx
from observers.exporters.dossier import dossier_pdf
from observers.exporters.letter import letter_pdf
from observers.exporters.own_copy import own_copy_zip
from observers.exporters.receipt import receipt_pdf

__all__ = [
    "council_pack_docx",
    "council_pack_pdf",
    "dossier_pdf",
    "letter_pdf",
    "own_copy_zip",
    "receipt_pdf",
]
