"""Beginnings of order numbers that a hand writes as no engine reads them, and that a digital list has.

A log's `W1707467` to `W1708500`, with a W like an M and a one like a seven, were all read `M7707467`: nothing on the
paper says otherwise, and no row could be found in the list by its number. That all numbers begin as nothing in the
list does, and as near to what it has as a hand's letters are, tells. A person looks at each all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import ocr
from digitize.lexicon import NUMBER, Counts, stem_of
from digitize.page import Inked, PageResult
from records.order import Alternative, FieldReading, ReadingStatus

AS_THE_LIST_HAS_IT = "it looks otherwise, but begins as the digital list's numbers do"

_SEVERAL = 5
"""Numbers from which a binder tells."""
_MOSTLY = 0.8
"""Share of them that begin as nothing in the list does, and that can begin as something there."""
_NEAR = 10.0
"""Nats by which the ink may fall short of the list's number: W for M and 1 for 7 took 6.4 to 8.9, letters that are
nothing alike 14 to 22."""
_APART = 3.0
"""Nats by which the next beginning of the list must be less likely."""
_HEARD = 2
"""Numbers on which an engine must have read the list's character where the first differs."""
_LIKELY = 0.7
"""How sure such a number is: its own ink is against it."""


def with_listed_beginnings(results: Sequence[PageResult], listed: Counts) -> tuple[PageResult, ...]:
    """The pages, their numbers with the beginnings that the digital list has, in doubt; as they are where none fits.

    Args:
        results: The pages of one binder.
        listed: How often each beginning of a number is in the digital records.
    """
    stems = [stem for stem, count in listed.items() if count > 1 and stem]
    numbers = list(_numbers(results))
    strange = [(reading, place) for reading, place in numbers if stem_of(reading.value or "") not in listed]
    if not stems or len(strange) < max(_SEVERAL, _MOSTLY * len(numbers)):
        return tuple(results)
    told = {
        reading.value or "": found
        for reading, place in strange
        if (found := _as_listed(reading.value or "", place, stems)) is not None
    }
    heard = sum(_is_heard(read, listed_one, place) for (read, listed_one), place in _with_places(told, strange))
    if len(told) < _MOSTLY * len({reading.value for reading, _ in strange}) or heard < _HEARD:
        return tuple(results)
    return tuple(_changed(page, told) for page in results)


def _numbers(results: Sequence[PageResult]) -> Iterator[tuple[FieldReading, Inked]]:
    """The numbers that were read on the pages, each with what its place looks like."""
    for page in results:
        places = {place.box: place for place in page.inked}
        for reading in (r for f in page.fragments for r in f.readings if r.name == NUMBER and r.value):
            if reading.box in places:
                yield reading, places[reading.box]


def _as_listed(number: str, place: Inked, stems: Sequence[str]) -> str | None:
    """The number with the list's beginning that its ink is nearest to; None where none is near, or two are."""
    own = stem_of(number)
    others = [stem + number[len(own) :] for stem in stems if len(stem) == len(own)]
    if not others:
        return None
    read, *near = ocr.shortfalls(place.trace, [number, *others])
    ranked = sorted(zip(near, others, strict=True), reverse=True)
    clear = len(ranked) == 1 or ranked[0][0] - ranked[1][0] >= _APART
    return ranked[0][1] if clear and read - ranked[0][0] <= _NEAR else None


def _with_places(
    told: Mapping[str, str], strange: Sequence[tuple[FieldReading, Inked]]
) -> Iterator[tuple[tuple[str, str], Inked]]:
    """What was read and what the list has, with the place of each."""
    for reading, place in strange:
        if (reading.value or "") in told:
            yield (reading.value or "", told[reading.value or ""]), place


def _is_heard(read: str, listed: str, place: Inked) -> bool:
    """Whether an engine reads the list's character where the two first differ."""
    at = next((at for at, (one, two) in enumerate(zip(read, listed, strict=True)) if one != two), 0)
    return any(vote.text.strip()[at : at + 1] == listed[at] for vote in place.votes)


def _changed(page: PageResult, told: Mapping[str, str]) -> PageResult:
    fragments = (replace(f, readings=tuple(_listed(r, told) for r in f.readings)) for f in page.fragments)
    return replace(page, fragments=tuple(fragments))


def _listed(reading: FieldReading, told: Mapping[str, str]) -> FieldReading:
    """A number as the list begins it, with what was read among its alternatives."""
    number = reading.value or ""
    if reading.name != NUMBER or number not in told:
        return reading
    read = Alternative(number, reading.raw, reading.engine, reading.log_likelihood)
    return replace(
        reading,
        value=told[number],
        status=ReadingStatus.REPAIRED,
        confidence=min(reading.confidence, _LIKELY),
        alternatives=(read, *(other for other in reading.alternatives if other.value != number)),
        doubt=reading.doubt or AS_THE_LIST_HAS_IT,
    )
