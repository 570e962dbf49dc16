"""Boxes on a page: what lies in a row is told by what follows on what."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from records.geometry import Box, chains


def at(left: float, top: float = 0) -> Box:
    """A box ten pixels wide and high."""
    return Box(left, top, left + 10, top + 10)


def near(last: Box, box: Box) -> bool:
    """Whether a box stands in the same line, less than a box's width behind."""
    return last.top == box.top and 0 <= box.left - last.right < 10


def test_each_box_joins_the_first_chain_that_it_follows() -> None:
    """Two lines whose boxes come mixed are two chains, and a gap begins another."""
    boxes = [at(0), at(0, 50), at(15), at(12, 50), at(80), at(30)]
    assert chains(boxes, near) == [[at(0), at(15), at(30)], [at(0, 50), at(12, 50)], [at(80)]]


@given(st.lists(st.tuples(st.integers(0, 200), st.sampled_from([0, 50])), max_size=20))
def test_every_box_is_in_one_chain_and_follows_the_one_before_it(places: list[tuple[int, int]]) -> None:
    """Nothing is lost or there twice, whatever order the boxes come in."""
    boxes = [at(left, top) for left, top in places]
    found = chains(boxes, near)
    assert sorted((b.left, b.top) for chain in found for b in chain) == sorted((b.left, b.top) for b in boxes)
    assert all(near(before, after) for chain in found for before, after in itertools.pairwise(chain))
