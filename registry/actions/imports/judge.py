"""What each row of a file would do: its verdict, why, and what it would change. Reads the registry, writes nothing."""

from collections.abc import Iterator
from dataclasses import asdict

from registry.actions.imports.facts import facts_of, fingerprint_of, first_state, identity_of
from registry.actions.imports.plans import Record, bring_back, plan_for, same_as_last_time
from registry.actions.imports.twins import twins_of
from registry.importers import Folded
from registry.matching import Recognition, recognise
from registry.matching import Verdict as Likeness
from registry.models import ImportRow, Organization
from registry.queries import imports as queries
from registry.states import OrganizationState

CHUNK = 500
CANDIDATES_SHOWN = 5

Verdict = ImportRow.Verdict


def judge(folded: Folded, *, source, observed_on, language, name_at=(), codes=None) -> Iterator[list[ImportRow]]:
    """Rows for the database, unsaved, in chunks; each line of the file is in one of them.

    `name_at` says in which columns the name stands, so that a line with an error can be told by it.
    """
    codes = codes or queries.codes()
    twins = twins_of(folded.rows)
    for start in range(0, len(folded.rows), CHUNK):
        rows = folded.rows[start : start + CHUNK]
        yield _judge_chunk(rows, twins, source=source, observed_on=observed_on, language=language, codes=codes)
    for start in range(0, len(folded.errors), CHUNK):
        yield [_error(rejected, name_at) for rejected in folded.errors[start : start + CHUNK]]


def _error(rejected, name_at):
    names = [rejected.cells[at] for at in name_at if at < len(rejected.cells)]
    return ImportRow(
        name=next(filter(None, names), "")[:300],
        key=f"line:{rejected.number}",
        number=rejected.number,
        lines=[rejected.number],
        raw=list(rejected.cells),
        verdict=Verdict.ERROR,
        problems=[asdict(problem) for problem in rejected.problems],
    )


def _judge_chunk(rows, twins, *, source, observed_on, language, codes):
    judged = []
    for row in rows:
        facts = facts_of(row, codes, language=language)
        judged.append(_blank(row, facts))
        if row.set_aside:
            judged[-1].verdict = Verdict.SET_ASIDE
            judged[-1].reasons = [{"code": row.set_aside}]
    open_rows = [one for one in judged if one.verdict != Verdict.SET_ASIDE]
    recognise_rows(open_rows, source=source, observed_on=observed_on)
    by_number = {row.lines[0]: row for row in rows}
    for one in open_rows:
        _ask_a_person(one, by_number[one.number], twins)
    return judged


def _blank(row, facts):
    return ImportRow(
        key=row.key,
        number=row.lines[0],
        lines=list(row.lines),
        name=row.name[:300],
        raw=list(row.cells),
        data=facts,
        verdict=Verdict.NEW,
        problems=[asdict(problem) for problem in row.problems],
        reasons=[],
        diff={},
    )


def recognise_rows(rows, *, source, observed_on):
    """Set verdict, organization, diff and reasons of rows that are not set aside.

    A row that this source brought before is known by its trace; any other by its identifiers and names.
    """
    traces = queries.traces(source, [row.key for row in rows])
    strangers = [row for row in rows if row.key not in traces]
    found = _recognised(strangers)
    for row in strangers:
        set_recognition(row, found[row.key])
    for row in rows:
        if row.key in traces:
            row.organization_id, row.verdict = traces[row.key].organization_id, Verdict.UPDATE
    follow_merges(rows)
    records = records_of(rows)
    for row in rows:
        if row.verdict == Verdict.UPDATE:
            compare_with(row, records[row.organization_id], traces.get(row.key), source, observed_on)


def records_of(rows):
    """{organization key: organization with all its facts} of those that the rows are about."""
    pks = {row.organization_id for row in rows} - {None}
    return {
        organization.pk: organization for organization in queries.with_facts(Organization.objects.filter(pk__in=pks))
    }


def compare_with(row, organization, trace, source, observed_on):
    """Whether the row would change the organization, and how; returns the plan."""
    row.reasons = [reason for reason in row.reasons if reason["code"] not in ("differs", "undone")]
    if trace and same_as_last_time(trace, fingerprint_of(row.data), observed_on):
        row.verdict, row.diff = Verdict.SAME, {}
        return None
    plan = plan_for(row.data, Record.of(organization), source=source, observed_on=observed_on, trace=trace)
    comes_back = trace and _was_undone(organization, trace)
    if comes_back:
        # Taken out by the undo of an import, not by a person's judgement of it: the file brings it back as it came.
        bring_back(plan, first_state(row.data))
        row.reasons.append({"code": "undone"})
    row.verdict, row.diff = Verdict.SAME if plan.is_empty else Verdict.UPDATE, plan.diff
    row.reasons += [
        {"code": "differs", "field": name, "ours": ours, "theirs": theirs}
        for name, (ours, theirs) in plan.conflicts.items()
    ]
    if organization.state == OrganizationState.ARCHIVED and not plan.is_empty and not comes_back:
        row.verdict = Verdict.DECIDE
        row.reasons.append({"code": "archived"})
    return plan


def _was_undone(organization, trace):
    """Nobody touched the record since an undo took it out of the inventory."""
    return organization.state == OrganizationState.ARCHIVED and trace.undone_at_version == organization.version


def exactly_recognised(rows, *, apart_from=frozenset()):
    """{key of row: Recognition} by identifiers and equal names alone, among all but some organizations."""
    identities = {row.key: identity_of(row.data) for row in rows}
    candidates = queries.exact_candidates(identities.values())
    kept = {key: pks - apart_from for key, pks in zip(identities, candidates, strict=True)}
    return _compare(identities, kept)


def _recognised(rows):
    """By identifier and equal name first, by likeness where that finds nobody."""
    identities = {row.key: identity_of(row.data) for row in rows}
    candidates = dict(zip(identities, queries.exact_candidates(identities.values()), strict=True))
    found = _compare(identities, candidates)
    unknown = {key: identities[key] for key, one in found.items() if one.verdict != Likeness.SAME}
    nearby = dict(zip(unknown, queries.near_candidates(list(unknown.values())), strict=True))
    return found | _compare(unknown, {key: candidates[key] | nearby[key] for key in unknown})


def _compare(identities, candidates) -> dict[str, Recognition]:
    known = queries.identities(set().union(*candidates.values()) if candidates else set())
    return {
        key: recognise(identity, [(pk, known[pk]) for pk in sorted(candidates[key]) if pk in known])
        for key, identity in identities.items()
    }


def set_recognition(row, recognition):
    if recognition.verdict == Likeness.NEW:
        return
    if recognition.verdict == Likeness.SAME:
        row.organization_id, row.verdict = recognition.best, Verdict.UPDATE
        row.reasons.append({"code": "recognised", "by": _evidence(recognition)})
        return
    row.verdict = Verdict.POSSIBLE
    row.reasons.append(
        {
            "code": "possible",
            "organizations": [recognition.best, *recognition.others][:CANDIDATES_SHOWN],
            "by": _evidence(recognition),
            "against": [str(reason.code) for reason in recognition.comparison.conflicting],
        }
    )


def _evidence(recognition):
    return [str(reason.code) for reason in recognition.comparison.agreeing]


def follow_merges(rows):
    """A trace may lead to a record that was merged since: the row is about what became of it."""
    pks = {row.organization_id for row in rows} - {None}
    merged = dict(
        Organization.objects.filter(pk__in=pks, state=OrganizationState.MERGED).values_list("pk", "merged_into")
    )
    while merged:
        for row in rows:
            row.organization_id = merged.get(row.organization_id, row.organization_id)
        merged = dict(
            Organization.objects.filter(pk__in=merged.values(), state=OrganizationState.MERGED).values_list(
                "pk", "merged_into"
            )
        )


def _ask_a_person(one, row, twins):
    """Where the file itself raises a question about somebody that the registry does not know."""
    if one.verdict != Verdict.NEW:
        return
    if row.decide:
        one.verdict = Verdict.DECIDE
        one.reasons.append({"code": row.decide, "value": row.name})
    elif twin := twins.get(one.number):
        one.verdict = Verdict.POSSIBLE
        one.reasons.append({"code": "twin", "row": twin})
