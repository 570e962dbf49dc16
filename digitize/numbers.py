"""Repairs misread order numbers by the scheme that the other numbers of the binder follow.

A scheme is a row of places, each a certain letter, any digit, or a separator. A reading that does not fit one is
changed only by exchanging glyphs that look alike, and is marked as repaired.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from digitize.confidence import knowing
from digitize.elect import chosen
from digitize.page import Fragment, PageResult
from digitize.serial import ALONE, UNLABELLED
from digitize.shapes import fit, shape_of
from records.order import FieldReading, ReadingStatus

ENOUGH = 4
"""Numbers of one shape that make a scheme."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """The shape of a department's numbers: `WO-2019-99999`, where 9 is any digit."""

    shape: str
    share: float
    """Of all numbers of the binder that fit it."""


def learn_schemes(numbers: Sequence[str]) -> tuple[Scheme, ...]:
    """The shapes that many of the numbers have, the commonest first."""
    counts = Counter(map(shape_of, numbers))
    return tuple(
        Scheme(shape, times / len(numbers))
        for shape, times in counts.most_common(5)
        if times >= ENOUGH and "9" in shape and times >= 0.15 * len(numbers)
    )


def repair_numbers(results: Sequence[PageResult]) -> tuple[PageResult, ...]:
    """The pages with the order numbers made to fit the binder's own schemes."""
    numbers = [value for page in results for f in page.fragments if (value := f.value("order_number"))]
    schemes = learn_schemes(numbers)
    if not schemes:
        return tuple(results)
    return tuple(replace(page, fragments=tuple(_repaired(f, schemes) for f in page.fragments)) for page in results)


def _repaired(fragment: Fragment, schemes: Sequence[Scheme]) -> Fragment:
    readings = tuple(_reading(r, schemes) if r.name == "order_number" else r for r in fragment.readings)
    return replace(fragment, readings=readings)


def _reading(reading: FieldReading, schemes: Sequence[Scheme]) -> FieldReading:
    """The reading itself where it fits; one of its alternatives that does; a repaired one; or the same in doubt."""
    if reading.value is None:
        return reading
    shares = {scheme.shape: round(scheme.share, 4) for scheme in schemes}
    if shape_of(reading.value) in shares:
        settled = replace(reading, doubt="") if reading.doubt in {UNLABELLED, ALONE} else reading
        return knowing(settled, scheme=shares[shape_of(reading.value)])
    for alternative in reading.alternatives:
        if shape_of(alternative.value) in shares:
            return knowing(chosen(reading, alternative.value), scheme=shares[shape_of(alternative.value)])
    for scheme in schemes:
        made = fit(reading.value, scheme.shape)
        if made is not None:
            repaired = replace(reading, value=made, status=ReadingStatus.REPAIRED)
            return knowing(repaired, repaired=True, scheme=shares[scheme.shape])
    if schemes[0].share > 0.6 and not reading.doubt:
        reading = replace(reading, doubt=f"unlike the binder's other numbers ({schemes[0].shape})")
    return knowing(reading, scheme=0.0)
