"""The body of a request, read as strictly as parameters are: each fault is named by its place (RFC 6901)."""

import json

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from registry.api.problems import Problem
from registry.api.serializers import Shape


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

    def to_internal_value(self, data):
        unknown = [name for name in data if name not in self.fields] if isinstance(data, dict) else []
        if unknown:
            fault = serializers.ErrorDetail(_("There is no such field here."), "unknown")
            raise serializers.ValidationError({str(name)[:100]: [fault] for name in unknown})
        return super().to_internal_value(data)


def read_body(request, shape):
    """What was sent, as `shape` understands it; raises Problem naming every fault."""
    sent = shape(data=request.data)
    if not sent.is_valid():
        raise Problem("invalid-body", errors=list(_faults(sent.errors, "")))
    return sent.validated_data


def _faults(errors, place):
    """Each fault with its place in the body, such as `/changes/founded`."""
    if isinstance(errors, dict):
        for name, found in errors.items():
            inside = "" if name == "non_field_errors" else f"/{str(name).replace('~', '~0').replace('/', '~1')}"
            yield from _faults(found, place + inside)
        return
    for number, found in enumerate(errors):
        if isinstance(found, dict):
            yield from _faults(found, f"{place}/{number}")
        else:
            yield {"pointer": place, "code": found.code, "detail": str(found)}
