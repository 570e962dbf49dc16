"""`duplicate_scan`: a sheet that went through the scanner twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from matching.findings.context import FindingContext, clamp, listed, name_of, where
from records.finding import Finding, FindingKind, Severity, finding_id
from records.order import PaperOrder
from records.page import PageEntry, PageKind

_USUAL = 0.95
_BARE = frozenset({PageKind.BLANK, PageKind.TAB, PageKind.SEPARATOR, PageKind.CHARGE_OUT})


def find(context: FindingContext) -> Iterable[Finding]:
    """One finding a further scan of a sheet, whatever the number of orders on it, and one for each other page."""
    sheets: dict[tuple[str, tuple[int, ...]], list[PaperOrder]] = {}
    for order in context.orders:
        for copy in filter(None, order.copies):
            sheets.setdefault((order.binder, copy), []).append(order)
    told = {(binder, number) for binder, copy in sheets for number in copy}
    for (_, copy), orders in sheets.items():
        yield _of_orders(context, orders, copy)
    yield from _of_pages(context, told)


def _likeness(pages: Iterable[PageEntry]) -> float:
    found = [page.likeness for page in pages if page.likeness > 0]
    return min(found, default=_USUAL)


def _of_orders(context: FindingContext, orders: Sequence[PaperOrder], copy: tuple[int, ...]) -> Finding:
    order = orders[0]
    entries = context.layout.pages.get(order.binder, {})
    scans = listed([str(number) for number in copy])
    were = "was" if len(orders) == 1 else "were"
    place = sum(min(other) < min(copy) for other in order.copies if other)
    return Finding(
        finding_id=finding_id(
            FindingKind.DUPLICATE_SCAN, order.binder, order.department, order.number or order.order_id, str(place)
        ),
        kind=FindingKind.DUPLICATE_SCAN,
        severity=Severity.LOW,
        certainty=clamp(_likeness(entries[number] for number in copy if number in entries)),
        detail=f"{listed([name_of(each) for each in orders])}, {where(order)}, {were} scanned again as scan {scans}.",
        department=order.department,
        order_number=" ".join(each.number for each in orders if each.number),
        order_ids=tuple(each.order_id for each in orders),
        binder=order.binder,
        page=min(copy),
    )


def _of_pages(context: FindingContext, told: set[tuple[str, int]]) -> Iterator[Finding]:
    """Written pages that are the same sheet as another, of which no order tells."""
    for page in context.pages:
        if page.copy_of is None or page.kind in _BARE or (page.binder, page.number) in told:
            continue
        yield Finding(
            finding_id=finding_id(FindingKind.DUPLICATE_SCAN, page.binder, str(page.copy_of), str(page.number)),
            kind=FindingKind.DUPLICATE_SCAN,
            severity=Severity.LOW,
            certainty=clamp(page.likeness or _USUAL),
            detail=f"Scan {page.number} of binder {page.binder} shows the same sheet as scan {page.copy_of}.",
            order_number=page.order_numbers[0] if len(page.order_numbers) == 1 else "",
            order_ids=page.order_ids,
            binder=page.binder,
            page=page.number,
        )
