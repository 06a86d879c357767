"""The door for proposals of partners."""

from rest_framework.response import Response

from registry import actions, references
from registry.api import pagination, proposals
from registry.api import proposal_schema as schema
from registry.api.answers import answer, as_json
from registry.api.bodies import read_body
from registry.api.permissions import Countries
from registry.api.problems import BASE, Problem
from registry.api.views import PublicViewSet, address, link_header
from registry.models import Scope
from registry.queries import partner_proposals as queries
from registry.queries.listings import Wanted


class ProposalViewSet(PublicViewSet):
    may = {"list": None, "create": None, "retrieve": None}
    scope = Scope.PROPOSE
    countries = Countries.KEPT
    limit = "lists"

    @property
    def parameters(self):
        return proposals.LIST if self.action == "list" else PublicViewSet.parameters

    @schema.proposal_list
    def list(self, request):
        found, limit = self._found(request), self.asked.get("limit", 50)
        state, since = self.asked.get("state", ""), self.asked.get("updated_since")
        wanted = Wanted(
            filters={"client": [request.auth.client.reference], "state": [state]},
            updated_since=since,
            ordering="-updated_at",
        )
        found = found.filter(state=state) if state else found
        found = found.filter(updated_at__gte=since) if since else found
        beside, backwards = None, False
        if "cursor" in self.asked:
            beside, backwards = pagination.unseal(self.asked["cursor"], wanted=wanted)
        rows, has_more = queries.page(found, beside=beside, backwards=backwards, limit=limit)
        before = has_more if backwards else bool(beside)
        after = bool(beside) if backwards else has_more
        following = _cursor(rows[-1], wanted, backwards=False) if rows and after else None
        preceding = _cursor(rows[0], wanted, backwards=True) if rows and before else None
        links = {"next": address(request, following), "previous": address(request, preceding)}
        told = proposals.ProposalSerializer(rows, many=True).data
        return answer(
            request, as_json({"results": told, **links, "next_cursor": following}), headers=link_header(links)
        )

    @schema.proposal_sent
    def create(self, request):
        key, sha256 = proposals.idempotency_key(request), proposals.digest(request)
        sent = read_body(request, proposals.ProposalInSerializer)
        proposal = actions.send_proposal(
            proposals.listed(request, sent["organization"]),
            changes=sent["changes"],
            source=sent["source"],
            idempotency_key=key,
            asked_sha256=sha256,
            client=request.auth.client,
        )
        told = proposals.ProposalSerializer(self._found(request).get(pk=proposal.pk)).data
        there = {"Location": f"{BASE}/proposals/{proposal.reference}", "Cache-Control": "no-store"}
        return Response(told, status=202, headers=there)

    @schema.proposal
    def retrieve(self, request, id):
        known = references.parse(id) == id
        proposal = self._found(request).filter(reference=id).first() if known else None
        if proposal is None:
            raise Problem("not-found")
        return answer(request, as_json(proposals.ProposalSerializer(proposal).data))

    def _found(self, request):
        return queries.of_client(request.auth.client, countries=request.auth.countries)


def _cursor(row, wanted, *, backwards):
    return pagination.seal(queries.place_of(row), wanted=wanted, backwards=backwards)
