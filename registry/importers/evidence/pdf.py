"""PDF: every object is looked at, also one packed into a stream; what acts, carries or hides is refused or left out."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf

from .refusal import Refusal

OBJECTS = 200_000

# An action is a dictionary whose /S names what it does; these run programs or scripts, or reach out.
ACTIONS = {
    "/JavaScript": "script",
    "/Launch": "program",
    "/ImportData": "program",
    "/SubmitForm": "program",
    "/GoToE": "attachment",
}
KEYS = {"/JS": "script", "/JavaScript": "script", "/EF": "attachment", "/EmbeddedFiles": "attachment", "/XFA": "form"}
TYPES = {"/EmbeddedFile": "attachment", "/RichMedia": "attachment", "/3D": "attachment"}
# What a reader does not see: triggers, who wrote it with which program, what a program keeps for itself.
LEFT_OUT = ("/AA", "/Metadata", "/PieceInfo")


def rewrite(data: bytes) -> bytes:
    try:
        with pikepdf.open(BytesIO(data)) as document:
            if document.is_encrypted:
                raise Refusal("password")
            if len(document.objects) > OBJECTS:
                raise Refusal("too_many_parts", limit=OBJECTS)
            if not len(document.pages):
                raise Refusal("broken")
            for thing in _everything(document):
                _examine(thing)
            if "/Info" in document.trailer:
                del document.trailer["/Info"]
            out = BytesIO()
            # The same document has the same bytes each time it is sent.
            document.save(out, deterministic_id=True)
            return out.getvalue()
    except pikepdf.PasswordError as error:
        raise Refusal("password") from error
    except (pikepdf.PdfError, pikepdf.DeletedObjectError, ValueError, TypeError, RuntimeError) as error:
        raise Refusal("broken") from error


def _everything(document: pikepdf.Pdf) -> Iterator[Any]:
    """Every dictionary and stream of the file, however deep it lies in others; what others refer to comes by itself."""
    waiting: list[Any] = [document.trailer, *document.objects]
    left = 10 * OBJECTS
    while waiting:
        left -= 1
        if left < 0:
            raise Refusal("too_many_parts", limit=OBJECTS)
        thing = waiting.pop()
        if isinstance(thing, pikepdf.Array):
            waiting += [part for part in thing if _is_container(part)]
        elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            yield thing
            waiting += [part for _key, part in thing.items() if _is_container(part)]


def _is_container(part: Any) -> bool:
    return isinstance(part, pikepdf.Array | pikepdf.Dictionary | pikepdf.Stream) and not part.is_indirect


def _examine(thing: Any) -> None:
    for key, code in KEYS.items():
        if key in thing:
            raise Refusal(code)
    for key, codes in (("/S", ACTIONS), ("/Type", TYPES), ("/Subtype", TYPES)):
        if reason := codes.get(str(thing.get(key, ""))):
            raise Refusal(reason)
    for key in LEFT_OUT:
        if key in thing:
            del thing[key]
