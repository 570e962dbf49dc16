"""Accounting for every number: the number series of each department, what is in use of them, and what is not.

A series is a department and what stands before the counter ("WO-2019-"), cut where the counter leaps: so a yearly or
monthly reset, a period token without a separator (19010001) and a second pad each make a range of their own, and no one has
to declare them. Numbers on paper, in the records and on void sheets count as used. A range of which less than
`MatchSettings.dense_from` is in use is not dense; it has no gaps, it was never meant to be whole.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import OSA

from matching.links import Linkage
from matching.normalise import fold
from matching.settings import MatchSettings
from records.order import DigitalRecord, PaperOrder

_NUMBER = re.compile(r"^(.*?)(\d+)(\D{0,2})$")
_FLOAT_TAIL = re.compile(r"^(\d+)\.0+$")
_LEAP = 25
"""A leap of the counter by more than this begins another range."""
_NEAR = 3
_LONGEST_COUNTER = 15


@dataclass(frozen=True, slots=True)
class Numeral:
    """An order number taken apart."""

    prefix: str
    """As printed before the counter: "WO-2019-"."""
    counter: int
    width: int
    """Digits of the counter as printed."""

    @property
    def key(self) -> str:
        """The prefix without separators and with look-alike glyphs made one."""
        return fold(self.prefix)


def parse_numeral(number: str | None) -> Numeral | None:
    """Take an order number apart; None where it has no counter."""
    found = _NUMBER.match(_FLOAT_TAIL.sub(r"\1", (number or "").strip().upper()))
    if not found or len(found.group(2)) > _LONGEST_COUNTER:
        return None
    return Numeral(found.group(1), int(found.group(2)), len(found.group(2)))


@dataclass(frozen=True, slots=True)
class Used:
    """A number in use, by an order or a record."""

    department: str
    key: str
    counter: int
    place: int
    """Of the order or the record in its list."""
    sure: bool
    """The reading is in no doubt, or its record has the same number."""


@dataclass(frozen=True, slots=True)
class Series:
    """One range of numbers of one department."""

    department: str
    prefix: str
    """As it is printed."""
    width: int
    low: int
    high: int
    paper: Mapping[int, tuple[int, ...]]
    """Orders by counter."""
    digital: Mapping[int, tuple[int, ...]]
    """Records by counter."""
    dense: bool
    fill: float
    """Share of the range that is in use."""

    def number(self, counter: int) -> str:
        """The number as it would be printed."""
        return f"{self.prefix}{counter:0{self.width}d}"

    def holds(self, counter: int) -> bool:
        """The counter lies in the range of what was scanned."""
        return self.low <= counter <= self.high

    @property
    def holes(self) -> tuple[int, ...]:
        """Counters of the range that nothing uses; none where the range is not dense."""
        used = self.paper.keys() | self.digital.keys()
        return tuple(c for c in range(self.low, self.high + 1) if c not in used) if self.dense else ()


@dataclass(frozen=True, slots=True)
class Accounting:
    """All series, and which number each order and record is taken to have."""

    series: tuple[Series, ...]
    orders: Mapping[int, Used]
    records: Mapping[int, Used]
    misread: Mapping[int, str]
    """For orders whose number was misread: the number that it is taken to be, as the record has it."""

    def series_of(self, used: Used | None) -> Series | None:
        """The scanned range that a number lies in."""
        if used is None:
            return None
        fits = (
            s
            for s in self.series
            if (s.department, fold(s.prefix)) == (used.department, used.key) and s.holds(used.counter)
        )
        return next(fits, None)


def account(
    orders: Sequence[PaperOrder], records: Sequence[DigitalRecord], linkage: Linkage, settings: MatchSettings
) -> Accounting:
    """Learn the series and count what is in use."""
    misread = _misread_numbers(orders, records, linkage, settings)
    paper = dict(_paper_numbers(orders, records, linkage, misread, settings))
    digital = dict(_digital_numbers(records, linkage, paper))
    prefixes = _printed(orders, paper, misread)
    series = tuple(_all_series(paper.values(), digital.values(), prefixes, settings))
    return Accounting(series, paper, digital, misread)


# ---------------------------------------------------------------- which number is whose


def _misread_numbers(
    orders: Sequence[PaperOrder], records: Sequence[DigitalRecord], linkage: Linkage, settings: MatchSettings
) -> dict[int, str]:
    """Linked orders whose number is unread, in doubt or looks like the record's: they have the record's number.

    Where the binder runs by number the neighbours decide: of two numbers one digit apart, the one that fits is right.
    """
    found = {}
    neighbours = _neighbours(orders)
    for place, partner in linkage.partner.items():
        keyed = records[partner.record].value("order_number")
        if keyed and _takes_keyed(orders[place], keyed, neighbours[place], settings):
            found[place] = keyed
    return found


def _takes_keyed(order: PaperOrder, keyed: str, beside: tuple[str | None, str | None], settings: MatchSettings) -> bool:
    if not order.number or fold(order.number) == fold(keyed):
        return not order.number
    fits, keyed_fits = _fits(order.number, beside), _fits(keyed, beside)
    if fits is not keyed_fits and OSA.distance(fold(order.number), fold(keyed)) <= 2:
        return keyed_fits
    return _is_misread(order, keyed, settings)


def _neighbours(orders: Sequence[PaperOrder]) -> dict[int, tuple[str | None, str | None]]:
    """For each order the numbers, as read, of the orders before and after it in its binder."""
    sequence = sorted(range(len(orders)), key=lambda i: (orders[i].binder, orders[i].pages[:1], i))
    found = {}
    for one, place, other in zip([None, *sequence], sequence, [*sequence[1:], None], strict=False):
        found[place] = (_number_beside(orders, one, place), _number_beside(orders, other, place))
    return found


def _number_beside(orders: Sequence[PaperOrder], other: int | None, place: int) -> str | None:
    return orders[other].number if other is not None and orders[other].binder == orders[place].binder else None


def _fits(number: str, beside: tuple[str | None, str | None]) -> bool:
    """The number lies between those beside it, which are close to each other."""
    own, before, after = (parse_numeral(text) for text in (number, *beside))
    if own is None or before is None or after is None or abs(after.counter - before.counter) > _LEAP:
        return False
    return min(before.counter, after.counter) < own.counter < max(before.counter, after.counter)


def _is_misread(order: PaperOrder, keyed: str, settings: MatchSettings) -> bool:
    reading = order.reading("order_number")
    if reading is None or not reading.value:
        return True
    others = {fold(other.value) for other in reading.alternatives}
    unsure = bool(reading.doubt) or reading.confidence < settings.sure_reading
    return fold(keyed) in others or (unsure and OSA.distance(fold(reading.value), fold(keyed)) <= 2)


def _paper_numbers(
    orders: Sequence[PaperOrder],
    records: Sequence[DigitalRecord],
    linkage: Linkage,
    misread: Mapping[int, str],
    settings: MatchSettings,
) -> Iterator[tuple[int, Used]]:
    common = Counter(n.key for order in orders if (n := parse_numeral(order.number)))
    for place, order in enumerate(orders):
        numeral = parse_numeral(misread.get(place, order.number))
        if numeral is None:
            continue
        reading = order.reading("order_number")
        partner = linkage.partner.get(place)
        keyed = records[partner.record].value("order_number") if partner else None
        agreed = parse_numeral(keyed)
        same = agreed is not None and agreed.counter == numeral.counter
        sure = bool(reading and not reading.doubt and reading.confidence >= settings.sure_reading)
        yield place, Used(order.department, _usual_key(numeral.key, common), numeral.counter, place, same or sure)


def _usual_key(key: str, common: Mapping[str, int]) -> str:
    """The prefix that a rare one is a misreading of; itself where there is none."""
    near = [
        (count, other)
        for other, count in common.items()
        if count >= 10 * common.get(key, 0) and len(other) > 1 and other != key and OSA.distance(other, key) == 1
    ]
    digits_differ = [(c, o) for c, o in near if _same_letters(o, key)]
    return max(digits_differ)[1] if digits_differ else key


def _same_letters(one: str, other: str) -> bool:
    """Prefixes that differ in digits alone may be two years; only a slip in the letters is a misreading."""
    return re.sub(r"\D", "", one) == re.sub(r"\D", "", other)


def _digital_numbers(
    records: Sequence[DigitalRecord],
    linkage: Linkage,
    paper: Mapping[int, Used],
) -> Iterator[tuple[int, Used]]:
    """The records' numbers in the words of the paper: links show which prefix and department on paper theirs are."""
    taught: dict[tuple[str, str, str], Counter[tuple[str, str]]] = defaultdict(Counter)
    numerals = {place: n for place, record in enumerate(records) if (n := parse_numeral(record.value("order_number")))}
    for place, found in linkage.partner.items():
        ours, theirs = paper.get(place), numerals.get(found.record)
        if ours and theirs and ours.counter == theirs.counter:
            taught[_spelling(records[found.record], theirs)][ours.department, ours.key] += 1
    known = {(used.department, used.key) for used in paper.values()}
    for place, numeral in numerals.items():
        spelled = _spelling(records[place], numeral)
        department, key = _translated(spelled, taught, known)
        yield place, Used(department, key, numeral.counter, place, True)


def _spelling(record: DigitalRecord, numeral: Numeral) -> tuple[str, str, str]:
    return record.source, record.department, numeral.key


def _translated(
    spelled: tuple[str, str, str],
    taught: Mapping[tuple[str, str, str], Counter[tuple[str, str]]],
    known: Iterable[tuple[str, str]],
) -> tuple[str, str]:
    """Department and prefix on paper: as links taught, else the one department whose paper has this prefix."""
    if spelled in taught:
        return max(taught[spelled].items(), key=lambda found: (found[1], found[0]))[0]
    departments = {department for department, key in known if key == spelled[2]}
    fitting = departments & {spelled[1]} or departments
    return (next(iter(fitting)), spelled[2]) if len(fitting) == 1 else (spelled[1], spelled[2])


def _printed(
    orders: Sequence[PaperOrder], paper: Mapping[int, Used], misread: Mapping[int, str]
) -> dict[tuple[str, str], tuple[str, int]]:
    """How each series is printed: the commonest prefix and width."""
    seen: dict[tuple[str, str], Counter[tuple[str, int]]] = defaultdict(Counter)
    for place, used in paper.items():
        numeral = parse_numeral(misread.get(place, orders[place].number))
        if numeral and place not in misread:
            seen[used.department, used.key][numeral.prefix, numeral.width] += 1
    return {key: max(found.items(), key=lambda item: (item[1], item[0]))[0] for key, found in seen.items()}


# ---------------------------------------------------------------- ranges


def _all_series(
    paper: Iterable[Used],
    digital: Iterable[Used],
    printed: Mapping[tuple[str, str], tuple[str, int]],
    settings: MatchSettings,
) -> Iterator[Series]:
    ours, theirs = _by_key(paper), _by_key(digital)
    for key in sorted(ours):
        for low, high in _ranges(ours[key], theirs.get(key, []), settings):
            on_paper = _by_counter(ours[key], low, high)
            in_records = _by_counter(theirs.get(key, []), low, high)
            fill = len(on_paper.keys() | in_records.keys()) / (high - low + 1)
            prefix, width = printed.get(key, (key[1], 1))
            dense = fill >= settings.dense_from
            yield Series(key[0], prefix, width, low, high, on_paper, in_records, dense, fill)


def _by_key(used: Iterable[Used]) -> dict[tuple[str, str], list[Used]]:
    found: dict[tuple[str, str], list[Used]] = defaultdict(list)
    for one in used:
        found[one.department, one.key].append(one)
    return found


def _by_counter(used: Iterable[Used], low: int, high: int) -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = {}
    for one in used:
        if low <= one.counter <= high:
            found[one.counter] = (*found.get(one.counter, ()), one.place)
    return found


def _ranges(paper: Sequence[Used], digital: Sequence[Used], settings: MatchSettings) -> Iterator[tuple[int, int]]:
    """The ranges of sure numbers on paper, cut where the counter of all numbers leaps."""
    every = sorted({used.counter for used in (*paper, *digital)})
    anchored = _anchored(paper, every)
    for run in _runs(every):
        sure = [counter for counter in run if counter in anchored]
        if len(run) >= settings.series_least and len(sure) >= min(settings.series_least, 3):
            yield sure[0], sure[-1]


def _runs(counters: Sequence[int]) -> Iterator[list[int]]:
    run: list[int] = []
    for counter in counters:
        if run and counter - run[-1] > _LEAP:
            yield run
            run = []
        run.append(counter)
    if run:
        yield run


def _anchored(paper: Sequence[Used], every: Sequence[int]) -> set[int]:
    """Sure numbers on paper with another number near: a misread one that stands alone stretches no range."""
    near = {c for one, other in pairwise(every) if other - one <= _NEAR for c in (one, other)}
    return {used.counter for used in paper if used.sure and used.counter in near}
