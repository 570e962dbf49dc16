"""Notices fields that an order should have because the binder's other orders of its kind have them.

A label that no engine could read leaves no trace on its page; only the other pages of the form tell that it is there.
What is missing is said as a doubt, for a person to look at, and never filled in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from records.order import FieldReading, PaperOrder, ReadingStatus

SHARE = 0.6
"""Of the orders of a kind that must have a place for a field before the others are expected to have one."""
ENOUGH = 4
"""Orders of a kind from which its fields can be told."""


def expect_fields(orders: Sequence[PaperOrder]) -> tuple[PaperOrder, ...]:
    """The orders of a binder, each with a reading for every field that its kind of page has a place for."""
    kinds: dict[str, list[PaperOrder]] = {}
    for order in orders:
        kinds.setdefault(_kind(order), []).append(order)
    usual = {kind: _usual(members) for kind, members in kinds.items() if len(members) >= ENOUGH}
    return tuple(_completed(order, usual.get(_kind(order), ())) for order in orders)


def _kind(order: PaperOrder) -> str:
    """Rows of a log are one kind (their ids end in `r` and the row), sheets another."""
    return "log" if "r" in order.order_id.rpartition(":")[2] else "sheet"


def _usual(orders: Sequence[PaperOrder]) -> tuple[str, ...]:
    places = Counter(reading.name for order in orders for reading in order.readings)
    return tuple(name for name, times in places.items() if times >= SHARE * len(orders))


def _completed(order: PaperOrder, usual: Sequence[str]) -> PaperOrder:
    if order.void:
        return order
    missing = [name for name in usual if order.reading(name) is None]
    return replace(order, readings=(*order.readings, *(_unread(name, order) for name in missing)))


def _unread(name: str, order: PaperOrder) -> FieldReading:
    why = "its label could not be read here, though other sheets of this form have it"
    return FieldReading(name, None, "", ReadingStatus.ILLEGIBLE, 0.0, order.pages[0], None, "", doubt=why)
