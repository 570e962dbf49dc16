"""Pages of a TIFF file that hold the very same picture: above all, white backs that a scanner's software cleaned."""

from __future__ import annotations

import hashlib
import struct
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ocr.tiff import Directory, Layout, layout_of

_PLACES = {273: 279, 324: 325}
"""The tags that say where strips and tiles stand, each with the tag that says how many bytes they are."""
_LENGTHS = frozenset(_PLACES.values())
_UNSEEN = frozenset({269, 270, 271, 272, 285, 297, 305, 306, 315, 316, 700, 33723, 34377})
"""Names, numbers, moments, makers and notes: what a page says of itself that is not drawn."""
_ELSEWHERE = frozenset({330, 34665, 34853, 513})
"""Tags that lead on to what is not looked at: a page that has one is like no other."""
_BYTES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}
"""Of a value, by its type."""
_MOST = 1 << 16
"""Bytes that a page's values may take to be looked at."""


@dataclass(frozen=True, slots=True)
class _Page:
    """What a directory says of its picture, and where its bytes are."""

    said: bytes
    """A hash of tags, types, counts and values."""
    blocks: tuple[tuple[int, int], ...]
    """Place and length of each strip or tile."""

    @property
    def looks(self) -> tuple[object, ...]:
        """What two pages of one picture have in common, told without its bytes."""
        return self.said, tuple(length for _, length in self.blocks)


def alike(path: Path, pages: Sequence[Directory]) -> tuple[int, ...]:
    """For each of these pages the first that has the same picture: itself, for most.

    Raises:
        OSError: the file cannot be read.
        struct.error: a directory is torn.
    """
    with path.open("rb") as file:
        layout = layout_of(file)
        found = [_page(file, layout, page) for page in pages]
        often = Counter(page.looks for page in found if page)
        asked = {page.blocks for page in found if page and often[page.looks] > 1}
        if sum(length for blocks in asked for _, length in blocks) > path.stat().st_size:
            return tuple(range(len(pages)))  # a file that says so is made to keep its reader busy
        held = {blocks: _digest(file, blocks) for blocks in asked}
    first: dict[object, int] = {}
    keys = ((page.said, held[page.blocks]) if page and page.blocks in held else n for n, page in enumerate(found))
    return tuple(first.setdefault(key, index) for index, key in enumerate(keys))


def _page(file: BinaryIO, layout: Layout, directory: Directory) -> _Page | None:
    """One page; None for one that holds no picture of its own, or more than is looked at."""
    said = hashlib.sha256()
    numbers: dict[int, tuple[int, ...]] = {}
    left = _MOST
    for tag, kind, count, values in _entries(file, layout, directory.offset):
        left -= len(values)
        if tag in _ELSEWHERE or left < 0 or len(values) != count * _BYTES.get(kind, 0):
            return None
        if tag in _PLACES or tag in _LENGTHS:
            numbers[tag] = _unpacked(layout, kind, count, values)
        elif tag not in _UNSEEN:
            said.update(struct.pack("<HHQ", tag, kind, count) + values)
    places = next((tag for tag in _PLACES if numbers.get(tag)), 0)
    lengths = numbers.get(_PLACES.get(places, 0), ())
    if not lengths or len(numbers[places]) != len(lengths):
        return None
    return _Page(said.digest(), tuple(zip(numbers[places], lengths, strict=True)))


def _entries(file: BinaryIO, layout: Layout, offset: int) -> Iterator[tuple[int, int, int, bytes]]:
    """Tag, type, count and values of each entry of a directory; no more of the values than is looked at."""
    file.seek(offset)
    (entries,) = layout.count.unpack(file.read(layout.count.size))
    body = file.read(entries * layout.entry)
    for start in range(0, len(body), layout.entry):
        tag, kind = struct.unpack_from(layout.order + "HH", body, start)
        (count,) = layout.offset.unpack_from(body, start + 4)
        values = body[start + 4 + layout.offset.size : start + layout.entry]
        size = count * _BYTES.get(kind, 0)
        if size > len(values):
            file.seek(*layout.offset.unpack(values))
            values = file.read(min(size, _MOST + 1))
        yield tag, kind, count, values[:size]


def _unpacked(layout: Layout, kind: int, count: int, values: bytes) -> tuple[int, ...]:
    letter = {1: "B", 3: "H", 4: "L", 16: "Q"}.get(kind)
    return struct.unpack(f"{layout.order}{count}{letter}", values) if letter else ()


def _digest(file: BinaryIO, blocks: tuple[tuple[int, int], ...]) -> bytes:
    """Of a picture's bytes, with where each block ends."""
    made = hashlib.sha256()
    for place, length in blocks:
        file.seek(place)
        made.update(file.read(length) + length.to_bytes(8))
    return made.digest()
