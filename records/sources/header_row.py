"""Which row of a grid is the header, and which rows are titles, totals and repeats rather than records."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from records.fields import Field
from records.sources.headers import known_words, phrase_of
from records.sources.table import Grid, Table, excerpt, plural
from records.values import parse_date, parse_money

FEWEST = 3
"""Known headers that make a table one of orders."""
SEARCHED = 60
"""Rows from the top among which the header is looked for."""
_WIDEST_SEARCHED = 200
"""Cells of a row that are compared with the catalogue."""
_TOTAL = re.compile(
    r"(?:grand |sub-?|report |page |overall )?totals?\b.*|sums?\b:?"
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


def find_table(grid: Grid, catalogue: Mapping[str, Field]) -> Table | None:
    """The records of a grid under their header; None where nothing in it looks like a header."""
    if grid.header is not None:
        return _table(grid, list(grid.header), list(range(len(grid.rows))), grid.notes, grid.warnings)
    start = header_at(grid.rows, catalogue)
    if start is None:
        return None
    header, bands = _under_bands(grid, start, known_words(catalogue))
    notes = [*grid.notes]
    above = [row for row in range(start - bands) if any(cell.strip() for cell in grid.rows[row])]
    if above:
        titles = excerpt(" ".join(cell for cell in grid.rows[above[0]] if cell.strip()))
        notes.append(f"{plural(len(above), 'title row')} above the header: {titles}")
    if start:
        rows = f"{grid.place}s {grid.places[start - 1]} and" if bands else grid.place
        notes.append(f"header in {rows} {grid.places[start]}")
    below = [row for row in range(start + 1, len(grid.rows)) if any(map(str.strip, grid.rows[row]))]
    return _table(grid, header, below, tuple(notes), grid.warnings)


def _under_bands(grid: Grid, start: int, known: frozenset[str]) -> tuple[list[str], bool]:
    """The header's names, and whether a row of bands above it spans several columns each: "Labor" over "Hours | Cost".

    A band speaks where the name below it is empty, stands under several bands, or says nothing known; where each column
    has a name of its own, what stands above is a title.
    """
    header = [" ".join(cell.split()) for cell in grid.rows[start]]
    above = [" ".join(cell.split()) for cell in grid.rows[start - 1]] if start else []
    if sum(map(bool, above)) < 2 or not all(map(_is_name, filter(None, above))):
        return header, False
    width = max(len(header), len(above))
    names, bands = ([*row, *[""] * (width - len(row))] for row in (header, above))
    alone = Counter(names)
    if all(names) and max(alone.values()) == 1:
        return header, False
    band, found = "", []
    for own, name in zip(bands, names, strict=True):
        band = own or band
        known_alone = alone[name] == 1 and phrase_of(name).joined in known
        found.append(own if not name else name if known_alone else f"{band} {name}".strip())
    return found, True


def headless_table(grid: Grid) -> Table:
    """The rows of a grid without header, under names made of their places."""
    rows = [row for row in range(len(grid.rows)) if any(map(str.strip, grid.rows[row]))]
    width = max((len(grid.rows[row]) for row in rows), default=0)
    warning = (
        "no header row found: the columns are called 'column 1', 'column 2', … and understood by their values alone; "
        "put a header row above them, or name the columns in the configuration."
    )
    header = [f"column {number}" for number in range(1, width + 1)]
    return _table(grid, header, rows, grid.notes, (*grid.warnings, warning))


def header_at(rows: Sequence[Sequence[str]], catalogue: Mapping[str, Field]) -> int | None:
    """The place of the header row among the first rows."""
    known = known_words(catalogue)
    first = [index for index in range(min(len(rows), SEARCHED)) if any(map(str.strip, rows[index]))]
    width = _usual_width(rows[:500])
    scores = {index: _likeness(rows[index], width, known) for index in first}
    best = max(scores, key=lambda index: (scores[index], -index), default=None)
    return best if best is not None and scores[best] > 0 else None


def _usual_width(rows: Sequence[Sequence[str]]) -> int:
    """How many cells of a row are filled, at the commonest."""
    widths = Counter(sum(bool(cell.strip()) for cell in row) for row in rows)
    widths.pop(0, None)
    return max(widths.items(), key=lambda item: (item[1], item[0]))[0] if widths else 0


def _likeness(row: Sequence[str], width: int, vocabulary: frozenset[str]) -> float:
    """How much a row looks like a header: names in every column, known ones above all; 0 where it cannot be one."""
    cells = [" ".join(cell.split()) for cell in row if cell.strip()]
    if len(cells) < max(min(width, 2), width * 0.5):
        return 0.0
    known = sum(phrase_of(cell).joined in vocabulary for cell in cells[:_WIDEST_SEARCHED])
    share = known / len(cells[:_WIDEST_SEARCHED])
    wordy = sum(map(_has_letter if known >= 4 else _is_name, cells)) / len(cells)
    distinct = len(set(cells)) / len(cells)
    if wordy < 0.7 or distinct < 0.5 or (known == 0 and wordy < 0.9):
        return 0.0
    if width == 1 and len(cells) == 1 and not known:
        return 0.0
    told = 2 * share + min(known, 10) * 0.2 if known >= 2 else 0.0
    return wordy * distinct * min(1.0, len(cells) / max(width, 1)) + told


def _is_name(cell: str) -> bool:
    """Whether a cell could name a column: short, with a letter, and no date or amount."""
    if len(cell) > 60 or not any(map(str.isalpha, cell)):
        return False
    return not (
        any(map(str.isdigit, cell)) and (_looks_numbered(cell) or parse_date(cell).value or parse_money(cell).value)
    )


def _has_letter(cell: str) -> bool:
    return len(cell) <= 60 and any(map(str.isalpha, cell)) and not cell[0].isdigit()


def _looks_numbered(cell: str) -> bool:
    """WO-2019-0412 and 35 CANAL STREET are values; "column 1" and "Cost 2" are names."""
    return sum(map(str.isdigit, cell)) > 2 or cell[0].isdigit()


def _table(
    grid: Grid, header: list[str], below: Sequence[int], notes: tuple[str, ...], warnings: tuple[str, ...]
) -> Table:
    kept, dropped = _records(grid, header, below)
    header, grid, kept, headed = _grouped(grid, header, kept)
    width = len(header)
    ragged = [row for row in kept if _is_ragged(grid, row, width)]
    rows = [_fitted(grid.rows[row], width) for row in kept]
    names, doubled, said = _names(header, rows)
    used = [column for column in range(width) if header[column] or any(row[column].strip() for row in rows)]
    if len(used) < width:
        rows = [[row[column] for column in used] for row in rows]
    return Table(
        tuple(names[column] for column in used),
        rows,
        [grid.places[row] for row in kept],
        grid.place,
        (*notes, *dropped, *headed),
        (*warnings, *said, *_ragged(grid, ragged, width)),
        doubled,
    )


_LABELLED = re.compile(r"([^:]{2,40}): ?(.+)")
_NARROWEST = 4
"""Columns that a table must have before a row of one cell is a heading in it."""


def _grouped(grid: Grid, header: list[str], kept: list[int]) -> tuple[list[str], Grid, list[int], tuple[str, ...]]:
    """The table with the headings of its groups ("Department: Streets") as a column of the rows below them.

    A heading is a row of one cell, the first, that says "label: value" or holds no figure; a number alone is a record.
    """
    if grid.header is not None or len(header) < _NARROWEST:
        return header, grid, kept, ()
    said = {row: cell for row in kept if (cell := _heading(grid.rows[row]))}
    if not said or len(said) * 2 > len(kept):
        return header, grid, kept, ()
    labels = {found[1] for cell in said.values() if (found := _LABELLED.fullmatch(cell))}
    label = labels.pop() if len(labels) == 1 else "Group"
    rows = [*grid.rows]
    group, records = "", []
    for row in kept:
        if row in said:
            found = _LABELLED.fullmatch(said[row])
            group = found[2] if found and label != "Group" else said[row]
            continue
        rows[row] = [*_fitted(rows[row], len(header)), group]
        records.append(row)
    note = f"headings of groups, taken as column '{label}': {_places(grid, [*said])}"
    return [*header, label], replace(grid, rows=rows), records, (note,)


def _heading(row: Sequence[str]) -> str:
    """What a row says that is the heading of a group; empty for any other."""
    filled = [" ".join(cell.split()) for cell in row if cell.strip()]
    if len(filled) != 1 or not row[0].strip() or not any(map(str.isalpha, filled[0])):
        return ""
    is_heading = _LABELLED.fullmatch(filled[0]) or not any(map(str.isdigit, filled[0]))
    return filled[0] if is_heading and len(filled[0]) <= 80 else ""


def _filled_width(row: Sequence[str], width: int) -> int:
    """The cells of a row, empty ones beyond the header not counted."""
    beyond = [place for place in range(width, len(row)) if row[place].strip()]
    return beyond[-1] + 1 if beyond else min(len(row), width)


def _is_ragged(grid: Grid, row: int, width: int) -> bool:
    """Whether a row has more or fewer cells than the header; a sheet leaves empty cells at its ends out."""
    found = _filled_width(grid.rows[row], width)
    return found > width or (found < width and grid.place == "line")


def _fitted(row: Sequence[str], width: int) -> Sequence[str]:
    return row if len(row) == width else [*row[:width], *[""] * (width - len(row))]


def _ragged(grid: Grid, ragged: Sequence[int], width: int) -> tuple[str, ...]:
    if not ragged:
        return ()
    told = [f"{grid.place} {grid.places[row]} has {_filled_width(grid.rows[row], width)}" for row in ragged[:3]]
    more = f", and {plural(len(ragged) - 3, 'more row')}" if len(ragged) > 3 else ""
    cure = "cells beyond the header were left out, missing ones are empty."
    return (f"{', '.join(told)}{more}, where the header has {plural(width, 'cell')}: {cure}",)


def _names(header: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[list[str], frozenset[str], tuple[str, ...]]:
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


def _records(grid: Grid, header: Sequence[str], below: Sequence[int]) -> tuple[list[int], tuple[str, ...]]:
    """The rows that are records, and notes about the header's repeats and the totals that are not."""
    again = [row for row in below if _is_header(grid.rows[row], header)]
    repeats = {*again}
    rest = [row for row in below if row not in repeats]
    totals = [row for row in rest if _is_total(grid.rows[row], len(header))] if grid.header is None else []
    notes = []
    if again:
        notes.append(f"the header comes again in {_places(grid, again)}")
    if totals:
        notes.append(f"left out as totals or footers: {_places(grid, totals)}")
    dropped = {*totals}
    return [row for row in rest if row not in dropped], tuple(notes)


def _is_header(row: Sequence[str], header: Sequence[str]) -> bool:
    """Whether a row says the header once more."""
    if not (row and header) or row[0].strip() != header[0]:
        return False
    return [" ".join(cell.split()) for cell in row[: len(header)]] == list(header)


def _places(grid: Grid, rows: Sequence[int]) -> str:
    told = ", ".join(str(grid.places[row]) for row in rows[:5])
    more = f" and {len(rows) - 5:,} more" if len(rows) > 5 else ""
    return f"{grid.place}{'s' if len(rows) > 1 else ''} {told}{more}"


def _is_total(row: Sequence[str], width: int) -> bool:
    """A row whose first words are those of a total and that leaves most cells empty; its figures may stand before."""
    first = next((cell.strip() for cell in row if _WORDED.search(cell)), "") or "".join(row).strip()
    if width < 2 or not _TOTAL.fullmatch(first):
        return False
    return sum(bool(cell.strip()) for cell in row) <= max(1, width // 2)


def same_header(one: Table, two: Table) -> bool:
    """Whether two tables have the same columns, however they are written."""
    return [*map(phrase_of, one.columns)] == [*map(phrase_of, two.columns)]


def holds_orders(table: Table, catalogue: Mapping[str, Field]) -> bool:
    """Whether a table has rows under at least three known headers; a list of codes has fewer."""
    words = known_words(catalogue)
    return bool(table.rows) and sum(phrase_of(column).joined in words for column in table.columns) >= FEWEST


def joined(tables: Sequence[Table]) -> Table:
    """Tables with the same header as one."""
    first = tables[0]
    if len(tables) == 1:
        return first
    return replace(
        first,
        rows=[row for table in tables for row in table.rows],
        places=[place for table in tables for place in table.places],
        notes=tuple(dict.fromkeys(note for table in tables for note in table.notes)),
        warnings=tuple(dict.fromkeys(warning for table in tables for warning in table.warnings)),
    )
