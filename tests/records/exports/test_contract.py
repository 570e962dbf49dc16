"""What an export writes is a contract: others script against its names, columns and bytes."""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from export_samples import CONTRACT, EXTRA, reading, rows, sample
from hypothesis import given
from hypothesis import strategies as st

from records.dataset import Dataset
from records.exports import export_dataset
from records.exports.orders import confidence
from records.order import PaperOrder

GOLDEN = Path(__file__).with_name("golden")


def parquet_text(path: Path) -> str:
    """The Parquet file as text: its columns with their types, then its rows."""
    table = pq.read_table(path)
    columns = [f"{field.name}: {field.type}" for field in table.schema]
    return "\n".join([*columns, *(repr(row) for row in table.to_pylist())]) + "\n"


@pytest.mark.parametrize("name", [*CONTRACT, "data_dictionary.md", "datapackage.json"])
def test_bytes_are_as_agreed(name: str, tmp_path: Path) -> None:
    """Each file is the golden one byte for byte: a change here is a change of the contract."""
    export_dataset(sample(), tmp_path)
    written = (tmp_path / name).read_bytes()
    if name == "datapackage.json":  # the bytes of orders.parquet depend on the version of pyarrow
        parquet = (tmp_path / "orders.parquet").read_bytes()
        written = written.replace(hashlib.sha256(parquet).hexdigest().encode(), b"PARQUET")
        written = written.replace(f'"bytes": {len(parquet)},'.encode(), b'"bytes": 0,')
    if os.environ.get("BACKFILE_WRITE_GOLDEN"):
        (GOLDEN / name).write_bytes(written)
    assert written == (GOLDEN / name).read_bytes()


def test_parquet_is_as_agreed(tmp_path: Path) -> None:
    """Columns, types and values of orders.parquet are the golden ones; no cell is guarded in it."""
    export_dataset(sample(), tmp_path)
    written = parquet_text(tmp_path / "orders.parquet")
    if os.environ.get("BACKFILE_WRITE_GOLDEN"):
        (GOLDEN / "orders.parquet.txt").write_text(written, encoding="utf-8")
    assert written == (GOLDEN / "orders.parquet.txt").read_text(encoding="utf-8")


def test_the_header_is_the_contract(tmp_path: Path) -> None:
    """Names and order of the columns are those of the contract, also where there is nothing to tell."""
    for dataset in (sample(), Dataset((), (), (), (), (), (), ())):
        written = export_dataset(dataset, tmp_path)
        assert [path.name for path in written] == [*CONTRACT, *EXTRA]
        for name, header in CONTRACT.items():
            assert (tmp_path / name).read_text(encoding="utf-8").splitlines()[0] == header
        assert pq.read_table(tmp_path / "orders.parquet").schema.names == CONTRACT["orders.csv"].split(",")


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    """Two exports of one dataset are the same, and so is one whose pages, orders, items and matches came otherwise."""
    dataset = sample()
    chance = random.Random(1)
    orders = [replace(each, line_items=each.line_items[::-1]) for each in dataset.orders]
    shuffled = replace(
        dataset,
        pages=tuple(chance.sample(dataset.pages, len(dataset.pages))),
        orders=tuple(chance.sample(orders, len(orders))),
        matches=tuple(chance.sample(dataset.matches, len(dataset.matches))),
    )
    for name, each in (("one", dataset), ("two", dataset), ("three", shuffled)):
        export_dataset(each, tmp_path / name)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()
        assert path.read_bytes() == (tmp_path / "three" / path.name).read_bytes()


def test_no_path_of_the_machine_is_told(tmp_path: Path) -> None:
    """The same scans in another folder give the same bytes."""
    dataset = sample()
    moved = replace(dataset, pages=tuple(replace(page, path=f"/elsewhere{page.path}") for page in dataset.pages))
    export_dataset(dataset, tmp_path / "one")
    export_dataset(moved, tmp_path / "two")
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_the_package_describes_what_is_there(tmp_path: Path) -> None:
    """Each file's size, hash, rows and columns are those in the data package, which names no other file."""
    export_dataset(sample(), tmp_path)
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert {each["path"] for each in package["resources"]} == {*CONTRACT, "orders.parquet"}
    assert re.fullmatch(r"[-a-z0-9._/]+", package["name"])
    for resource in package["resources"]:
        content = (tmp_path / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        if "schema" in resource:
            names = [field["name"] for field in resource["schema"]["fields"]]
            assert ",".join(names) == CONTRACT[resource["path"]]
            assert resource["rows"] == len(rows(tmp_path / resource["path"]))
            assert set(resource["schema"].get("primaryKey", names)) <= set(names)


PATTERNS = {"integer": r"-?\d+", "number": r"-?\d+(\.\d+)?", "date": r"\d{4}-\d\d-\d\d", "boolean": "true|false"}


def test_each_cell_is_of_its_columns_type(tmp_path: Path) -> None:
    """What the schema says of a column holds for every cell: type, list of options, unique keys."""
    export_dataset(sample(), tmp_path)
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        schema = resource.get("schema", {"fields": []})
        found = rows(tmp_path / resource["path"]) if schema["fields"] else []
        for field in schema["fields"]:
            cells = {row[field["name"]] for row in found} - {""}
            assert all(re.fullmatch(PATTERNS.get(field["type"], r"(?s).*"), cell) for cell in cells)
            assert cells <= set(field.get("constraints", {}).get("enum", cells))
        keys = [tuple(row[name] for name in schema.get("primaryKey", row)) for row in found]
        assert len(keys) == len(set(keys))


def test_the_orders_row(tmp_path: Path) -> None:
    """Pages, copies, extras, doubts and record ids stand as the contract says; only links name a record."""
    export_dataset(sample(), tmp_path)
    first, second, third = rows(tmp_path / "orders.csv")
    assert [first["order_id"], second["order_id"], third["order_id"]] == ["signs-2:3", "signs-2:5a", "signs-10:1"]
    assert (first["first_page"], first["pages"], first["copies"]) == ("3", "3 4", "2")
    assert json.loads(first["extras"]) == {"crew": "7", "Sign code": "R1-1 „Stop“", "Route": None}
    assert list(json.loads(first["extras"])) == ["crew", "Sign code", "Route"]
    assert first["needs_review"] == "requester_phone due_on"
    assert (first["record_ids"], second["record_ids"]) == ("17 18", "")
    assert (first["confidence"], second["confidence"], third["confidence"]) == ("0.710", "0.980", "0.500")
    assert (first["total_cost"], first["department"], third["department"]) == ("-12.50", "Signs", "Water")
    assert json.loads(second["extras"]) == {}


@given(st.floats(0, 1), st.lists(st.tuples(st.booleans(), st.floats(0, 1))))
def test_confidence_is_that_of_the_least_sure_value(pages: float, values: list[tuple[bool, float]]) -> None:
    """A row is as sure as the least sure of its values and of its pages; a reading without a value says nothing."""
    readings = tuple(reading(f"f{n}", "x" if there else None, sure) for n, (there, sure) in enumerate(values))
    order = PaperOrder("b:1", "b", (1,), readings, confidence=pages)
    assert confidence(order) == sorted([pages, *(sure for there, sure in values if there)])[0]
