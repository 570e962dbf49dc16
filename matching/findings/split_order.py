"""`split_order`: the pages of one order lie in more than one place of a binder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise

from matching.findings.context import FindingContext, listed, name_of
from matching.findings.made import of_order
from records.finding import Finding, FindingKind, Severity
from records.order import PaperOrder
from records.page import PageEntry, PageKind

_CERTAIN = 0.9
_BETWEEN = frozenset({PageKind.BLANK, PageKind.SEPARATOR})
"""Pages that part nothing: an empty back, a sheet of the scanner's."""


def find(context: FindingContext) -> Iterable[Finding]:
    """One finding an order; a second scan of the order itself between its pages does not part them."""
    for order in context.orders:
        apart = _apart(order, context.layout.pages.get(order.binder, {}))
        if apart:
            scans = listed([str(number) for number in sorted(order.pages)])
            detail = (
                f"{name_of(order)} of binder {order.binder} is on scans {scans}, with pages of other orders between: "
                "its sheets lie apart."
            )
            more = {"after_page": apart[0], "before_page": apart[1]}
            certainty = _CERTAIN * order.confidence
            yield of_order(FindingKind.SPLIT_ORDER, order, detail, certainty, Severity.MEDIUM, **more)


def _apart(order: PaperOrder, entries: Mapping[int, PageEntry]) -> tuple[int, int] | None:
    """The two pages of the order between which another order lies."""
    own = sorted(order.pages)
    copied = {number for copy in order.copies for number in copy}
    for one, other in pairwise(own):
        between = [entries[n] for n in range(one + 1, other) if n in entries and n not in copied]
        if any(page.kind not in _BETWEEN and page.order_ids and page.copy_of is None for page in between):
            return one, other
    return None
