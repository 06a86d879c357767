"""A listed organization that may be meant, as partner systems are told of it: score, features, reasons."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from registry.matching import Evidence
from registry.queries.evidence import AGREEING, CONFLICTING, evidence_words

# What each kind of evidence is called as a feature: a number for the name, true or false for the others.
_FEATURES = {
    Evidence.IDENTIFIER: "external_id",
    Evidence.DOMAIN: "website",
    Evidence.ACRONYM: "acronym",
    Evidence.COUNTRY: "country",
    Evidence.TYPE: "type",
}
# The type that every record has, beside its types of organization.
ORGANIZATION = "organization"
# In the order in which a name of the caller's language is looked for.
_NAMES = ("legal", "translation", "local")


def percent(score):
    return round(100 * score, 1)


def name_of(public):
    """Its name in the language of the caller where it has one, else its first name."""
    language = (get_language() or "en")[:2]
    told = [
        name for kind in _NAMES for name in public["names"] if name["kind"] == kind and name["language"] == language
    ]
    return told[0]["text"] if told else public["name"]


def description_of(public, labels):
    """What tells it from others of its name: acronym, head office, types."""
    said = [public["acronym"], labels["country"].get(public["hq_country"], "")]
    said += [labels["type"].get(code, code) for code in public["types"]]
    return " · ".join(filter(None, said))


def types_of(public, labels):
    return [
        {"id": ORGANIZATION, "name": organization_label()},
        *({"id": code, "name": labels["type"].get(code, code)} for code in public["types"]),
    ]


def organization_label():
    return _("Organization")


def features_of(candidate):
    told = candidate.comparison
    found = [{"id": "name", "value": percent(candidate.name)}]
    for code, name in _FEATURES.items():
        if told.agrees_in(code) or told.conflicts_in(code):
            found.append({"id": name, "value": told.agrees_in(code)})
    return found


def reasons_of(candidate, labels):
    """What speaks for it, then what speaks against it, each with a code that lasts and a sentence for people."""
    told = candidate.comparison
    return [
        {"code": reason["code"], "agrees": agrees, "detail": evidence_words([reason], sentences, labels)[0]}
        for agrees, reasons, sentences in ((True, told.agreeing, AGREEING), (False, told.conflicting, CONFLICTING))
        for reason in [{"code": str(one.code), "values": list(one.values)} for one in reasons]
    ]
