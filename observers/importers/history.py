"""A table of past admissions: one dated act a line, as minutes and resolutions of the Council tell them."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from registry.importers import Line, Unreadable, read, sheets
from registry.importers.text import fold
from registry.importers.values import date_of

MOST_ROWS = 1_000
_SEARCHED = 20
# What each column may be called, folded.
HEADINGS = {
    "name": {"name", "observer", "organization", "organisation", "nom", "nombre", "organizacion"},
    "kind": {"kind", "type", "categorie", "genre", "tipo", "clase"},
    "event": {"event", "act", "evenement", "acte", "acto", "hecho"},
    "on": {"date", "year", "date or year", "annee", "date ou annee", "fecha", "ano", "fecha o ano"},
    "session": {"session", "council session", "reunion", "sesion"},
    "resolution": {"resolution", "resolution number", "resolucion"},
    "source": {"source", "fuente", "document"},
    "reference": {"reference", "registry reference", "referencia"},
}
_KINDS = {
    "cso": {"", "cso", "ngo", "osc", "ong", "civil society organization", "civil society organisation"},
    "igo": {"igo", "oig", "intergovernmental organization", "organisation intergouvernementale"},
    "state": {"state", "etat", "estado"},
}
_EVENTS = {
    "admitted": {"", "admitted", "admission", "admis", "admise", "admitida", "admitido"},
    "suspended": {"suspended", "suspendu", "suspendue", "suspendida", "suspendido"},
    "withdrawn": {"withdrawn", "retire", "retiree", "retirada", "retirado"},
    "resigned": {"resigned", "demission", "renonciation", "renuncia"},
    "reinstated": {"reinstated", "retabli", "retablie", "rehabilitada", "restablecida"},
}


@dataclass(frozen=True)
class HistoryRow:
    """One line as it was written; `problem` names the first column that makes no sense, if any."""

    line: int
    name: str
    kind: str
    event: str
    on: date | None
    precision: str
    session: str
    resolution: str
    source: str
    reference: str
    problem: str = ""

    def as_json(self) -> dict[str, object]:
        return asdict(self) | {"on": self.on.isoformat() if self.on else None}

    @classmethod
    def from_json(cls, told: dict[str, object]) -> "HistoryRow":
        day = told["on"]
        return cls(**(told | {"on": date.fromisoformat(str(day)) if day else None}))  # type: ignore[arg-type]


def rows(path: str | Path) -> list[HistoryRow]:
    """Every line of the first sheet that holds something. Raises Unreadable when the file is no such table."""
    sheet = sheets(path)[0]
    lines = iter(read(path, sheet.name))
    columns = _columns(lines)
    found = [_row(line, columns) for line in lines if any(line.cells)]
    if len(found) > MOST_ROWS:
        raise Unreadable("too_many_rows", limit=MOST_ROWS)
    return found


def _columns(lines: Iterator[Line]) -> dict[str, int]:
    """{column: its place}, from the first line that names an observer and a source."""
    for _number, line in zip(range(_SEARCHED), lines, strict=False):
        known = {field: _place(line.cells, names) for field, names in HEADINGS.items()}
        places = {field: place for field, place in known.items() if place is not None}
        if {"name", "on"} <= places.keys():
            return places
    raise Unreadable("no_header", limit=_SEARCHED)


def _place(cells: Iterable[str], names: set[str]) -> int | None:
    return next((place for place, cell in enumerate(cells) if fold(cell) in names), None)


def _row(line: Line, columns: dict[str, int]) -> HistoryRow:
    def cell(field: str) -> str:
        place = columns.get(field)
        text = line.cells[place] if place is not None and place < len(line.cells) else ""
        return " ".join(text.split())

    kind, event = _meant(cell("kind"), _KINDS), _meant(cell("event"), _EVENTS)
    typed = cell("on")
    is_year = typed.isdecimal() and len(typed) == 4
    # A year stands as its last day, so that nobody is counted too early.
    on = date_of(typed, is_end=is_year) if typed else None
    problem = next(
        (
            field
            for field, is_wrong in (
                ("name", not cell("name")),
                ("kind", not kind),
                ("event", not event),
                ("on", on is None),
                ("source", not cell("source")),
                ("session", event == "admitted" and not cell("session")),
            )
            if is_wrong
        ),
        "",
    )
    return HistoryRow(
        line=line.number,
        name=cell("name")[:300],
        kind=kind,
        event=event,
        on=on,
        precision="year" if is_year else "day",
        session=cell("session")[:100],
        resolution=cell("resolution")[:40],
        source=cell("source")[:300],
        reference=cell("reference").upper()[:12],
        problem=problem,
    )


def _meant(typed: str, known: dict[str, set[str]]) -> str:
    return next((code for code, words in known.items() if fold(typed) in words), "")
