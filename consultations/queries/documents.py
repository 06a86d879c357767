"""Papers of a consultation as their readers find them: in their own language first, honestly marked when it is not."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch
from django.utils.translation import get_language

from consultations.models import ConsultationDocument, DocumentFile
from registry.importers.documents import EXTENSIONS
from registry.queries.words import language_names


@dataclass(frozen=True)
class Version:
    """A file in one language, with the words for both."""

    file: DocumentFile
    language: str
    type: str


@dataclass(frozen=True)
class Paper:
    document: ConsultationDocument
    versions: list
    is_in_readers_language: bool


def papers(consultation, *, audiences):
    """Those that are there, in the order in which they came. Costs two queries."""
    current = DocumentFile.objects.current()
    found = (
        consultation.documents.filter(Exists(current.filter(document=OuterRef("pk"))), audience__in=audiences)
        .select_related("session")
        .prefetch_related(Prefetch("files", current.order_by("language"), to_attr="current"))
        .order_by("pk")
    )
    own = (get_language() or "en")[:2]
    return [
        Paper(
            document=document,
            versions=[_version(file) for file in sorted(document.current, key=lambda file: file.language != own)],
            is_in_readers_language=any(file.language == own for file in document.current),
        )
        for document in found
    ]


def _version(file):
    return Version(file=file, language=language_names([file.language])[0], type=EXTENSIONS[file.media_type].upper())
