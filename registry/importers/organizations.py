"""Folds the lines of a table into organizations: one row each, whatever number of lines told of it."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import Any, TypeVar

from registry.importers.columns import ColumnMap
from registry.importers.problems import Problem
from registry.importers.reader import Line
from registry.importers.rows import Counts, Defaults, Folded, Identifier, Name, Rejected, Row
from registry.importers.statements import LineReader, Statement
from registry.importers.tables import DataLines, Header
from registry.importers.text import fold as folded
from registry.importers.text import script_of
from registry.importers.vocabularies import Vocabularies

T = TypeVar("T")
NameKey = tuple[str, str, str]
PARTS = ("countries", "places", "partnerships", "contacts", "problems")
# More names, types or numbers than this are no facts about one organization, but a column that holds something else.
MANY = 20


class Group:
    """The statements about one organization, added up."""

    __slots__ = ("_parts", "identifiers", "key", "kinds", "lines", "names", "said", "texts", "types")

    def __init__(self, key: NameKey, said: Statement) -> None:
        self.key = key
        self.said = said
        self.lines: list[int] = []
        self.kinds: tuple[tuple[str | None, str | None], ...] = ()
        self.types: tuple[str, ...] = ()
        self.texts: tuple[str, ...] = ()
        self.identifiers: tuple[Identifier, ...] = ()
        self.names = said.names
        # Made when a second line comes: most organizations of a plain list have one.
        self._parts: dict[str, dict[Any, None]] | None = None

    def add(self, said: Statement) -> None:
        self.lines.append(said.line.number)
        self.kinds = _with(self.kinds, [(said.set_aside, said.decide)])
        self.types = _with(self.types, [said.type_text] if said.type_text else [])
        self.texts = _with(self.texts, [said.description] if said.description else [])
        self.identifiers = _with(self.identifiers, said.identifiers)
        if said is not self.said:
            self._complete(said)
            self._add_parts(said)

    def _complete(self, said: Statement) -> None:
        """What the first line left open, a later one may say."""
        ours = self.said
        ours.acronym = ours.acronym or said.acronym
        if not ours.type_text:
            ours.type_text, ours.kind = said.type_text, said.kind
        ours.level = ours.level or said.level
        ours.hq_country = ours.hq_country or said.hq_country
        ours.website = ours.website or said.website
        ours.founded = ours.founded or said.founded
        ours.languages = ours.languages or said.languages
        if ours.source_id != said.source_id:
            ours.source_id = ""

    def _add_parts(self, said: Statement) -> None:
        if self._parts is None:
            self._parts = {part: dict.fromkeys(getattr(self.said, part)) for part in PARTS}
        for part in PARTS:
            if told := getattr(said, part):
                self._parts[part].update(dict.fromkeys(told))
        if said.names is not self.names:
            self._add_names(said.names)

    def _add_names(self, names: Sequence[Name]) -> None:
        known = {folded(name.text) for name in self.names}
        for name in names:
            if folded(name.text) not in known and len(self.names) < MANY:
                kind = "variant" if name.kind == "official" else name.kind
                self.names += (Name(kind, name.text, name.language, name.script),)

    def part(self, name: str) -> tuple[Any, ...]:
        return tuple(getattr(self.said, name) if self._parts is None else self._parts[name])

    def join(self, other: "Group") -> None:
        for part in PARTS:
            setattr(other.said, part, other.part(part))
        other.said.names = other.names
        self.add(other.said)
        self.lines = sorted({*self.lines, *other.lines})
        self.kinds = _with(self.kinds, other.kinds)
        self.types = _with(self.types, other.types)
        self.texts = _with(self.texts, other.texts)
        self.identifiers = _with(self.identifiers, other.identifiers)


def _with(known: tuple[T, ...], told: Iterable[T]) -> tuple[T, ...]:
    """One tuple for what is told again and again; nobody has more than a few types, texts or numbers."""
    for one in told:
        if one not in known and len(known) < MANY:
            known += (one,)
    return known


def fold(
    lines: Iterable[Line],
    header: Header,
    column_map: ColumnMap,
    *,
    defaults: Defaults | None = None,
    vocabularies: Vocabularies | None = None,
) -> Folded:
    """Every line ends in exactly one of the counts; nothing is dropped in silence."""
    data = DataLines(lines, header)
    reader = LineReader(header, column_map, defaults or Defaults(), vocabularies or Vocabularies())
    gathering = _Gathering(reader)
    for line in data:
        gathering.add(reader.read(line))
    groups = gathering.groups()
    _warn_of_shared_acronyms(groups, reader.headings.get("acronym") or "acronym")
    # Each group is let go when its row is made, so that a large file is not held twice.
    groups.reverse()
    rows = tuple(_row(groups.pop(), reader) for _ in range(len(groups)))
    errors = tuple(sorted(gathering.errors, key=lambda rejected: rejected.number))
    return Folded(rows, errors, _counts(rows, errors, data), reader.headings)


class _Gathering:
    """Groups by identifier, else by name, acronym and country."""

    def __init__(self, reader: LineReader) -> None:
        self._reader = reader
        self._by_name: dict[NameKey, list[Group]] = {}
        self._by_identifier: dict[tuple[str, str], Group] = {}
        self.errors: list[Rejected] = []

    def add(self, said: Statement) -> None:
        group = None
        for identifier in said.identifiers:
            known = self._by_identifier.get(_identifier_key(identifier))
            if known and not _may_be_same(known.said, said):
                self._reader.problem(
                    said,
                    "identifier",
                    identifier.value,
                    "identifier_shared",
                    other=known.said.name,
                    line=known.lines[0],
                )
            group = group or known
        if said.has_error:
            errors = tuple(problem for problem in said.problems if problem.is_error)
            self.errors.append(Rejected(said.line.number, said.line.cells, errors))
            return
        if group is None:
            group = self._group_by_name(said)
        group.add(said)
        for identifier in said.identifiers:
            self._by_identifier.setdefault(_identifier_key(identifier), group)

    def _group_by_name(self, said: Statement) -> Group:
        key = _name_key(said)
        same_name = self._by_name.setdefault(key, [])
        ours = {_identifier_key(identifier) for identifier in said.identifiers}
        for group in same_name[:MANY]:
            # The same name under another number of the same register is another body.
            theirs = {_identifier_key(identifier) for identifier in group.identifiers}
            if not ours or not theirs or not {scheme for scheme, _ in ours} & {scheme for scheme, _ in theirs - ours}:
                return group
        group = Group(key, said)
        same_name.append(group)
        return group

    def groups(self) -> list[Group]:
        """In the order of the file; a line without its acronym joins the one organization that has it."""
        named: dict[tuple[str, str], list[Group]] = defaultdict(list)
        for same in self._by_name.values():
            for group in same:
                named[group.key[0], group.key[2]].append(group)
        joined: list[Group] = []
        for alike in named.values():
            bare = [group for group in alike if not group.key[1]]
            full = [group for group in alike if group.key[1]]
            if len(full) == 1:
                for group in bare:
                    full[0].join(group)
                bare = []
            joined += full + bare
        self._by_name.clear()
        self._by_identifier.clear()
        return sorted(joined, key=lambda group: group.lines[0])


def _identifier_key(identifier: Identifier) -> tuple[str, str]:
    return folded(identifier.scheme), folded(identifier.value)


def _name_key(said: Statement) -> NameKey:
    """An international organization is one in all its countries; a national namesake next door is another."""
    place = "*" if said.level == "global" else said.hq_country or " ".join(sorted(said.countries))
    return folded(said.name), folded(said.acronym), place


def _may_be_same(one: Statement, other: Statement) -> bool:
    """Whether two names under one identifier can be one body: spelling, a short form, a translation."""
    mine, theirs = folded(one.name), folded(other.name)
    if mine == theirs or (one.acronym and folded(one.acronym) == folded(other.acronym)):
        return True
    if folded(one.acronym) == theirs or folded(other.acronym) == mine or script_of(one.name) != script_of(other.name):
        return True
    words, others = set(mine.split()), set(theirs.split())
    is_short_form = (words <= others or others <= words) and min(len(mine), len(theirs)) >= 4
    return is_short_form or SequenceMatcher(None, mine, theirs).ratio() >= 0.8


def _warn_of_shared_acronyms(groups: Sequence[Group], heading: str) -> None:
    by_acronym: dict[str, list[Group]] = defaultdict(list)
    for group in groups:
        if acronym := folded(group.said.acronym):
            by_acronym[acronym].append(group)
    for alike in by_acronym.values():
        first = alike[0].said.name
        other = next((group for group in alike if folded(group.said.name) != folded(first)), None)
        if other is None:
            continue
        for group in alike:
            them = alike[0] if folded(group.said.name) != folded(first) else other
            params = (("other", them.said.name), ("line", them.lines[0]))
            group.said.problems += (Problem(heading, group.said.acronym, "acronym_shared", params),)


def _row(group: Group, reader: LineReader) -> Row:
    said = group.said
    set_aside, decide = _verdict(group)
    problems = list(dict.fromkeys((*group.part("problems"), *said.problems)))
    if len(group.types) > 1:
        problems.append(Problem(reader.headings.get("type", "type"), "; ".join(group.types), "types_differ"))
    return Row(
        key=_key(group),
        name=said.name,
        acronym=said.acronym,
        names=group.names,
        type_code=said.kind.type_code,
        type_text=said.type_text,
        level=said.level,
        identifiers=group.identifiers,
        source_ids=(said.source_id,) if said.source_id else (),
        hq_country=said.hq_country,
        countries=group.part("countries"),
        places=group.part("places"),
        partnerships=group.part("partnerships"),
        contacts=group.part("contacts"),
        website=said.website,
        founded=said.founded,
        # Several texts tell of several activities, not of the organization.
        description=group.texts[0] if len(group.texts) == 1 else "",
        languages=said.languages,
        lines=tuple(group.lines),
        cells=said.line.cells,
        problems=tuple(problems),
        set_aside=set_aside,
        decide=decide,
    )


def _verdict(group: Group) -> tuple[str | None, str | None]:
    reasons = {set_aside for set_aside, _ in group.kinds}
    decisions = {decide for _, decide in group.kinds} - {None}
    if len(reasons) > 1:
        return None, "mixed_kinds"
    return reasons.pop(), decisions.pop() if decisions else None


def _key(group: Group) -> str:
    """From what the source says, so that the same row has the same key in the next upload."""
    first = next(iter(group.identifiers), None)
    source = ("id", *_identifier_key(first)) if first else ("name", *group.key)
    return hashlib.sha256("\x1f".join(source).encode()).hexdigest()[:32]


def _counts(rows: Sequence[Row], errors: Sequence[Rejected], data: DataLines) -> Counts:
    kept = [row for row in rows if not row.set_aside]
    away = [row for row in rows if row.set_aside]
    lines, lines_away = sum(len(row.lines) for row in kept), sum(len(row.lines) for row in away)
    return Counts(
        read=lines + lines_away + len(errors) + data.empty + data.repeated,
        folded=lines,
        set_aside=lines_away,
        errors=len(errors),
        empty=data.empty,
        repeated=data.repeated,
        organizations=len(kept),
        to_decide=sum(row.decide is not None for row in kept),
        organizations_set_aside=len(away),
    )
