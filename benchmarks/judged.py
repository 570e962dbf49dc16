"""The readings of orders against the truth: each claim with its evidence, and whether it is right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks.compare import bare, same
from benchmarks.page_scores import item_outcomes
from benchmarks.pairing import Pair, Pairing, pair_orders
from benchmarks.results import Row
from benchmarks.truth import TrueItem, TrueOrder, Truth
from records.evidence import Evidence
from records.fields import CATALOGUE
from records.order import FieldReading, LineItem, PaperOrder, ReadingStatus


@dataclass(frozen=True, slots=True)
class Case:
    """A claim whose truth is known: a value, or that there is none."""

    sample: str
    binder: str
    page: int
    field: str
    typed: bool
    right: bool
    confidence: float
    flagged: bool
    item: bool
    """Of a line item: such readings are not flagged."""
    evidence: Evidence | None
    """None where the row has no reading of a field that the paper has: nothing was claimed, and nothing flagged."""
    value: bool
    """Whether a value is claimed."""


def judged(sample: str, orders: Sequence[PaperOrder], truth: Truth) -> list[Case]:
    """Every claim of the orders that the truth can judge."""
    by_id = {order.order_id: order for order in orders}
    pairs = pair_orders(truth, [_row(order) for order in orders]).pairs
    return [case for pair in pairs for case in _of_pair(sample, pair, by_id[pair.row["order_id"]])]


def _row(order: PaperOrder) -> Row:
    """An order as a row of orders.csv, as far as pairing looks."""
    values = {reading.name: reading.value or "" for reading in order.readings if reading.name in CATALOGUE}
    return {
        **values,
        "order_number": values.get("order_number", ""),
        "order_id": order.order_id,
        "binder": order.binder,
        "pages": " ".join(map(str, order.pages)),
        "first_page": str(order.pages[0]),
    }


def _of_pair(sample: str, pair: Pair, order: PaperOrder) -> Iterator[Case]:
    true = pair.order
    place = sample, true.binder, true.pages[0]
    for name, reading, said in _claims(true, order):
        if reading is None:
            yield Case(*place, name, true.typed, False, 0.0, False, False, None, False)
        elif _is_claim(reading, void=true.void):
            right = same(name, said, reading.value or "")
            yield _case(place, reading, (true.typed, right, False))
    for item, line in _lines(pair, order):
        yield from _of_line(place, true, item, line)


def _claims(true: TrueOrder, order: PaperOrder) -> Iterator[tuple[str, FieldReading | None, str]]:
    """Each field with what was read and what is true; a field of the department's own that the truth lacks is left."""
    read = {reading.name: reading for reading in order.readings if reading.name in CATALOGUE}
    for name in CATALOGUE:
        said = true.department if name == "department" else true.fields.get(name, "")
        if name in read or (said and name != "department"):
            yield name, read.get(name), said
    own = {bare(reading.name): reading for reading in order.extras}
    for label, said in true.extras.items():
        yield f"extra:{label}", own.get(bare(label)), said


def _is_claim(reading: FieldReading, *, void: bool) -> bool:
    if reading.value is not None:
        return not void or reading.name == "order_number"
    return reading.status is ReadingStatus.ABSENT or reading.evidence is not None


def _case(place: tuple[str, str, int], reading: FieldReading, judged: tuple[bool, bool, bool]) -> Case:
    typed, right, item = judged
    flagged, value = bool(reading.doubt), reading.value is not None
    return Case(*place, reading.name, typed, right, reading.confidence, flagged, item, reading.evidence, value)


def _lines(pair: Pair, order: PaperOrder) -> Iterator[tuple[TrueItem, LineItem]]:
    """The lines of an order that are known again, each with what was read of it."""
    rows = [_line(order, place) for place in range(len(order.line_items))]
    for outcome in item_outcomes(Pairing((pair,), (), ()), rows):
        if outcome.truth is not None and outcome.read is not None:
            yield outcome.truth, order.line_items[int(outcome.read["place"])]


def _line(order: PaperOrder, place: int) -> Row:
    said = {reading.name: reading.value or "" for reading in order.line_items[place].readings}
    return {"amount": "", "description": "", **said, "order_id": order.order_id, "place": str(place)}


def _of_line(place: tuple[str, str, int], true: TrueOrder, item: TrueItem, line: LineItem) -> Iterable[Case]:
    for reading in line.readings:
        if reading.value is not None or reading.status is ReadingStatus.ABSENT:
            right = same(reading.name, getattr(item, reading.name, ""), reading.value or "")
            yield _case(place, reading, (true.typed, right, True))
