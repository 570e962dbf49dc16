"""Printed words of which one is ringed."""

from __future__ import annotations

import pytest
from digitize_pages import across, layout_of, run

from digitize.labels import find_labels
from digitize.layout import Layout
from digitize.ringed import RINGED, read_ringed, read_rings, ring_share, rows_of_options
from digitize.zones import Ink
from records.fields import CATALOGUE
from records.geometry import Box


def ring_around(*boxes: Box) -> Ink:
    """Ink of the pen: lines of 4 pixels, 6 from each box on all its sides."""
    lines = [Box(b.left - 8, y, b.right + 8, y + 4) for b in boxes for y in (b.top - 10, b.bottom + 6)]
    lines += [Box(x, b.top - 10, x + 4, b.bottom + 10) for b in boxes for x in (b.left - 8, b.right + 4)]
    return lambda box: sum(box.overlap(line) for line in lines) / max(box.width * box.height, 1.0)


def options_of(layout: Layout) -> list[str]:
    """The options of a page's only row."""
    (row,) = rows_of_options(find_labels(layout, CATALOGUE), layout, CATALOGUE)
    return [text for _, text in row.options]


@pytest.mark.parametrize(
    "said",
    [
        "Low / Medium / High",
        "Low/Medium/High",
        "Low  Medium  High",
        "(circle one) Low / Medium / High",
        "Low Medium/High",
    ],
)
def test_words_behind_a_label_are_its_options(said: str) -> None:
    """Strokes or room part the printed words of a choice, and how to choose is none of them."""
    assert options_of(layout_of(run(f"Priority: {said}", 100, 300))) == ["Low", "Medium", "High"]


@pytest.mark.parametrize("chosen", [0, 1, 2])
def test_the_ringed_word_is_the_value(chosen: int) -> None:
    """The word with a line over and under it is the one that was chosen."""
    layout = layout_of(run("Priority: Low / Medium / High", 100, 300))
    labels = find_labels(layout, CATALOGUE)
    (row,) = rows_of_options(labels, layout, CATALOGUE)
    (reading,) = read_rings(labels, layout, CATALOGUE, ring_around(row.options[chosen][0]), 1)
    assert (reading.value, reading.doubt) == (row.options[chosen][1], "")


def test_two_rings_are_a_doubt() -> None:
    """Where two words are ringed a person chooses."""
    layout = layout_of(run("Priority: Low / Medium / High", 100, 300))
    labels = find_labels(layout, CATALOGUE)
    (row,) = rows_of_options(labels, layout, CATALOGUE)
    (reading,) = read_rings(labels, layout, CATALOGUE, ring_around(row.options[0][0], row.options[2][0]), 1)
    assert reading.doubt


def test_a_neighbours_ring_is_none() -> None:
    """A ring that reaches over the end of the next word leaves that one unmarked."""
    word = Box(100, 300, 180, 322)
    assert ring_share(word, layout_of(), ring_around(word)) >= RINGED
    assert ring_share(word, layout_of(), ring_around(Box(160, 300, 260, 322))) < RINGED


def test_lines_of_other_rows_are_no_ring() -> None:
    """A rule over a word and something under it leave it unmarked."""
    word, rule = Box(200, 300, 280, 322), across(100, 900, 288)
    others = [rule, Box(200, 340, 280, 344), Box(180, 300, 184, 322), Box(300, 300, 304, 322)]
    share = ring_share(
        word, layout_of(rules=[rule]), lambda box: sum(map(box.overlap, others)) / (box.width * box.height)
    )
    assert share == 0.0


def test_half_a_ring_is_a_doubt() -> None:
    """Where the only ring runs over half of a word a person looks; without any there is no value."""
    words = ((Box(100, 300, 180, 322), "Low"), (Box(200, 300, 280, 322), "High"))
    half = read_ringed(
        "priority", words, (layout_of(), ring_around(Box(100, 300, 132, 322), Box(190, 300, 191, 301))), 1
    )
    assert (half.value, bool(half.doubt)) == ("Low", True)
    assert read_ringed("priority", words, (layout_of(), lambda _: 0.0), 1).value is None


def test_a_written_choice_is_no_row() -> None:
    """One word behind a label is its value."""
    layout = layout_of(run("Priority: High", 100, 300))
    assert rows_of_options(find_labels(layout, CATALOGUE), layout, CATALOGUE) == []
