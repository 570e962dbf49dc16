"""`number_void`: an order struck out or marked VOID: its number is accounted for, and nothing is expected of it."""

from __future__ import annotations

from collections.abc import Iterable

from matching.findings.context import FindingContext, clamp, first_page, name_of, where
from records.finding import Finding, FindingKind, Severity, finding_id
from records.order import PaperOrder

_CERTAIN = 0.9


def find(context: FindingContext) -> Iterable[Finding]:
    """One finding an order."""
    for place, order in enumerate(context.orders):
        if order.void:
            link = context.linkage.partner.get(place)
            record = context.records[link.record] if link else None
            kept = f" {record.source} holds it as record {record.record_id} all the same." if record else ""
            yield _finding(order, kept)


def _finding(order: PaperOrder, kept: str) -> Finding:
    return Finding(
        finding_id=finding_id(FindingKind.NUMBER_VOID, order.binder, order.department, order.number or order.order_id),
        kind=FindingKind.NUMBER_VOID,
        severity=Severity.MEDIUM if kept else Severity.LOW,
        certainty=clamp(_CERTAIN * order.confidence),
        detail=f"{name_of(order)}, {where(order)}, is struck out or marked void; it counts as used.{kept}",
        department=order.department,
        order_number=order.number or "",
        order_ids=(order.order_id,),
        binder=order.binder,
        page=first_page(order),
    )
