"""Editions: what was listed on a day, made once, the same bytes each time, and nobody named who left."""

import csv
import json
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from registry import actions
from registry.actions import jobs
from registry.actions.edition_files import place
from registry.errors import Refused
from registry.models import Edition, EditionRow, Job
from registry.queries import editions as queries
from registry.templatetags.registry_tags import day_text
from tests import make

pytestmark = pytest.mark.django_db
YEAR_AGO = timezone.localdate() - timedelta(days=365)


def text(edition, name):
    return (place(edition.folder) / name).read_text()


def table(edition, name):
    return list(csv.DictReader(text(edition, name).removeprefix("\ufeff").splitlines()))


def write_anew():
    actions.write_editions_anew()
    while job := actions.take_job():
        actions.run_job(job)


def make_stopped_edition(*, on, by):
    edition = actions.make_edition(by=by)
    Edition.objects.filter(pk=edition.pk).update(on=on, name_en="Another day")
    actions.stop_job(Job.objects.get(subject=edition.reference), by=by)
    return edition


def test_an_edition_holds_what_the_public_reads_and_nothing_else(curator):
    organization = make.organization("Invented Aid", hq_city="Secretville", acronym="IA")
    make.partnership(organization, area=2, country="TCD")
    make.organization("Not Yet Published", state="draft")
    make.organization("Hidden Shelter", is_at_risk=True, state="draft")

    edition = make.edition()

    (row,) = table(edition, "organizations.csv")
    assert (row["id"], row["name"], row["areas"]) == (organization.reference, "Invented Aid", "2")
    assert [name["text"] for name in table(edition, "names.csv")] == ["Invented Aid", "IA"]
    assert [p["country"] for p in table(edition, "partnerships.csv")] == ["TCD"]
    assert (edition.total, edition.counts["area:2"]) == (1, 1)
    everything = "".join(text(edition, file["name"]) for file in edition.files)
    assert "Secretville" not in everything
    assert "Hidden" not in everything


def test_the_manifest_tells_of_every_file_and_column_and_that_the_terms_are_not_known():
    make.organization()

    edition = make.edition()

    manifest = json.loads(text(edition, "manifest.json"))
    told = {file["name"]: (file["rows"], file["sha256"]) for file in manifest["files"]}
    kept = {file["name"]: (file["rows"], file["sha256"]) for file in edition.files}
    assert told == {name: facts for name, facts in kept.items() if name != "manifest.json"}
    assert set(table(edition, "organizations.csv")[0]) == set(manifest["columns"]["organizations.csv"])
    assert manifest["terms"] is None


def test_an_edition_is_written_again_byte_for_byte():
    make.partnership(make.organization("=Cmd Aid", names=[{"kind": "local", "text": "إغاثة", "language": "ar"}]))
    edition = make.edition()

    assert all(is_so for _what, is_so in actions.verify_edition(edition))


def test_an_edition_whose_job_was_stopped_is_made_after_all_and_is_of_the_day_of_its_rows(curator):
    edition = make_stopped_edition(on=YEAR_AGO, by=curator)
    make.organization("Newcomer")

    write_anew()

    edition.refresh_from_db()
    today = timezone.localdate()
    assert (edition.state, edition.on, edition.total) == ("made", today, 1)
    assert edition.name_en == f"Inventory, edition of {day_text(today)}"


def test_an_edition_that_a_worker_is_making_is_left_to_it(curator):
    actions.make_edition(by=curator)

    assert actions.write_editions_anew() == 0


def test_the_files_do_not_depend_on_where_a_worker_died(monkeypatch):
    monkeypatch.setattr("registry.actions.edition_files.CHUNK", 1)
    for _ in range(3):
        make.partnership(make.organization())
    undisturbed = make.edition().files
    for stop_after in (1, 2, 3):
        Edition.objects.update(told_of="")
        actions.write_editions_anew()
        job, pieces = actions.take_job(), []

        def dies(*args, pieces=pieces, stop_after=stop_after, **kwargs):
            jobs.keep_lease(*args, **kwargs)
            pieces.append(1)
            if len(pieces) == stop_after:
                raise KeyboardInterrupt

        with monkeypatch.context() as once:
            once.setattr("registry.actions.edition_files.keep_lease", dies)
            with pytest.raises(KeyboardInterrupt):
                actions.run_job(job)
        Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(minutes=1))
        actions.run_job(actions.take_job())

        assert Edition.objects.get().files == undisturbed


def test_rows_stand_whatever_becomes_of_the_record(curator):
    organization = make.organization("Old Name")
    edition = make.edition()
    before = queries.rows_sha256(edition)

    actions.edit_organization(
        organization, changes={"names": [{"kind": "legal", "text": "New Name", "is_primary": True}]}, by=curator
    )

    write_anew()
    edition.refresh_from_db()
    assert queries.rows_sha256(edition) == before == edition.rows_sha256
    assert [row["name"] for row in table(edition, "organizations.csv")] == ["Old Name"]


LEAVE = {
    "at risk": lambda organization, by: actions.mark_at_risk(organization, reason="Threats.", by=by),
    "archived": lambda organization, by: actions.archive_organization(organization, code="closed_down", by=by),
}


def test_files_tell_of_nobody_who_left_and_not_why(curator):
    leavers = {why: make.organization("Leaving Shelter") for why in LEAVE}
    make.organization("Staying Aid")
    made = {}
    for why, leave in LEAVE.items():
        Edition.objects.all().delete()
        edition = make.edition()
        leave(leavers[why], by=curator)

        # Closed at once, open again when they are written.
        assert not queries.are_files_right(edition)
        write_anew()

        edition.refresh_from_db()
        assert queries.are_files_right(edition)
        assert leavers[why].reference not in "".join(text(edition, file["name"]) for file in edition.files)
        made[why] = edition.counts["*"]
    assert made == {"at risk": 3, "archived": 2}


def test_who_comes_back_is_named_again_with_what_she_said_then(curator):
    organization = make.organization("Invented Aid")
    edition = make.edition()
    files = edition.files
    actions.make_dormant(organization, code="silent", by=curator)
    Edition.objects.update(told_of="")
    write_anew()

    edition.refresh_from_db()

    assert edition.files == files


def test_an_edition_names_no_other_organization_in_its_rows(curator):
    make.link(make.organization("Open Network"), make.organization("Quiet Partner"))

    edition = make.edition()

    assert "Quiet Partner" not in json.dumps(EditionRow.objects.get(name="Open Network").content)
    assert edition.total == 2


def test_one_edition_a_day():
    make.organization()
    make.edition(on=timezone.localdate())

    with pytest.raises(Refused, match="Edition 1 of"):
        actions.make_edition(by="test")


def test_what_is_published_stays_published(steward):
    edition = make.edition()

    with pytest.raises(Refused, match="already: Published"):
        actions.publish_edition(edition, name_en="A", name_fr="B", name_es="C", by=steward)


@pytest.mark.parametrize(
    ("months", "last_on", "made"),
    [(0, YEAR_AGO, 0), (12, None, 1), (12, YEAR_AGO, 1), (13, YEAR_AGO, 0), (1, date(2020, 1, 31), 1)],
)
def test_the_night_makes_an_edition_when_the_setting_says_so(settings, months, last_on, made):
    settings.EDITION_EVERY_MONTHS = months
    if last_on:
        make.edition(on=last_on)

    assert actions.make_edition_when_due(by="clock") == made


# --- What changed between two -------------------------------------------------------------------------------------


@pytest.fixture
def years(curator):
    """Two editions a year apart, checked by hand: one new, two gone (one merged), one with a new type and area."""
    stays, changes = make.organization("Stays"), make.organization("Changes", founded=1990)
    leaves, merged, other = make.organization("Leaves"), make.organization("Merged"), make.organization("Heir")
    make.partnership(changes, area=1, country="TCD")
    earlier = make.edition(on=YEAR_AGO)
    actions.edit_organization(changes, changes={"founded": 1991, "types": ["media"]}, by=curator)
    make.partnership(changes, area=2, country="NER")
    actions.archive_organization(leaves, code="closed_down", by=curator)
    new = make.organization("New")
    later = make.edition()
    return {
        "earlier": earlier, "later": later, "stays": stays, "changes": changes, "leaves": leaves, "new": new,
        "merged": merged, "other": other,
    }  # fmt: skip


def test_what_changed_is_right_on_a_case_checked_by_hand(years):
    both = years["earlier"], years["later"]

    assert queries.sizes(*both) == queries.Sizes(added=1, gone=1, changed=1)
    assert [row.name for row in queries.added(*both)] == ["New"]
    assert list(queries.gone(*both)) == []
    (row,) = queries.Changed(*both)[0:10]
    assert (row.reference, row.before["founded"], row.after["founded"]) == (years["changes"].reference, 1990, 1991)
    told = queries.changed_fields(*both)
    assert {field: told.get(field) for field in ("founded", "types", "areas", "partnerships", "names", "facts")} == {
        "founded": 1, "types": 1, "areas": 1, "partnerships": 1, "names": None, "facts": told.get("facts"),
    }  # fmt: skip
    assert (both[0].total, both[1].total) == (5, 5)


def test_who_left_since_is_not_among_what_changed(years, curator):
    actions.mark_at_risk(years["changes"], reason="Threats.", by=curator)
    actions.mark_at_risk(years["new"], reason="Threats.", by=curator)

    sizes = queries.sizes(years["earlier"], years["later"])

    assert (sizes.added, sizes.changed) == (0, 0)


# --- On the command line ------------------------------------------------------------------------------------------


def test_the_command_says_that_an_edition_is_whole(capsys):
    make.organization()
    make.edition()

    call_command("verify_edition", "1")

    assert "written again byte for byte: yes" in capsys.readouterr().out


def test_the_command_says_which_file_was_touched(capsys):
    make.organization()
    edition = make.edition()
    path = place(edition.folder) / "names.csv"
    path.write_text(path.read_text() + "one more")

    with pytest.raises(CommandError, match="not what it was"):
        call_command("verify_edition", "1")

    assert "file names.csv: NO" in capsys.readouterr().out
