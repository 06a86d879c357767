"""An organization's own copy: the dossier, its documents and a list of both. One ZIP, equal for equal contents."""

import hashlib
import json
import re
import unicodedata
import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import PurePosixPath

from registry.exporters.archive import entry
from registry.exporters.text import plain

DOSSIER, DOCUMENTS, MANIFEST = "dossier.pdf", "documents", "manifest.json"
LONGEST = 120
# Bytes, because letters outside Latin take up to four, and no system takes more than 255.
LONGEST_BYTES = 180
# What one system or another reads as a place, a command or a wildcard.
_UNSAFE = re.compile(r'[<>:"/\\|?*\ufffd]')
# Names that Windows keeps for itself, with any ending.
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\.|$)", re.IGNORECASE)


def own_copy_zip(pdf: bytes, files: Sequence[tuple[str, bytes]], manifest: Mapping[str, object]) -> bytes:
    """`manifest` says what is known of the application; the place and SHA-256 of each file are added here."""
    names = safe_names([name for name, _ in files])
    documents = [(f"{DOCUMENTS}/{name}", content) for name, (_, content) in zip(names, files, strict=True)]
    named = [(DOSSIER, pdf), *documents]
    listed = [
        {"path": path, "sha256": hashlib.sha256(content).hexdigest(), "size": len(content)} for path, content in named
    ]
    told = json.dumps({**manifest, "files": listed}, ensure_ascii=False, indent=2, sort_keys=True, default=str)
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for path, content in [*named, (MANIFEST, f"{told}\n".encode())]:
            archive.writestr(entry(path), content)
    return made.getvalue()


def safe_names(names: Sequence[str]) -> list[str]:
    """Names that every system takes, no two of them equal even where capitals or accents are not told apart."""
    taken: set[str] = set()
    made = []
    for name in names:
        stem, ending = _parts(name)
        told, number = f"{stem}{ending}", 1
        while _folded(told) in taken:
            number += 1
            told = f"{stem}-{number}{ending}"
        taken.add(_folded(told))
        made.append(told)
    return made


def _parts(name: str) -> tuple[str, str]:
    """What stands before the ending and the ending with its point."""
    told = "".join(c for c in plain(name) if unicodedata.category(c) not in {"Cf", "Zl", "Zp"})
    path = PurePosixPath(_UNSAFE.sub("_", told).strip(" ."))
    ending = path.suffix if re.fullmatch(r"\.[A-Za-z0-9]{1,8}", path.suffix) else ""
    stem = str(path)[: len(str(path)) - len(ending)].strip(" .")[:LONGEST]
    while len(stem.encode()) > LONGEST_BYTES:
        stem = stem[:-1]
    stem = stem.strip(" .") or "document"
    return (f"_{stem}" if _DEVICES.match(stem) else stem), ending


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
