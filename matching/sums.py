"""Whether amounts come out: what a wrong sum on paper is told from, a figure that was misread."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from records.order import FieldReading

_SLIPS = 0.01
"""Share of sums that people get wrong on paper."""
CENT = Decimal("0.01")


def amount_of(reading: FieldReading | None) -> Decimal | None:
    """The value as a number; None where it is none."""
    try:
        return Decimal(reading.value) if reading and reading.value else None
    except InvalidOperation:
        return None


def slip_certainty(readings: Sequence[FieldReading]) -> float:
    """How likely a sum that does not come out is wrong on paper, and not misread.

    Bayes: people get one in a hundred wrong; the readings are all right with the product of their confidences.
    """
    misread = 1 - math.prod(reading.confidence for reading in readings)
    return _SLIPS / (_SLIPS + misread * (1 - _SLIPS))
