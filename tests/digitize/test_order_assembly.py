"""Pages made into orders: continuation sheets, copies, misread numbers, orphans."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from digitize_pages import fragment, reading, sheet, weighed
from hypothesis import given, settings
from hypothesis import strategies as st

from digitize.assemble import BinderResult, assemble
from digitize.likeness import ink_likeness, same_sheet
from digitize.numbers import learn_schemes, repair_numbers
from digitize.page import Fragment, PageResult
from digitize.shapes import fit, shape_of
from digitize.voting import COVERED
from records.geometry import Box
from records.order import LineItem, ReadingStatus
from records.page import PageKind

STREETS = ("Elm St", "Oak Ave", "Mill Ln", "Canal Dr", "Hill Rd", "Lake Blvd", "River Pl", "Park Sq")
PEOPLE = (
    "Frank Castillo",
    "Ann Nakamura",
    "Hector Griggs",
    "Carol Ortega",
    "Paul Vance",
    "Lena Moss",
    "Ivo Dahl",
    "Una Eco",
)


def filled(number: str | None, page: int, seed: int = 0) -> Fragment:
    """An order with six fields that differ from order to order."""
    return fragment(
        page,
        order_number=number,
        requested_on=f"2018-06-{10 + seed:02}",
        requester_name=PEOPLE[seed % 8],
        location=f"{100 * seed + 7} {STREETS[seed % 8]}",
        description=f"{STREETS[(seed + 3) % 8]} pothole {seed}",
        requester_phone=f"20755501{seed:02}",
        total_cost=f"{31 * seed + 12}.50",
    )


def first(page: int, number: str | None, *, of: int | None = None, seed: int | None = None) -> PageResult:
    """The first sheet of an order."""
    return sheet(page, filled(number, page, page if seed is None else seed), printed=(1 if of else None, of))


def further(page: int, number: str | None = None, *, place: int | None = 2, of: int | None = 2) -> PageResult:
    """A continuation sheet."""
    return sheet(
        page, fragment(page, order_number=number, notes="see over"), kind=PageKind.CONTINUATION, printed=(place, of)
    )


def pages_of(result: BinderResult) -> list[tuple[int, ...]]:
    """The pages of each order."""
    return [order.pages for order in result.orders]


def test_each_first_sheet_is_an_order() -> None:
    """Sheets with different numbers are different orders, named by binder and page."""
    result = assemble("streets", [first(1, "WO-1"), first(2, "WO-2")])
    assert [order.order_id for order in result.orders] == ["streets:1", "streets:2"]


def test_a_continuation_joins_the_order_of_its_number() -> None:
    """A second sheet belongs to the order whose number it bears, however far back that is."""
    pages = [first(1, "WO-1", of=2), first(2, "WO-2"), first(3, "WO-3"), further(4, "WO-1")]
    result = assemble("streets", pages)
    assert pages_of(result) == [(1, 4), (2,), (3,)]
    assert "WO-1" in result.orders[0].evidence[0]


@pytest.mark.parametrize(
    ("head", "back", "joined"),
    [
        ("WO 21-0266", "21-0266", True),
        ("P000603GMAY112018", "P000603", True),
        ("WO 21-0266", "21-0267", False),
        ("WO 21-0266", "266", False),
    ],
)
def test_the_next_sheet_may_leave_a_prefix_out(head: str, back: str, joined: bool) -> None:
    """The sheet behind the first of two bears its number with less before it, or without a stamp; no other does."""
    pages = [first(1, head, of=2), further(2, back)]
    assert pages_of(assemble("streets", pages))[0] == ((1, 2) if joined else (1,))
    between = [first(1, head, of=2), first(2, "WO 21-0270"), first(3, "WO 21-0271"), further(5, back)]
    assert pages_of(assemble("streets", between))[0] == (1,)


def test_letters_of_a_number_may_be_misread_on_the_next_sheet() -> None:
    """Page 2 of 2 whose number has the figures of page 1's is of its order, whatever its letters are read as."""
    assert pages_of(assemble("shops", [first(1, "REQ000346", of=2), further(2, "PEO000346")]))[0] == (1, 2)
    assert pages_of(assemble("shops", [first(1, "REQ000346", of=2), further(2, "PEO000347")]))[0] == (1,)


def test_words_are_no_number_that_sheets_share() -> None:
    """What is read without a figure where numbers stand is the form's print: its sheets are orders of their own."""
    pages = [first(page, "UNIFIED SCHOOL DISTRICT") for page in (1, 2, 3)]
    assert pages_of(assemble("shops", pages)) == [(1,), (2,), (3,)]


@pytest.mark.parametrize(
    ("back", "form", "joined"),
    [
        ({"work_performed": "Reset breaker", "labor_hours": "1.50"}, "report", True),
        ({"work_performed": "Reset breaker", "labor_hours": "1.50"}, "order", False),
        ({"work_performed": "Reset breaker", "location": "7 Elm St"}, "report", False),
        ({"work_performed": "Reset breaker"}, "report", False),
        ({"work_performed": "Reset breaker", "total_cost": "12.00"}, "report", False),
    ],
)
def test_a_back_without_a_number_goes_on_from_its_front(back: dict[str, str], form: str, joined: bool) -> None:
    """A sheet of another form with what was done alone, none of it on the order before it, is that order's back."""
    front = replace(first(1, "WO-1", seed=1), form="order")
    other = replace(sheet(2, fragment(2, **back)), form=form)
    assert pages_of(assemble("shops", [front, other])) == ([(1, 2)] if joined else [(1,), (2,)])


def test_other_words_on_a_further_sheet_are_notes() -> None:
    """What a further sheet says beside the first sheet's description is no description; the same words are."""
    told = fragment(2, order_number="WO-1", description="SAME AS LAST QUARTER")
    (order,) = assemble("shops", [first(1, "WO-1", of=2), replace(further(2, "WO-1"), fragments=(told,))]).orders
    said = {reading.name: reading.value for reading in order.readings}
    assert said["notes"] == "SAME AS LAST QUARTER"
    assert "pothole" in (said["description"] or "")


def test_a_continuation_without_number_joins_the_sheet_before() -> None:
    """A second sheet without a number goes on from the order before it, less surely."""
    result = assemble("streets", [first(1, "WO-1", of=2), further(2), first(3, "WO-3")])
    assert pages_of(result) == [(1, 2), (3,)]
    assert result.orders[0].confidence < 0.9


def test_a_stamp_over_the_first_sheets_number_loses_no_second_sheet() -> None:
    """Page 2 of 2 goes on from page 1 of 2 whose number can hardly be read, and brings the number."""
    hidden = first(1, "PORECEIVED", of=2)
    (whole,) = hidden.fragments
    doubtful = tuple(replace(r, confidence=0.1) if r.name == "order_number" else r for r in whole.readings)
    stamped = replace(hidden, fragments=(replace(whole, readings=doubtful),))
    (order,) = assemble("orders", [stamped, further(2, "PO-18-00497")]).orders
    assert (order.pages, order.value("order_number")) == ((1, 2), "PO-18-00497")
    (whole,) = first(1, "1790130", of=2).fragments
    unsure = tuple(replace(r, confidence=0.8) if r.name == "order_number" else r for r in whole.readings)
    (order,) = assemble(
        "orders", [replace(hidden, fragments=(replace(whole, readings=unsure),)), further(2, "1700130")]
    ).orders
    assert order.pages == (1, 2)
    assert pages_of(assemble("orders", [first(1, "PO-18-00301", of=2), further(2, "PO-18-00497")]))[0] == (1,)


def test_a_continuation_does_not_join_a_finished_order() -> None:
    """After a "page 1 of 1" a second sheet belongs to an order that is not there: it is an orphan, and kept."""
    result = assemble("streets", [first(1, "WO-1", of=1), further(2)])
    assert pages_of(result) == [(1,)]
    assert [entry.kind for entry in result.pages] == [PageKind.ORDER, PageKind.ORPHAN]


def test_a_third_sheet_does_not_stand_in_for_the_second() -> None:
    """A "page 3 of 3" right after a page 1 is not its next sheet."""
    result = assemble("streets", [first(1, "WO-1", of=3), further(2, place=3, of=3)])
    assert pages_of(result) == [(1,)]


def test_sheets_of_different_totals_do_not_join() -> None:
    """A sheet of a set of four does not belong to a set of two."""
    result = assemble("streets", [first(1, "WO-1", of=2), further(2, of=4)])
    assert pages_of(result) == [(1,)]


def test_readings_of_several_sheets_are_one() -> None:
    """An order has each field once: what one sheet lacks another gives, and the last total speaks."""
    second = sheet(
        2, fragment(2, notes="see over", total_cost="99.00", location=None), kind=PageKind.CONTINUATION, printed=(2, 2)
    )
    (order,) = assemble("streets", [first(1, "WO-1", of=2), second]).orders
    assert order.value("notes") == "see over"
    assert order.value("total_cost") == "99.00"
    assert order.value("location") == filled("WO-1", 1, 1).value("location")
    assert len({found.name for found in order.readings}) == len(order.readings)


@pytest.mark.parametrize(
    ("name", "first_says", "second_says", "doubted"),
    [
        ("requester_name", "Frank Castillo", "Lena Moss", True),
        ("requester_name", "Frank Castillo", "Castillo", False),
        ("location", "214 Elm St", "9 Canal Dr", True),
        ("requested_on", "2018-06-11", "2018-09-30", True),
        ("notes", "call first", "see over", False),
        ("total_cost", "12.50", "43.50", False),
    ],
)
def test_sheets_that_say_different_things_are_looked_at(
    name: str, first_says: str, second_says: str, *, doubted: bool
) -> None:
    """An order has one name, one place and one day: where two of its sheets differ, a person chooses."""
    one = sheet(1, fragment(1, order_number="WO-2018-00411", **{name: first_says}), printed=(1, 2))
    two = sheet(
        2, fragment(2, order_number="WO-2018-00411", **{name: second_says}), kind=PageKind.CONTINUATION, printed=(2, 2)
    )
    (order,) = assemble("streets", [one, two]).orders
    said = next(r for r in order.readings if r.name == name)
    assert (said.doubt == f"page 2 says {second_says}") == doubted
    assert (second_says in {other.value for other in said.alternatives}) == doubted


def test_line_items_are_numbered_through_the_sheets() -> None:
    """Lines of a continuation come after those of the first sheet."""
    line = LineItem(1, (reading("amount", "5.00"), reading("quantity", "1")))
    sheets = [
        sheet(1, Fragment(Box(0, 0, 9, 9), filled("WO-1", 1, 1).readings, (line,)), printed=(1, 2)),
        sheet(2, Fragment(Box(0, 0, 9, 9), (), (line,)), kind=PageKind.CONTINUATION, printed=(2, 2)),
    ]
    (order,) = assemble("streets", sheets).orders
    assert [item.number for item in order.line_items] == [1, 2]


def test_a_sheet_scanned_twice_is_one_order() -> None:
    """Two scans that say the same in every field are one order with a copy."""
    result = assemble("streets", [first(1, "WO-1"), first(2, "WO-2"), first(3, "WO-1", seed=1)])
    assert pages_of(result) == [(1,), (2,)]
    assert result.orders[0].copies == ((3,),)
    assert result.pages[2].copy_of == 1


def test_one_number_on_two_different_orders_stays_two() -> None:
    """A number written twice by mistake does not make one order of two."""
    result = assemble("streets", [first(1, "WO-1", of=1), first(2, "WO-1", of=1, seed=5)])
    assert pages_of(result) == [(1,), (2,)]


def test_several_orders_on_a_page_are_told_apart() -> None:
    """Orders of one page have letters, rows of a log their row."""
    ticket = sheet(1, filled("TS-1", 1, 1), filled("TS-2", 1, 2))
    log = sheet(
        2,
        fragment(2, row=1, order_number="W-1", location="a"),
        fragment(2, row=4, order_number="W-2"),
        kind=PageKind.LOG,
    )
    result = assemble("streets", [ticket, log])
    assert [order.order_id for order in result.orders] == ["streets:1a", "streets:1b", "streets:2r1", "streets:2r4"]


def test_an_order_without_number_says_so() -> None:
    """An order whose number was not found goes to a person."""
    (order,) = assemble("streets", [first(1, None)]).orders
    assert order.number is None
    assert "order_number" in order.needs_review


def test_an_unsure_reading_is_marked_with_its_reason() -> None:
    """A reading that is not sure enough goes to a person, with the reason in words."""
    unsure = Fragment(
        Box(0, 0, 9, 9),
        (
            reading("order_number", "WO-1", 0.999),
            reading("location", "Elm", 0.5),
            reading("asset", "T 4", 0.5, others=["T 9"]),
        ),
    )
    (order,) = assemble("streets", [sheet(1, unsure)]).orders
    assert order.needs_review == ("location", "asset")
    assert order.reading("location") != order.reading("asset")


def test_a_void_order_needs_no_one_for_its_empty_fields() -> None:
    """What a voided order lacks is no doubt, but for its number."""
    empty = reading("location", None, doubt="something is written that gives no value")
    void = Fragment(Box(0, 0, 9, 9), (reading("order_number", "WO-1", 0.999), empty), void=True)
    (order,) = assemble("streets", [sheet(1, void)]).orders
    assert order.void
    assert order.needs_review == ()


def test_every_page_is_accounted_for() -> None:
    """Blank pages, tabs and unreadable ones are entries of the binder like any other."""
    kinds = (PageKind.TAB, PageKind.BLANK, PageKind.UNREADABLE, PageKind.SEPARATOR)
    pages = [first(1, "WO-1"), *(sheet(n + 2, kind=kind) for n, kind in enumerate(kinds))]
    result = assemble("streets", pages)
    assert [entry.number for entry in result.pages] == [1, 2, 3, 4, 5]
    assert [entry.kind for entry in result.pages[1:]] == list(kinds)


_KINDS = st.sampled_from([PageKind.ORDER, PageKind.CONTINUATION, PageKind.BLANK, PageKind.LOG, PageKind.ORPHAN])


@st.composite
def binders(draw: st.DrawFn) -> list[PageResult]:
    """A binder of a few pages in any order of kinds, numbers and printed pages."""
    pages = []
    for number in range(1, draw(st.integers(0, 7)) + 1):
        kind = draw(_KINDS)
        seed = draw(st.integers(0, 3))
        said = draw(st.sampled_from([None, "WO-1", "WO-2", "WO-3"]))
        printed = draw(st.sampled_from([(None, None), (1, 1), (1, 2), (2, 2), (2, None)]))
        parts = (filled(said, number, seed),) if kind in {PageKind.ORDER, PageKind.CONTINUATION} else ()
        pages.append(sheet(number, *parts, kind=kind, printed=printed))
    return pages


@settings(deadline=None)
@given(binders())
def test_no_page_is_lost_and_none_serves_twice(pages: list[PageResult]) -> None:
    """Each page is an entry; each sheet is in one order, or a copy in one, or an orphan; ids are unique."""
    result = assemble("streets", pages)
    assert [entry.number for entry in result.pages] == [page.image.number for page in pages]
    used = [n for order in result.orders for n in (*order.pages, *itertools.chain.from_iterable(order.copies))]
    orphans = [entry.number for entry in result.pages if entry.kind is PageKind.ORPHAN]
    assert len(used) == len(set(used))
    assert not set(used) & set(orphans)
    assert set(used) | set(orphans) >= {page.image.number for page in pages if page.fragments}
    assert len({order.order_id for order in result.orders}) == len(result.orders)
    assert result == assemble("streets", pages)


def test_a_shape_shows_digits_as_nines() -> None:
    """A number's shape keeps its letters and separators."""
    assert shape_of("WO-2018-00620") == "WO-9999-99999"


def test_few_numbers_make_no_scheme() -> None:
    """Three numbers of one shape prove nothing; four do."""
    assert learn_schemes(["WO-1", "WO-2", "WO-3"]) == ()
    assert [scheme.shape for scheme in learn_schemes(["WO-1", "WO-2", "WO-3", "WO-4"])] == ["WO-9"]


@pytest.mark.parametrize(
    ("read", "made"),
    [
        ("WO-2O18-OO620", "WO-2018-00620"),
        ("W0-2018-00620", "WO-2018-00620"),
        ("WO 2018 00620", None),
        ("WO.2018.00620", "WO-2018-00620"),
        ("WX-2018-00620", None),
        ("WO-2018-0062", None),
    ],
)
def test_only_look_alikes_are_exchanged(read: str, made: str | None) -> None:
    """A number is made to fit a scheme by exchanging glyphs that look alike, and by nothing else."""
    assert fit(read, "WO-9999-99999") == made


def numbered(*numbers: str) -> list[PageResult]:
    """A binder of orders with these numbers."""
    return [sheet(n, fragment(n, order_number=number)) for n, number in enumerate(numbers, start=1)]


GOOD = ("WO-0001", "WO-0002", "WO-0003", "WO-0004", "WO-0005")


def test_a_misread_number_is_repaired_and_marked() -> None:
    """A number repaired by the binder's scheme says that it was."""
    fixed = repair_numbers(numbered(*GOOD, "WO-OOO6"))[-1].fragments[0].readings[0]
    assert (fixed.value, fixed.status, fixed.raw) == ("WO-0006", ReadingStatus.REPAIRED, "WO-OOO6")


def test_an_alternative_that_fits_is_taken_before_a_repair() -> None:
    """What another engine read in the place, if it fits, is better than any exchange of glyphs."""
    odd = Fragment(Box(0, 0, 9, 9), (reading("order_number", "WO-OOO6", others=["WO-0008"]),))
    fixed = repair_numbers([*numbered(*GOOD), sheet(6, odd)])[-1].fragments[0].readings[0]
    assert (fixed.value, fixed.status) == ("WO-0008", ReadingStatus.OK)


def test_a_number_unlike_all_others_is_doubted() -> None:
    """A number that cannot be made to fit keeps its value and goes to a person."""
    odd = repair_numbers(numbered(*GOOD, "XY/77"))[-1].fragments[0].readings[0]
    assert odd.value == "XY/77"
    assert odd.doubt


def test_a_number_that_a_stamp_makes_unlike_all_others_cannot_be_read() -> None:
    """What the stamp and the number make together is none; a person looks at the place."""
    covered = replace(reading("order_number", "2ELERA6E013", page=6), doubt=COVERED)
    odd = repair_numbers([*numbered(*GOOD), sheet(6, replace(filled(None, 6), readings=(covered,)))])[-1]
    number = odd.fragments[0].readings[0]
    assert (number.value, number.status, number.doubt) == (None, ReadingStatus.ILLEGIBLE, COVERED)
    assert number.raw == "2ELERA6E013"


def test_a_number_that_a_stamp_runs_into_is_read_without_it() -> None:
    """What stands in it in the others' shape, beside letters and signs alone, is the number; a person looks at it."""
    covered = replace(weighed(reading("order_number", "WO-0006-IVED", page=6), posterior=0.7), doubt=COVERED)
    odd = repair_numbers([*numbered(*GOOD), sheet(6, replace(filled(None, 6), readings=(covered,)))])[-1]
    number = odd.fragments[0].readings[0]
    assert (number.value, number.status, number.doubt) == ("WO-0006", ReadingStatus.REPAIRED, COVERED)


PLAIN = ("1700101", "1700102", "1700103", "1700104", "1700105")


@pytest.mark.parametrize(
    ("read", "value"),
    [
        ("REGE1700126", "1700126"),  # RECEIVED, its end worn
        ("1700126VED", "1700126"),
        ("REGE17001261", "REGE17001261"),  # a piece of a longer number is none
        ("REGE170012", "REGE170012"),
    ],
)
def test_a_stamps_letters_beside_a_number_are_cut_off_by_the_binders_shape(read: str, value: str) -> None:
    """What is left are a stamp's letters where the binder's numbers have none; a person looks at it."""
    odd = repair_numbers(numbered(*PLAIN, read))[-1].fragments[0].readings[0]
    assert (odd.value, odd.raw, bool(odd.doubt)) == (value, read, True)


@given(st.text(max_size=15), st.sampled_from(["WO-9999", "99-999", "A9"]))
def test_a_repaired_number_has_the_schemes_shape(read: str, shape: str) -> None:
    """Whatever is read, a repair either fails or fits."""
    made = fit(read, shape)
    assert made is None or shape_of(made) == shape


def test_different_orders_of_one_form_are_not_one_sheet() -> None:
    """Sheets that differ in what was filled in are different, number or no number."""
    one, other = first(1, "WO-1", seed=1), first(2, "WO-1", seed=4)
    assert same_sheet(one, one.fragments[0], other, other.fragments[0]) == 0
    bare, second = first(1, None, seed=1), first(2, None, seed=4)
    assert same_sheet(bare, bare.fragments[0], second, second.fragments[0]) == 0


def test_page_one_and_page_two_are_not_one_sheet() -> None:
    """Sheets that print different page numbers are different sheets."""
    one, other = first(1, "WO-1", of=2), further(2, "WO-1")
    assert same_sheet(one, one.fragments[0], other, filled("WO-1", 2, 1)) == 0


def test_likeness_goes_both_ways() -> None:
    """Whether two scans show one sheet does not depend on which comes first."""
    one, other = first(1, "WO-1", seed=3), first(2, "WO-1", seed=3)
    there = same_sheet(one, one.fragments[0], other, other.fragments[0])
    assert there == same_sheet(other, other.fragments[0], one, one.fragments[0])
    assert 0.5 < there < 1


def _fingerprint(seed: int, shift: int = 0) -> bytes:
    cells = np.random.default_rng(seed).integers(0, 255, (88, 68)).astype(np.uint8)
    return np.roll(cells, shift, axis=0).tobytes()


def test_ink_is_compared_at_the_best_shift() -> None:
    """A sheet fed a little askew has the same ink an eighth of an inch away."""
    one, moved, other = (
        sheet(1, fingerprint=_fingerprint(1)),
        sheet(2, fingerprint=_fingerprint(1, 2)),
        sheet(3, fingerprint=_fingerprint(2)),
    )
    assert (ink_likeness(one, moved) or 0) > 0.99
    assert (ink_likeness(one, other) or 0) < 0.3
    assert ink_likeness(one, sheet(4)) is None
