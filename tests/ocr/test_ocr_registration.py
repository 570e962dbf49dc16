"""A form laid under a page of it: which one, which way up, how askew, how far shifted; and what is printed on it."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

import ocr
from ocr import Affine, ReadSettings
from ocr.registration import affine
from records.geometry import Box
from records.page import PageImage

SETTINGS = ReadSettings(engines=("null",))
WORDS = ("Order number", "Date received", "Location", "Requested by", "Foreman", "Hours", "Material", "Total cost")
OTHER = ("Permit", "Inspector", "Parcel", "Zoning", "Owner of record", "Setback", "Frontage", "Fee paid")


def form(words: tuple[str, ...], seed: int, step: int = 210) -> Image.Image:
    """A blank form at 200 dots to the inch: captions in boxes, placed by the seed."""
    page, rng = Image.new("L", (1700, 2200), 255), Random(seed)
    pen = ImageDraw.Draw(page)
    pen.text((300, 90), " ".join(words[:2]).upper(), fill=0, font=ImageFont.load_default(54))
    for row in range(8):
        top, middle = 260 + step * row, rng.randint(600, 1100)
        pen.rectangle((120, top, 1580, top + 170), outline=0, width=3)
        pen.line((middle, top, middle, top + 170), fill=0, width=3)
        pen.text((135, top + 8), words[row], fill=0, font=ImageFont.load_default(26))
        pen.text((middle + 15, top + 8), f"{words[-row - 1]} ({row})", fill=0, font=ImageFont.load_default(26))
    return page


def filled(blank: Image.Image, seed: int) -> Image.Image:
    """A copy of the form with something else written in each of its boxes."""
    page, rng = blank.copy(), Random(seed)
    pen = ImageDraw.Draw(page)
    for row in range(8):
        text = "".join(rng.choice("abcdefghkmnopqrstuvwxyz0123456789 ") for _ in range(14))
        pen.text((160 + rng.randint(0, 60), 330 + 210 * row), text, fill=30, font=ImageFont.load_default(44))
    return page


def scanned(page: Image.Image, degrees: float, shift: tuple[int, int] = (0, 0)) -> Image.Image:
    """The page as it lay on the glass, turned counter-clockwise around its middle and shifted."""
    return page.rotate(degrees, Image.Resampling.BICUBIC, expand=False, fillcolor=255, translate=shift)


Saved = Callable[..., PageImage]


WAYS = [(0, 0.0, (0, 0)), (0, 1.4, (25, -18)), (2, -0.9, (-30, 12))]


@pytest.mark.parametrize(("quarters", "degrees", "shift"), WAYS)
def test_a_page_of_the_form_is_placed(saved: Saved, quarters: int, degrees: float, shift: tuple[int, int]) -> None:
    """Turns, angle and shift of a page are found in one step, and each place of the form within three pixels."""
    blank = form(WORDS, 1)
    lain = scanned(filled(blank, 5), degrees, shift).rotate(90 * quarters, expand=True)
    first, second = saved(filled(blank, 4), "first.png"), saved(lain, "second.png")
    marks, page = (ocr.landmarks(image, SETTINGS) for image in (first, second))
    placed = ocr.place(marks, page)
    assert placed is not None
    assert placed.pose[0] == quarters
    assert placed.pose[1] == pytest.approx(-degrees, abs=0.1)
    leader = ocr.open_sheet(first, SETTINGS, (0, 0.0))
    known = ocr.as_form(marks, leader.frame, placed.agreeing)
    again = ocr.place(known, page)
    assert again is not None
    sheet = ocr.open_sheet(second, SETTINGS, again.pose)
    where = ocr.refined(sheet, leader.copies.even, ocr.form_to_page(again, page, sheet.frame))
    for left, top in ((120, 260), (120, 1730), (1560, 260), (1560, 1900)):
        box = where.box(Box(left - 12, top - 12, left + 24, top + 24))
        cut = sheet.copies.even[int(box.top) : int(box.bottom), int(box.left) : int(box.right)]
        assert (cut < 150).any(axis=0).any(), "the corner of the form's box lies where the map says"
    assert ocr.print_found(sheet, np.asarray(blank), where) > 0.95


def lined(seed: int) -> Image.Image:
    """A form of captions before long lines, each with other writing on its line that begins at about the same place."""
    page, rng = Image.new("L", (1700, 2200), 255), Random(seed)
    pen, small, large = ImageDraw.Draw(page), ImageFont.load_default(26), ImageFont.load_default(56)
    for row in range(14):
        y = 200 + 130 * row
        pen.text((120, y - 26), WORDS[row % 8], fill=0, font=small)
        pen.line((330, y, 1560, y), fill=0, width=3)
        pen.text((rng.randint(345, 352), y - 62), "".join(rng.choices("bdfghklpty", k=20)), fill=20, font=large)
    pen.text((1300, 100), "No. 4711", fill=0, font=small)
    pen.text((1300, 2080), "Form 12-B", fill=0, font=small)
    return page


def test_writing_on_lines_does_not_stretch_a_form(saved: Saved) -> None:
    """A line looks the same all along: pages that lie on each other stay so, whatever is written on their lines."""
    same = Affine((1.0, 0.0, 0.0, 0.0, 1.0, 0.0))
    leader = ocr.open_sheet(saved(lined(0), "0.png"), SETTINGS, (0, 0.0))
    for seed in range(1, 7):
        where = ocr.refined(
            ocr.open_sheet(saved(lined(seed), f"{seed}.png"), SETTINGS, (0, 0.0)), leader.copies.even, same
        )
        corner = where.box(Box(1500, 2000, 1600, 2100))
        assert abs(corner.left - 1500) < 1.5
        assert abs(corner.top - 2000) < 1.5


def test_a_page_of_another_form_is_not_placed(saved: Saved) -> None:
    """Boxes and captions of another form agree by chance in too few corners."""
    one = ocr.landmarks(saved(filled(form(WORDS, 1), 4), "one.png"), SETTINGS)
    other = ocr.landmarks(saved(filled(form(OTHER, 9, 185), 5), "other.png"), SETTINGS)
    assert ocr.place(one, other) is None


def test_forms_ruled_alike_are_told_apart_by_their_words(saved: Saved) -> None:
    """Two forms with the same boxes and other captions lie on each other, and are still two forms."""
    same = Affine((1.0, 0.0, 0.0, 0.0, 1.0, 0.0))
    captions = [Box(130, 262 + 210 * row, 420, 300 + 210 * row) for row in range(8)]
    own, other = (ocr.open_sheet(saved(filled(form(w, 1), 4)), SETTINGS, (0, 0.0)) for w in (WORDS, OTHER))
    assert ocr.print_found(own, np.asarray(form(WORDS, 1)), same, captions) > 0.95
    assert ocr.print_found(other, np.asarray(form(WORDS, 1)), same, captions) < 0.8


def test_an_empty_page_has_no_landmarks(saved: Saved) -> None:
    """A white page is of no form."""
    empty = ocr.landmarks(saved(Image.new("L", (1700, 2200), 255)), SETTINGS)
    assert empty.count == 0
    assert ocr.place(empty, empty) is None


def test_what_pages_share_is_print(saved: Saved) -> None:
    """The common print of filled pages is the blank form: its ink stays, what was written goes."""
    blank = form(WORDS, 1)
    sheets = [ocr.open_sheet(saved(filled(blank, seed), f"{seed}.png"), SETTINGS, (0, 0.0)) for seed in range(10, 15)]
    same = Affine((1.0, 0.0, 0.0, 0.0, 1.0, 0.0))
    picture = ocr.common_print(sheets, [same] * len(sheets), (1700, 2200))
    printed = np.asarray(blank) < 100
    assert (picture[printed] < 150).mean() > 0.98
    written = (np.asarray(filled(blank, 10)) < 100) & ~printed
    assert (picture[written] < 150).mean() < 0.15


def test_what_is_left_is_found(saved: Saved) -> None:
    """A note beside the form's fields is stray writing; what is inside a field is not."""
    blank = form(WORDS, 1)
    page = filled(blank, 3)
    ImageDraw.Draw(page).text((500, 2030), "SEE FOREMAN", fill=0, font=ImageFont.load_default(60))
    sheet = ocr.open_sheet(saved(page), SETTINGS, (0, 0.0))
    same = Affine((1.0, 0.0, 0.0, 0.0, 1.0, 0.0))
    fields = [Box(120, 260 + 210 * row, 1580, 430 + 210 * row) for row in range(8)]
    left = ocr.stray(sheet, np.asarray(blank), fields, same)
    assert left.pieces
    assert all(2000 < box.middle[1] < 2130 for box in left.pieces)
    assert left.ink > 1500
    clean = ocr.open_sheet(saved(filled(blank, 3)), SETTINGS, (0, 0.0))
    assert not ocr.stray(clean, np.asarray(blank), fields, same).pieces


numbers = st.floats(-2, 2, allow_nan=False)


@given(numbers, numbers, st.floats(-500, 500), st.floats(-500, 500), st.floats(0, 1000), st.floats(0, 1000))
def test_a_map_and_its_inverse(a: float, b: float, c: float, f: float, x: float, y: float) -> None:
    """Going there and back ends where it began, and maps applied one after the other are one map."""
    if a * a + b * b < 0.05:
        return
    there = affine([[a, -b, c], [b, a, f]])
    back = there.inverse().after(there)
    point = back.matrix @ np.array([x, y, 1.0])
    assert point == pytest.approx([x, y], abs=0.01)


def test_pages_that_print_more_are_groups_of_their_own(saved: Saved) -> None:
    """Of a form's pages those with a foot are a group, those with a table another; writing makes none."""
    blank, same = form(WORDS[:8], 1, step=120), Affine((1.0, 0.0, 0.0, 0.0, 1.0, 0.0))
    foot, table = blank.copy(), blank.copy()
    fields = [Box(600, 2000, 700, 2100)]
    ImageDraw.Draw(foot).rectangle((800, 1500, 1580, 1600), outline=0, width=3)
    ImageDraw.Draw(foot).text((820, 1520), "ORDER TOTAL", fill=0, font=ImageFont.load_default(54))
    for row in range(6):
        ImageDraw.Draw(table).rectangle((120, 1400 + 80 * row, 1580, 1480 + 80 * row), outline=0, width=3)
    pages = [filled(foot if seed % 2 else table if seed < 8 else blank, seed) for seed in range(11)]
    sheets = [ocr.open_sheet(saved(page, f"{n}.png"), SETTINGS, (0, 0.0)) for n, page in enumerate(pages)]
    groups = ocr.print_more([(sheet, same) for sheet in sheets], np.asarray(blank), fields, 4, 1500)
    assert groups == ((1, 3, 5, 7, 9), (0, 2, 4, 6))
    plain = [ocr.open_sheet(saved(filled(blank, seed), f"{seed}.png"), SETTINGS, (0, 0.0)) for seed in range(20, 25)]
    assert ocr.print_more([(sheet, same) for sheet in plain], np.asarray(blank), fields, 3, 1500) == ()


def test_tickets_printed_twice_on_a_sheet_are_placed_by_both(saved: Saved) -> None:
    """Each corner has its twin in the other ticket, and agrees all the same; most of a form's corners are found."""
    blank = Image.new("L", (1700, 2200), 255)
    ticket = form(WORDS, 1).resize((1700, 2200)).crop((0, 0, 1700, 1000))
    for top in (0, 1100):
        blank.paste(ticket, (0, top))
    one, other = (
        ocr.landmarks(saved(page, f"{at}.png"), SETTINGS, every=at > 0)
        for at, page in enumerate((blank, scanned(blank, 0.7, (9, -14))))
    )
    placed = ocr.place(one, other)
    assert placed is not None
    assert placed.pose[1] == pytest.approx(-0.7, abs=0.1)
    assert len(placed.agreeing) > 0.4 * one.count


def test_a_bold_hand_hides_no_form(saved: Saved) -> None:
    """The plainest corners of such a page are all writing; the form is placed by its faint ones."""
    blank = form(WORDS, 1)
    bold = filled(blank, 6)
    pen = ImageDraw.Draw(bold)
    for row in range(8):
        pen.text((150, 330 + 210 * row), "Remove XK banner pole 4M8", fill=0, font=ImageFont.load_default(84))
    page = Image.fromarray(np.minimum(np.asarray(Image.eval(blank, lambda level: 128 + level // 2)), np.asarray(bold)))
    marks = ocr.landmarks(saved(blank, "blank.png"), SETTINGS)
    placed = ocr.place(marks, ocr.landmarks(saved(page, "bold.png"), SETTINGS, every=True), ocr.PERHAPS)
    assert placed is not None
    assert placed.pose[0] == 0
    assert abs(placed.pose[1]) < 0.1
