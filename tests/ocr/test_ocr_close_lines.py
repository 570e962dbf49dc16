"""Lines that stand close are two: a caption over its value, and the form's print over what is filled in."""

from __future__ import annotations

import cv2
import numpy as np

from ocr.arrays import Grey
from ocr.engines.ppocr import _lines_in
from ocr.printed import _line_of, as_printed
from records.geometry import Box


def drawn(*lines: tuple[str, int, float]) -> Grey:
    """Paper with lines of writing: text, baseline and size."""
    paper = np.full((120, 500), 255, np.uint8)
    for text, baseline, size in lines:
        cv2.putText(paper, text, (20, baseline), cv2.FONT_HERSHEY_SIMPLEX, size, 0, 1, cv2.LINE_AA)
    return paper


def test_a_piece_with_two_lines_is_taken_apart() -> None:
    """Between them, whatever their sizes; one line with dots, accents and hanging letters stays one."""
    two = _lines_in(drawn(("UNIT NO", 40, 0.45), ("D157", 62, 0.6)), Box(15, 25, 140, 66))
    assert len(two) == 2
    assert 41 <= two[0].bottom == two[1].top <= 49
    assert _lines_in(drawn(("Fixing: jib, qty;", 50, 0.6)), Box(15, 30, 260, 62)) == [Box(15, 30, 260, 62)]


def test_a_printed_words_box_ends_where_its_line_does() -> None:
    """At the paper under it, though a value begins two pixels below; and before a letter that it cuts through."""
    form = drawn(("Ordered Date", 40, 0.45), ("R", 58, 0.6))
    box = _line_of(form, Box(15, 26, 140, 52))
    assert box.bottom <= 46
    assert (form[int(box.top) : int(box.bottom), 20:120] < 128).any()
    number = np.full((60, 300), 255, np.uint8)
    number[28:41, 20:56] = 0
    number[28:41, 66:72] = 0
    assert 56 <= _line_of(number, Box(15, 20, 69, 50)).right <= 66


def test_a_printed_words_box_is_cut_though_a_rule_closes_its_gaps() -> None:
    """The rule of its blank begins under its end: the letter behind is none of its own all the same."""
    form = np.full((60, 300), 255, np.uint8)
    for left in (20, 32, 44, 62):
        form[28:41, left : left + 10] = 0
    form[41:44, 50:280] = 0
    assert 54 <= _line_of(form, Box(15, 24, 66, 46)).right <= 58


def test_a_printed_words_box_is_cut_before_a_faint_letter() -> None:
    """What most pages have of the letter behind a caption does not reach the box's edge; a short last word is kept."""
    form = np.full((60, 300), 255, np.uint8)
    form[20:36, 20:90] = 0
    form[20:36, 104:110] = 0
    assert _line_of(form, Box(15, 18, 113, 38)).right <= 92
    form[20:36, 97:110] = 0
    assert _line_of(form, Box(15, 18, 113, 38)).right >= 110


def test_a_printed_words_last_letter_may_reach_beyond_its_box() -> None:
    """Where most of it lies within, and the gap before it is one between letters, it is the word's, pale or not."""
    form = np.full((60, 300), 255, np.uint8)
    for left in (20, 35, 50, 65):
        form[28:41, left : left + 10] = 0
    form[28:41, 80:92] = 60
    assert _line_of(form, Box(15, 24, 89, 46)).right == 89
    assert _line_of(form, Box(15, 24, 83, 46)).right <= 79


def test_a_printed_words_box_is_cut_though_its_middle_is_bare() -> None:
    """A loose box reaches so far into the value below that the paper between is in its middle."""
    form = np.full((60, 200), 255, np.uint8)
    form[10:19, 20:80] = 0
    form[25:40, 20:60] = 0
    box = _line_of(form, Box(20, 10, 80, 28))
    assert 19 <= box.bottom <= 25
    assert _line_of(np.full((60, 200), 255, np.uint8), Box(20, 10, 80, 28)) == Box(20, 10, 80, 28)


def test_a_printed_words_box_that_ends_with_its_last_letter_is_whole() -> None:
    """Behind its last ink is paper, or the rule of its blank: it cuts through nothing, and its colon is its own."""
    form = np.full((60, 300), 255, np.uint8)
    for left in (20, 32, 44, 62):
        form[28:41, left : left + 10] = 0
    assert _line_of(form, Box(15, 24, 71, 46)).right >= 71
    form[41:44, 50:280] = 0
    assert _line_of(form, Box(15, 24, 71, 46)).right >= 71


def test_what_many_pages_share_behind_a_word_is_paler_than_print() -> None:
    """Of figures that lie on each other but not alike the blank form shows a pale one: it is none of the word's box."""
    form = np.full((60, 300), 255, np.uint8)
    for left in (20, 32, 44):
        form[28:41, left : left + 10] = 100
    form[28:41, 59:67] = 160
    for right in (66, 68):
        assert 54 <= as_printed(form, Box(15, 24, right, 46)).right <= 58
    form[28:41, 59:67] = 110
    assert as_printed(form, Box(15, 24, 68, 46)).right == 68
