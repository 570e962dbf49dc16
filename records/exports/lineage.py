"""lineage.csv: of every value of the dataset, where it comes from, and who changed it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from records.dataset import Dataset
from records.decided import PERSON
from records.decision import Decision, SubjectKind
from records.exports.cells import decimals, share, whole
from records.exports.orders import in_order
from records.exports.schema import Table, integer, number, text
from records.order import DigitalRecord, FieldReading, PaperOrder

_NOBODY = ("", "", "", "")


def _rows(dataset: Dataset) -> Iterator[list[str]]:
    said: dict[tuple[str, str], Decision] = {
        (one.subject.key, one.subject.field): one for one in dataset.history if one.subject.kind is SubjectKind.FIELD
    }
    for order in in_order(dataset.orders):
        for reading in order.every_reading:
            if reading.value is not None or reading.raw:
                yield _of_reading(order, reading, said.get((order.order_id, reading.name)))
    columns = {source.name: _columns((one.field, one.column) for one in source.mapping) for source in dataset.sources}
    for record in dataset.records:
        yield from _of_record(record, columns.get(record.source, {}))


def _columns(pairs: Iterable[tuple[str | None, str]]) -> dict[str, tuple[str, ...]]:
    """The columns that each field is read from."""
    found: dict[str, tuple[str, ...]] = {}
    for field, column in pairs:
        if field:
            found[field] = (*found.get(field, ()), column)
    return found


def _of_reading(order: PaperOrder, reading: FieldReading, decision: Decision | None) -> list[str]:
    box = reading.box
    where = [decimals(edge, 1) for edge in (box.left, box.top, box.right, box.bottom)] if box else [""] * 4
    basis = "person" if reading.engine == PERSON else "paper"
    by = _NOBODY
    if decision is not None:
        by = decision.who, decision.decided_at, str(decision.action), decision.before
    return [
        *(order.order_id, reading.name, reading.value or "", basis, order.binder, whole(reading.page), *where),
        *(reading.raw, str(reading.status), share(reading.confidence), reading.engine, reading.doubt),
        *("", "", "", "", *by),
    ]


def _of_record(record: DigitalRecord, columns: Mapping[str, tuple[str, ...]]) -> Iterator[list[str]]:
    for name, value in record.values.items():
        sources = columns.get(name, ())
        raw = " ".join(filter(None, (record.raw.get(column, "") for column in sources)))
        yield [
            *("", name, value, "record", "", "", "", "", "", "", raw, "", "", "", ""),
            *(record.source, record.record_id, whole(record.row), " + ".join(sources), *_NOBODY),
        ]


LINEAGE = Table(
    "lineage",
    "One row a value: where on paper or in which list it stands, what was read there, and who changed it.",
    (
        text("order_id", "The order on paper; empty for a digital record."),
        text("field", "The field, `line 2 amount` for one of a line item."),
        text("value", "The value as the dataset has it; empty where what was read gives none."),
        text("basis", "What it rests on.", "paper", "person", "record"),
        text("binder", "The binder that the page stands in."),
        integer("page", "The page, counted from 1 as scanned."),
        number("left", "Left edge of the place, in pixels of the upright page at 200 to the inch."),
        number("top", "Top edge, likewise."),
        number("right", "Right edge, likewise."),
        number("bottom", "Bottom edge, likewise."),
        text("raw", "What was read there, or the cell as it came, untouched."),
        text("status", "How the reading came out of the grammar of its type."),
        number("confidence", "0 to 1: how likely the value is right."),
        text("engine", "What read it; `person` where somebody gave it."),
        text("doubt", "Why a person should look."),
        text("source", "The digital extract."),
        text("record_id", "The digital record."),
        integer("row", "Its place in the extract, from 1, the header not counted."),
        text("column", "The extract's columns that the value was read from."),
        text("decided_by", "Who decided on it last."),
        text("decided_at", "When, in ISO 8601."),
        text("decision", "What was decided."),
        text("before", "What stood there before."),
    ),
    _rows,
)
