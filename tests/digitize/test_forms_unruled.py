"""Tables without rules: their columns part where no row reaches, their rows stand where a page is written on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from digitize_pages import down, ink_of, layout_of, reader_of, run
from hypothesis import given
from hypothesis import strategies as st

from digitize.forms.captioned import Told
from digitize.forms.halves import with_all_places
from digitize.forms.learned import LearnedPart, LearnedZone
from digitize.forms.unruled import loose_tables, with_rows
from digitize.gutters import at_rules, column_edges
from digitize.items import read_items
from digitize.layout import Layout
from digitize.tables import Table
from records.geometry import Box
from records.page import Word
from records.values import ValueContext

HEADS = (("Count", 200), ("Measure", 345), ("Parts and Materials", 680), ("Cost Each", 1140), ("Line Total", 1390))
FIRST = (("1", 262, "LOAD", 318, "Dump fee", 475, "33.60", 1190), ("215", 240, "GAL", 318, "Water", 475, "0.01", 1210))
SECOND = (("3", 262, "EA", 318, "Broom segment", 475, "18.22", 1190),)


def header() -> tuple[Word, ...]:
    """The words over the columns: each in the middle of its own."""
    return tuple(word for text, left in HEADS for word in run(text, left, 600, height=18))


def rows(lines: Sequence[Sequence[object]], top: float) -> tuple[Word, ...]:
    """Lines of values, each with the place where it begins."""
    made: list[Word] = []
    for at, line in enumerate(lines):
        for text, left in zip(line[::2], line[1::2], strict=True):
            made += run(str(text), float(str(left)), top + 50 * at)
    return tuple(made)


def page(lines: Sequence[Sequence[object]], top: float = 650) -> Layout:
    """A page with the table filled in, a title and a label under it."""
    return layout_of(
        run("PARTS USED", 130, 540), header(), rows(lines, top), run("Date Done:", 130, 1100), run("NOTES", 130, 1000)
    )


def test_columns_part_where_rows_leave_room() -> None:
    """Names begin far left of their header, amounts end far right: the columns part in the gutters between."""
    edges = column_edges(
        [Box(200, 0, 260, 1), Box(345, 0, 410, 1), Box(680, 0, 850, 1)],
        [Box(240, 0, 300, 1), Box(318, 0, 360, 1), Box(475, 0, 700, 1)],
        1700,
        22,
    )
    assert edges[1:3] == pytest.approx([309, 426.25])
    assert edges[0] < 200
    assert edges[-1] > 850


def test_one_word_read_too_wide_does_not_close_a_gutter() -> None:
    """Of twenty rows' figures and units one that reaches across does not move where their columns part."""
    rows = [box for _ in range(20) for box in (Box(255, 0, 292, 1), Box(315, 0, 360, 1))]
    edges = column_edges(
        [Box(200, 0, 252, 1), Box(345, 0, 415, 1), Box(680, 0, 850, 1)], [*rows, Box(265, 0, 316, 1)], 1700, 22
    )
    assert edges[1] == pytest.approx((292 + 315) / 2)


def test_rules_that_run_down_part_columns_wherever_words_end() -> None:
    """A rule between two headers is the side of both columns; one that runs through a header is none of any."""
    heads = [Box(200, 0, 252, 1), Box(345, 0, 415, 1), Box(680, 0, 850, 1)]
    edges = at_rules([120, 300, 500, 950], heads, [down(x, 0, 900) for x in (190, 335, 380, 960)], 22)
    assert edges == pytest.approx([190, 335, 500, 960])


@given(st.lists(st.tuples(st.integers(0, 1600), st.integers(1, 300)), max_size=12))
def test_edges_rise_and_are_one_more_than_the_headers(placed: list[tuple[int, int]]) -> None:
    """Whatever stands in the rows, each column has its own room, with its header's middle in it."""
    heads = [Box(200, 0, 260, 1), Box(500, 0, 600, 1), Box(900, 0, 1000, 1)]
    edges = column_edges(heads, [Box(left, 0, left + width, 1) for left, width in placed], 1700, 22)
    assert len(edges) == len(heads) + 1
    assert edges == sorted(edges)
    assert all(left <= head.middle[0] <= right for head, left, right in zip(heads, edges, edges[1:], strict=False))


def learned() -> Table:
    """The table as two pages teach it."""
    blank = layout_of(run("PARTS USED", 130, 540), header(), run("Date Done:", 130, 1100), run("NOTES", 130, 1000))
    pages = [Told(each, ink_of(each)) for each in (page(FIRST), page(SECOND))]
    (table,) = loose_tables(blank, pages, ())
    return table


def test_a_table_without_rules_is_the_forms() -> None:
    """Its columns are told by the rows of all pages, its room ends where the next print begins."""
    table = learned()
    assert [column.field for column in table.columns] == ["quantity", "unit", "description", "unit_cost", "amount"]
    assert len(table.rows) == 1
    assert table.rows[0][1] < 1000


def test_shaded_rows_are_within_the_room() -> None:
    """The edges of bands that follow each other under a header end no table; the box under them does."""
    bands = [Box(130, 640 + 50 * number, 1550, 642 + 50 * number) for number in range(7)]
    below = [Box(130, 1020, 1550, 1022), *bands]
    blank = layout_of(run("PARTS USED", 130, 540), header(), run("NOTES", 140, 1040), rules=below)
    pages = [
        Told(each, ink_of(each))
        for lines in (FIRST, SECOND)
        for each in [
            layout_of(run("PARTS USED", 130, 540), header(), rows(lines, 655), run("NOTES", 140, 1040), rules=below)
        ]
    ]
    (table,) = loose_tables(blank, pages, ())
    assert 940 < table.rows[0][1] < 1022


@pytest.mark.parametrize(("lines", "top"), [(FIRST, 650), (SECOND, 720), ((), 650)])
def test_its_rows_are_where_a_page_is_written_on(lines: Sequence[Sequence[object]], top: float) -> None:
    """However far under the header they begin; none where nothing is written."""
    written = layout_of(rows(lines, top)) if lines else layout_of()
    table = with_rows(learned(), 22, ink_of(written))
    items = read_items([table], written, reader_of(written), ink_of(written), ValueContext())
    assert [item.value("description") for item in items] == [line[4] for line in lines]
    assert [item.value("quantity") for item in items] == [line[0] for line in lines]


def test_a_ruled_table_keeps_its_rows() -> None:
    """What rules part needs no looking, nor a row that is no higher than a line."""
    for rows_ in (((620.0, 660.0), (660.0, 700.0)), ((620.0, 660.0),)):
        table = replace(learned(), ruled=True, rows=rows_)
        assert with_rows(table, 22, lambda _: 0.5) is table


def test_words_alone_are_more_of_the_row_above() -> None:
    """A description in two lines is one item's."""
    more = layout_of(rows(FIRST[:1], 650), run("second line", 475, 690))
    table = with_rows(learned(), 22, ink_of(more))
    assert len(table.rows) == 1
    assert table.rows[0][1] > 705


def part(names: Sequence[str], top: float) -> LearnedPart:
    """One of a form's two tickets, its fields one below the other in a fixed order."""
    places = ("order_number", "location", "description", "requested_on", "assigned_to")
    zones = [
        LearnedZone(name, Box(200, top + 60 * places.index(name), 800, top + 60 * places.index(name) + 40), name, 0.9)
        for name in names
    ]
    return LearnedPart(Box(0, top - 50, 1700, top + 500), tuple(zones), (), (), ())


def test_a_ticket_has_the_zones_of_its_twin() -> None:
    """A caption that was lost in one of two tickets is where the other has it; unlike parts give each other nothing."""
    whole = part(("order_number", "location", "description", "requested_on", "assigned_to"), 100)
    poorer = part(("order_number", "location", "requested_on", "assigned_to"), 1200)
    _, made = with_all_places([whole, poorer])
    assert {zone.field: zone.box for zone in made.zones}["description"] == Box(200, 1320, 800, 1360)
    few = part(("order_number", "location"), 1200)
    assert with_all_places([whole, few])[1] == few


def test_a_zone_begins_where_its_twin_does() -> None:
    """Hours that are a one on most sheets of one ticket, and taken for print there, are read as on the other."""
    names = ("order_number", "location", "description", "requested_on", "assigned_to")
    whole, cut = part(names, 100), part(names, 1200)
    first = cut.zones[0]
    later = replace(first, box=replace(first.box, left=first.box.left + 0.2 * first.box.width))
    _, made = with_all_places([whole, replace(cut, zones=(later, *cut.zones[1:]))])
    assert made.zones[0].box.left == pytest.approx(first.box.left, abs=1)
