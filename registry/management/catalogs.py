"""Translation catalogues without the gettext programs: what the code says, what the .po files hold, what is wrong.

Babel reads Python; templates first become Python through Django's own `templatize`, so that a message has here exactly
the text by which Django looks it up.
"""

import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from registry.management.translation_rules import CONTEXT_MARK, Problem, key, label, problems_of

KEYWORDS = {
    **dict.fromkeys(["_", "gettext", "gettext_lazy", "gettext_noop"]),
    **dict.fromkeys(["ngettext", "ngettext_lazy"], (1, 2)),
    **dict.fromkeys(["pgettext", "pgettext_lazy"], ((1, "c"), 2)),
    **dict.fromkeys(["npgettext", "npgettext_lazy"], ((1, "c"), 2, 3)),
}
NOT_READ = {"tests", "benchmarks", "migrations", "locale", "static", "node_modules"}
# A header that said when, or by which version, would change with every run; the rest of these says nothing.
_NOISE = re.compile(
    r'^"(?:POT-Creation-Date|PO-Revision-Date|Generated-By|Report-Msgid-Bugs-To'
    r"|Project-Id-Version|Last-Translator|Language-Team).*\n",
    re.MULTILINE,
)
_SOME_DAY = datetime(2026, 1, 1, tzinfo=UTC)


def source_files(base: Path) -> Iterator[Path]:
    """Python files of the packages in `base`; templates from their templates folders and from the one of `base`."""
    for folder in sorted(base.iterdir()):
        if not folder.is_dir() or folder.name.startswith(".") or folder.name in NOT_READ:
            continue
        if folder.name == "templates" or (folder / "__init__.py").exists():
            for parent, folders, names in os.walk(folder):
                folders[:] = sorted(set(folders) - NOT_READ)
                is_templates = "templates" in Path(parent).relative_to(base).parts
                endings = (".html", ".txt") if is_templates else (".py",)
                yield from (Path(parent) / name for name in sorted(names) if name.endswith(endings))


def messages_in(path: Path) -> Iterator[tuple]:
    """`(message or (one, many), translators' comments, context)`, in the order of the file."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # Indentation means nothing in a template but would be an error in the Python made of it.
        text = "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).split("\n"))
    options = {"encoding": "utf-8"}
    for _, message, comments, context in extract("python", BytesIO(text.encode()), KEYWORDS, ["Translators:"], options):
        if message and message != ("", ""):
            yield message, comments, context


def read_sources(base: Path) -> Catalog:
    """Every message of the code, once."""
    catalog = _empty(None)
    for path in source_files(base):
        for message, comments, context in messages_in(path):
            known = catalog.get(message[0] if isinstance(message, tuple) else message, context)
            # The same words asked for alone and in the plural are one entry: the plural one serves both.
            message = known.id if known and known.pluralizable else message
            catalog.add(message, auto_comments=comments, context=context)
    return catalog


def _empty(language: str | None) -> Catalog:
    return Catalog(
        locale=language,
        header_comment="# Translations: manage.py check_translations --update keeps this file in step with the code.",
        creation_date=_SOME_DAY,
        revision_date=_SOME_DAY,
        fuzzy=False,
    )


def po_file(locale: Path, language: str) -> Path:
    return locale / language / "LC_MESSAGES" / "django.po"


def read_catalog(locale: Path, language: str) -> Catalog:
    path = po_file(locale, language)
    if not path.exists():
        return _empty(language)
    with path.open("rb") as file:
        return read_po(file, locale=language, ignore_obsolete=True)


def merge(sources: Catalog, old: Catalog, language: str) -> Catalog:
    """The messages of the code with the translations there were; what the code no longer says is dropped."""
    merged = _empty(language)
    for message in sources:
        if not message.id:
            continue
        translation = _translation(old, message)
        known = old.get(key(message), message.context)
        flags = {"fuzzy"} if translation and (known.fuzzy or known.id != message.id) else ()
        merged.add(message.id, translation, flags=flags, auto_comments=message.auto_comments, context=message.context)
    return merged


def _translation(catalog: Catalog, message: Message):
    known = catalog.get(key(message), message.context)
    if known is None or known.pluralizable != message.pluralizable:
        return ""
    return known.string if known.string and any(known.string) else ""


def write_catalog(catalog: Catalog, path: Path) -> bool:
    """Write the .po file, sorted and without dates or line numbers; says whether that changed it."""
    buffer = BytesIO()
    write_po(buffer, catalog, width=0, no_location=True, sort_output=True, ignore_obsolete=True)
    text = _NOISE.sub("", buffer.getvalue().decode()).rstrip("\n") + "\n"
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    _replace(path, text.encode())
    return True


def compile_catalog(path: Path) -> bool:
    """Write the .mo file beside the .po file if it is older; fuzzy entries are left out, as gettext does."""
    made = path.with_suffix(".mo")
    if made.exists() and made.stat().st_mtime >= path.stat().st_mtime:
        return False
    buffer = BytesIO()
    with path.open("rb") as file:
        write_mo(buffer, read_po(file, locale=path.parent.parent.name))
    _replace(made, buffer.getvalue())
    return True


def _replace(path: Path, content: bytes) -> None:
    """Whole or not at all: several processes may compile at once, and one may be stopped half-way."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(path)


# --- What translators get and give ---------------------------------------------------------------------------------


def missing(sources: Catalog, catalog: Catalog) -> dict:
    """What is to be translated: `{message: ""}`; for a plural `{message: {"plural": …, "translations": ["", ""]}}`."""
    wanted = {}
    for message in sources:
        known = catalog.get(key(message), message.context)
        if message.id and (not _is_whole(known, message) or known.fuzzy):
            wanted[label(message)] = (
                {"plural": message.id[1], "translations": [""] * catalog.num_plurals} if message.pluralizable else ""
            )
    return dict(sorted(wanted.items()))


def fill(catalog: Catalog, translations: dict, language: str) -> list[Problem]:
    """Put translations into the catalogue; one that is unknown or has a problem is left out and named."""
    refused = []
    for name, given in translations.items():
        context, mark, text = name.rpartition(CONTEXT_MARK)
        message = catalog.get(text, context if mark else None)
        if message is None:
            refused.append(Problem(language, name, "no such message in the code"))
            continue
        strings = given["translations"] if isinstance(given, dict) else given
        strings = tuple(strings) if isinstance(strings, list) else strings
        if not strings or strings == ("",) * len(strings):
            continue
        candidate = Message(message.id, strings, context=message.context)
        problems = list(problems_of(message, candidate, language, catalog.num_plurals))
        refused += problems
        if not problems:
            message.string = candidate.string
            message.flags.discard("fuzzy")
    return refused


# --- What is wrong --------------------------------------------------------------------------------------------------


def problems_in(sources: Catalog, catalog: Catalog, language: str) -> list[Problem]:
    found = []
    for message in sources:
        if not message.id:
            continue
        known = catalog.get(key(message), message.context)
        if not _is_whole(known, message):
            found.append(Problem(language, label(message), "not translated"))
        elif known.fuzzy:
            found.append(Problem(language, label(message), "marked fuzzy: look at it and remove the mark"))
        else:
            found += problems_of(message, known, language, catalog.num_plurals)
    return found


def _is_whole(known: Message | None, message: Message) -> bool:
    if known is None or known.pluralizable != message.pluralizable:
        return False
    if message.pluralizable and known.id != message.id:
        return False
    return all(known.string) if message.pluralizable else bool(known.string)
