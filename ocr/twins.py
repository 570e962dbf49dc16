"""Pages of a file that are drawn by the very same objects, told without drawing any: one of them need be read.

A program that prints a cabinet into one file draws its empty pages, its covers and its conditions of contract once.
"""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

import pikepdf

from ocr.files import Kind, kind_of
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
)

_Drawing: TypeAlias = frozenset[tuple[str, object]]


def twins(path: Path, pages: int) -> tuple[int, ...]:
    """For each of a PDF's pages, from 0, the first that is drawn by the same objects: itself, for most.

    Empty for other files, and where qpdf does not see so many pages.
    """
    try:
        if kind_of(path) is not Kind.PDF:
            return ()
        with pikepdf.open(path) as document:
            drawings = [_drawing(page.obj) for page in document.pages]
    except (*_FAULTS, BadInput):
        return ()
    first: dict[_Drawing, int] = {}
    found = tuple(first.setdefault(drawing, index) for index, drawing in enumerate(drawings))
    return found if len(found) == pages else ()


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
