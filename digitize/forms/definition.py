"""A learned form in words: what a person can read, confirm and change of it, and how that changes the form.

What a form looks like (its print, its landmarks) stays with the form as it was learned. Its definition says where its
fields stand and what they are, in inches, and outlives it: a form that is learned anew from more pages, or by a newer
version of the program, takes over what people said of the one before.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from statistics import median

import msgspec

from digitize.forms.learned import LearnedChoice, LearnedForm, LearnedPart, LearnedZone
from digitize.phrases import plain
from digitize.tables import Table, own_name
from records.fields import Field
from records.geometry import READING_DPI, Box

Inches = tuple[float, float, float, float]
"""Left, top, right, bottom."""

_ALIKE = 0.6
"""Share of two forms' printed names of fields that are the same where one is the other, or a revision of it."""
_MOVED = 0.15
"""Inches by which the fields of one form differ at most from page to page; a revision moves some further."""
_STAYED = 0.8
"""Share of its fields that stay where they were in one form: a box that is torn or badly told is no revision."""
_SAME_PLACE = 0.3
"""Share of the larger of two boxes that they have in common where they are one field's place."""


@dataclass(frozen=True, slots=True)
class ZoneDefinition:
    """The place of one field, and what it is."""

    label: str
    """The printed words that name it; empty where there are none."""
    field: str
    """A field of the catalogue, a name of the department's own, or empty: not to be read."""
    box: Inches
    part: int = 1
    """Which order of the page, from 1: two-up sheets have two."""
    options: tuple[str, ...] = ()
    """The captions of its check boxes, where it is ticked and not written."""
    confirmed: bool = False
    """A person has said so."""


@dataclass(frozen=True, slots=True)
class ColumnDefinition:
    """A column of a table, and what it holds."""

    label: str
    field: str
    table: int = 1
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class FormDefinition:
    """What people read and say of a learned form."""

    name: str
    heading: str
    kind: str
    size: tuple[float, float]
    """Width and height in inches."""
    pages: int
    """From which it was learned."""
    zones: tuple[ZoneDefinition, ...]
    columns: tuple[ColumnDefinition, ...] = ()
    version: int = 1
    """Counts up with each change that is saved."""
    revision_of: str = ""
    """The form that this is a later or earlier print of."""
    binder: str = ""
    """That it was learned from; empty in files of older versions."""
    as_learned: tuple[str, ...] = ()
    """The marks of its places as the program wrote them: one with another mark was changed by a person."""


class Kinship(StrEnum):
    """What two forms are to each other."""

    SAME = "same"
    REVISION = "revision"
    """The same fields at other places, or some of them under other names."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Kin:
    """How a definition stands to a form as learned."""

    kinship: Kinship
    shift: tuple[float, float] = field(default=(0.0, 0.0))
    """Inches by which the form lies right of and below where the definition has it."""


def mark(place: ZoneDefinition | ColumnDefinition) -> str:
    """Eight digits that a place has as long as nobody changes what is said of it; confirming it is no change."""
    told = msgspec.json.encode(replace(place, confirmed=False))
    return f"{zlib.crc32(told):08x}"


def marks(zones: Iterable[ZoneDefinition], columns: Iterable[ColumnDefinition]) -> tuple[str, ...]:
    """The marks of a form's places."""
    return (*map(mark, zones), *map(mark, columns))


def define(form: LearnedForm, name: str, revision_of: str = "", binder: str = "") -> FormDefinition:
    """The form in words."""
    size = (round(form.layout.width / READING_DPI, 2), round(form.layout.height / READING_DPI, 2))
    zones = tuple(
        zone for number, part in enumerate(form.parts, start=1) for zone in sorted(_zones(part, number), key=_reading)
    )
    columns = tuple(
        ColumnDefinition(column.label, column.field or (own_name(column.label) if table in form.logs else ""), number)
        for number, table in enumerate(_tables(form), start=1)
        for column in table.columns
    )
    told, kind = marks(zones, columns), str(form.kind)
    return FormDefinition(name, form.heading, kind, size, form.pages, zones, columns, 1, revision_of, binder, told)


def _reading(zone: ZoneDefinition) -> tuple[float, float]:
    return round(zone.box[1], 1), zone.box[0]


def _zones(part: LearnedPart, number: int) -> Iterator[ZoneDefinition]:
    for zone in (*part.zones, *part.extras):
        yield ZoneDefinition(zone.label, zone.field, _inches(zone.box), number)
    for choice in part.choices:
        yield ZoneDefinition("", choice.field, _inches(_around(choice)), number, _captions(choice))


def _tables(form: LearnedForm) -> list[Table]:
    return [*form.logs, *(table for part in form.parts for table in part.tables)]


def _around(choice: LearnedChoice) -> Box:
    box = choice.options[0][0]
    for other, _ in choice.options[1:]:
        box = box.union(other)
    return box


def _inches(box: Box) -> Inches:
    left, top, right, bottom = (round(edge / READING_DPI, 2) for edge in (box.left, box.top, box.right, box.bottom))
    return left, top, right, bottom


def kin(definition: FormDefinition, form: LearnedForm) -> Kin:
    """What a form as learned is to one that was defined before.

    Forms are known again by the printed names of their fields. The sheet that a form is learned from may lie otherwise
    than the one before: what all fields move by alike is no change of the form.
    """
    now = define(form, definition.name)
    shares = _names(definition) & _names(now), _names(definition) | _names(now)
    if not shares[1] or len(shares[0]) < _ALIKE * len(shares[1]) or definition.kind != now.kind:
        return Kin(Kinship.OTHER)
    moves = list(_moves(definition, now))
    if not moves:
        return Kin(Kinship.SAME)
    shift = (median(x for x, _ in moves), median(y for _, y in moves))
    stayed = sum(abs(x - shift[0]) <= _MOVED and abs(y - shift[1]) <= _MOVED for x, y in moves)
    renamed = len(shares[0]) < len(shares[1]) and not _grown(definition, now)
    same = stayed > _STAYED * len(moves) and not renamed
    return Kin(Kinship.SAME if same else Kinship.REVISION, shift)


def _grown(definition: FormDefinition, now: FormDefinition) -> bool:
    """Whether one has all that the other has: a field that few pages fill in may not be learned each time."""
    return _names(definition) <= _names(now) or _names(now) <= _names(definition)


def _names(definition: FormDefinition) -> frozenset[str]:
    named = [*(zone.label for zone in definition.zones), *(column.label for column in definition.columns)]
    return frozenset(filter(None, map(plain, named)))


def _moves(before: FormDefinition, now: FormDefinition) -> Iterator[tuple[float, float]]:
    """By how much each field that both have once a part has moved, in inches."""
    places = {(plain(zone.label), zone.part): zone.box for zone in before.zones if zone.label}
    for zone in now.zones:
        box = places.get((plain(zone.label), zone.part))
        if box is not None and zone.label:
            yield zone.box[0] - box[0], zone.box[1] - box[1]


def defined(form: LearnedForm, definition: FormDefinition, fields: Mapping[str, Field]) -> LearnedForm:
    """The form with what its definition says: fields renamed, moved, added or left out.

    `fields` are the catalogue's, with what the workspace declares; any other name is the department's own.
    """
    shift = kin(definition, form).shift
    parts = tuple(
        _part(part, [shifted(zone, shift) for zone in definition.zones if zone.part == number], fields)
        for number, part in enumerate(form.parts, start=1)
    )
    tables = iter(_columned(_tables(form), definition.columns))
    logs = tuple(_without_unread(next(tables)) for _ in form.logs)
    parts = tuple(replace(part, tables=tuple(next(tables) for _ in part.tables)) for part in parts)
    return replace(form, name=definition.name, parts=parts, logs=logs)


def shifted(zone: ZoneDefinition, shift: tuple[float, float]) -> ZoneDefinition:
    """A zone so many inches farther right and down; to hundredths, as its file has it."""
    left, top, right, bottom = zone.box
    x, y = shift
    edges = (left + x, top + y, right + x, bottom + y)
    left, top, right, bottom = (round(edge, 2) for edge in edges)
    return replace(zone, box=(left, top, right, bottom))


def _part(part: LearnedPart, zones: Sequence[ZoneDefinition], fields: Mapping[str, Field]) -> LearnedPart:
    written = [_zone(zone, part) for zone in zones if zone.field and not zone.options]
    said = [zone for zone in zones if not zone.options]
    new = [zone for zone in (*part.zones, *part.extras) if not any(_is_about(each, zone) for each in said)]
    choices = []
    for choice in part.choices:
        name = next((zone.field for zone in zones if zone.options == _captions(choice)), choice.field)
        if name:
            choices.append(replace(choice, field=name))
    return replace(
        part,
        zones=tuple(zone for zone in (*written, *new) if zone.field in fields),
        extras=tuple(zone for zone in (*written, *new) if zone.field not in fields),
        choices=tuple(choices),
    )


def _captions(choice: LearnedChoice) -> tuple[str, ...]:
    return tuple(text for _, text in choice.options)


def grown(definition: FormDefinition, form: LearnedForm) -> FormDefinition:
    """The definition with the fields that a form as learned now has beside them, under the next version."""
    x, y = kin(definition, form).shift
    now = define(form, definition.name)
    found = [shifted(zone, (-x, -y)) for zone in now.zones]
    new = tuple(
        zone
        for zone in found
        if not any(_is_same(zone, known) for known in definition.zones) and not _is_moved(zone, found, definition)
    )
    headers = {(column.table, plain(column.label)) for column in definition.columns}
    columns = tuple(column for column in now.columns if (column.table, plain(column.label)) not in headers)
    if not new and not columns:
        return definition
    return replace(
        definition,
        zones=(*definition.zones, *new),
        columns=(*definition.columns, *columns),
        version=definition.version + 1,
        as_learned=(*definition.as_learned, *marks(new, columns)) if definition.as_learned else (),
    )


def _is_moved(zone: ZoneDefinition, now: Sequence[ZoneDefinition], before: FormDefinition) -> bool:
    """Whether a zone is one that the definition has elsewhere: it has as many under the same words."""
    there = [sum(_one_name(zone, each) for each in zones) for zones in (before.zones, now)]
    return bool(zone.label) and there[0] >= there[1]


def _one_name(zone: ZoneDefinition, other: ZoneDefinition) -> bool:
    return (plain(zone.label), zone.part) == (plain(other.label), other.part)


def _is_same(zone: ZoneDefinition, known: ZoneDefinition) -> bool:
    if zone.part != known.part or bool(zone.options) != bool(known.options):
        return False
    return zone.options == known.options if zone.options else same_place(zone.box, known.box)


def _is_about(said: ZoneDefinition, zone: LearnedZone) -> bool:
    """Whether what is said is said of this place: it stands there, or under the same printed words."""
    return _overlap_enough(zone.box, _pixels(said.box)) or (bool(said.label) and plain(said.label) == plain(zone.label))


def same_place(box: Inches, other: Inches) -> bool:
    """Whether two boxes are one field's place."""
    return _overlap_enough(_pixels(box), _pixels(other))


def _overlap_enough(box: Box, other: Box) -> bool:
    return box.overlap(other) >= _SAME_PLACE * max(_area(box), _area(other))


def _zone(zone: ZoneDefinition, part: LearnedPart) -> LearnedZone:
    box = _pixels(zone.box)
    about = [each for each in (*part.zones, *part.extras) if _is_about(zone, each)]
    known = max(about, key=lambda each: each.box.overlap(box), default=None)
    if known is None:
        return LearnedZone(zone.field, box, zone.label, 1.0)
    kept = replace(known, field=zone.field, label=zone.label)
    certainty = 1.0 if zone.confirmed or known.field != zone.field else known.certainty
    moved = _inches(known.box) != zone.box and not _near(known.box, box)
    return replace(kept, certainty=certainty, box=box if moved else known.box)


def box_on(box: Inches, shift: tuple[float, float]) -> Box:
    """A defined place in the frame of the form as it was learned, in pixels; `shift` is that of their `Kin`."""
    left, top, right, bottom = box
    x, y = shift
    return _pixels((left + x, top + y, right + x, bottom + y))


def _near(one: Box, other: Box) -> bool:
    """Whether two boxes are one but for the rounding to hundredths of an inch."""
    edges = zip(
        (one.left, one.top, one.right, one.bottom), (other.left, other.top, other.right, other.bottom), strict=True
    )
    return all(abs(edge - twin) <= READING_DPI / 50 for edge, twin in edges)


def _pixels(box: Inches) -> Box:
    left, top, right, bottom = (max(edge, 0.0) * READING_DPI for edge in box)
    return Box(left, top, max(right, left), max(bottom, top))


def _area(box: Box) -> float:
    return max(box.width * box.height, 1.0)


def _columned(tables: Sequence[Table], columns: Sequence[ColumnDefinition]) -> Iterator[Table]:
    """The tables, each column with the field that its header is said to name."""
    for number, table in enumerate(tables, start=1):
        said = {plain(column.label): column.field for column in columns if column.table == number}
        yield replace(
            table,
            columns=tuple(
                replace(column, field=said.get(plain(column.label), column.field) or None) for column in table.columns
            ),
        )


def _without_unread(log: Table) -> Table:
    """A log whose columns that are left unread have no header: what has one is read, be it the department's own."""
    return replace(log, columns=tuple(c if c.field else replace(c, label="") for c in log.columns))
