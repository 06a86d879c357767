"""What the undo of an import would do to a record: takes back what nobody touched since, and keeps everything else.

A record that the import brought goes as a whole or stays as a whole. Of any other, each field goes back for itself.
"""

from collections import Counter
from dataclasses import dataclass, field

from registry.actions.imports.facts import contact_key, said_by
from registry.actions.imports.judge import CHUNK
from registry.actions.imports.plans import SINGLE
from registry.matching import fold
from registry.models import ImportRow, Organization
from registry.queries.imports import with_facts
from registry.queries.undoing import TOUCHED, later_than
from registry.states import OrganizationState

Undone = ImportRow.Undone

# What a record says once; `state` is among them where an import brought back what an earlier undo had taken out.
VALUES = (*SINGLE, "source", "observed_on")
TERMS = ("types", "levels")
PARTS = ("names", "identifiers", "presences", "partnerships", "contacts")
# In the terms of facts.said_by.
SAID_AS = {"presences": "places"}
# These speak of the record as a whole: what they found in it they found right, or they gave it to another one.
_OF_ALL = frozenset({"organization.confirmed", "organization.verified", "organization.merged", "organization.unmerged"})


@dataclass
class Retreat:
    """What goes back in one record, and what stays: `kept` says why, by whom, when and by which change."""

    goes: bool = False
    """The import brought the record and nobody touched it: it leaves the inventory."""
    values: dict = field(default_factory=dict)
    terms: dict = field(default_factory=dict)
    parts: dict = field(default_factory=dict)
    sectors: list = field(default_factory=list)
    kept: list = field(default_factory=list)

    @property
    def is_empty(self):
        return not (self.goes or self.values or self.terms or self.parts or self.sectors)

    @property
    def word(self):
        if self.goes:
            return Undone.ARCHIVED
        if self.kept:
            return Undone.KEPT if self.is_empty else Undone.PARTLY
        return Undone.NOTHING if self.is_empty else Undone.TAKEN_BACK

    def keep_once(self, entry):
        """Of several rows that stay for one reason the reason is told once."""
        if entry not in self.kept:
            self.kept.append(entry)

    def keeps(self, name):
        return any(entry["field"] in ("", name) for entry in self.kept)


def retreat_of(rows, organization, later):
    """`rows` are those of the import about this organization, in the order in which they were applied."""
    retreat = Retreat()
    changed = [row for row in rows if row.outcome != "same"]
    if not changed:
        return retreat
    if organization.state == OrganizationState.MERGED or not later.is_told:
        retreat.kept.append(_because("merged", "", later.changes[0] if later.changes else None))
    elif was_brought(changed):
        retreat.kept += _everything_since(later)
        retreat.goes = not retreat.kept
    elif any(row.written is None for row in changed):
        retreat.kept.append({"field": "", "why": "not_written"})
    elif of_all := [change for change in later.changes if change.verb in _OF_ALL]:
        retreat.kept.append(_because("changed", "", of_all[0]))
    else:
        _take_back(retreat, changed, organization, later)
    return retreat


def was_brought(rows):
    """Added by the import, or brought back by it after an undo."""
    return any(row.outcome == "new" or "state" in row.diff for row in rows)


def _because(why, name, change):
    return {"field": name, "why": why} | (
        {"change": change.pk, "verb": change.verb, "by": change.by_id, "name": change.by, "at": change.at.isoformat()}
        if change
        else {}
    )


def _said_by_import(name, row):
    told = {"import": row.batch.reference, "by": row.batch.approved_by_id, "at": row.applied_at.isoformat()}
    return {"field": name, "why": "said_again"} | told


def _everything_since(later):
    """The last change, the last import and whatever hangs on the record: any of them keeps it."""
    kept = [_because("changed", "", change) for change in later.changes[:1]]
    kept += [_said_by_import("", row) for row in later.imports[:1]]
    if not kept:
        kept += [{"field": "", "why": "hanging", "model": label} for label in later.hanging]
    return kept


def _take_back(retreat, rows, organization, later):
    said = [(row, said_by(row.data)) for row in later.imports]
    for name in dict.fromkeys(name for row in rows for name in row.diff):
        pairs = [row.diff[name] for row in rows if name in row.diff]
        if name in PARTS:
            keys = [pk for row in rows for pk in row.written.get(name, ())]
            _part_back(retreat, name, keys, organization, later, said)
        elif entry := _touched(name, later):
            retreat.kept.append(entry)
        elif name in VALUES:
            _value_back(retreat, name, pairs[0][0], pairs[-1][1], organization, said)
        elif name in TERMS:
            _terms_back(retreat, name, [code for _before, after in pairs for code in after], said)
        else:
            _sectors_back(retreat, [one for row in rows for one in row.written.get("sectors", ())], organization, said)


def _touched(name, later):
    """The last change that wrote this field, or by which somebody saw evidence for it."""
    also = {"sectors": "presences"}.get(name, name)
    for change in later.changes:
        if {name, also} & change.diff.keys() or change.diff.get("verified_field", [None, None])[1] in (name, also):
            return _because("changed", name, change)
    return None


def _value_back(retreat, name, before, after, organization, said):
    for row, theirs in said:
        if name in row.diff or theirs["values"].get(name) == after:
            retreat.kept.append(_said_by_import(name, row))
            return
    now = organization.hq_country_id if name == "hq_country" else getattr(organization, name)
    if (str(now) if name == "observed_on" and now else now or None) != after:
        retreat.kept.append(_because("changed", name, None))
    else:
        retreat.values[name] = before


def _terms_back(retreat, name, codes, said):
    for row, theirs in said:
        if set(theirs[name]) & set(codes):
            retreat.kept.append(_said_by_import(name, row))
            return
    retreat.terms[name] = codes


def _part_back(retreat, name, keys, organization, later, said):
    if entry := _touched(name, later):
        retreat.kept.append(entry)
        return
    goes = []
    for row in getattr(organization, name).all():
        if row.pk not in keys:
            continue
        by_hand = _row_touched(name, row, later) if name in ("partnerships", "contacts") else None
        if entry := by_hand or _row_said_again(name, row, said):
            retreat.keep_once(entry)
        else:
            goes.append(row)
    if goes:
        retreat.parts[name] = goes


def _row_touched(name, row, later):
    """A partnership and a contact are changed each for itself, and count their versions; one may also be disputed."""
    told = [change for change in later.changes if change.diff.get(f"{name[:-1]}_reference", [0, 0])[1] == row.reference]
    if row.version == 1 and not told:
        return None
    told += [change for change in later.changes if change.verb.startswith(f"{name[:-1]}.")]
    return _because("changed", name, told[0] if told else None)


def _row_said_again(name, row, said):
    key = _KEYS[name](row)
    for later, theirs in said:
        if key in theirs[SAID_AS.get(name, name)]:
            return _said_by_import(name, later)
    return None


def _sectors_back(retreat, told, organization, said):
    places = {presence.pk: presence for presence in organization.presences.all()}
    for pk, more in told:
        if pk not in places:
            continue
        if entry := _row_said_again("presences", places[pk], said):
            retreat.keep_once(entry | {"field": "sectors"})
        else:
            retreat.sectors.append((places[pk], more))


def _partnership_key(row):
    lower, upper = row.period.lower, row.period.upper
    last = upper and type(upper).fromordinal(upper.toordinal() - 1)
    parts = (row.role_id, row.area_id, row.country_id, row.programme and row.programme.code, lower, last)
    return " ".join(str(part) if part else "-" for part in parts)


_KEYS = {
    "names": lambda row: fold(row.text),
    "identifiers": lambda row: f"{row.scheme_id} {row.value}",
    "presences": lambda row: f"{row.country_id} {fold(row.admin1)}",
    "partnerships": _partnership_key,
    "contacts": lambda row: contact_key([row.name, row.email, row.phone]),
}


@dataclass(frozen=True)
class Preview:
    """What an undo would do, in numbers: `words` {Undone: records}, `fields` {field: values or rows that go back}."""

    words: Counter
    fields: Counter
    kept: list
    """[(key of an organization, entries)] of what would stay, in the order of the file."""


def preview_undo(batch):
    """Look and write nothing. Only records on which something came later are looked at one by one."""
    touched = batch.rows.filter(outcome__in=TOUCHED, organization__isnull=False, undone=Undone.NONE)
    later = later_than(batch, touched.values("organization"))
    by_organization = {}
    for row in touched.defer("raw", "lines", "data", "reasons", "problems").order_by("number"):
        by_organization.setdefault(row.organization_id, []).append(row)
    close = [pk for pk, ours in by_organization.items() if _needs_a_close_look(ours, later[pk])]
    retreats = {}
    for start in range(0, len(close), CHUNK):
        some = {pk: by_organization[pk] for pk in close[start : start + CHUNK]}
        records = _records(some)
        retreats |= {pk: retreat_of(rows, records[pk], later[pk]) for pk, rows in some.items()}
    words, fields, kept = Counter(), Counter(), []
    for pk, ours in by_organization.items():
        if retreat := retreats.get(pk):
            words[retreat.word] += 1
            fields.update(fields_of(retreat))
            kept += [(pk, retreat.kept)] if retreat.kept else []
        else:
            words[_plain_word(ours)] += 1
            fields.update({} if was_brought(ours) else _plain_fields(ours))
    return Preview(words, fields, kept)


def _records(by_organization):
    """The organizations that these rows are about; what goes or stays as a whole, without its parts."""
    records = Organization.objects.filter(pk__in=by_organization)
    whole = [pk for pk, rows in by_organization.items() if was_brought(rows)]
    found = [*records.filter(pk__in=whole), *with_facts(records.exclude(pk__in=whole))]
    return {organization.pk: organization for organization in found}


def fields_of(retreat):
    """{field: how much of it goes back}."""
    counted = Counter(dict.fromkeys([*retreat.values, *retreat.terms], 1))
    counted.update({name: len(rows) for name, rows in retreat.parts.items()})
    counted["sectors"] += len(retreat.sectors)
    return +counted


def _needs_a_close_look(rows, later):
    changed = [row for row in rows if row.outcome != "same"]
    return bool(changed) and (bool(later) or not later.is_told or any(row.written is None for row in changed))


def _plain_word(rows):
    if was_brought(rows):
        return Undone.ARCHIVED
    return Undone.TAKEN_BACK if any(row.diff for row in rows if row.outcome == "updated") else Undone.NOTHING


def _plain_fields(rows):
    counted = Counter()
    for row in rows:
        if row.outcome == "updated":
            counted.update(dict.fromkeys((name for name in row.diff if name in (*VALUES, *TERMS)), 1))
            counted.update({name: len(row.written.get(name, ())) for name in (*PARTS, "sectors")})
    return +counted
