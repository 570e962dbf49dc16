"""How a workspace's own decisions move its confidences: a shift and a stretch of the log odds, held near none.

Clerks look at what is doubtful, so their decisions say little of what is not: only a map of the log odds is fitted, and
beyond what they saw it never makes a reading surer.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from digitize.confidence import share_of

FEWEST = 30
"""Decisions from which anything changes."""
PRIOR = 200
"""Readings that the shipped model counts as in a workspace it has not seen."""
SHIFT, STRETCH = 3.0, (0.5, 1.5)
"""The furthest that decisions can move the log odds, and their slope."""


@dataclass(frozen=True, slots=True)
class Map:
    """What decisions make of log odds: `shift + stretch * odds`."""

    shift: float = 0.0
    stretch: float = 1.0
    decisions: int = 0
    """From which it was fitted."""
    seen: float = 0.0
    """Log odds below which nearly all of them lay: nothing above becomes surer."""

    @property
    def moves(self) -> bool:
        """Whether it changes anything."""
        return (self.shift, self.stretch) != (0.0, 1.0)


UNMOVED = Map()
"""Changes nothing."""


@dataclass(frozen=True, slots=True)
class Adjustment:
    """The maps of a workspace: one for values, one for fields said to be empty."""

    values: Map = UNMOVED
    empties: Map = UNMOVED

    @property
    def decisions(self) -> int:
        """From which it was fitted, where it changes anything."""
        return sum(each.decisions for each in (self.values, self.empties) if each.moves)


NONE = Adjustment()
"""What a workspace without decisions has."""


def adjusted(confidence: float, adjustment: Adjustment, *, empty: bool) -> float:
    """The confidence, 0 to 1, as the workspace's decisions make it."""
    by = adjustment.empties if empty else adjustment.values
    return share_of(moved(_odds(confidence), by)) if by.moves else confidence


def moved(odds: float, by: Map) -> float:
    """Log odds after a map; above what was seen they are lowered as it says, and never raised."""
    straight = by.shift + by.stretch * odds
    if odds <= by.seen or straight <= odds:
        return straight
    return max(odds, min(straight, by.shift + by.stretch * by.seen))


def _odds(confidence: float) -> float:
    return math.log(confidence / (1 - confidence))


def learn(said: Sequence[float], right: Sequence[bool], spread: tuple[float, float, float]) -> Map:
    """The map that decisions speak for: the likeliest, with the shipped model as the prior.

    `said` are the shipped confidences of what was decided, `right` whether each turned out to be; `spread` is what one
    reading tells of shift and stretch (`Model.spread`): the prior is worth `PRIOR` such readings.
    """
    if len(said) < FEWEST:
        return UNMOVED
    odds = np.log(np.asarray(said) / (1 - np.asarray(said)))
    x = np.column_stack([np.ones_like(odds), odds])
    y = np.asarray(right, dtype=float)
    one, both, two = spread
    prior = PRIOR * np.array([[one, both], [both, two]])
    at = np.array([0.0, 1.0])
    start = at.copy()
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ at))
        slope = x.T @ (y - p) - prior @ (at - start)
        bend = (x.T * (p * (1 - p))) @ x + prior
        step = np.linalg.solve(bend, slope)
        at = at + step * min(1.0, 1.0 / max(float(np.abs(step).max()), 1e-12))
        if float(np.abs(step).max()) < 1e-9:
            break
    shift = round(min(max(float(at[0]), -SHIFT), SHIFT), 4)
    stretch = round(min(max(float(at[1]), STRETCH[0]), STRETCH[1]), 4)
    return Map(shift, stretch, len(said), round(float(np.quantile(odds, 0.95)), 4))
