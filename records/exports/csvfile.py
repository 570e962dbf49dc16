"""A table as CSV: UTF-8, RFC 4180 quoting, in the ways that machines and spreadsheets want it."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from records.dataset import Dataset
from records.exports.cells import plain_row, safe_row
from records.exports.schema import Table


@dataclass(frozen=True, slots=True)
class CsvStyle:
    """What differs between a CSV file for programs and one for people who double-click it."""

    guarded: bool = True
    """Text that a spreadsheet would run has ' before it."""
    marked: bool = False
    """A byte order mark, without which Excel takes UTF-8 for the code page of its country."""
    ending: str = "\n"


CONTRACT = CsvStyle()
"""What stands at the root of an export: safe to double-click, easy to parse."""
PLAIN = CsvStyle(guarded=False)
"""For programs: each cell as it is."""
SPREADSHEET = CsvStyle(marked=True, ending="\r\n")
"""For Excel."""


@dataclass(frozen=True, slots=True)
class Written:
    """What is known of a file when it is written."""

    rows: int
    guarded: int = 0
    """Cells that a spreadsheet would have run, and that have a ' before them."""


_QUOTED = re.compile('[,"\r\n]')


def line(cells: Sequence[str], ending: str = "\n") -> str:
    """A line of the file. Python's csv module before 3.13 leaves a lone CR without quotes, which breaks the line."""
    plain = ",".join(cells)
    if len(_QUOTED.findall(plain)) == len(cells) - 1:
        return plain + ending
    return (
        ",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' if _QUOTED.search(cell) else cell for cell in cells) + ending
    )


def write_csv(table: Table, dataset: Dataset, file: BinaryIO, style: CsvStyle = CONTRACT) -> Written:
    """The table's rows under its header."""
    rows = guarded = 0
    words = io.TextIOWrapper(file, encoding="utf-8-sig" if style.marked else "utf-8", newline="")
    words.write(line([column.name for column in table.columns], style.ending))
    for cells in table.rows(dataset):
        row, made_safe = safe_row(table.columns, cells) if style.guarded else (plain_row(cells), 0)
        words.write(line(row, style.ending))
        rows, guarded = rows + 1, guarded + made_safe
    words.flush()
    words.detach()
    return Written(rows, guarded)
