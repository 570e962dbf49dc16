"""Numbers for the records of a list that does not keep those of the paper, only its own: told by links and by order.

A record that is linked has the number of its order. One that is not linked was asked for on some day; where exactly as
many numbers are left out on paper between the orders of the days before and after, they are theirs, in the order of
their days. Where the days leave it open, the list's own numbers may tell: the record between those of orders 304 and
306 is of 305. Only where a series runs with its dates, or with the list's numbers, and only where nothing else could
have them.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from matching.links import Linkage
from matching.normalise import words
from matching.numerals import parse_numeral
from matching.used import Pad, Used, pad_of
from records.order import DigitalRecord, PaperOrder

_OWN = 0.5
"""Share of a list's linked records with numbers of the paper, from which the list keeps them."""
_RUNS = 0.9
"""Share of steps from number to number on which the date does not go back, from which a series runs with its dates."""
_LEAST = 4
_CLEAR = math.log(4)
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


def with_numbers_by_date(
    orders: Sequence[PaperOrder],
    records: Sequence[DigitalRecord],
    linkage: Linkage,
    paper: Mapping[int, Used],
    digital: Mapping[int, Used],
) -> dict[int, Used]:
    """The records' numbers; of lists that do not keep the paper's, those that links and dates tell instead."""
    pads = _pads(records, linkage, paper, digital)
    told = {place: one for place, one in digital.items() if _list_of(records[place]) not in pads}
    for record, link in linkage.partner_of.items():
        if link.order in paper and _list_of(records[record]) in pads:
            told[record] = replace(paper[link.order], place=record)
    for listed, days in _alone(records, linkage, pads).items():
        work = {pad: _words_of(pad, listed, records, told) for pad in sorted(pads[listed])}
        likely = {place: _likely_pad(records[place], work) for place in days}
        for pad in work:
            own = sorted((day, place) for place, day in days.items() if likely[place] == pad)
            members, taken = _of_pad(pad, paper, told)
            dated = [(one.counter, orders[one.place].value("requested_on") or "", one) for one in members]
            told |= dict(_placed(list(_runs(dated, taken)), own))
        runs = [run for pad in work for run in _runs(_kept(pad, listed, records, told), _of_pad(pad, paper, told)[1])]
        left = sorted((_own_number(records[place]), place) for place in days if place not in told)
        told |= dict(_placed(runs, [one for one in left if one[0]]))
    return told


def _kept(
    pad: Pad, listed: tuple[str, str], records: Sequence[DigitalRecord], told: Mapping[int, Used]
) -> list[tuple[int, str, Used]]:
    """The numbers of a pad that records of a list have, each with the list's own number."""
    own = ((one, records[place]) for place, one in told.items() if pad_of(one) == pad)
    return [(one.counter, _own_number(record), one) for one, record in own if one.sure and _list_of(record) == listed]


def _own_number(record: DigitalRecord) -> str:
    """The list's own number, for sorting; empty where it has none."""
    numeral = parse_numeral(record.value("order_number") or record.record_id)
    return f"{numeral.prefix}{numeral.counter:0{_FIGURES}d}" if numeral else ""


def _words_of(
    pad: Pad, listed: tuple[str, str], records: Sequence[DigitalRecord], told: Mapping[int, Used]
) -> Counter[str]:
    """The words for the work of a pad, as the linked records of a list have them."""
    own = (records[place] for place, one in told.items() if pad_of(one) == pad and _list_of(records[place]) == listed)
    return Counter(word for record in own for word in _work(record))


def _work(record: DigitalRecord) -> frozenset[str]:
    return frozenset(words(f"{record.value('description') or ''} {record.value('category') or ''}"))


def _likely_pad(record: DigitalRecord, work: Mapping[Pad, Counter[str]]) -> Pad | None:
    """The pad whose work the record's is (naive Bayes over words); None where two are nearly as likely."""
    if len(work) == 1:
        return next(iter(work))
    scores = {
        pad: sum(math.log((seen[word] + 0.5) / (seen.total() + 1)) for word in _work(record))
        for pad, seen in work.items()
    }
    (best, pad), (second, _) = sorted(((score, pad) for pad, score in scores.items()), reverse=True)[:2]
    return pad if best - second >= _CLEAR else None


def _of_pad(pad: Pad, paper: Mapping[int, Used], digital: Mapping[int, Used]) -> tuple[list[Used], set[int]]:
    """The sure numbers of a pad on paper, and all of it that are taken."""
    members = [one for one in paper.values() if pad_of(one) == pad]
    taken = {one.counter for one in (*members, *digital.values()) if pad_of(one) == pad}
    return [one for one in members if one.sure], taken


def _list_of(record: DigitalRecord) -> tuple[str, str]:
    return record.source, record.department


def _pads(
    records: Sequence[DigitalRecord], linkage: Linkage, paper: Mapping[int, Used], digital: Mapping[int, Used]
) -> dict[tuple[str, str], set[Pad]]:
    """The lists whose linked records have other numbers than their orders, each with the pads that these are of."""
    linked: Counter[tuple[str, str]] = Counter()
    agreed: Counter[tuple[str, str]] = Counter()
    pads: dict[tuple[str, str], Counter[Pad]] = defaultdict(Counter)
    for record, link in linkage.partner_of.items():
        if link.order in paper:
            listed, order = _list_of(records[record]), paper[link.order]
            linked[listed] += 1
            agreed[listed] += record in digital and digital[record].counter == order.counter
            pads[listed][pad_of(order)] += 1
    return {
        listed: {pad for pad, count in found.items() if count >= _LEAST}
        for listed, found in pads.items()
        if linked[listed] >= _LEAST and agreed[listed] < _OWN * linked[listed]
    }


def _alone(
    records: Sequence[DigitalRecord], linkage: Linkage, lists: Container[tuple[str, str]]
) -> dict[tuple[str, str], dict[int, str]]:
    """The days of the records of such lists that are linked to nothing, of each group of duplicates the first."""
    linked = set(linkage.partner_of)
    for group in linkage.record_groups:
        linked |= set(group.members) if linked & set(group.members) else set(group.members[1:])
    found: dict[tuple[str, str], dict[int, str]] = defaultdict(dict)
    for place, record in enumerate(records):
        day = record.value("requested_on")
        if place not in linked and _list_of(record) in lists and day:
            found[_list_of(record)][place] = day
    return found


def _runs(members: Iterable[tuple[int, str, Used]], taken: set[int]) -> Iterator[_Run]:
    """The numbers left out, run by run; none where the series does not run with what its members lie by."""
    known = sorted((one for one in members if one[1]), key=lambda one: one[:2])
    steps = [one[1] <= other[1] for one, other in pairwise(known)]
    if len(steps) < _LEAST or sum(steps) < _RUNS * len(steps):
        return
    for (low, first, before), (high, last, _) in pairwise(known):
        left_out = tuple(counter for counter in range(low + 1, high) if counter not in taken)
        if first <= last and 0 < len(left_out) <= _LONGEST:
            yield _Run(before, left_out, first, last)


def _placed(runs: Sequence[_Run], dated: Sequence[tuple[str, int]]) -> Iterator[tuple[int, Used]]:
    """The records whose days leave them one run only, where these are as many as its numbers."""
    days = [day for day, _ in dated]
    fits = {id(run): range(bisect_left(days, run.first), bisect_right(days, run.last)) for run in runs}
    times = Counter(place for places in fits.values() for place in places)
    for run in runs:
        own = [place for place in fits[id(run)] if times[place] == 1]
        if len(own) == len(fits[id(run)]) == len(run.counters):
            for counter, place in zip(run.counters, own, strict=True):
                record = dated[place][1]
                yield record, replace(run.before, counter=counter, place=record)
