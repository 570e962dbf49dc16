"""An order on paper, and a record of one in a digital system."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from records.evidence import Evidence
from records.geometry import Box
from records.lines import line_name, line_of


class ReadingStatus(StrEnum):
    """How a reading came out of the grammar of its type."""

    OK = "ok"
    REPAIRED = "repaired"
    """Read after exchanging glyphs that look alike (O for 0), inside a token that must be a number."""
    AMBIGUOUS = "ambiguous"
    ILLEGIBLE = "illegible"
    """There is ink, but it gives no value."""
    ABSENT = "absent"
    """There is a place for it and nothing in it."""


PLAUSIBLE = 3.0
"""Nats below the value from which another reading of its ink has less than one chance in twenty."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another way to read the same ink."""

    value: str
    raw: str
    engine: str
    log_likelihood: float | None = None
    """Natural logarithm of the engine's likelihood of this value given the ink; None where it gives none."""


@dataclass(frozen=True, slots=True)
class FieldReading:
    """What one place on a page says about one field."""

    name: str
    """A name of the field catalogue, or a department's own label for an extra."""
    value: str | None
    """The value in its canonical form (see `records.values`), None where there is none."""
    raw: str
    """What was read, untouched."""
    status: ReadingStatus
    confidence: float
    """0 to 1: how likely the value is right; where there is none and the status is ABSENT, that nothing is there."""
    page: int
    """Place in the binder as scanned, from 1."""
    box: Box | None
    """Where the value stands, in the page's reading frame; None where nothing stands there."""
    engine: str
    alternatives: tuple[Alternative, ...] = ()
    """Other readings, the likeliest first."""
    doubt: str = ""
    """Why a person should look, in words; empty where no one needs to."""
    log_likelihood: float | None = None
    """Natural logarithm of how likely the recogniser finds the value given the ink, as in the alternatives."""
    evidence: Evidence | None = None
    """What the confidence is made of; None in stores of older versions, and where a person gave the value."""

    @property
    def plausible(self) -> tuple[Alternative, ...]:
        """The alternatives that the ink says nearly as well, at most `PLAUSIBLE` nats less, or that an engine read."""
        own = self.log_likelihood
        return tuple(
            other
            for other in self.alternatives
            if own is None or other.log_likelihood is None or other.log_likelihood > own - PLAUSIBLE
        )


@dataclass(frozen=True, slots=True)
class LineItem:
    """A line of labor, material or equipment on an order."""

    number: int
    """Place on the order, from 1."""
    readings: tuple[FieldReading, ...]
    """Named by `ITEM_CATALOGUE`."""

    def value(self, name: str) -> str | None:
        """The canonical value of a field, None where it has none."""
        return next((reading.value for reading in self.readings if reading.name == name), None)

    @property
    def needs_review(self) -> tuple[str, ...]:
        """The names of its fields that a person should look at."""
        return tuple(reading.name for reading in self.readings if reading.doubt)

    @property
    def named(self) -> tuple[FieldReading, ...]:
        """Its readings, called as among the fields of the order (see `records.lines`)."""
        return tuple(replace(reading, name=line_name(self.number, reading.name)) for reading in self.readings)


@dataclass(frozen=True, slots=True)
class PaperOrder:
    """One order as the binder has it; a sheet scanned twice is still one order."""

    order_id: str
    """`binder:page` with a letter where the page holds several: `signs-2019:7b`. The same on every run."""
    binder: str
    pages: tuple[int, ...]
    """Its pages in the binder, as scanned, from 1; without those of the copies."""
    readings: tuple[FieldReading, ...]
    """One for each field that the form has a place for."""
    department: str = ""
    form: str = ""
    line_items: tuple[LineItem, ...] = ()
    extras: tuple[FieldReading, ...] = ()
    """The department's own fields, under their own labels."""
    copies: tuple[tuple[int, ...], ...] = ()
    """The pages of each further scan of the same sheets."""
    confidence: float = 1.0
    """How likely it is that these pages, and no others, make this one order."""
    void: bool = False
    """Struck out, or marked VOID or SPOILED."""
    evidence: tuple[str, ...] = ()
    """Why these pages make one order."""

    @property
    def every_reading(self) -> tuple[FieldReading, ...]:
        """The readings of its fields, of its extras and of its lines, these called by their line."""
        lines = sorted(self.line_items, key=lambda item: item.number)
        return (*self.readings, *self.extras, *(reading for item in lines for reading in item.named))

    @property
    def doubtful(self) -> tuple[FieldReading, ...]:
        """Those of them that a person should look at."""
        lines = (item for item in self.line_items if item.needs_review)
        of_lines = (reading for item in lines for reading in item.named)
        return tuple(reading for reading in (*self.readings, *self.extras, *of_lines) if reading.doubt)

    def reading(self, name: str) -> FieldReading | None:
        """The reading of a catalogue field, an extra or a line's field, None where the form has no place for it."""
        found = next((found for found in (*self.readings, *self.extras) if found.name == name), None)
        if found is None and line_of(name) is not None:
            return next((found for found in self.every_reading if found.name == name), None)
        return found

    def value(self, name: str) -> str | None:
        """The canonical value of a catalogue field, an extra or a line's field, None where it has none."""
        found = self.reading(name)
        return found.value if found else None

    @property
    def number(self) -> str | None:
        """The order number."""
        return self.value("order_number")

    @property
    def needs_review(self) -> tuple[str, ...]:
        """The names of its fields that a person should look at; those of a line are the line's."""
        return tuple(found.name for found in (*self.readings, *self.extras) if found.doubt)


@dataclass(frozen=True, slots=True)
class DigitalRecord:
    """One row of a department's system."""

    source: str
    """The source's name: its file's name without the extension, or the table's."""
    record_id: str
    """The source's own id where it has one, else its row number; unique within the source."""
    row: int
    """Place in the source, from 1, the header not counted."""
    values: Mapping[str, str]
    """Canonical values by catalogue field; a field without a value is left out."""
    raw: Mapping[str, str]
    """The cells as they came, by column."""
    department: str = ""
    doubts: Mapping[str, str] = field(default_factory=dict)
    """Why a field's cell gave no value, in words, by catalogue field."""

    def value(self, name: str) -> str | None:
        """The canonical value of a field, None where it has none."""
        return self.values.get(name)

    @property
    def key(self) -> tuple[str, str]:
        """What identifies it among all records: source and id."""
        return self.source, self.record_id
