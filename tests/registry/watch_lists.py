"""Small watch lists in the form of the Security Council's, for tests. Everybody in them is invented."""

from pathlib import Path
from xml.sax.saxutils import escape

from django.core.files.base import ContentFile

from registry import actions

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
REAL = DATA / "un_sc_consolidated_2026-02-27.xml"
MADE = "2026-02-27T00:00:09.554Z"
LATER = "2026-03-27T00:00:09.554Z"


def entity(number, name, *, aliases=(), original="", countries=(), listed="2020-01-31", programme="Invented"):
    """Aliases are (text, quality)."""
    told = "".join(
        f"<ENTITY_ALIAS><QUALITY>{quality}</QUALITY><ALIAS_NAME>{escape(text)}</ALIAS_NAME></ENTITY_ALIAS>"
        for text, quality in aliases
    )
    places = "".join(f"<ENTITY_ADDRESS><COUNTRY>{country}</COUNTRY></ENTITY_ADDRESS>" for country in countries)
    return (
        f"<ENTITY><FIRST_NAME>{escape(name)}</FIRST_NAME><UN_LIST_TYPE>{programme}</UN_LIST_TYPE>"
        f"<REFERENCE_NUMBER>{number}</REFERENCE_NUMBER><LISTED_ON>{listed}</LISTED_ON>"
        f"<NAME_ORIGINAL_SCRIPT>{escape(original)}</NAME_ORIGINAL_SCRIPT><COMMENTS1>Invented.</COMMENTS1>"
        f"{told}<ENTITY_ALIAS><QUALITY/><ALIAS_NAME/></ENTITY_ALIAS>{places}</ENTITY>"
    )


def person(number, *names):
    parts = zip(("FIRST_NAME", "SECOND_NAME", "THIRD_NAME"), names, strict=False)
    told = "".join(f"<{tag}>{name}</{tag}>" for tag, name in parts)
    return (
        f"<INDIVIDUAL>{told}<REFERENCE_NUMBER>{number}</REFERENCE_NUMBER><LISTED_ON>2015-07-01-04:00</LISTED_ON>"
        "<NATIONALITY><VALUE>Kenya</VALUE></NATIONALITY></INDIVIDUAL>"
    )


PERSON = person("XXi.001", "Invented", "Person")
ZARQUN = entity("XXe.001", "ZARQUN VALLEY TRUST", aliases=[("Zarqun Fund", "a.k.a.")], countries=["Kenya"])
OTHERS = [entity(f"XXe.10{n}", f"Nobody {word} Company") for n, word in enumerate(("Abrak", "Bolum", "Cirno", "Duvet"))]


def text(*entities, persons=(PERSON,), made=MADE):
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><CONSOLIDATED_LIST dateGenerated="{made}">'
        f"<INDIVIDUALS>{''.join(persons)}</INDIVIDUALS><ENTITIES>{''.join(entities)}</ENTITIES></CONSOLIDATED_LIST>"
    )


def load(*entities, by, made=MADE, persons=(PERSON,)):
    return load_text(text(*entities, made=made, persons=persons), by=by)


def load_text(content, *, by):
    return actions.load_watch_list(ContentFile(content.encode(), name="list.xml"), by=by)
