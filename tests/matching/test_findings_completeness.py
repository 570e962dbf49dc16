"""Findings about what is missing: each kind has a case that must raise it, and a near miss that must not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from records.finding import FindingKind
from records.page import PageKind

Office = Any
Values = Callable[[int], dict[str, str]]


def test_nothing_is_found_where_nothing_is_wrong(whole_office: Office) -> None:
    """A clean binder with a complete list has no findings at all, and every order is linked."""
    found = whole_office.reconcile()
    assert found.findings == ()
    assert len(found.matches) == 30


@pytest.mark.raises("missing_digital")
def test_missing_digital(office: Office) -> None:
    """An order on paper without a record is missing from the digital list."""
    office.scan(range(1, 31)).key(c for c in range(1, 31) if c != 12)
    (found,) = office.find(FindingKind.MISSING_DIGITAL)
    assert (found.order_number, found.page, found.effect) == ("WO-2019-00012", 12, 1.0)
    assert found.certainty > 0.9


@pytest.mark.spares("missing_digital", "missing_paper", "sequence_gap")
def test_a_misread_number_is_not_missing(office: Office, order_values: Values) -> None:
    """An order whose number was misread is linked by what else it says, and nothing is missing on either side."""
    office.scan(range(1, 12))
    office.sheet(order_values(12) | {"order_number": "WO-2019-00O72"}, confidence=0.6, doubt="look-alike glyphs")
    office.scan(range(13, 31)).key(range(1, 31))
    assert {found.kind for found in office.reconcile().findings} == set()


def test_a_doubtful_order_raises_no_sure_finding(office: Office, order_values: Values) -> None:
    """An order of which next to nothing could be read is not said to be missing with any certainty."""
    office.scan(range(1, 12))
    unread = dict.fromkeys(order_values(12)) | {"description": "trim tree"}
    office.sheet(unread, confidence=0.4, doubt="low confidence")
    office.scan(range(13, 31)).key(range(1, 31))
    assert all(found.certainty < 0.6 for found in office.find(FindingKind.MISSING_DIGITAL))


@pytest.mark.spares("missing_digital", "number_void")
def test_a_void_order_is_not_missing(office: Office, order_values: Values) -> None:
    """Nothing is expected of a void order, and its number closes the gap."""
    office.scan(range(1, 12))
    office.sheet(order_values(12), void=True)
    office.scan(range(13, 31)).key(c for c in range(1, 31) if c != 12)
    assert office.reconcile().findings == ()


@pytest.mark.raises("number_void")
def test_number_void(office: Office, order_values: Values) -> None:
    """An order that is void on paper and held by the digital list is said to be so."""
    office.scan(range(1, 12))
    office.sheet(order_values(12), void=True)
    office.scan(range(13, 31)).key(range(1, 31))
    (found,) = office.find(FindingKind.NUMBER_VOID)
    assert (found.order_number, found.effect) == ("WO-2019-00012", -1.0)


@pytest.mark.raises("missing_paper", "stuck_pages")
def test_missing_paper_and_stuck_pages(office: Office) -> None:
    """A record whose number is left out between two adjacent scans is missing on paper: sheets are stuck."""
    office.scan(c for c in range(1, 31) if c != 12).key(range(1, 31))
    (missing,) = office.find(FindingKind.MISSING_PAPER)
    (stuck,) = office.find(FindingKind.STUCK_PAGES)
    assert (missing.record_ids, missing.caused_by) == (("R12",), stuck.finding_id)
    assert (stuck.binder, stuck.after_page, stuck.before_page) == ("streets-2019", 11, 12)
    assert "between scan 11 (WO-2019-00011) and scan 12 (WO-2019-00013) of binder streets-2019" in stuck.detail


@pytest.mark.spares("missing_paper")
def test_records_outside_the_scan_are_not_missing(office: Office) -> None:
    """A digital list ten times as long as the binder raises nothing beyond the binder's range."""
    office.scan(range(100, 131)).key(range(1, 400))
    assert office.reconcile().findings == ()


@pytest.mark.spares("stuck_pages")
def test_records_in_another_place_are_not_stuck(office: Office) -> None:
    """In a binder that is not arranged by number a missing order is not stuck anywhere in particular."""
    shuffled = [(7 * place) % 31 for place in range(1, 31)]
    office.scan(c for c in shuffled if c != 12).key(range(1, 31))
    assert len(office.find(FindingKind.MISSING_PAPER)) == 1
    assert office.find(FindingKind.STUCK_PAGES) == []


@pytest.mark.raises("sequence_gap")
@pytest.mark.spares("stuck_pages")
def test_sequence_gap(office: Office) -> None:
    """A number in neither list is a gap in the series, told with its place, and no proof of a stuck sheet."""
    present = [c for c in range(1, 31) if c != 12]
    office.scan(present).key(present)
    (found,) = office.reconcile().findings
    assert (found.kind, found.order_number) == (FindingKind.SEQUENCE_GAP, "WO-2019-00012")
    assert (found.after_page, found.before_page) == (11, 12)


@pytest.mark.spares("sequence_gap")
def test_a_sparse_series_has_no_gaps(office: Office) -> None:
    """Where less than 60 % of a range is in use, no gap is raised, and it is said so."""
    present = [c for c in range(1, 60) if c % 3 == 0]
    office.scan(present).key(present)
    found = office.reconcile()
    assert found.findings == ()
    assert any("not a dense series" in note for note in found.notes)


def test_a_number_misread_for_the_missing_one_closes_the_gap(office: Office, order_values: Values) -> None:
    """A hole beside a doubtful number one glyph away is that order, misread: no gap."""
    office.scan(range(1, 12))
    office.sheet(order_values(12) | {"order_number": "WO-2019-00017"}, confidence=0.5, doubt="low confidence")
    office.scan(range(13, 31)).key(c for c in range(1, 31) if c != 12)
    assert office.find(FindingKind.SEQUENCE_GAP) == []


@pytest.mark.parametrize(("numbers", "gaps"), [(("MY16201",), 0), (("MY16201", None), 0), ((), 1)])
def test_a_number_under_a_stamp_in_its_place_closes_the_gap(
    office: Office, order_values: Values, numbers: tuple[str | None, ...], gaps: int
) -> None:
    """As many unread numbers as are left out between two neighbours are those, whatever was read of them: no gap."""
    last = 12 + max(len(numbers), 1)
    kept = [*range(1, 12), *range(last, 31)]
    office.scan(range(1, 12))
    for counter, number in enumerate(numbers, 12):
        office.sheet(order_values(counter) | {"order_number": number}, confidence=0.3, doubt="other ink lies over it")
    office.scan(range(last, 31)).key(kept)
    assert len(office.find(FindingKind.SEQUENCE_GAP)) == gaps


@pytest.mark.raises("unreadable_page")
@pytest.mark.spares("stuck_pages", "missing_paper")
def test_an_unreadable_page_may_be_the_missing_order(office: Office) -> None:
    """Where a page between the two neighbours could not be read, no sheet is said to be stuck."""
    office.scan(range(1, 12))
    office.page(PageKind.UNREADABLE, reason="too dark")
    office.scan(range(13, 31)).key(range(1, 31))
    kinds = {found.kind for found in office.reconcile().findings}
    assert kinds == {FindingKind.UNREADABLE_PAGE}
    (found,) = office.find(FindingKind.UNREADABLE_PAGE)
    assert "WO-2019-00012" in found.detail


def test_two_orders_a_page_hide_two_numbers(office: Office, order_values: Values) -> None:
    """On half-sheets one number missing inside a page is no stuck sheet; two missing between pages are one."""
    for counter in range(1, 41, 2):
        kept = [c for c in (counter, counter + 1) if c not in {8, 21, 22}]
        if kept:
            page = office.page(PageKind.ORDER).number
            office.pages.pop()
            for place, c in enumerate(kept):
                order = office.sheet(order_values(c), pages=(page,), order_id=f"streets-2019:{page}{'ab'[place]}")
                assert order.pages == (page,)
                office.pages[page:] = []
    office.key(range(1, 41))
    stuck = office.find(FindingKind.STUCK_PAGES)
    assert [found.order_number for found in stuck] == ["WO-2019-00021 WO-2019-00022"]


@pytest.mark.raises("page_gap")
def test_page_gap(office: Office, order_values: Values) -> None:
    """An order that says "page 1 of 2" without its page 2 lacks a page, told with its place."""
    office.scan(range(1, 12))
    office.sheet(order_values(12), printed=(1, 2))
    office.scan(range(13, 31)).key(range(1, 31))
    (found,) = office.reconcile().findings
    assert (found.kind, found.after_page, found.before_page) == (FindingKind.PAGE_GAP, 12, 13)


@pytest.mark.spares("page_gap")
def test_a_complete_order_has_no_page_gap(office: Office, order_values: Values) -> None:
    """An order with both its pages lacks none, also where one page's number could not be read."""
    office.scan(range(1, 12))
    for second in ((2, 2), None):
        order = office.sheet(order_values(12 if second else 13), printed=(1, 2))
        office.page(PageKind.CONTINUATION, printed=second, order_ids=(order.order_id,))
        office.orders[-1] = replace(order, pages=(order.pages[0], order.pages[0] + 1))
    office.scan(range(14, 31)).key(range(1, 31))
    assert office.reconcile().findings == ()


def test_a_back_and_a_front_gone_together_are_stuck(office: Office, order_values: Values) -> None:
    """An order without its last page right before one without its first is one stuck pair with two symptoms."""
    office.scan(range(1, 12))
    office.sheet(order_values(12), printed=(1, 2))
    office.sheet(order_values(13), printed=(2, 2))
    office.scan(range(14, 31)).key(range(1, 31))
    found = office.reconcile().findings
    (stuck,) = (one for one in found if one.kind is FindingKind.STUCK_PAGES)
    assert (stuck.after_page, stuck.before_page) == (12, 13)
    assert [one.caused_by for one in found if one.kind is FindingKind.PAGE_GAP] == [stuck.finding_id] * 2


@pytest.mark.parametrize(
    ("declared", "said"),
    [({"declared_orders": 31}, "31 orders; 30 follow"), ({"declared_pages": 29}, "29 sheets")],
)
@pytest.mark.raises("count_mismatch")
def test_count_mismatch(office: Office, declared: dict[str, int], said: str) -> None:
    """A separator that declares more orders, or fewer pages, than there are behind it is told."""
    office.page(PageKind.SEPARATOR, **declared)
    office.scan(range(1, 31)).key(range(1, 31))
    office.page(PageKind.SEPARATOR)
    (found,) = office.reconcile().findings
    assert (found.kind, found.page) == (FindingKind.COUNT_MISMATCH, 1)
    assert said in found.detail


@pytest.mark.parametrize("declared", [{"declared_orders": 30}, {"declared_pages": 30}, {"declared_pages": 32}, {}])
@pytest.mark.spares("count_mismatch")
def test_a_count_that_is_met_is_no_finding(office: Office, declared: dict[str, int]) -> None:
    """Pages count with their blank backs or without; a separator that declares nothing is asked nothing."""
    office.page(PageKind.SEPARATOR, **declared)
    office.scan(range(1, 31)).key(range(1, 31))
    office.page(PageKind.BLANK)
    office.page(PageKind.BLANK)
    assert office.reconcile().findings == ()


def test_split_order(office: Office) -> None:
    """A sheet of an order that lies behind the next order is told, with the place where it belongs."""
    office.scan(range(1, 31)).key(range(1, 31))
    order = office.orders[4]
    office.orders[4] = replace(order, pages=(5, 31), evidence=("page 31 bears the same number WO-2019-00005",))
    office.page(PageKind.CONTINUATION, order_ids=(order.order_id,))
    (found,) = office.reconcile().findings
    assert (found.kind, found.after_page, found.before_page) == (FindingKind.SPLIT_ORDER, 5, 31)
    assert found.order_number == "WO-2019-00005"


def test_a_back_behind_a_blank_page_is_not_split(office: Office) -> None:
    """What lies between two sheets is split only where it is another order's."""
    office.scan(range(1, 31)).key(range(1, 31))
    order = office.orders[29]
    office.page(PageKind.BLANK)
    office.page(PageKind.CONTINUATION, order_ids=(order.order_id,))
    office.orders[29] = replace(order, pages=(30, 32))
    assert office.reconcile().findings == ()


@pytest.mark.raises("orphan_page")
def test_orphan_page(office: Office) -> None:
    """A stray later page is told, and the order whose first sheet is gone is missing, not stuck."""
    office.scan(range(1, 12))
    office.page(PageKind.ORPHAN, printed=(2, 2))
    office.scan(range(13, 31)).key(range(1, 31))
    kinds = sorted(found.kind for found in office.reconcile().findings)
    assert kinds == [FindingKind.MISSING_PAPER, FindingKind.ORPHAN_PAGE]


@pytest.mark.spares("orphan_page", "unknown_form", "unreadable_page")
def test_blank_pages_and_tabs_are_no_findings(whole_office: Office) -> None:
    """Blank backs, tabs and separators belong to no order and are not orphans."""
    for kind in (PageKind.BLANK, PageKind.TAB, PageKind.SEPARATOR, PageKind.INDEX):
        whole_office.page(kind)
    assert whole_office.reconcile().findings == ()
