"""Which extracts a name on the command line stands for."""

from __future__ import annotations

import re
from pathlib import Path

from records.errors import BadInput
from records.fields import CATALOGUE
from records.sources.header_row import SEARCHED, find_table, holds_orders, same_header
from records.sources.open import ENDINGS, kind_of, split_spec
from records.sources.settings import SourceLimits
from records.sources.table import Table

_PASSED_OVER = re.compile(r"~\$.*|\..*|thumbs\.db|desktop\.ini|.*\.(?:part|crdownload|tmp)", re.IGNORECASE)


def list_sources(spec: str) -> tuple[str, ...]:
    """The extracts behind a name: the files of a folder in natural order, the tables of a SQLite file, else itself.

    A workbook whose sheets hold orders in different columns stands for each of these sheets.

    Raises:
        BadInput: There is nothing there, or a folder without extracts.
    """
    path, part = split_spec(spec)
    if "://" in spec and not path.exists():
        return (spec,)
    if path.is_dir():
        return _of_folder(path)
    kind = "" if part else kind_of(path)
    if kind == "sqlite":
        from records.sources.sqlite_file import tables_of

        return tuple(f"{spec}#{table}" for table in tables_of(path))
    return _of_workbook(spec, path) if kind == "xlsx" else (spec,)


def _of_workbook(spec: str, path: Path) -> tuple[str, ...]:
    """The sheets of orders where their columns differ; the workbook itself where they are all alike."""
    from records.sources.spreadsheet import peek_workbook

    found: list[tuple[str, Table]] = []
    for name, grid in peek_workbook(path, SourceLimits(), SEARCHED + 5):
        table = find_table(grid, CATALOGUE)
        if table is not None and holds_orders(table, CATALOGUE):
            found.append((name, table))
    if all(same_header(table, found[0][1]) for _, table in found):
        return (spec,)
    return tuple(f"{spec}#{name}" for name, _ in found)


def natural_key(name: str) -> tuple[tuple[int, int, str], ...]:
    """Orders names as people do: file 2 before file 10, whatever the case."""
    return tuple(
        (0, int(piece), piece) if piece.isdecimal() else (1, 0, piece)
        for piece in re.split(r"(\d+)", name.casefold())
        if piece
    )


def _of_folder(folder: Path) -> tuple[str, ...]:
    files = [path for path in folder.iterdir() if path.is_file() and _is_extract(path)]
    if not files:
        raise BadInput(f"{folder} holds no extract.", "Put CSV, XLSX, JSON, Parquet or SQLite files into it.")
    return tuple(
        name for path in sorted(files, key=lambda path: (natural_key(path.name), path.name)) for name in _of_file(path)
    )


def _of_file(path: Path) -> tuple[str, ...]:
    """The tables of a database; a database that cannot be listed stands for itself, and says why when it is read."""
    try:
        return list_sources(str(path))
    except BadInput:
        return (str(path),)


def _is_extract(path: Path) -> bool:
    if _PASSED_OVER.fullmatch(path.name):
        return False
    name = path.name.casefold().removesuffix(".gz")
    return Path(name).suffix in ENDINGS
