"""Values that begin on a line above their blank's."""

from __future__ import annotations

import numpy as np
import pytest

from digitize.begun import lines_from_above
from digitize.zones import Ink
from records.geometry import Box

ZONE = Box(100, 60, 300, 100)
FIRST, SECOND = Box(110, 50, 200, 66), Box(110, 76, 190, 92)
RULE = Box(100, 96, 300, 98)


def inked(*written: Box) -> Ink:
    """The ink of a page on which these places are written full, but for every third column."""
    page = np.zeros((200, 400), bool)
    for box in written:
        page[int(box.top) : int(box.bottom), int(box.left) : int(box.right)] = True
    page[:, ::3] = False
    return lambda box: float(
        page[int(box.top) : int(box.bottom), int(box.left) : int(box.right)].mean() if box.width * box.height else 0.0
    )


def test_lines_of_a_value_that_the_zones_edge_cuts_are_places_of_their_own() -> None:
    """They are read apart, and together are the value."""
    lines = lines_from_above(ZONE, (), inked(FIRST, SECOND, RULE))
    assert lines is not None
    upper, lower = lines
    assert upper.top < FIRST.top and FIRST.bottom < upper.bottom == lower.top < SECOND.top
    assert lower.bottom == ZONE.bottom and {upper.left, lower.left} == {ZONE.left}


@pytest.mark.parametrize(
    "written",
    [
        (SECOND,),
        (FIRST,),
        (Box(110, 50, 200, 92),),
        (Box(110, 50, 200, 63), Box(110, 66, 190, 92)),
        (Box(200, 50, 290, 66), SECOND),
        (Box(110, 59, 200, 75), Box(110, 79, 190, 95)),
    ],
    ids=["one line", "above alone", "tall letters", "tails of a line above", "further right", "both within"],
)
def test_other_ink_parts_no_lines(written: tuple[Box, ...]) -> None:
    """A zone keeps its place where no line of writing stands across its upper edge above another."""
    assert lines_from_above(ZONE, (), inked(*written)) is None


def test_what_stands_in_the_zone_above_is_its_own() -> None:
    """A line that lies in another field's zone is that field's value, however far it reaches down."""
    assert lines_from_above(ZONE, (Box(100, 20, 300, 68),), inked(FIRST, SECOND)) is None
