"""Tables that are about anything: read as they are, their columns paired by name, their rows named by an id."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matching.tables import Column, columns_of
from records.errors import BadInput, UsageProblem
from records.sources import SourceSettings, open_source

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ID_NAMES = frozenset(
    {"id", "rec id", "record id", "row id", "unique id", "uid", "uuid", "key", "pk", "index", "row", "row number"}
)


@dataclass(frozen=True, slots=True)
class PlainTable:
    """Named columns of text cells."""

    name: str
    columns: Mapping[str, Column]
    """Cells by header, every column equally long."""
    rows: int


def read_table(spec: str) -> PlainTable:
    """A file or database table, its first filled row as header where the format has none of its own.

    Raises:
        BadInput: It cannot be read, or holds no row.
    """
    opened = open_source(spec, SourceSettings())
    for _, grid in opened.grids:
        filled = (row for row in grid.rows if any(map(str.strip, row)))
        header = list(grid.header) if grid.header is not None else next(filled, [])
        columns, rows = columns_of(filled, len(header))
        if rows:
            names = _unique([" ".join(name.split()) for name in header])
            return PlainTable(opened.name, dict(zip(names, columns, strict=True)), rows)
    raise BadInput(f"{opened.path} holds no row below a header.", "Give a table with a header and rows.")


def _unique(header: Sequence[str]) -> list[str]:
    """Headers without blanks around them; an empty one is called by its place, a second of a name gets its number."""
    seen: Counter[str] = Counter()
    made = []
    for place, name in enumerate(header, 1):
        named = name or f"column {place}"
        seen[named] += 1
        made.append(f"{named} ({seen[named]})" if seen[named] > 1 else named)
    return made


# ---------------------------------------------------------------- ids


@dataclass(frozen=True, slots=True)
class Named:
    """A table's rows by their ids."""

    column: str
    """The column they come from; empty where they are row numbers."""
    cells: Column | None
    """None where they are row numbers."""

    def of(self, rows: NDArray[np.int64]) -> list[str]:
        """The ids of these rows, which count from 0."""
        return [str(row + 1) for row in rows.tolist()] if self.cells is None else self.cells.of(rows)


def ids_of(table: PlainTable, wanted: str) -> Named:
    """The ids of the rows: of the column that is named, else of one that looks like it, else their numbers from 1.

    Raises:
        UsageProblem: There is no such column.
        BadInput: An id is empty, or there twice.
    """
    if not wanted:
        found = next((name for name in table.columns if _is_id(name) and _all_differ(table.columns[name])), "")
        return Named(found, table.columns.get(found))
    name = _find(table, wanted)
    column = table.columns[name]
    if not _all_differ(column):
        often = Counter(column.of(np.arange(table.rows))).most_common(1)[0][0]
        what = f"{often!r} more than once" if often.strip() else "empty cells"
        raise BadInput(
            f"Column {name!r} of {table.name} has {what}.", "Name a column that tells every row from the others."
        )
    return Named(name, column)


def _is_id(name: str) -> bool:
    return _plain(name) in _ID_NAMES


def _all_differ(column: Column) -> bool:
    return len(column.values) == len(column.codes) and all(map(str.strip, column.values))


def _plain(name: str) -> str:
    """A header in small letters, its words divided by blanks: "Rec_ID" and "rec id" are one."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return " ".join(re.findall(r"[^\W_]+", spaced.casefold())) or name


def _find(table: PlainTable, wanted: str) -> str:
    plain = _plain(wanted)
    found = next((name for name in table.columns if name == wanted.strip() or _plain(name) == plain), None)
    if found is None:
        has = ", ".join(list(table.columns)[:12])
        raise UsageProblem(f"{table.name} has no column {wanted.strip()!r}.", f"Its columns are: {has}.")
    return found


# ---------------------------------------------------------------- columns in common


def pair_columns(left: PlainTable, right: PlainTable, wanted: str, ids: tuple[str, str]) -> list[tuple[str, str]]:
    """Which columns are compared: those named ("title=name,price"), else those whose headers are the same.

    Raises:
        UsageProblem: A column is not there, or none is in common.
    """
    if wanted:
        return [_named_pair(left, right, part) for part in wanted.split(",") if part.strip()]
    plain = {_plain(name): name for name in reversed(list(right.columns)) if name != ids[1]}
    pairs = [(name, plain[_plain(name)]) for name in left.columns if name != ids[0] and _plain(name) in plain]
    if not pairs:
        raise UsageProblem(
            f"{left.name} and {right.name} have no column in common.",
            "Say which belong together: --columns LEFT=RIGHT,LEFT=RIGHT",
        )
    return pairs


def _named_pair(left: PlainTable, right: PlainTable, part: str) -> tuple[str, str]:
    one, mark, other = part.partition("=")
    return _find(left, one), _find(right, other if mark else one)


def compared(left: PlainTable, right: PlainTable, pairs: Sequence[tuple[str, str]]) -> tuple[dict[str, Column], ...]:
    """The cells to compare, under the left table's names."""
    ours = {one: left.columns[one] for one, _ in pairs}
    return ours, {one: right.columns[other] for one, other in pairs}
