"""An organization as JSON-LD: what schema.org has words for, under its public address."""

import json

from django.conf import settings
from rest_framework.renderers import JSONRenderer

from registry.api.answers import JSON, as_json

MEDIA_TYPE = "application/ld+json"
# The kinds that schema.org tells apart from any other organization.
_TYPES = {"cso": "NGO", "government": "GovernmentOrganization"}


class Renderer(JSONRenderer):
    """Only to be chosen by the Accept header; the text is written here."""

    media_type = MEDIA_TYPE
    format = "jsonld"


def media_type(request, asked):
    """By `format`, else by the Accept header."""
    if "format" in asked:
        return MEDIA_TYPE if asked["format"] == "jsonld" else JSON
    return MEDIA_TYPE if request.accepted_renderer.media_type == MEDIA_TYPE else JSON


def written(text):
    """From the text of a row; a field that was not asked for is not told."""
    row = json.loads(text)
    found = {
        "name": row.get("name"),
        "alternateName": [name["text"] for name in row.get("names", ()) if name["text"] != row.get("name")],
        "description": _in_languages(row.get("description", {})),
        "url": row.get("website"),
        "foundingDate": str(row["founded"]) if row.get("founded") else None,
        "knowsLanguage": row.get("languages"),
        "address": {"@type": "PostalAddress", "addressCountry": row["hq_country"]} if row.get("hq_country") else None,
        "areaServed": [{"@type": "Country", "identifier": code} for code in row.get("countries", ())],
        "identifier": [
            {"@type": "PropertyValue", "propertyID": one["scheme"], "value": one["value"]}
            for one in row.get("identifiers", ())
            if one.get("value")
        ],
        "dateModified": row.get("updated_at"),
    }
    head = {
        "@context": f"{settings.SITE_ORIGIN}/contexts/v1.jsonld",
        "@type": _TYPES.get(row.get("kind"), "Organization"),
    }
    if "id" in row:
        head |= {"@id": f"{settings.SITE_ORIGIN}/id/{row['id']}"}
    return as_json(head | {name: value for name, value in found.items() if value})


def _in_languages(texts):
    return [{"@language": code, "@value": text} for code, text in texts.items() if text]
