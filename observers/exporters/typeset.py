"""PDF by Typst. The templates beside this file are all it can read, and what was written by people comes in as data."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import fontpkg_amiri
import manimgx_fonts
import manimgx_fonts_cjk
import typst

TEMPLATES = Path(__file__).parent / "templates"
FONTS = [Path(package.__file__).parent for package in (manimgx_fonts, manimgx_fonts_cjk, fontpkg_amiri)]
# Amiri keeps each Arabic letter whole, so that a name that is copied or read aloud is the name that was written.
FIRST = ["Noto Sans", "Amiri"]
# What people write can break the promise; what our templates do wrong is an error.
OF_THE_TEXT = "PDF/UA-1 error: the text"


def pdf(template: str, view: Mapping[str, object]) -> bytes:
    """Equal bytes for an equal view: no clock, no system fonts, no network.

    The file promises PDF/UA-1 (tagged, readable aloud) unless a letter is in no font: that is drawn as a box.
    """
    data = json.dumps({**view, "fonts": families()}, ensure_ascii=True, sort_keys=True)
    compiler = typst.Compiler(
        root=TEMPLATES,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"view": data},
        # Nowhere: a template that asks for a package is told that there is none.
        package_path=TEMPLATES / "packages",
        package_cache_path=TEMPLATES / "packages",
    )
    source = TEMPLATES / f"{template}.typ"
    try:
        return _bytes(compiler.compile(source, format="pdf", pdf_standards=["ua-1"], timestamp=0))
    except typst.TypstError as error:
        if OF_THE_TEXT not in error.message:
            raise
    return _bytes(compiler.compile(source, format="pdf", timestamp=0))


@cache
def families() -> list[str]:
    """In an order of their own, so that a letter which two of them have is always drawn by the same one."""
    names = {font.family for font in _fonts().fonts()}
    rest = sorted(names - set(FIRST), key=lambda name: ("Emoji" in name, "CJK" in name, "CJK SC" not in name, name))
    return FIRST + rest


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=FONTS)


def _bytes(made: object) -> bytes:
    if not isinstance(made, bytes):
        raise TypeError("Typst gave pages where one file was asked for.")
    return made
