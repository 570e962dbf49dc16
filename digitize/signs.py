"""Fractions drawn as one small sign: what may stand in a place where the page shows one, however engines took it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from types import MappingProxyType

from digitize.spelling import LONGEST_SHIFT
from ocr import SIGNS, Fraction

SHOWN = 0.5
"""How likely a sign is from which numbers with one are proposed."""
_TAKEN, _UNLIKE = 1.5, 1.5
"""Nats that it costs to take what engines read behind a number, or nothing, for the sign that the page shows; and that
each figure costs which stands in front of it and should not, or should: two may touch."""
_BEHIND = 3
"""Characters that a sign is taken for at most: "1/4", "3%"."""
_MISSED, _FALSE = 0.05, 0.01
"""How likely each sign is at least, and none, whatever the network says: it does not see one that touches a figure."""
_PARTS = MappingProxyType({0.25: 1, 0.5: 2, 0.75: 3})


def is_shown(fraction: Fraction | None) -> bool:
    """Whether a place rather holds a fraction's sign than none."""
    return fraction is not None and 1 - fraction.shares[0] >= SHOWN


def with_signs(texts: Iterable[str], fraction: Fraction | None) -> Iterator[tuple[str, str, float]]:
    """Numbers with each of the signs behind them, the text that each may have been read as, and the nats that costs.

    Args:
        texts: What engines read in the place.
        fraction: What the page shows there; nothing is proposed where that is no sign.
    """
    for text in texts if fraction is not None and is_shown(fraction) else ():
        solid = "".join(text.split())
        for cut in range(max(len(solid) - _BEHIND, 0), len(solid) + 1):
            whole = solid[:cut]
            if fraction and _may_stand_before(whole, fraction.before):
                yield from ((f"{whole}{sign}", text, _TAKEN) for sign in SIGNS)


def _may_stand_before(whole: str, pieces: int) -> bool:
    """Whether figures may be the whole number in front of a sign, where so many pieces of ink stand there."""
    return whole.isdecimal() and int(whole) <= LONGEST_SHIFT if pieces else not whole


def nats(fraction: Fraction | None, value: str, form: str) -> float:
    """The logarithm of how likely the place's signs are, if this value is written there like this; 0 where unknown.

    Args:
        fraction: What the page shows; None where it was not looked at.
        value: A number.
        form: As it would be read: "1.5" has no sign, "15" and "1½" have one where the value is 1.5.
    """
    if fraction is None:
        return 0.0
    none = max(fraction.shares[0], _FALSE)
    part = _PARTS.get(float(value) % 1)
    if part is None or "." in form or ":" in form:
        return math.log(none)
    whole = f"{int(float(value))}".removeprefix("0")
    aside = abs(len(whole) - fraction.before) if is_shown(fraction) else 0
    shown = math.log(max(fraction.shares[part], _MISSED)) - _UNLIKE * aside
    return max(math.log(none), shown) if "/" in form else shown
