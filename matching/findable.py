"""How much of an order could be read, for finding its record."""

from __future__ import annotations

from records.order import PaperOrder

_TELLING = {
    "order_number": 0.97,
    "location": 0.75,
    "requested_on": 0.6,
    "requester_phone": 0.6,
    "total_cost": 0.6,
    "requester_name": 0.5,
    "description": 0.5,
    "asset": 0.5,
}
"""How likely a partner, if there were one, would have been found by that field alone."""


def findable(order: PaperOrder) -> float:
    """How likely a record of this order would have been found, by what could be read of it."""
    missed = 1.0
    for name, telling in _TELLING.items():
        reading = order.reading(name)
        if reading is not None and reading.value:
            missed *= 1 - telling * (reading.confidence if not reading.doubt else reading.confidence / 2)
    return 1 - missed
