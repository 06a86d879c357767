"""The words of our JSON-LD: those of schema.org, and our own where it has none.

Hosted here, so that a program which reads an organization asks nobody else what a word means.
"""

from django.conf import settings


def context():
    origin = settings.SITE_ORIGIN
    # Our own words lead to this document.
    words = f"{origin}/contexts/v1.jsonld#"
    return {
        "@context": {
            "@version": 1.1,
            "@vocab": "https://schema.org/",
            "@base": f"{origin}/id/",
            "schema": "https://schema.org/",
            "dcterms": "http://purl.org/dc/terms/",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
            "registry": words,
            "url": {"@id": "schema:url", "@type": "@id"},
            "foundingDate": {"@id": "schema:foundingDate", "@type": "xsd:gYear"},
            "dateModified": {"@id": "schema:dateModified", "@type": "xsd:dateTime"},
            # Fields of the API for which schema.org has no word.
            "id": "@id",
            "former_ids": {"@id": "dcterms:replaces", "@type": "@id", "@container": "@set"},
            "source": "dcterms:source",
            "updated_at": {"@id": "dcterms:modified", "@type": "xsd:dateTime"},
            **{name: f"registry:{name}" for name in ("trust", "status", "roles", "areas", "levels", "partnerships")},
            **{name: _day(f"registry:{name}") for name in ("observed_on", "confirmed_on", "verified_on")},
        }
    }


def _day(name):
    return {"@id": name, "@type": "xsd:date"}
