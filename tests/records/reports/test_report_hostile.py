"""Nothing in a scan or a record can drive the page or the workbook."""

from __future__ import annotations

import html
import json
import re
import unicodedata
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from typing import cast

import openpyxl
import pytest

from records.dataset import Dataset, FileProblem, SourceSummary
from records.finding import Finding, FindingKind, Severity
from records.measure import Measure
from records.order import DigitalRecord, FieldReading, PaperOrder, ReadingStatus
from records.page import PageEntry, PageKind
from records.reports import write_certificates, write_gap_report, write_report_workbook
from records.source import ColumnMapping

TEMPLATES = [Path(__file__).parents[3] / "records/reports" / name for name in ("gap_report.html.j2", "tables.html.j2")]
STRINGS = Path(__file__).parents[3].parent / "shared" / "hostile" / "hostile_strings.json"
BUILT_IN = ("<script>alert(1)</script>", '"><svg onload=alert(1)>', "=1+1", "\x1b[2J", "\ud83d", "{{7*7}}")


KINDS = (
    "missing_digital",
    "missing_paper",
    "sequence_gap",
    "stuck_pages",
    "duplicate_scan",
    "duplicate_digital",
    "field_mismatch",
    "unreadable_page",
    "illegible_field",
)
"""One at least for each part of the report; the text itself is one more."""


def hostile() -> list[list[str]]:
    """The shared strings where they are, and in any case a few of the worst, ten to a report."""
    shared = json.loads(STRINGS.read_text(encoding="utf-8")) if STRINGS.exists() else []
    strings = [*BUILT_IN, *shared]
    return [strings[place : place + 10] for place in range(0, len(strings), 10)]


def soaked(texts: list[str]) -> Dataset:
    """A workspace in which everything that comes from outside is one of the texts."""
    title = texts[0]
    return Dataset(
        pages=tuple(page for text in texts for page in soaked_pages(text)),
        orders=tuple(soaked_order(text) for text in texts),
        records=tuple(
            DigitalRecord(text, text, 1, dict.fromkeys(VALUES, text), {text: text}, text, {"status": text})
            for text in texts
        ),
        sources=tuple(
            SourceSummary(text, text, 1, (ColumnMapping(text, None, 0.5, text, text, 1),), (text,), (text,))
            for text in texts
        ),
        matches=(),
        findings=tuple(found for place, text in enumerate(texts) for found in soaked_findings(place, text)),
        measures=tuple(
            Measure("orders", text, department, text, 1, 2, 3, 4, 5, text)
            for text in texts
            for department in ("", text)
        ),
        problems=tuple(FileProblem(text, text, text) for text in texts),
        title=title,
        extra_fields=tuple(texts),
        version=title,
    )


VALUES = ("order_number", "requested_on", "location", "total_cost")


def soaked_order(text: str) -> PaperOrder:
    """An order that says nothing else."""
    readings = tuple(
        FieldReading(name, text, text, ReadingStatus.OK, 0.9, 1, None, text, doubt=text) for name in (*VALUES, text)
    )
    return PaperOrder(text, text, (1,), readings[:-1], text, text, extras=readings[-1:], evidence=(text,))


def soaked_pages(text: str) -> tuple[PageEntry, ...]:
    """An order's page and a tab."""
    return tuple(
        PageEntry(text, number, text, 0, text, kind, text, (text,), (text,), heading=text, engine=text, reason=text)
        for number, kind in enumerate((PageKind.ORDER, PageKind.TAB), start=1)
    )


def soaked_findings(place: int, text: str) -> tuple[Finding, ...]:
    """A finding for each part of the report, some of them symptoms."""
    return tuple(
        Finding(
            f"{place} {number}",
            cast(FindingKind, kind),
            Severity.HIGH,
            0.9,
            text,
            department=text,
            order_number=text,
            order_ids=(text,),
            record_ids=(text,),
            source=text,
            binder=text,
            page=1,
            after_page=1 if number % 2 else None,
            field=text,
            paper_value=text,
            digital_value=text,
            caused_by=f"{place} 3" if number == 2 else "",
        )
        for number, kind in enumerate((*KINDS, text))
    )


class Shape(HTMLParser):
    """The tags of a page and the names of their attributes, without what stands between."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, ...]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keeps the tag."""
        self.tags.append((tag, *(name for name, _ in attrs)))


@pytest.mark.parametrize("texts", hostile(), ids=str)
def test_text_stays_text_on_the_page(texts: list[str], tmp_path: Path) -> None:
    """Hostile text adds no tag and no attribute, and shows nothing that cannot be seen."""
    page = write_gap_report(soaked(texts), tmp_path / "report.html").read_text(encoding="utf-8")
    known = set(re.findall(r"<(\w+)", "".join(path.read_text("utf-8") for path in TEMPLATES))) | {"span"}
    shape = Shape(page)
    assert {tag for tag, *_ in shape.tags} <= known
    assert not [names for _, *names in shape.tags if any(name.startswith("on") for name in names)]
    body = html.unescape(page.split("</style>")[1]).replace("\n", "")
    assert not [one for one in body if unicodedata.category(one) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}]
    assert not [text for text in texts if "<" in text and text in page]


@pytest.mark.parametrize("texts", hostile()[:3], ids=str)
def test_text_stays_text_on_certificates(texts: list[str], tmp_path: Path) -> None:
    """A binder's name is no path and no markup: every certificate lies in its folder, and runs nothing."""
    for path in write_certificates(soaked(texts), tmp_path / "certificates"):
        assert path.resolve().parent == (tmp_path / "certificates").resolve()
        page = path.read_text(encoding="utf-8")
        assert not [one for one in texts if "<" in one and one in page]
        assert not {tag for tag, *_ in Shape(page).tags} & {"script", "img", "iframe", "object", "svg", "link"}


def test_all_hostile_pages_have_one_shape(tmp_path: Path) -> None:
    """A page soaked in markup has the same tags as one soaked in plain words of the same shape."""
    for text in ("<script>alert(1)</script>", '"><svg onload=alert(1)>', "</title><h1>x", "{{7*7}}", "<!--"):
        plain = re.sub(r"[^\s\d/-]", "x", text)
        shapes = [
            sorted(Shape(write_gap_report(soaked([one]), tmp_path / "report.html").read_text(encoding="utf-8")).tags)
            for one in (text, plain)
        ]
        assert shapes[0] == shapes[1]


@pytest.mark.parametrize("texts", hostile(), ids=str)
def test_text_stays_text_in_the_workbook(texts: list[str], tmp_path: Path) -> None:
    """Hostile text is never a formula, a link or an error, and the workbook opens."""
    path = write_report_workbook(soaked(texts), tmp_path / "report.xlsx")
    with zipfile.ZipFile(path) as parts:
        assert not [name for name in parts.namelist() if "external" in name.lower()]
        assert not [name for name in parts.namelist() if re.search(rb"<f>|<hyperlink", parts.read(name))]
    book = openpyxl.load_workbook(path)
    kinds = {cell.data_type for sheet in book for line in sheet.iter_rows() for cell in line if cell.value is not None}
    assert kinds <= {"s", "n", "d"}
