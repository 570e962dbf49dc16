"""An extract on its way in: cells as text, before and after the header is known."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Protocol

from records.sources import spool

Row = Sequence[str]


class Rows(Protocol):
    """Rows that can be gone through as often as is wanted."""

    def __iter__(self) -> Iterator[Row]: ...

    def __len__(self) -> int: ...


class RowCoder:
    """Rows on the disk: they are plain already."""

    def plain(self, item: Row) -> object:
        """The row as it is."""
        return item

    def item(self, plain: object) -> Row:
        """The row as it is."""
        return plain  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells as text, as a file has them: nobody has said yet which row is the header."""

    rows: Sequence[Row]
    places: Sequence[int]
    """Where each row begins in the file, from 1."""
    place: str = "line"
    """What `places` counts: "line" of a text file, "row" of a sheet."""
    header: tuple[str, ...] | None = None
    """The columns' names where the format itself says them."""
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Named columns of text cells; every row has a cell for each column."""

    columns: tuple[str, ...]
    """Unique names."""
    rows: Rows
    places: Sequence[int]
    place: str = "line"
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    doubled: frozenset[str] = field(default_factory=frozenset)
    """Columns whose header another column has too, with other cells."""

    def cells(self, column: int) -> Iterator[str]:
        """All cells of a column, from the top."""
        return (row[column] for row in self.rows)

    def where(self, row: int) -> str:
        """The place of a row in words: "line 7"."""
        return f"{self.place} {self.places[row]}"

    def sample(self) -> Table:
        """The table itself, or of one over `spool.HELD` rows so many: the first half from the top, the rest drawn.

        Drawn by a seed of its own, so that the same list is always understood in the same way.
        """
        half = spool.HELD // 2
        rest = len(self.rows) - half
        if len(self.rows) <= spool.HELD:
            return self
        drawn = sorted(random.Random(rest).sample(range(rest), half))
        places = [*range(half), *(half + place for place in drawn)]
        rows = iter(self.rows)
        taken, before = [], -1
        for place in places:
            taken.append(next(islice(rows, place - before - 1, None)))
            before = place
        return replace(self, rows=taken, places=[self.places[place] for place in places])


def plural(count: int, one: str, many: str = "") -> str:
    """A count with its noun: "1 row", "3 rows"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def excerpt(text: str, longest: int = 40) -> str:
    """A cell as a message quotes it."""
    words = " ".join(text.split())
    return f"'{words[: longest - 1]}…'" if len(words) > longest else f"'{words}'"


@dataclass(frozen=True, slots=True)
class Opened:
    """The cells of a source, by sheet or table."""

    name: str
    """The file's name without the extension, or the table's."""
    path: str
    """As given, without any password."""
    grids: tuple[tuple[str, Grid], ...]
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
