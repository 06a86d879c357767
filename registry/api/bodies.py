"""The body of a request, read as strictly as parameters are: each fault is named by its place (RFC 6901)."""

import json

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from registry.api.parameters import not_allowed
from registry.api.problems import Problem
from registry.api.serializers import Shape

# What REST framework calls a fault, and what we call the same fault in an address: programs learn one set of codes.
_CODES = {
    "blank": "empty",
    "null": "empty",
    "invalid": "malformed",
    "not_a_list": "malformed",
    "invalid_choice": "not-allowed",
    # Nothing that we take is asked to be longer than not empty.
    "min_length": "empty",
    "min_value": "out-of-range",
    "max_value": "out-of-range",
    "max_string_length": "too-long",
    "max_length": "too-long",
    "null_characters_not_allowed": "unreadable",
    "surrogate_characters_not_allowed": "unreadable",
}


class JsonParser(JSONParser):
    """JSON that is not deeper than it can be read."""

    def parse(self, stream, media_type=None, parser_context=None):
        try:
            return super().parse(stream, media_type, parser_context)
        except RecursionError:
            raise ParseError from None


def whole(said):
    """What was said; ValueError if it cannot be said again. JSON may hold half a character (`\\ud800`), text cannot."""
    json.dumps(said, ensure_ascii=False).encode()
    return said


class Strict(Shape):
    """A shape of what is sent: what it does not know is refused, not passed over."""

    # As many fields must be there, whichever they are.
    fewest = 0

    def validate(self, sent):
        if len(sent) < self.fewest:
            raise serializers.ValidationError(_("Say what should change."), "required")
        return sent

    def to_internal_value(self, data):
        if not isinstance(data, dict):
            return super().to_internal_value(data)
        fault = serializers.ErrorDetail(_("There is no such field here."), "unknown")
        unknown = {str(name)[:100]: [fault] for name in data if name not in self.fields}
        try:
            read = super().to_internal_value(data)
        except serializers.ValidationError as found:
            raise serializers.ValidationError(found.detail | unknown) from None
        if unknown:
            raise serializers.ValidationError(unknown)
        return read


class Code(serializers.CharField):
    """A code of one of our lists; which there are is known to the database."""

    def __init__(self, model, **more):
        self.model = model
        super().__init__(**more)

    @property
    def choices(self):
        return sorted(self.model.objects.values_list("pk", flat=True))

    def run_validation(self, data=serializers.empty):
        # What is no text at all is found first: the database takes no such question.
        code = super().run_validation(data)
        if code is not None and not self.model.objects.filter(pk=code).exists():
            raise serializers.ValidationError("", "invalid_choice")
        return code


class WholeNumber(serializers.IntegerField):
    """A number that is written as one: `"1998"` is text. To JSON, 1998.0 is a whole number."""

    def to_internal_value(self, data):
        if isinstance(data, bool) or not isinstance(data, int | float) or data != data // 1:
            self.fail("invalid")
        return super().to_internal_value(data)


def read_body(request, shape):
    """What was sent, as `shape` understands it; raises Problem naming every fault."""
    sent = shape(data=request.data)
    if not sent.is_valid():
        raise Problem("invalid-body", errors=list(_faults(sent.errors, "", sent, request.data)))
    return sent.validated_data


def _faults(errors, place, shape, sent):
    """Each fault with its place in the body, such as `/changes/founded`; `shape` and `sent` are what stands there."""
    if isinstance(errors, dict):
        for name, found in errors.items():
            if name == "non_field_errors":
                yield from _faults(found, place, shape, sent)
            else:
                escaped = str(name).replace("~", "~0").replace("/", "~1")
                yield from _faults(found, f"{place}/{escaped}", *_inside(shape, sent, name))
        return
    for number, found in enumerate(errors):
        if isinstance(found, dict):
            yield from _faults(found, f"{place}/{number}", *_inside(shape, sent, number))
        else:
            yield {"pointer": place} | _told(found, shape, sent)


def _inside(shape, sent, name):
    """The shape of one part, and what was sent there."""
    parts = getattr(shape, "fields", {})
    below = parts[name] if name in parts else getattr(shape, "child", None)
    try:
        return below, sent[name]
    except (LookupError, TypeError):
        return below, None


def _told(found, shape, sent):
    code = _CODES.get(found.code, found.code)
    if code != "not-allowed" or not hasattr(shape, "choices"):
        return {"code": code, "detail": str(found)}
    fault = not_allowed(str(sent), [str(choice) for choice in shape.choices])
    return {"code": code, "detail": str(fault), "allowed": fault.allowed}
