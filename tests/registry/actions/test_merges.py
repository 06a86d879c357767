"""Two records become one when two people agree: what moves, what is chosen, what is refused in words."""

import pytest
from django.apps import apps
from django.utils import timezone

from consultations import actions as consultation_actions
from observers.actions import start_application
from observers.models import Application, Observer
from registry import actions
from registry.errors import Contradiction, Refused, Stale
from registry.models import AtRisk, Change, DuplicatePair, Listing, Membership, Message, Organization, OrganizationLink
from registry.queries.merge_tables import SAID_ONCE, STAYS
from registry.queries.merges import parts
from registry.roles import MemberRole
from registry.states import OrganizationState, PairState
from tests import make
from tests.registry.actions.merging import fingerprint, merged, two_records

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(curator, steward):
    return {"first": curator, "second": steward}


@pytest.fixture
def two():
    return make.organization("Invented Relief"), make.organization("Relief, invented")


def fresh(organization):
    return Organization.objects.get(pk=organization.pk)


def test_every_relation_to_an_organization_is_moved_or_stays_for_a_reason():
    """A new model cannot be forgotten: what leads to an organization and is not named in STAYS changes hands."""
    every = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation and not field.many_to_many and field.related_model is Organization
    }

    assert {f"{part.label}.{part.field}" for part in parts()} == every - set(STAYS)
    assert set(STAYS) <= every
    assert all(STAYS.values())


def test_what_moves_is_called_by_a_name_and_what_is_dropped_has_nothing_hanging_on_it():
    for part in parts():
        meta = part.model._meta
        assert meta.auto_created or meta.original_attrs.get("verbose_name_plural"), part.label
    for label in SAID_ONCE:
        assert not apps.get_model(label)._meta.related_objects, label


def test_every_row_of_every_app_changes_hands(people):
    winner, loser = two_records(people["first"])
    # The world has something of everything, or the test would prove nothing.
    assert [part.label for part in parts() if not part.rows(loser).exists()] == []

    merged(winner, loser, **people)

    assert [part.label for part in parts() if part.rows(loser).exists()] == []
    assert (fresh(loser).state, fresh(loser).merged_into) == (OrganizationState.MERGED, winner)
    assert Application.objects.get().organization == Observer.objects.get().organization == winner
    assert Membership.objects.filter(organization=winner, left_at=None).count() == 4


@pytest.mark.parametrize("side", ["winner", "loser"])
def test_a_merge_that_was_undone_leaves_nothing_but_its_history(side, people):
    winner, loser = two_records(people["first"])
    before = fingerprint()

    merge = merged(winner, loser, **people, **dict.fromkeys(["name", "head", "head_office", "founded"], side))
    between = fingerprint()
    merge = actions.undo_merge(merge, reason="Two organizations.", by=people["first"])

    assert [entry for entry in merge.moved if entry.get("stayed")] == []
    changed = {table for table in before if between[table] != before[table]}
    assert len(changed) > 15
    assert changed >= {
        f"registry_{noun}" for noun in ("note", "claim", "joining", "changeproposal", "proposedfield", "fact")
    }
    assert fingerprint() == before
    assert actions.first_broken() is None


@pytest.mark.parametrize("answered", ["winner", "loser"])
def test_of_two_invitations_the_answered_one_stays_with_everybody_who_comes(answered, two, people):
    winner, loser = two
    organization, other = (winner, loser) if answered == "winner" else (loser, winner)
    consultation = make.consultation(state="inviting")
    prepared = make.invited(consultation, other, state="prepared", quota=1)
    accepted = make.accepted(consultation, organization, quota=2)
    named = [make.named(accepted), make.registration(prepared, email="other@example.org"), make.named(accepted)]
    before = fingerprint()

    merge = merged(winner, loser, **people)
    prepared.refresh_from_db()
    accepted.refresh_from_db()
    states = (prepared.state, accepted.state, accepted.organization)
    for one in named:
        one.refresh_from_db()

    assert states == ("expired", "accepted", winner)
    assert accepted.quota == 3
    assert {(one.invitation, one.organization, one.state) for one in named} == {(accepted, winner, "confirmed")}
    actions.undo_merge(merge, reason="They are two.", by=people["first"])
    assert fingerprint() == before


@pytest.mark.parametrize("sent", ["winner", "loser"])
def test_of_two_contributions_the_one_that_was_sent_stays(sent, two, people):
    winner, loser = two
    organization, other = (winner, loser) if sent == "winner" else (loser, winner)
    question = consultation_actions.add_question(make.consultation(state="inviting"), text_en="Why?", by="test")
    facts = {"state": "sent", "sent_at": timezone.now(), "sent_by": make.user()}
    kept = question.contributions.create(organization=organization, text="Words", language="en", **facts)
    draft = question.contributions.create(organization=other, text="A draft", language="en")
    before = fingerprint()

    merge = merged(winner, loser, **people)
    kept.refresh_from_db()
    draft.refresh_from_db()

    assert (kept.state, kept.organization, draft.state) == ("sent", winner, "set_aside")
    actions.undo_merge(merge, reason="They are two.", by=people["first"])
    assert fingerprint() == before


def test_a_proposal_changes_neither_record(two, people):
    before = fingerprint()

    merge = actions.propose_merge(*two, choices={}, reason="One organization.", by=people["first"])
    actions.withdraw_merge(merge, by=people["first"])

    assert fingerprint() == before


@pytest.mark.parametrize(
    ("side", "shown", "kinds"),
    [
        ("winner", "Invented Relief", {"Invented Relief": "legal", "Relief, invented": "other"}),
        ("loser", "Relief, invented", {"Invented Relief": "other", "Relief, invented": "legal"}),
    ],
)
def test_the_chosen_name_is_shown_and_the_other_finds_the_record_too(side, shown, kinds, two, people):
    merged(*two, **people, name=side)

    listing = Listing.objects.get()
    assert fresh(two[0]).name == listing.name == shown
    assert {name.text: name.kind for name in fresh(two[0]).names.all()} == kinds
    assert set(listing.names.values_list("text", flat=True)) == set(kinds)


def test_fields_come_from_where_they_were_chosen_and_what_is_empty_is_filled(people):
    winner = make.organization("A", hq_city="Nairobi", website="https://a.example.org", languages=["en"])
    loser = make.organization("B", hq_city="Kisumu", website="https://b.example.org", languages=["sw"], founded=1998)

    merged(winner, loser, **people, head_office="loser")

    told = Change.objects.get(subject=winner.reference, verb="organization.merged").diff
    assert (told["hq_city"], told["founded"]) == (["Nairobi", "Kisumu"], [None, 1998])
    kept = fresh(winner)
    assert (kept.hq_city, kept.website, kept.founded) == ("Kisumu", "https://a.example.org", 1998)
    assert kept.languages == ["en", "sw"]


def test_of_two_heads_the_chosen_one_stays_and_the_other_is_kept_as_a_contact(two, people):
    heads = [make.contact(one, role="head", name=f"Head {number}") for number, one in enumerate(two)]

    merged(*two, **people, head="loser")

    roles = {contact.name: contact.role for contact in two[0].contacts.all()}
    assert roles == {heads[0].name: "other", heads[1].name: "head"}


def test_only_a_second_person_confirms(two, people):
    merge = actions.propose_merge(*two, choices={}, reason="One.", by=people["first"])

    with pytest.raises(Refused, match="Two people must agree"):
        actions.confirm_merge(merge, by=people["first"])

    assert fresh(two[1]).state == OrganizationState.PUBLISHED


@pytest.mark.parametrize("number", [0, 1])
def test_a_record_that_changed_after_the_proposal_is_not_merged(number, two, people):
    merge = actions.propose_merge(*two, choices={}, reason="One.", by=people["first"])
    actions.edit_organization(two[number], changes={"hq_city": "Kisumu"}, by=people["first"])

    with pytest.raises(Refused, match="was changed after the merge was proposed"):
        actions.confirm_merge(merge, by=people["second"])


def test_a_record_that_changed_on_the_screen_is_compared_again(two, people):
    with pytest.raises(Stale, match="Compare them once more"):
        actions.propose_merge(*two, choices={}, reason="One.", by=people["first"], versions=(1, 7))


def test_a_record_is_proposed_to_be_merged_once(two, people):
    actions.propose_merge(*two, choices={}, reason="One.", by=people["first"])

    with pytest.raises(Contradiction, match="proposed to merge this record already"):
        actions.propose_merge(make.organization(), two[1], choices={}, reason="One.", by=people["first"])


@pytest.mark.parametrize("verb", ["confirm", "withdraw", "undo"])
def test_what_was_withdrawn_stays_so(verb, two, people):
    merge = actions.propose_merge(*two, choices={}, reason="One.", by=people["first"])
    actions.withdraw_merge(merge, by=people["first"])
    acts = {
        "confirm": lambda: actions.confirm_merge(merge, by=people["second"]),
        "withdraw": lambda: actions.withdraw_merge(merge, by=people["first"]),
        "undo": lambda: actions.undo_merge(merge, reason="No.", by=people["first"]),
    }

    with pytest.raises(Refused, match="This merge is at “Withdrawn”"):
        acts[verb]()


def _two_applications(winner, loser):
    for one in (winner, loser):
        start_application(one, by=make.member(one))


def _two_observers(winner, loser):
    for one in (winner, loser):
        make.observer(one)


def _archived(winner, loser):
    actions.archive_organization(winner, reason="Closed.", by="test")


def _unpublished(winner, loser):
    actions.send_to_review(winner, by="test")


def _merged_before(winner, loser):
    other = make.organization()
    first, second = make.staff(), make.staff()
    merged(other, winner, first=first, second=second)


@pytest.mark.parametrize(
    ("settle", "words"),
    [
        (_two_applications, "under “applications for observer status”, and one record can have only one"),
        (_two_observers, "under “observer status”, and one record can have only one"),
        (_archived, "is archived. Open it again first"),
        (_unpublished, "is not public and the other record is"),
        (_merged_before, "was merged already"),
    ],
)
def test_what_only_a_person_can_settle_is_named_and_refused(settle, words, two, people):
    merge = actions.propose_merge(*two, choices={}, reason="One.", by=people["first"])
    settle(*two)

    with pytest.raises(Refused, match=words):
        actions.propose_merge(fresh(two[0]), fresh(two[1]), choices={}, reason="One.", by=people["first"])
    if settle in (_two_applications, _two_observers):
        with pytest.raises(Refused, match=words):
            actions.confirm_merge(merge, by=people["second"])


def test_nothing_is_added_to_a_record_that_was_merged(two, people):
    winner, loser = two
    merged(winner, loser, **people)
    by = people["first"]
    acts = [
        lambda: actions.edit_organization(loser, changes={"hq_city": "Kisumu"}, by=by),
        lambda: actions.verify_organization(loser, on=make.TODAY, evidence="Seen.", by=by),
        lambda: actions.confirm_record(loser, by=by),
        lambda: actions.verify_fact(loser, "kind", on=make.TODAY, evidence="Seen.", by=by),
        lambda: actions.add_note(loser, kind="remark", text="Seen.", review_on=make.TODAY, by=by),
        lambda: actions.add_contact(loser, name="A. Person", by=by),
        lambda: make.document(loser, by=by),
        lambda: actions.invite_member(loser, email="a@example.org", role="reader", by=by),
        lambda: actions.add_partnership(loser, role=None, area=None, country=None, by=by),
        lambda: actions.add_link(loser, kind="member_of", other=make.organization(), by=by),
        lambda: start_application(loser, by=by),
    ]

    for act in acts:
        with pytest.raises(Refused, match="merged into"):
            act()


def test_links_that_would_lead_back_are_put_aside_and_come_back(two, people):
    winner, loser = two
    office = make.organization("The office")
    make.link(loser, office, kind="branch_of")
    make.link(office, winner, kind="branch_of")

    merge = merged(winner, loser, **people)
    between = set(OrganizationLink.objects.values_list("from_organization__names__text", "to_organization"))
    actions.undo_merge(merge, reason="Two.", by=people["first"])

    assert between == {("The office", winner.pk)}
    assert OrganizationLink.objects.filter(from_organization=loser, to_organization=office).exists()


def test_the_pairs_of_the_merged_record_are_settled_and_asked_again_when_it_comes_back(two, people):
    pairs = [make.pair(*two), make.pair(two[1], make.organization())]

    merge = merged(*two, **people)
    between = set(DuplicatePair.objects.values_list("state", flat=True))
    # Taken in the order of their keys, as the nightly scan takes them: neither waits for the other in a circle.
    assert [one["pk"] for one in merge.moved if one["model"] == "registry.DuplicatePair"] == [one.pk for one in pairs]
    actions.undo_merge(merge, reason="Two.", by=people["first"])

    assert between == {PairState.CLOSED}
    assert set(DuplicatePair.objects.values_list("state", flat=True)) == {PairState.OPEN}


def test_the_feed_tells_of_the_merge_and_of_its_end_under_both_references(two, people):
    winner, loser = two
    merge = merged(winner, loser, **people)
    actions.undo_merge(merge, reason="Two.", by=people["first"])

    ops = Change.objects.filter(verb__startswith="organization.", op__gt="").order_by("pk")
    told = [(change.op, change.subject) for change in ops][2:]
    assert told == [
        ("merge", loser.reference),
        ("upsert", winner.reference),
        ("unmerge", loser.reference),
        ("upsert", winner.reference),
    ]
    into = Change.objects.get(subject=loser.reference, verb="organization.merged").diff["merged_into"]
    assert into == [None, winner.reference]


def test_the_administrators_of_both_are_told_once_in_their_language(two, people):
    winner, loser = two
    both = make.member(winner, role=MemberRole.ADMIN)
    loser.memberships.create(user=both, role=MemberRole.ADMIN)
    french = make.member(loser, role=MemberRole.ADMIN, language="fr")
    make.member(loser, role=MemberRole.READER)

    merge = merged(winner, loser, **people)

    sent = Message.objects.filter(kind="registry.records_joined")
    assert {(message.recipient, message.language) for message in sent} == {(both, "en"), (french, "fr")}
    for message in sent:
        assert merge.reference in message.body
        assert winner.name not in message.body
        assert loser.reference not in message.body


# --- In danger ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [0, 1])
def test_if_either_is_at_risk_so_are_both_and_nothing_outside_tells(number, two, people):
    actions.mark_at_risk(two[number], reason="A reason", by=people["first"])
    make.member(two[1], role=MemberRole.ADMIN)

    merge = merged(fresh(two[0]), fresh(two[1]), **people)

    assert all(fresh(one).is_at_risk for one in two)
    # More people read the history of the other one: a proposal is not told there, and the reason nowhere.
    proposed = Change.objects.filter(verb="merge.proposed")
    assert [change.subject for change in proposed] == [two[number].reference]
    assert not Change.objects.filter(reason="One organization.").exists()
    assert Listing.objects.count() == 0
    assert AtRisk.objects.filter(organization=two[0], lifted_at=None).exists()
    told = Change.objects.filter(verb="organization.merged")
    assert {change.op for change in told} <= {"", "delete"}
    assert not any(two[0].reference in str(change.diff) or two[1].reference in str(change.diff) for change in told)
    message = Message.objects.get(kind="registry.records_joined")
    assert (message.subject_reference, merge.reference in message.body) == ("", False)

    actions.undo_merge(merge, reason="Two.", by=people["first"])

    assert [fresh(one).is_at_risk for one in two] == [number == 0, number == 1]
    assert Listing.objects.get().pk == two[1 - number].pk


def test_a_danger_that_came_while_the_two_were_one_is_about_both(two, people):
    merge = merged(*two, **people)
    actions.mark_at_risk(fresh(two[0]), reason="Since", by=people["first"])

    former = fresh(two[1])
    actions.undo_merge(merge, reason="Two.", by=people["first"])

    assert former.is_at_risk
    assert [fresh(one).is_at_risk for one in two] == [True, True]
    assert AtRisk.objects.filter(lifted_at=None).count() == 2


def test_the_end_of_a_danger_frees_what_was_merged_into_it(two, people):
    merged(*two, **people)
    actions.mark_at_risk(fresh(two[0]), reason="Since", by=people["first"])

    actions.propose_lifting_risk(fresh(two[0]), by=people["first"])
    actions.lift_risk(fresh(two[0]), by=people["second"])

    assert not fresh(two[1]).is_at_risk
    assert Listing.objects.get().former_references.get().reference == two[1].reference


def test_protecting_a_merged_record_hides_the_one_that_shows_its_names(two, people):
    winner, loser = two
    last = make.organization("Last")
    merged(winner, loser, **people)
    merged(last, fresh(winner), **people)

    actions.mark_at_risk(loser, reason="Since", by=people["first"])

    assert not Listing.objects.exists()
    assert all(fresh(one).is_at_risk for one in (winner, loser, last))
    assert AtRisk.objects.get().organization == last
    assert Change.objects.get(verb="organization.protected").op == "delete"
    with pytest.raises(Refused, match="as at risk already"):
        actions.mark_at_risk(winner, reason="Again", by=people["first"])


def lifted(organization, people):
    actions.propose_lifting_risk(fresh(organization), by=people["first"])
    actions.lift_risk(fresh(organization), by=people["second"])


def test_a_copied_mark_does_not_end_while_the_one_it_was_copied_from_is_open(two, people):
    winner, loser = two
    actions.mark_at_risk(loser, reason="A reason", by=people["first"])
    merged(winner, fresh(loser), **people)
    actions.propose_lifting_risk(fresh(winner), by=people["first"])

    with pytest.raises(Refused, match=f"{loser.reference} became part of this record and is still marked"):
        actions.lift_risk(fresh(winner), by=people["second"])

    assert not Listing.objects.exists()
    assert all(fresh(one).is_at_risk for one in two)


def test_the_mark_of_a_merged_record_ends_first_and_both_stay_hidden_until_the_other_ends(two, people):
    winner, loser = two
    actions.mark_at_risk(loser, reason="A reason", by=people["first"])
    merged(winner, fresh(loser), **people)

    lifted(loser, people)
    between = [fresh(one).is_at_risk for one in two], Listing.objects.exists()
    lifted(winner, people)

    assert between == ([True, True], False)
    assert [fresh(one).is_at_risk for one in two] == [False, False]
    assert Listing.objects.get().organization == winner


def test_a_danger_of_old_ends_for_the_record_that_it_was_merged_into_too(two, people):
    """As it was before marks were shared: only what was merged bears one."""
    winner, loser = two
    merged(winner, loser, **people)
    AtRisk.objects.create(organization=loser, reason="Of old", raised_by=people["first"])
    Organization.objects.filter(pk__in=[one.pk for one in two]).update(is_at_risk=True)
    actions.publish_listing(fresh(winner))

    lifted(loser, people)

    assert [fresh(one).is_at_risk for one in two] == [False, False]
    assert Listing.objects.get().organization == winner


def test_danger_reaches_through_a_chain_and_leaves_with_it(two, people):
    last = make.organization("Last")
    merged(*two, **people)
    actions.mark_at_risk(last, reason="A reason", by=people["first"])

    second = merged(fresh(last), fresh(two[0]), **people)
    between = [fresh(one).is_at_risk for one in (*two, last)]
    actions.undo_merge(second, reason="Two.", by=people["first"])

    assert between == [True, True, True]
    assert [fresh(one).is_at_risk for one in (*two, last)] == [False, False, True]
