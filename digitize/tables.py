"""Finds tables: the line items of an order, and log sheets where each row is an order.

Ruled tables are found by their rules: a stack of horizontal rules of one width. Unruled ones by a line of column
headers with lines below it that stand under them.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

from digitize.glosses import gloss_of
from digitize.gutters import at_rules, column_edges
from digitize.labels import Label
from digitize.layout import Layout, Segment, holds, text_of
from digitize.phrases import Phrase, plain, recognised
from digitize.stacks import stacks_of
from digitize.wording import SECOND_SENSES
from records.fields import CATALOGUE, Field, FieldType
from records.geometry import Box, bounding

_SHORTEST = 4
"""Letters of a header that must be read without a mistake."""
_WORD = 2
"""Letters that make a header of what was read: less may be a speck on a rule."""
_IN_FULL = 0.97
"""Likeness of words that name a field in full, less what their rank among its names takes away."""
_NAMED = 0.95
"""The same, of words that are put together of a field's own."""
_AT_MOST = 3.5
"""Times a row's height: so high is what two rules unseen in a row leave."""
_THROUGH = 0.6
"""Share of a table's columns that run through a row of it."""
HEADERS = 3
"""Column headers that make a table: two stand side by side on any form."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    label: str
    """Its header as read."""
    field: str | None
    left: float
    right: float
    score: float
    """Likeness of the header to the field's name, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table on a page."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[float, float], ...]
    """Top and bottom of each row, in pixels."""
    header: Box
    ruled: bool

    @property
    def box(self) -> Box:
        """From the header's top to the last row's bottom."""
        bottom = self.rows[-1][1] if self.rows else self.header.bottom
        return Box(self.columns[0].left, self.header.top, self.columns[-1].right, bottom)

    @property
    def fields(self) -> frozenset[str]:
        """The fields that its columns hold."""
        return frozenset(column.field for column in self.columns if column.field)

    def cell(self, row: int, column: int) -> Box:
        """The inside of a cell, clear of its rules."""
        top, bottom = self.rows[row]
        left, right = self.columns[column].left, self.columns[column].right
        return Box(left + 3, top + 2, max(right - 3, left + 3), max(bottom - 2, top + 2))


def own_name(header: str) -> str:
    """What a department's own column is kept under: its header as printed; nothing where that has no word."""
    name = " ".join(header.split()).strip(" .:")
    return name if sum(map(str.isalpha, name)) >= _WORD else ""


def find_tables(layout: Layout, fields: Mapping[str, Field]) -> tuple[Table, ...]:
    """The tables whose headers name at least three of the fields, from the top."""
    ruled = [table for stack in stacks_of(layout.across, layout.em) for table in _ruled_tables(stack, layout, fields)]
    loose = [
        table
        for line in _header_lines(layout, fields)
        if (table := _loose_table(line, layout)) is not None
        and not any(other.box.overlap(table.header) > 0 for other in ruled)
    ]
    tables = [table for table in (*ruled, *loose) if not _is_boxes(table, fields)]
    return tuple(sorted(tables, key=lambda table: table.header.top))


def _ruled_tables(stack: Sequence[Box], layout: Layout, fields: Mapping[str, Field]) -> list[Table]:
    """The tables of a stack of rules, from the top: a form's tables are often of one width, one below the other."""
    bands = list(itertools.pairwise(stack))
    found: list[Table] = []
    place = 0
    while place < len(bands):
        table = _ruled_table(bands[place], bands[place + 1 :], layout, fields)
        found += [table] if table is not None and table.rows else []
        end = table.rows[-1][1] if table is not None and table.rows else 0.0
        place += 1 + sum(above.bottom < end for above, _ in bands[place + 1 :])
    return found


def _is_boxes(table: Table, fields: Mapping[str, Field]) -> bool:
    """Whether a row of boxes looks like a table of one line: "Technician, Date Closed, Hours, Total Cost".

    A caption among them names what an order has and a line of items has not.
    """
    if not table.ruled or len(table.rows) != 1 or "order_number" in fields:
        return False
    names = name_columns([column.label for column in table.columns], CATALOGUE)
    return any(
        column.field is None and name not in fields and score >= _NAMED
        for column, (name, score) in zip(table.columns, names, strict=True)
        if name is not None
    )


def _ruled_table(
    head: tuple[Box, Box], below: Sequence[tuple[Box, Box]], layout: Layout, fields: Mapping[str, Field]
) -> Table | None:
    """The table whose headers stand between two rules; None where none stand there."""
    edges = _edges(*head, layout)
    if len(edges) < HEADERS + 1:
        return None
    columns = _columns(edges, head[0].bottom, head[1].top, layout, fields)
    if _named(columns) < HEADERS:
        return None
    header = Box(edges[0], head[0].top, edges[-1], head[1].bottom)
    bands = _rows(below, edges, layout)
    rows = _lined(bands[0], columns, layout) if len(bands) == 1 else bands
    return Table(columns, tuple(rows), header, ruled=len(rows) == len(bands))


def _lined(band: tuple[float, float], columns: Sequence[Column], layout: Layout) -> list[tuple[float, float]]:
    """What stands between two rules, a row a line where each of several lines has figures in two columns and more.

    A table may have rules around it and none between its rows: it is one band. Where there are more, each is a row,
    whatever goes on in its second line.
    """
    inside = Box(columns[0].left, band[0], columns[-1].right, band[1])
    lines: dict[int, list[Segment]] = {}
    for segment in layout.segments:
        if holds(inside, segment.box) and any(map(str.isdigit, segment.text)):
            lines.setdefault(segment.line, []).append(segment)
    told = [bounding([s.box for s in line]) for line in lines.values() if len(_filled(line, columns)) >= 2]
    if len(told) < 2:
        return [band]
    tops = [band[0], *(box.top - 0.25 * layout.em for box in sorted(told, key=lambda box: box.top)[1:])]
    lowest = max(word.box.bottom for word in layout.words_in(inside)) + 0.25 * layout.em
    return list(itertools.pairwise([*tops, min(max(lowest, tops[-1] + 1), band[1])]))


def _edges(above: Box, below: Box, layout: Layout) -> list[float]:
    """Where vertical rules cross a band."""
    middle = (above.bottom + below.top) / 2
    left, right = min(above.left, below.left), max(above.right, below.right)
    slack = layout.em
    found = sorted(
        rule.middle[0]
        for rule in layout.down
        if rule.top - 2 <= middle <= rule.bottom + 2 and left - slack <= rule.middle[0] <= right + slack
    )
    edges: list[float] = []
    for x in found:
        if not edges or x - edges[-1] > 0.6 * layout.em:
            edges.append(x)
    if edges and edges[0] - left > 1.5 * layout.em:
        edges.insert(0, left)
    if edges and right - edges[-1] > 1.5 * layout.em:
        edges.append(right)
    return edges


def _columns(
    edges: Sequence[float], top: float, bottom: float, layout: Layout, fields: Mapping[str, Field]
) -> tuple[Column, ...]:
    texts = []
    for left, right in itertools.pairwise(edges):
        texts.append(text_of(layout.words_in(Box(left, top, right, bottom))))
    names = name_columns(texts, fields)
    return tuple(
        Column(text, name, left, right, score)
        for (text, (name, score), left, right) in zip(texts, names, edges, edges[1:], strict=False)
    )


def name_columns(headers: Sequence[str], fields: Mapping[str, Field]) -> list[tuple[str | None, float]]:
    """The field that each header names, each field once, the best likeness first."""
    texts = [plain(header) for header in headers]
    meant = [
        (100 * likeness + 5 * phrase.declared - 0.05 * phrase.rank, row, phrase)
        for row, phrase, likeness in recognised(texts, fields)
        if texts[row] and (likeness >= 0.99 or max(len(texts[row]), len(phrase.text)) > _SHORTEST)
    ]
    ranked = sorted(_with_second_senses(meant, fields), reverse=True)
    names: list[tuple[str | None, float]] = [(None, 0.0)] * len(headers)
    used: set[str] = set()
    for score, row, field in ranked:
        if names[row][0] is None and field not in used:
            names[row] = (field, min(score / 100, 1.0))
            used.add(field)
    return names


def _with_second_senses(
    meant: Sequence[tuple[float, int, Phrase]], fields: Mapping[str, Field]
) -> Iterator[tuple[float, int, str]]:
    """What headers may mean, each with its score, its place and its field.

    Words of two senses have the second where another header names the first in words of one: beside "Problem" the
    "Description of Repairs" says what was done.
    """
    best = {row: phrase for _, row, phrase in sorted(meant, key=lambda each: each[0])}
    asked = {phrase.field for phrase in best.values() if phrase.text not in SECOND_SENSES}
    for score, row, phrase in meant:
        second = SECOND_SENSES.get(phrase.text, "") if not phrase.declared and phrase.field in asked else ""
        other = second in fields and second not in asked
        yield score, row, second if other else phrase.field


def _named(columns: Sequence[Column]) -> int:
    return sum(column.field is not None for column in columns)


def _rows(bands: Sequence[tuple[Box, Box]], edges: Sequence[float], layout: Layout) -> list[tuple[float, float]]:
    """The bands below a header that its columns run through, up to the first that they do not.

    The first of all may be one of two cells, with the sum that an earlier sheet brought: it is no row.
    """
    rows: list[tuple[float, float]] = []
    for place, (above, below) in enumerate(bands):
        crossing = _edges(above, below, layout)
        shared = sum(any(abs(x - edge) < layout.em for x in crossing) for edge in edges)
        height = below.top - above.bottom
        if place == 0 and shared < _THROUGH * len(edges):
            continue
        if shared < _THROUGH * len(edges) or (rows and height > _AT_MOST * median(b - t for t, b in rows)):
            break
        rows.append((above.bottom, below.top))
    return [part for row in rows for part in _evened(row, median(b - t for t, b in rows))]


def _evened(row: tuple[float, float], usual: float) -> list[tuple[float, float]]:
    """A row as high as two or three usual ones, as so many: the rule between them was not seen."""
    top, bottom = row
    times = round((bottom - top) / usual) if usual > 0 else 1
    if times not in {2, 3} or abs((bottom - top) / usual - times) > 0.15 * times:
        return [row]
    step = (bottom - top) / times
    return [(top + place * step, top + (place + 1) * step) for place in range(times)]


def _header_lines(layout: Layout, fields: Mapping[str, Field]) -> list[list[tuple[Segment, str, float]]]:
    """Lines that consist of column headers and nothing else; words before blanks ("Hours: ____") are none."""
    lines: dict[int, list[Segment]] = {}
    for segment in layout.segments:
        lines.setdefault(segment.line, []).append(segment)
    found = []
    for line in lines.values():
        if len(line) < HEADERS or any(character.isdigit() for segment in line for character in segment.text):
            continue
        blanks = [s for s in line if s.text.rstrip().endswith(":") and layout.underline(s.box) is not None]
        if len(blanks) > 1:
            continue
        line = [part for segment in line for part in _two_headers(segment, fields)]
        names = name_columns([segment.text for segment in line], fields)
        if sum(name is not None for name, _ in names) >= max(HEADERS, 0.5 * len(line)):
            found.append([(segment, name or "", score) for segment, (name, score) in zip(line, names, strict=True)])
    return found


def _two_headers(segment: Segment, fields: Mapping[str, Field]) -> list[Segment]:
    """A run of words as the two headers that it is where both name a field in full: "Order Number Location".

    They stand as near as words where a narrow column has a long header; the room between is its widest all the same.
    """
    words = segment.words
    gaps = [after.box.left - before.box.right for before, after in itertools.pairwise(words)]
    if len(words) < 3 or name_columns([segment.text], fields)[0][0] is not None:
        return [segment]
    cut = max(range(len(gaps)), key=lambda place: gaps[place]) + 1
    parts = [Segment(words[:cut], segment.line), Segment(words[cut:], segment.line)]
    named = name_columns([part.text for part in parts], fields)
    return parts if all(score >= _IN_FULL for _, score in named) else [segment]


def _boxed(line: Sequence[tuple[Segment, str, float]], layout: Layout) -> bool:
    """Whether the headers are the labels of boxes that hold their values: a form, not a table."""
    boxes = [(segment, layout.cell_at(*segment.box.middle)) for segment, _, _ in line]
    roomy = [cell for segment, cell in boxes if cell.closed and cell.box.height > 2.2 * segment.box.height]
    return len(roomy) > len(line) / 2


def _hang(line: Sequence[tuple[Segment, str, float]], layout: Layout) -> bool:
    """Whether the headers hang each under a rule of its own, with its value over it: blanks side by side, no table."""
    over = [next((r for r in layout.across if _begins_over(r, segment.box, layout.em)), None) for segment, _, _ in line]
    return len(set(over) - {None}) > len(line) / 2


def _lead(line: Sequence[tuple[Segment, str, float]], layout: Layout) -> bool:
    """Whether the headers stand each over a second line that a blank begins behind: captions in two languages."""
    return sum(gloss_of(segment.box, layout) is not None for segment, _, _ in line) > len(line) / 2


def _begins_over(rule: Box, caption: Box, em: float) -> bool:
    under = rule.bottom < caption.middle[1] and caption.top - rule.bottom <= em
    return under and abs(rule.left - caption.left) <= em


def _loose_table(line: Sequence[tuple[Segment, str, float]], layout: Layout) -> Table | None:
    if _boxed(line, layout) or _hang(line, layout) or _lead(line, layout):
        return None
    header = bounding([segment.box for segment, _, _ in line])
    rows = _loose_rows(header, _headed(line, (), layout), layout)
    words = [word.box for word in layout.words if any(top <= word.box.middle[1] <= bottom for top, bottom in rows)]
    return Table(_headed(line, words, layout), rows, header, ruled=False) if rows else None


def _headed(line: Sequence[tuple[Segment, str, float]], words: Sequence[Box], layout: Layout) -> tuple[Column, ...]:
    """The columns under a line of headers, parted by rules that run down, else where words of the rows leave room."""
    headers = [segment.box for segment, _, _ in line]
    edges = column_edges(headers, words, layout.width, layout.em)
    whole = bounding([*headers, *words])
    along = [rule for rule in layout.down if rule.top <= headers[0].middle[1] and rule.bottom >= whole.middle[1]]
    edges = at_rules(edges, headers, along, layout.em) if words else edges
    return tuple(
        Column(segment.text, name or None, left, right, score)
        for (segment, name, score), left, right in zip(line, edges, edges[1:], strict=False)
    )


def _loose_rows(header: Box, columns: Sequence[Column], layout: Layout) -> tuple[tuple[float, float], ...]:
    """The rows below a header: between level rules, or edges of shaded rows, where they are; else lines of text."""
    lines = _lines_below(header, columns, layout)
    return _parted_rows(header, columns, layout, lines) or _text_rows(header, lines, layout.em)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of text under a header."""

    box: Box
    filled: int
    """How many columns have words of it."""
    sums: bool
    """It says that it is the sum of others."""


def _lines_below(header: Box, columns: Sequence[Column], layout: Layout) -> list[_Line]:
    lines: dict[int, list[Segment]] = {}
    for segment in layout.segments:
        if segment.box.top > header.bottom - 0.3 * layout.em and segment.box.left < columns[-1].right:
            lines.setdefault(segment.line, []).append(segment)
    return [
        _Line(bounding([s.box for s in line]), len(_filled(line, columns)), any(_SUM.fullmatch(s.text) for s in line))
        for line in lines.values()
    ]


_SUM = re.compile(r"(?:\w+\s+)?(?:(?:sub|grand)?[\s-]*totals?|forward|fwd)\b[^a-z]*", re.IGNORECASE)
"""What stands before a sum: "Total:", "Labor Total $", "Brought forward 42". A total station is none."""


def _filled(line: Sequence[Segment], columns: Sequence[Column]) -> set[int]:
    middles = [segment.box.middle[0] for segment in line]
    return {number for x in middles for number, c in enumerate(columns) if c.left <= x <= c.right}


def _text_rows(header: Box, lines: Sequence[_Line], em: float) -> tuple[tuple[float, float], ...]:
    """The lines that fill at least two columns, up to a gap or a line that does not.

    A line in one column that stands close under a row, and has another row below it, is more of that row: words that
    were too many for one line. One that stands alone between the header and a row is no row: it says what an earlier
    sheet brought.
    """
    rows: list[tuple[float, float]] = []
    edge = header.bottom
    for place, line in enumerate(lines):
        if line.box.top - edge > 3.5 * em:
            break
        if line.sums:
            edge = line.box.bottom
            continue
        if line.filled >= 2:
            rows.append((line.box.top - 0.25 * em, line.box.bottom + 0.25 * em))
        elif rows and line.filled and _goes_on(line, edge, lines[place + 1 :], em):
            rows[-1] = (rows[-1][0], line.box.bottom + 0.25 * em)
        elif place or not any(other.filled > 2 for other in lines[1:2]):
            break
        edge = line.box.bottom
    return tuple(rows)


def _goes_on(line: _Line, edge: float, below: Sequence[_Line], em: float) -> bool:
    """Whether a line is more of the row above it: closer to it than to the row below."""
    following = next((other for other in below if other.filled >= 2), None)
    if following is None or following.box.top - line.box.bottom > 3.5 * em:
        return False
    return line.box.top - edge < min(em, following.box.top - line.box.bottom)


def _parted_rows(
    header: Box, columns: Sequence[Column], layout: Layout, lines: Sequence[_Line]
) -> tuple[tuple[float, float], ...]:
    """The rows between level rules of one extent below a header; none where no three stand there.

    The last row may have no rule below it: it is as high as the others.
    """
    ends = columns[0].left + 4 * layout.em, columns[-1].right - 4 * layout.em
    stacks = (
        [r for r in s if r.bottom > header.bottom] for s in stacks_of(layout.across, layout.em) if _spans(s[0], *ends)
    )
    rules = next((stack for stack in stacks if len(stack) >= HEADERS), [])
    edges = [header.bottom, *(rule.middle[1] for rule in rules)]
    rows = [(top, bottom) for top, bottom in itertools.pairwise(edges) if bottom - top > 0.8 * layout.em]
    if not rules or not rows or rows[0][0] - header.bottom > 2 * layout.em:
        return ()
    if not any(rows[0][0] < line.box.middle[1] < rows[0][1] for line in lines):  # it is what is left of the header's
        rows = rows[1:]
    usual = median(bottom - top for top, bottom in rows or [(0, 0)])
    rows = list(itertools.takewhile(lambda row: row[1] - row[0] < 3 * usual, rows))
    last = next((line for line in lines if line.filled >= 2 and line.box.middle[1] > edges[-1]), None)
    if rows and last is not None and not last.sums and last.box.bottom < rows[-1][1] + usual:
        rows.append((rows[-1][1], rows[-1][1] + usual))
    return tuple(rows)


def _spans(rule: Box, left: float, right: float) -> bool:
    """Whether a rule goes under nearly all of what stands between two places."""
    return min(rule.right, right) - max(rule.left, left) > 0.9 * (right - left)


def without_foot(table: Table, layout: Layout, labels: Sequence[Label]) -> Table:
    """A table of line items without the rows at its end that are the order's sums: "Labor", "Materials", "Total".

    Such a row has the label of a cost, and nothing counted or priced: `Total` stands under the head "Unit Price".
    """
    counted = [n for n, column in enumerate(table.columns) if column.field in {"quantity", "unit_cost"}]
    rows = list(table.rows)
    while rows:
        top, bottom = rows[-1]
        named = any(
            _is_cost(label) and top < label.box.middle[1] < bottom and holds(table.box, label.box) for label in labels
        )
        cells = [table.cell(len(rows) - 1, number) for number in counted]
        if not named or any(any(map(str.isdigit, text_of(layout.words_in(cell)))) for cell in cells):
            break
        rows.pop()
    return replace(table, rows=tuple(rows)) if rows else table


def _is_cost(label: Label) -> bool:
    field = CATALOGUE.get(label.field)
    return field is not None and field.type is FieldType.MONEY


def beside_tables(labels: Sequence[Label], tables: Sequence[Table]) -> list[Label]:
    """The labels that stand in none of the tables, or in a last row: "Total" at a column's foot is the order's."""
    return [label for label in labels if not any(holds(t.box, label.box) and not _at_foot(t, label) for t in tables)]


def _at_foot(table: Table, label: Label) -> bool:
    return bool(table.rows) and label.box.middle[1] > table.rows[-1][0]


def outside(tables: Sequence[Table], box: Box) -> bool:
    """Whether a box lies in none of the tables."""
    return not any(holds(table.box, box) for table in tables)
