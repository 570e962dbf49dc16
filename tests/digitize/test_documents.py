"""A short file of one paper: its sheets without a head belong to the first, and nothing that begins a paper does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from digitize.assemble import assemble
from digitize.documents import as_documents
from digitize.page import Fragment, PageResult
from records.geometry import Box, Frame
from records.order import FieldReading, ReadingStatus
from records.page import PageImage, PageKind

WHOLE = Box(0, 0, 1700, 2200)


def sheet(number: int, kind: PageKind, heading: str, order: str | None = None, path: str = "/a/one.pdf") -> PageResult:
    """A page of a file; an order where it has a number."""
    reading = FieldReading("order_number", order, order or "", ReadingStatus.OK, 0.99, number, None, "none")
    fragments = (Fragment(WHOLE, (reading,)),) if order or kind is PageKind.ORDER else ()
    image = PageImage("one", number, path, number - 1, "0" * 64)
    form = "work-order" if kind is PageKind.ORDER else ""
    return PageResult(image, kind, fragments, frame=Frame(0, 0.0, 1.0, 1700, 2200), form=form, heading=heading)


FRONT = sheet(1, PageKind.ORDER, "Work Order", "WO-1042")
BACK = sheet(2, PageKind.ORPHAN, "Yes No")


def test_the_back_of_the_only_order_of_a_file_is_of_it() -> None:
    """Its form is the front's, the order has both pages, and says why."""
    found = assemble("one", [FRONT, BACK])
    (order,) = found.orders
    assert order.pages == (1, 2)
    assert order.evidence == ("page 2 follows and goes on from it",)
    assert [page.form for page in found.pages] == ["work-order", "work-order"]
    assert found.pages[1].kind is PageKind.CONTINUATION


def test_a_paper_that_is_no_order_gives_its_sheets_a_form_and_no_order() -> None:
    """A form nobody has seen is not made an order of; its pages say what they are."""
    first = sheet(1, PageKind.ORPHAN, "Amendment to Registration Statement")
    found = assemble("one", [first, replace(BACK, heading="Execution")])
    assert found.orders == ()
    assert {page.form for page in found.pages} == {"amendment-to-registration-statement"}
    assert {page.kind for page in found.pages} == {PageKind.ORPHAN}


@pytest.mark.parametrize(
    "other",
    [
        sheet(2, PageKind.ORDER, "Work Order", "WO-1043"),
        sheet(2, PageKind.ORPHAN, "Water Service Report"),
        sheet(2, PageKind.TAB, "March"),
        sheet(2, PageKind.ORPHAN, ""),
        replace(BACK, department="Parks Department"),
        replace(BACK, image=PageImage("one", 2, "/a/two.png", 0, "0" * 64)),
    ],
)
def test_what_begins_a_paper_is_not_joined(other: PageResult) -> None:
    """A number, a title, another department, a tab, a page that says nothing, another file: each is left as it is."""
    first = replace(FRONT, department="Streets Department")
    assert as_documents([first, other]) == [first, other]


def test_what_stands_before_the_next_paper_is_joined() -> None:
    """A file of a paper and of another: the first one's further sheet has its form, the other is left as it is."""
    other = sheet(3, PageKind.ORPHAN, "Water Service Report")
    first, back, last = as_documents([FRONT, BACK, other])
    assert (first.form, back.form, back.kind) == ("work-order", "work-order", PageKind.CONTINUATION)
    assert last == other


def test_a_sheet_that_goes_on_is_of_the_form_whatever_number_stands_on_it() -> None:
    """A notary's number on page 3 begins no paper: the sheet has the form, and the number keeps it from the order."""
    last = replace(sheet(2, PageKind.CONTINUATION, "State of New York", "24-1107"), printed_page=3)
    found = assemble("one", [FRONT, last])
    assert [page.form for page in found.pages] == ["work-order", "work-order"]
    assert found.orders[0].pages == (1,)


def test_an_attachment_with_page_numbers_of_its_own_has_the_form_and_is_left_to_a_person() -> None:
    """A "page 1 of 1" with no title, number or department begins no paper, and is not put into the order unseen."""
    attached = replace(BACK, printed_page=1, printed_total=1, heading="November to December")
    found = assemble("one", [FRONT, attached, replace(BACK, image=PageImage("one", 3, "/a/one.pdf", 2, "0" * 64))])
    assert [page.form for page in found.pages] == ["work-order"] * 3
    assert found.orders[0].pages == (1,)
    assert [page.kind for page in found.pages[1:]] == [PageKind.ORPHAN, PageKind.ORPHAN]


def test_what_a_further_sheet_is_called_in_its_sentences_begins_no_paper() -> None:
    """The second sheet of a contract speaks of "this statement" and has no title: it is the contract's."""
    named = replace(BACK, heading="Registration Statement", called="Registration Statement")
    first = sheet(1, PageKind.ORPHAN, "Amendment to Registration Statement")
    assert [page.form for page in as_documents([first, named])] == ["amendment-to-registration-statement"] * 2


def test_a_binder_is_no_document() -> None:
    """In a file of many pages a sheet without a head may be of any order."""
    pages = [FRONT, *(replace(BACK, image=PageImage("one", n, "/a/one.pdf", n - 1, "0" * 64)) for n in range(2, 8))]
    assert as_documents(pages) == pages
