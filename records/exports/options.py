"""What an export is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ExportFormat(StrEnum):
    """Formats beside the files that every export has."""

    PLAIN = "plain"
    """CSV for programs, nothing guarded, in `plain/`."""
    SPREADSHEET = "spreadsheet"
    """CSV for Excel, guarded, with a byte order mark, in `spreadsheet/`."""
    XLSX = "xlsx"
    """One workbook, `dataset.xlsx`."""
    JSONL = "jsonl"
    """JSON Lines, in `jsonl/`."""
    PARQUET = "parquet"
    """Every table as Parquet, in `parquet/`, as DuckDB reads it."""
    SQLITE = "sqlite"
    """One database, `dataset.sqlite`."""
    OPEN311 = "open311"
    """GeoReport Bulk, `open311.csv`."""


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """Which files are written."""

    formats: frozenset[ExportFormat] = frozenset()
    lineage: bool = False
    """Where every value comes from, `lineage.csv`, and in each of the formats."""
