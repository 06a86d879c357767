"""The files of an edition: written piece by piece into a folder of their own, taken up again where a worker died."""

import hashlib
import os
import shutil
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import translation

from registry.actions.jobs import keep_lease
from registry.exporters import editions as files
from registry.models import EditionRow
from registry.queries import editions as queries
from registry.queries.statistics import ALL, DEFINITIONS

# Organizations to a piece; and bytes that are read at a time for a fingerprint.
CHUNK = 1_000
_BLOCK = 1 << 20


def place(folder):
    return Path(default_storage.path(folder))


def pour(edition, folder, *, job=None):
    """Write every file of the edition into a folder; returns ([{name, rows, size, sha256}], of whom they tell).

    With a job, after each piece the place is kept: a worker that takes it up again cuts the files back to it.
    """
    while True:
        writing = _Writing(edition, folder, job)
        writing.run()
        # Somebody left the inventory meanwhile, or came back: files that tell of her, or lack her, are not kept.
        if queries.told_of(edition) == writing.told_of and writing.is_whole():
            return writing.sealed(), writing.told_of
        if job:
            job.checkpoint = {}


def forget_other_folders(folder):
    """What earlier writings, and those that nobody finished, left behind."""
    kept = place(folder)
    for other in kept.parent.iterdir():
        if other != kept:
            shutil.rmtree(other, ignore_errors=True)


def fingerprint(path):
    """SHA-256 of a file of any length; empty when it is not there."""
    if not path.exists():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class _Writing:
    def __init__(self, edition, folder, job):
        self.edition, self.folder, self.job = edition, Path(folder), job
        kept = job.checkpoint if job else {}
        if not self._goes_on(kept.get("sizes", {})):
            kept = {}
        self.after = kept.get("after", "")
        self.sizes = kept.get("sizes", {})
        self.rows = kept.get("rows") or dict.fromkeys(files.NAMES, 0)
        self.told_of = kept.get("told_of") or queries.told_of(edition)

    def run(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        if not self.sizes:
            self._begin()
        opened = {name: (self.folder / name).open("r+b") for name in files.NAMES}
        try:
            for name, file in opened.items():
                file.truncate(self.sizes[name])
                file.seek(self.sizes[name])
            while self._piece(opened):
                self._keep_place()
        finally:
            for file in opened.values():
                file.flush()
                os.fsync(file.fileno())
                file.close()

    def is_whole(self):
        return f"{self.rows[files.WHOLE]}:" == self.told_of[: self.told_of.index(":") + 1]

    def sealed(self):
        """The files as the manifest tells of them, with the manifest itself last."""
        told = [self._told(name) for name in files.NAMES]
        (self.folder / files.MANIFEST).write_bytes(files.manifest(_facts(self.edition), told))
        return [*told, self._told(files.MANIFEST)]

    def _told(self, name):
        path = self.folder / name
        return {"name": name, "rows": self.rows.get(name), "size": path.stat().st_size, "sha256": fingerprint(path)}

    def _goes_on(self, sizes):
        """Whether the files hold what was written down of them: not after the machine itself went down, perhaps."""
        paths = {self.folder / name: size for name, size in sizes.items()}
        return bool(paths) and all(path.exists() and path.stat().st_size >= size for path, size in paths.items())

    def _begin(self):
        for name, beginning in files.beginnings(self.edition.words).items():
            (self.folder / name).write_bytes(beginning)
            self.sizes[name] = len(beginning)
        self.rows[files.VOCABULARIES] = sum(map(len, self.edition.words.values()))

    def _piece(self, opened):
        following = EditionRow.objects.filter(edition=self.edition, reference__gt=self.after).order_by("reference")
        told = list(following.values_list("reference", "content")[:CHUNK])
        if not told:
            return False
        self.after = told[-1][0]
        named = queries.named_among([reference for reference, _content in told])
        texts, rows = files.pieces(content for reference, content in told if reference in named)
        for name, text in texts.items():
            opened[name].write(text)
            opened[name].flush()
            self.sizes[name] += len(text)
            self.rows[name] += rows[name]
        return True

    def _keep_place(self):
        if self.job is None:
            return
        checkpoint = {"after": self.after, "sizes": self.sizes, "rows": self.rows, "told_of": self.told_of}
        done = max(self.rows[files.WHOLE], self.job.done)
        with transaction.atomic():
            keep_lease(self.job, done=done, checkpoint=checkpoint, total=max(done, self.edition.total))


def _facts(edition):
    """What the manifest tells of an edition; nothing of the hour or the run in which it was written."""
    with translation.override("en"):
        definitions = {"*": str(ALL)} | {breakdown: str(words) for breakdown, words in DEFINITIONS.items()}
    return {
        "edition": edition.number,
        "on": edition.on.isoformat(),
        "title": {language: getattr(edition, f"name_{language}") for language in files.LANGUAGES},
        "previous_edition": edition.previous.number if edition.previous else None,
        "counted": queries.told_counts(edition.counts),
        "definitions": definitions,
        "about_counts": (
            "Counted on the day of the edition from the public listings; numbers under five, and what would tell them,"
            " are left out. The files name the organizations of that day that are published still."
        ),
    }
