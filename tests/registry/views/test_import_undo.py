"""The pages of an undo: what would go and what would stay, the reason, and what came of it."""

import csv
import io

import pytest
from django.urls import reverse

from registry import actions
from registry.models import OrganizationName
from registry.roles import Function
from registry.states import ImportState
from tests import make
from tests.registry.actions.imports.sheets import applied, run_jobs, sheet

# Each file is read in a process of its own, which takes its third of a second.
pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NAMES = ["Association des jeunes pour la paix", "Maison des arts", "Cercle <b>des</b> lecteurs"]


def line(name):
    return f";{name};ONG Nationale;Tchad;Lac;Santé;;"


@pytest.fixture
def batch(curator):
    return applied(sheet(*map(line, NAMES)), by=curator)


@pytest.fixture
def edited(batch, steward):
    """Two records on which the steward worked after the import."""
    records = [OrganizationName.objects.get(text=name).organization for name in NAMES[1:]]
    for record in records:
        actions.edit_organization(record, changes={"hq_city": "Bol"}, by=steward)
    return records


def address(batch, name="import-undo"):
    return reverse(f"registry:{name}", args=[batch.reference])


def test_the_preview_says_what_would_go_and_what_would_stay_and_why(client, curator, batch, edited):
    client.force_login(curator)

    answer = client.get(address(batch))

    text = answer.content.decode()
    assert answer.status_code == 200
    assert {kpi["label"]: kpi["n"] for kpi in answer.context["kpis"]} == {
        "Goes out of the inventory": 1, "Goes back": 0, "Goes back in part": 0, "Stays as it is": 2,
        "Nothing to take back": 0,
    }  # fmt: skip
    assert "Record edited" in text
    assert "Steward" in text
    assert reverse("registry:organization-history", args=[edited[0].reference]) in text
    assert "Cercle &lt;b&gt;des&lt;/b&gt; lecteurs" in text
    batch.refresh_from_db()
    assert batch.state == ImportState.APPLIED


def test_an_undo_needs_a_reason(client, curator, batch):
    client.force_login(curator)

    answer = client.post(address(batch), {"reason": " "})

    batch.refresh_from_db()
    assert (answer.status_code, batch.state) == (422, ImportState.APPLIED)


def test_the_page_then_tells_who_asked_when_why_and_what_came_of_it(client, curator, batch, edited):
    client.force_login(curator)

    client.post(address(batch), {"reason": "It was last year's list.", "version": batch.version})
    running = client.get(address(batch)).content.decode()
    run_jobs()
    done = client.get(address(batch)).content.decode()
    overview = client.get(batch.get_absolute_url())
    counted = {kpi["label"]: kpi["n"] for kpi in overview.context["undone"]}
    overview = overview.content.decode()

    assert "This import is being undone" in running
    for text in (done, overview):
        assert "This import was undone" in text
        assert "It was last year&#x27;s list." in text
        assert "Curator" in text
    assert counted == {"Goes out of the inventory": 1, "Stays as it is": 2}
    assert "What stayed as it is" in done
    assert "Maison des arts" in done


def test_a_second_person_is_told_who_was_first(client, curator, steward, batch):
    actions.undo_import(batch, reason="A wrong file.", by=curator)
    client.force_login(steward)

    answer = client.post(address(batch), {"reason": "Me too."}, follow=True)

    assert "Curator asked for the undo of this import already" in answer.content.decode()


@pytest.mark.parametrize("is_done", [False, True])
def test_what_stays_is_a_file_too(client, curator, batch, edited, is_done):
    if is_done:
        actions.undo_import(batch, reason="A wrong file.", by=curator)
        run_jobs()
    client.force_login(curator)

    answer = client.get(address(batch, "import-undo-kept"))

    lines = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert lines[0] == ["Organization", "Name", "What stays", "Why", "Who", "When"]
    assert [row[:5] for row in lines[1:]] == [
        [record.reference, name, "The whole record", "Record edited", "Steward"]
        for record, name in zip(edited, NAMES[1:], strict=True)
    ]


def test_what_is_not_applied_has_no_undo(client, curator):
    batch = actions.upload_import(sheet(line("Maison des arts")), by=curator)
    client.force_login(curator)

    assert client.get(address(batch)).status_code == 404


def test_who_may_not_approve_gets_nothing(client, batch, member, auditor):
    statuses = []
    for person in (auditor, make.staff(Function.CURATOR, countries=["TCD"]), member):
        client.force_login(person)
        statuses.append(client.get(address(batch)).status_code)

    assert statuses == [403, 403, 404]


@pytest.mark.parametrize("count", [1, 2])
def test_the_list_costs_the_same_for_one_and_for_more(client, curator, batch, edited, count, django_assert_num_queries):
    actions.undo_import(batch, reason="A wrong file.", by=curator)
    run_jobs()
    batch.rows.filter(organization__in=edited[count:]).update(kept=[])
    client.force_login(curator)

    with django_assert_num_queries(21):
        client.get(address(batch))
