"""What programs find by themselves: the catalogue of APIs (RFC 9727), the catalogue of data (DCAT-AP), and the words
of our JSON in linked data."""

import json

from django.conf import settings
from django.http import HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from registry.api import dcat, turtle
from registry.api.context import context as words
from registry.api.problems import BASE, problem_response

# A catalogue changes with a release; who asks again after an hour sees it.
KEPT = "public, max-age=3600"
JSON_LD, TURTLE = "application/ld+json", "text/turtle"


@require_safe
def api_catalog(request):
    """RFC 9727: one set of links, in the form of RFC 9264."""
    origin = settings.SITE_ORIGIN
    links = {
        "anchor": f"{origin}{BASE}",
        "service-desc": [
            {"href": f"{origin}{BASE}/openapi.json", "type": "application/vnd.oai.openapi+json"},
            {"href": f"{origin}{BASE}/openapi.yaml", "type": "application/yaml"},
        ],
        "service-doc": [
            {"href": f"{origin}/{language}/docs/", "type": "text/html", "hreflang": [language]}
            for language, _ in settings.LANGUAGES
        ],
        "service-meta": [{"href": f"{origin}/catalog", "type": JSON_LD}],
        "status": [{"href": f"{origin}/health", "type": "application/json"}],
    }
    profile = 'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"'
    response = _kept(json.dumps({"linkset": [links]}, indent=1), profile)
    # Who asks with HEAD reads it from here.
    response["Link"] = f'<{origin}{request.path}>; rel="api-catalog"'
    return response


@require_safe
def catalog(request):
    """DCAT-AP 3.0, as JSON-LD or as Turtle."""
    told = dcat.catalog()
    wanted = request.get_preferred_type([JSON_LD, TURTLE, "application/json"])
    if wanted == TURTLE:
        response = _kept(turtle.written(told), f"{TURTLE}; charset=utf-8")
    elif wanted:
        response = _kept(json.dumps(told, ensure_ascii=False, indent=1), JSON_LD)
    else:
        response = problem_response(request, "not-acceptable")
    patch_vary_headers(response, ["Accept"])
    return response


@require_safe
def context(request):
    """The words of our JSON in linked data."""
    return _kept(json.dumps(words(), ensure_ascii=False, indent=1), JSON_LD)


def _kept(text, content_type):
    return HttpResponse(text, content_type=content_type, headers={"Cache-Control": KEPT})
