"""Binders as searchable PDF and ALTO: reads every page once more, whole, for the words between the fields."""

from __future__ import annotations

import io
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
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
from records.decided import PERSON
from records.exports import Leaf, write_alto, write_searchable
from records.filename import file_name
from records.geometry import Box
from records.page import PageEntry, Word
from records.whole import write_whole

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
    corrected: tuple[Word, ...]
    """What people gave for places on the page."""
    settings: ReadSettings


def write_pages(workspace: Workspace, dataset: Dataset, out: Path, formats: Collection[str]) -> Iterator[Path]:
    """Writes `pdf/BINDER.pdf` and `alto/BINDER/0001.xml`, as far as asked for; gives each binder's file or folder.

    A page that cannot be read any more has its place all the same, empty.
    """
    if not formats:
        return
    config = workspace.settings.config.limits
    settings = digitize_settings(workspace.settings).reading
    marks, corrected = _bookmarks(dataset), _corrections(dataset)
    binders: dict[str, list[_Wanted]] = {}
    for entry in dataset.pages:
        where = entry.binder, entry.number
        wanted = _Wanted(entry, marks.get(where, ()), corrected.get(where, ()), settings)
        binders.setdefault(entry.binder, []).append(wanted)
    with workers(os.cpu_count() or 1, Limits(config.page_seconds, config.page_memory_mb)) as crew:
        for binder, pages in binders.items():
            leaves = _leaves(crew, pages)
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
        with_corrections(said.words, wanted.corrected),
        wanted.bookmarks,
        PurePath(wanted.entry.path).name,
        said.engine,
    )


def _with_alto(leaves: Iterator[Leaf], folder: Path) -> Iterator[Leaf]:
    for leaf in leaves:
        write_whole(folder / f"{leaf.number:04}.xml", partial(write_alto, leaf))
        yield leaf


def with_corrections(words: Sequence[Word], corrected: Sequence[Word]) -> tuple[Word, ...]:
    """The words with those that people gave in the place of what was read there; each line keeps its order."""
    for given in corrected:
        kept = [word for word in words if not _holds(given.box, word)]
        place = next((at for at, word in enumerate(words) if _holds(given.box, word)), len(kept))
        words = [*kept[:place], given, *kept[place:]]
    return tuple(words)


def _holds(box: Box, word: Word) -> bool:
    across, down = word.box.middle
    return box.left <= across <= box.right and box.top <= down <= box.bottom


def _corrections(dataset: Dataset) -> Mapping[tuple[str, int], tuple[Word, ...]]:
    """The values that people gave, by page, where they stand on it."""
    found: dict[tuple[str, int], tuple[Word, ...]] = {}
    for order in dataset.orders:
        for reading in order.every_reading:
            if reading.engine == PERSON and reading.value is not None and reading.box is not None:
                where = order.binder, reading.page
                found[where] = (*found.get(where, ()), Word(reading.value, reading.box, 1.0))
    return found


def _bookmarks(dataset: Dataset) -> Mapping[tuple[str, int], tuple[str, ...]]:
    """The orders that begin on each page."""
    found: dict[tuple[str, int], tuple[str, ...]] = {}
    for order in dataset.orders:
        where = (order.binder, order.pages[0])
        found[where] = (*found.get(where, ()), order.number or f"no number (page {order.pages[0]})")
    return found
