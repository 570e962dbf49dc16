"""Numbers for the records of a list that does not keep those of the paper, only its own: told by links and by order.

A record that is linked has the number of its order. One that is not linked was asked for on some day; where exactly as
many numbers are left out on paper between the orders of the days before and after, they are theirs, in the order of
their days. Where the days leave it open, the list's own numbers may tell: the record between those of orders 304 and
306 is of 305. Only where a series runs with its dates, or with the list's numbers, and only where nothing else could
have them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, islice, pairwise
from typing import TypeAlias

from matching.links import Linkage
from matching.numerals import parse_numeral
from matching.used import Pad, Used, pad_of
from matching.whose import likely_pad, work_of
from records.order import DigitalRecord, PaperOrder

_OWN = 0.5
"""Share of a list's linked records with numbers of the paper, from which the list keeps them."""
_RUNS = 0.9
"""Share of steps from number to number on which the date does not go back, from which a series runs with its dates."""
_LEAST = 4
_FIGURES = 12
"""Of a list's own number as it is sorted."""
_LONGEST = 6
"""More numbers in a row than this are told apart by no date."""


@dataclass(frozen=True, slots=True)
class _Run:
    """Numbers left out on paper between two orders, and what these lie by."""

    before: Used
    counters: tuple[int, ...]
    first: str
    """The day, or the list's own number, of the order before."""
    last: str


_List: TypeAlias = tuple[str, str]
"""A source, and a department in it."""
_Row: TypeAlias = tuple[int, str, Used]
"""A counter in use, the day or the list's own number that it lies by, and the whole of it."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What is given."""

    orders: Sequence[PaperOrder]
    records: Sequence[DigitalRecord]
    linkage: Linkage
    paper: Mapping[int, Used]
    anew: Container[Pad]
    """The pads whose counter begins anew with each period."""

    def count_of(self, one: Used) -> tuple[Pad, str]:
        """The count that a number is of: its pad's, or that of its period."""
        return pad_of(one), one.period if pad_of(one) in self.anew else ""


def with_numbers_by_date(
    orders: Sequence[PaperOrder],
    records: Sequence[DigitalRecord],
    linkage: Linkage,
    numbers: tuple[Mapping[int, Used], Mapping[int, Used]],
    anew: Container[Pad],
) -> dict[int, Used]:
    """The records' numbers; of lists that do not keep the paper's, those that links and dates tell instead.

    Args:
        orders: On paper.
        records: Of all lists.
        linkage: Of the two.
        numbers: Those on paper, and those that were read in the records.
        anew: The pads whose counter begins anew with each period.
    """
    known, digital = _Known(orders, records, linkage, numbers[0], anew), numbers[1]
    pads = _pads(known, digital)
    told = {place: one for place, one in digital.items() if pad_of(one) not in pads.get(_list_of(records[place]), ())}
    for record, link in linkage.partner_of.items():
        order = known.paper.get(link.order)
        if order and pad_of(order) in pads.get(_list_of(records[record]), ()):
            told[record] = replace(order, place=record)
    for listed, days in _alone(known, pads, told).items():
        work = work_of(
            (pad_of(one), records[place]) for place, one in told.items() if _list_of(records[place]) == listed
        )
        likely = {place: likely_pad(records[place], work) for place in days}
        for pad in sorted(pads[listed]):
            own = sorted((day, place) for place, day in days.items() if likely[place] == pad)
            told |= dict(_placed(list(_runs_by_day(known, told, pad)), own))
        for by_day in (True, False):  # then whatever its words for the work say
            read = _runs_by_day if by_day else partial(_runs_by_list, listed=listed)
            runs = [run for pad in sorted(pads[listed]) for run in read(known, told, pad)]
            left = sorted((days[p] if by_day else _own_number(records[p]), p) for p in days if p not in told)
            told |= dict(_placed(runs, [one for one in left if one[0]]))
    return told


def _runs_by_day(known: _Known, told: Mapping[int, Used], pad: Pad) -> Iterator[_Run]:
    """The numbers of a pad left out on paper, by the days of the orders beside them."""
    sure = [one for one in known.paper.values() if pad_of(one) == pad and one.sure]
    return _runs(known, told, [(o.counter, known.orders[o.place].value("requested_on") or "", o) for o in sure])


def _runs_by_list(known: _Known, told: Mapping[int, Used], pad: Pad, listed: _List) -> Iterator[_Run]:
    """The same, by the numbers that the list itself has for them; none where these do not run with a day's orders."""
    own = ((one, known.records[place]) for place, one in told.items() if pad_of(one) == pad and one.sure)
    rows = [(one, record) for one, record in own if _list_of(record) == listed]
    rows.sort(key=lambda row: (row[1].value("requested_on") or "", row[0].counter))
    ties = [
        _own_number(record) <= _own_number(other)
        for (_, record), (_, other) in pairwise(rows)
        if record.value("requested_on") == other.value("requested_on")
    ]
    if sum(ties) >= _RUNS * len(ties):
        yield from _runs(known, told, [(one.counter, _own_number(record), one) for one, record in rows])


def _own_number(record: DigitalRecord) -> str:
    """The list's own number, for sorting; empty where it has none."""
    numeral = parse_numeral(record.value("order_number") or record.record_id)
    return f"{numeral.prefix}{numeral.counter:0{_FIGURES}d}" if numeral else ""


def _list_of(record: DigitalRecord) -> _List:
    return record.source, record.department or record.value("department") or ""


def _pads(known: _Known, digital: Mapping[int, Used]) -> dict[_List, set[Pad]]:
    """The lists whose linked records have other numbers than their orders, each with the pads of which that is so.

    In a list that keeps most numbers of the paper a pad is not kept if its records have none that can be read: what
    was misread on paper looks like a pad of its own, and its records have numbers.
    """
    linked: dict[_List, Counter[Pad]] = defaultdict(Counter)
    agreed: dict[_List, Counter[Pad]] = defaultdict(Counter)
    read: dict[_List, Counter[Pad]] = defaultdict(Counter)
    for record, link in known.linkage.partner_of.items():
        order = known.paper.get(link.order)
        if order:
            listed, pad = _list_of(known.records[record]), pad_of(order)
            linked[listed][pad] += 1
            agreed[listed][pad] += record in digital and digital[record].counter == order.counter
            read[listed][pad] += record in digital
    found: dict[_List, set[Pad]] = {}
    for listed, pads in linked.items():
        keeps = agreed[listed].total() >= _OWN * pads.total()
        told = (read if keeps else agreed)[listed]
        found[listed] = {pad for pad, count in pads.items() if count >= _LEAST and told[pad] < _OWN * count}
    return {listed: pads for listed, pads in found.items() if pads}


def _alone(known: _Known, lists: Container[_List], told: Mapping[int, Used]) -> dict[_List, dict[int, str]]:
    """The days of the records of such lists that are linked to nothing and have no number, of duplicates the first."""
    linked = set(known.linkage.partner_of)
    for group in known.linkage.record_groups:
        linked |= set(group.members) if linked & set(group.members) else set(group.members[1:])
    found: dict[_List, dict[int, str]] = defaultdict(dict)
    for place, record in enumerate(known.records):
        day = record.value("requested_on")
        if place not in linked and place not in told and _list_of(record) in lists and day:
            found[_list_of(record)][place] = day
    return found


def _runs(known: _Known, told: Mapping[int, Used], rows: Sequence[_Row]) -> Iterator[_Run]:
    """The numbers left out, run by run; none where a count does not run with what its numbers lie by."""
    taken: dict[tuple[Pad, str], set[int]] = defaultdict(set)
    for one in (*known.paper.values(), *told.values()):
        taken[known.count_of(one)].add(one.counter)
    counts: dict[tuple[Pad, str], list[_Row]] = defaultdict(list)
    for row in sorted((row for row in rows if row[1]), key=lambda row: row[:2]):
        counts[known.count_of(row[2])].append(row)
    before: dict[Pad, _Row] = {}
    runs: dict[Pad, bool] = {}
    for count, members in sorted(counts.items(), key=lambda item: item[1][0][1]):
        pad = count[0]
        runs[pad] = _runs_along(members, shown=runs.get(pad, False))
        if runs[pad]:
            yield from _left_out(members, taken[count], before.get(pad))
        before[pad] = members[-1]


def _runs_along(members: Sequence[_Row], *, shown: bool) -> bool:
    """A count goes up with what its numbers lie by; of too few to show it, if the period before has `shown` it."""
    steps = [one[1] <= other[1] for one, other in pairwise(members)]
    return (shown or len(steps) >= _LEAST) and sum(steps) >= _RUNS * len(steps)


def _left_out(members: Sequence[_Row], taken: set[int], last_before: _Row | None) -> Iterator[_Run]:
    """The numbers left out of one count; before its first those from 1 on, where it follows on another."""
    begun = [(0, last_before[1], members[0][2])] if last_before else []
    for (low, first, before), (high, last, _) in pairwise([*begun, *members]):
        left_out = tuple(counter for counter in range(low + 1, high) if counter not in taken)
        if first <= last and 0 < len(left_out) <= _LONGEST:
            yield _Run(before, left_out, first, last)


def _placed(runs: Sequence[_Run], dated: Sequence[tuple[str, int]]) -> Iterator[tuple[int, Used]]:
    """The records that are as many as the numbers that their days leave them, in the order of their days.

    First those whose days leave them one run only: its numbers are taken then, and records that its neighbour's days
    leave too are the neighbour's. Then those that have several runs for themselves: which number is whose is told by
    nothing but the order, but all of them are in the list.
    """
    days = [day for day, _ in dated]
    fits = {at: set(range(bisect_left(days, run.first), bisect_right(days, run.last))) for at, run in enumerate(runs)}
    while told := next(chain(_forced(runs, fits), _shared(runs, fits)), None):
        for at, own in told:
            for counter, place in zip(runs[at].counters, own, strict=True):
                yield dated[place][1], replace(runs[at].before, counter=counter, place=dated[place][1])
            del fits[at]


_Fits: TypeAlias = Mapping[int, set[int]]
"""Which records lie by their days in which run, both by their places."""
_Full: TypeAlias = list[tuple[int, list[int]]]
"""Runs with as many records as numbers, these in the order of their days."""


def _forced(runs: Sequence[_Run], fits: _Fits) -> Iterator[_Full]:
    """The runs that have as many records for themselves as numbers."""
    times = Counter(place for places in fits.values() for place in places)
    for at, places in fits.items():
        own = sorted(place for place in places if times[place] == 1)
        if len(own) == len(runs[at].counters):
            yield [(at, own)]


def _shared(runs: Sequence[_Run], fits: _Fits) -> Iterator[_Full]:
    """Runs side by side that together have as many records as numbers."""
    groups: list[list[int]] = []
    for at in sorted((at for at, places in fits.items() if places), key=lambda at: (min(fits[at]), runs[at].last)):
        if groups and any(fits[at] & fits[other] for other in groups[-1]):
            groups[-1].append(at)
        else:
            groups.append([at])
    for group in groups:
        records = iter(sorted(set[int]().union(*(fits[at] for at in group))))
        full = [(at, list(islice(records, len(runs[at].counters)))) for at in group]
        if next(records, None) is None and all(len(own) == len(runs[at].counters) for at, own in full):
            yield from [full] if all(fits[at].issuperset(own) for at, own in full) else ()
