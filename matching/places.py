"""Where in a binder a number would stand: its orders in the order of the sheets, and where numbers are left out.

Adjacency means something only where a binder is arranged by number; fleet is filed by vehicle, water by category. So a
binder gives places only if its numbers run one way.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median
from typing import TypeAlias

from matching.accounting import Accounting, Series
from matching.days import DayRun, runs_by_day
from matching.findable import findable
from matching.lengths import Lengths, is_longer, lengths_of, surplus
from matching.links import Linkage
from matching.logs import log_rows
from matching.rising import longest_rising
from matching.turns import BEGUN
from matching.used import pad_of
from records.order import PaperOrder
from records.page import PageEntry, PageKind
from records.sides import front_of

_ONE_WAY = 0.8
_LEAST_STEPS = 3
_CARDS = frozenset({PageKind.CHARGE_OUT})
_MAY_HIDE = frozenset({PageKind.UNREADABLE, PageKind.ORPHAN})
_BARE = 0.1
"""Of the ink of a binder's orders: a page with less shows no order. The shadow of a sheet's edge has 0.005 of it."""
_TOLD = 0.9
"""An order as findable as this would have been linked with its record, if it had one."""
_ROW_APART = 1.5
"""Rows further apart than so many times the usual have another between them."""
_LEAST_ROWS = 3
_OUTERMOST = 8
"""One number in so many is left out on either side of the range that a binder has."""


@dataclass(frozen=True, slots=True)
class Place:
    """Two neighbours by number that are neighbours in the binder too, and the numbers left out between them."""

    binder: str
    series: Series
    before: int
    """The order before the place, by its place in the list of orders."""
    after: int
    """The order after it."""
    counters: tuple[int, ...]
    """The numbers left out on paper, in the order of the binder."""
    after_page: int
    """The last page before the place."""
    before_page: int
    """The first page after it."""
    same_page: bool
    """Both neighbours stand on one sheet, so nothing can be stuck between them."""
    strays: tuple[int, ...]
    """Later pages of an order that belong to none, between the two: the sheet before them is gone, not stuck."""
    hidden_in: tuple[int, ...]
    """Pages between the two that may show the missing order: unreadable, orphaned, of an order of which little could be
    read, or with a row that was not read."""
    unlinked: tuple[int, ...] = ()
    """Orders between the two that could be read well and have no record: each may have a number that no record has."""
    unread_row: int | None = None
    """The page that both stand on, where there is room on it for a row between them of which nothing was read."""
    cards: tuple[int, ...] = ()
    """Cards between the two that stand for what was taken out."""
    longer: bool | None = None
    """Whether a scan there is longer than the binder's others; None where no size tells."""


@dataclass(frozen=True, slots=True)
class Run:
    """The orders of one series in a binder that is arranged by number, as they lie there."""

    series: Series
    members: tuple[int, ...]
    """By their place in the list of orders; one misread or misfiled is not among them."""
    counters: Mapping[int, int]
    """Of each of them."""

    @property
    def rising(self) -> bool:
        """The numbers rise from the binder's front to its back."""
        return self.counters[self.members[0]] <= self.counters[self.members[-1]]


@dataclass(frozen=True, slots=True)
class Held:
    """A binder that has sheets of a series, and the range of their numbers."""

    binder: str
    series: Series
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Layout:
    """The binders as they were scanned."""

    pages: Mapping[str, Mapping[int, PageEntry]]
    orders: Mapping[str, tuple[int, ...]]
    """The orders of each binder in the order of its sheets."""
    places: tuple[Place, ...]
    per_page: Mapping[str, int]
    """How many orders a full page of the binder holds."""
    runs: Mapping[str, tuple[Run, ...]]
    """For each binder that is arranged by number, of each series the orders that keep to that."""
    dated: tuple[DayRun, ...] = ()
    """The binders of those in `unnumbered` that are arranged by day."""
    unnumbered: frozenset[str] = frozenset()
    """The binders most of whose orders are of no series."""
    lengths: Mapping[str, Lengths | None] = field(default_factory=dict)
    """What the lengths of each binder's scans say."""
    held: tuple[Held, ...] = ()
    """Which numbers each binder has."""

    def place_of(self, series: Series, counter: int) -> Place | None:
        """Where the number would stand; of several binders that hold its neighbours, where likeliest.

        That is where a scan is longer, else where the fewest numbers are left out.
        """
        found = (place for place in self.places if counter in place.counters and place.series is series)
        return min(found, key=lambda place: (not place.longer, len(place.counters)), default=None)

    def rivals(self, place: Place) -> tuple[int, bool]:
        """How many other binders have sheets on either side of the numbers left out at a place; whether one shows two.

        A series may lie in several binders, and a number that is left out was in one of them.
        """
        others = {
            held.binder
            for held in self.held
            if held.series is place.series
            and held.binder != place.binder
            and any(held.low < counter < held.high for counter in place.counters)
        }
        numbers = set(place.counters)
        theirs = (other for other in self.places if other.series is place.series and other.binder in others)
        return len(others), any(other.longer and not numbers.isdisjoint(other.counters) for other in theirs)

    def beside(self, order: PaperOrder, place: int, series: Series) -> tuple[float, float] | None:
        """Between which numbers of a series an order lies in its binder, the less first; None where nothing tells.

        Beyond the binder's first and last number there may be any.
        """
        run = next((one for one in self.runs[order.binder] if one.series is series), None)
        if run is None:
            return None
        sequence = {member: at for at, member in enumerate(self.orders[order.binder])}
        own = sequence[place]
        before = [run.counters[member] for member in run.members if sequence[member] < own][-1:]
        after = [run.counters[member] for member in run.members if sequence[member] > own][:1]
        ends = (*before, *after) if before and after else _open_ended(before, after, rising=run.rising)
        return float(min(ends)), float(max(ends))


def _open_ended(before: Sequence[int], after: Sequence[int], *, rising: bool) -> tuple[float, float]:
    """The ends of what lies before the first number of a binder, or after the last one."""
    beyond = math.inf if bool(before) is rising else -math.inf
    return beyond, float((*before, *after)[0])


def lay_out(
    orders: Sequence[PaperOrder], pages: Sequence[PageEntry], accounting: Accounting, linkage: Linkage
) -> Layout:
    """Find the places of all binders."""
    by_binder: dict[str, list[int]] = defaultdict(list)
    for place in sorted(range(len(orders)), key=lambda i: (orders[i].binder, orders[i].pages[:1], i)):
        by_binder[orders[place].binder].append(place)
    entries: dict[str, dict[int, PageEntry]] = defaultdict(dict)
    for page in pages:
        entries[page.binder][page.number] = page
    rows = log_rows(orders, entries)
    lengths = {name: lengths_of(entries[name]) for name in by_binder}
    binders = [_Binder(name, members, entries[name], rows, lengths[name]) for name, members in by_binder.items()]
    runs = {binder.name: tuple(_runs(binder, accounting)) for binder in binders}
    found = [p for b in binders for p in _places(b, runs[b.name], (orders, linkage), accounting)]
    places = tuple(_each_scan_once(found, orders))
    full = {name: _orders_a_page([orders[i] for i in members]) for name, members in by_binder.items()}
    members = {name: tuple(found) for name, found in by_binder.items()}
    unnumbered = {name: found for name, found in members.items() if _is_unnumbered(found, accounting)}
    dated = tuple(runs_by_day(unnumbered, entries, orders, lengths))
    return Layout(
        entries,
        members,
        places,
        full,
        runs,
        dated,
        frozenset(unnumbered),
        lengths,
        tuple(_held(runs, orders, accounting)),
    )


def _held(runs: Mapping[str, Sequence[Run]], orders: Sequence[PaperOrder], accounting: Accounting) -> Iterator[Held]:
    """Of a binder that is arranged by number only what keeps to that, without the outermost: one may be misread."""
    for series in accounting.series:
        counters: dict[str, list[int]] = defaultdict(list)
        for counter, places in series.paper.items():
            for binder in {orders[place].binder for place in places}:
                counters[binder].append(counter)
        for binder, every in counters.items():
            own = next((run for run in runs[binder] if run.series is series), None)
            found = sorted(own.counters.values() if own else every)
            cut = len(found) // _OUTERMOST
            if len(found) >= _LEAST_STEPS:
                yield Held(binder, series, found[cut], found[-1 - cut])


def _each_scan_once(places: Sequence[Place], orders: Sequence[PaperOrder]) -> Iterator[Place]:
    """The places; a longer scan is of the one that it lies nearest behind, where sheets of two series are mixed."""
    nearest: dict[tuple[str, int], Place] = {}
    for place in places:
        at = place.binder, place.after_page
        if place.longer and (at not in nearest or _last(orders, nearest[at]) < _last(orders, place)):
            nearest[at] = place
    for place in places:
        own = nearest.get((place.binder, place.after_page), place)
        last = _last(orders, place)
        yield (
            place
            if own is place or not place.longer
            else replace(place, longer=False, after_page=last, before_page=last + 1)
        )


def _last(orders: Sequence[PaperOrder], place: Place) -> int:
    """The last page of the order before the place."""
    return max(orders[place.before].pages)


def _is_unnumbered(members: Sequence[int], accounting: Accounting) -> bool:
    """Most orders of the binder are of no series."""
    return 2 * sum(accounting.series_of(accounting.orders.get(i)) is not None for i in members) < len(members)


def _orders_a_page(orders: Sequence[PaperOrder]) -> int:
    """The commonest number of orders on a page, 1 where most orders fill theirs."""
    count: dict[int, int] = defaultdict(int)
    for order in orders:
        for page in order.pages[:1]:
            count[page] += 1
    sizes = sorted(count.values())
    return sizes[len(sizes) // 2] if sizes else 1


@dataclass(frozen=True, slots=True)
class _Binder:
    name: str
    members: Sequence[int]
    """Its orders in the order of its sheets."""
    entries: Mapping[int, PageEntry]
    rows: frozenset[int]
    """The orders, of all binders, that are rows of a log."""
    lengths: Lengths | None


def _runs(binder: _Binder, accounting: Accounting) -> Iterator[Run]:
    """Of each series; sheets alone where there are any, for a log's rows are no sheets."""
    by_series: dict[int, list[int]] = defaultdict(list)
    places = {id(series): number for number, series in enumerate(accounting.series)}
    for member in binder.members:
        series = accounting.series_of(accounting.orders.get(member))
        if series is not None:
            by_series[places[id(series)]].append(member)
    sheets = {
        number: [member for member in numbered if member not in binder.rows] or numbered
        for number, numbered in by_series.items()
    }
    ways = {
        accounting.series[number].pad: way
        for number, members in sheets.items()
        if (way := _direction([accounting.orders[i].counter for i in members]))
    }
    for number, members in sorted(sheets.items()):
        series = accounting.series[number]
        run = in_run(members, accounting) or _short_run(members, accounting, ways.get(series.pad, 0))
        if run:
            yield Run(series, tuple(run), {member: accounting.orders[member].counter for member in run})


def _short_run(members: Sequence[int], accounting: Accounting, way: int) -> list[int]:
    """A few orders of one period that all go the way of the binder's other periods; empty where one does not."""
    counters = [accounting.orders[i].counter * way for i in members]
    along = 1 < len(members) <= _LEAST_STEPS and all(one < other for one, other in pairwise(counters))
    return list(members) if along else []


def _places(
    binder: _Binder, runs: Sequence[Run], linked: tuple[Sequence[PaperOrder], Linkage], accounting: Accounting
) -> Iterator[Place]:
    orders, linkage = linked
    for run in runs:
        listed = frozenset[int]() if binder.rows.issuperset(run.members) else binder.rows
        for one, other in pairwise(run.members):
            missing = _left_out(run.series, (run.counters[one], run.counters[other]), linkage, listed)
            if missing:
                yield _place(binder, run.series, (one, other), missing, orders, linkage)
    for pad in {run.series.pad for run in runs}:
        own = [run for run in runs if run.series.pad == pad]
        for series, pair, ends in (*_at_turns(binder, own), *_at_lone_turns(binder, own, accounting)):
            missing = _left_out(series, ends, linkage, frozenset())
            if missing:
                yield _place(binder, series, pair, missing, orders, linkage)


_Turn: TypeAlias = tuple[Series, tuple[int, int], tuple[int, int]]
"""A series, the orders between which it ends or begins, and the numbers between which what lies there would be."""


def _at_turns(binder: _Binder, runs: Sequence[Run]) -> Iterator[_Turn]:
    """Between the last order of one period and the first of the next, where the counter begins anew."""
    at = {member: place for place, member in enumerate(binder.members)}
    for one, other in pairwise(sorted(runs, key=lambda run: at[run.members[0]])):
        before, after = one.members[-1], other.members[0]
        if at[before] < at[after]:
            behind = one.series.high + 1 if one.rising else one.series.low - 1
            ahead = other.series.low - 1 if other.rising else other.series.high + 1
            yield one.series, (before, after), (one.counters[before], behind)
            yield other.series, (before, after), (ahead, other.counters[after])


def _at_lone_turns(binder: _Binder, runs: Sequence[Run], accounting: Accounting) -> Iterator[_Turn]:
    """The same beside an order of another period of which the binder has too few for a run."""
    numbers = ((member, accounting.orders.get(member)) for member in binder.members)
    used = {member: number for member, number in numbers if number and pad_of(number) == runs[0].series.pad}
    in_runs = {member for run in runs for member in run.members}
    for one, other in pairwise(used):
        for run in runs:
            begins, ends = other == run.members[0], one == run.members[-1]
            lone, edge = (one, other) if begins else (other, one)
            if begins == ends or lone in in_runs or used[lone].period == used[edge].period:
                continue
            newer = begins == run.rising  # the run's own period is the one that begins there
            outermost = (min if newer else max)(run.series.paper) == run.counters[edge]
            if outermost and used[edge if newer else lone].counter <= BEGUN:
                beyond = run.series.low - 1 if newer else run.series.high + 1
                counters = (beyond, run.counters[edge]) if begins else (run.counters[edge], beyond)
                yield run.series, (one, other), counters


def _direction(counters: Sequence[int]) -> int:
    """1 where the counters mostly rise, -1 where they mostly fall, 0 where they do neither."""
    steps = [other - one for one, other in pairwise(counters) if other != one]
    if len(steps) < _LEAST_STEPS:
        return 0
    rising = sum(step > 0 for step in steps) / len(steps)
    return 1 if rising >= _ONE_WAY else -1 if rising <= 1 - _ONE_WAY else 0


def in_run(members: Sequence[int], accounting: Accounting) -> list[int]:
    """The longest run of orders whose numbers go one way: one misread or misfiled number does not break it.

    Empty where most numbers go neither way.
    """
    way = _direction([accounting.orders[i].counter for i in members])
    counters = [accounting.orders[i].counter * way for i in members] if way else []
    return [members[place] for place in longest_rising(counters, strictly=True)]


def _left_out(series: Series, ends: tuple[int, int], linkage: Linkage, rows: frozenset[int]) -> tuple[int, ...]:
    """The numbers between the two that no sheet has, nor a record that is linked to one; a log's row is no sheet.

    Of a series that is not dense only those that a list or a log holds: the others were never meant to be there.
    """
    first, last = ends
    way = 1 if last > first else -1
    return tuple(
        counter
        for counter in range(first + way, last, way)
        if counter not in series.unissued
        and (series.dense or counter in series.digital or counter in series.paper)
        and all(order in rows for order in series.paper.get(counter, ()))
        and not any(
            record in linkage.partner_of and linkage.partner_of[record].order not in rows
            for record in series.digital.get(counter, ())
        )
    )


def _place(
    binder: _Binder,
    series: Series,
    pair: tuple[int, int],
    missing: tuple[int, ...],
    orders: Sequence[PaperOrder],
    linkage: Linkage,
) -> Place:
    before, after = orders[pair[0]], orders[pair[1]]
    same_page = bool(set(before.pages) & set(after.pages))
    first = min(after.pages)
    shown = (page for pages in (before.pages, *before.copies) for page in pages)
    last = max((page for page in shown if page < first or same_page), default=before.pages[0])
    split = last if same_page else _longer_scan(binder, (last, first))
    row = _unread_row(binder, pair, orders)
    scans = [binder.entries.get(number) for number in range(split, max(split + 1, first))]
    return Place(
        binder=binder.name,
        series=series,
        before=pair[0],
        after=pair[1],
        counters=missing,
        after_page=split,
        before_page=first if same_page else min(first, split + 1),
        same_page=same_page,
        strays=_strays(binder, (last, first)),
        hidden_in=(*_hidden_in(binder, pair, orders, linkage), *([row] if row else ())),
        unlinked=tuple(i for i in _between(binder, pair) if i not in linkage.partner and _is_told(orders[i])),
        unread_row=row,
        cards=_cards(binder, (last, first)),
        longer=is_longer(scans, binder.lengths),
    )


def _longer_scan(binder: _Binder, edges: tuple[int, int]) -> int:
    """The scan after which a sheet lies: the first of those between that is longer than its fellows, else the first.

    Tabs and blank sheets lie between two orders; two sheets that went in together show which of them it was. Scanned
    on both sides it is a front: its own back is hidden, and the picture that follows is the lower sheet's back.
    """
    lengths = binder.lengths
    between = range(edges[0], edges[1])
    longer = next((page for page in between if lengths and surplus(binder.entries.get(page), lengths)), edges[0])
    return max(front_of(binder.entries, longer), edges[0])


def _between(binder: _Binder, pair: tuple[int, int]) -> Sequence[int]:
    """The orders between the two in the binder."""
    start, end = (binder.members.index(place) for place in pair)
    return binder.members[start + 1 : end]


def _is_told(order: PaperOrder) -> bool:
    return findable(order) >= _TOLD


def _hidden_in(
    binder: _Binder, pair: tuple[int, int], orders: Sequence[PaperOrder], linkage: Linkage
) -> tuple[int, ...]:
    """Pages between the two that may show what is left out: not readable, of no order, or of one hardly read."""
    hardly = (i for i in _between(binder, pair) if i not in linkage.partner and not _is_told(orders[i]))
    unlinked = {orders[i].pages[0] for i in hardly}
    between = range(max(orders[pair[0]].pages) + 1, min(orders[pair[1]].pages))
    usual = _usual_ink(binder)
    unread = {page for page in between if page in binder.entries and _may_hide(binder.entries[page], usual)}
    return tuple(sorted(unlinked | unread))


def _usual_ink(binder: _Binder) -> float:
    """The share of ink of the binder's orders; 0 where it was not measured."""
    measured = [page.facts.ink for page in binder.entries.values() if page.facts and page.kind is PageKind.ORDER]
    return median(measured) if measured else 0.0


def _may_hide(page: PageEntry, usual_ink: float) -> bool:
    """It may show an order that was not recognised; a later page of an order cannot be its first, nor a bare one."""
    bare = page.kind is PageKind.ORPHAN and page.facts is not None and page.facts.ink < _BARE * usual_ink
    return page.kind in _MAY_HIDE and (page.printed_page or 1) == 1 and not bare


def _unread_row(binder: _Binder, pair: tuple[int, int], orders: Sequence[PaperOrder]) -> int | None:
    """The page that both stand on, if there is room on it for a row between the two of which nothing was read."""
    tops = {i: top for i in binder.members if (top := _top(orders[i]))}
    if not all(i in tops for i in pair) or tops[pair[0]][0] != tops[pair[1]][0]:
        return None
    page = tops[pair[0]][0]
    heights = sorted(top for at, top in tops.values() if at == page)
    apart = [lower - upper for upper, lower in pairwise(heights)]
    room = abs(tops[pair[1]][1] - tops[pair[0]][1])
    rows = len(_between(binder, pair)) + 1
    return page if len(apart) >= _LEAST_ROWS and room > (rows - 1 + _ROW_APART) * median(apart) else None


def _top(order: PaperOrder) -> tuple[int, float] | None:
    """Page of the order's number, and how far down it stands; None where its place is not known."""
    reading = order.reading("order_number")
    return (reading.page, reading.box.top) if reading and reading.box else None


def _strays(binder: _Binder, edges: tuple[int, int]) -> tuple[int, ...]:
    between = (binder.entries[page] for page in range(edges[0] + 1, edges[1]) if page in binder.entries)
    return tuple(page.number for page in between if page.kind is PageKind.ORPHAN and (page.printed_page or 1) > 1)


def _cards(binder: _Binder, edges: tuple[int, int]) -> tuple[int, ...]:
    between = (binder.entries[page] for page in range(edges[0] + 1, edges[1]) if page in binder.entries)
    return tuple(page.number for page in between if page.kind in _CARDS)
