"""The line of CSV that waits with each listing says what the listing says, or is not there."""

import io
from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from registry import actions
from registry.actions import night_steps
from registry.actions.export_files import pour
from registry.exporters import forms
from registry.exporters.inventory import ORGANIZATIONS
from registry.exporters.ready import COLUMNS
from registry.models import FeedEntry, Listing, Organization
from registry.models.clients import PUBLIC
from registry.queries import exports, listings
from tests import make, night

pytestmark = pytest.mark.django_db
NAMES = [
    "Invented Aid",
    '=HYPERLINK("https://x.example","<b>&")',
    "إغاثة المهاجرين",
    "Kept from COPY \x01\x02",
    '"Quoted", {braced} and \'=1',
]


def in_form(form, **wanted):
    file = io.BytesIO()
    wanted = listings.Wanted(ordering="id", **wanted)
    lines = exports.LISTS[exports.ORGANIZATIONS].lines(wanted, PUBLIC, form)
    number = pour(ORGANIZATIONS, lines, form, file)
    return number, file.getvalue()


def without_lines():
    Listing.objects.update(csv_line="", csv_columns="")


@pytest.mark.parametrize("form", [forms.CSV, forms.XLSX], ids=lambda form: form.name)
@pytest.mark.parametrize("filters", [{}, {"country": ["KEN"]}])
def test_a_list_is_the_same_bytes_with_and_without_lines_that_wait(form, filters):
    for name in NAMES:
        make.organization(name, description_fr="=1\n+2", founded=1998)
    ready = in_form(form, filters=filters)
    assert Listing.objects.exclude(csv_line="").count() == len(NAMES) - 1

    without_lines()

    assert in_form(form, filters=filters) == ready
    assert ready[0] == len(NAMES)


def test_lines_with_other_columns_are_not_given_out_and_the_night_makes_them_anew():
    for name in NAMES:
        make.organization(name)
    ready = in_form(forms.CSV)
    told = FeedEntry.objects.count()
    Listing.objects.update(csv_line="older,columns", csv_columns="older")

    assert in_form(forms.CSV) == ready
    night.take("write_lines")

    assert set(Listing.objects.values_list("csv_columns", flat=True)) == {COLUMNS}
    assert not Listing.objects.filter(csv_line="older,columns").exists()
    assert in_form(forms.CSV) == ready
    # Nothing that anybody reads has changed.
    assert FeedEntry.objects.count() == told


def test_a_line_that_is_not_what_its_text_says_is_found_within_four_weeks(monkeypatch):
    make.organization("=cmd()")
    right = Listing.objects.get().csv_line
    assert "'=cmd()" in right
    Listing.objects.update(csv_line=right.replace("'=cmd()", "=cmd()"))

    for days in range(night_steps.NIGHTS_FOR_ALL):
        monkeypatch.setattr(timezone, "localdate", lambda *_, days=days: date(2026, 12, 1) + timedelta(days=days))
        night.take("write_lines")

    assert Listing.objects.get().csv_line == right


def test_a_night_compares_only_the_lines_whose_turn_it_is():
    for number in range(2 * night_steps.NIGHTS_FOR_ALL):
        make.organization(f"Invented Aid {number}")
    wrong = Listing.objects.filter(csv_line="wrong")
    Listing.objects.update(csv_line="wrong")

    night.take("write_lines")

    assert wrong.count() == 2 * (night_steps.NIGHTS_FOR_ALL - 1)


def test_a_change_shows_in_the_line_at_once(curator):
    organization = make.organization("Invented Aid", founded=1998)

    actions.edit_organization(organization, changes={"founded": 2001}, by=curator)

    line = Listing.objects.get().csv_line
    assert ",2001," in line
    assert ",1998," not in line


def test_a_writer_that_does_not_know_of_lines_leaves_no_old_one():
    make.organization("Invented Aid")

    with connection.cursor() as cursor:
        cursor.execute("UPDATE registry_listing SET public = replace(public, 'Invented Aid', 'Renamed Aid')")

    assert list(Listing.objects.values_list("csv_line", "csv_columns")) == [("", "")]
    assert b"Renamed Aid" in in_form(forms.CSV)[1]


def test_who_leaves_takes_its_line_along(curator):
    leaver, stayer = make.organization("Leaving Shelter"), make.organization("Staying Aid")

    actions.mark_at_risk(leaver, reason="Threats.", by=curator)

    assert [line.partition(",")[0] for line in Listing.objects.values_list("csv_line", flat=True)] == [stayer.reference]
    assert b"Leaving" not in in_form(forms.CSV)[1]


def test_publishing_again_what_did_not_change_leaves_the_line():
    make.organization("Invented Aid")
    before = Listing.objects.get().csv_line

    actions.publish_listings(Organization.objects.all())

    assert Listing.objects.get().csv_line == before != ""
