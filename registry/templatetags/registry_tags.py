"""What templates say often: icons, form fields, statuses, dates with their zone, numbers.

Built in for every template (see TEMPLATES in the settings), so no template has to load it.
"""

import re
from datetime import date, datetime
from functools import cache, reduce
from operator import or_
from zoneinfo import ZoneInfo

from django import forms, template
from django.conf import settings
from django.http import QueryDict
from django.templatetags.static import static
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.module_loading import import_string
from django.utils.translation import get_language, get_language_info, gettext
from django.utils.translation import gettext_lazy as _

from registry.clocks import clock_of
from registry.looks import FRESHNESS_LOOKS, LOOKS

register = template.Library()

TRUST_STEPS = {"listed": 1, "confirmed": 2, "verified": 3}
LEVEL_WORDS = {
    "listed": (_("Listed"), _("Listed")),
    "confirmed": (_("Confirmed by the organization"), _("Confirmed")),
    "verified": (_("Verified by IOM"), _("Verified")),
}
# Who reads a field, and whether IOM looks at a change of it first: beside the field where members edit their record.
MARKS = {
    "public": (_("Public"), "globe"),
    "partners": (_("IOM and its partners"), "users"),
    "private": (_("Private"), "lock"),
    "look": (_("IOM looks first"), "eye"),
}
MESSAGE_LOOKS = {"success": ("ok", "check-c"), "warning": ("warn", "warn"), "error": ("bad", "stop")}
# Day before month, in all three languages, as the glossary of the design asks: Django's own English is American.
DAY_FORMATS = {"en": "j F Y", "fr": "j F Y", "es": r"j \d\e F \d\e Y"}
MONTH_FORMATS = {"en": "F Y", "fr": "F Y", "es": r"F \d\e Y"}


# --- Icons, links and the address ---------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str, extra: str = ""):
    """An icon of the sprite. Never alone: there is always a word beside it, so it is hidden from screen readers."""
    return format_html(
        '<svg class="i{}" aria-hidden="true"><use href="{}#i-{}"/></svg>',
        f" {extra}" if extra else "",
        static("img/icons.svg"),
        name,
    )


@register.simple_tag(takes_context=True)
def nav_link(context, name: str, words: str, under: str = ""):
    """A link of a menu, marked when the reader is there, or anywhere in the part of the site that `under` names."""
    url = reverse(name)
    path = getattr(context.get("request"), "path", "")
    current = ""
    if path == url:
        current = format_html(' aria-current="{}"', "page")
    elif under and path.startswith(url):
        current = format_html(' aria-current="{}"', "true")
    return format_html('<a href="{}"{}>{}</a>', url, current, words)


@register.simple_tag(takes_context=True)
def language_links(context) -> list[dict]:
    """This same page in each language, the current one marked; from a page without a language, the start page.

    A page that answers at an address which only acts, for the form was wrong, says where it stands: `own_address`.
    """
    request = context.get("request")
    acted_at = context.get("own_address") if request is not None and request.method == "POST" else None
    links = []
    for code, _label in settings.LANGUAGES:
        url = f"/{code}/"
        if request is not None and re.match(r"/[a-z]{2}/", request.path):
            # No address is translated but for its first part.
            url = re.sub(r"^/[a-z]{2}/", f"/{code}/", acted_at or request.get_full_path())
        links.append(
            {"code": code, "name": get_language_info(code)["name_local"].capitalize(), "url": url}
            | {"current": code == get_language()}
        )
    return links


@register.simple_tag(takes_context=True)
def query_string(context, action: str, name: str, value=None) -> str:
    """The address's question with one thing changed: "set", "remove" (one value, or all) or "toggle".

    The page number goes, because another list begins at its first page.
    """
    request = context.get("request")
    query = request.GET.copy() if request is not None else QueryDict(mutable=True)
    values, wanted = query.getlist(name), None if value is None else str(value)
    if action == "set":
        values = [wanted]
    elif wanted is None:
        values = []
    elif wanted in values:
        values = [v for v in values if v != wanted]
    elif action == "toggle":
        values = [*values, wanted]
    if name != "page":
        query.pop("page", None)
    query.setlist(name, values)
    return f"?{query.urlencode()}"


# --- Statuses -----------------------------------------------------------------------------------------------------


def _tag(tone: str, icon_name: str, words):
    picture = icon(icon_name) if icon_name else ""
    return format_html('<span class="tag{}">{}{}</span>', f" tag--{tone}" if tone else "", picture, words)


@cache
def _looks():
    """Those of the registry and those of the apps that the settings name."""
    return reduce(or_, map(import_string, settings.STATUS_LOOKS), LOOKS)


@register.simple_tag
def status_tag(thing, field: str = "state"):
    """The state of a thing in words, colour and an icon; `field` names another choice, such as a row's verdict."""
    value = getattr(thing, field)
    if value in (None, ""):
        return ""
    tone, icon_name = _looks().get((thing._meta.model_name, str(value)), ("", ""))
    return _tag(tone, icon_name, getattr(thing, f"get_{field}_display")())


@register.inclusion_tag("components/trust.html")
def trust(level: str, on=None, short: bool = False):
    """The three bars of evidence with their words and date."""
    long_words, short_words = LEVEL_WORDS[level]
    return {"step": TRUST_STEPS[level], "words": short_words if short else long_words, "on": on, "short": short}


@register.inclusion_tag("components/freshness.html")
def freshness(kind: str):
    """How fresh what we know is: a word and an icon, by the policy of each kind of fact."""
    words, icon_name = FRESHNESS_LOOKS[kind]
    return {"kind": kind, "icon_name": icon_name, "words": words}


@register.simple_tag
def message_look(message) -> dict:
    """The colour and icon of a message of Django's framework."""
    tone, icon_name = MESSAGE_LOOKS.get(message.level_tag, ("", "info"))
    return {"tone": tone, "icon": icon_name}


# --- Dates, periods, numbers --------------------------------------------------------------------------------------


def _as_date(value):
    """A day from a date, a moment, or the ISO text that a stored listing holds."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value) if value else None
    if isinstance(value, datetime):
        value = timezone.localtime(value) if timezone.is_aware(value) else value
        return value.date()
    return value or None


def _format(value, by_language: dict) -> str:
    words = formats.date_format(value, by_language.get((get_language() or "en")[:2], by_language["en"]))
    return f"1er{words[1:]}" if words.startswith("1 ") and (get_language() or "").startswith("fr") else words


def _time_tag(machine: str, words: str):
    return format_html('<time datetime="{}">{}</time>', machine, words)


@register.filter
def day(value):
    """31 January 2027."""
    value = _as_date(value)
    return _time_tag(value.isoformat(), _format(value, DAY_FORMATS)) if value else ""


@register.filter
def day_text(value) -> str:
    """31 January 2027, for a mail."""
    value = _as_date(value)
    return _format(value, DAY_FORMATS) if value else ""


@register.filter
def month(value):
    """January 2027."""
    value = _as_date(value)
    return _time_tag(value.isoformat()[:7], _format(value, MONTH_FORMATS)) if value else ""


@register.filter
def as_known(value):
    """A time as its source knows it, a year, a month or a day (2024, 2024-06, 2024-06-15), in words."""
    if value.count("-") == 1:
        return month(f"{value}-01")
    return day(value) if value.count("-") == 2 else value


def _zone_words(value: datetime) -> str:
    name = value.tzname() or ""
    return name if name.isalpha() else f"UTC{value:%z}"[:6] + ":" + f"{value:%z}"[3:]


def _moment_words(value: datetime) -> str:
    return f"{_format(value, DAY_FORMATS)}, {value:%H:%M} {_zone_words(value)}"


@register.simple_tag
def moment(value, zone: str = ""):
    """A moment with its zone: first in the zone of the event, then, if that differs, in the reader's."""
    if not value:
        return ""
    here = timezone.localtime(value)
    there = value.astimezone(ZoneInfo(zone)) if zone else here
    words = _moment_words(there)
    if there.utcoffset() != here.utcoffset():
        own_time = gettext("Your time: %(moment)s") % {"moment": _moment_words(here)}
        words = format_html('{} <span class="muted">{}</span>', words, own_time)
    return _time_tag(value.isoformat(), words)


@register.simple_tag
def moment_in_zone(value, zone: str):
    """A moment in the zone of the event alone, for a heading; `own_time` stands under it."""
    return _time_tag(value.isoformat(), _moment_words(value.astimezone(ZoneInfo(zone))))


@register.simple_tag
def own_time(value, zone: str):
    """The same moment by the reader's clock, when that shows another hour."""
    here = timezone.localtime(value)
    if value.astimezone(ZoneInfo(zone)).utcoffset() == here.utcoffset():
        return ""
    return gettext("Your time: %(moment)s.") % {"moment": _moment_words(here)}


@register.simple_tag
def hours(starts, ends, zone: str):
    """From when to when by the clocks of the event: 09:00 – 09:45, EAT; under it, if it differs, the reader's hour."""
    there, until, here = starts.astimezone(ZoneInfo(zone)), ends.astimezone(ZoneInfo(zone)), timezone.localtime(starts)
    own = [f"{here:%H:%M} {_zone_words(here)}"] if there.utcoffset() != here.utcoffset() else []
    told = _time_tag(there.isoformat(), f"{there:%H:%M} – {until:%H:%M}")
    return told + format_html_join("", '<span class="tz">{}</span>', ((words,) for words in [_zone_words(there), *own]))


@register.simple_tag
def moment_text(value, zone: str = ""):
    """A moment with its zone as plain text, for mails."""
    return _moment_words(value.astimezone(ZoneInfo(zone)) if zone else timezone.localtime(value)) if value else ""


@register.filter
def clock(zone: str) -> str:
    """By which clock a day ends or an hour is told: Nairobi time."""
    return clock_of(zone)


@register.filter
def period(value) -> str:
    """Years of a half-open range of days, or of a {"from", "to"} pair of a listing: 2022 to 2025, 2025 to now."""
    if not value:
        return ""
    pair = isinstance(value, dict)
    first = _as_date(value.get("from") if pair else value.lower)
    last = _as_date(value.get("to") if pair else value.upper)
    if last and not pair:
        last = date.fromordinal(last.toordinal() - 1)
    if first and last:
        if first.year == last.year:
            return str(first.year)
        return gettext("%(first)s to %(last)s") % {"first": first.year, "last": last.year}
    if first:
        return gettext("%(first)s to now") % {"first": first.year}
    return gettext("until %(last)s") % {"last": last.year} if last else ""


@register.filter
def number(value) -> str:
    """A number with the separators of the language."""
    return "" if value is None else formats.number_format(value, force_grouping=True)


# --- Forms --------------------------------------------------------------------------------------------------------


def _kind(widget: forms.Widget) -> str:
    """How a field is laid out."""
    by_kind = {
        "group": (forms.CheckboxSelectMultiple, forms.RadioSelect),
        "check": (forms.CheckboxInput,),
        "textarea": (forms.Textarea,),
        "select": (forms.Select,),
    }
    return next((kind for kind, classes in by_kind.items() if isinstance(widget, classes)), "input")


@register.inclusion_tag("components/field.html")
def field(bound, size: str = "w-l", marks=(), is_filter: bool = False):
    """One field of a form: label, hint, the error over the box, the box; all tied together for screen readers.

    `marks` are words beside the label, such as "public" (MARKS).
    """
    if bound.is_hidden:
        return {"hidden": bound.as_widget()}
    kind = _kind(bound.field.widget)
    described = [f"{bound.auto_id}-hint"] if bound.help_text else []
    described += [f"{bound.auto_id}-error"] if bound.errors else []
    # Labels and hints stay in sight; a placeholder goes as soon as one types.
    attributes = {"placeholder": False} if kind in ("group", "check") else {"class": kind, "placeholder": False}
    if described and kind != "group":
        attributes["aria-describedby"] = " ".join(described)
    if bound.errors:
        attributes["aria-invalid"] = "true"
    return {
        "bound": bound,
        "kind": kind,
        "size": size,
        "widget": None if kind == "group" else bound.as_widget(attrs=attributes),
        "described": " ".join(described),
        # Nobody expects that a filter must be filled in; a field that another answer calls for is not optional.
        "optional": not (
            bound.field.required or kind == "check" or is_filter or bound.name in getattr(bound.form, "depending", ())
        ),
        "marks": [MARKS[mark] for mark in marks],
    }


@register.inclusion_tag("components/marks.html")
def marks(*names):
    """The marks of something that is not a single field, such as a set of rows."""
    return {"marks": [MARKS[name] for name in names]}


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms_on_page):
    """What is wrong, on top of the page, each line a link to its field."""
    problems = []
    for form in forms_on_page:
        if not form.is_bound:
            continue
        if isinstance(form, forms.BaseFormSet):
            problems += [{"text": text, "target": ""} for text in form.non_form_errors()]
            for row in form:
                problems += _problems(row)
        else:
            problems += _problems(form)
    return {"problems": problems}


def _problems(form):
    problems = [{"text": text, "target": ""} for text in form.non_field_errors()]
    for bound in form:
        target = f"{bound.auto_id}_0" if _kind(bound.field.widget) == "group" else bound.auto_id
        target = "" if bound.is_hidden else target
        problems += [{"text": text, "target": target, "label": bound.label} for text in bound.errors]
    return problems
