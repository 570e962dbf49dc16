"""The dataset as files."""

from __future__ import annotations

import hashlib
from functools import partial
from pathlib import Path

from records.dataset import Dataset
from records.exports.csvfile import write_csv
from records.exports.orders import LINE_ITEMS, ORDERS
from records.exports.package import Sealed, package
from records.exports.parquet import write_parquet
from records.exports.places import PAGES, RESCAN_LIST
from records.exports.reconciled import FINDINGS, MATCHES, MEASURES
from records.exports.whole import write_whole

TABLES = (ORDERS, LINE_ITEMS, PAGES, MATCHES, FINDINGS, RESCAN_LIST, MEASURES)


def export_dataset(dataset: Dataset, out: Path) -> tuple[Path, ...]:
    """Writes the tables as CSV, the orders as Parquet and the data package into a folder; the same input gives the
    same bytes.

    Each file appears whole or not at all; the data package comes last and says what the others are, so that an export
    that was cut off is noticed.

    Raises:
        WorkspaceProblem: a file cannot be written.
    """
    tables = {}
    for table in TABLES:
        name = f"{table.name}.csv"
        tables[name] = (table, write_whole(out / name, partial(write_csv, table, dataset)))
    write_whole(out / "orders.parquet", partial(write_parquet, ORDERS, dataset))
    files = tuple(_sealed(out / name) for name in (*tables, "orders.parquet"))
    described = package(dataset, tables, files)
    write_whole(out / "datapackage.json", lambda file: file.write(described))
    return (*(out / file.name for file in files), out / "datapackage.json")


def _sealed(file: Path) -> Sealed:
    with file.open("rb") as written:
        digest = hashlib.file_digest(written, "sha256").hexdigest()
    return Sealed(file.name, file.stat().st_size, digest)
