"""Any page at all goes the whole way from words to readings: crowded, empty, or ruled like nothing ever printed."""

from __future__ import annotations

from digitize_pages import HEIGHT, WIDTH, across, down, facts, ink_of, layout_of, reader_of, run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digitize.choices import find_options, read_choices
from digitize.classify import department_of, kind_of, printed_page
from digitize.extract import extract_fields
from digitize.extras import extract_extras
from digitize.items import is_log, read_items, read_rows
from digitize.labels import find_labels
from digitize.layout import Layout
from digitize.pipeline import within
from digitize.split import split_page
from digitize.tables import find_tables
from digitize.titles import heading
from digitize.void import says_void
from records.fields import CATALOGUE, ITEM_CATALOGUE
from records.geometry import Box
from records.order import FieldReading, ReadingStatus
from records.values import ValueContext

WORDS = (
    "Work Order #",
    "WO-2018-00620",
    "Date Requested:",
    "06/19/2018",
    "Location:",
    "12 Elm St",
    "Qty",
    "Description",
    "Unit Price",
    "Amount",
    "4.50",
    "Total",
    '"',
    "VOID",
    "Page 2 of 3",
    "Complete",
    "Open",
    "Blue Stake:",
    "#",
    ":",
    "#:",
    "Name:",
    "½",
    "No.",
)
_X, _Y = st.integers(0, WIDTH - 60), st.integers(0, HEIGHT - 60)
_ITEMS = st.lists(st.tuples(st.sampled_from(WORDS), _X, _Y, st.sampled_from([10, 22, 22, 22, 60])), max_size=25)
_RULES = st.lists(st.tuples(st.booleans(), _X, _Y, st.integers(1, 1500)), max_size=14)
_BOXES = st.lists(st.tuples(_X, _Y, st.floats(0, 1)), max_size=6)


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    """A page with words, rules and check boxes anywhere."""
    words = [run(text, left, top, height=height) for text, left, top, height in draw(_ITEMS)]
    rules = [
        across(left, left + length, top + 1) if flat else down(left + 1, top, top + length)
        for flat, left, top, length in draw(_RULES)
    ]
    boxes = [(Box(left, top, left + 28, top + 28), ink) for left, top, ink in draw(_BOXES)]
    return layout_of(*words, rules=rules, boxes=boxes)


def everything(layout: Layout) -> list[FieldReading]:
    """All that the steps of a page make of it."""
    ink, reader, context = ink_of(layout), reader_of(layout), ValueContext()
    readings: list[FieldReading] = []
    for table in find_tables(layout, CATALOGUE):
        if is_log(table, layout):
            readings += [r for f in read_rows(table, CATALOGUE, reader, ink, context) for r in f.readings]
    labels = find_labels(layout, CATALOGUE)
    for region in split_page(layout, labels):
        part = within(layout, region)
        own = find_labels(part, CATALOGUE)
        tables = find_tables(part, ITEM_CATALOGUE)
        found = extract_fields(part, own, CATALOGUE, reader, (ink, context))
        readings += found
        readings += [r for item in read_items(tables, part, reader, ink, context) for r in item.readings]
        readings += extract_extras(part, own, tables, reader, (ink, found))
        readings += read_choices(find_options(part, ink), own, CATALOGUE, 1)
    return readings


@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(layouts())
def test_any_page_gives_readings_or_none(layout: Layout) -> None:
    """No arrangement of words, rules and boxes breaks a step; each value has a place on the page."""
    for reading in everything(layout):
        assert 0 <= reading.confidence <= 1
        assert reading.value is None or reading.status not in {ReadingStatus.ABSENT, ReadingStatus.ILLEGIBLE}
        assert reading.value is None or reading.box is not None


def test_a_label_that_ends_beyond_the_page_has_nothing_beside_it() -> None:
    """Boxes of words at a scan's edge may be a pixel wider than the scan."""
    label = run("Work Order #", WIDTH - 123, 0)
    assert label[-1].box.right > WIDTH
    assert all(reading.value is None for reading in everything(layout_of(label)))


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(layouts())
def test_any_page_is_of_a_kind(layout: Layout) -> None:
    """Telling a page's kind, heading and printed number ends on any page."""
    assert kind_of(layout, facts(), find_labels(layout, CATALOGUE), log=False)
    number, total = printed_page(layout)
    assert number is None or total is None or number <= total
    assert len(heading(layout)) <= 80
    assert isinstance(department_of(layout) + str(says_void(layout.words)), str)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(layouts())
def test_the_parts_of_a_page_make_the_page(layout: Layout) -> None:
    """However a page is cut, its parts cover it without a gap."""
    parts = split_page(layout, find_labels(layout, CATALOGUE))
    assert sum(part.width * part.height for part in parts) == WIDTH * HEIGHT
    assert all(one.overlap(other) == 0 for place, one in enumerate(parts) for other in parts[place + 1 :])
