"""The public address of an organization, `/id/CSO-7K2M9XQ4`: it leads to what the reader can read.

It leads without looking: whether there is anything, and whether it was merged, is for that address to say.
"""

from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from registry import references

HTML, JSON, LINKED = "text/html", "application/json", "application/ld+json"
# As everywhere in the API, `format` wins over the Accept header.
_FORMATS = {"json": JSON, "jsonld": LINKED}


@require_safe
def organization(request, reference):
    known = references.parse(reference)
    if known is None or not known.startswith("CSO-"):
        raise Http404
    # Who does not say what she reads is a person with a browser.
    wanted = _FORMATS.get(request.GET.get("format", "")) or request.get_preferred_type([HTML, LINKED, JSON]) or HTML
    language = request.GET.get("lang", "")
    if wanted == HTML:
        is_ours = language in dict(settings.LANGUAGES)
        with translation.override(language if is_ours else translation.get_language()):
            address = reverse("registry:organization-detail", args=[known])
    else:
        asked = ({"format": "jsonld"} if wanted == LINKED else {}) | ({"lang": language} if language else {})
        address = reverse("api:organization-detail", args=[known]) + (f"?{urlencode(asked)}" if asked else "")
    response = HttpResponse(status=303, headers={"Location": address, "Access-Control-Allow-Origin": "*"})
    patch_vary_headers(response, ["Accept", "Accept-Language"])
    return response
