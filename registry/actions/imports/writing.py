"""Writing a chunk of plans: one statement a table, whatever number of organizations."""

import json

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F
from django.utils import timezone

from registry import references
from registry.actions.copying import copy_all, next_keys
from registry.actions.facts import tell_import
from registry.actions.imports.facts import fingerprint_of, first_state, said_by
from registry.actions.imports.plans import period_of
from registry.matching import fold, name_keys, script_of
from registry.models import (
    Contact,
    ImportRow,
    Organization,
    OrganizationIdentifier,
    OrganizationName,
    Partnership,
    Presence,
)
from registry.queries import imports as queries


def new_organizations(planned):
    """One saved organization for each (row, plan), with its single values; the rest is for write_plans."""
    organizations = [
        Organization(
            pk=pk,
            kind=row.data["kind"],
            state=first_state(row.data),
            type_explained=row.data["type_text"],
        )
        for pk, (row, _plan) in zip(next_keys(Organization, len(planned)), planned, strict=True)
    ]
    _give_free_references(organizations)
    for organization, (_row, plan) in zip(organizations, planned, strict=True):
        _set_values(organization, plan)
        plan.values = {}
    copy_all(organizations)
    return organizations


def _set_values(organization, plan):
    for name, value in plan.values.items():
        setattr(organization, "hq_country_id" if name == "hq_country" else name, value)


def _give_free_references(organizations):
    """Random references meet now and then: in a hundred thousand once is likely."""
    while True:
        wanted = {organization.reference: organization for organization in organizations}
        taken = set(Organization.objects.filter(reference__in=wanted).values_list("reference", flat=True))
        if not taken and len(wanted) == len(organizations):
            return
        seen = set(taken)
        for organization in organizations:
            while organization.reference in seen:
                organization.reference = references.new("CSO")
            seen.add(organization.reference)


def write_plans(planned, *, source, observed_on, codes):
    """Write what is planned: [(organization, plan)], each organization once."""
    _drop_taken_identifiers(planned)
    _write_values(planned)
    _write_names(planned)
    _write_terms(planned)
    _add(planned, "identifiers", lambda told: OrganizationIdentifier(scheme_id=told[0], value=told[1], source=source))
    _write_presences(planned, source, observed_on)
    _write_partnerships(planned, source, observed_on, codes)
    _add(planned, "contacts", lambda told: Contact(name=told[0], email=told[1], phone=told[2], source=source))


def _add(planned, part, make):
    """Write the rows of one part, and remember in each plan which keys they got."""
    rows = [(organization, plan, make(told)) for organization, plan in planned for told in getattr(plan, part)]
    if not rows:
        return
    keys = next_keys(type(rows[0][2]), len(rows))
    for pk, (organization, plan, row) in zip(keys, rows, strict=True):
        row.pk, row.organization = pk, organization
        plan.written.setdefault(part, []).append(pk)
    copy_all([row for _organization, _plan, row in rows])


def _drop_taken_identifiers(planned):
    """An identifier names one organization: where another holds it by now, it stays there and the row says so."""
    values = {value for _organization, plan in planned for _scheme, value in plan.identifiers}
    if not values:
        return
    held = OrganizationIdentifier.objects.filter(value__in=values, valid_until=None)
    taken = set(held.values_list("scheme", "value"))
    for _organization, plan in planned:
        free = [pair for pair in plan.identifiers if pair not in taken]
        for scheme, value in plan.identifiers:
            if (scheme, value) in taken:
                plan.conflicts["identifiers"] = ["", f"{scheme} {value}"]
                told = plan.diff["identifiers"][1]
                told.remove(f"{scheme} {value}")
        if not free and plan.identifiers:
            del plan.diff["identifiers"]
        plan.identifiers = free
        taken.update(free)


def _write_values(planned):
    fields = set()
    for organization, plan in planned:
        _set_values(organization, plan)
        fields.update(plan.values)
    changed = [organization for organization, plan in planned if plan.values]
    if changed:
        Organization.objects.bulk_update(changed, sorted(fields))


def touch(organizations, at):
    """Each changed record is a new version: an edit form that was opened before is told so."""
    Organization.objects.filter(pk__in=[organization.pk for organization in organizations]).update(
        version=F("version") + 1, updated_at=at
    )


def _write_names(planned):
    _add(
        planned,
        "names",
        lambda name: OrganizationName(
            folded=fold(name["text"])[:300], keys=name_keys(name["text"]), script=script_of(name["text"]) or "", **name
        ),
    )


def _write_terms(planned):
    for field, column in (("types", "organizationtype_id"), ("levels", "level_id")):
        through = getattr(Organization, field).through
        copy_all(
            [
                through(organization_id=organization.pk, **{column: code})
                for organization, plan in planned
                for code in getattr(plan, field)
            ]
        )


def _write_presences(planned, source, observed_on):
    _add(
        planned,
        "presences",
        lambda told: Presence(
            country_id=told[0],
            admin1=told[1],
            admin1_code=told[2],
            sectors=told[3],
            source=source,
            observed_on=observed_on,
        ),
    )
    grown = []
    for _organization, plan in planned:
        for presence, more in plan.sectors:
            presence.sectors = [*presence.sectors, *more]
            plan.written.setdefault("sectors", []).append([presence.pk, more])
            grown.append(presence)
    Presence.objects.bulk_update(grown, ["sectors"])


def _write_partnerships(planned, source, observed_on, codes):
    _add(
        planned,
        "partnerships",
        lambda told: Partnership(
            role_id=told["role"],
            area_id=told["area"],
            part_id=told["part"],
            country_id=told["country"],
            level_id=told["level"],
            mode_id=told["mode"],
            programme_id=codes.programme_in(told["programme"], told["country"]),
            unit_id=codes.units.get(told["unit"]),
            period=DateRange(*period_of(told)),
            source=source,
            observed_on=observed_on,
        ),
    )


def mark_rows(rows, at):
    """Each row with its outcome and its organization; what an update changed or left is told as it was in the end."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE registry_importrow AS row SET outcome = given.outcome, organization_id = given.organization,"
            " written = given.written, applied_at = %s"
            " FROM unnest(%s::bigint[], %s::text[], %s::bigint[], %s::jsonb[])"
            " AS given (id, outcome, organization, written) WHERE row.id = given.id",
            [
                at,
                [row.pk for row in rows],
                [row.outcome for row in rows],
                [row.organization_id for row in rows],
                [json.dumps(row.written) if row.written is not None else None for row in rows],
            ],
        )
    changed = [row for row in rows if row.outcome in ("updated", "skipped")]
    ImportRow.objects.bulk_update(changed, ["reasons", "diff"])


def remember(batch, rows):
    """Keep with each row what the source had said before of what it is about: an undo puts it back."""
    traces = queries.traces(batch.source, [row.key for row in rows])
    facts = queries.statements(batch.source, {row.organization_id for row in rows})
    for row in rows:
        trace = traces.get(row.key)
        row.written |= {
            "trace": trace
            and {name: getattr(trace, name) for name in ("organization_id", "fingerprint", "said")}
            | {"seen_on": trace.seen_on.isoformat(), "undone_at_version": trace.undone_at_version},
            "facts": facts.get(row.organization_id, []),
        }


def leave_facts(batch, rows):
    """What the file said of each organization, beside what others say of it."""
    said = {}
    for row in rows:
        values = said.setdefault(row.organization_id, {})
        for field, value in _told_by(row.data).items():
            values[field] = sorted({*values.get(field, ()), *value}) if isinstance(value, list) else value
    tell_import(said, source=batch.source, observed_on=batch.observed_on, by=batch.approved_by)


def _told_by(facts):
    return facts["values"] | {
        "names": [text for _kind, text, _language in facts["names"]],
        "types": facts["types"],
        "levels": facts["levels"],
        "identifiers": [f"{scheme} {value}".strip() for scheme, value in facts["identifiers"]],
        "presences": [f"{country} {admin1}".strip() for country, admin1, _code, _sectors in facts["places"]],
    }


def leave_traces(batch, rows):
    """Remember which organization each row became, and what the source said of it."""
    seen_on = batch.observed_on or timezone.localdate()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO registry_importtrace (source, key, organization_id, fingerprint, said, seen_on)"
            " SELECT %s, key, organization, fingerprint, said, %s"
            " FROM unnest(%s::text[], %s::bigint[], %s::text[], %s::jsonb[])"
            " AS given (key, organization, fingerprint, said)"
            " ON CONFLICT (source, key) DO UPDATE SET organization_id = EXCLUDED.organization_id,"
            " fingerprint = EXCLUDED.fingerprint, said = EXCLUDED.said, seen_on = EXCLUDED.seen_on,"
            " undone_at_version = NULL",
            [
                batch.source,
                seen_on,
                [row.key for row in rows],
                [row.organization_id for row in rows],
                [fingerprint_of(row.data) for row in rows],
                [json.dumps(said_by(row.data)) for row in rows],
            ],
        )
