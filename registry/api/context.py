"""What the fields of an organization mean in linked data: schema.org where it has the word, our own otherwise.

A program that reads our JSON with this context reads triples. A test holds it to the fields of the OpenAPI document.
"""

from django.conf import settings


def _day(name):
    return {"@id": name, "@type": "xsd:date"}


_NAME = {"text": "schema:name", "language": "schema:inLanguage", "script": "registry:script", "kind": "registry:kind"}
_IDENTIFIER = {"scheme": "schema:propertyID", "value": "schema:value"}


def context():
    origin = settings.SITE_ORIGIN
    # Our own words lead to this document.
    words = f"{origin}/contexts/v1.jsonld#"
    return {
        "@context": {
            "@version": 1.1,
            "schema": "https://schema.org/",
            "dcterms": "http://purl.org/dc/terms/",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
            "registry": words,
            # What has no line here is one of our own words.
            "@vocab": words,
            "@base": f"{origin}/id/",
            "id": "@id",
            "name": "schema:name",
            "acronym": "schema:alternateName",
            "names": {"@id": "registry:names", "@container": "@set", "@context": _NAME},
            "description": {"@id": "schema:description", "@container": "@language"},
            "website": {"@id": "schema:url", "@type": "@id"},
            "founded": {"@id": "schema:foundingDate", "@type": "xsd:gYear"},
            "languages": {"@id": "schema:knowsLanguage", "@container": "@set"},
            "countries": {"@id": "schema:areaServed", "@container": "@set"},
            "hq_country": "schema:addressCountry",
            "areas": {"@id": "schema:knowsAbout", "@container": "@set"},
            "identifiers": {"@id": "schema:identifier", "@container": "@set", "@context": _IDENTIFIER},
            "former_ids": {"@id": "dcterms:replaces", "@type": "@id", "@container": "@set"},
            "source": "dcterms:source",
            "observed_on": _day("registry:observed_on"),
            "confirmed_on": _day("registry:confirmed_on"),
            "verified_on": _day("registry:verified_on"),
            "updated_at": {"@id": "dcterms:modified", "@type": "xsd:dateTime"},
            "partnerships": {
                "@id": "registry:partnerships",
                "@container": "@set",
                "@context": {"starts_on": _day("schema:startDate"), "ends_on": _day("schema:endDate")},
            },
            "links": {
                "@id": "registry:links",
                "@container": "@set",
                # The other organization is one of ours; the link itself has no name.
                "@context": {"id": {"@id": "registry:organization", "@type": "@id"}, "kind": "registry:kind"},
            },
        }
    }
