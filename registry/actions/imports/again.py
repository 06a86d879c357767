"""A file is read anew: what people corrected in it, and what they decided about its rows, is not asked twice."""

from dataclasses import replace

from registry.models import ImportRow
from registry.states import ImportState

Verdict = ImportRow.Verdict
Decision = ImportRow.Decision

# Rows about which a person is asked; any other that would change something can only be left out.
ASKED = frozenset({Verdict.POSSIBLE, Verdict.DECIDE})
CAN_BE_LEFT_OUT = frozenset({Verdict.NEW, Verdict.UPDATE})


def may_correct(row):
    """A row with errors, or one of which a value was left out that stands in the line that the page shows."""
    values = [problem["value"] for problem in row.problems if problem["value"]]
    return row.verdict == Verdict.ERROR or any(value in cell for value in values for cell in row.raw)


def corrected(lines, corrections):
    """The lines of a file, with what people wrote into its cells: {number of a line: {position: text}}."""
    for line in lines:
        cells = corrections.get(str(line.number))
        yield replace(line, cells=with_cells(line.cells, cells)) if cells else line


def with_cells(cells, changed):
    """The cells of a line with others in their places, also behind its last one."""
    changed = {int(at): text for at, text in changed.items()}
    width = max(len(cells), *(at + 1 for at in changed))
    return tuple(changed.get(at, cells[at] if at < len(cells) else "") for at in range(width))


def decisions_of(batch):
    """{key of a row: what was decided about it, and about whom it was asked}, to be kept over the next check."""
    told = {
        row.key: {
            "decision": row.decision,
            "by": row.decided_by_id,
            "organization": row.organization_id,
            "twin": row.data.get("twin"),
            "asked": _asked(row),
        }
        for row in batch.rows.exclude(decision=Decision.NONE).defer("raw", "problems")
    }
    # A check that was stopped has not written every row yet.
    return told if batch.state == ImportState.CHECKED else batch.decided | told


def decide_again(row, decided):
    """Take the earlier decision over where the question is the same; any other is asked anew."""
    earlier = decided.get(row.key)
    if earlier is None or earlier["asked"] != _asked(row):
        return
    if row.verdict in CAN_BE_LEFT_OUT and earlier["decision"] == Decision.SKIP:
        row.decision, row.decided_by_id = Decision.SKIP, earlier["by"]
    elif row.verdict in ASKED:
        row.decision, row.decided_by_id = earlier["decision"], earlier["by"]
        row.organization_id = earlier["organization"]
        if earlier["twin"]:
            row.data["twin"] = earlier["twin"]


def _asked(row):
    """Who may be meant: records, and earlier rows of the file."""
    records = {pk for reason in row.reasons for pk in reason.get("organizations", ())}
    return [sorted(records), sorted(reason["row"] for reason in row.reasons if reason["code"] == "twin")]
