"""W2: how many organizations each facet value has within the other filters, against one statement on usual tables."""

from django.db import connection

from benchmarks.counters import database_pages, statements
from benchmarks.ratios import ratio, take_turns
from registry.models import Listing
from registry.queries import directory
from registry.queries.freshness import policies

PUBLIC = "o.state IN ('published', 'dormant') AND NOT o.is_at_risk"
COUNTRIES = """
    SELECT w.id, w.hq_country_id AS code FROM {within} w WHERE w.hq_country_id IS NOT NULL
    UNION SELECT w.id, p.country_id FROM {within} w JOIN registry_presence p ON p.organization_id = w.id
    UNION SELECT w.id, p.country_id FROM {within} w JOIN registry_partnership p ON p.organization_id = w.id
"""
TRUST = (
    "CASE WHEN w.verified_on IS NOT NULL THEN 'verified'"
    " WHEN w.confirmed_on IS NOT NULL THEN 'confirmed' ELSE 'listed' END"
)
RECENT = "greatest(w.observed_on, w.confirmed_on, w.verified_on)"
FRESHNESS = (
    f"CASE WHEN {RECENT} IS NULL THEN 'unknown' WHEN current_date - {RECENT} >= {{stale}} THEN 'stale'"
    f" WHEN current_date - {RECENT} >= {{due}} THEN 'due' ELSE 'fresh' END"
)
# How each facet is counted among the organizations of a common table expression …
COUNTED = {
    "type": "SELECT 'type:' || t.organizationtype_id, count(*) FROM {within} w"
    " JOIN registry_organization_types t ON t.organization_id = w.id GROUP BY 1",
    "level": "SELECT 'level:' || l.level_id, count(*) FROM {within} w"
    " JOIN registry_organization_levels l ON l.organization_id = w.id GROUP BY 1",
    "area": "SELECT 'area:' || p.area_id, count(DISTINCT w.id) FROM {within} w"
    " JOIN registry_partnership p ON p.organization_id = w.id AND p.state <> 'rejected' GROUP BY 1",
    "role": "SELECT 'role:' || p.role_id, count(DISTINCT w.id) FROM {within} w"
    " JOIN registry_partnership p ON p.organization_id = w.id AND p.state <> 'rejected' GROUP BY 1",
    "programme": "SELECT 'programme:' || g.code, count(DISTINCT w.id) FROM {within} w"
    " JOIN registry_partnership p ON p.organization_id = w.id AND p.state <> 'rejected'"
    " JOIN registry_programme g ON g.id = p.programme_id GROUP BY 1",
    "unit": "SELECT 'unit:' || u.code, count(DISTINCT w.id) FROM {within} w"
    " JOIN registry_partnership p ON p.organization_id = w.id AND p.state <> 'rejected'"
    " JOIN registry_unit u ON u.id = p.unit_id GROUP BY 1",
    "country": f"SELECT 'country:' || code, count(*) FROM ({COUNTRIES}) c GROUP BY 1",
    "region": f"SELECT 'region:' || r.region_id, count(DISTINCT c.id) FROM ({COUNTRIES}) c"
    " JOIN registry_country_regions r ON r.country_id = c.code"
    " JOIN registry_region g ON g.code = r.region_id AND g.successor_id IS NULL GROUP BY 1",
    "trust": f"SELECT 'trust:' || {TRUST}, count(*) FROM {{within}} w GROUP BY 1",
    "freshness": f"SELECT 'freshness:' || {FRESHNESS}, count(*) FROM {{within}} w GROUP BY 1",
}
# … and how one is chosen.
CHOSEN = {
    "type": "EXISTS (SELECT FROM registry_organization_types t WHERE t.organization_id = o.id"
    " AND t.organizationtype_id = ANY(%s))",
    "area": "EXISTS (SELECT FROM registry_partnership p WHERE p.organization_id = o.id AND p.state <> 'rejected'"
    " AND p.area_id = ANY(%s))",
    "role": "EXISTS (SELECT FROM registry_partnership p WHERE p.organization_id = o.id AND p.state <> 'rejected'"
    " AND p.role_id = ANY(%s))",
    "country": "o.id IN (SELECT id FROM registry_organization WHERE hq_country_id = ANY(%s)"
    " UNION SELECT organization_id FROM registry_presence WHERE country_id = ANY(%s)"
    " UNION SELECT organization_id FROM registry_partnership WHERE country_id = ANY(%s))",
    "trust": f"{TRUST.replace('w.', 'o.')} = ANY(%s)",
}


def usual_statement(filters):
    """One statement for all facets; each facet that is chosen from is counted without its own filter."""
    due, stale = policies()["organization"]
    named, parameters, told = [], [], []
    groups = {"": set(filters)} | {facet: set(filters) - {facet} for facet in filters}
    for own, chosen in groups.items():
        conditions = " AND ".join([PUBLIC, *(CHOSEN[facet] for facet in sorted(chosen))])
        named.append(f"within_{own} AS MATERIALIZED (SELECT o.* FROM registry_organization o WHERE {conditions})")
        for facet in sorted(chosen):
            parameters += [list(filters[facet])] * CHOSEN[facet].count("%s")
    told.append("SELECT '*', count(*) FROM within_")
    for facet, statement in COUNTED.items():
        within = f"within_{facet}" if facet in filters else "within_"
        told.append(statement.format(within=within, due=due, stale=stale))
    return f"WITH {', '.join(named)} {' UNION ALL '.join(told)}", parameters


def usual_counts(filters):
    statement, parameters = usual_statement(filters)
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return {value: number for value, number in cursor.fetchall() if number}


def cases():
    """A broad choice, a narrower one, and one that few listings have."""
    counts = directory.count_facets({})
    common = _ranked(counts, "country:")
    area, role = _ranked(counts, "area:")[0], _ranked(counts, "role:")[0]
    rare = next(code for code in reversed(common) if counts[f"country:{code}"] >= 3)
    return {
        "no filter": {},
        "one area": {"area": [area]},
        "area and country": {"area": [area], "country": [common[0]]},
        "two areas, two countries, role": {
            "area": _ranked(counts, "area:")[:2],
            "country": common[:2],
            "role": [role],
        },
        "rare country and area": {"country": [rare], "area": [_ranked(counts, "area:")[-1]]},
    }


def _ranked(counts, prefix):
    values = [value for value in counts if value.startswith(prefix)]
    return [value.removeprefix(prefix) for value in sorted(values, key=lambda value: (-counts[value], value))]


def grouped(filters):
    return {facet: [f"{facet}:{code}" for code in codes] for facet, codes in filters.items()}


def run(bench):
    report = bench.report
    for case, filters in cases().items():
        groups = grouped(filters)
        ours, theirs = directory.count_facets(groups), usual_counts(filters)
        differing = {value for value in ours.keys() | theirs.keys() if ours.get(value) != theirs.get(value)}
        report.counter("W2", f"{case}: values unlike SQL", len(differing), f"of {len(theirs)} values", "== 0")
        times = take_turns({
            "ours": lambda groups=groups: directory.count_facets(groups),
            "SQL": lambda filters=filters: usual_counts(filters),
        }, seconds=bench.seconds)  # fmt: skip
        value, details = ratio(times, "ours", "SQL")
        is_small = case.startswith("rare") or report.scale < 100_000
        limit = 0.5 if is_small else 0.02
        report.add("W2", case, value, "one SQL statement", f"<= {limit}", **details)
        told = statements(lambda groups=groups: directory.count_facets(groups))
        report.counter("W2", f"{case}: statements", len(told), "SQL statements", "<= 1")
        report.counter("W2", f"{case}: pages", database_pages(told), "database pages")
    shown = directory.count_facets({}).get("*", 0)
    report.counter("W2", "counted listings unlike rows", abs(shown - Listing.objects.count()), "listings", "== 0")
