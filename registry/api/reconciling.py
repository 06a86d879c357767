"""The Reconciliation Service API 0.2, as OpenRefine and others speak it, on the engine of /match.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/

It is somebody else's protocol: what a client sends beside it is passed over, and one bad query spoils no batch.
"""

import json

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from registry import references
from registry.api.bodies import whole
from registry.api.candidates import (
    ORGANIZATION,
    description_of,
    features_of,
    name_of,
    organization_label,
    percent,
    types_of,
)
from registry.api.problems import BASE, Problem
from registry.api.properties import PROPERTIES, Told, observers_among
from registry.models import FormerReference, Listing
from registry.queries import directory, match_lines, matches
from registry.queries.words import words

BATCH = 50
MOST_EXTENDED = 1_000
MOST_RESULTS = 50
DEFAULT_RESULTS = 10
PREVIEW = {"width": 420, "height": 260}


def manifest(language=""):
    origin, here = settings.SITE_ORIGIN, f"{settings.SITE_ORIGIN}{BASE}/reconcile"
    first, further = (f"?lang={language}", f"&lang={language}") if language else ("", "")
    suggest = {
        # Without an address of ours for its cards OpenRefine asks for one of Freebase, of which nothing is left.
        kind: {
            "service_url": here,
            "service_path": f"/suggest/{kind}{first}",
            "flyout_service_url": here,
            "flyout_service_path": f"/flyout?id=${{id}}&kind={kind}{further}",
        }
        for kind in SUGGESTIONS
    }
    return {
        "versions": ["0.2"],
        "name": _("Partnership registry: civil society organizations that work with IOM"),
        "identifierSpace": f"{origin}/id/",
        "schemaSpace": f"{origin}{BASE}/reconcile/properties/",
        "documentation": f"{origin}{reverse('docs:operation', args=['reconcile'])}",
        "logo": f"{origin}{static('img/logo.svg')}",
        "view": {"url": f"{origin}/id/{{{{id}}}}"},
        "preview": {"url": f"{here}/preview?id={{{{id}}}}{further}", **PREVIEW},
        "suggest": suggest,
        "extend": {
            "propose_properties": {"service_url": here, "service_path": f"/extend/properties{first}"},
            "property_settings": [_content()],
        },
        "defaultTypes": [{"id": ORGANIZATION, "name": organization_label()}],
        "batchSize": BATCH,
    }


def _content():
    """What is read of a column of words: OpenRefine asks a person, who configures a column."""
    return {
        "name": "content",
        "label": _("What to read"),
        "help_text": _("Countries, types, areas and roles are read by name or by code."),
        "type": "select",
        "default": "name",
        "choices": [{"value": "name", "name": _("Name")}, {"value": "code", "name": _("Code")}],
    }


# --- Queries ------------------------------------------------------------------------------------------------------


def answer_queries(text):
    """{key: {"result": candidates}} for each query of a batch, its keys exactly as they were sent."""
    queries = _object(text, "queries")
    if len(queries) > BATCH:
        raise Problem("too-large", _("At most %(most)s queries are answered at once.") % {"most": BATCH})
    known = matches.known_lists()
    asked = {key: _line(query, known) for key, query in queries.items()}
    rows = [line.row for line in asked.values() if line]
    found = iter(matches.matches(rows, limit=MOST_RESULTS))
    labels = words()
    return {key: {"result": _results(queries[key], next(found), labels) if line else []} for key, line in asked.items()}


def _object(text, name):
    """The JSON object in a field of the form."""
    try:
        said = whole(json.loads(text))
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        detail = _("This field must hold a JSON object.")
        raise Problem("invalid-body", errors=[{"pointer": f"/{name}", "code": "malformed", "detail": detail}])
    return said


def _line(query, known):
    """A query as a line of /match; None when it is no query. What a column says that we do not understand is left."""
    if not isinstance(query, dict):
        return None
    said = {"name": query["query"]} if isinstance(query.get("query"), str) else {}
    properties = query.get("properties")
    for one in properties if isinstance(properties, list) else []:
        known_property = PROPERTIES.get(one.get("pid")) if isinstance(one, dict) and _is_text(one.get("pid")) else None
        if known_property and known_property.fills:
            values = one.get("v") if isinstance(one.get("v"), list) else [one.get("v")]
            said.setdefault(known_property.fills, []).extend(filter(None, map(_value, values)))
    for single in ("acronym", "website"):
        if single in said:
            said[single] = next(iter(said[single]), "")
    line = match_lines.line({name: _short(value) for name, value in said.items()}, known)
    row = line.row
    return line if row.name.strip() or row.acronym or row.identifiers or row.website else None


def _is_text(value):
    return isinstance(value, str)


def _value(value):
    if isinstance(value, dict):
        value = value.get("id")
    return str(value) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""


def _short(value):
    if isinstance(value, list):
        return [_short(one) for one in value[: match_lines.MOST_VALUES]]
    return value.replace("\0", " ")[: match_lines.LONGEST]


def _results(query, answer, labels):
    wanted, strict = query.get("type"), query.get("type_strict")
    wanted = {wanted} if _is_text(wanted) else set(filter(_is_text, wanted)) if isinstance(wanted, list) else set()
    limit = query.get("limit")
    limit = int(min(limit, MOST_RESULTS)) if isinstance(limit, (int, float)) and limit >= 1 else DEFAULT_RESULTS
    results = []
    for found in answer.found:
        types = {ORGANIZATION, *found.public["types"]}
        # "should" wishes and does not demand, and so does who does not say.
        if (strict == "any" and wanted and not wanted & types) or (strict == "all" and not wanted <= types):
            continue
        results.append(
            {
                "id": found.public["id"],
                "name": name_of(found.public),
                "description": description_of(found.public, labels),
                "type": types_of(found.public, labels),
                "score": percent(found.candidate.score),
                "match": found.candidate.is_match,
                "features": features_of(found.candidate),
            }
        )
    return results[:limit]


# --- Suggestions --------------------------------------------------------------------------------------------------


def suggest_entities(prefix):
    labels = words()
    return [
        {
            "id": public["id"],
            "name": name_of(public),
            "description": description_of(public, labels),
            "notable": types_of(public, labels),
        }
        for public in _publics([key for key, _score in directory.search(prefix)[:DEFAULT_RESULTS]])
    ]


def _publics(keys):
    texts = dict(Listing.objects.filter(pk__in=keys).values_list("pk", "public"))
    return [json.loads(texts[key]) for key in keys if key in texts]


def suggest_types(prefix):
    types = {ORGANIZATION: organization_label(), **words()["type"]}
    return _beginning(prefix, [{"id": code, "name": label} for code, label in types.items()])


def suggest_properties(prefix):
    return _beginning(
        prefix,
        [
            {"id": known.id, "name": str(known.name), **({} if known.fills else {"description": _("Only to be read")})}
            for known in PROPERTIES.values()
        ],
    )


def _beginning(prefix, every):
    """Those of which a word begins so."""
    prefix = prefix.strip().casefold()
    return [one for one in every if one["id"].startswith(prefix) or f" {prefix}" in f" {one['name'].casefold()}"]


SUGGESTIONS = {"entity": suggest_entities, "type": suggest_types, "property": suggest_properties}


def suggested(kind, id):
    """One type or property by its id, or None."""
    return next((one for one in SUGGESTIONS[kind]("") if one["id"] == id), None)


# --- Extension ----------------------------------------------------------------------------------------------------


def propose_properties(type_, limit):
    every = [
        {"id": known.id, "name": str(known.name)}
        for known in PROPERTIES.values()
        # The singular is for queries, as others write it.
        if known.values and known.id not in ("area", "role")
    ]
    return {"properties": every[:limit] if limit else every, **({"type": type_} if type_ else {})}


def extend(text):
    """The values of some properties of some organizations. What is not listed has none."""
    said = _object(text, "extend")
    ids, asked = said.get("ids"), said.get("properties")
    if not isinstance(ids, list) or not isinstance(asked, list):
        detail = _("It must name `ids` and `properties`, each a list.")
        raise Problem("invalid-body", errors=[{"pointer": "/extend", "code": "malformed", "detail": detail}])
    if len(ids) > MOST_EXTENDED:
        raise Problem("too-large", _("At most %(most)s records are extended at once.") % {"most": MOST_EXTENDED})
    wanted = {}
    for one in asked:
        if isinstance(one, dict) and _is_text(one.get("id")):
            # Asked for twice, a column is what it was first.
            wanted.setdefault(one["id"], _is_by_code(one))
    ids = list(dict.fromkeys(filter(_is_text, ids)))
    ours = [id for id in ids if references.parse(id) == id]
    told = _told(ours, with_observers="observer_since" in wanted)
    return {
        "meta": [{"id": name, "name": str(PROPERTIES[name].name) if name in PROPERTIES else name} for name in wanted],
        "rows": {id: {name: _values(name, told.get(id), by_code) for name, by_code in wanted.items()} for id in ids},
    }


def _is_by_code(asked):
    said = asked.get("settings")
    return isinstance(said, dict) and said.get("content") == "code"


def _told(ids, *, with_observers):
    labels = words()
    listings = Listing.objects.filter(reference__in=ids)
    # A table that was matched long ago holds references of records that were merged since.
    former = FormerReference.objects.filter(reference__in=ids)
    rows = [
        *listings.values_list("reference", "reference", "public"),
        *former.values_list("reference", "listing__reference", "listing__public"),
    ]
    found = {asked: (reference, json.loads(text)) for asked, reference, text in rows}
    since = observers_among({reference for reference, _ in found.values()}) if with_observers else {}
    return {asked: Told(public, labels, since.get(reference)) for asked, (reference, public) in found.items()}


def _values(name, told, by_code):
    known = PROPERTIES.get(name)
    read = known and (known.codes if by_code and known.codes else known.values)
    return read(told) if read and told else []
