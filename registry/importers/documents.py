"""Documents that people send as evidence: a stranger's bytes in, a clean file out, or a sentence that says why not."""

import json
import subprocess
import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pikepdf
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

HERE: Final = Path(__file__).parent
START: Final = "import sys; sys.path.append(sys.argv[1]); from evidence.child import main; main()"
# Nothing of ours: no database address, no key, no proxy.
ENVIRONMENT: Final = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "2"}
WAIT_SECONDS: Final = 25
MEGABYTE: Final = 1024 * 1024
LIMIT_BYTES: Final = 10 * MEGABYTE

EXTENSIONS: Final = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}

SENTENCES: Final[dict[str, Promise]] = {
    "empty": _("The file is empty. Choose another one."),
    "too_big": _("The file has more than %(limit)s MB. Save it smaller, or send it in parts."),
    "kind": _("Only PDF, JPEG and PNG files are taken. Save the document as a PDF and send that."),
    "disguised": _("The file is not what its name says. Open it, save it as PDF, JPEG or PNG, and send the new file."),
    "two_at_once": _("The file is two files at once, a document and an archive. Print it to a new PDF and send that."),
    "password": _("The PDF is protected by a password or encrypted. Save a copy without protection and send that."),
    "script": _("The PDF contains a script, which is not taken. Print it to a new PDF and send that."),
    "program": _(
        "The PDF starts a program or sends data when it is used, which is not taken. Print it to a new PDF and send"
        " that."
    ),
    "attachment": _("The PDF carries other files inside. Send those on their own, and print it to a new PDF."),
    "form": _("The PDF is a form of a kind that can hide programs (XFA). Print it to a new PDF and send that."),
    "too_many_parts": _("The PDF is made of more than %(limit)s parts. Print it to a new PDF, or send it in parts."),
    "too_many_pixels": _("The picture has more than %(limit)s million pixels. Save it smaller and send that."),
    "broken": _("The file is damaged or incomplete. Open it, save it again, and send the new file."),
    "too_heavy": _("Reading the file took more than allowed and was stopped. Print it to a new PDF and send that."),
}


class Untaken(Exception):
    """The file is not taken; nothing of it was kept."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    def sentence(self) -> str:
        return str(SENTENCES[self.code]) % self.params


@dataclass(frozen=True, slots=True)
class CleanFile:
    media_type: str
    data: bytes
    # As it was sent, with everything that was taken out of `data`.
    original: bytes = b""

    @property
    def extension(self) -> str:
        return EXTENSIONS[self.media_type]


def clean_file(name: str, data: bytes) -> CleanFile:
    """The document without scripts, hidden data and what hangs on behind it. Raises Untaken."""
    command = [sys.executable, "-I", "-B", "-c", START, str(HERE), name.replace("\0", "")[-200:]]
    try:
        done = subprocess.run(
            command,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=ENVIRONMENT,
            cwd="/",
            timeout=WAIT_SECONDS,
            start_new_session=True,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Untaken("too_heavy") from error
    head, _separator, kept = done.stdout.partition(b"\n")
    if done.returncode or not head:
        raise Untaken("too_heavy" if done.returncode < 0 else "broken")
    said = json.loads(head)
    if said[0] == "refused":
        raise Untaken(said[1], **said[2])
    return CleanFile(said[1], kept, data)


def page_count(media_type: str, data: bytes) -> int | None:
    """How many pages a clean file has; a picture is one page. None when it cannot be told."""
    if media_type != "application/pdf":
        return 1
    try:
        with pikepdf.open(BytesIO(data)) as document:
            return len(document.pages)
    except (pikepdf.PdfError, ValueError, RuntimeError):
        return None
