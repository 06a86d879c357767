"""Correcting a row in the browser: what people write counts instead of the file, and nothing is asked twice."""

import pytest

from registry import actions
from registry.errors import Refused
from registry.models import Change, ImportProfile
from registry.states import ImportState
from tests import make
from tests.registry.actions.imports.sheets import checked, run_jobs, sheet, verdicts

# Each file is read in a process of its own, which takes its third of a second.
pytestmark = [pytest.mark.django_db, pytest.mark.slow]

GOOD = ";Association des jeunes pour la paix;ONG Nationale;Tchad;Lac;Protection;;"
WRONG = ";Maison des arts;ONG Nationale;Tchad;Lac;Santé;;31/02/2026"
NAMELESS = ";;ONG Nationale;Tchad;Lac;Santé;;"


def corrected(batch, row, cells, by):
    actions.correct_row(row, cells=cells, by=by)
    run_jobs()
    batch.refresh_from_db()
    return batch


def error_of(batch, number):
    return batch.rows.get(verdict="error", number=number)


def test_a_corrected_row_is_checked_with_what_was_written(curator):
    batch = checked(sheet(GOOD, WRONG), by=curator)

    corrected(batch, error_of(batch, 3), {7: "2026-02-28"}, curator)

    assert batch.state == ImportState.CHECKED
    assert verdicts(batch) == {"Association des jeunes pour la paix": "new", "Maison des arts": "new"}
    assert Change.objects.get(verb="import.corrected").diff == {"row": [None, 3]}


def test_a_line_that_names_a_known_organization_joins_its_row(curator):
    batch = checked(sheet(GOOD, NAMELESS.replace("Lac", "Kanem")), by=curator)

    corrected(batch, error_of(batch, 3), {1: "Association des jeunes pour la paix"}, curator)

    row = batch.rows.get()
    assert (row.verdict, row.lines, len(row.data["places"])) == ("new", [2, 3], 2)


def test_one_correction_after_the_other_counts(curator):
    batch = checked(sheet(GOOD, WRONG, NAMELESS), by=curator)

    corrected(batch, error_of(batch, 3), {7: ""}, curator)
    corrected(batch, error_of(batch, 4), {1: "Cercle des lecteurs"}, curator)

    assert set(verdicts(batch).values()) == {"new"}


def test_what_is_still_wrong_is_told_again(curator):
    batch = checked(sheet(GOOD, WRONG), by=curator)

    corrected(batch, error_of(batch, 3), {7: "30/02/2026"}, curator)

    assert error_of(batch, 3).problems[0]["value"] == "30/02/2026"


def test_decisions_about_other_rows_are_kept(curator):
    record = make.organization("Association des Femmes du Kanem", hq_country_id="TCD")
    near = ";Association des femes du Kanem;ONG Nationale;Tchad;Kanem;Santé;;"
    batch = checked(sheet(near, GOOD, WRONG), by=curator)
    actions.decide_row(batch.rows.get(verdict="possible"), decision="update", organization=record, by=curator)
    actions.decide_row(batch.rows.get(verdict="new"), decision="skip", by=curator)

    corrected(batch, error_of(batch, 4), {7: ""}, make.staff())

    decided = batch.rows.exclude(decision="").order_by("number")
    assert list(decided.values_list("decision", "decided_by", "organization")) == [
        ("update", curator.pk, record.pk),
        ("skip", curator.pk, None),
    ]


def test_a_row_about_which_more_is_asked_now_is_decided_anew(curator):
    make.organization("Association des Femmes du Kanem", hq_country_id="TCD")
    batch = checked(sheet(";Association des femes du Kanem;ONG Nationale;Tchad;Kanem;Santé;;", WRONG), by=curator)
    actions.decide_row(batch.rows.get(verdict="possible"), decision="add", by=curator)
    make.organization("Association des femmes de Kanem", hq_country_id="TCD")

    corrected(batch, error_of(batch, 3), {7: ""}, curator)

    assert batch.rows.get(verdict="possible").decision == ""


def test_a_row_that_says_the_same_as_before_is_refused(curator):
    batch = checked(sheet(GOOD, WRONG), by=curator)

    with pytest.raises(Refused, match="Nothing was changed"):
        actions.correct_row(error_of(batch, 3), cells={7: "31/02/2026"}, by=curator)


def test_a_row_that_somebody_else_corrected_is_not_corrected_twice(curator, steward):
    batch = checked(sheet(GOOD, WRONG), by=curator)
    row = error_of(batch, 3)
    corrected(batch, row, {7: ""}, curator)

    with pytest.raises(Refused, match="has been checked again"):
        actions.correct_row(row, cells={7: "2026-01-01"}, by=steward)


def test_the_file_and_what_its_source_taught_stay_as_they_are(curator):
    batch = checked(sheet(GOOD, WRONG), by=curator)
    sha256, learnt = batch.sha256, ImportProfile.objects.get().columns

    corrected(batch, error_of(batch, 3), {7: ""}, curator)

    assert (batch.sha256, ImportProfile.objects.get().columns) == (sha256, learnt)


def test_a_value_that_was_left_out_can_be_corrected_like_an_error(curator):
    header = "Nom;Type;Pays;Année de création\n"
    batch = checked(sheet("Maison des arts;ONG Nationale;Tchad;abcd", header=header), by=curator)
    row = batch.rows.get()
    assert (row.verdict, row.problems[0]["code"]) == ("new", "year_unreadable")

    corrected(batch, row, {3: "1999"}, curator)

    row = batch.rows.get()
    assert (row.data["values"]["founded"], row.problems) == (1999, [])


def test_a_row_without_anything_wrong_is_not_corrected(curator):
    batch = checked(sheet(GOOD), by=curator)

    with pytest.raises(Refused):
        actions.correct_row(batch.rows.get(), cells={1: "Autre nom"}, by=curator)


def test_the_same_file_again_is_not_to_be_corrected_again(curator):
    first = checked(sheet(GOOD, WRONG), by=curator)
    corrected(first, error_of(first, 3), {7: ""}, curator)
    actions.approve_import(first, by=curator)
    run_jobs()

    second = checked(sheet(GOOD, WRONG), by=curator)

    assert set(verdicts(second).values()) == {"same"}


def test_a_file_of_another_source_takes_no_corrections_over(curator):
    first = checked(sheet(GOOD, WRONG), by=curator)
    corrected(first, error_of(first, 3), {7: ""}, curator)

    other = checked(sheet(GOOD, WRONG), by=curator, source="Autre source")

    assert error_of(other, 3).problems[0]["value"] == "31/02/2026"
