"""A form in words for a terminal: its fields, where they stand, and what was read in them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from digitize.forms.definition import FormDefinition
from digitize.forms.likely import looks_like
from digitize.forms.outdated import Difference
from digitize.forms.places import Examples, Spot, examples_at, spots
from records.fields import CATALOGUE, ITEM_CATALOGUE
from records.screen import screen

_NAMED = frozenset((*CATALOGUE, *ITEM_CATALOGUE))
DIFFERENCES = 6
"""What would be learned otherwise of a form that is said one by one."""
SHOWN = 28
"""Characters of an example that are shown."""


def line(form: FormDefinition) -> str:
    """A form on one line."""
    doubt = sum(not zone.confirmed for zone in form.zones) + sum(not column.confirmed for column in form.columns)
    state = "confirmed" if not doubt else f"{doubt} fields to confirm"
    revision = f", a revision of {form.revision_of}" if form.revision_of else ""
    return screen(f"{form.name:<40} version {form.version}, {form.pages} pages, {state}{revision}")


def table(form: FormDefinition, examples: Examples | None = None) -> str:
    """A form with its fields, a line each."""
    read = examples or {}
    rows = [
        (
            spot.words,
            *_meaning(spot.field, [example.value for example in examples_at(spot, form.kind, read)]),
            _place(spot),
            "yes" if spot.confirmed else "",
        )
        for spot in spots(form)
    ]
    return "\n".join([line(form), *_lined([("PRINTED", "FIELD", "READ", "PLACE", "CONFIRMED"), *rows])])


def outdated_form(form: FormDefinition, otherwise: Sequence[Difference], folder: Path) -> str:
    """That a form would be learned otherwise now, how, and how to take that."""
    scans = f"the scans of {form.binder}" if form.binder else "its scans"
    told = [f"  {difference.words}: {difference.what}" for difference in otherwise[:DIFFERENCES]]
    more = len(otherwise) - len(told)
    return "\n".join(
        [
            f"The form {form.name} would be learned otherwise now:",
            *told,
            *([f"  and {more} more"] if more else []),
            f"It is read as its file says. To learn it again from {scans}: backfile forms learn SCANS -w {folder}",
            "What you confirmed or changed stays.",
        ]
    )


def _place(spot: Spot) -> str:
    if spot.box is None:
        return f"column of table {spot.key.number}"
    return f"{spot.box[0]:.2f}, {spot.box[1]:.2f} in" + (f", part {spot.key.number}" if spot.key.number > 1 else "")


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
