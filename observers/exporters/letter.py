"""The decision letter: what was decided, why, criterion by criterion, and what the organization can do now."""

from collections.abc import Sequence
from typing import Any

from observers.exporters.contents import Correction, Deferral, Letter, SharedFinding
from observers.exporters.language import Words, words
from registry.exporters.text import breakable, fingerprint, plain, said, said_lines
from registry.exporters.typeset import pdf

View = dict[str, Any]
# These end without the Council.
_OWN_TITLE = {"withdrawn", "closed"}
# What is not met is what the reader looks for: it stands first.
_ORDER = ["not_met", "partly", "cannot_assess"]


def letter_pdf(letter: Letter) -> bytes:
    w = words(letter.language)
    title = f"letter_title_{letter.outcome}" if letter.outcome in _OWN_TITLE else "letter_title"
    return pdf(
        "letter",
        {
            "language": letter.language,
            "title": w.say(title),
            "iom": w.say("iom"),
            "page": w.say("page", page="{page}", pages="{pages}"),
            "reference": plain(letter.reference),
            "mark": w.say("demo_mark") if letter.is_demo else None,
            "demo": w.say("letter_demo") if letter.is_demo else "",
            "facts": _facts(letter, w),
            "says": w.say(f"says_{letter.outcome}"),
            "not_met": _not_met(letter.findings, w),
            "reasons_label": w.say("letter_reasons"),
            "reasons": said_lines(letter.reasons),
            "deferral": _deferral(letter.deferral, w) if letter.deferral else None,
            "findings": _findings(letter, w),
            "again": _again(letter, w),
            "fix": _fix(letter, w),
            "hash": _hash(letter, w),
            "addendum": _addendum(letter.corrections, w) if letter.corrections else None,
        },
    )


def _facts(letter: Letter, w: Words) -> list[tuple[str, Any]]:
    day = "letter_day" if letter.outcome in _OWN_TITLE else "letter_day_decision"
    session = [w.session(letter.session), w.session_days(letter.session)] if letter.session else []
    facts: list[tuple[str, Any]] = [
        ("letter_organization", said(letter.organization.text, letter.organization.language)),
        ("letter_reference", plain(letter.reference)),
        ("letter_outcome", w.say(f"outcome_{letter.outcome}")),
        (day, w.day(letter.decided_on)),
        ("letter_session", session),
        ("letter_resolution", plain(letter.resolution)),
        ("pack_criteria", plain(letter.criteria_set)),
    ]
    return [(w.say(key), value) for key, value in facts if value]


def _deferral(deferral: Deferral, w: Words) -> View:
    return {
        "title": w.say("deferral_title"),
        "reason": said(deferral.reason),
        "missing_label": w.say("deferral_missing"),
        "missing": [said(thing) for thing in deferral.missing],
        "target_label": w.say("deferral_target"),
        "target": [w.session(deferral.target), w.session_days(deferral.target)],
    }


def _not_met(findings: Sequence[SharedFinding], w: Words) -> str:
    names = [plain(finding.criterion) for finding in _first_things_first(findings) if finding.verdict in _ORDER]
    return breakable(w.say("letter_not_met", criteria="; ".join(names))) if names else ""


def _first_things_first(findings: Sequence[SharedFinding]) -> list[SharedFinding]:
    return sorted(findings, key=lambda one: _ORDER.index(one.verdict) if one.verdict in _ORDER else len(_ORDER))


def _findings(letter: Letter, w: Words) -> View:
    says = [w.say("letter_criteria")] + ([w.say("letter_draft")] if letter.has_draft_criteria else [])
    return {
        "title": w.say("letter_findings"),
        "says": says,
        "rows": [
            {
                "code": breakable(plain(finding.code)),
                "criterion": said(finding.criterion),
                "provenance": w.say("letter_provenance", provenance=breakable(plain(finding.provenance)))
                if finding.provenance
                else "",
                "verdict": w.say(f"verdict_{finding.verdict}"),
                # What is met speaks for itself.
                "reason": said_lines(finding.reason)
                or ([] if finding.verdict == "met" else [w.say("letter_no_reason")]),
            }
            for finding in _first_things_first(letter.findings)
        ],
    }


def _again(letter: Letter, w: Words) -> View | None:
    if letter.earliest_new_on is None:
        return None
    return {"title": w.say("again_title"), "says": w.say("again_from", day=w.day(letter.earliest_new_on))}


def _fix(letter: Letter, w: Words) -> View:
    says = [w.say("fix_how"), w.say("fix_who")]
    if letter.correction_until:
        says.append(w.say("fix_until", day=w.day(letter.correction_until)))
    if not letter.correction_address:
        says.append(w.say("fix_page"))
    return {
        "title": w.say("fix_title"),
        "says": says,
        "address_label": w.label("fix_address"),
        "address": plain(letter.correction_address),
    }


def _hash(letter: Letter, w: Words) -> View | None:
    if not letter.file_sha256:
        return None
    return {"label": w.say("file_hash"), "value": fingerprint(letter.file_sha256), "note": w.say("letter_hash_note")}


def _addendum(corrections: Sequence[Correction], w: Words) -> View:
    return {
        "title": w.say("addendum_title"),
        "says": w.say("addendum_says"),
        "rows": [
            {
                "head": w.say(
                    "addendum_corrected" if one.is_corrected else "addendum_kept", day=w.day(one.answered_on)
                ),
                "criterion": said(one.criterion) if one.criterion else None,
                "asked": w.say("addendum_asked", day=w.day(one.asked_on)),
                "wrong": said_lines(one.wrong),
                "answered": w.say("addendum_answer"),
                "answer": said_lines(one.answer),
            }
            for one in corrections
        ],
    }
