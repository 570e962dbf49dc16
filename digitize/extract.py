"""Takes the fields of an order off a page by its labels, without a template.

For each label the places where its value may stand are weighed by what the page's words already say of them; each field
gets the best place that no surer field has taken; then all places are read at once, by every engine.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from digitize.labels import Label
from digitize.layout import Layout, holds, text_of
from digitize.parse import NUMERIC, read_value
from digitize.voting import Ballot, decide
from digitize.zones import WRITTEN, Candidate, Ink, candidates
from records.fields import Field, FieldType
from records.geometry import Box
from records.order import FieldReading
from records.values import ValueContext


@dataclass(frozen=True, slots=True)
class Place:
    """A box to be read, and what is expected there."""

    box: Box
    type: FieldType
    multiline: bool


Reader = Callable[[Sequence[Place]], Sequence[Ballot]]
"""Reads places of one page with every engine."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A field's wish to take its value from a place."""

    field: str
    label: Label
    box: Box
    score: float


def extract_fields(
    layout: Layout,
    labels: Sequence[Label],
    fields: Mapping[str, Field],
    reader: Reader,
    surroundings: tuple[Ink, ValueContext],
) -> tuple[FieldReading, ...]:
    """The readings of every field that has a label, in the order of the catalogue."""
    ink, context = surroundings
    claims = settle([c for label in labels for c in _claims(label, labels, layout, fields[label.field], surroundings)])
    places = [Place(c.box, fields[c.field].type, _multiline(c, fields[c.field], layout)) for c in claims]
    ballots = reader(places) if places else []
    readings = {}
    for claim, ballot in zip(claims, ballots, strict=True):
        for field in siblings(fields[claim.field], fields):
            readings[field.name] = decide(field, ballot, context)
    return tuple(readings[name] for name in fields if name in readings)


def siblings(field: Field, fields: Mapping[str, Field]) -> tuple[Field, ...]:
    """The fields that take their value from the same place: the two ends of a printed range."""
    if field.part is None:
        return (field,)
    shared = set(field.labels)
    return tuple(other for other in fields.values() if other is field or (other.part and shared & set(other.labels)))


def settle(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """One place for each field, none given twice: the surest claim is served first."""
    served: dict[str, Claim] = {}
    for claim in sorted(claims, key=lambda c: (-round(c.score, 3), c.box.top, c.box.left)):
        taken = any(_mostly(claim.box, other.box) for other in served.values())
        if claim.field not in served and not taken:
            served[claim.field] = claim
    return tuple(served.values())


def _mostly(box: Box, other: Box) -> bool:
    smaller = min(box.width * box.height, other.width * other.height)
    return smaller > 0 and box.overlap(other) > 0.5 * smaller


def _claims(
    label: Label, labels: Sequence[Label], layout: Layout, field: Field, surroundings: tuple[Ink, ValueContext]
) -> list[Claim]:
    ink, context = surroundings
    found = []
    for candidate in candidates(label, labels, layout, ink):
        likely = _fits(candidate, field, labels, layout, surroundings)
        if candidate.box.width < 8 or candidate.box.height < 8:
            continue
        rank = 0.30 * label.declared - 0.004 * min(label.rank, 40)
        found.append(Claim(label.field, label, candidate.box, label.score * candidate.prior * likely + rank))
    return found


def _fits(
    candidate: Candidate, field: Field, labels: Sequence[Label], layout: Layout, surroundings: tuple[Ink, ValueContext]
) -> float:
    """How well what the page's words say in a place agrees with the field's type, 0 to 1."""
    ink, context = surroundings
    words = [word for word in layout.words_in(candidate.box) if not _label_word(word.box, labels)]
    if not words:
        return 0.6 if ink(candidate.box) > WRITTEN else 0.3
    text = text_of(words)
    parsed = read_value(field, text, context) if field.part is None else None
    if parsed is None or parsed.value is not None:
        likely = 1.0 if field.type in NUMERIC or not text.isdigit() or field.type is FieldType.IDENTIFIER else 0.8
        if field.type is FieldType.IDENTIFIER and not any(c.isdigit() for c in text):
            likely = 0.45
        return likely
    sure = sum(word.confidence for word in words) / len(words)
    return 0.25 if sure > 0.85 and field.type in NUMERIC else 0.5


def _label_word(box: Box, labels: Sequence[Label]) -> bool:
    return any(holds(label.box, box) for label in labels)


def _multiline(claim: Claim, field: Field, layout: Layout) -> bool:
    return claim.box.height > 2.4 * layout.em and field.type in {
        FieldType.TEXT,
        FieldType.NAME,
        FieldType.ADDRESS,
        FieldType.CHOICE,
    }
