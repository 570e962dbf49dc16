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
from digitize.shapes import fit, held_in, shape_of
from digitize.voting import COVERED
from records.order import FieldReading, ReadingStatus

ENOUGH = 4
"""Numbers of one shape that make a scheme."""


_MOSTLY = 0.6
"""Share of a binder's numbers from which their shape speaks against another one."""
STAMPED = "letters beside the number that the binder's others do not have"


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
            return _repaired_as(reading, made, shares[scheme.shape])
    return _odd(reading, schemes[0])


def _repaired_as(reading: FieldReading, value: str, share: float) -> FieldReading:
    repaired = replace(reading, value=value, status=ReadingStatus.REPAIRED)
    return knowing(repaired, repaired=True, scheme=share)


def _odd(reading: FieldReading, usual: Scheme) -> FieldReading:
    """A number that none of the schemes can be: without a stamp's letters, else as it is; where most fit, in doubt.

    Where other ink lies over it, and most fit, it cannot be read: what the stamp and the number make together is none.
    """
    alone = _without_letters(reading.value or "", usual.shape)
    if usual.share > _MOSTLY and alone is not None and (reading.doubt == COVERED or not _weighed(reading)):
        return _repaired_as(replace(reading, doubt=reading.doubt or STAMPED), alone, round(usual.share, 4))
    if usual.share > _MOSTLY and reading.doubt == COVERED:
        return replace(reading, value=None, status=ReadingStatus.ILLEGIBLE, confidence=0.0, evidence=None)
    if usual.share > _MOSTLY and not reading.doubt:
        reading = replace(reading, doubt=f"unlike the binder's other numbers ({usual.shape})")
    return knowing(reading, scheme=0.0)


def _weighed(reading: FieldReading) -> bool:
    """Whether the number competed with what else its ink may be: what a stamp left beside it is out already."""
    return reading.evidence is not None and reading.evidence.posterior is not None


def _without_letters(value: str, shape: str) -> str | None:
    """The one number of a shape that stands in a value beside letters and signs alone: a stamp's, which ran into it.

    "REGE1700126" is RECEIVED over 1700126; beside figures it would be a piece of another number.
    """
    solid = "".join(value.split())
    rests = {held: solid[:start] + solid[start + len(shape) :] for start, held in held_in(solid, shape)}
    alone = [held for held, rest in rests.items() if "".join(filter(str.isalnum, rest)).isalpha()]
    return alone[0] if len(alone) == 1 else None
