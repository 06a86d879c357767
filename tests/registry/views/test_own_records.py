"""Members keep the record of their own organization."""

import pytest
from django.urls import reverse
from django.utils import translation

from registry import actions
from registry.models import ChangeProposal, Organization
from registry.roles import MemberRole
from tests import make
from tests.registry.actions.merging import merged

pytestmark = pytest.mark.django_db

ROWS = {"INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 200}
HOSTILE = "<script>alert(1)</script>"


def rows(prefix, *told):
    data = {f"{prefix}-{key}": value for key, value in (ROWS | {"TOTAL_FORMS": len(told)}).items()}
    return data | {f"{prefix}-{n}-{key}": value for n, row in enumerate(told) for key, value in row.items()}


def url(name, organization, *more):
    with translation.override("en"):
        return reverse(f"registry:{name}", args=[organization.reference, *more])


@pytest.fixture
def organization():
    return make.organization("Harbour Light", founded=1990, website="https://old.example", hq_city="Mombasa")


@pytest.fixture
def editor(client, organization):
    person = make.member(organization, role=MemberRole.EDITOR)
    client.force_login(person)
    return person


def save(client, organization, section, data):
    version = Organization.objects.get(pk=organization.pk).version
    return client.post(url("own-record-section", organization, section), {"version": version} | data)


def test_the_profile_names_what_is_missing_and_what_the_public_sees(client, organization, editor):
    page = client.get(url("own-record", organization)).content.decode()

    assert "2 of 6 sections are complete" in page
    assert "Missing: A description in one language, Working languages." in page
    assert "Your organization has not confirmed this record yet." in page
    assert f"/en/organizations/{organization.reference}/" in page


def test_a_website_is_public_at_once_and_the_next_section_follows(client, organization, editor):
    answer = save(client, organization, "about", {"website": "https://new.example", "languages": "French"})

    assert answer.url == url("own-contacts", organization)
    assert "https://new.example" in client.get(f"/en/organizations/{organization.reference}/").content.decode()


def test_a_new_name_waits_and_stands_in_the_box_for_the_next_colleague(client, organization, editor):
    names = rows("names", {"text": "Harbour Lights", "kind": "legal", "is_primary": "on"})

    answer = save(client, organization, "names", names | {"evidence": "Certificate of 3 May"})

    assert "IOM looks at this before the public sees it: Names." in client.get(answer.url).content.decode()
    proposal = ChangeProposal.objects.get()
    assert (proposal.evidence, proposal.proposed_by) == ("Certificate of 3 May", editor)
    page = client.get(url("own-record-section", organization, "names")).content.decode()
    assert 'value="Harbour Lights"' in page
    assert "Waiting for IOM" in client.get(url("own-record", organization)).content.decode()
    assert "Harbour Lights" not in client.get(f"/en/organizations/{organization.reference}/").content.decode()


def test_places_and_their_provinces_are_saved(client, organization, editor):
    places = rows("places", {"country": "Chad", "admin1": "Kanem"}, {"country": "", "admin1": ""})

    save(client, organization, "places", places | {"hq_country": "Kenya", "hq_city": "Kisumu", "levels": ["local"]})

    saved = Organization.objects.get()
    assert saved.hq_city == "Kisumu"
    assert [(one.country_id, one.admin1) for one in saved.presences.all()] == [("TCD", "Kanem")]
    assert not ChangeProposal.objects.exists()


@pytest.mark.parametrize(
    ("section", "data", "words"),
    [
        (
            "about",
            {"website": "not an address", "description_en": "Kept words"},
            "Write the whole address, for example https://www.example.org.",
        ),
        ("kind", {"types": [], "founded": "1991"}, "This field is required."),
        ("kind", {"types": ["ngo"], "founded": "2999"}, "This year has not come yet."),
        ("names", rows("names", {"text": "HL", "kind": "acronym"}), "needs a name"),
        ("identifiers", rows("identifiers", {"scheme": "XI-LEI", "value": ""}), "Write the identifier"),
        ("places", rows("places", {"country": "Atlantis"}), "We do not know a country called"),
    ],
)
def test_what_cannot_be_is_told_and_what_was_typed_stays(section, data, words, client, organization, editor):
    answer = save(client, organization, section, data)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert ("Kept words" in page) == ("Kept words" in str(data))
    assert not ChangeProposal.objects.exists()


def test_two_colleagues_see_both_texts_and_the_second_chooses(client, organization, editor):
    opened = Organization.objects.get().version
    actions.edit_organization(organization, changes={"website": "https://hers.example"}, by="test")
    address = url("own-record-section", organization, "about")
    mine = {"website": "https://mine.example", "description_en": "New words"}

    conflict = client.post(address, mine | {"version": opened})

    page = conflict.content.decode()
    assert conflict.status_code == 409
    assert "https://hers.example" in page
    assert "https://mine.example" in page
    save(client, organization, "about", mine | {"keep-website": "theirs"})
    saved = Organization.objects.get()
    assert (saved.website, saved.description_en) == ("https://hers.example", "New words")


def test_a_proposal_of_a_colleague_counts_as_a_change_of_the_record(client, organization, editor):
    opened = Organization.objects.get().version
    actions.change_own_record(organization, changes={"founded": 1985}, by=make.member(organization))

    answer = client.post(
        url("own-record-section", organization, "kind"), {"types": ["ngo"], "founded": "1990", "version": opened}
    )

    assert answer.status_code == 409
    assert "1985" in answer.content.decode()


def test_one_button_confirms_what_was_read(client, organization, editor):
    address = url("own-record-confirm", organization)
    page = client.get(address).content.decode()
    assert "Harbour Light (Official name, shown first)" in page

    answer = client.post(address, {"version": Organization.objects.get().version})

    assert answer.url == url("own-record", organization)
    assert Organization.objects.get().confirmed_on
    assert "Last confirmed by your organization on" in client.get(answer.url).content.decode()


def test_who_read_an_older_record_confirms_nothing(client, organization, editor):
    opened = Organization.objects.get().version
    actions.edit_organization(organization, changes={"hq_city": "Kisumu"}, by="test")

    answer = client.post(url("own-record-confirm", organization), {"version": opened})

    assert answer.status_code == 409
    assert "Kisumu" in answer.content.decode()
    assert Organization.objects.get().confirmed_on is None


def test_the_history_tells_roles_and_reasons_and_no_name_of_staff(client, organization, editor, curator):
    actions.edit_organization(
        organization, changes={"hq_city": "Kisumu"}, by=curator, reason="Somebody in the mission said so"
    )
    proposal = actions.change_own_record(organization, changes={"founded": 1991}, by=editor)
    actions.decide_proposal(proposal, decisions={"founded": ("refused", "The certificate says 1990.")}, by=curator)

    page = client.get(url("own-record-history", organization)).content.decode()

    assert "Reason: The certificate says 1990." in page
    assert "<ins>Kisumu</ins>" in page
    assert "Your organization" in page
    assert "Somebody in the mission" not in page
    assert "Curator" not in page


def test_the_history_does_not_tell_of_protection_or_of_who_read_what(client, organization, editor, curator):
    actions.mark_at_risk(organization, reason="Threats", by=curator)
    actions.record_reading_of_contacts(organization, by=curator)

    page = client.get(url("own-record-history", organization)).content.decode()

    for words in ("at risk", "Threats", "Contacts read"):
        assert words not in page


def test_a_proposal_is_taken_back_from_the_profile(client, organization, editor):
    proposal = actions.change_own_record(organization, changes={"founded": 1991}, by=editor)

    answer = client.post(url("own-proposal-withdraw", organization, proposal.reference))

    assert answer.url == url("own-record", organization)
    assert ChangeProposal.objects.get().state == "withdrawn"


def test_hostile_words_are_words(client, organization, editor, curator):
    proposal = actions.change_own_record(organization, changes={"type_explained": HOSTILE}, by=editor, evidence=HOSTILE)
    pages = [url("own-record", organization), url("own-record-confirm", organization)]
    pages.append(url("own-record-history", organization))
    shown = [client.get(page).content.decode() for page in pages]
    client.force_login(curator)
    shown.append(client.get(f"/en/staff/proposals/{proposal.reference}/").content.decode())

    assert all(HOSTILE not in page for page in shown)


@pytest.mark.parametrize("role", [MemberRole.SIGNATORY, MemberRole.READER])
def test_who_only_reads_reads_everything_and_changes_nothing(role, client, organization):
    client.force_login(make.member(organization, role=role))

    for name in ("own-record", "own-record-confirm", "own-record-history", "own-documents"):
        assert client.get(url(name, organization)).status_code == 200
    assert "Mombasa" in client.get(url("own-record-confirm", organization)).content.decode()
    assert client.get(url("own-record-section", organization, "about")).status_code == 403
    assert client.post(url("own-record-confirm", organization)).status_code == 403
    assert client.get(url("own-contacts", organization)).status_code == (200 if role == MemberRole.SIGNATORY else 403)


def test_to_another_organization_there_is_nothing(client, organization):
    client.force_login(make.member())

    for name in ("own-record", "own-record-confirm", "own-record-history", "own-documents", "own-contacts"):
        assert client.get(url(name, organization)).status_code == 404


def test_members_of_an_organization_in_danger_work_as_before(client, organization, editor, curator):
    actions.mark_at_risk(organization, reason="Threats", by=curator)

    page = client.get(url("own-record", organization)).content.decode()
    saved = save(client, organization, "about", {"website": "https://new.example"})

    assert "The public does not see this record at the moment." in page
    assert "Threats" not in page
    assert saved.status_code == 302
    assert Organization.objects.get().website == "https://new.example"


def test_an_unknown_section_is_not_there(client, organization, editor):
    assert client.get(url("own-record-section", organization, "secrets")).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_history_costs_the_same_for_one_change_and_for_three(
    count, client, organization, editor, curator, django_assert_num_queries
):
    for year in range(count):
        changes = {"founded": 1991 + year, "types": [["foundation"], ["ngo", "media"], ["ngo"]][year]}
        proposal = actions.change_own_record(organization, changes=changes, by=editor)
        actions.decide_proposal(proposal, decisions=dict.fromkeys(changes, ("accepted", "")), by=curator)
    address = url("own-record-history", organization)
    client.get(address)

    with django_assert_num_queries(15):
        client.get(address)


# --- Contacts -----------------------------------------------------------------------------------------------------


def test_a_contact_is_added_edited_and_ended(client, organization, editor):
    person = {"role": "head", "name": "A. Head", "email": "head@example.org"}

    client.post(url("own-contact-new", organization), person)
    contact = organization.contacts.get()
    edited = url("own-contact-edit", organization, contact.reference)
    client.post(edited, person | {"phone": "+254 20 555 0100", "version": contact.version})
    page = client.get(url("own-contacts", organization)).content.decode()
    client.post(url("own-contact-end", organization, contact.reference), {"on": "2026-11-01"})

    contact.refresh_from_db()
    assert "+254 20 555 0100" in page
    assert (contact.source, bool(contact.last_confirmed_on), bool(contact.ends_on)) == ("Harbour Light", True, True)
    assert client.get(edited).status_code == 404
    assert "A. Head" not in client.get(f"/en/organizations/{organization.reference}/").content.decode()


def test_a_second_head_is_told_over_the_form(client, organization, editor):
    make.contact(organization, role="head")

    answer = client.post(url("own-contact-new", organization), {"role": "head", "name": "Another"})

    assert answer.status_code == 422
    assert "The organization has a head already." in answer.content.decode()


def test_a_colleague_who_opened_an_older_contact_is_told(client, organization, editor):
    contact = make.contact(organization)
    opened = contact.version
    actions.edit_contact(contact, changes={"name": "B. Person"}, by=editor)

    answer = client.post(
        url("own-contact-edit", organization, contact.reference), {"role": "other", "name": "C.", "version": opened}
    )

    assert answer.status_code == 409


def test_a_contact_of_another_organization_is_not_there(client, organization, editor):
    assert client.get(url("own-contact-edit", organization, make.contact().reference)).status_code == 404


def test_an_address_that_was_kept_leads_on_after_a_merge(client, curator):
    stays, goes = make.organization("Stays"), make.organization("Goes")
    editor = make.member(goes)
    merged(stays, goes, first=curator, second=make.staff())
    client.force_login(editor)

    answer = client.get(reverse("registry:own-record-section", args=[goes.reference, "about"]) + "?next=1")

    assert answer.url == reverse("registry:own-record-section", args=[stays.reference, "about"]) + "?next=1"
    client.force_login(make.member())
    assert client.get(reverse("registry:own-record", args=[goes.reference])).status_code == 404
