"""The long lists of the directory, written in one go: an include for each of five hundred values costs too much."""

from django import template
from django.utils.formats import number_format
from django.utils.html import conditional_escape as escaped
from django.utils.safestring import mark_safe

register = template.Library()


@register.simple_tag
def facet_values(name, values):
    """A box to tick for each value of a facet: {code, label, count, selected}. What nothing has cannot be ticked."""
    return _joined(_facet_value(name, **value) for value in values)


@register.simple_tag
def map_circles(circles):
    """SVG speaks with a decimal point in every language."""
    return _joined(f'<circle cx="{circle["x"]}" cy="{circle["y"]}" r="{circle["r"]}"/>' for circle in circles)


@register.simple_tag
def country_rows(countries):
    return _joined(
        f'<tr><th scope="row"><a href="{escaped(country["query"])}">{escaped(country["label"])}</a></th>'
        f'<td class="r">{number_format(country["count"], force_grouping=True)}</td></tr>'
        for country in countries
    )


def _facet_value(name, *, code, label, count, selected):
    code = escaped(code)
    look = "" if count or selected else " check--none"
    state = " checked" if selected else "" if count else " disabled"
    return (
        f'<label class="check{look}"><input type="checkbox" name="{name}" value="{code}" id="f-{name}-{code}"{state}>'
        f' <span>{escaped(label)}</span> <span class="n">{number_format(count, force_grouping=True)}</span></label>\n'
    )


def _joined(parts):
    # Every part above escapes what comes from data.
    return mark_safe("".join(parts))  # noqa: S308
