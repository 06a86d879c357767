"""`fields`: of each row only what was asked for, named as the document names it."""

import json
from functools import cache

from rest_framework import serializers

from registry.api.answers import as_json
from registry.api.parameters import Parameter, not_allowed

LONGEST = 2_000


def fields(shape):
    """The parameter for rows of this shape: names, and `names.text` for a part of what stands under one."""
    known = paths(shape)

    def read_fields(text):
        asked = tuple(dict.fromkeys(text.split(",")))
        unknown = next((name for name in asked if name not in known), None)
        if unknown is not None:
            raise not_allowed(unknown, sorted(known))
        return asked

    return Parameter(
        "fields",
        "Only these fields of each row, with commas between them; `names.text` is a part of `names`.",
        lambda: {"type": "array", "items": {"type": "string", "enum": sorted(known)}, "minItems": 1},
        read_fields,
        longest=LONGEST,
        is_joined_by_commas=True,
    )


@cache
def paths(shape):
    """Every name of a shape, and those one step below it."""
    found = set()
    for name, field in shape().fields.items():
        below = getattr(field, "child", field)
        found.add(name)
        if isinstance(below, serializers.Serializer):
            found |= {f"{name}.{part}" for part in below.fields}
    return frozenset(found)


def pick(row, asked):
    """The row with nothing but what was asked for, in its own order."""
    tree = {}
    for path in asked:
        name, _dot, part = path.partition(".")
        parts = tree.setdefault(name, set())
        # The whole says more than its parts, in whichever order they were named.
        tree[name] = None if parts is None or not part else parts | {part}
    return {name: _below(value, tree[name]) for name, value in row.items() if name in tree}


def pick_text(text, asked):
    return as_json(pick(json.loads(text), asked)) if asked else text


def _below(value, parts):
    if parts is None or value is None:
        return value
    if isinstance(value, list):
        return [_below(one, parts) for one in value]
    return {name: below for name, below in value.items() if name in parts}
