"""W1: a page of the list for partner systems, against the same rows built by one SQL statement and by the usual DRF."""

import json
from urllib.parse import urlencode

from django.db import connection

from benchmarks.counters import database_pages, python_calls, statements
from benchmarks.facets import CHOSEN, PUBLIC
from benchmarks.facets import cases as facet_cases
from benchmarks.ratios import ratio, take_turns
from benchmarks.web import Site
from registry.models import Listing

LIMIT = 50
API = "/api/v1/organizations"
# What the API calls the facets of the same name.
OURS = {"country": "country_of_work"}


def run(bench):
    site, bases = Site.of_product(), Site.of_bases()
    cursor = _walk(bench.report, site)
    _first_and_deep(bench, site, bases, cursor)
    _filtered(bench, site, bases)


def _walk(report, site):
    """Every page once, by its cursor; returns the cursor of the middle."""
    seen, cursors, cursor = [], [], None
    while True:
        page = json.loads(site.get(f"{API}?limit=500" + (f"&cursor={cursor}" if cursor else "")))
        seen += [row["id"] for row in page["results"]]
        cursor = page["next_cursor"]
        if not cursor:
            break
        cursors.append(cursor)
    everybody = set(Listing.objects.values_list("reference", flat=True))
    report.counter("W1", "pages walked: missing or twice", len(everybody ^ set(seen)) + len(seen) - len(set(seen)),
                   f"of {len(everybody)} listings", "== 0")  # fmt: skip
    return cursors[len(cursors) // 2] if cursors else None


def _first_and_deep(bench, site, bases, cursor):
    report = bench.report
    first = f"{API}?limit={LIMIT}"
    deep = f"{first}&cursor={cursor}" if cursor else first
    middle = max(1, report.scale // LIMIT // 2)
    cases = {
        "first": lambda: site.get(first),
        "deep": lambda: site.get(deep),
        "hello": lambda: bases.get("/hello/"),
        "SQL": lambda: raw_page({}),
    }
    usual = {
        "first": cases["first"],
        "deep": cases["deep"],
        "DRF": lambda: bases.get("/api/organizations/"),
        "DRF deep": lambda: bases.get(f"/api/organizations/?page={middle}"),
    }
    times, slow = take_turns(cases, seconds=bench.seconds), take_turns(usual, seconds=bench.seconds)
    for taken, case, base, name, target in (
        (times, "first", "SQL", "raw SQL json_agg", "<= 1.5"),
        (times, "first", "hello", "hello-world view", "<= 5"),
        (times, "deep", "first", "own first page", "<= 1.2"),
        (times, "hello", "SQL", "raw SQL json_agg", ""),
        (slow, "first", "DRF", "usual DRF", ""),
        (slow, "deep", "DRF deep", "usual DRF, page in the middle", ""),
    ):
        label = "hello-world view" if case == "hello" else f"{case} page"
        value, details = ratio(taken, case, base)
        report.add("W1", label, value, name, target, **details)
    for case in ("first", "deep"):
        _counters(report, f"{case} page", cases[case])
    report.counter("W1", "hello-world view: calls", python_calls(cases["hello"]), "Python calls")
    report.counter("W1", "usual DRF: statements", len(statements(usual["DRF"])), "SQL statements")
    report.counter("W1", "usual DRF: pages", database_pages(statements(usual["DRF"])), "database pages")
    report.counter("W1", "usual DRF: calls", python_calls(usual["DRF"]), "Python calls")
    report.counter("W1", "first page: bytes", len(cases["first"]()), "bytes")
    report.counter("W1", "raw SQL: bytes", len(cases["SQL"]()), "bytes")


def _filtered(bench, site, bases):
    report = bench.report
    chosen = facet_cases()
    for case in ("area and country", "rare country and area"):
        filters = {facet: codes[:1] for facet, codes in chosen[case].items()}
        asked = urlencode([(OURS.get(facet, facet), code) for facet, codes in filters.items() for code in codes])
        theirs = urlencode([(facet, code) for facet, codes in filters.items() for code in codes])
        ours = f"{API}?limit={LIMIT}&count=exact&{asked}"
        page, expected = json.loads(site.get(ours)), json.loads(raw_page(filters))
        differing = {row["id"] for row in page["results"]} ^ {row["id"] for row in expected}
        report.counter("W1", f"{case}: rows unlike SQL", len(differing), f"of {page['count']}", "== 0")
        cases = {
            "ours": lambda ours=ours: site.get(ours),
            "SQL": lambda filters=filters: raw_page(filters),
            "DRF": lambda theirs=theirs: bases.get(f"/api/organizations/?{theirs}"),
        }
        times = take_turns(cases, seconds=bench.seconds)
        limit = 0.5 if case.startswith("rare") and report.scale >= 1_000_000 else 1.0
        for base, name, target in (("SQL", "raw SQL without count", f"<= {limit}"), ("DRF", "usual DRF", "")):
            value, details = ratio(times, "ours", base)
            report.add("W1", f"{case}, with count", value, name, target, **details)
        _counters(report, case, cases["ours"])


def _counters(report, label, run_case):
    told = statements(run_case)
    report.counter("W1", f"{label}: statements", len(told), "SQL statements", "<= 3")
    report.counter("W1", f"{label}: pages", database_pages(told), "database pages", "<= 1500")
    report.counter("W1", f"{label}: calls", python_calls(run_case), "Python calls", "<= 8000")


def raw_page(filters):
    """The same rows from the usual tables, as JSON text that PostgreSQL builds: what PostgREST would run."""
    conditions = " AND ".join([PUBLIC, *(CHOSEN[facet] for facet in sorted(filters))])
    parameters = [p for facet in sorted(filters) for p in [list(filters[facet])] * CHOSEN[facet].count("%s")]
    with connection.cursor() as cursor:
        cursor.execute(_RAW.format(conditions=conditions), [*parameters, LIMIT])
        return cursor.fetchone()[0].encode()


_RAW = """
SELECT coalesce(json_agg(page), '[]')::text FROM (
    SELECT o.reference AS id, first.text AS name, o.kind, o.state AS status, o.website, o.founded, o.languages,
        json_build_object('en', o.description_en, 'fr', o.description_fr, 'es', o.description_es) AS description,
        o.hq_country_id AS hq_country, o.type_explained, o.source, o.observed_on, o.confirmed_on, o.verified_on,
        (SELECT json_agg(json_build_object('text', n.text, 'kind', n.kind, 'language', n.language, 'script', n.script))
            FROM registry_organizationname n WHERE n.organization_id = o.id) AS names,
        (SELECT json_agg(t.organizationtype_id) FROM registry_organization_types t WHERE t.organization_id = o.id)
            AS types,
        (SELECT json_agg(l.level_id) FROM registry_organization_levels l WHERE l.organization_id = o.id) AS levels,
        (SELECT json_agg(DISTINCT p.country_id) FROM registry_presence p WHERE p.organization_id = o.id) AS countries,
        (SELECT json_agg(json_build_object('role', p.role_id, 'area', p.area_id, 'country', p.country_id,
            'level', p.level_id, 'mode', p.mode_id, 'starts_on', lower(p.period), 'ends_on', upper(p.period),
            'state', p.state, 'verified_on', p.verified_on))
            FROM registry_partnership p WHERE p.organization_id = o.id) AS partnerships,
        (SELECT json_agg(json_build_object('scheme', i.scheme_id, 'value', i.value))
            FROM registry_organizationidentifier i WHERE i.organization_id = o.id) AS identifiers
    FROM registry_organizationname first JOIN registry_organization o ON o.id = first.organization_id
    WHERE first.is_primary AND {conditions} ORDER BY first.folded, o.id LIMIT %s
) page
"""
