"""The consolidated list of the United Nations Security Council, element by element, so that memory stays flat."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from .limits import CELL_CHARACTERS, LISTED, LISTED_NAMES, Refusal

ROOT = "CONSOLIDATED_LIST"
SECTIONS = {"INDIVIDUALS": "INDIVIDUAL", "ENTITIES": "ENTITY"}
KINDS = {"INDIVIDUAL": "individual", "ENTITY": "entity"}
NAME_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")


def entries(path: Path) -> Iterator[list[Any]]:
    """["list", moment], then ["entry", {…}] for each: as it stands in the file, without what has no text."""
    try:
        yield from _entries(iter(iterparse(str(path), events=("start", "end"), forbid_dtd=True)))
    except DefusedXmlException as unwanted:
        raise Refusal("list_declares") from unwanted
    except ParseError as broken:
        raise Refusal("list_cut", line=broken.position[0]) from broken


def _entries(events: Iterator[tuple[str, Element]]) -> Iterator[list[Any]]:
    _event, root = next(events)
    if root.tag != ROOT:
        raise Refusal("list_other")
    yield ["list", root.get("dateGenerated", "")]
    section, seen, told = "", set(), 0
    for event, element in events:
        if event == "start":
            # Only directly under the root: what a section holds is looked at when it ends.
            if element.tag in SECTIONS and not section:
                section = element.tag
                seen.add(section)
            continue
        if element.tag == section:
            section = ""
            root.clear()
        elif section and element.tag == SECTIONS[section]:
            told += 1
            if told > LISTED:
                raise Refusal("list_long", limit=LISTED)
            yield ["entry", _entry(element)]
            element.clear()
    if seen != SECTIONS.keys():
        raise Refusal("list_other")


def _entry(element: Element) -> dict[str, Any]:
    tag = element.tag
    names = [[text, quality] for text, quality in _names(element, tag) if text]
    if len(names) > LISTED_NAMES:
        raise Refusal("list_names", reference=_text(element, "REFERENCE_NUMBER"), limit=LISTED_NAMES)
    places = element.findall(f"{tag}_ADDRESS/COUNTRY")
    values = chain(places, element.findall("NATIONALITY/VALUE"), element.findall("NATIONALITY2"))
    updated = [_clean(value.text) for value in element.findall("LAST_DAY_UPDATED/VALUE")]
    return {
        "kind": KINDS[tag],
        "reference": _text(element, "REFERENCE_NUMBER"),
        "programme": _text(element, "UN_LIST_TYPE"),
        "names": names,
        "countries": list(dict.fromkeys(filter(None, (_clean(value.text) for value in values)))),
        "listed_on": _text(element, "LISTED_ON")[:10],
        "updated_on": max(updated, default="")[:10],
        "remarks": _text(element, "COMMENTS1"),
    }


def _names(element: Element, tag: str) -> Iterator[tuple[str, str]]:
    yield " ".join(filter(None, (_text(element, part) for part in NAME_PARTS))), "name"
    yield _text(element, "NAME_ORIGINAL_SCRIPT"), "original"
    for alias in element.findall(f"{tag}_ALIAS"):
        yield _text(alias, "ALIAS_NAME"), _text(alias, "QUALITY").casefold()


def _text(element: Element, name: str) -> str:
    return _clean(element.findtext(name))


def _clean(text: str | None) -> str:
    return " ".join((text or "").split())[:CELL_CHARACTERS]
