"""Proposals of partners in the OpenAPI document."""

from drf_spectacular.utils import OpenApiParameter

from registry.api import proposals
from registry.api.schema import operation

_PROPOSAL = {
    "id": "PRO-3QH8T0WZ",
    "organization": "CSO-7K2M9XQ4",
    "state": "partly_accepted",
    "source": "https://register.example/riverbend",
    "changes": [
        {"field": "founded", "value": 1997, "decision": "refused", "reason": "Its statutes say 1998."},
        {"field": "website", "value": "https://riverbend.example", "decision": "accepted", "reason": None},
    ],
    "proposed_at": "2026-11-20T08:00:00Z",
    "updated_at": "2026-11-21T10:30:00Z",
    "closed_at": "2026-11-21T10:30:00Z",
}
proposal_list = operation(
    "listProposals",
    "List your proposals",
    proposals.ProposalPageSerializer,
    tag="proposals",
    asked=proposals.LIST,
    description="What this client proposed, those that moved last first, with what IOM answered and why. Proposals"
    " about organizations that are not published any more are not there.",
    example={"results": [_PROPOSAL], "next": None, "previous": None, "next_cursor": None, "count": None},
)
proposal = operation(
    "getProposal",
    "Read one of your proposals",
    proposals.ProposalSerializer,
    tag="proposals",
    example=_PROPOSAL,
    path=[OpenApiParameter("id", {"type": "string", "pattern": proposals.PROPOSED, "example": "PRO-3QH8T0WZ"}, "path")],
)
proposal_sent = operation(
    "sendProposal",
    "Propose a correction",
    proposals.ProposalSerializer,
    tag="proposals",
    description="Nothing changes before somebody at IOM has accepted it, field by field. A value replaces the whole"
    " field. Sent again with the same `Idempotency-Key` and the same bytes, it is the same proposal.",
    path=[
        OpenApiParameter(
            "Idempotency-Key",
            {"type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[!-~]+$", "example": "3f2b9c"},
            "header",
            required=True,
            description="A name of your own for this sending.",
        )
    ],
    body=proposals.ProposalInSerializer,
    sent={
        "organization": "CSO-7K2M9XQ4",
        "changes": {"website": "https://riverbend.example", "founded": 1997},
        "source": "https://register.example/riverbend",
    },
    status=202,
)
