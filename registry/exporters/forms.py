"""The forms in which a table leaves the registry. A writer takes the rows of a table piece by piece, then is closed."""

import gzip
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, BinaryIO

from registry.exporters.csv import BOM, csv_block
from registry.exporters.ready import as_csv
from registry.exporters.tables import Table, cell


@dataclass(frozen=True)
class Form:
    """How a form is called, what its files end with, and the module and class that write it."""

    name: str
    ending: str
    media_type: str
    writer: tuple[str, str]
    # Whether a row of tags can stand under its header.
    takes_tags: bool = False
    # Whether its cells are those of CSV: lines that wait ready go into it (exporters/ready.py).
    takes_ready: bool = False

    def open(self, file: BinaryIO, table: Table, **options: bool) -> Any:
        module, name = self.writer
        # Parquet needs a library of 47 MB, which most processes never use.
        return getattr(import_module(module), name)(file, table, **options)


class CsvWriter:
    def __init__(self, file: BinaryIO, table: Table, *, has_tags: bool = False):
        self.file, self.table = file, table
        head = [table.names, [column.hxl for column in table.columns]] if has_tags else [table.names]
        self._put(BOM + csv_block(head))

    def write(self, rows: Iterable[Sequence[Any]]) -> None:
        self._put(csv_block(map(cell, row) for row in rows))

    def write_ready(self, lines: Sequence[bytes]) -> None:
        self.file.write(as_csv(self.table, lines))

    def close(self) -> None:
        pass

    def _put(self, text: str) -> None:
        self.file.write(text.encode())


class JsonLinesWriter:
    """A JSON object a line, with the names of the columns."""

    def __init__(self, file: BinaryIO, table: Table):
        self.file, self.names = file, table.names

    def write(self, rows: Iterable[Sequence[Any]]) -> None:
        self.file.write(b"".join(json_line(dict(zip(self.names, row, strict=True))) for row in rows))

    def close(self) -> None:
        pass


class GzippedLinesWriter(JsonLinesWriter):
    def __init__(self, file: BinaryIO, table: Table):
        super().__init__(gzipped(file), table)  # type: ignore[arg-type]

    def close(self) -> None:
        self.file.close()


def gzipped(file: BinaryIO) -> gzip.GzipFile:
    """The same bytes for the same content: neither a name nor a time is written into it."""
    return gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=file, mtime=0)


def json_line(told: Any) -> bytes:
    return (json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


_HERE = "registry.exporters.forms"
CSV = Form("csv", "csv", "text/csv; charset=utf-8", (_HERE, "CsvWriter"), takes_tags=True, takes_ready=True)
JSONL = Form("jsonl", "jsonl", "application/jsonl; charset=utf-8", (_HERE, "JsonLinesWriter"))
GZIPPED = Form("jsonl.gz", "jsonl.gz", "application/gzip", (_HERE, "GzippedLinesWriter"))
XLSX = Form(
    "xlsx",
    "xlsx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ("registry.exporters.xlsx", "XlsxWriter"),
    takes_tags=True,
    takes_ready=True,
)
PARQUET = Form("parquet", "parquet", "application/vnd.apache.parquet", ("registry.exporters.parquet", "ParquetWriter"))
# What a list can be had as, beside JSON; and what each table of a snapshot is written as.
LIST_FORMS = {form.name: form for form in (JSONL, CSV, XLSX, PARQUET)}
TABLE_FORMS = (CSV, GZIPPED, PARQUET)
MEDIA_TYPES = {form.ending: form.media_type for form in (*LIST_FORMS.values(), GZIPPED)} | {"json": "application/json"}
