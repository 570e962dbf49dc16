"""A form in words for a terminal: its fields, where they stand, and what was read in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from digitize.forms.definition import FormDefinition
from digitize.forms.likely import looks_like
from records.fields import CATALOGUE, ITEM_CATALOGUE
from records.order import PaperOrder
from records.page import PageKind
from records.screen import screen

Values = Mapping[str, Sequence[str]]
"""What was read in each field of a form, an entry an order; empty where nothing was."""
_NAMED = frozenset((*CATALOGUE, *ITEM_CATALOGUE))
SHOWN = 28
"""Characters of an example that are shown."""


def line(form: FormDefinition) -> str:
    """A form on one line."""
    doubt = sum(not zone.confirmed for zone in form.zones) + sum(not column.confirmed for column in form.columns)
    state = "confirmed" if not doubt else f"{doubt} fields to confirm"
    revision = f", a revision of {form.revision_of}" if form.revision_of else ""
    return screen(f"{form.name:<40} version {form.version}, {form.pages} pages, {state}{revision}")


def table(form: FormDefinition, values: Values | None = None) -> str:
    """A form with its fields, a line each."""
    read = values or {}
    zones = [
        (
            zone.label or (" / ".join(zone.options) if zone.options else "(no words)"),
            *_meaning(zone.field, read.get(zone.field, ())),
            f"{zone.box[0]:.2f}, {zone.box[1]:.2f} in" + (f", part {zone.part}" if zone.part > 1 else ""),
            "yes" if zone.confirmed else "",
        )
        for zone in form.zones
    ]
    columns = [
        (
            column.label,
            *_meaning(column.field, read.get(column.field if form.kind == PageKind.LOG else _item(column.field), ())),
            f"column of table {column.table}",
            "yes" if column.confirmed else "",
        )
        for column in form.columns
    ]
    return "\n".join([line(form), *_lined([("PRINTED", "FIELD", "READ", "PLACE", "CONFIRMED"), *zones, *columns])])


def _meaning(name: str, read: Sequence[str]) -> tuple[str, str]:
    """What a place is, and what was read there."""
    filled = [value for value in read if value]
    if not name:
        return "not read", ""
    if not filled:
        return _known(name), ""
    example = filled[0] if len(filled[0]) <= SHOWN else f"{filled[0][: SHOWN - 1]}…"
    kind = "" if name in _NAMED else looks_like(filled)
    likely = f", looks like {kind}" if kind else ""
    return _known(name), f"{len(filled)} of {len(read)}: {example}{likely}"


def _known(name: str) -> str:
    return name if name in _NAMED else f"{name!r}, the department's own"


def _lined(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, cells)) for cells in zip(*rows, strict=True)]
    return [
        screen("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
        for row in rows
    ]


def values_of(orders: Iterable[PaperOrder], form: str) -> dict[str, list[str]]:
    """What was read in each field of the orders of a form, and in each column of their lines."""
    found: dict[str, list[str]] = {}
    for order in orders:
        if order.form == form:
            for reading in (*order.readings, *order.extras):
                found.setdefault(reading.name, []).append(reading.value or "")
            for reading in (reading for item in order.line_items for reading in item.readings):
                found.setdefault(_item(reading.name), []).append(reading.value or "")
    return found


def _item(name: str) -> str:
    """What the values of a line of an order are kept under."""
    return f"item.{name}"
