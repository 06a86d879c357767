"""JSON-LD of our own making, written as Turtle: prefixed names as keys, nodes within nodes, no lists and no graphs."""

import json


def written(document):
    """The same statements in the other form."""
    prefixes = document["@context"]
    lines = [f"@prefix {name}: <{iri}> ." for name, iri in prefixes.items()]
    nodes, seen = [document], set()
    while nodes:
        node = nodes.pop(0)
        # A node that stands in several places is told where it stands first.
        if node.get("@id") not in seen:
            seen.add(node.get("@id"))
            lines += ["", *_statements(node, nodes)]
    return "\n".join(lines) + "\n"


def _statements(node, nodes):
    said = [f"a {node['@type']}"] if "@type" in node else []
    for name, values in node.items():
        if name.startswith("@"):
            continue
        values = values if isinstance(values, list) else [values]
        if values:
            said.append(f"{name} {', '.join(_value(value, nodes) for value in values)}")
    return [f"<{node['@id']}>", *(f"  {one} ;" for one in said[:-1]), f"  {said[-1]} ."]


def _value(value, nodes):
    if not isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    if "@value" in value:
        text = json.dumps(value["@value"], ensure_ascii=False)
        return f"{text}@{value['@language']}" if "@language" in value else f"{text}^^{value['@type']}"
    if "@id" not in value:
        inside = [f"a {value['@type']}"] + [
            f"{name} {_value(one, nodes)}" for name, one in value.items() if not name.startswith("@")
        ]
        return f"[ {' ; '.join(inside)} ]"
    if len(value) > 1:
        nodes.append(value)
    return f"<{value['@id']}>"
