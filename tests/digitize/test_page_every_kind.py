"""Every kind of page that binders hold: each ends in an order or as a page of a known kind, and none is made up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from digitize_pages import across, column, facts, grid, ink_of, layout_of, page, reader_of, run

from digitize import DigitizeSettings, PageResult
from digitize.assemble import BinderResult, assemble
from digitize.layout import lay_out
from digitize.pipeline import result_of
from records.geometry import Box, Seam
from records.page import PageKind, PageText, Word

Words = tuple[Word, ...]


def read(*words: Sequence[Word], number: int = 1, rules: Sequence[Box] = (), blank: bool = False) -> PageResult:
    """A page that says these words, read to its end."""
    text: PageText = page(*words, rules=rules, number=number)
    text = replace(text, facts=facts(blank=blank))
    layout = layout_of(*words, rules=rules)
    return result_of(text, reader_of(layout), ink_of(layout), DigitizeSettings())


def binder(*pages: PageResult) -> BinderResult:
    """The orders of some pages."""
    return assemble("streets", pages)


FIELDS = (
    ("Date Requested:", "03/14/2019"),
    ("Location:", "412 Elm St"),
    ("Requested By:", "Carol Ortega"),
    ("Phone:", "801-555-0134"),
    ("Description:", "Replace broken sign"),
)


def order(number: str = "WO-1042", top: float = 0, **other: str) -> Words:
    """The words of an order sheet, or of one half of a sheet."""
    title = run("STREET WORK ORDER", 600, top + 60, height=34)
    fields = [("Order No.:", number), *((label, other.get(label[:-1].lower(), value)) for label, value in FIELDS)]
    lines = [
        (*run(label, 120, top + 180 + 80 * at), *run(value, 420, top + 180 + 80 * at))
        for at, (label, value) in enumerate(fields)
    ]
    return (*title, *(word for line in lines for word in line))


LOG = (("No.", 60), ("Date", 220), ("Caller", 430), ("Location", 780), ("Problem", 1200))
EDGES = (50, 210, 420, 770, 1190, 1650)
PEOPLE = ("Ortega, C.", "Hansen, A.", "Drummond, R.", "Lopez, J.", "Weber, K.")
STREETS = ("12 Elm St", "845 Oak Ave", "77 Mill Rd", "301 Main St", "9 Canal Ct")


def row(at: int) -> tuple[str, ...]:
    """A row of a log: number, date, caller, place, work."""
    return f"{4001 + at}", f"3/{at % 27 + 1}/19", PEOPLE[at % 5], STREETS[2 * at % 5], "Leak at meter"


def log(rows: Sequence[Sequence[str]], step: float = 60, *, ruled: bool = True) -> tuple[Words, tuple[Box, ...]]:
    """A log sheet's words and its rules."""
    words = [*run("SERVICE LOG", 700, 60, height=34)]
    for title, left in LOG:
        words += run(title, left, 170)
    for at, cells in enumerate(rows, start=1):
        for (_, left), text in zip(LOG, cells, strict=True):
            words += run(text, left, 160 + (at + 0.15) * step, height=min(22, 0.7 * step))
    lines = [160 + step * at for at in range(len(rows) + 2)]
    return tuple(words), grid(EDGES, lines) if ruled else ()


LINES = (("Qty", 120), ("Description", 290), ("Unit Cost", 900), ("Amount", 1200))


def lines_of_work(first: int, count: int, top: float) -> tuple[Words, tuple[Box, ...]]:
    """A table of line items: so many from the first one on."""
    words = [word for title, left in LINES for word in run(title, left, top + 10)]
    for at in range(count):
        texts = (f"{first + at}", f"Steel post {first + at}", "20.00", f"{20 * (first + at)}.00")
        for (_, left), text in zip(LINES, texts, strict=True):
            words += run(text, left, top + 60 * (at + 1) + 14)
    return tuple(words), grid((110, 280, 890, 1190, 1500), [top + 60 * at for at in range(count + 2)])


def test_one_order_on_a_page() -> None:
    """A sheet with a form's labels is one order with its number."""
    found = binder(read(order()))
    assert [each.number for each in found.orders] == ["WO-1042"]
    assert found.pages[0].form == "street-work-order"


@pytest.mark.parametrize("second", ["WO-1043", ""])
def test_two_orders_on_a_page_even_if_one_half_is_empty(second: str) -> None:
    """Each half of a sheet is an order of its own; a half that nobody filled in is none."""
    empty = {} if second else {label[:-1].lower(): "" for label, _ in FIELDS}
    other = {"location": "9 Canal Ct", "requested by": "Ruth Drummond"} if second else empty
    found = binder(read(order(), order(second, 1100, **other)))
    assert [each.number for each in found.orders] == ["WO-1042", second][: 2 if second else 1]


@pytest.mark.parametrize("said", ["Page 2 of 2", "WORK ORDER (CONTINUED)"])
def test_a_sheet_that_says_it_goes_on_joins_its_order(said: str) -> None:
    """Page x of y, or the word, with the order's number: one order of two pages."""
    lines, rules = lines_of_work(1, 3, 400)
    second = read(
        run(said, 1100, 60), run("Order No.:", 120, 180), run("WO-1042", 420, 180), lines, rules=rules, number=2
    )
    found = binder(read(order(), run("Page 1 of 2", 1400, 60)), second)
    assert [each.pages for each in found.orders] == [(1, 2)]
    assert len(found.orders[0].line_items) == 3


def test_lines_alone_on_a_sheet_go_on_from_the_order_before() -> None:
    """Nothing but adjacency: a sheet that holds lines and no head is no order; it joins the one before, less surely."""
    lines, rules = lines_of_work(4, 5, 120)
    bare = read(lines, rules=rules, number=2)
    assert bare.kind is PageKind.CONTINUATION
    found = binder(read(order()), bare)
    assert [each.pages for each in found.orders] == [(1, 2)]
    assert found.orders[0].confidence < 0.9
    assert found.orders[0].evidence == ("page 2 follows and goes on from it",)


def test_lines_alone_at_the_beginning_of_a_binder_are_an_orphan() -> None:
    """Where nothing stands before it, a sheet of lines belongs to no order, and makes none up."""
    lines, rules = lines_of_work(4, 5, 120)
    found = binder(read(lines, rules=rules))
    assert found.orders == ()
    assert found.pages[0].kind is PageKind.ORPHAN


def test_a_front_and_its_back_are_one_order() -> None:
    """Blank backs are kept between sheets, and part no order."""
    lines, rules = lines_of_work(1, 3, 400)
    second = read(run("Page 2 of 2", 1100, 60), lines, rules=rules, number=3)
    found = binder(read(order(), run("Page 1 of 2", 1400, 60)), read(blank=True, number=2), second)
    assert [each.pages for each in found.orders] == [(1, 3)]
    assert found.pages[1].kind is PageKind.BLANK


@pytest.mark.parametrize("ruled", [True, False])
def test_each_row_of_a_log_is_an_order(ruled: bool) -> None:
    """Twenty rows, with rules or without: twenty orders."""
    words, rules = log([row(at) for at in range(20)], ruled=ruled)
    found = binder(read(words, rules=rules))
    assert [each.number for each in found.orders] == [f"{4001 + at}" for at in range(20)]
    assert found.pages[0].kind is PageKind.LOG


def test_a_log_of_four_hundred_rows() -> None:
    """However many rows a sheet has, each is one order."""
    words, rules = log([row(at) for at in range(400)], step=36)
    text = page(words, rules=rules)
    text = replace(text, frame=replace(text.frame, height=15000))
    layout = lay_out(text)
    found = binder(result_of(text, reader_of(layout), ink_of(layout), DigitizeSettings()))
    assert len(found.orders) == 400
    assert {each.number for each in found.orders} == {f"{4001 + at}" for at in range(400)}


def test_marks_for_the_same_as_above_are_filled_in() -> None:
    """Ditto marks, also two below each other, have the value of the cell above."""
    rows = [list(row(at)) for at in range(8)]
    rows[1][1] = rows[2][1] = '"'
    words, rules = log(rows)
    found = binder(read(words, rules=rules))
    assert [each.value("requested_on") for each in found.orders][:4] == ["2019-03-01"] * 3 + ["2019-03-04"]


def test_a_void_row_is_kept_and_marked() -> None:
    """A row struck VOID is an order that is void, with its number."""
    rows = [list(row(at)) for at in range(8)]
    rows[3][4] = "VOID"
    words, rules = log(rows)
    found = binder(read(words, rules=rules))
    assert [each.number for each in found.orders if each.void] == ["4004"]


@pytest.mark.parametrize("word", ["VOID", ""])
@pytest.mark.parametrize("lean", [0, 4])
def test_a_row_that_is_struck_through_is_one_void_order(word: str, lean: int) -> None:
    """The stroke is none of the table's rules, though it crosses all of it: no row is cut in two, none is lost."""
    rows = [list(row(at)) for at in range(8)]
    rows[3] = [rows[3][0], "", "", word, ""] if word else rows[3]
    words, rules = log(rows)
    middle = 160 + 60 * 4 + 28
    stroke = Box(EDGES[0] + 14, middle, EDGES[-1] - 35, middle + 2 + lean)
    found = binder(read(words, rules=(*rules, stroke)))
    assert [each.number for each in found.orders] == [f"{4001 + at}" for at in range(8)]
    assert [each.number for each in found.orders if each.void] == ["4004"]


def test_rows_of_half_the_height_are_rows() -> None:
    """Rules from side to side are the table's, however close they stand."""
    words, rules = log([row(at) for at in range(8)])
    between = across(EDGES[0], EDGES[-1], 160 + 60 * 4 + 50)
    found = binder(read(words, rules=(*rules, between)))
    assert not any(each.void for each in found.orders)
    assert {each.number for each in found.orders} == {f"{4001 + at}" for at in range(8)}


def test_totals_brought_and_carried_forward_are_no_orders() -> None:
    """The first and last lines of an account sheet are sums of other lines."""
    rows = [list(row(at)) for at in range(8)]
    rows[0] = ["", "", "", "Brought forward", "41.5"]
    rows[7] = ["", "", "", "Carried forward", "96.5"]
    words, rules = log(rows)
    found = binder(read(words, rules=rules))
    assert [each.number for each in found.orders] == [f"{4001 + at}" for at in range(1, 7)]


def test_a_sum_that_fills_the_first_band_ends_no_table() -> None:
    """What an earlier sheet brought stands in two cells under the header, and the rows below it are orders."""
    words, rules = log([("", "", "", "", ""), *(row(at) for at in range(1, 8))])
    brought = (*run("Brought forward", 900, 237), *run("41.5", 1300, 237))
    broken = [Box(r.left, 280, r.right, r.bottom) for r in rules if r.height > r.width]
    head = [Box(r.left, r.top, r.right, 220) for r in rules if r.height > r.width]
    level = [r for r in rules if r.width >= r.height]
    found = binder(read((*words, *brought), rules=(*level, *head, *broken)))
    assert [each.number for each in found.orders] == [f"{4001 + at}" for at in range(1, 8)]


def test_a_letter_makes_no_order_but_of_what_it_says() -> None:
    """A typed letter that names its request's number is kept; nothing in it becomes a field that it does not name."""
    text = (
        "March 14, 2019",
        "Dear Mr. Hansen:",
        "This letter is to confirm that you reported by telephone a broken sidewalk",
        "in front of 12 Elm Street. Our crew will repair it as soon as it can be done.",
        "Sincerely,",
        "Ruth Drummond",
    )
    found = binder(read(run("City of Port Alder", 120, 60, height=34), column(text, 160, 220, 60)))
    assert found.orders == ()
    assert found.pages[0].kind is PageKind.ORPHAN


def test_index_tab_separator_and_blank_are_what_they_are() -> None:
    """What holds a binder together is no order."""
    index = column([f"Elm Street work orders part {at}" for at in range(12)], 200, 220, 60)
    pages = [
        read(run("INDEX", 700, 80, height=40), index),
        read(run("JUNE 2019", 600, 900, height=90), number=2),
        read(run("BATCH SEPARATOR", 500, 300, height=60), run("Documents in batch: 24", 500, 500), number=3),
        read(blank=True, number=4),
    ]
    found = binder(*pages)
    assert [each.kind for each in found.pages] == [PageKind.INDEX, PageKind.TAB, PageKind.SEPARATOR, PageKind.BLANK]
    assert found.orders == ()


@pytest.mark.parametrize("head", ["OUT", "CHARGE-OUT CARD", "Out Guide"])
def test_a_charge_out_card_is_no_order_and_keeps_its_number(head: str) -> None:
    """A card that stands where a sheet was taken out names that sheet's number, and is no order itself."""
    labels = column(["Order No.:", "Taken By:", "Date Out:", "Location:"], 120, 280, 80)
    values = column(["WO-1042", "C. Ortega", "4/2/2019", "Streets"], 420, 280, 80)
    found = binder(read(run(head, 600, 80, height=64), labels, values))
    assert found.orders == ()
    assert found.pages[0].kind is PageKind.CHARGE_OUT
    assert found.pages[0].order_numbers == ("WO-1042",)


def test_work_that_checked_out_is_no_charge_out_card() -> None:
    """The words in an order's own text take nothing out."""
    assert read(order(description="Valve checked out, no leak")).kind is PageKind.ORDER


def test_an_order_under_a_sticky_note_is_still_an_order() -> None:
    """A note over two of its values leaves an order whose other fields are read."""
    covered = order(location="", **{"requested by": ""})
    note = run("Call back", 800, 300, height=60)
    found = binder(read(covered, note))
    assert [each.number for each in found.orders] == ["WO-1042"]
    assert found.orders[0].value("requester_phone") == "8015550134"


def test_what_stands_on_a_note_goes_to_a_person() -> None:
    """A note's words lie where the form has its blanks; a tinted part of the form, with labels in it, is no note."""
    for left, told in ((400, True), (100, False)):
        text = replace(page(order()), facts=facts(), notes=(Box(left, 330, 900, 560),))
        result = result_of(text, reader_of(layout_of(order())), ink_of(layout_of(order())), DigitizeSettings())
        doubts = {reading.name: reading.doubt for f in result.fragments for reading in f.readings}
        assert ("note" in doubts["requester_name"]) is told
        assert "note" not in doubts["requested_on"]


def test_words_at_the_edge_of_the_scan_may_go_on_beyond_it() -> None:
    """Half a page: a value that ends where the picture does goes to a person, the others do not."""
    text = page(order())
    right = max(word.box.right for word in order() if word.text == "sign")
    kept = tuple(word for word in order() if word.box.right <= right + 3)
    text = replace(page(kept), facts=facts(), frame=replace(text.frame, width=round(right) + 3))
    (fragment,) = result_of(text, reader_of(layout_of(kept)), ink_of(layout_of(kept)), DigitizeSettings()).fragments
    doubts = {reading.name: reading.doubt for reading in fragment.readings}
    assert "cut off" in doubts["description"]
    assert not doubts["location"]


def test_an_empty_form_is_no_order_of_its_labels() -> None:
    """A form that nobody filled in makes no order with values, and is accounted for."""
    empty = read(order("", **{label[:-1].lower(): "" for label, _ in FIELDS}))
    found = binder(empty)
    assert [reading.value for each in found.orders for reading in each.readings if reading.value] == []
    assert len(found.pages) == 1


def test_words_of_labels_among_the_values_move_no_field() -> None:
    """Somebody wrote "call Date" beside "Phone": no field is taken from it."""
    found = read(order(phone="call Date", description="Phone: see Location"))
    (fragment,) = found.fragments
    assert fragment.value("requester_phone") is None
    assert fragment.value("requested_on") == "2019-03-14"
    assert fragment.value("location") == "412 Elm St"


def test_what_is_written_in_a_blank_and_is_no_value_goes_to_a_person() -> None:
    """The telephone's blank says "call Date": nobody makes a number of it, and nobody passes it over."""
    rules = tuple(across(410, 1500, 180 + 80 * at + 28) for at in range(6))
    found = read(order(phone="call Date", description="Phone: see Location"), rules=rules)
    (fragment,) = found.fragments
    (phone,) = [reading for reading in fragment.readings if reading.name == "requester_phone"]
    assert phone.value is None
    assert phone.doubt
    assert fragment.value("description") == "Phone: see Location"


def test_a_box_among_labelled_ones_is_read_though_its_words_name_nothing() -> None:
    """In a column of boxes with labels "SPEED?" is one too; words of urgency beside it are the priority, in doubt."""
    rows = (("DATE OPENED", "03/14/2019"), ("SPEED?", "Routine"), ("LOCATION", "412 Elm St"), ("WARD", "Third"))
    words = [*run("STREET WORK ORDER", 600, 60, height=34), *run("Order No.: WO-1042", 120, 150)]
    for at, (label, value) in enumerate(rows):
        words += (*run(label, 120, 224 + 70 * at), *run(value, 420, 224 + 70 * at))
    (fragment,) = read(words, rules=grid((110, 400, 900), [210 + 70 * at for at in range(5)])).fragments
    (priority,) = [reading for reading in fragment.readings if reading.name == "priority"]
    assert (priority.value, bool(priority.doubt)) == ("Routine", True)
    assert [(extra.name, extra.value) for extra in fragment.extras] == [("WARD", "Third")]


@pytest.mark.parametrize("other", ["Levied", "Total Cost"])
def test_the_only_amounts_of_a_log_are_what_its_orders_cost(other: str) -> None:
    """Under a header that names nothing, where the log has no costs; a person is asked."""
    words, rules = log([row(at) for at in range(6)])
    more = list(words)
    for at, text in enumerate((other, *(f"${12 + at}.50" for at in range(6)))):
        more += run(text, 1670, 160 + (at + 0.15) * 60)
    edges = (*EDGES, 1850)
    text = page(more, rules=(*rules, *grid(edges, [160 + 60 * at for at in range(8)])))
    text = replace(text, frame=replace(text.frame, width=1900))
    layout = lay_out(text)
    found = result_of(text, reader_of(layout), ink_of(layout), DigitizeSettings()).fragments
    costs = [reading for f in found for reading in f.readings if reading.name == "total_cost"]
    assert [reading.value for reading in costs] == [f"{12 + at}.50" for at in range(6)]
    assert all(bool(reading.doubt) is (other == "Levied") for reading in costs)


def test_a_form_that_nobody_has_seen_makes_no_order_up() -> None:
    """Another office's form keeps its own words and gets no number that it does not bear."""
    labels = column(["Name of Dog:", "Breed:", "Color:", "Rabies Tag:"], 120, 200, 80)
    values = column(["Rex", "Beagle", "Brown", "R-8812"], 420, 200, 80)
    found = binder(read(run("DOG LICENSE APPLICATION", 500, 60, height=34), labels, values))
    assert [each.number for each in found.orders if each.number] == []
    assert len(found.pages) == 1


def test_a_bare_form_in_large_print_is_no_tab() -> None:
    """A few large words are a divider's, but not where line after line asks and is answered; a person hears of it."""
    asked = column(["Name of Dog: Rex", "Breed: Beagle", "Color: Brown"], 120, 300, 120)
    large = tuple(replace(word, box=replace(word.box, bottom=word.box.top + 44)) for word in asked)
    assert read(large).kind is PageKind.ORPHAN
    assert read(column(["Streets: 2019", "Box: 4"], 120, 300, 120)).kind is PageKind.TAB


def test_half_a_page_gives_what_it_has() -> None:
    """The lower half of a torn sheet has no number: a person is asked, and no number is made up."""
    lower = tuple(word for word in order() if word.box.top > 240)
    found = binder(read(lower))
    assert [each.number for each in found.orders] in ([], [""], [None])
    assert len(found.pages) == 1


def test_two_forms_glued_into_one_image_are_two_orders() -> None:
    """A spread that holds two orders side by side gives both."""
    left = order()
    moved = [
        replace(w, box=Box(w.box.left + 1700, w.box.top, w.box.right + 1700, w.box.bottom)) for w in order("WO-1043")
    ]
    text = page(left, tuple(moved))
    text = replace(text, frame=replace(text.frame, width=3400), seam=Seam(1700.0))
    layout = layout_of(left, tuple(moved))
    found = binder(result_of(text, reader_of(layout), ink_of(layout), DigitizeSettings()))
    assert sorted(str(each.number) for each in found.orders) == ["WO-1042", "WO-1043"]


def test_a_rule_across_a_page_is_no_table() -> None:
    """A line under a heading makes neither lines of work nor a log of a plain order."""
    found = read(order(), rules=(across(100, 1600, 150),))
    assert found.kind is PageKind.ORDER
    assert found.fragments[0].line_items == ()


def second_sheet(order_number: str, number: int) -> PageResult:
    """The second sheet of an order, at a place of the binder."""
    lines, rules = lines_of_work(1, 3, 400)
    head = (*run("Page 2 of 2", 1100, 60), *run("Order No.:", 120, 180), *run(order_number, 420, 180))
    return read(head, lines, rules=rules, number=number)


def test_a_second_sheet_with_another_number_merges_no_orders() -> None:
    """Two numbers in one set of sheets: the sheet of the other number stays apart, and is named as it is."""
    found = binder(read(order(), run("Page 1 of 2", 1400, 60)), second_sheet("WO-2077", 2))
    assert [(each.number, each.pages) for each in found.orders] == [("WO-1042", (1,))]
    assert found.pages[1].kind is PageKind.ORPHAN
    assert found.pages[1].order_numbers == ("WO-2077",)


def test_one_number_in_two_places_is_one_order() -> None:
    """A second sheet that lies elsewhere in the binder joins its order, and the evidence says which page it is."""
    between = read(order("WO-1043", location="9 Canal Ct"), number=2)
    found = binder(read(order(), run("Page 1 of 2", 1400, 60)), between, second_sheet("WO-1042", 3))
    assert [(each.number, each.pages) for each in found.orders] == [("WO-1042", (1, 3)), ("WO-1043", (2,))]
    assert "page 3 bears the same number WO-1042" in found.orders[0].evidence


def test_a_back_whose_questions_go_on_belongs_to_its_front() -> None:
    """A form's back has no head; its questions 5 and 6 follow the front's 1 to 4."""
    front = order()
    asked = column([f"{at}. Name of crew {at}" for at in range(1, 5)], 120, 900, 60)
    back = column(
        ["5. Was the site left clean", "6. Has the caller been told", "by telephone or by letter on the day"],
        120,
        100,
        80,
    )
    found = binder(read(front, asked), read(back, number=2))
    assert [each.pages for each in found.orders] == [(1, 2)]
    assert found.orders[0].evidence == ("page 2 follows and goes on from it",)
    elsewhere = read(back, number=2)
    stray = binder(read(front), replace(elsewhere, image=replace(elsewhere.image, path="/scans/other.tif")))
    assert [each.pages for each in stray.orders] == [(1,)]
    assert stray.pages[1].kind is PageKind.ORPHAN


def test_a_form_of_which_there_is_one_page_is_read_by_its_labels() -> None:
    """Among the sheets of a department's form one of its own kind is an order too, under its own form's name."""
    alone = (
        *run("TREE REMOVAL PERMIT", 600, 60, height=34),
        *run("Permit No.:", 120, 180),
        *run("Order No.:", 120, 260),
        *run("TR-77", 420, 260),
        *run("Location:", 120, 340),
        *run("9 Canal Ct", 420, 340),
        *run("Date Requested:", 120, 420),
        *run("03/19/2019", 420, 420),
    )
    sheets = [read(order(f"WO-10{at}"), number=at) for at in range(41, 46)]
    found = binder(*sheets, read(alone, number=46))
    assert [each.number for each in found.orders] == [*(f"WO-10{at}" for at in range(41, 46)), "TR-77"]
    assert found.orders[-1].form == "tree-removal-permit"
    assert found.orders[-1].value("location") == "9 Canal Ct"


def test_a_page_of_another_department_keeps_its_department() -> None:
    """A sheet filed with another department's is an order of its own; none of the others takes its head over."""
    head = run("Department of Public Works", 600, 20)
    foreign = run("Department of Parks", 600, 20)
    sheets = [read(head, order(f"WO-10{at}"), number=at) for at in range(41, 45)]
    found = binder(*sheets, read(foreign, order("P-7", description="Mow the lawn"), number=45))
    assert [each.department for each in found.orders] == ["Department of Public Works"] * 4 + ["Department of Parks"]
    assert [each.number for each in found.orders][-1] == "P-7"
    assert all(len(each.pages) == 1 for each in found.orders)
