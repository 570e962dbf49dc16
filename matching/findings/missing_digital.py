"""`missing_digital`: an order on paper that no digital record holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from matching.findable import findable
from matching.findings.context import FindingContext, clamp, first_page, name_of, where
from matching.used import Pad, Used, pad_of
from records.finding import Finding, FindingKind, Severity, finding_id
from records.order import PaperOrder

_NUMBER_TAKEN = 0.5
"""Where a record has the number and says something else, it is as likely the order as not."""


def unrecorded(context: FindingContext) -> Iterator[int]:
    """Orders that are not void and that neither they nor a copy of them is linked."""
    linked = set(context.linkage.partner)
    for group in context.linkage.order_groups:
        linked |= set(group.members) if linked & set(group.members) else set(group.members[1:])
    return (place for place, order in enumerate(context.orders) if place not in linked and not order.void)


def find(context: FindingContext) -> Iterable[Finding]:
    """Orders without a record, each as surely as it has none."""
    if not context.records:
        return
    taken = {_number(used): place for place, used in context.accounting.records.items()}
    for place in unrecorded(context):
        order = context.orders[place]
        certainty = float(context.linkage.alone_orders[place]) * findable(order) * order.confidence
        used = context.accounting.orders.get(place)
        other = _same_number(context, taken.get(_number(used)) if used else None)
        certainty *= _NUMBER_TAKEN if other else 1.0
        if certainty >= context.settings.raise_at * (_NUMBER_TAKEN if other else 1.0):
            yield _finding(order, clamp(certainty), other)


def _number(used: Used) -> tuple[Pad, str, int]:
    return pad_of(used), used.period, used.counter


def _same_number(context: FindingContext, record: int | None) -> str:
    """The record that has the order's number and does not look like it, in words."""
    if record is None:
        return ""
    row = context.records[record]
    return f" Record {row.record_id} of {row.source} has this number but says something else: compare the two first."


def _finding(order: PaperOrder, certainty: float, other: str) -> Finding:
    number = order.number or ""
    return Finding(
        finding_id=finding_id(FindingKind.MISSING_DIGITAL, order.binder, order.department, number or order.order_id),
        kind=FindingKind.MISSING_DIGITAL,
        severity=Severity.HIGH,
        certainty=certainty,
        detail=f"{name_of(order)}, {where(order)}, is in none of the digital lists.{other}",
        department=order.department,
        order_number=number,
        order_ids=(order.order_id,),
        binder=order.binder,
        page=first_page(order),
        effect=1.0,
    )
