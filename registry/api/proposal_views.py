"""The door for proposals of partners."""

from registry import actions, references
from registry.api import proposal_schema as schema
from registry.api import proposals
from registry.api.answers import answer, as_json, fresh
from registry.api.bodies import read_body
from registry.api.parameters import COMMON
from registry.api.permissions import Countries
from registry.api.problems import BASE, Problem
from registry.api.views import PagedViewSet
from registry.models import Scope
from registry.queries import partner_proposals as queries
from registry.queries.listings import Wanted


class ProposalViewSet(PagedViewSet):
    may = {"list": None, "create": None, "retrieve": None}
    scope = Scope.PROPOSE
    countries = Countries.KEPT

    @property
    def parameters(self):
        return proposals.LIST if self.action == "list" else COMMON

    @schema.proposal_list
    def list(self, request):
        found = self._found(request)
        state, since = self.asked.get("state", ""), self.asked.get("updated_since")
        wanted = Wanted(
            filters={"client": [request.auth.client.reference], "state": [state]},
            updated_since=since,
            ordering="-updated_at",
        )
        found = found.filter(state=state) if state else found
        found = found.filter(updated_at__gte=since) if since else found
        where = self.where(wanted)
        page = queries.page(found, **where)
        told = proposals.ProposalSerializer([row.thing for row in page.rows], many=True).data
        texts = [as_json(one) for one in told]
        return self.answer_page(request, page, texts, wanted, where)

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
        told = proposals.ProposalSerializer(proposal).data
        return fresh(told, status=202, headers={"Location": f"{BASE}/proposals/{proposal.reference}"})

    @schema.proposal
    def retrieve(self, request, id):
        known = references.parse(id) == id
        proposal = self._found(request).filter(reference=id).first() if known else None
        if proposal is None:
            raise Problem("not-found")
        return answer(request, as_json(proposals.ProposalSerializer(proposal).data))

    def _found(self, request):
        return queries.of_client(request.auth.client, countries=request.auth.countries)
