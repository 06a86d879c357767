"""What one line of somebody's list says, in our words: read alike from the body of a request and from a file."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from registry.matching import domain_of
from registry.queries import matches

LONGEST = 300
MOST_VALUES = 10
# What a line may say, beside the reference by which its sender knows it.
FIELDS = ("name", "acronym", "country", "external_id", "website", "type", "area", "role")
_KNOWN = (*FIELDS, "ref")
_SEVERAL = ("country", "external_id", "type", "area", "role")
# Any of these is enough to look for somebody.
ENOUGH = ("name", "acronym", "external_id", "website")


# Where the API lists what a field may say.
_LISTS = {"country": "countries", "type": "types", "area": "areas", "role": "roles"}


@dataclass
class Line:
    """One line as it was sent, and as it is understood."""

    ref: object
    row: matches.Row
    errors: list = field(default_factory=list)


def line(said, known, *, pointer=""):
    """What one line says; its errors name what was not understood."""
    if not isinstance(said, dict):
        return Line(None, matches.Row(), [_error(pointer, "malformed", _("A line must be an object."))])
    errors = [_error(f"{pointer}/{name[:40]}", "unknown", _no_such_field()) for name in said if name not in _KNOWN]
    texts = {name: _texts(said.get(name), name, pointer, errors) for name in FIELDS}
    ref = said.get("ref")
    if not isinstance(ref, (str, int, type(None))) or len(str(ref)) > LONGEST:
        ref = None
        errors.append(_error(f"{pointer}/ref", "malformed", _("`ref` must be a short text or a whole number.")))
    if not errors and not any(texts[name] for name in ENOUGH):
        detail = _("A line needs a name, an acronym, an identifier or a website.")
        errors.append(_error(pointer, "empty", detail))
    return Line(ref, _row(texts, known, pointer, errors), errors)


def _no_such_field():
    return _("A line has no such field. It may have: %(fields)s.") % {"fields": ", ".join(_KNOWN)}


def _error(pointer, code, detail):
    return {"pointer": pointer, "code": code, "detail": detail}


def _texts(value, name, pointer, errors):
    """The texts of a field, of which some may be given several times; what is no text is told."""
    values = value if isinstance(value, list) and name in _SEVERAL else [value]
    texts = [one for one in values if one not in (None, "")]
    if len(texts) > MOST_VALUES or any(not isinstance(one, str) or len(one) > LONGEST or "\0" in one for one in texts):
        detail = _("The value must be text of at most %(longest)s characters.") % {"longest": LONGEST}
        errors.append(_error(f"{pointer}/{name}", "malformed", detail))
        return []
    return [text for text in texts if text.strip()]


def _row(texts, known, pointer, errors):
    def codes(name, vocabulary):
        found = {
            text: known.words.country(text) if name == "country" else known.words.find(vocabulary, text)
            for text in texts[name]
        }
        if None in found.values():
            unknown = ", ".join(f"`{text[:40]}`" for text, code in found.items() if code is None)
            detail = _("This is not understood: %(values)s. The API lists what there is at `/%(list)s`.")
            detail %= {"values": unknown, "list": _LISTS[name]}
            errors.append(_error(f"{pointer}/{name}", "not-allowed", detail))
        return frozenset(filter(None, found.values()))

    website = "".join(texts["website"])
    if website and not domain_of(website):
        errors.append(_error(f"{pointer}/website", "malformed", _("The value must be the address of a website.")))
    return matches.Row(
        name="".join(texts["name"]),
        acronym="".join(texts["acronym"]),
        countries=codes("country", "countries"),
        identifiers=tuple(known.identifier(text) for text in texts["external_id"]),
        website=website,
        types=codes("type", "types"),
        works=frozenset(
            [f"area:{code}" for code in codes("area", "areas")] + [f"role:{code}" for code in codes("role", "roles")]
        ),
    )
