"""A form as a binder's own pages teach it: what is printed on it, and where its fields stand.

All places are in the form's frame, which is the reading frame of one of its pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from digitize.layout import Layout, Segment
from digitize.tables import Column, Table
from ocr import Affine, Landmarks
from records.geometry import Box, Frame
from records.page import PageKind


@dataclass(frozen=True, slots=True)
class LearnedZone:
    """The place of one field."""

    field: str
    """A name of the catalogue, or a department's own label."""
    box: Box
    label: str
    """The printed words that name it; empty where a number stands without any."""
    certainty: float
    """How sure it is that the place is the field's, as in `Claim.certainty`."""
    multiline: bool = False


@dataclass(frozen=True, slots=True)
class LearnedChoice:
    """A group of check boxes, of printed words of which one is ringed, or of cells of which one is marked."""

    field: str
    options: tuple[tuple[Box, str], ...]
    """Each printed square or cell with its caption, or each word with its box."""
    sort: Literal["square", "word", "cell"] = "square"


@dataclass(frozen=True, slots=True)
class LearnedPart:
    """One order's part of the form."""

    region: Box
    zones: tuple[LearnedZone, ...]
    choices: tuple[LearnedChoice, ...]
    tables: tuple[Table, ...]
    extras: tuple[LearnedZone, ...]

    @property
    def fields(self) -> frozenset[str]:
        """The fields of the catalogue that it has places for."""
        return frozenset(place.field for place in self.zones) | frozenset(choice.field for choice in self.choices)


@dataclass(frozen=True, slots=True)
class LearnedForm:
    """A form, learned."""

    name: str
    kind: PageKind
    heading: str
    department: str
    layout: Layout
    """The blank form's words and rules."""
    labels: tuple[Box, ...]
    """The words that name fields, columns and check boxes: they are taken away before a page is read."""
    parts: tuple[LearnedPart, ...]
    logs: tuple[Table, ...]
    page_number: Box | None
    """Where "page x of y" stands."""
    landmarks: Landmarks
    picture: bytes
    """The blank form, a PNG in its frame."""
    pages: int
    """How many pages it was learned from."""
    redrawn: bool = True
    """Whether pages of it may have rows of dots or of boxes for blanks, which are made into rules before reading."""
    lacks: bool = False
    """Whether its pages have labels elsewhere on each, below a table that grows: they are read by their labels too."""


def places_of(form: LearnedForm) -> Iterator[Box]:
    """All places of a form that hold something: fields, tables, check boxes, the page number."""
    for part in form.parts:
        yield from (zone.box for zone in (*part.zones, *part.extras))
        yield from (table.box for table in part.tables)
        yield from (box for choice in part.choices for box, _ in choice.options)
    yield from (table.box for table in form.logs)
    if form.page_number:
        yield form.page_number


def fields_on(form: LearnedForm, where: Affine, frame: Frame) -> list[Box]:
    """These places on a page, with what hands write beyond their edges."""
    return [_cut(where.box(box), frame) for box in places_of(form)]


def _cut(box: Box, frame: Frame) -> Box:
    right, bottom = min(box.right + 6, frame.width), min(box.bottom + 6, frame.height)
    return Box(min(max(box.left - 6, 0.0), right), min(max(box.top - 6, 0.0), bottom), right, bottom)


def moved_table(table: Table, where: Affine) -> Table:
    """A table of the form as it lies on a page."""
    columns = tuple(_moved_column(column, table, where) for column in table.columns)
    rows = tuple(_moved_row(row, table, where) for row in table.rows)
    return replace(table, columns=columns, rows=rows, header=where.box(table.header))


def _moved_column(column: Column, table: Table, where: Affine) -> Column:
    box = where.box(Box(column.left, table.box.top, column.right, table.box.bottom))
    return replace(column, left=box.left, right=box.right)


def _moved_row(row: tuple[float, float], table: Table, where: Affine) -> tuple[float, float]:
    box = where.box(Box(table.box.left, row[0], table.box.right, row[1]))
    return box.top, box.bottom


def moved_layout(layout: Layout, where: Affine) -> Layout:
    """The form's words and rules as they lie on a page."""
    words = {word: replace(word, box=where.box(word.box)) for word in layout.words}
    segments = tuple(Segment(tuple(words[word] for word in s.words), s.line) for s in layout.segments)
    return replace(
        layout,
        words=tuple(words.values()),
        segments=segments,
        across=tuple(map(where.box, layout.across)),
        down=tuple(map(where.box, layout.down)),
        checkboxes=tuple((where.box(box), ink) for box, ink in layout.checkboxes),
    )
