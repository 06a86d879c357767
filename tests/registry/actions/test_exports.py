"""Exports: all that is published, in files that open with the same rows, and nobody in them who left."""

import csv
import gzip
import io
import os
from datetime import date, timedelta
from pathlib import Path

import pandas
import pytest
from django.utils import timezone
from frictionless import validate

from registry import actions
from registry.actions import export_files, jobs, night_steps
from registry.actions.edition_files import fingerprint, place
from registry.models import Departure, Export, Job, Listing, Organization
from registry.queries import exports as queries
from registry.queries.listings import Wanted
from registry.states import JobState
from tests import make

pytestmark = pytest.mark.django_db


def content(export, name):
    return (place(export.folder) / name).read_bytes()


def table(export, name):
    return list(csv.DictReader(io.StringIO(content(export, f"{name}.csv").decode("utf-8-sig"), newline="")))


def lines(export, name):
    return gzip.decompress(content(export, f"{name}.jsonl.gz")).decode().splitlines()


def test_a_copy_holds_what_the_public_reads_and_nothing_else():
    organization = make.organization("Invented Aid", hq_city="Secretville", acronym="IA")
    make.partnership(organization, area=2, country="NAM")
    make.organization("Not Yet Published", state="draft")

    export = make.export()

    assert [row["name"] for row in table(export, "organizations")] == ["Invented Aid"]
    assert [row["text"] for row in table(export, "names")] == ["Invented Aid", "IA"]
    assert [(row["country"], row["is_head_office"]) for row in table(export, "countries")] == [
        ("KEN", "true"),
        ("NAM", "false"),
    ]
    assert [(row["id"], row["area"]) for row in table(export, "partnerships")] == [(organization.reference, "2")]
    (wide,) = table(export, "organizations_wide")
    assert (wide["area_1"], wide["area_2"], wide["org_name"]) == ("0", "1", "Invented Aid")
    assert lines(export, "organizations") == [Listing.objects.get().public]
    everything = b"".join(content(export, file["name"]) for file in export.files)
    assert b"Secretville" not in everything
    assert b"Not Yet" not in everything


HOSTILE = '=HYPERLINK("https://x.example","<b>&")'


def same_in_every_form(export):
    """(CSV, Parquet, sheet) of the organizations as pandas reads them, sorted as they came."""
    text = {"keep_default_na": False, "dtype": str}
    return (
        pandas.read_csv(io.BytesIO(content(export, "organizations.csv")), encoding="utf-8-sig", **text),
        pandas.read_parquet(io.BytesIO(content(export, "organizations.parquet"))),
        pandas.read_excel(
            io.BytesIO(content(export, "registry.xlsx")), "organizations", keep_default_na=False, engine="calamine"
        ),
    )


def test_every_form_opens_in_pandas_with_the_same_rows_days_accents_and_arabic():
    make.organization("إغاثة المهاجرين", hq_country_id="NAM", founded=1998, observed_on=date(2026, 10, 12))
    make.organization("Ärzte für Migrant_x0041_en\x01", description_fr="Aidé\nà Genève")
    make.organization(HOSTILE)

    from_csv, from_parquet, from_sheet = same_in_every_form(make.export())

    assert list(from_csv["id"]) == list(from_parquet["id"]) == list(from_sheet["id"])
    names = set(from_csv["name"])
    assert {"إغاثة المهاجرين", f"'{HOSTILE}"} < names
    # Parquet is not read by what calculates: the text is as it was published.
    assert {name.removeprefix("'") for name in names} == set(from_parquet["name"])
    assert {name.replace("\x01", "") for name in names} == set(from_sheet["name"])
    arabic = from_csv["name"] == "إغاثة المهاجرين"
    assert list(from_csv[arabic]["observed_on"]) == ["2026-10-12"]
    assert list(from_parquet[arabic]["observed_on"]) == [date(2026, 10, 12)]
    assert list(from_sheet[arabic]["observed_on"]) == [pandas.Timestamp(2026, 10, 12)]
    assert list(from_csv[arabic]["founded"]) == ["1998"]
    assert list(from_parquet[arabic]["founded"]) == list(from_sheet[arabic]["founded"]) == [1998]
    assert "Aidé à Genève" in set(from_csv["description_fr"]) & set(from_sheet["description_fr"])


def test_na_is_namibia_and_004_is_afghanistan():
    export = make.export()

    codes = {row["code"]: (row["iso2"], row["m49"]) for row in table(export, "country_codes")}
    kept = pandas.read_parquet(io.BytesIO(content(export, "country_codes.parquet"))).set_index("code")

    assert (codes["NAM"], codes["AFG"]) == (("NA", "516"), ("AF", "004"))
    assert (kept.loc["NAM", "iso2"], kept.loc["AFG", "m49"]) == ("NA", "004")
    assert b':""' not in gzip.decompress(content(export, "country_codes.jsonl.gz"))


@pytest.mark.slow  # frictionless reads every row of every table.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_data_package_is_valid():
    organization = make.organization("Línea", identifiers=[{"scheme": "KE-NCB", "value": "0123"}])
    make.partnership(organization)
    make.observer(organization)

    export = make.export()

    report = validate(str(place(export.folder) / "datapackage.json"))
    assert report.flatten(["title", "note"]) == []
    assert {task.name for task in report.tasks} == {table.name for table in [*queries.tables(), queries.wide()]}


def test_an_empty_registry_has_its_headers_in_every_form():
    from_csv, from_parquet, from_sheet = same_in_every_form(make.export())

    assert len(from_csv) == len(from_parquet) == len(from_sheet) == 0
    assert list(from_csv.columns) == list(from_parquet.columns) == list(from_sheet.columns)


LEAVE = {
    "at risk": lambda organization, by: actions.mark_at_risk(organization, reason="Threats.", by=by),
    "archived": lambda organization, by: actions.archive_organization(organization, code="closed_down", by=by),
}


@pytest.mark.parametrize("why", LEAVE)
def test_who_leaves_is_in_no_copy_any_more_and_no_link_leads_there(why, curator, django_capture_on_commit_callbacks):
    leaver, stayer = make.organization("Leaving Shelter"), make.organization("Staying Aid")
    make.link(stayer, leaver)
    make.observer(leaver, name="Leaving Shelter")
    actions.publish_listings([stayer])
    old, today = make.export(on=date(2026, 1, 1)), make.export()
    folders = [place(export.folder) for export in (old, today)]

    LEAVE[why](leaver, curator)

    assert not any(map(queries.is_right, (old, today)))
    with django_capture_on_commit_callbacks(execute=True):
        while actions.write_exports_anew():
            make.do_jobs("export.write")
    for export in (old, today):
        export.refresh_from_db()
        assert queries.is_right(export)
        told = "".join(lines(export, "organizations") + lines(export, "names"))
        assert (leaver.reference in told, "Leaving" in told, stayer.reference in told) == (False, False, True)
        assert leaver.reference not in "".join(lines(export, "observers"))
    assert not any(folder.exists() for folder in folders)


def test_an_observer_that_is_not_listed_leaves_the_files_when_it_comes_into_danger(curator):
    draft = make.organization("Hidden Shelter", state="draft")
    make.observer(draft, name="Hidden Shelter")
    export = make.export()
    assert "Hidden Shelter" in lines(export, "observers")[0]

    actions.mark_at_risk(draft, reason="Threats.", by=curator)

    assert not queries.is_right(export)
    actions.write_exports_anew()
    make.do_jobs("export.write")
    export.refresh_from_db()
    assert (queries.is_right(export), lines(export, "observers")) == (True, [])


def test_who_comes_back_and_leaves_again_is_noticed_again(curator):
    organization = make.organization()
    for state in ("draft", "published"):
        Organization.objects.update(state=state)
        actions.publish_listings([organization])
    assert not Departure.objects.exists()
    export = make.export()

    actions.archive_organization(organization, code="closed_down", by=curator)

    assert not queries.is_right(export)


def test_the_files_do_not_depend_on_where_a_worker_died(monkeypatch):
    for _ in range(3):
        make.partnership(make.organization())
    undisturbed = {file["name"]: file["sha256"] for file in make.export().files}
    for stop_after in (1, 2, 7):
        Export.objects.all().delete()
        actions.make_export()
        job, kept = actions.take_job(), []

        def dies(*args, kept=kept, stop_after=stop_after, **kwargs):
            jobs.keep_lease(*args, **kwargs)
            kept.append(1)
            if len(kept) == stop_after:
                raise KeyboardInterrupt

        with monkeypatch.context() as once:
            once.setattr("registry.actions.exports.keep_lease", dies)
            with pytest.raises(KeyboardInterrupt):
                make.run_job(job)
        Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(minutes=1))
        make.do_jobs("export.write")

        written = {file["name"]: file["sha256"] for file in Export.objects.get().files}
        # The package tells the second at which it was taken.
        assert written | {"datapackage.json": ""} == undisturbed | {"datapackage.json": ""}


def test_a_killed_worker_leaves_what_it_wrote_and_the_next_one_goes_on(monkeypatch):
    make.organization()
    actions.make_export()
    job, written = actions.take_job(), []

    def counted(table, *args, of=export_files._table):
        written.append(table.name)
        if len(written) == 3:
            raise KeyboardInterrupt
        return of(table, *args)

    monkeypatch.setattr(export_files, "_table", counted)
    with pytest.raises(KeyboardInterrupt):
        make.run_job(job)
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(minutes=1))
    make.do_jobs("export.write")

    assert written[:4] == ["organizations", "names", "identifiers", "identifiers"]
    assert Export.objects.get().files


def test_a_list_begun_by_another_release_is_given_out_with_the_lines_of_this_one():
    organization = make.organization("=cmd()")
    export = actions.ask_export("organizations", Wanted(), form="csv")
    job = actions.take_job()
    rows = place(f"exports/{export.reference}/rows")
    rows.mkdir(parents=True)
    (rows / "organizations.jsonl").write_text(f"{organization.reference},=cmd()\n")
    checkpoint = {"columns": "older", "departure": 0, "files": [], "done": 0}
    Job.objects.filter(pk=job.pk).update(checkpoint=checkpoint, lease_until=timezone.now() - timedelta(minutes=1))

    make.do_jobs("export.write")

    export.refresh_from_db()
    (row,) = table(export, "organizations")
    assert (row["id"], row["name"], row["is_demo"]) == (organization.reference, "'=cmd()", "false")


@pytest.mark.parametrize("stands_still_in", ["take_all", "_table", "_book"])
def test_a_worker_that_was_followed_by_another_does_not_touch_what_that_one_wrote(
    monkeypatch, django_capture_on_commit_callbacks, stands_still_in
):
    make.organization()
    actions.make_export()
    slow, go_on, published = actions.take_job(), getattr(export_files, stands_still_in), []

    def stand_still(*args):
        monkeypatch.setattr(export_files, stands_still_in, go_on)
        Job.objects.filter(pk=slow.pk).update(lease_until=timezone.now() - timedelta(minutes=1))
        make.do_jobs("export.write")
        published.extend(files_of(Export.objects.get()))
        return go_on(*args)

    monkeypatch.setattr(export_files, stands_still_in, stand_still)
    with django_capture_on_commit_callbacks(execute=True):
        actions.run_job(slow)

    export = Export.objects.get()
    assert published
    assert files_of(export) == published
    assert [path.name for path in place(export.folder).parent.iterdir()] == [slow.reference]


def files_of(export):
    """Each file that an export tells of, by its manifest and as it is on the disk, with the moment it was written."""
    paths = [place(export.folder) / file["name"] for file in export.files]
    return [(path.name, fingerprint(path), path.stat().st_mtime_ns) for path in paths] + export.files


def test_copies_are_kept_for_thirteen_months_and_lists_for_a_day(settings):
    today = timezone.localdate()
    kept, over = make.export(on=today - timedelta(days=390)), make.export(on=today - timedelta(days=404))
    folder = place(over.folder)

    assert actions.forget_exports() == 1

    assert list(Export.objects.all()) == [kept]
    assert not folder.exists()


def test_one_copy_is_made_a_day():
    assert actions.make_export() == actions.make_export()
    assert Job.objects.filter(kind="export.write").count() == 1


@pytest.mark.parametrize(
    ("state", "left"),
    [
        (JobState.RUNNING, {"at-work-1", "rows"}),
        (JobState.WAITING, {"rows"}),
        (JobState.PAUSED, {"rows"}),
        (JobState.HELD, set()),
        (JobState.STOPPED, set()),
    ],
)
def test_rows_that_nobody_works_with_any_more_are_gone_the_next_night(state, left):
    export = actions.ask_export("organizations", Wanted(), form="csv", profile="partner")
    lease = timezone.now() if state == JobState.RUNNING else None
    Job.objects.update(state=state, lease_until=lease)
    folder = place(f"exports/{export.reference}")
    for name in ("at-work-1", "rows"):
        (folder / name).mkdir(parents=True)
        (folder / name / "organizations.jsonl").write_text("{}")

    night_steps.export(by="clock")

    assert {path.name for path in folder.iterdir()} == left


def test_an_export_whose_rows_went_while_it_was_held_takes_them_anew(curator, monkeypatch):
    organization = make.organization("Invented Aid")
    export = actions.ask_export("organizations", Wanted(), form="csv")
    with monkeypatch.context() as once:
        once.setattr(export_files, "_sizes", lambda _path: 1 / 0)
        for _ in range(Job.MAX_ATTEMPTS):
            Job.objects.update(not_before=timezone.now())
            make.do_jobs("export.write")
    assert Job.objects.get().state == JobState.HELD
    rows = export_files.rows_of(export)
    assert rows.exists()
    actions.forget_unfinished()
    assert not rows.exists()

    actions.retry_job(Job.objects.get(), by=curator)
    make.do_jobs("export.write")

    export.refresh_from_db()
    assert [row["id"] for row in table(export, "organizations")] == [organization.reference]


def test_what_a_checkpoint_tells_of_is_on_the_disk_with_its_folder(monkeypatch):
    make.organization()
    synced, fsync = {}, os.fsync

    def seen(handle):
        path = Path(os.readlink(f"/proc/self/fd/{handle}"))
        synced.setdefault(path, set()).update(os.listdir(path) if path.is_dir() else ())
        fsync(handle)

    monkeypatch.setattr(os, "fsync", seen)
    export = make.export()

    folder, names = place(export.folder), {file["name"] for file in export.files}
    assert synced[folder] >= names
    assert synced[folder.parent] >= {"rows", folder.name}
    assert {path.name for path in synced} >= names
