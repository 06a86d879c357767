"""Parquet: the columns of a table with their types. Alone here pyarrow is imported: it is large."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from registry.exporters.tables import DAY, FLAG, LIST, MOMENT, NUMBER, Column, Table, cell

# Rows to a group, which are held in memory. Of each group something is kept to the end: of smaller ones that is more.
GROUP = 5_000

_TYPES = {NUMBER: pa.int64(), FLAG: pa.bool_(), DAY: pa.date32(), MOMENT: pa.timestamp("ms", tz="UTC")}


class ParquetWriter:
    def __init__(self, file: BinaryIO, table: Table):
        self.columns = table.columns
        self.schema = pa.schema([_field(column) for column in table.columns])
        self.writer = pq.ParquetWriter(file, self.schema)
        # As columns of Arrow, which take a tenth of what rows of Python do.
        self.held: list[pa.RecordBatch] = []
        self.is_empty = True

    def write(self, rows: Sequence[Sequence[Any]]) -> None:
        self.held.append(self._batch(rows))
        if sum(batch.num_rows for batch in self.held) >= GROUP:
            self._group()

    def close(self) -> None:
        if self.held or self.is_empty:
            self._group()
        self.writer.close()
        pa.default_memory_pool().release_unused()

    def _batch(self, rows: Sequence[Sequence[Any]]) -> pa.RecordBatch:
        values: Sequence[Sequence[Any]] = list(zip(*rows, strict=True)) if rows else [()] * len(self.columns)
        arrays = [
            pa.array([_value(column.kind, value) for value in of_column], type=field.type)
            for column, field, of_column in zip(self.columns, self.schema, values, strict=True)
        ]
        return pa.RecordBatch.from_arrays(arrays, schema=self.schema)

    def _group(self) -> None:
        self.writer.write_table(pa.Table.from_batches(self.held, schema=self.schema))
        self.held, self.is_empty = [], False


def _field(column: Column) -> pa.Field:
    told = {"description_en": column.en, "description_fr": column.fr}
    return pa.field(column.name, _TYPES.get(column.kind, pa.string()), metadata=told)


def _value(kind: str, value: Any) -> Any:
    if value is None or value == "":
        return None
    if kind == DAY:
        return date.fromisoformat(value)
    if kind == MOMENT:
        return datetime.fromisoformat(value)
    if kind == LIST:
        return cell(value) or None
    return value
