"""Pages come out upright, straight, and with their words where they were drawn."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import cv2
import numpy as np
import pytest
from PIL import Image

import ocr
from ocr import ReadSettings
from ocr.cleanup import despeckled, evened
from ocr.quality import fingerprint, fingerprint_columns, is_blank
from ocr.rules import find_lines
from ocr.upright import skew_of
from records.geometry import Box
from records.page import PageImage

Save = Callable[..., PageImage]


@pytest.mark.parametrize(("turns", "skew"), [(0, 0.0), (1, 0.0), (2, 1.3), (3, -2.0)])
def test_words_are_found_where_they_were_drawn(
    drawn: Image.Image, saved: Save, settings: ReadSettings, turns: int, skew: float
) -> None:
    """However the sheet lay in the scanner, a word's box in the reading frame is within six pixels of its place."""
    scan = drawn.rotate(skew, Image.Resampling.BICUBIC, fillcolor=255).rotate(90 * turns, expand=True)
    text = ocr.read_page(saved(scan), settings)
    assert text.frame.quarter_turns == turns
    assert text.frame.skew == pytest.approx(-skew, abs=0.1)
    for word, left in (("2021-04711", 800), ("$1,346.50", 800), ("Location", 300)):
        box = next(found.box for found in text.words if found.text == word)
        assert box.left == pytest.approx(left, abs=6)
    order = [word.text for word in text.words]
    assert order.index("Order") < order.index("Location") < order.index("Total")


def test_scans_of_any_resolution_end_in_one_frame(drawn: Image.Image, saved: Save, settings: ReadSettings) -> None:
    """The same sheet at 150 and at 300 dots to the inch has its words in the same places."""
    places = []
    for dpi in (150, 300):
        size = (round(8.5 * dpi), 11 * dpi)
        image = saved(drawn.resize(size, Image.Resampling.LANCZOS), f"{dpi}.png", dpi=(dpi, dpi))
        words = {word.text: word.box for word in ocr.read_page(image, settings).words}
        places.append(words["2021-04711"].middle)
    assert places[0] == pytest.approx(places[1], abs=3)


def test_rules_and_squares_are_reported(drawn: Image.Image, saved: Save, settings: ReadSettings) -> None:
    """The drawn line is a rule, the drawn square a checkbox with ink in it, and no letter is either."""
    text = ocr.read_page(saved(drawn), settings)
    (rule,) = text.rules
    assert (rule.left, rule.right) == pytest.approx((300, 1400), abs=4)
    ((square, filled),) = text.checkboxes
    assert square.left == pytest.approx(300, abs=3)
    assert filled > 0.25


@pytest.mark.parametrize("tick", [((302, 330), (320, 352), (352, 285)), ((290, 284), (345, 336)), ()])
def test_a_tick_that_runs_out_of_its_square_hides_it_not(tick: tuple[tuple[int, int], ...]) -> None:
    """Of two squares one below the other both are found, as large as each other, however the first one is ticked."""
    ink = np.zeros((500, 500), np.uint8)
    for top in (300, 380):
        cv2.rectangle(ink, (300, top), (329, top + 29), (255,), 3)
    for start, end in pairwise(tick):
        cv2.line(ink, start, end, (255,), 5)
    first, second = (box for box, _ in find_lines(ink).checkboxes)
    assert (first.left, first.top, first.width) == pytest.approx((second.left, second.top - 80, second.width), abs=4)


def test_a_dark_field_parts_the_rules_that_end_on_it() -> None:
    """Boxes beside a black bar with white letters have their own rules, and the bar's side as their left one."""
    ink = np.zeros((800, 1200), np.uint8)
    cv2.rectangle(ink, (100, 100), (157, 600), (255,), -1)
    cv2.putText(ink, "IN", (107, 360), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (0,), 3)
    for top in (100, 266, 432, 598):
        cv2.line(ink, (100, top), (1000, top), (255,), 3)
    cv2.line(ink, (1000, 100), (1000, 600), (255,), 3)
    rules = find_lines(ink).rules
    assert [rule.middle[1] for rule in rules if rule.width > 800] == pytest.approx([100, 266, 432, 598], abs=3)
    sides = sorted(rule.middle[0] for rule in rules if rule.height > 400)
    assert sides == pytest.approx([100, 157, 1000], abs=4)


def test_a_low_bar_with_titles_has_sides_from_end_to_end() -> None:
    """White words that leave no square as wide as the bar is dark beside them do not part its upper and lower side."""
    ink = np.zeros((400, 1200), np.uint8)
    cv2.rectangle(ink, (100, 200), (1100, 238), (255,), -1)
    for left, title in ((106, "REQUEST"), (440, "ASSIGNED TO"), (800, "COMPLETION")):
        cv2.putText(ink, title, (left, 226), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (0,), 2)
    rules = sorted(find_lines(ink).rules, key=lambda rule: rule.top)
    assert [rule.middle[1] for rule in rules] == pytest.approx([200, 239], abs=2)
    assert [(rule.left, rule.right) for rule in rules] == [pytest.approx((100, 1101), abs=3)] * 2


@pytest.mark.parametrize("flat", [True, False])
def test_what_hangs_on_a_rule_makes_it_no_thicker(flat: bool) -> None:
    """Of a coloured cell a strip is left along its rule, and a value stands beside it: the rule is where it is."""
    ink = np.zeros((600, 2100), np.uint8)
    ink[100:104, 50:2050] = 255
    ink[104:122, 300:440] = 255
    (rule,) = (r for r in find_lines(ink if flat else ink.T.copy()).rules if max(r.width, r.height) > 1500)
    assert min(rule.width, rule.height) <= 8


def test_a_photograph_has_no_sides() -> None:
    """What is dark here and there is no field of a form: its outline is none of the rules."""
    ink = np.zeros((800, 800), np.uint8)
    cv2.circle(ink, (400, 400), 150, (255,), -1)
    assert not find_lines(ink).rules


@pytest.mark.parametrize("angle", [-4.0, -1.1, -0.3, 0.0, 0.7, 2.5, 4.6])
def test_skew_is_found_within_a_tenth_of_a_degree(drawn: Image.Image, angle: float) -> None:
    """The angle that makes the lines level is the opposite of the one the page was turned by."""
    turned = np.asarray(drawn.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255))
    assert skew_of(turned) == pytest.approx(-angle, abs=0.1)


def test_a_cut_is_the_place_that_was_read(drawn: Image.Image, saved: Save, settings: ReadSettings) -> None:
    """Cutting a word's box out of the original again gives the same pixels as the open sheet had there."""
    image = saved(drawn.rotate(1.0, fillcolor=255).rotate(180))
    sheet = ocr.open_sheet(image, settings)
    piece = ocr.cut(image, sheet.frame, Box(790, 410, 1100, 480))
    assert np.array_equal(piece, sheet.upright[410:480, 790:1100])
    assert ocr.thumbnail(image, sheet.frame, 200).startswith(b"\x89PNG")


def test_a_blank_page_is_blank_in_spite_of_dirt() -> None:
    """Specks, a punch hole's rest and bleed-through are no writing; a short note is."""
    page = np.full((2200, 1700), 255, np.uint8)
    assert is_blank(page)
    rng = np.random.default_rng(1)
    for down, across in rng.integers(10, 1690, (200, 2)):
        page[down : down + 3, across : across + 3] = 0
    assert is_blank(page)


def test_bleed_through_is_not_ink_and_a_note_is(drawn: Image.Image) -> None:
    """The other side of the sheet shining through at 15 % leaves a page blank; four letters do not."""
    through = 255 - (255 - np.asarray(drawn)[:, ::-1].astype(float)) * 0.15
    assert is_blank(evened(through.astype(np.uint8)))
    note = np.full((2200, 1700), 255, np.uint8)
    note[400:460, 800:1100] = np.asarray(drawn)[420:480, 800:1100]
    assert not is_blank(note)


def test_a_shadow_along_the_edge_is_no_writing(saved: Save, settings: ReadSettings) -> None:
    """A sheet that lay askew leaves dark wedges at the borders; the page is blank all the same."""
    sheet = Image.new("L", (1700, 2200), 225).rotate(1.0, fillcolor=40)
    assert ocr.open_sheet(saved(sheet), settings).facts.blank


@pytest.mark.parametrize("shade", [0, 255])
def test_an_empty_picture_is_blank_and_has_no_words(saved: Save, settings: ReadSettings, shade: int) -> None:
    """All black (the lid was open) and all white are blank pages, not failures."""
    text = ocr.read_page(saved(Image.new("L", (1700, 2200), shade)), settings)
    assert text.facts.blank
    assert text.words == ()


def test_a_negative_is_read(drawn: Image.Image, saved: Save, settings: ReadSettings) -> None:
    """White writing on black is read with its colours exchanged, and said."""
    text = ocr.read_page(saved(Image.eval(drawn, lambda value: 255 - value)), settings)
    assert "2021-04711" in [word.text for word in text.words]
    assert any("negative" in warning for warning in text.facts.warnings)


def test_despeckling_keeps_decimal_points() -> None:
    """A speck far from any letter goes, one beside a letter stays."""
    page = np.full((300, 600), 255, np.uint8)
    page[100:130, 100:120] = 0
    page[126:129, 130:133] = 0
    page[200:203, 500:503] = 0
    clean = despeckled(page)
    assert clean[127, 131] == 0
    assert clean[201, 501] == 255


def test_two_scans_of_a_sheet_have_nearly_one_fingerprint(drawn: Image.Image) -> None:
    """The fingerprint of a page shifted by two pixels correlates above 0.8 with it, and has 68 × 88 cells."""
    page = np.asarray(drawn)
    first, second = (
        np.frombuffer(fingerprint(p), np.uint8).astype(float) for p in (page, np.roll(page, 2, axis=(0, 1)))
    )
    assert len(first) == 68 * 88 == fingerprint_columns(1700) * fingerprint_columns(2200)
    assert np.corrcoef(first, second)[0, 1] > 0.8


@pytest.mark.parametrize("size", [(20, 20), (40_000, 60), (60, 30_000), (1700, 17)])
def test_odd_sizes_are_read_without_failing(saved: Save, settings: ReadSettings, size: tuple[int, int]) -> None:
    """Tiny pictures and endless strips give a page, never an exception, and stay within what engines take."""
    picture = Image.effect_noise(size, 40)
    sheet = ocr.open_sheet(saved(picture), settings)
    assert max(sheet.upright.shape) <= 32_000
