"""The description of a snapshot as a Data Package (version 2): tables, types, keys, in English and French."""

from collections.abc import Iterable
from typing import Any

from registry.exporters.tables import DAY, FLAG, LIST, MOMENT, NUMBER, TEXT, Column, Table

_TYPES: dict[str, dict[str, Any]] = {
    TEXT: {"type": "string"},
    LIST: {"type": "string"},
    NUMBER: {"type": "integer"},
    DAY: {"type": "date"},
    MOMENT: {"type": "datetime", "format": "%Y-%m-%dT%H:%M:%SZ"},
    FLAG: {"type": "boolean", "trueValues": ["true"], "falseValues": ["false"]},
}


def datapackage(facts: dict[str, Any], tables: Iterable[tuple[Table, dict[str, Any]]]) -> dict[str, Any]:
    """`tables` are tables, each with what the manifest says of its CSV file: name, bytes and SHA-256."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        **facts,
        "resources": [_resource(table, file) for table, file in tables],
    }


def _resource(table: Table, file: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": table.name,
        "title": table.en,
        "title_fr": table.fr,
        "path": file["name"],
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "bytes": file["bytes"],
        "hash": f"sha256:{file['sha256']}",
        "schema": _schema(table),
    }


def _schema(table: Table) -> dict[str, Any]:
    links = [
        {"fields": [column.name], "reference": {"resource": column.refers_to, "fields": [_key(column.refers_to)]}}
        for column in table.columns
        if column.refers_to
    ]
    return {
        "fields": [_field(column, is_key=table.key == (column.name,)) for column in table.columns],
        "missingValues": [""],
        **({"primaryKey": list(table.key)} if table.key else {}),
        **({"foreignKeys": links} if links else {}),
    }


def _field(column: Column, *, is_key: bool) -> dict[str, Any]:
    constraints = ({"required": True} if column.is_required else {}) | ({"unique": True} if is_key else {})
    return {
        "name": column.name,
        **_TYPES[column.kind],
        "description": column.en,
        "description_fr": column.fr,
        **({"hxl": column.hxl} if column.hxl else {}),
        **({"constraints": constraints} if constraints else {}),
    }


def _key(table: str) -> str:
    return "code" if table == "country_codes" else "id"
