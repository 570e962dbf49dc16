"""`duplicate_paper_order`: the same work under two numbers: asked for twice, or written again on another form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import pairwise

from rapidfuzz import fuzz

from matching.findings.context import FindingContext, is_sure, name_of, where
from matching.findings.made import of_order
from matching.normalise import day, fold, words
from records.addresses import parse_address
from records.finding import Finding, FindingKind, Severity
from records.order import PaperOrder

_DAYS = 14
"""Days within which the same request for the same house is one request."""
_ALIKE = 90.0
_CERTAIN = 0.75
_SAME_CALLER = 0.9
_DAILY = 3
"""More alike requests for one place than this are a round, not a repetition."""


def find(context: FindingContext) -> Iterable[Finding]:
    """One finding a pair of neighbours in time: the later order is named as the repetition of the earlier.

    Two orders that the list holds as two are one only where the same person asked for both.
    """
    by_place: dict[tuple[str, str, str], list[PaperOrder]] = defaultdict(list)
    recorded = {context.orders[place].order_id for place in context.linkage.partner}
    together = {place for group in context.linkage.order_groups for place in group.members[1:]}
    for place, order in enumerate(context.orders):
        if place in together or order.void or not _is_read(context, order):
            continue
        at = parse_address(order.value("location") or "")
        if at.house or " & " in at.street:
            by_place[order.department, at.house, at.street].append(order)
    for orders in by_place.values():
        yield from _repeated(recorded, sorted(orders, key=lambda one: (one.value("requested_on") or "", one.order_id)))


def _is_read(context: FindingContext, order: PaperOrder) -> bool:
    names = ("order_number", "location", "requested_on", "description")
    return all(is_sure(order.reading(name), context.settings) for name in names)


def _repeated(recorded: Container[str], orders: Sequence[PaperOrder]) -> Iterator[Finding]:
    if len(orders) > _DAILY:
        return
    for first, again in pairwise(orders):
        both = first.order_id in recorded and again.order_id in recorded
        if _same_work(first, again) and (_same_caller(first, again) or not both):
            yield _finding(first, again)


def _same_work(first: PaperOrder, again: PaperOrder) -> bool:
    apart = day(again.value("requested_on") or "") - day(first.value("requested_on") or "")
    said = [" ".join(words(order.value("description") or "")) for order in (first, again)]
    return (
        fold(first.number or "") != fold(again.number or "")
        and 0 <= apart <= _DAYS
        and fuzz.token_sort_ratio(*said) >= _ALIKE
    )


def _same_caller(first: PaperOrder, again: PaperOrder) -> bool:
    callers = [order.value("requester_phone") or order.value("requester_name") for order in (first, again)]
    return bool(callers[0]) and callers[0] == callers[1]


def _finding(first: PaperOrder, again: PaperOrder) -> Finding:
    same = _same_caller(first, again)
    detail = (
        f"{name_of(again)}, {where(again)}, asks for the same work at the same place as {name_of(first)}, "
        f"{where(first)}{', by the same caller' if same else ''}: it may be the same order under two numbers."
    )
    certainty = _SAME_CALLER if same else _CERTAIN
    ids = (first.order_id, again.order_id)
    return of_order(
        FindingKind.DUPLICATE_PAPER_ORDER, again, detail, certainty, Severity.LOW, first.number or "", order_ids=ids
    )
