"""`merged_orders`: pages of two orders were taken for one: they bear two numbers, or two of them say "page 1"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from matching.findings.context import FindingContext, listed, name_of
from matching.findings.made import of_order
from matching.numerals import may_be_one
from records.finding import Finding, FindingKind, Severity
from records.page import PageEntry, PageKind

_TWO_NUMBERS = 0.9
_TWO_FIRSTS = 0.8
_MISREAD = 2
"""Glyphs in which two readings of one number differ at most."""


def find(context: FindingContext) -> Iterable[Finding]:
    """One finding an order. Pages that hold several orders by their form are no case of it."""
    for order in context.orders:
        entries = context.layout.pages.get(order.binder, {})
        pages = [entries[number] for number in order.pages if number in entries]
        if len(pages) < 2 or any(len(page.order_ids) > 1 or page.kind is PageKind.LOG for page in pages):
            continue
        numbers, firsts = _numbers(pages), [page.number for page in pages if page.printed_page == 1]
        if len(numbers) > 1 or len(firsts) > 1:
            said = f"bear the numbers {listed(numbers)}" if len(numbers) > 1 else f"say page 1 {len(firsts)} times"
            scans = listed([str(page.number) for page in pages])
            detail = f"Scans {scans} of binder {order.binder} were taken for {name_of(order)}, but {said}: two orders."
            certainty = _TWO_NUMBERS if len(numbers) > 1 else _TWO_FIRSTS
            yield of_order(FindingKind.MERGED_ORDERS, order, detail, certainty, Severity.HIGH)


def _numbers(pages: Sequence[PageEntry]) -> list[str]:
    """The numbers on the pages that cannot be one number, read in two ways."""
    kept: list[str] = []
    for number in (number for page in pages for number in page.order_numbers):
        if not any(may_be_one(number, other, _MISREAD) for other in kept):
            kept.append(number)
    return kept
