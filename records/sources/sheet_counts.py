"""A list of binders with the sheets that somebody counted before they were scanned."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from records.errors import BadInput
from records.sources.headers import phrase_of
from records.sources.open import open_source
from records.sources.settings import SourceSettings
from records.sources.table import Row

_BINDERS = frozenset(
    {"binder", "binder name", "name", "box", "volume", "folder", "book", "file", "file name", "scan", "title", "label"}
)
_SHEETS = frozenset(
    {"sheets", "sheet count", "number of sheets", "sheets counted", "counted sheets", "sheets expected", "leaves"}
    | {"expected sheets", "count", "counted", "expected", "expected count", "total sheets", "sheet number"}
)
_TITLE_ROWS = 20
"""Rows from the top among which the header is looked for."""
_WHOLE = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,7}", re.ASCII)


def read_sheet_counts(path: Path) -> Mapping[str, int]:
    """The sheets of each binder, under the names of the list; rows without a whole number are left out.

    Raises:
        BadInput: It cannot be read, or has no two columns that say binder and sheets.
    """
    for _, grid in open_source(str(path), SourceSettings()).grids:
        tops: Sequence[Row] = [grid.header] if grid.header is not None else grid.rows[:_TITLE_ROWS]
        for number, header in enumerate(tops):
            binder, sheets = _place(header, _BINDERS), _place(header, _SHEETS)
            if binder is not None and sheets is not None:
                return dict(_counts(grid.rows[number + (grid.header is None) :], binder, sheets))
    raise BadInput(f"{path} has no columns 'Binder' and 'Sheets'.", "Give a list with a row for each binder.")


def _place(header: Row, names: Iterable[str]) -> int | None:
    return next((place for place, name in enumerate(header) if phrase_of(name).said in names), None)


def _counts(rows: Sequence[Row], binder: int, sheets: int) -> Iterable[tuple[str, int]]:
    for row in rows:
        if max(binder, sheets) < len(row) and row[binder].strip() and _WHOLE.fullmatch(row[sheets].strip()):
            yield row[binder].strip(), int(row[sheets].strip().replace(",", ""))


def sheets_of(counted: Mapping[str, int], binders: Iterable[str]) -> Mapping[str, int]:
    """The counts of these binders; a list may write a name with other blanks, capitals or an ending of a file."""
    plain = {_plain(name): count for name, count in counted.items()}
    return {binder: plain[_plain(binder)] for binder in binders if _plain(binder) in plain}


def _plain(name: str) -> str:
    bare = re.sub(r"\.(?:pdf|tiff?)$", "", name.casefold().strip())
    return "".join(filter(str.isalnum, bare)) or bare
