"""`line_arithmetic`: a line of labor, material or equipment whose quantity times unit cost is not its amount.

A figure that was misread spoils a product far oftener than a person who reckons wrongly does; so it takes three
readings that are nearly certain.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from matching.findings.context import FindingContext, is_sure, name_of, where
from matching.findings.made import of_order
from matching.sums import CENT, amount_of, slip_certainty
from records.finding import Finding, FindingKind, Severity
from records.lines import line_name
from records.order import FieldReading, LineItem, PaperOrder

_NAMES = ("quantity", "unit_cost", "amount")


def find(context: FindingContext) -> Iterable[Finding]:
    """One finding a line."""
    for order in context.orders:
        for item in () if order.void else order.line_items:
            readings = [reading for name in _NAMES for reading in item.readings if reading.name == name]
            if len(readings) == len(_NAMES) and all(is_sure(one, context.settings) for one in readings):
                certainty = slip_certainty(readings)
                if certainty >= context.settings.raise_at:
                    yield from _of_line(order, item, readings, certainty)


def _of_line(order: PaperOrder, item: LineItem, readings: list[FieldReading], certainty: float) -> Iterator[Finding]:
    quantity, unit_cost, amount = map(amount_of, readings)
    if quantity is None or unit_cost is None or amount is None or _comes_out(quantity, unit_cost, amount):
        return
    product = (quantity * unit_cost).quantize(CENT)
    detail = (
        f"Line {item.number} of {name_of(order)}, {where(order)}, says {quantity} at {unit_cost} is {amount}; it is "
        f"{product}."
    )
    more = {"page": readings[-1].page, "field": line_name(item.number, "amount"), "paper_value": str(amount)}
    yield of_order(
        FindingKind.LINE_ARITHMETIC, order, detail, certainty, Severity.LOW, str(item.number), str(amount), **more
    )


def _comes_out(quantity: Decimal, unit_cost: Decimal, amount: Decimal) -> bool:
    """Within a cent, or within what rounding the unit cost to a cent leaves."""
    return abs(quantity * unit_cost - amount) <= max(CENT, CENT / 2 * abs(quantity))
