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
from digitize.parse import CONFUSED
from digitize.serial import ALONE, UNLABELLED
from records.order import FieldReading, ReadingStatus

ENOUGH = 4
"""Numbers of one shape that make a scheme."""

TO_LETTER = str.maketrans({"0": "O", "1": "I", "2": "Z", "5": "S", "8": "B", "6": "G", "4": "A", "7": "T", "$": "S"})


@dataclass(frozen=True, slots=True)
class Scheme:
    """The shape of a department's numbers: `WO-2019-99999`, where 9 is any digit."""

    shape: str
    share: float
    """Of all numbers of the binder that fit it."""


def shape_of(number: str) -> str:
    """A number with each digit as 9."""
    return "".join("9" if character.isdigit() else character for character in number)


def learn_schemes(numbers: Sequence[str]) -> tuple[Scheme, ...]:
    """The shapes that many of the numbers have, the commonest first."""
    counts = Counter(map(shape_of, numbers))
    return tuple(
        Scheme(shape, times / len(numbers))
        for shape, times in counts.most_common(5)
        if times >= ENOUGH and "9" in shape and times >= 0.15 * len(numbers)
    )


def fit(number: str, scheme: Scheme) -> str | None:
    """The number as the scheme would have it, if look-alikes alone separate the two."""
    bare = number.replace(" ", "")
    if len(bare) != len(scheme.shape):
        return None
    made = [_fit_character(character, place) for character, place in zip(bare, scheme.shape, strict=True)]
    return None if None in made else "".join(character or "" for character in made)


def _fit_character(character: str, place: str) -> str | None:
    if place == "9":
        folded = character.translate(CONFUSED)
        return folded if folded.isdigit() else None
    if character == place:
        return place
    if place.isalpha():
        return place if character.translate(TO_LETTER) == place else None
    return place if character in "-–—_. /~" else None


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
        made = fit(reading.value, scheme)
        if made is not None:
            repaired = replace(reading, value=made, status=ReadingStatus.REPAIRED)
            return knowing(repaired, repaired=True, scheme=shares[scheme.shape])
    if schemes[0].share > 0.6 and not reading.doubt:
        reading = replace(reading, doubt=f"unlike the binder's other numbers ({schemes[0].shape})")
    return knowing(reading, scheme=0.0)
