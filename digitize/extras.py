"""A department's own fields: labels that the catalogue does not know, kept under their own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from digitize.extract import Place, Reader
from digitize.labels import Label, unknown_labels
from digitize.layout import Layout, holds
from digitize.tables import Table, outside
from digitize.voting import decide
from digitize.zones import WRITTEN, Ink, candidates
from records.fields import Field, FieldType
from records.geometry import Box
from records.order import FieldReading
from records.values import ValueContext

FIGURE = 60
"""Pixels of ink from which something is written: a typed 1 has 70, and a field as wide as the sheet 130,000 in all."""


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
    return read_extras(extra_places(layout, labels, tables, ink, taken), reader)


def has_figure(box: Box, ink: Ink) -> bool:
    """Whether anything is written in a field of the department's own, be it one figure on a line of a sheet's width."""
    return ink(box) > min(WRITTEN / 3, FIGURE / max(box.width * box.height, 1.0))


def extra_places(
    layout: Layout, labels: Sequence[Label], tables: Sequence[Table], ink: Ink, taken: Sequence[Box]
) -> dict[str, Box]:
    """Where something is written beside a label that names no field, by the label's words."""
    unknown = [
        label
        for label in unknown_labels(layout, labels)
        if outside(tables, label.box) and not any(holds(box, label.box) for box in taken)
    ]
    everything = sorted((*labels, *unknown), key=lambda k: (k.line, k.box.left))
    found: dict[str, Box] = {}
    for label in unknown:
        for place in candidates(label, everything, layout, ink)[:1]:
            clear = not any(box.overlap(place.box) > 0.3 * box.width * box.height for box in (*taken, *found.values()))
            if clear and has_figure(place.box, ink) and place.box.width > 10 and place.box.height > 10:
                found.setdefault(label.field, place.box)
    return found


def read_extras(places: Mapping[str, Box], reader: Reader) -> tuple[FieldReading, ...]:
    """What stands in these places, by the label's words; those without a value are left out."""
    ballots = reader([Place(box, FieldType.TEXT, False) for box in places.values()]) if places else []
    made = [
        decide(Field(name, FieldType.TEXT, name, ""), ballot, ValueContext())
        for name, ballot in zip(places, ballots, strict=True)
    ]
    return tuple(reading for reading in made if reading.value or reading.doubt)
