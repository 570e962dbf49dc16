"""Findings about pages and binders: a case that must raise each, and a near miss that must not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest

from matching import MatchSettings
from records.finding import FindingKind, Severity
from records.geometry import Box
from records.order import FieldReading, PaperOrder, ReadingStatus
from records.page import Code, PageEntry, PageFacts, PageKind

Office = Any
Values = Callable[[int], dict[str, str]]
FACTS = PageFacts(1700, 2200, 200.0, 0.05, False, 0.8, False, (250, 250, 250), b"")


def kinds(office: Office, settings: MatchSettings | None = None) -> set[FindingKind]:
    """The kinds that are found."""
    return {found.kind for found in office.reconcile(settings).findings}


def two_sided(office: Office, counters: Iterable[int], **back: object) -> None:
    """Sheets with an empty back each; that of the fourth is what `back` says."""
    for place, counter in enumerate(counters):
        office.scan([counter])
        changed: dict[str, object] = back if place == 3 else {}
        kind = changed.pop("kind", PageKind.BLANK) if changed else PageKind.BLANK
        office.page(kind, **changed)


def logged(office: Office, values: Values, counters: Iterable[int], binder: str = "log-2019") -> None:
    """A log of its own binder that lists the orders, twenty a page."""
    for place, counter in enumerate(counters):
        page = place // 20 + 1
        order = office.sheet({"order_number": values(counter)["order_number"], "location": values(counter)["location"]})
        entry = office.pages.pop()
        row = replace(order, order_id=f"{binder}:{page}r{place % 20 + 1}", binder=binder, pages=(page,))
        office.orders[-1] = replace(row, readings=tuple(replace(r, page=page) for r in row.readings))
        if place % 20 == 0:
            office.pages.append(replace(entry, binder=binder, number=page, kind=PageKind.LOG))


@pytest.mark.parametrize("keyed", [True, False])
@pytest.mark.raises("log_gap")
def test_log_gap(office: Office, order_values: Values, keyed: bool) -> None:
    """An order that the log lists and no sheet shows is told with its place, whether or not the list holds it."""
    office.scan(c for c in range(1, 31) if c != 12).key(c for c in range(1, 31) if keyed or c != 12)
    logged(office, order_values, range(1, 31))
    (found,) = office.find(FindingKind.LOG_GAP)
    assert (found.order_number, found.binder, found.after_page) == ("WO-2019-00012", "streets-2019", 11)
    assert ("holds it" in found.detail and "no digital list" not in found.detail) is keyed


@pytest.mark.spares("log_gap")
def test_a_log_without_sheets_has_no_gaps(office: Office, order_values: Values) -> None:
    """Where the log is the only paper, its rows are the orders, and nothing is missing."""
    logged(office, order_values, range(1, 31))
    office.key(range(1, 31))
    assert FindingKind.LOG_GAP not in kinds(office)


@pytest.mark.raises("log_omission")
def test_log_omission(office: Office, order_values: Values) -> None:
    """A sheet that the log of its days does not list is said to be left out; a complete log leaves out nothing."""
    office.scan(range(1, 31)).key(range(1, 31))
    logged(office, order_values, [c for c in range(1, 31) if c != 12])
    (found,) = office.find(FindingKind.LOG_OMISSION)
    assert (found.order_number, found.page) == ("WO-2019-00012", 12)


@pytest.mark.spares("log_gap", "log_omission", "duplicate_copy")
def test_a_complete_log_and_binder_agree(office: Office, order_values: Values) -> None:
    """Where log, sheets and list are complete nothing is found, nor of orders before and after the log."""
    office.scan(range(1, 31)).key(range(1, 31))
    logged(office, order_values, range(5, 26))
    assert office.reconcile().findings == ()


@pytest.mark.parametrize(("declared", "said"), [(32, "2 fewer"), (27, "3 more")])
def test_count_mismatch(whole_office: Office, declared: int, said: str) -> None:
    """A count of sheets that the configuration gives and the scans do not come to is told."""
    found = whole_office.reconcile(MatchSettings(sheets={"streets-2019": declared})).findings
    assert [one.kind for one in found] == [FindingKind.COUNT_MISMATCH]
    assert said in found[0].detail


@pytest.mark.parametrize("code", [True, False])
def test_a_cover_says_how_many_sheets_follow(office: Office, code: bool) -> None:
    """The count may stand on a cover, in print or in a bar code; a right one raises nothing."""
    text = "STREETS 2019: 30 SHEETS"
    codes = (Code("qrcode", "binder=streets;sheets=30", Box(0, 0, 9, 9)),) if code else ()
    office.page(PageKind.SEPARATOR, heading="" if code else text, codes=codes)
    office.scan(range(1, 30)).key(range(1, 30))
    (found,) = office.reconcile().findings
    assert (found.kind, found.page) == (FindingKind.COUNT_MISMATCH, 1)
    office.scan([30]).key([30])
    assert office.reconcile().findings == ()


def test_dividers_may_or_may_not_be_counted(office: Office) -> None:
    """Whoever counted 30 sheets, or 32 with two dividers, is right both times."""
    for month in (range(1, 16), range(16, 31)):
        office.page(PageKind.TAB, heading="MARCH")
        office.scan(month)
    office.key(range(1, 31))
    for declared in (30, 32):
        assert office.reconcile(MatchSettings(sheets={"streets-2019": declared})).findings == ()


@pytest.mark.raises("front_back_mismatch")
@pytest.mark.spares("front_back_mismatch")
def test_front_back_mismatch(office: Office) -> None:
    """A sheet whose back bears another order's number is told; one whose back bears its own is not."""
    two_sided(office, range(1, 13), kind=PageKind.CONTINUATION, order_numbers=("WO-2019-00019",))
    office.pages[6] = replace(office.pages[6], order_numbers=("WO-2019-00004",))
    office.key(range(1, 13))
    (found,) = office.reconcile().findings
    assert (found.kind, found.page) == (FindingKind.FRONT_BACK_MISMATCH, 7)
    office.pages[7] = replace(office.pages[7], order_numbers=("WO-2019-00004",))
    assert office.reconcile().findings == ()


@pytest.mark.raises("charge_out")
@pytest.mark.spares("stuck_pages")
def test_charge_out(office: Office) -> None:
    """A card in the place of a sheet is told with the number that it stands for, and nothing is stuck there."""
    office.scan(range(1, 12))
    office.page(PageKind.CHARGE_OUT, heading="OUT")
    office.scan(range(13, 31)).key(range(1, 31))
    (found,) = office.find(FindingKind.CHARGE_OUT)
    assert "WO-2019-00012" in found.detail
    assert FindingKind.STUCK_PAGES not in kinds(office)


@pytest.mark.spares("charge_out")
def test_a_tab_is_no_card(office: Office) -> None:
    """A divider between two orders stands for nothing that was taken out."""
    office.scan(range(1, 12))
    office.page(PageKind.TAB, heading="APRIL")
    office.scan(range(12, 31)).key(range(1, 31))
    assert office.reconcile().findings == ()


@pytest.mark.raises("split_order")
def test_split_order(whole_office: Office) -> None:
    """An order with a page among those of another is told with the place; a blank page between parts nothing."""
    order = whole_office.orders[4]
    second = whole_office.page(PageKind.CONTINUATION, printed=(2, 2), order_ids=(order.order_id,))
    whole_office.orders[4] = replace(order, pages=(5, second.number))
    (found,) = whole_office.find(FindingKind.SPLIT_ORDER)
    assert (found.order_number, found.after_page, found.before_page) == ("WO-2019-00005", 5, 31)


@pytest.mark.spares("split_order")
def test_an_empty_back_parts_no_order(office: Office, order_values: Values) -> None:
    """A first page, its empty back and the second page lie together."""
    office.scan(range(1, 12))
    order = office.sheet(order_values(12), printed=(1, 2))
    office.page(PageKind.BLANK)
    page = office.page(PageKind.CONTINUATION, printed=(2, 2), order_ids=(order.order_id,))
    office.orders[-1] = replace(order, pages=(12, page.number))
    office.scan(range(13, 31)).key(range(1, 31))
    assert office.reconcile().findings == ()


def _of_two_pages(office: Office, numbers: tuple[str, str], printed: tuple[int, int]) -> PaperOrder:
    """The last order of the office on two pages, with what is printed on each."""
    order: PaperOrder = office.orders[-1]
    office.pages[-1] = replace(
        office.pages[-1], order_numbers=(numbers[0],), printed_page=printed[0], printed_total=printed[0] and 2
    )
    page = office.page(
        PageKind.CONTINUATION, printed=(printed[1], 2), order_ids=(order.order_id,), order_numbers=(numbers[1],)
    )
    office.orders[-1] = replace(order, pages=(*order.pages, page.number))
    return order


@pytest.mark.raises("merged_orders")
@pytest.mark.spares("merged_orders")
def test_merged_orders(office: Office) -> None:
    """An order whose pages bear two numbers is two; one whose second number is the first misread is not."""
    office.scan(range(1, 31)).key(range(1, 31))
    _of_two_pages(office, ("WO-2019-00030", "WO-2019-00745"), (1, 2))
    (found,) = office.find(FindingKind.MERGED_ORDERS)
    assert "WO-2019-00745" in found.detail
    office.pages[-1] = replace(office.pages[-1], order_numbers=("WO-2019-0003O",))
    assert office.reconcile().findings == ()


def test_two_first_pages_are_two_orders(office: Office) -> None:
    """Two pages that both say "page 1" are no one order."""
    office.scan(range(1, 31)).key(range(1, 31))
    _of_two_pages(office, ("WO-2019-00030", "WO-2019-00030"), (1, 1))
    assert FindingKind.MERGED_ORDERS in kinds(office)


@pytest.mark.raises("out_of_order_page")
def test_pages_that_stand_the_wrong_way_round(office: Office) -> None:
    """An order whose second page was scanned before its first is out of order; the right way round it is not."""
    office.scan(range(1, 31)).key(range(1, 31))
    _of_two_pages(office, ("WO-2019-00030", "WO-2019-00030"), (2, 1))
    (found,) = office.reconcile().findings
    assert (found.kind, found.page) == (FindingKind.OUT_OF_ORDER_PAGE, 31)


def test_an_order_elsewhere_than_its_number_says(office: Office) -> None:
    """In a binder that runs by number an order that stands elsewhere is told; one scanned later, at the end, is not."""
    office.scan([*range(1, 9), 20, *range(9, 20), *range(21, 31)]).key(range(1, 31))
    (found,) = office.reconcile().findings
    assert (found.kind, found.order_number, found.page) == (FindingKind.OUT_OF_ORDER_PAGE, "WO-2019-00020", 9)


@pytest.mark.spares("out_of_order_page")
def test_a_binder_that_is_filed_otherwise_has_nothing_out_of_order(office: Office) -> None:
    """Where numbers run no way, no order stands in the wrong place."""
    office.scan((7 * place) % 31 for place in range(1, 31)).key(range(1, 31))
    assert office.reconcile().findings == ()


def test_a_few_numbers_in_a_row_are_no_order_of_a_binder(office: Office, order_values: Values) -> None:
    """Of a year's first seven, all but one in a row by chance, none is elsewhere where the year before runs no way."""
    for year, counters in ((2019, [(7 * place) % 31 for place in range(1, 31)]), (2020, [6, 1, 2, 3, 4, 5, 7])):
        for counter in counters:
            month = 1 + (counter - 1) * 11 // 30 if year == 2019 else 1
            day = f"{year}-{month:02d}-{1 + counter % 28:02d}"
            values = order_values(counter + 100 * (year - 2019))
            values |= {"order_number": f"{counter:04d}-{year}", "requested_on": day, "completed_on": day}
            office.sheet(values)
            office.key([counter], **values)
    assert office.find(FindingKind.OUT_OF_ORDER_PAGE) == []


def _moved(office: Office, place: int, binder: str) -> None:
    """The order and its page as they lie in another binder."""
    order, number = office.orders[place], len([p for p in office.pages if p.binder == binder]) + 1
    entry: PageEntry = office.pages[place]
    office.orders[place] = replace(order, binder=binder, pages=(number,), order_id=f"{binder}:{number}")
    office.pages[place] = replace(entry, binder=binder, number=number, order_ids=(f"{binder}:{number}",))


@pytest.mark.raises("misfiled")
def test_misfiled(office: Office, order_values: Values) -> None:
    """A sheet of another department's pad in a binder is told with the binder of that pad; at home it is not."""
    office.scan(range(1, 31)).key(range(1, 31))
    for counter in range(31, 61):
        values = order_values(counter) | {"order_number": f"SGN-{counter:04d}"}
        office.sheet(values)
        office.key([counter], order_number=values["order_number"])
        if counter != 40:
            _moved(office, len(office.orders) - 1, "signs-2019")
    (found,) = office.find(FindingKind.MISFILED)
    assert (found.order_number, found.binder) == ("SGN-0040", "streets-2019")
    assert "signs-2019" in found.detail


def _with_another(office: Office, values: dict[str, str], form: str) -> None:
    """Thirty orders of one form, and one of other numbers on this one, all of it in doubt."""
    office.scan(range(1, 31)).key(range(1, 31))
    office.orders[:] = [replace(order, form="work order") for order in office.orders]
    office.sheet(values | {"order_number": "1800523"})
    doubted = [replace(each, doubt="unlike the others") for each in office.orders[-1].readings]
    office.orders[-1] = replace(office.orders[-1], form=form, readings=tuple(doubted))
    office.key([31], order_number="1800523")


@pytest.mark.raises("misfiled")
def test_another_departments_sheet_needs_no_binder_of_its_own(office: Office, order_values: Values) -> None:
    """A sheet of other numbers on another form is told though the binder that it belongs to was not scanned."""
    _with_another(office, order_values(31), "supply requisition")
    (found,) = office.find(FindingKind.MISFILED)
    assert (found.order_number, found.severity) == ("1800523", Severity.LOW)


@pytest.mark.spares("misfiled")
@pytest.mark.parametrize("form", ["work order", "wrk order", ""])
def test_other_numbers_on_the_same_form_are_in_their_binder(office: Office, order_values: Values, form: str) -> None:
    """Nothing is said of a sheet on the form of all others, or on one that is not known."""
    _with_another(office, order_values(31), form)
    assert office.find(FindingKind.MISFILED) == []


@pytest.mark.spares("misfiled")
def test_a_binder_of_two_pads_misfiles_nothing(office: Office, order_values: Values) -> None:
    """Where two departments share a binder, neither's orders are in the wrong one."""
    office.scan(range(1, 31)).key(range(1, 31))
    for counter in range(31, 61):
        number = {"order_number": f"SGN-{counter:04d}"}
        office.sheet(order_values(counter) | number)
        office.key([counter], **number)
    assert office.reconcile().findings == ()


@pytest.mark.raises("cut_off")
def test_cut_off(whole_office: Office) -> None:
    """A page whose writing runs over its edge is to be scanned again; a whole one, or a cut-off blank, is not."""
    whole_office.pages[6] = replace(whole_office.pages[6], facts=replace(FACTS, cut_off=("right",)))
    whole_office.pages[7] = replace(whole_office.pages[7], facts=FACTS)
    whole_office.page(PageKind.BLANK, facts=replace(FACTS, cut_off=("right",)))
    (found,) = whole_office.reconcile().findings
    assert (found.kind, found.page) == (FindingKind.CUT_OFF, 7)


def test_what_lies_beyond_the_edge_is_put_down_to_it(whole_office: Office) -> None:
    """A field that is nowhere on a page that is cut off is a symptom of that; one that is illegible is not."""
    gone = FieldReading("total_cost", None, "", ReadingStatus.ILLEGIBLE, 0.1, 7, None, "", doubt="not found")
    there = replace(gone, name="asset", raw="~~", box=Box(1, 2, 30, 40))
    order = whole_office.orders[6]
    kept = [reading for reading in order.readings if reading.name != "total_cost"]
    whole_office.orders[6] = replace(order, readings=(*kept, gone, there))
    whole_office.pages[6] = replace(whole_office.pages[6], facts=replace(FACTS, cut_off=("bottom",)))
    found = {one.field: one for one in whole_office.reconcile().findings}
    assert found["total_cost"].caused_by == found[""].finding_id
    assert (found[""].kind, found["asset"].caused_by) == (FindingKind.CUT_OFF, "")


@pytest.mark.spares("cut_off")
def test_a_whole_page_is_not_cut_off(whole_office: Office) -> None:
    """Writing that ends before the edge of its page is whole."""
    whole_office.pages[:] = [replace(page, facts=FACTS) for page in whole_office.pages]
    assert whole_office.reconcile().findings == ()


@pytest.mark.raises("unknown_form", "orphan_page")
def test_unknown_form(whole_office: Office) -> None:
    """A written page that says nothing of any order is of no known form; a stray second page is an orphan instead."""
    whole_office.page(PageKind.ORPHAN, heading="MEMORANDUM")
    whole_office.page(PageKind.ORPHAN, printed=(2, 2))
    found = {one.page: one.kind for one in whole_office.reconcile().findings}
    assert found == {31: FindingKind.UNKNOWN_FORM, 32: FindingKind.ORPHAN_PAGE}


@pytest.mark.parametrize("changes", [{"dpi": 96.0}, {"sharpness": 0.1}, {"contrast": 0.1}])
@pytest.mark.raises("low_quality")
@pytest.mark.spares("low_quality")
def test_low_quality(office: Office, changes: dict[str, float]) -> None:
    """A coarse, blurred or faint scan on which a value is in doubt is told; read without a doubt it is not."""
    office.scan(range(1, 31)).key(range(1, 31))
    office.pages[6] = replace(office.pages[6], facts=replace(FACTS, **changes))  # type: ignore[arg-type]
    assert office.reconcile().findings == ()
    order = office.orders[6]
    office.orders[6] = replace(order, readings=(replace(order.readings[0], doubt="low"), *order.readings[1:]))
    (found,) = office.reconcile().findings
    assert (found.kind, found.page) == (FindingKind.LOW_QUALITY, 7)
