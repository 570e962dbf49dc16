"""What a form's file has otherwise than its binder would teach it now, and how the form takes that.

A form's file outlives the program that wrote it: its places stay where an older version, or fewer pages, had them. What
a person confirmed or changed stays for good; the rest can be learned again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from digitize.forms.definition import (
    ColumnDefinition,
    FormDefinition,
    Inches,
    ZoneDefinition,
    define,
    kin,
    mark,
    marks,
    same_place,
    shifted,
)
from digitize.forms.learned import LearnedForm
from digitize.phrases import plain

_STANDS = 0.05
"""Inches by which a place's edges may differ: half the height of print, which no letter is lost by."""

_Place = TypeVar("_Place", ZoneDefinition, ColumnDefinition)


@dataclass(frozen=True, slots=True)
class Difference:
    """A place that would be learned otherwise."""

    words: str
    """Its printed words, the captions of its check boxes, or the field where it has neither."""
    what: str
    """How, as the end of a sentence: "is no longer found"."""


def differences(definition: FormDefinition, form: LearnedForm) -> tuple[Difference, ...]:
    """What a form as learned now has otherwise than its definition; of what a person confirmed or changed nothing.

    Places that the definition does not have yet are none: they are added without asking.
    """
    now = _in_frame_of(definition, form)
    zones = _paired(definition.zones, now.zones, _zones_alike)
    columns = _paired(definition.columns, now.columns, _columns_alike)
    return (
        *(Difference(_words(z), what) for z, twin in zones if not _is_said(definition, z) for what in _zone(z, twin)),
        *(Difference(c.label, what) for c, twin in columns if not _is_said(definition, c) for what in _field(c, twin)),
    )


def renewed(definition: FormDefinition, form: LearnedForm, binder: str) -> FormDefinition:
    """The definition as a binder teaches the form now, with all that a person confirmed or changed.

    It is the next version where that says anything new.
    """
    now = _in_frame_of(definition, form)
    kept = replace(definition, binder=binder, as_learned=definition.as_learned or now.as_learned)
    if not differences(definition, form):
        return kept
    return replace(
        kept,
        pages=now.pages,
        zones=_renewed(definition, _paired(definition.zones, now.zones, _zones_alike), now.zones),
        columns=_renewed(definition, _paired(definition.columns, now.columns, _columns_alike), now.columns),
        version=definition.version + 1,
        as_learned=now.as_learned,
    )


def _in_frame_of(definition: FormDefinition, form: LearnedForm) -> FormDefinition:
    """The form as learned, where the definition has it: its sheet may lie otherwise."""
    x, y = kin(definition, form).shift
    now = define(form, definition.name)
    zones = tuple(shifted(zone, (-x, -y)) for zone in now.zones)
    return replace(now, zones=zones, as_learned=marks(zones, now.columns))


def _is_said(definition: FormDefinition, place: ZoneDefinition | ColumnDefinition) -> bool:
    """Whether a person said what a place is: it is confirmed, or not as the program wrote it."""
    return place.confirmed or bool(definition.as_learned and mark(place) not in definition.as_learned)


def _paired(
    before: Sequence[_Place], now: Sequence[_Place], rules: Sequence[Callable[[_Place, _Place], bool]]
) -> list[tuple[_Place, _Place | None]]:
    """Each place with what it is now, None where it is no more; the first rule that joins two is the surest."""
    twins: dict[int, int] = {}
    for alike in rules:
        for at, place in enumerate(before):
            free = (other for other in range(len(now)) if other not in twins.values())
            found = next((other for other in free if alike(place, now[other])), None) if at not in twins else None
            if found is not None:
                twins[at] = found
    return [(place, now[twins[at]] if at in twins else None) for at, place in enumerate(before)]


def _stand_alike(zone: ZoneDefinition, other: ZoneDefinition) -> bool:
    alike = zone.part == other.part and zone.options == other.options
    return alike and same_place(zone.box, other.box) and plain(zone.label) == plain(other.label)


def _named_alike(zone: ZoneDefinition, other: ZoneDefinition) -> bool:
    named = plain(zone.label) == plain(other.label) and bool(zone.label or zone.options)
    return named and zone.part == other.part and zone.options == other.options


def _in_one_place(zone: ZoneDefinition, other: ZoneDefinition) -> bool:
    return zone.part == other.part and bool(zone.options) == bool(other.options) and same_place(zone.box, other.box)


_zones_alike = (_stand_alike, _named_alike, _in_one_place)


def _headed_alike(column: ColumnDefinition, other: ColumnDefinition) -> bool:
    return column.table == other.table and plain(column.label) == plain(other.label)


_columns_alike = (_headed_alike,)


def _zone(zone: ZoneDefinition, twin: ZoneDefinition | None) -> Iterator[str]:
    """What of a zone would be learned otherwise."""
    yield from _field(zone, twin)
    if twin is not None and plain(twin.label) != plain(zone.label):
        yield f"has the words {twin.label!r}"
    if twin is not None and (moved := _moved(zone.box, twin.box)):
        yield moved


def _field(place: _Place, twin: _Place | None) -> Iterator[str]:
    if twin is None:
        yield "is no longer found"
    elif twin.field != place.field:
        yield f"is taken for {twin.field or 'nothing'} and not for {place.field or 'nothing'}"


def _moved(box: Inches, now: Inches) -> str:
    """How a place differs in where it stands; empty where it does not."""
    if all(abs(edge - other) <= _STANDS for edge, other in zip(box, now, strict=True)):
        return ""
    return f"is {_said(now)} and not {_said(box)}"


def _said(box: Inches) -> str:
    return "[" + ", ".join(f"{edge:.2f}" for edge in box) + "]"


def _words(zone: ZoneDefinition) -> str:
    return zone.label or " / ".join(zone.options) or zone.field


def _renewed(
    definition: FormDefinition, paired: Sequence[tuple[_Place, _Place | None]], now: Sequence[_Place]
) -> tuple[_Place, ...]:
    """The places in the order of the file: what a person said as it was, the others as learned now, then new ones."""
    kept: list[_Place] = []
    for place, twin in paired:
        if _is_said(definition, place):
            kept.append(place)
        elif twin is not None:
            kept.append(twin)
    return tuple(kept + [place for place in now if all(place is not twin for _, twin in paired)])
