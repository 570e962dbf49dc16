"""The lists of orders: missing on either side, in neither, there twice, and with values that differ."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from records.dataset import Dataset
from records.finding import Finding
from records.lines import field_label
from records.order import DigitalRecord, PaperOrder
from records.reports.cards import Card
from records.reports.places import Place, said
from records.reports.tables import Cell, Column, ColumnKind, Row, Table, text_columns
from records.reports.words import count, kind_words, listed
from records.united import record_names, sources_of

_SURE = Column("How sure", ColumnKind.CERTAINTY)
_REQUESTED = Column("Requested", ColumnKind.DATE)
_COST = Column("Total cost", ColumnKind.MONEY)

ON_PAPER_TWICE = frozenset({"duplicate_scan", "duplicate_copy", "duplicate_paper_number", "duplicate_paper_order"})
IN_LIST_TWICE = frozenset({"duplicate_digital", "duplicate_across_sources", "many_to_one_match"})
IN_NEITHER = frozenset({"sequence_gap", "log_gap"})
DIFFERING = frozenset({"field_mismatch", "status_conflict", "conflicting_sources"})
_LISTED = ON_PAPER_TWICE | IN_LIST_TWICE | IN_NEITHER | DIFFERING | {"missing_digital", "missing_paper"}


@dataclass(frozen=True, slots=True)
class Lookup:
    """What the findings refer to."""

    cards: tuple[Card, ...]
    orders: Mapping[str, PaperOrder]
    records: Mapping[tuple[str, ...], DigitalRecord]
    sources: frozenset[str]
    place_of: Mapping[str, int] = field(default_factory=dict)
    """The number in the rescan list, by finding id."""

    def order(self, found: Finding) -> PaperOrder | None:
        """The first order that the finding names."""
        return next((self.orders[name] for name in found.order_ids if name in self.orders), None)

    def record(self, found: Finding) -> DigitalRecord | None:
        """The first row that the finding names."""
        names = record_names(found, self.sources)
        return next((self.records[name] for name in names if name in self.records), None)


def look_up(dataset: Dataset, cards: tuple[Card, ...], places: Iterable[Place]) -> Lookup:
    """The orders and rows by their names."""
    return Lookup(
        cards,
        {order.order_id: order for order in dataset.orders},
        {record.key: record for record in dataset.records},
        sources_of(dataset),
        {found.finding_id: place.number for place in places for found in place.findings},
    )


def missing_digital(known: Lookup, paper_only: int) -> Table:
    """Orders on paper that the digital list lacks; `paper_only` is how many have no row at all."""
    columns = (
        *text_columns("Order", "Department", "Binder", "Scan"),
        _REQUESTED,
        Column("Location"),
        _COST,
        Column("Not yet checked"),
        _SURE,
    )
    more = paper_only - sum(found.kind == "missing_digital" for card in known.cards for found in card.all)
    waiting = (
        f"{count(more, 'more order')} without a row: a possible match waits, or a person set the finding aside."
        if more > 0
        else ""
    )
    return _table("Missing from the digital list", columns, known, {"missing_digital"}, _missing_digital_row, waiting)


def _missing_digital_row(found: Finding, known: Lookup) -> tuple[Cell, ...]:
    order = known.order(found)
    return (
        *_whose(found, order),
        found.binder or (order.binder if order else ""),
        _scans(found, order),
        *_what(order),
        _unchecked(order),
        found.certainty,
    )


def missing_paper(known: Lookup) -> Table:
    """Orders of the digital list that the scans lack."""
    columns = (
        *text_columns("Order", "Department", "List", "Row"),
        _REQUESTED,
        Column("Location"),
        _COST,
        Column("Look at place"),
        _SURE,
    )
    return _table("Missing on paper", columns, known, {"missing_paper"}, _missing_paper_row)


def _missing_paper_row(found: Finding, known: Lookup) -> tuple[Cell, ...]:
    record = known.record(found)
    return (
        *_whose(found, record),
        found.source,
        listed(found.record_ids),
        *_what(record),
        _look_at(found, known),
        found.certainty,
    )


def in_neither(known: Lookup) -> Table:
    """Numbers of a series that no list holds."""
    columns = (*text_columns("Number", "Department", "Binder", "Look at place", "What was found"), _SURE)
    return _table("Numbers in neither list", columns, known, IN_NEITHER, _neither_row)


def _neither_row(found: Finding, known: Lookup) -> tuple[Cell, ...]:
    return found.order_number, found.department, found.binder, _look_at(found, known), found.detail, found.certainty


def twice_on_paper(known: Lookup) -> Table:
    """Sheets scanned twice, copies, and numbers used twice."""
    columns = (*text_columns("What", "Order", "Binder", "Scan", "What was found"), _SURE)
    return _table("There twice on paper", columns, known, ON_PAPER_TWICE, _twice_on_paper_row)


def _twice_on_paper_row(found: Finding, known: Lookup) -> tuple[Cell, ...]:
    order = known.order(found)
    where = found.binder or (order.binder if order else "")
    return _label(found), _number(found, order), where, _scans(found, order), found.detail, found.certainty


def twice_in_list(known: Lookup) -> Table:
    """Rows that are the same order."""
    columns = (*text_columns("What", "Order", "List", "Rows", "What was found"), _SURE)
    return _table("There twice in the digital list", columns, known, IN_LIST_TWICE, _twice_in_list_row)


def _twice_in_list_row(found: Finding, known: Lookup) -> tuple[Cell, ...]:
    number = _number(found, known.record(found))
    return _label(found), number, found.source, listed(found.record_ids), found.detail, found.certainty


def differing(known: Lookup) -> Table:
    """Values that differ between paper and digital list."""
    columns = (*text_columns("Order", "Field", "On paper", "In the digital list", "Binder", "Scan", "Row"), _SURE)
    return _table("Values that differ", columns, known, DIFFERING, _differing_row)


def _differing_row(found: Finding, known: Lookup) -> tuple[Cell, ...]:
    order = known.order(found)
    return (
        _number(found, order),
        field_label(found.field),
        found.paper_value,
        found.digital_value,
        found.binder or (order.binder if order else ""),
        _scans(found, order),
        listed(found.record_ids),
        found.certainty,
    )


def others(known: Lookup) -> tuple[Table, ...]:
    """What no other part of the report shows: a table a kind, whatever the kind."""
    shown = known.place_of
    rest = [card.root for card in known.cards if card.root.kind not in _LISTED and card.root.finding_id not in shown]
    columns = (*text_columns("Order", "Where", "Field", "What was found"), _SURE)
    return tuple(
        _table(_label_of(kind), columns, known, {kind}, _other_row, f"{kind_words(kind).advice}")
        for kind in dict.fromkeys(str(found.kind) for found in rest)
    )


def _other_row(found: Finding, known: Lookup) -> tuple[Cell, ...]:
    order = known.order(found)
    place = [found.binder or (order.binder if order else ""), _scans(found, order) and f"scan {_scans(found, order)}"]
    place += [found.source, listed(found.record_ids) and f"row {listed(found.record_ids)}"]
    where = ", ".join(part for part in place if part)
    return _number(found, order), where, field_label(found.field) if found.field else "", found.detail, found.certainty


_MakeRow = Callable[[Finding, Lookup], tuple[Cell, ...]]


def _table(
    caption: str,
    columns: tuple[Column, ...],
    known: Lookup,
    kinds: Iterable[str],
    row: _MakeRow,
    advice: str = "",
) -> Table:
    """The roots of these kinds, each with its symptoms; symptoms of other causes are named in the note."""
    wanted = frozenset(kinds)
    found = [card for card in known.cards if card.root.kind in wanted]
    rows = tuple(Row(row(card.root, known), tuple(said(one) for one in card.symptoms)) for card in found)
    elsewhere = [
        one for card in known.cards if card.root.kind not in wanted for one in card.symptoms if one.kind in wanted
    ]
    columns, rows = _filled(columns, rows)
    return Table(caption, columns, rows, note=" ".join(part for part in (advice, _elsewhere(elsewhere, known)) if part))


def _filled(columns: tuple[Column, ...], rows: tuple[Row, ...]) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    """Without the columns that no row fills."""
    kept = [place for place in range(len(columns)) if any(row.cells[place] not in {None, ""} for row in rows)]
    cut = tuple(replace(row, cells=tuple(row.cells[place] for place in kept)) for row in rows)
    return (tuple(columns[place] for place in kept), cut) if rows else (columns, rows)


def _elsewhere(symptoms: list[Finding], known: Lookup) -> str:
    if not symptoms:
        return ""
    places = sorted({known.place_of[one.finding_id] for one in symptoms if one.finding_id in known.place_of})
    where = f"under place {listed([str(place) for place in places])}" if places else "with their cause"
    numbers = [one.order_number for one in symptoms if one.order_number]
    named = f": {listed(numbers)}" if numbers else ""
    return f"{len(symptoms):,} more {'is' if len(symptoms) == 1 else 'are'} shown {where}{named}."


def _whose(found: Finding, order: PaperOrder | DigitalRecord | None) -> tuple[Cell, Cell]:
    return _number(found, order), found.department or (order.department if order else "")


def _number(found: Finding, order: PaperOrder | DigitalRecord | None) -> str:
    return found.order_number or (order.value("order_number") if order else "") or ""


def _what(order: PaperOrder | DigitalRecord | None) -> tuple[Cell, Cell, Cell]:
    """Requested on, location and total cost."""
    if order is None:
        return None, None, None
    return order.value("requested_on"), order.value("location"), _money(order.value("total_cost"))


def _unchecked(order: PaperOrder | None) -> str:
    """Which of these were read from paper and wait for a person."""
    shown = {"order_number", "requested_on", "location", "total_cost"}
    return listed([field_label(name) for name in order.needs_review if name in shown]) if order else ""


def _money(value: str | None) -> Cell:
    """A number where the value is one that a spreadsheet can hold."""
    try:
        number = float(value or "")
    except ValueError:
        return value
    return number if math.isfinite(number) else value


def _scans(found: Finding, order: PaperOrder | None) -> str:
    pages = (*((found.page,) if found.page is not None else ()), *(order.pages if order else ()))
    return listed([str(page) for page in dict.fromkeys(sorted(pages))], 6)


def _look_at(found: Finding, known: Lookup) -> str:
    return str(known.place_of.get(found.finding_id, ""))


def _label(found: Finding) -> str:
    return kind_words(found.kind).label


def _label_of(kind: str) -> str:
    return kind_words(kind).label
