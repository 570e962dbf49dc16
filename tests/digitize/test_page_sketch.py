"""A second scan of a sheet is told from the next sheet of its order by where their words stand."""

from __future__ import annotations

from dataclasses import replace

from digitize_pages import fragment, run
from hypothesis import given
from hypothesis import strategies as st

from digitize.likeness import same_sheet
from digitize.page import PageResult
from digitize.sketch import CELL, same_words, sketch
from records.geometry import Box
from records.page import PageImage, PageKind, Word

HEAD = tuple(
    word
    for at, text in enumerate(("INVOICE 2363218", "Advertiser Harper for Senate", "Order Flight 12/30/19 to 03/29/20"))
    for word in run(text, 100, 80 + 40 * at)
)


def lines(first: int, count: int = 30) -> tuple[Word, ...]:
    """Lines of an invoice: a number, a programme, an amount."""
    return tuple(
        word
        for at in range(count)
        for word in run(f"{first + at} News-at-{first + at} ${7 * (first + at)}.50", 100, 300 + 50 * at)
    )


def moved(words: tuple[Word, ...], across: float, down: float) -> tuple[Word, ...]:
    """The words of a sheet that lay otherwise in the scanner."""
    return tuple(
        replace(w, box=Box(w.box.left + across, w.box.top + down, w.box.right + across, w.box.bottom + down))
        for w in words
    )


def test_a_second_scan_has_its_words_at_the_same_places() -> None:
    """A sheet that lay a third of an inch aside says the same at the same places."""
    one = (*HEAD, *lines(1))
    assert (same_words(sketch(one), sketch(moved(one, 60, 35))) or 0) > 0.95


def test_the_next_sheet_of_an_order_has_other_lines_under_the_same_head() -> None:
    """The heads agree, the lines do not: most of the words differ."""
    assert (same_words(sketch((*HEAD, *lines(1))), sketch((*HEAD, *lines(31)))) or 0) < 0.5


def test_few_words_tell_nothing() -> None:
    """A form of a few words is known by its fields."""
    assert sketch(HEAD) == b""
    assert same_words(b"", sketch((*HEAD, *lines(1)))) is None


def _page(number: int, words: tuple[Word, ...]) -> PageResult:
    said = fragment(
        number, order_number="2363218", requester_name="Harper", started_on="2019-12-30", due_on="2020-03-29"
    )
    image = PageImage("b", number, "b.pdf", number - 1, "0" * 64)
    return PageResult(image, PageKind.ORDER, (said,), sketch=sketch(words))


def test_sheets_that_agree_in_every_field_are_two_where_their_words_differ() -> None:
    """Every sheet of an invoice repeats its number, its client and its days: it is no copy of the first for that."""
    first, second, again = _page(1, (*HEAD, *lines(1))), _page(2, (*HEAD, *lines(31))), _page(3, (*HEAD, *lines(1)))
    assert same_sheet(first, first.fragments[0], second, second.fragments[0]) == 0
    assert same_sheet(first, first.fragments[0], again, again.fragments[0]) > 0.5


def slow_twin(one: tuple[Word, ...], other: tuple[Word, ...]) -> float:
    """The share of the words of the fuller sheet that the other has in a cell beside, each word taken once."""
    left = [(w.text, int(w.box.left) // CELL, int(w.box.top) // CELL) for w in other]
    hits = 0
    for w in one:
        x, y = int(w.box.left) // CELL, int(w.box.top) // CELL
        near = next((k for k in left if k[0] == w.text and abs(k[1] - x) <= 1 and abs(k[2] - y) <= 1), None)
        if near is not None:
            left.remove(near)
            hits += 1
    return hits / max(len(one), len(other))


@given(st.lists(st.integers(0, 59), min_size=45, max_size=60, unique=True), st.integers(0, 40))
def test_the_share_is_that_of_words_beside_each_other(kept: list[int], other: int) -> None:
    """With sheets that lie alike the sketch finds what comparing all words with all finds."""
    words = tuple(
        Word(f"word{at:02}", Box(at * 25.0, 50.0 * (at % 40), at * 25.0 + 40, 50.0 * (at % 40) + 20), 0.9)
        for at in range(60)
    )
    one = tuple(words[at] for at in sorted(kept))
    two = words[: 60 - other % 15]
    assert abs((same_words(sketch(one), sketch(two)) or 0) - slow_twin(one, two)) < 1e-9
