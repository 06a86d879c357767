"""What the pages of the API's documentation need beyond the tags of every page."""

import re

from django import template
from django.utils.html import escape
from django.utils.safestring import mark_safe

register = template.Library()


@register.filter
def with_code(text: str):
    """Words of the OpenAPI document: what stands between backticks is code."""
    # Escaped first, so that only our own element is in it.
    return mark_safe(re.sub(r"`([^`]+)`", r'<code class="mono">\1</code>', escape(str(text))))  # noqa: S308
