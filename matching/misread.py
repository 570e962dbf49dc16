"""Numbers on paper that were misread: which one stands there, as records, neighbours and other orders say.

A record that an order is linked to says its number, where the one that was read is in doubt or near it. And a hand
whose "W17" comes out as "M77" on every row does so on the rows without a record too: what linked orders show of the
beginning of their numbers holds for the others that begin in the same way.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TypeAlias

from rapidfuzz.distance import OSA

from matching.links import Linkage
from matching.normalise import clean_number, fold
from matching.numerals import parse_numeral
from matching.settings import MatchSettings
from records.order import DigitalRecord, PaperOrder

_LEAP = 25
"""Two neighbours whose counters are further apart say nothing of what lies between."""
_ENOUGH = 3
"""Linked orders that a beginning must be misread in before it is elsewhere."""
_MOSTLY = 0.8
"""Of the linked orders that begin so, how many must show the same misreading."""
_PART = re.compile(r"[^0-9A-Za-z]+")
_COUNTER = 2
"""Figures at a number's end that are no beginning."""


def keyed_numbers(records: Sequence[DigitalRecord], linkage: Linkage) -> dict[int, str]:
    """For each linked order the number that its record has, where it has one."""
    listed = {place: records[link.record].value("order_number") for place, link in linkage.partner.items()}
    return {place: number for place, number in listed.items() if number}


def misread_numbers(orders: Sequence[PaperOrder], keyed: Mapping[int, str], settings: MatchSettings) -> dict[int, str]:
    """Linked orders whose number is unread, in doubt or looks like the record's: they have the record's number.

    Where the binder runs by number the neighbours decide: of two numbers one digit apart, the one that fits is right.
    Each is held against its own kind, as read or as keyed: a beginning that is misread throughout fits its like.
    """
    read = {place: order.number for place, order in enumerate(orders) if order.number}
    beside, beside_keyed = _neighbours(orders, read.keys() | keyed.keys(), read), _neighbours(orders, keyed, keyed)
    return {
        place: number
        for place, number in keyed.items()
        if _takes_keyed(orders[place], number, (beside[place], beside_keyed[place]), settings)
    }


_Beside: TypeAlias = tuple[str | None, str | None]
"""The number before and the number after."""


def _takes_keyed(order: PaperOrder, keyed: str, beside: tuple[_Beside, _Beside], settings: MatchSettings) -> bool:
    if not order.number or _leaves_out_letters(keyed, order.number):
        return not order.number
    fits, keyed_fits = _fits(order.number, beside[0]), _fits(keyed, beside[1])
    if fits is not keyed_fits and OSA.distance(fold(order.number), fold(keyed)) <= 2:
        return keyed_fits
    return _is_misread(order, keyed, settings)


def _leaves_out_letters(keyed: str, number: str) -> bool:
    """The record has the number, or all of it but letters or zeros before its counter, or a part after it."""
    ours, theirs = fold(number), fold(keyed)
    numeral = parse_numeral(number)
    first = fold(_PART.split(number.strip())[0])
    cut = bool(numeral and ours.endswith(theirs) and len(theirs) >= numeral.width)
    bare = bool(numeral and theirs == f"{numeral.counter}")
    return ours == theirs or cut or bare or (theirs == first and first.isdecimal())


def _neighbours(
    orders: Sequence[PaperOrder], places: Collection[int], numbers: Mapping[int, str]
) -> dict[int, _Beside]:
    """For each of these orders the numbers of those before and after it in its binder."""
    sequence = sorted(places, key=lambda i: (orders[i].binder, orders[i].pages[:1], i))
    found = {}
    for one, place, other in zip([None, *sequence], sequence, [*sequence[1:], None], strict=False):
        before, after = (
            numbers.get(p) if p is not None and orders[p].binder == orders[place].binder else None for p in (one, other)
        )
        found[place] = (before, after)
    return found


def _fits(number: str, beside: _Beside) -> bool:
    """The number lies between those beside it, which are close to each other."""
    own, before, after = (parse_numeral(text) for text in (number, *beside))
    if own is None or before is None or after is None or abs(after.counter - before.counter) > _LEAP:
        return False
    return min(before.counter, after.counter) < own.counter < max(before.counter, after.counter)


def _is_misread(order: PaperOrder, keyed: str, settings: MatchSettings) -> bool:
    reading = order.reading("order_number")
    if reading is None or not reading.value:
        return True
    others = {fold(other.value) for other in reading.plausible}
    unsure = bool(reading.doubt) or reading.confidence < settings.sure_reading
    return fold(keyed) in others or (unsure and OSA.distance(fold(reading.value), fold(keyed)) <= 2)


def misread_beginnings(
    orders: Sequence[PaperOrder], keyed: Mapping[int, str], misread: Mapping[int, str], settings: MatchSettings
) -> dict[int, str]:
    """The numbers of further orders that begin as misread ones do, with their right beginning.

    A beginning is as much of a number as differs. Only readings in doubt are changed, and only where at least three
    linked orders of the department show it, and four of five of those that begin so. `keyed` has the numbers of the
    linked orders' records: none is given another than its own.
    """
    shown: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for place, number in misread.items():
        for read, true in _beginnings(orders[place].number or "", number):
            shown[orders[place].department, read][true] += 1
    often = {start: found for start, found in shown.items() if found.total() >= _ENOUGH}
    usual = {start: max(found.items(), key=lambda item: (item[1], item[0])) for start, found in often.items()}
    cleaned = [(order.department, clean_number(order.number or "")) for order in orders]
    begin = Counter(start for place in keyed for start in _starts(cleaned[place], usual))
    held = {
        start: true for start, (true, times) in usual.items() if times >= max(_MOSTLY * begin[start], float(_ENOUGH))
    }
    begun = {
        place: held[start] + cleaned[place][1][len(start[1]) :]
        for place, order in enumerate(orders)
        if place not in misread and not is_sure_number(order, settings)
        if (start := next(_starts(cleaned[place], held), None))
    }
    return {place: number for place, number in begun.items() if fold(keyed.get(place, number)) == fold(number)}


def _starts(number: tuple[str, str], known: Collection[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The beginnings among those known that a department's number has, the longest first."""
    department, text = number
    starts = ((department, text[:length]) for length in range(len(text), 0, -1))
    return (start for start in starts if start in known)


def _beginnings(read: str, true: str) -> Iterator[tuple[str, str]]:
    """The beginning of a number that was misread, and the right one; nothing where the counter was."""
    ours, theirs = clean_number(read), clean_number(true)
    if ours and len(ours) == len(theirs):
        differ = [at for at, (one, other) in enumerate(zip(ours, theirs, strict=True)) if one != other]
        if differ and differ[-1] < len(ours) - _COUNTER:
            yield ours[: differ[-1] + 1], theirs[: differ[-1] + 1]


def is_sure_number(order: PaperOrder, settings: MatchSettings) -> bool:
    """Its number was read beyond doubt."""
    reading = order.reading("order_number")
    return bool(reading and not reading.doubt and reading.confidence >= settings.sure_reading)
