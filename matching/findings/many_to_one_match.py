"""`many_to_one_match`: several orders on paper that look like the one record, or several records like the one order.

Copies on paper and duplicates in a list are that by nature and are told as such; here the others are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from matching.findings.context import FindingContext, clamp, listed, name_of, where
from matching.used import pad_of
from records.finding import Finding, FindingKind, Severity, finding_id


def find(context: FindingContext) -> Iterable[Finding]:
    """One finding a record that several orders claim, and one an order that several records claim."""
    scored, at = context.linkage.scored, context.settings.link_at
    orders: dict[int, dict[int, float]] = defaultdict(dict)
    records: dict[int, dict[int, float]] = defaultdict(dict)
    for left, right, likely in zip(
        scored.left.tolist(), scored.right.tolist(), scored.probability.tolist(), strict=True
    ):
        if likely >= at and not _numbered_apart(context, left, right):
            orders[right][_first(context.linkage.order_groups, left)] = likely
            records[left][_first(context.linkage.record_groups, right)] = likely
    ours, theirs = context.linkage.partner, context.linkage.partner_of
    for record, claims in sorted(orders.items()):
        rivals = [place for place in claims if place not in ours or ours[place].record == record]
        if len(rivals) > 1 and not any(_number_settles(context, place, record) for place in rivals):
            yield _finding(context, rivals, [record], min(claims[place] for place in rivals))
    for order, claims in sorted(records.items()):
        rivals = [place for place in claims if place not in theirs or theirs[place].order == order]
        if len({context.records[place].source for place in rivals}) < len(rivals) and not any(
            _number_settles(context, order, place) for place in rivals
        ):
            yield _finding(context, [order], rivals, min(claims[place] for place in rivals))


def _numbered_apart(context: FindingContext, order: int, record: int) -> bool:
    """Both have a number of one series, and not the same: however alike, they are two orders."""
    ours, theirs = context.accounting.orders.get(order), context.accounting.records.get(record)
    if ours is None or theirs is None or not ours.sure:
        return False
    return pad_of(ours) == pad_of(theirs) and (ours.period, ours.counter) != (theirs.period, theirs.counter)


def _number_settles(context: FindingContext, order: int, record: int) -> bool:
    """The record bears the order's number: no other is it, however alike."""
    ours, theirs = context.accounting.orders.get(order), context.accounting.records.get(record)
    if ours is None or theirs is None:
        return False
    return (pad_of(ours), ours.period, ours.counter) == (pad_of(theirs), theirs.period, theirs.counter)


def _first(groups: Sequence[object], place: int) -> int:
    """The member that stands for a group of copies; the row itself where it is alone."""
    return next((g.members[0] for g in groups if place in g.members), place)  # type: ignore[attr-defined]


def _finding(context: FindingContext, orders: Sequence[int], records: Sequence[int], likely: float) -> Finding:
    papers, rows = [context.orders[place] for place in orders], [context.records[place] for place in records]
    ids = [row.record_id for row in rows]
    said = listed([f"{name_of(order)} ({where(order)})" for order in papers])
    claim = (
        f"{said} look like record {ids[0]} of {rows[0].source}: only one of them is it."
        if len(papers) > 1
        else f"Records {listed(ids)} of {rows[0].source} look like {said}: only one of them is it."
    )
    return Finding(
        finding_id=finding_id(FindingKind.MANY_TO_ONE_MATCH, *sorted((*(p.order_id for p in papers), *ids))),
        kind=FindingKind.MANY_TO_ONE_MATCH,
        severity=Severity.MEDIUM,
        certainty=clamp(likely * 0.8),
        detail=claim,
        department=papers[0].department,
        order_number=papers[0].number or "",
        order_ids=tuple(order.order_id for order in papers),
        record_ids=tuple(ids),
        source=rows[0].source,
        binder=papers[0].binder,
        page=min(papers[0].pages, default=None),
    )
