"""`number_void`: an order struck out or marked VOID on paper that a digital list holds all the same.

A void order without a record needs nothing: its number counts as used, so it closes a gap, and no record is missed.
"""

from __future__ import annotations

from collections.abc import Iterable

from matching.findings.context import FindingContext, clamp, first_page, name_of, where
from matching.used import pad_of
from records.finding import Finding, FindingKind, Severity, finding_id
from records.order import DigitalRecord, PaperOrder

_CERTAIN = 0.9


def find(context: FindingContext) -> Iterable[Finding]:
    """One finding an order."""
    for place, order in enumerate(context.orders):
        link = context.linkage.partner.get(place)
        if order.void and link and not _of_another_pad(context, place, link.record):
            yield _finding(order, context.records[link.record], link.probability)


def _of_another_pad(context: FindingContext, place: int, record: int) -> bool:
    """The record's number is of another pad: of a struck order often nothing is known but a number that both have."""
    ours, theirs = context.accounting.orders.get(place), context.accounting.records.get(record)
    return bool(ours and theirs and pad_of(ours) != pad_of(theirs))


def _finding(order: PaperOrder, record: DigitalRecord, probability: float) -> Finding:
    return Finding(
        finding_id=finding_id(FindingKind.NUMBER_VOID, record.source, record.record_id, order.number or order.order_id),
        kind=FindingKind.NUMBER_VOID,
        severity=Severity.MEDIUM,
        certainty=clamp(_CERTAIN * probability),
        detail=(
            f"{name_of(order)}, {where(order)}, is struck out or marked void, and {record.source} holds it as record "
            f"{record.record_id}."
        ),
        department=order.department,
        order_number=order.number or "",
        order_ids=(order.order_id,),
        record_ids=(record.record_id,),
        source=record.source,
        binder=order.binder,
        page=first_page(order),
        effect=-1.0,
    )
