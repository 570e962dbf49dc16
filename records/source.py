"""A digital extract: how its columns were understood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from records.order import DigitalRecord


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """How one column of an extract was understood."""

    column: str
    """The header as it stands."""
    field: str | None
    """The catalogue field, None where the column was not understood."""
    confidence: float
    """0 to 1."""
    reason: str
    """Why, in words: "header says 'work order #'; 98 % of the cells look like order numbers"."""
    format: str = ""
    """The one format of the column's dates (strptime), or how its numbers are written."""
    failures: int = 0
    """Cells that do not fit the format."""


@dataclass(frozen=True, slots=True)
class SourceRead:
    """A digital extract, read."""

    name: str
    """The file's name without the extension, or the table's."""
    path: str
    """As given on the command line, without any password."""
    records: Sequence[DigitalRecord]
    """Long lists lie on the disk: to be gone through, not to be held."""
    mapping: tuple[ColumnMapping, ...]
    notes: tuple[str, ...] = ()
    """What was found out on the way: "3 title rows above the header", "Windows-1252"."""
    warnings: tuple[str, ...] = ()
    """What a person should know: "row 41 has 9 cells of 8"."""
