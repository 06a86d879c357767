"""The OpenAPI document as a reader's page needs it: what is there, what it takes, what it answers.

Nothing here is written by hand: what the document says, the pages show.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import reduce

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from registry.api import schema
from registry.api.problems import BASE

METHODS = ("get", "post", "put", "patch", "delete")
# As many optional parameters does the example of a request use.
SHOWN = 2
# Of a longer list of values the page names the first few.
MOST_VALUES = 12


@dataclass(frozen=True)
class Asked:
    """One parameter of a request."""

    name: str
    place: str
    help: str
    shape: dict
    is_required: bool

    @property
    def is_repeatable(self):
        return self.shape.get("type") == "array"

    @property
    def one(self):
        """What one value looks like."""
        return self.shape["items"] if self.is_repeatable else self.shape

    @property
    def values(self):
        return self.one.get("enum", [])[:MOST_VALUES]

    @property
    def has_more_values(self):
        return len(self.one.get("enum", [])) > MOST_VALUES

    @property
    def kind(self):
        kind = kind_of(self.one)
        return _("%(kind)s, repeatable") % {"kind": kind} if self.is_repeatable else kind

    @property
    def example(self):
        """One value as text, or nothing."""
        example = self.shape.get("example", self.one.get("example"))
        if isinstance(example, list):
            example = example[0]
        return "" if example is None else str(example)


@dataclass(frozen=True)
class Field:
    """One field of an answer or of a body, with its way from the top: `results[].names[].text`."""

    way: str
    help: str
    shape: dict

    @property
    def name(self):
        return self.way.rpartition(".")[2]

    @property
    def inside(self):
        """What it is a field of; nothing for the whole answer."""
        return self.way.rpartition(".")[0]

    @property
    def kind(self):
        return kind_of(self.shape)

    @property
    def values(self):
        shapes = [_alone(self.shape), *self.shape.get("oneOf", [])]
        return [value for shape in shapes for value in shape.get("enum", [])][:MOST_VALUES]


@dataclass(frozen=True)
class Operation:
    id: str
    method: str
    path: str
    tag: str
    summary: str
    description: str
    is_open: bool
    parameters: tuple[Asked, ...] = ()
    fields: tuple[Field, ...] = ()
    media_types: tuple[str, ...] = ()
    example: object = None
    body: object = None
    body_type: str = ""
    body_fields: tuple[Field, ...] = ()
    # [(status, what it means)]
    answers: tuple = field(default=())

    @property
    def address(self):
        return f"{BASE}{self.path}"

    @property
    def may_be_tried(self):
        """What takes a file or a form is not asked from a page."""
        return "json" in self.body_type or not self.body_type

    def example_values(self):
        """What a request needs, and a little of what it may have: {name: text}."""
        needed = {asked.name: asked.example or _first(asked) for asked in self.parameters if asked.is_required}
        more = [asked for asked in self.parameters if asked.example and not asked.is_required][:SHOWN]
        return needed | {asked.name: asked.example for asked in more}


def groups():
    """[(tag, what it gathers, [Operation])] in the order of the document."""
    document = schema.document()
    known = list(operations())
    return [
        (tag["name"], tag["description"], [one for one in known if one.tag == tag["name"]]) for tag in document["tags"]
    ]


def operation(name):
    """The one that is called so, or None."""
    return next((one for one in operations() if one.id == name), None)


def operations() -> Iterator[Operation]:
    document = schema.document()
    for path, methods in document["paths"].items():
        for method in METHODS:
            if method in methods:
                yield _operation(document, path, method, methods[method])


def _operation(document, path, method, told):
    good = next((told["responses"][code] for code in ("200", "201", "202", "204") if code in told["responses"]), {})
    content = _resolved(document, good).get("content", {})
    answer = content.get("application/json") or next(iter(content.values()), {})
    body_type, body = next(iter(told.get("requestBody", {}).get("content", {}).items()), ("", {}))
    return Operation(
        id=told["operationId"],
        method=method.upper(),
        path=path,
        tag=told["tags"][0],
        summary=told.get("summary", told["operationId"]),
        description=told.get("description", ""),
        is_open={} in told.get("security", [{}]),
        parameters=tuple(_parameters(document, told)),
        fields=tuple(_fields(document, answer.get("schema", {}))),
        media_types=tuple(content),
        example=_example(answer),
        body=_body(document, body_type, body),
        body_type=body_type,
        body_fields=tuple(_fields(document, body.get("schema", {}))),
        answers=tuple((code, _resolved(document, one)["description"]) for code, one in told["responses"].items()),
    )


def _parameters(document, told):
    """What must be given comes first."""
    asked = [_asked(_resolved(document, one)) for one in told.get("parameters", [])]
    return sorted(asked, key=lambda one: not one.is_required)


def grouped(fields):
    """[(what they are fields of, [Field])], the whole before its parts."""
    found = {}
    for one in fields:
        found.setdefault(one.inside, []).append(one)
    return list(found.items())


def _body(document, media_type, content):
    """An example of a body in JSON: the document's own, or one that is made of what must be in it."""
    if "json" not in media_type:
        return None
    example = _example(content)
    return _made_up(document, content.get("schema", {})) if example is None else example


def _made_up(document, shape):
    shape = _resolved(document, shape)
    for known in ("example", "default"):
        if known in shape:
            return shape[known]
    if "enum" in shape:
        return shape["enum"][0]
    if "properties" in shape:
        asked = shape.get("required") or list(shape["properties"])[:1]
        return {name: _made_up(document, shape["properties"][name]) for name in asked}
    if "items" in shape:
        return [_made_up(document, shape["items"])]
    return {"integer": 1, "number": 1, "boolean": True, "object": {}, "array": []}.get(shape.get("type"), "text")


def _asked(parameter):
    return Asked(
        name=parameter["name"],
        place=parameter["in"],
        help=parameter.get("description", ""),
        shape=parameter["schema"],
        is_required=parameter.get("required", False),
    )


def _first(asked):
    return str((asked.values or [""])[0])


def _example(content):
    if "example" in content:
        return content["example"]
    return next((one["value"] for one in content.get("examples", {}).values()), None)


def _fields(document, shape, way="", inside=()):
    """Every field below this shape; a shape that stands in itself is told once."""
    if "$ref" in shape:
        if shape["$ref"] in inside:
            return
        inside = (*inside, shape["$ref"])
    shape = _resolved(document, shape)
    for part in (*shape.get("allOf", []), *shape.get("oneOf", []), *shape.get("anyOf", [])):
        yield from _fields(document, part, way, inside)
    if "items" in shape:
        yield from _fields(document, shape["items"], f"{way}[]", inside)
    for name, one in shape.get("properties", {}).items():
        there = f"{way}.{name}" if way else name
        whole = _whole(document, one)
        yield Field(there, whole.get("description", ""), _with_items(document, whole))
        yield from _fields(document, one, there, inside)


def _whole(document, shape):
    """A shape with all that it refers to; its own words go before those of what it refers to."""
    referred = [{"$ref": shape["$ref"]}] if "$ref" in shape else shape.get("allOf", [])
    found = {}
    for one in referred:
        found |= _resolved(document, one)
    own = {key: value for key, value in shape.items() if key not in ("$ref", "allOf")}
    if "oneOf" in own:
        own["oneOf"] = [_whole(document, one) for one in own["oneOf"]]
    return found | own


def _with_items(document, shape):
    return shape | {"items": _whole(document, shape["items"])} if "items" in shape else shape


def _resolved(document, thing):
    while "$ref" in thing:
        found = document
        for part in thing["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        thing = found
    return thing


def _alone(shape):
    return shape.get("items", shape)


def kind_of(shape):
    """What a value is, in the reader's words."""
    if "oneOf" in shape:
        # A text of no letters is there so that a field can be emptied.
        kinds = dict.fromkeys(kind_of(one) for one in shape["oneOf"] if one.get("maxLength") != 0)
        return reduce(lambda some, one: _("%(some)s, or %(one)s") % {"some": some, "one": one}, kinds)
    types = shape.get("type", [])
    types = [types] if isinstance(types, str) else types
    if types == ["null"]:
        return "null"
    told = _kind_of_one(next((one for one in types if one != "null"), None), shape)
    return _("%(some)s, or %(one)s") % {"some": told, "one": "null"} if "null" in types else told


def _kind_of_one(kind, shape):
    if kind == "array":
        return _("list: %(kind)s") % {"kind": kind_of(shape.get("items", {}))}
    if "enum" in shape:
        return pgettext("kind of value", "code")
    if kind == "integer" and "minimum" in shape and "maximum" in shape:
        return _("whole number, %(smallest)s to %(largest)s") % {
            "smallest": shape["minimum"],
            "largest": shape["maximum"],
        }
    return _kinds().get((kind, shape.get("format"))) or _kinds().get((kind, None), kind)


def _kinds():
    return {
        ("string", None): pgettext("kind of value", "text"),
        ("string", "date"): pgettext("kind of value", "day"),
        ("string", "date-time"): pgettext("kind of value", "date and time with zone"),
        ("string", "uri"): pgettext("kind of value", "web address"),
        ("integer", None): pgettext("kind of value", "whole number"),
        ("number", None): pgettext("kind of value", "number"),
        ("boolean", None): pgettext("kind of value", "true or false"),
        ("object", None): pgettext("kind of value", "object"),
        (None, None): pgettext("kind of value", "any value"),
    }
