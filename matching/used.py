"""A number in use, and the pad that it is of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

Pad: TypeAlias = tuple[str, str, int]
"""Department, key and width: what the numbers of one pad of forms have in common."""


@dataclass(frozen=True, slots=True)
class Used:
    """A number in use, by an order or a record."""

    department: str
    key: str
    """The prefix with its digits as #."""
    period: str
    """The digits of the prefix."""
    width: int
    """Digits that the counter is filled up to with zeros."""
    counter: int
    place: int
    """Of the order or the record in its list."""
    sure: bool
    """The reading is in no doubt, or its record has the same number."""


def pad_of(one: Used) -> Pad:
    """The pad that a number is of."""
    return one.department, one.key, one.width
