"""W1: a page of what partner systems list, against the same rows by one SQL statement and by the usual DRF."""

import json
import random
from urllib.parse import urlencode

from django.db import connection

from benchmarks.counters import database_pages, python_calls, statements
from benchmarks.facets import CHOSEN, PUBLIC
from benchmarks.facets import cases as facet_cases
from benchmarks.ratios import p95, ratio, take_turns
from benchmarks.web import Site
from registry.models import Listing

LIMIT = 50
API = "/api/v1/organizations"
PARTNERSHIPS = "/api/v1/partnerships"
# What the API calls the facets of the same name.
OURS = {"country": "country_of_work"}


def run(bench):
    site, bases = Site.of_product(), Site.of_bases()
    cursor = _walk(bench.report, site)
    _first_and_deep(bench, site, bases, cursor)
    _filtered(bench, site, bases)
    _known(bench, site)
    _partnerships(bench, site)
    _bars(bench.report, site)


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


def _known(bench, site):
    """Who has the page already is told so: what that costs, to the page itself."""
    for label, address in (("first page", f"{API}?limit={LIMIT}"), ("detail", _detail())):
        etag = site.ask(address).headers["ETag"]
        cases = {
            "304": lambda address=address, etag=etag: site.ask(address, if_none_match=etag),
            "200": lambda address=address: site.get(address),
        }
        bench.report.counter("W1", f"{label}: not answered by 304", int(cases["304"]().status != 304), "", "== 0")
        value, details = ratio(take_turns(cases, seconds=bench.seconds), "304", "200")
        bench.report.add("W1", f"{label}, 304", value, "own 200", "<= 1", **details)
        _counters(bench.report, f"{label}, 304", cases["304"])
        pages = [database_pages(statements(cases[case])) for case in ("304", "200")]
        bench.report.counter("W1", f"{label}, 304: pages beyond 200", pages[0] - pages[1], "database pages", "<= 0")


def _detail():
    return f"{API}/{Listing.objects.order_by('sort_name').values_list('reference', flat=True)[0]}"


def _partnerships(bench, site):
    """A page of partnerships: all, those that many organizations have, and filters that nobody meets."""
    report = bench.report
    for label, asked, condition in (
        ("all", "", "TRUE"),
        ("common", "area=1&state=verified", "p.area_id = '1' AND p.state = 'verified'"),
        ("none", "state=ended&level=global", "p.state = 'ended' AND p.level_id = 'global'"),
    ):
        ours = f"{PARTNERSHIPS}?limit={LIMIT}&{asked}"
        statement = _RAW_PARTNERSHIPS.format(condition=condition)
        cases = {
            "ours": lambda ours=ours: site.get(ours),
            "SQL": lambda statement=statement: raw(statement, [LIMIT]),
        }
        differing = len(json.loads(cases["ours"]())["results"]) - len(json.loads(cases["SQL"]()))
        report.counter("W1", f"partnerships, {label}: rows more than SQL", differing, "rows", "== 0")
        value, details = ratio(take_turns(cases, seconds=bench.seconds), "ours", "SQL")
        report.add("W1", f"partnerships, {label}", value, "raw SQL json_agg", **details)
        _counters(report, f"partnerships, {label}", cases["ours"])


def _bars(report, site):
    """What 95 of 100 requests take, in milliseconds of a machine that does nothing else."""
    first, detail = f"{API}?limit={LIMIT}", _detail()
    etag = site.ask(first).headers["ETag"]
    chance = random.Random(7)
    names = [Listing.objects.order_by("pk")[number].name for number in chance.sample(range(report.scale // 2), 30)]
    each = iter(names * 3)
    for label, run_case, bar in (
        ("detail", lambda: site.get(detail), 30),
        ("list", lambda: site.get(first), 120),
        ("list by a name", lambda: site.get(f"{API}?{urlencode({'q': next(each)})}"), 200),
        ("list, 304", lambda: site.ask(first, if_none_match=etag), 10),
        ("partnerships, none", lambda: site.get(f"{PARTNERSHIPS}?state=ended&level=global"), 120),
    ):
        report.add("W1", f"{label}: p95", p95(run_case), "ms, alone on the machine", f"<= {bar}")


def raw_page(filters):
    """The same rows from the usual tables, as JSON text that PostgreSQL builds: what PostgREST would run."""
    conditions = " AND ".join([PUBLIC, *(CHOSEN[facet] for facet in sorted(filters))])
    parameters = [p for facet in sorted(filters) for p in [list(filters[facet])] * CHOSEN[facet].count("%s")]
    return raw(RAW.format(conditions=conditions), [*parameters, LIMIT])


def raw(statement, parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchone()[0].encode()


RAW = """
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
_RAW_PARTNERSHIPS = f"""
SELECT coalesce(json_agg(page), '[]')::text FROM (
    SELECT o.reference AS organization, first.text AS organization_name, p.reference AS id, p.role_id AS role,
        p.area_id AS area, p.part_id AS part, p.country_id AS country, p.level_id AS level, p.mode_id AS mode,
        p.programme_id AS programme, p.unit_id AS unit, lower(p.period) AS starts_on, upper(p.period) AS ends_on,
        p.state, p.verified_on
    FROM registry_organizationname first JOIN registry_organization o ON o.id = first.organization_id
        JOIN registry_partnership p ON p.organization_id = o.id
    WHERE first.is_primary AND {PUBLIC} AND p.state <> 'rejected' AND {{condition}}
    ORDER BY first.folded, o.id, p.reference LIMIT %s
) page
"""
