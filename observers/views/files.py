"""How a file leaves the registry: to keep and never to show, for a browser must not run what a stranger wrote."""

import unicodedata

from django.http import FileResponse, Http404, HttpResponse

from registry.importers.documents import EXTENSIONS

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}


def stored(document):
    """The file of a document of the record, or 404 when it is not on its disk."""
    try:
        content = document.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(
        content,
        as_attachment=True,
        filename=file_name(document),
        content_type=document.media_type,
        headers=_HEADERS,
    )


def made(content, *, name, media_type):
    """Bytes that were made for this reader, such as a PDF."""
    return HttpResponse(
        content,
        content_type=media_type,
        headers=_HEADERS | {"Content-Disposition": f'attachment; filename="{name}"'},
    )


def file_name(document):
    """A name that any system takes: the title's letters and digits, and the reference."""
    letters = "".join(c if unicodedata.category(c)[0] in "LNM" else " " for c in document.title)
    words = "-".join(letters.split())[:80].rstrip("-")
    return f"{words}-{document.reference}.{EXTENSIONS[document.media_type]}".lstrip("-")
