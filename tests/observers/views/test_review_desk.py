"""The rest of the desk: the queue, completeness, dates, questions, opinions, translations, papers."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from observers import actions
from observers.models import Turn
from observers.queries.clock import database_now
from observers.states import ApplicationState
from registry.models import Change, Message
from registry.roles import Function
from tests import make
from tests.observers import steps

pytestmark = pytest.mark.django_db
S = ApplicationState
QUEUE = "observers:application-queue"


@pytest.fixture
def who():
    return {
        "reviewer": make.staff(Function.REVIEWER, name="Rosa Reviewer"),
        "second": make.staff(Function.REVIEWER, name="Selim Second"),
        "officer": make.staff(Function.DECISION_OFFICER, name="Olga Officer"),
    }


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def address(name, application, *keys):
    return reverse(f"observers:{name}", args=[application.reference, *keys])


def text_of(client, where):
    answer = client.get(where)
    assert answer.status_code == 200
    return answer.content.decode()


def overdue(application):
    past = database_now() - timedelta(days=1)
    Turn.objects.filter(application=application, ended_at=None).update(due_at=past)
    return application


# --- The queue ------------------------------------------------------------------------------------------------------


def test_the_queue_costs_the_same_for_one_application_and_for_four(who, client, django_assert_num_queries):
    client.force_login(who["officer"])
    steps.sent()
    client.get(reverse(QUEUE))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse(QUEUE))
    for _n in range(3):
        steps.sent()

    with django_assert_num_queries(len(one)):
        client.get(reverse(QUEUE))


def test_the_queue_says_when_nothing_is_there(who):
    assert "No application is open" in text_of(signed_in(who["officer"]), reverse(QUEUE))
    steps.sent()
    assert "No application fits" in text_of(signed_in(who["officer"]), reverse(QUEUE) + "?late=1")


def test_the_queue_is_narrowed_by_stage_session_late_mine_and_words(who):
    sent, checked = steps.sent(), steps.in_screening(who)
    late = overdue(steps.sent())
    officer = signed_in(who["officer"])

    def shown(query):
        text = text_of(officer, reverse(QUEUE) + query)
        return {a for a in (sent, checked, late) if f"{a.reference}/" in text}

    assert shown("") == {sent, checked, late}
    assert shown("?late=1") == {late}
    assert shown("?mine=1") == {checked}
    assert shown(f"?session={sent.session.reference}") == {sent}
    assert shown(f"?q={sent.reference.lower()}") == {sent}
    assert shown(f"?q={late.organization.name.upper()}") == {late}
    assert shown("?group=review") == set()
    assert shown("?group=nonsense&session=nonsense") == {sent, checked, late}


def test_a_reviewer_finds_what_she_has_to_review_until_it_is_handed_in(who):
    application = steps.in_review(who)
    reviewer = signed_in(who["reviewer"])
    assert "You review it" in text_of(reviewer, reverse(QUEUE) + "?mine=1")

    steps.reviewed(who, application)
    recommended = actions.recommend(application, advice="admit", reason="Because.", by=who["second"])

    text = text_of(reviewer, reverse(QUEUE) + "?mine=1")
    assert "You can sign" in text
    actions.agree_recommendation(recommended, by=who["reviewer"])
    assert "No application fits" in text_of(reviewer, reverse(QUEUE) + "?mine=1")


def test_the_queue_pages_fifty_at_a_time(who, monkeypatch):
    monkeypatch.setattr("observers.views.queue.PAGE", 2)
    applications = [steps.sent() for _n in range(3)]

    text = text_of(signed_in(who["officer"]), reverse(QUEUE) + "?page=2")

    assert sum(f"{application.reference}/" in text for application in applications) == 1


@pytest.mark.parametrize("function", [Function.CURATOR, Function.AUDITOR, Function.ADMINISTRATOR])
def test_other_staff_do_not_read_applications(function):
    assert signed_in(make.staff(function)).get(reverse(QUEUE)).status_code == 403


# --- Completeness, dates, the end -----------------------------------------------------------------------------------


def test_a_file_is_sent_back_once_with_a_named_list(who):
    application = steps.in_screening(who)
    officer = signed_in(who["officer"])
    where = address("review-incomplete", application)
    assert officer.post(where, {"missing": " "}).status_code == 422

    assert officer.post(where, {"missing": "The statutes\nThe accounts"}).status_code == 302

    application.refresh_from_db()
    assert (application.state, application.missing) == (S.INCOMPLETE, "The statutes\nThe accounts")
    assert "The accounts" in text_of(officer, address("application-review", application))


def test_a_second_time_is_refused_and_what_was_typed_stays(who):
    application = steps.in_screening(who)
    actions.return_as_incomplete(application, missing="The statutes", by=who["officer"])
    steps.sign(application)
    actions.submit_application(application, by=application.correspondent)
    actions.begin_screening(application, by=who["officer"])
    officer = signed_in(who["officer"])

    answer = officer.post(address("review-incomplete", application), {"missing": "The accounts, too"})

    assert answer.status_code == 409
    assert "The accounts, too" in answer.content.decode()
    assert "Send it back" not in text_of(officer, address("application-review", application))


def test_of_two_who_take_a_file_the_second_is_told(who):
    application = steps.sent()
    for name in ("reviewer", "officer"):
        actions.declare_no_conflict(application, by=who[name])
    assert signed_in(who["reviewer"]).post(address("review-screen", application)).status_code == 302

    assert signed_in(who["officer"]).post(address("review-screen", application)).status_code == 409
    application.refresh_from_db()
    assert application.lead == who["reviewer"]


def test_a_due_date_moves_with_a_reason_that_both_sides_read(who):
    application = steps.in_screening(who)
    officer = signed_in(who["officer"])
    where = address("due-date", application)
    assert officer.post(where, {"day": "2100-01-31", "reason": ""}).status_code == 422
    assert officer.post(where, {"day": "2020-01-31", "reason": "Late"}).status_code == 422

    assert officer.post(where, {"day": "2100-01-31", "reason": "The papers came in Swahili."}).status_code == 302

    turn = application.turns.get(ended_at=None)
    # The end of the day in Geneva.
    assert turn.due_at.isoformat() == "2100-01-31T22:59:00+00:00"
    assert "The papers came in Swahili." in text_of(officer, address("application-review", application))
    assert Message.objects.filter(kind="observers.slip", address=application.correspondent.email).exists()


def test_a_file_is_closed_only_when_its_due_date_has_passed(who):
    application = steps.in_screening(who)
    actions.return_as_incomplete(application, missing="The statutes", by=who["officer"])
    officer = signed_in(who["officer"])
    assert officer.post(address("review-close", application), {"reason": "No answer."}).status_code == 409

    overdue(application)

    assert officer.post(address("review-close", application), {"reason": "No answer."}).status_code == 302
    application.refresh_from_db()
    assert application.state == S.CLOSED


def test_a_deferred_application_is_taken_up_again(who):
    application = steps.with_council(who)
    later = steps.session(
        starts_on=application.session.starts_on + timedelta(days=200),
        ends_on=(application.session.starts_on + timedelta(days=202)),
    )
    actions.record_decision(
        application, session=application.session, outcome="deferred", decided_on=application.session.starts_on,
        resolution="7", deferral="time", missing="Nothing", next_session=later, by=who["officer"],
    )  # fmt: skip
    officer = signed_in(who["officer"])

    assert officer.post(address("review-resume", application)).status_code == 302

    application.refresh_from_db()
    assert (application.state, application.cycle) == (S.IN_REVIEW, 2)
    assert "Before the deferral" in text_of(officer, address("application-review", application))


# --- Questions ------------------------------------------------------------------------------------------------------


@pytest.fixture
def asked(who):
    """An application whose question on C-THREE was answered."""
    application = steps.in_review(who)
    criterion = application.criteria_set.criteria.get(code="C-THREE")
    question = actions.add_question(application, criterion, text="Who chaired the last assembly?", by=who["reviewer"])
    actions.send_round(application, by=who["officer"])
    actions.answer_question(question, text="The vice-chair did.", by=application.correspondent)
    actions.send_answers(application, by=application.correspondent)
    application.refresh_from_db()
    return application


def test_what_was_asked_stands_before_the_form(who, asked):
    text = text_of(signed_in(who["reviewer"]), address("question-add", asked) + "?criterion=C-THREE")

    assert text.index("Who chaired the last assembly?") < text.index('name="text"')
    assert "The vice-chair did." in text


def test_a_repeat_is_refused_with_the_earlier_answer_beside_it(who, asked):
    told = {"criterion": "C-THREE", "text": "Who chaired the last assembly ?", "repeat_reason": "Because."}

    answer = signed_in(who["reviewer"]).post(address("question-add", asked), told)

    assert answer.status_code == 409
    assert "Much the same was asked before" in answer.content.decode()
    assert "The vice-chair did." in answer.content.decode()
    assert asked.rounds.count() == 1


def test_who_manages_can_ask_again_with_a_reason(who, asked):
    officer, told = signed_in(who["officer"]), {"criterion": "C-THREE", "text": "Who chaired the last assembly ?"}
    assert officer.post(address("question-add", asked), told).status_code == 409

    again = officer.post(address("question-add", asked), told | {"repeat_reason": "The minutes say otherwise."})

    assert again.status_code == 302
    assert asked.rounds.order_by("number").last().questions.get().repeat_reason == "The minutes say otherwise."


def test_one_round_more_than_allowed_needs_a_reason(who):
    application = steps.in_review(who, criteria_set=steps.small_set(rounds=0))
    criterion = application.criteria_set.criteria.get(code="C-ONE")
    actions.add_question(application, criterion, text="Since when?", by=who["reviewer"])
    officer = signed_in(who["officer"])
    assert officer.post(address("round-send", application), {}).status_code == 409

    assert officer.post(address("round-send", application), {"extra_reason": "A new fact."}).status_code == 302
    application.refresh_from_db()
    assert application.state == S.CLARIFICATION


def test_a_question_that_has_not_gone_out_is_taken_back(who):
    application = steps.in_review(who)
    criterion = application.criteria_set.criteria.get(code="C-ONE")
    question = actions.add_question(application, criterion, text="Since when?", by=who["reviewer"])
    reviewer = signed_in(who["reviewer"])
    assert "Since when?" in text_of(reviewer, address("application-review", application))

    assert reviewer.post(address("question-drop", application, question.reference)).status_code == 302
    assert application.rounds.count() == 0


# --- Opinions, notes, translations ----------------------------------------------------------------------------------


def test_a_unit_gives_its_opinion_once(who):
    application = steps.in_review(who)
    unit = make.unit()
    colleague = make.staff(Function.CURATOR)
    colleague.assignments.update(unit=unit)
    opinion = actions.ask_opinion(application, unit=unit, question="What do you know?", by=who["officer"])
    where = reverse("observers:opinion-detail", args=[opinion.reference])
    client = signed_in(colleague)
    client.post(reverse("observers:opinion-declare", args=[opinion.reference]), {"says": "none"})
    assert client.post(where, {"text": ""}).status_code == 422

    assert client.post(where, {"text": "A reliable partner."}).status_code == 302

    assert "A reliable partner." in text_of(signed_in(who["reviewer"]), address("application-review", application))
    assert client.post(where, {"text": "Another."}).status_code == 403
    assert "We work with migrants." not in text_of(client, where)


def of_the_unit_asked(who, application):
    """Somebody of a unit whose opinion is asked, signed in, and the address of the opinion."""
    unit, colleague = make.unit(), make.staff(Function.CURATOR)
    colleague.assignments.update(unit=unit)
    opinion = actions.ask_opinion(application, unit=unit, question="Is it reliable?", by=who["officer"])
    return signed_in(colleague), opinion


def test_before_she_gives_an_opinion_she_says_whether_she_has_a_conflict(who):
    application = steps.in_review(who)
    client, opinion = of_the_unit_asked(who, application)
    where, declare = (reverse(f"observers:opinion-{page}", args=[opinion.reference]) for page in ("detail", "declare"))
    asked = text_of(client, where)
    assert "Do you have a conflict of interest" in asked
    assert "Is it reliable?" not in asked + text_of(client, reverse("observers:opinion-list"))

    client.post(where, {"text": "Too early."})
    assert client.post(declare, {}).status_code == 422
    client.post(declare, {"says": "none"})

    opinion.refresh_from_db()
    assert opinion.answer == ""
    assert "Is it reliable?" in text_of(client, where)


def test_with_a_conflict_the_opinion_is_not_there_any_more(who):
    application = steps.in_review(who)
    client, opinion = of_the_unit_asked(who, application)
    where, declare = (reverse(f"observers:opinion-{page}", args=[opinion.reference]) for page in ("detail", "declare"))

    client.post(declare, {"says": "conflict", "ground": "family"})

    assert client.get(where).status_code == 404
    assert client.post(declare, {"says": "none"}).status_code == 404
    assert application.organization.name not in text_of(client, reverse("observers:opinion-list"))


def test_who_reads_the_file_does_not_declare_for_a_unit(who):
    application = steps.in_review(who)
    _client, opinion = of_the_unit_asked(who, application)

    declare = reverse("observers:opinion-declare", args=[opinion.reference])

    assert signed_in(who["reviewer"]).post(declare, {"says": "none"}).status_code == 403


def test_the_missions_of_its_countries_are_offered_first(who):
    organization = make.organization(hq_country_id="KEN")
    application = steps.in_review(who, organization=organization)
    mission = make.unit("nairobi", name_en="Zz mission", country_id="KEN")
    other = make.unit("other", name_en="Aa mission", country_id="FRA")

    page = text_of(signed_in(who["officer"]), address("opinion-ask", application))

    assert page.index("Where the organization works") < page.index(str(mission)) < page.index(str(other))


def test_another_unit_does_not_know_of_the_opinion(who):
    application = steps.in_review(who)
    opinion = actions.ask_opinion(application, unit=make.unit(), question="What do you know?", by=who["officer"])
    stranger = signed_in(make.staff(Function.CURATOR))

    assert stranger.get(reverse("observers:opinion-detail", args=[opinion.reference])).status_code == 404
    assert opinion.reference not in text_of(stranger, reverse("observers:opinion-list"))


def test_an_opinion_of_a_file_opens_to_who_has_declared(who):
    application = steps.in_review(who)
    opinion = actions.ask_opinion(application, unit=make.unit(), question="What do you know?", by=who["officer"])
    newcomer = make.staff(Function.REVIEWER)
    where = reverse("observers:opinion-detail", args=[opinion.reference])
    assert signed_in(newcomer).get(where).status_code == 404

    actions.declare_no_conflict(application, by=newcomer)

    assert signed_in(newcomer).get(where).status_code == 200


def test_a_translation_stands_beside_the_answer_until_the_answer_changes(who):
    application = steps.in_screening(who)
    officer = signed_in(who["officer"])
    told = {"text": "Nous travaillons avec des migrants.", "language": "fr"}
    assert officer.post(address("translation", application, "C-THREE"), told).status_code == 302
    text = text_of(officer, address("application-review", application))
    assert "Nous travaillons" in text
    assert "We work with migrants." in text

    actions.return_as_incomplete(application, missing="A better answer", by=who["officer"])
    criterion = application.criteria_set.criteria.get(code="C-THREE")
    actions.save_answer(application, criterion, text="Something else.", by=application.correspondent)

    assert "Nous travaillons" not in text_of(officer, address("application-review", application))


def test_a_note_says_that_it_stays_inside(who):
    application = steps.in_review(who)
    reviewer = signed_in(who["reviewer"])
    assert reviewer.post(address("note-add", application), {"text": ""}).status_code == 422

    assert reviewer.post(address("note-add", application), {"text": "Ask the mission."}).status_code == 302

    assert "Ask the mission." in text_of(reviewer, address("application-review", application))


# --- Papers ---------------------------------------------------------------------------------------------------------


def test_a_document_is_kept_and_never_shown_and_its_reading_is_noted(who):
    application = steps.in_review(who)
    document = application.answers.get(criterion__code="C-TWO").documents.get()

    answer = signed_in(who["reviewer"]).get(address("review-document", application, document.reference))

    assert b"".join(answer).startswith(b"%PDF")
    assert answer["Content-Disposition"].startswith("attachment")
    assert Change.objects.filter(verb="document.read", by_id=who["reviewer"].pk).exists()


def test_a_document_outside_the_dossier_is_not_handed_out(who):
    application = steps.in_review(who)
    other = make.document(application.organization)

    assert signed_in(who["reviewer"]).get(address("review-document", application, other.reference)).status_code == 404


def test_the_log_is_a_table_of_steps_without_names(who):
    application = steps.ready(who)

    answer = signed_in(who["officer"]).get(address("review-log", application))

    text = b"".join(answer).decode()
    assert answer["Content-Type"].startswith("text/csv")
    assert "Complete: the review begins,You" in text
    assert "Sent,The organization" in text
    assert not any(name in text for name in ("Rosa", "Selim", "Olga"))


def test_the_dossier_is_a_pdf(who):
    answer = signed_in(who["reviewer"]).get(address("review-dossier", steps.in_review(who)))

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
