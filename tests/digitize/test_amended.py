"""What hands did to a page of a known form is told from the form's own lines: strokes, arrows, rows struck out."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from digitize_pages import page, run
from PIL import Image, ImageDraw

import ocr
from digitize.amended import amended
from digitize.arrows import arrows
from digitize.layout import Layout, lay_out
from digitize.tables import Column, Table
from digitize.void import struck_rows
from records.geometry import Box
from records.page import Word

EDGES = (100, 300, 560, 1000, 1600)
ROWS = tuple(300 + 60 * at for at in range(11))
COLUMNS = tuple(
    Column(name, name, left, right, 1.0)
    for name, left, right in zip(
        ("order_number", "requested_on", "location", "description"), EDGES, EDGES[1:], strict=False
    )
)
TABLE = Table(COLUMNS, tuple(itertools.pairwise(ROWS)), Box(100, 240, 1600, 300), ruled=True)
WORD = Word("03/14/2019", Box(330, 312, 500, 348), 0.9)


def drawn() -> Image.Image:
    """The empty log sheet at 200 dots to the inch."""
    sheet = Image.new("L", (1700, 2200), 255)
    pen = ImageDraw.Draw(sheet)
    for y in ROWS:
        pen.line((EDGES[0], y, EDGES[-1], y), fill=0, width=3)
    for x in EDGES:
        pen.line((x, ROWS[0], x, ROWS[-1]), fill=0, width=3)
    return sheet


def seen(sheet: Image.Image, *words: Word, off: float = 0.0) -> Layout:
    """The page with what was read, its form laid so many pixels beside where it lies."""
    blank = lay_out(replace(page(run("LOG", 700, 100)), rules=ocr.lines_on(ocr.form_sheet(np.asarray(drawn())), ())))
    moved = replace(
        blank,
        across=tuple(replace(r, top=r.top + off, bottom=r.bottom + off) for r in blank.across),
        down=tuple(replace(r, left=r.left + off, right=r.right + off) for r in blank.down),
    )
    return amended(ocr.form_sheet(np.asarray(sheet)), moved, words)


@pytest.mark.parametrize("off", [0.0, 3.0])
def test_a_form_as_it_was_printed_has_no_marks(off: float) -> None:
    """No rule of the form strikes a row or a word or carries a value, though registration is some pixels off."""
    found = seen(drawn(), WORD, off=off)
    assert not found.struck
    assert not struck_rows(TABLE, found)
    assert not arrows(TABLE, found)


def test_an_arrow_down_a_column_is_no_rule_of_the_form() -> None:
    """It runs through the cells below a value, which say the same."""
    sheet = drawn()
    ImageDraw.Draw(sheet).line((430, 352, 433, 534), fill=0, width=4)
    assert arrows(TABLE, seen(sheet, WORD)) == {(1, 1), (2, 1), (3, 1)}


def test_a_stroke_through_a_row_is_no_rule_of_the_form() -> None:
    """The row that it runs through is struck out, the others stand."""
    sheet = drawn()
    ImageDraw.Draw(sheet).line((120, 392, 1570, 388), fill=0, width=4)
    assert struck_rows(TABLE, seen(sheet, WORD)) == {1}


def test_a_stroke_through_a_word_takes_it_back() -> None:
    """A pen's line through letters with paper between them, no longer than they are."""
    sheet = drawn()
    pen = ImageDraw.Draw(sheet)
    for x in range(332, 500, 17):
        pen.line((x, 312, x + 8, 347), fill=0, width=3)
    pen.line((326, 331, 505, 328), fill=0, width=4)
    assert seen(sheet, WORD).struck == (WORD,)
