"""Order numbers taken apart: letters, period ("2019", "1904"), counter; learned from the numbers and dates on paper.

Where separators stand, the last run of digits is the counter: WO-2019-00412 is WO, 2019, 412. Where none do, the run
may begin with its period: W1904031 is W, 19 and 04, 31. That is learned: a run of digits begins with a period if its
first digits are the year, or year and month, of the orders' own dates. And where the last run is the year of the
orders' own dates, as in WO 412/2019, the run before it is the counter.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import TypeAlias

from rapidfuzz.distance import OSA

from matching.normalise import clean_number, fold

_NUMBER = re.compile(r"^(.*?)(\d+)(\D{0,2})$")
_YEAR_LAST = re.compile(r"^(.*?)(\d+)([^\dA-Z]{1,3})(\d{4}|\d\d)$")
_COUNTER = "|"
"""Stands for the counter in the key of a number that ends in its period."""
_FLOAT_TAIL = re.compile(r"^(\d+)\.0+$")
_LONGEST_COUNTER = 15
_SHORTEST_COUNTER = 2
_AGREES = 0.8
_LEAST = 3
_GOES_ON = 6
"""By so much at most the first number of a pad that was printed with more zeros is above the last one before."""

Shape: TypeAlias = tuple[str, str, int]
"""Department, prefix with its digits as #, and length of the last run of digits."""
Periods: TypeAlias = Mapping[Shape, int]
"""How many digits of the last run are the period; all of them, for a shape of a length below zero."""


@dataclass(frozen=True, slots=True)
class Numeral:
    """An order number taken apart."""

    prefix: str
    """As printed before the counter: "WO-2019-"."""
    counter: int
    width: int
    """Digits of the counter as printed."""
    suffix: str = ""
    """As printed after the counter, where that ends in the period: "/2019"."""

    @property
    def key(self) -> str:
        """The prefix without separators, look-alike glyphs made one, digits as #: "W0####"; "WO|####" with a suffix."""
        return shape_of(self.prefix) + (_COUNTER + shape_of(self.suffix) if self.suffix else "")

    @property
    def period(self) -> str:
        """The digits of prefix and suffix."""
        return "".join(filter(str.isdigit, _letters_kept(self.prefix) + self.suffix))

    def other(self, counter: int, width: int, period: str) -> str:
        """Another number of the kind as it would be printed; its own period's digits where that has not as many."""
        text = f"{self.prefix}\0{self.suffix}"
        figures = iter(period if len(period) == sum(map(str.isdigit, text)) else filter(str.isdigit, text))
        filled = "".join(next(figures) if glyph.isdigit() else glyph for glyph in text)
        return filled.replace("\0", f"{counter:0{width}d}")


@lru_cache(maxsize=1 << 16)
def _letters_kept(prefix: str) -> str:
    """Folded, but for the letters in front: the O of WO is no zero, the O of WO-2O19 is one."""
    clean = clean_number(prefix)
    letters = len(clean) - len(clean.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    return clean[:letters] + fold(clean[letters:])


@lru_cache(maxsize=1 << 16)
def shape_of(number: str) -> str:
    """The number without separators and with its digits as #."""
    return re.sub(r"\d", "#", _letters_kept(number))


def parse_numeral(number: str | None, department: str = "", periods: Periods | None = None) -> Numeral | None:
    """Take an order number apart; None where it has no counter."""
    text = _FLOAT_TAIL.sub(r"\1", (number or "").strip().upper())
    ending = _YEAR_LAST.match(text)
    if ending and _ending(department, ending) in (periods or {}):
        prefix, run, *rest = ending.groups()
        return Numeral(prefix, int(run), len(run), "".join(rest))
    found = _NUMBER.match(text)
    if not found or len(found.group(2)) > _LONGEST_COUNTER:
        return None
    prefix, run = found.group(1), found.group(2)
    taken = (periods or {}).get(_shape(department, prefix, run), 0)
    return Numeral(prefix + run[:taken], int(run[taken:]), len(run) - taken)


def may_be_one(number: str, other: str, misread: int = 0) -> bool:
    """Whether two readings may be of one number: a witness that they are not needs figures that differ.

    One is read together with what stands beside it, or without its letters; no more of its glyphs than `misread` are
    others; its counter is the other's behind a prefix that is misread; or it is a word that was taken for a number.
    """
    one, two = fold(number), fold(other)
    if one in two or two in one or OSA.distance(one, two, score_cutoff=misread) <= misread:
        return True
    counters = [found.counter for found in (parse_numeral(number), parse_numeral(other)) if found]
    return len(counters) < len((number, other)) or counters[0] == counters[1]


def _shape(department: str, prefix: str, run: str) -> Shape:
    return department, shape_of(prefix), len(run)


def _ending(department: str, ending: re.Match[str]) -> Shape:
    """The shape of a number that ends in a period: its length is below zero."""
    return department, shape_of(ending.group(1)), -len(ending.group(4))


def learn_periods(numbers: Iterable[tuple[str, str | None, str | None]]) -> Periods:
    """How many digits of a run are its period, from (department, number, ISO date) of the orders: of an unseparated
    run, or of the last one.
    """
    dated: dict[Shape, list[tuple[str, str]]] = defaultdict(list)
    ending: dict[Shape, list[bool]] = defaultdict(list)
    for department, number, day in numbers:
        text = (number or "").strip().upper()
        found, last = _NUMBER.match(text), _YEAR_LAST.match(text)
        if found and day:
            dated[_shape(department, found.group(1), found.group(2))].append((found.group(2), day))
        if last and day:
            ending[_ending(department, last)].append(last.group(4) == day[:4][-len(last.group(4)) :])
    learned = {shape: _period_length(examples) for shape, examples in dated.items()}
    last_runs = {shape: -shape[2] for shape, agree in ending.items() if _is_period(agree)}
    return {shape: length for shape, length in learned.items() if length} | last_runs


def _is_period(agree: Sequence[bool]) -> bool:
    """The last run is the year of most orders."""
    return len(agree) >= _LEAST and sum(agree) >= _AGREES * len(agree)


def _period_length(examples: list[tuple[str, str]]) -> int:
    """The longest period that agrees with the dates: YYYYMM, YYYY, YYMM, YY."""
    if len(examples) < _LEAST:
        return 0
    run = len(examples[0][0])
    for length, start, end in ((6, 0, 6), (4, 0, 4), (4, 2, 6), (2, 2, 4)):
        agree = sum(digits[:length] == day.replace("-", "")[start:end] for digits, day in examples)
        if run - length >= _SHORTEST_COUNTER and agree >= _AGREES * len(examples):
            return length
    return 0


@dataclass(frozen=True, slots=True)
class Family:
    """How a department's numbers are printed on paper."""

    department: str
    key: str
    width: int
    """Digits that the counter is filled up to with zeros."""

    def read(self, number: str) -> tuple[str, int] | None:
        """Period and counter of a number that leaves out separators or letters; None where it is of another family."""
        clean = _letters_kept(number)
        for pattern in self._patterns():
            found = re.fullmatch(pattern, clean)
            if found:
                return found["period"] + (found.groupdict().get("year") or ""), int(found["counter"])
        return None

    def prints(self, number: str) -> bool:
        """Whether a number is as the family prints its own: with all letters, and no zeros but to fill it up."""
        found = re.fullmatch(next(self._patterns()), _letters_kept(number))
        return found is not None and found["counter"] == f"{int(found['counter']):0{self.width}}"

    def _patterns(self) -> Iterator[str]:
        before, _, year = self.key.partition(_COUNTER)
        letters = before.rstrip("#0123456789")
        after = re.escape(before[len(letters) :]).replace("\\#", r"\d")
        tail = rf"(?P<year>\d{{{len(year)}}})" if year else "[A-Z]?"
        counter = rf"(?P<period>{after})(?P<counter>\d{{{self.width},}}){tail}"
        yield rf"{re.escape(letters)}{counter}"
        yield rf"[A-Z]*{counter}"


def families(numerals: Iterable[tuple[str, Numeral]]) -> tuple[Family, ...]:
    """The families on paper, the commonest first.

    Counters of one department filled up to several widths are of several pads (1800617, 18-000354): a family each.
    """
    members: dict[tuple[str, str], list[Numeral]] = defaultdict(list)
    for department, numeral in numerals:
        members[department, numeral.key].append(numeral)
    ranked = sorted(members.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(
        Family(department, key, width) for (department, key), found in ranked for width in padded_widths(found)
    )


def width_of(numeral: Numeral, widths: Iterable[int]) -> int:
    """Which of a family's widths the counter is filled up to: its own, else the first."""
    known = tuple(widths)
    return numeral.width if numeral.width in known else known[0]


def printed_width(near: Iterable[Numeral], width: int) -> int:
    """To how many digits a counter is filled up among its neighbours; a family's width, where nothing says another."""
    widths = [one.width if len(str(one.counter)) < one.width or one.width < width else width for one in near]
    return max((width, *widths), key=lambda each: (widths.count(each), each == width))


def padded_widths(numerals: Iterable[Numeral]) -> tuple[int, ...]:
    """The widths that counters which begin with a zero have, the commonest first; 1 where none does.

    The second and further ones count where three have them and a tenth of all: fewer are misread. Where the counters of
    one width go on from those of another, the pads were printed anew, and the two are one; so are they where the
    narrower ones need no zeros, as R999 before R01000.
    """
    every = tuple(numerals)
    widths = Counter(numeral.width for numeral in every if len(str(numeral.counter)) < numeral.width)
    ranked = sorted(widths.items(), key=lambda item: (-item[1], item[0]))
    least = max(_LEAST, sum(widths.values()) / 10)
    if not ranked:
        return (1,)
    several = [ranked[0][0], *(width for width, times in ranked[1:] if times >= least)]
    narrower = Counter(numeral.width for numeral in every if numeral.width < min(several))
    return _apart(several, [width for width, times in narrower.items() if times >= least], every)


def _apart(widths: Sequence[int], narrower: Sequence[int], numerals: Iterable[Numeral]) -> tuple[int, ...]:
    """The widths, of those whose counters go on from each other the least alone."""
    numbers: dict[int, list[int]] = defaultdict(list)
    for one in numerals:
        numbers[one.width].append(one.counter)
    joined = {
        wider: narrow
        for wider, narrow in combinations(sorted((*widths, *narrower), reverse=True), 2)
        if _go_on(numbers[wider], numbers[narrow])
    }
    return tuple(dict.fromkeys(_least(width, joined) for width in widths))


def _least(width: int, joined: Mapping[int, int]) -> int:
    """The narrowest of the widths that go on from this one."""
    return _least(joined[width], joined) if width in joined else width


def _go_on(ours: Sequence[int], theirs: Sequence[int]) -> bool:
    """The ones begin where the others end."""
    return any(0 < min(b) - max(a) <= _GOES_ON for a, b in ((ours, theirs), (theirs, ours)))
