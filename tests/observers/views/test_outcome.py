"""The outcome as its organization reads it: what is not met first, and each correction where it belongs."""

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
def decided(who):
    return steps.decided(who, outcome="not_admitted").application


def corrected(who, application, *, is_accepted=True, code="C-TWO"):
    criterion = application.criteria_set.criteria.get(code=code) if code else None
    correction = actions.ask_correction(
        application, text="Registered in <b>2011</b>.", criterion=criterion, by=application.correspondent
    )
    steps.declare(application, who["other_officer"])
    return actions.answer_correction(
        correction, text="The letter was wrong.", is_accepted=is_accepted, by=who["other_officer"]
    )


@pytest.mark.parametrize(("is_accepted", "said"), [(True, "Corrected on"), (False, "Not changed, answered on")])
def test_a_correction_stands_at_the_criterion_that_it_is_about(client, who, decided, is_accepted, said):
    client.force_login(decided.correspondent)
    before = client.get(url("letter", decided)).content
    corrected(who, decided, is_accepted=is_accepted)

    page = text_of(client.get(url("decision", decided)))
    letter = client.get(url("letter", decided)).content

    begins, ends = page.index("Criterion C-TWO"), page.index("Criterion C-THREE")
    for words in (said, "Registered in &lt;b&gt;2011&lt;/b&gt;.", "The letter was wrong."):
        assert begins < page.index(words) < ends
        assert page.count(words) == 1
    assert letter != before
    assert letter == client.get(url("letter", decided)).content


def test_one_about_the_whole_letter_stands_under_the_criteria(client, who, decided):
    client.force_login(decided.correspondent)
    corrected(who, decided, code="")

    page = text_of(client.get(url("decision", decided)))

    assert (
        page.index("Criterion C-THREE") < page.index("Corrections of the letter") < page.index("The letter was wrong.")
    )


def test_what_waits_for_an_answer_is_not_in_the_letter(client, who, decided):
    client.force_login(decided.correspondent)
    before = client.get(url("letter", decided)).content

    actions.ask_correction(decided, text="Wrong.", by=decided.correspondent)

    assert "A correction was asked for on" in text_of(client.get(url("decision", decided)))
    assert client.get(url("letter", decided)).content == before


def test_what_is_not_met_stands_first(who):
    application = steps.in_review(who)
    for name in ("reviewer", "second"):
        review = application.reviews.get(reviewer=who[name])
        for criterion in application.criteria_set.criteria.all():
            verdict = "not_met" if criterion.code == "C-THREE" else "met"
            actions.record_finding(review, criterion, verdict=verdict, reason="Because.", by=who[name])
        actions.hand_in_review(review, by=who[name])
    application.refresh_from_db()
    application = steps.with_council(who, steps.recommended(who, application, advice="not_admit"))
    decision = steps.decided(who, application, outcome="not_admitted")

    assert [finding["criterion"].code for finding in dossiers.findings_of(decision)] == ["C-THREE", "C-ONE", "C-TWO"]


def test_the_letter_of_the_demonstration_and_of_draft_criteria_says_so(who):
    organization = make.organization(is_demo=True)
    decision = steps.decided(who, organization=organization)

    letter = dossiers.letter(decision)

    assert (letter.is_demo, letter.has_draft_criteria) == (True, True)
    assert "(draft, to be confirmed by IOM)" in letter.criteria_set
