"""What identifies a row within its source: the source's own id column, else the order number, else the row's place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

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
    cells = [cell.strip() for cell in table.cells(place)]
    if not all(cell.isdecimal() and len(cell) <= 18 for cell in cells):
        return 0
    numbers = [*map(int, cells)]
    return int(len(numbers) > 1 and all(one < two for one, two in pairwise(numbers)))


def _identifies(table: Table, place: int) -> bool:
    """Whether every row has a cell of its own there."""
    cells = [tidy(cell) for cell in table.cells(place)]
    return bool(cells) and all(cells) and len(set(cells)) == len(cells)


def repeated(values: Sequence[str | None], places: Sequence[str], least: int = 2) -> Mapping[str, list[str]]:
    """Values that stand in several rows, with where."""
    found: dict[str, list[str]] = {}
    for value, place in zip(values, places, strict=True):
        if value is not None:
            found.setdefault(value, []).append(place)
    return {value: rows for value, rows in found.items() if len(rows) >= least}
