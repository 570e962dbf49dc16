"""Accounting for every number: the number series of each department, what is in use of them, and what is not.

A series is a department, the letters before the counter, and a period where the counter begins anew with each; it is
cut where the counter leaps, so a second pad is a range of its own, and no one has to declare any of it. Numbers on
paper, in the records and on void sheets count as used. A range of which less than `MatchSettings.dense_from` is in use
is not dense; it has no gaps, it was never meant to be whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeAlias

from matching.by_date import with_numbers_by_date
from matching.eras import periods_left_out, with_eras
from matching.links import Linkage
from matching.listed import day_of, digital_numbers
from matching.misread import is_sure_number, keyed_numbers, misread_beginnings, misread_numbers
from matching.normalise import fold
from matching.numerals import (
    Family,
    Numeral,
    families,
    learn_periods,
    parse_numeral,
    printed_width,
    width_of,
)
from matching.periods import pads_that_begin_anew
from matching.prefixes import Printed, usual_keys
from matching.settings import MatchSettings
from matching.turns import Key, Span, over_turns
from matching.used import Pad, Used, pad_of
from records.order import DigitalRecord, PaperOrder

_LEAP = 25
"""A leap of the counter by more than this begins another range."""
_LEAP_BETWEEN = 6
"""So does one of more than this from the numbers of one binder to those of another: it may be another office's pad."""
_NEAR = 3
_NEIGHBOURS = 5


@dataclass(frozen=True, slots=True)
class Series:
    """One range of numbers of one department."""

    department: str
    key: str
    period: str
    """Empty where the counter runs on through the periods."""
    printed: Mapping[int, Numeral]
    """How the numbers of the orders are printed, by their counters."""
    periods: Mapping[int, str]
    """The period of each counter in use."""
    width: int
    """Digits that the counter is filled up to with zeros."""
    low: int
    high: int
    paper: Mapping[int, tuple[int, ...]]
    """Orders by counter."""
    digital: Mapping[int, tuple[int, ...]]
    """Records by counter."""
    dense: bool
    fill: float
    """Share of the range that is in use, of what was issued."""
    unissued: frozenset[int] = frozenset()
    """Counters that were never issued, or were spoiled, as somebody declared."""

    def number(self, counter: int) -> str:
        """The number as it would be printed: as most of its neighbours are, in its own period."""
        near = sorted(self.printed, key=lambda other: (abs(other - counter), other))[:_NEIGHBOURS]
        kinds = [(self.printed[other].prefix, self.printed[other].suffix) for other in near]
        prefix, suffix = max(kinds, key=kinds.count, default=("", ""))  # the nearest alone may be misread: "W0-2019-"
        width = printed_width([self.printed[other] for other in near], self.width)
        return Numeral(prefix, 0, 1, suffix).other(counter, width, self.periods.get(counter, ""))

    def called(self, counter: int) -> str:
        """The number, with its period where that is not printed: "0412 of 2019"."""
        number = self.number(counter)
        return number if self.period in "".join(filter(str.isdigit, number)) else f"{number} of {self.period}"

    def holds(self, counter: int) -> bool:
        """The counter lies in the range of what was scanned."""
        return self.low <= counter <= self.high

    @property
    def pad(self) -> Pad:
        """The pad that its numbers are of."""
        return self.department, self.key, self.width

    @property
    def holes(self) -> tuple[int, ...]:
        """Counters of the range that nothing uses; none where the range is not dense."""
        used = self.paper.keys() | self.digital.keys() | self.unissued
        return tuple(c for c in range(self.low, self.high + 1) if c not in used) if self.dense else ()


@dataclass(frozen=True, slots=True)
class Accounting:
    """All series, and which number each order and record is taken to have."""

    series: tuple[Series, ...]
    orders: Mapping[int, Used]
    records: Mapping[int, Used]
    misread: Mapping[int, str]
    """For orders whose number was misread: the number that it is taken to be, as records have it."""

    def series_of(self, used: Used | None) -> Series | None:
        """The scanned range that a number lies in."""
        if used is None:
            return None
        fits = (
            s for s in self.series if s.pad == pad_of(used) and s.period in {"", used.period} and s.holds(used.counter)
        )
        return next(fits, None)


def account(
    orders: Sequence[PaperOrder], records: Sequence[DigitalRecord], linkage: Linkage, settings: MatchSettings
) -> Accounting:
    """Learn the series and count what is in use."""
    keyed = keyed_numbers(records, linkage)
    misread = misread_numbers(orders, keyed, settings)
    misread |= misread_beginnings(orders, keyed, misread, settings)
    numbers = {place: misread.get(place, order.number) for place, order in enumerate(orders)}
    periods = learn_periods((o.department, numbers[place], o.value("requested_on")) for place, o in enumerate(orders))
    numerals = {
        place: numeral
        for place, number in numbers.items()
        if (numeral := parse_numeral(number, orders[place].department, periods))
    }
    own = {place: numeral for place, numeral in numerals.items() if place not in misread}
    known = families((orders[p].department, numeral) for p, numeral in numerals.items() if orders[p].number)
    paper = _sure_by_place(orders, dict(_paper_numbers(orders, records, linkage, (numerals, known, misread), settings)))
    paper, digital = with_eras(orders, records, linkage, (paper, digital_numbers(records, linkage, paper, known)))
    binders = {place: order.binder for place, order in enumerate(orders)}
    days = {place: order.value("requested_on") or "" for place, order in enumerate(orders)}
    anew = pads_that_begin_anew(paper.values(), digital.values(), days)
    digital = with_numbers_by_date(orders, records, linkage, (paper, digital), anew)
    used = _by_key(paper.values(), anew), _by_key(digital.values(), anew)
    spans = over_turns(list(_all_spans(used, binders, settings)), used, _places(orders))
    series = (_series(span, used, (own, numerals), settings) for span in spans)
    return Accounting(tuple(_with_days(each, orders, records) for each in series), paper, digital, misread)


# ---------------------------------------------------------------- which number is whose


_Learned: TypeAlias = tuple[Mapping[int, Numeral], tuple[Family, ...], Mapping[int, str]]
"""The orders' numerals, the families they are of, and the numbers taken from records."""


def _paper_numbers(
    orders: Sequence[PaperOrder],
    records: Sequence[DigitalRecord],
    linkage: Linkage,
    learned: _Learned,
    settings: MatchSettings,
) -> Iterator[tuple[int, Used]]:
    numerals, known, misread = learned
    usual = usual_keys(
        Printed(orders[place].department, numeral.key, numeral.counter, is_sure_number(orders[place], settings))
        for place, numeral in numerals.items()
        if place not in misread
    )
    widths: dict[tuple[str, str], tuple[int, ...]] = defaultdict(tuple)
    for family in known:
        widths[family.department, family.key] += (family.width,)
    for place, numeral in numerals.items():
        order = orders[place]
        partner = linkage.partner.get(place)
        keyed = records[partner.record].value("order_number") if partner else None
        if place in misread:
            read = _read_as(known, order.department, misread[place])
            if read is None:
                continue
            family, period, count = read
            yield place, Used(order.department, family.key, period, family.width, count, place, partner is not None)
            continue
        agreed = bool(keyed and fold(keyed).endswith(str(numeral.counter)))
        sure = is_sure_number(order, settings)
        key = usual.get((order.department, numeral.key), numeral.key)
        width = width_of(numeral, widths.get((order.department, key), (1,)))
        yield place, Used(order.department, key, numeral.period, width, numeral.counter, place, agreed or sure)


def _sure_by_place(orders: Sequence[PaperOrder], paper: Mapping[int, Used]) -> dict[int, Used]:
    """The numbers, with those in no doubt that lie between those beside them in the binder, few apart.

    A misread figure leaves the few numbers that would fit there, but one time in ten or less.
    """
    sequence = sorted(paper, key=lambda i: (orders[i].binder, orders[i].pages[:1], i))
    placed = {
        place
        for before, place, after in zip(sequence, sequence[1:], sequence[2:], strict=False)
        if orders[before].binder == orders[place].binder == orders[after].binder
        and _lies_between(paper[before], paper[place], paper[after])
    }
    return {place: replace(one, sure=one.sure or place in placed) for place, one in paper.items()}


def _lies_between(before: Used, one: Used, after: Used) -> bool:
    low, high = sorted((before.counter, after.counter))
    return pad_of(before) == pad_of(one) == pad_of(after) and low < one.counter < high and high - low <= _NEAR + 1


def _read_as(known: Sequence[Family], department: str, number: str) -> tuple[Family, str, int] | None:
    """A record's number in the first family of the department that prints it so, else in the first that it fits."""
    own = sorted((family for family in known if family.department == department), key=lambda f: not f.prints(number))
    fits = ((family, family.read(number)) for family in own)
    return next(((family, *read) for family, read in fits if read), None)


# ---------------------------------------------------------------- ranges


def _all_spans(used: tuple[_ByKey, _ByKey], binders: Mapping[int, str], settings: MatchSettings) -> Iterator[Span]:
    ours, theirs = used
    for key in sorted(ours):
        for low, high in _ranges(ours[key], theirs.get(key, []), binders, settings):
            yield Span(key, low, high)


def _places(orders: Sequence[PaperOrder]) -> dict[int, tuple[str, int]]:
    """The binder of each order, and its place among all that are bound."""
    sequence = sorted(range(len(orders)), key=lambda i: (orders[i].binder, orders[i].pages[:1], i))
    return {place: (orders[place].binder, at) for at, place in enumerate(sequence)}


def _with_days(series: Series, orders: Sequence[PaperOrder], records: Sequence[DigitalRecord]) -> Series:
    """The series, with the periods that days tell of the counters that nothing uses."""
    if len(set(series.periods.values())) == 1:
        return series
    listed = ((c, day_of(records[place])) for c, places in series.digital.items() for place in places[:1])
    written = ((c, day_of(orders[place])) for c, places in series.paper.items() for place in places[:1])
    known = ((counter, series.periods[counter], day[:10]) for counter, day in (dict(listed) | dict(written)).items())
    return replace(series, periods=periods_left_out(known) | dict(series.periods))


_ByKey: TypeAlias = Mapping[Key, list[Used]]
_Printed: TypeAlias = tuple[Mapping[int, Numeral], Mapping[int, Numeral]]
"""The numerals of the orders as they were read, and with those that were misread."""


def _series(span: Span, used: tuple[_ByKey, _ByKey], printed: _Printed, settings: MatchSettings) -> Series:
    key, low, high = span.key, span.low, span.high
    paper, digital = used[0][key], used[1].get(key, [])
    on_paper, in_records = _by_counter(paper, low, high), _by_counter(digital, low, high)
    unissued = frozenset(_unissued(span, settings.unissued)) - on_paper.keys() - in_records.keys()
    fill = len(on_paper.keys() | in_records.keys()) / (high - low + 1 - len(unissued))
    shown = _shown(key[1], paper, printed)
    return Series(
        department=key[0],
        key=key[1],
        period=key[3],
        printed=shown,
        periods={one.counter: one.period for one in (*digital, *paper)},
        width=key[2],
        low=low,
        high=high,
        paper=on_paper,
        digital=in_records,
        dense=fill >= settings.dense_from,
        fill=fill,
        unissued=unissued,
    )


def _shown(key: str, paper: Sequence[Used], printed: _Printed) -> dict[int, Numeral]:
    """How the sure numbers of a series are printed: as they were read, where any was read with its own prefix."""
    sure = [{one.counter: of[one.place] for one in paper if one.sure and one.place in of} for of in printed]
    alike = ({counter: numeral for counter, numeral in one.items() if numeral.key == key} for one in sure)
    return next(filter(None, alike), sure[0])


def _unissued(span: Span, declared: Iterable[tuple[str, str]]) -> Iterator[int]:
    """The counters of a series that lie in a range which was declared, from its first number to its last."""
    for first, last in declared:
        ends = parse_numeral(first), parse_numeral(last)
        if ends[0] and ends[1] and ends[0].key == ends[1].key == span.key[1] and span.key[3] in {"", ends[0].period}:
            yield from range(max(ends[0].counter, span.low), min(ends[1].counter, span.high) + 1)


def _by_key(used: Iterable[Used], anew: set[Pad]) -> dict[Key, list[Used]]:
    found: dict[Key, list[Used]] = defaultdict(list)
    for one in used:
        found[*pad_of(one), one.period if pad_of(one) in anew else ""].append(one)
    return found


def _by_counter(used: Iterable[Used], low: int, high: int) -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = {}
    for one in used:
        if low <= one.counter <= high:
            found[one.counter] = (*found.get(one.counter, ()), one.place)
    return found


def _ranges(
    paper: Sequence[Used], digital: Sequence[Used], binders: Mapping[int, str], settings: MatchSettings
) -> Iterator[tuple[int, int]]:
    """The ranges of sure numbers on paper, cut where the counter of all numbers leaps."""
    every = sorted({used.counter for used in (*paper, *digital)})
    anchored = _anchored(paper, every)
    of_binders: dict[int, set[str]] = defaultdict(set)
    for used in paper:
        of_binders[used.counter].add(binders[used.place])
    for run in _runs(every, of_binders):
        sure = [counter for counter in run if counter in anchored]
        if len(run) >= settings.series_least and len(sure) >= min(settings.series_least, 3):
            yield sure[0], sure[-1]


def _runs(counters: Sequence[int], binders: Mapping[int, set[str]]) -> Iterator[list[int]]:
    """The counters, cut where they leap: from one binder to another sooner, for what lies between was not scanned."""
    run: list[int] = []
    for counter in counters:
        if run and counter - run[-1] > (_LEAP_BETWEEN if _are_apart(binders, run[-1], counter) else _LEAP):
            yield run
            run = []
        run.append(counter)
    if run:
        yield run


def _are_apart(binders: Mapping[int, set[str]], one: int, other: int) -> bool:
    """Both numbers are on paper, in two binders."""
    return one in binders and other in binders and binders[one].isdisjoint(binders[other])


def _anchored(paper: Sequence[Used], every: Sequence[int]) -> set[int]:
    """Sure numbers on paper with another number near: a misread one that stands alone stretches no range."""
    near = {c for one, other in pairwise(every) if other - one <= _NEAR for c in (one, other)}
    return {used.counter for used in paper if used.sure and used.counter in near}
