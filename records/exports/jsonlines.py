"""A table as JSON Lines: an object a row, numbers as numbers with all their digits, what is not there as null."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal
from json.encoder import encode_basestring
from typing import BinaryIO

from records.dataset import Dataset
from records.exports.cells import typed, visible
from records.exports.csvfile import Written
from records.exports.schema import Column, ColumnType, Table
from records.value_grammar import decimal_text

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,13})(?:\.[0-9]{1,4})?")
"""What is a number in JSON as it stands; the others go the long way."""


def write_jsonl(table: Table, dataset: Dataset, file: BinaryIO) -> Written:
    """The table's rows, each on its line; the keys come in the order of the columns."""
    keys = [f"{json.dumps(column.name)}: " for column in table.columns]
    columns = [(key, f"{key}null", _writer(column)) for key, column in zip(keys, table.columns, strict=True)]
    count = 0
    for cells in table.rows(dataset):
        said = [key + write(cell) if cell else null for (key, null, write), cell in zip(columns, cells, strict=True)]
        file.write(f"{{{', '.join(said)}}}\n".encode())
        count += 1
    return Written(count)


def _writer(column: Column) -> Callable[[str], str]:
    """How a cell of the column that is not empty is written."""
    if column.type is ColumnType.OBJECT:
        return lambda cell: _on_one_line(visible(cell))
    if column.type is ColumnType.STRING:
        return _text
    return lambda cell: cell if _NUMBER.fullmatch(cell) else _typed(column, cell)


def _text(cell: str) -> str:
    return encode_basestring(cell) if cell.isprintable() else _on_one_line(encode_basestring(visible(cell)))


def _typed(column: Column, cell: str) -> str:
    value = typed(column, cell)
    if isinstance(value, Decimal):
        return decimal_text(value)
    return json.dumps(value if isinstance(value, bool | int | None) else str(value), ensure_ascii=False)


def _on_one_line(said: str) -> str:
    """The JSON without what some readers take for the end of a line."""
    return said.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
