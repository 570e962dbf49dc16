"""Rows of orders with marks."""

from __future__ import annotations

from collections.abc import Sequence

from matching.review_browse import BrowseRow
from tui.widgets.line_list import LineList
from tui.widgets.sides_view import fit

NUMBER, STATE = 16, 19
"""Cells for an order's number and for where it is; the rest is for what it says."""


class RowList(LineList):
    """Number, where it is, what it says."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[BrowseRow] = ()
        self._marked: dict[tuple[str, tuple[str, ...]], BrowseRow] = {}

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    @property
    def row(self) -> BrowseRow | None:
        """The row under the cursor."""
        return self._rows[self.cursor] if self.cursor < len(self._rows) else None

    @property
    def marked(self) -> tuple[BrowseRow, ...]:
        """The marked rows, also those that the filter hides."""
        return tuple(self._marked.values())

    def show(self, rows: Sequence[BrowseRow]) -> None:
        """Show these rows; marks stay."""
        self._rows = rows
        self.renew()

    def mark(self) -> None:
        """Mark the row under the cursor, or take the mark away, and go to the next."""
        row = self.row
        if row is not None:
            key = row.order_id, row.record_ids
            if self._marked.pop(key, None) is None:
                self._marked[key] = row
            self.cursor += 1
            self.refresh()

    def line(self, at: int, room: int) -> str | None:
        """One row."""
        if at >= len(self._rows):
            return None
        row = self._rows[at]
        mark = "✔" if (row.order_id, row.record_ids) in self._marked else "▸" if at == self.cursor else " "
        told = f"{fit(row.number or '—', NUMBER)} {fit(row.facets[-1], STATE)}"
        return f"{mark} {told} {fit(row.summary, max(8, room - NUMBER - STATE - 4))}"
