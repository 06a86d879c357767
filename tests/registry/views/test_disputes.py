"""Staff answer what organizations say is wrong about their partnerships, in one screen."""

import pytest
from django.urls import reverse
from django.utils import translation

from registry import actions
from registry.models import Partnership
from registry.queries.disputes import waiting_for
from registry.roles import Function
from tests import make

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert(1)</script>"
# What stands in the record of make.verified().
STANDS = {"role": "project_implementer", "starts_on": "2024-01-01"}


def url(dispute=None):
    with translation.override("en"):
        return (
            reverse("registry:dispute-detail", args=[dispute.reference])
            if dispute
            else reverse("registry:dispute-list")
        )


@pytest.fixture
def signed_in(client, curator):
    client.force_login(curator)
    return client


def answer(client, dispute, **typed):
    version = Partnership.objects.get(pk=dispute.partnership_id).version
    return client.post(url(dispute), {"version": version} | typed)


def test_disputes_wait_the_oldest_first_until_they_are_answered(signed_in, curator):
    first, second = make.dispute(), make.dispute()

    page = signed_in.get(url()).content.decode()
    actions.refuse_dispute(first, answer="No.", by=curator)
    later = signed_in.get(url()).content.decode()

    assert 0 < page.index(first.partnership.organization.name) < page.index(second.partnership.organization.name)
    assert first.partnership.organization.name not in later
    assert "This never happened" in later


def test_what_somebody_disputed_herself_waits_for_her_colleagues(signed_in, curator):
    dispute = make.dispute(by=curator)

    assert dispute not in waiting_for(curator)
    assert "Nothing waits for you" in signed_in.get(url()).content.decode()
    assert dispute in waiting_for(make.staff(Function.CURATOR))


def test_an_empty_queue_says_what_would_stand_there(signed_in):
    assert "Nothing waits for you" in signed_in.get(url()).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_costs_the_same_for_any_number(count, signed_in, django_assert_max_num_queries):
    for _number in range(count):
        make.dispute()
    signed_in.get(url())

    with django_assert_max_num_queries(16):
        signed_in.get(url())


def test_a_curator_of_another_country_finds_nothing_waiting_and_may_not_answer(client):
    dispute = make.dispute(make.partnership(country="KEN"))
    client.force_login(make.staff(Function.CURATOR, countries=["HND"]))

    assert "Nothing waits for you" in client.get(url()).content.decode()
    assert client.post(url(dispute), {"decision": "refused", "answer": "No."}).status_code == 403


@pytest.mark.parametrize("function", [Function.ROUTER, Function.AUDITOR, Function.REVIEWER])
def test_who_does_not_keep_records_answers_nothing(function, client):
    dispute = make.dispute()
    client.force_login(make.staff(function))

    assert client.get(url()).status_code == 403
    assert client.get(url(dispute)).status_code == 403


def test_of_an_organization_in_danger_nobody_hears_who_may_not_know_of_it(client, curator):
    dispute = make.dispute()
    actions.mark_at_risk(dispute.partnership.organization, reason="A threat", by=curator)
    client.force_login(make.staff(Function.ROUTER))

    assert client.get(url(dispute)).status_code == 404


def test_both_sides_stand_beside_each_other_and_hostile_text_is_text(signed_in):
    dispute = make.dispute(make.verified(country="TCD"), matter="dates", ends_on="2025-03-31", reason=HOSTILE)
    dispute.refresh_from_db()

    page = signed_in.get(url(dispute)).content.decode()

    for words in ("Project implementer", "Chad", "It goes on", "The dates are different", "31 March 2025"):
        assert words in page
    assert 'value="2025-03-31"' in page
    assert HOSTILE not in page


def test_a_correction_begins_another_and_the_organization_is_told(signed_in):
    dispute = make.dispute(make.verified(starts_on="2024-01-01"), matter="dates", ends_on="2025-03-31")

    said = answer(
        signed_in,
        dispute,
        decision="corrected",
        role="project_implementer",
        starts_on="2024-01-01",
        ends_on="2025-03-31",
        answer="You are right.",
    )

    assert said.url == url(dispute)
    page = signed_in.get(said.url).content.decode()
    assert "It was corrected" in page
    assert "You are right." in page
    assert Partnership.objects.get(replaces=dispute.partnership).state == "proposed"


def test_a_refusal_without_a_reason_is_told_over_the_form(signed_in):
    dispute = make.dispute()

    said = answer(signed_in, dispute, decision="refused")

    assert said.status_code == 422
    assert "Say why, so that the organization knows what to do." in said.content.decode()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Choose an answer."),
        ({"decision": "ended"}, "Choose why it ended."),
        ({"decision": "ended", "because": "other", "ends_on": "2025-03-31"} | STANDS, "Say in words why it ended."),
        (
            {"decision": "ended", "because": "other", "ends_on": "2025-03-31"} | STANDS | {"starts_on": "2024-02-01"},
            "Ending does not change this.",
        ),
        (
            {"decision": "ended", "because": "other", "ends_on": "2025-03-31"} | STANDS | {"role": "donor"},
            "Ending does not change this.",
        ),
        ({"decision": "corrected", "starts_on": "2025-01-01"}, "Choose a role."),
    ],
)
def test_what_an_answer_lacks_is_told_over_the_form(typed, words, signed_in):
    dispute = make.dispute(make.verified())

    said = answer(signed_in, dispute, **typed)

    assert said.status_code == 422
    assert words in said.content.decode()


def test_what_can_be_done_depends_on_what_the_partnership_is_now(signed_in, curator):
    dispute = make.dispute()
    actions.reject_partnership(dispute.partnership, reason="A slip.", by=curator)

    page = signed_in.get(url(dispute)).content.decode()
    said = answer(signed_in, dispute, decision="already")

    assert "Accept, and end the partnership" not in page
    assert said.status_code == 302


def test_who_answers_a_partnership_that_moved_on_is_told_with_409(signed_in, steward):
    dispute = make.dispute()
    actions.edit_partnership(dispute.partnership, changes={"source": "A file"}, by=steward)

    said = signed_in.post(url(dispute), {"version": 1, "decision": "rejected"})

    assert said.status_code == 409
    assert "The partnership changed while you were reading." in said.content.decode()


def test_who_answers_what_was_taken_back_is_told_with_409(signed_in):
    dispute = make.dispute()
    actions.withdraw_dispute(dispute, by=dispute.made_by)

    said = answer(signed_in, dispute, decision="refused", answer="No.")

    assert said.status_code == 409
    assert "This dispute is closed already: taken back." in said.content.decode()
