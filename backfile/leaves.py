"""Binders as searchable PDF and ALTO: reads every page once more, whole, for the words between the fields."""

from __future__ import annotations

import io
import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePath

import ocr
from backfile.executors import Limits, Workers, workers
from backfile.outputs import image_of
from backfile.steps import digitize_settings
from backfile.workspace import Workspace
from ocr import ReadSettings
from records.dataset import Dataset
from records.exports import Leaf, write_alto, write_searchable
from records.exports.whole import write_whole
from records.filename import file_name
from records.page import PageEntry

_LETTER = (1700, 2200)
"""A page that could not be read: Letter at 200 dots to the inch."""
_QUALITY = 85
"""JPEG's: print at 200 dots to the inch stays crisp, and a page takes some 400 kB."""
_TOGETHER = 64
"""Pages that are held at a time."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A page to be read whole."""

    entry: PageEntry
    bookmarks: tuple[str, ...]
    settings: ReadSettings


def write_pages(workspace: Workspace, dataset: Dataset, out: Path, formats: Collection[str]) -> Iterator[Path]:
    """Writes `pdf/BINDER.pdf` and `alto/BINDER/0001.xml`, as far as asked for; gives each binder's file or folder.

    A page that cannot be read any more has its place all the same, empty.
    """
    if not formats:
        return
    config = workspace.settings.config.limits
    settings = digitize_settings(workspace.settings).reading
    marks = _bookmarks(dataset)
    binders: dict[str, list[_Wanted]] = {}
    for entry in dataset.pages:
        mark = marks.get((entry.binder, entry.number), ())
        binders.setdefault(entry.binder, []).append(_Wanted(entry, mark, settings))
    with workers(os.cpu_count() or 1, Limits(config.page_seconds, config.page_memory_mb)) as crew:
        for binder, wanted in binders.items():
            leaves = _leaves(crew, wanted)
            if "alto" in formats:
                leaves = _with_alto(leaves, out / "alto" / file_name(binder))
                yield out / "alto" / file_name(binder)
            if "pdf" in formats:
                path = out / "pdf" / f"{file_name(binder)}.pdf"
                write_whole(path, partial(write_searchable, binder, leaves))
                yield path
            else:
                for _ in leaves:  # the files are written on the way
                    pass


def _leaves(crew: Workers, wanted: list[_Wanted]) -> Iterator[Leaf]:
    for start in range(0, len(wanted), _TOGETHER):
        part = wanted[start : start + _TOGETHER]
        found = {outcome.item.entry.number: outcome.value for outcome in crew.run(_read, part)}
        for one in part:
            yield found[one.entry.number] or Leaf(one.entry.number, b"", *_LETTER, bookmarks=one.bookmarks)


def _read(wanted: _Wanted) -> Leaf:
    """The page's picture and words. Runs in a worker."""
    from PIL import Image

    image = image_of(wanted.entry)
    said = ocr.read_page(image, wanted.settings)
    frame = said.frame
    jpeg = io.BytesIO()
    with Image.open(io.BytesIO(ocr.thumbnail(image, frame, frame.width))) as picture:
        picture.convert("L").save(jpeg, "JPEG", quality=_QUALITY)
    return Leaf(
        wanted.entry.number,
        jpeg.getvalue(),
        frame.width,
        frame.height,
        said.words,
        wanted.bookmarks,
        PurePath(wanted.entry.path).name,
        said.engine,
    )


def _with_alto(leaves: Iterator[Leaf], folder: Path) -> Iterator[Leaf]:
    for leaf in leaves:
        write_whole(folder / f"{leaf.number:04}.xml", partial(write_alto, leaf))
        yield leaf


def _bookmarks(dataset: Dataset) -> Mapping[tuple[str, int], tuple[str, ...]]:
    """The orders that begin on each page."""
    found: dict[tuple[str, int], tuple[str, ...]] = {}
    for order in dataset.orders:
        where = (order.binder, order.pages[0])
        found[where] = (*found.get(where, ()), order.number or f"no number (page {order.pages[0]})")
    return found
