"""S1: a curator imports a mission's sheet, from upload to the directory, and sends it again."""

import io

import openpyxl
import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from registry.models import Change, ImportBatch, Organization
from registry.states import ImportState
from tests import make
from tests.registry.actions.imports.sheets import run_jobs

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


def test_a_curator_imports_a_missions_sheet(client, curator, sheet):
    for name in _names()[30:39]:
        make.organization(name, hq_country_id="TCD")
    before = Organization.objects.count()
    client.force_login(curator)

    batch = _send(client, _workbook(sheet))

    # The check tells everything and changes nothing.
    assert batch.counts["organizations"] == {
        "new": 30, "update": 6, "same": 0, "possible": 3, "decide": 1, "set_aside": 1, "error": 2,
    }  # fmt: skip
    assert sum(batch.counts["lines"].values()) + batch.counts["empty"] == batch.counts["read"]
    assert (batch.sheet, Organization.objects.count()) == ("Données", before)
    for verdict in ("new", "update", "possible", "decide", "set_aside", "error"):
        listed = _page(client, "import-rows", batch.reference, query=f"?verdict={verdict}").context["rows"]
        _page(client, "import-row", batch.reference, listed[0]["row"].number)
    update = batch.rows.filter(verdict="update").first()
    assert "In the record" in _page(client, "import-row", batch.reference, update.number).content.decode()

    # Duplicates are decided: two are known, one is another body.
    for row, decision in zip(
        batch.rows.filter(verdict="possible").order_by("number"), ("update", "update", "add"), strict=True
    ):
        shown = _page(client, "import-row", batch.reference, row.number).context["candidates"]
        chosen = {"organization": shown[0]["organization"].reference} if decision == "update" else {}
        client.post(
            reverse("registry:import-row-decide", args=[batch.reference, row.number]), {"decision": decision, **chosen}
        )

    # Approve, and the worker does the rest.
    batch.refresh_from_db()
    client.post(reverse("registry:import-approve", args=[batch.reference]), {"version": batch.version})
    run_jobs()
    batch.refresh_from_db()
    assert batch.state == ImportState.APPLIED
    assert batch.counts["outcomes"] == {"new": 31, "skipped": 4, "updated": 8}
    assert Organization.objects.count() == before + 31
    directory = client.get(reverse("registry:organization-list"), {"q": "compagnie abeche abeilles"})
    assert "Compagnie de Abéché pour les abeilles" in directory.content.decode()

    # The rows with errors come back as a file, are corrected there, and sent again.
    answer = client.get(reverse("registry:import-rejected", args=[batch.reference, "xlsx"]))
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    rows = book.active
    assert [rows.cell(1, 5).value, rows.cell(3, 5).value] == [HEADINGS[4], "Maison des erreurs"]
    rows.cell(3, 7).value = "2026-05-31"
    rows.cell(4, 5).value = "Maison sans nom"
    corrected = io.BytesIO()
    book.save(corrected)
    second = _send(client, corrected.getvalue(), name="3w_tchad_2026-01-to-correct.xlsx")
    assert second.counts["organizations"]["error"] == 0
    assert second.counts["organizations"]["new"] == 2
    client.post(reverse("registry:import-approve", args=[second.reference]), {"version": second.version})
    run_jobs()

    # The first file again: nothing to do, and nothing done.
    told = Change.objects.filter(verb__startswith="organization.").count()
    third = _send(client, _workbook(sheet))
    assert third.counts["organizations"] == {
        "new": 0, "update": 0, "same": 39, "possible": 0, "decide": 1, "set_aside": 1, "error": 2,
    }  # fmt: skip
    client.post(reverse("registry:import-approve", args=[third.reference]), {"version": third.version})
    run_jobs()
    assert Change.objects.filter(verb__startswith="organization.").count() == told
