"""A pair's weights in words, one line a field, and the orders and records that a person means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from matching.explain import Explanation
from matching.waterfall import steps_of
from records.errors import UsageProblem
from records.order import DigitalRecord, PaperOrder
from records.screen import screen

_WIDTH = 34


def find_order(orders: Sequence[PaperOrder], wanted: str) -> int:
    """The place of an order by its id or number.

    Raises:
        UsageProblem: There is none, or several have the number.
    """
    found = [place for place, order in enumerate(orders) if order.order_id == wanted]
    found = found or [place for place, order in enumerate(orders) if order.number == wanted]
    names = [order.order_id for order in orders] + [order.number or "" for order in orders]
    return _one(found, [orders[place].order_id for place in found], f"order {wanted!r}", (wanted, names))


def find_record(records: Sequence[DigitalRecord], wanted: str) -> int:
    """The place of a record by its id, with `SOURCE:` before it where several lists have the same.

    Raises:
        UsageProblem: There is none, or several lists have it.
    """
    full = [f"{record.source}:{record.record_id}" for record in records]
    found = [place for place, record in enumerate(records) if wanted in (record.record_id, full[place])]
    names = [record.record_id for record in records]
    return _one(found, [full[place] for place in found], f"record {wanted!r}", (wanted, names))


def _one(found: Sequence[int], names: Sequence[str], what: str, near: tuple[str, Sequence[str]]) -> int:
    if len(found) > 1:
        raise UsageProblem(f"There are several of {what}.", f"Say which: {', '.join(names[:5])}.")
    if not found:
        close = get_close_matches(near[0], [name for name in near[1] if name], 1)
        cure = f"Did you mean {close[0]!r}?" if close else "orders.csv and matches.csv hold the ids."
        raise UsageProblem(f"There is no {what}.", cure)
    return found[0]


def in_lines(found: Explanation) -> Iterator[str]:
    """The explanation, a line a fact."""
    yield screen(f"Order {found.order_id} and record {found.record_id}")
    for step in steps_of(found):
        yield _line(step.what, step.weight, "   ".join(filter(None, (step.values, step.words))))
    if not found.proposed:
        yield "Too little in common for blocking to propose the pair."
    for rival in found.rivals:
        named = f"{rival.order_id} and {rival.record_id}"
        yield _line("rival", rival.weight, f"{named}   probability {rival.probability:.3f}")


def _line(what: str, weight: float, more: str) -> str:
    return screen(f"  {what[:_WIDTH]:<{_WIDTH}} {weight:+7.1f}   {more}")
