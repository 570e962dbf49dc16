"""datapackage.json: what each file holds, column by column, as a Frictionless data package."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from records.dataset import Dataset
from records.exports.csvfile import Written
from records.exports.schema import Column, Table

Json = Mapping[str, object]
_GUARD = (
    "Several values in one cell stand with blanks between; one that holds a blank itself, as the name of a binder may, "
    "stands in double quotes where there are several. In the CSV files, a cell of text that a spreadsheet would run as "
    "a formula (it starts with = + - @, their full-width forms, TAB, CR or LF, blanks left out) has ' before it; "
    "`guarded_cells` says how many. Plain numbers and cells of typed columns are never changed. Control characters are "
    "written as pictures. orders.parquet has no '."
)


@dataclass(frozen=True, slots=True)
class Sealed:
    """A file that is written."""

    name: str
    size: int
    """In bytes."""
    sha256: str


def package(dataset: Dataset, tables: Mapping[str, tuple[Table, Written]], files: tuple[Sealed, ...]) -> bytes:
    """The descriptor of the files, those of `tables` with their schema."""
    resources = [
        {**_sealed(file), **(_tabular(*tables[file.name]) if file.name in tables else _PARQUET)} for file in files
    ]
    descriptor = {
        "profile": "data-package",
        "name": re.sub(r"[^a-z0-9._-]+", "-", dataset.title.lower()).strip("-.") or "backfile",
        "title": dataset.title,
        "description": f"Orders on paper, reconciled with the digital records. {_GUARD}",
        "backfile_version": dataset.version,
        "decisions": dataset.decisions,
        "resources": resources,
    }
    written = json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"
    return written.encode("utf-8", "backslashreplace")


def _sealed(file: Sealed) -> Json:
    stem = file.name.replace(".", "-") if file.name.endswith(".parquet") else file.name.rpartition(".")[0]
    return {"name": stem, "path": file.name, "bytes": file.size, "hash": f"sha256:{file.sha256}"}


_PARQUET: Json = {
    "profile": "data-resource",
    "description": "orders.csv with types: dates as dates, money and hours as decimals of four places.",
    "format": "parquet",
    "mediatype": "application/vnd.apache.parquet",
}


def _tabular(table: Table, written: Written) -> Json:
    return {
        "profile": "tabular-data-resource",
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "rows": written.rows,
        "guarded_cells": written.guarded,
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
