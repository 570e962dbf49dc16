"""Of which orders measures are taken: all together, and those of each department, month and kind of work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from matching.measures_lists import Lists, Subject, folded, spellings
from matching.numerals import parse_numeral
from records.finding import Finding, FindingStatus
from records.order import PaperOrder

Missing: TypeAlias = tuple[str, str]
"""Department and month (YYYY-MM) of a number in neither list; the month is empty where nothing tells it."""

MOST_CATEGORIES = 60
"""Kinds of work that are measured: those with most orders. A column with more words than this holds descriptions."""
_NEAR = 25
"""A number further than this from the next known one is of no month: it is of another range."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The orders that one set of measures is of, and what lies around them."""

    department: str
    month: str
    """YYYY-MM; an order is of the month of its request."""
    category: str
    lists: Lists
    everybody: Lists
    pool: Sequence[Subject]
    """Orders that the unaccounted are taken to be like: those of one list alone among them."""
    standing: Mapping[str, int]
    """Unaccounted numbers by department that the pool stands for."""
    unaccounted: Mapping[str, int]
    """Unaccounted numbers by department that may be of this scope."""

    @property
    def name(self) -> str:
        """What the orders have in common; empty for all together."""
        return self.department or self.month or self.category


def scopes_of(lists: Lists, unaccounted: Mapping[Missing, int]) -> Iterator[Scope]:
    """All together, then each department by name, each month by time, each category by name."""
    spelled = spellings(name for name, _ in unaccounted) | spellings(s.department for each in lists.each for s in each)
    counts = {place: count for place, count in _respelled(unaccounted, spelled).items() if count}
    whole = _by_department(counts, {month for _, month in counts})
    yield Scope("", "", "", lists, lists, lists.recovered, whole, whole)
    nothing = Lists((), (), ())
    departments = lists.split(lambda subject: subject.department)
    for name in sorted(set(departments) | set(spelled.values()) - {""}):
        if name:
            own, gone = departments.get(name, nothing), {name: whole.get(name, 0)}
            yield Scope(name, "", "", own, lists, own.recovered, gone, gone)
    for month, own in sorted(lists.split(lambda subject: subject.month).items()):
        if month:
            sure, possible = (_by_department(counts, of) for of in ({month}, {month, ""}))
            yield Scope("", month, "", own, lists, own.recovered, sure, possible)
    for category, own in _largest(lists.split(lambda subject: subject.category)):
        there = {subject.department for subject in own.recovered}
        possible = {name: count for name, count in whole.items() if name in there}
        yield Scope("", "", category, own, lists, lists.recovered, whole, possible)


def _largest(categories: Mapping[str, Lists]) -> list[tuple[str, Lists]]:
    named = [(name, own) for name, own in categories.items() if name]
    named.sort(key=lambda pair: (-len(pair[1].recovered), pair[0]))
    return sorted(named[:MOST_CATEGORIES], key=lambda pair: pair[0].casefold())


def _respelled(unaccounted: Mapping[Missing, int], spelled: Mapping[str, str]) -> dict[Missing, int]:
    counts: dict[Missing, int] = defaultdict(int)
    for (name, month), count in unaccounted.items():
        counts[spelled[folded(name)], month] += count
    return counts


def _by_department(counts: Mapping[Missing, int], months: Container[str]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for (department, month), count in counts.items():
        if month in months:
            found[department] += count
    return dict(found)


def unaccounted_from(findings: Iterable[Finding], orders: Iterable[PaperOrder]) -> dict[Missing, int]:
    """How many numbers are in neither list, by the sequence gaps that no one dismissed.

    A number is of the month of the order on paper whose number is next to it.
    """
    numbers: dict[str, dict[str, str]] = defaultdict(dict)
    for found in findings:
        if found.kind == "sequence_gap" and found.status is not FindingStatus.DISMISSED:
            numbers[found.department][found.order_number or found.finding_id] = found.order_number
    known = _dated(orders)
    counts: dict[Missing, int] = defaultdict(int)
    for department, missing in sorted(numbers.items()):
        for number in missing.values():
            counts[department, _month_of(number, known, department)] += 1
    return dict(sorted(counts.items()))


_Known: TypeAlias = Mapping[tuple[str, str], Sequence[tuple[str, int, str]]]
"""Period, counter and month of the numbers on paper, by department and key."""


def _dated(orders: Iterable[PaperOrder]) -> _Known:
    found: dict[tuple[str, str], list[tuple[str, int, str]]] = defaultdict(list)
    for order in orders:
        numeral, day = parse_numeral(order.number), order.value("requested_on")
        if numeral and day:
            found[order.department, numeral.key].append((numeral.period, numeral.counter, day[:7]))
    return found


def _month_of(number: str, known: _Known, department: str) -> str:
    numeral = parse_numeral(number)
    if numeral is None:
        return ""
    near = (
        (period != numeral.period, abs(counter - numeral.counter), counter, month)
        for period, counter, month in known.get((department, numeral.key), ())
        if abs(counter - numeral.counter) <= _NEAR
    )
    return min(near, default=(True, 0, 0, ""))[-1]
