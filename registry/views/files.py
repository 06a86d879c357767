"""How a file leaves the registry: to keep and never to show, for a browser must not run what a stranger wrote."""

import unicodedata

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse

from registry.importers.documents import EXTENSIONS

NEVER_SHOWN = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}


_EDITION_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "jsonl": "application/jsonl; charset=utf-8",
}


def stored(document):
    """The file of a document of the record, or 404 when it is not on its disk."""
    return _kept(document.file, name=file_name(document), media_type=document.media_type)


def original(document):
    """The bytes as they were sent, under a name that nothing opens, or 404 when they were not kept."""
    return _kept(document.original, name=f"{document.reference}.original", media_type="application/octet-stream")


def sent_with(claim):
    """What a person sent with her claim, or 404 when it is not on its disk."""
    name = f"{claim.reference}.{EXTENSIONS[claim.media_type]}"
    return _kept(claim.file, name=name, media_type=claim.media_type)


def of_edition(edition, name):
    """A file of an edition of the inventory, or 404. No cache keeps it: it changes when somebody leaves."""
    path = f"{edition.folder}/{name}"
    if not default_storage.exists(path):
        raise Http404
    media_type = _EDITION_TYPES[name.rpartition(".")[2]]
    return FileResponse(
        default_storage.open(path),
        as_attachment=True,
        filename=f"inventory-{edition.number}-{name}",
        content_type=media_type,
        headers=NEVER_SHOWN,
    )


def made(content, *, name, media_type):
    """Bytes that were made for this reader, such as a PDF."""
    return HttpResponse(
        content,
        content_type=media_type,
        headers=NEVER_SHOWN | {"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _kept(file, *, name, media_type):
    try:
        content = file.open("rb")
    except (FileNotFoundError, ValueError) as error:
        raise Http404 from error
    return FileResponse(content, as_attachment=True, filename=name, content_type=media_type, headers=NEVER_SHOWN)


def file_name(document):
    """A name that any system takes: the title's letters and digits, and the reference."""
    letters = "".join(c if unicodedata.category(c)[0] in "LNM" else " " for c in document.title)
    words = "-".join(letters.split())[:80].rstrip("-")
    return f"{words}-{document.reference}.{EXTENSIONS[document.media_type]}".lstrip("-")
