"""orders.csv and line_items.csv."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from records.dataset import Dataset
from records.exports.cells import several, share, whole
from records.exports.schema import Column, ColumnType, Table, integer, number, text
from records.fields import CATALOGUE, ITEM_CATALOGUE, Field, FieldType
from records.match import MatchDecision
from records.natural import natural, shortlex
from records.order import LineItem, PaperOrder

_TYPES = {
    FieldType.DATE: ColumnType.DATE,
    FieldType.MONEY: ColumnType.NUMBER,
    FieldType.HOURS: ColumnType.NUMBER,
    FieldType.NUMBER: ColumnType.NUMBER,
}
_CONFIDENCE = "0 to 1: the lowest of the confidences of {0}: a row is as sure as the least sure thing in it."


def field_column(field: Field) -> Column:
    """The column of a catalogue field."""
    return Column(
        field.name, _TYPES.get(field.type, ColumnType.STRING), field.description, field.personal, field.open311
    )


def in_order(orders: Sequence[PaperOrder]) -> list[PaperOrder]:
    """By binder, first page and id, numbers in them as numbers."""
    binders = {binder: natural(binder) for binder in {order.binder for order in orders}}
    return sorted(orders, key=lambda order: (binders[order.binder], order.pages[:1], shortlex(order.order_id)))


def confidence(order: PaperOrder) -> float:
    """The lowest of the confidences of the order's pages and of its values."""
    present = (reading.confidence for reading in (*order.readings, *order.extras) if reading.value is not None)
    return min(order.confidence, *present, 1.0)


def extras(order: PaperOrder, declared: Sequence[str]) -> dict[str, str | None]:
    """The department's own fields by name: those that the workspace declares first, then by their place on the form."""
    own = {each.name: each.value for each in (*order.readings, *order.extras) if each.name not in CATALOGUE}
    own |= {each.name: each.value for each in order.extras}
    return {name: own[name] for name in dict.fromkeys((*declared, *own)) if name in own}


def record_ids(dataset: Dataset) -> dict[str, list[str]]:
    """The ids of the digital records that an order is linked to, by order."""
    found: dict[str, list[str]] = {}
    for match in sorted(dataset.matches, key=lambda match: (match.source, shortlex(match.record_id))):
        if match.decision in {MatchDecision.LINK, MatchDecision.CONFIRMED}:
            found.setdefault(match.order_id, []).append(match.record_id)
    return found


def _order_rows(dataset: Dataset) -> Iterator[list[str]]:
    linked = record_ids(dataset)
    for order in in_order(dataset.orders):
        values = {reading.name: reading.value or "" for reading in reversed(order.readings)}
        yield [
            *(order.order_id, values.get("order_number", ""), order.department or values.get("department", "")),
            *(order.form, order.binder, whole(next(iter(order.pages), None)), several(order.pages)),
            str(len(order.copies)),
            *(values.get(name, "") for name in FIELDS),
            json.dumps(extras(order, dataset.extra_fields), ensure_ascii=False),
            *(share(confidence(order)), several(order.needs_review), several(linked.get(order.order_id, ()))),
        ]


FIELDS = tuple(name for name in CATALOGUE if name not in {"order_number", "department"})
"""The catalogue fields that have a column after `copies`: the other two stand before it."""

ORDERS = Table(
    "orders",
    "One row an order on paper; an order that was scanned twice is still one.",
    (
        text("order_id", "Binder and first page, with a letter where the page holds several orders."),
        field_column(CATALOGUE["order_number"]),
        field_column(CATALOGUE["department"]),
        text("form", "The form it is written on, where it is known."),
        text("binder", "The binder: the name of its file or folder."),
        integer("first_page", "The order's first page, counted from 1 as scanned."),
        text("pages", "All its pages, separated by blanks."),
        integer("copies", "How many further scans of the same sheets there are."),
        *(field_column(CATALOGUE[name]) for name in FIELDS),
        Column("extras", ColumnType.OBJECT, "The department's own fields, by name, as JSON."),
        number("confidence", _CONFIDENCE.format("the order's pages and of its values")),
        text(
            "needs_review",
            "Fields that a person should look at, separated by blanks; a line has its own.",
        ),
        text("record_ids", "The ids of the digital records that are this order, separated by blanks."),
    ),
    _order_rows,
    key=("order_id",),
)


def _item_rows(dataset: Dataset) -> Iterator[list[str]]:
    for order in in_order(dataset.orders):
        for item in sorted(order.line_items, key=lambda item: item.number):
            values = [item.value(name) or "" for name in ITEM_CATALOGUE]
            sure = share(_item_confidence(item)), several(item.needs_review)
            yield [order.order_id, str(item.number), *values, whole(_page(item)), *sure]


def _page(item: LineItem) -> int | None:
    return next((reading.page for reading in item.readings), None)


def _item_confidence(item: LineItem) -> float:
    return min((reading.confidence for reading in item.readings if reading.value is not None), default=0.0)


LINE_ITEMS = Table(
    "line_items",
    "One row a line of labor, material or equipment on an order.",
    (
        text("order_id", "The order it stands on."),
        integer("line", "Its place on the order, from 1."),
        *(field_column(field) for field in ITEM_CATALOGUE.values()),
        integer("page", "The page it stands on."),
        number("confidence", _CONFIDENCE.format("its values")),
        text("needs_review", "Its fields that a person should look at, separated by blanks."),
    ),
    _item_rows,
    key=("order_id", "line"),
    refers=(("order_id", "orders"),),
)
