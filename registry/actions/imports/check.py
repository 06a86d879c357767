"""Checking a file: reads it to its end, tells what each row would do, and writes nothing but that."""

from django.db import transaction

from registry.actions.copying import copy_all
from registry.actions.history import record
from registry.actions.imports.again import decide_again
from registry.actions.imports.judge import judge
from registry.actions.imports.reading import header_as_json, preview, read_file
from registry.actions.jobs import holding_lease, keep_lease, mine_still
from registry.importers import ColumnMap, Unreadable
from registry.models import ImportBatch, ImportRow
from registry.states import ImportState

# What can be told of a file that was checked: organizations and lines for each verdict.
VERDICTS = ImportRow.Verdict.values


def do_check(job):
    """The work of a job `import.check`. Begins anew after a death: what a check writes is worth nothing by itself."""
    batch = _begin(job)
    if batch is None:
        return {}
    try:
        with holding_lease(job):
            reading = read_batch(batch)
    except Unreadable as trouble:
        _refuse(batch, job, trouble)
        return {"refused": trouble.code}
    counts = _write_rows(batch, job, reading)
    _finish(batch, job, reading, counts)
    return counts["organizations"]


def read_batch(batch):
    """The file as the batch and its source's profile say that it is to be read."""
    learnt = batch.profile.columns if batch.profile else {}
    return read_file(
        batch.file.path,
        sheet=batch.sheet,
        columns=batch.columns or (learnt and ColumnMap.from_json(learnt).remembered().to_json()),
        country=batch.country_id,
        file_name=batch.file_name,
        corrections=batch.corrections,
    )


def count(rows, counted):
    """Add some rows to {verdict: [organizations, lines]}."""
    for row in rows:
        pair = counted.setdefault(str(row.verdict), [0, 0])
        pair[0] += 1
        pair[1] += len(row.lines)
    return counted


def counts_of(folded, counted):
    """The counts of a batch: `lines` by verdict, with those that hold no organization, add up to `read`."""
    return {
        "read": folded.counts.read,
        "empty": folded.counts.empty,
        "repeated": folded.counts.repeated,
        "lines": {verdict: counted.get(verdict, [0, 0])[1] for verdict in VERDICTS},
        "organizations": {verdict: counted.get(verdict, [0, 0])[0] for verdict in VERDICTS},
    }


@transaction.atomic
def _begin(job):
    mine_still(job)
    batch = ImportBatch.objects.select_for_update(of=("self",)).select_related("profile").get(reference=job.subject)
    if batch.state not in (ImportState.UPLOADED, ImportState.CHECKING):
        return None
    batch.state = ImportState.CHECKING
    batch.save(update_fields=["state", "updated_at"])
    _clear(batch)
    return batch


def _clear(batch):
    rows = batch.rows.all()
    rows._raw_delete(rows.db)


def _write_rows(batch, job, reading):
    total = len(reading.folded.rows) + len(reading.folded.errors)
    counted, done = {}, 0
    for rows in judge(
        reading.folded,
        source=batch.source,
        observed_on=batch.observed_on,
        language=batch.uploaded_by.language,
        name_at=reading.column_map.positions(reading.table.header).get("name", ()),
    ):
        for row in rows:
            row.batch = batch
            decide_again(row, batch.decided)
        with transaction.atomic():
            copy_all(rows)
            done += len(rows)
            keep_lease(job, done=done, checkpoint={"rows": done}, total=total)
        count(rows, counted)
    return counts_of(reading.folded, counted)


@transaction.atomic
def _finish(batch, job, reading, counts):
    mine_still(job)
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    batch.state = ImportState.CHECKED
    batch.sheet = reading.table.sheet.name[:100]
    batch.sheets = preview(reading.table)
    batch.header = header_as_json(reading.table.header)
    batch.columns = reading.column_map.to_json()
    batch.counts = counts
    batch.warnings = [{"code": notice.code, "params": notice.params} for notice in reading.table.warnings] + [
        {"code": "column_missing", "params": {"column": heading}} for heading in reading.missing
    ]
    batch.refusal = {}
    batch.version += 1
    batch.save()
    record(
        "import.checked",
        subject=batch.reference,
        by=f"job {job.kind}",
        diff={name: [0, n] for name, n in counts["organizations"].items() if n},
        batch=batch.reference,
    )


@transaction.atomic
def _refuse(batch, job, trouble):
    """Keep the sentence and nothing else: neither rows nor the file."""
    mine_still(job)
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    batch.state = ImportState.REFUSED
    batch.refusal = {"code": trouble.code, "params": trouble.params}
    batch.version += 1
    file = batch.file.name
    batch.file = ""
    batch.save()
    _clear(batch)
    record("import.refused", subject=batch.reference, by=f"job {job.kind}", reason=trouble.code, batch=batch.reference)
    storage = ImportBatch.file.field.storage
    transaction.on_commit(lambda: storage.delete(file))
