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
        ".part",
        ".partial",
        ".crdownload",
        ".tmp",
    }
)
"""Files that lie beside scans and are none, or are not there yet. Any other is tried, and named where it is no scan:
nothing vanishes."""


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


def passed_over(scans: Sequence[Path]) -> tuple[Path, ...]:
    """The files in these folders that no binder has: hidden ones, and those that lie beside scans.

    With the files of `find_binders` they are all files there are, so that each is accounted for.
    """
    return tuple(file for path in scans if path.is_dir() for file in _left_out(path))


def _left_out(folder: Path) -> list[Path]:
    files, folders = _entries(folder)
    named = {file for binder in _own(folder, files) for file in binder.files}
    return [file for file in files if file not in named] + [
        file for each in folders for file in (_all_files(each) if _is_hidden(each.name) else _left_out(each))
    ]


def _all_files(folder: Path) -> list[Path]:
    files, folders = _entries(folder)
    return files + [file for each in folders for file in _all_files(each)]


def _entries(folder: Path) -> tuple[list[Path], list[Path]]:
    """A folder's files and its folders, in natural order; a link to a folder is not followed, for it may lead back."""
    entries = sorted(folder.iterdir(), key=lambda entry: natural(entry.name))
    files = [entry for entry in entries if not entry.is_dir()]
    return files, [entry for entry in entries if entry.is_dir() and not entry.is_symlink()]


def _is_hidden(name: str) -> bool:
    """Whether the system or another program hides it; two dots at the start hide nothing."""
    return name.startswith("~$") or (name.startswith(".") and not name.startswith(".."))


def _folder(folder: Path) -> list[Binder]:
    files, folders = _entries(folder)
    below = [binder for each in folders if not _is_hidden(each.name) for binder in _folder(each)]
    return _own(folder, files) + below


def _own(folder: Path, files: Sequence[Path]) -> list[Binder]:
    """The binders that lie in the folder itself: its images together, and each other scan."""
    open_ones = [file for file in files if not _is_hidden(file.name)]
    images = tuple(file for file in open_ones if file.suffix.lower() in IMAGES)
    single = [file for file in open_ones if file.suffix.lower() not in IMAGES | BESIDE]
    return ([Binder(folder.name, images)] if images else []) + [Binder(file.stem, (file,)) for file in single]


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
    mark: tuple[int, ...] = ()
    """By which it is seen whether the file was changed since."""
    twins: tuple[int, ...] = ()
    """For each page, from 0, the first page that is drawn the very same; empty where that is not known."""


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
