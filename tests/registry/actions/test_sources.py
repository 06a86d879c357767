"""Sources: read again, compared with the last time, refused when they cannot be believed; nothing is ever taken out."""

import os
import time
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from registry import actions
from registry.actions.imports import do_check
from registry.errors import Contradiction, Refused, Stale
from registry.models import Change, ImportBatch, Job, Message, Organization, Source, SourceRun, WatchList
from registry.queries import sources as queries
from registry.states import ImportState, JobState, SourceRunState
from tests.registry import watch_lists
from tests.registry.actions.imports.sheets import FRENCH, run_jobs, sheet

# Each file is read in a process of its own, which takes its third of a second.
pytestmark = [pytest.mark.django_db, pytest.mark.slow]

KANEM = ";Association des femmes du Kanem;ONG Nationale;Tchad;Kanem;Education;;"
LAC = ";Pêcheurs du Lac;ONG Nationale;Tchad;Lac;Abris;;"
MOUNDOU = ";Jeunes de Moundou;ONG Nationale;Tchad;Logone;Santé;;"
ABECHE = ";Radio Abéché;ONG Nationale;Tchad;Ouaddaï;Education;;"
FIVE = [KANEM, LAC, MOUNDOU, ABECHE, ";Maison de Sarh;ONG Nationale;Tchad;Moyen-Chari;Santé;;"]


@pytest.fixture
def source(steward):
    return actions.describe_source(code="3w-chad", name="3W Chad", adapter="upload", every_days=None, by=steward)


@pytest.fixture
def folder(settings, tmp_path):
    settings.SOURCES_DIR = tmp_path
    (tmp_path / "3w-chad").mkdir()
    return tmp_path / "3w-chad"


@pytest.fixture
def by_folder(source, steward):
    return actions.describe_source(source, name="3W Chad", adapter="folder", every_days=7, by=steward)


def sent(source, *lines, by, **facts):
    run = actions.send_to_source(source, file=sheet(*lines, **facts), by=by)
    run_jobs()
    run.refresh_from_db()
    return run


def let_in(run, *, by):
    actions.approve_import(run.batch, by=by)
    run_jobs()


def put(folder, *lines, name="3w.csv", age=60):
    path = folder / name
    path.write_text(FRENCH + "".join(f"{line}\n" for line in lines))
    os.utime(path, (time.time() - age, time.time() - age))


def test_a_first_file_is_compared_and_waits_for_approval(source, steward):
    run = sent(source, KANEM, LAC, by=steward)

    assert run.state == SourceRunState.COMPARED
    assert run.counts == {"read": 2, "added": 2, "changed": 0, "seen": 0, "same": 0, "asked": 0, "gone": 0}
    assert run.batch.state == ImportState.CHECKED
    assert not Organization.objects.exists()


def test_the_next_file_says_what_is_added_changed_and_gone(source, steward):
    let_in(sent(source, *FIVE, by=steward), by=steward)

    run = sent(
        source,
        KANEM,
        LAC.replace("Tchad;Lac", "Tchad;Batha"),
        MOUNDOU,
        ABECHE,
        ";Femmes de Mongo;ONG Nationale;Tchad;Guéra;;;",
        by=steward,
    )

    assert run.counts == {"read": 5, "added": 1, "changed": 1, "seen": 0, "same": 3, "asked": 0, "gone": 1}
    assert [one.name for one in queries.gone(run, steward)] == ["Maison de Sarh"]


def test_the_file_of_another_month_that_says_the_same_changes_nothing_but_the_day(source, steward):
    let_in(sent(source, *FIVE, by=steward), by=steward)

    run = sent(source, *FIVE, "", by=steward, name="3w_tchad_2026-02_fr.csv")

    assert (run.counts["changed"], run.counts["seen"]) == (0, 5)


def test_who_is_gone_stays_in_the_inventory(source, steward):
    let_in(sent(source, *FIVE, by=steward), by=steward)

    let_in(sent(source, *FIVE[:4], by=steward), by=steward)

    assert Organization.objects.get(names__text="Maison de Sarh").state == "published"


def test_gone_is_told_once_and_not_at_every_reading(source, steward):
    let_in(sent(source, *FIVE, by=steward), by=steward)
    let_in(sent(source, *FIVE[:4], by=steward), by=steward)

    again = sent(source, *FIVE[:4], ";Femmes de Mongo;ONG Nationale;Tchad;Guéra;;;", by=steward)

    assert (again.counts["gone"], again.counts["added"]) == (0, 1)


def test_the_same_file_again_does_nothing(source, steward):
    let_in(sent(source, *FIVE, by=steward), by=steward)
    changes = Change.objects.count()

    run = sent(source, *FIVE, by=steward)

    assert (run.state, run.batch) == (SourceRunState.UNCHANGED, None)
    assert Change.objects.count() == changes


def test_a_file_that_was_cut_off_is_refused_and_its_keeper_hears_of_it(source, steward):
    let_in(sent(source, *FIVE, by=steward), by=steward)

    run = sent(source, *FIVE[:3], by=steward)

    assert run.state == SourceRunState.REFUSED
    assert run.refusal == {"code": "short", "params": {"read": 3, "before": 5, "percent": 80}}
    assert Message.objects.get(kind="registry.source_refused").recipient == steward
    with pytest.raises(Refused, match="refused when its source was read"):
        actions.approve_import(run.batch, by=steward)


def test_a_short_file_goes_in_once_somebody_says_why_it_is_right(source, steward):
    let_in(sent(source, *FIVE, by=steward), by=steward)
    run = sent(source, *FIVE[:3], by=steward)

    actions.overrule_run(run, reason="Two left the cluster.", by=steward)
    let_in(run, by=steward)

    run.batch.refresh_from_db()
    assert run.batch.state == ImportState.APPLIED
    assert Change.objects.get(verb="source.overruled").reason == "Two left the cluster."


def test_what_was_refused_does_not_hold_up_the_next_file_and_gives_way_to_it(source, steward):
    let_in(sent(source, *FIVE, by=steward), by=steward)
    short = sent(source, *FIVE[:3], by=steward)

    whole = sent(source, *FIVE[:4], MOUNDOU.replace("Santé", "Abris"), by=steward)

    assert whole.state == SourceRunState.COMPARED
    with pytest.raises(Refused, match="younger file"):
        actions.overrule_run(short, reason="It is right.", by=steward)


def test_a_file_without_a_column_of_the_last_one_is_refused(source, steward):
    let_in(sent(source, *FIVE, by=steward), by=steward)
    header = FRENCH.replace(";Site web", "").replace("Type d'organisation;", "")

    run = sent(source, *(line.replace("ONG Nationale;", "", 1) for line in FIVE), by=steward, header=header)

    assert (run.state, run.refusal["code"]) == (SourceRunState.REFUSED, "columns")
    assert "Type d'organisation" in run.refusal["params"]["columns"]


def test_a_file_that_is_no_table_is_refused_and_nothing_of_it_is_kept(source, steward):
    let_in(sent(source, *FIVE, by=steward), by=steward)

    run = sent(source, header="%PDF-1.7\n", by=steward)

    assert (run.state, run.refusal["code"]) == (SourceRunState.REFUSED, "unreadable")
    assert Organization.objects.count() == 5


def test_a_refused_file_that_comes_again_is_refused_again_without_another_mail(source, steward):
    let_in(sent(source, *FIVE, by=steward), by=steward)
    sent(source, *FIVE[:3], by=steward)

    again, once_more = sent(source, *FIVE[:3], by=steward), sent(source, *FIVE[:3], by=steward)

    assert [again.state, once_more.state] == [SourceRunState.REFUSED] * 2
    assert once_more.refusal == {"code": "again", "params": {"number": 2}}
    assert Message.objects.filter(kind="registry.source_refused").count() == 1


def test_a_file_that_was_believed_after_all_is_nothing_new_when_it_comes_again(source, steward):
    let_in(sent(source, *FIVE, by=steward), by=steward)
    short = sent(source, *FIVE[:3], by=steward)
    actions.overrule_run(short, reason="Two left.", by=steward)
    let_in(short, by=steward)

    assert sent(source, *FIVE[:3], by=steward).state == SourceRunState.UNCHANGED


def test_a_file_that_was_discarded_is_compared_again_when_it_comes_again(source, steward):
    first = sent(source, *FIVE, by=steward)
    actions.discard_import(first.batch, by=steward)

    again = sent(source, *FIVE, by=steward)

    assert (again.state, again.counts["added"]) == (SourceRunState.COMPARED, 5)


def test_a_file_that_was_undone_is_compared_again_also_when_it_had_come_twice(source, steward):
    first = sent(source, *FIVE, by=steward)
    let_in(first, by=steward)
    sent(source, *FIVE, by=steward)
    first.batch.refresh_from_db()
    actions.undo_import(first.batch, reason="Wrong file.", by=steward)
    run_jobs()

    assert sent(source, *FIVE, by=steward).state == SourceRunState.COMPARED


def test_what_stood_before_a_discarded_file_is_nothing_new(source, steward):
    let_in(sent(source, *FIVE, by=steward), by=steward)
    actions.discard_import(sent(source, *FIVE, LAC.replace("Lac", "Guéra"), by=steward).batch, by=steward)

    assert sent(source, *FIVE, by=steward).state == SourceRunState.UNCHANGED


@pytest.mark.parametrize("is_discarded", [False, True])
def test_a_server_need_not_send_again_but_what_was_discarded(source, steward, is_discarded, monkeypatch):
    asked = []
    first = sent(source, *FIVE, by=steward)
    Source.objects.update(adapter="address", address="https://aid.example/3w.csv", etag='"one"')
    actions.discard_import(first.batch, by=steward) if is_discarded else let_in(first, by=steward)
    monkeypatch.setattr("registry.actions.sources.reading.fetch", lambda _address, **told: asked.append(told))

    actions.start_reading(source, by=steward)
    run_jobs()

    assert asked == ([{}] if is_discarded else [{"etag": '"one"', "last_modified": ""}])


def test_one_reading_at_a_time(source, steward):
    sent(source, KANEM, by=steward)

    with pytest.raises(Refused, match="being read already: see reading 1"):
        actions.send_to_source(source, file=sheet(LAC), by=steward)


def test_a_trusted_source_goes_in_without_a_look_in_the_name_of_who_trusts_it(source, steward):
    actions.trust_source(source, by=steward)

    run = sent(source, KANEM, LAC, by=steward)

    run.batch.refresh_from_db()
    assert (run.batch.state, run.batch.approved_by) == (ImportState.APPLIED, steward)
    assert Change.objects.get(verb="import.approved").reason == "The source is trusted."


def test_a_trusted_source_is_not_believed_either_when_it_is_short(source, steward):
    actions.trust_source(source, by=steward)
    sent(source, *FIVE, by=steward)

    run = sent(source, *FIVE[:2], by=steward)

    run.batch.refresh_from_db()
    assert (run.state, run.batch.state) == (SourceRunState.REFUSED, ImportState.CHECKED)


def test_the_trust_of_somebody_who_left_counts_no_more(source, steward, administrator):
    actions.trust_source(source, by=steward)
    actions.deactivate_user(steward, reason="Left.", by=administrator)

    run = sent(source, KANEM, by=administrator)

    assert run.batch.state == ImportState.CHECKED


def test_a_source_whose_file_comes_from_elsewhere_is_trusted_anew(source, steward):
    actions.trust_source(source, by=steward)

    changed = actions.describe_source(source, name="3W Chad", adapter="folder", every_days=None, by=steward)

    assert changed.trusted_by is None


def test_the_clock_reads_a_folder_and_leaves_the_file_there(by_folder, folder):
    put(folder, KANEM, LAC)

    assert actions.start_due_readings() == 1
    run_jobs()

    run = SourceRun.objects.get()
    assert (run.state, run.file_name, run.asked_by, run.counts["added"]) == ("compared", "3w.csv", None, 2)
    assert (folder / "3w.csv").exists()


def test_the_clock_asks_once_and_then_when_its_days_are_over(by_folder, folder):
    put(folder, KANEM)

    assert [actions.start_due_readings(), actions.start_due_readings()] == [1, 0]

    by_folder.refresh_from_db()
    assert timedelta(days=6) < by_folder.next_read_at - timezone.now() <= timedelta(days=7)


def test_a_stopped_clock_passes_by_and_what_was_missed_is_read_once(by_folder, folder, steward):
    put(folder, KANEM)
    actions.pause_source(by_folder, by=steward)
    Source.objects.update(next_read_at=timezone.now() - timedelta(days=50))
    assert actions.start_due_readings() == 0

    actions.resume_source(by_folder, by=steward)

    assert [actions.start_due_readings(), actions.start_due_readings()] == [1, 0]


@pytest.mark.parametrize("what", ["nothing", "a link", "a file on its way", "an empty file", "a hidden file"])
def test_what_is_no_file_at_rest_is_not_taken_out_of_a_folder(by_folder, folder, tmp_path, what):
    match what:
        case "a link":
            put(tmp_path, KANEM, name="secret.csv")
            (folder / "3w.csv").symlink_to(tmp_path / "secret.csv")
        case "a file on its way":
            put(folder, KANEM, age=0)
        case "an empty file":
            (folder / "3w.csv").touch()
            os.utime(folder / "3w.csv", (0, 0))
        case "a hidden file":
            put(folder, KANEM, name=".3w.csv")

    actions.start_reading(by_folder)
    run_jobs()

    run = SourceRun.objects.get()
    assert (run.state, run.refusal["code"]) == (SourceRunState.REFUSED, "nothing_there")


def test_the_youngest_file_of_a_folder_is_read(by_folder, folder):
    put(folder, KANEM, name="b-old.csv", age=600)
    put(folder, LAC, name="a-new.csv", age=60)

    actions.start_reading(by_folder)
    run_jobs()

    assert SourceRun.objects.get().file_name == "a-new.csv"


def test_a_worker_that_died_before_the_file_was_kept_takes_the_reading_up_again(by_folder, folder):
    put(folder, KANEM)
    actions.start_reading(by_folder)
    actions.take_job()
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))

    run_jobs()

    assert SourceRun.objects.get().state == SourceRunState.COMPARED
    assert not Job.objects.exclude(state=JobState.DONE).exists()


def test_a_reading_that_somebody_stopped_does_not_hold_up_the_next_one(by_folder, folder, steward):
    put(folder, KANEM)
    stopped = actions.start_reading(by_folder, by=steward)
    actions.stop_job(Job.objects.get(), by=steward)

    assert actions.start_due_readings() == 1
    run_jobs()

    stopped.refresh_from_db()
    assert (stopped.state, stopped.refusal) == (SourceRunState.REFUSED, {"code": "stopped", "params": {}})
    assert SourceRun.objects.get(number=2).state == SourceRunState.COMPARED


def test_a_reading_whose_check_was_stopped_is_read_anew_even_when_it_is_the_same_file(source, steward):
    stopped = actions.send_to_source(source, file=sheet(KANEM), by=steward)
    actions.stop_job(Job.objects.get(), by=steward)

    again = sent(source, KANEM, by=steward)

    stopped.refresh_from_db()
    assert (stopped.state, again.state) == (SourceRunState.REFUSED, SourceRunState.COMPARED)
    assert again.batch != stopped.batch


def test_a_check_that_is_only_paused_goes_on_and_its_import_is_not_given_up(source, steward):
    run = actions.send_to_source(source, file=sheet(KANEM), by=steward)
    job = actions.take_job()
    actions.pause_job(job, by=steward)

    with pytest.raises(Refused, match="being read already"):
        actions.send_to_source(source, file=sheet(LAC), by=steward)
    ImportBatch.objects.update(state=ImportState.CHECKING)
    with pytest.raises(Refused, match="cannot be done now"):
        actions.discard_import(run.batch, by=steward)


def test_a_file_that_was_discarded_or_undone_comes_in_when_it_is_sent_again(source, steward):
    actions.discard_import(sent(source, KANEM, by=steward).batch, by=steward)

    second = sent(source, KANEM, by=steward)
    let_in(second, by=steward)
    nothing_new = sent(source, KANEM, by=steward)
    is_known = queries.is_last_file_known(nothing_new)
    actions.undo_import(second.batch, reason="Wrong month.", by=steward)
    run_jobs()
    last = sent(source, KANEM, by=steward)

    assert [run.state for run in (second, nothing_new, last)] == ["compared", "unchanged", "compared"]
    # Also the server of an address is asked to send it once more.
    assert (is_known, queries.is_last_file_known(second), queries.is_last_file_known(last)) == (True, False, False)


def test_a_refused_file_that_was_discarded_is_looked_at_anew(source, steward):
    let_in(sent(source, *FIVE, by=steward), by=steward)
    short = sent(source, *FIVE[:3], by=steward)
    sent(source, *FIVE[:3], by=steward)
    actions.discard_import(short.batch, by=steward)

    again = sent(source, *FIVE[:3], by=steward)

    assert (again.state, again.refusal["code"]) == (SourceRunState.REFUSED, "short")


def test_a_worker_that_died_between_check_and_comparison_compares_after_all(source, steward):
    run = actions.send_to_source(source, file=sheet(KANEM), by=steward)
    job = actions.take_job()
    do_check(job)
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))

    run_jobs()

    run.refresh_from_db()
    assert run.state == SourceRunState.COMPARED


def test_an_upload_cannot_be_read_by_the_clock_or_fetched(source, steward):
    with pytest.raises(Contradiction, match="cannot be read by the clock"):
        actions.describe_source(source, name="3W Chad", adapter="upload", every_days=7, by=steward)
    with pytest.raises(Refused, match="Send it here"):
        actions.start_reading(source, by=steward)


def test_names_and_codes_of_sources_are_said_once(source, steward):
    facts = {"adapter": "upload", "every_days": None, "by": steward}

    with pytest.raises(Contradiction, match="with this name"):
        actions.describe_source(code="other", name="3W Chad", **facts)
    with pytest.raises(Contradiction, match="with this code"):
        actions.describe_source(code="3w-chad", name="Other", **facts)


def test_two_people_at_once_do_not_overwrite_each_other(source, steward):
    actions.describe_source(source, name="3W Tchad", adapter="upload", every_days=None, version=1, by=steward)

    with pytest.raises(Stale):
        actions.describe_source(source, name="3W", adapter="upload", every_days=None, version=1, by=steward)


@pytest.mark.parametrize(
    "wrong",
    [
        {"adapter": "address", "address": "http://example.org/list.csv"},
        {"adapter": "upload", "address": "https://example.org/list.csv"},
        {"adapter": "upload", "every_days": 7, "next_read_at": "2026-01-01T00:00Z"},
        {"adapter": "folder", "every_days": 0, "next_read_at": "2026-01-01T00:00Z"},
        {"least_percent": 101},
    ],
)
def test_the_database_refuses_a_source_that_contradicts_itself(source, wrong):
    with pytest.raises((IntegrityError, ValidationError)), transaction.atomic():
        Source.objects.filter(pk=source.pk).update(**wrong)


def test_a_watch_list_is_held_as_it_comes_and_an_older_one_is_refused(steward):
    facts = {"adapter": "upload", "content": "watch_list", "every_days": None, "by": steward}
    source = actions.describe_source(code="un-list", name="Security Council", **facts)
    younger, older = (
        ContentFile(watch_lists.text(watch_lists.ZARQUN, made=made).encode(), name="list.xml")
        for made in (watch_lists.LATER, watch_lists.MADE)
    )

    first = actions.send_to_source(source, file=younger, by=steward)
    second = actions.send_to_source(source, file=older, by=steward)

    assert (first.state, first.counts) == ("compared", {"added": 2, "changed": 0, "gone": 0, "read": 2})
    assert second.state == SourceRunState.REFUSED
    assert "Only a newer list is taken" in second.refusal["params"]["sentence"]
    assert WatchList.objects.count() == 1


def test_a_watch_list_that_somebody_had_loaded_by_hand_is_nothing_new(steward):
    facts = {"adapter": "upload", "content": "watch_list", "every_days": None, "by": steward}
    source = actions.describe_source(code="un-list", name="Security Council", **facts)
    text = watch_lists.text(watch_lists.ZARQUN, made=watch_lists.MADE).encode()
    actions.load_watch_list(ContentFile(text, name="list.xml"), by=steward)

    run = actions.send_to_source(source, file=ContentFile(text, name="list.xml"), by=steward)

    assert (run.state, run.counts) == (SourceRunState.UNCHANGED, {})
