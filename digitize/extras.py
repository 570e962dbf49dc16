"""A department's own fields: labels that the catalogue does not know, kept under their own words.

A signature is no text: of its place it is said whether somebody signed there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from digitize.confidence import believed
from digitize.extract import Place, Reader
from digitize.hanging import own_captions
from digitize.labels import Label
from digitize.layout import Layout, holds
from digitize.prose import running_lines
from digitize.tables import Table, outside
from digitize.unnamed import unknown_labels
from digitize.voting import Ballot, decide
from digitize.zones import Ink, candidates, is_written
from records.evidence import Evidence, Relation
from records.fields import Field, FieldType
from records.geometry import Box
from records.order import FieldReading, ReadingStatus
from records.values import ValueContext

SIGNATURE = re.compile(r"\b(?:signature|signed|sign here|initials|approved by|authori[sz]ed by)\b", re.IGNORECASE)
"""What is printed beside a place for a signature."""
SIGNED, UNSIGNED = "signed", "not signed"


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
    places = extra_places(layout, labels, tables, ink, taken)
    found = read_extras(places, reader)
    empty = unsigned(layout, labels, ink, [*taken, *places.values()])
    ballots = reader([Place(box, FieldType.TEXT, False) for box in empty.values()]) if empty else []
    return (*found, *(_signature(name, b, UNSIGNED) for name, b in zip(empty, ballots, strict=True)))


def unsigned(layout: Layout, labels: Sequence[Label], ink: Ink, taken: Sequence[Box]) -> dict[str, Box]:
    """The places for signatures in which nothing stands, by the label's words."""
    unknown = unknown_labels(layout, labels)
    everything = sorted((*labels, *unknown), key=lambda k: (k.line, k.box.left))
    found: dict[str, Box] = {}
    for label in (label for label in unknown if SIGNATURE.search(label.field)):
        for place in candidates(label, everything, layout, ink)[:1]:
            if not is_written(place.box, ink) and not any(box.overlap(place.box) > 0 for box in taken):
                found.setdefault(label.field, place.box)
    return found


def extra_places(
    layout: Layout,
    labels: Sequence[Label],
    tables: Sequence[Table],
    ink: Ink,
    taken: Sequence[Box],
    own: Sequence[Label] = (),
) -> dict[str, Box]:
    """Where something is written beside a label that names no field, by the label's words."""
    elsewhere = (*taken, *running_lines(layout))
    unknown = [
        label
        for label in (*own, *unknown_labels(layout, [*labels, *own]))
        if outside(tables, label.box) and not any(holds(box, label.box) for box in elsewhere)
    ]
    everything = sorted((*labels, *unknown), key=lambda k: (k.line, k.box.left))
    found: dict[str, Box] = {}
    for label in unknown:
        for place in candidates(label, everything, layout, ink)[:1]:
            clear = not any(box.overlap(place.box) > 0.3 * box.width * box.height for box in (*taken, *found.values()))
            if clear and is_written(place.box, ink) and place.box.width > 10 and place.box.height > 10:
                found.setdefault(label.field, place.box)
    for label, box in own_captions(layout, everything, taken).items():
        if outside(tables, label.box) and is_written(box, ink):
            found.setdefault(label.field, box)
    return found


def read_extras(places: Mapping[str, Box], reader: Reader) -> tuple[FieldReading, ...]:
    """What stands in these places, by the label's words; those without a value are left out."""
    ballots = reader([Place(box, FieldType.TEXT, False) for box in places.values()]) if places else []
    made = [_read(name, ballot) for name, ballot in zip(places, ballots, strict=True)]
    return tuple(reading for reading in made if reading.value or reading.doubt)


def _read(name: str, ballot: Ballot) -> FieldReading:
    if SIGNATURE.search(name):
        return _signature(name, ballot, SIGNED)
    return decide(Field(name, FieldType.TEXT, name, ""), ballot, ValueContext())


def _signature(name: str, ballot: Ballot, value: str) -> FieldReading:
    """Whether a place is signed, as sure as a tick is: the ink says so, and not what an engine makes of a scrawl."""
    raw = next((vote.text for vote in ballot.votes if vote.text.strip()), "")
    reading = FieldReading(name, value, raw, ReadingStatus.OK, 0.0, ballot.page, ballot.box, "ink")
    return believed(reading, Evidence(Relation.TICKED, FieldType.CHOICE, chosen=1.0, other=1.0, length=len(value)))
