"""The catalogue of the registry's data for data portals: DCAT-AP 3.0, made from the OpenAPI document.

Each operation that lists something is a dataset; what the API can be asked for is the same list.
"""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from registry.actions.export_files import BOOK, PACKAGE
from registry.api import about_data, schema
from registry.api.docs import changelog, reading
from registry.api.problems import BASE
from registry.exporters.forms import MEDIA_TYPES
from registry.queries.exports import tables

_PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_LANGUAGES = "http://publications.europa.eu/resource/authority/language/"
_FREQUENCY = "http://publications.europa.eu/resource/authority/frequency/CONT"
_PUBLIC = "http://publications.europa.eu/resource/authority/access-right/PUBLIC"
_THEMES = "http://publications.europa.eu/resource/authority/data-theme"
# Population and society.
_THEME = f"{_THEMES}/SOCI"
# What is promised within a version of the API.
_STABLE = "http://publications.europa.eu/resource/authority/planned-availability/STABLE"
_INTERNATIONAL = "http://purl.org/adms/publishertype/SupraNationalAuthority"
_CODES = {"en": "ENG", "fr": "FRA", "es": "SPA"}
# The forms that DCAT-AP knows by a name of the European Union.
_FORMATS = "http://publications.europa.eu/resource/authority/file-type/"
# What the API's `format` calls each form.
_FORMS = {
    "application/json": "json",
    "application/ld+json": "jsonld",
    "application/jsonl": "jsonl",
    "text/csv": "csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.apache.parquet": "parquet",
}
_KNOWN_TO_THE_UNION = {"json": "JSON", "csv": "CSV", "xlsx": "XLSX", "jsonld": "JSON_LD"}
# What tells of the API and not of the world.
_NOT_DATA = {"about"}


def catalog():
    """The catalogue as JSON-LD; `turtle.written` says the same in the other form."""
    origin, service = settings.SITE_ORIGIN, f"{settings.SITE_ORIGIN}{BASE}"
    about = schema.document()["info"]
    lists = [one for one in reading.operations() if _is_dataset(one)]
    datasets = [*(_dataset(one, service) for one in lists), _files(service)]
    return {
        "@context": _PREFIXES,
        "@id": f"{origin}/catalog",
        "@type": "dcat:Catalog",
        "dct:title": _in_three_languages(lambda: _("Partnership registry")),
        "dct:description": _in_three_languages(
            lambda: _("Civil society organizations that work with IOM: published facts, each with its source and date.")
        ),
        "dct:publisher": _publisher(),
        "dct:language": [{"@id": f"{_LANGUAGES}{_CODES[code]}"} for code, _name in settings.LANGUAGES],
        "dct:issued": _day(changelog.entries()[-1].on),
        "dct:modified": _day(changelog.entries()[0].on),
        "dct:license": _licence(),
        "dcat:themeTaxonomy": {"@id": _THEMES},
        "foaf:homepage": _page(f"{origin}/en/"),
        "dcat:dataset": datasets,
        "dcat:service": {
            "@id": service,
            "@type": "dcat:DataService",
            "dct:title": {"@value": about["title"], "@language": "en"},
            "dct:description": {"@value": about["description"], "@language": "en"},
            "dct:publisher": _publisher(),
            "dct:license": _licence(),
            "dcat:contactPoint": _contact(),
            "dcat:keyword": {"@value": "API", "@language": "en"},
            "dcat:theme": {"@id": _THEME},
            "dcat:endpointURL": {"@id": service},
            "dcat:endpointDescription": {"@id": f"{service}/openapi.json"},
            "foaf:page": _page(f"{origin}/en/docs/"),
            "dct:accessRights": {"@id": _PUBLIC},
            "dcat:servesDataset": [{"@id": one["@id"]} for one in datasets],
        },
    }


def _is_dataset(operation):
    is_list = any(field.way == "results" for field in operation.fields) and "{" not in operation.path
    return operation.method == "GET" and operation.is_open and operation.tag not in _NOT_DATA and is_list


def _dataset(operation, service):
    address = f"{service}{operation.path}"
    return {
        "@id": _name_of(operation),
        "@type": "dcat:Dataset",
        "dct:title": {"@value": _title(operation), "@language": "en"},
        "dct:description": {"@value": operation.description, "@language": "en"},
        "dct:identifier": operation.id,
        "dct:publisher": _publisher(),
        "dct:accrualPeriodicity": {"@id": _FREQUENCY},
        "dcat:landingPage": _page(f"{settings.SITE_ORIGIN}/en/docs/{operation.id}/"),
        **_of_all(),
        "dcat:keyword": {"@value": operation.tag, "@language": "en"},
        "dcat:distribution": [_distribution(operation, address, media) for media in operation.media_types],
    }


def _files(service):
    """Everything in files, each under the address that stays. Which there are does not change from night to night, and
    a catalogue asks the database nothing."""
    of_tables = [f"{table.name}.{ending}" for table in tables() for ending in ("csv", "jsonl.gz", "parquet")]
    operation = next(one for one in reading.operations() if one.id == "getExports")
    dataset = _name_of(operation)
    return {
        "@id": dataset,
        "@type": "dcat:Dataset",
        "dct:title": {"@value": "All that is published, in files", "@language": "en"},
        "dct:description": {"@value": operation.description, "@language": "en"},
        "dct:identifier": operation.id,
        "dct:publisher": _publisher(),
        "dct:accrualPeriodicity": {"@id": about_data.DAILY},
        "dcat:landingPage": _page(f"{settings.SITE_ORIGIN}/en/docs/{operation.id}/"),
        **_of_all(),
        "dcat:keyword": {"@value": operation.tag, "@language": "en"},
        "dcat:distribution": [
            _file(name, dataset, service) for name in (*of_tables, "organizations_wide.csv", BOOK, PACKAGE)
        ],
    }


def _file(name, dataset, service):
    media_type = MEDIA_TYPES[name.partition(".")[2]].partition(";")[0]
    address = {"@id": f"{service}/exports/latest/{name}"}
    return {
        "@id": f"{dataset}-{name}",
        "@type": "dcat:Distribution",
        "dct:title": {"@value": name, "@language": "en"},
        "dcat:accessURL": address,
        "dcat:downloadURL": address,
        "dcat:mediaType": {"@id": f"{_MEDIA_TYPES}{media_type}"},
        "dct:license": _licence(),
        "dcatap:availability": {"@id": _STABLE},
    }


def _of_all():
    """What is the same of every dataset."""
    here = f"{settings.SITE_ORIGIN}/catalog"
    return {
        "dct:accessRights": {"@id": _PUBLIC},
        "dcat:contactPoint": _contact(),
        "dcat:theme": {"@id": _THEME},
        "dct:provenance": {
            "@id": f"{here}#provenance",
            "@type": "dct:ProvenanceStatement",
            "rdfs:label": _in_three_languages(
                lambda: " ".join([about_data.source(), about_data.methodology(), about_data.caveats()])
            ),
        },
        "dct:spatial": {
            "@id": f"{here}#world",
            "@type": "dct:Location",
            "rdfs:label": _in_three_languages(about_data.location),
        },
    }


def _distribution(operation, address, media_type):
    media_type = media_type.partition(";")[0]
    form = _FORMS.get(media_type, media_type.rpartition("/")[2])
    has_forms = any(asked.name == "format" for asked in operation.parameters)
    return {
        "@id": f"{_name_of(operation)}-{form}",
        "@type": "dcat:Distribution",
        "dct:title": {"@value": f"{_title(operation)}: {form.upper()}", "@language": "en"},
        "dcat:accessURL": {"@id": f"{address}?format={form}" if has_forms and form != "json" else address},
        "dcat:accessService": {"@id": f"{settings.SITE_ORIGIN}{BASE}"},
        "dcat:mediaType": {"@id": f"{_MEDIA_TYPES}{media_type}"},
        **({"dct:format": {"@id": f"{_FORMATS}{_KNOWN_TO_THE_UNION[form]}"}} if form in _KNOWN_TO_THE_UNION else {}),
        "dct:license": _licence(),
        "dcatap:availability": {"@id": _STABLE},
    }


def _title(operation):
    """What is in it; the summary of an operation says what is done: "List organizations"."""
    title = operation.summary.removeprefix("List ")
    return f"{title[0].upper()}{title[1:]}"


def _name_of(operation):
    return f"{settings.SITE_ORIGIN}/catalog#{operation.id}"


def _publisher():
    return {
        "@id": "https://www.iom.int",
        "@type": "foaf:Agent",
        "foaf:name": _in_three_languages(lambda: _("International Organization for Migration")),
        "dct:type": {"@id": _INTERNATIONAL},
    }


def _page(address):
    return {"@id": address, "@type": "foaf:Document"}


def _licence():
    return {"@id": f"{settings.SITE_ORIGIN}/en/about/", "@type": "dct:LicenseDocument"}


def _day(day):
    return {"@value": day.isoformat(), "@type": "xsd:date"}


def _contact():
    page = {"@id": f"{settings.SITE_ORIGIN}/en/about/"}
    return {"@type": "vcard:Kind", "vcard:fn": "Partnership registry", "vcard:hasURL": page}


def _in_three_languages(said):
    told = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            told.append({"@value": str(said()), "@language": code})
    return told
