"""What a page says and where, in a kilobyte: enough to tell a second scan of a sheet from the next sheet of its order.

Sheets of one invoice print the same head over different lines. Their ink lies alike (correlations over 1/8-inch cells
of 0.7 to 0.97 between sheets that differ, 0.7 to 0.99 between scans of one sheet), and the fields that both fill in are
the same. Of the words, 88 to 99 % stand at the same place on two scans of one sheet, 28 to 83 % on two sheets of one
order (14 and 13 pairs).
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Sequence
from statistics import median

import numpy as np
from numpy.typing import NDArray

from records.page import Word

CELL = 25
"""Pixels: an eighth of an inch."""
_NEAR = 1.5
"""Cells by which a word may lie elsewhere once the sheets are laid over each other."""
_FEWEST = 40
"""Words from which a page can be told: a form of fewer is known by its fields."""
_WORD = np.dtype([("said", "<u2"), ("across", "u1"), ("down", "u1")])


def sketch(words: Sequence[Word]) -> bytes:
    """The words of a page by hash and place, four bytes each; nothing where they are too few."""
    said = [(plain, word) for word in words if len(plain := _plain(word.text)) >= 2]
    if len(said) < _FEWEST:
        return b""
    rows = [(zlib.crc32(plain.encode()) & 0xFFFF, *_cell(word)) for plain, word in said]
    return np.array(rows, dtype=_WORD).tobytes()


def _plain(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _cell(word: Word) -> tuple[int, int]:
    return min(int(word.box.left) // CELL, 255), min(int(word.box.top) // CELL, 255)


def same_words(one: bytes, other: bytes) -> float | None:
    """The share of the words of the fuller page that the other has at the same place; None where it cannot be told.

    The pages are laid over each other by the words that each has once.
    """
    if not one or not other:
        return None
    first, second = np.frombuffer(one, dtype=_WORD), np.frombuffer(other, dtype=_WORD)
    shift = _shift(first, second)
    if shift is None:
        return 0.0
    places: dict[int, list[tuple[float, float]]] = {}
    for said, across, down in second.tolist():
        places.setdefault(said, []).append((across - shift[0], down - shift[1]))
    return sum(_taken(places.get(said, []), across, down) for said, across, down in first.tolist()) / max(
        len(first), len(second)
    )


def _taken(places: list[tuple[float, float]], across: int, down: int) -> bool:
    """Whether one of the places is near; it is used up by that."""
    near = next((p for p in places if abs(p[0] - across) <= _NEAR and abs(p[1] - down) <= _NEAR), None)
    if near is not None:
        places.remove(near)
    return near is not None


def _shift(first: NDArray[np.void], second: NDArray[np.void]) -> tuple[float, float] | None:
    """By how many cells the second page lies right of and below the first; None where they have no words in common."""
    once = [_once(page) for page in (first, second)]
    pairs = [(once[1][said], place) for said, place in once[0].items() if said in once[1]]
    if not pairs:
        return None
    return median(there[0] - here[0] for there, here in pairs), median(there[1] - here[1] for there, here in pairs)


def _once(page: NDArray[np.void]) -> dict[int, tuple[int, int]]:
    times = Counter(page["said"].tolist())
    return {said: (across, down) for said, across, down in page.tolist() if times[said] == 1}
