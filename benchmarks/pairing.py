"""Which row of orders.csv is which order of the truth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from benchmarks.compare import bare, same
from benchmarks.results import Row
from benchmarks.truth import TrueOrder, Truth


@dataclass(frozen=True, slots=True)
class Pair:
    """An order and the row that stands for it."""

    order: TrueOrder
    row: Row
    found: bool
    """Whether a person would know the order again: its number is right, or at least half of its values are."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """All orders of a sample against all rows of a run."""

    pairs: tuple[Pair, ...]
    missed: tuple[TrueOrder, ...]
    made_up: tuple[Row, ...]

    @property
    def number_of(self) -> dict[str, str]:
        """The true number by the run's order id."""
        return {pair.row["order_id"]: pair.order.order_number for pair in self.pairs}


def pages_of(row: Row) -> tuple[int, ...]:
    """The pages of a row of orders.csv."""
    return tuple(int(page) for page in row["pages"].split())


def pair_orders(truth: Truth, rows: Sequence[Row]) -> Pairing:
    """Each order with at most one row of the same binder and page, the likeliest first.

    The number counts most, then the values, then the place on the page.
    """
    slots = _slots(rows)
    candidates = sorted(
        (_likeness(order, row, slots[row["order_id"]]), at, to)
        for at, order in enumerate(truth.orders)
        for to, row in enumerate(rows)
        if order.binder == row["binder"] and set(order.pages) & set(pages_of(row))
    )
    taken = _take((likeness, at, to) for likeness, at, to in reversed(candidates) if likeness > (False, 0, False))
    return Pairing(
        tuple(Pair(truth.orders[at], rows[to], _known(truth.orders[at], rows[to])) for at, to in sorted(taken.items())),
        tuple(order for at, order in enumerate(truth.orders) if at not in taken),
        tuple(row for to, row in enumerate(rows) if to not in set(taken.values())),
    )


def _take(candidates: Iterable[tuple[tuple[bool, int, bool], int, int]]) -> dict[int, int]:
    taken: dict[int, int] = {}
    used: set[int] = set()
    for _, at, to in candidates:
        if at not in taken and to not in used:
            taken[at] = to
            used.add(to)
    return taken


def _slots(rows: Sequence[Row]) -> dict[str, int]:
    """The place on its first page, from 1, by order id."""
    count: dict[tuple[str, str], int] = defaultdict(int)
    slots = {}
    for row in rows:
        place = row["binder"], row["first_page"]
        count[place] += 1
        slots[row["order_id"]] = count[place]
    return slots


def _likeness(order: TrueOrder, row: Row, slot: int) -> tuple[bool, int, bool]:
    return _same_number(order, row), _hits(order, row), (order.slot or 1) == slot


def _same_number(order: TrueOrder, row: Row) -> bool:
    return bare(order.order_number) == bare(row["order_number"])


def _hits(order: TrueOrder, row: Row) -> int:
    return sum(same(name, value, row.get(name, "")) for name, value in order.fields.items())


def _known(order: TrueOrder, row: Row) -> bool:
    return _same_number(order, row) or 2 * _hits(order, row) >= max(len(order.fields), 1)
