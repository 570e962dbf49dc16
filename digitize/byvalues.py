"""Fields that no label names and their values do: what a department calls "Rush?" and "Billed".

Words of urgency are a priority; telephone numbers and addresses are an order's, which has one of each; the only amount
that an order bears is what it cost. A person looks at each: the values say what they look like, not what they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from digitize.choices import URGENCY
from digitize.forms.likely import looks_like
from digitize.page import Fragment
from records.fields import Field, FieldType
from records.order import FieldReading
from records.values import ValueContext, parse_field

_DOUBT = "its printed words name no field that is known: its values look like this one's"
_CONTEXT = ValueContext()


def named_by_values(fragments: Sequence[Fragment], fields: Mapping[str, Field]) -> tuple[Fragment, ...]:
    """The fragments of a page, with fields of the department's own as those of the catalogue that their values show.

    None is taken for a field that the page has already, or that two of them look like.
    """
    names = dict.fromkeys(reading.name for fragment in fragments for reading in fragment.extras)
    has = {reading.name for fragment in fragments for reading in fragment.readings}
    told = {name: field for name in names if (field := _field(_values(fragments, name), has, fields))}
    alone = {name: field for name, field in told.items() if list(told.values()).count(field) == 1}
    return tuple(_renamed(fragment, alone, fields) for fragment in fragments) if alone else tuple(fragments)


def _values(fragments: Sequence[Fragment], name: str) -> list[str]:
    return [r.value for f in fragments for r in f.extras if r.name == name and r.value]


def _field(values: Sequence[str], has: set[str], fields: Mapping[str, Field]) -> str:
    """The field that values look like; empty where the page has it, or they look like none or like several."""
    found = [name for name in _likely(values, has, fields) if name in fields and name not in has]
    return found[0] if len(found) == 1 else ""


def _likely(values: Sequence[str], has: set[str], fields: Mapping[str, Field]) -> Iterator[str]:
    if values and all(value.casefold().strip(".!") in URGENCY for value in values):
        yield "priority"
    looks = looks_like(values)
    if looks in {FieldType.PHONE, FieldType.ADDRESS}:
        yield from (field.name for field in fields.values() if field.type is looks)
    if looks is FieldType.MONEY and not any(fields[name].type is FieldType.MONEY for name in has if name in fields):
        yield "total_cost"


def _renamed(fragment: Fragment, told: Mapping[str, str], fields: Mapping[str, Field]) -> Fragment:
    moved = {r.name: _as(fields[told[r.name]], r) for r in fragment.extras if r.name in told}
    readings = [reading for reading in moved.values() if reading is not None]
    extras = tuple(reading for reading in fragment.extras if moved.get(reading.name) is None)
    return replace(fragment, readings=(*fragment.readings, *readings), extras=extras)


def _as(field: Field, reading: FieldReading) -> FieldReading | None:
    """A reading as one of a field; None where it is no value of that."""
    value = parse_field(field, reading.value or "", _CONTEXT).value
    return None if value is None else replace(reading, name=field.name, value=value, doubt=reading.doubt or _DOUBT)
