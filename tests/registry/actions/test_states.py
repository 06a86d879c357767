"""A record goes from one state to another for a reason, which has a code, and words where the code says too little."""

import pytest
from django.db import IntegrityError, transaction

from registry import actions
from registry.errors import Refused
from registry.models import Change, Organization
from registry.queries.changes import told
from registry.states import STATE_REASONS, OrganizationState, StateReason
from tests import make

pytestmark = pytest.mark.django_db
VERBS = {
    OrganizationState.PUBLISHED: (actions.publish_organization, OrganizationState.DORMANT),
    OrganizationState.IN_REVIEW: (actions.send_to_review, OrganizationState.ARCHIVED),
    OrganizationState.DORMANT: (actions.make_dormant, OrganizationState.PUBLISHED),
    OrganizationState.ARCHIVED: (actions.archive_organization, OrganizationState.PUBLISHED),
}
EVERY = [(state, code) for state, codes in STATE_REASONS.items() for code in codes]


def kept(organization):
    return Organization.objects.values_list("state", "state_code", "state_reason").get(pk=organization.pk)


@pytest.mark.parametrize(("state", "code"), EVERY)
def test_each_step_keeps_its_reason_and_its_words(state, code, curator):
    verb, before = VERBS[state]
    organization = make.organization(state=before)

    verb(organization, code=code, reason="As agreed.", by=curator)

    assert kept(organization) == (state, code, "As agreed.")


def test_the_history_shows_the_reason_in_words(curator):
    organization = make.organization()

    actions.archive_organization(organization, code=StateReason.CLOSED_DOWN, reason="In May.", by=curator)

    change = Change.objects.get(verb="organization.archived")
    assert change.diff["state_code"] == ["", "closed_down"]
    (line,) = told([change], user=curator)
    assert line["reason"] == "In May."
    shown = {field["label"]: field["after"][0][0].text for field in line["fields"]}
    assert shown == {"State": "Archived", "Reason for the state": "The organization closed down"}


def test_another_reason_needs_words():
    organization = make.organization()

    with pytest.raises(Refused, match="Say in words"):
        actions.make_dormant(organization, code=StateReason.OTHER, by="test")

    assert kept(organization)[0] == "published"


def test_words_alone_are_another_reason():
    organization = make.organization()

    actions.archive_organization(organization, reason="Its members joined a network.", by="test")

    assert kept(organization) == ("archived", "other", "Its members joined a network.")


@pytest.mark.parametrize("code", [StateReason.SILENT, StateReason.UNRECORDED, "odd"])
def test_a_reason_for_another_step_is_refused(code):
    with pytest.raises(Refused, match="no reason for this step"):
        actions.archive_organization(make.organization(), code=code, by="test")


def test_nobody_archives_without_a_reason():
    with pytest.raises(Refused, match="archived for a reason"):
        actions.archive_organization(make.organization(), by="test")


def test_a_record_that_comes_in_archived_has_no_reason_of_ours():
    assert kept(make.organization(state=OrganizationState.ARCHIVED)) == ("archived", "unrecorded", "")


def test_a_merge_takes_the_reason_away_and_its_undoing_brings_it_back(curator, steward):
    winner, loser = make.organization(), make.organization()
    actions.make_dormant(loser, code=StateReason.SILENT, by=curator)
    loser.refresh_from_db()
    merge = actions.propose_merge(winner, loser, choices={}, reason="One.", by=curator)

    merge = actions.confirm_merge(merge, by=steward)
    assert kept(loser) == ("merged", "", "")
    actions.undo_merge(merge, reason="Two.", by=curator)

    assert kept(loser) == ("dormant", "silent", "")


@pytest.mark.parametrize(
    ("columns", "promise"),
    [
        ({"state": "archived"}, "organization_archived_for_a_reason"),
        ({"state_code": "other"}, "other_state_reason_in_words"),
        ({"state_code": "odd"}, "state_reason_known"),
    ],
)
def test_the_database_keeps_the_promise(columns, promise):
    make.organization()

    with pytest.raises(IntegrityError, match=promise), transaction.atomic():
        Organization.objects.update(**columns)
