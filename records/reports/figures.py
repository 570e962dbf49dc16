"""The performance measures, four ways."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from records.measure import Measure
from records.reports.tables import Cell, Column, ColumnKind, Row, Table
from records.reports.words import change

_WAYS = ("Digital list", "Duplicates merged", "With the paper", "Lowest", "Highest", "Most likely")
_NOTE = (
    "With the paper: of the orders that can be shown, on a sheet or in the list. Most likely: with the numbers in "
    "neither list too, taken to be like the orders that one of the two lists alone holds; this is the figure to quote. "
    "Lowest and highest: with these at one extreme and the other; their days, hours and dollars are taken to lie "
    "between the least and the most known in their department."
)
_BESIDE = "All but the first figure of a row are with the paper; each is four ways, with its interval, in measures.csv."


def measures_table(measures: Iterable[Measure]) -> Table:
    """The measures of all departments together."""
    return _table("Performance measures, four ways", [found for found in measures if found.overall], False)


def departments_table(measures: Iterable[Measure]) -> Table:
    """The measures of each department, where there are several."""
    found = [one for one in measures if one.department]
    several = len({one.department for one in found}) > 1
    return _table("Performance measures by department", found if several else [], True)


def known(measures: Iterable[Measure]) -> list[Measure]:
    """Those that can be computed, of all departments together."""
    return [found for found in measures if found.overall and found.recovered is not None]


def months_table(measures: Iterable[Measure]) -> Table:
    """The measures with the paper of each month of requests, where there are several: a row a month."""
    found = [one for one in measures if one.month]
    return _side_by_side("Performance measures by month", "Month", found, lambda one: one.month)


def categories_table(measures: Iterable[Measure]) -> Table:
    """The measures with the paper of each kind of work, where there are several: a row a kind, the commonest first."""
    found = [one for one in measures if one.category]
    orders = {one.category: one.recovered or 0 for one in found if one.name == "orders"}
    found.sort(key=lambda one: (-orders[one.category], one.category))
    return _side_by_side("Performance measures by kind of work", "Kind of work", found, lambda one: one.category)


def _side_by_side(caption: str, title: str, found: list[Measure], key: Callable[[Measure], str]) -> Table:
    """Of each group the orders as the list has them, and all measures with the paper, side by side."""
    groups = list(dict.fromkeys(key(one) for one in found))
    labels = {one.name: one.label for one in found if any(known.name == one.name for known in found if known.recovered)}
    by_name = {(key(one), one.name): one for one in found}
    columns = (
        Column(title),
        Column("Orders, digital list", ColumnKind.FIGURE),
        *(Column(label, ColumnKind.FIGURE) for label in labels.values()),
    )
    rows = []
    for group in groups if len(groups) > 1 else ():
        ours = [by_name.get((group, name)) for name in labels]
        cells = (group, by_name[group, "orders"].digital, *(one.recovered if one else None for one in ours))
        rows.append(Row(cells, units=("", "orders", *(one.unit if one else "" for one in ours))))
    return Table(caption, columns, tuple(rows), note=_BESIDE if rows else "")


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
