"""What is done to an organization, and what its verbs refuse."""

from datetime import date

import pytest

from registry import actions
from registry.errors import Refused, Stale, Unpublishable
from registry.models import Change, Listing, Organization
from registry.states import OrganizationState
from tests import make

pytestmark = pytest.mark.django_db


def test_a_new_organization_is_a_draft_that_the_public_does_not_see(curator):
    organization = actions.create_organization(by=curator, names=[{"text": "Invented Aid"}], types=["ngo"])

    assert organization.state == OrganizationState.DRAFT
    assert not Listing.objects.exists()


def test_publishing_writes_one_listing_in_the_same_act(curator):
    organization = make.organization("Invented Aid", state=OrganizationState.DRAFT)

    actions.publish_organization(organization, by=curator)

    assert Listing.objects.get().reference == organization.reference


def test_an_organization_without_a_type_cannot_be_published_and_the_sentence_says_what_is_missing(curator):
    organization = make.organization("Invented Aid", state=OrganizationState.DRAFT, types=[])

    with pytest.raises(Unpublishable, match="Missing: a type"):
        actions.publish_organization(organization, by=curator)


def test_an_edit_that_changes_nothing_writes_nothing(curator):
    organization = make.organization("Invented Aid")
    before = Change.objects.count()

    actions.edit_organization(organization, changes={"hq_city": ""}, by=curator)

    assert Change.objects.count() == before


def test_an_edit_tells_the_history_what_was_and_what_is(curator):
    organization = make.organization("Invented Aid", website="https://old.example")

    actions.edit_organization(
        organization, changes={"website": "https://new.example"}, by=curator, reason="They moved."
    )

    change = Change.objects.about(organization.reference).first()
    assert change.diff == {"website": ["https://old.example", "https://new.example"]}
    assert (change.verb, change.by_id, change.reason) == ("organization.edited", curator.pk, "They moved.")


def test_an_edit_of_a_record_that_moved_on_is_refused_with_their_text(curator):
    organization = make.organization("Invented Aid")
    opened = organization.version
    actions.edit_organization(organization, changes={"hq_city": "Kisumu"}, by="a colleague")

    with pytest.raises(Stale) as refused:
        actions.edit_organization(organization, changes={"hq_city": "Nairobi"}, by=curator, version=opened)

    assert refused.value.theirs["hq_city"] == "Kisumu"
    assert Organization.objects.get().hq_city == "Kisumu"


def test_a_name_that_stays_keeps_its_row_and_a_former_name_still_finds_it(curator):
    organization = make.organization("Invented Aid", acronym="IA")
    acronym = organization.names.get(kind="acronym")
    names = [
        {"kind": "legal", "text": "Invented Relief", "is_primary": True},
        {"kind": "former", "text": "Invented Aid"},
        {"kind": "acronym", "text": "IA"},
    ]

    actions.edit_organization(organization, changes={"names": names}, by=curator)

    organization = Organization.objects.get()
    assert organization.name == "Invented Relief"
    assert organization.names.get(kind="acronym").pk == acronym.pk
    assert set(organization.listing.names.values_list("text", flat=True)) == {"Invented Relief", "Invented Aid", "IA"}


@pytest.mark.parametrize(
    ("state", "verb"),
    [
        (OrganizationState.DRAFT, actions.make_dormant),
        (OrganizationState.ARCHIVED, actions.publish_organization),
        (OrganizationState.ARCHIVED, actions.archive_organization),
    ],
)
def test_a_step_that_the_table_of_states_does_not_have_is_refused_in_words(state, verb, curator):
    organization = make.organization(state=state)

    with pytest.raises(Refused, match="This record is"):
        verb(organization, by=curator, reason="a reason")


def test_archiving_takes_the_listing_away_and_keeps_the_reference(curator):
    organization = make.organization()

    actions.archive_organization(organization, by=curator, reason="Closed.")

    assert not Listing.objects.exists()
    assert Change.objects.about(organization.reference).first().op == "delete"


def test_verifying_names_the_day_and_the_person(curator):
    organization = make.organization()

    actions.verify_organization(organization, on=date(2026, 5, 3), evidence="Visit.", by=curator)

    organization.refresh_from_db()
    assert (organization.trust, organization.verified_by) == ("verified", curator)


def test_marking_as_at_risk_removes_every_trace_outside_at_once(curator):
    organization = make.organization("Hidden Shelter", acronym="HS")
    make.partnership(organization)

    actions.mark_at_risk(organization, reason="Threats.", by=curator)

    assert not Listing.objects.exists()
    assert all("Threats" not in f"{change.diff}{change.reason}" for change in Change.objects.all())


def test_one_person_alone_cannot_end_the_protection(curator, steward):
    organization = make.organization()
    actions.mark_at_risk(organization, reason="Threats.", by=curator)
    actions.propose_lifting_risk(organization, by=curator)

    with pytest.raises(Refused, match="Two people"):
        actions.lift_risk(organization, by=curator)
    actions.lift_risk(organization, by=steward)

    assert Listing.objects.filter(reference=organization.reference).exists()
