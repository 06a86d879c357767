"""Undoing an import: everything goes back to what it was, but for what somebody touched since."""

import pytest

from registry import actions
from registry.errors import Refused
from registry.importers.documents import CleanFile
from registry.models import (
    Change,
    Contact,
    Fact,
    ImportRow,
    ImportTrace,
    Listing,
    Organization,
    OrganizationName,
    Partnership,
    Programme,
)
from registry.queries.directory import totals
from registry.states import ImportState, JobState, OrganizationState
from tests import make
from tests.registry.actions.imports.sheets import applied, checked, run_jobs, sheet, verdicts
from tests.registry.actions.imports.states import inventory

# Each file is read in a process of its own, which takes its third of a second.
pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NEW = "AJP;Association des jeunes pour la paix;ONG Nationale;Tchad;Lac;Protection;;"
KNOWN = "AFK;Association des Femmes du Kanem;ONG Nationale;Tchad;Kanem;Santé;https://afk.example;"
PARTS = "Nom;Type;Pays;Courriel;Contact;Rôle;Domaine;Début;Fin;Site web;Registre;Numéro;Description\n"


def named(text):
    return OrganizationName.objects.get(text=text).organization


def undone(batch, *, by, reason="A wrong file."):
    actions.undo_import(batch, reason=reason, by=by)
    run_jobs()
    batch.refresh_from_db()
    assert batch.state == ImportState.UNDONE
    assert actions.first_broken() is None
    return batch


def kept(batch):
    rows = batch.rows.exclude(kept=[]).order_by("number")
    return [(row.name, entry["field"], entry["why"]) for row in rows for entry in row.kept]


@pytest.fixture
def known(db):
    record = make.organization("Association des Femmes du Kanem", hq_country_id="TCD", presences=[{"country": "TCD"}])
    actions.tell_records([record], by="test")
    actions.publish_listing(record)
    return record


def test_a_new_organization_leaves_the_inventory_and_its_reference_and_history_stay(curator):
    batch = applied(sheet(NEW), by=curator)
    organization = named("Association des jeunes pour la paix")

    undone(batch, by=curator)

    organization.refresh_from_db()
    assert (organization.state, organization.state_reason) == (OrganizationState.ARCHIVED, "A wrong file.")
    assert not Listing.objects.exists()
    assert not Fact.objects.exists()
    change = Change.objects.about(organization.reference).first()
    assert (change.verb, change.op, change.batch, change.reason, change.by_id) == (
        "organization.import_undone", "delete", batch.reference, "A wrong file.", curator.pk,
    )  # fmt: skip
    assert change.diff == {"state": ["published", "archived"]}
    assert batch.counts["undone"] == {"archived": 1}


def test_everything_that_an_update_brought_goes_back(curator, known):
    before, counted = inventory(), totals()[0]
    line = "Association des Femmes du Kanem;ONG Nationale;Tchad;ali@example.org;Ali;;;;;https://afk.example;;;Un texte."
    batch = applied(sheet(line, "Autre maison;ONG Nationale;Niger;;;;;;;;;;", header=PARTS), by=curator)
    assert Contact.objects.count() == 1

    undone(batch, by=curator)

    assert inventory() == before
    assert totals()[0] == counted
    assert (batch.counts["undone"], kept(batch)) == ({"archived": 1, "taken_back": 1}, [])
    change = Change.objects.filter(verb="organization.import_undone", subject=known.reference).get()
    assert change.diff["website"] == ["https://afk.example", None]
    assert change.diff["contacts"] == [1, 0]


def test_an_older_statement_of_the_same_source_stands_again(curator, known):
    applied(sheet(KNOWN, name="3w_2026-01.csv"), by=curator)
    before = inventory()
    second = applied(sheet(KNOWN.replace("afk.example", "afk.example/new"), name="3w_2026-02.csv"), by=curator)
    known.refresh_from_db()
    assert known.website == "https://afk.example/new"

    undone(second, by=curator)

    assert inventory() == before


def test_the_same_file_again_brings_the_same_records_back_and_a_second_undo_takes_them_out(curator, known):
    before = inventory()
    first = applied(sheet(NEW, KNOWN), by=curator)
    with_it = inventory()
    organization = named("Association des jeunes pour la paix")
    undone(first, by=curator)

    second = checked(sheet(NEW, KNOWN), by=curator)
    assert set(verdicts(second).values()) == {"update"}
    actions.approve_import(second, by=curator)
    run_jobs()

    organization.refresh_from_db()
    assert (organization.state, organization.state_reason) == (OrganizationState.PUBLISHED, "")
    assert Organization.objects.count() == 2
    again = inventory()
    assert again["organizations"] == with_it["organizations"]
    assert again["listings"] == with_it["listings"]

    undone(second, by=curator)
    assert inventory() == before
    assert Organization.objects.get(pk=organization.pk).state == OrganizationState.ARCHIVED


def test_a_record_that_a_person_closed_after_the_undo_waits_for_a_decision(curator):
    undone(applied(sheet(NEW), by=curator), by=curator)
    organization = named("Association des jeunes pour la paix")
    actions.send_to_review(organization, by=curator)
    actions.archive_organization(organization, reason="It does not exist.", by=curator)

    again = checked(sheet(NEW.replace(";Lac;", ";Kanem;")), by=curator)

    assert verdicts(again) == {"Association des jeunes pour la paix": "decide"}


def edit(organization, by):
    actions.edit_organization(organization, changes={"hq_city": "Mao"}, by=by)


def claim(organization, by):
    proof = CleanFile("application/pdf", b"%PDF-1.7 x", b"%PDF-1.7 x")
    actions.ask_claim(organization, file=proof, note="I lead it.", by=make.user())


def note(organization, by):
    actions.add_note(organization, kind="remark", text="Ask first.", review_on=make.TODAY, by=by)


def donor(organization, by):
    Programme.objects.create(code="ONE", name_en="One").donors.add(organization)


def other_source(organization, by):
    applied(sheet(NEW, name="other_2026-02.csv"), by=by)


def merge(organization, by):
    other = make.organization("Another one")
    proposed = actions.propose_merge(other, organization, choices={}, reason="One.", by=by)
    actions.confirm_merge(proposed, by=make.staff())


@pytest.mark.parametrize("act", [edit, claim, note, donor, other_source, merge])
def test_a_new_organization_stays_when_anything_was_done_to_it_since(curator, act):
    batch = applied(sheet(NEW), by=curator)
    organization = named("Association des jeunes pour la paix")
    act(organization, curator)
    before = inventory()

    undone(batch, by=curator)

    assert inventory() == before
    assert batch.counts["undone"] == {"kept": 1}
    assert [name for name, _field, _why in kept(batch)] == ["Association des jeunes pour la paix"]


def test_what_was_only_read_or_compared_does_not_keep_it(curator):
    batch = applied(sheet(NEW), by=curator)
    actions.record_reading_of_contacts(named("Association des jeunes pour la paix"), by=curator)

    undone(batch, by=curator)

    assert batch.counts["undone"] == {"archived": 1}


def test_a_field_that_was_edited_since_stays_and_says_who_and_when(curator, steward, known):
    batch = applied(sheet(KNOWN), by=curator)
    known.refresh_from_db()
    actions.edit_organization(known, changes={"website": "https://better.example"}, by=steward)

    undone(batch, by=curator)

    known.refresh_from_db()
    assert (known.website, known.names.count()) == ("https://better.example", 1)
    entry = batch.rows.get().kept[0]
    change = Change.objects.get(verb="organization.edited", subject=known.reference)
    assert (entry["field"], entry["why"], entry["by"], entry["change"]) == (
        "website", "changed", steward.pk, change.pk,
    )  # fmt: skip
    assert batch.counts["undone"] == {"partly": 1}


def test_what_another_source_says_too_stays(curator, known):
    first = applied(sheet(KNOWN, name="one_2026-01.csv"), by=curator)
    applied(sheet(KNOWN, name="two_2025-12.csv"), by=curator)

    undone(first, by=curator)

    known.refresh_from_db()
    assert (known.website, known.acronym) == ("https://afk.example", "AFK")
    assert {(field, why) for _name, field, why in kept(first)} == {
        (field, "said_again") for field in ("names", "levels", "presences", "website")
    }


def test_what_the_organization_confirmed_stays_whole(curator, known):
    batch = applied(sheet(KNOWN), by=curator)
    actions.confirm_record(Organization.objects.get(pk=known.pk), by=make.member(known))
    before = inventory()

    undone(batch, by=curator)

    assert inventory() == before
    assert kept(batch) == [("Association des Femmes du Kanem", "", "changed")]


def test_a_partnership_that_was_verified_since_stays_and_the_others_go(curator, known):
    header = "Nom;Type;Pays;Rôle;Domaine d'activité;Date de début;Date de fin\n"
    lines = [
        f"Association des Femmes du Kanem;ONG Nationale;Tchad;{role};{area};2024-01-01;2024-12-31"
        for role, area in [("Donor", "1"), ("Collaborator", "2")]
    ]
    batch = applied(sheet(*lines, header=header), by=curator)
    assert Partnership.objects.count() == 2
    verified = Partnership.objects.order_by("pk").first()
    actions.verify_partnership(verified, unit=make.unit(), evidence_note="A letter.", on=make.TODAY, by=curator)

    undone(batch, by=curator)

    assert list(Partnership.objects.values_list("pk", flat=True)) == [verified.pk]
    assert ("Association des Femmes du Kanem", "partnerships", "changed") in kept(batch)


def test_newest_first_takes_everything_back(curator, known):
    before = inventory()
    first = applied(sheet(KNOWN, NEW, name="3w_2026-01.csv"), by=curator)
    second = applied(sheet(KNOWN.replace("afk.example", "afk.example/new"), NEW, name="3w_2026-02.csv"), by=curator)

    undone(second, by=curator)
    undone(first, by=curator)

    assert inventory() == before
    assert kept(first) == kept(second) == []


def test_an_import_from_before_the_registry_kept_what_it_wrote_says_so(curator, known):
    batch = applied(sheet(KNOWN, NEW), by=curator)
    ImportRow.objects.update(written=None)

    undone(batch, by=curator)

    assert batch.counts["undone"] == {"archived": 1, "kept": 1}
    assert kept(batch) == [("Association des Femmes du Kanem", "", "not_written")]


def test_the_preview_says_what_the_undo_does_and_writes_nothing(curator, steward, known):
    batch = applied(sheet(KNOWN, NEW, "MDA;Maison des arts;ONG Nationale;Tchad;Lac;Protection;;"), by=curator)
    actions.edit_organization(named("Maison des arts"), changes={"hq_city": "Bol"}, by=steward)
    before = inventory()

    preview = actions.preview_undo(batch)

    assert inventory() == before
    assert dict(preview.words) == {"archived": 1, "taken_back": 1, "kept": 1}
    assert [(pk, entry["why"]) for pk, entries in preview.kept for entry in entries] == [
        (named("Maison des arts").pk, "changed")
    ]
    undone(batch, by=curator)
    assert batch.counts["undone"] == dict(preview.words)


@pytest.mark.parametrize("state", [ImportState.CHECKED, ImportState.APPROVED])
def test_only_what_was_applied_can_be_undone(curator, state):
    batch = checked(sheet(NEW), by=curator)
    if state == ImportState.APPROVED:
        actions.approve_import(batch, by=curator)

    with pytest.raises(Refused, match="cannot be done now"):
        actions.undo_import(batch, reason="No.", by=curator)


def test_a_second_undo_is_told_who_asked_for_the_first(curator, steward):
    batch = applied(sheet(NEW), by=curator)
    actions.undo_import(batch, reason="A wrong file.", by=curator)

    with pytest.raises(Refused, match="Curator asked for the undo of this import already"):
        actions.undo_import(batch, reason="Me too.", by=steward)


def test_a_stopped_undo_stays_where_it_was_and_can_go_on(curator):
    batch = applied(sheet(NEW), by=curator)
    actions.undo_import(batch, reason="A wrong file.", by=curator)
    job = actions.take_job()
    actions.stop_job(job, by=curator)
    actions.run_job(job)
    assert Listing.objects.count() == 1

    actions.go_on_undoing(batch, by=curator)
    run_jobs()

    batch.refresh_from_db()
    assert (batch.state, Listing.objects.count()) == (ImportState.UNDONE, 0)


def test_a_job_that_starts_anew_after_its_end_changes_nothing(curator):
    batch = undone(applied(sheet(NEW), by=curator), by=curator)
    told = Change.objects.exclude(verb="job.done").count()

    job = actions.run_job(actions.take_job(make.job("import.undo", subject=batch.reference)))

    assert (job.state, job.result) == (JobState.DONE, {"archived": 1})
    assert Change.objects.exclude(verb="job.done").count() == told


def test_the_trace_leads_back_to_the_record(curator):
    undone(applied(sheet(NEW), by=curator), by=curator)

    trace = ImportTrace.objects.get()
    assert (trace.fingerprint, trace.said, trace.undone_at_version) == ("", {}, trace.organization.version)


def test_sources_noted_afterwards_for_what_a_record_said_already_hold_nothing_back(curator, known):
    batch = applied(sheet(NEW, KNOWN), by=curator)
    organization = named("Association des jeunes pour la paix")
    Fact.objects.filter(organization=organization).delete()
    actions.tell_first_facts(by="command tell_facts")
    assert Change.objects.filter(verb="fact.told", subject=organization.reference).exists()

    undone(batch, by=curator)

    assert batch.counts["undone"] == {"archived": 1, "taken_back": 1}
