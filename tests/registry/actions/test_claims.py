"""Claims: shown by a mailbox or a document, decided by others, once; and organizations that join by the public door."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from registry import actions
from registry.errors import Contradiction, Refused
from registry.importers.documents import CleanFile
from registry.models import Change, Claim, Country, Document, Joining, Listing, Membership, Message, Organization
from registry.queries.claims import claims_to_decide, domains_on_record, joinings_to_decide
from registry.roles import Function, MemberRole
from registry.states import ClaimState, OrganizationState
from tests import make
from tests.registry.actions.merging import merged

pytestmark = pytest.mark.django_db
PAPER = CleanFile("application/pdf", b"%PDF-1.7 a letter")


@pytest.fixture
def riverbend():
    return make.organization("Riverbend Relief", website="https://www.riverbend.example/about")


def asked(organization, *, by=None, email="amina@riverbend.example"):
    """A claim by domain, and the token of its mail."""
    claim = actions.ask_claim(organization, email=email, by=by or make.user())
    return claim, token_of_last_mail()


def token_of_last_mail():
    return re.search(r"/register/proof/([\w-]+)/", Message.objects.latest("pk").body)[1]


def shown(organization, *, by=None):
    person = by or make.user()
    claim, token = asked(organization, by=person)
    return actions.prove_domain(token, by=person) or claim


def with_paper(organization, *, by=None, file=PAPER):
    return actions.ask_claim(organization, file=file, note="I keep the books.", by=by or make.user())


def test_a_link_on_the_domain_and_a_yes_of_the_staff_make_an_administrator(riverbend, curator):
    person = make.user(language="fr")
    claim, token = asked(riverbend, by=person)
    mail = Message.objects.get(kind="registry.claim_proof")
    assert (mail.address, mail.language, mail.carries_secret) == ("amina@riverbend.example", "fr", True)
    assert token not in str(Claim.objects.values().get())

    actions.prove_domain(token, by=person)
    actions.accept_claim(claim, by=curator)

    claim.refresh_from_db()
    assert (claim.state, claim.decided_by, claim.token_sha256) == (ClaimState.ACCEPTED, curator, "")
    assert Membership.objects.get(user=person).role == MemberRole.ADMIN
    assert Message.objects.latest("pk").kind == "registry.claim_accepted"
    verbs = Change.objects.filter(subject=riverbend.reference, verb__startswith="claim").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == ["claim.asked", "claim.shown", "claim.accepted"]


def test_what_was_sent_becomes_a_document_of_the_record_only_when_the_claim_is_accepted(
    riverbend, curator, django_capture_on_commit_callbacks
):
    claim = with_paper(riverbend)
    path, storage = claim.file.name, claim.file.storage
    assert not riverbend.documents.exists()

    with django_capture_on_commit_callbacks(execute=True):
        actions.accept_claim(claim, by=curator)

    document = Claim.objects.get().document
    assert (document.organization, document.visibility) == (riverbend, Document.Visibility.STAFF)
    with document.file.open("rb") as kept:
        assert kept.read() == PAPER.data
    assert not storage.exists(path)


@pytest.mark.parametrize("verb", ["refuse", "withdraw"])
def test_what_was_sent_is_deleted_when_nothing_comes_of_it(
    verb, riverbend, curator, django_capture_on_commit_callbacks
):
    person = make.user()
    claim = with_paper(riverbend, by=person)
    path, storage = claim.file.name, claim.file.storage

    with django_capture_on_commit_callbacks(execute=True):
        if verb == "refuse":
            actions.refuse_claim(claim, reason="The letter names somebody else.", by=curator)
        else:
            actions.withdraw_claim(claim, by=person)

    assert not storage.exists(path)
    assert not Claim.objects.get().file
    assert not riverbend.memberships.exists()


def test_the_reason_of_a_refusal_reaches_the_person(riverbend, curator):
    claim = shown(riverbend)

    actions.refuse_claim(claim, reason="We called, and nobody knows you.", by=curator)

    mail = Message.objects.latest("pk")
    assert (mail.kind, mail.recipient) == ("registry.claim_refused", claim.person)
    assert "nobody knows you" in mail.body
    assert "Riverbend" not in mail.title + mail.body


@pytest.mark.parametrize(
    "address", ["amina@gmail.com", "amina@other.example", "amina@mail.riverbend.example", "amina@example", ""]
)
def test_an_address_elsewhere_shows_nothing(address, riverbend):
    with pytest.raises(Contradiction, match="not on a domain that we know"):
        actions.ask_claim(riverbend, email=address, by=make.user())

    assert not Message.objects.exists()


def test_the_domain_of_a_contact_counts_and_a_shared_one_never(riverbend):
    make.contact(riverbend, email="head@riverbend.example.net")
    make.contact(riverbend, email="head@gmail.com")
    make.contact(riverbend, email="old@left.example", ends_on=make.TODAY)

    assert domains_on_record(riverbend) == {"riverbend.example", "riverbend.example.net"}


def test_a_link_works_once_and_for_her_alone(riverbend):
    person = make.user()
    _claim, token = asked(riverbend, by=person)

    with pytest.raises(Refused, match="the account with which you asked"):
        actions.prove_domain(token, by=make.user())
    actions.prove_domain(token, by=person)
    with pytest.raises(Refused, match="cannot be used"):
        actions.prove_domain(token, by=person)


def test_a_link_runs_out_and_the_clock_closes_the_claim(riverbend):
    person = make.user()
    claim, token = asked(riverbend, by=person)
    Claim.objects.update(expires_at=timezone.now() - timedelta(minutes=1))

    with pytest.raises(Refused, match="cannot be used any more"):
        actions.prove_domain(token, by=person)
    assert (actions.expire_claims(by="clock"), actions.expire_claims(by="clock")) == (1, 0)

    claim.refresh_from_db()
    assert claim.state == ClaimState.EXPIRED


def test_asking_again_gives_a_new_link_and_kills_the_old_one(riverbend):
    person = make.user()
    first, old = asked(riverbend, by=person)
    second, new = asked(riverbend, by=person)

    assert first == second
    with pytest.raises(Refused):
        actions.prove_domain(old, by=person)
    assert actions.prove_domain(new, by=person).state == ClaimState.SHOWN


def test_three_mails_an_hour_are_enough(riverbend):
    person = make.user()
    for _time in range(3):
        asked(riverbend, by=person)

    with pytest.raises(Refused, match="three links within an hour"):
        asked(riverbend, by=person)


def test_three_open_claims_are_enough_and_new_organizations_count(riverbend):
    person = make.user()
    with_paper(riverbend, by=person)
    joined(by=person)
    joined("Another New One", by=person)

    with pytest.raises(Refused, match="3 organizations already"):
        with_paper(make.organization(), by=person)
    with pytest.raises(Refused, match="3 organizations already"):
        joined("A Third New One", by=person)


def test_a_refused_claim_leaves_no_file_behind(riverbend):
    storage = Claim.file.field.storage
    with_paper(riverbend)
    before = set(storage.listdir("claims")[1])

    with pytest.raises(Refused):
        with_paper(riverbend, by=make.member(riverbend))

    assert set(storage.listdir("claims")[1]) == before


def test_nobody_decides_about_herself(riverbend, curator):
    claim = with_paper(riverbend, by=curator)

    with pytest.raises(Refused, match="Nobody decides about herself"):
        actions.accept_claim(claim, by=curator)


def test_without_anything_shown_there_is_nothing_to_accept(riverbend, curator):
    claim, _token = asked(riverbend)

    with pytest.raises(Refused, match="has not opened the link"):
        actions.accept_claim(claim, by=curator)
    assert not claims_to_decide(curator).exists()


def test_the_second_of_two_decisions_is_told_that_it_is_too_late(riverbend, curator, steward):
    claim = shown(riverbend)
    actions.accept_claim(claim, by=curator)

    with pytest.raises(Refused, match="already accepted"):
        actions.refuse_claim(claim, reason="no", by=steward)


@pytest.mark.parametrize("hide", [actions.mark_at_risk, actions.archive_organization])
def test_who_left_the_directory_cannot_be_claimed(hide, riverbend, curator):
    hide(riverbend, reason="a test", by=curator)

    with pytest.raises(Refused, match="not in the directory any more"):
        asked(riverbend)


def test_administrators_are_asked_once_there_is_something_to_see(riverbend):
    administrator = make.member(riverbend)
    make.member(riverbend, role=MemberRole.READER)
    person = make.user()

    _claim, token = asked(riverbend, by=person)
    assert not Message.objects.filter(kind="registry.claim_asked").exists()
    actions.prove_domain(token, by=person)

    mail = Message.objects.get(kind="registry.claim_asked")
    assert mail.recipient == administrator
    assert "Riverbend" not in mail.title + mail.body


def test_the_mail_about_a_claim_does_not_tell_the_reference_of_who_is_in_danger(riverbend, curator):
    make.member(riverbend)
    person = make.user()
    _claim, token = asked(riverbend, by=person)
    actions.mark_at_risk(riverbend, reason="a test", by=curator)

    actions.prove_domain(token, by=person)

    mail = Message.objects.get(kind="registry.claim_asked")
    assert riverbend.reference not in mail.title + mail.body + mail.subject_reference
    assert "/en/my/\n" in mail.body


def test_who_is_a_member_has_nothing_to_claim(riverbend):
    with pytest.raises(Refused, match="act for this organization already"):
        with_paper(riverbend, by=make.member(riverbend, role=MemberRole.READER))


def test_staff_see_the_claims_of_their_countries_and_nothing_of_organizations_in_danger(riverbend, curator):
    claim = shown(riverbend)
    shown(hidden := make.organization(website="https://riverbend.example"))
    actions.mark_at_risk(hidden, reason="a test", by=curator)

    here, abroad = make.staff(countries=["KEN"]), make.staff(countries=["FJI"])
    outsider = make.staff(Function.ADMINISTRATOR)

    assert claims_to_decide(curator).count() == 2
    assert claims_to_decide(here).count() == 2
    assert not claims_to_decide(abroad).exists()
    assert list(claims_to_decide(outsider)) == [claim]


# --- Joining ------------------------------------------------------------------------------------------------------


def joined(name="Invented Newcomers", *, by, names=(), **facts):
    texts = [{"kind": "legal", "text": name, "is_primary": True}, *names]
    return actions.join_organization(names=texts, types=["ngo"], by=by, **facts)


def test_a_new_organization_is_in_review_with_its_first_administrator(curator):
    person = make.user()

    organization = joined(by=person)

    assert organization.state == OrganizationState.IN_REVIEW
    assert not Listing.objects.filter(pk=organization.pk).exists()
    assert organization.memberships.get().user == person
    assert organization.trust == "confirmed"
    assert [one.organization for one in joinings_to_decide(curator)] == [organization]
    assert Change.objects.latest("pk").verb == "organization.joined"


def test_a_name_that_deceives_is_marked_for_the_curator():
    joined("\u0421aritas", by=make.user(), names=[{"kind": "acronym", "text": "1OM"}])

    assert Joining.objects.get().oddities == ["digits", "mixed_scripts"]


def test_a_branch_joins_alone_and_its_headquarters_are_told(riverbend):
    administrator = make.member(riverbend)

    branch = joined("Riverbend Relief Chad", by=make.user(), branch_of=riverbend.reference)

    assert branch.links.get().to_organization == riverbend
    assert Message.objects.get(kind="registry.branch_joined").recipient == administrator


def test_headquarters_in_danger_cannot_be_named(riverbend, curator):
    actions.mark_at_risk(riverbend, reason="a test", by=curator)

    with pytest.raises(Contradiction, match="not in the directory any more"):
        joined("Riverbend Relief Chad", by=make.user(), branch_of=riverbend.reference)
    assert not Organization.objects.filter(names__text="Riverbend Relief Chad").exists()


# --- What a merge gives to another record -------------------------------------------------------------------------


@pytest.mark.parametrize("is_undone", [False, True])
def test_nobody_is_let_in_where_a_merge_has_put_her_claim_since_it_was_read(is_undone, riverbend, curator, steward):
    other = make.organization("Riverbend, relief")
    opened = with_paper(riverbend)
    merge = merged(other, riverbend, first=curator, second=steward)
    if is_undone:
        opened = Claim.objects.select_related("organization").get()
        actions.undo_merge(merge, reason="Two.", by=curator)

    with pytest.raises(Refused, match="while you were reading" if is_undone else "merged into another"):
        actions.accept_claim(opened, by=curator)

    assert not Membership.objects.exists()
    assert Claim.objects.get().state == ClaimState.ASKED


def test_one_claim_that_cannot_be_closed_does_not_keep_the_others_open(riverbend):
    first, _token = asked(riverbend)
    other = make.organization(website="https://www.other.example")
    second, _token = asked(other, email="b@other.example")
    Claim.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    Listing.objects.filter(pk=riverbend.pk).delete()
    Organization.objects.filter(pk=riverbend.pk).update(state=OrganizationState.MERGED, merged_into=other)

    assert actions.expire_claims(by="clock") == 1

    states = dict(Claim.objects.values_list("pk", "state"))
    assert states == {first.pk: ClaimState.ASKED, second.pk: ClaimState.EXPIRED}


def test_who_brought_in_a_look_alike_gains_no_access_by_its_merge(riverbend, curator, steward):
    stranger = make.user()
    copy = actions.join_organization(
        names=[{"kind": "legal", "text": "Riverb\u0435nd", "is_primary": True}], types=["ngo"],
        hq_country=riverbend.hq_country, by=stranger,
    )  # fmt: skip

    merge = actions.propose_merge(riverbend, copy, choices={}, reason="The same name.", by=curator)
    actions.confirm_merge(merge, by=steward)

    assert not riverbend.memberships.filter(user=stranger, left_at=None).exists()


def test_who_brought_it_takes_it_back_and_may_bring_another():
    person = make.user()
    for number in range(3):
        organization = joined(f"Invented Newcomers {number}", by=person)
    with pytest.raises(Refused, match="take one back"):
        joined("One too many", by=person)

    actions.withdraw_joining(organization, by=person)

    organization.refresh_from_db()
    assert (organization.state, organization.state_code) == (OrganizationState.ARCHIVED, "own_request")
    assert not Membership.objects.filter(organization=organization, left_at=None).exists()
    assert joined("Another", by=person)


def test_nobody_takes_back_what_is_published_or_what_another_brought(curator):
    person = make.user()
    organization = joined("Invented Newcomers", by=person, hq_country=Country.objects.get(pk="KEN"))

    with pytest.raises(Refused):
        actions.withdraw_joining(organization, by=make.user())
    actions.publish_organization(organization, by=curator)
    with pytest.raises(Refused):
        actions.withdraw_joining(organization, by=person)


def test_what_was_published_once_or_has_other_people_is_not_taken_back(curator):
    person = make.user()
    once = joined("Published once", by=person, hq_country=Country.objects.get(pk="KEN"))
    actions.send_to_review(actions.publish_organization(once, by=curator), by=curator)
    shared = joined("Shared", by=person)
    make.member(shared)

    for organization in (once, shared):
        with pytest.raises(Refused):
            actions.withdraw_joining(organization, by=person)
