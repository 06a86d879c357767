"""What the registry itself says to a criterion, with the rows that say it. A help for reviewers: it never decides.

Looked at is what was sent, which is frozen, and beside it the record as it stands now.
"""

import json
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from observers.models import Criterion
from observers.queries.clock import database_now, day_in
from observers.queries.readiness import document_problem
from observers.queries.snapshots import snapshot
from registry.models import Document
from registry.queries.words import words as vocabulary
from registry.states import PartnershipState
from registry.templatetags.registry_tags import day_text

MET, NOT_MET, CANNOT_TELL = "met", "not_met", "cannot_tell"
C = Criterion.Comparison


@dataclass(frozen=True)
class Row:
    """Something that a check used. `reference` is what a finding can cite: a row of the registry or a field of it."""

    reference: str
    words: str


@dataclass(frozen=True)
class Result:
    outcome: str
    words: str
    rows: list = field(default_factory=list)
    # What the record says now, where that is something else than what was sent.
    changed: str = ""


@dataclass(frozen=True)
class Facts:
    """What a check looks at: a profile of the organization, its documents, who signed, and on which day."""

    profile: dict
    documents: list
    signature: dict | None
    partnerships: dict
    # The words of the registry's vocabularies, by noun and code.
    labels: dict
    today: date


def check(application, criterion):
    """The Result for one criterion, or None where nothing is compared."""
    return checks(application, [criterion]).get(criterion.pk)


def checks(application, criteria):
    """{criterion's key: Result} for those that are compared with the registry, in a fixed number of queries."""
    compared = [criterion for criterion in criteria if criterion.comparison]
    if not compared:
        return {}
    shared = {
        "partnerships": _references(application.organization),
        "labels": vocabulary(),
        "today": day_in(database_now()),
    }
    now, sent = _facts_now(application, shared), _facts_sent(application, shared)
    return {criterion.pk: _compare(criterion, sent or now, now) for criterion in compared}


def _compare(criterion, sent, now):
    look = _CHECKS[criterion.comparison]
    result, today = look(criterion, sent), look(criterion, now)
    if (result.outcome, result.rows) == (today.outcome, today.rows):
        return result
    return replace(
        result, changed=_("The record has changed since it was sent. Now: %(words)s") % {"words": today.words}
    )


def _facts_now(application, shared):
    signature = application.signatures.filter(signed_at__isnull=False).order_by("-signed_at").first()
    told = snapshot(application)
    attached = {document["reference"] for answer in told["answers"] for document in answer["documents"]}
    on_record = application.organization.documents.filter(Q(superseded_by=None) | Q(reference__in=attached))
    return Facts(
        profile=told["organization"],
        documents=sorted(on_record, key=lambda document: document.reference),
        signature=signature and {"signed_as": signature.signed_as, "signed_at": signature.signed_at.isoformat()},
        **shared,
    )


def _facts_sent(application, shared):
    """The same of what was sent last, and of what was on record then; None before anything was sent."""
    submission = application.submissions.order_by("-number").first()
    if submission is None:
        return None
    content = json.loads(submission.content)
    shown = {d["reference"]: _document(d) for answer in content["answers"] for d in answer["documents"]}
    others = application.organization.documents.current().filter(created_at__lte=submission.sent_at)
    documents = shown | {document.reference: document for document in others.exclude(reference__in=shown)}
    return Facts(
        profile=content["organization"],
        documents=[documents[reference] for reference in sorted(documents)],
        signature=content.get("signature"),
        **shared,
    )


def _document(told):
    """A document as it was described when the application was sent."""
    return Document(
        reference=told["reference"],
        kind=told["kind"],
        title=told["title"],
        issued_on=told["issued_on"] and date.fromisoformat(told["issued_on"]),
        expires_on=told["expires_on"] and date.fromisoformat(told["expires_on"]),
    )


def _references(organization):
    """{what a profile tells of a partnership: its reference}, to cite the row."""
    rows = organization.partnerships.values_list("role_id", "area_id", "country_id", "period", "reference")
    return {
        (role, area, country, period.lower.isoformat() if period.lower else None): reference
        for role, area, country, period, reference in rows
    }


# --- One for each kind of comparison --------------------------------------------------------------------------------


def _years(criterion, facts):
    founded = facts.profile["founded"]
    if not founded:
        return Result(CANNOT_TELL, _("The record names no year of foundation."))
    rows = [Row("founded", _("Founded in %(year)s") % {"year": founded})]
    most = facts.today.year - founded
    if criterion.least is None:
        return Result(CANNOT_TELL, _("The criterion names no number of years to compare with."), rows)
    words = _("Founded in %(year)s; at least %(least)s years are asked for.") % {
        "year": founded,
        "least": criterion.least,
    }
    if most - 1 >= criterion.least:
        return Result(MET, words, rows)
    # Only the year is known: in the year in which the anniversary falls nobody can say.
    return Result(CANNOT_TELL if most >= criterion.least else NOT_MET, words, rows)


def _countries(criterion, facts):
    labels, codes = facts.labels["country"], facts.profile["countries"]
    rows = [Row(f"country {code}", labels.get(code, code)) for code in codes]
    words = ngettext("%(n)s country of work is on record.", "%(n)s countries of work are on record.", len(codes)) % {
        "n": len(codes)
    }
    if criterion.least is None:
        return Result(CANNOT_TELL, words + " " + _("The criterion names no number to compare with."), rows)
    return Result(MET if len(codes) >= criterion.least else NOT_MET, words, rows)


def _registration(criterion, facts):
    found = [document for document in facts.documents if document.kind == Document.Kind.REGISTRATION]
    if not found:
        return Result(NOT_MET, _("No registration certificate is attached or on record."))
    rows = [Row(document.reference, _until(document)) for document in found]
    good = [document for document in found if not document_problem(criterion, document, on=facts.today)]
    if not good:
        return Result(NOT_MET, document_problem(criterion, found[0], on=facts.today) + ".", rows)
    if not any(document.expires_on for document in good):
        return Result(CANNOT_TELL, _("A registration certificate is there. It is not known until when it holds."), rows)
    return Result(MET, _("A registration certificate is there and in date."), rows)


def _until(document):
    if document.expires_on is None:
        return _("%(title)s, no day of expiry known") % {"title": document.title}
    return _("%(title)s, expires on %(day)s") % {"title": document.title, "day": day_text(document.expires_on)}


def _areas(criterion, facts):
    labels = facts.labels["area"]
    told = Counter(p["area"] for p in facts.profile["partnerships"])
    rows = [Row(f"area {code}", f"{labels.get(code, code)}: {number}") for code, number in sorted(told.items())]
    words = ngettext(
        "Its partnerships with IOM are in %(n)s area.", "Its partnerships with IOM are in %(n)s areas.", len(told)
    ) % {"n": len(told)}
    if not told:
        return Result(CANNOT_TELL, _("No partnership with IOM is on record. Other work is not in the registry."))
    return Result(MET if len(told) >= (criterion.least or 1) else NOT_MET, words, rows)


def _partnerships(criterion, facts):
    told = facts.profile["partnerships"]
    verified = [p for p in told if p["state"] == PartnershipState.VERIFIED]
    rows = [_partnership(p, facts) for p in told]
    if not told:
        return Result(NOT_MET, _("No partnership with IOM is on record."))
    words = ngettext(
        "%(n)s partnership with IOM is on record, %(verified)s of them verified.",
        "%(n)s partnerships with IOM are on record, %(verified)s of them verified.",
        len(told),
    ) % {"n": len(told), "verified": len(verified)}
    least = criterion.least or 1
    if len(verified) >= least:
        return Result(MET, words, rows)
    return Result(CANNOT_TELL if len(told) >= least else NOT_MET, words, rows)


def _partnership(told, facts):
    labels = facts.labels
    key = (told["role"], told["area"], told["country"], told["starts_on"])
    words = _("%(role)s, %(area)s, %(country)s, %(state)s") % {
        "role": labels["role"].get(told["role"], told["role"]),
        "area": labels["area"].get(told["area"], told["area"]),
        "country": labels["country"].get(told["country"], told["country"] or "-"),
        "state": PartnershipState(told["state"]).label.lower(),
    }
    return Row(facts.partnerships.get(key, "partnership"), words)


def _type(criterion, facts):
    labels, codes = facts.labels["type"], facts.profile["types"]
    rows = [Row(f"type {code}", labels.get(code, code)) for code in codes]
    known = [code for code in codes if code in labels and code != "other"]
    if not known:
        return Result(CANNOT_TELL, _("The record names none of the types of civil society organization."), rows)
    return Result(MET, _("The record names a type of civil society organization."), rows)


def _screening(criterion, facts):
    return Result(CANNOT_TELL, _("No screening list has been loaded yet."))


def _signature(criterion, facts):
    if not facts.signature:
        return Result(NOT_MET, _("Nobody has signed the application."))
    day = day_text(date.fromisoformat(facts.signature["signed_at"][:10]))
    words = _("Signed by %(name)s on %(day)s.") % {"name": facts.signature["signed_as"], "day": day}
    return Result(MET, words, [Row("signature", words)])


_CHECKS = {
    C.YEARS: _years,
    C.COUNTRIES: _countries,
    C.REGISTRATION: _registration,
    C.AREAS: _areas,
    C.PARTNERSHIPS: _partnerships,
    C.TYPE: _type,
    C.SCREENING: _screening,
    C.SIGNATURE: _signature,
}
