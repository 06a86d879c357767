"""What members change at once, what IOM looks at first, and what it answers."""

from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection

from registry import actions
from registry.actions.organizations import PLAIN, ROWS, TERMS
from registry.errors import Contradiction, Refused, Stale
from registry.models import Change, ChangeProposal, Country, Listing, Membership, Message, Organization, ProposedField
from registry.models.proposals import AFTER_A_LOOK, AT_ONCE
from registry.states import ProposalState
from tests import make
from tests.registry.actions.merging import merged

pytestmark = pytest.mark.django_db

NAME = {"kind": "legal", "text": "Harbour Light", "language": "en", "is_primary": True}
NEW_NAME = NAME | {"text": "Harbour Lights"}


@pytest.fixture
def organization():
    return make.organization("Harbour Light", website="https://old.example", founded=1990)


@pytest.fixture
def editor(organization):
    return make.member(organization, language="fr")


def propose(organization, editor, **changes):
    return actions.change_own_record(organization, changes=changes or {"founded": 1991}, by=editor)


def test_every_field_of_a_record_goes_one_way_or_the_other():
    written = {*PLAIN, *TERMS, *ROWS}

    assert set(AT_ONCE) & set(AFTER_A_LOOK) == set()
    # Where a record comes from, and as of when, staff and confirmations say.
    assert written - set(AT_ONCE) - set(AFTER_A_LOOK) == {"source", "observed_on", "confirmed_on"}


def test_a_website_is_live_at_once(organization, editor):
    proposal = propose(organization, editor, website="https://new.example")

    assert proposal is None
    assert Organization.objects.get().website == "https://new.example"
    assert "https://new.example" in Listing.objects.get().public


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        ("names", [NEW_NAME], [NEW_NAME]),
        ("kind", "un", "un"),
        ("types", ["foundation"], ["foundation"]),
        ("type_explained", "A choir", "A choir"),
        ("identifiers", [{"scheme": "none", "value": ""}], [{"scheme": "none", "value": ""}]),
        ("hq_country", "TCD", "TCD"),
        ("founded", 1991, 1991),
    ],
)
def test_an_identity_field_waits_and_stands_once_it_is_accepted(field, value, kept, organization, editor, curator):
    value = Country.objects.get(pk=value) if field == "hq_country" else value
    before = Organization.objects.get(pk=organization.pk).updated_at

    proposal = propose(organization, editor, **{field: value})

    row = proposal.fields.get()
    assert (row.field, row.after, row.decision) == (field, kept, "waiting")
    changed = actions.decide_proposal(proposal, decisions={field: ("accepted", "")}, by=curator)
    assert changed.state == ProposalState.ACCEPTED
    now = Organization.objects.get(pk=organization.pk)
    stands = getattr(now, field)
    if field in ("names", "identifiers", "types"):
        assert stands.count() == 1
    else:
        assert stands == value
    assert now.updated_at > before


def test_one_form_may_do_both(organization, editor):
    proposal = propose(organization, editor, website="https://new.example", founded=1991)

    saved = Organization.objects.get()
    assert (saved.website, saved.founded) == ("https://new.example", 1990)
    assert [row.field for row in proposal.fields.all()] == ["founded"]


def test_what_changes_nothing_proposes_nothing(organization, editor):
    before = Change.objects.count()

    proposal = propose(organization, editor, founded=1990, types=["ngo"], names=[NAME | {"language": ""}])

    assert proposal is None
    assert Change.objects.count() == before


def test_a_later_value_takes_the_place_of_one_that_waits(organization, editor):
    first = propose(organization, editor, founded=1991)

    second = propose(organization, editor, founded=1992)

    first.refresh_from_db()
    assert first.state == ProposalState.SUPERSEDED
    assert first.fields.get().decision == "superseded"
    assert second.state == ProposalState.OPEN


def test_a_proposal_goes_on_with_the_fields_that_no_later_one_names(organization, editor, curator):
    first = propose(organization, editor, founded=1991, types=["foundation"])

    propose(organization, editor, founded=1992)

    first.refresh_from_db()
    assert first.state == ProposalState.OPEN
    actions.decide_proposal(first, decisions={"types": ("accepted", "")}, by=curator)
    first.refresh_from_db()
    assert first.state == ProposalState.ACCEPTED


def test_the_value_that_stands_takes_the_waiting_one_back(organization, editor):
    first = propose(organization, editor, founded=1991)

    assert propose(organization, editor, founded=1990) is None

    first.refresh_from_db()
    assert first.state == ProposalState.WITHDRAWN
    assert Change.objects.about(organization.reference).first().verb == "proposal.withdrawn"


def test_the_database_keeps_one_waiting_value_a_field(organization, editor):
    proposal = propose(organization, editor, founded=1991)
    other = ChangeProposal.objects.create(organization=organization, base_version=1, proposed_by=editor)

    with pytest.raises(IntegrityError, match="one_waiting_proposal_a_field"):
        ProposedField.objects.create(proposal=other, organization=organization, field="founded", after=1992)

    assert proposal.state == ProposalState.OPEN


def test_a_member_who_opened_an_older_record_or_proposal_is_told(organization, editor):
    opened = Organization.objects.get().version
    actions.change_own_record(organization, changes={"founded": 1991}, by=editor, version=opened)

    with pytest.raises(Stale):
        actions.change_own_record(organization, changes={"founded": 1992}, by=editor, version=opened)


def test_each_field_is_answered_and_the_member_is_told_why_in_her_language(organization, editor, curator):
    proposal = propose(organization, editor, founded=1991, types=["foundation"])

    actions.decide_proposal(
        proposal,
        decisions={"founded": ("accepted", ""), "types": ("refused", "Le certificat dit autre chose.")},
        by=curator,
    )

    proposal.refresh_from_db()
    assert (proposal.state, proposal.closed_by) == (ProposalState.PARTLY_ACCEPTED, curator)
    saved = Organization.objects.get()
    assert (saved.founded, [one.code for one in saved.types.all()]) == (1991, ["ngo"])
    message = Message.objects.get(kind="registry.proposal_decided")
    assert (message.recipient, message.language) == (editor, "fr")
    assert "Le certificat dit autre chose." in message.body
    assert organization.name not in message.title + message.body
    verbs = [change.verb for change in Change.objects.about(organization.reference)[:2]]
    assert verbs == ["proposal.decided", "organization.edited"]


def test_what_is_left_for_later_goes_on_waiting(organization, editor, curator):
    proposal = propose(organization, editor, founded=1991, types=["foundation"])

    actions.decide_proposal(proposal, decisions={"founded": ("refused", "Not so.")}, by=curator)

    proposal.refresh_from_db()
    assert proposal.state == ProposalState.OPEN
    assert proposal.fields.get(field="types").is_waiting


@pytest.mark.parametrize("decision", [("accepted", ""), ("refused", "No.")])
def test_of_two_who_answer_the_second_is_told(decision, organization, editor, curator, steward):
    proposal = propose(organization, editor)
    opened = Organization.objects.get().version
    actions.decide_proposal(proposal, decisions={"founded": decision}, by=curator, version=opened)

    with pytest.raises(Refused, match="closed already"):
        actions.decide_proposal(proposal, decisions={"founded": ("accepted", "")}, by=steward, version=opened)

    assert Message.objects.filter(kind="registry.proposal_decided").count() == 1


def test_an_answer_to_a_record_that_moved_on_is_refused(organization, editor, curator):
    proposal = propose(organization, editor)
    opened = Organization.objects.get().version
    actions.edit_organization(organization, changes={"founded": 1980}, by=curator)

    with pytest.raises(Stale):
        actions.decide_proposal(proposal, decisions={"founded": ("accepted", "")}, by=curator, version=opened)


def test_nobody_answers_what_she_proposed_herself(organization, curator):
    Membership.objects.create(organization=organization, user=curator, role="editor")
    proposal = propose(organization, curator)

    with pytest.raises(Refused, match="Ask a colleague"):
        actions.decide_proposal(proposal, decisions={"founded": ("accepted", "")}, by=curator)


def test_an_identifier_of_another_record_is_not_accepted(organization, editor, curator):
    taken = {"scheme": "XI-WIKIDATA", "value": "Q42"}
    make.organization(identifiers=[taken])
    proposal = propose(organization, editor, identifiers=[taken])

    with pytest.raises(Contradiction, match="Another organization has this identifier"):
        actions.decide_proposal(proposal, decisions={"identifiers": ("accepted", "")}, by=curator)

    proposal.refresh_from_db()
    assert proposal.state == ProposalState.OPEN


def test_a_proposal_is_taken_back_once(organization, editor):
    proposal = propose(organization, editor)

    actions.withdraw_proposal(proposal, by=editor)

    proposal.refresh_from_db()
    assert (proposal.state, proposal.closed_by) == (ProposalState.WITHDRAWN, editor)
    with pytest.raises(Refused, match="closed already"):
        actions.withdraw_proposal(proposal, by=editor)


def test_who_left_the_organization_is_not_written_to(organization, editor, curator):
    make.member(organization)
    proposal = propose(organization, editor)
    actions.remove_member(organization, editor, by=curator)
    Message.objects.all().delete()

    actions.decide_proposal(proposal, decisions={"founded": ("accepted", "")}, by=curator)

    assert not Message.objects.exists()


def test_members_of_an_organization_in_danger_go_on_and_their_mail_tells_nothing(organization, editor, curator):
    actions.mark_at_risk(organization, reason="Threats", by=curator)

    proposal = propose(organization, editor, website="https://new.example", founded=1991)

    assert Organization.objects.get().website == "https://new.example"
    actions.decide_proposal(proposal, decisions={"founded": ("refused", "A secret place.")}, by=curator)
    message = Message.objects.get(kind="registry.proposal_decided")
    assert "A secret place." not in message.body
    assert organization.reference not in message.title + message.body + message.subject_reference
    assert "/fr/my/\n" in message.body


def test_a_confirmation_is_dated_and_told(organization, editor):
    actions.confirm_record(organization, by=editor)

    saved = Organization.objects.get()
    assert saved.confirmed_on
    assert saved.trust == "confirmed"
    assert Change.objects.about(organization.reference).first().verb == "organization.confirmed"


def test_who_confirms_an_older_text_is_told(organization, editor, curator):
    opened = Organization.objects.get().version
    actions.edit_organization(organization, changes={"founded": 1980}, by=curator)

    with pytest.raises(Stale):
        actions.confirm_record(organization, by=editor, version=opened)


@pytest.mark.django_db(transaction=True)
def test_of_two_members_who_propose_at_once_the_later_value_waits(organization, editor):
    colleague, start, outcomes = make.member(organization), Barrier(2), []

    def change(person, year):
        start.wait()
        try:
            outcomes.append(propose(organization, person, founded=year))
        finally:
            connection.close()

    threads = [Thread(target=change, args=told) for told in ((editor, 1991), (colleague, 1992))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert len(outcomes) == 2
    assert ProposedField.objects.filter(decision="waiting").count() == 1
    assert sorted(ChangeProposal.objects.values_list("state", flat=True)) == ["open", "superseded"]


@pytest.mark.django_db(transaction=True)
def test_of_two_curators_who_answer_at_once_the_second_is_told(organization, editor, curator, steward):
    proposal, start, outcomes = propose(organization, editor), Barrier(2), []

    def answer(person, decision):
        start.wait()
        try:
            actions.decide_proposal(proposal, decisions={"founded": decision}, by=person)
            outcomes.append("answered")
        except Refused:
            outcomes.append("told")
        finally:
            connection.close()

    told = [(curator, ("accepted", "")), (steward, ("refused", "Not so."))]
    threads = [Thread(target=answer, args=one) for one in told]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert sorted(outcomes) == ["answered", "told"]
    assert Message.objects.filter(kind="registry.proposal_decided").count() == 1


@pytest.mark.parametrize("is_undone", [False, True])
@pytest.mark.parametrize("verb", ["decide", "withdraw"])
def test_a_proposal_that_a_merge_gave_to_another_record_is_read_again_first(
    verb, is_undone, organization, editor, curator, steward
):
    winner = make.organization("Harbour Lights")
    opened = propose(organization, editor)
    merge = merged(winner, organization, first=curator, second=steward)
    if is_undone:
        opened = ChangeProposal.objects.select_related("organization").get()
        actions.undo_merge(merge, reason="Two.", by=curator)
    acts = {
        "decide": lambda: actions.decide_proposal(opened, decisions={"founded": ("accepted", "")}, by=curator),
        "withdraw": lambda: actions.withdraw_proposal(opened, by=editor),
    }

    with pytest.raises(Refused, match="while you were reading" if is_undone else "merged into another"):
        acts[verb]()

    assert ProposedField.objects.get().decision == "waiting"
    assert not Organization.objects.filter(founded=1991).exists()
