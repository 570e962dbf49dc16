"""A small workspace with something of everything, a hostile one, and what an export of them is agreed to be."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path

from records.dataset import Dataset
from records.fields import CATALOGUE
from records.finding import Finding, FindingKind, FindingStatus, Severity
from records.geometry import Box, Frame
from records.match import Match, MatchDecision
from records.measure import Measure
from records.order import DigitalRecord, FieldReading, LineItem, PaperOrder, ReadingStatus
from records.page import PageEntry, PageFacts, PageKind

HOSTILE = Path(__file__).parents[4].parent / "shared" / "hostile" / "hostile_strings.json"

CONTRACT = {
    "orders.csv": "order_id,order_number,department,form,binder,first_page,pages,copies,"
    + ",".join(name for name in CATALOGUE if name not in {"order_number", "department"})
    + ",extras,confidence,needs_review,record_ids",
    "line_items.csv": "order_id,line,kind,description,quantity,unit,unit_cost,amount,page,confidence,needs_review",
    "pages.csv": "binder,page,kind,form,order_ids,printed_page,printed_total,heading,file,index,width,height,"
    "dpi,rotation,skew,ink,blank,sharpness,copy_of,engine,sha256,reason,stamped",
    "matches.csv": "order_id,record_id,source,probability,weight,decision",
    "findings.csv": "finding_id,kind,severity,certainty,status,department,order_number,order_id,record_id,source,"
    "binder,page,after_page,before_page,field,paper_value,digital_value,detail,caused_by,cause,note",
    "rescan_list.csv": "binder,after_page,before_page,page,reason,order_numbers,certainty,finding_id",
    "measures.csv": "measure,department,unit,digital,deduplicated,recovered,lowest,highest,"
    "expected,interval_low,interval_high",
    "measures_by.csv": "measure,month,category,unit,digital,deduplicated,recovered,lowest,highest,"
    "expected,interval_low,interval_high",
    "resolved.csv": f"order_ids,record_ids,sources,known,{','.join(CATALOGUE)},origins,conflicts",
}

EXTRA = ("orders.parquet", "data_dictionary.md", "datapackage.json")


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
            LineItem(2, (reading("description", "Post, 8 ft"), reading("amount", "-3.10", 0.8, "a corner is torn"))),
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
        reason="seen in the log",
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
            Measure("orders", "Orders", "", "orders", 4, 4, 5, 5, 5, month="2019-03"),
            Measure("orders", "Orders", "", "orders", 6, 5, 7, 7, 9, category="Sweeping"),
        ),
        title="Signs, 2019 & 2020",
        decisions=2,
        extra_fields=("crew",),
        version="backfile 0.1.0",
    )


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


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
        measures=tuple(
            Measure(word, word, "" if by else word, word, -1, 2, 3, 4, 5, month=by, category=word if by else "")
            for _, word in said
            for by in ("", "2019-03")
        ),
        title="".join(words),
        version="".join(words),
    )
