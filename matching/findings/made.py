"""Findings about one order, one record or one page, with what is the same for all kinds filled in."""

from __future__ import annotations

from typing import Any

from matching.findings.context import clamp, first_page
from records.finding import Finding, FindingKind, Severity, finding_id
from records.order import DigitalRecord, PaperOrder
from records.page import PageEntry


def of_order(
    kind: FindingKind,
    order: PaperOrder,
    detail: str,
    certainty: float,
    severity: Severity = Severity.MEDIUM,
    *subjects: str,
    **more: Any,
) -> Finding:
    """A finding about an order; `subjects` tell it from others of its kind about the same order."""
    columns: dict[str, Any] = {
        "department": order.department,
        "order_number": order.number or "",
        "order_ids": (order.order_id,),
        "binder": order.binder,
        "page": first_page(order),
    }
    made = finding_id(kind, order.binder, order.department, order.number or order.order_id, *subjects)
    return Finding(made, kind, severity, clamp(certainty), detail, **(columns | more))


def of_link(
    kind: FindingKind, order: PaperOrder, record: DigitalRecord, detail: str, certainty: float, **more: Any
) -> Finding:
    """A finding about an order and the record that it is linked with."""
    columns: dict[str, Any] = {"record_ids": (record.record_id,), "source": record.source}
    return of_order(kind, order, detail, certainty, Severity.MEDIUM, *record.key, **(columns | more))


def of_page(kind: FindingKind, page: PageEntry, detail: str, certainty: float, severity: Severity) -> Finding:
    """A finding about a page."""
    return Finding(
        finding_id(kind, page.binder, str(page.number)),
        kind,
        severity,
        clamp(certainty),
        detail,
        order_number=page.order_numbers[0] if len(page.order_numbers) == 1 else "",
        order_ids=page.order_ids,
        binder=page.binder,
        page=page.number,
    )
