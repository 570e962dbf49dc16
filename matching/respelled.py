"""Order numbers that a list writes in its own way: "2019-0412" for a sheet's 0412, "19-0412" for its 0412/19.

The links teach it. Numbers of one shape have their counter in the same characters; which these are is told by the
numbers of the orders that the rows are linked to, and so is where the period stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeAlias

from matching.normalise import clean_number
from matching.used import Used

_ENOUGH = 3
"""Linked rows with different counters from which a spelling is learned."""
_AGREES = 0.9
_BY_DAYS = 0.5
"""Share of the rows whose day is of the period of their orders, from which days tell it: the others were miskeyed, or
keyed when another year had begun."""

Example: TypeAlias = tuple[str, str, Used]
"""A row's number and its day, ISO 8601 or empty, and the number of the order that the row is linked to."""


@dataclass(frozen=True, slots=True)
class Respelling:
    """Where in the numbers of a shape counter and period stand, as characters of the number without separators."""

    counter: slice
    period: slice | None
    """None where the number has no period."""
    year: int
    """Then so many last figures of the year of the row's day are the period."""

    def read(self, number: str, day: str) -> tuple[str, int] | None:
        """Period and counter of a number; None where there are no figures in its place."""
        clean = clean_number(number)
        figures = clean[self.counter]
        if not figures.isdecimal():
            return None
        period = clean[self.period] if self.period else _year(day, self.year)
        return period, int(figures)


def learn_respelling(examples: Sequence[Example]) -> Respelling | None:
    """Where counter and period of such numbers stand; None where nothing tells."""
    if len({used.counter for *_, used in examples}) < _ENOUGH:
        return None
    counter = _slice(examples, lambda figures, used: figures.isdecimal() and int(figures) == used.counter)
    if counter is None:
        return None
    if not any(used.period for *_, used in examples):
        return Respelling(counter, None, 0)
    period = _slice(examples, lambda figures, used: figures == used.period)
    agree = {length: sum(used.period == _year(day, length) for _, day, used in examples) for length in (4, 2)}
    year = max(agree, key=lambda length: agree[length])
    return Respelling(counter, period, year if agree[year] >= _BY_DAYS * len(examples) else 0)


def _year(day: str, length: int) -> str:
    return day[:4][-length:] if length else ""


def _agree(said: Iterable[bool]) -> bool:
    every = list(said)
    return sum(every) >= _AGREES * len(every)


def _slice(examples: Sequence[Example], says: Callable[[str, Used], bool]) -> slice | None:
    """The longest run of characters that says it in nine of ten examples, of several the last."""
    numbers = [(clean_number(number), used) for number, _, used in examples]
    ends = combinations(range(max(len(number) for number, _ in numbers) + 1), 2)
    for start, stop in sorted(ends, key=lambda span: (span[0] - span[1], -span[0])):
        if _agree(says(number[start:stop], used) for number, used in numbers):
            return slice(start, stop)
    return None
