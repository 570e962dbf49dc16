"""Backs of forms that say neither number nor "page 2": what they hold tells that they go on from the sheet before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from digitize.page import Fragment, PageResult
from records.geometry import Box
from records.page import PageKind

NEXT = 2
"""Scans from one sheet of an order to the next: its back may lie between."""
_ASKED = frozenset(
    {"order_number", "requested_on", "requester_name", "requester_phone", "location", "description", "due_on"}
)
"""Fields of what was asked for: an order has some, and the back of one, for what was done, none."""
_DONE = 2
"""Fields of what was done from which a sheet without any other is a back."""


def backs_of_fronts(results: Sequence[PageResult]) -> list[PageResult]:
    """The pages of a binder, in the order of their numbers, with the sheets that are another one's back as such.

    Two things tell: questions that go on counting (the back's 13 to 15 follow the front's 1 to 12; one number may be
    misread), and fields: a sheet that says nothing of what was asked for, and all that the order before it left out.
    """
    made: list[PageResult] = []
    for page in results:
        before = next((p for p in reversed(made[-NEXT:]) if p.kind is not PageKind.BLANK), None)
        if before is not None and page.kind is PageKind.ORPHAN and page.frame and _counts_on(before, page):
            whole = Fragment(Box(0, 0, page.frame.width, page.frame.height), ())
            page = replace(page, kind=PageKind.CONTINUATION, fragments=(whole,))
        elif before is not None and page.kind is PageKind.ORDER and _completes(before, page):
            page = replace(page, kind=PageKind.CONTINUATION)
        made.append(page)
    return made


def _counts_on(before: PageResult, page: PageResult) -> bool:
    """Whether a page's questions go on where those of the sheet before it end."""
    last, first = before.questions, page.questions
    return bool(last and first and 0 < first[0] - last[1] <= NEXT)


def _completes(before: PageResult, page: PageResult) -> bool:
    """Whether a sheet of another form than the order before it has none of what was asked, and nothing that it has."""
    if before.kind is not PageKind.ORDER or len(before.fragments) != 1 or len(page.fragments) != 1:
        return False
    front, back = _said(before.fragments[0]), _said(page.fragments[0])
    numbered = "order_number" in front and page.printed_page is None
    return numbered and len(back) >= _DONE and not back & (_ASKED | front) and before.form != page.form


def _said(fragment: Fragment) -> frozenset[str]:
    """The fields that are filled in, be it hardly readable, and the items where there are any."""
    names = {reading.name for reading in fragment.readings if reading.value is not None or reading.raw.strip()}
    return frozenset(names | ({"items"} if fragment.line_items else set()))
