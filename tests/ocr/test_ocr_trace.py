"""What is kept of a line without its picture, and what texts are worth by it."""

from __future__ import annotations

import itertools
import math

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

import ocr
from ocr import Trace
from ocr.engines import ctc
from ocr.trace import FLOOR, STEP, join_traces, make_trace

LETTERS = "ab "
TEXTS = ("", "a", "b", "ab", "ba", "aa", "abb")


def drawn(slices: int, seed: int) -> np.ndarray:
    """Probabilities of the blank, a, b and the space."""
    return np.random.default_rng(seed).dirichlet((2, 1, 1, 0.3), slices).astype(np.float32)


def slowly(probabilities: np.ndarray, text: str) -> float:
    """The likelihood of a text by going through all paths, the space being nothing new."""
    total = 0.0
    for path in itertools.product(range(4), repeat=len(probabilities)):
        plain = [0 if column == 3 else column for column in path]
        said = "".join(" ab"[column] for column, _ in itertools.groupby(plain) if column)
        if said == text:
            total += float(np.prod([probabilities[place, column] for place, column in enumerate(path)]))
    return total


@how(max_examples=40, deadline=None)
@given(st.integers(1, 5), st.integers(0, 1000))
def test_a_score_is_the_sum_over_all_paths(slices: int, seed: int) -> None:
    """A trace gives each text the log-likelihood that adding up every path gives, but for its steps."""
    probabilities = drawn(slices, seed)
    scores = ocr.score(make_trace(probabilities, LETTERS), TEXTS)
    for text, score in zip(TEXTS, scores, strict=True):
        exact = slowly(probabilities, text)
        if exact > 1e-3:
            assert score == pytest.approx(math.log(exact), abs=STEP * slices + 0.01)
        elif exact == 0:
            assert score == ctc.IMPOSSIBLE


@how(max_examples=40, deadline=None)
@given(st.integers(1, 5), st.integers(0, 1000))
def test_the_likeliest_readings_are_found(slices: int, seed: int) -> None:
    """The first reading is the text that no other text of these letters beats, and all are sorted."""
    trace = make_trace(drawn(slices, seed), LETTERS)
    every = ["".join(text) for size in range(1, slices + 1) for text in itertools.product("ab", repeat=size)]
    best = max(ocr.score(trace, every))
    found = ocr.readings(trace, count=8)
    assert found[0][1] == pytest.approx(best, abs=1e-3)
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)


def test_only_the_letters_asked_for_are_read() -> None:
    """A mask leaves out what cannot stand in a place, however likely the ink makes it."""
    table = np.array([[0.01, 0.69, 0.3, 0.0]], dtype=np.float32)
    trace = make_trace(table, "O0 ")
    assert [text for text, _ in ocr.readings(trace)] == ["O", "0"]
    assert [text for text, _ in ocr.readings(trace, "0123")] == ["0"]


def test_spaces_do_not_count() -> None:
    """A text scores the same with and without its spaces."""
    trace = make_trace(drawn(6, 1), LETTERS)
    assert len(set(ocr.score(trace, ["ab", "a b", " ab "]))) == 1


def test_a_character_that_is_not_kept_costs_the_floor() -> None:
    """A text with a character that the ink gives no chance is possible still, and as far off as the floor is deep."""
    table = np.zeros((3, 4), dtype=np.float32)
    table[0, 1] = table[1, 0] = table[2, 2] = 1.0
    right, wrong = ocr.score(make_trace(table, LETTERS), ["ab", "ax"])
    assert right == pytest.approx(0, abs=0.1)
    assert wrong == pytest.approx(-FLOOR, abs=0.2)


def test_lines_are_joined_from_the_top() -> None:
    """The trace of several lines scores their texts together, and the same letter at the joint counts twice."""
    table = np.zeros((1, 4), dtype=np.float32)
    table[0, 1] = 1.0
    line = make_trace(table, LETTERS)
    both = join_traces([line, line])
    assert both is not None
    one, two = ocr.score(both, ["a", "aa"])
    assert two > one + 5
    assert join_traces([]) is None
    assert join_traces([line]) is line


def test_a_trace_is_small_and_survives_json() -> None:
    """A line of forty characters takes less than a kilobyte, and comes back as it was."""
    rng = np.random.default_rng(4)
    letters = "abcdefghijklmnopqrstuvwxyz "
    table = np.full((80, 28), 1e-5, dtype=np.float32)
    for place in range(0, 80, 2):
        table[place, rng.integers(1, 27)] = 0.9
        table[place, rng.integers(1, 27)] = 0.08
        table[place + 1, 0] = 0.99
    trace = make_trace(table, letters)
    kept = msgspec.json.encode(trace)
    assert len(kept) < 1024
    assert msgspec.json.decode(kept, type=Trace) == trace
