"""Captions of a letterhead: "Phone: 555-0100" under the department's name is its own, and asks for nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from digitize.layout import Layout, text_of
from digitize.parse import read_value
from records.fields import Field, FieldType
from records.geometry import Box
from records.values import ValueContext

if TYPE_CHECKING:
    from digitize.labels import Label

_REACHED = frozenset({FieldType.PHONE, FieldType.ADDRESS})
"""How a department is reached; a form may ask the same of whoever asks for work."""
_NAMED = frozenset({"order_number", "department"})
"""What stands beside a letterhead as well."""


def without_letterhead(labels: Sequence[Label], layout: Layout, fields: Mapping[str, Field]) -> list[Label]:
    """The labels, without the department's own telephone and address.

    They stand over all that the form asks for, without a box or a line, and the form has a blank for the same below.
    """
    asking = [k for k in labels if k.field not in _NAMED and has_blank(k, layout)]
    asked = {k.field for k in asking if _reaches(k, fields)}
    first = min((k.box.top for k in asking), default=0.0)
    return [k for k in labels if k.field not in asked or k.box.bottom > first or k.declared]


def without_printed(
    labels: Sequence[Label], fields: Mapping[str, Field], context: ValueContext, blank: Layout
) -> list[Label]:
    """The labels of a blank form, without those of a telephone or an address that it has printed.

    It asks for one too, or has a place to write in for its other labels and none for this one: where it has neither,
    all its sheets may be of one caller.
    """
    told = [k for k in labels if _reaches(k, fields) and _says_value(k, fields[k.field], context)]
    others = [k for k in labels if k not in told]
    asked = {k.field for k in others}
    placed = any(has_blank(k, blank) for k in others)
    return [
        k
        for k in labels
        if k not in told or k.declared or not (k.field in asked or (placed and not has_blank(k, blank)))
    ]


def printed_places(
    named: Mapping[str, Label], places: Mapping[str, Box], labels: Sequence[Label], blank: Layout
) -> frozenset[str]:
    """Those of a form's own captions behind which it says something itself: "White: Office   Yellow: Crew".

    On a form of boxes and lines they have neither, and their words stand on the blank form as well.

    Args:
        named: The captions that name no field of the catalogue, by name.
        places: Where something stands beside each.
        labels: The form's other labels.
        blank: What all its pages show.
    """
    if not any(has_blank(label, blank) for label in labels):
        return frozenset()
    bare = (name for name, label in named.items() if not has_blank(label, blank))
    return frozenset(name for name in bare if blank.words_in(places[name]))


def _reaches(label: Label, fields: Mapping[str, Field]) -> bool:
    return label.field in fields and fields[label.field].type in _REACHED


def has_blank(label: Label, layout: Layout) -> bool:
    """Whether a label stands at the top of a box, or has a line to be written on."""
    cell = layout.cell_at(*label.box.middle)
    if not cell.closed:
        return layout.underline(label.box) is not None
    return all(word.box.middle[1] > label.box.top for word in layout.words_in(cell.box))


def _says_value(label: Label, field: Field, context: ValueContext) -> bool:
    """Whether what stands behind a label is its value: a telephone number, or a place with a number."""
    text = text_of(label.tail)
    return any(map(str.isdigit, text)) and read_value(field, text, context).value is not None
