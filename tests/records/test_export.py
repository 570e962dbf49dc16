"""What an export writes is a contract: others script against its names, columns and bytes."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import pickle
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records.dataset import Dataset
from records.errors import WorkspaceProblem
from records.exports import export_dataset
from records.exports.cells import decimals, guarded, safe_row, several
from records.exports.csvfile import line
from records.exports.export import TABLES
from records.exports.orders import ORDERS, confidence
from records.exports.places import rescans
from records.exports.schema import Column, ColumnType
from records.fields import CATALOGUE
from records.finding import Finding, FindingKind, FindingStatus, Severity
from records.geometry import Box, Frame
from records.match import Match, MatchDecision
from records.measure import Measure
from records.order import DigitalRecord, FieldReading, LineItem, PaperOrder, ReadingStatus
from records.page import PageEntry, PageFacts, PageKind

GOLDEN = Path(__file__).with_name("golden")
HOSTILE = Path(__file__).parents[2].parent / "shared" / "hostile" / "hostile_strings.json"

CONTRACT = {
    "orders.csv": "order_id,order_number,department,form,binder,first_page,pages,copies,"
    + ",".join(name for name in CATALOGUE if name not in {"order_number", "department"})
    + ",extras,confidence,needs_review,record_ids",
    "line_items.csv": "order_id,line,kind,description,quantity,unit,unit_cost,amount,page,confidence",
    "pages.csv": "binder,page,kind,form,order_ids,printed_page,printed_total,heading,file,index,width,height,dpi,"
    "rotation,skew,ink,blank,sharpness,copy_of,engine,sha256,reason",
    "matches.csv": "order_id,record_id,source,probability,weight,decision",
    "findings.csv": "finding_id,kind,severity,certainty,status,department,order_number,order_id,record_id,source,"
    "binder,page,after_page,before_page,field,paper_value,digital_value,detail,caused_by",
    "rescan_list.csv": "binder,after_page,before_page,page,reason,order_numbers,certainty,finding_id",
    "measures.csv": "measure,department,unit,digital,deduplicated,recovered,lowest,highest",
}


def reading(name: str, value: str | None, confidence: float = 0.98, doubt: str = "") -> FieldReading:
    """A reading of page 3."""
    status = ReadingStatus.OK if value else ReadingStatus.ILLEGIBLE
    return FieldReading(
        name, value, value or "~~", status, confidence, 3, Box(1, 2, 3, 4), "tesseract 5.3", doubt=doubt
    )


def sample() -> Dataset:
    """A small workspace with something of everything."""
    facts = PageFacts(1700, 2200, 199.96, 0.04125, False, 0.8, False, (250, 249, 240), bytes(4))
    frame = Frame(1, -0.415, 1.0, 1700, 2200)
    first = PaperOrder(
        "signs-2:3",
        "signs-2",
        (3, 4),
        (
            reading("order_number", "S-2019-0041"),
            reading("requested_on", "2019-03-07"),
            reading("requester_name", 'Ann "Nan" O\'Hara, Jr.'),
            reading("requester_phone", "6175550123", 0.71, "one digit is unclear"),
            reading("location", "12 Main St\nrear"),
            reading("description", '=HYPERLINK("http://x","y")'),
            reading("labor_hours", "1.5"),
            reading("total_cost", "-12.50", 0.9),
            reading("due_on", None, 0.1, "no date"),
            reading("crew", "7"),
        ),
        department="Signs",
        form="work order",
        line_items=(
            LineItem(2, (reading("description", "Post, 8 ft"), reading("amount", "-3.10", 0.8))),
            LineItem(1, (reading("kind", "labor"), reading("quantity", "1.5"), reading("amount", "40.00"))),
        ),
        extras=(reading("Sign code", "R1-1 „Stop“"), reading("Route", None)),
        copies=((9, 10), (12, 13)),
        confidence=0.95,
    )
    second = PaperOrder("signs-2:5a", "signs-2", (5,), (reading("order_number", "S-2019-0042"),))
    third = PaperOrder("signs-10:1", "signs-10", (1,), (reading("department", "Water"),), confidence=0.5)
    stuck = Finding(
        "aaaaaaaaaaaa",
        FindingKind.STUCK_PAGES,
        Severity.HIGH,
        0.93,
        "Two numbers are missing between pages 4 and 5.",
        binder="signs-2",
        after_page=4,
        before_page=5,
        department="Signs",
        effect=2,
    )
    gap = Finding(
        "bbbbbbbbbbbb",
        FindingKind.SEQUENCE_GAP,
        Severity.HIGH,
        0.9,
        "S-2019-0043 is in no list.",
        order_number="S-2019-0043",
        binder="signs-2",
        after_page=4,
        before_page=5,
        caused_by="aaaaaaaaaaaa",
    )
    twice = Finding(
        "cccccccccccc",
        FindingKind.DUPLICATE_DIGITAL,
        Severity.MEDIUM,
        0.88,
        "Keyed twice.",
        status=FindingStatus.CONFIRMED,
        order_ids=("signs-2:3",),
        record_ids=("17", "18"),
        source="311",
    )
    mismatch = Finding(
        "dddddddddddd",
        FindingKind.FIELD_MISMATCH,
        Severity.LOW,
        0.7,
        "-12.50 on paper, 12.50 in 311.",
        status=FindingStatus.DISMISSED,
        order_ids=("signs-2:3",),
        record_ids=("17",),
        field="total_cost",
        paper_value="-12.50",
        digital_value="12.50",
    )
    unreadable = Finding(
        "eeeeeeeeeeee", FindingKind.UNREADABLE_PAGE, Severity.HIGH, 1.0, "Black.", binder="signs-10", page=2
    )
    return Dataset(
        pages=(
            PageEntry("signs-10", 2, "/b/2.png", 0, "cd" * 32, PageKind.UNREADABLE, reason="black all over"),
            PageEntry("signs-10", 1, "/b/\udce9 1.png", 0, "ab" * 32, PageKind.ORDER, order_ids=("signs-10:1",)),
            PageEntry("signs-2", 2, "/a/signs-2.pdf", 1, "ef" * 32, PageKind.TAB, heading="MARCH"),
            PageEntry(
                "signs-2",
                3,
                "/a/signs-2.pdf",
                2,
                "ef" * 32,
                PageKind.ORDER,
                "work order",
                ("signs-2:3", "signs-2:3b"),
                ("S-2019-0041",),
                1,
                2,
                facts=facts,
                frame=frame,
                engine="tesseract 5.3",
            ),
            PageEntry("signs-2", 9, "/a/signs-2.pdf", 8, "ef" * 32, PageKind.ORDER, copy_of=3, likeness=0.99),
        ),
        orders=(third, second, first),
        records=(DigitalRecord("311", "17", 1, {"order_number": "S-2019-0041"}, {}),),
        sources=(),
        matches=(
            Match("signs-10:1", "311", "18", 0.1, -5, MatchDecision.NON_LINK),
            Match("signs-2:5a", "311", "19", 0.51236, 0.0712, MatchDecision.POSSIBLE),
            Match("signs-2:3", "311", "18", 1.0, 11.5, MatchDecision.CONFIRMED),
            Match("signs-2:3", "311", "17", 0.99996, 14.25, MatchDecision.LINK),
            Match("signs-2:3", "old", "3", 0.4, -0.0001, MatchDecision.REJECTED),
        ),
        findings=(stuck, gap, twice, mismatch, unreadable),
        measures=(
            Measure("orders", "Orders", "", "orders", 10, 9, 12, 12, 14, "More."),
            Measure("days_to_complete_median", "Days", "Signs", "days", 2.25, 1 / 3, None, 1e-9, 1e6),
        ),
        title="Signs, 2019 & 2020",
        decisions=2,
        extra_fields=("crew",),
        version="backfile 0.1.0",
    )


def parquet_text(path: Path) -> str:
    """The Parquet file as text: its columns with their types, then its rows."""
    table = pq.read_table(path)
    columns = [f"{field.name}: {field.type}" for field in table.schema]
    return "\n".join([*columns, *(repr(row) for row in table.to_pylist())]) + "\n"


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", [*CONTRACT, "datapackage.json"])
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
        assert [path.name for path in written] == [*CONTRACT, "orders.parquet", "datapackage.json"]
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


# Where to look again.


def test_the_rescan_list_is_in_binder_order(tmp_path: Path) -> None:
    """Places come in the order of the shelf; a symptom is a number with its cause, not a place of its own."""
    export_dataset(sample(), tmp_path)
    first, second = rows(tmp_path / "rescan_list.csv")
    assert (first["binder"], first["after_page"], first["before_page"], first["page"]) == ("signs-2", "4", "5", "")
    assert first["order_numbers"] == "S-2019-0043"
    assert (second["binder"], second["page"], second["reason"]) == ("signs-10", "2", "Black.")


def place(finding_id: str, kind: FindingKind, **more: object) -> Finding:
    """A finding with a place."""
    made = Finding(finding_id, kind, Severity.HIGH, 0.9, "look", binder="b", after_page=1, order_number=finding_id)
    return replace(made, **more)  # type: ignore[arg-type] # the fields of a finding


def test_a_dismissed_cause_explains_nothing() -> None:
    """When the stuck pair is dismissed, the gap is a place of its own; a gap without a place is none."""
    gap = place("gap", FindingKind.SEQUENCE_GAP, caused_by="stuck")
    stuck = place("stuck", FindingKind.STUCK_PAGES)
    assert rescans([gap, stuck]) == [(stuck, ("gap", "stuck"))]
    assert rescans([gap, replace(stuck, status=FindingStatus.DISMISSED)]) == [(gap, ("gap",))]
    assert rescans([replace(gap, after_page=None)]) == []
    assert rescans([replace(gap, binder="")]) == []
    assert rescans([place("x", FindingKind.MISSING_DIGITAL)]) == []


def test_causes_in_a_circle_are_all_listed() -> None:
    """Findings that name each other as their cause are not lost."""
    one = place("one", FindingKind.PAGE_GAP, caused_by="two")
    two = place("two", FindingKind.PAGE_GAP, caused_by="one")
    assert {each.finding_id for each, _ in rescans([one, two])} == {"one", "two"}


# Cells.


def hostile() -> list[str]:
    """Strings that have driven a spreadsheet, a terminal, a browser or a database."""
    if not HOSTILE.exists():
        return ["=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "\uff1d1+1", "\x1b]0;x\x07", "\ud83d", "\0"]
    found: list[str] = json.loads(HOSTILE.read_text(encoding="utf-8"))
    return found


def hostile_order(n: int, word: str) -> PaperOrder:
    """An order that says the word wherever text from outside goes."""
    readings = tuple(reading(name, word, doubt="x") for name in CATALOGUE)
    item = LineItem(1, (reading("description", word), reading("amount", word)))
    return PaperOrder(f"b:{n}", word, (n,), readings, word, word, (item,), (reading(word, word),))


def hostile_finding(n: int, word: str) -> Finding:
    """A finding that says the word wherever text from outside goes."""
    return Finding(
        *(f"f{n}", FindingKind.STUCK_PAGES, Severity.LOW, 0.5, word),
        **dict.fromkeys(("department", "order_number", "source", "binder", "field", "paper_value"), word or "x"),  # type: ignore[arg-type] # texts
        order_ids=(word, "b:1"),
        record_ids=(word,),
        page=n,
    )


def hostile_dataset(words: Sequence[str]) -> Dataset:
    """A dataset that says each of the words wherever text from outside goes."""
    said = list(enumerate(words, 1))
    return Dataset(
        pages=tuple(
            PageEntry("b", n, f"/x/{word}", 0, word, PageKind.TAB, word, (word,), heading=word, reason=word)
            for n, word in said
        ),
        orders=tuple(hostile_order(n, word) for n, word in said),
        records=(),
        sources=(),
        matches=tuple(Match(f"b:{n}", word, word, 0.9, -2.5, MatchDecision.LINK) for n, word in said),
        findings=tuple(hostile_finding(n, word) for n, word in said),
        measures=tuple(Measure(word, word, word, word, -1, 2, 3, 4, 5) for _, word in said),
        title="".join(words),
        version="".join(words),
    )


def test_nothing_that_was_read_is_run(tmp_path: Path) -> None:
    """No cell of any CSV begins as a formula, none holds a control character, and every row has all its columns."""
    words = hostile()
    export_dataset(hostile_dataset(words), tmp_path)
    for name, header in CONTRACT.items():
        content = (tmp_path / name).read_bytes()
        assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\xc2[\x80-\x9f]", content)
        found = list(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))
        assert len(found) == len(words) + 1
        assert {len(row) for row in found} == {header.count(",") + 1}
        for cell in (cell for row in found for cell in row):
            assert not re.match(r"[\s\u200b-\u200f\ufeff]*[=+@\uff1d\uff0b\uff20\uff0d\ufe66\ufe62\ufe6b\ufe63]", cell)
            assert not re.match(r"[\t\r\n]", cell)
            assert not re.match(r"\s*-", cell) or re.fullmatch(r"-\d+(\.\d+)?", cell)
    json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert pq.read_table(tmp_path / "orders.parquet").num_rows == len(words)


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("  =1+1", "'  =1+1"),
        ("\u00a0=1+1", "'\u00a0=1+1"),
        ("\ufeff=1+1", "'\ufeff=1+1"),
        ("+1 617 555 0123", "'+1 617 555 0123"),
        ("@home", "'@home"),
        ("- see back", "'- see back"),
        ("-1+1", "'-1+1"),
        ("\tx", "'\tx"),
        ("＝1＋1", "'＝1＋1"),
        ("﹣1+1", "'﹣1+1"),
        ("-12.50", "-12.50"),
        ("a=b", "a=b"),
        ("'=1", "'=1"),
        ("", ""),
        ("  ", "  "),
        ("12 Main St", "12 Main St"),
    ],
)
def test_a_formula_is_made_harmless(cell: str, written: str) -> None:
    """Text that a spreadsheet would run has ' before it; a plain negative number and all other text stays."""
    assert guarded(cell) == written


def test_typed_cells_are_never_changed() -> None:
    """Negative money in a column of numbers stays; what is no number in such a column is treated as text."""
    columns = (Column("amount", ColumnType.NUMBER, ""), Column("on", ColumnType.DATE, ""))
    assert safe_row(columns, ["-12.50", "2019-03-07"]) == (["-12.50", "2019-03-07"], 0)
    assert safe_row(columns, ["-12.50+1", "=TODAY()"]) == (["'-12.50+1", "'=TODAY()"], 2)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2))
def test_a_line_is_read_back_as_it_was_written(cells: list[str]) -> None:
    """Quotes, commas, CR, LF and both survive the way through a CSV reader."""
    assert next(csv.reader(io.StringIO(line(cells), newline=""), strict=True)) == cells


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12))
def test_numbers_are_plain_decimals(number: float) -> None:
    """A figure has no exponent, no minus before zero and four decimals at most."""
    written = decimals(number)
    assert re.fullmatch(r"-?\d+(\.\d{1,4})?", written)
    assert written != "-0"
    assert abs(float(written) - number) <= 0.00005 + abs(number) * 1e-15


def test_several_values_in_a_cell() -> None:
    """Values stand with blanks between; one that holds a blank is quoted where there are several."""
    assert several([3, 4]) == "3 4"
    assert several(["signs 2019:7"]) == "signs 2019:7"
    assert several(["signs 2019:7", "b:1"]) == '"signs 2019:7" b:1'
    assert several([]) == ""


def test_parquet_has_types(tmp_path: Path) -> None:
    """Dates are dates and money is decimal; what is no value of its type is left out rather than guessed."""
    dataset = sample()
    odd = replace(dataset.orders[1], readings=(reading("total_cost", "12 or 13"), reading("due_on", "2019-02-30")))
    export_dataset(replace(dataset, orders=(dataset.orders[2], odd)), tmp_path)
    first, second = pq.read_table(tmp_path / "orders.parquet").to_pylist()
    assert (first["requested_on"], first["total_cost"]) == (date(2019, 3, 7), Decimal("-12.5000"))
    assert (first["description"], first["first_page"]) == ('=HYPERLINK("http://x","y")', 3)
    assert (second["total_cost"], second["due_on"], second["order_number"]) == (None, None, None)


# Whole or not at all.

EXPORT = """
import pickle, sys
from pathlib import Path
from records.exports import export_dataset
dataset = pickle.loads(Path(sys.argv[2]).read_bytes())
export_dataset(dataset, Path(sys.argv[1]))
print("ready", flush=True)
while True:
    export_dataset(dataset, Path(sys.argv[1]))
"""


def test_a_killed_export_leaves_whole_files(tmp_path: Path) -> None:
    """However often an export is killed, each file is absent or complete, and the next export leaves nothing over."""
    export_dataset(sample(), tmp_path / "whole")
    (tmp_path / "sample").write_bytes(pickle.dumps(sample()))
    wait = random.Random(7)
    for _ in range(3):
        child = subprocess.Popen(
            [sys.executable, "-c", EXPORT, str(tmp_path / "out"), str(tmp_path / "sample")], stdout=subprocess.PIPE
        )
        with child:
            assert child.stdout
            child.stdout.readline()
            time.sleep(wait.uniform(0.005, 0.3))
            child.send_signal(signal.SIGKILL)
        for path in (tmp_path / "out").glob("[!.]*"):
            assert path.read_bytes() == (tmp_path / "whole" / path.name).read_bytes()
    export_dataset(sample(), tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted([*CONTRACT, *EXTRA])


EXTRA = ("orders.parquet", "datapackage.json")


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """A file in the place of the folder is a WorkspaceProblem with the cure, and nothing is left over."""
    (tmp_path / "out").write_text("a file")
    with pytest.raises(WorkspaceProblem, match="cannot be written") as found:
        export_dataset(sample(), tmp_path / "out")
    assert found.value.cure


def test_a_failed_export_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk fills up while a file is written, the file of the last export stays, and no piece of the new."""
    export_dataset(sample(), tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("records.exports.whole.os.fsync", full)
    with pytest.raises(WorkspaceProblem, match="No space left"):
        export_dataset(Dataset((), (), (), (), (), (), ()), tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_link_in_the_way_is_not_followed(tmp_path: Path) -> None:
    """A link that someone laid where the export writes leads it nowhere."""
    victim = tmp_path / "victim"
    victim.write_text("mine")
    out = tmp_path / "out"
    out.mkdir()
    (out / ".orders.csv.part").symlink_to(victim)
    (out / "orders.csv").symlink_to(victim)
    export_dataset(sample(), out)
    assert victim.read_text() == "mine"
    assert not (out / "orders.csv").is_symlink()


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(["b-2:1", "b-10:1", "b-2:10", "b-2:9"]), unique=True))
def test_rows_come_in_the_order_of_the_shelf(ids: Sequence[str]) -> None:
    """Orders stand by binder and page, with numbers as numbers, however they came."""
    orders = tuple(PaperOrder(each, each.split(":")[0], (int(each.split(":")[1]),), ()) for each in ids)
    told = [row[0] for row in ORDERS.rows(Dataset((), orders, (), (), (), (), ()))]
    assert told == [each for each in ("b-2:1", "b-2:9", "b-2:10", "b-10:1") if each in ids]


def test_every_table_says_what_it_holds() -> None:
    """Each table and column has a sentence in the data dictionary, and no column stands twice."""
    for table in TABLES:
        names = [column.name for column in table.columns]
        assert len(names) == len(set(names))
        assert table.description.endswith(".")
        assert all(column.description.strip().endswith((".", "270.")) for column in table.columns), table.name
