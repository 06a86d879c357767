"""Every fact says where it comes from; what sources say differently is kept side by side."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from registry import actions
from registry.errors import Refused
from registry.models import Change, Fact, Listing
from registry.models.facts import Teller
from registry.queries.facts import sources_of
from tests import make


@pytest.fixture
def organization(db):
    return make.organization("Invented Aid", website="https://one.example")


def a_list_says(organization, *, source="A list", on=date(2026, 1, 1), **values):
    actions.tell_import({organization.pk: values}, source=source, observed_on=on, by="test")


def standing(organization, field, about=""):
    return organization.facts.get(about=about, field=field, stands=True)


def test_what_a_curator_writes_is_said_by_staff_today(organization, curator):
    actions.edit_organization(organization, changes={"website": "https://two.example"}, by=curator)

    fact = standing(organization, "website")
    assert (fact.teller, fact.value, fact.recorded_by) == (Teller.STAFF, "https://two.example", curator)
    assert fact.seen_on == timezone.localdate()


def test_a_source_and_its_day_are_kept_with_what_was_changed_only(organization, curator):
    changes = {"website": "https://two.example", "source": "Visit to the office", "observed_on": date(2026, 3, 1)}

    actions.edit_organization(organization, changes=changes, by=curator)

    fact = standing(organization, "website")
    assert (fact.source, fact.observed_on) == ("Visit to the office", date(2026, 3, 1))
    assert standing(organization, "names").source == ""


def test_a_member_is_the_organization_itself(organization):
    member = make.member(organization)

    actions.edit_organization(organization, changes={"founded": 1998}, by=member)

    assert standing(organization, "founded").teller == Teller.CSO


def test_what_iom_lets_through_is_said_by_the_organization_alone(organization, curator):
    editor = make.member(organization)
    proposal = actions.change_own_record(organization, changes={"founded": 1998}, by=editor)

    actions.decide_proposal(proposal, decisions={"founded": ("accepted", "")}, by=curator)

    fact = organization.facts.get(field="founded")
    assert (fact.teller, fact.recorded_by, fact.stands) == (Teller.CSO, editor, True)
    assert '"field":"founded","told_by":"cso","source":null' in Listing.objects.get(pk=organization.pk).public


def test_what_another_source_says_differently_stays_beside_it(organization):
    actions.facts.tell_import(
        {organization.pk: {"website": "https://other.example"}},
        source="A list",
        observed_on=date(2026, 1, 1),
        by="test",
    )

    first, other = sources_of(organization)["", "website"]
    assert (first.stands, first.value) == (True, "https://one.example")
    assert (other.stands, other.value, other.source) == (False, "https://other.example", "A list")


def test_of_two_that_agree_the_younger_stands(organization):
    for source, day in (("Old list", date(2020, 1, 1)), ("New list", date(2026, 1, 1))):
        a_list_says(organization, source=source, on=day, website="https://one.example")

    assert standing(organization, "website").source == "New list"


def test_a_source_that_knows_some_of_the_names_agrees(organization):
    actions.edit_organization(
        organization,
        changes={"names": [{"text": "Invented Aid", "is_primary": True}, {"text": "IA", "kind": "acronym"}]},
        by="test",
    )

    a_list_says(organization, names=["INVENTED  AID"])

    assert standing(organization, "names").source == "A list"


def test_an_earlier_file_does_not_take_back_what_its_source_said_later(organization):
    for website, day in (("https://one.example", date(2026, 1, 1)), ("https://old.example", date(2020, 1, 1))):
        a_list_says(organization, on=day, website=website)

    assert organization.facts.get(field="website", source="A list").value == "https://one.example"


def test_confirming_makes_every_fact_fresh_and_names_who(organization):
    member = make.member(organization)
    contact = actions.add_contact(organization, by="test", name="A. Person", phone="+000 1")
    Fact.objects.update(seen_on=date(2020, 1, 1))

    actions.confirm_record(organization, by=member)

    phone = standing(organization, "contact_phone", about=contact.reference)
    assert (phone.teller, phone.recorded_by, phone.seen_on) == (Teller.CSO, member, timezone.localdate())
    assert not organization.facts.filter(stands=True, seen_on__lt=timezone.localdate()).exists()


def test_what_stands_in_a_contact_is_kept_as_a_hash_only(organization):
    contact = actions.add_contact(organization, by="test", phone="+000 1")

    fact = standing(organization, "contact_phone", about=contact.reference)
    assert (fact.value, len(fact.value_sha256)) == (None, 64)
    with pytest.raises(IntegrityError, match="private_value_not_kept"):
        Fact.objects.filter(pk=fact.pk).update(value="+000 1")


def test_a_corrected_telephone_has_a_new_source_and_the_rest_keeps_its_own(organization, curator):
    contact = actions.add_contact(organization, by="test", name="A. Person", phone="+000 1")

    actions.edit_contact(contact, changes={"phone": "+000 2"}, by=curator)

    assert standing(organization, "contact_phone", about=contact.reference).teller == Teller.STAFF
    assert standing(organization, "contact_name", about=contact.reference).teller == Teller.REGISTRY


def test_a_contact_that_ended_is_no_fact_any_more(organization):
    contact = actions.add_contact(organization, by="test", phone="+000 1")

    actions.end_contact(contact, on=timezone.localdate(), by="test")

    assert not organization.facts.filter(about=contact.reference, stands=True).exists()


def test_iom_verifies_one_field_with_its_evidence(organization, curator):
    day = timezone.localdate() - timedelta(days=3)

    actions.verify_fact(organization, "website", on=day, evidence="Opened the page.", by=curator)

    fact = standing(organization, "website")
    assert (fact.verified_on, fact.verified_by, fact.seen_on) == (day, curator, day)
    told = Change.objects.about(organization.reference).first()
    assert (told.verb, told.reason) == ("fact.verified", "Opened the page.")


def test_a_new_value_is_not_verified_by_what_was_seen_of_the_old_one(organization, curator):
    actions.verify_fact(organization, "website", on=timezone.localdate(), evidence="Opened it.", by=curator)

    actions.edit_organization(organization, changes={"website": "https://two.example"}, by=curator)

    assert standing(organization, "website").verified_on is None


def test_what_the_record_does_not_say_cannot_be_verified(organization, curator):
    with pytest.raises(Refused, match="nothing to verify"):
        actions.verify_fact(organization, "founded", on=timezone.localdate(), evidence="A certificate.", by=curator)


def test_the_public_profile_says_where_its_facts_come_from_and_nothing_private(organization, curator):
    actions.add_contact(organization, by="test", phone="+000 1")
    actions.edit_organization(
        organization, changes={"hq_city": "Nairobi", "source": "A call with Mr. Person", "founded": 1998}, by=curator
    )

    text = Listing.objects.get(pk=organization.pk).public
    assert '"field":"founded","told_by":"staff","source":null' in text
    assert "contact_" not in text
    assert "hq_city" not in text


@pytest.mark.parametrize("count", [1, 3])
def test_settling_costs_the_same_for_one_and_for_three(db, count, django_assert_max_num_queries):
    organizations = [make.organization() for _number in range(count)]

    with django_assert_max_num_queries(11):
        actions.tell_records(organizations, by="test")


def test_verifying_what_staff_wrote_later_makes_it_no_older(organization, curator):
    actions.edit_organization(organization, changes={"website": "https://two.example"}, by=curator)

    actions.verify_fact(organization, "website", on=date(2020, 1, 1), evidence="An old letter.", by=curator)

    fact = standing(organization, "website")
    assert (fact.verified_on, fact.seen_on) == (date(2020, 1, 1), timezone.localdate())


def test_a_file_is_no_source_of_a_contact_that_it_did_not_bring(organization):
    brought, other = make.contact(organization, source="A list"), make.contact(organization, source="An old sheet")
    Fact.objects.all().delete()

    a_list_says(organization, website="https://one.example")

    assert set(Fact.objects.exclude(about="").values_list("about", "source")) == {(brought.reference, "A list")}
    assert not organization.facts.filter(about=other.reference).exists()
