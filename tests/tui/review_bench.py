"""A small workspace in memory, with pages drawn by Pillow, for the tests of the screens."""

from __future__ import annotations

import atexit
import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from textual.app import App
from textual.pilot import Pilot

from matching.review import ReviewSession
from records.dataset import SourceSummary
from records.decision import Decision
from records.finding import Finding, FindingKind, Severity, finding_id
from records.geometry import Box
from records.match import Comparison, Match, MatchDecision
from records.order import Alternative, DigitalRecord, FieldReading, PaperOrder, ReadingStatus
from records.page import PageEntry, PageKind
from records.store import Store
from tui import FormDesk, Forms, ReviewApp, ReviewSettings
from tui.pictures import Picture

LINES = ("order_number", "requested_on", "location", "description", "total_cost")


@dataclass(frozen=True)
class Nouns:
    """What a run found."""

    paper: tuple[PaperOrder, ...] = ()
    digital: tuple[DigitalRecord, ...] = ()
    pairs: tuple[Match, ...] = ()
    found: tuple[Finding, ...] = ()

    def fill(self, store: Store) -> None:
        """Put it into a store."""
        store.replace_binders({each.binder for each in self.paper}, self._pages(), self.paper)
        by_source: dict[str, list[DigitalRecord]] = {}
        for record in self.digital:
            by_source.setdefault(record.source, []).append(record)
        for name, records in by_source.items():
            store.replace_source(SourceSummary(name, f"{name}.csv", len(records), ()), records)
        store.replace_reconciliation(self.pairs, self.found, ())

    def _pages(self) -> list[PageEntry]:
        on: dict[tuple[str, int], list[str]] = {}
        for each in self.paper:
            for page in each.pages:
                on.setdefault((each.binder, page), []).append(each.order_id)
        return [
            PageEntry(binder, page, f"{binder}.pdf", page - 1, "", PageKind.ORDER, order_ids=tuple(ids))
            for (binder, page), ids in on.items()
        ]

    def open(self) -> BenchStore:
        """A store of its own that holds it."""
        path = _folder() / "w.db"
        shutil.copy(_empty_store(), path)
        store = BenchStore.open(path)
        self.fill(store)
        return store


class BenchStore(Store):
    """A store whose events are at hand."""

    @property
    def log(self) -> list[Decision]:
        """The oldest first."""
        return list(self.decisions())


def _folder() -> Path:
    """A folder that goes with the process: a test does not always close what it opens."""
    folder = Path(mkdtemp(prefix="review-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@lru_cache(maxsize=1)
def _empty_store() -> Path:
    """Migrated once, copied for each test."""
    path = _folder() / "empty.db"
    Store.open(path).close()
    return path


class Ticking:
    """A clock that goes on by six seconds whenever it is looked at."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The time now."""
        self.now += timedelta(seconds=6)
        return self.now


@lru_cache(maxsize=4)
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def _box(line: int, text: str) -> Box:
    top = 220 + 130 * line
    return Box(420, top, 440 + 17 * max(len(text), 8), top + 44)


@dataclass
class DrawnPages:
    """Draws a page for each order: labels on the left, values as they are on paper on the right."""

    texts: dict[tuple[str, int], dict[str, str]]
    asked: list[tuple[str, int, Box | None]] = field(default_factory=list)

    def strip(self, binder: str, page: int, box: Box | None) -> Picture | None:
        """The place, in grey with grain."""
        self.asked.append((binder, page, box))
        if (binder, page) not in self.texts:
            return None
        whole = self._page(binder, page)
        if box is None:
            return whole
        left, top, right, bottom = (round(max(0, side)) for side in (box.left, box.top, box.right, box.bottom))
        return whole[top:bottom, left:right]

    def _page(self, binder: str, page: int) -> Picture:
        return _drawn_page(page, tuple(sorted(self.texts[binder, page].items())))


@lru_cache(maxsize=64)
def _drawn_page(page: int, values: tuple[tuple[str, str], ...]) -> Picture:
    texts = dict(values)
    image = Image.new("L", (1700, 2200), 226)
    pen = ImageDraw.Draw(image)
    pen.text((560, 90), "CITY OF HARLOW  -  WORK ORDER", fill=40, font=_font(44))
    for line, name in enumerate(LINES):
        text = texts.get(name, "")
        box = _box(line, text)
        pen.text((120, box.top + 4), name.replace("_", " ").upper(), fill=70, font=_font(26))
        pen.text((box.left + 6, box.top + 2), text, fill=50, font=_font(32))
        pen.line((box.left - 20, box.bottom + 12, 1580, box.bottom + 12), fill=120, width=2)
    grain = np.random.default_rng(page).normal(0, 6, (2200, 1700))
    shade = np.linspace(1.0, 0.8, 1700)[None, :]
    return np.asarray(np.clip(np.asarray(image) * shade + grain, 0, 255), dtype=np.uint8)


def reading(
    name: str, raw: str, value: str | None = None, page: int = 1, doubt: str = "", **more: object
) -> FieldReading:
    """A reading that stands on its line of the drawn page."""
    line = LINES.index(name) if name in LINES else 0
    status = ReadingStatus.OK if value is not None else ReadingStatus.ILLEGIBLE
    usual: dict[str, object] = {
        "status": status,
        "confidence": 0.6 if doubt else 0.99,
        "box": _box(line, raw),
        "engine": "tesseract",
    }
    return FieldReading(name=name, value=value, raw=raw, page=page, doubt=doubt, **(usual | more))  # type: ignore[arg-type]


def order(number: int, page: int, *readings: FieldReading) -> PaperOrder:
    """An order of one page; what is not given is read without doubt."""
    usual = (
        reading("order_number", f"WO-{number}", f"WO-{number}", page),
        reading("requested_on", "03/14/2019", "2019-03-14", page),
        reading("location", "41 Elm Street", "41 Elm Street", page),
        reading("description", "Replace broken STOP sign", "Replace broken STOP sign", page),
        reading("total_cost", "$148.50", "148.50", page),
    )
    given = {each.name: each for each in readings}
    return PaperOrder(
        f"signs-2019:{page}",
        "signs-2019",
        (page,),
        tuple(given.get(each.name, each) for each in usual),
        "Signs",
        "sign",
    )


def record(number: int, **values: str) -> DigitalRecord:
    """A row of the digital list."""
    usual = {
        "order_number": f"WO-{number}",
        "requested_on": "2019-03-14",
        "location": "41 Elm St",
        "description": "Replace broken STOP sign",
        "total_cost": "148.50",
    }
    return DigitalRecord("cmms", str(number), number, usual | values, {}, "Signs")


def sample() -> tuple[BenchStore, DrawnPages]:
    """A store with a bit of everything, and its pictures."""
    nouns, pages = sample_nouns()
    return nouns.open(), pages


def sample_nouns() -> tuple[Nouns, DrawnPages]:
    """A binder with a bit of everything."""
    orders = (
        order(
            104512,
            1,
            reading(
                "order_number",
                "WO-1O4512",
                "WO-1O4512",
                1,
                "a letter among the digits",
                alternatives=(Alternative("WO-104512", "WO-104512", "rapidocr"),),
            ),
        ),
        order(
            104513,
            2,
            reading("requested_on", "03/19/2019", "2019-03-19", 2, "before the order above it", confidence=0.7),
        ),
        order(104514, 3, reading("total_cost", "$1?8.5O", None, 3, "not an amount", confidence=0.2)),
        order(104517, 4),
        order(104518, 5),
    )
    stuck = finding_id(FindingKind.STUCK_PAGES, "signs-2019", "3")
    found = (
        Finding(
            stuck,
            FindingKind.STUCK_PAGES,
            Severity.HIGH,
            0.86,
            "The numbers jump from WO-104514 on page 3 to WO-104517 on page 4, and the records have both "
            "that are missing: two sheets probably went through the scanner as one.",
            department="Signs",
            binder="signs-2019",
            after_page=3,
            before_page=4,
            effect=2,
        ),
        *(
            Finding(
                finding_id(FindingKind.SEQUENCE_GAP, f"WO-{number}"),
                FindingKind.SEQUENCE_GAP,
                Severity.MEDIUM,
                0.8,
                "No paper order has this number.",
                order_number=f"WO-{number}",
                binder="signs-2019",
                after_page=3,
                before_page=4,
                caused_by=stuck,
            )
            for number in (104515, 104516)
        ),
        Finding(
            finding_id(FindingKind.FIELD_MISMATCH, "signs-2019:5", "total_cost"),
            FindingKind.FIELD_MISMATCH,
            Severity.MEDIUM,
            0.9,
            "The paper says 148.50, the record 1485.00.",
            department="Signs",
            order_number="WO-104518",
            order_ids=("signs-2019:5",),
            record_ids=("104518",),
            source="cmms",
            binder="signs-2019",
            page=5,
            field="total_cost",
            paper_value="148.50",
            digital_value="1485.00",
        ),
        Finding(
            finding_id(FindingKind.MISSING_DIGITAL, "signs-2019:4"),
            FindingKind.MISSING_DIGITAL,
            Severity.HIGH,
            0.97,
            "Order WO-104517 is in the binder and in no digital record.",
            department="Signs",
            order_number="WO-104517",
            order_ids=("signs-2019:4",),
            binder="signs-2019",
            page=4,
            effect=1,
        ),
        Finding(
            finding_id(FindingKind.UNMAPPED_COLUMN, "cmms", "X7"),
            FindingKind.UNMAPPED_COLUMN,
            Severity.LOW,
            1.0,
            "Column X7 of cmms.csv was not understood; its cells are kept as they are.",
            source="cmms",
        ),
    )
    comparisons = (
        Comparison("order_number", "same but for look-alike glyphs", 9.1, "WO-104513", "WO-1O4513"),
        Comparison("requested_on", "within 7 days", 1.2, "2019-03-19", "2019-03-14"),
        Comparison("location", "differs", -3.0, "41 Elm Street", "9 Oak Avenue"),
        Comparison("total_cost", "same", 5.0, "148.50", "148.50"),
    )
    pairs = (
        Match("signs-2019:2", "cmms", "104513", 0.62, 0.7, MatchDecision.POSSIBLE, comparisons),
        Match("signs-2019:5", "cmms", "104518", 0.3, -1.2, MatchDecision.POSSIBLE),
        Match("signs-2019:1", "cmms", "104512", 0.999, 12.0, MatchDecision.LINK),
    )
    records = (
        record(104512),
        record(104513, location="9 Oak Avenue"),
        record(104515),
        record(104516),
        record(104518, total_cost="1485.00", department="Signs"),
    )
    texts = {(each.binder, each.pages[0]): {r.name: r.raw for r in each.readings} for each in orders}
    texts["signs-2019", 1]["order_number"] = "WO-104512"
    texts["signs-2019", 2]["requested_on"] = "03/14/2019"
    texts["signs-2019", 3]["total_cost"] = "$138.50"
    return Nouns(orders, records, pairs, found), DrawnPages(texts)


def desk(dark: bool = True, forms: FormDesk | None = None) -> tuple[ReviewApp, BenchStore, DrawnPages]:
    """The application over the sample, with a clock that ticks."""
    store, pages = sample()
    session = ReviewSession(store, "ann", Ticking())
    return (
        ReviewApp(session, pages, ReviewSettings("signs", dark=dark), Forms(lambda: forms) if forms else None),
        store,
        pages,
    )


async def settle(pilot: Pilot[None]) -> None:
    """Wait until the pictures are there and drawn."""
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys one after the other, each with its picture drawn."""
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


def drawn(app: App[None]) -> str:
    """What stands on the screen, as text."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips) + "\n"
