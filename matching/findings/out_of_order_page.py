"""`out_of_order_page`: a page that does not follow the order of its binder.

An order's pages stand the wrong way round; or, in a binder whose numbers run one way, an order stands elsewhere than
its number says, and the orders around it follow each other without it. Sheets at the very end were scanned later.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from matching.findings.context import FindingContext, is_sure, name_of, where
from matching.findings.made import of_order
from matching.places import in_run
from records.finding import Finding, FindingKind, Severity

_PAGES = 0.9
_NUMBERS = 0.8
_TELLING = 6
"""Orders of one period that tell whether numbers run one way: of six in no order 84 % do not, of seven 95 %."""


def find(context: FindingContext) -> Iterable[Finding]:
    """One finding an order."""
    yield from _turned(context)
    for members in context.layout.orders.values():
        yield from _strayed(context, members)


def _turned(context: FindingContext) -> Iterator[Finding]:
    """Orders of which a later page stands before an earlier one."""
    for order in context.orders:
        entries = context.layout.pages.get(order.binder, {})
        pages = [entries[number] for number in sorted(order.pages) if number in entries]
        printed = [(page.printed_page, page.number) for page in pages if page.printed_page]
        wrong = next((other for one, other in pairwise(printed) if (other[0] or 0) < (one[0] or 0)), None)
        if wrong:
            page, scan = wrong
            detail = f"Page {page} of {name_of(order)} is on scan {scan} of binder {order.binder}, after a later one."
            yield of_order(FindingKind.OUT_OF_ORDER_PAGE, order, detail, _PAGES, Severity.LOW, "pages", page=wrong[1])


def _strayed(context: FindingContext, members: Sequence[int]) -> Iterator[Finding]:
    """Orders that are surely read and break the run of the numbers around them."""
    accounting = context.accounting
    own_of: dict[int, list[int]] = defaultdict(list)
    places = {id(series): number for number, series in enumerate(accounting.series)}
    for member in members:
        if series := accounting.series_of(accounting.orders.get(member)):
            own_of[places[id(series)]].append(member)
    runs = {number: in_run(own, accounting) for number, own in own_of.items()}
    astray = {accounting.series[n].pad for n, own in own_of.items() if len(own) >= _TELLING and not runs[n]}
    for number, own in sorted(own_of.items()):
        series, run = accounting.series[number], runs[number]
        if series.pad in astray:  # seven orders by place stand all but one in a row by chance
            continue
        last = own.index(run[-1]) if run else 0  # what stands behind it was scanned later, and is placed by its number
        for place in own[:last]:
            order = context.orders[place]
            shared = any(set(context.orders[m].pages) & set(order.pages) for m in own if m != place)
            if place in run or shared or place in accounting.misread or len(series.paper[_counter(context, place)]) > 1:
                continue
            if is_sure(order.reading("order_number"), context.settings) and _confirmed(context, place):
                detail = f"{name_of(order)}, {where(order)}, stands elsewhere than its number says."
                yield of_order(FindingKind.OUT_OF_ORDER_PAGE, order, detail, _NUMBERS, Severity.LOW)


def _counter(context: FindingContext, place: int) -> int:
    return context.accounting.orders[place].counter


def _confirmed(context: FindingContext, place: int) -> bool:
    """A record with that number says what the sheet says: the number is no misreading."""
    link = context.linkage.partner.get(place)
    used = context.accounting.records.get(link.record) if link else None
    return bool(used and used.counter == _counter(context, place))
