"""Checking a file: a verdict for every row, and nothing written before somebody approves."""

from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from registry import actions
from registry.errors import Refused
from registry.importers import ColumnMap
from registry.models import ImportBatch, ImportProfile, ImportRow, ImportTrace, Organization
from registry.states import ImportState
from tests import make
from tests.registry.actions.imports.sheets import applied, checked, run_jobs, sheet, verdicts

# Each file is read in a process of its own, which takes its third of a second.
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_every_row_gets_its_verdict_and_the_counts_add_up(curator):
    make.organization("Maison des Jeunes de Mao", hq_country_id="TCD")
    make.organization("Association des Femmes du Kanem", hq_country_id="TCD")

    batch = checked(
        sheet(
            "AJP;Association des jeunes pour la paix;ONG Nationale;Tchad;Lac;Protection;;",
            "AJP;Association des jeunes pour la paix;ONG Nationale;Tchad;Kanem;WASH;;",
            ";Maison des Jeunes de Mao;ONG Nationale;Tchad;Kanem;Education;;",
            ";Association des femes du Kanem;ONG Nationale;Tchad;Kanem;Education;;",
            "OIM;Organisation internationale pour les migrations;Agence UN;Tchad;Lac;Abris;;",
            "CRT;Croix Rouge du Tchad;Mouvement de la Croix Rouge;Tchad;Lac;Santé;;",
            "XYZ;Sans Pays;ONG Nationale;Atlantide;Lac;Santé;;",
            "",
        ),
        by=curator,
    )

    assert verdicts(batch) == {
        "Association des jeunes pour la paix": "new",
        "Maison des Jeunes de Mao": "update",
        "Association des femes du Kanem": "possible",
        "Organisation internationale pour les migrations": "set_aside",
        "Croix Rouge du Tchad": "decide",
        "Sans Pays": "error",
    }
    assert batch.counts["lines"] == {
        "new": 2, "update": 1, "same": 0, "possible": 1, "decide": 1, "set_aside": 1, "error": 1,
    }  # fmt: skip
    assert sum(batch.counts["lines"].values()) + batch.counts["empty"] == batch.counts["read"]


def test_nothing_of_a_checked_file_is_in_the_inventory(curator):
    checked(sheet("AJP;Association des jeunes;ONG Nationale;Tchad;Lac;Santé;;"), by=curator)

    assert (Organization.objects.count(), ImportTrace.objects.count()) == (0, 0)


def test_the_source_and_the_day_are_taken_from_the_files_name(curator):
    batch = checked(sheet("AJP;Association des jeunes;ONG Nationale;Tchad;Lac;Santé;;"), by=curator)

    assert (batch.source, batch.observed_on) == ("3w tchad", date(2026, 1, 31))


def test_an_acronym_alone_is_nobody(curator):
    make.organization("Action contre la faim", acronym="ACF", hq_country_id="TCD")

    batch = checked(sheet("ACF;Action of the Future;ONG Nationale;Tchad;Lac;Santé;;"), by=curator)

    assert verdicts(batch) == {"Action of the Future": "new"}


def test_rows_of_one_file_that_look_alike_are_put_before_a_person(curator):
    batch = checked(
        sheet(
            ";Association pour le développement du Lac;ONG Nationale;Tchad;Lac;Santé;;",
            ";Association pour le developpment du Lac;ONG Nationale;Tchad;Lac;WASH;;",
        ),
        by=curator,
    )

    assert list(verdicts(batch).values()) == ["new", "possible"]
    assert batch.rows.get(verdict="possible").reasons == [{"code": "twin", "row": 2}]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("broken.xlsx", b"PK\x03\x04 this is no workbook", "broken"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n" + b"\0" * 500, "not_a_table"),
        ("report.xlsx", b"%PDF-1.7 report", "not_a_table"),
        ("lines.csv", b"\n\n\n", "empty"),
        ("quote.csv", b'Name,Country\n"Open,KEN\n' + b"x,KEN\n" * 300, "open_quote"),
    ],
)
def test_a_file_that_cannot_be_read_leaves_a_sentence_and_nothing_else(curator, name, content, code):
    batch = checked(ContentFile(content, name=name), by=curator)

    assert (batch.state, batch.refusal["code"]) == (ImportState.REFUSED, code)
    assert (batch.file.name, batch.rows.count(), Organization.objects.count()) == ("", 0, 0)


def test_the_file_of_a_refused_import_is_deleted(curator, django_capture_on_commit_callbacks):
    batch = actions.upload_import(ContentFile(b"%PDF-1.7", name="a.xlsx"), by=curator)
    path = batch.file.path

    with django_capture_on_commit_callbacks(execute=True):
        run_jobs()

    with pytest.raises(FileNotFoundError):
        open(path).close()


def test_an_empty_or_huge_file_is_refused_before_it_is_kept(curator, settings):
    settings.UPLOAD_MAX_BYTES = 100
    files = [ContentFile(b"", name="a.csv"), ContentFile(b"x" * 101, name="b.csv")]

    for file in files:
        with pytest.raises(Refused):
            actions.upload_import(file, by=curator)

    assert ImportBatch.objects.count() == 0


def test_chosen_columns_are_remembered_for_the_next_file_of_the_source(curator):
    header = "Colonne un;Pays\n"
    first = checked(sheet("Association des jeunes;Tchad", header=header, name="liste.csv"), by=curator)
    columns = ColumnMap.from_json(first.columns).choose({0: "name", 1: "country"})
    actions.choose_columns(first, columns=columns, by=curator)
    run_jobs()

    second = checked(sheet("Autre association;Tchad", header=header, name="liste.csv"), by=curator)

    assert verdicts(second) == {"Autre association": "new"}
    assert [column["reason"] for column in second.columns["columns"]] == ["remembered", "remembered"]
    assert ImportProfile.objects.get().columns["columns"][0]["field"] == "name"


def test_a_column_that_the_source_had_last_time_is_missed_aloud(curator):
    applied(sheet("AJP;Association des jeunes;ONG Nationale;Tchad;Lac;Santé;;"), by=curator)

    batch = checked(
        sheet("Association des vieux;Tchad", header="Nom de l'organisation;Pays\n", name="3w_tchad_2027_fr.csv"),
        by=curator,
    )

    assert {"code": "column_missing", "params": {"column": "Cluster"}} in batch.warnings


def test_a_discarded_import_leaves_the_fact_that_it_came(curator):
    batch = checked(sheet("AJP;Association des jeunes;ONG Nationale;Tchad;Lac;Santé;;"), by=curator)

    batch = actions.discard_import(batch, by=curator)

    assert (batch.state, batch.file.name, ImportRow.objects.count()) == (ImportState.DISCARDED, "", 0)


@pytest.mark.parametrize("count", [1, 3])
def test_a_check_asks_as_often_for_one_row_as_for_three(curator, count, django_assert_max_num_queries):
    for number in range(count):
        make.organization(f"Maison {number} des rivières", hq_country_id="TCD")
    lines = [f";Maison {number} des rivières;ONG Nationale;Tchad;Lac;Santé;;" for number in range(count)]
    batch = actions.upload_import(sheet(*lines), by=curator)

    with django_assert_max_num_queries(71):
        run_jobs()

    assert batch.rows.filter(verdict="update").count() == count


def test_columns_are_as_last_time_only_when_an_import_that_was_approved_taught_them(curator):
    line = "AJP;Association des jeunes;ONG Nationale;Tchad;Lac;Santé;;"
    first = checked(sheet(line), by=curator)
    actions.check_import_again(first, by=curator)
    run_jobs()
    first.refresh_from_db()
    actions.approve_import(first, by=curator)
    run_jobs()

    second = checked(sheet(line), by=curator)

    assert "remembered" not in {column["reason"] for column in first.columns["columns"]}
    assert {column["reason"] for column in second.columns["columns"]} == {"remembered"}


def test_a_file_of_a_day_that_is_still_to_come_is_refused(curator):
    tomorrow = timezone.localdate() + timedelta(days=1)

    with pytest.raises(Refused, match="has not come yet"):
        actions.upload_import(sheet(), by=curator, observed_on=tomorrow)

    assert ImportBatch.objects.count() == 0


def test_the_name_of_a_file_of_this_month_is_no_day_to_come(curator):
    batch = actions.upload_import(sheet(name=f"3w_{timezone.localdate().year}.csv"), by=curator, start=False)

    assert batch.observed_on <= timezone.localdate()
