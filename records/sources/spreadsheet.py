"""XLSX workbooks: weighed before they are opened, then read cell by cell as a clerk sees them."""

from __future__ import annotations

import re
import warnings as python_warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from records.errors import BadInput
from records.sources.cells import EXACT, cell_text
from records.sources.settings import SourceLimits
from records.sources.table import Grid, plural

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

_DAMAGED = "Open it in Excel and save it again, or export it as CSV."
_MASK = re.compile(r"0[0-]*")
_WEIGHED = 20_000_000
"""Bytes below which a part's ratio of unpacked to packed says nothing."""
_PROLOGUE = 65_536
_STRAY = 50
"""Columns to the right of the last filled one beyond which a lone cell is a stray."""


Sheets = tuple[tuple[str, Grid], ...]
"""Cells by sheet."""


def read_workbook(path: Path, sheet: str, limits: SourceLimits) -> tuple[Sheets, tuple[str, ...]]:
    """The cells of every sheet that is not hidden, or of the one that is named, with warnings.

    Raises:
        BadInput: It is damaged, encrypted, a bomb, another kind of ZIP, or has no such sheet.
    """
    with _sheets(path, limits) as sheets:
        chosen = _chosen(path, sheets, sheet)
        grids = tuple((one.title, _grid(path, one, limits)) for one in chosen)
        left = [one.title for one in sheets if one not in chosen]
    warned = left and not sheet
    return grids, (f"hidden sheets were not read: {', '.join(left)}.",) if warned else ()


def peek_workbook(path: Path, limits: SourceLimits, rows: int) -> Sheets:
    """The first rows of every sheet that is not hidden.

    Raises:
        BadInput: As for reading it.
    """
    with _sheets(path, limits) as sheets:
        return tuple((one.title, _first_rows(one, rows)) for one in _chosen(path, sheets, ""))


def _first_rows(sheet: ReadOnlyWorksheet, rows: int) -> Grid:
    sheet.reset_dimensions()
    seen = _Seen()
    cells = [[_text(cell, seen) for cell in row] for row in islice(sheet.rows, rows)]
    return Grid(cells, range(1, len(cells) + 1), "row")


@contextmanager
def _sheets(path: Path, limits: SourceLimits) -> Iterator[Sequence[ReadOnlyWorksheet]]:
    """The sheets of a workbook that was weighed, with its reader's many errors in our words."""
    weigh(path, limits)
    try:
        with python_warnings.catch_warnings():
            python_warnings.simplefilter("ignore")
            yield from _opened(path)
    except (zipfile.BadZipFile, zlib.error, SyntaxError, OSError, EOFError, UnicodeDecodeError) as error:
        # SyntaxError: what both XML parsers that openpyxl may use raise for broken XML.
        raise BadInput(f"{path} is damaged: {_reason(error)}.", _DAMAGED) from error
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, OverflowError, RecursionError) as error:
        raise BadInput(f"{path} is damaged, or no workbook that can be read: {_reason(error)}.", _DAMAGED) from error


def _opened(path: Path) -> Iterator[Sequence[ReadOnlyWorksheet]]:
    import openpyxl
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        sheets = [one for one in book.worksheets if isinstance(one, ReadOnlyWorksheet)]
        if not sheets:
            raise BadInput(f"{path} is damaged: it has no sheet.", _DAMAGED)
        yield sheets
    finally:
        book.close()


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())[:160] or type(error).__name__


def weigh(path: Path, limits: SourceLimits) -> None:
    """Refuses what would unpack to more than the limits, declares XML entities, or is not a workbook.

    Raises:
        BadInput: One of these.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _refuse_other(path, {part.filename for part in parts}, archive)
            _refuse_large(path, parts, limits)
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    _refuse_entities(path, archive, part)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, ValueError) as error:
        raise BadInput(f"{path} is damaged: {_reason(error)}.", _DAMAGED) from error
    except RuntimeError as error:
        raise BadInput(f"{path} is encrypted: {_reason(error)}.", "Save it without a password.") from error


def _refuse_large(path: Path, parts: Sequence[zipfile.ZipInfo], limits: SourceLimits) -> None:
    size = sum(part.file_size for part in parts)
    heavy = any(
        part.file_size > _WEIGHED and part.file_size > limits.ratio * max(part.compress_size, 1) for part in parts
    )
    if size > limits.unpacked_bytes or heavy:
        raise BadInput(
            f"{path} is too large: it unpacks to {size:,} bytes.", "Export it as CSV, or divide it into several files."
        )


def _refuse_other(path: Path, names: set[str], archive: zipfile.ZipFile) -> None:
    if "xl/workbook.bin" in names:
        raise BadInput(f"{path} is a binary workbook (.xlsb).", "Open it in Excel and save it as .xlsx.")
    if any(name.startswith("xl/") for name in names):
        return
    if "mimetype" in names and b"opendocument" in archive.read("mimetype")[:200]:
        raise BadInput(f"{path} is an OpenDocument file.", "Open it and save it as .xlsx.")
    what = "a Word document" if any(name.startswith("word/") for name in names) else "a ZIP archive, not a workbook"
    raise BadInput(f"{path} is {what}.", "Unpack it first, or export the records as CSV or XLSX.")


def _refuse_entities(path: Path, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """No workbook declares entities; those that do want to grow in memory or to read other files."""
    with archive.open(part) as stream:
        start = stream.read(_PROLOGUE).replace(b"\x00", b"")
    if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
        raise BadInput(
            f"{path} declares XML entities, which no honest workbook does.", "Export it again from its program."
        )


@dataclass(slots=True)
class _Seen:
    """What was met while reading a sheet."""

    errors: list[str] = field(default_factory=list)
    rounded: list[str] = field(default_factory=list)


def _chosen(path: Path, sheets: Sequence[ReadOnlyWorksheet], wanted: str) -> Sequence[ReadOnlyWorksheet]:
    """The sheet that is named, else those that are not hidden."""
    if not wanted:
        return [one for one in sheets if one.sheet_state == "visible"] or sheets
    named = [one for one in sheets if one.title == wanted]
    if not named:
        names = ", ".join(one.title for one in sheets)
        raise BadInput(f"{path} has no sheet '{wanted}'.", f"Its sheets are: {names}.")
    return named


def _grid(path: Path, sheet: ReadOnlyWorksheet, limits: SourceLimits) -> Grid:
    seen = _Seen()
    sheet.reset_dimensions()
    rows: list[list[str]] = []
    places: list[int] = []
    for place, cells in enumerate(sheet.rows, start=1):
        texts = [_text(cell, seen) for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            rows.append(texts)
            places.append(place)
        if len(rows) > limits.rows:
            raise BadInput(f"{path} is too large: over {limits.rows:,} rows.", "Divide it into several files.")
    rows, strays = _without_strays(rows, places)
    said = [*_said(seen), *strays, *_hidden(path, sheet)]
    return Grid(rows, places, "row", None, (), tuple(f"sheet '{sheet.title}': {one}" for one in said))


def _text(cell: Cell | MergedCell, seen: _Seen) -> str:
    """A cell as the clerk sees it: a number under the mask 00000 with its zeros, a day as a day."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "e":
        seen.errors.append(cell.coordinate)
        return str(value)
    if isinstance(value, float | int) and not isinstance(value, bool):
        if abs(value) >= EXACT:
            seen.rounded.append(cell.coordinate)
        return _masked(value, cell.number_format)
    return cell_text(_day(value))


def _day(value: object) -> object:
    """A day without the midnight that Excel gives it, and without the microseconds of its fractions."""
    if isinstance(value, datetime):
        return value.replace(microsecond=0)
    return value.isoformat() if isinstance(value, date) else value


def _masked(value: float, mask: str) -> str:
    text = cell_text(value)
    if not _MASK.fullmatch(mask) or mask == "0" or not text.isdigit():
        return text
    digits = list(text.zfill(mask.count("0")))
    extra = len(digits) - mask.count("0")
    shown = digits[:extra]
    rest = iter(digits[extra:])
    shown += [next(rest) if sign == "0" else sign for sign in mask]
    return "".join(shown)


def _without_strays(rows: Sequence[list[str]], places: Sequence[int]) -> tuple[list[list[str]], Iterable[str]]:
    """The rows cut where no row but a lone one goes on, so that a cell at XFD1048576 is not 16,384 columns."""
    widths = sorted(map(len, rows))
    usual = widths[int((len(widths) - 1) * 0.9)] if widths else 0
    wide = {place for place, row in enumerate(rows) if len(row) > usual + _STRAY and sum(map(bool, row[usual:])) <= 2}
    if not wide:
        return list(rows), ()
    cut = [row[:usual] if place in wide else row for place, row in enumerate(rows)]
    told = ", ".join(str(places[place]) for place in sorted(wide)[:5])
    return cut, (f"{plural(len(wide), 'row')} with a stray cell far to the right, left out: row {told}.",)


def _said(seen: _Seen) -> Iterator[str]:
    if seen.errors:
        yield f"{plural(len(seen.errors), 'cell')} with an error of a formula, the first {seen.errors[0]}."
    if seen.rounded:
        yield (
            f"{plural(len(seen.rounded), 'number')} too long to be kept exactly (over 15 digits), the first "
            f"{seen.rounded[0]}: its last digits may be lost; export it as text."
        )


_HIDDEN_ROW = re.compile(rb'<row\b(?=[^>]*\bhidden="(?:1|true)")(?=[^>]*\br="(\d+)")[^>]*>')
_HIDDEN_COLUMN = re.compile(rb'<col\b(?=[^>]*\bhidden="(?:1|true)")[^>]*>')
_NOT_CALCULATED = re.compile(rb'<c\b[^>]*\br="([A-Z]+\d+)"[^>]*><f\b[^>]*(?:/>|>[^<]*</f>)(?:<v></v>|<v ?/>)?</c>')


def _hidden(path: Path, sheet: ReadOnlyWorksheet) -> Iterator[str]:
    """What a reader of cells does not see: hidden rows and columns, and formulas that were never calculated."""
    with zipfile.ZipFile(path) as archive:
        data = archive.read(str(getattr(sheet, "_worksheet_path", "")).lstrip("/"))
    rows = [int(found) for found in _HIDDEN_ROW.findall(data)]
    if rows:
        yield f"{plural(len(rows), 'hidden row')} read like the others, the first row {rows[0]}."
    columns = len(_HIDDEN_COLUMN.findall(data))
    if columns:
        yield f"{plural(columns, 'hidden group', 'hidden groups')} of columns read like the others."
    bare = _NOT_CALCULATED.findall(data)
    if bare:
        first = bare[0].decode("ascii")
        yield f"{plural(len(bare), 'formula')} never calculated, the first {first}: open it in Excel and save it."
