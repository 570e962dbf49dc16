"""Weighs every reading of a binder anew by its ink and by all that the binder and the records hold elsewhere.

A value proposed from outside never replaces what the ink says by itself: it competes with it, and what was read stays
among the alternatives. Readings on which the engines agree surely are not weighed, only scored.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise

import ocr
from digitize.candidates import Candidate, bare_form, propose, seen_through
from digitize.confidence import knowing
from digitize.elect import chosen
from digitize.forms.likely import looks_like
from digitize.hand import Hand, learn_hand
from digitize.language import Language, spoken
from digitize.lexicon import NUMBER, Lexicon, counter_of, learn_lexicon
from digitize.lore import Known
from digitize.page import Fragment, Inked, PageResult
from digitize.parse import NUMERIC
from digitize.posterior import Weighed, weigh_values
from digitize.seen import Seen
from digitize.spelling import bare, date_styles, days_between, hours_style
from records.evidence import Evidence, Relation
from records.fields import CATALOGUE, ITEM_CATALOGUE, Field, FieldType
from records.geometry import Box
from records.order import Alternative, FieldReading, ReadingStatus
from records.values import ValueContext

_VOTED = frozenset({Relation.AGREE, Relation.DIFFER, Relation.ALONE})
_TAUGHT = 0.5
"""Confidence from which a reading teaches the lexicon; it teaches as much as it is sure."""
_SURE = 0.9
"""Confidence from which a day or a number is taken for a neighbour's."""
_SETTLED = 0.985
"""Confidence from which engines that agree need no proposals from elsewhere."""
_LIKELY = 0.05
"""Probability from which a value teaches what the hand does."""
_IN_TURN = ("requested_on", "started_on", "completed_on")
"""Days of an order, each hardly before the one that stands before it here."""
_MARGIN = 45
"""Days around the binder's own that may be written in it."""
_LONGEST = 1200
"""Days of a binder's period from which it says nothing of a single one."""
_HARDLY = 8.0
"""Nats below what the ink says by itself from which ink that gave no value still gives none: it may be a ditto mark."""
_ENOUGH = 5
"""Sure amounts from which a binder's way to write them can be told."""
_CENTS = r"[.,:]\s?\d\d\s*$"
"""An amount with its cents."""
_STOPS = 0.25
"""Share of a field's values from which a full stop at their end is the writer's: specks make one of twenty."""
_RISING = 0.8
"""Share of neighbouring numbers that rise from which a binder is in the order of its numbers."""
_REACH = 5
"""How much further a number counts at most, before the first and behind the last that is sure."""
_HALF = 0.5
"""How surely a value must be known to say what the others of its field look like."""
_LITTLE, _SOME = 3, 5
"""Characters from which ink is more than a ditto mark, and from which it may hold a day."""
NOTES = frozenset(
    {field.name for field in CATALOGUE.values() if field.type in {FieldType.TEXT, FieldType.CHOICE}}
    | {"item.description"}
)
"""The fields that are written in words of the language."""
_KEPT = 5
"""Values that travel with a reading."""
_BELOW = 16.0
"""Nats below the best from which a value is none of them."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known beside the binder's own pages."""

    fields: Mapping[str, Field] = field(default_factory=lambda: CATALOGUE)
    context: ValueContext = field(default_factory=ValueContext)
    records: Lexicon = field(default_factory=Lexicon)
    """Of the digital records that were imported before the scan."""

    def within(self, days: Sequence[date]) -> Beside:
        """The same, with the binder's own period where none was given: days without a year lie in it."""
        if not days or self.context.earliest is not None or self.context.latest is not None:
            return self
        return replace(self, context=replace(self.context, earliest=days[0], latest=days[-1]))


@dataclass(frozen=True, slots=True)
class Spot:
    """A reading, and where in the binder it stands."""

    page: int
    """Place of its page in the results."""
    fragment: int
    name: str
    """As in the lexicons."""
    reading: FieldReading


@dataclass(slots=True)
class Weighing:
    """One reading with all that may stand in its place."""

    kind: Field
    reading: FieldReading
    place: Inked
    known: Known
    seen: Seen
    context: ValueContext
    candidates: list[Candidate]
    weighed: list[Weighed]

    def again(self, hand: Hand) -> None:
        """Weighs anew, seen through the binder's hand."""
        seen_through(hand, self.candidates, self.place)
        self.seen = Seen(self.kind, self.known, hand)
        self.weighed = weigh_values(self.kind, self.candidates, self.place, self.seen, self.context)

    def pairs(self) -> Iterator[tuple[str, str, float]]:
        """What was likely meant, and what was read, with the probability."""
        read = next((vote.text for vote in self.place.votes if vote.engine == "ppocr"), "")
        for each in self.weighed[:_KEPT]:
            if each.probability > _LIKELY:
                yield bare_form(next(iter(each.candidate.forms))), bare_form(read), each.probability


def reweigh(results: Sequence[PageResult], beside: Beside) -> tuple[PageResult, ...]:
    """The pages with every reading weighed by all that the binder and the records hold elsewhere."""
    binder = _Binder.of(results)
    weighings = _weighings(results, binder, beside)
    made = [_result(spot, each) for spot, each in zip(binder.spots, weighings, strict=True)]
    readings = iter(_repeated(binder.spots, made))
    return tuple(
        replace(page, fragments=tuple(_each(fragment, lambda _: next(readings)) for fragment in page.fragments))
        for page in results
    )


def weigh_binder(results: Sequence[PageResult], beside: Beside) -> Iterator[tuple[tuple[int, int], Weighing]]:
    """Every weighed reading of a binder, with the places of its page and of its fragment there."""
    binder = _Binder.of(results)
    for spot, each in zip(binder.spots, _weighings(results, binder, beside), strict=True):
        if each is not None and "." not in spot.name:
            yield (spot.page, spot.fragment), each


def _weighings(results: Sequence[PageResult], binder: _Binder, beside: Beside) -> list[Weighing | None]:
    """What may stand in the place of each reading, weighed twice: once to learn the hand, then seen through it."""
    beside = beside.within(binder.days)
    places = [{place.box: place for place in page.inked} for page in results]
    weighings = [_weighing(spot, places[spot.page], binder, beside) for spot in binder.spots]
    hand = learn_hand(pair for each in weighings if each is not None for pair in each.pairs())
    for each in weighings:
        if each is not None:
            each.again(hand)
    return weighings


def _result(spot: Spot, weighing: Weighing | None) -> FieldReading:
    if weighing is None or (spot.reading.value is None and not _worth(weighing)):
        return spot.reading
    return settled(weighing.kind, spot.reading, weighing.weighed)


def _repeated(places: Sequence[Spot], made: Sequence[FieldReading]) -> Iterator[FieldReading]:
    """The readings, those under a ditto mark with the value that the cell above has come to."""
    above: dict[tuple[int, int, str], FieldReading] = {}
    for spot, reading in zip(places, made, strict=True):
        over = above.get((spot.page, spot.fragment - 1, spot.name))
        if over is not None and _repeats(reading):
            reading = replace(reading, value=over.value, alternatives=over.alternatives)
        above[spot.page, spot.fragment, spot.name] = reading
        yield reading


def _each(fragment: Fragment, change: Callable[[FieldReading], FieldReading]) -> Fragment:
    """The fragment with each of its readings changed, in the order of `spots`."""
    return replace(
        fragment,
        readings=tuple(map(change, fragment.readings)),
        extras=tuple(map(change, fragment.extras)),
        line_items=tuple(replace(item, readings=tuple(map(change, item.readings))) for item in fragment.line_items),
    )


def spots(results: Sequence[PageResult]) -> Iterator[Spot]:
    """Every reading of a binder, in its order."""
    for number, page in enumerate(results):
        for slot, fragment in enumerate(page.fragments):
            yield from (Spot(number, slot, r.name, r) for r in fragment.readings)
            yield from (Spot(number, slot, f"extra.{r.name}", r) for r in fragment.extras)
            yield from (Spot(number, slot, f"item.{r.name}", r) for item in fragment.line_items for r in item.readings)


@dataclass(frozen=True, slots=True)
class _Binder:
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
    def of(cls, results: Sequence[PageResult]) -> _Binder:
        every = tuple(spots(results))
        taught = [s for s in every if s.reading.value is not None and s.reading.confidence >= _TAUGHT]
        lexicon = learn_lexicon((s.name, s.reading.value or "", s.reading.confidence) for s in taught)
        dated = tuple(s for s in taught if _is_day(s) and s.reading.confidence >= _SURE)
        days = days_between([_day(spot.reading) for spot in dated], _MARGIN, _LONGEST) or _named(results)
        styles = date_styles(" ".join(s.reading.raw.split()) for s in every)
        amounts = {part: (_written(taught, r"\$", part), _written(taught, _CENTS, part)) for part in (False, True)}
        counted = tuple(_counted(taught))
        hours = _hours(s for s in taught if s.reading.confidence >= _SURE)
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
            records,
            self.days,
            self.styles,
            tuple(self._near_days(name, at)),
            tuple(self._spans(name, at)),
            tuple(self._numbers(at)) if name == NUMBER else (),
            self.between(at) if name == NUMBER else None,
            _stopped(self.lexicon.values_of(name)),
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
        others = [s for s in self.dated if s.name == name and (s.page, s.fragment) != at and not _repeats(s.reading)]
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
            if near and spot.name == NUMBER and spot.reading.value and spot.reading.confidence >= _SURE:
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
    sure = [s for s in taught if s.reading.confidence >= _SURE and s.name.startswith("item.") == part]
    amounts = [s.reading.raw for s in sure if s.name.endswith("_cost") or s.name == "item.amount"]
    return sum(bool(re.search(shape, raw)) for raw in amounts) / len(amounts) if len(amounts) >= _ENOUGH else None


def _notes(lexicon: Lexicon) -> Counter[str]:
    """The words of a binder's notes, with how often they were read."""
    return sum((Counter(lexicon.words_of(name)) for name in NOTES), Counter())


def _hours(sure: Iterable[Spot]) -> dict[str, float]:
    """The share of a binder's sure hours that is written in each style; empty where it has too few.

    Small fractions are seldom read surely: beside whole hours there are a quarter as many at least.
    """
    written = [s.reading.raw for s in sure if s.reading.evidence and s.reading.evidence.type == FieldType.HOURS]
    counts = Counter(map(hours_style, written))
    shares = {style: count / len(written) for style, count in counts.items()} if len(written) >= _ENOUGH else {}
    fractions = max(shares.get("fraction", 0.0), shares.get("whole", 0.0) / 4)
    return {**shares, "fraction": fractions} if fractions else shares


def _counted(taught: Iterable[Spot]) -> Iterator[tuple[tuple[int, int], int]]:
    for spot in taught:
        counter = counter_of(spot.reading.value or "") if spot.name == NUMBER else None
        if counter is not None and spot.reading.confidence >= _SURE:
            yield (spot.page, spot.fragment), counter


def _stopped(values: Mapping[str, float]) -> bool:
    """Whether a good part of a field's values end in a full stop."""
    return sum(count for value, count in values.items() if value.endswith(".")) > _STOPS * sum(values.values())


def _apart(taught: Iterable[Spot]) -> bool:
    """Whether most crossings of a binder have room beside the sign between their streets, on one side at least."""
    values = [s.reading.value or "" for s in taught if s.name == "location"]
    signs = [sign for value in values for sign in re.findall(r"(?<!\d)\s?[/&@]\s?(?!\d)", value)]
    return 2 * sum(" " in sign for sign in signs) >= len(signs)


def _day(reading: FieldReading) -> date:
    return date.fromisoformat(reading.value or "")


def _repeats(reading: FieldReading) -> bool:
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


def _weighing(spot: Spot, places: Mapping[Box, Inked], binder: _Binder, beside: Beside) -> Weighing | None:
    """What may stand in the place of a reading, weighed; None where there is no ink to weigh it by."""
    kind, reading = binder.kind_of(spot.name, beside.fields), spot.reading
    if kind is not None and kind.name == "quantity" and reading.evidence is not None and reading.evidence.type:
        kind = replace(kind, type=FieldType(reading.evidence.type))  # hours by the header of its column
    place = places.get(reading.box) if reading.box is not None else None
    if kind is None or place is None or kind.part is not None or not _open(reading):
        return None
    known = binder.known(spot.name, (spot.page, spot.fragment), reading, beside.records)
    seen = Seen(kind, known)
    sure = _sure(reading) and not seen.malformed(reading.value or "")
    candidates = propose(kind, place, beside.context, known, sure=sure)
    if not candidates:
        return None
    weighed = weigh_values(kind, candidates, place, seen, beside.context)
    return Weighing(kind, reading, place, known, seen, beside.context, candidates, weighed)


def _sure(reading: FieldReading) -> bool:
    """Whether the engines agree, and neither has a doubt."""
    evidence = reading.evidence
    agree = evidence is not None and evidence.relation is Relation.AGREE and not evidence.repaired
    return agree and reading.confidence >= _SETTLED


def _worth(weighing: Weighing) -> bool:
    """Whether ink that gave no value may give this one: not where it says something else, nor where it says little.

    A day is told from what a stamp wrote into it by its grammar and its neighbours alone: of 7 likely ones whose ink
    says much else, 6 were right.
    """
    free, best = ocr.readings(weighing.place.trace, count=1), weighing.weighed[0]
    if not free or len(free[0][0]) < _LITTLE:
        return False
    dated = weighing.kind.type is FieldType.DATE and best.probability >= _SURE and len(free[0][0]) >= _SOME
    return dated or best.candidate.score > free[0][1] - _HARDLY


def _open(reading: FieldReading) -> bool:
    """Whether a reading came from ink that engines read."""
    evidence = reading.evidence
    voted = evidence is not None and evidence.relation in _VOTED and not evidence.ditto
    return voted or reading.status is ReadingStatus.ILLEGIBLE


def field_of(name: str, fields: Mapping[str, Field]) -> Field | None:
    """The field of a reading by its name in the lexicons."""
    prefix, dot, bare = name.partition(".")
    if dot and prefix == "item":
        return ITEM_CATALOGUE.get(bare)
    if dot and prefix == "extra":
        return Field(bare, FieldType.TEXT, bare, "")
    return fields.get(name)


def settled(kind: Field, reading: FieldReading, weighed: Sequence[Weighed]) -> FieldReading:
    """The reading with the likeliest value; what was read stays among its alternatives."""
    best = weighed[0]
    rival = max((w.candidate.score for w in weighed[1:]), default=best.candidate.score - _BELOW)
    margin = max(min(best.candidate.score - rival, _BELOW), -_BELOW)
    taken = replace(
        _taken(kind, reading, best.candidate),
        log_likelihood=best.candidate.score,
        alternatives=_others(reading, weighed),
    )
    if taken.evidence is None:
        taken = replace(
            taken, evidence=Evidence(Relation.ALONE, kind.type, repaired=True, length=len(taken.value or ""))
        )
    return knowing(taken, margin_nats=round(margin, 2), posterior=round(best.probability, 4))


def _taken(kind: Field, reading: FieldReading, best: Candidate) -> FieldReading:
    """The reading with this value: another one's of the place, or one that no engine read."""
    value = best.value
    if reading.value is not None and _like(kind, reading.value, value):
        return replace(reading, value=value)
    read = next((other for other in reading.alternatives if _like(kind, other.value, value)), None)
    if read is not None:
        return replace(chosen(reading, read.value), value=value)
    repaired = replace(
        reading, value=value, status=ReadingStatus.REPAIRED, engine=f"{reading.engine}+{best.engine}", doubt=""
    )
    return knowing(repaired, repaired=True, length=len(value))


def _like(kind: Field, one: str, other: str) -> bool:
    return one == other if kind.type in NUMERIC else bare(one) == bare(other)


def _others(reading: FieldReading, weighed: Sequence[Weighed]) -> tuple[Alternative, ...]:
    """The likeliest other values, and those that an engine read."""
    best, *rest = (w.candidate for w in weighed)
    read = {reading.value, *(other.value for other in reading.alternatives)}
    near = [c for place, c in enumerate(rest) if c.value in read or (place < _KEPT and c.score > best.score - _BELOW)]
    engines: dict[str | None, str] = {other.value: other.engine for other in reading.alternatives}
    engines[reading.value] = reading.engine
    return tuple(Alternative(c.value, c.raw, engines.get(c.value, c.engine), c.score) for c in near)
