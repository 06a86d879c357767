"""Questions of IOM as their organization answers them: the text and its documents, wherever the answer stands."""

import io
import zipfile

import pytest

from observers import actions
from observers.queries import dossiers
from tests import make
from tests.observers import steps
from tests.observers.views.pages import text_of, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def who():
    return steps.people()


@pytest.fixture
def asked(who):
    """A question that waits, on a criterion that the organization has answered with its statutes."""
    application = steps.in_review(who)
    criterion = application.criteria_set.criteria.get(code="C-THREE")
    question = actions.add_question(application, criterion, text="Since when?", by=who["reviewer"])
    actions.send_round(application, by=who["officer"])
    return question


@pytest.fixture
def document(asked):
    return make.document(asked.round.application.organization, title="<i>Minutes</i> of 1999", visibility="members")


def answer(question, document):
    by = question.round.application.correspondent
    return actions.answer_question(question, text="Since 1999.", by=by, documents=[document])


def test_before_they_are_sent_the_answers_stand_with_their_documents(client, asked, document):
    application = asked.round.application
    client.force_login(application.correspondent)
    answer(asked, document)

    page = text_of(client.get(url("questions", application)))

    assert "Send your answers" in page
    assert "Since 1999." in page
    assert "&lt;i&gt;Minutes&lt;/i&gt; of 1999" in page
    assert url("document", application, document.reference) in page


def test_after_they_are_sent_text_and_document_stand_wherever_the_answer_does(client, who, asked, document):
    application = asked.round.application
    client.force_login(application.correspondent)
    answer(asked, document)
    actions.send_answers(application, by=application.correspondent)

    pages = {
        name: text_of(client.get(url(name, application, *keys)))
        for name, keys in (
            ("questions", ()),
            ("question", (asked.reference,)),
            ("criterion", (asked.criterion.code,)),
        )
    }
    copy = zipfile.ZipFile(io.BytesIO(client.get(url("copy-zip", application)).content))
    told = next(one for one in dossiers.dossier(application).answers if one.code == asked.criterion.code)

    assert {name: ("Since 1999." in page, document.reference in page) for name, page in pages.items()} == dict.fromkeys(
        pages, (True, True)
    )
    assert [file.title for file in told.exchanges[0].evidence] == [document.title]
    assert any(document.reference in name for name in copy.namelist())


def test_a_draft_of_an_answer_is_in_no_file(client, asked, document):
    application = asked.round.application
    answer(asked, document)

    told = next(one for one in dossiers.dossier(application).answers if one.code == asked.criterion.code)

    assert (told.exchanges[0].answer, told.exchanges[0].evidence) == ("", ())
    assert not any(document.reference in name for name, _ in dossiers.files(application))


def test_an_earlier_answer_brings_its_documents_along(client, asked, document):
    application = asked.round.application
    client.force_login(application.correspondent)
    earlier = application.answers.get(criterion=asked.criterion)
    earlier.documents.add(document)

    page = text_of(client.post(url("question", application, asked.reference), {"reuse": f"A{earlier.pk}"}))

    assert f'id="d-{document.reference}" checked' in page
    assert "its documents are ticked" in page
    asked.refresh_from_db()
    assert asked.answer == ""


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_questions_costs_the_same_for_one_and_for_three(client, who, count, django_assert_max_num_queries):
    application = steps.in_review(who)
    for number in range(count):
        criterion = application.criteria_set.criteria.order_by("position")[number]
        actions.add_question(application, criterion, text=f"Question {number}?", by=who["reviewer"])
    actions.send_round(application, by=who["officer"])
    client.force_login(application.correspondent)

    with django_assert_max_num_queries(17):
        client.get(url("questions", application))
