"""CSV and its kin: any delimiter, any encoding, quotes that were never closed."""

from __future__ import annotations

import csv
import gzip
import io
import re
import sys
import tempfile
import zlib
from array import array
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from records.errors import BadInput
from records.sources.settings import SourceLimits
from records.sources.spool import kept
from records.sources.table import Grid, Row, RowCoder, plural
from records.sources.text_encoding import Encoding, encoding_of, text_of

DELIMITERS = ",\t;|^~"
_SEP_LINE = re.compile(r'"?sep=(.)"?[,;\t ]*\r?\n', re.IGNORECASE)
_LONGEST_CELL = 100_000
"""Characters of a cell beyond which it is worth a look; Python's own limit is 131,072."""
_LONGEST_LINE = 16_000_000
"""Characters of a line beyond which it is no row: 250 million took 78 s and 1.9 GB, to become one useless cell."""
_REMEMBERED = 100_000
"""Distinct cells that are kept once however often they occur: statuses, departments, days."""
_LONGEST_JOIN = 200
"""Lines that one quoted cell may have before its quote counts as never closed."""
_LOOKED_AHEAD = 50
"""Lines among which a quote may close where a file's quotes are broken."""
_LOOKED_AT = 200_000
"""Characters by which the delimiter is found."""
_PIECE = 2**20
_HONEST = 20_000_000
"""Bytes up to which nobody asks how well a file was packed."""


def read_delimited(path: Path, limits: SourceLimits) -> Grid:
    """The cells of a delimited text file, gone through line by line.

    Raises:
        BadInput: It is not text, has a line that no row can be so long as, or is over the limits.
    """
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    with path.open("rb") as stored, _unpacked(stored, str(path), limits) as file:
        encoding = encoding_of(file, str(path))
        with text_of(file, encoding) as opened:
            text = _Text(file, encoding, str(path), *_delimiter(opened.read(_LOOKED_AT)))
        if text.start.count("\x00") > len(text.start) / 100:
            raise BadInput(f"{path} is not text.", "Export it as CSV or XLSX.")
        notes = encoding.notes
        if text.said or text.delimiter != ",":
            notes = (*notes, f"cells are divided by {_called(text.delimiter)}")
        rows = _Rows(text, str(path), limits.rows)
        found = rows.kept()
        return Grid(found, rows.places, "line", None, notes, (*encoding.warnings, *rows.warnings()))


@dataclass(frozen=True, slots=True)
class _Text:
    """A text file that can be gone through again."""

    file: BinaryIO
    encoding: Encoding
    name: str
    start: str
    delimiter: str
    said: bool
    """Whether its first line says what divides its cells, and is no row."""

    def lines(self) -> Iterator[str]:
        """The lines with their ends, without one that says the delimiter.

        Raises:
            BadInput: A line is too long.
        """
        with text_of(self.file, self.encoding) as opened:
            for place, line in enumerate(iter(partial(opened.readline, _LONGEST_LINE), ""), 1):
                if len(line) == _LONGEST_LINE:
                    raise BadInput(
                        f"{self.name}: line {place} is too long: over {_LONGEST_LINE:,} characters without an end.",
                        "Take out what was pasted into it, or export the list as XLSX.",
                    )
                if place > self.said:
                    yield line


class _Rows:
    """The rows of a text, with the line that each begins on and what is doubtful about them."""

    def __init__(self, text: _Text, name: str, most: int) -> None:
        self._text = text
        self._name = name
        self._most = most
        self._begin()

    def _begin(self) -> None:
        self.places: array[int] = array("q")
        self._wrapped = False
        self._long: list[str] = []
        self._open_quotes: list[int] = []

    def kept(self) -> Sequence[Row]:
        """The rows: read strictly, and once more leniently where quotes do not close."""
        try:
            return kept(self._looked_at(_strict(self._lines(), self._text.delimiter)), RowCoder())
        except csv.Error:
            self._begin()
            return kept(self._looked_at(self._lenient()), RowCoder())

    def warnings(self) -> Iterator[str]:
        """What a person should know, once all rows were read."""
        yield from _open_quote(self._open_quotes)
        yield from self._long

    def _lines(self) -> Iterator[str]:
        for line in self._text.lines():
            self._wrapped = self._wrapped or '="' in line
            yield line

    def _looked_at(self, rows: Iterable[tuple[int, list[str]]]) -> Iterator[Row]:
        skipped = int(self._text.said)
        for place, row in rows:
            if len(self.places) == self._most:
                raise BadInput(
                    f"{self._name} is too large: over {plural(self._most, 'row')}.",
                    f"Divide it into files of {self._most:,} rows.",
                )
            self.places.append(place + skipped)
            longest = max(map(len, row), default=0)
            if longest > _LONGEST_CELL:
                self._long.append(
                    f"line {place + skipped} has a cell of {longest:,} characters; look whether it belongs there."
                )
            yield [_unwrapped(cell) for cell in row] if self._wrapped else row

    def _lenient(self) -> Iterator[tuple[int, list[str]]]:
        """Line by line: a line with an odd quote is joined to the next ones only if they fit."""
        delimiter = self._text.delimiter
        first = [line.rstrip("\r\n") for line in islice(self._text.lines(), 300)]
        widths = Counter(len(next(csv.reader([line], delimiter=delimiter), [])) for line in first if line)
        width = widths.most_common(1)[0][0] if widths else 1
        for place, row, is_open in _joined((line.rstrip("\r\n") for line in self._lines()), delimiter, width):
            if is_open:
                self._open_quotes.append(place)
            yield place, row


def _unwrapped(cell: str) -> str:
    """The text of ="00412", which programs write so that Excel keeps the zeros."""
    return cell[2:-1] if len(cell) > 2 and cell.startswith('="') and cell.endswith('"') else cell


def _called(delimiter: str) -> str:
    return {",": "commas", "\t": "tabs", ";": "semicolons", "|": "bars"}.get(delimiter, f"'{delimiter}'")


@contextmanager
def _unpacked(stored: BinaryIO, name: str, limits: SourceLimits) -> Iterator[BinaryIO]:
    """The file, or what a .gz holds, in a nameless file of its own."""
    packed_so = stored.read(2) == b"\x1f\x8b"
    stored.seek(0)
    if not packed_so:
        yield stored
        return
    with tempfile.TemporaryFile() as made:
        try:
            with gzip.open(stored) as packed:
                while piece := packed.read(_PIECE):
                    made.write(piece)
                    if made.tell() > max(_HONEST, limits.ratio * stored.tell()) or made.tell() > limits.bytes:
                        raise BadInput(
                            f"{name} is too large: it unpacks to over {made.tell() - 1:,} bytes.",
                            "Divide it into several files.",
                        )
        except (OSError, EOFError, zlib.error) as error:
            raise BadInput(
                f"{name} is damaged: it does not unpack ({error}).", "Download or export it again."
            ) from error
        made.flush()
        yield made


def _delimiter(start: str) -> tuple[str, str, bool]:
    """The beginning of a text without a `sep=` line, the delimiter, and whether such a line said it."""
    said = _SEP_LINE.match(start)
    if said:
        return start[said.end() :], said[1], True
    lines = [line for line in start.splitlines()[:300] if line.strip()]
    return start, max(DELIMITERS, key=lambda delimiter: _evenness(lines, delimiter)), False


def _evenness(lines: Sequence[str], delimiter: str) -> float:
    """How evenly a delimiter divides the lines: the share with the commonest width, more for wider ones."""
    widths = Counter(map(len, csv.reader(lines, delimiter=delimiter)))
    if not widths:
        return 0.0
    width, rows = max(widths.items(), key=lambda item: (item[1] * (1 - 1 / item[0]) if item[0] else 0, item[0]))
    return rows / sum(widths.values()) * (1 - 1 / width) if width else 0.0


def _strict(lines: Iterable[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with the line that each begins on.

    Raises:
        csv.Error: A quote does not close, or closes far below.
    """
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    place = 1
    known: dict[str, str] = {}
    for row in reader:
        if reader.line_num - place > _LONGEST_JOIN:
            raise csv.Error(f"a quote opened on line {place} closes after {_LONGEST_JOIN} lines")
        if reader.line_num > place + 1 and _swallowed(row, delimiter):
            raise csv.Error(f"a quote opened on line {place} swallows rows")
        yield place, [known.get(cell, cell) for cell in row]
        if len(known) < _REMEMBERED:
            known.update(zip(row, row, strict=True))
        place = reader.line_num + 1


def _swallowed(row: Sequence[str], delimiter: str) -> bool:
    """Whether a cell holds line ends with whole rows between them."""
    wide = max(3, len(row) // 2)
    return any(
        "\n" in cell and sum(line.count(delimiter) >= wide for line in cell.split("\n")[1:]) >= 2 for cell in row
    )


def _open_quote(places: Sequence[int]) -> Iterator[str]:
    if places:
        others = f" (and {plural(len(places) - 1, 'other line')})" if len(places) > 1 else ""
        yield f"line {places[0]}{others}: a quote is opened and never closed; the line was read by itself."


def _joined(lines: Iterator[str], delimiter: str, width: int) -> Iterator[tuple[int, list[str], bool]]:
    """Each row's line, its cells, and whether a quote stays open in it."""
    place, ahead = 1, deque[str]()
    while ahead or (ahead := deque(islice(lines, _LOOKED_AHEAD))):
        line, taken = ahead[0], 1
        if line.count('"') % 2:
            ahead.extend(islice(lines, _LOOKED_AHEAD - len(ahead)))
            taken = _lines_of_one_row(list(ahead), delimiter, width)
        if not line:
            yield place, [], False
        elif taken:
            yield place, _row("\n".join(islice(ahead, taken)), delimiter), False
        else:
            yield place, _row(line, delimiter, quoted=False), True
        for _ in range(taken or 1):
            ahead.popleft()
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
