"""Which files make which binder, and which page of it each of their pages is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from records.errors import BadInput
from records.natural import natural
from records.page import PageImage

SCANS = frozenset({".pdf", ".tif", ".tiff"})
"""Files that may hold a whole binder."""
IMAGES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".bmp", ".gif", ".jp2"})
"""Files that hold one page."""
BESIDE = frozenset(
    {
        ".csv",
        ".tsv",
        ".xls",
        ".xlsx",
        ".json",
        ".jsonl",
        ".txt",
        ".md",
        ".xml",
        ".html",
        ".log",
        ".ini",
        ".toml",
        ".db",
        ".sqlite",
        ".lnk",
        ".py",
        ".zip",
    }
)
"""Files that lie beside scans and are none. Any other is tried, and named where it is no scan: nothing vanishes."""


@dataclass(frozen=True, slots=True)
class Binder:
    """The scan files of one binder, in order."""

    name: str
    files: tuple[Path, ...]


def find_binders(scans: Sequence[Path]) -> tuple[Binder, ...]:
    """The binders among files and folders; two of one name are told apart by their folders'.

    A folder of images is one binder, in natural order; a PDF or TIFF file is one binder each.

    Raises:
        BadInput: a path is not there, or nothing that could be a scan is.
    """
    found: list[Binder] = []
    for path in scans:
        if not path.exists():
            raise BadInput(f"{path.name}: there is no such file or folder", "Check the name and the folder.")
        found.extend(_folder(path) if path.is_dir() else [Binder(path.stem, (path,))])
    if not found:
        names = ", ".join(path.name for path in scans)
        raise BadInput(f"No scans in {names}", "Give PDF, TIFF, JPEG, PNG, WebP or HEIC files, or a folder of them.")
    return _named_apart(found)


def _folder(folder: Path) -> list[Binder]:
    entries = sorted(
        (entry for entry in folder.iterdir() if not entry.name.startswith((".", "~$"))), key=lambda e: natural(e.name)
    )
    files = [entry for entry in entries if not entry.is_dir()]
    images = tuple(file for file in files if file.suffix.lower() in IMAGES)
    binders = [Binder(folder.name, images)] if images else []
    single = [file for file in files if file.suffix.lower() not in IMAGES | BESIDE]
    binders += [Binder(file.stem, (file,)) for file in single]
    return binders + [
        binder for entry in entries if entry.is_dir() and not entry.is_symlink() for binder in _folder(entry)
    ]


def _named_apart(binders: Sequence[Binder]) -> tuple[Binder, ...]:
    seen: dict[str, int] = {}
    apart = []
    for binder in binders:
        times = seen.get(binder.name, 0)
        seen[binder.name] = times + 1
        apart.append(Binder(f"{binder.name}-{times + 1}", binder.files) if times else binder)
    return tuple(apart)


@dataclass(frozen=True, slots=True)
class ScanFile:
    """A scan file that was opened and counted."""

    path: Path
    sha256: str
    pages: int


def list_pages(binder: Binder, count: Callable[[Path], ScanFile]) -> tuple[PageImage, ...]:
    """The pages of a binder, numbered from 1 through its files."""
    pages: list[PageImage] = []
    for path in binder.files:
        scan = count(path)
        pages += [
            PageImage(binder.name, len(pages) + index + 1, str(scan.path), index, scan.sha256)
            for index in range(scan.pages)
        ]
    return tuple(pages)
