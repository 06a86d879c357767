"""A registry in which it is known who is whom: invented organizations, some told twice, some that only look alike.

The same size and seed give the same records on every machine; the pairs written by hand are always among them.
Half of it, by a hash of the number of the organization or of the line, is for tuning; only the other half is reported.
"""

import random
import zlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any

from benchmarks import lexicon
from benchmarks.names import ROWS, WRITING, Organization, organizations, proper, render
from benchmarks.noise import NOISE
from registry.matching import Identity
from registry.matching.pairs import Record

BY_HAND = Path(__file__).parent / "pairs.txt"
# Of each organization: the chance that it is told again, and that another one looks like it.
TOLD_AGAIN = 0.03
LOOK_ALIKES = 0.02

Facts = dict[str, set[Any]]
Pair = tuple[int, int]

_TOUCHES = [kind for kind in NOISE if kind not in ("exact", "acronym")]
_HOMES = " ".join(lexicon.COUNTRIES.values()).split()


@dataclass
class Labelled:
    """Records, whose key is their place here, and of each: which organization it is, how it was told, in which half."""

    records: list[Record] = field(default_factory=list)
    organizations: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    held_out: list[bool] = field(default_factory=list)
    # The pairs written by hand, with their kinds.
    by_hand: dict[Pair, str] = field(default_factory=dict)

    def add(self, identity: Identity, organization: str, kind: str, split_by: str) -> None:
        self.records.append(Record(len(self.records), identity))
        self.organizations.append(organization)
        self.kinds.append(kind)
        self.held_out.append(is_held_out(split_by))

    def true_pairs(self) -> dict[Pair, str]:
        """The pairs that are one organization, and how the later record was told."""
        members = defaultdict(list)
        for number, organization in enumerate(self.organizations):
            members[organization].append(number)
        return {pair: self.kinds[pair[1]] for every in members.values() for pair in combinations(every, 2)}

    def is_held_out(self, pair: Pair) -> bool:
        """Pairs that were meant are in one half; two strangers count where the first of them is."""
        return self.held_out[pair[0]]


def is_held_out(label: str) -> bool:
    """Whether what has this label is for reporting, not for tuning."""
    return zlib.crc32(label.encode()) % 2 == 1


def labelled(size: int, seed: int) -> Labelled:
    """About `size` records, besides those written by hand."""
    chance = random.Random(f"{seed} labelled")
    made = Labelled()
    taken: set[str] = set()
    for number, org in enumerate(organizations(int(size / (1 + TOLD_AGAIN + LOOK_ALIKES)), seed)):
        names = {name["text"] for name in org["names"] if name["kind"] != "acronym"}
        # Two that have a name in common by accident would be told apart by nobody; those on purpose come below.
        if names & taken:
            continue
        taken |= names
        label = f"{seed} {number}"
        facts = _facts(org, chance)
        made.add(_identity(org["names"], facts), label, "first", label)
        while chance.random() < TOLD_AGAIN:
            names, kind = _told_again(org, chance)
            made.add(_identity(names, _remembered(facts, org, chance)), label, kind, label)
        if chance.random() < LOOK_ALIKES:
            kind = chance.choice(list(_ALIKE))
            other = _ALIKE[kind](org, chance)
            made.add(_identity(other["names"], _own_facts(other, facts, kind, chance)), f"{label} alike", kind, label)
    for kind, is_one, one, other in by_hand():
        label = f"{kind} {one} {other}"
        made.by_hand[len(made.records), len(made.records) + 1] = kind
        made.add(described(one), label, kind, label)
        made.add(described(other), label if is_one else f"{label} other", kind, label)
    return made


def by_hand() -> Iterator[tuple[str, bool, str, str]]:
    """(kind, whether both are one organization, one description, the other)"""
    for line in BY_HAND.read_text().splitlines():
        if not line.startswith("#"):
            kind, is_one, one, other = line.split(" | ")
            yield kind, is_one == "yes", one, other


def described(text: str) -> Identity:
    """A description of the file: names and facts with · between, each known by how it begins."""
    facts: Facts = defaultdict(set)
    names = []
    for part in text.split(" · "):
        if part.startswith("("):
            names.append(("acronym", part.strip("()"), ""))
        elif part.startswith("#"):
            facts["identifiers"].add(tuple(part[1:].split(" ", 1)))
        elif part.startswith("+") or part.isdigit():
            facts["phones"].add(part)
        elif part.startswith("@"):
            facts["countries"].add(part[1:])
        elif part.startswith("in "):
            facts["places"].add(part[3:])
        elif part.startswith("www."):
            facts["domains"].add(part)
        elif "@" in part:
            facts["emails"].add(part)
        else:
            names.append(("legal", part, ""))
    return _identity([dict(zip(("kind", "text", "language"), name, strict=True)) for name in names], facts)


def _facts(org: Organization, chance: random.Random) -> Facts:
    number = chance.randrange(10**8)
    country = org["hq_country"]
    facts = {"countries": set(org["countries"]) if chance.random() < 0.8 else set(), "types": {org["type"]}}
    facts |= {"domains": set(), "emails": set(), "phones": set(), "identifiers": set(), "places": set()}
    if chance.random() < 0.6:
        facts["domains"].add(f"www.csr{number}.example.org")
    if chance.random() < 0.65:
        facts["emails"].add(f"office@csr{number}.example.org" if chance.random() < 0.5 else f"office{number}@gmail.com")
    if chance.random() < 0.5:
        facts["phones"].add(_phone(chance))
    if chance.random() < 0.15:
        facts["identifiers"].add((f"{country}-NGO", f"{chance.randrange(10**9)}"))
    if chance.random() < 0.4:
        facts["places"].add(f"{country} town {chance.randrange(12)}")
    return facts


def _phone(chance: random.Random) -> str:
    return f"+{chance.randrange(200, 999)} {chance.randrange(10**8, 10**9)}"


def _remembered(facts: Facts, org: Organization, chance: random.Random) -> Facts:
    """What somebody else knows of the same organization: some facts, some others, some not at all."""
    fresh = _facts(org, chance)
    told = {}
    for name, values in facts.items():
        kept = chance.choices((values, fresh[name], set()), _REMEMBERED.get(name, (40, 20, 40)))[0]
        told[name] = set(kept)
    if told["types"] and chance.random() < 0.4:
        told["types"] = {chance.choice(lexicon.TYPES)}
    if told["countries"] and chance.random() < 0.7:
        told["countries"] = {org["hq_country"]} if chance.random() < 0.95 else {chance.choice(_HOMES)}
    return told


_REMEMBERED = {"countries": (75, 0, 25), "types": (60, 20, 20), "identifiers": (40, 5, 55), "places": (60, 10, 30)}


def _told_again(org: Organization, chance: random.Random) -> tuple[list, str]:
    """Names as somebody else would tell them, and in which way."""
    full = [name for name in org["names"] if name["kind"] != "acronym"]
    acronym = [name for name in org["names"] if name["kind"] == "acronym"]
    name = full[0] if len(full) == 1 or chance.random() < 0.7 else full[1]
    manner = chance.choices(("exact", "one", "two", "acronym"), (15, 60, 17, 8))[0]
    if manner == "acronym" and acronym:
        return acronym, "acronym"
    text, kinds = name["text"], []
    for _ in range({"one": 1, "two": 2}.get(manner, 0)):
        for kind in chance.sample(_TOUCHES, len(_TOUCHES)):
            if (touched := NOISE[kind](text, org, chance)) and touched != text:
                text, kinds = touched, [*kinds, kind]
                break
    names = [{**name, "text": text}]
    if len(full) > 1 and chance.random() < 0.15:
        names.append(next(other for other in full if other is not name))
    if acronym and chance.random() < 0.35:
        names += acronym
    return names, " + ".join(kinds) or "exact"


def _own_facts(other: Organization, facts: Facts, kind: str, chance: random.Random) -> Facts:
    """Its own contacts; a branch may share the site of its network, and neighbours a telephone."""
    told = _facts(other, chance)
    if chance.random() < 0.5:
        told["types"] = {chance.choice(lexicon.TYPES)}
    if kind in _SHARING and chance.random() < 0.25:
        told["domains"] = facts["domains"]
    if kind not in _ABROAD and chance.random() < 0.05:
        told["phones"] = facts["phones"]
    return told


def _sister(org: Organization, chance: random.Random, *, country: str = "", changed: dict | None = None) -> dict:
    parts = org["parts"] | (changed or {})
    language = org["names"][0]["language"]
    country = country or org["hq_country"]
    names = [{**name, "text": render(parts, name["language"])} for name in org["names"] if name["language"]]
    if chance.random() < 0.5:
        names += [name for name in org["names"] if name["kind"] == "acronym"]
    said = render(parts, language, said=True) if language == "ar" else ""
    return {**org, "parts": parts, "names": names, "said": said, "hq_country": country, "countries": [country]}


def _abroad(org: Organization, chance: random.Random) -> dict:
    return _sister(org, chance, country=chance.choice([code for code in _HOMES if code not in org["countries"]]))


def _branch(org: Organization, chance: random.Random) -> dict:
    other = _abroad(org, chance)
    place = proper(chance)
    return _ending(other, place)


def _town(org: Organization, chance: random.Random) -> dict:
    return _sister(org, chance, changed={"place" if "place" in _told(org) else "name": proper(chance)})


def _another_word(org: Organization, chance: random.Random) -> dict:
    part = chance.choice([part for part in _told(org) if part in ROWS])
    return _sister(org, chance, changed={part: chance.choice([row for row in ROWS[part] if row != org["parts"][part]])})


def _told(org: Organization) -> list[str]:
    """The parts that each of its names tells, in whichever language."""
    languages = [name["language"] for name in org["names"] if name["language"]]
    patterns = [lexicon.PATTERNS[language][org["parts"]["pattern"]] for language in languages]
    return [part for part in org["parts"] if all(f"{{{part}}}" in pattern for pattern in patterns)]


def _numbered(org: Organization, chance: random.Random) -> dict:
    other = _sister(org, chance)
    number = chance.randint(2, 30)
    return {**other, "names": [{**name, "text": f"{name['text']} {number}"} for name in other["names"]]}


def _same_acronym(org: Organization, chance: random.Random) -> dict:
    acronym = [name for name in org["names"] if name["kind"] == "acronym"]
    changed = {part: chance.choice(rows) for part, rows in ROWS.items()} | {"name": proper(chance)}
    other = _sister(org, chance, changed=changed | {"place": proper(chance)})
    return {**other, "names": [name for name in other["names"] if name["kind"] != "acronym"] + acronym}


def _ending(other: dict, place: list) -> dict:
    names = []
    for name in other["names"]:
        town = "".join(syllable[WRITING.get(name["language"], 0)] for syllable in place).title()
        names.append({**name, "text": f"{name['text']} {town}"} if name["kind"] != "acronym" else name)
    return {**other, "names": names}


_ALIKE = {
    "same name abroad": _abroad,
    "branch abroad": _branch,
    "another town": _town,
    "another word": _another_word,
    "another number": _numbered,
    "same acronym": _same_acronym,
}
_SHARING = {"branch abroad", "another town"}
_ABROAD = {"same name abroad", "branch abroad"}


def _identity(names: list[dict[str, str]], facts: Facts) -> Identity:
    sets = ("countries", "domains", "phones", "emails", "types", "places")
    return Identity(
        names=tuple((name["kind"], name["text"], name["language"]) for name in names),
        identifiers=tuple(sorted(facts.get("identifiers", ()))),
        **{name: frozenset(facts.get(name, ())) for name in sets},
    )
