"""datapackage.json: what each file holds, column by column, as a Frictionless data package."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from records.dataset import Dataset
from records.exports.csvfile import CONTRACT, CsvStyle, Written
from records.exports.schema import Column, Table

Json = Mapping[str, object]
_GUARD = (
    "Several values in one cell stand with blanks between; one that holds a blank itself, as the name of a binder may, "
    "stands in double quotes where there are several. In the CSV files, a cell of text that a spreadsheet would run as "
    "a formula (it starts with = + - @, their full-width forms, TAB, CR or LF, blanks left out) has ' before it; "
    "`guarded_cells` says how many, and null that the file guards none and is for programs. Plain numbers and cells of "
    "typed columns are never changed. Control characters are written as pictures. No other format has a '."
)
_MEDIA: Mapping[str, str] = {
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
    "jsonl": "application/jsonl",
    "sqlite": "application/vnd.sqlite3",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class Resource:
    """A file of the export."""

    path: str
    """Within the folder."""
    format: str
    description: str
    table: Table | None = None
    """What a CSV file holds."""
    style: CsvStyle = CONTRACT


@dataclass(frozen=True, slots=True)
class Made:
    """A file that is written."""

    resource: Resource
    written: Written
    size: int
    """In bytes."""
    sha256: str


def package(dataset: Dataset, made: Sequence[Made]) -> bytes:
    """The descriptor of the files, those of a table in CSV with their schema."""
    descriptor = {
        "profile": "data-package",
        "name": re.sub(r"[^a-z0-9._-]+", "-", dataset.title.lower()).strip("-.") or "backfile",
        "title": dataset.title,
        "description": f"Orders on paper, reconciled with the digital records. {_GUARD}",
        "backfile_version": dataset.version,
        "decisions": dataset.decisions,
        "audit_trail": dataset.trail.mark,
        "resources": [_resource(one) for one in made],
    }
    written = json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"
    return written.encode("utf-8", "backslashreplace")


def _resource(one: Made) -> Json:
    resource = one.resource
    described: dict[str, object] = {
        "name": _name(resource.path),
        "path": resource.path,
        "bytes": one.size,
        "hash": f"sha256:{one.sha256}",
        "type": "file" if resource.table is None else "table",
        "profile": "data-resource" if resource.table is None else "tabular-data-resource",
        "description": resource.description,
        "format": resource.format,
        "mediatype": _MEDIA[resource.format],
    }
    if resource.table is None:
        return described
    return {**described, **_tabular(resource.table, resource.style, one.written)}


def _name(path: str) -> str:
    """A name that no other file of the export has: `orders` for orders.csv, `plain-orders` for the one in plain/."""
    stem, _, ending = path.lower().rpartition(".")
    return (stem if ending == "csv" else f"{stem}-{ending}").replace("/", "-")


def _tabular(table: Table, style: CsvStyle, written: Written) -> Json:
    return {
        "encoding": "utf-8",
        "dialect": {
            "delimiter": ",",
            "lineTerminator": style.ending,
            "quoteChar": '"',
            "doubleQuote": True,
            "header": True,
        },
        "rows": written.rows,
        "guarded_cells": written.guarded if style.guarded else None,
        "schema": _schema(table),
    }


def _schema(table: Table) -> Json:
    schema: dict[str, object] = {"fields": [_field(column) for column in table.columns], "missingValues": [""]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.refers:
        schema["foreignKeys"] = [
            {"fields": name, "reference": {"resource": resource, "fields": name}} for name, resource in table.refers
        ]
    return schema


def _field(column: Column) -> Json:
    field: dict[str, object] = {
        "name": column.name,
        "type": str(column.type),
        "description": column.description,
    }
    if column.options:
        field["constraints"] = {"enum": [str(option) for option in column.options]}
    if column.open311:
        field["open311"] = column.open311
    if column.personal:
        field["personal"] = True
    return field
