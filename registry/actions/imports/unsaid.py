"""What a source said is unsaid: its statements and its traces are again what they were before an import.

`ours` are the rows of the import by organization, `retreats` what becomes of each.
"""

from datetime import date, datetime

from registry.actions.facts import put_back
from registry.actions.imports.facts import said_by
from registry.actions.imports.retreat import PARTS, SAID_AS, was_brought
from registry.models import Fact, ImportTrace
from registry.models.facts import Teller

_TRACE = ["organization", "fingerprint", "said", "seen_on", "undone_at_version"]


def facts_back(batch, ours, retreats):
    """What this source says of each record is again what it said before, but of what stays."""
    said = Fact.objects.filter(organization__in=ours, teller=Teller.IMPORT, source=batch.source)
    before = {pk: {(f["about"], f["field"]): f for f in (rows[0].written or {}).get("facts", ())}
              for pk, rows in ours.items()}  # fmt: skip
    gone, back = [], []
    for fact in said:
        retreat, rows = retreats[fact.organization_id], ours[fact.organization_id]
        if rows[0].written is None and not retreat.goes:
            continue
        earlier = before[fact.organization_id].get((fact.about, fact.field))
        if retreat.keeps("contacts" if fact.about else fact.field) or (fact.about and earlier):
            continue
        if earlier is None:
            gone.append(fact.pk)
        else:
            back.append(_as_before(fact, earlier))
    Fact.objects.filter(pk__in=gone).delete()
    put_back(back)


def traces_back(batch, ours, retreats, records):
    """The same file is to bring back what went: nothing that went counts as said."""
    traces = ImportTrace.objects.select_for_update(of=("self",)).filter(
        source=batch.source, key__in=[row.key for rows in ours.values() for row in rows]
    )
    traces = {trace.key: trace for trace in traces.order_by("pk")}
    gone, back = [], []
    for pk, rows in ours.items():
        for row in rows:
            trace = traces.get(row.key)
            if trace is None or trace.organization_id != pk or _stays_whole(row, retreats[pk], rows):
                continue
            before = (row.written or {}).get("trace")
            if retreats[pk].goes:
                trace.fingerprint, trace.said = "", {}
                trace.undone_at_version = records[pk].version + 1
            elif retreats[pk].kept:
                trace.fingerprint, trace.said = "", _said_of_what_stays(row, retreats[pk], before)
            elif before is None:
                gone.append(trace.pk)
                continue
            else:
                _restore(trace, before)
            back.append(trace)
    ImportTrace.objects.filter(pk__in=gone).delete()
    for trace in back:
        trace.pk = None
    # Much quicker than an update of each.
    ImportTrace.objects.bulk_create(back, update_conflicts=True, unique_fields=["source", "key"], update_fields=_TRACE)


def _as_before(fact, earlier):
    days = {name: earlier[name] and date.fromisoformat(earlier[name]) for name in ("observed_on", "seen_on")}
    return Fact(
        organization_id=fact.organization_id,
        teller=fact.teller,
        source=fact.source,
        recorded_at=datetime.fromisoformat(earlier["recorded_at"]),
        **{name: earlier[name] for name in ("about", "field", "value", "value_sha256", "recorded_by_id")},
        **days,
    )


def _restore(trace, before):
    trace.organization_id, trace.fingerprint, trace.said = (
        before[name] for name in ("organization_id", "fingerprint", "said")
    )
    trace.seen_on = date.fromisoformat(before["seen_on"])
    trace.undone_at_version = before["undone_at_version"]


def _stays_whole(row, retreat, rows):
    return (row.written is None and not retreat.goes) or (was_brought(rows) and not retreat.goes) or retreat.keeps("")


def _said_of_what_stays(row, retreat, before):
    """A source is not asked again about what stays; about what went back it may say the same once more."""
    said, earlier = said_by(row.data), (before or {}).get("said", {})
    parts = {SAID_AS.get(name, name): retreat.keeps(name) for name in (*PARTS, "types", "levels")}
    values = {name: value for name, value in said["values"].items() if retreat.keeps(name)}
    return {part: said[part] if stays else earlier.get(part, []) for part, stays in parts.items()} | {
        "values": earlier.get("values", {}) | values
    }
