"""A page as it goes into a searchable PDF or an ALTO file."""

from __future__ import annotations

from dataclasses import dataclass

from records.page import Word


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a binder, upright and straight, with the words read from it."""

    number: int
    """Place in the binder as scanned, from 1."""
    jpeg: bytes
    """The picture in grey; empty where the page could not be read."""
    width: int
    """Of the reading frame, in pixels, 200 to the inch."""
    height: int
    words: tuple[Word, ...] = ()
    """In reading order, their boxes in the reading frame."""
    bookmarks: tuple[str, ...] = ()
    """The orders that begin on it, as the reader's outline calls them."""
    file: str = ""
    """The scan file's name, without its folder."""
    engine: str = ""
    """What read the words, with its version."""
