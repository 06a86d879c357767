"""One criterion: saved by the form and by the script, both texts when two write, documents, declarations."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from observers import actions
from registry.models import Document
from registry.roles import MemberRole
from tests import make
from tests.house.access_world import PNG
from tests.observers import steps
from tests.observers.views.pages import text_of, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def answer(application):
    return application.answers.select_related("criterion").get(criterion__code="C-THREE")


def autosave(client, answer, **told):
    return client.post(
        url("autosave", answer.application, answer.criterion.code), json.dumps(told), content_type="application/json"
    )


# --- By the script --------------------------------------------------------------------------------------------------


def test_the_script_saves_and_is_told_the_next_version(visitor, answer):
    response = autosave(visitor, answer, text="Half a sent", language="French", version=answer.version)

    answer.refresh_from_db()
    assert (answer.text, answer.language) == ("Half a sent", "fr")
    assert response.json() == {"version": answer.version, "saved_at": answer.updated_at.isoformat()}


def test_of_two_versions_the_script_gets_both(visitor, answer):
    actions.save_answer(answer.application, answer.criterion, by=answer.application.correspondent, text="Hers")

    response = autosave(visitor, answer, text="Mine", version=1)

    answer.refresh_from_db()
    assert response.status_code == 409
    assert response.json()["theirs"] == {"text": "Hers", "is_declared": False, "version": 2}
    assert answer.text == "Hers"


def test_a_language_that_is_half_written_does_not_cost_the_text(visitor, answer):
    response = autosave(visitor, answer, text="A text", language="Fre", version=1)

    answer.refresh_from_db()
    assert (response.status_code, answer.text, answer.language) == (200, "A text", "")


@pytest.mark.parametrize("sent", [b"", b"{", b"[]", b'"text"', b'{"text": "without a version"}', b"\xff"])
def test_what_makes_no_sense_is_refused_and_breaks_nothing(visitor, answer, sent):
    address = url("autosave", answer.application, answer.criterion.code)

    response = visitor.post(address, sent, content_type="application/json")

    assert response.status_code == 422
    assert response.json()["problem"]


def test_what_was_sent_is_not_saved_over(client):
    sent = steps.sent()
    client.force_login(sent.correspondent)

    response = autosave(client, sent.answers.get(criterion__code="C-THREE"), text="Later", version=2)

    assert response.status_code == 409
    assert "theirs" not in response.json()


# --- By the form ----------------------------------------------------------------------------------------------------


def test_of_two_who_write_at_once_the_page_shows_both_texts(visitor, answer):
    actions.save_answer(answer.application, answer.criterion, by=answer.application.correspondent, text="Hers")
    there = url("criterion", answer.application, "C-THREE")

    page = visitor.post(there, {"text": "Mine", "version": 1})

    assert page.status_code == 409
    assert "Hers" in text_of(page)
    assert "Mine</textarea>" in text_of(page)
    # Sent again from that page it is what she wants.
    visitor.post(there, {"text": "Hers and mine", "version": 2})
    answer.refresh_from_db()
    assert answer.text == "Hers and mine"


def test_an_answer_over_the_limit_is_saved_and_keeps_the_application_from_being_sent(visitor, answer):
    there = url("criterion", answer.application, "C-THREE")

    saved = visitor.post(there, {"text": "word " * 51, "version": 1}, follow=True)

    assert "“Criterion C-THREE” is saved. It is 1 word over the limit: shorten it before sending." in text_of(saved)
    answer.refresh_from_db()
    assert len(answer.text.split()) == 51
    assert "51 of 50 words. It is saved, but you can send only after shortening it." in text_of(visitor.get(there))
    assert "the answer has more than 50 words" in text_of(visitor.get(url("check", answer.application)))


def test_line_ends_of_a_browser_change_nothing(visitor, answer):
    autosave(visitor, answer, text="One\nTwo", version=1)

    visitor.post(url("criterion", answer.application, "C-THREE"), {"text": "One\r\nTwo", "version": 2})

    answer.refresh_from_db()
    assert (answer.text, answer.version) == ("One\nTwo", 2)


def test_what_the_page_did_not_show_is_not_taken_away(visitor, application):
    criterion = application.criteria_set.criteria.get(code="C-TWO")
    shown = make.document(application.organization, kind="statutes", visibility="members")
    colleagues = make.document(application.organization, kind="statutes", visibility="members")
    for document in (shown, colleagues):
        actions.attach_document(application, criterion, document, by=application.correspondent)

    visitor.post(url("criterion", application, "C-TWO"), {"version": 1, "shown": [shown.reference]})

    assert list(application.answers.get(criterion=criterion).documents.all()) == [colleagues]


def test_documents_of_others_and_of_the_staff_cannot_be_shown(visitor, application):
    staffs = make.document(application.organization, kind="statutes", visibility="staff")
    others = make.document(kind="statutes", visibility="members")

    page = text_of(visitor.get(url("criterion", application, "C-TWO")))
    visitor.post(
        url("criterion", application, "C-TWO"), {"version": 1, "document": [staffs.reference, others.reference]}
    )
    told = [
        visitor.post(url("document-attach", application, "C-TWO"), {"document": one.reference}).status_code
        for one in (staffs, others)
    ]

    assert staffs.reference not in page
    assert others.reference not in page
    assert told == [404, 404]
    assert not application.answers.get(criterion__code="C-TWO").documents.exists()


def test_a_file_that_is_not_taken_costs_nothing_else(visitor, answer):
    page = visitor.post(
        url("evidence", answer.application, "C-THREE"),
        {"text": "Typed beside it", "version": 1, "file": SimpleUploadedFile("statutes.docx", b"PK\x03\x04")},
    )

    answer.refresh_from_db()
    assert page.status_code == 422
    assert "Only PDF, JPEG and PNG files are taken." in text_of(page)
    assert "Typed beside it</textarea>" in text_of(page)
    assert answer.text == "Typed beside it"


def test_a_newer_document_takes_the_place_of_the_one_that_expired_wherever_it_is_shown(visitor, application):
    old = make.document(application.organization, kind="statutes", expires_on="2020-01-01", visibility="members")
    two, three = (application.criteria_set.criteria.get(code=code) for code in ("C-TWO", "C-THREE"))
    for criterion in (two, three):
        actions.attach_document(application, criterion, old, by=application.correspondent)

    visitor.post(
        url("evidence", application, "C-TWO"),
        {
            "version": 1,
            "shown": [old.reference],
            "document": [old.reference],
            "file": SimpleUploadedFile("new.png", PNG, "image/png"),
            "replaces": old.reference,
        },
    )

    new = Document.objects.get(supersedes=old)
    assert (new.title, new.kind, new.visibility) == (old.title, "statutes", "members")
    for code in ("C-TWO", "C-THREE"):
        assert list(application.answers.get(criterion__code=code).documents.all()) == [new]


def test_what_fits_is_ticked_until_somebody_has_said_otherwise(visitor, application):
    document = make.document(application.organization, kind="statutes", visibility="members")
    there = url("criterion", application, "C-TWO")
    ticked = f'value="{document.reference}" id="d-{document.reference}" checked'

    assert ticked in text_of(visitor.get(there))
    expired = make.document(application.organization, kind="statutes", expires_on="2020-01-01", visibility="members")
    assert f'id="d-{expired.reference}" checked' not in text_of(visitor.get(there))


def test_of_several_that_fit_the_newest_is_ticked_and_one_that_was_replaced_can_be_taken_away(visitor, application):
    older, newer = (
        make.document(application.organization, kind="statutes", issued_on=day, visibility="members")
        for day in ("2020-01-01", "2024-01-01")
    )
    there = url("criterion", application, "C-TWO")
    page = text_of(visitor.get(there))
    assert f'id="d-{newer.reference}" checked' in page
    assert f'id="d-{older.reference}" checked' not in page

    criterion = application.criteria_set.criteria.get(code="C-TWO")
    actions.attach_document(application, criterion, older, by=application.correspondent)
    newest = make.document(application.organization, kind="statutes", visibility="members", replaces=older)
    assert f'id="d-{older.reference}" checked' in text_of(visitor.get(there))
    visitor.post(there, {"version": 1, "shown": [older.reference, newest.reference], "document": newest.reference})

    assert list(application.answers.get(criterion=criterion).documents.all()) == [newest]


def test_the_list_names_what_the_record_holds_and_what_has_expired(visitor, application):
    expired = make.document(application.organization, kind="statutes", expires_on="2020-01-01", visibility="members")
    assert f"“{expired.title}” has expired" in text_of(visitor.get(url("detail", application)))

    make.document(application.organization, kind="statutes", visibility="members")
    page = text_of(visitor.get(url("detail", application)))
    assert "Documents IOM already holds" in page
    assert "has expired" not in page


def test_declarations_are_accepted_and_taken_back(visitor, application):
    declared = application.answers.get(criterion__code="C-ONE")

    visitor.post(url("declaration", application), {"C-ONE": "on"})
    declared.refresh_from_db()
    assert declared.is_declared

    visitor.post(url("declaration", application), {})
    declared.refresh_from_db()
    assert not declared.is_declared


def test_a_question_is_answered_by_the_script_too_and_keeps_its_documents(client):
    who = steps.people()
    lead = make.member(role=MemberRole.ADMIN)
    application_ = steps.in_review(who, steps.sent(steps.draft(lead.memberships.get().organization, by=lead)))
    criterion = application_.criteria_set.criteria.get(code="C-TWO")
    question = actions.add_question(application_, criterion, text="Since when?", by=who["reviewer"])
    actions.send_round(application_, by=who["officer"])
    document = make.document(application_.organization, visibility="members")
    actions.answer_question(question, text="Since", by=lead, documents=[document])
    client.force_login(lead)
    address = url("question", application_, question.reference)

    def post(**told):
        return client.post(address, json.dumps(told), content_type="application/json")

    saved, stale = post(text="Since 1999", version=2), post(text="Since 2001", version=2)

    question.refresh_from_db()
    assert (saved.status_code, stale.status_code) == (200, 409)
    assert stale.json()["theirs"]["text"] == "Since 1999"
    assert question.answer == "Since 1999"
    assert list(question.documents.all()) == [document]
