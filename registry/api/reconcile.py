"""The doors of reconciliation: one address for manifest, queries and extension, and the services beside it."""

from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.clickjacking import xframe_options_exempt
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.renderers import JSONRenderer

from registry.api import match_schema as schema
from registry.api import reconciling
from registry.api.answers import answer, as_json, fresh
from registry.api.candidates import description_of, name_of
from registry.api.problems import Problem
from registry.api.views import PublicViewSet
from registry.queries.joining import listed
from registry.queries.words import words

# So much of a prefix is looked at; nobody types more.
LONGEST_PREFIX = 200
# Of many countries or areas a card names these.
SHOWN = 6
_NOBODY = _("There is no organization with this reference.")


class Anything(BaseContentNegotiation):
    """The protocol says what is answered; browsers that frame a card, and older clients, ask for other things."""

    def select_parser(self, request, parsers):
        kind = (request.content_type or "").partition(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == kind), None)

    def select_renderer(self, request, renderers, format_suffix=None):
        return JSONRenderer(), JSONRenderer.media_type


class ProtocolViewSet(PublicViewSet):
    """It is somebody else's protocol: what a client sends beside it is passed over and not refused."""

    content_negotiation_class = Anything
    parser_classes = [FormParser, MultiPartParser]
    limit = "match"

    def initial(self, request, *args, **kwargs):
        if self.action is None:
            raise MethodNotAllowed(request.method)
        # Not that of PublicViewSet, which refuses parameters that it does not know.
        super(PublicViewSet, self).initial(request, *args, **kwargs)

    def given(self, name, most=LONGEST_PREFIX):
        return self.request.query_params.get(name, "").replace("\0", "")[:most].strip()


class ReconcileViewSet(ProtocolViewSet):
    may = {"retrieve": None, "create": None}

    @schema.reconcile_manifest
    def retrieve(self, request):
        """The manifest, or what a client asks of us in the address."""
        for name, said in (("queries", reconciling.answer_queries), ("extend", reconciling.extend)):
            if name in request.query_params:
                return answer(request, as_json(said(request.query_params[name])))
        language = self.given("lang")
        return answer(request, as_json(reconciling.manifest(language if language in dict(settings.LANGUAGES) else "")))

    @schema.reconcile_queries
    def create(self, request):
        form = request.data
        if "queries" in form:
            return fresh(reconciling.answer_queries(form["queries"]))
        if "extend" in form:
            return fresh(reconciling.extend(form["extend"]))
        detail = _("Send a form with the field `queries` or the field `extend`.")
        raise Problem("invalid-body", errors=[{"pointer": "", "code": "empty", "detail": detail}])


@extend_schema(exclude=True)
class ReconcileWithSlashViewSet(ReconcileViewSet):
    """The same address as some clients write it; a redirect would lose what they send."""


class SuggestViewSet(ProtocolViewSet):
    may = {"list": None}

    @schema.reconcile_suggest
    def list(self, request, kind):
        if kind not in reconciling.SUGGESTIONS:
            raise Problem("not-found")
        prefix = self.given("prefix")
        found = reconciling.SUGGESTIONS[kind](prefix) if prefix or kind != "entity" else []
        return answer(request, as_json({"result": found}))


class ExtensionViewSet(ProtocolViewSet):
    may = {"list": None}

    @schema.reconcile_properties
    def list(self, request):
        limit = self.given("limit")
        limit = int(limit) if limit.isascii() and limit.isdigit() else 0
        return answer(request, as_json(reconciling.propose_properties(self.given("type"), limit)))


class PreviewViewSet(ProtocolViewSet):
    """A card of one organization. Any page may show it in a frame: it knows no cookie and holds no button."""

    may = {"retrieve": None, "flyout": None}

    @schema.reconcile_preview
    @method_decorator([xframe_options_exempt, csp_replace({"frame-ancestors": ["*"]})])
    def retrieve(self, request):
        card = self._card()
        if card is None:
            # In words on the card: a refusal could not be shown in a frame, and would be a broken one.
            html = render_to_string("registry/reconcile_preview.html", {"name": _NOBODY})
            return HttpResponse(html, status=404, headers={"Cache-Control": "no-store"})
        html = render_to_string("registry/reconcile_preview.html", card)
        return answer(request, html, content_type="text/html; charset=utf-8")

    @schema.reconcile_flyout
    def flyout(self, request):
        kind = self.given("kind")
        card = reconciling.suggested(kind, self.given("id")) if kind in ("type", "property") else self._card()
        if card is None:
            raise Problem("not-found", _NOBODY if kind in ("", "entity") else "")
        html = render_to_string("registry/_reconcile_flyout.html", card)
        return answer(request, as_json({"id": card["id"], "html": html}))

    def _card(self):
        public = listed(self.given("id"))
        if public is None:
            return None
        labels, name = words(), name_of(public)
        return {
            "id": public["id"],
            "public": public,
            "name": name,
            "address": f"{settings.SITE_ORIGIN}/id/{public['id']}",
            "description": description_of(public, labels),
            "names": [one for one in public["names"] if one["text"] != name and one["kind"] != "acronym"][:SHOWN],
            "countries": _some([labels["country"].get(code, code) for code in public["countries"]]),
            "areas": _some([labels["area"].get(code, code) for code in public["areas"]]),
        }


def _some(values):
    return ", ".join(values[:SHOWN]) + (" …" if len(values) > SHOWN else "")
