"""The decision letter: the outcome, the reasons for each criterion, and what can be done now."""

from datetime import date

import pytest

from observers.exporters import letter_pdf
from observers.exporters.contents import Correction, Deferral, Name, Session, SharedFinding
from tests.observers.exporters.samples import ARABIC, HOSTILE, SHA256, letter, pages


def read(**facts):
    return " ".join(pages(letter_pdf(letter(**facts))))


@pytest.mark.parametrize(
    ("language", "outcome", "sentence"),
    [
        ("en", "admitted", "The Council has admitted your organization as an observer."),
        ("en", "not_admitted", "The Council has not admitted your organization as an observer."),
        ("en", "deferred", "The decision was deferred."),
        ("en", "withdrawn", "Your application was withdrawn. The Council takes no decision on it."),
        ("en", "closed", "Your application was closed without prejudice."),
        ("fr", "admitted", "Le Conseil a admis votre organisation en qualité d’observateur."),
        ("fr", "not_admitted", "Le Conseil n’a pas admis votre organisation en qualité d’observateur."),
        ("fr", "deferred", "La décision a été reportée."),
        ("fr", "withdrawn", "Votre demande a été retirée."),
        ("fr", "closed", "Votre demande a été close sans préjudice."),
        ("es", "admitted", "El Consejo ha admitido a su organización en calidad de observador."),
        ("es", "not_admitted", "El Consejo no ha admitido a su organización en calidad de observador."),
        ("es", "deferred", "La decisión fue aplazada."),
        ("es", "withdrawn", "Su solicitud fue retirada."),
        ("es", "closed", "Su solicitud fue cerrada sin perjuicio."),
    ],
)
def test_each_outcome_is_told_in_the_language_of_the_letter(language, outcome, sentence):
    assert sentence in read(language=language, outcome=outcome)


def test_a_letter_names_the_act_and_gives_a_reason_for_each_criterion():
    findings = (
        SharedFinding("C-FIELD", "Concerned with migration", "met", "The statutes say so.", "Constitution, article 8"),
        SharedFinding("C-FIN", "Accounts disclosed", "not_met", "The accounts of 2024 are missing."),
    )

    text = read(outcome="not_admitted", findings=findings, organization=ARABIC)

    for phrase in (
        "OBS-3QH8T0WZ", ARABIC.text, "1 December 2026", "117th session of the Council", "1455", SHA256,
        "C-FIELD Concerned with migration Source of the criterion: Constitution, article 8 Met The statutes say so.",
        "C-FIN Accounts disclosed Not met The accounts of 2024 are missing.",
        "Somebody who had no part in the finding answers you.",
    ):  # fmt: skip
        assert phrase in text


def test_a_deferral_says_why_what_is_missing_and_when_it_goes_on():
    deferral = Deferral("Documents are missing", ("The accounts of 2024.",), Session("118", date(2027, 11, 29)))

    text = read(outcome="deferred", deferral=deferral)

    assert "Why the decision was deferred Documents are missing What is missing 1. The accounts of 2024." in text
    assert "Your application goes to this session 118th session of the Council 29 November 2027" in text


def test_what_is_not_met_is_named_first_and_stands_first():
    findings = (
        SharedFinding("C-FIELD", "Concerned with migration", "met"),
        SharedFinding("C-GOV", "Has statutes", "partly", "Article 4 is missing."),
        SharedFinding("C-FIN", "Accounts disclosed", "not_met", "The accounts of 2024 are missing."),
    )

    text = read(outcome="not_admitted", findings=findings)

    named = text.index("Not met or not fully met: Accounts disclosed; Has statutes.")
    stands = [text.index(code) for code in ("C-FIN", "C-GOV", "C-FIELD")]
    assert [named, *stands] == sorted([named, *stands])


def test_where_everything_is_met_nothing_is_named():
    assert "Not met" not in read()


@pytest.mark.parametrize("is_draft", [True, False])
def test_a_letter_by_criteria_that_are_a_draft_says_so(is_draft):
    text = read(criteria_set="MC/INF/300, version 1", has_draft_criteria=is_draft)

    assert "Criteria used MC/INF/300, version 1" in text
    assert ("These criteria are a draft, to be confirmed by IOM." in text) is is_draft


@pytest.mark.parametrize(
    ("language", "mark"), [("en", "DEMONSTRATION"), ("fr", "DÉMONSTRATION"), ("es", "DEMOSTRACIÓN")]
)
def test_a_letter_of_the_demonstration_bears_its_mark(language, mark):
    shown, real = read(language=language, is_demo=True), read(language=language)

    assert mark in shown
    assert mark not in real


def test_a_correction_that_was_answered_is_a_dated_addendum_behind_the_letter():
    correction = Correction(
        "We were registered in 2011.",
        date(2026, 12, 3),
        "The letter was wrong.",
        date(2026, 12, 9),
        True,
        "Legally set up",
    )
    before, after = pages(letter_pdf(letter())), pages(letter_pdf(letter(corrections=(correction,))))

    assert [page.replace("of 2", "of 1") for page in after[:-1]] == before
    for phrase in (
        "Addendum: facts that you asked to be corrected", "Corrected on 9 December 2026 Legally set up",
        "What you wrote on 3 December 2026 We were registered in 2011.", "The answer of IOM The letter was wrong.",
    ):  # fmt: skip
        assert phrase in after[-1]
    assert letter_pdf(letter(corrections=(correction,))) == letter_pdf(letter(corrections=(correction,)))


@pytest.mark.parametrize(("day", "said"), [(None, False), (date(2027, 6, 1), True)])
def test_a_day_of_a_new_application_is_named_only_when_there_is_one(day, said):
    text = read(outcome="not_admitted", earliest_new_on=day)

    assert ("You can send a new application from 1 June 2027." in text) is said
    assert ("A new application" in text) is said


def test_the_page_for_corrections_is_named_where_it_is_known():
    address = "https://registry.example/my/applications/OBS-3QH8T0WZ/decision/"

    known = read(correction_address=address, correction_until=date(2027, 1, 31))
    unknown = read()

    assert f"You can ask until 31 January 2027. Ask on this page: {address}" in known
    assert "Ask on the page of your application." in unknown


def test_hostile_text_in_a_letter_is_only_text():
    findings = (SharedFinding(HOSTILE, HOSTILE, "met", HOSTILE, HOSTILE),)

    day = date(2026, 12, 3)
    corrections = (Correction(HOSTILE, day, HOSTILE, day, False, HOSTILE),)

    text = read(
        organization=Name(HOSTILE),
        reasons=HOSTILE,
        findings=findings,
        correction_address=HOSTILE,
        corrections=corrections,
        criteria_set=HOSTILE,
    )

    assert text.count(HOSTILE) >= 10
    assert "root:" not in text


def test_equal_letters_are_equal_bytes():
    assert letter_pdf(letter()) == letter_pdf(letter())
