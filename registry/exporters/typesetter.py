"""The process that sets one file: takes its limits on, reads a view from its input, writes the PDF to its output.

Started by `registry.exporters.typeset`. Imports nothing of the product. What Typst keeps in memory to be quick the
next time goes with the process: a pack of twenty applications would leave a quarter of a gigabyte behind.
"""

import json
import resource
import sys
from pathlib import Path
from typing import Any

import fontpkg_amiri
import manimgx_fonts
import manimgx_fonts_cjk
import typst

MEMORY = 2 * 1024 * 1024 * 1024
CPU_SECONDS = 60
FONTS = [Path(package.__file__).parent for package in (manimgx_fonts, manimgx_fonts_cjk, fontpkg_amiri)]
# Amiri keeps each Arabic letter whole, so that a name that is copied or read aloud is the name that was written.
FIRST = ["Noto Sans", "Amiri"]
# What people write can break the promise of PDF/UA; what our templates do wrong is an error.
OF_THE_TEXT = "PDF/UA-1 error: the text"
# What Typst is asked for, from the best to what always works. Typst 0.15 gives up on a mark without a font in a text
# whose language is named and runs from right to left: then no text says its language.
WAYS: list[tuple[str, list[Any]]] = [("named", ["ua-1"]), ("named", []), ("unnamed", ["ua-1"]), ("unnamed", [])]


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    # No file can be written, nor grow.
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    source = Path(sys.argv[1])
    try:
        sys.stdout.buffer.write(_pdf(source, json.load(sys.stdin.buffer)))
    except typst.TypstError as error:
        sys.exit(error.message)


def _pdf(source: Path, view: dict[str, object]) -> bytes:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=FONTS)
    data = json.dumps({**view, "fonts": _families(fonts)}, sort_keys=True)
    for languages, promises in WAYS[:-1]:
        try:
            return _compiled(source, {"view": data, "languages": languages}, promises, fonts)
        except typst.TypstError as error:
            if OF_THE_TEXT not in error.message:
                raise
        except BaseException as error:
            # The bindings export no name for a panic of Typst itself.
            if type(error).__name__ != "PanicException":
                raise
    languages, promises = WAYS[-1]
    return _compiled(source, {"view": data, "languages": languages}, promises, fonts)


def _compiled(source: Path, inputs: dict[str, str], promises: list[Any], fonts: typst.Fonts) -> bytes:
    # A template that asks for a package is told that there is none.
    nowhere = source.parent / "packages"
    compiler = typst.Compiler(
        root=source.parent,
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs=inputs,
        package_path=nowhere,
        package_cache_path=nowhere,
    )
    made = compiler.compile(source, format="pdf", pdf_standards=promises, timestamp=0)
    if not isinstance(made, bytes):
        raise TypeError("Typst gave pages where one file was asked for.")
    return made


def _families(fonts: typst.Fonts) -> list[str]:
    """In an order of their own, so that a letter which two of them have is always drawn by the same one."""
    names = {font.family for font in fonts.fonts()} - set(FIRST)
    return FIRST + sorted(names, key=lambda name: ("Emoji" in name, "CJK" in name, "CJK SC" not in name, name))


if __name__ == "__main__":
    main()
