"""Ditto marks that are hardly ink."""

from __future__ import annotations

import numpy as np
import pytest

from digitize.faint import faint_marks, may_be_marked
from digitize.scanned import _without_specks
from digitize.voting import Ballot, Vote
from records.geometry import Box


def cell(row: int, left: float, width: float, height: float, text: str = "") -> Ballot:
    """A cell of a column with a mark so far from its left side, read as this."""
    box = Box(100, 50 * row, 300, 50 * row + 48)
    extent = Box(100 + left, box.top + 10, 100 + left + width, box.top + 10 + height)
    return Ballot(1, box, False, (Vote("tesseract", "", 0.0), Vote("ppocr", text, 0.4)), extent=extent)


def test_marks_of_one_size_at_one_place_are_dittos() -> None:
    """Three in a table are somebody's; specks among them are of other sizes, and stand elsewhere."""
    made = {(row, "date"): cell(row, 7 + row % 2, 7, 4 + row % 2, text) for row, text in enumerate(("n", "", '"1'))}
    specks = {(3, "date"): cell(3, 90, 7, 4), (4, "date"): cell(4, 7, 3, 12), (5, "date"): cell(5, 60, 4, 4)}
    assert faint_marks({**made, **specks}, 20.0) == frozenset(made)


@pytest.mark.parametrize(
    "cells",
    [
        [cell(row, 7, 7, 4) for row in range(2)],  # two are chance
        [cell(row, 7, 7, 14) for row in range(3)],  # as high as writing
        [cell(row, 7, 7, 4, "4/1") for row in range(3)],  # something is read
        [cell(row, 40 * row, 7, 4) for row in range(3)],  # anywhere
    ],
)
def test_other_ink_is_no_ditto(cells: list[Ballot]) -> None:
    """Few marks, high ones, those that are read, and those at no place of their own repeat nothing."""
    assert not faint_marks({(row, "date"): each for row, each in enumerate(cells)}, 20.0)


def test_a_dozen_pixels_may_be_a_mark() -> None:
    """A speck has fewer."""
    box = Box(0, 0, 100, 50)
    assert may_be_marked(box, lambda _: 20 / 5000)
    assert not may_be_marked(box, lambda _: 6 / 5000)


def test_a_speck_far_from_a_mark_is_none_of_it() -> None:
    """What spans a cell's ink is told without it; a letter that stands apart stays; a bare cell has none."""
    darkness = np.zeros(120, dtype=np.int64)
    darkness[10:14] = darkness[20:24] = 12
    darkness[70:73] = 3
    assert _without_specks(darkness)[[0, -1]].tolist() == [10, 23]
    darkness[70:76] = 8
    assert _without_specks(darkness)[[0, -1]].tolist() == [10, 75]
    assert not _without_specks(np.zeros(120, dtype=np.int64)).size
