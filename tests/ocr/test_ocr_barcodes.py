"""Bar codes are found wherever they are stuck on a page, and nothing else is taken for one."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

import ocr
from ocr import ReadSettings
from ocr.barcodes import printable, read_codes
from records.page import PageImage

Save = Callable[..., PageImage]
NUMBER = "2021-04711"


def drawn_code(text: str = NUMBER, kind: str = "Code128", module: int = 3) -> np.ndarray:
    """A code with its quiet zone, so many pixels a module."""
    made = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, kind))
    bars = np.array(made.to_image(scale=1))
    tall = np.repeat(bars[:1], 25, axis=0) if kind in {"Code128", "Code39"} else bars
    large = cv2.resize(tall, None, fx=module, fy=module, interpolation=cv2.INTER_NEAREST)
    return np.pad(large, 10 * module, constant_values=255)


def stuck_on(page: np.ndarray, code: np.ndarray, left: int, top: int) -> np.ndarray:
    """The page with the code at a place."""
    made = page.copy()
    made[top : top + code.shape[0], left : left + code.shape[1]] = code
    return made


@pytest.mark.parametrize(
    ("kind", "module"), [("Code128", 2), ("Code128", 4), ("Code39", 3), ("QRCode", 3), ("DataMatrix", 4), ("Aztec", 5)]
)
@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_a_code_is_read_whichever_way_it_was_stuck_on(drawn: Image.Image, kind: str, module: int, turns: int) -> None:
    """The text is read and the box lies on the code."""
    code = np.ascontiguousarray(np.rot90(drawn_code(kind=kind, module=module), turns))
    (found,) = read_codes(stuck_on(np.asarray(drawn), code, 900, 1100))
    assert (found.kind, found.text) == (kind.lower(), NUMBER)
    assert 900 <= found.box.left < found.box.right <= 900 + code.shape[1]
    assert 1100 <= found.box.top < found.box.bottom <= 1100 + code.shape[0]


@pytest.mark.parametrize("kind", ["Code128", "QRCode"])
def test_a_soiled_code_is_read(drawn: Image.Image, kind: str) -> None:
    """Blurred, pale, noisy and three degrees askew, with a corner torn off: there is something to spare."""
    code = drawn_code(kind=kind, module=4)
    code[-44:, -44:] = 255
    page = Image.fromarray(stuck_on(np.asarray(drawn), code, 700, 1100)).rotate(3, fillcolor=255)
    soiled = cv2.GaussianBlur(np.asarray(page), (0, 0), 0.9).astype(float)
    soiled = 235 - (255 - soiled) * 0.6 + np.random.default_rng(1).normal(0, 10, soiled.shape)
    assert [code.text for code in read_codes(soiled.clip(0, 255).astype(np.uint8))] == [NUMBER]


def test_several_codes_come_from_the_top_and_none_where_there_is_none(drawn: Image.Image) -> None:
    """Each is given once, in order; print, rules and check boxes are no codes; a speck of a page is looked through."""
    page = np.asarray(drawn)
    both = stuck_on(stuck_on(page, drawn_code("B-0002"), 800, 1600), drawn_code("A-0001"), 800, 1100)
    assert [code.text for code in read_codes(both)] == ["A-0001", "B-0002"]
    assert read_codes(page) == ()
    assert read_codes(np.zeros((1, 1), np.uint8)) == ()
    assert read_codes(np.random.default_rng(2).integers(0, 256, (600, 600)).astype(np.uint8)) == ()


def test_a_destroyed_code_is_not_guessed(drawn: Image.Image) -> None:
    """With its middle third inked over a bar code says nothing, rather than something else."""
    code = drawn_code()
    code[:, code.shape[1] // 3 : 2 * code.shape[1] // 3] = 0
    assert read_codes(stuck_on(np.asarray(drawn), code, 800, 1100)) == ()


def test_codes_are_facts_of_the_page(drawn: Image.Image, saved: Save, settings: ReadSettings) -> None:
    """A page scanned upside down has its code in the reading frame."""
    page = Image.fromarray(stuck_on(np.asarray(drawn), drawn_code(), 800, 1100)).rotate(180)
    (found,) = ocr.read_page(saved(page), settings).codes
    assert found.text == NUMBER
    assert found.box.left == pytest.approx(860, abs=8)
    assert found.box.top == pytest.approx(1130, abs=8)


@given(st.text(max_size=400))
def test_what_a_code_says_cannot_drive_anything(text: str) -> None:
    """At most 200 characters, each printable: no escape sequence, line feed or turning mark."""
    said = printable(text)
    assert len(said) <= 200
    assert said.isprintable()
    assert "  " not in said


def test_an_escape_sequence_in_a_code_is_taken_out(drawn: Image.Image) -> None:
    """A QR code that would clear the screen says harmless letters."""
    (found,) = read_codes(stuck_on(np.asarray(drawn), drawn_code("\x1b[2J\nWO-1 =cmd()", "QRCode"), 800, 1100))
    assert found.text == "[2J WO-1 =cmd()"
