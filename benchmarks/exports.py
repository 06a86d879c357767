"""W7: everything at once, as files, against COPY of the same content; a night's copy against one INSERT … SELECT."""

import io
import json
import time

from django.db import connection
from openpyxl import Workbook

from benchmarks.imports import Memory
from benchmarks.ratios import ratio, take_turns
from registry import actions
from registry.actions import jobs
from registry.actions.edition_files import place
from registry.actions.export_files import pour
from registry.exporters import inventory
from registry.exporters.forms import LIST_FORMS, XLSX
from registry.models import Export, Job, Listing
from registry.queries import exports, listings
from registry.states import JobState

# Rows with which openpyxl, which is slow, is compared.
FEW = 5_000
_CSV = """
    COPY (SELECT listing.reference, listing.name, organization.kind, organization.website, organization.founded,
        (SELECT string_agg(DISTINCT p.country_id, '|') FROM registry_presence p
            WHERE p.organization_id = organization.id),
        (SELECT string_agg(DISTINCT area_id, '|') FROM registry_partnership p WHERE p.organization_id = organization.id)
    FROM registry_listing listing JOIN registry_organization organization ON organization.id = listing.organization_id)
    TO STDOUT CSV HEADER
"""


class _Nowhere(io.RawIOBase):
    """What is written here is gone, so that only the writing is measured."""

    place = 0

    def writable(self):
        return True

    def write(self, text):
        self.place += len(text)
        return len(text)

    def tell(self):
        return self.place


def run(bench):
    report, everything = bench.report, listings.Wanted(ordering="id")
    cases = {
        "COPY JSONL": lambda: _copy("COPY (SELECT public FROM registry_listing) TO STDOUT"),
        "COPY CSV": lambda: _copy(_CSV),
        **{
            name: lambda form=form: pour(listings.lines(everything), form, _Nowhere())
            for name, form in LIST_FORMS.items()
        },
    }
    times = take_turns(cases, seconds=bench.seconds, rounds=5)
    for case, base, target in (
        ("jsonl", "COPY JSONL", "<= 1.67"),
        ("csv", "COPY CSV", "<= 1.67"),
        ("parquet", "COPY CSV", ""),
        ("xlsx", "COPY CSV", ""),
    ):
        value, details = ratio(times, case, base)
        rows = report.scale / (details["ms"] / 1000)
        report.add("W7", f"whole list as {case}", value, base, target, **details, **{"rows/s": rows})
    _workbooks(report, everything)
    for form in LIST_FORMS.values():
        memory = Memory()
        pour(listings.lines(everything), form, _Nowhere())
        _tell_memory(report, f"whole list as {form.name}: memory above the start", memory)
    _night(report)


def _copy(statement):
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        return sum(len(block) for block in copy)


def _workbooks(report, wanted):
    """The same rows by openpyxl, which writes about half as fast as XlsxWriter."""
    table = inventory.ORGANIZATIONS
    rows = table.rows(json.loads(line) for line in listings.lines(wanted, most=FEW))

    def ours():
        writer = XLSX.open(io.BytesIO(), table)
        writer.write(rows)
        writer.close()

    def theirs():
        book = Workbook(write_only=True)
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(["|".join(cell) if isinstance(cell, list) else cell for cell in row])
        book.save(io.BytesIO())

    value, details = ratio(take_turns({"ours": ours, "theirs": theirs}, seconds=10, rounds=5), "theirs", "ours")
    report.add("W7", "workbook: times as fast", value, "openpyxl write-only", **details)


def _night(report):
    Export.objects.all().delete()
    memory, export = Memory(), actions.make_export()
    job = jobs.take_job(Job.objects.get(kind="export.write", subject=export.reference, state=JobState.WAITING))
    began = time.perf_counter()
    done = actions.run_job(job)
    seconds = time.perf_counter() - began
    export.refresh_from_db()
    size = sum(file["bytes"] for file in export.files) / 1e6
    rows = (export.file("organizations.csv") or {}).get("rows", 0)
    report.add("W7", "the copy of a night", seconds, "seconds", **{"MB of files": size, "state": done.state})
    _tell_memory(report, "the copy of a night: memory above the start", memory)
    report.counter("W7", "the copy of a night: rows lacking", Listing.objects.count() - rows, "rows", "== 0")
    lines = sum(1 for _line in exports.organization_lines())
    report.counter("W7", "rows of the list lacking", Listing.objects.count() - lines, "rows", "== 0")
    asked = place(export.folder).exists() and exports.is_right(export)
    report.counter("W7", "the copy of a night: not to be given out", int(not asked), "copies", "== 0")


def _tell_memory(report, case, memory):
    if (peak := memory.peak_above_start()) is not None:
        report.add("W7", case, peak / 1024, "MB", "<= 40")
