"""What is written on a page and what only lies on it: the blank test, and the figures of a scan's quality."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

import ocr
from ocr import ReadSettings
from ocr.cleanup import edges, evened, without
from ocr.quality import contrast, cut_off, is_blank, sharpness
from ocr.sheet import poor
from records.page import PageImage

Save = Callable[..., PageImage]
FONTS = Path(__file__).parents[2] / "fixtures" / "fonts"
HANDS = ("caveat", "cedarville-cursive", "homemade-apple", "nothing-you-could-do", "patrick-hand", "reenie-beanie")
PRINTED = ("public-sans", "libre-franklin", "source-serif-4", "courier-prime", "special-elite")
WIDE, HIGH = 1700, 2200
places = st.tuples(st.integers(100, WIDE - 400), st.integers(100, HIGH - 200))
calmly = how(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def paper(seed: int, noise: float = 4.0) -> np.ndarray:
    """A sheet with a scanner's noise."""
    return np.random.default_rng(seed).normal(240, noise, (HIGH, WIDE)).clip(0, 255).astype(np.uint8)


def say(page: np.ndarray, text: str, font: str, em: int, place: tuple[int, int], shade: int = 30) -> np.ndarray:
    """The sheet with a text on it."""
    picture = Image.fromarray(page)
    ImageDraw.Draw(picture).text(place, text, fill=shade, font=ImageFont.truetype(FONTS / f"{font}-400.ttf", em))
    return np.asarray(picture)


def blank(page: np.ndarray) -> bool:
    """Whether the page as it came is blank."""
    return is_blank(evened(without(page, edges(page))))


@calmly
@given(st.sampled_from(HANDS), st.sampled_from(("ok", "done", "see back", "Smith", "no")), places, st.integers(0, 99))
def test_a_lone_written_word_is_not_blank(hand: str, word: str, place: tuple[int, int], seed: int) -> None:
    """One word in any hand, anywhere on the sheet, is something written."""
    assert not blank(say(paper(seed), word, hand, 60, place))


@calmly
@given(st.sampled_from(PRINTED), st.integers(1, 40), st.integers(25, 34), st.integers(0, 99))
def test_a_lone_page_number_is_not_blank(font: str, number: int, em: int, seed: int) -> None:
    """A number of one figure in 9 to 12 points at the foot is something printed."""
    assert not blank(say(paper(seed), str(number), font, em, (840, 2080)))


@calmly
@given(places, st.integers(24, 70), st.integers(3, 7), st.integers(30, 120), st.integers(0, 99))
def test_a_single_tick_is_not_blank(place: tuple[int, int], size: int, thick: int, shade: int, seed: int) -> None:
    """A tick of an eighth to a third of an inch, in pencil or pen, is something written."""
    page, (x, y) = paper(seed), place
    elbow = (x + size // 3, y + size // 2)
    cv2.line(page, (x, y + size // 4), elbow, (shade,), thick, cv2.LINE_AA)
    cv2.line(page, elbow, (x + size, y - size // 2), (shade,), thick, cv2.LINE_AA)
    assert not blank(page)


@calmly
@given(st.integers(0, 200), st.integers(0, 2**16))
def test_specks_and_blots_are_blank(count: int, seed: int) -> None:
    """Dust of up to four pixels and a few round blots of a tenth of an inch are no writing."""
    page, dice = paper(seed), np.random.default_rng(seed)
    for x, y in dice.integers(20, WIDE - 20, (count, 2)).tolist():
        cv2.circle(page, (x, y), int(dice.integers(0, 3)), (int(dice.integers(0, 90)),), -1)
    for x, y in dice.integers(200, WIDE - 200, (3, 2)).tolist():
        cv2.circle(page, (x, y), int(dice.integers(5, 11)), (60,), -1, cv2.LINE_AA)
    assert blank(page)


@calmly
@given(
    st.one_of(st.lists(st.sampled_from(("across", "down")), max_size=3), st.just(["corner"])),
    st.integers(100, 200),
    st.integers(0, 999),
)
def test_creases_are_blank(folds: list[str], shade: int, seed: int) -> None:
    """A sheet folded in thirds or in four has lines that cross, one folded at a corner a slanted one; none is written.

    Where a dark slanted fold crosses a level one the two still look like a stroke.
    """
    page, dice = paper(seed), np.random.default_rng(seed)
    for place, fold in enumerate(folds):
        at = 500 + 550 * place + int(dice.integers(-60, 60))
        slope = int(dice.integers(-12, 12))
        ends = {"across": ((0, at), (WIDE, at + slope)), "down": ((at, 0), (at + slope, HIGH))}
        start, end = ends.get(fold, ((WIDE - at // 3, 0), (WIDE, at // 2)))
        cv2.line(page, start, end, (shade,), int(dice.integers(1, 4)), cv2.LINE_AA)
    assert blank(page)


@calmly
@given(st.floats(0.05, 0.15), st.sampled_from(PRINTED), st.integers(0, 99))
def test_the_other_side_shining_through_is_blank(share: float, font: str, seed: int) -> None:
    """Print on the back at 15 % and less is not on this side."""
    back = np.full((HIGH, WIDE), 255, np.uint8)
    for line in range(30):
        back = say(back, "the crew shall restore the site as found", font, 34, (200, 200 + 55 * line), 0)
    through = paper(seed).astype(float) * (1 - (1 - back[:, ::-1] / 255.0) * share)
    assert blank(through.clip(0, 255).astype(np.uint8))


@calmly
@given(st.integers(2, 80), st.integers(2, 80), st.floats(-1.5, 1.5), st.integers(20, 110))
def test_shadows_along_the_border_are_blank(left: int, top: int, turn: float, shade: int) -> None:
    """Dark edges of any width, straight or as wedges, are no writing."""
    page = paper(left)
    page[:, :left] = shade
    page[:top] = shade
    turned = Image.fromarray(page).rotate(turn, Image.Resampling.BICUBIC, fillcolor=shade)
    assert blank(np.asarray(turned))


def test_an_empty_printed_grid_is_not_blank() -> None:
    """Three lines each way are a form, not a folded sheet."""
    page = paper(1)
    for at in (400, 800, 1200):
        cv2.line(page, (200, at), (1500, at), (0,), 3)
        cv2.line(page, (at, 300), (at, 1900), (0,), 3)
    assert not blank(page)


def test_contrast_is_that_of_ink_to_paper() -> None:
    """Ink of a known shade on paper of a known shade, and 1 where there is no ink."""
    for shade in (20, 100, 150):
        page = np.full((HIGH, WIDE), 220, np.uint8)
        page[500:560, 400:1200] = shade
        assert contrast(evened(page), page) == pytest.approx(1 - shade / 220, abs=0.02)
    assert contrast(paper(1), paper(1)) == 1


def test_sharpness_falls_with_blur_and_does_not_depend_on_how_much_is_printed(drawn: Image.Image) -> None:
    """A tab with one word is as crisp as a full page; what is blurred over three pixels is said to be."""
    page = np.asarray(drawn)
    crisp = [sharpness(cv2.GaussianBlur(page, (0, 0), sigma)) for sigma in (0.6, 1.0, 2.0, 3.5)]
    assert crisp == sorted(crisp, reverse=True)
    assert crisp[-1] < 0.2 < crisp[1]
    assert sharpness(say(np.full((HIGH, WIDE), 255, np.uint8), "JUNE", "public-sans", 90, (600, 900))) > 0.5


@pytest.mark.parametrize("side", ["left", "right", "top", "bottom"])
@pytest.mark.parametrize("lid", [False, True])
def test_writing_over_the_edge_is_cut_off(drawn: Image.Image, side: str, lid: bool) -> None:
    """Letters cut through at one side are named with it, beside a white lid and beside a dark one."""
    page = np.asarray(drawn)
    keep = {
        "left": page[:, 310:],
        "right": page[:, :950],
        "top": page[440:],
        "bottom": page[:1932],
    }[side]
    dark = {"left": (0, 0, 40, 0), "right": (0, 0, 0, 40), "top": (40, 0, 0, 0), "bottom": (0, 40, 0, 0)}[side]
    scan = cv2.copyMakeBorder(keep, *dark, cv2.BORDER_CONSTANT, value=(30,)) if lid else keep
    off = edges(scan)
    assert cut_off(evened(without(scan, off)), off) == (side,)


def test_rules_borders_and_whole_pages_are_not_cut_off(drawn: Image.Image) -> None:
    """Lines and bars that bleed off the sheet, a dark border and a page with margins lose no writing."""
    page = np.asarray(drawn).copy()
    page[1000:1004] = 0
    page[1300:1312, :120] = 0
    page[:, 60:63] = 0
    for scan in (page, cv2.copyMakeBorder(page, 30, 30, 50, 50, cv2.BORDER_CONSTANT, value=(20,))):
        off = edges(scan)
        assert cut_off(evened(without(scan, off)), off) == ()


def test_a_poor_scan_is_said_in_words(drawn: Image.Image, saved: Save, settings: ReadSettings) -> None:
    """Faint, blurred and cut off are each a sentence; a good scan and a blank page have none."""
    page = np.asarray(drawn).astype(float)
    assert poor(ocr.open_sheet(saved(drawn), settings).facts) == ()
    faint = ocr.open_sheet(saved((255 - (255 - page) * 0.3).astype(np.uint8)), settings).facts
    assert "faint" in " ".join(faint.warnings)
    soft = ocr.open_sheet(saved(cv2.GaussianBlur(np.asarray(drawn), (0, 0), 3.5)), settings).facts
    assert "blurred" in " ".join(soft.warnings)
    short = ocr.open_sheet(saved(np.asarray(drawn)[:, :950]), settings).facts
    assert short.cut_off == ("right",)
    assert "cut off at the right" in " ".join(short.warnings)
    assert poor(replace(faint, blank=True)) == ()
