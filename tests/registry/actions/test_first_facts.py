"""Records from before facts were kept get their first facts, as they name their source, and no date is invented."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry import actions
from registry.models import Change, Fact, ImportTrace, Listing
from registry.models.facts import Teller
from tests import make

pytestmark = pytest.mark.django_db
SEEN = date(2024, 5, 3)


def run():
    out = StringIO()
    call_command("tell_facts", stdout=out)
    return out.getvalue().strip()


def from_before(name="", **facts):
    """A record as it was written when facts were not kept."""
    organization = make.organization(name, **facts)
    organization.facts.all().delete()
    actions.publish_listing(organization)
    return organization


def told(organization, field, about=""):
    return organization.facts.values_list("teller", "source", "observed_on", "seen_on").get(field=field, about=about)


def test_the_source_and_the_day_are_those_that_the_record_names():
    organization = from_before(website="https://aid.example", source="A list", observed_on=SEEN)

    assert run() == "Records told of: 1."

    assert told(organization, "website") == (Teller.REGISTRY, "A list", SEEN, SEEN)
    assert organization.facts.filter(stands=True).count() == organization.facts.count() == 4
    assert organization.facts.filter(recorded_by=None).count() == 4


def test_what_is_not_known_stays_unknown():
    organization = from_before()

    run()

    assert told(organization, "names") == (Teller.REGISTRY, "", None, None)


def test_what_an_import_brought_is_said_by_that_file():
    organization = from_before(source="A list", observed_on=SEEN)
    ImportTrace.objects.create(source="A list", key="1", organization=organization, fingerprint="0" * 64, seen_on=SEEN)

    run()

    assert told(organization, "names")[:2] == (Teller.IMPORT, "A list")


def test_a_contact_names_its_own_source_and_day():
    organization = from_before(source="A list", observed_on=SEEN)
    contact = make.contact(organization, email="a@aid.example", source="A visit", last_confirmed_on=date(2025, 1, 1))

    run()

    day = date(2025, 1, 1)
    assert told(organization, "contact_email", contact.reference) == (Teller.REGISTRY, "A visit", day, day)
    assert organization.facts.get(field="contact_email").value is None


def test_what_somebody_said_already_is_left_alone(curator):
    organization = from_before(website="https://aid.example", source="A list", observed_on=SEEN)
    actions.edit_organization(organization, changes={"website": "https://new.example"}, by=curator)
    before = organization.facts.values().get(field="website")

    run()

    assert organization.facts.values().get(field="website") == before
    assert told(organization, "names")[1] == "A list"


def test_the_public_page_and_the_history_tell_of_it_once():
    organization = from_before(source="A list", observed_on=SEEN)
    before = Listing.objects.get(pk=organization.pk).etag

    run()

    assert Listing.objects.get(pk=organization.pk).etag != before
    change = Change.objects.get(verb="fact.told")
    assert (change.subject, change.op, change.by) == (organization.reference, "upsert", "command tell_facts")


def test_twice_is_the_same_as_once():
    from_before(source="A list")
    run()
    before = list(Fact.objects.order_by("pk").values())

    assert run() == "Records told of: 0."

    assert list(Fact.objects.order_by("pk").values()) == before
    assert Change.objects.filter(verb="fact.told").count() == 1


def test_who_was_cut_short_goes_on_where_she_was(monkeypatch):
    monkeypatch.setattr("registry.actions.facts.CHUNK", 2)
    for _number in range(5):
        from_before()
    kept, publish = [], actions.facts.publish_listings

    def killed(organizations):
        if kept:
            raise KeyboardInterrupt
        kept.append(organizations)
        return publish(organizations)

    monkeypatch.setattr("registry.actions.facts.publish_listings", killed)
    with pytest.raises(KeyboardInterrupt):
        run()
    monkeypatch.setattr("registry.actions.facts.publish_listings", publish)

    assert run() == "Records told of: 3."
    assert Change.objects.filter(verb="fact.told").count() == 5


def test_a_record_that_was_merged_is_left_to_the_one_that_it_became(curator, steward):
    winner, loser = make.organization(), make.organization()
    merge = actions.propose_merge(winner, loser, choices={}, reason="One.", by=curator)
    actions.confirm_merge(merge, by=steward)
    loser.facts.all().delete()

    run()

    assert not loser.facts.exists()


def test_a_record_at_risk_stays_out_of_the_listings(curator):
    organization = from_before(source="A list")
    actions.mark_at_risk(organization, reason="Threats.", by=curator)

    run()

    assert organization.facts.exists()
    assert not Listing.objects.exists()
    assert Change.objects.get(verb="fact.told").op == ""


def test_a_chunk_costs_the_same_for_one_and_for_three():
    def statements(count):
        for _number in range(count):
            from_before(source="A list")
        with CaptureQueriesContext(connection) as asked:
            actions.tell_first_facts(by="test")
        return len(asked)

    assert statements(1) == statements(3)
