"""Documents that IOM holds already: one page, a tick for each criterion, one button."""

import pytest

from observers import actions
from observers.models import CriteriaSet
from observers.queries.readiness import readiness
from registry.roles import MemberRole
from tests import make
from tests.observers import steps
from tests.observers.views.pages import text_of, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def statutes(application):
    return make.document(application.organization, kind="statutes", title="Our statutes", visibility="members")


def shown(application):
    return list(application.answers.get(criterion__code="C-TWO").documents.all())


def test_a_document_that_iom_holds_is_confirmed_by_one_button(visitor, application, statutes):
    there = url("documents", application)
    page = text_of(visitor.get(there))
    key = f"C-TWO:{statutes.reference}"
    assert f'value="{key}" id="h-C-TWO" checked' in page

    visitor.post(there, {"shown": key, "held": key})

    assert shown(application) == [statutes]
    assert "C-TWO" not in {task.answer.criterion.code for task in _left(application) if task.answer}


def _left(application):
    ready = readiness(application)
    return [task for task in ready.tasks if not task.is_done]


def test_a_tick_that_is_taken_away_takes_the_document_away_and_leads_to_the_page_of_the_criterion(
    visitor, application, statutes
):
    criterion = application.criteria_set.criteria.get(code="C-TWO")
    actions.attach_document(application, criterion, statutes, by=application.correspondent)
    actions.check_record(application, by=application.correspondent)

    response = visitor.post(url("documents", application), {"shown": f"C-TWO:{statutes.reference}"})

    assert shown(application) == []
    assert response.url == url("criterion", application, "C-TWO")


def test_what_has_expired_or_is_not_the_organizations_to_show_is_not_offered(visitor, application):
    organization = application.organization
    make.document(organization, kind="statutes", expires_on="2020-01-01", visibility="members")
    staffs = make.document(organization, kind="statutes", visibility="staff")
    others = make.document(kind="statutes", visibility="members")
    there = url("documents", application)

    page = text_of(visitor.get(there))
    visitor.post(there, {"held": [f"C-TWO:{one.reference}" for one in (staffs, others)]})

    assert "IOM holds no document in date that the criteria ask for." in page
    assert shown(application) == []


def test_who_writes_comes_to_all_documents_on_one_page(visitor, application, statutes):
    answer = application.answers.get(criterion__code="C-THREE")

    recorded = visitor.post(url("record", application))
    written = visitor.post(url("criterion", application, "C-THREE"), {"text": "We do.", "version": answer.version})

    assert recorded.url == written.url == url("documents", application)


def test_the_page_of_each_criterion_stays_one_click_from_the_list(visitor, application, statutes):
    page = text_of(visitor.get(url("detail", application)))

    assert page.index(url("documents", application)) < page.index(url("criterion", application, "C-TWO"))


def test_a_criterion_with_a_problem_keeps_its_own_row(client):
    application = steps.draft(criteria_set=CriteriaSet.objects.live())
    lead = application.correspondent
    document = make.document(application.organization, kind="statutes", visibility="members")
    criterion = application.criteria_set.criteria.get(code="C-GOV")
    actions.attach_document(application, criterion, document, by=lead)
    actions.save_answer(application, criterion, by=lead, text="word " * 101)
    client.force_login(lead)

    page = text_of(client.get(url("detail", application)))

    assert '<li class="task" id="t-C-GOV">' in page
    assert '<li id="t-C-MANDATE">' in page
    assert "the answer has more than 100 words" in page


def test_who_only_reads_changes_nothing(client, application, statutes):
    client.force_login(make.member(application.organization, role=MemberRole.READER))
    there, key = url("documents", application), f"C-TWO:{statutes.reference}"

    page = text_of(client.get(there))

    assert "disabled" in page
    assert "Save and continue" not in page
    assert client.post(there, {"shown": key, "held": key}).status_code == 403


def test_a_hostile_title_is_only_a_title(visitor, application):
    make.document(application.organization, kind="statutes", title="<script>alert(1)</script>", visibility="members")

    page = text_of(visitor.get(url("documents", application)))

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_after_it_was_sent_nothing_is_chosen_any_more(client):
    application = steps.sent()
    client.force_login(application.correspondent)
    document = shown(application)[0]

    response = client.post(url("documents", application), {"shown": f"C-TWO:{document.reference}"})

    assert response.status_code == 409
    assert shown(application) == [document]
