"""`split_order`: an order whose sheets lie apart in the binder, with another order's between them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from matching.findings.context import FindingContext, clamp, name_of
from records.finding import Finding, FindingKind, Severity, finding_id
from records.order import PaperOrder

_CERTAIN = 0.9
"""Both sheets bear the number; times how surely they are one order."""


def find(context: FindingContext) -> Iterable[Finding]:
    """One finding an order, where its first sheet ends and the next one lies behind another's.

    Blank backs, tabs and orphans between two sheets are no other order.
    """
    for order in context.orders:
        pages = context.layout.pages.get(order.binder, {})
        for before, after in pairwise(sorted(order.pages)):
            between = range(before + 1, after)
            if any(set(pages[number].order_ids) - {order.order_id} for number in between if number in pages):
                yield _finding(order, before, after)
                break


def _finding(order: PaperOrder, before: int, after: int) -> Finding:
    return Finding(
        finding_id=finding_id(FindingKind.SPLIT_ORDER, order.binder, order.order_id, str(after)),
        kind=FindingKind.SPLIT_ORDER,
        severity=Severity.LOW,
        certainty=clamp(_CERTAIN * order.confidence),
        detail=f"A further sheet of {name_of(order)} lies at scan {after}, not {before + 1}: another is between.",
        order_number=order.number or "",
        order_ids=(order.order_id,),
        department=order.department,
        binder=order.binder,
        page=after,
        after_page=before,
    )
