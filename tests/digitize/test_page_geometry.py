"""Lines, segments, cells and underlines of pages built by hand."""

from __future__ import annotations

from digitize_pages import TALL, across, column, down, grid, layout_of, page, run
from hypothesis import given
from hypothesis import strategies as st

from digitize.layout import lay_out, lines_of, text_of
from records.geometry import Box
from records.page import Word


def texts(*words: tuple[Word, ...], rules: tuple[Box, ...] = ()) -> list[str]:
    """The segments of a page as text."""
    return [segment.text for segment in layout_of(*words, rules=rules).segments]


def test_words_a_space_apart_make_one_segment() -> None:
    """A segment is a run of words with nothing wider than a space between them."""
    assert texts(run("Date of request", 100, 100)) == ["Date of request"]


def test_a_wide_gap_parts_segments() -> None:
    """A gap wider than 1.1 em parts two segments of one line."""
    words = layout_of(run("Date", 100, 100), run("Location", 200, 100))
    assert [(s.text, s.line) for s in words.segments] == [("Date", 0), ("Location", 0)]


def test_a_vertical_rule_parts_segments() -> None:
    """Words on two sides of a vertical rule are two segments, however near they stand."""
    words = (run("Date", 100, 100), run("Location", 152, 100))
    assert texts(*words) == ["Date Location"]
    assert texts(*words, rules=(down(148, 50, 200),)) == ["Date", "Location"]


def test_lines_run_from_top_to_bottom_and_left_to_right() -> None:
    """The order in which an engine names words does not matter to the lines made of them."""
    words = (*run("second line", 100, 200), *reversed(run("the first line", 100, 100)))
    assert [" ".join(word.text for word in line) for line in lines_of(words)] == ["the first line", "second line"]


def test_a_slightly_raised_word_stays_on_its_line() -> None:
    """A word belongs to the line that half of its height overlaps: writing rises and falls."""
    assert len(lines_of((*run("Paid", 100, 100), *run("late", 200, 109)))) == 1
    assert len(lines_of((*run("Paid", 100, 100), *run("late", 200, 112)))) == 2


def test_a_logo_does_not_weld_two_lines() -> None:
    """A word more than twice as high as usual joins a line last, and brings no two lines together."""
    logo = run("CITY", 1200, 90, height=80)
    small = (*run("Date 5", 100, 100), *run("Time 6", 100, 140))
    joined = [" ".join(word.text for word in line) for line in lines_of((*small, *logo))]
    assert not any("Date" in line and "Time" in line for line in joined)


def test_the_em_is_the_usual_height() -> None:
    """One huge word changes the measure of a page's distances by nothing."""
    assert layout_of(run("a b c d e", 100, 100), run("BIG", 100, 500, height=150)).em == TALL


def test_an_empty_page_has_a_layout() -> None:
    """A page without words has no segments, and an em all the same."""
    empty = layout_of()
    assert empty.segments == ()
    assert empty.em > 0
    assert empty.space > 0


def test_the_cell_around_a_point_is_bounded_by_the_nearest_rules() -> None:
    """A cell is the room between the nearest rules on each side."""
    cell = layout_of(rules=grid((100, 400, 900), (100, 160, 220))).cell_at(500, 130)
    assert cell.closed
    assert (cell.box.left, cell.box.right) == (401, 899)
    assert (cell.box.top, cell.box.bottom) == (101, 159)


def test_a_side_without_a_rule_is_open() -> None:
    """Where no rule stands, the cell reaches to the page's edge and says so."""
    cell = layout_of(rules=(across(100, 900, 300),)).cell_at(500, 200)
    assert cell.open_sides == {"top", "left", "right"}
    assert cell.box.bottom == 299


def test_a_rule_beside_a_point_does_not_bound_it() -> None:
    """A horizontal rule bounds only what stands above or below it."""
    assert "bottom" in layout_of(rules=(across(100, 300, 300),)).cell_at(900, 200).open_sides


def test_an_underline_right_of_a_label_is_its_blank() -> None:
    """The rule at the foot of a label, and right of it, is where its value is written."""
    layout = layout_of(run("Location:", 100, 100), rules=(across(205, 800, 122),))
    label = layout.segments[0].box
    assert layout.underline(label) == across(205, 800, 122)


def test_a_rule_under_the_label_itself_is_no_blank() -> None:
    """A rule that starts left of a label is a line of the form and not the label's blank."""
    layout = layout_of(run("Location:", 100, 100), rules=(across(60, 800, 122),))
    assert layout.underline(layout.segments[0].box) is None


def test_words_in_a_box_leave_out_a_watermark() -> None:
    """A word much higher than a box that its middle lies in is not part of what the box says."""
    mark = run("COPY", 100, 60, height=110)
    layout = layout_of(run("Elm St", 110, 105), mark)
    assert text_of(layout.words_in(Box(90, 100, 400, 130))) == "Elm St"


_PLACED = st.lists(
    st.tuples(st.sampled_from(["a", "Date", "12/3", ":", "WO-1"]), st.integers(0, 1600), st.integers(0, 2100)),
    max_size=30,
)


@given(_PLACED)
def test_no_word_is_lost_or_made_up(placed: list[tuple[str, int, int]]) -> None:
    """Lines and segments hold each word of a page exactly once."""
    words = [run(text, left, top) for text, left, top in placed]
    layout = lay_out(page(*words))
    flat = sorted(repr(word) for word in layout.words)
    assert sorted(repr(word) for segment in layout.segments for word in segment.words) == flat
    assert sorted(repr(word) for line in lines_of(layout.words) for word in line) == flat


def test_a_label_that_begins_a_column_is_no_end_of_an_address() -> None:
    """Where three runs begin below each other, a word there behind a wide space begins one of its own."""
    labels = column(["Agency", "Buyer", "Salesperson"], 667, 140)
    layout = layout_of(run("REMIT TO Sinclair Group", 395, 100), run("Advertiser", 667, 100), labels)
    assert "Advertiser" in [segment.text for segment in layout.segments]


def test_words_of_one_line_alone_begin_no_column() -> None:
    """A sentence stays whole, whatever stands far below it."""
    layout = layout_of(run("the crew shall restore the site", 100, 100), column(["a", "b"], 100, 900))
    assert layout.segments[0].text == "the crew shall restore the site"


def test_a_value_printed_over_a_label_is_not_among_its_words() -> None:
    """A name that is too long for its box runs into the next label: each keeps its own words."""
    layout = layout_of(run("Invoice", 1000, 100), run("#", 1090, 100), run("Direct", 1060, 101))
    assert sorted(segment.text for segment in layout.segments) == ["Direct", "Invoice #"]


def test_a_label_ends_where_the_rule_of_its_blank_begins() -> None:
    """However near the value stands, and though both were read as one word; underlined words begin no blank."""
    label, value = run("Site Address", 100, 300), run("912 Elm Rd", 240, 300)
    blank = across(238, 700, 322)
    assert [s.text for s in layout_of((*label, *value), rules=[blank]).segments] == ["Site Address", "912 Elm Rd"]
    glued = (*run("Date ReportedMay", 100, 300), *run("27, 2021", 285, 300))
    rule = across(242, 700, 322)
    assert [s.text for s in layout_of(glued, rules=[rule]).segments] == ["Date Reported", "May 27, 2021"]
    title = run("STREET Work ORDER", 100, 300)
    assert [s.text for s in layout_of(title, rules=[across(98, 300, 322)]).segments] == ["STREET Work ORDER"]


def test_dots_that_run_into_a_foot_of_a_letter_end_no_label() -> None:
    """The row of dots begins under the end of "Priority", and "Level" is a word of the label all the same."""
    assert texts(run("Priority Level", 100, 100), rules=(across(180, 600, 124),)) == ["Priority Level"]
    assert texts(run("Priority Level", 100, 100), rules=(across(190, 600, 124),)) == ["Priority", "Level"]
