"""What lies below the header: which rows are records, and which are totals, footers, headings and repeats."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from records.sources.asides import FULL, Columns, goes_on, lonely, plainly, titles_of, with_second_line
from records.sources.table import Grid, Row, Table, plural

_TOTAL = re.compile(
    r"(?:grand |sub-?|report |page |overall )?totals?\b.*|.{1,30} (?:sub-?)?totals?:?|sums?\b:?"
    r"|(?:record|row|order|item)s?(?: count)? ?[:=] ?\d+|count ?[:=]? ?\d*"
    r"|\(?\d[\d,]* (?:records?|rows?|orders?|items?)\b.*|end of (?:report|file|list|data)\b.*|page \d+(?: of \d+)?"
    r"|total (?:general|g[eé]n[eé]ral|de .*|des .*)|suma:?|somme:?|fin d(?:el? |u |e l')(?:informe|reporte|rapport)\b.*"
    r"|\d[\d., ]* (?:registros?|[oó]rdenes|enregistrements?|demandes?|bons)\b.*"
    r"|p[aá]gina \d+(?: de \d+)?|page \d+ (?:sur|de) \d+"
    r"|(?:printed|generated|exported|run|report date|as of|created)\b.{0,20}\d.*|\*+ ?end.*|-{3,}|={3,}",
    re.IGNORECASE,
)


_WORDED = re.compile(r"[^\W\d_]{3}|[-=*]{3}")
"""What tells a cell of words from one of figures with their currency."""
_LABELLED = re.compile(r"([^:]{2,40}): ?(.+)")
_NARROWEST = 4
"""Columns that a table must have before a row of one cell is a heading in it."""
_TOLD = 5
"""Rows of a kind whose places are told."""


class _Kind(IntEnum):
    """What a row below the header is."""

    BLANK = 0
    RECORD = 1
    HEADING = 2
    AGAIN = 3
    TOTAL = 4
    ASIDE = 5
    """A remark in a row of its own."""
    BELOW = 6
    """The second line of a cell of the row above."""


@dataclass(slots=True)
class _Survey:
    """The rows below a header, looked through once."""

    kinds: bytearray
    """One for each row of the grid."""
    counts: Counter[int] = field(default_factory=Counter)
    told: dict[int, list[int]] = field(default_factory=dict)
    """The first rows of each kind but records."""
    labels: set[str] = field(default_factory=set)
    """What stands before the colon of the headings."""
    fills: Counter[int] = field(default_factory=Counter)
    """How many cells the records fill, and how many records do."""
    columns: Columns = field(default_factory=lambda: Columns(0))
    """What the cells of the first records are like."""
    ragged: int = 0
    ragged_rows: list[tuple[int, int]] = field(default_factory=list)
    """The first rows with more or fewer cells than the header, and how many they have."""

    @property
    def grouped(self) -> bool:
        """Whether rows of one cell are headings of groups: not where they are most of the rows."""
        headings = self.counts[_Kind.HEADING]
        return 0 < headings * 2 <= headings + self.counts[_Kind.RECORD]

    @property
    def usual(self) -> int:
        """Cells that a record fills: half of the records fill as many, or more."""
        every = sorted(self.fills.elements())
        return every[len(every) // 2] if every else 0

    def take(self, number: int, kind: _Kind) -> None:
        """A row is of another kind than it seemed."""
        before = _Kind(self.kinds[number])
        self.counts[before] -= 1
        self.counts[kind] += 1
        self.kinds[number] = kind
        if number in self.told.get(before, ()):
            self.told[before].remove(number)
        told = self.told.setdefault(kind, [])
        if kind > _Kind.RECORD and len(told) < _TOLD:
            told.append(number)
            told.sort()


def table_below(grid: Grid, header: list[str], start: int) -> Table:
    """The records from row `start` of a grid on, under the header's names; they are gone through and not held."""
    survey = _surveyed(grid, header, start)
    notes = [*grid.notes, *_dropped(grid, survey)]
    group = ""
    if survey.grouped:
        (label,) = survey.labels if len(survey.labels) == 1 else ("Group",)
        notes.append(f"headings of groups, taken as column '{label}': {_places(grid, survey, _Kind.HEADING)}")
        header, group = [*header, label], label
    rows = _Records(grid, survey, len(header), group)
    names, doubled, said = _names(header, rows)
    empty = {column for column in range(len(header)) if not header[column]}
    empty -= _filled(rows, empty)
    if empty:
        rows.used = [column for column in range(len(header)) if column not in empty]
    return Table(
        tuple(name for column, name in enumerate(names) if column not in empty),
        rows,
        array("q", (grid.places[row] for row in rows.numbers())),
        grid.place,
        tuple(notes),
        (*grid.warnings, *said, *(() if group else _ragged(grid, survey, len(header)))),
        doubled,
    )


class _Records:
    """The records among the rows of a grid, each with a cell for every column."""

    def __init__(self, grid: Grid, survey: _Survey, width: int, group: str) -> None:
        self._grid = grid
        self._kinds = survey.kinds
        self._wanted = (_Kind.RECORD,) if group else (_Kind.RECORD, _Kind.HEADING)
        self._count = sum(survey.counts[kind] for kind in self._wanted)
        self._width = width
        self._group = group
        self.used: list[int] | None = None
        """The columns that are not empty, where some are."""

    def __len__(self) -> int:
        return self._count

    def numbers(self) -> Iterator[int]:
        """The rows of the grid that are records."""
        return (number for number, kind in enumerate(self._kinds) if kind in self._wanted)

    def __iter__(self) -> Iterator[Row]:
        rows = self._of_groups() if self._group else self._alone()
        return rows if self.used is None else ([row[column] for column in self.used or ()] for row in rows)

    def _alone(self) -> Iterator[Row]:
        for kind, row in self._lines():
            if kind in self._wanted:
                yield _fitted(row, self._width)

    def _of_groups(self) -> Iterator[Row]:
        group = ""
        for kind, row in self._lines():
            if kind == _Kind.HEADING:
                said = _heading(row)
                found = _LABELLED.fullmatch(said)
                group = found[2] if found and self._group != "Group" else said
            elif kind == _Kind.RECORD:
                yield [*_fitted(row, self._width - 1), group]

    def _lines(self) -> Iterator[tuple[int, Row]]:
        """The rows with their kinds, those that go on below with what goes on."""
        waiting: tuple[int, Row] | None = None
        for kind, row in zip(self._kinds, self._grid.rows, strict=True):
            if kind == _Kind.BELOW and waiting is not None:
                waiting = waiting[0], with_second_line(waiting[1], row)
                continue
            if waiting is not None:
                yield waiting
            waiting = kind, row
        if waiting is not None:
            yield waiting


def _surveyed(grid: Grid, header: Sequence[str], start: int) -> _Survey:
    width = len(header)
    survey = _Survey(bytearray(len(grid.rows)), columns=Columns(width))
    titles = frozenset() if grid.header is not None else titles_of(grid.rows[: max(start - 1, 0)])
    above: Row = ()
    for number, row in enumerate(grid.rows):
        if number < start:
            continue
        kind = _Kind.AGAIN if titles and plainly(row) in titles else _kind(grid, row, header, above)
        above = row if kind == _Kind.RECORD else with_second_line(above, row) if kind == _Kind.BELOW else ()
        _count(survey, number, row, kind)
        if kind in {_Kind.RECORD, _Kind.HEADING} and len(row) != width:
            found = _filled_width(row, width)
            if found > width or (found < width and grid.place == "line"):
                survey.ragged += 1
                if survey.ragged <= 3:
                    survey.ragged_rows.append((number, found))
    _settle(survey)
    _cut(grid, survey, start)
    return survey


_LOOKED_AT = 500
"""Records that show what the cells of their columns are like."""
_CAPTIONED = 3
"""Rows that a small table has with its header."""
_TAIL = 60
"""Rows at the end among which a second table is looked for."""


def _count(survey: _Survey, number: int, row: Row, kind: _Kind) -> None:
    """A row, counted under its kind."""
    survey.kinds[number] = kind
    survey.counts[kind] += 1
    if kind == _Kind.RECORD:
        survey.fills[filled := _filled_cells(row)] += 1
        if survey.counts[kind] <= _LOOKED_AT and filled * 2 > max(survey.fills):
            survey.columns.add(row)
    elif kind != _Kind.BLANK:
        told = survey.told.setdefault(kind, [])
        if len(told) < _TOLD:
            told.append(number)
    if kind == _Kind.HEADING and (labelled := _LABELLED.fullmatch(_heading(row))):
        survey.labels.add(labelled[1])


def _settle(survey: _Survey) -> None:
    """Where records fill few cells, or lonely rows are as many as they, a lonely row is a record too."""
    lonely = survey.counts[_Kind.ASIDE] + survey.counts[_Kind.BELOW]
    if lonely and (survey.usual < FULL or lonely > survey.counts[_Kind.RECORD]):
        for number, kind in enumerate(survey.kinds):
            if kind in {_Kind.ASIDE, _Kind.BELOW}:
                survey.take(number, _Kind.RECORD)


def _cut(grid: Grid, survey: _Survey, start: int) -> None:
    """A second, small table at the end is a footer: behind an empty row, and sparse."""
    end = len(grid.rows)
    first = end
    while first > max(start, end - _TAIL) and not _is_full(survey, grid.rows[first - 1], first - 1):
        first -= 1
    gap = next((number for number in range(max(first, start + 1), end) if _is_apart(grid, survey, number)), end)
    tail = [number for number in range(gap, end) if survey.kinds[number] == _Kind.RECORD]
    if first > start and survey.usual >= FULL and _is_other(grid, survey, tail):
        for number in range(gap, end):
            if survey.kinds[number] in {_Kind.RECORD, _Kind.HEADING, _Kind.ASIDE}:
                survey.take(number, _Kind.TOTAL)


def _is_other(grid: Grid, survey: _Survey, tail: Sequence[int]) -> bool:
    """The sparse rows are of another table: most are unlike the columns, or all fill the same ones under a caption."""
    rows = [grid.rows[number] for number in tail]
    if sum(map(survey.columns.unlike, rows)) * 2 > len(rows):
        return True
    captioned = bool(tail) and survey.kinds[tail[0] - 1] in {_Kind.HEADING, _Kind.ASIDE}
    same = {tuple(column for column, cell in enumerate(row) if cell.strip()) for row in rows}
    return captioned and len(rows) >= _CAPTIONED and len(same) == 1 and len(min(same)) * 3 <= max(survey.usual, 6)


def _is_apart(grid: Grid, survey: _Survey, number: int) -> bool:
    """The row is empty, or an empty one stood above it, which sheets do not give."""
    skipped = grid.place == "row" and grid.places[number] - grid.places[number - 1] > 1
    return survey.kinds[number] == _Kind.BLANK or skipped


def _is_full(survey: _Survey, row: Row, number: int) -> bool:
    """The row is a record that fills more than half of what records do."""
    return survey.kinds[number] == _Kind.RECORD and _filled_cells(row) * 2 > survey.usual


def _filled_cells(row: Row) -> int:
    return sum(map(bool, map(str.strip, row)))


def _kind(grid: Grid, row: Row, header: Sequence[str], above: Row) -> _Kind:
    """What a row is; where the format itself names the columns there are no totals, and an empty row is a record."""
    if row and row[0].strip() == header[0] and [" ".join(cell.split()) for cell in row[: len(header)]] == header:
        return _Kind.AGAIN
    if grid.header is not None:
        return _Kind.RECORD
    filled = _filled_cells(row)
    if not filled:
        return _Kind.BLANK
    if filled <= max(1, len(header) // 2) and _is_total(row, len(header)):
        return _Kind.TOTAL
    if filled > 1 or len(header) < _NARROWEST or lonely(row) is None:
        return _Kind.RECORD if filled > 1 or len(header) < _NARROWEST or not _heading(row) else _Kind.HEADING
    return _Kind.HEADING if _heading(row) else _Kind.BELOW if goes_on(above, row) else _Kind.ASIDE


def _is_total(row: Row, width: int) -> bool:
    """Whether a row's first words are those of a total; its figures may stand before."""
    first = next((cell.strip() for cell in row if _WORDED.search(cell)), "") or "".join(row).strip()
    return width >= 2 and _TOTAL.fullmatch(first) is not None


def _heading(row: Row) -> str:
    """What a row says that is the heading of a group; empty for any other.

    A heading is a row of one cell, the first, that says "label: value" or holds no figure; a number alone is a record.
    """
    if not row or not row[0].strip() or any(map(str.strip, row[1:])):
        return ""
    said = " ".join(row[0].split())
    is_heading = _LABELLED.fullmatch(said) or not any(map(str.isdigit, said))
    return said if is_heading and any(map(str.isalpha, said)) and len(said) <= 80 else ""


def _filled_width(row: Row, width: int) -> int:
    """The cells of a row, empty ones beyond the header not counted."""
    beyond = [place for place in range(width, len(row)) if row[place].strip()]
    return beyond[-1] + 1 if beyond else min(len(row), width)


def _fitted(row: Row, width: int) -> Row:
    return row if len(row) == width else [*row[:width], *[""] * (width - len(row))]


def _ragged(grid: Grid, survey: _Survey, width: int) -> tuple[str, ...]:
    if not survey.ragged:
        return ()
    told = [f"{grid.place} {grid.places[row]} has {found}" for row, found in survey.ragged_rows]
    more = f", and {plural(survey.ragged - 3, 'more row')}" if survey.ragged > 3 else ""
    cure = "cells beyond the header were left out, missing ones are empty."
    return (f"{', '.join(told)}{more}, where the header has {plural(width, 'cell')}: {cure}",)


def _dropped(grid: Grid, survey: _Survey) -> Iterator[str]:
    """Notes about rows that are no records."""
    if survey.counts[_Kind.AGAIN]:
        yield f"the header comes again in {_places(grid, survey, _Kind.AGAIN)}"
    if survey.counts[_Kind.TOTAL]:
        yield f"left out as totals or footers: {_places(grid, survey, _Kind.TOTAL)}"
    if survey.counts[_Kind.ASIDE]:
        yield f"left out as remarks: {_places(grid, survey, _Kind.ASIDE)}"
    if survey.counts[_Kind.BELOW]:
        yield f"taken as the second line of the row above: {_places(grid, survey, _Kind.BELOW)}"


def _places(grid: Grid, survey: _Survey, kind: _Kind) -> str:
    count, rows = survey.counts[kind], survey.told[kind]
    told = ", ".join(str(grid.places[row]) for row in rows)
    more = f" and {count - _TOLD:,} more" if count > _TOLD else ""
    return f"{grid.place}{'s' if count > 1 else ''} {told}{more}"


def _filled(rows: _Records, columns: set[int]) -> set[int]:
    """Those of the columns that have a cell somewhere."""
    left = set(columns)
    for row in rows if left else ():
        left = {column for column in left if not row[column].strip()}
        if not left:
            break
    return columns - left


def _names(header: Sequence[str], rows: _Records) -> tuple[list[str], frozenset[str], tuple[str, ...]]:
    """Unique names for the columns, those that share a header with other cells, and what to say about them."""
    names = _unique([name or f"column {number}" for number, name in enumerate(header, start=1)])
    places: dict[str, list[int]] = {}
    for column, name in enumerate(header):
        if name:
            places.setdefault(name.casefold(), []).append(column)
    doubled, said = [], []
    for columns in places.values():
        if len(columns) > 1 and any(row[columns[0]] != row[other] for row in rows for other in columns[1:]):
            doubled += [names[column] for column in columns]
            said.append(_doubled(header[columns[0]], [names[column] for column in columns]))
    return names, frozenset(doubled), tuple(said)


def _unique(wanted: Sequence[str]) -> list[str]:
    """The names with " (2)" and so on behind those that were there before."""
    taken: dict[str, None] = {}
    met = Counter[str]()
    for name in wanted:
        met[name] += 1
        found = name if met[name] == 1 else f"{name} ({met[name]})"
        while found in taken:
            met[name] += 1
            found = f"{name} ({met[name]})"
        taken[found] = None
    return list(taken)


def _doubled(name: str, columns: Sequence[str]) -> str:
    those = ", ".join(f"'{column}'" for column in columns)
    return (
        f"{len(columns)} columns are called '{name}' and differ: none of them was taken; say which one it is "
        f"in the configuration, among {those}."
    )
