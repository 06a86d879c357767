"""A merge was wrong: both records come back, and what was changed since stays where it was changed."""

import pytest
from django.urls import reverse

from registry import actions
from registry.errors import Refused
from registry.models import Change, Organization
from registry.queries import audit
from registry.queries.changes import about
from registry.roles import Function
from registry.states import OrganizationState
from tests import make
from tests.registry.actions.merging import merged

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(curator, steward):
    return {"first": curator, "second": steward}


@pytest.fixture
def two():
    return make.organization("Invented Relief"), make.organization("Relief, invented")


def fresh(organization):
    return Organization.objects.get(pk=organization.pk)


def stayed(merge):
    return [(entry["model"], entry["stayed"]) for entry in merge.moved if entry.get("stayed")]


def test_a_row_that_was_changed_since_stays_and_is_listed(two, people):
    winner, loser = two
    changed, untouched = make.contact(loser, name="Changed"), make.contact(loser, name="Untouched")
    merge = merged(winner, loser, **people)
    changed.refresh_from_db()
    actions.edit_contact(changed, changes={"phone": "+254 20 000 00 00"}, by=people["first"])

    merge = actions.undo_merge(merge, reason="Two.", by=people["first"])

    assert stayed(merge) == [("registry.Contact", "changed")]
    assert list(winner.contacts.all()) == [changed]
    assert list(loser.contacts.all()) == [untouched]
    assert winner.contacts.get().phone == "+254 20 000 00 00"


def test_what_came_since_stays_with_the_record_that_it_was_added_to(two, people):
    winner, loser = two
    merge = merged(winner, loser, **people)
    actions.add_contact(winner, name="New", by=people["first"])

    merge = actions.undo_merge(merge, reason="Two.", by=people["first"])

    assert stayed(merge) == []
    assert (winner.contacts.count(), loser.contacts.count()) == (1, 0)


def test_a_row_that_was_removed_since_is_listed(two, people):
    winner, loser = two
    make.organization("Somebody else")
    actions.edit_organization(loser, changes={"presences": [{"country": "TCD"}]}, by=people["first"])
    merge = merged(fresh(winner), fresh(loser), **people)
    actions.edit_organization(winner, changes={"presences": []}, by=people["first"])

    merge = actions.undo_merge(merge, reason="Two.", by=people["first"])

    assert stayed(merge) == [("registry.Presence", "gone")]
    assert loser.presences.count() == 0


def test_a_record_has_its_names_again_whatever_became_of_them_in_the_other(two, people):
    winner, loser = two
    merge = merged(winner, loser, **people)
    new = [{"kind": "legal", "text": "One Name For All", "is_primary": True}]
    actions.edit_organization(winner, changes={"names": new}, by=people["first"])

    merge = actions.undo_merge(merge, reason="Two.", by=people["first"])

    assert stayed(merge) == [("registry.OrganizationName", "gone")]
    assert (fresh(winner).name, fresh(loser).name) == ("One Name For All", "Relief, invented")


def test_a_field_that_was_written_since_stays_as_it_was_written(people):
    winner = make.organization("A", hq_city="Nairobi")
    loser = make.organization("B", hq_city="Kisumu", founded=1998)
    merge = merged(winner, loser, **people, head_office="loser")
    actions.edit_organization(winner, changes={"hq_city": "Eldoret"}, by=people["first"])

    merge = actions.undo_merge(merge, reason="Two.", by=people["first"])

    assert (fresh(winner).hq_city, fresh(winner).founded) == ("Eldoret", None)
    assert (fresh(loser).hq_city, fresh(loser).founded) == ("Kisumu", 1998)
    told = Change.objects.get(subject=winner.reference, verb="organization.unmerged").diff
    assert (told["founded"], "hq_city" in told) == ([1998, None], False)
    assert next(entry["stayed_fields"] for entry in merge.moved if entry.get("stayed")) == ["hq_city"]


def test_a_proposal_that_was_answered_in_part_stays_whole(two, people):
    winner, loser = two
    member = make.member(loser)
    other = make.member(loser)
    waiting = actions.change_own_record(loser, changes={"founded": 1999}, by=other)
    answered = actions.change_own_record(fresh(loser), changes={"types": ["foundation"], "kind": "other"}, by=member)
    merge = merged(fresh(winner), fresh(loser), **people)
    answered.refresh_from_db()
    actions.decide_proposal(answered, decisions={"types": ("refused", "Not so.")}, by=people["first"])

    actions.undo_merge(merge, reason="Two.", by=people["first"])

    assert list(winner.proposals.all()) == [answered]
    assert set(winner.proposed_fields.values_list("proposal", "decision")) == {
        (answered.pk, "refused"),
        (answered.pk, "waiting"),
    }
    assert list(loser.proposals.all()) == [waiting]
    assert list(loser.proposed_fields.values_list("proposal", "decision")) == [(waiting.pk, "waiting")]


# --- What the history tells of a record that must not be found ------------------------------------------------------


def readings(organization, user):
    """The numbers of the changes of a record that somebody may read: in its history, and in the audit."""
    hidden = audit.hidden_references(user)
    found = audit.newest(audit.changes(hidden=hidden, subject=organization.reference), 50)
    return {change.pk for change in about(organization, user=user)}, {change.pk for change in found}


@pytest.mark.parametrize("number", [0, 1])
def test_the_history_of_one_does_not_say_what_the_other_said_that_is_at_risk(number, people):
    winner, loser = make.organization("A"), make.organization("B", hq_city="Hidden Town", founded=1998)
    actions.mark_at_risk((winner, loser)[number], reason="Threats.", by=people["first"])

    merge = merged(fresh(winner), fresh(loser), **people, head_office="loser")
    between = fresh(winner).hq_city
    actions.undo_merge(merge, reason="Two.", by=people["first"])

    told = Change.objects.filter(subject=winner.reference, verb__in=["organization.merged", "organization.unmerged"])
    assert [change.diff for change in told] == [{"merge": [None, merge.reference]}] * 2
    assert (between, fresh(winner).hq_city, fresh(loser).hq_city) == ("Hidden Town", "", "Hidden Town")


def test_who_may_not_know_of_one_is_not_told_what_happened_while_the_two_were_one(two, people):
    winner, loser = two
    auditor, curator = make.staff(Function.AUDITOR), people["first"]
    before = Change.objects.about(winner.reference).first().pk
    merge = merged(winner, loser, **people, name="loser")
    names = [{"kind": "legal", "text": text, "is_primary": text == "B"} for text in ("Relief, invented", "A", "B")]
    actions.edit_organization(winner, changes={"names": names}, by=curator)
    actions.undo_merge(merge, reason="Two.", by=curator)
    actions.edit_organization(winner, changes={"hq_city": "Kisumu"}, by=curator)
    every = set(Change.objects.about(winner.reference).values_list("pk", flat=True))
    after = max(every)
    withdrawn = actions.propose_merge(fresh(winner), fresh(loser), choices={}, reason="One.", by=curator)
    actions.withdraw_merge(withdrawn, by=curator)
    open_to_all = readings(winner, auditor)

    actions.mark_at_risk(loser, reason="Threats.", by=curator)

    assert open_to_all == readings(winner, curator)
    assert open_to_all[0] == open_to_all[1] > every
    assert readings(winner, auditor) == ({before, after}, {before, after})


def test_no_page_of_the_history_shows_a_name_of_the_one_at_risk(client, two, people):
    winner, loser = two
    merge = merged(winner, loser, **people)
    names = [{"kind": "legal", "text": text, "is_primary": text == "B"} for text in ("Relief, invented", "A", "B")]
    actions.edit_organization(winner, changes={"names": names}, by=people["first"])
    actions.undo_merge(merge, reason="Two.", by=people["first"])
    actions.edit_organization(winner, changes={"hq_city": "Kisumu"}, by=people["first"])
    actions.mark_at_risk(loser, reason="Threats.", by=people["first"])
    every = list(Change.objects.about(winner.reference).order_by("pk"))
    client.force_login(make.staff(Function.AUDITOR))

    inside = [change for change in every if "Relief, invented" in str(change.diff)]
    history = reverse("registry:organization-history", args=[winner.reference])
    compared = reverse("registry:organization-compare", args=[winner.reference, every[0].pk, every[-1].pk])
    pages = [client.get(address) for address in (history, compared)]

    assert inside
    assert [client.get(reverse("registry:audit-change", args=[change.pk])).status_code for change in inside] == [404]
    assert [(page.status_code, "Relief, invented" in page.content.decode()) for page in pages] == [(200, False)] * 2


def test_a_member_does_not_read_what_the_record_was_called_as_one_with_another(client, two, people):
    winner, loser = two
    member = make.member(winner)
    merge = merged(winner, loser, **people)
    names = [{"kind": "legal", "text": text, "is_primary": text == "B"} for text in ("Relief, invented", "A", "B")]
    actions.edit_organization(winner, changes={"names": names}, by=people["first"])
    actions.undo_merge(merge, reason="Two.", by=people["first"])
    actions.mark_at_risk(loser, reason="Threats.", by=people["first"])
    client.force_login(member)

    page = client.get(reverse("registry:own-record-history", args=[winner.reference]))

    assert (page.status_code, "Relief, invented" in page.content.decode()) == (200, False)


def test_what_is_still_one_is_told_as_one(two, people):
    winner, loser = two
    merged(winner, loser, **people)
    actions.edit_organization(winner, changes={"hq_city": "Kisumu"}, by=people["first"])

    told, audited = readings(winner, make.staff(Function.AUDITOR))

    assert told == audited == set(Change.objects.about(winner.reference).values_list("pk", flat=True))


def test_merges_into_one_record_are_undone_newest_first(two, people):
    third = make.organization("Third")
    older = merged(*two, **people)
    newer = merged(fresh(two[0]), third, **people)

    with pytest.raises(Refused, match=f"by {newer.reference}. Undo that first"):
        actions.undo_merge(older, reason="Two.", by=people["first"])
    actions.undo_merge(newer, reason="Two.", by=people["first"])
    actions.undo_merge(older, reason="Two.", by=people["first"])

    assert {fresh(one).state for one in (*two, third)} == {OrganizationState.PUBLISHED}


def test_a_merge_is_undone_only_when_the_record_that_stayed_stands_for_itself(two, people):
    last = make.organization("Last")
    first = merged(*two, **people)
    second = merged(last, fresh(two[0]), **people)

    with pytest.raises(Refused, match=f"was itself merged later, by {second.reference}"):
        actions.undo_merge(first, reason="Two.", by=people["first"])


def test_old_references_answer_through_a_chain_and_for_themselves_again_when_it_is_undone(client, two, people):
    last = make.organization("Last")
    merged(*two, **people)
    second = merged(last, fresh(two[0]), **people)

    for old in two:
        assert _public(client, old) == (301, f"/en/organizations/{last.reference}/")
        assert _api(client, old) == (308, last.reference)
        found = client.get("/en/organizations/", {"q": old.reference.lower()})
        assert f"/en/organizations/{last.reference}/" in found.content.decode()
    exported = b"".join(client.get("/en/organizations/organizations.csv").streaming_content).decode()
    assert all(old.reference in exported for old in two)
    shown = client.get(f"/en/organizations/{last.reference}/").content.decode()
    assert all(old.reference in shown for old in two)

    actions.undo_merge(second, reason="Two.", by=people["first"])

    assert _public(client, two[0]) == (200, "")
    assert _public(client, two[1]) == (301, f"/en/organizations/{two[0].reference}/")
    assert _api(client, two[1]) == (308, two[0].reference)
    assert _public(client, last) == (200, "")


def _public(client, organization):
    answer = client.get(f"/en/organizations/{organization.reference}/")
    return answer.status_code, answer.get("Location", "")


def _api(client, organization):
    answer = client.get(f"/api/v1/organizations/{organization.reference}")
    return answer.status_code, answer.json().get("successor", "")
