"""How work orders are linked: the catalogue's fields, what blocks them and how each is compared."""

from __future__ import annotations

from collections.abc import Sequence

from matching.blocking import BlockingRule, Key, Nearest
from matching.comparisons import (
    FieldComparison,
    address,
    asset,
    choice,
    dates,
    hours,
    identifier,
    money,
    name,
    phone,
    text,
)
from matching.normalise import Row, digital_row, paper_row
from matching.scheme import Scheme
from matching.tables import Filed, Table, table_of
from records.order import DigitalRecord, PaperOrder

COMPARISONS: tuple[FieldComparison, ...] = (
    identifier("order_number"),
    dates("requested_on", 1.0),
    dates("started_on", 0.4),
    dates("completed_on", 0.6),
    dates("due_on", 0.4),
    address("location"),
    name("requester_name", 1.0),
    phone("requester_phone"),
    asset("asset", 1.0),
    asset("account", 0.6),
    choice("category", 0.7),
    text("description", 1.0),
    text("work_performed", 0.6),
    name("assigned_to", 0.6),
    hours("labor_hours", 1.0),
    money("total_cost", 1.0),
    money("labor_cost", 0.4),
    money("material_cost", 0.6),
    money("equipment_cost", 0.6),
    money("other_cost", 0.6),
)
"""How orders are compared. Dates hang together, and so do the costs with their total: the later ones count in part, as
the share of what they add to the first (two-class weights of dependent fields add up to more than is known)."""

_NUMBERS = ("order_number",)
_DAYS = ("requested_on", "completed_on")
_MONTH = Key(_DAYS, "month")


def _month(name: str, field: str, feature: str) -> BlockingRule:
    """A key that is weak alone, with the month."""
    return BlockingRule(f"same {name} and month", (Key((field,), feature), _MONTH), lonely=True)


RULES: tuple[BlockingRule | Nearest, ...] = (
    BlockingRule("same number, look-alike glyphs made one", (Key(_NUMBERS, "folded"),), settles=True),
    BlockingRule("same digits of the number", (Key(_NUMBERS, "counter"),), settles=True),
    BlockingRule("same house and street", (Key(("location",), "door"),)),
    BlockingRule("same street within days", (Key(("location",), "street"), Key(_DAYS, "day", "near"))),
    BlockingRule("same phone", (Key(("requester_phone",), "whole"),)),
    BlockingRule("same amount and month", (Key(("total_cost",), "amount"), _MONTH)),
    _month("house number", "location", "house"),
    _month("last name", "requester_name", "last"),
    _month("asset", "asset", "folded"),
    BlockingRule("same amount", (Key(("total_cost",), "amount"),), lonely=True),
    BlockingRule(
        "same last name and street", (Key(("requester_name",), "last"), Key(("location",), "street")), lonely=True
    ),
    BlockingRule("number one character apart", (Key(_NUMBERS, "folded", "deletions"),), lonely=True),
    Nearest("most alike in words", ("description", "work_performed"), lonely=True),
)
"""The rules that find most of the links with the fewest pairs come first."""

WORK_ORDERS = Scheme(COMPARISONS, RULES)
"""Paper orders and digital records."""

Rows = tuple[Sequence[Row], Sequence[Row]]
"""Orders and records as cells."""


def tables_of(orders: Sequence[PaperOrder], records: Sequence[DigitalRecord]) -> tuple[Rows, tuple[Table, Table]]:
    """Orders and records as cells and as tables, which know in which order binders and lists have them."""
    rows = [paper_row(order) for order in orders], [digital_row(record) for record in records]
    sheets = Filed.of([(order.binder, order.pages[0] if order.pages else 0) for order in orders])
    listed = Filed.of([(record.source, record.row) for record in records])
    return rows, (table_of(rows[0], sheets), table_of(rows[1], listed))
