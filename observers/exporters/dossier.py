"""The application as its organization knows it: its own copy, and what staff print.

Nothing of the review stands here: `Dossier` has no field for it.
"""

from collections.abc import Sequence
from typing import Any

from observers.exporters.contents import CriterionAnswer, Dossier, EvidenceFile, Exchange, Stage
from observers.exporters.language import Words, words
from registry.exporters.text import breakable, fingerprint, plain, said, said_lines
from registry.exporters.typeset import pdf

View = dict[str, Any]


def dossier_pdf(dossier: Dossier) -> bytes:
    w = words(dossier.language)
    return pdf(
        "dossier",
        {
            "language": dossier.language,
            "title": w.say("dossier_title"),
            "kind": w.say("dossier_kind"),
            "iom": w.say("iom"),
            "page": w.say("page", page="{page}", pages="{pages}"),
            "reference": plain(dossier.reference),
            "facts": _facts(dossier, w),
            "profile": _profile(dossier, w),
            "answers_title": w.say("dossier_answers"),
            "answers": [_answer(answer, w) for answer in dossier.answers],
            "timeline": _timeline(dossier.timeline, w),
            "signature": _signature(dossier, w),
        },
    )


def _facts(dossier: Dossier, w: Words) -> list[tuple[str, Any]]:
    facts: list[tuple[str, Any]] = [
        ("letter_organization", said(dossier.organization.text, dossier.organization.language)),
        ("letter_reference", plain(dossier.reference)),
        ("pack_criteria", plain(dossier.criteria_set)),
        ("dossier_receipts", [plain(number) for number in dossier.receipts]),
        ("file_hash", fingerprint(dossier.snapshot_sha256)),
    ]
    return [(w.say(key), value) for key, value in facts if value]


def _profile(dossier: Dossier, w: Words) -> View:
    rows: list[tuple[str, list[Any]]] = []
    for field in dossier.profile:
        told = [line for value in field.values for line in said_lines(value)]
        rows.append((plain(field.label), [*told] or [w.say("none")]))
    return {"title": w.say("dossier_profile"), "says": w.say("dossier_frozen"), "rows": rows}


def _answer(answer: CriterionAnswer, w: Words) -> View:
    rows: list[tuple[str, Any]] = []
    if answer.question:
        rows.append((w.say("dossier_question"), said_lines(answer.question)))
    if answer.declared is not None:
        rows.append((w.say("dossier_declared"), w.say("yes" if answer.declared else "no")))
    if answer.answer or answer.declared is None:
        rows.append((w.say("dossier_answer"), said_lines(answer.answer) or [w.say("dossier_no_answer")]))
    return {
        "code": breakable(plain(answer.code)),
        "criterion": said(answer.criterion),
        "provenance": w.say("letter_provenance", provenance=breakable(plain(answer.provenance)))
        if answer.provenance
        else "",
        "rows": rows,
        "evidence_label": w.say("dossier_evidence"),
        "evidence": [_evidence(file, w) for file in answer.evidence],
        "exchanges_label": w.say("dossier_exchanges"),
        "exchanges": [_exchange(exchange, w) for exchange in answer.exchanges],
    }


def _evidence(file: EvidenceFile, w: Words) -> View:
    told = [
        plain(file.kind),
        plain(file.language),
        w.say("file_expires", day=w.day(file.expires_on)) if file.expires_on else "",
        w.size(file.size),
    ]
    return {
        "title": said(file.title),
        "told": " · ".join(breakable(part) for part in told if part),
        "sha256": plain(file.sha256),
    }


def _exchange(exchange: Exchange, w: Words) -> View:
    answered = w.say("answered_at", moment=w.moment(exchange.answered_at)) if exchange.answered_at else ""
    return {
        "asked": w.say("asked_at", moment=w.moment(exchange.asked_at)),
        "question": said_lines(exchange.question),
        "answered": answered,
        "answer": said_lines(exchange.answer) or [w.say("not_answered")],
        "evidence": [_evidence(file, w) for file in exchange.evidence],
    }


def _timeline(stages: Sequence[Stage], w: Words) -> View:
    return {
        "title": w.say("dossier_timeline"),
        "columns": [w.say("col_when"), w.say("col_step")],
        "rows": [
            {"when": w.moment(stage.happened_at), "step": said(stage.title), "detail": said_lines(stage.detail)}
            for stage in stages
        ],
    }


def _signature(dossier: Dossier, w: Words) -> View:
    signature = dossier.signature
    if signature is None:
        return {"title": w.say("dossier_signature"), "declaration": [], "says": w.say("not_signed")}
    return {
        "title": w.say("dossier_signature"),
        "declaration": said_lines(signature.declaration),
        "says": w.say(
            "signed",
            name=breakable(plain(signature.name)),
            function=breakable(plain(signature.function)),
            moment=w.moment(signature.signed_at),
        ),
    }
