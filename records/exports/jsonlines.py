"""A table as JSON Lines: an object a row, numbers as numbers with all their digits, what is not there as null."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import BinaryIO

from records.dataset import Dataset
from records.exports.cells import typed, visible
from records.exports.csvfile import Written
from records.exports.schema import Column, ColumnType, Table
from records.value_grammar import decimal_text


def write_jsonl(table: Table, dataset: Dataset, file: BinaryIO) -> Written:
    """The table's rows, each on its line; the keys come in the order of the columns."""
    keys = [f"{json.dumps(column.name)}: " for column in table.columns]
    count = 0
    for cells in table.rows(dataset):
        said = ", ".join(
            key + _json(column, cell) for key, column, cell in zip(keys, table.columns, cells, strict=True)
        )
        file.write(f"{{{said}}}\n".encode())
        count += 1
    return Written(count)


def _json(column: Column, cell: str) -> str:
    value = typed(column, cell)
    if isinstance(value, Decimal):
        return decimal_text(value)
    if column.type is ColumnType.OBJECT and value is not None:
        return _on_one_line(visible(cell))
    return _on_one_line(json.dumps(value if isinstance(value, bool | int | None) else str(value), ensure_ascii=False))


def _on_one_line(said: str) -> str:
    """The JSON without what some readers take for the end of a line."""
    return said.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
