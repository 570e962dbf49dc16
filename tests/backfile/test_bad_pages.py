"""Pages that are no ordinary sheet of their binder: each gives a finding with the page, and none a made-up order."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from paper import backfile, write_list
from PIL import Image, ImageDraw, ImageFont, ImageOps

STREETS = ("12 Canal Street", "305 Mill Road", "7 Harbor Avenue", "18 Union Street", "99 Orchard Lane", "4 Quarry Road")
NUMBERS = tuple(f"WO-2021-{411 + place:05}" for place in range(len(STREETS)))
BOXES = {
    "Order No.": (120, 260, 850),
    "Date Received": (850, 260, 1580),
    "Location": (120, 430, 1580),
    "Telephone": (120, 600, 850),
    "Description": (120, 770, 1580),
}


def sheet(*values: str) -> Image.Image:
    """A page of the department's form with these values in its boxes, at 200 dots to the inch."""
    page = Image.new("L", (1700, 2200), 255)
    pen = ImageDraw.Draw(page)
    pen.text((560, 100), "STREET WORK ORDER", fill=0, font=ImageFont.load_default(50))
    for (caption, (left, top, right)), value in zip(BOXES.items(), values, strict=True):
        pen.rectangle((left, top, right, top + 170), outline=0, width=3)
        pen.text((left + 12, top + 8), caption, fill=0, font=ImageFont.load_default(26))
        pen.text((left + 30, top + 80), value, fill=20, font=ImageFont.load_default(44))
    return page


def ordinary(place: int) -> Image.Image:
    """The sheet of an order."""
    day, phone = f"03/{10 + place:02}/2021", f"617-555-01{10 + 7 * place}"
    return sheet(NUMBERS[place], day, STREETS[place], phone, "Fill the hole in the pavement")


def lines(title: str, *lines: str) -> Image.Image:
    """A page of lines of words under a title."""
    page = Image.new("L", (1700, 2200), 255)
    pen = ImageDraw.Draw(page)
    pen.text((480, 100), title, fill=0, font=ImageFont.load_default(50))
    for line, words in enumerate(lines):
        pen.text((160, 300 + 120 * line), words, fill=0, font=ImageFont.load_default(40))
    return page


BAD: dict[str, Callable[[], Image.Image]] = {
    "a mirror image": lambda: ImageOps.mirror(ordinary(4)),
    "the lower half of a sheet": lambda: ordinary(4).crop((0, 560, 1700, 2200)),
    "an empty form": lambda: sheet("", "", "", "", ""),
    "a form that nobody has seen": lambda: lines(
        "DOG LICENSE APPLICATION", "Name of dog: Rex", "Breed: Beagle", "Color: Brown", "Rabies tag: R-8812"
    ),
    "labels among the values": lambda: sheet(NUMBERS[5], "03/15/2021", STREETS[5], "call Date", "Phone: see Location"),
    "another department's": lambda: lines(
        "PARKS DEPARTMENT MOWING REQUEST", "Request No.: P-00077", "Date: 03/16/2021", "Location: 1 Park Row"
    ),
}


@dataclass(frozen=True)
class Found:
    """What a run says of the binder."""

    orders: list[dict[str, str]]
    pages: list[dict[str, str]]
    findings: list[dict[str, str]]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Found:
    """A binder of four ordinary sheets with the bad pages behind them."""
    folder = tmp_path_factory.mktemp("bad")
    (folder / "streets").mkdir()
    for number, page in enumerate([*(ordinary(place) for place in range(4)), *(draw() for draw in BAD.values())], 1):
        page.save(folder / "streets" / f"{number:02}.png", dpi=(200, 200))
    keyed = [f"{number},2021-03-{10 + place}" for place, number in enumerate(NUMBERS[:4])]
    records = write_list(folder / "list.csv", "\n".join(["WO Number,Opened", *keyed, ""]))
    out = folder / "out"
    answer = backfile("run", folder / "streets", "--records", records, "--out", out, "--jobs", "1")
    assert answer.code == 0, answer.err

    def rows(name: str) -> list[dict[str, str]]:
        with (out / name).open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    return Found(rows("orders.csv"), rows("pages.csv"), rows("findings.csv"))


@pytest.mark.parametrize("page", range(5, 5 + len(BAD)), ids=list(BAD))
def test_a_bad_page_has_a_finding(found: Found, page: int) -> None:
    """By its number in the binder, whatever is wrong with it."""
    assert [finding["kind"] for finding in found.findings if finding["page"] == str(page)]


def test_no_order_is_made_up(found: Found) -> None:
    """Every number is one that was written; the ordinary sheets are all there."""
    numbers = [order["order_number"] for order in found.orders if order["order_number"]]
    assert set(NUMBERS[:4]) <= set(numbers) <= {*NUMBERS, "P-00077"}
    assert len(numbers) == len(set(numbers))
