"""What identifies a row within its source: the source's own id column, else the order number, else the row's place."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from records.source import ColumnMapping
from records.sources.headers import phrase_of
from records.sources.table import Table
from records.value_grammar import tidy

_KEYS = frozenset(
    {
        "id",
        "key",
        "oid",
        "uid",
        "pk",
        "guid",
        "uuid",
        "unique key",
        "unique id",
        "record id",
        "record key",
        "record number",
        "row id",
        "rowid",
        "row number",
        "recid",
        "recno",
        "object id",
        "objectid",
        "global id",
        "globalid",
        "system id",
        "sys id",
        "internal id",
        "entry id",
        "file id",
        "document id",
        "doc id",
        "line",
        "row",
        "sequence",
        "seq",
        "index",
        "idx",
    }
)
"""Headers of a system's own key."""
_ABOUT_ORDERS = frozenset(
    """
    work order service request case ticket job task complaint record enquiry inquiry incident repair permit
    purchase po activity event issue wo sr unique
    """.split()  # noqa: SIM905 - words in quotes are no easier to read
)
_OF_ANOTHER = frozenset({"parent", "legacy", "old", "duplicate", "master", "original", "previous", "related"})
_ENDINGS = frozenset({"id", "key", "number", "oid", "guid", "uuid", "pk"})


def id_column(table: Table, mapping: Sequence[ColumnMapping]) -> int | None:
    """The place of the column whose cells identify the rows; None where the row's number must do."""
    number = next((place for place, found in enumerate(mapping) if found.field == "order_number"), None)
    keys = {
        place: _keyness(found, place) or _counts(table, found, place)
        for place, found in enumerate(mapping)
        if place != number
    }
    for place in sorted((place for place in keys if keys[place]), key=lambda place: (-keys[place], place)):
        if _identifies(table, place):
            return place
    return number if number is not None and _identifies(table, number) else None


def _keyness(mapping: ColumnMapping, place: int) -> int:
    """How much a header sounds like a key of the record itself; an asset's id is not one."""
    if mapping.field is not None or mapping.confidence:
        return 0
    said = phrase_of(mapping.column).said
    words = said.split()
    if said in _KEYS or said.replace(" ", "") in _KEYS:
        return 3
    if words and words[-1] in _ENDINGS and set(words[:-1]) & _ABOUT_ORDERS and not _OF_ANOTHER & {*words}:
        return 2
    return 1 if place == 0 and words and words[-1] in {"id", "key", "oid"} else 0


def _counts(table: Table, mapping: ColumnMapping, place: int) -> int:
    """A first column that nothing is said of, of whole numbers that rise from row to row, is the list's own count."""
    if place or mapping.field is not None or mapping.confidence:
        return 0
    before, rows = -1, 0
    for cell in map(str.strip, table.cells(place)):
        if not (cell.isdecimal() and len(cell) <= 18) or int(cell) <= before:
            return 0
        before, rows = int(cell), rows + 1
    return int(rows > 1)


def _identifies(table: Table, place: int) -> bool:
    """Whether every row has a cell of its own there."""
    marks = array("q")
    for cell in table.cells(place):
        said = tidy(cell)
        if not said:
            return False
        marks.append(mark(said))
    return bool(marks) and not repeated(marks)[0]


def mark(value: str | None) -> int:
    """What a value is told from others by where ten million are: a number of 64 bits, 0 for none.

    That two different values of so many have the same has a chance of one in 300,000.
    """
    return 0 if value is None else hash(value) or 1


def repeated(marks: array[int], told: int = 0) -> tuple[int, Sequence[Sequence[int]]]:
    """How many values stand in several rows, and the rows of the first `told` of them; rows without one left out."""
    import numpy as np

    every = np.frombuffer(marks, dtype=np.int64) if marks else np.zeros(0, dtype=np.int64)
    ordered = np.sort(every[every != 0])
    again = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
    if not told or not len(again):
        return len(again), ()
    rows = np.flatnonzero(np.isin(every, again))
    _, first = np.unique(every[rows], return_index=True)
    which = [every[rows[place]] for place in sorted(first.tolist())[:told]]
    return len(again), [np.flatnonzero(every == value).tolist() for value in which]
