"""The list of the invited, read page by page: in the order of names, each once, with what its row tells."""

import pytest

from consultations.queries.invitations import Invited, counts
from registry.actions import mark_at_risk
from registry.roles import Function
from registry.states import OrganizationState
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def consultation(db):
    return make.consultation(state="inviting")


@pytest.fixture
def organizer(db):
    return make.staff(Function.CONSULTATION_ORGANIZER)


@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_wherever_pages_are_cut_who_is_published_comes_by_name_and_then_the_others(consultation, organizer, size):
    for name in ("Cedar", "Acacia", "Baobab"):
        make.invited(consultation, make.organization(name))
    for name in ("Zebra", "Antelope"):
        make.invited(consultation, make.organization(name, state=OrganizationState.DRAFT))
    invited = Invited(consultation, organizer)

    pages = [invited[start : min(start + size, 5)] for start in range(0, 5, size)]

    names = [one.organization.name for page in pages for one in page]
    assert names == ["Acacia", "Baobab", "Cedar", "Zebra", "Antelope"]


def test_a_row_tells_how_many_were_named_and_whether_anybody_can_be_written_to(consultation, organizer):
    written_to, alone = make.organization("Reached"), make.organization("Alone")
    make.contact(written_to, role="focal_point", email="focal@example.org")
    first = make.invited(consultation, written_to, state="accepted")
    make.invited(consultation, alone)
    for state in ("confirmed", "waitlisted", "withdrawn"):
        make.registration(first, state=state)

    rows = Invited(consultation, organizer)[:2]

    assert [(one.named, one.is_reachable) for one in rows] == [(0, False), (2, True)]


def test_whom_a_reader_may_not_know_of_is_on_no_page_and_in_no_number(consultation, organizer, curator):
    hidden, known = make.organization("Hidden"), make.organization("Known")
    for organization in (hidden, known):
        make.contact(organization, role="focal_point", email="focal@example.org")
        make.invited(consultation, organization, state="prepared")
    mark_at_risk(hidden, reason="a test", by=curator)

    assert [one.organization for one in Invited(consultation, organizer)[:2]] == [known]
    assert len(Invited(consultation, curator)[:2]) == 2
    told = [counts(consultation, reader) for reader in (organizer, curator)]
    assert [(one.total, one.sendable) for one in told] == [(1, 1), (2, 1)]
