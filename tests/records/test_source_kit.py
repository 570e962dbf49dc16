"""Extracts that were made to break readers, with what must become of each."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from fixtures.unpacking import unpack
from records.errors import BackfileError
from records.sources import read_source

SHARED = Path(__file__).parents[2].parent / "shared"
KIT = SHARED / "hostile" / "kit.tar.xz"
BOSTON = SHARED / "data" / "boston311" / "cases.csv.gz"
ADS = SHARED / "data" / "adbuy_orders" / "records.csv"
needs_kit = pytest.mark.skipif(not KIT.exists(), reason="the kit of bad inputs does not lie beside the checkout")


def cases() -> list[dict[str, Any]]:
    """The kit's extracts."""
    if not KIT.exists():
        return []
    found = json.loads((KIT.parent / "expectations.json").read_text(encoding="utf-8"))["cases"]
    return [case for case in found if case["file"].split("/")[0] in {"csv", "xlsx", "sqlite"} and "sha256" in case]


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The kit, unpacked."""
    folder = tmp_path_factory.mktemp("kit")
    unpack(KIT, folder, lambda name: name.split("/")[1:2] in (["csv"], ["xlsx"], ["sqlite"]))
    yield folder / "kit"


@needs_kit
@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case['id']} {case['file']}")
def test_bad_inputs(kit: Path, case: dict[str, Any]) -> None:
    """Each is read or refused as it must be, its rows and numbers right, and the message names what is wrong."""
    path = kit / case["file"]
    if not path.exists():
        pytest.skip("made only with the kit's large files")
    truth: dict[str, Any] = case["truth"]
    try:
        read = read_source(str(path))
    except BackfileError as error:
        outcome, message = "rejected-with-error", f"{error.message} {error.cure}"
    else:
        outcome, message = ("processed-with-warning" if read.warnings else "processed"), "\n".join(read.warnings)
        assert truth.get("rows", len(read.records)) == len(read.records)
        numbers = {record.value("order_number") for record in read.records}
        assert set(truth.get("order_nos", [])) <= numbers
    assert outcome in [case["expected"], *case["also_accept"]]
    if outcome == case["expected"] and case["message_must_name"]:
        assert any(word.lower() in message.lower() for word in case["message_must_name"])


@pytest.mark.skipif(not ADS.exists(), reason="the list of orders does not lie beside the checkout")
def test_a_list_keyed_by_people() -> None:
    """The list of television orders is read whole: cut years and an amount that is none are doubts, not values."""
    read = read_source(str(ADS))
    doubted = {(record.row, field) for record in read.records for field in record.doubts}
    assert len(read.records) == 125
    assert (48, "total_cost") in doubted
    assert {mapping.field for mapping in read.mapping} >= {"order_number", "total_cost"}


@pytest.mark.skipif(not BOSTON.exists(), reason="the city's requests do not lie beside the checkout")
def test_a_city(tmp_path: Path) -> None:
    """A city's requests are read without a failing cell in their dates and statuses."""
    path = tmp_path / "cases.csv"
    with gzip.open(BOSTON, "rt", encoding="utf-8", newline="") as rows, path.open("w", newline="") as file:
        file.writelines(islice(rows, 6001))
    read = read_source(str(path))
    fields = {mapping.field: mapping for mapping in read.mapping if mapping.field}
    assert len(read.records) > 5900
    assert {"order_number", "requested_on", "completed_on", "due_on", "status", "location", "department"} <= set(fields)
    assert all(mapping.failures == 0 for mapping in fields.values())
