"""What a person says of a learned form, one place at a time: this is that field, or is not to be read.

A form's places are its zones and the columns of its tables. Each is told by its printed words and where it stands, so
that what is said of it holds for the form as it is now, though a run or somebody else changed it meanwhile.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from digitize.forms.definition import ColumnDefinition, FormDefinition, Inches, ZoneDefinition
from digitize.forms.likely import looks_like
from digitize.phrases import plain
from records.errors import UsageProblem
from records.fields import ITEM_CATALOGUE, Field
from records.geometry import Box
from records.order import FieldReading, PaperOrder
from records.page import PageKind

LIKE = 60.0
"""Likeness of typed letters to a field's words, of 100, from which the field is offered."""
ITEM = "item."
"""What stands before the name of a field of an order's lines, where its examples are kept."""


@dataclass(frozen=True, slots=True)
class SpotKey:
    """Which place of a form it is."""

    column: bool
    """A column of a table, not a zone."""
    number: int
    """Which table, or which order of the sheet, from 1."""
    label: str
    """The printed words, or the captions of its check boxes."""
    turn: int
    """Which one of those with the same words, from 0."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of a form, and what it is taken for."""

    key: SpotKey
    field: str
    """Empty where it is not to be read."""
    confirmed: bool
    box: Inches | None = None
    """None for a column."""
    options: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The printed words, or what stands in their place."""
        return self.key.label or "(no words)"


def spots(form: FormDefinition) -> tuple[Spot, ...]:
    """The places of a form: its zones in reading order, then the columns of its tables."""
    zones = [
        Spot(key, zone.field, zone.confirmed, zone.box, zone.options)
        for key, zone in zip(_keys(map(_zone_place, form.zones)), form.zones, strict=True)
    ]
    columns = [
        Spot(key, column.field, column.confirmed)
        for key, column in zip(_keys(map(_column_place, form.columns)), form.columns, strict=True)
    ]
    return (*zones, *columns)


def _zone_place(zone: ZoneDefinition) -> tuple[bool, int, str]:
    return False, zone.part, zone.label or " / ".join(zone.options)


def _column_place(column: ColumnDefinition) -> tuple[bool, int, str]:
    return True, column.table, column.label


def _keys(places: Iterable[tuple[bool, int, str]]) -> Iterator[SpotKey]:
    seen: Counter[tuple[bool, int, str]] = Counter()
    for place in places:
        yield SpotKey(*place, seen[place])
        seen[place] += 1


def said(form: FormDefinition, key: SpotKey, field: str, *, confirmed: bool = True) -> FormDefinition:
    """The form with one place named, under the next version; the same form where that says nothing new.

    Args:
        form: As it is now.
        key: Which of its places.
        field: A field of the catalogue, a name of the department's own, or nothing: not to be read.
        confirmed: Whether a person said so; false takes that back.

    Raises:
        UsageProblem: the form has no such place any more.
    """
    at = next((place for place, spot in enumerate(spots(form)) if spot.key == key), None)
    if at is None:
        raise UsageProblem(f"{form.name} has no place {key.label!r} any more", "Its file was changed meanwhile.")
    zones, columns = list(form.zones), list(form.columns)
    if at < len(zones):
        zones[at] = replace(zones[at], field=field, confirmed=confirmed)
    else:
        columns[at - len(zones)] = replace(columns[at - len(zones)], field=field, confirmed=confirmed)
    return _next(form, replace(form, zones=tuple(zones), columns=tuple(columns)))


def confirmed(form: FormDefinition, fields: Mapping[str, str]) -> FormDefinition:
    """The form with fields renamed by their printed label, or by their field, and all of it confirmed.

    Raises:
        UsageProblem: there is no such place on the form.
    """
    there = {name for spot in spots(form) for name in (spot.key.label, spot.field)}
    for name in fields:
        if name not in there:
            raise UsageProblem(f"{form.name} has no field {name!r}.", f"See: backfile forms show {form.name}")

    def named(label: str, field: str) -> str:
        return fields.get(label, fields.get(field, field)) if label else fields.get(field, field)

    zones = tuple(replace(z, field=named(z.label, z.field), confirmed=True) for z in form.zones)
    columns = tuple(replace(c, field=named(c.label, c.field), confirmed=True) for c in form.columns)
    return _next(form, replace(form, zones=zones, columns=columns))


def _next(before: FormDefinition, after: FormDefinition) -> FormDefinition:
    return before if after == before else replace(after, version=before.version + 1)


@dataclass(frozen=True, slots=True)
class Example:
    """What was read at a place of one order."""

    value: str
    """Empty where nothing was."""
    binder: str
    page: int
    box: Box | None


Examples = Mapping[str, Sequence[Example]]
"""What was read in each field of a form, an entry an order; the fields of its lines begin with `ITEM`."""


def examples_of(orders: Iterable[PaperOrder], form: str) -> dict[str, list[Example]]:
    """What was read in each field of the orders of a form, and in each column of their lines."""
    found: dict[str, list[Example]] = {}
    for order in orders:
        if order.form == form:
            for reading in (*order.readings, *order.extras):
                found.setdefault(reading.name, []).append(_example(order, reading))
            for reading in (reading for item in order.line_items for reading in item.readings):
                found.setdefault(ITEM + reading.name, []).append(_example(order, reading))
    return found


def _example(order: PaperOrder, reading: FieldReading) -> Example:
    return Example(reading.value or "", order.binder, reading.page, reading.box)


def examples_at(spot: Spot, kind: str, examples: Examples) -> Sequence[Example]:
    """What was read at a place of a form of this kind: a log's columns are fields of orders, others' of their lines."""
    lines = spot.key.column and kind != PageKind.LOG
    return examples.get((ITEM if lines else "") + spot.field, ())


@dataclass(frozen=True, slots=True)
class Offer:
    """A field that a place may be."""

    name: str
    label: str
    why: str
    """In words, for the person who chooses."""


def offers(
    typed: str, spot: Spot, kind: str, fields: Mapping[str, Field], values: Sequence[str] = ()
) -> tuple[Offer, ...]:
    """The fields that a place may be, the likeliest first; at the end what was typed, as a name of one's own.

    Args:
        typed: What the person has typed so far: part of a field's name or of any words for it.
        spot: The place.
        kind: The kind of its form: a column of a log is a field of the order, of another form one of its lines.
        fields: The catalogue's, with those that the workspace declares.
        values: What was read there, to tell a date from a name where nothing is typed.
    """
    catalogue = ITEM_CATALOGUE if spot.key.column and kind != PageKind.LOG else fields
    looks = looks_like(values)
    sought = plain(typed)
    ranked = [(_merit(sought or plain(spot.key.label), field), field) for field in catalogue.values()]
    ranked = [(merit + 25 * (not sought and field.type is looks), field) for merit, field in ranked]
    kept = sorted(
        ((m, f) for m, f in ranked if m >= LIKE or not sought), key=lambda pair: (-round(pair[0]), pair[1].name)
    )
    found = [
        Offer(field.name, field.label, f"the values look like {looks}" if field.type is looks else "")
        for _, field in kept
    ]
    name = " ".join(typed.split())
    own = name and all(plain(name) not in {plain(f.name), plain(f.label)} for f in catalogue.values())
    return (*found, Offer(name, name, "the department's own")) if own else tuple(found)


def _merit(sought: str, field: Field) -> float:
    """How much a field is what is sought, 0 to 100; the beginning of its name counts most, then that of other words."""
    if not sought:
        return 0.0
    named = [plain(text) for text in (field.name.replace("_", " "), field.label)]
    words = [plain(text) for text in (*field.labels, *field.synonyms)]
    begun = 100.0 * any(text.startswith(sought) for text in named)
    begun = max(begun, 90.0 * any(text.startswith(sought) for text in words))
    return max(begun, *(fuzz.ratio(sought, text) for text in (*named, *words)))


Change = Callable[[FormDefinition], FormDefinition]
"""What a person says, put on a form as it is now."""
