"""The file of an application: the declaration first, blind findings, differences settled, two signatures."""

import pytest
from django.test import Client
from django.urls import reverse

from observers import actions
from observers.models import Conflict, CriteriaSet, Finding
from observers.states import ApplicationState
from registry.actions import mark_at_risk
from registry.models import Change
from registry.roles import Function
from tests import make
from tests.observers import steps

pytestmark = pytest.mark.django_db
S = ApplicationState


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def address(name, application, *keys):
    return reverse(f"observers:{name}", args=[application.reference, *keys])


def page(client, application, name="application-review", *keys):
    answer = client.get(address(name, application, *keys))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def who():
    return {
        "reviewer": make.staff(Function.REVIEWER, name="Rosa Reviewer"),
        "second": make.staff(Function.REVIEWER, name="Selim Second"),
        "officer": make.staff(Function.DECISION_OFFICER, name="Olga Officer"),
        "other_officer": make.staff(Function.DECISION_OFFICER, name="Other Officer"),
    }


@pytest.fixture
def application(who):
    return steps.in_review(who)


# --- Before the declaration -----------------------------------------------------------------------------------------


def test_who_has_not_declared_sees_the_declaration_and_nothing_else(who):
    application = steps.in_review(who)
    newcomer = signed_in(make.staff(Function.REVIEWER))

    text = page(newcomer, application)

    assert "Do you have a conflict of interest" in text
    for hidden in ("We work with migrants.", "Rosa", "Selim", "Olga", "Letter ", "Timeline", "Criterion C-ONE"):
        assert hidden not in text


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("review-dossier", ()),
        ("review-log", ()),
        ("recommend", ()),
        ("question-add", ()),
        ("review-finding", ("C-ONE",)),
        ("translation", ("C-THREE",)),
        ("opinion-ask", ()),
        ("review-assign", ()),
    ],
)
def test_every_other_page_leads_to_the_declaration_first(who, application, name, keys):
    officer = signed_in(make.staff(Function.DECISION_OFFICER))

    answer = officer.get(address(name, application, *keys))

    assert (answer.status_code, answer["Location"]) == (302, address("application-review", application))


def test_an_act_before_the_declaration_is_not_done(who, application):
    officer = signed_in(make.staff(Function.DECISION_OFFICER))

    answer = officer.post(address("note-add", application), {"text": "A note"})

    assert answer["Location"] == address("application-review", application)
    assert application.staff_notes.count() == 0


def test_declaring_none_opens_the_file(who, application):
    newcomer = make.staff(Function.REVIEWER)

    answer = signed_in(newcomer).post(address("review-declare", application), {"says": "none"})

    assert answer.status_code == 302
    assert "We work with migrants." in page(signed_in(newcomer), application)


def test_a_conflict_needs_its_ground(who, application):
    newcomer = make.staff(Function.REVIEWER)

    answer = signed_in(newcomer).post(address("review-declare", application), {"says": "conflict"})

    assert answer.status_code == 422
    assert "Choose the reason of the conflict." in answer.content.decode()
    assert not Conflict.objects.filter(user=newcomer).exists()


def test_a_file_that_is_over_still_opens_for_who_declares(who):
    application = steps.decided(who).application
    newcomer = make.staff(Function.DECISION_OFFICER)

    signed_in(newcomer).post(address("review-declare", application), {"says": "none"})

    assert "This application is over" in page(signed_in(newcomer), application)


# --- What exists for whom -------------------------------------------------------------------------------------------


def test_a_draft_does_not_exist_for_staff(who):
    application = steps.draft()

    assert signed_in(who["officer"]).get(address("application-review", application)).status_code == 404


def test_an_organization_in_danger_takes_its_file_along(who, application):
    mark_at_risk(application.organization, reason="a test", by=make.staff())

    assert signed_in(who["reviewer"]).get(address("application-review", application)).status_code == 404
    assert (
        application.reference
        not in signed_in(who["reviewer"]).get(reverse("observers:application-queue")).content.decode()
    )


def test_what_the_organization_writes_after_it_was_sent_back_is_its_own(who):
    application = steps.in_screening(who)
    actions.return_as_incomplete(application, missing="The statutes", by=who["officer"])
    criterion = application.criteria_set.criteria.get(code="C-THREE")
    actions.save_answer(application, criterion, text="A new draft", by=application.correspondent)

    text = page(signed_in(who["officer"]), application)

    assert "We work with migrants." in text
    assert "A new draft" not in text


def test_an_answer_to_a_question_is_read_when_it_was_sent(who, application):
    criterion = application.criteria_set.criteria.get(code="C-THREE")
    question = actions.add_question(application, criterion, text="Since when?", by=who["reviewer"])
    actions.send_round(application, by=who["officer"])
    actions.answer_question(question, text="Since 1998, as drafted", by=application.correspondent)
    assert "Since 1998" not in page(signed_in(who["reviewer"]), application)

    actions.send_answers(application, by=application.correspondent)

    assert "Since 1998" in page(signed_in(who["reviewer"]), application)


# --- The one thing to do next ---------------------------------------------------------------------------------------

STEPS = {
    "sent": steps.sent,
    "screening": None,
    "in_review": steps.in_review,
    "ready": steps.ready,
    "recommended": steps.recommended,
}


@pytest.mark.parametrize(
    ("state", "role", "words"),
    [
        ("sent", "reviewer", "Take this file"),
        ("sent", "officer", "Take this file"),
        ("screening", "officer", "Pass it on as complete"),
        ("in_review", "reviewer", "Next criterion"),
        ("in_review", "officer", "Nobody reads a finding before both reviews are in."),
        ("ready", "reviewer", "Write the recommendation"),
        ("ready", "officer", "Write the recommendation"),
        ("recommended", "officer", "It waits for the agenda of a session."),
    ],
)
def test_each_reader_has_one_thing_to_do_next(who, state, role, words):
    walk = {"screening": steps.in_screening} | STEPS
    application = steps.sent() if state == "sent" else (walk[state] or steps.in_screening)(who)
    if state == "sent":
        actions.declare_no_conflict(application, by=who[role])

    text = page(signed_in(who[role]), application)

    assert words in text
    assert text.count("btn--primary") <= 1


def test_with_every_criterion_assessed_the_review_can_be_handed_in(who, application):
    reviewer = signed_in(who["reviewer"])
    for criterion in application.criteria_set.criteria.all():
        answer = reviewer.post(
            address("review-finding", application, criterion.code), {"verdict": "met", "version": 0, "next": "1"}
        )
        assert answer.status_code == 302

    assert "Hand in your review" in page(reviewer, application)
    assert reviewer.post(address("review-hand-in", application)).status_code == 302
    assert application.reviews.get(reviewer=who["reviewer"]).state == "handed_in"


# --- Findings -------------------------------------------------------------------------------------------------------


def test_a_finding_is_pinned_to_a_page_and_to_a_row(who):
    organization = make.organization(founded=1990)
    application = steps.in_review(who, organization=organization, criteria_set=CriteriaSet.objects.live())
    document = application.answers.get(criterion__code="C-LEGAL").documents.get()

    signed_in(who["reviewer"]).post(
        address("review-finding", application, "C-LEGAL"),
        {
            "verdict": "partly",
            "reason": "Page 3 is missing.",
            "version": 0,
            "document": document.reference,
            f"page-{document.reference}": "4",
            "row": "founded",
        },
    )

    pins = Finding.objects.get(criterion__code="C-LEGAL").pins.order_by("pk")
    assert [(pin.document, pin.page, pin.row, pin.words) for pin in pins] == [
        (document, 4, "", ""),
        (None, None, "founded", "Founded in 1990"),
    ]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Choose a finding."),
        ({"verdict": "partly"}, "Write the reason."),
        ({"verdict": "perfect"}, "is not one of the available choices"),
        ({"verdict": "met", "document": "DOC-00000000"}, "is not one of the available choices"),
    ],
)
def test_a_finding_that_makes_no_sense_comes_back_with_words(who, application, typed, words):
    answer = signed_in(who["reviewer"]).post(
        address("review-finding", application, "C-TWO"), {"version": 0, "reason": ""} | typed
    )

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Finding.objects.count() == 0


def test_of_two_windows_the_second_sees_what_stands_and_keeps_what_was_typed(who, application):
    reviewer = signed_in(who["reviewer"])
    told = address("review-finding", application, "C-ONE")
    reviewer.post(told, {"verdict": "partly", "reason": "From the first window", "version": 0})

    answer = reviewer.post(told, {"verdict": "not_met", "reason": "From the second window", "version": 0})

    assert answer.status_code == 409
    text = answer.content.decode()
    assert "From the first window" in text
    assert "From the second window" in text
    assert Finding.objects.get().verdict == "partly"


def test_only_who_reviews_writes_findings(who, application):
    answer = signed_in(who["officer"]).post(address("review-finding", application, "C-ONE"), {"verdict": "met"})

    assert answer.status_code == 403


# --- Blind to each other --------------------------------------------------------------------------------------------


def write(who, application, name, *, verdict="met", reason="", hand_in=True):
    review = application.reviews.get(reviewer=who[name])
    for criterion in application.criteria_set.criteria.all():
        actions.record_finding(review, criterion, verdict=verdict, reason=reason, by=who[name])
    if hand_in:
        actions.hand_in_review(review, by=who[name])
    application.refresh_from_db()


@pytest.mark.parametrize("hand_in", [False, True])
@pytest.mark.parametrize("reader", ["second", "officer", "other"])
def test_nobody_reads_a_finding_before_both_are_in(who, application, reader, hand_in):
    who["other"] = make.staff(Function.REVIEWER)
    actions.declare_no_conflict(application, by=who["other"])
    client = signed_in(who[reader])
    pages = ["application-review", "recommend", "review-log"]
    before = [_shown(client, application, name) for name in pages]

    write(who, application, "reviewer", verdict="not_met", reason="Unmistakable", hand_in=hand_in)

    after = [_shown(client, application, name) for name in pages]
    assert "Unmistakable" not in "".join(after)
    # A manager sees that a review is handed in; everybody else sees the same page as before.
    if reader != "officer":
        assert after == before


def _shown(client, application, name):
    answer = client.get(address(name, application))
    text = (b"".join(answer) if answer.streaming else answer.content).decode()
    return "\n".join(line for line in text.splitlines() if "csrfmiddlewaretoken" not in line)


def test_a_reviewer_does_not_learn_who_the_other_one_is(who, application):
    texts = page(signed_in(who["reviewer"]), application) + page(signed_in(who["reviewer"]), application, "recommend")
    assert "Selim" not in texts

    write(who, application, "reviewer")
    write(who, application, "second")

    assert "Selim" in page(signed_in(who["reviewer"]), application)


def test_a_manager_who_reviews_is_blind_as_well(who):
    application = actions.accept_as_complete(steps.in_screening(who), by=who["officer"])
    for name in ("officer", "second"):
        actions.assign_reviewer(application, who[name], by=who["officer"])
    actions.declare_no_conflict(application, by=who["second"])

    assert "Selim" not in page(signed_in(who["officer"]), application)


def test_the_history_of_findings_names_no_verdict(who, application):
    write(who, application, "reviewer", verdict="not_met", reason="Unmistakable", hand_in=False)

    for change in Change.objects.filter(subject=application.reference, verb="application.finding_recorded"):
        assert "not_met" not in str(change.diff)
        assert "Unmistakable" not in str(change.diff) + change.reason


# --- Differences ----------------------------------------------------------------------------------------------------


def test_a_third_person_settles_where_the_two_differ(who, application):
    write(who, application, "reviewer", verdict="met", reason="I think so")
    write(who, application, "second", verdict="partly", reason="I doubt it")
    officer = signed_in(who["officer"])
    text = page(officer, application)
    assert "The reviewers differ" in text
    assert "I think so" in text
    assert "I doubt it" in text

    for code in ("C-ONE", "C-TWO", "C-THREE"):
        told = {"verdict": "met", "reason": "Shown by the minutes."}
        assert officer.post(address("review-settle", application, code), told).status_code == 302

    application.refresh_from_db()
    assert application.state == S.READY


def test_one_of_the_two_does_not_settle(who, application):
    write(who, application, "reviewer", verdict="met")
    write(who, application, "second", verdict="partly", reason="I doubt it")

    answer = signed_in(who["reviewer"]).post(
        address("review-settle", application, "C-ONE"), {"verdict": "met", "reason": "Mine"}
    )

    assert answer.status_code == 403


def test_settling_needs_its_reason(who, application):
    write(who, application, "reviewer", verdict="met")
    write(who, application, "second", verdict="partly", reason="I doubt it")

    answer = signed_in(who["officer"]).post(address("review-settle", application, "C-ONE"), {"verdict": "met"})

    assert answer.status_code == 422
    assert "It stands in place of the two reasons." in answer.content.decode()


# --- The recommendation ---------------------------------------------------------------------------------------------


def test_the_second_person_returns_a_recommendation_with_a_reason(who):
    application = steps.ready(who)
    told = {"advice": "admit", "reason": "They meet the criteria."}
    assert signed_in(who["reviewer"]).post(address("recommend", application), told).status_code == 302
    own = signed_in(who["reviewer"]).get(address("recommend", application)).content.decode()
    assert "Agree and sign" not in own

    second = signed_in(who["second"])
    assert second.post(address("recommendation-return", application), {"reason": "Too early."}).status_code == 302

    text = page(second, application, "recommend")
    assert "Too early." in text
    assert "Sign the recommendation" in text


def test_nobody_agrees_with_herself(who):
    application = steps.ready(who)
    actions.recommend(application, advice="admit", reason="Because.", by=who["reviewer"])

    answer = signed_in(who["reviewer"]).post(address("recommendation-agree", application))

    assert answer.status_code == 409
    application.refresh_from_db()
    assert application.state == S.READY
