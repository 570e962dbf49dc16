"""Cells under words, of which one is marked."""

from __future__ import annotations

import pytest
from digitize_pages import grid, ink_of, layout_of, run

from digitize.celled import read_marks
from digitize.labels import find_labels
from digitize.layout import Layout
from records.fields import CATALOGUE

XS, YS = (100, 400, 600, 800, 1000), (300, 350, 400)
HEADS = (*run("Low", 420, 315), *run("Medium", 620, 315), *run("High", 820, 315))


def read(layout: Layout) -> list[tuple[str, str | None]]:
    """What is read of a page's rows of cells."""
    found = read_marks(find_labels(layout, CATALOGUE), layout, CATALOGUE, ink_of(layout), 1)
    return [(reading.name, reading.value) for reading in found]


@pytest.mark.parametrize(("left", "said"), [(480, "Low"), (680, "Medium"), (880, "High")])
def test_the_word_over_the_marked_cell_is_the_value(left: float, said: str) -> None:
    """Of a row of cells under words the one with a mark answers the label before them."""
    layout = layout_of(HEADS, run("Priority", 110, 365), run("X", left, 365), rules=grid(XS, YS))
    assert read(layout) == [("priority", said)]


def test_a_label_may_be_as_high_as_heads_and_cells() -> None:
    """A label in a box of both rows' height has its cells beside its foot."""
    rules = [rule for rule in grid(XS, YS) if rule.top != YS[1] - 1] + list(grid(XS[1:], YS[1:2] * 2)[:1])
    assert read(layout_of(HEADS, run("Priority", 110, 340), run("X", 680, 365), rules=rules)) == [
        ("priority", "Medium")
    ]


@pytest.mark.parametrize("marks", [(), (480, 880)])
def test_cells_without_one_mark_say_nothing(marks: tuple[int, ...]) -> None:
    """Where no cell is marked, or two are, the row gives no value."""
    words = [run("X", left, 365) for left in marks]
    assert read(layout_of(HEADS, run("Priority", 110, 365), *words, rules=grid(XS, YS))) == []


def test_cells_with_words_are_a_table() -> None:
    """What has words under its heads is no choice: they are values."""
    words = (*run("Badger", 480, 365), *run("Neptune", 680, 365))
    assert read(layout_of(HEADS, run("Type", 110, 365), words, rules=grid(XS, YS))) == []
