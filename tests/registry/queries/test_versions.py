"""A record as it stood after a change: rebuilt from the history, and honest where the history does not tell all."""

from datetime import date

import pytest

from registry import actions
from registry.models import Change, Country, Organization
from registry.queries.versions import FIELDS, Known, versions
from registry.states import OrganizationState
from tests import make

pytestmark = pytest.mark.django_db


def _after(organization):
    """The number of the latest change of a record."""
    return Change.objects.about(organization.reference).first().pk


def test_every_field_is_rebuilt_as_it_stood_after_each_change(curator):
    organization = make.organization("Invented Aid", hq_city="Ahero", state=OrganizationState.DRAFT)
    stood = {_after(organization): ("Ahero", "KEN", [], "draft", None)}
    edits = [
        {"hq_city": "Kisumu", "founded": 1998},
        {"hq_country": Country.objects.get(pk="TZA"), "languages": ["sw"]},
        {"names": [{"kind": "legal", "text": "Another Name", "is_primary": True}]},
        {"hq_city": ""},
    ]
    for changes in edits:
        actions.edit_organization(organization, changes=changes, by=curator)
        now = Organization.objects.get(pk=organization.pk)
        stood[_after(organization)] = (now.hq_city, now.hq_country_id, now.languages, now.state, now.founded)
    actions.publish_organization(organization, by=curator)
    actions.verify_organization(organization, on=date(2026, 5, 3), evidence="Seen", by=curator)

    known = versions(Organization.objects.get(pk=organization.pk), stood)

    for number, values in stood.items():
        told = [known[number][field] for field in ("hq_city", "hq_country", "languages", "state", "founded")]
        assert [one.value for one in told] == list(values)
        assert all(one.is_sure for one in known[number].values())
    assert [known[number]["names"].value for number in stood] == [["Invented Aid (legal)"]] * 3 + [
        ["Another Name (legal)"]
    ] * 2
    assert {known[number]["verified_on"].value for number in stood} == {None}


def test_what_was_written_past_the_history_makes_a_field_uncertain_and_no_other(curator):
    organization = make.organization()
    actions.edit_organization(organization, changes={"hq_city": "Kisumu"}, by=curator)
    number = _after(organization)
    Organization.objects.filter(pk=organization.pk).update(hq_city="Somewhere else")

    known = versions(Organization.objects.get(pk=organization.pk), [number])[number]

    assert known["hq_city"] == Known("Kisumu", False)
    assert [field for field in FIELDS if not known[field].is_sure] == ["hq_city"]


def test_a_name_that_an_import_tells_without_its_language_is_the_same_name(curator):
    name = {"kind": "legal", "text": "Aide Inventée", "language": "fr", "is_primary": True}
    organization = make.organization()
    actions.edit_organization(organization, changes={"names": [name]}, by=curator)
    number = _after(organization)
    told = ["Aide Inventée (legal)", "AI (other)"]
    actions.record(
        "organization.updated_by_import", subject=organization.reference, by="job", diff={"names": [told[:1], told]}
    )

    assert versions(organization, [number])[number]["names"] == Known(["Aide Inventée (legal, fr)"], True)
