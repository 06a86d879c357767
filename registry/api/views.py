"""Doors for partner systems: what all of them share; code lists, problems, and the document that describes them."""

from functools import partial
from urllib.parse import urlencode

from django.conf import settings
from django.db import OperationalError
from django.http import HttpResponsePermanentRedirect
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from rest_framework import viewsets
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.request import Request

from registry import keys
from registry.api import codelists, pagination, parameters, programmes, schema, statistics
from registry.api.answers import KEPT, answer, as_json, deprecated, known_at_once
from registry.api.limits import Limit
from registry.api.permissions import Countries, May
from registry.api.problems import BASE, KINDS, Problem, problem_response
from registry.models import Scope
from registry.queries.state import state


class PublicViewSet(viewsets.ViewSet):
    """Whoever asks may read; `may` names what can be read, and each view says which limit counts."""

    permission_classes = [May]
    throttle_classes = [Limit]
    limit = "reads"
    # What a key must be for, and how one for named countries is kept to them.
    scope = Scope.READ
    countries = Countries.REFUSED
    parameters = parameters.COMMON
    kept = KEPT

    def dispatch(self, request, *args, **kwargs):
        request.day = timezone.localdate()
        try:
            known = known_at_once(request, self.kept)
        except OperationalError:
            # Said below, as to whoever has no copy.
            known = None
        # Who asks too often is refused below, like everybody.
        if known and Limit().allow_request(Request(request), self):
            return known
        return super().dispatch(request, *args, **kwargs)

    def initial(self, request, *args, **kwargs):
        if self.action is None:
            raise MethodNotAllowed(request.method)
        super().initial(request, *args, **kwargs)
        self.asked = parameters.read(request.query_params, self.parameters)

    def check_permissions(self, request):
        """Counted first: what a key may not do, it may not ask for without a limit either."""
        super().check_throttles(request)
        super().check_permissions(request)

    def check_throttles(self, request):
        """Counted already, before the permissions."""


class PagedViewSet(PublicViewSet):
    """A list in pages by key."""

    may = {"list": None}
    limit = "lists"
    # The state of the registry with which the walk of this caller began; out of the cursor.
    since = None

    def where(self, wanted):
        """Where the page begins, how it is read, and how long it is; `wanted` is what the cursor is bound to."""
        beside, backwards = None, False
        if "cursor" in self.asked:
            beside, backwards, self.since = pagination.unseal(
                self.asked["cursor"], wanted=wanted, address=self.request.path
            )
        return {"beside": beside, "backwards": backwards, "limit": self.asked.get("limit", 50)}

    def answer_page(self, request, page, texts, wanted, where, *, version=None, head=None, state=None):
        """The texts of the rows of a page, with the addresses of its neighbours below them. `state` is that in which
        they were read, where nothing else tells what they say."""
        backwards = where["backwards"]
        before = page.has_more if backwards else bool(where["beside"])
        after = bool(where["beside"]) if backwards else page.has_more
        seal = partial(pagination.seal, wanted=wanted, address=request.path, since=self.since or page.since)
        next_cursor = seal(page.ends[1], backwards=False) if page.ends and after else None
        previous_cursor = seal(page.ends[0], backwards=True) if page.ends and before else None
        links = {"next": address(request, next_cursor), "previous": address(request, previous_cursor)}
        tail = as_json({**links, "next_cursor": next_cursor, "count": page.count})
        text = f'{as_json(head or {})[:-1]}{"," if head else ""}"results":[{",".join(texts)}],{tail[1:]}'
        return answer(request, text, version=version, headers=link_header(links), state=state)


class CodeListViewSet(PublicViewSet):
    may = {"list": None}
    countries = Countries.NO_MATTER
    # Given by the address.
    code_list = ""

    @property
    def parameters(self):
        return codelists.CODE_LISTS[self.code_list].parameters

    def list(self, request):
        edition = codelists.former(self.code_list, self.asked.get("version"))
        if edition is None:
            # What staff edit is not part of the state.
            now = state() if codelists.CODE_LISTS[self.code_list].vocabulary else None
            return answer(request, codelists.text_of(self.code_list), state=now)
        since = edition.superseded_at
        successor = f"{settings.SITE_ORIGIN}{BASE}/{self.code_list}"
        headers = deprecated(since=since, until=since + codelists.STAYS, successor=successor)
        return answer(request, codelists.text_of_former(self.code_list, edition), headers=headers)


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


class StatisticsViewSet(PublicViewSet):
    may = {"retrieve": None}
    limit = "lists"

    @statistics.statistics
    def retrieve(self, request):
        return answer(request, statistics.text())


class ProblemViewSet(PublicViewSet):
    """Where the `type` of a problem leads."""

    may = {"list": None, "retrieve": None}
    countries = Countries.NO_MATTER

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
    countries = Countries.NO_MATTER

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
    """Every address of the API that is none. One with a slash at its end is taken for the one without, and who asks
    for the beginning of all of them is shown what there is."""
    if keys.is_in(request.get_full_path()):
        # It is not said again in an address to which the caller is led.
        return problem_response(request, "key-in-address")
    if request.path == f"{BASE}/" and request.method in ("GET", "HEAD"):
        return redirect("docs:start")
    if request.path.endswith("/") and request.method in ("GET", "HEAD"):
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return HttpResponsePermanentRedirect(f"{request.path.rstrip('/')}{query}", preserve_request=True)
    detail = _("There is no such address. Those that there are stand in the documentation at `/docs`.")
    return problem_response(request, "not-found", detail)


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
