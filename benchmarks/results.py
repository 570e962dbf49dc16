"""What a run wrote: the CSV files of the contract, as rows of text."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

Row: TypeAlias = dict[str, str]


@dataclass(frozen=True, slots=True)
class Results:
    """The files of a results folder that are scored."""

    orders: tuple[Row, ...]
    line_items: tuple[Row, ...]
    pages: tuple[Row, ...]
    matches: tuple[Row, ...]
    findings: tuple[Row, ...]


def read_results(folder: Path) -> Results:
    """The results in a folder."""
    return Results(*(_rows(folder / f"{name}.csv") for name in Results.__dataclass_fields__))


def _rows(path: Path) -> tuple[Row, ...]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return tuple({name: _cell(value or "") for name, value in row.items() if name} for row in csv.DictReader(file))


def _cell(value: str) -> str:
    """The value without the apostrophe that keeps a spreadsheet from running it."""
    return value[1:] if value[:1] == "'" and value[1:2] in tuple("=+-@\t\r") else value


def several(cell: str) -> list[str]:
    """The values in a cell that holds several: blanks between, one that has a blank itself in double quotes."""
    return next(csv.reader([cell], delimiter=" "), [])
