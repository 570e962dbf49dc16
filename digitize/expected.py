"""Notices fields that an order should have because the binder's other orders of its kind have them.

A label that no engine could read leaves no trace on its page; only the other pages of the form tell that it is there.
What is missing is claimed to be empty, as surely as the others make it, and never filled in.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from digitize.confidence import believed, knowing
from digitize.stamps import NAME as STAMP
from records.evidence import Evidence, Relation
from records.fields import CATALOGUE, FieldType
from records.order import FieldReading, PaperOrder, ReadingStatus

SHARE = 0.3
"""Of the orders of a kind that must have a place for a field before the others are expected to have one."""
HALF = 0.5
"""Of a form's places that a sheet must have to be of it where it does not say so."""
ENOUGH = 4
"""Orders of a kind from which its fields can be told."""
CORE = frozenset({"order_number", "requested_on", "location", "description"})
"""What every order says: which it is, when, where and what."""


@dataclass(frozen=True, slots=True)
class _Usual:
    """What the orders of one kind have, by the field's letters and digits."""

    orders: int
    places: Counter[str]
    """Orders that have a place for it."""
    values: Counter[str]
    """Orders that have a value in it."""
    shapes: Mapping[str, Counter[str]]
    """How their values are written."""
    names: Mapping[str, FieldReading]
    """The first reading of each, for its name."""
    headed: Mapping[int, frozenset[str]]
    """Of logs, the columns of each page: a row that has nothing in one is empty there, and its label was read."""


def expect_fields(orders: Sequence[PaperOrder]) -> tuple[PaperOrder, ...]:
    """The orders of a binder, each with a reading for every field that its kind of page has a place for.

    Every reading knows how many of the other orders have a value there.
    """
    of_kind = _kinds(orders)
    kinds: dict[str, list[PaperOrder]] = {}
    for order in orders:
        kinds.setdefault(of_kind[order.order_id], []).append(order)
    usual = {kind: _usual(members, headed=kind == _LOG) for kind, members in kinds.items() if len(members) >= ENOUGH}
    return tuple(
        _completed(order, usual[kind]) if (kind := of_kind[order.order_id]) in usual else order for order in orders
    )


_LOG, _ANY = "(rows)", ""
"""The kinds that are no form: the rows of logs, whose ids end in `r` and the row, and sheets of no known form."""


def _kinds(orders: Sequence[PaperOrder]) -> Mapping[str, str]:
    """What each order is compared with, by its id: the rows of logs, or the sheets of its form.

    A sheet whose form is not read, or that few others have, is of the form whose places it has; if it has fewer than
    half of any form's, it is another department's and lacks nothing.
    """
    rows = {order.order_id for order in orders if "r" in order.order_id.rpartition(":")[2]}
    sheets = [order for order in orders if order.order_id not in rows]
    times = Counter(order.form for order in sheets)
    forms = {
        form: _expected(_usual([order for order in sheets if order.form == form], headed=False))
        for form, count in times.items()
        if form and count >= ENOUGH
    }
    return dict.fromkeys(rows, _LOG) | {
        order.order_id: order.form if order.form in forms else _likest(order, forms) for order in sheets
    }


def _likest(order: PaperOrder, forms: Mapping[str, frozenset[str]]) -> str:
    had = {_key(reading) for reading in (*order.readings, *order.extras)}
    shares = {form: len(had & places) / len(places) for form, places in forms.items() if places}
    likest = max(shares, key=lambda form: shares[form], default=_ANY)
    return likest if shares.get(likest, 0.0) >= HALF else _ANY


def _expected(usual: _Usual) -> frozenset[str]:
    """The fields that the others of a kind are expected to have a place for."""
    return frozenset(key for key, times in usual.places.items() if times >= SHARE * (usual.orders - 1))


def _key(reading: FieldReading) -> str:
    """A field's name as it is counted: a department's own labels are not read alike on every sheet."""
    return "".join(character for character in reading.name.casefold() if character.isalnum())


def _usual(orders: Sequence[PaperOrder], *, headed: bool) -> _Usual:
    places: Counter[str] = Counter()
    values: Counter[str] = Counter()
    shapes: dict[str, Counter[str]] = {}
    names: dict[str, FieldReading] = {}
    columns: dict[int, frozenset[str]] = {}
    for order in orders:
        extras = [reading for reading in order.extras if reading.name != STAMP]  # it is not a place of the form
        found = {_key(reading): reading for reading in (*order.readings, *extras)}
        places.update(found.keys())
        values.update(key for key, reading in found.items() if reading.value is not None)
        for key, reading in found.items():
            if reading.value is not None:
                shapes.setdefault(key, Counter())[look_of(reading.value)] += 1
        names = {**found, **names}
        if headed:
            columns[order.pages[0]] = columns.get(order.pages[0], frozenset()) | found.keys()
    return _Usual(len(orders), places, values, shapes, names, columns)


def look_of(value: str) -> str:
    """How a value is written.

    A number by its figures before the point; words by whether they have digits, capitals, small letters, other signs.
    """
    if re.fullmatch(r"-?\d+(\.\d+)?", value):
        return str(len(value.partition(".")[0].lstrip("-")))
    tests = (str.isdigit, str.isupper, str.islower, lambda c: not (c.isalnum() or c in " .,-"))
    return "".join("x" if any(map(test, value)) else "-" for test in tests)


def _completed(order: PaperOrder, usual: _Usual) -> PaperOrder:
    readings = tuple(_compared(reading, usual) for reading in order.readings)
    extras = tuple(_compared(reading, usual) for reading in order.extras)
    order = replace(order, readings=readings, extras=extras)
    if order.void:
        return order
    had = {_key(reading) for reading in (*readings, *extras)}
    expected = _expected(usual)
    missing = [key for key in usual.places if key in expected - had]
    headed = usual.headed.get(order.pages[0], frozenset())
    made = [
        _unread(usual.names[key].name, order, _others(key, usual, own=False), headed=key in headed) for key in missing
    ]
    return replace(
        order,
        readings=(*readings, *(reading for reading in made if reading.name in CATALOGUE)),
        extras=(*extras, *(reading for reading in made if reading.name not in CATALOGUE)),
    )


def _compared(reading: FieldReading, usual: _Usual) -> FieldReading:
    key = _key(reading)
    filled = _others(key, usual, own=reading.value is not None)
    if reading.value is None:
        return knowing(reading, filled=filled, core=reading.name in CORE)
    if usual.values[key] < ENOUGH:
        return knowing(reading, filled=filled)
    alike = usual.shapes[key][look_of(reading.value)] - 1
    return knowing(reading, filled=filled, kin=round(alike / (usual.values[key] - 1), 3))


def _others(key: str, usual: _Usual, *, own: bool) -> float:
    """The share of the other orders that have a value there."""
    return round((usual.values[key] - own) / (usual.orders - 1), 3)


def _unread(name: str, order: PaperOrder, filled: float, *, headed: bool) -> FieldReading:
    kind = CATALOGUE[name].type if name in CATALOGUE else FieldType.TEXT
    claim = FieldReading(name, None, "", ReadingStatus.ABSENT, 0.0, order.pages[0], None, "")
    return believed(
        claim, Evidence(Relation.BLANK if headed else Relation.UNFOUND, kind, filled=filled, core=name in CORE)
    )
