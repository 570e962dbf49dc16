"""Beginnings of numbers that a hand writes as no engine reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from inked_pages import only, written

from digitize.listed import AS_THE_LIST_HAS_IT, with_listed_beginnings
from digitize.page import PageResult

LIST = {"W1707": 30.0, "W1708": 22.0, "T0001": 9.0}
NEARLY = {0: {"M": 0.9, "W": 0.02}, 1: {"7": 0.8, "1": 0.1}}


def numbers(*texts: str, doubts: Mapping[int, Mapping[str, float]] | None = None, heard: str = "W") -> list[PageResult]:
    """A page for each number, of a hand whose W is nearly an M; one engine hears the first letter so."""
    return [
        written("order_number", text, at, doubts=doubts, tesseract=f"{heard}{text[1:]}")
        for at, text in enumerate(texts, 1)
    ]


READ = ("M7707467", "M7707468", "M7707470", "M7708482", "M7708483")


def read(pages: Sequence[PageResult], listed: Mapping[str, float]) -> list[str | None]:
    """What the numbers are read as."""
    return [only(page).value for page in with_listed_beginnings(pages, listed)]


def test_numbers_begin_as_the_lists_do() -> None:
    """All begin as nothing in the list does, and nearly as something there; a person looks at each."""
    pages = with_listed_beginnings(numbers(*READ, doubts=NEARLY), LIST)
    found = [only(page) for page in pages]
    assert [reading.value for reading in found] == ["W1" + text[2:] for text in READ]
    assert {reading.doubt for reading in found} == {AS_THE_LIST_HAS_IT}
    assert [reading.alternatives[0].value for reading in found] == list(READ)


@pytest.mark.parametrize(
    ("texts", "doubts", "heard", "listed"),
    [
        (READ, None, "W", LIST),  # the ink is clear
        (READ, NEARLY, "M", LIST),  # no engine hears the list's letter
        (READ, NEARLY, "W", {**LIST, "M7707": 3.0, "M7708": 2.0}),  # the list has what was read
        (READ[:3], NEARLY, "W", LIST),  # too few tell nothing
        (READ, NEARLY, "W", {**LIST, "N1707": 30.0, "N1708": 30.0, "W7707": 4.0, "W7708": 4.0}),  # two are near
        (READ, NEARLY, "W", {}),
    ],
)
def test_other_numbers_stay(
    texts: Sequence[str], doubts: Mapping[int, Mapping[str, float]] | None, heard: str, listed: Mapping[str, float]
) -> None:
    """Where the ink is against it, or the list does not tell, they are what was read."""
    assert read(numbers(*texts, doubts=doubts, heard=heard), listed) == list(texts)
