"""The second letter of order numbers that begin with two, "WO02447": no engine tells the O from the zero behind it.

Of ten sheets with `WO02447` and its like the recogniser gave each with a zero for the O, 14 nats likelier, whatever
the typeface. A list that has the numbers tells; without one the binder's numbers are of one kind, all or none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from digitize.lexicon import NUMBER, Counts
from digitize.page import PageResult
from records.fields import CATALOGUE, FieldType
from records.order import Alternative, FieldReading, ReadingStatus

AN_O_OR_A_ZERO = "an O or a zero behind the first letter: no list says which"

_HEAD = re.compile(r"(?P<kind>[WPSJRM])[0O](?=\d{3})")
"""What the letters stand for is an order: of work, purchase, service, a job, a repair, maintenance."""
_MOSTLY = 0.6
"""Share of a binder's numbers from which they are of one kind."""
_LIKELY = 0.7
"""How sure the O is: the letters of an order's kind are two far oftener than one with zeros behind it."""


def with_heads(results: Sequence[PageResult], listed: Counts) -> tuple[PageResult, ...]:
    """The pages, their numbers with the O of "order" where a zero was read for it, in doubt; as they are where a list
    has numbers with letters, or where the zero begins a year: "W03-0123" of 2003.

    Args:
        results: The pages of one binder.
        listed: How often each beginning of a number is in the digital records.
    """
    numbers = [value for page in results for f in page.fragments if (value := f.value(NUMBER))]
    headed = [number for number in numbers if _HEAD.match(number)]
    zeros = sum(number[1] == "0" for number in headed)
    told = any(count > 1 and stem[:1].isalpha() for stem, count in listed.items())
    if told or zeros <= len(headed) / 2 or len(headed) < _MOSTLY * len(numbers) or _are_years(headed, results):
        return tuple(results)
    return tuple(
        replace(
            page,
            fragments=tuple(replace(f, readings=tuple(map(_with_head, f.readings))) for f in page.fragments),
        )
        for page in results
    )


def _are_years(numbers: Sequence[str], results: Sequence[PageResult]) -> bool:
    """Whether the figures behind the first letter are the last two of a year that the binder speaks of."""
    readings = (r for page in results for f in page.fragments for r in f.readings)
    days = (r.value for r in readings if r.value and r.name in CATALOGUE and CATALOGUE[r.name].type is FieldType.DATE)
    years = {day[2:4] for day in days}
    return all(number[1:3].replace("O", "0") in years for number in numbers)


def _with_head(reading: FieldReading) -> FieldReading:
    head = _HEAD.match(reading.value or "") if reading.name == NUMBER else None
    if head is None or reading.value is None:
        return reading
    zero, letter = (f"{head['kind']}{sign}{reading.value[head.end() :]}" for sign in "0O")
    kept = tuple(other for other in reading.alternatives if other.value not in {zero, letter})
    return replace(
        reading,
        value=letter,
        status=ReadingStatus.REPAIRED,
        confidence=min(reading.confidence, _LIKELY),
        doubt=reading.doubt or AN_O_OR_A_ZERO,
        alternatives=(Alternative(zero, reading.raw, reading.engine, reading.log_likelihood), *kept),
    )
