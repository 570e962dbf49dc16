"""Columns headed "Time": how long the work took, or when somebody called, as what stands in them says."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from digitize.layout import Layout, text_of
from digitize.phrases import plain
from digitize.tables import Table
from records.fields import Field

_HOURS = "labor_hours"
_HEADERS = frozenset(
    {"time", "total time", "job time", "work time", "time used", "time worked", "elapsed", "elapsed time", "duration"}
)
_LASTED = re.compile(
    r"\d?\d?\s?[.,]\s?\d{1,2}|\d{1,2}|(?:\d{1,2}[ -])?\d ?[/|l] ?[248]|(?:\d{1,2} )?[13]1[248]|[0-5]:(?:00|15|30|45)"
)
"""Hours as people write them: 2, 1.5, 1 1/2, 0:45, and 3/4 with its stroke read as a one. A call comes at 9:10, 0930 or
9 AM."""
_FEWEST = 3
_MOST = 0.6
"""Share of the values that must say so: engines lose the slash of 1/2 and the point of 0.5."""


def with_hours(table: Table, pages: Sequence[Layout], fields: Mapping[str, Field]) -> Table:
    """The table, with its column of times as the hours worked where most of what stands there on the pages lasts so.

    A table that has a column for the hours keeps it, and one that stands there for a time of day is left as it is.
    """
    if _HOURS not in fields or _HOURS in table.fields:
        return table
    named = [place for place, c in enumerate(table.columns) if c.field is None and plain(c.label) in _HEADERS]
    if len(named) != 1 or not _lasts(_said(table, named[0], pages)):
        return table
    hours = replace(table.columns[named[0]], field=_HOURS, score=1.0)
    return replace(table, columns=(*table.columns[: named[0]], hours, *table.columns[named[0] + 1 :]))


def _said(table: Table, column: int, pages: Sequence[Layout]) -> list[str]:
    cells = [table.cell(row, column) for row in range(len(table.rows))]
    texts = [text_of(page.words_in(cell)).strip() for page in pages for cell in cells]
    return [text for text in texts if any(map(str.isdigit, text))]


def _lasts(texts: Sequence[str]) -> bool:
    return len(texts) >= _FEWEST and sum(_LASTED.fullmatch(t) is not None for t in texts) >= _MOST * len(texts)
