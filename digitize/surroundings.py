"""What the page says of each of its readings: how well it was scanned, and how well the engines agree on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from digitize.confidence import knowing
from digitize.page import Fragment
from records.evidence import Relation
from records.order import FieldReading
from records.page import PageFacts

_VOTED = frozenset({Relation.AGREE, Relation.DIFFER, Relation.ALONE})
_FEW = 3
"""Other readings on the page from which their agreement can be told."""


def every(fragment: Fragment, change: Callable[[FieldReading], FieldReading]) -> Fragment:
    """The fragment with each of its readings changed."""
    return replace(
        fragment,
        readings=tuple(map(change, fragment.readings)),
        extras=tuple(map(change, fragment.extras)),
        line_items=tuple(replace(item, readings=tuple(map(change, item.readings))) for item in fragment.line_items),
    )


def with_surroundings(fragments: Sequence[Fragment], facts: PageFacts) -> tuple[Fragment, ...]:
    """The fragments of a page, each reading knowing the page around it."""
    voted = [reading for fragment in fragments for reading in readings_of(fragment) if _is_voted(reading)]
    agreed = sum(_agrees(reading) for reading in voted)

    def placed(reading: FieldReading) -> FieldReading:
        others, agreeing = len(voted), agreed
        if _is_voted(reading):
            others, agreeing = others - 1, agreeing - _agrees(reading)
        share = round(agreeing / others, 3) if others >= _FEW else None
        page = {"sharpness": facts.sharpness, "dpi": facts.dpi, "page_ink": facts.ink}
        return knowing(reading, page_agreement=share, **({} if facts.born_digital else page))

    return tuple(every(fragment, placed) for fragment in fragments)


def readings_of(fragment: Fragment) -> tuple[FieldReading, ...]:
    """All readings of a fragment: of its fields, of the form's own, of its lines."""
    return (*fragment.readings, *fragment.extras, *(r for item in fragment.line_items for r in item.readings))


def _is_voted(reading: FieldReading) -> bool:
    return reading.evidence is not None and reading.evidence.relation in _VOTED


def _agrees(reading: FieldReading) -> bool:
    return reading.evidence is not None and reading.evidence.relation is Relation.AGREE
