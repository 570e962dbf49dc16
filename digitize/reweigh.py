"""Weighs every reading of a binder anew by its ink and by all that the binder and the records hold elsewhere.

A value proposed from outside never replaces what the ink says by itself: it competes with it, and what was read stays
among the alternatives. Readings on which the engines agree surely are not weighed, only scored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby

import ocr
from digitize.candidates import Candidate, bare_form, propose, seen_through
from digitize.confidence import knowing
from digitize.elect import chosen
from digitize.hand import Hand, learn_hand
from digitize.holdings import SURE, Binder, Spot, repeats
from digitize.lexicon import Lexicon
from digitize.lore import Known
from digitize.misgivings import NO_NUMBER, misgiving
from digitize.page import Fragment, Inked, PageResult
from digitize.parse import NUMERIC, numbers_page
from digitize.posterior import Weighed, weigh_values
from digitize.seen import Seen
from digitize.signs import is_shown
from digitize.spelling import bare
from digitize.voting import COVERED, testimony
from records.evidence import Evidence, Relation
from records.fields import CATALOGUE, Field, FieldType
from records.geometry import Box
from records.order import Alternative, FieldReading, ReadingStatus
from records.values import ValueContext

_VOTED = frozenset({Relation.AGREE, Relation.DIFFER, Relation.ALONE})
_SETTLED = 0.985
"""Confidence from which engines that agree need no proposals from elsewhere."""
_LIKELY = 0.05
"""Probability from which a value teaches what the hand does."""
_HARDLY = 8.0
"""Nats below what the ink says by itself from which ink that gave no value still gives none: it may be a ditto mark."""
_LITTLE, _SOME = 3, 5
"""Characters from which ink is more than a ditto mark, and from which it may hold a day."""
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
    binder = Binder.of(results)
    weighings = _weighings(results, binder, beside)
    made = [_result(spot, each) for spot, each in zip(binder.spots, weighings, strict=True)]
    readings = iter(_repeated(binder.spots, made))
    return tuple(
        replace(page, fragments=tuple(_each(fragment, lambda _: next(readings)) for fragment in page.fragments))
        for page in results
    )


def weigh_binder(results: Sequence[PageResult], beside: Beside) -> Iterator[tuple[tuple[int, int], Weighing]]:
    """Every weighed reading of a binder, with the places of its page and of its fragment there."""
    binder = Binder.of(results)
    for spot, each in zip(binder.spots, _weighings(results, binder, beside), strict=True):
        if each is not None and "." not in spot.name:
            yield (spot.page, spot.fragment), each


def _weighings(results: Sequence[PageResult], binder: Binder, beside: Beside) -> list[Weighing | None]:
    """What may stand in the place of each reading, weighed twice: once to learn the hand, then seen through it.

    Several people write in a binder, and mostly one on a page.
    """
    beside = beside.within(binder.days)
    places = [{place.box: place for place in page.inked} for page in results]
    weighings = [_weighing(spot, places[spot.page], binder, beside) for spot in binder.spots]
    hand = learn_hand(pair for each in weighings if each is not None for pair in each.pairs())
    for _, page in groupby(zip(binder.spots, weighings, strict=True), key=lambda each: each[0].page):
        written = [each for _, each in page if each is not None]
        own = hand.with_habits(learn_hand(pair for each in written for pair in each.pairs()))
        for each in written:
            each.again(own)
    return weighings


def _result(spot: Spot, weighing: Weighing | None) -> FieldReading:
    if weighing is None or (spot.reading.value is None and not _worth(weighing)):
        return spot.reading
    made = settled(weighing.kind, spot.reading, weighing.weighed)
    made = _witnessed(made, weighing)
    likely = [each.candidate for each in weighing.weighed[: _KEPT + 1]]
    doubt = misgiving(weighing.kind, likely, weighing.place, weighing.known)
    if doubt == NO_NUMBER:
        return replace(made, value=None, status=ReadingStatus.ILLEGIBLE, confidence=0.0, doubt=doubt, evidence=None)
    return replace(made, doubt=doubt or made.doubt)


def _witnessed(reading: FieldReading, weighing: Weighing) -> FieldReading:
    """The reading, with whether the file's own text layer says the same: another value may have been chosen since."""
    layer = testimony(weighing.kind, weighing.place.witness, weighing.context)
    if layer is None or reading.value is None:
        return reading
    return knowing(reading, layer=_like(weighing.kind, reading.value, layer))


def _repeated(places: Sequence[Spot], made: Sequence[FieldReading]) -> Iterator[FieldReading]:
    """The readings, those under a ditto mark with the value that the cell above has come to."""
    above: dict[tuple[int, int, str], FieldReading] = {}
    for spot, reading in zip(places, made, strict=True):
        over = above.get((spot.page, spot.fragment - 1, spot.name))
        if over is not None and repeats(reading):
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


def _weighing(spot: Spot, places: Mapping[Box, Inked], binder: Binder, beside: Beside) -> Weighing | None:
    """What may stand in the place of a reading, weighed; None where there is no ink to weigh it by."""
    kind, reading = binder.kind_of(spot.name, beside.fields), spot.reading
    if kind is not None and kind.name == "quantity" and reading.evidence is not None and reading.evidence.type:
        kind = replace(kind, type=FieldType(reading.evidence.type))  # hours by the header of its column
    place = places.get(reading.box) if reading.box is not None else None
    if kind is None or place is None or kind.part is not None or not _open(reading):
        return None
    if any(numbers_page(kind, vote.text) for vote in place.votes):
        return None  # what else its ink may be is no value either: "Page 1 of" is none
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
    if weighing.kind.type in ocr.FRACTIONED and is_shown(weighing.place.fraction) and "." in best.candidate.value:
        return True
    if not free or len(free[0][0]) < _LITTLE:
        return False
    dated = weighing.kind.type is FieldType.DATE and best.probability >= SURE and len(free[0][0]) >= _SOME
    return dated or best.candidate.score > free[0][1] - _HARDLY


def _open(reading: FieldReading) -> bool:
    """Whether a reading came from ink that engines read."""
    evidence = reading.evidence
    voted = evidence is not None and evidence.relation in _VOTED and not evidence.ditto
    return voted or reading.status is ReadingStatus.ILLEGIBLE


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
    engine, doubt = f"{reading.engine}+{best.engine}", reading.doubt if reading.doubt == COVERED else ""
    repaired = replace(reading, value=value, status=ReadingStatus.REPAIRED, engine=engine, doubt=doubt)
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
