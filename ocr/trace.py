"""What the recogniser said of one place, kept without the picture: any text can be scored against it later.

For each slice of the line the likelihoods of "no new character" and of the few characters that matter anywhere in it,
in steps of 0.06 nats, packed. Of neighbouring slices that say nothing but "no new character" two are kept. Spaces do
not count: the recogniser drops them at times, so what it gives to the space goes to "no new character".
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ocr.engines import ctc

STEP = 0.06
"""Nats from one kept level to the next: moves a text's log-likelihood by 0.05 in the middle, 0.17 at most."""
FLOOR = 14.0
"""Nats below certainty at which every character stands that is not kept."""
_LOWEST = int(FLOOR / STEP)
_KEPT = 1e-3
"""Characters likelier than this in some slice are kept: about 12 a line."""
_MOST = 6000
"""Bytes of a place's trace: writing takes 200, a stamp or drawing read as letters up to 20,000."""
_SILENT = 0.9995
"""A slice this sure of "no new character" tells no two texts apart."""
_FLIP = 0.004
"""Characters less likely than this in a slice start no reading of their own."""
_BEAM = 12
"""Beginnings that are followed at once."""


@dataclass(frozen=True, slots=True)
class Trace:
    """What the recogniser said of the writing in one place, its lines one after the other."""

    letters: str
    """The characters that matter, in the order of the columns; the blank has the column before them."""
    packed: bytes
    """Steps below certainty by slice and column, a byte each, packed."""


NOTHING = Trace("", b"")
"""Of a place too small for a line."""


def make_trace(probabilities: ctc.Probabilities, letters: str) -> Trace:
    """What is kept of a line's probabilities.

    Args:
        probabilities: Slices × characters, the blank first.
        letters: The characters of all columns but the blank's.
    """
    silent, spoken = probabilities[:, 0].copy(), probabilities[:, 1:]
    spaces = [place for place, letter in enumerate(letters) if letter.isspace()]
    silent += spoken[:, spaces].sum(axis=1)
    kept = [n for n, p in enumerate(spoken.max(axis=0, initial=0.0)) if p > _KEPT and n not in spaces]
    table = np.column_stack([silent, spoken[:, kept]])
    table = table[_telling(silent)]
    steps = np.rint(-np.log(np.clip(table, 1e-12, 1.0)) / STEP)
    return _packed("".join(letters[n] for n in kept), np.minimum(steps, _LOWEST).astype(np.uint8))


def join_traces(lines: Sequence[Trace]) -> Trace | None:
    """The lines of one place as one, top to bottom; None where there is none, or it is a drawing and no writing."""
    if not lines:
        return None
    letters = "".join(dict.fromkeys("".join(line.letters for line in lines)))
    tables = [_widened(line, letters) for line in lines]
    whole = lines[0] if len(lines) == 1 else _packed(letters, np.concatenate(tables))
    return whole if len(whole.packed) <= _MOST else None


def score(trace: Trace, texts: Sequence[str]) -> tuple[float, ...]:
    """The natural logarithm of how likely each text is as what stands there; about 20 µs a text."""
    table, letters, asked = _asked(trace, texts)
    return tuple(round(float(each), 3) for each in ctc.log_likelihoods(table, letters, asked))


def shortfalls(trace: Trace, texts: Sequence[str]) -> tuple[float, ...]:
    """By how many nats each text falls short of the best reading of that stretch of the line which is likest it."""
    table, letters, asked = _asked(trace, texts)
    return tuple(round(float(each), 3) for each in ctc.shortfalls(table, letters, asked))


def _asked(trace: Trace, texts: Sequence[str]) -> tuple[NDArray[Any], str, list[str]]:
    """The probabilities with columns for all characters of the texts, the characters, and the texts without spaces."""
    table, letters = _table(trace)
    asked = ["".join(text.split()) for text in texts]
    strange = "".join(sorted(set("".join(asked)) - set(letters)))
    low = np.full((len(table), len(strange)), np.exp(-FLOOR))
    return np.hstack([table, low]), "\0" + letters + strange, asked


def readings(trace: Trace, letters: str = "", count: int = 8) -> tuple[tuple[str, float], ...]:
    """The likeliest texts of these letters (all, where none are given), likeliest first, with their log-likelihoods."""
    table, known = _table(trace)
    columns = [n for n, letter in enumerate(known, start=1) if not letters or letter in letters]
    beam: dict[str, tuple[float, float]] = {"": (1.0, 0.0)}
    for row in table:
        likely = [(known[n - 1], float(row[n])) for n in columns if row[n] > _FLIP]
        beam = _further(beam, float(row[0]), likely)
    found = [text for text in sorted(beam, key=lambda text: -sum(beam[text]))[: max(count, 1)] if text]
    scored = zip(found, score(trace, found), strict=True)
    return tuple(sorted(scored, key=lambda each: -each[1]))


def _further(
    beam: dict[str, tuple[float, float]], blank: float, likely: Sequence[tuple[str, float]]
) -> dict[str, tuple[float, float]]:
    """The likeliest beginnings one slice on: each with its likelihood ending in a blank, and ending in its letter."""
    ahead: dict[str, list[float]] = {}
    for text, (silent, spoken) in beam.items():
        stay = ahead.setdefault(text, [0.0, 0.0])
        stay[0] += (silent + spoken) * blank
        for letter, chance in likely:
            again = text.endswith(letter)
            if again:
                stay[1] += spoken * chance
            ahead.setdefault(text + letter, [0.0, 0.0])[1] += (silent if again else silent + spoken) * chance
    best = sorted(ahead, key=lambda text: -sum(ahead[text]))[:_BEAM]
    return {text: (ahead[text][0], ahead[text][1]) for text in best}


def _telling(silent: NDArray[np.float32]) -> NDArray[np.bool_]:
    """The slices to keep: of neighbours that say nothing, two, so that a longer text still fits."""
    quiet = silent > _SILENT
    before = np.concatenate(([False], quiet[:-1]))
    return np.asarray(~(quiet & before & np.concatenate(([False], before[:-1]))))


def _packed(letters: str, steps: NDArray[np.uint8]) -> Trace:
    return Trace(letters, zlib.compress(steps.T.tobytes(), 6))


def _steps(trace: Trace) -> NDArray[np.uint8]:
    flat = np.frombuffer(zlib.decompress(trace.packed) if trace.packed else b"", dtype=np.uint8)
    return flat.reshape(len(trace.letters) + 1, -1).T


def _widened(line: Trace, letters: str) -> NDArray[np.uint8]:
    """A line's steps in the columns of these letters, with a slice of "no new character" after it."""
    steps = _steps(line)
    wide = np.full((len(steps) + 1, len(letters) + 1), _LOWEST, dtype=np.uint8)
    columns = [0, *(letters.index(letter) + 1 for letter in line.letters)]
    wide[:-1, columns] = steps
    wide[-1, 0] = 0
    return wide


@lru_cache(maxsize=512)
def _table(trace: Trace) -> tuple[NDArray[np.float64], str]:
    """The probabilities by slice and column, and the characters of all columns but the blank's."""
    table = np.exp(-STEP * _steps(trace).astype(np.float64))
    return table / np.maximum(table.sum(axis=1, keepdims=True), 1.0), trace.letters
