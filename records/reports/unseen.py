"""The estimate of orders in neither list, as a table: all together, and each department."""

from __future__ import annotations

import math
from collections.abc import Iterable

from records.reports.accounts import Account
from records.reports.tables import Cell, Column, ColumnKind, Table, rows_of
from records.unseen import LinkErrors, Unseen, unseen


def unseen_table(accounts: Iterable[Account]) -> Table:
    """All together, and each department for which it can be said."""
    rows: list[tuple[Cell, ...]] = []
    every = list(accounts)
    shown = every if len([one for one in every[1:] if one.issued]) > 1 else every[:1]
    for one in (*shown[1:], *shown[:1]):
        errors = LinkErrors(one.false_links, one.missed_links, one.link_variance)
        found = unseen(one.on_paper, one.matched + one.digital_only, one.matched, errors)
        if found:
            band = f"{found.low:,.1f} to {found.high:,.1f}" if found.high else ""
            counts = (found.paper, found.listed, found.both)
            estimated = (f"{found.estimate:,.1f}", band, one.unaccounted)
            rows.append((one.department or "All", *counts, *estimated, _meaning(found, one.unaccounted)))
    titles = ("On paper", "In the list", "In both")
    return Table(
        "Orders that are in neither list, estimated",
        (
            Column("Department"),
            *(Column(title, ColumnKind.COUNT) for title in titles),
            Column("Estimate", ColumnKind.FIGURE),
            Column("95\u00a0% interval", ColumnKind.FIGURE),
            Column("Counted by number", ColumnKind.COUNT),
            Column("What the two say"),
        ),
        rows_of(rows),
        note=_NOTE if rows else "",
    )


def _meaning(found: Unseen, counted: int) -> str:
    """What it means that as many are counted, beside the whole orders of the estimate's interval."""
    if counted > math.ceil(found.high):
        return "More are counted: numbers were skipped, or what is lost is lost in both lists together."
    if counted < math.floor(found.low):
        return "More are estimated: orders were done without a number, or links were missed."
    return "They agree."


_NOTE = (
    "From how far paper and list overlap (Chapman), if being on one says nothing about being on the other; the overlap "
    "is corrected by the errors that the links are expected to have. Numbers in neither list are counted; prefer that "
    "count where numbers are pre-printed."
)
