"""What a binder holds beside each of its readings: days, numbers, words, and how it writes them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from digitize.forms.likely import looks_like
from digitize.language import Language, spoken
from digitize.lexicon import NUMBER, Lexicon, counter_of, learn_lexicon
from digitize.lore import Known
from digitize.page import PageResult
from digitize.spelling import SENTENCE, date_styles, days_between, hours_style, most_of
from digitize.uom import UNIT, USUAL_UNITS
from records.fields import CATALOGUE, ITEM_CATALOGUE, Field, FieldType
from records.order import FieldReading

_TAUGHT = 0.5
"""Confidence from which a reading teaches the lexicon; it teaches as much as it is sure."""
SURE = 0.9
"""Confidence from which a day or a number is taken for a neighbour's."""
_IN_TURN = ("requested_on", "started_on", "completed_on")
"""Days of an order, each hardly before the one that stands before it here."""
_MARGIN = 45
"""Days around the binder's own that may be written in it."""
_LONGEST = 1200
"""Days of a binder's period from which it says nothing of a single one."""
_ENOUGH = 5
"""Sure amounts from which a binder's way to write them can be told."""
_CENTS = r"[.,:]\s?\d\d\s*$"
"""An amount with its cents."""
_FRACTIONED = 2
"""Hours read as fractions, however surely, from which a binder writes them."""
_STOPS = 0.25
"""Share of a field's values from which a full stop at their end is the writer's: specks make one of twenty."""
_SENTENCES = 0.1
"""Share of a field's values with a stop before another word from which that may be what was written."""
_RISING = 0.8
"""Share of neighbouring numbers that rise from which a binder is in the order of its numbers."""
_REACH = 5
"""How much further a number counts at most, before the first and behind the last that is sure."""
_HALF = 0.5
"""How surely a value must be known to say what the others of its field look like."""
NOTES = frozenset(
    {field.name for field in CATALOGUE.values() if field.type in {FieldType.TEXT, FieldType.CHOICE}}
    | {"item.description"}
)
"""The fields that are written in words of the language."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A reading, and where in the binder it stands."""

    page: int
    """Place of its page in the results."""
    fragment: int
    name: str
    """As in the lexicons."""
    reading: FieldReading


def spots(results: Sequence[PageResult]) -> Iterator[Spot]:
    """Every reading of a binder, in its order."""
    for number, page in enumerate(results):
        for slot, fragment in enumerate(page.fragments):
            yield from (Spot(number, slot, r.name, r) for r in fragment.readings)
            yield from (Spot(number, slot, f"extra.{r.name}", r) for r in fragment.extras)
            yield from (Spot(number, slot, f"item.{r.name}", r) for item in fragment.line_items for r in item.readings)


@dataclass(frozen=True, slots=True)
class Binder:
    """What a binder says, each reading by its place."""

    spots: tuple[Spot, ...]
    dated: tuple[Spot, ...]
    """Those that are surely days."""
    lexicon: Lexicon
    days: tuple[date, ...]
    styles: tuple[str, ...]
    counters: tuple[tuple[tuple[int, int], int], ...]
    """The places of sure order numbers, with what they count."""
    apart: bool
    hours: Mapping[str, float]
    language: Language | None
    amounts: Mapping[bool, tuple[float | None, float | None]]
    """The shares of amounts that have a dollar sign and cents, of lines and of orders apart."""

    @classmethod
    def of(cls, results: Sequence[PageResult]) -> Binder:
        """What these pages hold."""
        every = tuple(spots(results))
        taught = [s for s in every if s.reading.value is not None and s.reading.confidence >= _TAUGHT]
        lexicon = learn_lexicon((s.name, s.reading.value or "", s.reading.confidence) for s in taught)
        dated = tuple(s for s in taught if _is_day(s) and s.reading.confidence >= SURE)
        usual = most_of([_day(spot.reading) for spot in dated], _LONGEST)
        days = days_between(usual, _MARGIN, _LONGEST) or _named(results)
        if days:  # a day of another decade would speak for its neighbours' being of it too
            dated = tuple(s for s in dated if days[0] <= _day(s.reading) <= days[-1])
        styles = date_styles(" ".join(s.reading.raw.split()) for s in every)
        amounts = {part: (_written(taught, r"\$", part), _written(taught, _CENTS, part)) for part in (False, True)}
        counted = tuple(_counted(taught))
        hours = _hours(taught)
        language = spoken(_notes(lexicon))
        return cls(every, dated, lexicon, tuple(days), tuple(styles), counted, _apart(taught), hours, language, amounts)

    def kind_of(self, name: str, fields: Mapping[str, Field]) -> Field | None:
        """The field of a reading; one of the department's own is what most of its values look like."""
        kind = field_of(name, fields)
        if kind is None or not name.startswith("extra."):
            return kind
        values = [value for value, count in self.lexicon.values_of(name).items() if count > _HALF]
        coded = looks_like(values) is FieldType.IDENTIFIER
        return replace(kind, type=FieldType.IDENTIFIER) if coded else kind

    def known(self, name: str, at: tuple[int, int], reading: FieldReading, records: Lexicon) -> Known:
        """What is known beside one reading; what it taught itself is left out."""
        own = reading.confidence if reading.value is not None and reading.confidence >= _TAUGHT else 0.0
        less = learn_lexicon([(name, reading.value or "", own)])
        signed, cents = self.amounts[name.startswith("item.")]
        return Known(
            name,
            _without(self.lexicon, less, name),
            USUAL_UNITS if name == UNIT else records,
            self.days,
            self.styles,
            tuple(self._near_days(name, at)),
            tuple(self._spans(name, at)),
            tuple(self._numbers(at)) if name == NUMBER else (),
            self.between(at) if name == NUMBER else None,
            _stopped(self.lexicon.values_of(name)),
            _has_sentences(self.lexicon.values_of(name), less.values_of(name)),
            self.apart,
            self.hours,
            self.language if name in NOTES else None,
            signed,
            0.5 if cents is None else cents,
        )

    def between(self, at: tuple[int, int]) -> tuple[int, int] | None:
        """The counters of the sure numbers next to a place on both sides; None where numbers do not rise."""
        others = [(place, number) for place, number in self.counters if place != at]
        steps = [one < other for (_, one), (_, other) in pairwise(others)]
        if len(others) < _ENOUGH or sum(steps) < _RISING * len(steps):
            return None
        before = [number for place, number in others if place < at]
        after = [number for place, number in others if place > at]
        low = before[-1] if before else after[0] - _REACH
        return low, after[0] if after else low + _REACH

    def _spans(self, name: str, at: tuple[int, int]) -> Iterator[tuple[date, date]]:
        """What the days around a place leave open for the one that stands there."""
        around = self._around(name, at)
        if around is not None:
            yield around
        if name in _IN_TURN:
            own = {spot.name: spot.reading for spot in self.dated if (spot.page, spot.fragment) == at}
            turn = _IN_TURN.index(name)
            before = [_day(own[each]) for each in _IN_TURN[:turn] if each in own]
            after = [_day(own[each]) for each in _IN_TURN[turn + 1 :] if each in own]
            yield max(before, default=date.min), min(after, default=date.max)

    def _around(self, name: str, at: tuple[int, int]) -> tuple[date, date] | None:
        """The sure days of a field before and after a place; None where a binder's days do not rise."""
        others = [s for s in self.dated if s.name == name and (s.page, s.fragment) != at and not repeats(s.reading)]
        days = [_day(spot.reading) for spot in others]
        steps = [one < other for one, other in pairwise(days) if one != other]
        if len(steps) < _ENOUGH or sum(steps) < _RISING * len(steps):
            return None
        before = [day for day, spot in zip(days, others, strict=True) if (spot.page, spot.fragment) < at]
        after = [day for day, spot in zip(days, others, strict=True) if (spot.page, spot.fragment) > at]
        span = before[-1] if before else date.min, after[0] if after else date.max
        return span if span[0] <= span[1] else None

    def _near_days(self, name: str, at: tuple[int, int]) -> Iterator[date]:
        for spot in self.dated:
            same_order = (spot.page, spot.fragment) == at and spot.name != name
            neighbour = spot.name == name and 0 < abs(spot.page - at[0]) <= 2
            if same_order or neighbour:
                yield _day(spot.reading)

    def _numbers(self, at: tuple[int, int]) -> Iterator[str]:
        for spot in self.spots:
            near = abs(spot.page - at[0]) <= 2 and (spot.page, spot.fragment) != at
            if near and spot.name == NUMBER and spot.reading.value and spot.reading.confidence >= SURE:
                yield spot.reading.value


def _named(results: Sequence[PageResult]) -> list[date]:
    """All days of the one year that the binder's name or its headings speak of; none where they name several."""
    names = {name for page in results for name in (page.image.binder, page.heading)}
    years = {int(year) for name in names for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", name)}
    return (
        []
        if len(years) != 1
        else days_between([date(year, *day) for year in years for day in ((1, 1), (12, 31))], 0, 366)
    )


def _written(taught: Iterable[Spot], shape: str, part: bool) -> float | None:
    """The share of a binder's sure amounts that hold a shape, of its lines or its orders; None where it has too few."""
    sure = [s for s in taught if s.reading.confidence >= SURE and s.name.startswith("item.") == part]
    amounts = [s.reading.raw for s in sure if s.name.endswith("_cost") or s.name == "item.amount"]
    return sum(bool(re.search(shape, raw)) for raw in amounts) / len(amounts) if len(amounts) >= _ENOUGH else None


def _notes(lexicon: Lexicon) -> Counter[str]:
    """The words of a binder's notes, with how often they were read."""
    return sum((Counter(lexicon.words_of(name)) for name in NOTES), Counter())


def _hours(taught: Iterable[Spot]) -> dict[str, float]:
    """The share of a binder's sure hours that is written in each style; empty where it has too few.

    Small fractions are seldom read surely, and no engine reads their signs where there are none: where some were read
    they are as many as whole hours at least, and elsewhere a quarter as many.
    """
    hours = [s.reading for s in taught if s.reading.evidence and s.reading.evidence.type == FieldType.HOURS]
    written = [reading.raw for reading in hours if reading.confidence >= SURE]
    counts = Counter(map(hours_style, written))
    shares = {style: count / len(written) for style, count in counts.items()} if len(written) >= _ENOUGH else {}
    fractioned = sum(hours_style(reading.raw) == "fraction" for reading in hours) >= _FRACTIONED
    whole = shares.get("whole", 0.0) / (1 if fractioned else 4)
    fractions = max(shares.get("fraction", 0.0), whole)
    shares = {**shares, "fraction": fractions} if fractions else shares
    # Whoever writes 1.5 and 0:45 writes 4 as well: of hours in quarters every fourth is whole.
    return {**shares, "whole": max(shares.get("whole", 0.0), max(shares.values()) / 4)} if shares else shares


def _counted(taught: Iterable[Spot]) -> Iterator[tuple[tuple[int, int], int]]:
    for spot in taught:
        counter = counter_of(spot.reading.value or "") if spot.name == NUMBER else None
        if counter is not None and spot.reading.confidence >= SURE:
            yield (spot.page, spot.fragment), counter


def _stopped(values: Mapping[str, float]) -> bool:
    """Whether a good part of a field's values end in a full stop."""
    return sum(count for value, count in values.items() if value.endswith(".")) > _STOPS * sum(values.values())


def _has_sentences(values: Mapping[str, float], less: Mapping[str, float]) -> bool:
    """Whether others of a field's values, of many, have a full stop before another word."""
    others = {value: count - less.get(value, 0.0) for value, count in values.items()}
    stopped = sum(count for value, count in others.items() if SENTENCE.search(value))
    return stopped > _SENTENCES * sum(others.values()) or sum(others.values()) < _ENOUGH


def _apart(taught: Iterable[Spot]) -> bool:
    """Whether most crossings of a binder have room beside the sign between their streets, on one side at least."""
    values = [s.reading.value or "" for s in taught if s.name == "location"]
    signs = [sign for value in values for sign in re.findall(r"(?<!\d)\s?[/&@]\s?(?!\d)", value)]
    return 2 * sum(" " in sign for sign in signs) >= len(signs)


def _day(reading: FieldReading) -> date:
    return date.fromisoformat(reading.value or "")


def repeats(reading: FieldReading) -> bool:
    """Whether a reading is what the cell above it says."""
    return reading.evidence is not None and reading.evidence.ditto


def _is_day(spot: Spot) -> bool:
    named = CATALOGUE.get(spot.name)
    return named is not None and named.type is FieldType.DATE and spot.reading.value is not None


def _without(lexicon: Lexicon, less: Lexicon, name: str) -> Lexicon:
    """A field's part of a lexicon without what one reading taught."""

    def lessened(counts: Mapping[str, float], by: Mapping[str, float]) -> dict[str, float]:
        left = {key: count - by.get(key, 0.0) for key, count in counts.items()}
        return {key: count for key, count in left.items() if count > 0.01}

    return Lexicon(
        {name: lessened(lexicon.values_of(name), less.values_of(name))},
        {name: lessened(lexicon.words_of(name), less.words_of(name))},
    )


def field_of(name: str, fields: Mapping[str, Field]) -> Field | None:
    """The field of a reading by its name in the lexicons."""
    prefix, dot, bare = name.partition(".")
    if dot and prefix == "item":
        return ITEM_CATALOGUE.get(bare)
    if dot and prefix == "extra":
        return Field(bare, FieldType.TEXT, bare, "")
    return fields.get(name)
