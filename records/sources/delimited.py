"""CSV and its kin: any delimiter, any encoding, quotes that were never closed."""

from __future__ import annotations

import csv
import gzip
import io
import re
import sys
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence

from records.errors import BadInput
from records.sources.settings import SourceLimits
from records.sources.table import Grid, plural
from records.sources.text_encoding import decode

DELIMITERS = ",\t;|^~"
_SEP_LINE = re.compile(r'"?sep=(.)"?[,;\t ]*\r?\n', re.IGNORECASE)
_LONGEST_CELL = 100_000
"""Characters of a cell beyond which it is worth a look; Python's own limit is 131,072."""
_REMEMBERED = 100_000
"""Distinct cells that are kept once however often they occur: statuses, departments, days."""
_LONGEST_JOIN = 200
"""Lines that one quoted cell may have before its quote counts as never closed."""


def read_delimited(data: bytes, name: str, limits: SourceLimits) -> Grid:
    """The cells of a delimited text file.

    Raises:
        BadInput: It is not text, or is over the limits.
    """
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    if data[:2] == b"\x1f\x8b":
        data = _unpacked(data, name, limits)
    text, notes, warnings = decode(data, name)
    if text.count("\x00") > len(text) / 100:
        raise BadInput(f"{name} is not text.", "Export it as CSV or XLSX.")
    text, delimiter, said = _delimiter(text)
    if said or delimiter != ",":
        notes = (*notes, f"cells are divided by {_called(delimiter)}")
    rows, places, problems = _cells(text, delimiter)
    if '="' in text:
        rows = [[_unwrapped(cell) for cell in row] for row in rows]
    if len(rows) > limits.rows:
        raise BadInput(
            f"{name} is too large: {plural(len(rows), 'row')}.", f"Divide it into files of {limits.rows:,} rows."
        )
    return Grid(rows, places, "line", None, notes, (*warnings, *problems, *_long_cells(rows, places)))


def _long_cells(rows: Sequence[Sequence[str]], places: Sequence[int]) -> Iterator[str]:
    """Cells that no person typed: a picture in words, or a file swallowed by a quote."""
    for place, row in zip(places, rows, strict=True):
        longest = max(map(len, row), default=0)
        if longest > _LONGEST_CELL:
            yield f"line {place} has a cell of {longest:,} characters; look whether it belongs there."


def _unwrapped(cell: str) -> str:
    """The text of ="00412", which programs write so that Excel keeps the zeros."""
    return cell[2:-1] if len(cell) > 2 and cell.startswith('="') and cell.endswith('"') else cell


def _called(delimiter: str) -> str:
    return {",": "commas", "\t": "tabs", ";": "semicolons", "|": "bars"}.get(delimiter, f"'{delimiter}'")


def _unpacked(data: bytes, name: str, limits: SourceLimits) -> bytes:
    try:
        with gzip.open(io.BytesIO(data)) as packed:
            text = packed.read(limits.bytes + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise BadInput(f"{name} is damaged: it does not unpack ({error}).", "Download or export it again.") from error
    if len(text) > limits.bytes:
        raise BadInput(
            f"{name} is too large: it unpacks to over {limits.bytes:,} bytes.", "Divide it into several files."
        )
    return text


def _delimiter(text: str) -> tuple[str, str, bool]:
    """The text without a `sep=` line, the delimiter, and whether such a line said it."""
    said = _SEP_LINE.match(text)
    if said:
        return text[said.end() :], said[1], True
    lines = [line for line in text[:200_000].splitlines()[:300] if line.strip()]
    return text, max(DELIMITERS, key=lambda delimiter: _evenness(lines, delimiter)), False


def _evenness(lines: Sequence[str], delimiter: str) -> float:
    """How evenly a delimiter divides the lines: the share with the commonest width, more for wider ones."""
    widths = Counter(map(len, csv.reader(lines, delimiter=delimiter)))
    if not widths:
        return 0.0
    width, rows = max(widths.items(), key=lambda item: (item[1] * (1 - 1 / item[0]) if item[0] else 0, item[0]))
    return rows / sum(widths.values()) * (1 - 1 / width) if width else 0.0


def _cells(text: str, delimiter: str) -> tuple[list[list[str]], list[int], tuple[str, ...]]:
    """Rows, the line each begins on, and warnings about quotes."""
    try:
        return (*_strict(text, delimiter), ())
    except csv.Error:
        return _lenient(text, delimiter)


def _strict(text: str, delimiter: str) -> tuple[list[list[str]], list[int]]:
    reader = csv.reader(_lines_of(text), delimiter=delimiter, strict=True)
    rows, places, place = [], [], 1
    known: dict[str, str] = {}
    for row in reader:
        if reader.line_num - place > _LONGEST_JOIN:
            raise csv.Error(f"a quote opened on line {place} closes after {_LONGEST_JOIN} lines")
        if reader.line_num > place + 1 and _swallowed(row, delimiter):
            raise csv.Error(f"a quote opened on line {place} swallows rows")
        rows.append([known.get(cell, cell) for cell in row])
        if len(known) < _REMEMBERED:
            known.update(zip(row, row, strict=True))
        places.append(place)
        place = reader.line_num + 1
    return rows, places


_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")


def _lines_of(text: str) -> Iterator[str]:
    """The lines with their ends, as a file opened with `newline=""` gives them; StringIO takes four bytes a letter."""
    return (found[0] for found in _LINE.finditer(text))


def _swallowed(row: Sequence[str], delimiter: str) -> bool:
    """Whether a cell holds line ends with whole rows between them."""
    wide = max(3, len(row) // 2)
    return any(
        "\n" in cell and sum(line.count(delimiter) >= wide for line in cell.split("\n")[1:]) >= 2 for cell in row
    )


def _lenient(text: str, delimiter: str) -> tuple[list[list[str]], list[int], tuple[str, ...]]:
    """Line by line, where quotes do not close: a line with an odd quote is joined to the next ones only if they fit."""
    lines = io.StringIO(text, newline=None).read().split("\n")
    width = Counter(len(next(csv.reader([line], delimiter=delimiter), [])) for line in lines[:300] if line).most_common(
        1
    )
    rows, places, open_quotes = [], [], []
    for place, row, is_open in _joined(lines, delimiter, width[0][0] if width else 1):
        rows.append(row)
        places.append(place)
        if is_open:
            open_quotes.append(place)
    return rows, places, tuple(_open_quote(open_quotes))


def _open_quote(places: Sequence[int]) -> Iterator[str]:
    if places:
        others = f" (and {plural(len(places) - 1, 'other line')})" if len(places) > 1 else ""
        yield f"line {places[0]}{others}: a quote is opened and never closed; the line was read by itself."


def _joined(lines: Sequence[str], delimiter: str, width: int) -> Iterator[tuple[int, list[str], bool]]:
    place = 0
    while place < len(lines):
        line, taken = lines[place], 1
        if line.count('"') % 2:
            taken = _lines_of_one_row(lines[place : place + 50], delimiter, width)
        if not line:
            yield place + 1, [], False
        elif taken:
            yield place + 1, _row("\n".join(lines[place : place + taken]), delimiter), False
        else:
            yield place + 1, _row(line, delimiter, quoted=False), True
        place += taken or 1


def _row(text: str, delimiter: str, *, quoted: bool = True) -> list[str]:
    if not quoted:
        return next(csv.reader([text], delimiter=delimiter, quoting=csv.QUOTE_NONE), [])
    return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])


def _lines_of_one_row(lines: Sequence[str], delimiter: str, width: int) -> int:
    """How many of the lines make one row with closed quotes and the usual width; 0 where none do."""
    for taken in range(2, len(lines) + 1):
        text = "\n".join(lines[:taken])
        if text.count('"') % 2 == 0:
            row = _row(text, delimiter)
            return taken if len(row) == width and not _swallowed(row, delimiter) else 0
    return 0
