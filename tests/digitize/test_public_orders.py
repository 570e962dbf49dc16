"""Real advertising orders from public files, read with the labels that benchmarks/adbuy.toml names."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from backfile.config import read_config
from backfile.steps import count_scan, digitize_settings
from digitize import assemble, digitize_page, list_pages
from digitize.intake import Binder
from records.fields import FieldType
from records.order import PaperOrder
from records.values import parse_value

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data" / "adbuy_orders"
DOCUMENTS = ("1b2e5a3c", "1f1cc382", "88fa6e33", "f7635eed")
"""Four stations' forms, all born digital: an invoice in boxes, one of plain lines, two contracts."""

pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the public advertising orders are not beside the checkout")


def keyed(document: str) -> dict[str, str]:
    """What people keyed of a document."""
    with (DATA / "records.csv").open(encoding="utf-8-sig", newline="") as file:
        return next(row for row in csv.DictReader(file) if row["file_id"].startswith(document))


def read(document: str) -> PaperOrder:
    """The first order of a document, as the program reads it."""
    settings = digitize_settings(read_config(ROOT / "benchmarks" / "adbuy.toml"))
    path = next((DATA / "pdfs").glob(f"{document}*.pdf"))
    pages = list_pages(Binder(path.stem, (path,)), lambda file: count_scan(file, settings.reading))
    return assemble(path.stem, [digitize_page(page, settings) for page in pages]).orders[0]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_numbers_dates_and_amounts_are_those_that_people_keyed(document: str) -> None:
    """The order number, both ends of the flight and the gross amount agree with the list, over all pages."""
    order, row = read(document), keyed(document)
    assert order.number == row["contract_num"]
    assert order.value("started_on") == parse_value(FieldType.DATE, row["flight_from"]).value
    assert order.value("due_on") == parse_value(FieldType.DATE, row["flight_to"]).value
    assert order.value("total_cost") == parse_value(FieldType.MONEY, row["gross_amount"]).value
