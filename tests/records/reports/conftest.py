"""Made-up workspaces to report on."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import pytest

from records.dataset import Dataset, FileProblem, SourceSummary
from records.finding import Finding, FindingKind, FindingStatus, Severity, finding_id
from records.match import Match, MatchDecision
from records.measure import Measure
from records.order import DigitalRecord, FieldReading, PaperOrder, ReadingStatus
from records.page import PageEntry, PageKind
from records.source import ColumnMapping


def reading(name: str, value: str, page: int, doubt: str = "") -> FieldReading:
    """A reading that is right unless it is doubted."""
    return FieldReading(name, value, value, ReadingStatus.OK, 0.9, page, None, "tesseract 5.3", doubt=doubt)


def found(kind: str, certainty: float, detail: str, **more: object) -> Finding:
    """A finding, its id made of all that is said of it."""
    name = finding_id(cast(FindingKind, kind), detail, *(f"{key}={value}" for key, value in sorted(more.items())))
    return Finding(name, cast(FindingKind, kind), Severity.HIGH, certainty, detail, **more)  # type: ignore[arg-type]


def paper(binder: str, page: int, number: str, department: str, cost: int, doubt: str = "") -> PaperOrder:
    """An order of one page."""
    readings = (
        reading("order_number", number, page),
        reading("requested_on", f"2019-03-{page % 27 + 1:02}", page),
        reading("completed_on", f"2019-04-{page % 25 + 1:02}", page),
        reading("location", f"{100 + 7 * page} W Division St", page),
        reading("total_cost", f"{cost}.50", page, doubt),
    )
    return PaperOrder(f"{binder}:{page}", binder, (page,), readings, department=department, form="work order")


def row(source: str, number: str, department: str, day: int) -> DigitalRecord:
    """A row of a digital list."""
    values = {
        "order_number": number,
        "requested_on": f"2019-03-{day % 27 + 1:02}",
        "location": f"{100 + 7 * day} W Division St",
        "total_cost": f"{80 + day}.50",
    }
    return DigitalRecord(source, f"R{number[-5:]}", day, values, {}, department)


def rich_dataset() -> Dataset:
    """Two binders of Streets and Signs with one of nearly everything that can be wrong."""
    streets = [
        paper("streets-2019", page, f"WO-2019-{400 + page:05}", "Streets", 80 + page)
        for page in range(2, 62)
        if page not in {12, 13, 30, 44}
    ]
    signs = [
        paper("signs-2019", page, f"S-{1200 + page}", "Signs", 45 + page, "two readings" if page == 9 else "")
        for page in range(1, 21)
    ]
    signs[3] = replace(signs[3], void=True)
    lacking = {"WO-2019-00418", "WO-2019-00419", "WO-2019-00425", "S-1206", "S-1209", "S-1204"}
    orders = [*streets, *signs]
    matched = [order for order in orders if order.number not in lacking]
    rows = [row("cartegraph", order.number or "", order.department, order.pages[0]) for order in matched]
    matches = [
        Match(order.order_id, "cartegraph", one.record_id, 0.99, 14.0, MatchDecision.LINK)
        for order, one in zip(matched, rows, strict=True)
    ]
    rows += [row("cartegraph", "WO-2019-00412", "Streets", 12), row("cartegraph", "WO-2019-00444", "Streets", 44)]
    rows += [replace(rows[5], record_id="R00407-2", row=90), replace(rows[0], record_id="R99", row=91)]
    rows += [row("cartegraph", "WO-2018-00977", "Streets", 3)]
    matches.append(Match("signs-2019:9", "cartegraph", "R99", 0.6, 1.0, MatchDecision.POSSIBLE))
    pages = [
        PageEntry(
            "streets-2019",
            1,
            "/scans/streets-2019.pdf",
            0,
            "a3" * 32,
            PageKind.TAB,
            heading="MARCH",
            engine="tesseract 5.3",
        ),
        *(
            PageEntry(
                "streets-2019",
                page,
                "/scans/streets-2019.pdf",
                page - 1,
                "a3" * 32,
                PageKind.ORDER,
                order_numbers=(f"WO-2019-{400 + page:05}",),
                engine="tesseract 5.3",
            )
            if page not in {12, 13, 30, 44}
            else PageEntry(
                "streets-2019",
                page,
                "/scans/streets-2019.pdf",
                page - 1,
                "a3" * 32,
                {30: PageKind.UNREADABLE, 44: PageKind.ORPHAN}.get(page, PageKind.BLANK),
                reason="blurred",
            )
            for page in range(2, 62)
        ),
        *(
            PageEntry(
                "signs-2019",
                page,
                "/scans/signs-2019.tif",
                page - 1,
                "7c" * 32,
                PageKind.ORDER,
                order_ids=(f"signs-2019:{page}",),
            )
            for page in range(1, 21)
        ),
    ]
    stuck = found(
        "stuck_pages",
        0.97,
        "Two sheets went through together: the back of one and the front of the next are missing.",
        binder="streets-2019",
        department="Streets",
        after_page=11,
        before_page=14,
        effect=2,
    )
    findings = (
        stuck,
        found(
            "missing_paper",
            0.93,
            "The list has it between two orders that were scanned.",
            order_number="WO-2019-00412",
            record_ids=("R00412",),
            source="cartegraph",
            department="Streets",
            binder="streets-2019",
            after_page=11,
            before_page=14,
            caused_by=stuck.finding_id,
        ),
        found(
            "sequence_gap",
            0.91,
            "The number is in neither list.",
            order_number="WO-2019-00413",
            department="Streets",
            binder="streets-2019",
            after_page=11,
            before_page=14,
            caused_by=stuck.finding_id,
        ),
        found(
            "sequence_gap",
            0.85,
            "The series runs from 00402 to 00461 without it.",
            order_number="WO-2019-00430",
            department="Streets",
            binder="streets-2019",
            after_page=29,
            before_page=31,
        ),
        found(
            "missing_paper",
            0.88,
            "The list has it; its number lies between two scanned ones.",
            order_number="WO-2019-00444",
            record_ids=("R00444",),
            source="cartegraph",
            department="Streets",
            binder="streets-2019",
            after_page=43,
            before_page=45,
        ),
        found("unreadable_page", 0.999, "The page is blurred all over.", binder="streets-2019", page=30),
        found(
            "orphan_page",
            0.7,
            "No number, and no order before it that asks for a second page.",
            binder="streets-2019",
            page=44,
        ),
        *(
            found(
                "missing_digital",
                0.98,
                "No row has this number, place or date.",
                order_number=number,
                order_ids=(name,),
                department=department,
                effect=1,
            )
            for number, name, department in (
                ("WO-2019-00418", "streets-2019:18", "Streets"),
                ("WO-2019-00419", "streets-2019:19", "Streets"),
                ("WO-2019-00425", "streets-2019:25", "Streets"),
                ("S-1206", "signs-2019:6", "Signs"),
            )
        ),
        found(
            "duplicate_digital",
            0.99,
            "Same number, place and date.",
            order_number="WO-2019-00407",
            record_ids=("R00407", "R00407-2"),
            source="cartegraph",
            department="Streets",
            effect=-1,
        ),
        found(
            "duplicate_scan",
            0.995,
            "The same sheet: stains and handwriting agree.",
            order_number="S-1215",
            order_ids=("signs-2019:15",),
            binder="signs-2019",
            page=15,
            department="Signs",
        ),
        found(
            "field_mismatch",
            0.96,
            "The dates differ by nine days.",
            order_number="WO-2019-00420",
            order_ids=("streets-2019:20",),
            record_ids=("R00420",),
            source="cartegraph",
            field="completed_on",
            paper_value="2019-04-21",
            digital_value="2019-04-30",
        ),
        found(
            "field_mismatch",
            0.82,
            "Two digits are exchanged.",
            order_number="S-1211",
            order_ids=("signs-2019:11",),
            record_ids=("R-1211",),
            source="cartegraph",
            field="total_cost",
            paper_value="56.50",
            digital_value="65.50",
        ),
        found(
            "illegible_field",
            0.9,
            "There is ink, but no date.",
            order_number="S-1202",
            order_ids=("signs-2019:2",),
            field="completed_on",
            page=2,
            binder="signs-2019",
        ),
        found("coffee_stain", 0.55, "A ring covers the total.", order_number="S-1203", order_ids=("signs-2019:3",)),
        found(
            "impossible_value",
            0.8,
            "Finished before it was asked for.",
            order_number="S-1217",
            order_ids=("signs-2019:17",),
            status=FindingStatus.DISMISSED,
        ),
        found("unmapped_column", 0.9, "The column “GIS_X” was not understood.", source="cartegraph", field="GIS_X"),
    )
    measures = (
        Measure(
            "orders",
            "Orders",
            "",
            "orders",
            75,
            74,
            79,
            79,
            81,
            "The digital list shows 75 orders, 74 once merged; with the 5 found only on paper there are 79 (+5.3 %).",
        ),
        Measure(
            "days_to_complete_median",
            "Days to complete, median",
            "",
            "days",
            29,
            29,
            29.5,
            29,
            30,
            "Half of the finished orders took 29 days or less by the digital list; with the paper, 29.5 days (+1.7 %).",
        ),
        Measure(
            "on_time_share",
            "Done on time",
            "",
            "share",
            0.9996,
            0.9996,
            0.93,
            0.9,
            0.94,
            "99.9 % of the finished orders were done on time by the digital list; with the paper, 93 % (−6.9 points).",
        ),
        Measure(
            "total_cost",
            "Total cost",
            "",
            "dollars",
            8212.5,
            8047.0,
            8651.5,
            8651.5,
            8934.5,
            "The orders cost $8,212.50 together by the digital list; with the paper, $8,651.50 (+5.3 %).",
        ),
        Measure(
            "labor_hours", "Labor hours", "", "hours", None, None, None, None, None, "Labor hours: cannot be computed."
        ),
        Measure("orders", "Orders", "Streets", "orders", 59, 57, 60, 60, 62, "Streets."),
        Measure("orders", "Orders", "Signs", "orders", 18, 18, 20, 20, 20, "Signs."),
    )
    mapping = (
        ColumnMapping("WO Number", "order_number", 0.99, "header says so"),
        ColumnMapping("GIS_X", None, 0.1, "no field has such a name, and the cells are numbers"),
        ColumnMapping("Closed", "completed_on", 0.9, "header says so", "%m/%d/%Y", 2),
    )
    return Dataset(
        pages=tuple(pages),
        orders=tuple(orders),
        records=tuple(rows),
        sources=(
            SourceSummary(
                "cartegraph", "/data/exports/cartegraph.csv", len(rows), mapping, (), ("row 41 has 9 cells of 8",)
            ),
        ),
        matches=tuple(matches),
        findings=findings,
        measures=measures,
        problems=(
            FileProblem("water-2019.pdf", "It is protected by a password.", "Save it without one and scan again."),
        ),
        title="Public Works, spring 2019",
        decisions=12,
        version="backfile 0.1.0, tesseract 5.3.0",
    )


def clean_dataset() -> Dataset:
    """Twelve orders on paper, and the same twelve in the digital list."""
    orders = tuple(paper("parks-2020", page, f"P-{page:03}", "Parks", page) for page in range(1, 13))
    rows = tuple(row("list", order.number or "", "Parks", order.pages[0]) for order in orders)
    return Dataset(
        pages=tuple(
            PageEntry("parks-2020", page, "/scans/parks.pdf", page - 1, "00" * 32, PageKind.ORDER)
            for page in range(1, 13)
        ),
        orders=orders,
        records=rows,
        sources=(SourceSummary("list", "list.csv", 12, ()),),
        matches=tuple(
            Match(order.order_id, "list", one.record_id, 0.99, 12.0, MatchDecision.LINK)
            for order, one in zip(orders, rows, strict=True)
        ),
        findings=(),
        measures=(Measure("orders", "Orders", "", "orders", 12, 12, 12, 12, 12, "The digital list shows 12 orders."),),
        title="Parks, 2020",
    )


@pytest.fixture
def rich() -> Dataset:
    """Two binders with one of nearly everything that can be wrong."""
    return rich_dataset()


@pytest.fixture
def clean() -> Dataset:
    """A binder and a list that agree."""
    return clean_dataset()


@pytest.fixture
def empty() -> Dataset:
    """A workspace into which nothing came yet."""
    return Dataset((), (), (), (), (), (), ())
