"""`total_arithmetic`: a total that is not the sum of the parts above it, all of them read beyond doubt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal

from matching.findings.context import FindingContext, is_habit, is_sure, name_of, where
from matching.findings.made import of_order
from matching.measures_lists import COST_PARTS
from matching.sums import CENT, amount_of, slip_certainty
from records.finding import Finding, FindingKind, Severity
from records.order import FieldReading, PaperOrder, ReadingStatus

_LEAST = 2
"""Parts, before their sum is the total: one alone may be one of several."""


def find(context: FindingContext) -> Iterable[Finding]:
    """One finding an order; a form whose total is as a rule another thing (with tax, with overhead) raises none."""
    compared: Counter[str] = Counter()
    found: list[tuple[PaperOrder, Decimal, float]] = []
    for order in context.orders:
        readings = list(_readings(context, order))
        amounts = [amount for reading in readings if (amount := amount_of(reading)) is not None]
        if len(amounts) < 1 + _LEAST:
            continue
        compared[order.binder] += 1
        if abs(sum(amounts[1:], -amounts[0])) > CENT:
            found.append((order, sum(amounts[1:], Decimal(0)), slip_certainty(readings)))
    differ = Counter(order.binder for order, _, _ in found)
    for order, total, certainty in found:
        usual = is_habit(differ[order.binder], compared[order.binder])
        if certainty >= context.settings.raise_at and not usual:
            yield _finding(order, total, certainty)


def _readings(context: FindingContext, order: PaperOrder) -> Iterator[FieldReading]:
    """The total and its parts; nothing where one of them is there and was not surely read."""
    found = [order.reading(name) for name in ("total_cost", *COST_PARTS)]
    there = [one for one in found if one is not None and one.status is not ReadingStatus.ABSENT]
    if not order.void and there and there[0].name == "total_cost":
        yield from there if all(is_sure(one, context.settings) for one in there) else ()


def _finding(order: PaperOrder, total: Decimal, certainty: float) -> Finding:
    said = order.value("total_cost") or ""
    detail = f"Total cost of {name_of(order)}, {where(order)}, is {said} on paper; its parts come to {total}."
    more = {"field": "total_cost", "paper_value": said}
    return of_order(FindingKind.TOTAL_ARITHMETIC, order, detail, certainty, Severity.MEDIUM, said, **more)
