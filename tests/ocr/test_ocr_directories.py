"""A page of a TIFF is found without walking through all before it, and is the page that Pillow walks to."""

from __future__ import annotations

import struct
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from ocr.decode import count_pages, decode
from ocr.tiff import Directory, directories, open_at
from records.errors import BadInput
from records.page import PageImage

KINDS = [("1", "group4"), ("L", None), ("RGB", "jpeg"), ("RGB", "tiff_lzw"), ("L", "tiff_deflate"), ("I;16", None)]


def write(path: Path, mode: str, compression: str | None, pages: int, *, big: bool = False) -> Path:
    """A file of pages that differ in size and in what is on them."""
    chance = np.random.default_rng(7)
    made = []
    for n in range(pages):
        grey = np.repeat(np.repeat(chance.integers(0, 2, (9 + n, 11)), 8, 0), 8, 1) * 255
        values = grey.astype(np.uint16) * 257 if mode == "I;16" else grey.astype(np.uint8)
        picture = Image.fromarray(values)
        made.append(picture if mode == "I;16" else picture.convert(mode))
    made[0].save(path, format="TIFF", save_all=True, append_images=made[1:], compression=compression, big_tiff=big)
    return path


@pytest.mark.parametrize("big", [False, True])
@pytest.mark.parametrize(("mode", "compression"), KINDS)
def test_each_directory_is_the_one_that_pillow_walks_to(
    mode: str, compression: str | None, big: bool, tmp_path: Path
) -> None:
    """Sizes and pixels are those of Pillow's own frames, in classic and in big files."""
    path = write(tmp_path / "a.tif", mode, compression, 4, big=big)
    found = directories(path, 100)
    with Image.open(path) as slow:
        assert len(found) == getattr(slow, "n_frames", 1)
        for n, one in enumerate(found):
            slow.seek(n)
            assert (one.width, one.height, one.reduced) == (*slow.size, False)
            with open_at(path, one) as file, Image.open(file) as quick:
                assert np.array_equal(np.asarray(quick), np.asarray(slow))


def test_big_endian_files_are_read_alike(tmp_path: Path) -> None:
    """A file of the other byte order has the same directories."""
    pixels = bytes(range(256)) * 4
    entries = [(256, 4, 32), (257, 4, 32), (258, 3, 8 << 16), (259, 3, 1 << 16), (262, 3, 1 << 16)]
    entries += [(273, 4, 8), (278, 4, 32), (279, 4, len(pixels))]
    body = struct.pack(">H", len(entries)) + b"".join(struct.pack(">HHLL", t, k, 1, v) for t, k, v in entries)
    path = tmp_path / "mm.tif"
    path.write_bytes(b"MM\0*" + struct.pack(">L", 8 + len(pixels)) + pixels + body + struct.pack(">L", 0))
    assert directories(path, 9) == (Directory(8 + len(pixels), 32, 32),)
    with open_at(path, directories(path, 9)[0]) as file, Image.open(file) as picture:
        assert picture.tobytes() == pixels


def test_a_chain_that_leads_back_ends(tmp_path: Path) -> None:
    """A directory that names an earlier one as the next is the last."""
    path = write(tmp_path / "a.tif", "L", None, 3)
    found = directories(path, 100)
    content = bytearray(path.read_bytes())
    last = found[-1].offset
    (entries,) = struct.unpack_from("<H", content, last)
    struct.pack_into("<L", content, last + 2 + 12 * entries, found[0].offset)
    path.write_bytes(content)
    assert directories(path, 100) == found
    assert directories(path, 2) == found[:2]


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_no_damage_is_more_than_a_shorter_list(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """Whatever bytes are changed, reading ends and raises nothing but `BadInput`."""
    path = write(tmp_path_factory.mktemp("torn") / "a.tif", "L", None, 2)
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(2, len(content) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(content[: data.draw(st.integers(8, len(content)))])
    assert len(directories(path, 50)) <= 50
    try:
        count_pages(path)
        decode(PageImage("b", 1, str(path), 0, ""))
    except BadInput as error:
        assert error.cure


def test_the_last_page_costs_no_more_than_the_first(tmp_path: Path) -> None:
    """A thousand pages before it cost a page under 50 ms (measured: 8), not 0.1 ms each in every reading."""
    path = write(tmp_path / "a.tif", "1", "group4", 1000)
    started = time.process_time()
    for _ in range(5):
        decode(PageImage("b", 1000, str(path), 999, ""))
    assert (time.process_time() - started) / 5 < 0.05
