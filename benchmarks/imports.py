"""W5: a file of organizations goes in by the product's own verbs, against COPY and set-based inserts of the facts."""

import csv
import io
import random
import time
from pathlib import Path

from django.core.files.base import ContentFile
from django.db import connection, transaction

from benchmarks.load import IMPORTED, keys_by_number
from benchmarks.names import NOISE, organizations
from registry import actions, references
from registry.matching import fold, name_keys
from registry.models import Country, ImportBatch, ImportRow, OrganizationType
from registry.states import ImportState

SEED = 90
MOST_ROWS = 2_000
TOUCHED = "typo", "dropped word", "word order", "accents", "legal form"
HEADER = ["Organization", "Acronym", "Organization type", "Country", "Website", "E-mail"]


def run(bench):
    report = bench.report
    told = _told(bench, min(MOST_ROWS, report.scale // 4))
    base = len(told) / _set_based(told)
    memory = Memory()
    batch, check, apply = _imported(told, f"{IMPORTED} {time.time_ns()}")
    peak = memory.peak_above_start()
    rows = len(told)
    report.add("W5", "COPY and set-based inserts", base, "rows/s")
    report.add("W5", "check: read, validate, recognise", rows / check, "rows/s")
    report.add("W5", "apply: every table, history, listings", rows / apply, "rows/s")
    report.add("W5", "apply with exact duplicates", rows / apply / base, "COPY and inserts", ">= 0.6",
               **{"rows/s": rows / apply, "base rows/s": base})  # fmt: skip
    report.add("W5", "whole import with fuzzy duplicates", rows / (check + apply) / base, "COPY and inserts", ">= 0.1",
               **{"rows/s": rows / (check + apply), "base rows/s": base})  # fmt: skip
    if peak is not None:
        report.add("W5", "memory above the start", peak / 1024, f"MB for {rows} rows", "<= 100")
    _tell_quality(report, batch, told)
    again = time.perf_counter()
    second = _import(told, batch.source)
    report.add("W5", "the same file again", rows / (time.perf_counter() - again), "rows/s")
    changed = sum(n for name, n in second.counts["outcomes"].items() if name in ("new", "updated"))
    report.counter("W5", "the same file again: changes", changed, "organizations", "== 0")


def _told(bench, rows):
    """Rows of a file: (cells, key of the organization that it is, or None). Three of five are new."""
    chance = random.Random(SEED)
    countries = dict(Country.objects.values_list("code", "name_en"))
    types = dict(OrganizationType.objects.values_list("code", "name_en"))
    keys = keys_by_number()
    fresh = organizations(rows, SEED)
    told, taken = [], set()
    while len(told) < rows:
        kind = chance.choices(("new", "exact", "touched"), (60, 25, 15))[0]
        index = chance.randrange(len(bench.organizations))
        if kind != "new" and index in taken:
            continue
        said = next(fresh) if kind == "new" else bench.organizations[index]
        name = said["names"][0]["text"]
        if kind == "touched":
            name = NOISE[chance.choice(TOUCHED)](name, said, chance) or name
        if kind != "new":
            taken.add(index)
        acronym = next((n["text"] for n in said["names"] if n["kind"] == "acronym"), "")
        cells = [name, acronym, types[said["type"]], countries[said["hq_country"]], "", ""]
        if kind == "new":
            cells[4:] = [f"https://new{len(told)}.example.org/", f"office@new{len(told)}.example.org"]
        told.append((cells, None if kind == "new" else keys[index], said))
    return told


def _imported(told, source):
    """(batch, seconds of the check, seconds of the applying)"""
    by = actions.command_line_user()
    batch = actions.upload_import(_file(told), by=by, source=source, start=False)
    start = time.perf_counter()
    _do("import.check", batch, by)
    check = time.perf_counter() - start
    batch = ImportBatch.objects.get(pk=batch.pk)
    if batch.state != ImportState.CHECKED:
        raise AssertionError(f"The file was not read: {batch.refusal}")
    batch = actions.approve_import(batch, by=by, start=False)
    start = time.perf_counter()
    _do("import.apply", batch, by)
    apply = time.perf_counter() - start
    return ImportBatch.objects.get(pk=batch.pk), check, apply


def _import(told, source):
    return _imported(told, source)[0]


def _do(kind, batch, by):
    job = actions.run_at_once(kind, subject=batch.reference, by=by)
    if job.error:
        raise AssertionError(job.error)


def _file(told):
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER)
    writer.writerows(cells for cells, _key, _said in told)
    return ContentFile(text.getvalue().encode(), name="inventory-2026-01-31.csv")


def _tell_quality(report, batch, told):
    """Of those that the registry has, how many were recognised or asked about, and how often that was right."""
    verdicts = {row.number: row for row in ImportRow.objects.filter(batch=batch)}
    found = right = known = 0
    for line, (_cells, key, _said) in enumerate(told, 2):
        row = verdicts.get(line)
        known += key is not None
        if row is None or row.verdict not in ("update", "same", "possible"):
            continue
        asked = next((r["organizations"] for r in row.reasons if r["code"] == "possible"), [row.organization_id])
        found += 1
        right += key in asked
    report.counter("W5", "duplicates found", right / known, f"recall, of {known}", ">= 0.9")
    report.counter("W5", "duplicates that are", right / found if found else 0.0, f"precision, of {found}", ">= 0.9")


def _set_based(told):
    """Seconds of the floor: COPY to a staging table, one INSERT … SELECT for each table, rolled back."""
    staged = [_staged(number, cells, said) for number, (cells, _key, said) in enumerate(told)]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE staged (n int, reference text, name text, folded text, keys int[], type text,"
            " country text, website text, email text) ON COMMIT DROP"
        )
        start = time.perf_counter()
        with cursor.copy("COPY staged FROM STDIN") as copy:
            for row in staged:
                copy.write_row(row)
        for statement in SET_BASED:
            cursor.execute(statement)
        seconds = time.perf_counter() - start
        transaction.set_rollback(True)
    return seconds


def _staged(number, cells, said):
    body = references.new("CSO")
    name = cells[0]
    return (number, body, name, fold(name)[:300], name_keys(name), said["type"], said["hq_country"], cells[4], cells[5])


SET_BASED = [
    "INSERT INTO registry_organization (created_at, updated_at, version, reference, kind, state, state_reason,"
    " type_explained, hq_country_id, hq_city, website, languages, description_en, description_fr, description_es,"
    " is_at_risk, is_demo, source, observed_on)"
    " SELECT now(), now(), 1, reference, 'cso', 'published', '', '', country, '', website, '{}', '', '', '',"
    " false, false, 'Benchmark', current_date FROM staged",
    "INSERT INTO registry_organizationname (organization_id, kind, text, folded, keys, language, script, is_primary)"
    " SELECT o.id, 'legal', s.name, s.folded, s.keys, '', '', true FROM staged s"
    " JOIN registry_organization o USING (reference)",
    "INSERT INTO registry_organization_types (organization_id, organizationtype_id)"
    " SELECT o.id, s.type FROM staged s JOIN registry_organization o USING (reference)",
    "INSERT INTO registry_presence (organization_id, country_id, admin1, admin1_code, sectors, source, observed_on)"
    " SELECT o.id, s.country, '', '', '{}', 'Benchmark', current_date FROM staged s"
    " JOIN registry_organization o USING (reference)",
    "INSERT INTO registry_listing (organization_id, reference, position, name, sort_name, recent_on, facets, public,"
    " partner, etag, published_at, domain)"
    " SELECT o.id, o.reference, (SELECT coalesce(max(position), 0) FROM registry_listing) + s.n + 1, s.name, s.folded,"
    " current_date, ARRAY['country:' || s.country, 'type:' || s.type],"
    " json_build_object('id', o.reference, 'name', s.name)::text, json_build_object('id', o.reference)::text,"
    " md5(s.name), now(), '' FROM staged s JOIN registry_organization o USING (reference)",
    "INSERT INTO registry_listingname (listing_id, text, keys)"
    " SELECT o.id, s.name, s.keys FROM staged s JOIN registry_organization o USING (reference)",
    "INSERT INTO registry_listingfacet (value, sort_name, recent_on, listing_id)"
    " SELECT v, l.sort_name, l.recent_on, l.organization_id FROM staged s"
    " JOIN registry_listing l USING (reference), unnest(l.facets) v",
]


class Memory:
    """The highest resident memory since the start, where the system tells it."""

    def __init__(self):
        try:
            Path("/proc/self/clear_refs").write_text("5")
            self.start = self._read("VmRSS")
        except OSError:
            self.start = None

    def peak_above_start(self):
        """In kB, or None."""
        return None if self.start is None else max(0, self._read("VmHWM") - self.start)

    def _read(self, name):
        lines = Path("/proc/self/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith(name))
