"""The Council pack of one session: cover, list, a fact sheet of one page for each application, a draft resolution.

`pack_view` chooses and shortens once, so that the PDF and the DOCX say the same. What is left out is counted or named.
"""

from collections.abc import Sequence
from typing import Any

from observers.exporters.contents import CouncilPack, FactSheet, Finding, Language, Name, Partnership
from observers.exporters.language import Words, words
from registry.exporters.text import Said, cell, joined, plain, said, shortened
from registry.exporters.typeset import pdf

# What fits on one page of 9 points with room to spare; the PDF then takes the largest letters that do.
NAME, OTHER_NAMES, OTHER_NAME, ACRONYM = 160, 5, 120, 40
WORD, WORDS = 60, 420
PARTNERSHIPS, FINDINGS = 8, 20
CODE, CRITERION, PROVENANCE, REASONS = 16, 100, 40, 700

View = dict[str, Any]


def council_pack_pdf(pack: CouncilPack, *, language: Language) -> bytes:
    return pdf("council_pack", pack_view(pack, language=language))


def pack_view(pack: CouncilPack, *, language: Language) -> View:
    """Everything that the pack says, in the order of its pages."""
    w = words(language)
    return {
        "language": language,
        "title": w.say("pack_title"),
        "iom": w.say("iom"),
        "kind": w.say("pack_kind"),
        "mark": w.say("pack_final" if pack.is_final else "pack_draft"),
        "note": w.say("pack_final_note" if pack.is_final else "pack_draft_note"),
        "is_final": pack.is_final,
        "page": w.say("page", page="{page}", pages="{pages}"),
        "session": w.session(pack.session),
        "cover": _cover(pack, w),
        "decides": w.say("pack_decides"),
        "list": _list(pack, w),
        "sheets": [_sheet(sheet, number, w) for number, sheet in enumerate(pack.applications, 1)],
        "annex": _annex(pack, w),
    }


def _cover(pack: CouncilPack, w: Words) -> list[tuple[str, str]]:
    rows = [
        (w.say("pack_item"), w.say("pack_title")),
        (w.say("pack_session"), w.session(pack.session)),
        (w.say("pack_dates"), w.session_days(pack.session)),
        (w.say("pack_count"), str(len(pack.applications))),
        (w.say("pack_criteria"), plain(pack.criteria_set)),
        (w.say("pack_as_of"), w.day(pack.as_of) if pack.as_of else ""),
    ]
    return [(label, value) for label, value in rows if value]


def _list(pack: CouncilPack, w: Words) -> View:
    return {
        "title": w.say("pack_list"),
        "empty": w.say("pack_empty"),
        "reference": w.say("col_reference"),
        "columns": [w.say(f"col_{name}") for name in ("number", "organization", "country", "advice", "page")],
        "rows": [
            {
                "number": str(number),
                "reference": plain(sheet.reference),
                "name": _name(_official(sheet), NAME),
                "acronym": plain(sheet.acronym),
                "head_office": plain(sheet.head_office),
                "advice": _advice(sheet, w),
            }
            for number, sheet in enumerate(pack.applications, 1)
        ],
    }


def _sheet(sheet: FactSheet, number: int, w: Words) -> View:
    reasons, is_cut = shortened(sheet.reasons, REASONS)
    return {
        "heading": w.say("sheet_title", number=number),
        "reference": plain(sheet.reference),
        "name": _name(_official(sheet), NAME),
        "names_label": w.say("sheet_names"),
        **_other_names(sheet, w),
        "facts": _facts(sheet, w),
        "partnerships": _partnerships(sheet.partnerships, w),
        "findings": _findings(sheet.findings, w),
        "advice_label": w.say("sheet_advice"),
        "advice": _advice(sheet, w),
        "reasons_label": w.say("sheet_reasons"),
        "reasons": said(reasons) if reasons else None,
        "reasons_cut": w.say("shortened") if is_cut else "",
    }


def _facts(sheet: FactSheet, w: Words) -> list[tuple[str, Said]]:
    facts = [
        ("sheet_acronym", shortened(sheet.acronym, ACRONYM)[0]),
        ("sheet_types", _some(sheet.types, "more_words", w)),
        ("sheet_head_office", shortened(sheet.head_office, WORD)[0]),
        ("sheet_countries", _some(sheet.countries, "more_countries", w)),
        ("sheet_founded", "" if sheet.founded is None else str(sheet.founded)),
        ("sheet_areas", _some(sheet.areas, "more_words", w)),
        ("sheet_dates", _dates(sheet, w)),
    ]
    return [(w.say(key), said(value or w.say("none"))) for key, value in facts]


def _dates(sheet: FactSheet, w: Words) -> str:
    steps = [
        ("sheet_sent", sheet.sent_on),
        ("sheet_complete", sheet.complete_on),
        ("sheet_recommended", sheet.recommended_on),
    ]
    return joined(w.say(key, day=w.day(day)) for key, day in steps if day)


def _some(texts: Sequence[str], more: str, w: Words) -> str:
    """As many as find room, and how many are left out."""
    shown: list[str] = []
    for text in texts:
        shown.append(shortened(text, WORD)[0])
        if len(", ".join(shown)) > WORDS:
            shown.pop()
            break
    left = len(texts) - len(shown)
    return ", ".join([*shown, w.count(more, left)]) if left else ", ".join(shown)


def _other_names(sheet: FactSheet, w: Words) -> View:
    # The acronym has a line of its own among the facts.
    others = [name for name in sheet.names[1:] if name.text != sheet.acronym]
    shown = others[:OTHER_NAMES]
    left = len(others) - len(shown)
    return {
        "names": [_name(name, OTHER_NAME) for name in shown],
        "names_more": w.count("more_names", left) if left > 0 else "",
    }


def _partnerships(rows: Sequence[Partnership], w: Words) -> View:
    shown, left = rows[:PARTNERSHIPS], len(rows) - PARTNERSHIPS
    verified = sum(row.is_verified for row in rows)
    return {
        "title": w.say("sheet_partnerships"),
        "counted": w.say("sheet_partnerships_counted", count=len(rows), verified=verified)
        if rows
        else w.say("sheet_partnerships_none"),
        "columns": [w.say(f"col_{name}") for name in ("role", "area", "where", "years", "verified")],
        "rows": [
            [
                *(cell(text, WORD) for text in (row.role, row.area, row.country)),
                w.years(row.started, row.ended),
                w.say("yes" if row.is_verified else "no"),
            ]
            for row in shown
        ],
        "more": w.count("more_rows", left) if left > 0 else "",
    }


def _findings(findings: Sequence[Finding], w: Words) -> View:
    shown, left = findings[:FINDINGS], len(findings) - FINDINGS
    return {
        "title": w.say("sheet_findings"),
        "none": "" if findings else w.say("sheet_findings_none"),
        "columns": [w.say(f"col_{name}") for name in ("code", "criterion", "provenance", "finding")],
        "rows": [
            [
                cell(finding.code, CODE),
                cell(finding.criterion, CRITERION),
                cell(finding.provenance, PROVENANCE),
                w.say(f"verdict_{finding.verdict}"),
            ]
            for finding in shown
        ],
        "more": w.count("more_findings", left) if left > 0 else "",
    }


def _annex(pack: CouncilPack, w: Words) -> View:
    admitted = [sheet for sheet in pack.applications if sheet.advice == "admit"]
    return {
        "title": w.say("annex_title"),
        "note": w.say("annex_note"),
        "resolution": w.say("annex_resolution", number=plain(pack.resolution) or "________"),
        "subject": w.say("annex_subject"),
        "lines": [w.say("annex_council"), w.say("annex_having"), w.say("annex_decides")],
        "rows": [{"name": _name(_official(s), NAME), "head_office": plain(s.head_office)} for s in admitted],
        "nobody": "" if admitted else w.say("annex_nobody"),
        "only": w.say("annex_only", advice=w.say("advice_admit")),
    }


def _official(sheet: FactSheet) -> Name:
    return sheet.names[0] if sheet.names else Name(sheet.reference)


def _name(name: Name, most: int) -> Said:
    return said(shortened(name.text, most)[0], name.language)


def _advice(sheet: FactSheet, w: Words) -> str:
    return w.say(f"advice_{sheet.advice or 'none'}")
