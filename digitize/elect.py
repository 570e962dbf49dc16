"""Chooses another of the values that were read in a place."""

from __future__ import annotations

from dataclasses import replace

from digitize.confidence import knowing
from digitize.voting import LAYER
from records.order import FieldReading, ReadingStatus


def chosen(reading: FieldReading, value: str) -> FieldReading:
    """The reading with one of its values chosen.

    The one that it had becomes an alternative, and the engines change places in its evidence.
    """
    if value == reading.value:
        return reading
    winner = next(alternative for alternative in reading.alternatives if alternative.value == value)
    loser = replace(winner, value=reading.value or "", raw=reading.raw, engine=reading.engine)
    others = tuple(alternative for alternative in reading.alternatives if alternative is not winner)
    taken = replace(
        reading,
        value=value,
        raw=winner.raw,
        engine=winner.engine,
        status=ReadingStatus.OK,
        alternatives=(loser, *others),
    )
    evidence = reading.evidence
    if evidence is None:
        return taken
    recogniser = None if evidence.recogniser is None else winner.engine != "tesseract"
    return knowing(
        taken,
        chosen=evidence.other,
        other=evidence.chosen,
        recogniser=recogniser,
        repaired=False,
        layer=None if evidence.layer is None else winner.engine == LAYER,
        length=len(value),
    )
