"""What the readings of line items are called among the fields of their order: `line 2 amount`.

So a line's value can be asked about, corrected and traced like any other of the order.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from records.fields import CATALOGUE, ITEM_CATALOGUE, Field

_NAMED = re.compile(r"line (?:(\d+) )?(\w+)")


def line_name(number: int, name: str) -> str:
    """The name of a field of the line at a place of the order, from 1."""
    return f"line {number} {name}"


def line_of(name: str) -> tuple[int, str] | None:
    """The line's number and the field of it that is meant; None for a field of the order itself."""
    named = _NAMED.fullmatch(name)
    return (int(named[1]), named[2]) if named and named[1] and named[2] in ITEM_CATALOGUE else None


def kind_of(name: str) -> str:
    """The name under which a field is counted: of a line's, without the line's number."""
    line = line_of(name)
    return f"line {line[1]}" if line else name


def field_named(name: str, catalogue: Mapping[str, Field] = CATALOGUE) -> Field | None:
    """The field of the order, or of a line of it; None for a department's own field that nobody has described."""
    line = line_of(name)
    return ITEM_CATALOGUE[line[1]] if line else catalogue.get(name)


def field_label(name: str) -> str:
    """What people call a field, or a kind of fields; a department's own field is called as the department calls it."""
    if name in CATALOGUE:
        return CATALOGUE[name].label
    named = _NAMED.fullmatch(name)
    if named is None or named[2] not in ITEM_CATALOGUE:
        return name
    label = ITEM_CATALOGUE[named[2]].label.lower()
    return f"Line {named[1]} {label}" if named[1] else f"Line {label}"
