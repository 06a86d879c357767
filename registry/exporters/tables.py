"""What the tables of an export are made of: columns that have one type in every format, and what each column says."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

Record = dict[str, Any]

TEXT, NUMBER, DAY, MOMENT, FLAG, LIST = "text", "number", "day", "moment", "flag", "list"
# Between the codes of a list in one cell. No code has it.
BETWEEN = "|"


@dataclass(frozen=True)
class Column:
    """A column with its name, which is never translated, its type, and what it says in English and in French."""

    name: str
    kind: str
    en: str
    fr: str
    # The tag of the Humanitarian Exchange Language, where it has one for this.
    hxl: str = ""
    is_required: bool = False
    # The table whose first column its values are.
    refers_to: str = ""


@dataclass(frozen=True)
class Table:
    """Rows of one shape, and the records that one organization (or whatever the rows come from) brings into it."""

    name: str
    en: str
    fr: str
    columns: tuple[Column, ...]
    records: Callable[[Record], Iterable[Record]] = lambda told: [told]
    key: tuple[str, ...] = ()

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    def rows(self, contents: Iterable[Record]) -> list[list[Any]]:
        names = self.names
        return [[record.get(name) for name in names] for told in contents for record in self.records(told)]

    def without(self, *names: str) -> "Table":
        return replace(self, columns=tuple(column for column in self.columns if column.name not in names))


def cell(value: Any) -> Any:
    """The value as it stands in one cell of text: lists joined, yes and no in the words that programs read."""
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple):
        return BETWEEN.join(map(str, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return value


DICTIONARY = Table(
    "dictionary",
    "What each column of each table says",
    "Ce que dit chaque colonne de chaque table",
    (
        Column("table", TEXT, "Table", "Table"),
        Column("column", TEXT, "Column", "Colonne"),
        Column("type", TEXT, "Type", "Type"),
        Column("description_en", TEXT, "What it says, in English", "Ce qu’elle dit, en anglais"),
        Column("description_fr", TEXT, "What it says, in French", "Ce qu’elle dit, en français"),
        Column("hxl", TEXT, "Tag of the Humanitarian Exchange Language", "Balise HXL"),
    ),
    lambda table: [
        {
            "table": table["table"].name,
            "column": column.name,
            "type": column.kind,
            "description_en": column.en,
            "description_fr": column.fr,
            "hxl": column.hxl,
        }
        for column in table["table"].columns
    ],
)


def dictionary(tables: Iterable[Table]) -> list[list[Any]]:
    """A line for each column of each table."""
    return DICTIONARY.rows({"table": table} for table in tables)
