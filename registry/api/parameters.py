"""Parameters in an address, read strictly: what is unknown, repeated or senseless is refused by name, never ignored.

One declaration serves the reader, the refusal and the OpenAPI document.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter

from registry.api.problems import Problem

LONGEST = 200
MOST_VALUES = 50
MOST_FILTERS = 10


class Unreadable(ValueError):
    """A value that makes no sense: a code for programs, a sentence for people, and what would have been allowed."""

    def __init__(self, code, sentence, allowed=()):
        super().__init__(sentence)
        self.code = code
        self.allowed = list(allowed)


def not_allowed(text, allowed):
    """A word where only some are known: several values may stand in one request, so it is named."""
    sentence = _("`%(value)s` is none of the values that are allowed.") % {"value": text[:LONGEST]}
    return Unreadable("not-allowed", sentence, allowed)


@dataclass(frozen=True)
class Parameter:
    name: str
    help: str
    # What the OpenAPI document says of one value; a function when it takes a file to know.
    schema: dict | Callable[[], dict]
    read: Callable[[str], object]
    is_repeatable: bool = False
    is_filter: bool = False
    longest: int = LONGEST
    example: object = None
    # Several values in one text; `read` takes them apart.
    is_joined_by_commas: bool = False

    def described(self):
        """For drf-spectacular."""
        schema = self.schema() if callable(self.schema) else self.schema
        if self.is_repeatable:
            schema = {"type": "array", "items": schema, "minItems": 1, "maxItems": MOST_VALUES}
        if self.example is not None:
            schema |= {"example": self.example}
        return OpenApiParameter(
            self.name,
            schema,
            description=self.help,
            style="form" if self.is_repeatable or self.is_joined_by_commas else None,
            explode=self.is_repeatable if self.is_repeatable or self.is_joined_by_commas else None,
        )


@dataclass
class _Reading:
    values: dict = field(default_factory=dict)
    errors: list = field(default_factory=list)

    def refuse(self, parameter, code, detail, allowed=()):
        error = {"parameter": parameter[:LONGEST], "code": code, "detail": detail}
        self.errors.append(error | ({"allowed": list(allowed)} if allowed else {}))


def read(query, parameters):
    """{name: value, or list of values where it is repeatable} of what was given; raises Problem naming every fault."""
    known = {parameter.name: parameter for parameter in parameters}
    reading = _Reading()
    for name in query:
        if name not in known:
            reading.refuse(name, "unknown", _("There is no such parameter here."), allowed=sorted(known))
        else:
            _read_one(reading, known[name], query.getlist(name))
    if sum(known[name].is_filter for name in query if name in known) > MOST_FILTERS:
        reading.refuse(name, "too-many", _("At most %(most)s filters work together.") % {"most": MOST_FILTERS})
    if reading.errors:
        raise Problem("invalid-parameter", errors=reading.errors)
    return reading.values


def _read_one(reading, parameter, texts):
    name = parameter.name
    if len(texts) > 1 and not parameter.is_repeatable:
        return reading.refuse(name, "repeated", _("This parameter may be given once."))
    if len(texts) > MOST_VALUES:
        return reading.refuse(name, "too-many", _("At most %(most)s values may be given.") % {"most": MOST_VALUES})
    values = []
    for text in texts:
        try:
            values.append(_value(parameter, text))
        except Unreadable as fault:
            # The first is told: what is allowed is the same for all, and is looked up once.
            return reading.refuse(name, fault.code, str(fault), fault.allowed)
    if parameter.is_repeatable:
        reading.values[name] = tuple(dict.fromkeys(values))
    else:
        reading.values[name] = values[0]
    return None


def _value(parameter, text):
    if not text.strip():
        raise Unreadable("empty", _("The parameter is there, but it has no value."))
    if "\0" in text:
        raise Unreadable("unreadable", _("The value contains a character that is no text."))
    if len(text) > parameter.longest:
        raise Unreadable(
            "too-long", _("The value is longer than %(longest)s characters.") % {"longest": parameter.longest}
        )
    return parameter.read(text)


def choice(name, values, help, **more):
    """One of a few words that never change."""
    values = list(values)

    def read_choice(text):
        if text not in values:
            raise not_allowed(text, values)
        return text

    return Parameter(name, help, {"type": "string", "enum": values}, read_choice, **more)


def words(name, help, **more):
    """Free text."""
    schema = {"type": "string", "maxLength": LONGEST, "pattern": r"^[^\x00]*[^\s\x00][^\x00]*$"}
    return Parameter(name, help, schema, lambda text: " ".join(text.split()), **more)


def whole_number(name, smallest, largest, default, help):
    def read_number(text):
        if not re.fullmatch(r"[0-9]{1,18}", text) or not smallest <= int(text) <= largest:
            raise Unreadable(
                "out-of-range",
                _("The value must be a whole number from %(smallest)s to %(largest)s.")
                % {"smallest": smallest, "largest": largest},
            )
        return int(text)

    schema = {"type": "integer", "minimum": smallest, "maximum": largest, "default": default}
    return Parameter(name, help, schema, read_number)


def day(name, help, **more):
    def read_day(text):
        try:
            return date.fromisoformat(text if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) else "")
        except ValueError:
            raise Unreadable("malformed", _("The value must be a day such as 2026-05-31.")) from None

    return Parameter(name, help, {"type": "string", "format": "date"}, read_day, **more)


_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,6})?\d*([Zz]|[+-]\d\d:\d\d)", re.ASCII)


def _in_utc(said):
    try:
        return said.astimezone(UTC)
    except OverflowError:
        # Hours before the first day or after the last that there is: those days will do.
        return datetime(1, 1, 1, tzinfo=UTC) if said.year == 1 else datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)


def moment(name, help, **more):
    def read_moment(text):
        try:
            return _in_utc(datetime.fromisoformat(text.upper() if _MOMENT.fullmatch(text) else ""))
        except ValueError:
            raise Unreadable(
                "malformed",
                _(
                    "The value must be a date and time with its zone, such as 2026-05-31T00:00:00Z."
                    " In an address, write %%2B for +."
                )
                % {},
            ) from None

    return Parameter(name, help, {"type": "string", "format": "date-time"}, read_moment, **more)


LANGUAGE = choice(
    "lang",
    ["en", "fr", "es"],
    "Language of labels and messages. Without it, the `Accept-Language` header decides; English if neither does.",
)


def past_day(name, help, **more):
    """A day that has come."""
    known = day(name, help, **more)

    def read_past(text):
        read = known.read(text)
        if read > datetime.now(UTC).date():
            raise Unreadable("not-allowed", _("This day has not come yet."))
        return read

    return replace(known, read=read_past)


FORMAT = choice("format", ["json"], "The representation. JSON is the only one; it wins over the `Accept` header.")
FORMAT_OF_DETAIL = choice(
    "format", ["json", "jsonld"], "The representation, JSON or JSON-LD; it wins over the `Accept` header."
)
COMMON = (LANGUAGE, FORMAT)
