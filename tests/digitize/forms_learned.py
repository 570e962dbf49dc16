"""A learned form made by hand, for the tests of what its file says of it."""

from __future__ import annotations

from dataclasses import replace

from digitize.forms.definition import FormDefinition, define
from digitize.forms.learned import LearnedChoice, LearnedForm, LearnedPart, LearnedZone
from digitize.layout import Layout
from digitize.tables import Column, Table
from ocr import Landmarks
from records.geometry import Box
from records.page import PageKind

LABELS = {"Order No.": "order_number", "Needed By": "due_on", "Address": "location", "Phone": "requester_phone"}
SHEET = Box(0, 0, 1700, 2200)


def zone(label: str, field: str, place: int, right: float = 0, down: float = 0) -> LearnedZone:
    """A field's place, the next one half an inch below, moved by so many pixels."""
    top = 200 + 100 * place + down
    return LearnedZone(field, Box(200 + right, top, 800 + right, top + 80), label, 0.8)


def form(right: float = 0, down: float = 0, **renamed: str) -> LearnedForm:
    """A learned form with four fields, check boxes, a table and a field of the department's own."""
    zones = tuple(
        zone(renamed.get(field, label), field, place, right, down)
        for place, (label, field) in enumerate(LABELS.items())
    )
    lefts = {text: 200 + 150 * place + right for place, text in enumerate(("Install", "Repair"))}
    squares = tuple((Box(left, 900 + down, left + 28, 928 + down), text) for text, left in lefts.items())
    table = Table(
        (Column("Qty", "quantity", 200, 400, 1.0), Column("Bin", None, 400, 800, 0.0)),
        ((1100, 1150),),
        Box(200, 1050, 800, 1100),
        True,
    )
    part = LearnedPart(
        SHEET,
        zones,
        (LearnedChoice("category", squares),),
        (table,),
        (zone("Council Dist.", "Council Dist.", 5, right, down),),
    )
    layout = Layout(1700, 2200, 20.0, (), (), (), (), ())
    return LearnedForm(
        "work-order",
        PageKind.ORDER,
        "WORK ORDER",
        "",
        layout,
        (),
        (part,),
        (),
        None,
        Landmarks(b"", b"", (1, 1)),
        b"",
        9,
    )


def changed(named: str, **change: object) -> FormDefinition:
    """The form's definition with one field's place said otherwise."""
    made = define(form(), "work-order")
    zones = tuple(replace(z, **change) if z.field == named else z for z in made.zones)  # type: ignore[arg-type]
    return replace(made, zones=zones)
