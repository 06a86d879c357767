"""Each step of a record asks for its reason on a page of its own."""

import pytest
from django.urls import reverse

from registry import actions
from registry.models import Organization
from registry.roles import Function
from registry.states import OrganizationState
from tests import make

pytestmark = pytest.mark.django_db
STEPS = [
    ("publish", OrganizationState.IN_REVIEW, "checked", "published"),
    ("review", OrganizationState.PUBLISHED, "to_check", "in_review"),
    ("dormant", OrganizationState.PUBLISHED, "silent", "dormant"),
    ("archive", OrganizationState.PUBLISHED, "own_request", "archived"),
]


@pytest.fixture
def signed_in(client, curator):
    client.force_login(curator)
    return client


def address(step, organization):
    return reverse(f"registry:organization-{step}", args=[organization.reference])


@pytest.mark.parametrize(("step", "before", "code", "after"), STEPS)
def test_a_step_is_offered_asks_why_and_leads_back(signed_in, step, before, code, after):
    organization = make.organization(state=before)
    record = address("edit", organization)
    assert address(step, organization) in signed_in.get(record).content.decode()
    assert f'value="{code}"' in signed_in.get(address(step, organization)).content.decode()

    answer = signed_in.post(address(step, organization), {"code": code, "reason": ""})

    organization.refresh_from_db()
    assert (answer.url, organization.state, organization.state_code) == (record, after, code)


@pytest.mark.parametrize(("step", "before", "code", "after"), STEPS)
@pytest.mark.parametrize(
    ("typed", "said"),
    [({"reason": ""}, "This field is required."), ({"code": "other", "reason": " "}, "Say in words which other")],
)
def test_a_step_without_its_reason_is_not_done(signed_in, step, before, code, after, typed, said):
    organization = make.organization(state=before)

    answer = signed_in.post(address(step, organization), typed)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Organization.objects.get().state == before


@pytest.mark.parametrize(("step", "before", "code", "after"), STEPS)
def test_a_step_is_for_who_keeps_the_record(client, step, before, code, after):
    organization = make.organization(state=before)
    for person, answer in [
        (make.staff(Function.CURATOR, countries=["TCD"]), 403),
        (make.staff(Function.AUDITOR), 403),
        (make.member(organization), 404),
    ]:
        client.force_login(person)

        assert client.get(address(step, organization)).status_code == answer
        assert client.post(address(step, organization), {"code": code}).status_code == answer


def test_what_may_not_be_published_yet_is_told_in_words(signed_in):
    organization = actions.create_organization(by="test")

    answer = signed_in.post(address("publish", organization), {"code": "checked"})

    assert answer.status_code == 409
    assert "Missing: a name that is not an acronym, a type, a country." in answer.content.decode()


def test_hostile_words_are_words(signed_in, curator):
    organization = make.organization()
    signed_in.post(address("archive", organization), {"code": "other", "reason": "<script>alert(1)</script>"})

    text = signed_in.get(address("history", organization)).content.decode()

    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_publishing_one_at_risk_says_that_nobody_outside_reads_it(signed_in, curator):
    organization = make.organization(state=OrganizationState.IN_REVIEW)
    actions.mark_at_risk(organization, reason="A threat", by=curator)

    asked = signed_in.get(address("publish", organization)).content.decode()
    done = signed_in.post(address("publish", organization), {"code": "checked", "reason": ""}, follow=True)

    assert "The directory shows it" not in asked
    assert "the public and partner systems do not read it" in asked
    assert "is public now" not in done.content.decode()
    assert "nobody outside reads it" in done.content.decode()
