"""TIFF of every kind that scanners, fax servers and document systems have written, made here byte by byte."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ocr import ReadSettings, count_pages
from ocr.decode import decode, glimpse
from records.errors import BadInput
from records.page import PageImage

SETTINGS = ReadSettings()
Pixels = np.ndarray
WIDTH, HEIGHT = 425, 550
"""A Letter page at 50 dots to the inch: neither is a multiple of a tile's side."""


@dataclass(frozen=True)
class Tiff:
    """What a TIFF page says of itself, and its data in strips or tiles."""

    blocks: tuple[bytes, ...]
    bits: tuple[int, ...] = (8,)
    compression: int = 1
    photometric: int = 1
    rows: int = HEIGHT
    """Of a strip; 0 where the blocks are tiles."""
    more: dict[int, tuple[int, ...]] = field(default_factory=dict)

    def written(self, order: str = "<", *, big: bool = False) -> bytes:
        """The file."""
        tiles = {322: (128,), 323: (128,)} if not self.rows else {278: (self.rows,)}
        where, counts = (324, 325) if not self.rows else (273, 279)
        tags: dict[int, tuple[int, ...]] = {
            256: (WIDTH,),
            257: (HEIGHT,),
            258: self.bits,
            259: (self.compression,),
            262: (self.photometric,),
            277: (len(self.bits),),
            282: (50, 1),
            283: (50, 1),
            296: (2,),
            **tiles,
            **self.more,
            where: tuple(0 for _ in self.blocks),
            counts: tuple(map(len, self.blocks)),
        }
        return _file(tags, self.blocks, order, where, big=big)


def _file(tags: dict[int, tuple[int, ...]], blocks: Iterable[bytes], order: str, where: int, *, big: bool) -> bytes:
    """Header, blocks, long values, directory."""
    magic = b"II" if order == "<" else b"MM"
    out = bytearray(magic + struct.pack(order + ("HHHQ" if big else "HI"), *((43, 8, 0, 0) if big else (42, 0))))
    places = []
    for block in blocks:
        places.append(len(out))
        out += block + bytes(len(block) % 2)
    if 513 in tags:  # old JPEG: the whole picture lies in the one block
        tags = {**tags, 513: (places[0],), 514: (len(next(iter(blocks))),)}
    tags = {**tags, where: tuple(places)}
    entry, room = ("HHQ", 8) if big else ("HHI", 4)
    rows = []
    for tag, values in sorted(tags.items()):
        fraction, table = tag in {282, 283}, tag == 347
        kind, code = (5, "I") if fraction else (7, "B") if table else (3, "H") if tag in _SHORT else (4, "I")
        packed = struct.pack(f"{order}{len(values)}{code}", *values)
        count = 1 if fraction else len(values)
        if len(packed) > room:
            place, packed = len(out), packed + bytes(len(packed) % 2)
            out += packed
            packed = struct.pack(order + ("Q" if big else "I"), place)
        rows.append(struct.pack(order + entry, tag, kind, count) + packed.ljust(room, b"\0"))
    struct.pack_into(order + ("Q" if big else "I"), out, 8 if big else 4, len(out))
    return bytes(out + struct.pack(order + ("Q" if big else "H"), len(rows)) + b"".join(rows) + bytes(room))


_SHORT = {258, 259, 262, 266, 277, 284, 296, 317, 320, 338, 339, 512, 530, 531}


@pytest.fixture(scope="module")
def page(drawn: Image.Image) -> Pixels:
    """The drawn page, small, its ink two grey levels of wide strokes, its right half another paper."""
    grey = np.asarray(drawn.resize((WIDTH, HEIGHT), Image.Resampling.BOX)).copy()
    grey[:, WIDTH // 2 :] = grey[:, WIDTH // 2 :] // 2 + 100
    return grey


def _strips(pixels: Pixels, rows: int = 64) -> tuple[bytes, ...]:
    return tuple(pixels[top : top + rows].tobytes() for top in range(0, HEIGHT, rows))


def _tiles(pixels: Pixels) -> list[Pixels]:
    """Squares of 128, filled up with the edge at the right and the bottom."""
    across, down = -WIDTH % 128, -HEIGHT % 128
    full = np.pad(pixels, ((0, down), (0, across), *((0, 0) for _ in pixels.shape[2:])), mode="edge")
    return [full[y : y + 128, x : x + 128] for y in range(0, len(full), 128) for x in range(0, full.shape[1], 128)]


def _jpeg(pixels: Pixels) -> bytes:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=92, subsampling=0)
    return file.getvalue()


def _colour(page: Pixels) -> Pixels:
    return np.stack([page, page, page], axis=2)


def _packed(pixels: Pixels, bits: int) -> Pixels:
    """Samples of fewer than eight bits, rows filled up to whole bytes."""
    levels = (pixels >> (8 - bits)).astype(np.uint8)
    planes = np.unpackbits(levels[:, :, None], axis=2)[:, :, 8 - bits :].reshape(HEIGHT, -1)
    return np.packbits(planes, axis=1)


def _packbits(row: bytes) -> bytes:
    return b"".join(bytes([len(row[at : at + 128]) - 1]) + row[at : at + 128] for at in range(0, len(row), 128))


def _cmyk(page: Pixels) -> Pixels:
    return np.stack([np.zeros_like(page)] * 3 + [255 - page], axis=2)


def _with_alpha(page: Pixels) -> Pixels:
    """Ink opaque; the left half of the paper transparent over black."""
    alpha = np.where(page < 255, 255, 0).astype(np.uint8)
    return np.stack([np.where(alpha, page, 0)] * 3 + [alpha], axis=2).astype(np.uint8)


def _deep(page: Pixels, order: str = "<") -> Pixels:
    return (page.astype(np.uint16) * 257).astype(f"{order}u2")


def _differences(deep: Pixels) -> Pixels:
    """Horizontal differencing, predictor 2."""
    return np.diff(deep, axis=1, prepend=deep.dtype.type(0))


_EIGHTS = (8, 8, 8)
_KINDS: dict[str, Callable[[Pixels], bytes]] = {
    "one strip": lambda p: Tiff((p.tobytes(),)).written(),
    "many strips": lambda p: Tiff(_strips(p), rows=64).written(),
    "a row a strip": lambda p: Tiff(_strips(p, 1), rows=1).written(),
    "big endian": lambda p: Tiff(_strips(p), rows=64).written(">"),
    "big": lambda p: Tiff(_strips(p), rows=64).written(big=True),
    "white is zero": lambda p: Tiff(_strips(255 - p), photometric=0, rows=64).written(),
    "four bits": lambda p: Tiff(_strips(_packed(p, 4)), (4,), rows=64).written(),
    "two bits, white is zero": lambda p: Tiff(_strips(_packed(255 - p, 2)), (2,), photometric=0, rows=64).written(),
    "sixteen bits": lambda p: Tiff(_strips(_deep(p)), (16,), rows=64).written(),
    "sixteen bits, big endian": lambda p: Tiff(_strips(_deep(p, ">")), (16,), rows=64).written(">"),
    "sixteen bits, white is zero": lambda p: Tiff(_strips(65535 - _deep(p)), (16,), photometric=0, rows=64).written(),
    "sixteen bits, differences": lambda p: Tiff(
        tuple(map(zlib.compress, _strips(_differences(_deep(p))))), (16,), 8, rows=64, more={317: (2,)}
    ).written(),
    "sixteen bits of colour": lambda p: Tiff(
        _strips(_deep(_colour(p))), (16, 16, 16), photometric=2, rows=64
    ).written(),
    "real numbers": lambda p: Tiff(
        _strips((p / np.float32(255)).astype("<f4")), (32,), rows=64, more={339: (3,)}
    ).written(),
    "colour": lambda p: Tiff(_strips(_colour(p)), _EIGHTS, photometric=2, rows=64).written(),
    "colour in planes": lambda p: Tiff(_strips(p) * 3, _EIGHTS, photometric=2, rows=64, more={284: (2,)}).written(),
    "palette": lambda p: Tiff(
        _strips(p), photometric=3, rows=64, more={320: tuple(level * 257 for level in range(256)) * 3}
    ).written(),
    "cmyk": lambda p: Tiff(_strips(_cmyk(p)), (8,) * 4, photometric=5, rows=64).written(),
    "cmyk deflated": lambda p: Tiff(
        tuple(map(zlib.compress, _strips(_cmyk(p)))), (8,) * 4, 8, photometric=5, rows=64
    ).written(),
    "transparent paper": lambda p: Tiff(
        _strips(_with_alpha(p)), (8,) * 4, photometric=2, rows=64, more={338: (2,)}
    ).written(),
    "deflate": lambda p: Tiff(tuple(map(zlib.compress, _strips(p))), compression=8, rows=64).written(),
    "deflate, the old number": lambda p: Tiff(
        tuple(map(zlib.compress, _strips(p))), compression=32946, rows=64
    ).written(),
    "packbits": lambda p: Tiff(
        tuple(b"".join(_packbits(row.tobytes()) for row in p[top : top + 64]) for top in range(0, HEIGHT, 64)),
        compression=32773,
        rows=64,
    ).written(),
    "tiles": lambda p: Tiff(tuple(tile.tobytes() for tile in _tiles(p)), rows=0).written(),
    "tiles deflated": lambda p: Tiff(
        tuple(zlib.compress(tile.tobytes()) for tile in _tiles(p)), compression=8, rows=0
    ).written(),
    "tiles of colour, big endian": lambda p: Tiff(
        tuple(tile.tobytes() for tile in _tiles(_colour(p))), _EIGHTS, photometric=2, rows=0
    ).written(">"),
    "jpeg": lambda p: Tiff((_jpeg(p),), compression=7).written(),
    "jpeg in strips": lambda p: Tiff(
        tuple(_jpeg(p[top : top + 64]) for top in range(0, HEIGHT, 64)), compression=7, rows=64
    ).written(),
    "jpeg in tiles": lambda p: Tiff(tuple(map(_jpeg, _tiles(p))), compression=7, rows=0).written(),
    "jpeg of colour": lambda p: Tiff((_jpeg(_colour(p)),), _EIGHTS, 7, photometric=6, more={530: (1, 1)}).written(),
    "old jpeg": lambda p: Tiff((_jpeg(p),), compression=6, more={512: (1,), 513: (0,), 514: (0,)}).written(),
    "old jpeg of colour": lambda p: Tiff(
        (_jpeg(_colour(p)),), _EIGHTS, 6, photometric=6, more={512: (1,), 513: (0,), 514: (0,), 530: (1, 1)}
    ).written(),
}


@pytest.mark.parametrize("kind", _KINDS)
def test_tiff_as_its_specification_allows_it(page: Pixels, tmp_path: Path, kind: str) -> None:
    """Strips or tiles, any depth, any order of bytes, any coding: the picture that went in comes out."""
    path = tmp_path / "page.tif"
    path.write_bytes(_KINDS[kind](page))
    assert count_pages(path, SETTINGS) == 1
    image = PageImage("b", 1, str(path), 0, "")
    scan = decode(image, SETTINGS)
    coarse = {"four bits": 17, "two bits, white is zero": 86}.get(kind, 16 if "jpeg" in kind else 1)
    assert scan.grey.shape == page.shape
    assert np.abs(scan.grey.astype(int) - page).max() <= coarse
    assert scan.dpi == pytest.approx(50)
    assert glimpse(image, SETTINGS).size == (WIDTH, HEIGHT)


@pytest.mark.parametrize("inverted", [False, True])
@pytest.mark.parametrize("coding", ["raw", "tiff_ccitt", "group3", "group4", "packbits", "tiff_lzw", "tiff_deflate"])
def test_one_bit_pages_of_every_coding(page: Pixels, tmp_path: Path, coding: str, *, inverted: bool) -> None:
    """Black and white comes out as it went in, whichever of the two is zero."""
    path = tmp_path / "page.tif"
    bilevel = Image.fromarray(page).convert("1", dither=Image.Dither.NONE)
    tags = {262: 0} if inverted else {}
    bilevel.save(path, compression=coding, tiffinfo=tags, dpi=(50, 50))
    scan = decode(PageImage("b", 1, str(path), 0, ""), SETTINGS)
    assert np.array_equal(scan.grey, np.asarray(bilevel.convert("L")))


@pytest.mark.parametrize("coding", ["tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg", "zstd", "lzma"])
@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_grey_and_colour_of_every_coding(page: Pixels, tmp_path: Path, coding: str, mode: str) -> None:
    """Grey and colour come out as they went in, within what a lossy coding allows."""
    path = tmp_path / "page.tif"
    Image.fromarray(page).convert(mode).save(path, compression=coding, dpi=(50, 50))
    scan = decode(PageImage("b", 1, str(path), 0, ""), SETTINGS)
    assert np.abs(scan.grey.astype(int) - page).mean() < 2


def test_pages_of_many_sizes_in_one_file(drawn: Image.Image, tmp_path: Path) -> None:
    """Each page of a TIFF keeps its own size and its own resolution: a half sheet at 300, Letter at 200, a slip."""
    path = tmp_path / "mixed.tif"
    sizes = ((1650, 2550, 300), (1700, 2200, 200), (600, 1600, 200))
    pages = [drawn.resize((wide, high)) for wide, high, _ in sizes]
    for page, (_, _, dpi) in zip(pages, sizes, strict=True):
        page.encoderinfo = {"dpi": (dpi, dpi)}
    pages[0].save(path, save_all=True, append_images=pages[1:], dpi=(300, 300))
    assert count_pages(path, SETTINGS) == 3
    for index, (wide, high, dpi) in enumerate(sizes):
        scan = decode(PageImage("b", index + 1, str(path), index, ""), SETTINGS)
        assert (scan.grey.shape, scan.dpi) == ((high, wide), pytest.approx(dpi))


@pytest.mark.parametrize("kind", ["old jpeg", "jpeg in tiles", "many strips", "deflate"])
def test_a_tiff_cut_short_is_refused(page: Pixels, tmp_path: Path, kind: str) -> None:
    """A TIFF whose data ends early is refused by name and reason."""
    path = tmp_path / "cut.tif"
    whole = _KINDS[kind](page)
    start = 8 + len(whole) // 3
    path.write_bytes(whole[:start] + bytes(len(whole) - start))
    with pytest.raises(BadInput, match=r"cut\.tif"):
        count_pages(path, SETTINGS)
        decode(PageImage("b", 1, str(path), 0, ""), SETTINGS)
