"""W6: everything at once, as files, against COPY of the same content by bare SQL: in a worker, and through HTTP.

CSV has two bases: the same columns from the usual tables, each of them read once, which defuses no formula; and COPY of
the lines that wait ready with the listings, of which a file can only be made as quick.
"""

import io
import itertools
import json
import time
from urllib.parse import urlencode

from django.db import connection
from openpyxl import Workbook
from psycopg import ClientCursor

from benchmarks.imports import Memory
from benchmarks.ratios import ratio, take_turns
from benchmarks.web import Site
from registry import actions
from registry.actions import jobs
from registry.actions.edition_files import place
from registry.actions.export_files import pour
from registry.exporters import inventory
from registry.exporters.forms import LIST_FORMS, XLSX
from registry.models import Export, Job, Listing
from registry.models.clients import PUBLIC
from registry.queries import exports, listings
from registry.states import JobState

API = "/api/v1/organizations"
# Rows that are sent at once.
MOST = 10_000
# Rows with which openpyxl, which is slow, is compared.
FEW = 5_000
# 1 / 0.6: what a copy may take when it is to write six rows while the base writes ten.
TARGET = "<= 1.67"
_JSONL = "COPY (SELECT public FROM registry_listing WHERE organization_id = ANY(%s)) TO STDOUT"
_READY = "COPY (SELECT csv_line FROM registry_listing WHERE organization_id = ANY(%s)) TO STDOUT"
_LISTED = "SELECT {owner}, string_agg(DISTINCT {code}, '|') AS codes FROM {table} WHERE {owner} = ANY(%s) GROUP BY 1"
_PARTS = {
    "acronyms": ("registry_organizationname", "organization_id", "CASE kind WHEN 'acronym' THEN text END"),
    "types": ("registry_organization_types", "organization_id", "organizationtype_id"),
    "levels": ("registry_organization_levels", "organization_id", "level_id"),
    "countries": ("registry_presence", "organization_id", "country_id"),
    "areas": ("registry_partnership", "organization_id", "area_id"),
    "roles": ("registry_partnership", "organization_id", "role_id"),
    "former": ("registry_formerreference", "listing_id", "reference"),
}
_JOINS = " ".join(
    f"LEFT JOIN ({_LISTED.format(table=table, owner=owner, code=code)}) {name} ON {name}.{owner} = o.id"
    for name, (table, owner, code) in _PARTS.items()
)
_CSV = f"""
    COPY (SELECT o.reference, listing.name, acronyms.codes, o.kind, types.codes, o.type_explained, levels.codes,
        o.description_en, o.description_fr, o.description_es, o.website, o.founded, array_to_string(o.languages, '|'),
        o.hq_country_id, countries.codes, areas.codes, roles.codes, o.state,
        CASE WHEN o.verified_on IS NOT NULL THEN 'verified' WHEN o.confirmed_on IS NOT NULL THEN 'confirmed'
            ELSE 'listed' END,
        current_date - greatest(o.observed_on, o.confirmed_on, o.verified_on), o.source, o.observed_on, o.confirmed_on,
        o.verified_on, former.codes, o.is_demo, listing.published_at
    FROM registry_listing listing JOIN registry_organization o ON o.id = listing.organization_id {_JOINS}
    WHERE listing.organization_id = ANY(%s)) TO STDOUT CSV HEADER
"""


class Nowhere(io.RawIOBase):
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
    _whole(bench, everything)
    _through_http(bench)
    _workbooks(report, everything)
    for form in LIST_FORMS.values():
        for times in (1, 4):
            memory = Memory()
            pour(inventory.ORGANIZATIONS, _lines(everything, form, times), form, Nowhere())
            rows = f"{times * Listing.objects.count()} rows as {form.name}"
            _tell_memory(report, f"{rows}: memory above the start", memory)
    _night(report)


def _lines(wanted, form, times=1):
    """The list so many times over: what grows with it, grows in memory too."""
    listed = exports.LISTS[exports.ORGANIZATIONS]
    return itertools.chain.from_iterable(listed.lines(wanted, PUBLIC, form) for _time in range(times))


def _whole(bench, everything):
    """As a worker writes it, however long."""
    cases = {
        form.name: lambda form=form: pour(inventory.ORGANIZATIONS, _lines(everything, form), form, Nowhere())
        for form in LIST_FORMS.values()
    }
    times = take_turns(_bases(list(Listing.objects.values_list("pk", flat=True))) | cases,
                       seconds=bench.seconds, rounds=5)  # fmt: skip
    for case, base, target in (
        ("jsonl", "COPY JSONL", TARGET),
        ("csv", "COPY CSV", TARGET),
        ("csv", "COPY of ready lines", TARGET),
        ("parquet", "COPY CSV", ""),
        ("xlsx", "COPY CSV", ""),
    ):
        value, details = ratio(times, case, base)
        rows = bench.report.scale / (details["ms"] / 1000)
        bench.report.add("W6", f"whole list as {case}", value, base, target, **details, **{"rows/s": rows})


def _through_http(bench):
    """A list that is sent at once: the longest that one filter finds."""
    site, asked, keys = Site.of_product(), {}, list(Listing.objects.values_list("pk", flat=True))
    if len(keys) > MOST:
        facet, keys = _longest()
        asked = {"country_of_work": facet.partition(":")[2]}
    cases = {
        form: lambda form=form: site.get(f"{API}?{urlencode(asked | {'format': form})}") for form in ("jsonl", "csv")
    }
    times = take_turns(_bases(keys) | cases, seconds=bench.seconds, rounds=5)
    for case, base in (("jsonl", "COPY JSONL"), ("csv", "COPY CSV"), ("csv", "COPY of ready lines")):
        value, details = ratio(times, case, base)
        bench.report.add("W6", f"{len(keys)} rows through HTTP as {case}", value, base, TARGET, **details)


def _longest():
    """The country in which most work of those that are not too many, and the keys of these."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT value, array_agg(listing_id) FROM registry_listingfacet WHERE value LIKE 'country:%%'"
            " GROUP BY value HAVING count(*) <= %s ORDER BY count(*) DESC, value LIMIT 1",
            [MOST],
        )
        return cursor.fetchone()


def _bases(keys):
    statements = {"COPY JSONL": _JSONL, "COPY CSV": _CSV, "COPY of ready lines": _READY}
    return {name: lambda statement=statement: _copy(statement, keys) for name, statement in statements.items()}


def _copy(statement, keys):
    with connection.cursor() as cursor:
        # Django's cursor that counts statements takes no parameters with a COPY.
        bound = ClientCursor(connection.connection).mogrify(statement, [keys] * statement.count("%s"))
        with cursor.copy(bound) as copy:
            return sum(len(block) for block in copy)


def _workbooks(report, wanted):
    """The same rows by openpyxl, which takes about 1.3 times as long as XlsxWriter with constant memory."""
    table = inventory.ORGANIZATIONS
    rows = table.rows(json.loads(line) for line in listings.lines(wanted, most=FEW))
    ready = list(itertools.islice(_lines(wanted, XLSX), FEW))

    def ours():
        pour(table, ready, XLSX, io.BytesIO())

    def theirs():
        book = Workbook(write_only=True)
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(["|".join(cell) if isinstance(cell, list) else cell for cell in row])
        book.save(io.BytesIO())

    value, details = ratio(take_turns({"ours": ours, "theirs": theirs}, seconds=10, rounds=5), "theirs", "ours")
    report.add("W6", "workbook: times as fast", value, "openpyxl write-only", **details)


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
    report.add("W6", "the copy of a night", seconds, "seconds", **{"MB of files": size, "state": done.state})
    _tell_memory(report, "the copy of a night: memory above the start", memory)
    report.counter("W6", "the copy of a night: rows lacking", Listing.objects.count() - rows, "rows", "== 0")
    lines = sum(1 for _line in exports.organization_lines())
    report.counter("W6", "rows of the list lacking", Listing.objects.count() - lines, "rows", "== 0")
    asked = place(export.folder).exists() and exports.is_right(export)
    report.counter("W6", "the copy of a night: not to be given out", int(not asked), "copies", "== 0")


def _tell_memory(report, case, memory):
    if (peak := memory.peak_above_start()) is not None:
        report.add("W6", case, peak / 1024, "MB", "<= 40")
