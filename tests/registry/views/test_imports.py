"""The pages of imports and jobs: who may open them, what they say, and that one thing done is done once."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone, translation

from registry import actions
from registry.actions import history
from registry.models import ImportBatch, Job
from registry.roles import Function
from registry.states import ImportState, JobState
from tests import make
from tests.registry.actions.imports.sheets import checked, run_jobs, sheet

# Each file is read in a process of its own, which takes its third of a second.
pytestmark = [pytest.mark.django_db, pytest.mark.slow]

LINE = "AJP;Association des jeunes pour la paix;ONG Nationale;Tchad;Lac;Protection;;"


@pytest.fixture
def batch(curator):
    make.organization("Association des Femmes du Kanem", hq_country_id="TCD")
    return checked(
        sheet(
            LINE,
            ";Association des femes du Kanem;ONG Nationale;Tchad;Kanem;Education;;",
            "XYZ;Sans Pays;ONG Nationale;Atlantide;Lac;Santé;;",
            "OIM;Organisation internationale pour les migrations;Agence UN;Tchad;Lac;Abris;;",
        ),
        by=curator,
    )


def page(client, person, name, *args, query="", **extra):
    client.force_login(person)
    return client.get(reverse(f"registry:{name}", args=args) + query, **extra)


PAGES = ["import-detail", "import-columns", "import-rows"]
ACTS = ["import-approve", "import-check", "import-discard", "import-go-on"]


@pytest.mark.parametrize("name", PAGES)
def test_only_those_who_import_open_an_import(client, batch, member, name):
    reviewer = make.staff(Function.REVIEWER)

    assert page(client, batch.uploaded_by, name, batch.reference).status_code == 200
    assert page(client, reviewer, name, batch.reference).status_code == 403
    assert page(client, member, name, batch.reference).status_code == 404
    client.logout()
    assert client.get(reverse(f"registry:{name}", args=[batch.reference])).status_code == 302


@pytest.mark.parametrize("name", ACTS)
def test_only_those_who_import_act_on_one_and_only_by_post(client, batch, member, name):
    address = reverse(f"registry:{name}", args=[batch.reference])
    answers = []
    for person in (make.staff(Function.AUDITOR), member):
        client.force_login(person)
        answers.append(client.post(address).status_code)
    client.force_login(batch.uploaded_by)
    answers.append(client.get(address).status_code)

    assert answers == [403, 404, 405]
    batch.refresh_from_db()
    assert batch.state == ImportState.CHECKED


def test_the_overview_says_what_approving_does(client, batch, curator):
    text = page(client, curator, "import-detail", batch.reference).content.decode()

    assert "1 organization will be added" in text
    assert "1 row waits for a decision and is left out if you approve now." in text
    assert "1 row with an error is left out." in text


def test_an_import_can_be_sent_by_form_and_is_checked_by_a_worker(client, curator):
    client.force_login(curator)

    answer = client.post(reverse("registry:import-new"), {"file": sheet(LINE), "source": "3W Tchad", "country": "Chad"})

    batch = ImportBatch.objects.get()
    assert answer.headers["Location"] == batch.get_absolute_url()
    assert (batch.state, batch.source, batch.country_id) == (ImportState.UPLOADED, "3W Tchad", "TCD")
    run_jobs()
    batch.refresh_from_db()
    assert batch.state == ImportState.CHECKED


def test_a_form_without_a_file_says_so_and_keeps_the_rest(client, curator):
    client.force_login(curator)

    answer = client.post(reverse("registry:import-new"), {"source": "3W Tchad"})

    assert answer.status_code == 422
    assert "Choose the file that you want to send." in answer.content.decode()
    assert "3W Tchad" in answer.content.decode()


def test_a_file_over_the_limit_is_refused_with_the_limit(client, curator, settings):
    settings.UPLOAD_MAX_BYTES = 50
    client.force_login(curator)

    answer = client.post(reverse("registry:import-new"), {"file": sheet(LINE)})

    assert answer.status_code == 422
    assert ImportBatch.objects.count() == 0


def test_a_refused_file_is_told_in_the_readers_language_words(client, curator):
    batch = checked(sheet("x", header="", name="a.csv"), by=curator)

    assert batch.state == ImportState.REFUSED
    text = page(client, curator, "import-detail", batch.reference).content.decode()
    assert "This file could not be read" in text
    assert "No row with column headings was found" in text


def test_rows_are_found_by_verdict_and_name(client, batch, curator):
    possible = page(client, curator, "import-rows", batch.reference, query="?verdict=possible")
    named = page(client, curator, "import-rows", batch.reference, query="?q=jeunes")

    assert [line["name"] for line in possible.context["rows"]] == ["Association des femes du Kanem"]
    assert [line["name"] for line in named.context["rows"]] == ["Association des jeunes pour la paix"]


def test_an_error_names_its_column_its_value_and_what_to_do(client, batch, curator):
    row = batch.rows.get(verdict="error")

    text = page(client, curator, "import-row", batch.reference, row.number).content.decode()

    assert "Pays" in text
    assert "“Atlantide” is not a country that we know." in text


def test_a_problem_stands_behind_its_column_as_the_french_write_it(client, batch, curator):
    with translation.override("fr"):
        text = page(client, curator, "import-rows", batch.reference, query="?verdict=error").content.decode()

    assert "Pays\u00a0: " in text


def test_a_field_begins_with_a_capital(client, batch, curator):
    row = batch.rows.get(name="Association des jeunes pour la paix")
    row.data["values"]["founded"] = 1998
    row.save()

    text = page(client, curator, "import-row", batch.reference, row.number).content.decode()

    assert "<dt>Year of foundation</dt>" in text


def test_deciding_a_row_leads_on(client, batch, curator):
    row = batch.rows.get(verdict="possible")
    client.force_login(curator)
    address = reverse("registry:import-row-decide", args=[batch.reference, row.number])

    answer = client.post(address, {"decision": "add"})

    row.refresh_from_db()
    assert (answer.status_code, row.decision, row.decided_by) == (302, "add", curator)


def test_who_answers_for_some_countries_only_sees_no_import(client, batch):
    elsewhere = make.staff(Function.CURATOR, countries=["TCD"])

    for name in ("import-list", "import-new"):
        assert page(client, elsewhere, name).status_code == 403
    assert page(client, elsewhere, "import-detail", batch.reference).status_code == 403


def test_rejected_rows_come_back_as_they_came_with_what_to_correct(client, batch, curator):
    answer = page(client, curator, "import-rejected", batch.reference, "xlsx")

    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.values)
    assert rows[0][:4] == ("Acronyme", "Nom de l'organisation", "Type d'organisation", "Pays")
    assert rows[1][:4] == ("XYZ", "Sans Pays", "ONG Nationale", "Atlantide")
    assert "is not a country that we know" in rows[1][-1]
    text = b"".join(page(client, curator, "import-rejected", batch.reference, "csv").streaming_content).decode(
        "utf-8-sig"
    )
    assert "Atlantide" in text


def test_a_second_approval_is_answered_with_409(client, batch, curator):
    client.force_login(curator)
    address = reverse("registry:import-approve", args=[batch.reference])
    version = {"version": batch.version}

    answers = [client.post(address, version).status_code, client.post(address, version).status_code]

    assert answers == [302, 409]
    assert Job.objects.filter(kind="import.apply").count() == 1


def test_the_panel_of_a_running_job_asks_again_and_that_of_an_ended_one_does_not(client, batch, curator):
    job = Job.objects.get(kind="import.check")
    ended = page(client, curator, "job-detail", job.reference, headers={"HX-Request": "true"})
    actions.approve_import(batch, by=curator)
    waiting = Job.objects.get(kind="import.apply")
    running = page(client, curator, "job-detail", waiting.reference, headers={"HX-Request": "true"})

    assert "every 5s" in running.content.decode()
    assert "every 5s" not in ended.content.decode()
    assert "<html" not in running.content.decode()
    assert "HX-Request" in running.headers["Vary"]
    assert "<html" in page(client, curator, "job-detail", waiting.reference).content.decode()


def test_a_job_is_stopped_by_who_asked_for_it_or_keeps_the_jobs(client, batch, curator, steward):
    actions.approve_import(batch, by=curator)
    job = Job.objects.get(kind="import.apply")
    address = reverse("registry:job-stop", args=[job.reference])
    answers = []
    for person in (make.staff(Function.CURATOR), make.member(), steward, curator):
        client.force_login(person)
        answers.append(client.post(address).status_code)

    assert answers == [403, 404, 302, 409]
    job.refresh_from_db()
    assert job.state == JobState.STOPPED


def test_a_held_job_says_why_and_can_be_tried_again(client, steward):
    job = make.job("import.apply", state=JobState.HELD, attempt=3, error="The disk is full.")

    text = page(client, steward, "job-detail", job.reference).content.decode()
    client.post(reverse("registry:job-retry", args=[job.reference]))

    assert "The disk is full." in text
    job.refresh_from_db()
    assert job.state == JobState.WAITING


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_of_rows_asks_as_often_for_one_row_as_for_three(client, curator, count, django_assert_max_num_queries):
    lines = [f"A{n};Association {n} des rivières {'abc'[n]};ONG Nationale;Tchad;Lac;Santé;;" for n in range(count)]
    batch = checked(sheet(*lines), by=curator)
    client.force_login(curator)

    with django_assert_max_num_queries(16):
        client.get(reverse("registry:import-rows", args=[batch.reference]))


def test_a_row_with_an_error_is_corrected_where_it_is_shown(client, batch, curator):
    row = batch.rows.get(verdict="error")
    shown = page(client, curator, "import-row", batch.reference, row.number)
    form = shown.context["correction"]
    filled = {bound.html_name: bound.value() for bound in form}
    places = {bound.label: bound.html_name for bound in form}

    answer = client.post(
        reverse("registry:import-row-correct", args=[batch.reference, row.number]),
        filled | {places["Pays"]: "Tchad", places["Nom de l'organisation"]: "Maison <i>des</i> arts"},
    )
    run_jobs()

    assert answer.headers["Location"] == batch.get_absolute_url()
    corrected = batch.rows.get(number=row.number)
    assert corrected.verdict == "new"
    text = page(client, curator, "import-row", batch.reference, row.number).content.decode()
    assert "Corrected by hand" in text
    assert "Maison &lt;i&gt;des&lt;/i&gt; arts" in text


def test_a_row_without_an_error_has_nothing_to_correct(client, batch, curator):
    row = batch.rows.get(verdict="new")
    text = page(client, curator, "import-row", batch.reference, row.number).content.decode()

    answer = client.post(reverse("registry:import-row-correct", args=[batch.reference, row.number]), {"cell-1": "x"})

    assert "Correct this row" not in text
    assert answer.status_code == 404


def test_columns_that_are_not_used_are_told_beside_the_approval(client, curator):
    header = "Nom;Type;Pays;Couleur;Humeur\n"
    batch = checked(sheet("Maison des arts;ONG Nationale;Tchad;bleu;bonne", header=header), by=curator)

    text = page(client, curator, "import-detail", batch.reference).content.decode()

    assert "2 columns are not used: Couleur, Humeur." in text


def test_rows_with_a_value_left_out_are_counted_and_can_be_looked_at(client, curator):
    header = "Nom;Type;Pays;Année de création\n"
    lines = ["Maison des arts;ONG Nationale;Tchad;abcd", "Cercle des lecteurs;ONG Nationale;Tchad;1999"]
    batch = checked(sheet(*lines, header=header), by=curator)

    text = page(client, curator, "import-detail", batch.reference).content.decode()
    rows = page(client, curator, "import-rows", batch.reference, query="?adjusted=1")

    assert "1 row goes in with a value left out or adjusted." in text
    assert [line["name"] for line in rows.context["rows"]] == ["Maison des arts"]
    row = page(client, curator, "import-row", batch.reference, batch.rows.get(name="Maison des arts").number)
    assert "Correct this row" in row.content.decode()


def test_after_an_undo_of_its_source_an_import_is_to_be_checked_again_before_it_is_approved(client, curator):
    first = checked(sheet(LINE), by=curator)
    actions.approve_import(first, by=curator)
    run_jobs()
    second = checked(sheet(LINE), by=curator)
    actions.undo_import(first, reason="A wrong file.", by=curator)
    run_jobs()

    text = page(client, curator, "import-detail", second.reference).content.decode()
    client.post(reverse("registry:import-check", args=[second.reference]))
    run_jobs()
    again = page(client, curator, "import-detail", second.reference).content.decode()

    assert "The inventory changed since this file was checked" in text
    assert "Approve and apply" not in text
    assert "Approve and apply" in again
    second.refresh_from_db()
    assert second.counts["organizations"]["update"] == 1


def test_rows_left_out_since_the_check_are_told_with_a_way_to_check_again(client, curator):
    first = checked(sheet(LINE), by=curator)
    actions.approve_import(first, by=curator)
    run_jobs()
    second = checked(sheet(LINE), by=curator)
    actions.approve_import(second, by=curator)
    actions.undo_import(first, reason="A wrong file.", by=curator)
    actions.run_job(actions.take_job(Job.objects.get(kind="import.undo")))
    run_jobs()

    text = page(client, curator, "import-detail", second.reference).content.decode()
    answer = client.post(reverse("registry:import-check", args=[second.reference]))

    assert "1 row was left out: since the check the inventory changed" in text
    rows = page(client, curator, "import-rows", second.reference, query="?since_check=1")
    assert len(rows.context["rows"]) == 1
    third = ImportBatch.objects.order_by("-pk").first()
    assert (answer.status_code, answer.url) == (302, third.get_absolute_url())
    assert third.pk != second.pk


def test_an_import_leads_to_its_own_rows_and_not_to_the_whole_directory(client, curator):
    batch = checked(sheet(LINE), by=curator)
    actions.approve_import(batch, by=curator)
    run_jobs()

    text = page(client, curator, "import-detail", batch.reference).content.decode()

    assert "See the organizations of this import" in text
    assert "Find the organizations in the directory" not in text


def test_a_day_that_is_still_to_come_is_refused_in_words(client, curator):
    client.force_login(curator)
    tomorrow = timezone.localdate() + timedelta(days=1)

    answer = client.post(reverse("registry:import-new"), {"file": sheet(LINE), "observed_on": tomorrow.isoformat()})

    assert answer.status_code == 422
    assert "This day has not come yet." in answer.content.decode()


def test_the_last_answer_of_the_panel_leads_to_what_came_of_the_job(client, batch, curator):
    job = Job.objects.get(subject=batch.reference)

    asked = page(client, curator, "job-detail", job.reference, headers={"HX-Request": "true"}).content.decode()

    assert "See what came of it" in asked


def test_the_log_of_a_job_tells_no_reason_that_names_one_in_danger(client, batch, curator):
    record = make.organization("Zephyrine Shelter")
    actions.mark_at_risk(record, reason="Threats.", by=curator)
    job = Job.objects.get(subject=batch.reference)
    history.record("job.stopped", subject=job.reference, by=curator, reason=f"Waits for {record.reference}.")
    elsewhere = make.staff(Function.CURATOR, countries=["ESP"])

    told = page(client, curator, "job-detail", job.reference).content.decode()
    kept_back = page(client, elsewhere, "job-detail", job.reference).content.decode()

    assert record.reference in told
    assert record.reference not in kept_back
    assert "not shown" in kept_back
