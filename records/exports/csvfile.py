"""A table as CSV: UTF-8, RFC 4180 quoting, LF."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from records.dataset import Dataset
from records.exports.cells import safe_row
from records.exports.schema import Table


@dataclass(frozen=True, slots=True)
class Written:
    """What is known of a file when it is written."""

    rows: int
    guarded: int
    """Cells that a spreadsheet would have run, and that have a ' before them."""


_QUOTED = re.compile('[,"\r\n]')


def line(cells: Sequence[str]) -> str:
    """A line of the file. Python's csv module before 3.13 leaves a lone CR without quotes, which breaks the line."""
    plain = ",".join(cells)
    if len(_QUOTED.findall(plain)) == len(cells) - 1:
        return plain + "\n"
    return (
        ",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' if _QUOTED.search(cell) else cell for cell in cells) + "\n"
    )


def write_csv(table: Table, dataset: Dataset, file: BinaryIO) -> Written:
    """The table's rows under its header."""
    rows = guarded = 0
    words = io.TextIOWrapper(file, encoding="utf-8", newline="")
    words.write(line([column.name for column in table.columns]))
    for cells in table.rows(dataset):
        row, made_safe = safe_row(table.columns, cells)
        words.write(line(row))
        rows, guarded = rows + 1, guarded + made_safe
    words.flush()
    words.detach()
    return Written(rows, guarded)
