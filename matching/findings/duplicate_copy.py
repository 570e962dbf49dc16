"""`duplicate_copy`: two orders on paper that are one: a carbon part or a photocopy, often in another binder."""

from __future__ import annotations

from collections.abc import Iterable

from matching.cluster import Cluster
from matching.findings.context import FindingContext, clamp, listed, name_of, where
from matching.logs import is_log_row
from records.finding import Finding, FindingKind, Severity, finding_id


def find(context: FindingContext) -> Iterable[Finding]:
    """One finding a group of orders that say the same; a row of a log is no copy of its order."""
    for group in context.linkage.order_groups:
        sheets = tuple(place for place in group.members if not is_log_row(context.orders[place], context.layout.pages))
        if len(sheets) > 1:
            yield _finding(context, sheets, group)


def _finding(context: FindingContext, members: tuple[int, ...], group: Cluster) -> Finding:
    orders = [context.orders[place] for place in members]
    places = listed([where(order) for order in orders])
    return Finding(
        finding_id=finding_id(FindingKind.DUPLICATE_COPY, *sorted(order.order_id for order in orders)),
        kind=FindingKind.DUPLICATE_COPY,
        severity=Severity.LOW,
        certainty=clamp(group.probability),
        detail=f"{name_of(orders[0])} is on paper {len(orders)} times: {places}; it counts once.",
        department=orders[0].department,
        order_number=orders[0].number or "",
        order_ids=tuple(order.order_id for order in orders),
        binder=orders[0].binder,
        page=min(orders[1].pages, default=None) if orders[1].binder == orders[0].binder else None,
    )
