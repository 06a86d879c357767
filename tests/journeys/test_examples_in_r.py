"""What people copy from the documentation into R runs there: reading everything, each request, a key, a body."""

import pytest

from registry.api.docs import reading, requests
from registry.api.docs.guides import GUIDES, text_of
from registry.models import ChangeProposal
from tests import make
from tests.journeys import r

pytestmark = pytest.mark.django_db(transaction=True)
OPERATIONS = {operation.id: operation for operation in reading.operations()}
EXAMPLES = {example.file: example for guide in GUIDES.values() for example in guide.examples}


def request(name, **values):
    operation = OPERATIONS[name]
    return requests.written(requests.request_for(operation, operation.example_values() | values), "r")


def test_every_organization_is_read_page_by_page(served, tmp_path):
    for number in range(3):
        make.organization(f"Réseau d’aide {number}")
    text = text_of(EXAMPLES["every_organization.R"], reference="")
    assert "limit=500" in text

    told = r.run(
        f"{text.replace('limit=500', 'limit=2')}\ncat(nrow(organizations), class(organizations$founded), "
        "sum(is.na(organizations$acronym)), organizations$name[1])",
        tmp_path,
    )

    # Accents arrive, and what is absent is missing to R as well.
    assert told == "3 logical 3 Réseau d’aide 0"


def test_each_request_for_everybody_is_answered(served, tmp_path):
    """All in one program, for speed."""
    reference = make.partnership(make.organization("Riverbend")).organization.reference
    readable = [
        one.id
        for one in OPERATIONS.values()
        if one.method == "GET"
        and one.is_open
        and ("{" not in one.path or one.path.startswith("/organizations/{id}"))
        and any(field.way == "results" for field in one.fields)
    ]

    r.run("\n".join(request(name, id=reference) for name in readable), tmp_path)

    assert len(readable) > 20


def test_a_key_opens_what_it_is_for_and_a_body_arrives_whole(served, client, tmp_path):
    reference = make.organization("Riverbend").reference
    key = make.api_key(make.client(scopes=("read", "propose")))
    text = client.get("/en/docs/sendProposal/", {"in": "r"}).context["text"]
    assert reference in text

    told = r.run(text, tmp_path, REGISTRY_KEY=key)
    listed = r.run(request("listProposals"), tmp_path, REGISTRY_KEY=key)

    proposal = ChangeProposal.objects.get()
    assert f'"{proposal.reference}"' in told
    assert proposal.reference in listed


def test_a_refusal_says_in_r_what_the_registry_said(served, client, tmp_path):
    make.organization("Riverbend")
    reader = make.api_key(make.client(scopes=("read",)))
    text = client.get("/en/docs/sendProposal/", {"in": "r"}).context["text"]

    told = " ".join(r.refused(text, tmp_path, REGISTRY_KEY=reader).split())

    assert "HTTP 403 Forbidden" in told
    assert "propose" in told
