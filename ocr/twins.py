"""Pages of a file that are drawn by the very same objects or bytes, told without drawing any: one of them need be read.

A program that prints a cabinet into one file draws its empty pages, its covers and its conditions of contract once; a
scanner whose software cleans white backs writes the same bytes for each.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import TypeAlias

import pikepdf

from ocr import raster
from ocr.files import Kind, kind_of
from ocr.settings import ReadSettings
from ocr.tifftwins import alike
from records.errors import BadInput

_INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
_UNSEEN = frozenset({"/Type", "/Parent", "/StructParents", "/Metadata", "/PieceInfo", "/LastModified", "/Thumb"})
"""What a page says of itself that is not drawn."""
_DEEPEST = 64
"""Of a tree of pages; one that goes deeper is damage."""
_FAULTS = (
    pikepdf.PdfError,
    pikepdf.PasswordError,
    RecursionError,
    OSError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    OverflowError,
    struct.error,
)

_Drawing: TypeAlias = frozenset[tuple[str, object]]


def twins(path: Path, pages: int) -> tuple[int, ...]:
    """For each page of a PDF or TIFF, from 0, the first that is drawn by the same objects or bytes: itself, for most.

    Empty for other files, and where not so many pages are seen.
    """
    try:
        kind = kind_of(path)
        found = _drawn_alike(path) if kind is Kind.PDF else _held_alike(path, pages) if kind is Kind.TIFF else ()
    except (*_FAULTS, BadInput):
        return ()
    return found if len(found) == pages else ()


def _held_alike(path: Path, pages: int) -> tuple[int, ...]:
    """The pages of a TIFF, none of them where there is but one."""
    return alike(path, raster.pages(path, ReadSettings(max_pages=pages))) if pages > 1 else ()


def _drawn_alike(path: Path) -> tuple[int, ...]:
    """The pages of a PDF."""
    with pikepdf.open(path) as document:
        drawings = [_drawing(page.obj) for page in document.pages]
    first: dict[_Drawing, int] = {}
    return tuple(first.setdefault(drawing, index) for index, drawing in enumerate(drawings))


def _drawing(page: pikepdf.Object) -> _Drawing:
    """The objects that a page is drawn by, as they are numbered in the file, with what it has from its parents."""
    said = {name: _named(thing) for name, thing in page.items() if name not in _UNSEEN}
    holder = page
    for _ in range(_DEEPEST):
        if "/Parent" not in holder:
            break
        holder = holder["/Parent"]
        said |= {name: _named(holder[name]) for name in _INHERITED if name not in said and name in holder}
    return frozenset(said.items())


def _named(thing: object) -> object:
    """An object of the file by its number; one that stands where it is used, by its text."""
    if not isinstance(thing, pikepdf.Object):
        return str(thing)
    return thing.objgen if thing.is_indirect else thing.unparse()
