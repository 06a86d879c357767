"""The application as its organization knows it, and nothing of the review."""

import dataclasses
import typing

from observers.exporters import contents, dossier_pdf
from observers.exporters.contents import CriterionAnswer, EvidenceFile, Exchange, Name, Signature, Stage
from tests.observers.exporters.samples import ARABIC, HOSTILE, NOON, SHA256, dossier, pages


def test_a_dossier_holds_every_answer_file_question_and_step():
    text = " ".join(pages(dossier_pdf(dossier())))

    for phrase in (
        "OBS-3QH8T0WZ", "RCP-7K2M9XQ4", SHA256, ARABIC.text, "C-GOV Has statutes",
        "Question Who governs you? Declared Yes Answer A board of nine.",
        f"Statutes of 2019 Statutes · French · expires 1 March 2027 · 482.1 kB SHA-256 {SHA256}",
        "IOM asked, 1 March 2026, 12:00:00 (UTC) Who chairs it?",
        "The organization answered, 1 March 2026, 12:00:00 (UTC) The president.",
        "1 March 2026, 12:00:00 (UTC) Sent", "What stands here is true.",
        "Signed by Amina Njoroge, Director, on 1 March 2026, 12:00:00 (UTC).",
    ):  # fmt: skip
        assert phrase in text


def test_what_is_not_there_yet_is_said():
    answer = CriterionAnswer("C-GOV", "Has statutes", exchanges=(Exchange("Who chairs it?", NOON),))

    text = " ".join(pages(dossier_pdf(dossier(answers=(answer,), signature=None))))

    assert "No answer." in text
    assert "Not answered yet." in text
    assert "The application has not been signed." in text


def test_the_document_of_an_answer_to_a_question_stands_under_it():
    file = EvidenceFile("Minutes of 1999", "Letter", size=1200, sha256=SHA256)
    exchange = Exchange("Who chairs it?", NOON, "The president.", NOON, (file,))

    text = " ".join(pages(dossier_pdf(dossier(answers=(CriterionAnswer("C-GOV", "x", exchanges=(exchange,)),)))))

    assert f"The president. Minutes of 1999 Letter · 1.2 kB SHA-256 {SHA256}" in " ".join(
        text.replace("•", " ").split()
    )


def test_a_long_answer_runs_over_pages_and_loses_nothing():
    answer = CriterionAnswer("C-GOV", "Has statutes", answer="\n".join(f"Line number {n}." for n in range(200)))

    text = " ".join(pages(dossier_pdf(dossier(answers=(answer,)))))

    assert [number for number in range(200) if f"Line number {number}." not in text] == []


def test_hostile_text_in_a_dossier_is_only_text():
    file = EvidenceFile(HOSTILE, HOSTILE, HOSTILE, None, 1, HOSTILE)
    answer = CriterionAnswer(HOSTILE, HOSTILE, HOSTILE, HOSTILE, True, (file,), (Exchange(HOSTILE, NOON),), HOSTILE)

    text = " ".join(
        pages(
            dossier_pdf(
                dossier(
                    organization=Name(HOSTILE),
                    answers=(answer,),
                    timeline=(Stage(HOSTILE, NOON, HOSTILE),),
                    signature=Signature(HOSTILE, HOSTILE, NOON, HOSTILE),
                )
            )
        )
    )

    assert text.count(HOSTILE) >= 12


def test_there_is_no_place_for_what_only_staff_may_read():
    seen, waiting = set(), [contents.Dossier, contents.Receipt, contents.Letter]
    while waiting:
        thing = waiting.pop()
        for name, kind in typing.get_type_hints(thing).items():
            seen.add(name)
            waiting += [k for k in (kind, *typing.get_args(kind)) if dataclasses.is_dataclass(k)]

    assert {name for name in seen if "note" in name or "reviewer" in name or "assess" in name} == set()


def test_equal_dossiers_are_equal_bytes():
    assert dossier_pdf(dossier()) == dossier_pdf(dossier())
