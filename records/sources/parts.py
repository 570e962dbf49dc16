"""Values that an extract divides among columns: an address in four, a name in first and last.

The parts come together only where those that make it one are all there: a street without a house number stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from records.source import ColumnMapping
from records.sources.headers import phrase_of
from records.sources.table import Table

_NUMBER = ("street number", "house number", "address number", "building number", "stno", "houseno")
_DIRECTION = ("street direction", "direction", "street prefix", "predirection", "pre direction", "street dir", "dir")
_STREET = ("street name", "street", "road name", "st name", "location street name", "streetname")
_TYPE = ("street type", "street suffix", "suffix", "st type")
_FIRST = ("first name", "firstname", "given name")
_LAST = ("last name", "lastname", "surname", "family name")


@dataclass(frozen=True, slots=True)
class _Whole:
    """A field that may come in parts."""

    parts: tuple[tuple[str, ...], ...]
    """The headers of each part, in the order in which they are written."""
    needed: frozenset[int]
    """The parts without which the others make nothing."""
    instead_of: tuple[str, ...]
    """Headers of a lone part that may have been taken for the whole."""


_WHOLES: Mapping[str, _Whole] = MappingProxyType(
    {
        "location": _Whole((_NUMBER, _DIRECTION, _STREET, _TYPE), frozenset({0, 2}), _STREET),
        "requester_name": _Whole((_FIRST, _LAST), frozenset({0, 1}), (*_FIRST, *_LAST)),
    }
)


def with_parts(table: Table, mapping: Sequence[ColumnMapping], allowed: frozenset[str]) -> tuple[ColumnMapping, ...]:
    """The mapping with divided fields put together, where no column has the whole."""
    for field, whole in _WHOLES.items():
        taken = [found for found in mapping if found.field == field]
        lone = all(_is_called(found.column, whole.instead_of) and found.reason != SAID for found in taken)
        parts = _parts(table, mapping, field, whole) if field in allowed and lone else {}
        mapping = [parts.get(place, found) for place, found in enumerate(mapping)]
    return tuple(_with_house_numbers(table, mapping) if "location" in allowed else mapping)


_FEW, _MOST = 0.2, 0.5
"""Shares of the cells that begin with a house number, and that are one."""


def _with_house_numbers(table: Table, mapping: Sequence[ColumnMapping]) -> Sequence[ColumnMapping]:
    """The mapping with a column of house numbers before the one of places, where these hardly ever begin with one."""
    places = [place for place, found in enumerate(mapping) if found.field == "location" and found.reason != SAID]
    numbers = [
        place
        for place, found in enumerate(mapping)
        if found.field is None and not _is_ignored(found) and _is_called(found.column, _NUMBER)
    ]
    if len(places) != 1 or not numbers:
        return mapping
    begin = [cell.strip()[:1].isdecimal() for cell in table.cells(places[0]) if cell.strip()]
    whole = [cell.strip()[:1].isdecimal() for cell in table.cells(numbers[0])]
    if sum(begin) > _FEW * len(begin) or sum(whole) < _MOST * len(whole):
        return mapping
    names = ", ".join(f"'{table.columns[place]}'" for place in (numbers[0], places[0]))
    made = ColumnMapping("", "location", 0.8, f"put together from {names}")
    return [
        replace(made, column=found.column) if place in {numbers[0], places[0]} else found
        for place, found in enumerate(mapping)
    ]


SAID = "said in the configuration"
"""The reason of a mapping that a person gave."""


def in_order(field: str, columns: Sequence[tuple[int, str]]) -> list[int]:
    """The places of the columns of one field in the order in which their cells are put together."""
    parts = _WHOLES[field].parts if field in _WHOLES else ()

    def rank(column: tuple[int, str]) -> tuple[int, int]:
        place, header = column
        return next((rank for rank, headers in enumerate(parts) if _is_called(header, headers)), len(parts)), place

    return [place for place, _ in sorted(columns, key=rank)]


def _parts(table: Table, mapping: Sequence[ColumnMapping], field: str, whole: _Whole) -> dict[int, ColumnMapping]:
    free = [place for place, found in enumerate(mapping) if found.field in {None, field} and not _is_ignored(found)]
    found: dict[int, int] = {}
    for rank, headers in enumerate(whole.parts):
        place = next((place for place in free if _is_called(table.columns[place], headers)), None)
        if place is not None and place not in found:
            found[place] = rank
    if not whole.needed <= set(found.values()):
        return {}
    names = ", ".join(f"'{table.columns[place]}'" for place in sorted(found, key=lambda place: found[place]))
    reason = f"put together from {names}"
    return {place: ColumnMapping(table.columns[place], field, 0.8, reason) for place in found}


def street_parts(headers: Sequence[str]) -> list[int]:
    """The places of a street's direction, name and type among headers, in the order in which they are written."""
    found = []
    for names in (_DIRECTION, _STREET, _TYPE):
        place = next((place for place, header in enumerate(headers) if phrase_of(header).said in _plain(names)), None)
        if place is not None and place not in found:
            found.append(place)
    return found


def _is_ignored(mapping: ColumnMapping) -> bool:
    return mapping.field is None and mapping.confidence > 0


def _is_called(header: str, names: Sequence[str]) -> bool:
    """Whether a header says one of the names, whoever's it is: "caller first name" is a first name."""
    said = phrase_of(header).said
    return any(said == plain or said.endswith(f" {plain}") for plain in _plain(tuple(names)))


def _plain(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(phrase_of(name).said for name in names)
