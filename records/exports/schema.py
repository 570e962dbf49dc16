"""What a table of the dataset is: declared once, and read by the CSV, the Parquet file and the data package."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from records.dataset import Dataset


class ColumnType(StrEnum):
    """The types of Frictionless Table Schema that the dataset uses."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"
    OBJECT = "object"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    name: str
    type: ColumnType
    description: str
    """A sentence for the data dictionary."""
    personal: bool = False
    """Whether it names or reaches a private person."""
    open311: str | None = None
    """Its name in Open311 GeoReport v2, where there is one."""
    options: tuple[str, ...] = ()
    """All that it can say, where that is a short list."""


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file of the dataset."""

    name: str
    """Its file's name without the extension."""
    description: str
    columns: tuple[Column, ...]
    rows: Callable[[Dataset], Iterable[list[str]]]
    """The cells in the order of the columns; an empty one has no value."""
    key: tuple[str, ...] = ()
    """The columns that identify a row."""
    refers: tuple[tuple[str, str], ...] = ()
    """Columns that name a row of another table, with that table, whose key has the same name."""


def text(name: str, description: str, *options: str) -> Column:
    """A column of words."""
    return Column(name, ColumnType.STRING, description, options=options)


def integer(name: str, description: str) -> Column:
    """A column of whole numbers."""
    return Column(name, ColumnType.INTEGER, description)


def number(name: str, description: str) -> Column:
    """A column of decimals."""
    return Column(name, ColumnType.NUMBER, description)
