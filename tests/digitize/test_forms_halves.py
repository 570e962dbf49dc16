"""Tickets printed two on a sheet: each sheet gives both its orders, half a sheet its one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from digitize import DigitizeSettings, LearnedForm, PageResult, learn_forms, read_pages
from digitize.forms.halves import halves_of, with_all_places
from records.geometry import Box
from records.page import PageImage

SETTINGS = DigitizeSettings()
STREETS = ("Canal Street", "Mill Road", "Harbor Avenue", "Union Street", "Orchard Lane", "Depot Street", "Elm Street")
KINDS = ("Install", "Remove", "Repair")


def ticket(pen: ImageDraw.ImageDraw, top: int, number: int) -> None:
    """A sign shop's ticket at a height of the sheet."""
    small, large = ImageFont.load_default(26), ImageFont.load_default(42)
    pen.text((120, top), "Sign Shop Ticket", fill=0, font=ImageFont.load_default(40))
    pen.text((1160, top + 8), "No.", fill=0, font=small)
    pen.text((1230, top), f"S-0{number}", fill=0, font=large)
    for place, kind in enumerate(KINDS):
        left = 120 + 260 * place
        pen.rectangle((left, top + 90, left + 30, top + 120), outline=0, width=3)
        pen.text((left + 45, top + 92), kind, fill=0, font=small)
    left = 120 + 260 * (number % 3)
    pen.line((left - 2, top + 86, left + 34, top + 124), fill=20, width=5)
    pen.line((left - 2, top + 124, left + 34, top + 86), fill=20, width=5)
    rows = (("Location:", f"{number * 3} {STREETS[number % 7]}"), ("Date Received:", f"05/{1 + number % 27:02}/2021"))
    for place, (caption, value) in enumerate((*rows, ("Total Cost:", f"{number}.50"))):
        line = top + 220 + 110 * place
        pen.text((120, line - 32), caption, fill=0, font=small)
        pen.line((340, line, 1500, line), fill=0, width=3)
        pen.text((370, line - 52), value, fill=30, font=large)


def sheet(numbers: tuple[int, ...], turned: int, folder: Path, place: int) -> PageImage:
    """A sheet with a ticket above and, where there is a second number, one below."""
    page = Image.new("L", (1700, 2200), 255)
    for top, number in zip((120, 1220), numbers, strict=False):
        ticket(ImageDraw.Draw(page), top, number)
    page.rotate(turned + 0.4 * (place % 3 - 1), fillcolor=255, translate=(7 * place % 20, 6)).save(
        folder / f"{place}.png", dpi=(200, 200)
    )
    return PageImage("signs", place + 1, str(folder / f"{place}.png"), 0, f"sha-{place}")


@pytest.fixture(scope="module")
def images(tmp_path_factory: pytest.TempPathFactory) -> list[PageImage]:
    """Five sheets of two tickets, then half a sheet, then half a sheet fed upside down."""
    folder = tmp_path_factory.mktemp("signs")
    pairs = [(200 + 2 * place, 201 + 2 * place) for place in range(5)]
    whole = [sheet(pair, 0, folder, place) for place, pair in enumerate(pairs)]
    return [*whole, sheet((311,), 0, folder, 5), sheet((312,), 180, folder, 6)]


@pytest.fixture(scope="module")
def forms(images: list[PageImage]) -> tuple[LearnedForm, ...]:
    """What the binder teaches."""
    return learn_forms(images, SETTINGS)


@pytest.mark.parametrize("lost", KINDS)
def test_what_one_half_lost_the_other_has(forms: tuple[LearnedForm, ...], lost: str) -> None:
    """A check box whose caption could not be told in one half is where the other half has it."""
    whole, second = forms[0].parts
    (choice,) = whole.choices
    poorer = replace(choice, options=tuple(option for option in choice.options if option[1] != lost))
    first, _ = with_all_places([replace(whole, choices=(poorer,)), second])
    (made,) = first.choices
    assert [text for _, text in made.options] == [text for _, text in choice.options]
    for (box, _), (known, _) in zip(made.options, choice.options, strict=True):
        assert abs(box.left - known.left) < 3
        assert abs(box.top - known.top) < 3


def test_each_part_is_a_form_of_its_own(forms: tuple[LearnedForm, ...]) -> None:
    """The halves of a form have its parts' fields, print and landmarks, and nothing of the other half."""
    form = forms[0]
    assert len(form.parts) == 2
    upper, lower = halves_of(form)
    assert upper.parts[0] == form.parts[0]
    assert lower.parts[0] == form.parts[1]
    assert upper.landmarks.count + lower.landmarks.count <= form.landmarks.count
    reach = Box(0, 0, 1700, 1150)
    assert all(label.overlap(reach) > 0 for label in upper.labels)


def test_whole_and_half_sheets_give_their_orders(images: list[PageImage], forms: tuple[LearnedForm, ...]) -> None:
    """Two orders a sheet, one of half a sheet whichever way it was fed, each with its ticked box."""
    found = []
    for page in read_pages(images, forms, SETTINGS):
        assert isinstance(page, PageResult)
        found.append([(f.value("order_number"), f.value("category")) for f in page.fragments])
    pairs = [(200 + 2 * place, 201 + 2 * place) for place in range(5)]
    wanted = [[(f"S-0{number}", KINDS[number % 3]) for number in pair] for pair in (*pairs, (311,), (312,))]
    assert found == wanted
