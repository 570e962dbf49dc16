"""Workspaces with very many items waiting, for the timing of the review."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from time import time

from matching.review_build import lay_out_queue
from matching.review_reader import Settings
from records.geometry import Box
from records.order import Alternative, FieldReading, PaperOrder, ReadingStatus
from records.page import PageEntry, PageKind
from records.store import Store

FIELDS_AN_ORDER = 5
ORDERS_A_BINDER = 500


def fill(path: Path, waiting: int) -> None:
    """A store with so many doubtful fields, laid out as a run leaves it."""
    with Store.open(path) as store:
        for number, orders in enumerate(_binders(waiting)):
            binder = f"binder-{number:04}"
            pages = [
                PageEntry(binder, page, "none.pdf", page - 1, "", PageKind.ORDER, order_ids=(order.order_id,))
                for page, order in enumerate(orders, 1)
            ]
            store.replace_binders((binder,), pages, orders)
        lay_out_queue(store, Settings().precision_target, time())


def _binders(waiting: int) -> Iterator[list[PaperOrder]]:
    orders = waiting // FIELDS_AN_ORDER
    for first in range(0, orders, ORDERS_A_BINDER):
        binder = f"binder-{first // ORDERS_A_BINDER:04}"
        yield [_order(binder, at) for at in range(first, min(first + ORDERS_A_BINDER, orders))]


def _order(binder: str, at: int) -> PaperOrder:
    page = at % ORDERS_A_BINDER + 1
    values = {
        "order_number": f"WO-{100_000 + at}",
        "requested_on": f"2019-{at % 12 + 1:02}-{at % 28 + 1:02}",
        "location": f"{at % 990 + 10} Elm Street",
        "description": "Replace broken STOP sign",
        "total_cost": f"{at % 900 + 10}.50",
    }
    readings = tuple(
        _reading(name, value, page, 0.4 + (at * 7 + line * 13) % 500 / 1000)
        for line, (name, value) in enumerate(values.items())
    )
    return PaperOrder(f"{binder}:{page}", binder, (page,), readings, "Signs", "sign")


def _reading(name: str, value: str, page: int, confidence: float) -> FieldReading:
    return FieldReading(
        name,
        value,
        value,
        ReadingStatus.OK,
        confidence,
        page,
        Box(400, 200, 900, 260),
        "bench",
        alternatives=(Alternative(value[::-1], value[::-1], "other"),),
        doubt="faint",
    )
