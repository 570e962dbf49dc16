"""`duplicate_paper_number`: one number on orders that say different things: a pad used twice, or a slip of the pen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from matching.findings.context import FindingContext, clamp, is_sure, listed, where
from matching.normalise import fold
from records.finding import Finding, FindingKind, Severity, finding_id

_USUAL = 0.85


def find(context: FindingContext) -> Iterable[Finding]:
    """One finding a number that several orders surely have, and that are not copies of each other."""
    groups = {member: group.members[0] for group in context.linkage.order_groups for member in group.members}
    same: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for place, order in enumerate(context.orders):
        if is_sure(order.reading("order_number"), context.settings) and place not in context.accounting.misread:
            used = context.accounting.orders.get(place)
            same[order.department, used.period if used else "", fold(order.number or "")].append(place)
    for members in same.values():
        different = {groups.get(member, member) for member in members}
        if len(different) > 1:
            yield _finding(context, sorted(different))


def _finding(context: FindingContext, members: list[int]) -> Finding:
    orders = [context.orders[place] for place in members]
    number = orders[0].number or ""
    return Finding(
        finding_id=finding_id(FindingKind.DUPLICATE_PAPER_NUMBER, orders[0].department, number),
        kind=FindingKind.DUPLICATE_PAPER_NUMBER,
        severity=Severity.MEDIUM,
        certainty=clamp(_USUAL),
        detail=f"{number} stands on orders that say different things: {listed([where(order) for order in orders])}.",
        department=orders[0].department,
        order_number=number,
        order_ids=tuple(order.order_id for order in orders),
        binder=orders[0].binder,
        page=min(orders[1].pages, default=None) if orders[1].binder == orders[0].binder else None,
    )
