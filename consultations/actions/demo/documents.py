"""Invented papers of the coming consultation: for everybody, and for participants."""

from consultations.actions.documents import add_consultation_document, add_document_file
from consultations.models import Consultation
from registry.actions.demo.papers import page_pdf
from registry.importers.documents import CleanFile


def add_documents(*, by):
    consultation = Consultation.objects.get(slug="invented-regional-coming")
    note = add_consultation_document(
        consultation,
        name_en="Concept note (invented)",
        name_fr="Note conceptuelle (inventée)",
        audience="public",
        language="en",
        file=_file("Concept note: invented document"),
        by=by,
    )
    add_document_file(note, language="fr", file=_file("Note conceptuelle : document inventé"), by=by)
    add_consultation_document(
        consultation,
        name_en="Background paper for the working groups (invented)",
        session=consultation.agenda.filter(parent=None).order_by("starts_at")[1],
        audience="participants",
        language="en",
        file=_file("Background paper: invented document"),
        by=by,
    )


def _file(words):
    return CleanFile("application/pdf", page_pdf(words))
