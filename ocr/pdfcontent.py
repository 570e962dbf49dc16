"""What a PDF page's drawing instructions come to, told before pdfium is let at them.

pdfium runs for hours on ten forms that draw each other ten times, and ends the process on half a gigabyte unpacked from
a kilobyte; and where a file was cut short, a page whose picture is lost is white to it.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import pikepdf

MOST_BYTES = 32 << 20
"""Drawing instructions of one page, forms counted each time they are drawn: three million lines, which take ten
minutes to draw, come to 60 MB."""
_DRAWN = re.compile(rb"/([^\x00\t\n\f\r ()<>\[\]{}/%]{1,127})\s+Do\b")
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_PLAIN_SPACES = frozenset({"/DeviceGray", "/DeviceRGB", "/CalGray", "/CalRGB", "/ICCBased"})
"""Colour spaces that a JPEG's own decoder gets right."""
_PUT_TOGETHER = "file is damaged"
"""What qpdf warns of when it looks for the objects of a file itself; of lesser faults it warns otherwise."""
_FAULTS = (
    *(pikepdf.PdfError, pikepdf.PasswordError, RecursionError, OSError),
    *(ValueError, LookupError, TypeError, AttributeError),  # what is no dictionary, no name, no number
)


class Stored(StrEnum):
    """How the pictures of a page are kept in the file."""

    PLAIN = "plain"
    """One picture, and decoding its bytes gives what is seen."""
    ALTERED = "altered"
    """Its pixels are what is seen after something more is done to them: a table of colours, an inversion."""
    MASKED = "masked"
    """A mask hides parts of it, or it cannot be told."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a page is made of."""

    stored: Stored = Stored.MASKED
    size: int = 0
    """Bytes of drawing instructions, no more counted than a little over `MOST_BYTES`."""
    lost: bool = False
    """It draws something that the file does not hold, or has nothing to draw in a file that had to be put together."""
    empty: bool = False
    """It has no instructions at all."""
    pages: int = 0
    """How many pages qpdf finds in the file; 0 where it cannot tell."""


def examine(path: Path, index: int) -> Content:
    """What the page is made of, as qpdf sees it; nothing known where it sees nothing."""
    try:
        document, sound = _document(path, path.stat().st_mtime_ns, path.stat().st_size)
        content = _content(document.pages[index])
        lost = content.lost or (content.empty and not sound)
        return replace(content, lost=lost, pages=len(document.pages))
    except _FAULTS:
        return Content()


@lru_cache(maxsize=1)
def _document(path: Path, changed: int, size: int) -> tuple[pikepdf.Pdf, bool]:  # noqa: ARG001 - a changed file is opened again
    """The file, kept open for its next page, and whether it was sound: one of 10,000 pages takes 45 ms to open."""
    document = pikepdf.open(path)
    return document, not any(_PUT_TOGETHER in str(warning) for warning in document.get_warnings())


def _content(page: pikepdf.Page) -> Content:
    """What one page is made of."""
    body = b"".join(_bodies(page.obj.get("/Contents")))
    things = _things(page.obj, page)
    drawn = _drawn(body)
    size = len(body) + sum(times * _weight(things.get(name), {}) for name, times in drawn.items())
    lost = any(name not in things for name in drawn)
    images = list(page.get_images().values())
    return Content(_stored(images), size, lost, not body.strip())


def _stored(images: list[pikepdf.Object]) -> Stored:
    """How these pictures, all that a page has, are kept."""
    if any("/SMask" in image or "/Mask" in image for image in images):
        return Stored.MASKED
    return Stored.PLAIN if len(images) == 1 and _plain(images[0]) else Stored.ALTERED


def _plain(image: pikepdf.Object) -> bool:
    """Whether nothing is to be done to the pixels when they are out of their coding."""
    space = image.get("/ColorSpace")
    name = space[0] if isinstance(space, pikepdf.Array) else space
    return "/Decode" not in image and "/DecodeParms" not in image and str(name) in _PLAIN_SPACES


def _weight(thing: pikepdf.Object | None, known: dict[tuple[int, int], int]) -> int:
    """Bytes of instructions that drawing a form once comes to, the forms in it with it; one that draws itself ends."""
    if thing is None or thing.get("/Subtype") != "/Form":
        return 0
    key = thing.objgen
    if key not in known:
        known[key] = 0
        body = b"".join(_bodies(thing))
        inside = _things(thing)
        known[key] = len(body) + sum(times * _weight(inside.get(name), known) for name, times in _drawn(body).items())
    return known[key]


def _things(holder: pikepdf.Object, page: pikepdf.Page | None = None) -> dict[str, pikepdf.Object]:
    """The pictures and forms that may be drawn here, by name."""
    resources = page.resources if page is not None else holder.get("/Resources")
    named = resources.get("/XObject") if resources is not None else None
    return {name: thing for name, thing in named.items() if isinstance(thing, pikepdf.Stream)} if named else {}


def _drawn(body: bytes) -> Counter[str]:
    """How many times the instructions draw which picture or form."""
    return Counter("/" + _HEX.sub(_byte, found[1]).decode("latin-1") for found in _DRAWN.finditer(body))


def _byte(code: re.Match[bytes]) -> bytes:
    """The byte that `#2F` and its like stand for in a name."""
    return bytes.fromhex(code[1].decode())


def _bodies(contents: pikepdf.Object | None) -> Iterator[bytes]:
    """The instructions of a page or form, stream by stream, unpacked as far as they may be long."""
    left = MOST_BYTES + 1
    for stream in contents if isinstance(contents, pikepdf.Array) else (contents,):
        if isinstance(stream, pikepdf.Stream):
            body = _unpacked(stream, left)
            left -= len(body)
            yield body
            yield b"\n"


def _unpacked(stream: pikepdf.Stream, most: int) -> bytes:
    """The stream without its compression, cut off at so many bytes; kinds other than Flate hardly compress text."""
    body = stream.read_raw_bytes()
    filters = stream.get("/Filter", pikepdf.Array([]))
    for kind in filters if isinstance(filters, pikepdf.Array) else (filters,):
        if kind != "/FlateDecode":
            return stream.read_bytes()[:most]
        try:
            body = zlib.decompressobj().decompress(body, max(most, 1))
        except zlib.error:  # qpdf makes of a damaged stream what can be made
            return stream.read_bytes()[:most]
    return body
