"""Code in colour, as the design has it: names of JSON, texts, comments. Everything else stays as it is written."""

import re

from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe

_TEXT = r'"(?:[^"\\\n]|\\.)*"'
_COMMENT = r"(?:^|(?<=\s))(?:#|//)(?=\s).*$"
_TOKEN = re.compile(rf"(?P<k>{_TEXT})(?=\s*:)|(?P<s>{_TEXT})|(?P<c>{_COMMENT})", re.MULTILINE)


def coloured(text):
    """The text escaped, with the spans that the style sheet knows."""
    told, done = [], 0
    for token in _TOKEN.finditer(text):
        told.append(escape(text[done : token.start()]))
        told.append(format_html('<span class="{}">{}</span>', token.lastgroup, token[0]))
        done = token.end()
    told.append(escape(text[done:]))
    # Every part of it is escaped above.
    return mark_safe("".join(told))  # noqa: S308
