"""How far a measure would move with other binders: a bootstrap that draws whole binders.

Orders of one binder are of one crew and season, so drawing single orders would make every interval too narrow. Binders
are drawn with replacement, as many as there are; the interval is that of the middle 95 % of the drawn figures, widened
around the figure by Student's t over the normal quantile and by the root of k / (k - 1), for k binders: without that
the percentile bootstrap covers too seldom where there are few (Cameron, Gelbach and Miller 2008).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

FEWEST = 12
"""Binders below which no interval is given: it covers less often than it says.

For the days within which nine in ten orders are done it covers 88 % with six binders, 92 % with ten, 94 % with twelve.
"""
DRAWS = 400
_TAIL = 0.025
_NORMAL = 1.959964
_STUDENT = {5: 2.571, 6: 2.447, 7: 2.365, 8: 2.306, 9: 2.262, 10: 2.228, 12: 2.179, 15: 2.131, 20: 2.086, 30: 2.042}
"""The 97.5 % quantile of Student's t, by degrees of freedom; the next smaller one serves for those between."""

Floats: TypeAlias = NDArray[np.float64]
Weighted: TypeAlias = Callable[[Floats, Floats], float]
"""A statistic of sorted values, each as often as its weight says."""


def interval(
    values: Sequence[float], groups: Sequence[str], statistic: Weighted, seed: int = 20190412
) -> tuple[float, float] | None:
    """The 95 % interval of a statistic, from values and the binder of each; None where there are too few binders."""
    names, members = np.unique(np.asarray(groups, dtype=str), return_inverse=True)
    if len(names) < FEWEST:
        return None
    order = np.argsort(np.asarray(values), kind="stable")
    known, members = np.asarray(values, dtype=np.float64)[order], members[order]
    figure = statistic(known, np.ones(len(known)))
    dice = np.random.default_rng(seed)
    drawn = dice.multinomial(len(names), np.full(len(names), 1 / len(names)), size=DRAWS)
    figures = np.array([statistic(known, times[members].astype(np.float64)) for times in drawn if times[members].any()])
    low, high = np.quantile(figures, (_TAIL, 1 - _TAIL))
    wider = _student(len(names) - 1) / _NORMAL * math.sqrt(len(names) / (len(names) - 1))
    return float(figure - (figure - low) * wider), float(figure + (high - figure) * wider)


def _student(freedom: int) -> float:
    return _STUDENT[max(known for known in _STUDENT if known <= freedom)]


def weighted_sum(values: Floats, weights: Floats) -> float:
    """The sum."""
    return float(values @ weights)


def weighted_mean(values: Floats, weights: Floats) -> float:
    """The mean."""
    return float(values @ weights / weights.sum())


def weighted_quantile(share: float) -> Weighted:
    """The value at that share of the way through the values, on the straight line between two neighbours.

    A value with weight w stands w times in a row; a part of a time (w of at least 1) lengthens the row by that part.
    """

    def quantile(values: Floats, weights: Floats) -> float:
        there = weights > 0
        known, times = values[there], weights[there]
        ends = times.cumsum()
        rows = np.column_stack((ends - times, ends - 1)).ravel()
        return float(np.interp(share * (ends[-1] - 1), rows, np.repeat(known, 2)))

    return quantile
