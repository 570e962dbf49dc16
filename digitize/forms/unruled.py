"""A form's tables without rules: where their columns stand is the form's, where their rows stand is each page's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile
from statistics import median

from digitize.forms.captioned import Told
from digitize.gutters import column_edges
from digitize.layout import Layout
from digitize.tables import HEADERS, Column, Table, find_tables
from digitize.zones import Ink, is_written
from records.fields import ITEM_CATALOGUE
from records.geometry import Box, bounding

_SAME = 0.5
"""Share of a header that two pages must have at one place."""
_INSIDE = 5.0
"""Pixels within a table's sides and its columns' where rules may show."""
_STEP = 2.0
"""Pixels of a strip that is looked at for writing."""
_WRITTEN = 4.0
"""Pixels of ink across a table from which a strip has writing: a speck has less."""
_FAINT = 0.2
"""Of the usual ink of a strip, what it has at least: between two lines a hand's tails have less."""
_LOW, _APART = 0.4, 0.2
"""Ems that a line of writing is high at least, and that part it from the next."""
_ROOMY = 2.5
"""Ems from which a table's only row is room for several."""
_ACROSS = 0.8
"""Of a table's width, what a rule that parts its rows has at least."""
_EVENLY = 1.4
"""Times the first row's height that another one between rules or shaded bands has at most."""
_ROOM = 0.5
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
    """Where the next print below a header stands, and below the rules or shaded bands that part its rows."""
    start = _last_parting(head, blank)
    print_below = (*(w.box for w in blank.words), *blank.across)
    below = [box.top for box in print_below if box.top > start]
    return max(min(below, default=float(blank.height)) - 2, head.header.bottom + 2)


def _last_parting(head: Table, blank: Layout) -> float:
    """The foot of the level rules that follow each other below a header at one distance, right across the table.

    Shaded rows have their edges as rules. They may be fewer on a page than on the next: the rows are the page's.
    """
    width = head.columns[-1].right - head.columns[0].left
    rules = [r for r in blank.across if r.top > head.header.bottom and r.width > _ACROSS * width]
    gaps = [below.top - above.bottom for above, below in pairwise(rules)]
    even = list(takewhile(lambda gap: gap <= _EVENLY * gaps[0], gaps))
    if len(even) < HEADERS - 1 or rules[0].top - head.header.bottom > _EVENLY * gaps[0]:
        return head.header.bottom
    return rules[len(even)].bottom


def with_rows(table: Table, em: float, ink: Ink) -> Table:
    """A table whose rows no rules part as it stands on a page: a row for each line that is written in its room.

    What is written in one column alone is more of the row over it: words that were too many for one line.

    Args:
        table: In the page's frame; one with a single row that is high has that as the room for all of them.
        em: The height of its usual letters.
        ink: What is written on the page, without the form's print.
    """
    if len(table.rows) != 1 or table.rows[0][1] - table.rows[0][0] < _ROOMY * em:
        return table
    ((top, bottom),) = table.rows
    top, bottom = top + _INSIDE, bottom - _INSIDE
    inked = {top + n * _STEP: 0.0 for n in range(max(int((bottom - top) / _STEP), 0))}
    inked = {height: _ink_at(height, table, ink) for height in inked}
    usual = median([each for each in inked.values() if each >= _WRITTEN] or [0.0])
    dark = [height for height, each in inked.items() if each >= max(_WRITTEN, _FAINT * usual)]
    lines = [line for line in _lines(dark, _APART * em) if line[1] - line[0] >= _LOW * em]
    if not lines:
        return replace(table, rows=())
    edges = [top, *((one[1] + other[0]) / 2 for one, other in pairwise(lines)), bottom]
    rows: list[tuple[float, float]] = []
    for (above, below), (left, right) in zip(lines, pairwise(edges), strict=True):
        line = (max(above - _ROOM * em, left), min(below + _ROOM * em, right))
        filled = sum(is_written(Box(c.left + 3, line[0], c.right - 3, line[1]), ink) for c in table.columns)
        if filled > 1 or not rows:
            rows.append(line)
        else:
            rows[-1] = (rows[-1][0], line[1])
    return replace(table, rows=tuple(rows))


def _ink_at(height: float, table: Table, ink: Ink) -> float:
    """Pixels of ink in a strip across a table, beside the rules of its columns."""
    strips = [Box(c.left + _INSIDE, height, c.right - _INSIDE, height + _STEP) for c in table.columns if _is_wide(c)]
    return sum(ink(strip) * strip.width * _STEP for strip in strips)


def _is_wide(column: Column) -> bool:
    return column.right - column.left > 3 * _INSIDE


def _lines(heights: Sequence[float], apart: float) -> list[tuple[float, float]]:
    """Strips that follow each other as one line."""
    lines: list[tuple[float, float]] = []
    for height in heights:
        if lines and height - lines[-1][1] < apart:
            lines[-1] = (lines[-1][0], height + _STEP)
        else:
            lines.append((height, height + _STEP))
    return lines
