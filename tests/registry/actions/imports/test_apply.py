"""Applying: what was approved and nothing else, each row once, whatever happens in between."""

import threading
from datetime import date

import pytest
from django.db import connection, transaction

from registry import actions
from registry.actions.history import hold_history
from registry.actions.imports.apply import do_apply
from registry.actions.jobs import mine_still
from registry.errors import Refused
from registry.models import Change, Contact, ImportTrace, Job, Listing, Organization, OrganizationName
from registry.roles import Function
from registry.states import ImportState, JobState, OrganizationState
from tests import make
from tests.registry.actions.imports.sheets import applied, checked, run_jobs, sheet, verdicts
from tests.registry.actions.locks import until_somebody_waits

# Each file is read in a process of its own, which takes its third of a second.
pytestmark = [pytest.mark.django_db, pytest.mark.slow]

LINE = "AJP;Association des jeunes pour la paix;ONG Nationale;Tchad;Lac;Protection;;"


def named(text):
    return OrganizationName.objects.get(text=text).organization


def test_an_approved_new_organization_is_in_the_directory_with_its_source_and_day(curator):
    batch = applied(sheet(LINE), by=curator)

    organization = named("Association des jeunes pour la paix")
    assert (organization.state, organization.source, organization.observed_on, organization.trust) == (
        OrganizationState.PUBLISHED, "3w tchad", date(2026, 1, 31), "listed",
    )  # fmt: skip
    # Where it works is not where its head office is.
    assert organization.hq_country is None
    assert list(organization.presences.values_list("country", "admin1", "sectors")) == [("TCD", "Lac", ["Protection"])]
    assert (organization.acronym, [t.code for t in organization.types.all()]) == ("AJP", ["ngo"])
    assert [level.code for level in organization.levels.all()] == ["national"]
    assert Listing.objects.filter(organization=organization).exists()
    assert batch.counts["outcomes"] == {"new": 1}


def test_each_organization_has_its_line_in_the_history_under_the_import(curator):
    batch = applied(sheet(LINE), by=curator)

    change = Change.objects.get(verb="organization.imported")
    assert (change.batch, change.by_id, change.op) == (batch.reference, curator.pk, "upsert")
    assert actions.first_broken() is None


def test_without_a_type_it_waits_for_a_person_instead_of_being_published(curator):
    applied(sheet(";Maison des artisans;inconnue de tous;Tchad;Lac;Santé;;"), by=curator)

    organization = named("Maison des artisans")
    assert (organization.state, organization.type_explained) == (OrganizationState.IN_REVIEW, "inconnue de tous")
    assert not Listing.objects.exists()


def test_the_same_file_twice_changes_nothing(curator):
    lines = [LINE, "CRT;Croix Rouge du Tchad;Mouvement de la Croix Rouge;Tchad;Lac;Santé;;"]
    first = checked(sheet(*lines), by=curator)
    actions.decide_row(first.rows.get(verdict="decide"), decision="add", by=curator)
    first.refresh_from_db()
    actions.approve_import(first, by=curator)
    run_jobs()
    before = list(Organization.objects.order_by("pk").values())
    told = Change.objects.exclude(verb__startswith="import.").exclude(verb__startswith="job.").count()

    second = applied(sheet(*lines), by=curator)

    assert set(verdicts(second).values()) == {"same"}
    assert second.counts["outcomes"] == {"same": 2}
    assert list(Organization.objects.order_by("pk").values()) == before
    assert Change.objects.exclude(verb__startswith="import.").exclude(verb__startswith="job.").count() == told


def test_who_belongs_to_the_red_cross_is_taken_only_by_decision_and_not_as_civil_society(curator):
    batch = checked(sheet("CRT;Croix Rouge du Tchad;Mouvement de la Croix Rouge;Tchad;Lac;Santé;;"), by=curator)
    actions.decide_row(batch.rows.get(), decision="add", by=curator)
    actions.approve_import(batch, by=curator)
    run_jobs()

    assert named("Croix Rouge du Tchad").kind == "other"


def test_the_undecided_are_left_out_and_say_so(curator):
    batch = applied(sheet(LINE, "CRT;Croix Rouge du Tchad;Mouvement de la Croix Rouge;Tchad;Lac;Santé;;"), by=curator)

    assert dict(batch.rows.values_list("name", "outcome")) == {
        "Association des jeunes pour la paix": "new",
        "Croix Rouge du Tchad": "skipped",
    }
    assert Organization.objects.count() == 1


def test_one_in_danger_is_not_added_again_by_who_may_not_know_of_it(curator):
    record = make.organization("Association des Femmes du Kanem", hq_country_id="TCD")
    actions.mark_at_risk(record, reason="Threats.", by=curator)
    batch = checked(sheet("AFK;Association des femes du Kanem;ONG Nationale;Tchad;Kanem;Santé;;"), by=curator)
    elsewhere = make.staff(Function.CURATOR, countries=["ESP"])

    with pytest.raises(Refused, match="may not open"):
        actions.decide_row(batch.rows.get(), decision="add", by=elsewhere)

    assert actions.decide_row(batch.rows.get(), decision="add", by=curator).decision == "add"


def test_a_row_decided_to_be_a_record_updates_that_record(curator):
    record = make.organization("Association des Femmes du Kanem", hq_country_id="TCD")
    batch = checked(sheet("AFK;Association des femes du Kanem;ONG Nationale;Tchad;Kanem;Santé;;"), by=curator)
    actions.decide_row(batch.rows.get(), decision="update", organization=record, by=curator)
    batch.refresh_from_db()
    actions.approve_import(batch, by=curator)
    run_jobs()

    assert sorted(record.names.values_list("kind", "text")) == [
        ("acronym", "AFK"),
        ("legal", "Association des Femmes du Kanem"),
        ("other", "Association des femes du Kanem"),
    ]
    assert Organization.objects.count() == 1


def test_a_row_decided_to_be_another_row_joins_its_organization(curator):
    batch = checked(
        sheet(
            ";Association pour le développement du Lac;ONG Nationale;Tchad;Lac;Santé;;",
            ";Association pour le developpment du Lac;ONG Nationale;Tchad;Kanem;WASH;;",
        ),
        by=curator,
    )
    actions.decide_row(batch.rows.get(verdict="possible"), decision="update", twin=2, by=curator)
    batch.refresh_from_db()
    actions.approve_import(batch, by=curator)
    run_jobs()

    organization = Organization.objects.get()
    assert organization.names.count() == 2
    assert sorted(organization.presences.values_list("admin1", flat=True)) == ["Kanem", "Lac"]


def test_nobody_can_be_chosen_who_was_not_put_forward(curator):
    stranger = make.organization("Somebody else entirely")
    make.organization("Association des Femmes du Kanem", hq_country_id="TCD")
    batch = checked(sheet(";Association des femes du Kanem;ONG Nationale;Tchad;Kanem;Santé;;"), by=curator)

    with pytest.raises(Refused):
        actions.decide_row(batch.rows.get(), decision="update", organization=stranger, by=curator)


def test_a_new_row_can_be_left_out(curator):
    batch = checked(sheet(LINE), by=curator)
    actions.decide_row(batch.rows.get(), decision="skip", by=curator)
    batch.refresh_from_db()
    actions.approve_import(batch, by=curator)
    run_jobs()

    assert (Organization.objects.count(), batch.rows.get().outcome) == (0, "skipped")


def test_of_two_people_who_approve_at_once_the_second_is_told_who_did(curator, steward):
    batch = checked(sheet(LINE), by=curator)
    actions.approve_import(batch, by=curator)

    with pytest.raises(Refused, match="Curator approved this import already"):
        actions.approve_import(batch, by=steward)


def test_an_approval_of_what_changed_since_it_was_seen_is_refused(curator, steward):
    batch = checked(sheet(LINE), by=curator)
    seen = batch.version
    actions.decide_row(batch.rows.get(), decision="skip", by=steward)

    with pytest.raises(Refused, match="Look at it again"):
        actions.approve_import(batch, by=curator, version=seen)


def test_an_organization_that_another_import_added_meanwhile_is_updated_and_not_doubled(curator):
    first = checked(sheet(LINE, name="one_2026-01.csv"), by=curator)
    second = checked(sheet(LINE.replace("Lac", "Kanem"), name="two_2026-02.csv"), by=curator)
    actions.approve_import(first, by=curator)
    actions.approve_import(second, by=curator)
    run_jobs()

    organization = Organization.objects.get()
    assert sorted(organization.presences.values_list("admin1", flat=True)) == ["Kanem", "Lac"]
    assert second.rows.get().outcome == "updated"


def test_a_near_one_added_meanwhile_keeps_the_row_out(curator):
    batch = checked(sheet(LINE), by=curator)
    make.organization("Association des jeunes pour la paix", hq_country_id="SEN")
    actions.approve_import(batch, by=curator)
    run_jobs()

    assert Organization.objects.count() == 1
    assert batch.rows.get().outcome == "skipped"


def test_an_organization_at_risk_gains_facts_but_no_listing(curator):
    record = make.organization("Association des jeunes pour la paix", hq_country_id="TCD")
    actions.mark_at_risk(record, reason="threats", by=curator)

    applied(sheet(LINE), by=curator)

    assert record.presences.count() == 1
    assert not Listing.objects.exists()


def test_contacts_are_kept_and_told_to_nobody(curator):
    header = "Nom;Type;Pays;Courriel;Contact\n"
    applied(
        sheet("Maison des jeunes;ONG Nationale;Tchad;ali@example.org;Ali Brahim", header=header, name="c_2026.csv"),
        by=curator,
    )

    assert Contact.objects.get().email == "ali@example.org"
    said = (
        str(list(Change.objects.values()))
        + str(list(Listing.objects.values()))
        + str(list(ImportTrace.objects.values()))
    )
    assert "ali@example.org" not in said
    assert "Brahim" not in said


def test_a_record_that_an_import_changed_is_a_new_version(curator):
    record = make.organization("Association des jeunes pour la paix", hq_country_id="TCD")
    version = record.version

    applied(sheet(LINE), by=curator)

    record.refresh_from_db()
    assert record.version == version + 1


def test_a_job_that_starts_anew_after_its_end_changes_nothing(curator):
    batch = applied(sheet(LINE), by=curator)
    changes = Change.objects.count()

    job = make.job("import.apply", subject=batch.reference)

    assert do_apply(actions.take_job(job)) == {"new": 1}
    assert Change.objects.count() == changes


def test_a_stopped_job_stays_where_it_was_and_can_go_on(curator):
    batch = checked(sheet(LINE), by=curator)
    actions.approve_import(batch, by=curator)
    actions.stop_job(Job.objects.get(kind="import.apply"), by=curator)
    run_jobs()
    assert Organization.objects.count() == 0

    actions.go_on_applying(batch, by=curator)
    run_jobs()

    batch.refresh_from_db()
    assert (batch.state, Organization.objects.count()) == (ImportState.APPLIED, 1)


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_make_one_record_of_one_organization(curator):
    lines = [
        f"A{n};Association numéro {n} des jeunes du village {n};ONG Nationale;Tchad;Lac;Santé;;" for n in range(60)
    ]
    batches = [
        checked(sheet(*lines, name=f"{name}_2026-01.csv"), by=curator) for name in ("alpha", "beta")
    ]  # fmt: skip
    for batch in batches:
        actions.approve_import(batch, by=curator)
    ended = []

    def work():
        try:
            while job := actions.take_job():
                ended.append(actions.run_job(job).state)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert ended == [JobState.DONE, JobState.DONE]
    assert Organization.objects.count() == 60
    assert actions.first_broken() is None


@pytest.mark.django_db(transaction=True)
def test_a_chunk_waits_for_who_stops_its_job_and_keeps_the_history_free_meanwhile(curator):
    batch = checked(sheet(LINE), by=curator)
    actions.approve_import(batch, by=curator)
    job = actions.take_job()

    def work():
        try:
            actions.run_job(job)
        finally:
            connection.close()

    worker = threading.Thread(target=work)
    with transaction.atomic():
        mine_still(job)
        worker.start()
        until_somebody_waits("transactionid")
        hold_history()
    worker.join(20)

    job.refresh_from_db()
    assert (job.state, job.error, Organization.objects.count()) == (JobState.DONE, "", 1)


def test_what_was_shown_as_the_same_is_not_published_again_after_an_undo(curator):
    first = applied(sheet(LINE), by=curator)
    second = checked(sheet(LINE), by=curator)
    actions.undo_import(first, reason="A wrong file.", by=curator)
    run_jobs()

    with pytest.raises(Refused, match="changed since this file was checked"):
        actions.approve_import(second, by=curator)

    assert named("Association des jeunes pour la paix").state == OrganizationState.ARCHIVED


def test_a_row_shown_as_the_same_that_would_change_by_now_is_left_out_and_told(curator):
    first = applied(sheet(LINE), by=curator)
    second = checked(sheet(LINE), by=curator)
    actions.approve_import(second, by=curator)
    # Undone between the approval and its work.
    actions.undo_import(first, reason="A wrong file.", by=curator)
    actions.run_job(actions.take_job(Job.objects.get(kind="import.undo")))
    run_jobs()

    row = second.rows.get()
    assert (row.verdict, row.outcome, row.reasons[-1]) == ("same", "skipped", {"code": "changed_since"})
    held = Job.objects.get(kind="import.apply", subject=second.reference).held_rows.get()
    assert (held.number, held.subject) == (row.number, row.organization.reference)
    assert held.cells["Nom de l'organisation"] == "Association des jeunes pour la paix"
    assert named("Association des jeunes pour la paix").state == OrganizationState.ARCHIVED
    assert not Listing.objects.exists()
    assert ImportTrace.objects.get().fingerprint == ""


def test_the_file_of_an_applied_import_can_be_checked_again_as_another_import(curator):
    first = applied(sheet(LINE), by=curator)

    again = actions.check_import_again(first, by=curator)
    run_jobs()

    again.refresh_from_db()
    first.refresh_from_db()
    assert (first.state, again.state, again.sha256) == (ImportState.APPLIED, ImportState.CHECKED, first.sha256)
    assert (again.source, again.observed_on) == (first.source, first.observed_on)
    assert set(verdicts(again).values()) == {"same"}
