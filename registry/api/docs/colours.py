"""Code in colour, as the design has it: names of JSON, texts, comments. Everything else stays as it is written."""

import re

from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe

_TEXT = r'"(?:[^"\\\n]|\\.)*"'
_COMMENT = r"(?:^|(?<=\s))(?:#|//)(?=\s).*$"
# What curl sends: the value of a parameter.
_SENT = r"(?<=-d )(?P<name>\w+=)(?P<value>\S+)"
_TOKEN = re.compile(rf"(?P<k>{_TEXT})(?=\s*:)|(?P<s>{_TEXT})|(?P<c>{_COMMENT})|{_SENT}", re.MULTILINE)


def coloured(text):
    """The text escaped, with the spans that the style sheet knows."""
    told, done = [], 0
    for token in _TOKEN.finditer(text):
        told.append(escape(text[done : token.start()]))
        kind, words = token.lastgroup, token[0]
        if kind == "value":
            told.append(escape(token["name"]))
            kind, words = "s", token["value"]
        told.append(format_html('<span class="{}">{}</span>', kind, words))
        done = token.end()
    told.append(escape(text[done:]))
    # Every part of it is escaped above.
    return mark_safe("".join(told))  # noqa: S308
