"""Whether the text layer under a scan knows its page: only then is what it says for or against a reading evidence.

Scanners' software lays what it has read under the picture, and archives lay there what their catalogue says of the
file. Of 38 pages of public files, drawn by lot, 13 had a layer that says 76 to 100 % of the words of which an engine is
sure, and 25 one that says none of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from digitize.confidence import knowing
from digitize.page import Fragment
from digitize.surroundings import every, readings_of
from digitize.voting import LAYER
from records.evidence import Relation
from records.order import FieldReading

_KNOWS = 0.8
"""Share of what both engines read surely that a layer says too where it is of its page."""
_FEW = 3
"""Such readings from which that can be told."""
_SURE = 0.9
"""Confidence of an engine from which another that agrees with it is no chance."""


def witnessed(fragments: Sequence[Fragment]) -> tuple[Fragment, ...]:
    """The fragments of a page, without what its file's text layer says to them where that does not know the page."""
    agreed = [r for fragment in fragments for r in readings_of(fragment) if _is_agreed(r)]
    told = [r.evidence.layer for r in agreed if r.evidence is not None and r.evidence.layer is not None]
    if len(told) >= _FEW and sum(told) >= _KNOWS * len(told):
        return tuple(fragments)
    return tuple(every(fragment, _without) for fragment in fragments)


def is_heard(fragments: Sequence[Fragment]) -> bool:
    """Whether a layer is evidence for or against any reading of a page."""
    readings = (reading for fragment in fragments for reading in readings_of(fragment))
    return any(reading.evidence is not None and reading.evidence.layer is not None for reading in readings)


def _is_agreed(reading: FieldReading) -> bool:
    evidence = reading.evidence
    return evidence is not None and evidence.relation is Relation.AGREE and (evidence.chosen or 0.0) >= _SURE


def _without(reading: FieldReading) -> FieldReading:
    """The reading without what a layer says to it."""
    if reading.evidence is None or reading.evidence.layer is None:
        return reading
    others = tuple(other for other in reading.alternatives if other.engine != LAYER)
    return knowing(replace(reading, alternatives=others), layer=None)
