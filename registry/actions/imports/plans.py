"""What a file's facts would change in a record: adds what is missing, fills what is empty, and overwrites nobody.

A single value, such as a website, is compared three ways: what the record holds, what the file says, and what the same
source said last time. Only a value that is still the source's own older one, and that nobody confirmed since, gives way
to its newer one. Every other difference is told and left to a person.
"""

from dataclasses import dataclass, field
from datetime import date

from registry.actions.imports.facts import contact_key, partnership_key
from registry.matching import fold

SINGLE = (
    "website",
    "founded",
    "hq_country",
    "languages",
    "description_en",
    "description_fr",
    "description_es",
)


@dataclass
class Record:
    """What the registry holds of an organization, in the terms of the facts. A new one holds nothing."""

    values: dict = field(default_factory=dict)
    names: dict = field(default_factory=dict)
    types: set = field(default_factory=set)
    levels: set = field(default_factory=set)
    identifiers: dict = field(default_factory=dict)
    presences: dict = field(default_factory=dict)
    partnerships: list = field(default_factory=list)
    contacts: set = field(default_factory=set)
    source: str = ""
    observed_on: date | None = None
    confirmed_on: date | None = None

    @classmethod
    def of(cls, organization):
        """From an organization read by queries.imports.with_facts."""
        values = {name: getattr(organization, name) for name in SINGLE if name != "hq_country"}
        values["hq_country"] = organization.hq_country_id
        days = [day for day in (organization.confirmed_on, organization.verified_on) if day]
        return cls(
            values={name: value for name, value in values.items() if value},
            names={name.folded: f"{name.text} ({name.kind})" for name in organization.names.all()},
            types={type_.code for type_ in organization.types.all()},
            levels={level.code for level in organization.levels.all()},
            identifiers={(i.scheme_id, i.value): i.valid_until is None for i in organization.identifiers.all()},
            presences={(p.country_id, fold(p.admin1)): p for p in organization.presences.all()},
            partnerships=[
                (p.role_id, p.area_id, p.country_id, p.programme and p.programme.code, p.period.lower, p.period.upper)
                for p in organization.partnerships.all()
                if p.state != "rejected"
            ],
            contacts={key for c in organization.contacts.all() for key in _contact_keys(c.name, c.email, c.phone)},
            source=organization.source,
            observed_on=organization.observed_on,
            confirmed_on=max(days, default=None),
        )


@dataclass
class Plan:
    """What would be written, and what differs and is left to a person: `conflicts` {field: [ours, theirs]}."""

    values: dict = field(default_factory=dict)
    names: list = field(default_factory=list)
    types: list = field(default_factory=list)
    levels: list = field(default_factory=list)
    identifiers: list = field(default_factory=list)
    presences: list = field(default_factory=list)
    sectors: list = field(default_factory=list)
    partnerships: list = field(default_factory=list)
    contacts: list = field(default_factory=list)
    conflicts: dict = field(default_factory=dict)
    diff: dict = field(default_factory=dict)
    """{field: [before, after]}, as the history tells it."""
    written: dict = field(default_factory=dict)
    """{part: keys of the rows that were added}, so that an undo finds them."""

    @property
    def is_empty(self):
        return not self.diff


def plan_for(facts, record, *, source, observed_on, trace=None):
    """Compare. `trace` tells what this source said of this organization last time, and when."""
    said = trace.said if trace else {}
    plan = Plan()
    _plan_values(plan, facts, record, said.get("values", {}), trace, observed_on)
    _plan_names(plan, facts, record, set(said.get("names", ())))
    _plan_terms(plan, facts, record)
    _plan_identifiers(plan, facts, record, set(said.get("identifiers", ())))
    _plan_places(plan, facts, record, set(said.get("places", ())))
    _plan_partnerships(plan, facts, record, set(said.get("partnerships", ())))
    _plan_contacts(plan, facts, record, set(said.get("contacts", ())))
    if observed_on and (record.observed_on is None or record.observed_on < observed_on):
        _set(plan, "observed_on", record.observed_on, observed_on)
        if record.source != source:
            _set(plan, "source", record.source, source)
    return plan


def bring_back(plan, state):
    """Open again a record that an undo had closed."""
    _set(plan, "state", "archived", str(state))
    plan.values |= {"state_code": "", "state_reason": ""}


def same_as_last_time(trace, fingerprint, observed_on):
    """Whether the source says exactly what it said, on no later day: then there is nothing to compare."""
    return trace.fingerprint == fingerprint and (observed_on is None or trace.seen_on >= observed_on)


def _set(plan, name, before, after):
    plan.values[name] = after
    plan.diff[name] = [_told(before), _told(after)]


def _told(value):
    return value.isoformat() if isinstance(value, date) else value or None


def _plan_values(plan, facts, record, said, trace, observed_on):
    for name, theirs in facts["values"].items():
        ours = record.values.get(name)
        if ours == theirs or theirs == said.get(name):
            continue
        if not ours or (ours == said.get(name) and _is_newer(trace, observed_on, record)):
            _set(plan, name, ours, theirs)
        else:
            plan.conflicts[name] = [ours, theirs]


def _is_newer(trace, observed_on, record):
    if observed_on is None or observed_on < trace.seen_on:
        return False
    return record.confirmed_on is None or record.confirmed_on < trace.seen_on


def _plan_names(plan, facts, record, said):
    for kind, text, language in facts["names"]:
        folded = fold(text)[:300]
        if folded in record.names or folded in said:
            continue
        is_first = not record.names and not plan.names
        # A record that has its name keeps it: another one from a file is one more name.
        told_kind = "other" if kind == "legal" and not is_first else kind
        plan.names.append({"kind": told_kind, "text": text, "language": language, "is_primary": is_first})
    if plan.names:
        before = sorted(record.names.values())
        plan.diff["names"] = [before, sorted([*before, *(f"{n['text']} ({n['kind']})" for n in plan.names)])]


def _plan_terms(plan, facts, record):
    for name in ("types", "levels"):
        ours, theirs = getattr(record, name), set(facts[name])
        if theirs and not ours:
            setattr(plan, name, sorted(theirs))
            plan.diff[name] = [[], sorted(theirs)]
        elif theirs - ours:
            plan.conflicts[name] = [sorted(ours), sorted(theirs)]


def _plan_identifiers(plan, facts, record, said):
    held = dict(pair for pair, is_current in record.identifiers.items() if is_current)
    for scheme, value in facts["identifiers"]:
        if (scheme, value) in record.identifiers or f"{scheme} {value}" in said:
            continue
        if held.get(scheme):
            plan.conflicts["identifiers"] = [f"{scheme} {held[scheme]}", f"{scheme} {value}"]
        else:
            plan.identifiers.append((scheme, value))
    if plan.identifiers:
        before = sorted(f"{scheme} {value}".strip() for scheme, value in record.identifiers)
        plan.diff["identifiers"] = [before, sorted([*before, *(f"{s} {v}" for s, v in plan.identifiers)])]


def _plan_places(plan, facts, record, said):
    before = sorted(_place_told(p.country_id, p.admin1) for p in record.presences.values())
    for country, admin1, code, sectors in facts["places"]:
        known = record.presences.get((country, fold(admin1)))
        if known is None:
            if f"{country} {fold(admin1)}" not in said:
                plan.presences.append((country, admin1, code, sectors))
        elif more := [sector for sector in sectors if sector not in known.sectors]:
            plan.sectors.append((known, more))
    if plan.presences:
        plan.diff["presences"] = [before, sorted([*before, *(_place_told(p[0], p[1]) for p in plan.presences)])]
    if plan.sectors:
        told = [f"{_place_told(known.country_id, known.admin1)}: {', '.join(more)}" for known, more in plan.sectors]
        plan.diff["sectors"] = [[], sorted(told)]


def _place_told(country, admin1):
    return f"{country} {admin1}".strip()


def _plan_partnerships(plan, facts, record, said):
    held = list(record.partnerships)
    for told in facts["partnerships"]:
        starts_on, ends_before = period_of(told)
        same = (told["role"], told["area"], told["country"], told["programme"])
        if partnership_key(told) in said or any(
            known[:4] == same and _overlap(known[4], known[5], starts_on, ends_before) for known in held
        ):
            continue
        held.append((*same, starts_on, ends_before))
        plan.partnerships.append(told)
    if plan.partnerships:
        plan.diff["partnerships"] = [[], [partnership_key(told) for told in plan.partnerships]]


def period_of(told):
    """First day and the day after the last, as the database keeps them."""
    starts_on = date.fromisoformat(told["starts_on"]) if told["starts_on"] else None
    ends_on = date.fromisoformat(told["ends_on"]) if told["ends_on"] else None
    return starts_on, date.fromordinal(ends_on.toordinal() + 1) if ends_on else None


def _overlap(lower, upper, other_lower, other_upper):
    return (lower is None or other_upper is None or lower < other_upper) and (
        upper is None or other_lower is None or other_lower < upper
    )


def _plan_contacts(plan, facts, record, said):
    for name, email, phone in facts["contacts"]:
        keys = _contact_keys(name, email, phone)
        if contact_key([name, email, phone]) in said or (keys[:1] and keys[0] in record.contacts):
            continue
        plan.contacts.append((name, email, phone))
    if plan.contacts:
        # Who they are is private and stays out of the history.
        plan.diff["contacts"] = [0, len(plan.contacts)]


def _contact_keys(name, email, phone):
    return [key for key in (email.lower(), phone, fold(name)) if key]
