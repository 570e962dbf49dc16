"""`unknown_form`: a written page from which no order could be made because nothing on it is known.

Neither the form is one that was learned or described, nor did a label on it name a field. A page that belongs to no
order and says whose page it is ("page 2 of 2", a number) is an `orphan_page`.
"""

from __future__ import annotations

from collections.abc import Iterable

from matching.findings.context import FindingContext
from matching.findings.made import of_page
from records.finding import Finding, FindingKind, Severity
from records.page import PageEntry, PageKind

_CERTAIN = 0.8


def find(context: FindingContext) -> Iterable[Finding]:
    """One finding a page."""
    for page in context.pages:
        if is_unknown(page):
            said = f' It is headed "{page.heading}".' if page.heading else ""
            detail = f"Scan {page.number} of binder {page.binder} is written on, and its form is not known.{said}"
            yield of_page(FindingKind.UNKNOWN_FORM, page, detail, _CERTAIN, Severity.MEDIUM)


def is_unknown(page: PageEntry) -> bool:
    """Nothing on the page says what it is of."""
    return page.kind is PageKind.ORPHAN and not (page.form or page.order_numbers or page.printed_page)
