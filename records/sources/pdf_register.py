"""Born-digital PDF registers: the tables that a system printed, page by page, put together again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from records.errors import BadInput
from records.shade import shade_of
from records.sources.settings import SourceLimits
from records.sources.table import Grid, plural

if TYPE_CHECKING:
    from pdfplumber.page import Page

_APART = 0.8
"""Heights of a word by which two of a line must lie apart to stand in two columns; a space is 0.3 wide."""
_FEWEST = 3
"""Columns of a table; a letter has one or two."""
_PALE = 0.97
"""How light a letter is, or a ground, that cannot be told from white paper."""
_SPECK = 2.0
"""Points that a letter is high which anybody can read."""
_Row = list[str]


def read_pdf(path: Path, limits: SourceLimits) -> Grid:
    """The rows of all tables of a PDF, from the first page to the last; a header that comes again is left to others.

    Raises:
        BadInput: It is damaged or encrypted, holds no text, or no table.
    """
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfminer.psparser import PSException
    from pdfplumber.utils.exceptions import PdfminerException

    rows: list[_Row] = []
    places: list[int] = []
    words = bare = unseen = 0
    try:
        with pdfplumber.open(path) as document:
            for number, page in enumerate(document.pages, start=1):
                seen = _seen(page)
                found = list(_rows(seen))
                words += bool(found) or bool(seen.extract_words())
                bare += not found
                unseen += len(seen.chars) < len(page.chars)
                rows += found
                places += [number] * len(found)
                page.close()
                if len(rows) > limits.rows:
                    raise BadInput(f"{path} is too large: over {limits.rows:,} rows.", "Divide it into several files.")
    except (PdfminerException, PSException, ValueError, TypeError, KeyError, IndexError, RecursionError) as error:
        if any(isinstance(cause, PDFPasswordIncorrect) for cause in (error, *error.args)):
            raise BadInput(f"{path} is a PDF with a password.", "Save it without one.") from error
        raise BadInput(f"{path} is a PDF that is damaged ({error}).", "Print it to PDF again.") from error
    if not rows:
        raise BadInput(*_nothing(path, words))
    said = (bare, "without a table"), (unseen, "with words that nobody can see, which were left out")
    notes = tuple(f"{plural(pages, 'page')} {what}" for pages, what in said if pages)
    return Grid(rows, places, "page", None, notes)


def _seen(page: Page) -> Page:
    """The page without letters that nobody can see: white ones with nothing dark behind them, and specks."""
    grounds = [
        (float(one["x0"]), float(one["top"]), float(one["x1"]), float(one["bottom"]))
        for one in (*page.rects, *page.curves, *page.images)
        if one["object_type"] == "image" or (one["fill"] and not _is_pale(one))
    ]

    def is_seen(thing: Mapping[str, Any]) -> bool:
        if thing["object_type"] != "char":
            return True
        if thing["bottom"] - thing["top"] < _SPECK:
            return False
        x, y = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
        return not _is_pale(thing) or any(left < x < right and top < y < foot for left, top, right, foot in grounds)

    return page.filter(is_seen)


def _is_pale(thing: Mapping[str, Any]) -> bool:
    """Whether it is filled with white, or nearly."""
    shade = shade_of(thing.get("non_stroking_color"))
    return shade is not None and shade > _PALE


def _nothing(path: Path, words: int) -> tuple[str, str]:
    if words:
        return f"{path} is a PDF without tables.", "Export the records as CSV or XLSX."
    return (
        f"{path} is a PDF of pictures, not an extract.",
        "Give it to the command as a scan, or export the records as CSV or XLSX.",
    )


def _rows(page: Page) -> Iterator[_Row]:
    """The rows of a page's tables: the ruled ones, else the one that its words are aligned in."""
    ruled = [table for table in page.extract_tables() if _is_table(table)]
    if ruled:
        yield from (_cells(row) for table in ruled for row in table if any(row))
        return
    yield from _without_breaks(_aligned(_lines(page.extract_words())))


def _is_table(table: Sequence[Sequence[str | None]]) -> bool:
    return len(table) >= 2 and max(map(len, table)) >= _FEWEST


def _cells(row: Sequence[str | None]) -> _Row:
    return [" ".join((cell or "").split()) for cell in row]


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words of a line that stand together."""

    left: float
    right: float
    text: str


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a page."""

    top: float
    bottom: float
    pieces: tuple[_Piece, ...]
    """From the left."""

    @property
    def is_row(self) -> bool:
        """It fills enough columns to be one of a table."""
        return len(self.pieces) >= _FEWEST


def _lines(words: Sequence[Mapping[str, Any]]) -> list[_Line]:
    """The lines of a page from the top."""
    lines: list[list[Mapping[str, Any]]] = []
    for word in sorted(words, key=lambda word: (word["bottom"], word["x0"])):
        height = word["bottom"] - word["top"]
        if lines and abs(lines[-1][0]["bottom"] - word["bottom"]) < 0.5 * height:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [
        _Line(
            min(float(word["top"]) for word in line),
            max(float(word["bottom"]) for word in line),
            tuple(_pieces(sorted(line, key=lambda word: float(word["x0"])))),
        )
        for line in lines
    ]


def _pieces(line: Sequence[Mapping[str, Any]]) -> list[_Piece]:
    pieces: list[_Piece] = []
    for word in line:
        left, right, text = float(word["x0"]), float(word["x1"]), str(word["text"])
        if pieces and left - pieces[-1].right < _APART * (word["bottom"] - word["top"]):
            pieces[-1] = _Piece(pieces[-1].left, max(right, pieces[-1].right), f"{pieces[-1].text} {text}")
        else:
            pieces.append(_Piece(left, right, text))
    return pieces


def _within(lines: Sequence[_Line]) -> list[_Line]:
    """The lines from the first row to the last, and what follows a row closely; titles and page numbers go."""
    first = next((place for place, line in enumerate(lines) if line.is_row), len(lines))
    kept: list[_Line] = []
    for line in lines[first:]:
        if line.is_row or line.top - kept[-1].bottom < _APART * (line.bottom - line.top):
            kept.append(line)
    return kept


def _aligned(lines: Sequence[_Line]) -> list[_Row]:
    """The lines as rows of the columns that the pieces of the longer ones stand in; none where there are too few."""
    columns = _columns([piece for line in lines if line.is_row for piece in line.pieces])
    if len(columns) < _FEWEST:
        return []
    rows = []
    for line in _within(lines):
        row = [""] * len(columns)
        for piece in line.pieces:
            place = min(range(len(columns)), key=lambda at: _distance(piece, columns[at]))
            row[place] = f"{row[place]} {piece.text}".strip()
        rows.append(row)
    return rows


def _columns(pieces: Sequence[_Piece]) -> list[tuple[float, float]]:
    """The spans of the page's width that are covered without a break."""
    columns: list[tuple[float, float]] = []
    for piece in sorted(pieces, key=lambda piece: piece.left):
        if columns and piece.left <= columns[-1][1]:
            columns[-1] = columns[-1][0], max(columns[-1][1], piece.right)
        else:
            columns.append((piece.left, piece.right))
    return columns


def _distance(piece: _Piece, column: tuple[float, float]) -> float:
    """How far the piece's beginning lies outside the column."""
    return max(column[0] - piece.left, piece.left - column[1], 0.0)


def _without_breaks(rows: Sequence[_Row]) -> Iterator[_Row]:
    """The rows with the second line of a cell put behind its first: it begins a row whose first cell is empty."""
    held: _Row | None = None
    for row in rows:
        if held is not None and not row[0] and sum(map(bool, row)) <= max(1, len(row) // 2):
            held = [" ".join(filter(None, pair)) for pair in zip(held, row, strict=True)]
            continue
        if held is not None:
            yield held
        held = row
    if held is not None:
        yield held
