"""What is done to a contact; the history holds no word of what stood in it."""

from datetime import date
from threading import Thread

import pytest
from django.db import connection, transaction

from registry import actions
from registry.errors import Contradiction, Refused, Stale
from registry.models import Change, Contact, Listing, Organization
from registry.queries.changes import told
from tests import make
from tests.registry.actions.locks import until_somebody_waits
from tests.registry.actions.merging import merged

pytestmark = pytest.mark.django_db

PERSON = {"name": "Zainab Quiet", "email": "zainab@example.org", "phone": "+235 66 00 00 00"}


def test_the_history_says_which_fields_changed_and_never_what_stood_in_them(curator):
    organization = make.organization()
    contact = actions.add_contact(organization, by=curator, role="focal_point", **PERSON)
    actions.edit_contact(contact, changes={"phone": "+235 77 00 00 00"}, by=curator)
    actions.end_contact(contact, on=date(2026, 5, 3), by=curator)

    changes = Change.objects.about(organization.reference).filter(verb__startswith="contact.")
    everything = " ".join(f"{change.diff}{change.reason}" for change in changes)
    words = [
        [part.text for line in field["after"] for part in line]
        for change in told(changes, user=curator)
        for field in change["fields"]
    ]
    assert [change.verb for change in changes] == ["contact.ended", "contact.edited", "contact.added"]
    assert "Zainab" not in everything
    assert "66 00" not in everything
    assert "77 00" not in everything
    assert ["role", "name", "e-mail address", "telephone"] in words


def test_a_contact_is_not_in_what_the_public_or_partners_read(curator):
    organization = make.organization()

    actions.add_contact(organization, by=curator, **PERSON)

    listing = Listing.objects.get()
    assert "Zainab" not in listing.public + listing.partner


def test_an_organization_has_one_head_at_a_time(curator):
    organization = make.organization()
    first = actions.add_contact(organization, by=curator, role="head", name="A. First")

    with pytest.raises(Contradiction, match="has a head already"):
        actions.add_contact(organization, by=curator, role="head", name="B. Second")
    actions.end_contact(first, on=date(2026, 5, 3), by=curator)
    actions.add_contact(organization, by=curator, role="head", name="B. Second")

    assert organization.contacts.get(ends_on=None).name == "B. Second"


def test_who_edits_what_a_colleague_changed_meanwhile_is_told(curator):
    contact = actions.add_contact(make.organization(), by=curator, **PERSON)
    opened = contact.version
    actions.edit_contact(contact, changes={"name": "Z. Quiet"}, by="a colleague")

    with pytest.raises(Stale, match="Somebody else changed"):
        actions.edit_contact(contact, changes={"name": "Zainab"}, by=curator, version=opened)

    assert Contact.objects.get().name == "Z. Quiet"


def test_an_edit_that_changes_nothing_writes_nothing(curator):
    contact = actions.add_contact(make.organization(), by=curator, **PERSON)
    before = Change.objects.count()

    actions.edit_contact(contact, changes=PERSON, by=curator)

    assert Change.objects.count() == before


def test_a_contact_that_was_ended_stays_as_it_was(curator):
    contact = actions.add_contact(make.organization(), by=curator, **PERSON)
    actions.end_contact(contact, on=date(2026, 5, 3), by=curator)

    with pytest.raises(Refused, match="ended already"):
        actions.edit_contact(contact, changes={"name": "Z"}, by=curator)


ACTS = {
    "add": lambda contact: actions.add_contact(contact.organization, name="B. Person", by="test"),
    "edit": lambda contact: actions.edit_contact(contact, changes={"name": "Z. Quiet"}, by="test"),
    "end": lambda contact: actions.end_contact(contact, on=date(2026, 5, 3), by="test"),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("verb", ACTS)
def test_the_facts_of_one_record_are_settled_by_one_after_the_other(verb):
    """Slow: two connections. The verb waits for the record before it touches a contact."""
    contact = actions.add_contact(make.organization(), by="test", **PERSON)

    def act():
        try:
            ACTS[verb](contact)
        finally:
            connection.close()

    thread = Thread(target=act)
    with transaction.atomic():
        Organization.objects.select_for_update(no_key=True).get()
        thread.start()
        until_somebody_waits("transactionid")
        Contact.objects.select_for_update(nowait=True).get()
        actions.edit_organization(contact.organization, changes={"website": "https://new.example"}, by="test")
    thread.join(20)

    assert Change.objects.filter(verb__startswith="contact.").count() == 2
    assert contact.organization.facts.filter(field="website", stands=True).count() == 1


@pytest.mark.parametrize("verb", ["edit", "end"])
def test_a_contact_that_a_merge_gave_to_another_record_is_read_again_first(verb, curator, steward):
    contact = actions.add_contact(make.organization(), by=curator, **PERSON)
    merged(make.organization(), contact.organization, first=curator, second=steward)

    with pytest.raises(Refused, match="merged into another"):
        ACTS[verb](contact)
    now = Contact.objects.get()
    ACTS[verb](now)

    assert Contact.objects.get().version == now.version + 1
