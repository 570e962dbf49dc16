"""Tables of line items, and logs where each row is an order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from digitize_pages import across, down, grid, ink_of, layout_of, reader_of, run

from digitize.arrows import arrows
from digitize.extract import Place
from digitize.items import is_log, read_items, read_rows
from digitize.layout import Layout
from digitize.page import Fragment
from digitize.tables import find_tables, name_columns, outside
from digitize.voting import Ballot
from records.fields import CATALOGUE, ITEM_CATALOGUE
from records.geometry import Box
from records.order import FieldReading, LineItem
from records.page import Word
from records.values import ValueContext

LEFTS = (100, 260, 800, 1050, 1300)
"""Vertical rules of a table of four columns."""
HEADS = ("Qty", "Description", "Unit Price", "Amount")
LINES = (("11", "Rebar no. 4", "0.91", "10.01"), ("18", "Expansion joint", "1.04", "18.72"))

LOG_LEFTS = (60, 240, 420, 900, 1250, 1500)
LOG_HEADS = ("W.O. No.", "Date Requested", "Location", "Requested By", "Total Cost")
LOG = (
    ("WS-00475", "06/19/2018", "12 Elm St", "George Abbott", "12.24"),
    ("WS-00476", "06/19/2018", "3089 East Ave", "Helen Barnes", "16.74"),
    ("WS-00477", "06/20/2018", "533 Mill St", "Carol Ortega", "37.57"),
)


def rows(table: Sequence[Sequence[str]], lefts: Sequence[float], top: float = 100, step: float = 50) -> list[Word]:
    """The words of a table, each cell a little right of its rule."""
    return [
        word
        for number, row in enumerate(table)
        for text, left in zip(row, lefts, strict=False)
        for word in run(text, left + 12, top + 14 + number * step)
    ]


def ruled(table: Sequence[Sequence[str]], lefts: Sequence[float], blank: int = 0) -> Layout:
    """A page with a ruled table and some empty rows at its foot."""
    lines = [100 + 50 * n for n in range(len(table) + blank + 1)]
    return layout_of(rows(table, lefts), rules=grid(lefts, lines))


def items(layout: Layout) -> tuple[LineItem, ...]:
    """The line items of a page."""
    tables = find_tables(layout, ITEM_CATALOGUE)
    return read_items(tables, layout, reader_of(layout), ink_of(layout), ValueContext())


def orders(layout: Layout) -> tuple[Fragment, ...]:
    """The orders of a log sheet."""
    (table,) = find_tables(layout, CATALOGUE)
    assert is_log(table, layout)
    return read_rows(table, CATALOGUE, reader_of(layout), ink_of(layout), ValueContext(), arrows(table, layout))


def broken(rule: Box, places: Mapping[float, float]) -> list[Box]:
    """A rule, in two pieces where writing stands over it: from there on, for the height of its words."""
    at = places.get(rule.middle[1])
    return [rule] if at is None else [replace(rule, right=at), replace(rule, left=at + 40)]


def test_rules_that_writing_broke_end_no_table() -> None:
    """Two rules in a row, each in two pieces, leave the rows below them in the table."""
    whole = ruled((HEADS, *LINES * 4), LEFTS)
    pieces = [part for rule in whole.across for part in broken(rule, {300: 900, 350: 520})]
    assert len(pieces) == len(whole.across) + 2
    (table,) = find_tables(replace(whole, across=tuple(pieces)), ITEM_CATALOGUE)
    assert table.rows == find_tables(whole, ITEM_CATALOGUE)[0].rows


def test_rows_whose_rules_were_not_seen_are_parted() -> None:
    """Two rules in a row that nobody saw leave three rows of the usual height."""
    whole = ruled((HEADS, *LINES * 4), LEFTS)
    seen = tuple(rule for rule in whole.across if rule.middle[1] not in {300, 350})
    assert len(seen) == len(whole.across) - 2
    (table,) = find_tables(replace(whole, across=seen), ITEM_CATALOGUE)
    assert len(table.rows) == 8


def test_a_ruled_table_is_found_with_its_columns_and_rows() -> None:
    """A stack of rules with headers that name fields is a table; its empty rows belong to it."""
    (table,) = find_tables(ruled((HEADS, *LINES), LEFTS, blank=2), ITEM_CATALOGUE)
    assert table.ruled
    assert [column.field for column in table.columns] == ["quantity", "description", "unit_cost", "amount"]
    assert len(table.rows) == 4


def test_line_items_are_read_and_numbered() -> None:
    """Each written row of a table is a line item; empty rows are none."""
    found = items(ruled((HEADS, *LINES), LEFTS, blank=2))
    assert [(i.number, i.value("quantity"), i.value("description"), i.value("amount")) for i in found] == [
        (1, "11", "Rebar no. 4", "10.01"),
        (2, "18", "Expansion joint", "18.72"),
    ]


def test_tables_of_one_width_below_each_other_are_all_found() -> None:
    """Three tables with the same left and right edges are three tables, each with its own kind."""
    titles = ("LABOR", "MATERIAL", "EQUIPMENT")
    tops = (100, 400, 700)
    layout = layout_of(
        *(run(title, 100, top - 34) for title, top in zip(titles, tops, strict=True)),
        *(rows((HEADS, *LINES), LEFTS, top) for top in tops),
        rules=[rule for top in tops for rule in grid(LEFTS, [top + 50 * n for n in range(5)])],
    )
    assert [item.value("kind") for item in items(layout)] == ["labor"] * 2 + ["material"] * 2 + ["equipment"] * 2


def test_the_total_at_the_foot_is_no_line() -> None:
    """A row that says total is the sum of the lines and not one of them."""
    found = items(ruled((HEADS, *LINES, ("2", "Total", "", "28.73")), LEFTS))
    assert [item.value("amount") for item in found] == ["10.01", "18.72"]


def test_a_table_without_rules_is_found_by_its_headers() -> None:
    """A line of column headers with lines below that stand under them is a table."""
    (table,) = find_tables(layout_of(rows((HEADS, *LINES), LEFTS)), ITEM_CATALOGUE)
    assert not table.ruled
    assert len(table.rows) == 2


def test_a_loose_table_ends_at_a_gap() -> None:
    """Words far below an unruled table are not its rows."""
    layout = layout_of(rows((HEADS, *LINES), LEFTS), run("12 3.50", 110, 700), run("7.00", 1310, 700))
    (table,) = find_tables(layout, ITEM_CATALOGUE)
    assert len(table.rows) == 2


@pytest.mark.parametrize("brought", ["Brought forward", "Bronght furward"])
def test_what_an_earlier_sheet_brought_ends_no_loose_table(brought: str) -> None:
    """A sum alone between the header and the first row is no row, and the rows below it are not lost."""
    below = rows((HEADS, ("", "", "", ""), *LINES), LEFTS)
    (table,) = find_tables(layout_of(below, run(f"{brought} 42", LEFTS[2], 160)), ITEM_CATALOGUE)
    assert len(table.rows) == 2


WRAPPED = (HEADS, LINES[0], ("18", "Expansion joint", "1.04", "18.72"), ("2", "Grate", "5.00", "10.00"))


def wrapped() -> list[Word]:
    """A table whose second row has more words than a line holds."""
    return [*rows(WRAPPED, LEFTS, step=70), *run("galvanised, of the long kind", LEFTS[1] + 12, 100 + 14 + 140 + 28)]


def test_more_words_than_a_line_holds_end_no_table() -> None:
    """A line in one column close under a row is more of it; the rows below it are not lost."""
    found = items(layout_of(wrapped()))
    assert [item.value("amount") for item in found] == ["10.01", "18.72", "10.00"]
    assert found[1].value("description") == "Expansion joint galvanised, of the long kind"


@pytest.mark.parametrize("first", [0, 1])
def test_rows_between_level_rules_are_rows_without_any_upright_ones(first: int) -> None:
    """Level rules, or the edges of shaded rows, part the rows; the last row, and the first, may have none beside it."""
    lines = [100 + 70 * n for n in (1, 2, 3, 4)][first:]
    more = run("of two parts", LEFTS[1] + 12, 100 + 14 + 140 + 28)
    layout = layout_of(wrapped(), more, rules=[across(LEFTS[0], 1500, y) for y in [60, *lines]])
    found = items(layout)
    assert [item.value("quantity") for item in found] == ["11", "18", "2"]
    (table,) = find_tables(layout, ITEM_CATALOGUE)
    assert len(table.rows) == 3


def framed(tops: Sequence[float], table: Sequence[Sequence[str]]) -> Layout:
    """Tables of one width with rules around each, under its headers and between its columns, and none between rows."""
    ends = [top + 50 * len(table) + 60 for top in tops]
    rules = [rule for top, end in zip(tops, ends, strict=True) for rule in grid(LEFTS, [top, top + 50, end])]
    return layout_of(*(rows(table, LEFTS, top) for top in tops), rules=rules)


def test_a_frame_without_rules_between_its_rows_has_a_row_a_line() -> None:
    """Tables of one width, each with a rule around it: its lines are rows, for each has figures of its own."""
    layout = framed((100, 500, 900), (HEADS, *LINES))
    assert [item.value("amount") for item in items(layout)] == ["10.01", "18.72"] * 3
    assert not any(table.ruled for table in find_tables(layout, ITEM_CATALOGUE))


def test_words_on_two_lines_of_a_ruled_row_are_one_row() -> None:
    """A second line brings words and no figures."""
    more = ("", "of the long kind, 2 m", "", "")
    layout = framed((100, 500), (HEADS, LINES[0], more))
    assert [item.value("amount") for item in items(layout)] == ["10.01"] * 2
    assert all(table.ruled and len(table.rows) == 1 for table in find_tables(layout, ITEM_CATALOGUE))


@pytest.mark.parametrize("said", ["Total:", "Labor Total $", "SUB-TOTAL"])
def test_a_sum_under_a_table_without_rules_is_no_line(said: str) -> None:
    """Nor does one between two lines end the table."""
    table = (HEADS, LINES[0], ("", "", said, "10.01"), LINES[1], ("", "", said, "28.73"))
    assert [item.value("amount") for item in items(layout_of(rows(table, LEFTS)))] == ["10.01", "18.72"]


def test_the_line_under_the_last_row_is_none_of_it() -> None:
    """A note close under the last row has no row below it, and belongs to no line."""
    found = items(layout_of(rows((HEADS, *LINES), LEFTS), run("Net 30 days", LEFTS[1] + 12, 100 + 14 + 128)))
    assert [item.value("description") for item in found] == ["Rebar no. 4", "Expansion joint"]


def test_the_words_above_a_table_say_what_its_lines_are() -> None:
    """A heading over a table decides the kind of its lines, before the table's own headers."""
    labor = layout_of(
        run("LABOR", 100, 66),
        rows((("Name", "Hours", "Rate", "Amount"), ("A. Kim", "6.25", "31.00", "193.75")), LEFTS),
        rules=grid(LEFTS, (100, 150, 200, 250)),
    )
    assert [item.value("kind") for item in items(labor)] == ["labor"]


def test_a_boxed_form_is_no_table() -> None:
    """Labels in the corners of roomy cells are a form's, though three stand side by side."""
    words = [
        word
        for text, left in (("Qty", 100), ("Description", 400), ("Amount", 900))
        for word in run(text, left + 8, 104, height=16)
    ]
    values = [w for text, left in (("4", 100), ("Elm", 400), ("9.00", 900)) for w in run(text, left + 30, 140)]
    layout = layout_of(words, values, rules=grid((100, 400, 900, 1300), (100, 185)))
    assert find_tables(layout, ITEM_CATALOGUE) == ()


def test_two_headers_make_no_table() -> None:
    """Two labels side by side stand on any form."""
    layout = layout_of(rows((("Qty", "Amount"), ("1", "2.00"), ("2", "3.00")), LEFTS))
    assert find_tables(layout, ITEM_CATALOGUE) == ()


def test_each_header_names_one_field_and_each_field_one_column() -> None:
    """Of two headers for one field the likelier has it."""
    names = [name for name, _ in name_columns(["Amount", "Amount", "Quantity", "zzz"], ITEM_CATALOGUE)]
    assert names.count("amount") == 1
    assert names[2:] == ["quantity", None]


@pytest.mark.parametrize(
    ("heads", "fields"),
    [
        (("Work Requested", "Description of Repairs"), ["description", "work_performed"]),
        (("Description of Work", "Trouble Reported"), ["work_performed", "description"]),
        (("Description of Work", "Work Performed"), ["description", "work_performed"]),
        (("Location", "Description of Work"), ["location", "description"]),
    ],
)
def test_a_header_of_two_senses_has_the_one_that_no_other_names(heads: Sequence[str], fields: Sequence[str]) -> None:
    """Beside "Work Requested" the "Description of Repairs" says what was done; alone it says what was asked for."""
    assert [name for name, _ in name_columns(heads, CATALOGUE)] == fields


def test_a_misread_header_is_understood() -> None:
    """One wrong letter in a long header does not lose its column."""
    assert name_columns(["Qnantity", "Descriplion"], ITEM_CATALOGUE)[1][0] == "description"


def test_two_headers_as_near_as_words_are_two() -> None:
    """A long header of a narrow column runs into the next one: both name a field in full, and the room parts them."""
    words = (
        *run("Date Done", 140, 260, height=14),
        *run("Order Number", 310, 260, height=14),
        *run("Location", 452, 260, height=14),
        *run("Repairs Made", 950, 260, height=14),
        *run("Hours", 1500, 260, height=14),
    )
    rows = [
        (*run("10/03/2018", 140, y), *run("03224", 320, y), *run("12 Elm St", 452, y), *run("Cut back", 950, y))
        for y in range(320, 620, 60)
    ]
    (table,) = find_tables(layout_of(words, *rows), CATALOGUE)
    assert [column.field for column in table.columns][:3] == ["completed_on", "order_number", "location"]


@pytest.mark.parametrize(
    ("heads", "values", "tables"),
    [
        (("Technician", "Date Closed", "Hours", "Amount"), ("B. Pruitt", "3/12/2016", "2.5", "420.76"), 0),
        (("Qty", "Description", "Unit Cost", "Amount"), ("2", "Bolt", "1.00", "2.00"), 1),
    ],
)
def test_a_row_of_boxes_is_no_table_of_one_line(heads: Sequence[str], values: Sequence[str], tables: int) -> None:
    """Captions over one row of boxes are a form's where one of them is of the order's alone; a line's are a table's."""
    lefts = (100, 400, 700, 900, 1200)
    rules = (*grid(lefts, [100, 150, 200]), *grid((100, 1200), [200, 250, 300, 350]))
    assert len(find_tables(layout_of(rows((heads, values), lefts), rules=rules), ITEM_CATALOGUE)) == tables


def test_outside_tells_what_no_table_holds() -> None:
    """A box in a table is not outside, one above it is."""
    tables = find_tables(ruled((HEADS, *LINES), LEFTS), ITEM_CATALOGUE)
    assert outside(tables, Box(100, 20, 200, 40))
    assert not outside(tables, Box(300, 160, 400, 180))


def test_a_log_gives_an_order_for_each_row() -> None:
    """On a log sheet each written row is an order, and its place on the sheet is kept."""
    found = orders(ruled((LOG_HEADS, *LOG), LOG_LEFTS))
    assert [(f.row, f.value("order_number"), f.value("total_cost")) for f in found] == [
        (1, "WS-00475", "12.24"),
        (2, "WS-00476", "16.74"),
        (3, "WS-00477", "37.57"),
    ]


def test_ditto_marks_say_what_stands_above() -> None:
    """A ditto mark has the value of the cell above it, also the second of two, and beside a speck."""
    ditto = ("WS-00478", '"', "9 Oak St", "Ann Lee", "5.00"), ("WS-00479", "” 1", "1 Oak St", "Bo Lee", "6.00")
    found = orders(ruled((LOG_HEADS, *LOG, *ditto), LOG_LEFTS))
    assert [f.value("requested_on") for f in found[2:]] == ["2018-06-20"] * 3
    assert found[4].value("order_number") == "WS-00479"


def test_low_figures_are_no_ditto_marks() -> None:
    """In a column of amounts a figure that every engine reads is itself, however low and narrow; of words none is."""
    table = ruled((LOG_HEADS, *LOG, ("WS-00478", "6", "9 Oak St", "Ann Lee", "4")), LOG_LEFTS)

    def low(places: Sequence[Place]) -> list[Ballot]:
        ballots = reader_of(table)(places)
        return [replace(b, extent=Box(0, 0, 12, 28 if len(b.votes[0].text) > 1 else 16)) for b in ballots]

    (log,) = find_tables(table, CATALOGUE)
    *_, last = read_rows(log, CATALOGUE, low, ink_of(table), ValueContext())
    assert last.value("total_cost") == "4.00"
    assert last.value("requested_on") == "2018-06-20"


@pytest.mark.parametrize(
    ("text", "wide", "high", "ink", "repeated"),
    [
        ("4A", 30, 22, 0.04, False),
        ("e", 30, 22, 0.04, True),
        ("4A", 13, 14, 0.04, True),
        ("de", 78, 45, 0.04, True),
        ("4A", 30, 22, 0.02, True),
    ],
)
def test_a_short_day_is_no_ditto_mark(text: str, wide: int, high: int, ink: float, repeated: bool) -> None:
    """Two signs as high as the column's writing, and wider than high, are a day like 4/1; with a speck it is a mark.

    So it is where it has a third of the others' ink, however large the speck makes it.
    """
    table = ruled((LOG_HEADS, *LOG, ("WS-00478", text, "9 Oak St", "Ann Lee", "4.00")), LOG_LEFTS)

    def drawn(places: Sequence[Place]) -> list[Ballot]:
        ballots = reader_of(table)(places)
        short = [b.votes and b.votes[0].text == text for b in ballots]
        return [
            replace(b, extent=Box(0, 0, *((wide, high) if is_short else (110, 24))), share=ink if is_short else 0.06)
            for b, is_short in zip(ballots, short, strict=True)
        ]

    (log,) = find_tables(table, CATALOGUE)
    *_, last = read_rows(log, CATALOGUE, drawn, ink_of(table), ValueContext())
    assert last.value("requested_on") == ("2018-06-20" if repeated else None)


def last_amount(mark: str, wide: int, high: int, usual: int) -> FieldReading | None:
    """The amount in a log's last row, where a mark so wide and high stands under figures that are as high as usual."""
    rows = ("WS-00478", "6/21/2018", "9 Oak St", "Ann Lee", "4"), ("WS-00479", "6/22/2018", "1 Oak St", "Bo Lee", mark)
    table = ruled((LOG_HEADS, *LOG, *rows), LOG_LEFTS)

    def drawn(places: Sequence[Place]) -> list[Ballot]:
        ballots = reader_of(table)(places)
        return [
            replace(b, extent=Box(0, 0, wide, high) if b.votes and b.votes[0].text == mark else Box(0, 0, 60, usual))
            for b in ballots
        ]

    (log,) = find_tables(table, CATALOGUE)
    *_, last = read_rows(log, CATALOGUE, drawn, ink_of(table), ValueContext())
    return next((reading for reading in last.readings if reading.name == "total_cost"), None)


@pytest.mark.parametrize(
    ("wide", "high", "value"), [(5, 26, "1.00"), (12, 17, "1.00"), (14, 16, "4.00"), (5, 60, None)]
)
def test_one_upright_stroke_is_a_figure(wide: int, high: int, value: str | None) -> None:
    """As high as the column's writing it is a one; a mark as wide as high is a ditto, a longer stroke says nothing."""
    read = last_amount("|", wide, high, 26)
    assert (read.value if read else None) == value


@pytest.mark.parametrize(("wide", "high", "value"), [(11, 17, "1.00"), (30, 48, None)])
def test_a_slash_as_high_as_figures_may_be_a_one(wide: int, high: int, value: str | None) -> None:
    """A person looks at it: some hands write a one so, others strike out what does not apply, with a longer one."""
    read = last_amount("/", wide, high, 22)
    assert (read.value if read else None) == value
    assert value is None or (read is not None and read.doubt)


def test_an_arrow_down_a_column_says_what_stands_above_it() -> None:
    """The cells that a stroke runs through have the value that it starts from; one beside it keeps its own."""
    rest = ("WS-00478", "", "9 Oak St", "Ann Lee", "5.00"), ("WS-00479", "", "1 Oak St", "Bo Lee", "6.00")
    table = ruled((LOG_HEADS, *LOG, *rest), LOG_LEFTS)
    arrow = down(330, 290, 392)
    found = orders(replace(table, down=(*table.down, arrow)))
    assert [f.value("requested_on") for f in found] == ["2018-06-19", "2018-06-19"] + ["2018-06-20"] * 3
    assert [f.value("location") for f in found[3:]] == ["9 Oak St", "1 Oak St"]


@pytest.mark.parametrize("stroke", [down(330, 305, 345), down(244, 290, 392), down(150, 290, 392)])
def test_other_lines_down_a_log_carry_nothing(stroke: Box) -> None:
    """A stroke through one cell, a table's line drawn twice, and an arrow under a number, which is never repeated."""
    rest = ("WS-00478", "", "9 Oak St", "Ann Lee", "5.00"), ("WS-00479", "", "1 Oak St", "Bo Lee", "6.00")
    table = ruled((LOG_HEADS, *LOG, *rest), LOG_LEFTS)
    found = orders(replace(table, down=(*table.down, stroke)))
    assert [f.value("requested_on") for f in found[3:]] == [None, None]
    assert [f.value("order_number") for f in found] == [f"WS-0047{n}" for n in range(5, 10)]


def test_a_number_is_never_a_ditto() -> None:
    """A mark in the number's column repeats no number: two orders never share one by ditto."""
    found = orders(ruled((LOG_HEADS, *LOG, ('"', "06/20/2018", "9 Oak St", "Ann Lee", "5.00")), LOG_LEFTS))
    assert found[3].value("order_number") is None


def test_a_void_row_is_an_order_that_is_void() -> None:
    """A row that says VOID is kept, and marked."""
    found = orders(ruled((LOG_HEADS, *LOG, ("WS-00478", "", "VOID", "", "")), LOG_LEFTS))
    assert [f.void for f in found] == [False, False, False, True]
    assert found[3].value("order_number") == "WS-00478"


def test_empty_rows_of_a_log_are_no_orders() -> None:
    """A row with nothing written in it is none, and the rows after it keep their places."""
    gap = ("", "", "", "", "")
    found = orders(ruled((LOG_HEADS, *LOG[:2], gap, LOG[2]), LOG_LEFTS, blank=3))
    assert [f.row for f in found] == [1, 2, 4]


def test_an_items_table_is_no_log() -> None:
    """A table of line items has no order in each row."""
    layout = ruled((HEADS, *LINES, ("3", "Wire mesh", "20.95", "62.85")), LEFTS)
    assert not any(is_log(table, layout) for table in find_tables(layout, CATALOGUE))


def test_rules_without_headers_are_no_table() -> None:
    """A stack of rules over words that name nothing is no table."""
    layout = layout_of(
        run("see the note on the back", 120, 110), rules=[across(100, 1300, y) for y in range(100, 400, 50)]
    )
    assert find_tables(layout, ITEM_CATALOGUE) == ()


def test_a_logs_own_columns_are_kept_under_their_headers() -> None:
    """What the catalogue has no field for is its order's own, ditto marks too; without a header it is nobody's."""
    heads, lefts = (*LOG_HEADS, "Meter Reading", "."), (60, 240, 420, 700, 950, 1150, 1400, 1500)
    told = [(*row, said, "x") for row, said in zip(LOG, ("0041 7", '"', "Sealed"), strict=True)]
    first, second, third = orders(ruled((heads, *told), lefts))
    assert [f.value("Meter Reading") for f in (first, second, third)] == ["0041 7", "0041 7", "Sealed"]
    assert [extra.name for extra in first.extras] == ["Meter Reading"]
    assert first.value("location") == "12 Elm St"


def test_a_column_of_lines_that_a_person_named_otherwise_is_left_unread() -> None:
    """A line has no place for a department's own field; its other columns are read."""
    layout = ruled((HEADS, *LINES), LEFTS)
    (table,) = find_tables(layout, ITEM_CATALOGUE)
    first, *others = table.columns
    named = replace(table, columns=(replace(first, field="Shelf"), *others))
    items = read_items([named], layout, reader_of(layout), ink_of(layout), ValueContext())
    assert [reading.name for reading in items[0].readings] == ["kind", "description", "unit_cost", "amount"]
