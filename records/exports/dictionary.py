"""The data dictionary: every column in words, as a page to read and as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from records.dataset import Dataset
from records.exports.lineage import LINEAGE
from records.exports.open311 import OPEN311
from records.exports.orders import LINE_ITEMS, ORDERS
from records.exports.places import PAGES, RESCAN_LIST
from records.exports.reconciled import FINDINGS, MATCHES, MEASURES, MEASURES_BY
from records.exports.resolved import RESOLVED
from records.exports.schema import Column, Table, integer, text

TABLES = (ORDERS, LINE_ITEMS, PAGES, MATCHES, FINDINGS, RESCAN_LIST, MEASURES, MEASURES_BY, RESOLVED)
"""What every export holds."""
ALL_TABLES = (*TABLES, LINEAGE, OPEN311)


def write_dictionary(tables: Sequence[Table], title: str, file: BinaryIO) -> None:
    """The dictionary as Markdown: a heading and a table of columns for each table."""
    parts = [f"# Data dictionary of {_cell(title)}\n", _HOW]
    for table in tables:
        parts += [
            f"\n## {table.name}\n",
            f"\n{table.description}\n",
            "\n| column | type | what it is |\n|---|---|---|\n",
        ]
        parts += [f"| `{column.name}` | {column.type} | {_cell(described(column))} |\n" for column in table.columns]
    file.write("".join(parts).encode("utf-8", "backslashreplace"))


_HOW = """
Dates are ISO 8601, money and hours plain decimals, telephones digits only, text UTF-8; an empty cell has no value.
Pages count from 1 as scanned. Several values in one cell stand with blanks between.
"""


def described(column: Column) -> str:
    """The column's sentence, with what it can say and where it is known under another name."""
    parts = [column.description]
    if column.options:
        parts.append(f"One of: {', '.join(map(str, column.options))}.")
    if column.open311:
        parts.append(f"Open311: {column.open311}.")
    if column.personal:
        parts.append("Personal: it names or reaches a private person.")
    return " ".join(parts)


def _cell(said: str) -> str:
    return " ".join(said.replace("|", "\\|").replace("<", "&lt;").split())


def _rows(_: Dataset) -> Iterator[list[str]]:
    for table in ALL_TABLES:
        for place, column in enumerate(table.columns, start=1):
            yield [table.name, str(place), column.name, str(column.type), described(column)]


DICTIONARY = Table(
    "data_dictionary",
    "One row a column of the dataset.",
    (
        text("table", "The table."),
        integer("place", "The column's place in it, from 1."),
        text("column", "The column."),
        text("type", "Its type, in the words of Frictionless Table Schema."),
        text("description", "What it is."),
    ),
    _rows,
    key=("table", "column"),
)
