"""How likely a reading is right: the only place where evidence becomes a probability.

A logistic model over the evidence, with weights of its own for each relation, and a monotone curve over its score. The
numbers are data, fitted on generated binders and written by `python -m benchmarks.calibrate --write`; evidence that is
not known weighs nothing, so a new item is one line in `records.evidence` and one here.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import msgspec

from digitize.parse import NUMERIC
from records.evidence import Evidence, Relation
from records.order import FieldReading

FILE = "confidence_model.json"
"""The shipped model, beside this file."""
LEAST = 0.0005
"""No reading is called more certain, or more hopeless, than one in two thousand: nothing rarer could be measured."""


@dataclass(frozen=True, slots=True)
class Term:
    """One item of evidence as the model weighs it."""

    value: Callable[[Evidence], float | None]
    """The number; None where it is not known."""
    sign: int = 0
    """1: more of it never makes a value less likely; -1: nor more likely; 0: either."""
    sign_empty: int | None = None
    """The same for a field that is said to be empty; None where it is as for a value."""


def _logit(share: float | None) -> float | None:
    """Log odds; nearer to the ends than 0.005 nothing is told apart: engines say 0.995 and 0.9999 of equal things."""
    if share is None:
        return None
    held = min(max(share, 0.005), 0.995)
    return math.log(held / (1 - held))


def _number(share: float | None) -> float | None:
    return None if share is None else float(share)


def _log(count: float | None) -> float | None:
    return None if count is None else math.log1p(max(count, 0.0))


def _is(kind: str) -> Callable[[Evidence], float]:
    return lambda evidence: float(evidence.type == kind)


_UNWEIGHED: Mapping[Relation, float] = MappingProxyType({Relation.DIFFER: 0.79, Relation.ALONE: 0.91})
"""How often such readings are right before they are weighed (2,102 readings of four seeds): until then no average of
those that were weighed stands for them, or a quarrel of two engines would teach the binder's lexicon as surely as a
value that won it."""
_NUMERIC = frozenset(map(str, NUMERIC))

TERMS: Mapping[str, Term] = MappingProxyType(
    {
        "chosen": Term(lambda e: _logit(e.chosen), 1),
        "other": Term(lambda e: _logit(e.other)),
        "likeness": Term(lambda e: _number(e.likeness), 1),
        "recogniser": Term(lambda e: _number(e.recogniser), 1),
        "numeric": Term(lambda e: float(e.type in _NUMERIC)),
        "date": Term(_is("date")),
        "hours": Term(_is("hours")),
        "money": Term(_is("money")),
        "identifier": Term(_is("identifier")),
        "choice": Term(_is("choice")),
        "text": Term(_is("text")),
        "address": Term(_is("address")),
        "repaired": Term(lambda e: float(e.repaired), -1),
        "length": Term(lambda e: _log(e.length)),
        "marks": Term(lambda e: _log(e.marks), -1),
        "certainty": Term(lambda e: None if e.certainty is None else min(max(e.certainty, 0.0), 1.0), 1),
        "vague place": Term(lambda e: None if e.certainty is None else max(0.7 - max(e.certainty, 0.0), 0.0), -1),
        "known form": Term(lambda e: None if e.certainty is None else float(e.certainty > 1), 1),
        "ink": Term(lambda e: None if e.ink is None else math.log(max(e.ink, 0.001)), 0, -1),
        "height": Term(lambda e: _log(e.height)),
        "sharpness": Term(lambda e: _number(e.sharpness), 1),
        "dpi": Term(lambda e: None if e.dpi is None else math.log(min(max(e.dpi, 50.0), 300.0)), 1),
        "page ink": Term(lambda e: None if e.page_ink is None else math.log(max(e.page_ink, 0.001))),
        "page agreement": Term(lambda e: _number(e.page_agreement), 1),
        "sum holds": Term(lambda e: None if e.sum_holds is None else float(e.sum_holds), 1),
        "lexicon support": Term(lambda e: _log(e.lexicon_support), 1),
        "scheme": Term(lambda e: _number(e.scheme), 1),
        "ditto": Term(lambda e: float(e.ditto), -1),
        "filled": Term(lambda e: _number(e.filled), 0, -1),
        "core": Term(lambda e: float(e.core), 0, -1),
        "kin": Term(lambda e: _number(e.kin), 1),
        "confirmed": Term(lambda e: float(e.confirmed), 1),
        "margin": Term(lambda e: None if e.margin_nats is None else min(max(e.margin_nats, -10.0), 20.0), 1),
        "layer": Term(lambda e: None if e.layer is None else float(e.layer), 1),
        "posterior": Term(lambda e: _logit(_UNWEIGHED.get(e.relation) if e.posterior is None else e.posterior), 1),
    }
)
"""What is weighed, by name."""


class Weights(msgspec.Struct, frozen=True):
    """How the evidence of one relation is weighed."""

    readings: int
    """From which they were fitted."""
    base: float
    """Log odds of a reading whose evidence is all average."""
    terms: dict[str, float]
    """By the name of the term."""


_EVEN = Weights(0, 0.0, {})


class Model(msgspec.Struct, frozen=True):
    """Everything that was fitted."""

    about: str
    """On what it was fitted, in words."""
    readings: int
    centres: dict[str, float]
    """The average of each term: what is not known counts as average."""
    relations: dict[str, Weights]
    curve: tuple[tuple[float, float], ...] = ()
    """The log odds at some scores, rising; straight between them. Empty: the score is the log odds."""
    spread: tuple[float, float, float] = (0.05, 0.15, 0.5)
    """What one reading tells of a shift and a stretch of the log odds: the information's three entries."""


@cache
def shipped() -> Model:
    """The model that comes with the program."""
    return msgspec.json.decode(files("digitize").joinpath(FILE).read_bytes(), type=Model)


def known_terms(evidence: Evidence) -> Iterator[tuple[str, float]]:
    """The terms that are known, with their numbers."""
    for name, term in TERMS.items():
        number = term.value(evidence)
        if number is not None:
            yield name, number


def score(evidence: Evidence, model: Model) -> float:
    """The model's log odds, before its curve; even odds for a relation that it was not fitted on."""
    weights = model.relations.get(evidence.relation, _EVEN)
    total = weights.base
    for name, weight in weights.terms.items():
        number = TERMS[name].value(evidence)
        if number is not None:
            total += weight * (number - model.centres[name])
    return total


def bent(odds: float, curve: Sequence[tuple[float, float]]) -> float:
    """The log odds that a curve gives: straight between its knots, and as steep as a line of 45 degrees beyond them."""
    if not curve:
        return odds
    if odds <= curve[0][0]:
        return curve[0][1] + odds - curve[0][0]
    if odds >= curve[-1][0]:
        return curve[-1][1] + odds - curve[-1][0]
    place = bisect_right(curve, odds, key=lambda knot: knot[0])
    (left, low), (right, high) = curve[place - 1], curve[place]
    return low + (high - low) * (odds - left) / (right - left)


def share_of(odds: float) -> float:
    """Log odds as a probability, kept off 0 and 1."""
    share = 1 / (1 + math.exp(-min(max(odds, -30.0), 30.0)))
    return min(max(share, LEAST), 1 - LEAST)


def probability(evidence: Evidence, model: Model | None = None) -> float:
    """0 to 1: how likely the claim is true, by the shipped model unless another is given."""
    model = model or shipped()
    return share_of(bent(score(evidence, model), model.curve))


def believed(reading: FieldReading, evidence: Evidence | None, model: Model | None = None) -> FieldReading:
    """The reading with this evidence, as sure as that makes it; without any it stays as it is."""
    if evidence is None:
        return reading
    return replace(reading, evidence=evidence, confidence=round(probability(evidence, model), 4))


def knowing(reading: FieldReading, **known: object) -> FieldReading:
    """The reading, with more known about it; one without evidence stays as it is."""
    if reading.evidence is None:
        return reading
    return believed(reading, msgspec.structs.replace(reading.evidence, **known))
