"""A form's tables without rules: where their columns stand is the form's, where their rows stand is each page's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from digitize.forms.captioned import Told
from digitize.gutters import column_edges
from digitize.layout import Layout
from digitize.tables import Column, Table, find_tables
from digitize.zones import Ink
from records.fields import ITEM_CATALOGUE
from records.geometry import Box, bounding

_SAME = 0.5
"""Share of a header that two pages must have at one place."""
_STEP = 2.0
"""Pixels of a strip that is looked at for writing."""
_WRITTEN = 4.0
"""Pixels of ink across a table from which a strip has writing: a speck has less."""
_LOW, _APART = 0.5, 0.3
"""Ems that a line of writing is high at least, and that part it from the next; a hand's tails reach lower."""
_ROOM = 0.25
"""Ems that letters reach over and under what is looked at."""


def loose_tables(part: Layout, pages: Sequence[Told], ruled: Sequence[Table]) -> tuple[Table, ...]:
    """The tables without rules whose headers the form prints, each with one row: all the room for its rows.

    A page without a line in a table does not show it; where the columns part is told by the rows of all pages.

    Args:
        part: The blank form's part.
        pages: The same part of pages, with what is written there.
        ruled: Its tables with rules.
    """
    seen = [(table, page) for page in pages for table in _loose(page.layout) if _is_printed(table, part)]
    heads: list[Table] = []
    for table, _ in seen:
        if not any(_same(table, head) for head in (*heads, *ruled)):
            heads.append(table)
    return tuple(_whole(head, [each for each in seen if _same(each[0], head)], part) for head in heads)


def _loose(layout: Layout) -> list[Table]:
    return [table for table in find_tables(layout, ITEM_CATALOGUE) if not table.ruled]


def _is_printed(table: Table, blank: Layout) -> bool:
    """Whether all words of a header are the form's."""
    words = sum(len(column.label.split()) for column in table.columns)
    return len(blank.words_in(table.header.grown(2))) >= words


def _same(one: Table, other: Table) -> bool:
    least = min(one.header.width * one.header.height, other.header.width * other.header.height)
    return one.header.overlap(other.header) > _SAME * least


def _whole(head: Table, seen: Sequence[tuple[Table, Told]], blank: Layout) -> Table:
    words = [box for table, page in seen for box in _words(table, page.layout)]
    edges = column_edges([_header(column, head, blank) for column in head.columns], words, blank.width, blank.em)
    columns = tuple(
        replace(column, left=left, right=right)
        for column, left, right in zip(head.columns, edges, edges[1:], strict=False)
    )
    return replace(head, columns=columns, rows=((head.header.bottom + 1, _foot(head, blank)),))


def _words(table: Table, layout: Layout) -> Iterator[Box]:
    """The words in a table's rows."""
    for word in layout.words:
        if any(top <= word.box.middle[1] <= bottom for top, bottom in table.rows):
            yield word.box


def _header(column: Column, table: Table, blank: Layout) -> Box:
    """Where a column's header stands."""
    words = [w.box for w in blank.words_in(table.header.grown(2)) if column.left <= w.box.middle[0] <= column.right]
    return bounding(words) if words else Box(column.left, table.header.top, column.right, table.header.bottom)


def _foot(head: Table, blank: Layout) -> float:
    """Where the next print below a header stands."""
    below = [box.top for box in (*(w.box for w in blank.words), *blank.across) if box.top > head.header.bottom]
    return max(min(below, default=float(blank.height)) - 2, head.header.bottom + 2)


def with_rows(table: Table, em: float, ink: Ink) -> Table:
    """A table without rules as it stands on a page: a row for each line that is written in its room.

    Args:
        table: With one row, the room for all of them, in the page's frame.
        em: The height of its usual letters.
        ink: What is written on the page, without the form's print.
    """
    if table.ruled:
        return table
    ((top, bottom),) = table.rows
    left, right = table.columns[0].left, table.columns[-1].right
    count = max(int((bottom - top) / _STEP), 0)
    strips = [Box(left, top + n * _STEP, right, top + (n + 1) * _STEP) for n in range(count)]
    written = [strip for strip in strips if ink(strip) * (right - left) * _STEP >= _WRITTEN]
    lines = [line for line in _lines(written, _APART * em) if line[1] - line[0] >= _LOW * em]
    return replace(table, rows=tuple((a - _ROOM * em, b + _ROOM * em) for a, b in lines))


def _lines(strips: Sequence[Box], apart: float) -> list[tuple[float, float]]:
    """Strips that follow each other as one line."""
    lines: list[tuple[float, float]] = []
    for strip in strips:
        if lines and strip.top - lines[-1][1] < apart:
            lines[-1] = (lines[-1][0], strip.bottom)
        else:
            lines.append((strip.top, strip.bottom))
    return lines
