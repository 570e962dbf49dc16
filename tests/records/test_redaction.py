"""Private persons' data do not leave where that was asked for."""

from __future__ import annotations

import html
import zipfile
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.dataset import Dataset, SourceSummary
from records.exports import ExportFormat, ExportOptions, export_dataset
from records.finding import Finding, FindingKind, Severity
from records.match import Comparison, Match, MatchDecision
from records.measure import Measure
from records.order import DigitalRecord, FieldReading, LineItem, PaperOrder, ReadingStatus
from records.page import PageEntry, PageKind
from records.redaction import MASK, Redaction, redacted
from records.reports import write_certificates, write_gap_report, write_report_workbook
from records.source import ColumnMapping

SECRETS = ("Dolores", "Quintana", "6175550188", "617-555-0188", "555-0188", "078-05-1120")


def reading(name: str, value: str, doubt: str = "") -> FieldReading:
    """A reading of page 1."""
    return FieldReading(name, value, value, ReadingStatus.OK, 0.9, 1, None, "tesseract", doubt=doubt)


def telling() -> Dataset:
    """A workspace that names one person wherever it can."""
    said = "Call Dolores Quintana at 617-555-0188 or 555-0188, SSN 078-05-1120"
    order = PaperOrder(
        *("b:1", "b", (1,)),
        (
            reading("order_number", "100-2000"),
            reading("requester_name", "Dolores Quintana"),
            reading("requester_phone", "6175550188"),
            reading("description", said),
            reading("notes", "dolores  quintana called again", said),
        ),
        line_items=(LineItem(1, (reading("description", said),)),),
        extras=(reading("Caller's remarks", said),),
        evidence=(said,),
    )
    row = DigitalRecord(
        *("311", "7", 1),
        {"order_number": "100-2000", "requester_name": "Dolores Quintana", "description": said},
        {"Caller": "Quintana, Dolores", "Text": said},
    )
    finding = Finding(
        *("f1", FindingKind.FIELD_MISMATCH, Severity.LOW, 0.9, "Dolores Quintana on paper, D. Quintana in the list"),
        order_ids=("b:1",),
        record_ids=("7",),
        source="311",
        field="requester_name",
        paper_value="Dolores Quintana",
        digital_value="D. Quintana",
    )
    missing = replace(
        finding,
        digital_value="",
        finding_id="f2",
        kind=FindingKind.MISSING_DIGITAL,
        field="",
        detail=said,
        paper_value="",
    )
    compared = (Comparison("requester_name", "same", 1.0, "Dolores Quintana", "Dolores Quintana"),)
    return Dataset(
        (PageEntry("b", 1, "/x/1.png", 0, "a" * 64, PageKind.ORDER, order_ids=("b:1",), heading=said, reason=said),),
        (order,),
        (row,),
        (SourceSummary("311", "311.csv", 1, (ColumnMapping("Caller", "requester_name", 1.0, ""),)),),
        (Match("b:1", "311", "7", 1.0, 9.0, MatchDecision.LINK, compared),),
        (finding, missing),
        (Measure("orders", "Orders", "", "orders", 1, 1, 1, 1, 1),),
    )


def written(path: Path) -> str:
    """All text that a file holds, unpacked where it is packed."""
    if path.suffix == ".parquet":
        return str(pq.read_table(path).to_pylist())
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as book:
            return html.unescape(" ".join(book.read(name).decode("utf-8", "replace") for name in book.namelist()))
    return path.read_bytes().decode("utf-8", "replace")


@pytest.mark.parametrize("key", [b"", b"k" * 32])
def test_nobody_is_named_in_any_file(key: bytes, tmp_path: Path) -> None:
    """No export and no report holds the name, the telephone number or the SSN, masked or hashed."""
    data = redacted(telling(), Redaction(key))
    export_dataset(data, tmp_path, ExportOptions(frozenset(ExportFormat), lineage=True))
    write_gap_report(data, tmp_path / "report.html")
    write_report_workbook(data, tmp_path / "report.xlsx")
    write_certificates(data, tmp_path / "certificates")
    seen = set()
    for path in (path for path in tmp_path.rglob("*") if path.is_file()):
        seen.add(path.suffix)
        assert not [one for one in SECRETS if one.casefold() in written(path).casefold()], path.name
    assert seen >= {".csv", ".html", ".jsonl", ".sqlite", ".json", ".md", ".xlsx", ".parquet"}
    assert all(secret not in repr(data) for secret in SECRETS)


def test_what_is_no_ones_secret_stays() -> None:
    """The order's number looks like a telephone number and stays, as do places and amounts."""
    data = redacted(telling(), Redaction())
    assert data.orders[0].number == "100-2000"
    assert data.records[0].value("order_number") == "100-2000"
    assert data.orders[0].value("description") == f"Call {MASK} at {MASK} or {MASK}, SSN {MASK}"
    assert data.orders[0].order_id == "b:1"


def test_one_person_is_one_hash() -> None:
    """The same name has the same hash on paper and in a list, another under another key."""
    one, again, other = (redacted(telling(), Redaction(key)) for key in (b"k", b"k", b"l"))
    name = one.orders[0].value("requester_name")
    assert name == one.records[0].value("requester_name") == again.orders[0].value("requester_name")
    assert name != other.orders[0].value("requester_name")


@given(st.from_regex(r"\d{3}-\d{2}-\d{4}", fullmatch=True), st.text(alphabet="abc .,:", max_size=9))
def test_what_is_shaped_like_an_ssn_never_stays(number: str, around: str) -> None:
    """Whatever stands around it, as long as it is no part of a longer number."""
    assert number not in Redaction().patterns(f"{around} {number} {around}")


@given(st.text(max_size=60))
def test_text_without_figures_is_left_alone(text: str) -> None:
    """Only what holds a digit can be a telephone number or an SSN."""
    if not any(map(str.isdigit, text)):
        assert Redaction().patterns(text) == text
