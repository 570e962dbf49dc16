"""Pages of the sample read for real: from the scan's pixels to typed values."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from digitize_pages import SAMPLE
from PIL import Image, ImageDraw, ImageFont

from digitize import DigitizeSettings, PageResult, digitize_page, find_binders
from digitize.forms import Anchor, FormTemplate, Zone
from digitize.forms.read import read_templates
from records.page import PageImage, PageKind

pytestmark = pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")

STREETS = "ST work orders 2018.tif"
FACILITIES = "facilities_2018.pdf"
DOCS = Path(__file__).parents[2] / "docs" / "forms.md"
TYPED = (
    "order_number",
    "requested_on",
    "started_on",
    "due_on",
    "requester_name",
    "requester_phone",
    "location",
    "category",
    "priority",
    "work_performed",
    "labor_cost",
    "material_cost",
    "total_cost",
    "status",
)
"""Fields of a typed street order that are read right at every run."""

Truth = dict[str, Any]


def truth(number: str) -> Truth:
    """What is true of an order of the sample."""
    orders = json.loads((SAMPLE / "truth.json").read_text(encoding="utf-8"))["orders"]
    found: Truth = next(order for order in orders if order["order_number"] == number)
    return found


def read(file: str, number: int, settings: DigitizeSettings) -> PageResult:
    """One page of a sample binder."""
    (binder,) = find_binders([SAMPLE / "binders" / file])
    return digitize_page(PageImage(binder.name, number, str(binder.files[0]), number - 1, "0" * 64), settings)


@pytest.fixture(scope="session")
def street_order() -> PageResult:
    """The first typed street order, read without knowing its form."""
    return read(STREETS, 2, DigitizeSettings())


@pytest.fixture(scope="session")
def described(tmp_path_factory: pytest.TempPathFactory) -> PageResult:
    """The second typed street order, read with the form that the documentation describes."""
    folder = tmp_path_factory.mktemp("forms")
    (example,) = re.findall(r"```toml\n(name = .*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    (folder / "streets.toml").write_text(example, encoding="utf-8")
    return read(STREETS, 3, DigitizeSettings(forms=read_templates(folder)))


@pytest.fixture(scope="session")
def tickets() -> PageResult:
    """A page of two handwritten tickets, one above the other."""
    (binder,) = find_binders([SAMPLE / "binders" / "sign-tickets-2018"])
    return digitize_page(PageImage(binder.name, 1, str(binder.files[0]), 0, "0" * 64), DigitizeSettings())


@pytest.fixture(scope="session")
def requisition() -> PageResult:
    """The first order of the facilities binder."""
    return read(FACILITIES, 1, DigitizeSettings())


def test_a_tab_is_a_tab() -> None:
    """A divider between months is no order."""
    assert read(STREETS, 1, DigitizeSettings()).kind is PageKind.TAB


@pytest.mark.parametrize("field", TYPED)
def test_a_typed_value_is_read(street_order: PageResult, field: str) -> None:
    """What is typed on a form is read as it is, in its canonical form."""
    (order,) = street_order.fragments
    assert order.value(field) == truth("WO-2018-00620")["fields"][field]


def test_a_typed_page_knows_what_it_is(street_order: PageResult) -> None:
    """A form's kind, title, department and printed page are read off its head."""
    assert street_order.kind is PageKind.ORDER
    assert street_order.heading == "STREET WORK ORDER"
    assert street_order.department == "Department of Streets"
    assert (street_order.printed_page, street_order.printed_total) == (1, 1)


def test_the_lines_of_its_tables_are_read(street_order: PageResult) -> None:
    """Each line of the three tables is an item of its kind with its amount."""
    (order,) = street_order.fragments
    expected = [(item["kind"], item["amount"]) for item in truth("WO-2018-00620")["line_items"]]
    assert [(item.value("kind"), item.value("amount")) for item in order.line_items] == expected


def test_every_value_points_to_its_place(street_order: PageResult) -> None:
    """A value has a page and a box inside that page: nothing is made up."""
    for reading in street_order.fragments[0].readings:
        if reading.value is not None:
            assert reading.box is not None
            assert reading.page == 2
            assert street_order.frame is not None
            assert 0 <= reading.box.left < reading.box.right <= street_order.frame.width


def test_a_described_form_is_known_on_a_scan(described: PageResult) -> None:
    """The form of the documentation is found on a real scan of it, and names its order."""
    assert described.form == "streets-work-order"
    assert described.kind is PageKind.ORDER


@pytest.mark.parametrize("field", ["order_number", "requested_on", "location", "total_cost", "requester_name"])
def test_a_described_forms_values_are_read(described: PageResult, field: str) -> None:
    """The zones of a described form hold its values on a scan, and fields without a zone are found as ever."""
    (order,) = described.fragments
    reading = next(reading for reading in order.readings if reading.name == field)
    assert reading.value == truth("WO-2018-00621")["fields"][field]
    assert not reading.doubt


def test_a_requisition_is_read(requisition: PageResult) -> None:
    """Another department's form, with other words in other places, is read by the same rules."""
    (order,) = requisition.fragments
    expected = truth(str(order.value("order_number")))["fields"]
    for field in ("order_number", "requested_on", "due_on", "total_cost"):
        assert order.value(field) == expected[field]


def test_two_tickets_on_a_page_are_two_orders(tickets: PageResult) -> None:
    """A page that holds two forms gives both orders, each with its own printed number and day."""
    assert [order.value("order_number") for order in tickets.fragments] == ["TS-18-0444", "TS-18-0445"]
    for order in tickets.fragments:
        assert order.value("requested_on") == truth(str(order.value("order_number")))["fields"]["requested_on"]


def test_a_form_in_words_that_no_catalogue_knows_is_an_order(tmp_path: Path) -> None:
    """A page that would belong to no order is one where the workspace describes its form."""
    printed = {"ARBEITSKARTE": (600, 100), "Auftrag": (200, 400), "Strasse": (200, 600), "Vorarbeiter": (200, 1800)}
    sheet = Image.new("L", (1700, 2200), 255)
    pen = ImageDraw.Draw(sheet)
    for text, place in {**printed, "AK-20471": (600, 400), "1218 Canal Street": (600, 600)}.items():
        pen.text(place, text, fill=0, font=ImageFont.load_default(36))
    for line in range(6):
        pen.text(
            (200, 900 + 60 * line),
            "wird nach Pruefung wie vorgefunden ersetzt",
            fill=0,
            font=ImageFont.load_default(30),
        )
    sheet.save(tmp_path / "card.png", dpi=(200, 200))
    anchors = tuple(Anchor(text, (x / 200, (y + 8) / 200)) for text, (x, y) in printed.items())
    zones = (
        Zone("order_number", (1.8, -0.1, 4.5, 0.25), "Auftrag", required=True, pattern=r"AK-\d{5}"),
        Zone("location", (2.8, 2.9, 6.5, 3.3)),
    )
    page = PageImage("cards", 1, str(tmp_path / "card.png"), 0, "0" * 64)
    template = FormTemplate("arbeitskarte", anchors, (8.5, 11), zones)
    read = digitize_page(page, DigitizeSettings(forms=(template,)))
    assert (read.kind, read.form) == (PageKind.ORDER, "arbeitskarte")
    (order,) = read.fragments
    assert (order.value("order_number"), order.value("location")) == ("AK-20471", "1218 Canal Street")
