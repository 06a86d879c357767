"""What is promised within /api/v1: a document that takes nothing away from those who rely on the one before.

Two documents are compared, the released one and the one of today. What is added is free. What is gone, what became
narrower in a request, or wider in an answer, breaks a program that somebody else wrote.
"""

from dataclasses import dataclass, field

METHODS = ("get", "head", "post", "put", "patch", "delete")
# What is said to people: it may be said better at any time.
_WORDS = {"description", "summary", "title", "example", "examples", "externalDocs", "contact", "license"}
# Limits of what is taken: (keyword, whether it may not shrink).
_LIMITS = (
    ("maxLength", True),
    ("maximum", True),
    ("maxItems", True),
    ("minLength", False),
    ("minimum", False),
    ("minItems", False),
)


def promised(document):
    """The document without its words and without its address: what programs can rely on."""
    kept = {name: document[name] for name in ("openapi", "paths", "components", "webhooks") if name in document}
    return _without_words(kept)


def _without_words(thing, *, are_names=False):
    if isinstance(thing, list):
        return [_without_words(one) for one in thing]
    if not isinstance(thing, dict):
        return thing
    # Below `properties` and the like stand names of others' choosing: a field may be called `description`.
    return {
        name: _without_words(value, are_names=not are_names and name in ("properties", "schemas", "headers", "paths"))
        for name, value in thing.items()
        if are_names or name not in _WORDS
    }


def broken(released, now):
    """What today's document no longer keeps, one sentence a fault."""
    return list(_Comparison(released, now).faults())


@dataclass
class _Comparison:
    released: dict
    now: dict
    seen: set = field(default_factory=set)

    def faults(self):
        for path, operations in self.released["paths"].items():
            for method in METHODS:
                if method not in operations:
                    continue
                place, today = f"{method.upper()} {path}", self.now["paths"].get(path, {}).get(method)
                if today is None:
                    yield f"{place}: gone"
                else:
                    yield from self._operation(place, operations[method], today)

    def _operation(self, place, old, new):
        if old["operationId"] != new["operationId"]:
            yield f"{place}: is called {new['operationId']}, and was {old['operationId']}"
        if _may_be_asked_by_anybody(old) and not _may_be_asked_by_anybody(new):
            yield f"{place}: asks for a key"
        for scope in sorted(_scopes(new) - _scopes(old)):
            yield f"{place}: asks for a key that is for {scope}"
        yield from self._parameters(place, old, new)
        yield from self._body(place, old.get("requestBody"), new.get("requestBody"))
        yield from self._answers(place, old["responses"], new["responses"])

    def _parameters(self, place, old, new):
        known, today = self._by_name(self.released, old), self._by_name(self.now, new)
        for name, parameter in known.items():
            there = f"{place}, parameter {name}"
            if name not in today:
                yield f"{there}: gone"
                continue
            if today[name].get("required") and not parameter.get("required"):
                yield f"{there}: must be given"
            yield from self._shape(there, parameter["schema"], today[name]["schema"], is_answer=False)
        for name in today.keys() - known.keys():
            if today[name].get("required"):
                yield f"{place}, parameter {name}: new, and must be given"

    def _by_name(self, document, operation):
        found = (_resolved(document, parameter) for parameter in operation.get("parameters", []))
        return {parameter["name"]: parameter for parameter in found}

    def _body(self, place, old, new):
        if not old:
            if new and new.get("required"):
                yield f"{place}: must have a body"
        elif not new:
            yield f"{place}: takes no body"
        else:
            yield from self._content(f"{place}, body", old["content"], new["content"], is_answer=False)

    def _answers(self, place, old, new):
        for status, answer in old.items():
            there = f"{place}, answer {status}"
            if status not in new:
                yield f"{there}: gone"
                continue
            answer, today = _resolved(self.released, answer), _resolved(self.now, new[status])
            for name in answer.get("headers", {}).keys() - today.get("headers", {}).keys():
                yield f"{there}, header {name}: gone"
            yield from self._content(there, answer.get("content", {}), today.get("content", {}), is_answer=True)

    def _content(self, place, old, new, *, is_answer):
        for media_type, content in old.items():
            if media_type not in new:
                yield f"{place}: not as {media_type}"
            elif "schema" in content:
                yield from self._shape(place, content["schema"], new[media_type].get("schema", {}), is_answer=is_answer)

    def _shape(self, place, old, new, *, is_answer):
        names = old.get("$ref"), new.get("$ref"), is_answer
        if any(names[:2]):
            if names in self.seen:
                return
            self.seen.add(names)
        old, new = _resolved(self.released, old), _resolved(self.now, new)
        yield from self._kind(place, old, new, is_answer)
        yield from self._values(place, old, new, is_answer)
        yield from self._fields(place, old, new, is_answer)
        if not is_answer:
            yield from _limits(place, old, new)
        for name in ("items", "additionalProperties"):
            if isinstance(old.get(name), dict) and isinstance(new.get(name), dict):
                yield from self._shape(f"{place}[]", old[name], new[name], is_answer=is_answer)
        for name in ("oneOf", "anyOf", "allOf"):
            for before, after in zip(old.get(name, []), new.get(name, []), strict=False):
                yield from self._shape(place, before, after, is_answer=is_answer)

    def _kind(self, place, old, new, is_answer):
        before, after = _types(self.released, old), _types(self.now, new)
        is_kept = after <= before if is_answer else before <= after
        # Nothing said is everything allowed.
        if before and not (is_kept and (after or not is_answer)):
            yield f"{place}: is {_told(after)}, and was {_told(before)}"
        elif before and after and old.get("format") != new.get("format"):
            yield f"{place}: is {new.get('format', 'without a format')}, and was {old.get('format', 'without')}"

    def _values(self, place, old, new, is_answer):
        known, today = old.get("enum"), new.get("enum")
        if known is None:
            if today is not None and not is_answer:
                yield f"{place}: takes only some values"
            return
        if today is None:
            if is_answer:
                yield f"{place}: may be any value"
            return
        for value in known:
            if value not in today:
                yield f"{place}: the value {value!r} is gone"

    def _fields(self, place, old, new, is_answer):
        known, today = old.get("properties", {}), new.get("properties", {})
        for name, one in known.items():
            if name in today:
                yield from self._shape(f"{place}.{name}", one, today[name], is_answer=is_answer)
            else:
                yield f"{place}.{name}: gone"
        before, after = set(old.get("required", [])), set(new.get("required", []))
        for name in sorted(before - after if is_answer else after - before):
            if name in today:
                yield f"{place}.{name}: may be absent" if is_answer else f"{place}.{name}: must be given"


def _resolved(document, thing):
    while "$ref" in thing:
        found = document
        for part in thing["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        thing = found
    return thing


def _types(document, shape):
    """The JSON types that a value may have, those of its alternatives included."""
    said = shape.get("type", [])
    types = {said} if isinstance(said, str) else set(said)
    for name in ("oneOf", "anyOf", "allOf"):
        parts = [_types(document, _resolved(document, one)) for one in shape.get(name, [])]
        if name != "allOf" and not all(parts):
            # One alternative that says nothing allows everything.
            return set()
        types |= set().union(*parts)
    return types


def _told(types):
    return " or ".join(sorted(types)) or "anything"


def _may_be_asked_by_anybody(operation):
    return {} in operation.get("security", [{}])


def _scopes(operation):
    return {scope for way in operation.get("security", []) for scopes in way.values() for scope in scopes}


def _limits(place, old, new):
    for name, is_upper in _LIMITS:
        before, after = old.get(name), new.get(name)
        if after is not None and (before is None or (after < before if is_upper else after > before)):
            yield f"{place}: {name} is {after}, and was {'none' if before is None else before}"
    if "pattern" in new and new["pattern"] != old.get("pattern"):
        yield f"{place}: has another pattern"
