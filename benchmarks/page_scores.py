"""Pages, their making into orders, and the lines of the orders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from benchmarks.compare import collapsed, same
from benchmarks.pairing import Pair, Pairing, pages_of
from benchmarks.results import Row
from benchmarks.truth import TrueItem, Truth


@dataclass(frozen=True, slots=True)
class PageOutcome:
    """One image: what it is, and what the run took it for."""

    binder: str
    page: int
    truth: str
    read: str


@dataclass(frozen=True, slots=True)
class AssemblyOutcome:
    """The pages of one order."""

    binder: str
    order_number: str
    truth: tuple[int, ...]
    read: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ItemOutcome:
    """One line of an order; `read` is None where no line of the run is it, `truth` is None where it is made up."""

    binder: str
    page: int
    typed: bool
    truth: TrueItem | None
    read: Row | None

    def right(self, field: str) -> bool:
        """Whether a field of the line is right."""
        if self.truth is None or self.read is None:
            return False
        return same(field, str(getattr(self.truth, field)), self.read[field])


def page_outcomes(truth: Truth, rows: Sequence[Row]) -> tuple[PageOutcome, ...]:
    """Every image that went in."""
    kinds = {(row["binder"], row["page"]): row["kind"] for row in rows}
    return tuple(
        PageOutcome(binder.name, page.number, page.kind, kinds.get((binder.name, str(page.number)), ""))
        for binder in truth.binders
        for page in binder.pages
    )


def copy_outcomes(truth: Truth, rows: Sequence[Row]) -> tuple[PageOutcome, ...]:
    """Every second scan of a side, and every page that is taken for one: which page it shows again."""
    read = {(row["binder"], row["page"]): row["copy_of"] for row in rows}
    every = [
        PageOutcome(binder.name, page.number, str(page.copy_of or ""), read.get((binder.name, str(page.number)), ""))
        for binder in truth.binders
        for page in binder.pages
        if page.kind != "blank"
    ]
    return tuple(outcome for outcome in every if outcome.truth or outcome.read)


def assembly_outcomes(truth: Truth, pairing: Pairing) -> tuple[AssemblyOutcome, ...]:
    """Every order; its pages without the blank ones, for a blank back belongs to a sheet, not to what it says."""
    blank = {(binder.name, page.number) for binder in truth.binders for page in binder.pages if page.kind == "blank"}
    paired = {id(pair.order): pages_of(pair.row) for pair in pairing.pairs}
    return tuple(
        AssemblyOutcome(
            order.binder,
            order.order_number,
            order.pages,
            tuple(page for page in paired.get(id(order), ()) if (order.binder, page) not in blank),
        )
        for order in truth.orders
    )


def item_outcomes(pairing: Pairing, rows: Sequence[Row]) -> tuple[ItemOutcome, ...]:
    """Every line of every order, and every line that was made up."""
    lines: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        lines[row["order_id"]].append(row)
    found = [outcome for pair in pairing.pairs for outcome in _items(pair, lines[pair.row["order_id"]])]
    lost = [
        ItemOutcome(order.binder, order.pages[0], order.typed, item, None)
        for order in pairing.missed
        for item in order.line_items
    ]
    return (*found, *lost)


def _items(pair: Pair, rows: Sequence[Row]) -> list[ItemOutcome]:
    """The lines of one order, each with the row that is most like it and belongs to no other."""
    wanted, left = list(pair.order.line_items), list(rows)
    candidates = [(_likeness(item, row), -at, -to) for at, item in enumerate(wanted) for to, row in enumerate(left)]
    taken: dict[int, int] = {}
    for likeness, at, to in sorted(candidates, reverse=True):
        if likeness >= 80 and -at not in taken and -to not in taken.values():
            taken[-at] = -to
    place = pair.order.binder, pair.order.pages[0], pair.order.typed
    matched = [ItemOutcome(*place, item, left[taken[at]] if at in taken else None) for at, item in enumerate(wanted)]
    return [*matched, *(ItemOutcome(*place, None, row) for to, row in enumerate(left) if to not in taken.values())]


def _likeness(item: TrueItem, row: Row) -> float:
    """The likeness of the descriptions, 0 to 100, and 100 more where the amount is the same."""
    amount = 100.0 if same("amount", item.amount, row["amount"]) else 0.0
    return amount + fuzz.ratio(collapsed(item.description), collapsed(row["description"]))
