"""Doors for partner systems: organizations, code lists, problems, and the document that describes them all."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponsePermanentRedirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from rest_framework import viewsets
from rest_framework.exceptions import MethodNotAllowed

from registry import references
from registry.api import codelists, pagination, parameters, programmes, schema
from registry.api.answers import answer, as_json
from registry.api.limits import Limit
from registry.api.organizations import LIST, wanted_by
from registry.api.permissions import May
from registry.api.problems import BASE, KINDS, Problem, problem_response
from registry.models import FormerReference, Listing
from registry.queries import listings


class PublicViewSet(viewsets.ViewSet):
    """Whoever asks may read; `may` names what can be read, and each view says which limit counts."""

    permission_classes = [May]
    throttle_classes = [Limit]
    limit = "reads"
    parameters = parameters.COMMON

    def initial(self, request, *args, **kwargs):
        if self.action is None:
            raise MethodNotAllowed(request.method)
        super().initial(request, *args, **kwargs)
        self.asked = parameters.read(request.query_params, self.parameters)


class OrganizationListViewSet(PublicViewSet):
    may = {"list": None}
    limit = "lists"
    parameters = LIST

    @schema.organization_list
    def list(self, request):
        wanted, limit = wanted_by(self.asked), self.asked.get("limit", 50)
        beside, backwards = None, False
        if "cursor" in self.asked:
            beside, backwards = pagination.unseal(self.asked["cursor"], wanted=wanted)
        page = listings.page(
            wanted,
            beside=beside,
            backwards=backwards,
            limit=limit,
            is_counted=self.asked.get("count") == "exact",
        )
        before = page.has_more if backwards else bool(beside)
        after = bool(beside) if backwards else page.has_more
        rows = page.rows
        next_cursor = pagination.seal(rows[-1].place, wanted=wanted, backwards=False) if rows and after else None
        previous_cursor = pagination.seal(rows[0].place, wanted=wanted, backwards=True) if rows and before else None
        links = {"next": address(request, next_cursor), "previous": address(request, previous_cursor)}
        tail = as_json({**links, "next_cursor": next_cursor, "count": page.count})
        text = f'{{"results":[{",".join(row.text for row in rows)}],{tail[1:]}'
        return answer(request, text, headers=link_header(links))


class OrganizationViewSet(PublicViewSet):
    may = {"retrieve": None}

    @schema.organization
    def retrieve(self, request, id):
        if references.parse(id) != id:
            raise _not_there()
        listing = Listing.objects.filter(reference=id).values_list("public", "published_at").first()
        if listing is None:
            raise _moved(id) or _not_there()
        text, published_at = listing
        return answer(request, text, changed_at=published_at)


class CodeListViewSet(PublicViewSet):
    may = {"list": None}
    # Given by the address.
    code_list = ""

    def list(self, request):
        return answer(request, codelists.text_of(self.code_list))


class ProgrammeViewSet(PublicViewSet):
    may = {"retrieve": None}

    @schema.programme
    def retrieve(self, request, code):
        return answer(request, programmes.detail(programmes.found(code)))


class CoverageViewSet(PublicViewSet):
    may = {"retrieve": None}
    limit = "lists"
    parameters = programmes.COVERAGE

    @schema.coverage
    def retrieve(self, request, code):
        return answer(request, programmes.coverage(programmes.found(code), self.asked))


class ProblemViewSet(PublicViewSet):
    """Where the `type` of a problem leads."""

    may = {"list": None, "retrieve": None}

    @schema.problem_list
    def list(self, request):
        return answer(request, as_json({"results": [_problem(code) for code in KINDS]}))

    @schema.problem
    def retrieve(self, request, code):
        if code not in KINDS:
            raise Problem("not-found")
        return answer(request, as_json(_problem(code)))


class SchemaViewSet(PublicViewSet):
    may = {"as_json": None, "as_yaml": None}

    @schema.document_as_json
    def as_json(self, request):
        return answer(request, schema.text("json"), content_type="application/vnd.oai.openapi+json")

    @schema.document_as_yaml
    def as_yaml(self, request):
        is_text = request.accepted_renderer.media_type == "text/yaml"
        # Of a text without a charset some clients believe that it is Latin-1.
        media_type = "text/yaml; charset=utf-8" if is_text else "application/yaml"
        return answer(request, schema.text("yaml"), content_type=media_type)


@csrf_exempt
def nowhere(request):
    """Every address of the API that is none. One with a slash at its end is taken for the one without."""
    if request.path.endswith("/") and request.path != f"{BASE}/" and request.method in ("GET", "HEAD"):
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return HttpResponsePermanentRedirect(f"{request.path.rstrip('/')}{query}", preserve_request=True)
    return problem_response(request, "not-found")


def _not_there():
    return Problem("not-found", _("There is no organization with this reference."))


def _moved(reference):
    """A merged record leads to the one that lives on, while that one is listed; otherwise it is as if it never was.

    Withdrawn organizations answer 404 and not 410: see docs/api.md, "What is not there".
    """
    successor = FormerReference.objects.successor_of(reference)
    if not successor:
        return None
    address = f"{settings.SITE_ORIGIN}{BASE}/organizations/{successor}"
    # A merge can be undone: without a limit, caches would keep a permanent redirect for ever.
    return Problem(
        "merged", headers={"Location": address, "Cache-Control": "public, max-age=60"}, extra={"successor": successor}
    )


def _problem(code):
    kind = KINDS[code]
    return {
        "code": code,
        "type": f"{settings.SITE_ORIGIN}{BASE}/problems/{code}",
        "status": kind.status,
        "title": str(kind.title),
        "advice": str(kind.advice),
    }


def address(request, cursor):
    """The same list at another place; by our own name, never by the Host header of the request."""
    if not cursor:
        return None
    query = [(name, value) for name, values in request.query_params.lists() for value in values if name != "cursor"]
    return f"{settings.SITE_ORIGIN}{request.path}?{urlencode([*query, ('cursor', cursor)])}"


def link_header(links):
    said = [
        f'<{there}>; rel="{relation}"'
        for relation, there in (("next", links["next"]), ("prev", links["previous"]))
        if there
    ]
    return {"Link": ", ".join(said)} if said else {}
