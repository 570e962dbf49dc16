"""Scan files that hold one paper: its further sheets bear no title and no number, and belong to it all the same.

A binder's file shows where papers begin by their heads alone. An office that scans each paper to a file of its own has
said where it ends: what stands behind the first sheet, and begins nothing, goes on from it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from digitize.page import Fragment, PageResult
from digitize.titles import form_name, is_title
from records.geometry import Box
from records.page import PageKind

_FEW = 6
"""Pages of a file that may be one paper; more are a binder until their heads say otherwise."""
_PART = re.compile(
    r"\b(?:attachments?|exhibits?|appendi(?:x|ces)|annex|schedules?|continuation|insert|execution)\b", re.IGNORECASE
)
"""Titles of what is a part of another paper by its name."""
_SHEETS = frozenset({PageKind.ORDER, PageKind.CONTINUATION, PageKind.ORPHAN})


def as_documents(results: Sequence[PageResult]) -> list[PageResult]:
    """The pages of a binder, in the order of their numbers; where they are one short file of one paper, as its sheets.

    The first sheet names the form. The others, up to one that begins a paper of its own, have that form; each is a
    further sheet of the order, where the first is an order, and of no order where that is none. What is numbered by
    itself, an attachment or the sheet of another number, has the form and is left out of the order.
    """
    written = [page for page in results if page.kind is not PageKind.BLANK]
    if len(written) < 2 or not _is_one_file(results) or not _names(written[0]):
        return list(results)
    first, *rest = written
    rest = list(takewhile(lambda page: not _begins(page, first), rest))
    if not rest:
        return list(results)
    form = first.form or form_name(PageKind.ORDER, first.heading)
    joined = list(takewhile(lambda page: not _by_itself(page, first), rest)) if first.kind is PageKind.ORDER else []
    sheets = {page.image: _further(page, form, joined=page in joined) for page in rest}
    sheets[first.image] = replace(first, form=form)
    return [sheets.get(page.image, page) for page in results]


def _is_one_file(results: Sequence[PageResult]) -> bool:
    """Whether all the pages of a binder come from one file, and are few."""
    return len(results) <= _FEW and len({page.image.path for page in results}) == 1


def _names(first: PageResult) -> bool:
    """Whether a first sheet says what paper it is."""
    return first.kind in _SHEETS - {PageKind.CONTINUATION} and is_title(first.heading)


def _begins(page: PageResult, first: PageResult) -> bool:
    """Whether a page begins a paper of its own: by its title, its number, its department, or as what it is.

    What a further sheet's sentences call it is no title. On a sheet that says that it goes on, a title is that of a
    part, and a number may be anyone's, a notary's: it takes both.
    """
    if page.kind not in _SHEETS or (page.kind is PageKind.ORDER and page.printed_page == 1):
        return True
    titled = is_title(page.heading) and not page.called and not _PART.search(page.heading)
    foreign = bool(page.department and first.department and page.department != first.department)
    signs = titled + _numbered(page, first)
    return signs > (page.kind is PageKind.CONTINUATION) or foreign or not page.heading


def _numbered(page: PageResult, first: PageResult) -> bool:
    """Whether a page bears the number of another order."""
    number = next((value for f in page.fragments if (value := f.value("order_number"))), None)
    return number is not None and number != next((f.value("order_number") for f in first.fragments), None)


def _by_itself(page: PageResult, first: PageResult) -> bool:
    """Whether a page of the same form is no sheet of the first one's order."""
    return page.printed_page == 1 or _numbered(page, first)


def _further(page: PageResult, form: str, *, joined: bool) -> PageResult:
    """A page as a further sheet of a form."""
    if not joined or page.frame is None or page.kind is PageKind.CONTINUATION:
        return replace(page, form=form)
    whole = (Fragment(Box(0, 0, page.frame.width, page.frame.height), ()),)
    return replace(page, form=form, kind=PageKind.CONTINUATION, fragments=page.fragments or whole)
