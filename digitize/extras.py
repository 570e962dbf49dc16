"""A department's own fields: labels that the catalogue does not know, kept under their own words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from digitize.extract import Place, Reader
from digitize.labels import Label
from digitize.layout import Layout, Segment, holds
from digitize.tables import Table, outside
from digitize.voting import decide
from digitize.zones import WRITTEN, Ink, candidates
from records.fields import Field, FieldType
from records.geometry import Box, bounding
from records.order import FieldReading
from records.values import ValueContext

_LABEL = re.compile(r"^[A-Z][A-Za-z/&.'# -]{1,28}[:#]$")


def extract_extras(
    layout: Layout,
    labels: Sequence[Label],
    tables: Sequence[Table],
    reader: Reader,
    known: tuple[Ink, Sequence[FieldReading]],
) -> tuple[FieldReading, ...]:
    """The readings of labels that end in a colon or number sign and name no field of the catalogue."""
    ink, readings = known
    taken = [reading.box for reading in readings if reading.box is not None]
    unknown = [
        label
        for segment in layout.segments
        for label in _colons(segment)
        if outside(tables, label.box)
        and not any(label.box.overlap(other.box) > 0 for other in labels)
        and not any(holds(box, label.box) for box in taken)
    ]
    everything = sorted((*labels, *unknown), key=lambda k: (k.line, k.box.left))
    found: dict[str, Box] = {}
    for label in unknown:
        for place in candidates(label, everything, layout, ink)[:1]:
            clear = not any(box.overlap(place.box) > 0.3 * box.width * box.height for box in (*taken, *found.values()))
            if clear and ink(place.box) > WRITTEN and place.box.width > 10 and place.box.height > 10:
                found.setdefault(label.field, place.box)
    ballots = reader([Place(box, FieldType.TEXT, False) for box in found.values()]) if found else []
    made = [
        decide(Field(name, FieldType.TEXT, name, ""), ballot, ValueContext())
        for name, ballot in zip(found, ballots, strict=True)
    ]
    return tuple(reading for reading in made if reading.value)


def _colons(segment: Segment) -> list[Label]:
    """The label at the start of a segment, if it ends in a colon within four words."""
    for end in range(1, min(4, len(segment.words)) + 1):
        words = segment.words[:end]
        text = " ".join(word.text for word in words)
        if _LABEL.match(text) and min(word.confidence for word in words) > 0.5:
            box = bounding([word.box for word in words])
            name = text.rstrip(":# ").strip()
            return [Label(name, text, box, segment.line, 1.0, 0, False, segment.words[end:], True)]
    return []
