"""Corrections as the organization asks for them and as staff judge them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from observers import actions
from registry.roles import Function
from tests import make
from tests.observers import steps
from tests.registry.importers import documents

pytestmark = pytest.mark.django_db


@pytest.fixture
def who():
    return {
        name: make.staff(function)
        for name, function in (
            ("reviewer", Function.REVIEWER),
            ("second", Function.REVIEWER),
            ("officer", Function.DECISION_OFFICER),
            ("other_officer", Function.DECISION_OFFICER),
        )
    }


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def url(name, *args):
    return reverse(f"observers:{name}", args=args)


def refused(who):
    """An application that the Council did not admit; the other officer had no part in it."""
    application = steps.with_council(
        who, steps.recommended(who, steps.reviewed(who, steps.in_review(who), verdict="partly"))
    )
    steps.decided(who, application, outcome="not_admitted")
    return application


def asked(who, application, **facts):
    steps.declare(application, who["other_officer"])
    return actions.ask_correction(application, text="Founded in 1998.", by=application.correspondent, **facts)


def test_the_organization_names_the_finding_and_shows_a_document(who):
    application = refused(who)
    file = SimpleUploadedFile("deed.pdf", documents.pdf(), content_type="application/pdf")

    answer = signed_in(application.correspondent).post(
        url("application-correction", application.reference),
        {"criterion": "C-THREE", "text": "Page 1 shows it.", "file": file},
    )

    assert answer.status_code == 302
    correction = application.corrections.get()
    assert (correction.criterion.code, correction.document.title) == ("C-THREE", "Shown for a correction")


def test_a_file_that_is_not_taken_is_told_and_the_text_stays(who):
    application = refused(who)
    file = SimpleUploadedFile("deed.exe", b"MZ", content_type="application/pdf")

    answer = signed_in(application.correspondent).post(
        url("application-correction", application.reference), {"text": "Page 1 shows it.", "file": file}
    )

    assert answer.status_code == 422
    assert "Only PDF, JPEG and PNG files are taken" in answer.content.decode()
    assert "Page 1 shows it." in answer.content.decode()
    assert not application.corrections.exists()


def test_who_answers_finds_all_that_it_is_judged_by(who):
    application = refused(who)
    criterion = application.criteria_set.criteria.get(code="C-THREE")
    asked(who, application, criterion=criterion)
    client = signed_in(who["other_officer"])

    page = client.get(url("correction-detail", application.reference)).content.decode()

    for words in (
        url("application-review", application.reference),
        url("correction-letter", application.reference),
        "Criterion C-THREE",
        "Because.",
        str(who["reviewer"]),
        str(who["second"]),
        "Not admitted",
        "Resolution 1400",
        "Send the answer",
    ):
        assert words in page
    assert "Criterion C-ONE" not in page
    letter = client.get(url("correction-letter", application.reference))
    assert letter.content.startswith(b"%PDF-")


def test_who_had_a_part_reads_why_she_does_not_answer(who):
    application = refused(who)
    asked(who, application)
    client = signed_in(who["officer"])

    page = client.get(url("correction-detail", application.reference)).content.decode()

    assert "You had a part in this decision." in page
    assert "Send the answer" not in page
    where = url("correction-detail", application.reference)
    assert client.post(where, {"is_accepted": "no", "text": "No."}).status_code == 403


def test_before_her_declaration_nobody_reads_the_letter(who):
    application = refused(who)
    actions.ask_correction(application, text="Founded in 1998.", by=application.correspondent)
    client = signed_in(who["other_officer"])

    for name in ("correction-detail", "correction-letter"):
        answer = client.get(url(name, application.reference))
        assert answer["Location"] == url("application-review", application.reference)


def test_the_list_says_what_was_decided_and_what_came_of_it(who):
    application = refused(who)
    correction = asked(who, application)
    actions.answer_correction(correction, text="Yes.", is_accepted=True, by=who["other_officer"])

    page = signed_in(who["reviewer"]).get(url("correction-list")).content.decode()

    assert "Not admitted" in page
    assert "Corrected" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(who, count, django_assert_num_queries):
    for _ in range(count):
        asked(who, refused(who))
    client = signed_in(who["reviewer"])
    client.get(url("correction-list"))

    with django_assert_num_queries(9):
        client.get(url("correction-list"))
