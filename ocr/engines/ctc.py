"""From a recogniser's probabilities to text, and from text to its likelihood: connectionist temporal classification.

The recogniser gives for each narrow slice of a line the probability of each character and of "no new character" (the
blank). A text's likelihood is the sum over all ways to spread it over the slices; the forward algorithm adds them up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Probabilities: TypeAlias = NDArray[np.float32]
"""Slices × characters; column 0 is the blank."""
IMPOSSIBLE = -1e9
"""The log-likelihood of a text that has a character the alphabet lacks, or more than fit."""
_TINY = 1e-30


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character as decoded."""

    text: str
    confidence: float
    first: int
    """The first slice that shows it."""
    last: int


def best_path(probabilities: Probabilities, alphabet: Sequence[str]) -> tuple[Glyph, ...]:
    """The likeliest character of each slice, repetitions and blanks taken out.

    Args:
        probabilities: Slices × characters.
        alphabet: The character of each column; that of column 0 is not used.
    """
    best = probabilities.argmax(axis=1)
    found: list[Glyph] = []
    last = 0
    for place, column in enumerate(best.tolist()):
        confidence = float(probabilities[place, column])
        if column and column == last:
            before = found[-1]
            found[-1] = Glyph(before.text, max(before.confidence, confidence), before.first, place)
        elif column:
            found.append(Glyph(alphabet[column], confidence, place, place))
        last = column
    return tuple(found)


def log_likelihoods(probabilities: Probabilities, alphabet: Sequence[str], texts: Sequence[str]) -> NDArray[np.float64]:
    """The natural logarithm of each text's likelihood; about 20 µs a text.

    Works with probabilities, not their logarithms, and takes the size out after each slice: no `logaddexp`.
    """
    if not texts:
        return np.zeros(0)
    columns = {character: column for column, character in enumerate(alphabet) if column}
    codes = [[columns.get(character, -1) for character in text] for text in texts]
    result = np.full(len(texts), IMPOSSIBLE)
    fitting = [place for place, code in enumerate(codes) if -1 not in code and len(code) <= len(probabilities)]
    if fitting:
        result[fitting] = _forward(probabilities.astype(np.float64), [codes[place] for place in fitting])
    return result


def shortfalls(probabilities: Probabilities, alphabet: Sequence[str], texts: Sequence[str]) -> NDArray[np.float64]:
    """By how many nats each text falls short of the best reading of the stretch of the line where it fits best.

    What stands before and behind the text may be anything: 0.0 is a text that the line shows somewhere as it is. By
    Viterbi's algorithm, each slice's probabilities taken of its greatest; `IMPOSSIBLE` where a character is unknown.
    """
    columns = {character: column for column, character in enumerate(alphabet) if column}
    codes = [[columns.get(character, -1) for character in text] for text in texts]
    result = np.full(len(texts), IMPOSSIBLE)
    fitting = [place for place, code in enumerate(codes) if code and -1 not in code]
    if fitting and len(probabilities):
        relative = probabilities / np.maximum(probabilities.max(axis=1, keepdims=True), _TINY)
        best = _spotted(relative.astype(np.float64), [codes[place] for place in fitting])
        result[fitting] = np.where(best > 0, np.log(np.maximum(best, _TINY)), IMPOSSIBLE)
    return result


def _spotted(relative: NDArray[np.float64], codes: list[list[int]]) -> NDArray[np.float64]:
    """The best path through each text, begun and ended at any slices."""
    labels, lengths = _laid_out(codes)
    may_skip = _skips(labels)
    rows, last = np.arange(len(codes)), 2 * lengths - 1
    alpha, best = np.zeros(labels.shape), np.zeros(len(codes))
    for slice_ in relative:
        ahead = alpha.copy()
        ahead[:, 1:] = np.maximum(ahead[:, 1:], alpha[:, :-1])
        ahead[:, 2:] = np.maximum(ahead[:, 2:], alpha[:, :-2] * may_skip[:, 2:])
        ahead[:, 1] = 1.0  # begun here
        alpha = ahead * slice_[labels]
        alpha[:, 0] = 0.0
        best = np.maximum(best, alpha[rows, last])
    return best


def _skips(labels: NDArray[np.int64]) -> NDArray[np.float64]:
    """1 where the blank between two different characters may be left out."""
    may_skip = np.zeros(labels.shape)
    may_skip[:, 2:] = (labels[:, 2:] != 0) & (labels[:, 2:] != labels[:, :-2])
    return may_skip


def _forward(probabilities: NDArray[np.float64], codes: list[list[int]]) -> NDArray[np.float64]:
    """The forward algorithm over all texts at once."""
    labels, lengths = _laid_out(codes)
    may_skip = _skips(labels)
    used, places = np.unique(labels, return_inverse=True)
    places = places.reshape(labels.shape)
    alpha = np.zeros(labels.shape)
    alpha[:, :2] = probabilities[0][labels[:, :2]]
    size = np.zeros(len(codes))
    for slice_ in probabilities[1:, used]:
        alpha, size = _step(alpha, size, slice_[places], may_skip)
    rows = np.arange(len(codes))
    ends = alpha[rows, 2 * lengths] + np.where(lengths > 0, alpha[rows, np.maximum(2 * lengths - 1, 0)], 0.0)
    return np.asarray(np.where(ends > 0, np.log(np.maximum(ends, _TINY)) + size, IMPOSSIBLE), dtype=np.float64)


def _step(
    alpha: NDArray[np.float64], size: NDArray[np.float64], emitted: NDArray[np.float64], may_skip: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """One slice further: stay, go on by one, or skip the blank between two different characters."""
    ahead = alpha.copy()
    ahead[:, 1:] += alpha[:, :-1]
    ahead[:, 2:] += alpha[:, :-2] * may_skip[:, 2:]
    ahead *= emitted
    total = np.maximum(ahead.sum(axis=1), _TINY)
    ahead /= total[:, None]
    return ahead, size + np.log(total)


def _laid_out(codes: list[list[int]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Each text as its columns with blanks before, between and after, padded to the longest; and the lengths."""
    lengths = np.array([len(code) for code in codes], dtype=np.int64)
    labels = np.zeros((len(codes), 2 * int(lengths.max(initial=0)) + 1), dtype=np.int64)
    for row, code in enumerate(codes):
        labels[row, 1 : 2 * len(code) : 2] = code
    if labels.shape[1] < 2:
        labels = np.zeros((len(codes), 2), dtype=np.int64)
    return labels, lengths
