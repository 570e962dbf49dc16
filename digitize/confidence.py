"""How likely a reading is right, from what the engines said of it.

A logistic model for each way in which two engines can relate, fitted on generated binders (`benchmarks/calibrate.py`,
which prints these numbers and how well they hold on binders that it did not see).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a reading."""

    relation: str
    """`agree`: both engines, after parsing; `differ`: two values; `alone`: one engine has a value."""
    chosen: float
    """Confidence of the engine whose value it is, 0 to 1."""
    other: float
    """Confidence of the other engine in its own reading, 0 where there is none."""
    likeness: float
    """Of the two values, 0 to 1."""
    numeric: bool
    """A date, amount, count or telephone number: its grammar refuses most misreadings."""
    repaired: bool
    """Look-alike glyphs had to be exchanged."""
    length: int
    """Characters of the value."""


def vector(evidence: Evidence) -> tuple[float, ...]:
    """The evidence as the model weighs it, a constant first."""
    return (
        1.0,
        _logit(evidence.chosen),
        _logit(evidence.other),
        evidence.likeness,
        float(evidence.numeric),
        float(evidence.repaired),
        math.log1p(evidence.length),
    )


def _logit(share: float) -> float:
    held = min(max(share, 0.01), 0.99)
    return math.log(held / (1 - held))


WEIGHTS: Mapping[str, tuple[float, ...]] = MappingProxyType(
    {
        "agree": (-2.029, 0.548, 0.323, 0.478, 1.529, 0.0, 1.482),
        "differ": (-1.323, 1.13, -0.033, 0.505, 0.059, 0.0, -0.181),
        "alone": (-4.028, 0.573, -0.075, 0.0, 1.766, 0.0, 1.59),
    }
)
"""By relation, in the order of `vector`; fitted on 2,102 readings of four generated sets (seeds 101, 102, 201, 202)."""


def probability(evidence: Evidence) -> float:
    """0 to 1: how likely the reading is right."""
    score = sum(weight * part for weight, part in zip(WEIGHTS[evidence.relation], vector(evidence), strict=True))
    return 1 / (1 + math.exp(-score))
