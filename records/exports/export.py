"""The dataset as files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from records.dataset import Dataset
from records.exports.csvfile import CONTRACT, PLAIN, SPREADSHEET, CsvStyle, Written, write_csv
from records.exports.dictionary import ALL_TABLES, TABLES, write_dictionary
from records.exports.jsonlines import write_jsonl
from records.exports.lineage import LINEAGE
from records.exports.open311 import OPEN311
from records.exports.options import ExportFormat, ExportOptions
from records.exports.orders import ORDERS
from records.exports.package import Made, Resource, package
from records.exports.parquet import write_parquet
from records.exports.schema import Table
from records.exports.sqlite import write_sqlite
from records.whole import write_whole

PACKAGE, DICTIONARY_PAGE = "datapackage.json", "data_dictionary.md"
DEFAULTS = ExportOptions()


def export_dataset(dataset: Dataset, out: Path, options: ExportOptions = DEFAULTS) -> tuple[Path, ...]:
    """Writes the tables as CSV, the orders as Parquet, what the options ask for, the data dictionary and the data
    package into a folder; the same input gives the same bytes.

    Each file appears whole or not at all; the data package comes last and says what the others are, so that an export
    that was cut off is noticed. Files of an earlier export that this one does not have are taken away: beside redacted
    files they would tell what these do not.

    Raises:
        WorkspaceProblem: a file cannot be written.
    """
    before = _sealed_before(out / PACKAGE)
    made = [_made(part, out, write_whole(out / part.path, write)) for part, write in _parts(dataset, options)]
    shown = ALL_TABLES if options.formats or options.lineage else TABLES
    write_whole(out / DICTIONARY_PAGE, partial(write_dictionary, shown, dataset.title))
    write_whole(out / PACKAGE, lambda file: file.write(package(dataset, made)))
    _take_away(out, before, {one.resource.path for one in made})
    return (*(out / one.resource.path for one in made), out / DICTIONARY_PAGE, out / PACKAGE)


_Write = Callable[[BinaryIO], Written]


def _parts(dataset: Dataset, options: ExportOptions) -> Iterator[tuple[Resource, _Write]]:
    """The files, and how each is written."""
    tables = (*TABLES, LINEAGE) if options.lineage else TABLES
    yield from (_csv(table, dataset, "", CONTRACT) for table in tables)
    yield Resource("orders.parquet", "parquet", _ORDERS_PARQUET), partial(write_parquet, ORDERS, dataset)
    for form in ExportFormat:
        if form in options.formats:
            yield from _FORMATS[form](tables, dataset)


_ORDERS_PARQUET = "orders.csv with types: dates as dates, money and hours as decimals of four places."


def _csv(table: Table, dataset: Dataset, folder: str, style: CsvStyle) -> tuple[Resource, _Write]:
    return (
        Resource(f"{folder}{table.name}.csv", "csv", table.description, table, style),
        lambda file: write_csv(table, dataset, file, style),
    )


def _plain(tables: Sequence[Table], dataset: Dataset) -> Iterator[tuple[Resource, _Write]]:
    return (_csv(table, dataset, "plain/", PLAIN) for table in tables)


def _spreadsheet(tables: Sequence[Table], dataset: Dataset) -> Iterator[tuple[Resource, _Write]]:
    return (_csv(table, dataset, "spreadsheet/", SPREADSHEET) for table in tables)


def _open311(_: Sequence[Table], dataset: Dataset) -> Iterator[tuple[Resource, _Write]]:
    yield _csv(OPEN311, dataset, "", CONTRACT)


def _jsonl(tables: Sequence[Table], dataset: Dataset) -> Iterator[tuple[Resource, _Write]]:
    for table in tables:
        yield (
            Resource(f"jsonl/{table.name}.jsonl", "jsonl", table.description),
            partial(write_jsonl, table, dataset),
        )


def _parquet(tables: Sequence[Table], dataset: Dataset) -> Iterator[tuple[Resource, _Write]]:
    for table in tables:
        yield (
            Resource(f"parquet/{table.name}.parquet", "parquet", table.description),
            partial(write_parquet, table, dataset),
        )


def _xlsx(tables: Sequence[Table], dataset: Dataset) -> Iterator[tuple[Resource, _Write]]:
    from records.exports.workbook import write_workbook

    yield Resource("dataset.xlsx", "xlsx", "All tables, a sheet each."), partial(write_workbook, tables, dataset)


def _sqlite(tables: Sequence[Table], dataset: Dataset) -> Iterator[tuple[Resource, _Write]]:
    yield Resource("dataset.sqlite", "sqlite", "All tables."), partial(write_sqlite, tables, dataset)


_FORMATS: Mapping[ExportFormat, Callable[[Sequence[Table], Dataset], Iterator[tuple[Resource, _Write]]]] = (
    MappingProxyType(
        {
            ExportFormat.PLAIN: _plain,
            ExportFormat.SPREADSHEET: _spreadsheet,
            ExportFormat.XLSX: _xlsx,
            ExportFormat.JSONL: _jsonl,
            ExportFormat.PARQUET: _parquet,
            ExportFormat.SQLITE: _sqlite,
            ExportFormat.OPEN311: _open311,
        }
    )
)


def _sealed_before(path: Path) -> Mapping[str, str]:
    """The files of the export that lies there, with their hashes; none where there is none that can be read."""
    try:
        parts = json.loads(path.read_text("utf-8"))["resources"]
        return {str(part["path"]): str(part["hash"]) for part in parts}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _take_away(out: Path, before: Mapping[str, str], now: Collection[str]) -> None:
    """Removes what an earlier export wrote and nobody has changed since, as far as this one has no file of the name."""
    for name in before.keys() - set(now):
        path = out / name
        inside = path.resolve().is_relative_to(out.resolve()) and path.is_file() and not path.is_symlink()
        if inside and f"sha256:{_digest(path)}" == before[name]:
            path.unlink()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _made(resource: Resource, out: Path, written: Written) -> Made:
    path = out / resource.path
    return Made(resource, written, path.stat().st_size, _digest(path))
