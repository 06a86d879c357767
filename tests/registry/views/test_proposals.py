"""Staff answer what organizations propose."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from registry import actions, policies
from registry.models import ChangeProposal, Organization
from registry.queries.proposals import waiting_for
from registry.roles import Function
from tests import make

pytestmark = pytest.mark.django_db

QUEUE = "/en/staff/proposals/"


def propose(organization=None, **changes):
    organization = organization or make.organization()
    return actions.change_own_record(organization, changes=changes or {"founded": 1991}, by=make.member(organization))


def url(proposal):
    with translation.override("en"):
        return reverse("registry:proposal-detail", args=[proposal.reference])


def answer(client, proposal, **decisions):
    version = Organization.objects.get(pk=proposal.organization_id).version
    return client.post(url(proposal), {"version": version} | decisions)


@pytest.fixture
def signed_in(client, curator):
    client.force_login(curator)
    return client


def test_the_oldest_stands_on_top(signed_in):
    first, second = propose(make.organization("Older")), propose(make.organization("Newer"))

    page = signed_in.get(QUEUE).content.decode()

    assert page.index(first.reference) < page.index(second.reference)


def test_an_empty_queue_says_what_will_come(signed_in):
    assert "Nothing waits for you" in signed_in.get(QUEUE).content.decode()


def test_what_is_at_risk_is_neither_shown_nor_counted_to_who_does_not_answer_for_it(client, curator):
    organization = make.organization("Quiet House")
    proposal = propose(organization)
    actions.mark_at_risk(organization, reason="Threats", by=curator)
    client.force_login(make.staff(Function.CURATOR, countries=["FJI"]))

    page = client.get(QUEUE).content.decode()

    assert "Quiet House" not in page
    assert 'class="count"' not in page
    assert client.get(url(proposal)).status_code == 404


@pytest.mark.parametrize("where", [{"hq_country_id": "KEN"}, {"hq_country_id": "TCD"}, {"hq_country_id": None}])
@pytest.mark.parametrize("more", ["", "presence", "partnership"])
def test_the_queue_asks_the_same_question_as_the_policy(where, more):
    organization = make.organization(**where)
    if more == "presence":
        actions.edit_organization(organization, changes={"presences": [{"country": "KEN"}]}, by="test")
    if more == "partnership":
        make.partnership(organization, country="KEN")
    proposal = propose(organization)

    for countries in ([], ["KEN"], ["FJI"]):
        person = make.staff(Function.CURATOR, countries=countries)
        saved = Organization.objects.get(pk=organization.pk)
        assert (proposal in waiting_for(person)) == policies.may_edit_organization(person, saved)


@pytest.mark.parametrize("function", [Function.REVIEWER, Function.AUDITOR])
def test_who_does_not_keep_the_inventory_has_no_queue(function, client):
    proposal = propose()
    client.force_login(make.staff(function))

    assert client.get(QUEUE).status_code == 403
    assert client.get(url(proposal)).status_code == 403
    assert "Proposed changes" not in client.get("/en/staff/").content.decode()


def test_both_values_stand_side_by_side_with_the_words_that_change(signed_in):
    organization = make.organization("Harbour Light Network")
    proposal = propose(organization, names=[{"kind": "legal", "text": "Harbour Lights Network", "is_primary": True}])

    page = signed_in.get(url(proposal)).content.decode()

    assert "<del><bdi>Light</bdi></del>" in page
    assert "<ins><bdi>Lights</bdi></ins>" in page


def test_each_field_gets_its_answer(signed_in):
    proposal = propose(founded=1991, types=["foundation"])

    done = answer(
        signed_in,
        proposal,
        **{"decision-founded": "accepted", "decision-types": "refused", "reason-types": "The statutes say NGO."},
    )

    assert done.url == url(proposal)
    page = signed_in.get(done.url).content.decode()
    assert "Accepted in part" in page
    assert "Reason: The statutes say NGO." in page
    assert Organization.objects.get().founded == 1991


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "This field is required."),
        ({"decision-founded": "later"}, "Nothing is decided yet."),
        ({"decision-founded": "refused"}, "Say why, so that the organization knows what to do."),
        ({"decision-founded": "perhaps"}, "not one of the available choices"),
    ],
)
def test_an_answer_without_a_word_is_sent_back(data, words, signed_in):
    proposal = propose()

    refused = answer(signed_in, proposal, **data)

    assert refused.status_code == 422
    assert words in refused.content.decode()


def test_of_two_curators_the_second_sees_what_the_first_did(signed_in, steward):
    proposal = propose(founded=1991, types=["foundation"])
    opened = Organization.objects.get().version
    actions.decide_proposal(proposal, decisions={"founded": ("accepted", "")}, by=steward)

    late = signed_in.post(url(proposal), {"version": opened, "decision-types": "accepted"})

    assert late.status_code == 409
    assert "The record changed while you were reading." in late.content.decode()
    assert ChangeProposal.objects.get().fields.get(field="types").is_waiting


def test_a_field_that_changed_meanwhile_shows_all_three_values(signed_in, steward):
    organization = make.organization(founded=1990)
    proposal = propose(organization)
    actions.edit_organization(organization, changes={"founded": 1980}, by=steward)

    page = signed_in.get(url(proposal)).content.decode()

    assert "This changed after it was proposed." in page
    for year in ("1990", "1980", "1991"):
        assert year in page


def test_a_name_near_another_record_is_shown(signed_in):
    make.organization("Blue Palm Migrant Relief")
    proposal = propose(names=[{"kind": "legal", "text": "Blue Palm Migrants Relief", "is_primary": True}])

    assert "Blue Palm Migrant Relief" in signed_in.get(url(proposal)).content.decode()


def test_who_proposed_it_is_told_to_ask_a_colleague(signed_in, curator):
    organization = make.organization()
    curator.memberships.create(organization=organization, role="editor")
    proposal = actions.change_own_record(organization, changes={"founded": 1991}, by=curator)

    page = signed_in.get(url(proposal)).content.decode()

    assert "You proposed this yourself. Ask a colleague to decide it." in page
    assert answer(signed_in, proposal, **{"decision-founded": "accepted"}).status_code == 409


def test_the_record_leads_to_what_is_proposed(signed_in):
    proposal = propose()

    page = signed_in.get(f"/en/staff/organizations/{proposal.organization.reference}/")

    assert url(proposal) in page.content.decode()


def test_the_queue_costs_the_same_for_one_and_for_three(signed_in):
    propose()
    signed_in.get(QUEUE)
    with CaptureQueriesContext(connection) as one:
        signed_in.get(QUEUE)
    propose(), propose()

    with CaptureQueriesContext(connection) as three:
        signed_in.get(QUEUE)

    assert len(three) == len(one)
