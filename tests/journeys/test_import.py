"""S1: a curator imports a mission's sheet, from upload to the directory, sends it again, and takes it back."""

import io

import openpyxl
import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from registry import actions
from registry.importers import ColumnMap
from registry.models import Change, ImportBatch, Organization, OrganizationName
from registry.queries.directory import totals
from registry.states import ImportState, OrganizationState
from tests import make
from tests.registry.actions.imports.sheets import run_jobs
from tests.registry.actions.imports.states import inventory

# Each file is read in a process of its own, which takes its third of a second.
pytestmark = [pytest.mark.django_db, pytest.mark.slow]

HEADINGS = ["Pcode1", "Province", "Cluster", "Acronyme", "Nom de l'organisation", "Type d'organisation", "Fin: date"]
TAGS = ["#adm1+code", "#adm1+name", "#sector", "#org+acronym", "#org+name", "#org+type", "#date+end"]
PLACES = [("TD07", "Lac"), ("TD06", "Kanem"), ("TD09", "Logone Oriental")]
TOWNS = ["Abéché", "Bol", "Doba", "Faya", "Kélo", "Laï", "Mao", "Moundou", "Pala", "Sarh"]
CAUSES = ["la paix", "l'eau", "les abeilles", "la lecture", "le théâtre", "les semences"]


def _names():
    return [f"Compagnie de {town} pour {cause}" for town in TOWNS for cause in CAUSES]


def _workbook(rows, *, tags=True):
    book = openpyxl.Workbook()
    pivot, data = book.active, book.create_sheet("Données")
    pivot.title = "Synthèse"
    pivot.append(["Total", 123])
    for row in [["3W Tchad, janvier 2026"], [], HEADINGS, *([TAGS] if tags else []), *rows]:
        data.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _row(number, name, type_="ONG Nationale", end="2026-12-31"):
    code, province = PLACES[number % 3]
    return [code, province, "WASH", "", name, type_, end]


@pytest.fixture
def sheet():
    """Of our own making: new names in two rows each, known ones, near ones, other bodies, and rows with errors."""
    names = _names()
    rows = [_row(n, name) for n, name in enumerate(names[:30])]
    rows += [_row(n + 1, name) for n, name in enumerate(names[:30])]
    rows += [_row(n, name) for n, name in enumerate(names[30:36])]
    rows += [_row(n, name.replace("Compagnie", "Compagnei")) for n, name in enumerate(names[36:39])]
    rows += [_row(0, "Haut Commissariat des Nations Unies pour les réfugiés", "Agence UN")]
    rows += [_row(0, "Croix Rouge du Tchad", "Mouvement de la Croix Rouge")]
    rows += [_row(0, "Maison des erreurs", end="31/02/2026"), _row(1, "", "ONG Nationale")]
    return rows


def _send(client, content, name="3w_tchad_2026-01_fr.xlsx"):
    answer = client.post(
        reverse("registry:import-new"), {"file": ContentFile(content, name=name), "source": "3W Tchad"}
    )
    assert answer.status_code == 302
    run_jobs()
    return ImportBatch.objects.latest("pk")


def _page(client, name, *args, query=""):
    answer = client.get(reverse(f"registry:{name}", args=args) + query)
    assert answer.status_code == 200
    return answer


def named(text):
    return OrganizationName.objects.get(text=text).organization


def _correct(client, batch, row, heading, value):
    """Open the row, change one cell, send it as the form has it."""
    form = _page(client, "import-row", batch.reference, row.number).context["correction"]
    filled = {bound.html_name: bound.value() for bound in form}
    cell = next(bound.html_name for bound in form if bound.label == heading)
    address = reverse("registry:import-row-correct", args=[batch.reference, row.number])
    assert client.post(address, filled | {cell: value}).status_code == 302
    run_jobs()


def _use_no_codes(client, batch):
    """Say that the first column is of no use; every other choice as the page proposes it."""
    form = _page(client, "import-columns", batch.reference).context["form"]
    chosen = {bound.html_name: bound.value() for bound in form} | {"column-0": "", "version": batch.version}
    assert client.post(reverse("registry:import-columns", args=[batch.reference]), chosen).status_code == 302
    run_jobs()
    batch.refresh_from_db()


def _approve(client, batch):
    batch.refresh_from_db()
    client.post(reverse("registry:import-approve", args=[batch.reference]), {"version": batch.version})
    run_jobs()
    batch.refresh_from_db()
    assert batch.state == ImportState.APPLIED


def _told():
    return Change.objects.filter(verb__startswith="organization.").count()


def test_a_curator_imports_a_missions_sheet_and_takes_it_back(client, curator, steward, sheet):
    for name in _names()[30:39]:
        make.organization(name, hq_country_id="TCD")
    actions.publish_listings(Organization.objects.all())
    before, shown = inventory(), totals()[0]
    client.force_login(curator)

    batch = _send(client, _workbook(sheet))
    _use_no_codes(client, batch)

    # The check tells everything and changes nothing.
    assert batch.counts["organizations"] == {
        "new": 30, "update": 6, "same": 0, "possible": 3, "decide": 1, "set_aside": 1, "error": 2,
    }  # fmt: skip
    assert sum(batch.counts["lines"].values()) + batch.counts["empty"] == batch.counts["read"]
    assert (batch.sheet, inventory()) == ("Données", before)
    for verdict in ("new", "update", "possible", "decide", "set_aside", "error"):
        listed = _page(client, "import-rows", batch.reference, query=f"?verdict={verdict}").context["rows"]
        _page(client, "import-row", batch.reference, listed[0]["row"].number)
    update = batch.rows.filter(verdict="update").first()
    assert "In the record" in _page(client, "import-row", batch.reference, update.number).content.decode()

    # Duplicates are decided: two are known, one is another body.
    for row, decision in zip(
        batch.rows.filter(verdict="possible").order_by("number"), ("update", "update", "add"), strict=True
    ):
        candidates = _page(client, "import-row", batch.reference, row.number).context["candidates"]
        chosen = {"organization": candidates[0]["organization"].reference} if decision == "update" else {}
        client.post(
            reverse("registry:import-row-decide", args=[batch.reference, row.number]), {"decision": decision, **chosen}
        )

    # Both errors are corrected in the browser; what was decided stays decided.
    _correct(client, batch, batch.rows.get(name="Maison des erreurs"), "Fin: date", "2026-05-31")
    _correct(client, batch, batch.rows.get(verdict="error"), "Nom de l'organisation", "Maison sans nom")
    batch.refresh_from_db()
    assert batch.counts["organizations"] == {
        "new": 32, "update": 6, "same": 0, "possible": 3, "decide": 1, "set_aside": 1, "error": 0,
    }  # fmt: skip
    assert inventory() == before

    # Approve, and the worker does the rest.
    _approve(client, batch)
    assert batch.counts["outcomes"] == {"new": 33, "skipped": 2, "updated": 8}
    assert Organization.objects.count() == 9 + 33
    directory = client.get(reverse("registry:organization-list"), {"q": "compagnie abeche abeilles"})
    assert "Compagnie de Abéché pour les abeilles" in directory.content.decode()
    _page(client, "import-detail", batch.reference)

    # The same file again: its columns are known, there is nothing to do, and nothing is done.
    told, standing = _told(), inventory()
    second = _send(client, _workbook(sheet))
    assert ColumnMap.from_json(second.columns) == ColumnMap.from_json(batch.columns).remembered()
    assert second.counts["organizations"] == {
        "new": 0, "update": 0, "same": 39, "possible": 0, "decide": 1, "set_aside": 1, "error": 2,
    }  # fmt: skip
    _approve(client, second)
    assert (_told(), inventory()) == (told, standing)

    # A colleague works on one of the new records. Then the whole import turns out to be a mistake.
    edited = named("Compagnie de Bol pour la paix")
    actions.edit_organization(edited, changes={"hq_city": "Bol"}, by=steward)
    preview = _page(client, "import-undo", batch.reference)
    assert {kpi["label"]: kpi["n"] for kpi in preview.context["kpis"] if kpi["n"]} == {
        "Goes out of the inventory": 32, "Goes back": 8, "Stays as it is": 1,
    }  # fmt: skip
    asked = {"reason": "The sheet of another year.", "version": batch.version}
    client.post(reverse("registry:import-undo", args=[batch.reference]), asked)
    run_jobs()

    # Everything is as it was, but for the record that was edited: it is listed, with who did it.
    assert inventory(apart_from=[edited]) == before
    assert totals()[0]["*"] == shown["*"] + 1
    batch.refresh_from_db()
    assert (batch.state, batch.undone_by, batch.undo_reason) == (
        ImportState.UNDONE, curator, "The sheet of another year.",
    )  # fmt: skip
    assert batch.counts["undone"] == {"archived": 32, "taken_back": 8, "kept": 1}
    (stayed,) = _page(client, "import-undo", batch.reference).context["rows"]
    assert (stayed["organization"], stayed["kept"][0]["why"], stayed["kept"][0]["who"]) == (
        edited, "Record edited", "Steward",
    )  # fmt: skip
    gone = named("Compagnie de Abéché pour les abeilles")
    assert Change.objects.about(gone.reference).first().batch == batch.reference
    history = _page(client, "organization-history", gone.reference).content.decode()
    assert "Import undone" in history
    assert "The sheet of another year." in history
    assert client.get(gone.get_absolute_url()).status_code == 404
    assert actions.first_broken() is None

    # And the file brings the same records back, instead of making others.
    third = _send(client, _workbook(sheet))
    assert third.counts["organizations"]["new"] == 0
    _approve(client, third)
    gone.refresh_from_db()
    assert (gone.state, Organization.objects.count()) == (OrganizationState.PUBLISHED, 9 + 33)


def test_rows_with_errors_come_back_as_a_file_and_are_sent_again(client, curator, sheet):
    client.force_login(curator)
    batch = _send(client, _workbook(sheet[-2:]))

    answer = client.get(reverse("registry:import-rejected", args=[batch.reference, "xlsx"]))
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    rows = book.active
    assert [rows.cell(1, 5).value, rows.cell(3, 5).value] == [HEADINGS[4], "Maison des erreurs"]
    rows.cell(3, 7).value = "2026-05-31"
    rows.cell(4, 5).value = "Maison sans nom"
    corrected = io.BytesIO()
    book.save(corrected)
    second = _send(client, corrected.getvalue(), name="3w_tchad_2026-01-to-correct.xlsx")

    assert (second.counts["organizations"]["error"], second.counts["organizations"]["new"]) == (0, 2)
