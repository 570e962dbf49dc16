"""Which row of a grid is the header, and what the columns are called by it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from records.fields import Field
from records.sources.headers import known_words, phrase_of
from records.sources.records_below import table_below
from records.sources.table import Grid, Table, excerpt, plural
from records.values import parse_date, parse_money

FEWEST = 3
"""Known headers that make a table one of orders."""
SEARCHED = 60
"""Rows from the top among which the header is looked for."""
_WIDEST_SEARCHED = 200
"""Cells of a row that are compared with the catalogue."""


def find_table(grid: Grid, catalogue: Mapping[str, Field]) -> Table | None:
    """The records of a grid under their header; None where nothing in it looks like a header."""
    if grid.header is not None:
        return table_below(grid, list(grid.header), 0)
    start = header_at(grid.rows, catalogue)
    if start is None:
        return None
    header, bands = _under_bands(grid, start, known_words(catalogue))
    notes = []
    above = [row for row in range(start - bands) if any(cell.strip() for cell in grid.rows[row])]
    if above:
        titles = excerpt(" ".join(cell for cell in grid.rows[above[0]] if cell.strip()))
        notes.append(f"{plural(len(above), 'title row')} above the header: {titles}")
    if start:
        rows = f"{grid.place}s {grid.places[start - 1]} and" if bands else grid.place
        notes.append(f"header in {rows} {grid.places[start]}")
    return table_below(replace(grid, notes=(*grid.notes, *notes)), header, start + 1)


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
    below = [name for own, name in zip(bands, names, strict=True) if own or name]
    if all(below) and len(set(below)) == len(below):
        return header, False
    band, found = "", []
    for own, name in zip(bands, names, strict=True):
        band = own or band
        known_alone = alone[name] == 1 and phrase_of(name).joined in known
        found.append(own if not name else name if known_alone else f"{band} {name}".strip())
    return found, True


def headless_table(grid: Grid) -> Table:
    """The rows of a grid without header, under names made of their places."""
    width = max(map(len, grid.rows), default=0)
    warning = (
        "no header row found: the columns are called 'column 1', 'column 2', … and understood by their values alone; "
        "put a header row above them, or name the columns in the configuration."
    )
    header = [f"column {number}" for number in range(1, width + 1)]
    return table_below(replace(grid, warnings=(*grid.warnings, warning)), header, 0)


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
