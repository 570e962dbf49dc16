"""What an engine's pairs are worth: precision, recall, F1 at its own threshold and at the best one, calibration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

Pair = tuple[str, str]
Sides = tuple[frozenset[str], frozenset[str]]
"""The ids of both tables."""
DEFAULT = 0.4999
"""Half, but for rounding."""


@dataclass(frozen=True, slots=True)
class LinkageScore:
    """Shares, 0 to 1."""

    precision: float
    recall: float
    f1: float
    best_f1: float
    """With the threshold chosen by the truth."""
    best_at: float
    brier: float
    """Mean square of probability minus truth over all pairs that were said or are true."""
    gap_precision: float
    """Of the left rows said to have no partner, how many have none; of the right ones likewise, the worse of both."""
    gap_recall: float


def score(said: Mapping[Pair, float], truth: frozenset[Pair], ids: Sides) -> LinkageScore:
    """Compare what was said with what is so; `ids` are the rows of both tables."""
    pairs = sorted(said, key=lambda pair: (-said[pair], pair))
    right = np.array([pair in truth for pair in pairs], dtype=bool)
    chances = np.array([said[pair] for pair in pairs])
    hits, made = np.cumsum(right), np.arange(1, len(pairs) + 1)
    curve = 2 * hits / (made + len(truth)) if pairs else np.zeros(1)
    best = int(curve.argmax())
    links = {pair for pair in pairs if said[pair] >= DEFAULT}
    true = len(links & truth)
    missed = len(truth) - int(right.sum())
    brier = (float(((chances - right) ** 2).sum()) + missed) / max(len(pairs) + missed, 1)
    gaps = [_gaps(ids[side], {pair[side] for pair in links}, {pair[side] for pair in truth}) for side in (0, 1)]
    return LinkageScore(
        precision=true / max(len(links), 1),
        recall=true / max(len(truth), 1),
        f1=2 * true / max(len(links) + len(truth), 1),
        best_f1=float(curve[best]),
        best_at=float(chances[best]) if pairs else 0.0,
        brier=brier,
        gap_precision=min(precision for precision, _ in gaps),
        gap_recall=min(recall for _, recall in gaps),
    )


def _gaps(ids: frozenset[str], linked: set[str], paired: set[str]) -> tuple[float, float]:
    said, true = ids - linked, ids - paired
    both = len(said & true)
    return both / len(said) if said else 1.0, both / len(true) if true else 1.0
