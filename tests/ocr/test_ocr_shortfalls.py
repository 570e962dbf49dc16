"""How far a line's ink is from showing a text anywhere: the fast way beside a slow one that tries every stretch."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr.engines import ctc

LETTERS = "\0ab"


def slow(table: ctc.Probabilities, text: str) -> float:
    """Every path through every stretch of the line, one by one, that begins and ends in a letter of the text."""
    relative = table / table.max(axis=1, keepdims=True)
    best = 0.0
    for start, end in itertools.combinations(range(len(table) + 1), 2):
        for path in itertools.product(range(3), repeat=end - start):
            said = "".join(LETTERS[column] for column, _ in itertools.groupby(path) if column)
            if said == text and path[0] and path[-1]:
                best = max(best, float(np.prod([relative[start + n, column] for n, column in enumerate(path)])))
    return float(np.log(best)) if best else ctc.IMPOSSIBLE


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(*[st.floats(0.05, 1.0)] * 3), min_size=1, max_size=5),
    st.text("ab", min_size=1, max_size=3),
)
def test_a_text_is_weighed_where_it_fits_best(rows: list[tuple[float, float, float]], text: str) -> None:
    """What stands before and behind it costs nothing."""
    table = np.array(rows, dtype=np.float32)
    fast = float(ctc.shortfalls(table, LETTERS, [text])[0])
    assert fast == pytest.approx(slow(table, text), abs=1e-4)


def test_a_strange_letter_is_impossible() -> None:
    """A text with a letter that the recogniser does not know stands nowhere; so does an empty one."""
    assert ctc.shortfalls(np.ones((3, 3), dtype=np.float32), LETTERS, ["z", ""]).tolist() == [ctc.IMPOSSIBLE] * 2
