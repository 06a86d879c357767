"""Names and texts in languages and scripts: in the reader's, or honestly marked. Built in for every template."""

import unicodedata

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, get_language_info, gettext

register = template.Library()


def is_right_to_left(text: str) -> bool:
    """Whether the first letter that has a direction runs from right to left."""
    kinds = (unicodedata.bidirectional(letter) for letter in text)
    return next((kind in ("R", "AL") for kind in kinds if kind in ("L", "R", "AL")), False)


@register.simple_tag
def bidi(text, lang: str = ""):
    """A name as its own island: its language for the voice, its direction for the eye."""
    text = "" if text is None else str(text)
    attributes = [("lang", lang)] if lang and lang != get_language() else []
    if is_right_to_left(text):
        attributes.append(("dir", "rtl"))
    return format_html("<bdi{}>{}</bdi>", format_html_join("", ' {}="{}"', attributes), text)


@register.simple_tag
def name_in(thing, field: str = "name"):
    """A title kept in several languages: in the reader's, or honestly marked with the language it is in."""
    text, language, mark = _found_in(thing, field)
    if not mark:
        return text
    return format_html('<span lang="{}">{}</span> <span class="xs muted">({})</span>', language, text, mark)


@register.simple_tag
def text_in(thing, field: str):
    """The same where nothing is marked up, such as in a mail."""
    text, _language, mark = _found_in(thing, field)
    return f"{text} ({mark})" if mark else text


def _found_in(thing, field):
    """The text, its language, and the words that mark it when it is not the reader's."""
    wanted = (get_language() or "en")[:2]
    text, language = thing.text_in(wanted, field)
    if not text or language == wanted:
        return text, language, ""
    name = get_language_info(language)["name_translated"]
    mark = gettext("in %(language)s only") % {"language": name if wanted == "en" else name.lower()}
    return text, language, mark
