"""Which extracts a name on the command line stands for."""

from __future__ import annotations

import re
from pathlib import Path

from records.errors import BadInput
from records.sources.open import ENDINGS, kind_of, split_spec

_PASSED_OVER = re.compile(r"~\$.*|\..*|thumbs\.db|desktop\.ini|.*\.(?:part|crdownload|tmp)", re.IGNORECASE)


def list_sources(spec: str) -> tuple[str, ...]:
    """The extracts behind a name: the files of a folder in natural order, the tables of a SQLite file, else itself.

    Raises:
        BadInput: There is nothing there, or a folder without extracts.
    """
    path, part = split_spec(spec)
    if "://" in spec and not path.exists():
        return (spec,)
    if path.is_dir():
        return _of_folder(path)
    if part or kind_of(path) != "sqlite":
        return (spec,)
    from records.sources.sqlite_file import tables_of

    return tuple(f"{spec}#{table}" for table in tables_of(path))


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
