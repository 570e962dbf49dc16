"""Prefixes of order numbers that are one, misread: a hand's "WS" comes out as NA in one row and as MA in the next.

Two pads of a department have numbers in common, or ranges of their own. Prefixes that share one counter without a
number in common, and differ in a glyph, are one pad.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

_RARE = 10
"""Times that a prefix is as common as another with one glyph changed, from which that one is taken for misread."""
_NEAR = 25
"""Numbers by which misread ones may go on beyond those that were read right, as a series does before it is cut."""


@dataclass(frozen=True, slots=True)
class Printed:
    """An order's number, as far as prefixes go."""

    department: str
    key: str
    """The prefix with its digits as #."""
    counter: int
    sure: bool
    """It was read beyond doubt."""


def usual_keys(numbers: Iterable[Printed]) -> dict[tuple[str, str], str]:
    """For each department and prefix that is another one misread, that one.

    Of two prefixes that differ in a glyph the rarer is misread where it is very rare; or where no reading of it is
    sure, and its counters are none of the other's and lie among them or go on from them.
    """
    members: dict[tuple[str, str], list[Printed]] = defaultdict(list)
    for number in numbers:
        members[number.department, number.key].append(number)
    ranked = sorted(members, key=lambda pad: (-len(members[pad]), pad))
    usual: dict[tuple[str, str], str] = {}
    for at, pad in enumerate(ranked):
        likelier = (other for other in ranked[:at] if other[0] == pad[0] and len(other[1]) > 1)
        near = (other for other in likelier if OSA.distance(other[1], pad[1], score_cutoff=1) == 1)
        true = next((other for other in near if _is_misread(members[pad], members[other])), None)
        if true:
            usual[pad] = usual.get(true, true[1])
    return usual


def _is_misread(rare: Sequence[Printed], common: Sequence[Printed]) -> bool:
    """The rare prefix is the common one, misread."""
    if len(common) >= _RARE * len(rare):
        return True
    ours, theirs = ({number.counter for number in numbers} for numbers in (rare, common))
    near = min(theirs) - _NEAR <= min(ours) and max(ours) <= max(theirs) + _NEAR
    return near and ours.isdisjoint(theirs) and not any(number.sure for number in rare)
