"""The files of learned forms: `forms/NAME.toml` in the workspace, for people to read, to confirm and to change."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from digitize.forms.definition import ColumnDefinition, FormDefinition, ZoneDefinition
from digitize.forms.read import LEARNED
from digitize.forms.source import Source, convert, refuse_unknown

ABOUT = """\
# A form that Backfile learned from scanned pages. Change it here, or at the screen: the next run reads by it.
#   field      a field of the catalogue, a name of your own, or "" to leave the place unread
#   box        left, top, right, bottom in inches, on the straightened page
#   confirmed  true once a person has looked at it
# What you confirm or change stays, also when the form is learned again.
"""


class ZoneSection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[[zone]]`: the place of one field."""

    field: str
    box: tuple[float, float, float, float]
    label: str = ""
    part: int = 1
    options: tuple[str, ...] = ()
    confirmed: bool = False


class ColumnSection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[[column]]`: a column of a table."""

    label: str
    field: str
    table: int = 1
    confirmed: bool = False


class DefinitionFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    name: str
    learned_from: int
    heading: str = ""
    kind: str = "order"
    version: int = 1
    revision_of: str = ""
    binder: str = ""
    as_learned: str = ""
    size: tuple[float, float] = (8.5, 11.0)
    zone: tuple[dict[str, Any], ...] = ()
    column: tuple[dict[str, Any], ...] = ()


def read_definitions(folder: Path) -> tuple[FormDefinition, ...]:
    """The learned forms of a folder, by file name.

    Raises:
        UsageProblem: a file says something that cannot be, with the key and the line.
    """
    paths = sorted(folder.glob("*.toml")) if folder.is_dir() else []
    sources = [Source.read(path) for path in paths]
    return tuple(_definition(source) for source in sources if LEARNED in source.data)


def _definition(source: Source) -> FormDefinition:
    refuse_unknown(source, source.data, DefinitionFile, ())
    file = convert(source, source.data, DefinitionFile, ())
    zones = tuple(_zone(source, number, raw) for number, raw in enumerate(file.zone, start=1))
    columns = tuple(_column(source, number, raw) for number, raw in enumerate(file.column, start=1))
    return FormDefinition(
        file.name,
        file.heading,
        file.kind,
        file.size,
        file.learned_from,
        zones,
        columns,
        version=file.version,
        revision_of=file.revision_of,
        binder=file.binder,
        as_learned=tuple(file.as_learned.split()),
    )


def _zone(source: Source, number: int, raw: dict[str, Any]) -> ZoneDefinition:
    key = ("zone", str(number))
    refuse_unknown(source, raw, ZoneSection, key)
    zone = convert(source, raw, ZoneSection, key)
    left, top, right, bottom = zone.box
    if right <= left or bottom <= top:
        raise source.problem(
            (*key, "box"), "it ends before it starts", "Give left, top, right, bottom in inches, in this order."
        )
    return ZoneDefinition(zone.label, zone.field.strip(), zone.box, zone.part, zone.options, zone.confirmed)


def _column(source: Source, number: int, raw: dict[str, Any]) -> ColumnDefinition:
    key = ("column", str(number))
    refuse_unknown(source, raw, ColumnSection, key)
    column = convert(source, raw, ColumnSection, key)
    return ColumnDefinition(column.label, column.field.strip(), column.table, column.confirmed)


def written(definition: FormDefinition) -> str:
    """The definition as its file says it."""
    return "\n".join([ABOUT, *_head(definition), *_zones(definition.zones), *_columns(definition.columns)])


def _head(form: FormDefinition) -> Iterator[str]:
    yield f"name = {_text(form.name)}"
    yield f"heading = {_text(form.heading)}"
    yield f"kind = {_text(form.kind)}"
    yield f"version = {form.version}"
    if form.revision_of:
        yield f"revision_of = {_text(form.revision_of)}"
    yield f"{LEARNED} = {form.pages}   # pages"
    if form.binder:
        yield f"binder = {_text(form.binder)}"
    if form.as_learned:
        yield f"as_learned = {_text(' '.join(form.as_learned))}   # the program's own: by it a changed place is known"
    yield f"size = [{form.size[0]:g}, {form.size[1]:g}]   # inches"
    yield ""


def _zones(zones: Sequence[ZoneDefinition]) -> Iterator[str]:
    several = any(zone.part > 1 for zone in zones)
    for zone in zones:
        yield "[[zone]]"
        yield f"label = {_text(zone.label)}"
        yield f"field = {_text(zone.field)}"
        yield f"box = [{', '.join(f'{edge:.2f}' for edge in zone.box)}]"
        if several:
            yield f"part = {zone.part}"
        if zone.options:
            yield f"options = [{', '.join(map(_text, zone.options))}]"
        yield f"confirmed = {_truth(zone.confirmed)}"
        yield ""


def _columns(columns: Sequence[ColumnDefinition]) -> Iterator[str]:
    several = any(column.table > 1 for column in columns)
    for column in columns:
        yield "[[column]]"
        yield f"label = {_text(column.label)}"
        yield f"field = {_text(column.field)}"
        if several:
            yield f"table = {column.table}"
        yield f"confirmed = {_truth(column.confirmed)}"
        yield ""


def _truth(said: bool) -> str:
    return "true" if said else "false"


def _text(text: str) -> str:
    """A text as TOML writes it: a basic string, whose escapes are JSON's."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
