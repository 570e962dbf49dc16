"""A link between an order on paper and a digital record, or between two digital records."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class MatchDecision(StrEnum):
    """Fellegi and Sunter's three outcomes, and what people said."""

    LINK = "link"
    POSSIBLE = "possible"
    NON_LINK = "non_link"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Comparison:
    """How one field of a pair compares."""

    field: str
    level: str
    """The comparison level in words: "same", "same but for look-alike glyphs", "within 3 days", "missing"."""
    weight: float
    """log2 of m over u for that level."""
    paper: str
    digital: str


@dataclass(frozen=True, slots=True)
class Match:
    """A pair that was scored."""

    order_id: str
    source: str
    record_id: str
    probability: float
    """0 to 1: how likely the two are the same order."""
    weight: float
    """The match weight: the sum of the comparisons' weights and the prior, log2."""
    decision: MatchDecision
    comparisons: tuple[Comparison, ...] = ()
