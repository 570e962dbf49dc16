"""The performance measures, four ways."""

from __future__ import annotations

from collections.abc import Iterable

from records.measure import Measure
from records.reports.tables import Cell, Column, ColumnKind, Row, Table
from records.reports.words import change

_WAYS = ("Digital list", "Duplicates merged", "With the paper", "Lowest", "Highest", "Most likely")
_NOTE = (
    "Lowest and highest: with the numbers that are in neither list at one extreme and the other. Days, hours "
    "and dollars of these are taken to lie between the least and the most known in their department. "
    "Most likely: they are like the orders that one of the two lists alone holds."
)


def measures_table(measures: Iterable[Measure]) -> Table:
    """The measures of all departments together."""
    return _table("Performance measures, four ways", [found for found in measures if not found.department], False)


def departments_table(measures: Iterable[Measure]) -> Table:
    """The measures of each department, where there are several."""
    found = [one for one in measures if one.department]
    several = len({one.department for one in found}) > 1
    return _table("Performance measures by department", found if several else [], True)


def known(measures: Iterable[Measure]) -> list[Measure]:
    """Those that can be computed, of all departments together."""
    return [found for found in measures if not found.department and found.recovered is not None]


def _table(caption: str, measures: list[Measure], departments: bool) -> Table:
    first = [Column("Department")] if departments else []
    figures = [Column(way, ColumnKind.FIGURE) for way in _WAYS]
    columns = (*first, Column("Measure"), *figures, Column("Change", ColumnKind.FIGURE))
    rows = tuple(_row(found, departments) for found in measures)
    return Table(caption, columns, rows, note=_NOTE if measures and not departments else "", grouped=departments)


def _row(found: Measure, departments: bool) -> Row:
    figures: tuple[Cell, ...] = (
        found.digital,
        found.deduplicated,
        found.recovered,
        found.lowest,
        found.highest,
        found.expected,
    )
    first: tuple[Cell, ...] = (found.department, found.label) if departments else (found.label,)
    moved = change(found.recovered, found.digital, found.unit)
    return Row((*first, *figures, moved), units=(*("" for _ in first), *(found.unit for _ in figures), ""))
