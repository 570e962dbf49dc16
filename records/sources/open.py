"""What lies behind a source's name: which format it is, found out by its first bytes and not by its ending."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from records.errors import BadInput
from records.sources.settings import SourceSettings
from records.sources.table import Opened

_OTHERS: tuple[tuple[bytes, str, str], ...] = (
    (b"\x89PNG", "a picture, not an extract", "Give it to the command as a scan."),
    (b"\xff\xd8\xff", "a picture, not an extract", "Give it to the command as a scan."),
    (b"II*\x00", "a picture, not an extract", "Give it to the command as a scan."),
    (b"MM\x00*", "a picture, not an extract", "Give it to the command as a scan."),
    (b"GIF8", "a picture, not an extract", "Give it to the command as a scan."),
    (b"\x00\x01\x00\x00Standard", "an Access database", "Export the table as CSV or XLSX."),
    (b"7z\xbc\xaf", "a 7-Zip archive", "Unpack it first."),
    (b"Rar!", "a RAR archive", "Unpack it first."),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_DATABASE_ENDINGS = frozenset({".db", ".sqlite", ".sqlite3", ".db3", ".s3db"})
ENDINGS = frozenset(
    {".csv", ".tsv", ".tab", ".txt", ".psv", ".xlsx", ".xlsm", ".json", ".jsonl", ".ndjson", ".geojson"}
) | {
    ".parquet",
    ".pq",
    *_DATABASE_ENDINGS,
}
"""Endings of the files in a folder that are taken for extracts."""


def open_source(spec: str, settings: SourceSettings) -> Opened:
    """The cells behind a source's name.

    Raises:
        BadInput: There is nothing, or nothing readable.
    """
    path, part = split_spec(spec)
    if "://" in spec and not path.exists():
        from records.sources.database import read_url

        return read_url(spec, settings.limits)
    return _open_file(path, part, settings)


def split_spec(spec: str) -> tuple[Path, str]:
    """The file of a source and the sheet or table after `#`; a `#` in a file's own name stays."""
    whole = Path(spec)
    before, mark, after = spec.rpartition("#")
    if whole.exists() or not mark:
        return whole, ""
    return Path(before), after


def kind_of(path: Path) -> str:
    """The format of a file: "delimited", "json", "xlsx", "parquet", "pdf" or "sqlite".

    Raises:
        BadInput: It is missing, a folder, empty, or something else.
    """
    start = _first_bytes(path)
    if start.startswith(b"SQLite format 3\x00"):
        return "sqlite"
    if path.suffix.casefold() in _DATABASE_ENDINGS:
        raise BadInput(
            f"{path} is not a database, whatever its ending says.", "Look for the right file, or export it again."
        )
    if start.startswith(b"PAR1"):
        return "parquet"
    if start.lstrip()[:5] == b"%PDF-":
        return "pdf"
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "xlsx"
    _refuse_others(path, start)
    return "json" if _is_json(path, start) else "delimited"


def _first_bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise BadInput(f"{path} is a folder.", "Name one of the files in it.")
        if not path.is_file():
            raise BadInput(
                f"{path} is not a file." if path.exists() else f"{path} does not exist.", "Look at its name."
            )
        with path.open("rb") as file:
            start = file.read(65536)
    except (OSError, ValueError) as error:
        raise BadInput(f"{path} cannot be opened: {_reason(error)}.", "Look at its name and permissions.") from error
    if not start.strip(b"\x00\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise BadInput(f"{path} is empty.", "Export it again.")
    return start


def _reason(error: OSError | ValueError) -> str:
    return os.strerror(error.errno) if isinstance(error, OSError) and error.errno else str(error)


def _refuse_others(path: Path, start: bytes) -> None:
    for magic, what, cure in _OTHERS:
        if start.startswith(magic):
            raise BadInput(f"{path} is {what}.", cure)
    if start.startswith(_OLE):
        if _ENCRYPTED_PACKAGE in start:
            raise BadInput(f"{path} is encrypted.", "Open it in Excel and save it without a password as .xlsx.")
        raise BadInput(f"{path} is in the old Excel format.", "Open it in Excel and save it as .xlsx.")
    if (
        start.lstrip(b"\xef\xbb\xbf \t\r\n")[:15]
        .lower()
        .startswith((b"<!doctype html", b"<html", b"<table", b"<?xml", b"<div"))
    ):
        raise BadInput(
            f"{path} is a web page or XML, whatever its ending says.", "Open it in Excel and save it as .xlsx."
        )


def _is_json(path: Path, start: bytes) -> bool:
    text = start.decode("utf-16" if start[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "replace").lstrip()
    if path.suffix.casefold() in {".json", ".jsonl", ".ndjson", ".geojson"}:
        return True
    return text.startswith(("{", "[{")) or (text[:1] == "[" and text[1:].lstrip().startswith("{"))


def _open_file(path: Path, part: str, settings: SourceSettings) -> Opened:
    kind = kind_of(path)
    size = path.stat().st_size
    most = settings.limits.bytes if kind in _GONE_THROUGH else settings.limits.held_bytes
    if size > most:
        raise BadInput(f"{path} is too large: {size:,} bytes.", f"Divide it into files under {most:,} bytes.")
    return _READERS[kind](path, part, settings)


_GONE_THROUGH = frozenset({"delimited", "parquet", "sqlite"})
"""Formats that are never held as a whole."""


def stem_of(path: Path) -> str:
    """A file's name without its extension, and without the one below .gz."""
    stem = path.stem if path.suffix else path.name
    return Path(stem).stem if path.suffix.casefold() == ".gz" else stem


def _no_part(path: Path, part: str) -> None:
    if part:
        raise BadInput(f"{path} has no parts, and '#{part}' names one.", "Leave it out.")


def _delimited(path: Path, part: str, settings: SourceSettings) -> Opened:
    from records.sources.delimited import read_delimited

    _no_part(path, part)
    grid = read_delimited(path, settings.limits)
    return Opened(stem_of(path), str(path), (("", grid),))


def _json(path: Path, part: str, settings: SourceSettings) -> Opened:
    from records.sources.objects import read_objects

    _no_part(path, part)
    return Opened(stem_of(path), str(path), (("", read_objects(path, settings.limits)),))


def _pdf(path: Path, part: str, settings: SourceSettings) -> Opened:
    from records.sources.pdf_register import read_pdf

    _no_part(path, part)
    return Opened(stem_of(path), str(path), (("", read_pdf(path, settings.limits)),))


def _parquet(path: Path, part: str, settings: SourceSettings) -> Opened:
    from records.sources.parquet import read_parquet

    _no_part(path, part)
    return Opened(stem_of(path), str(path), (("", read_parquet(path, settings.limits)),))


def _xlsx(path: Path, part: str, settings: SourceSettings) -> Opened:
    from records.sources.spreadsheet import read_workbook

    grids, warnings = read_workbook(path, part, settings.limits)
    return Opened(f"{stem_of(path)} {part}".strip(), str(path), grids, (), warnings)


def _sqlite(path: Path, part: str, settings: SourceSettings) -> Opened:
    from records.sources.sqlite_file import read_sqlite

    table, grid = read_sqlite(path, part, settings.limits)
    return Opened(table, str(path), ((table, grid),))


_READERS: Mapping[str, Callable[[Path, str, SourceSettings], Opened]] = MappingProxyType(
    {"delimited": _delimited, "json": _json, "parquet": _parquet, "pdf": _pdf, "xlsx": _xlsx, "sqlite": _sqlite}
)
