"""Pages built by hand: words with boxes, rules and check boxes in the reading frame (Letter, 200 dots to the inch)."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path

from digitize.confidence import believed
from digitize.extract import Place, Reader
from digitize.layout import Layout, holds, lay_out, text_of
from digitize.page import Fragment, PageResult
from digitize.voting import Ballot, Vote
from digitize.zones import Ink
from records.evidence import Evidence, Relation
from records.fields import CATALOGUE, FieldType
from records.geometry import Box, Frame
from records.order import Alternative, FieldReading, LineItem, PaperOrder, ReadingStatus
from records.page import PageFacts, PageImage, PageKind, PageText, Word

WIDTH, HEIGHT = 1700, 2200
LETTER = 11
"""Pixels that a letter takes."""
TALL = 22
"""Pixels that a word is high: the em of these pages."""
SPACE = 7
"""Pixels between the words of a run."""

SAMPLE = Path(__file__).parents[2] / "fixtures" / "sample"


def run(text: str, left: float, top: float, *, height: float = TALL, confidence: float = 0.96) -> tuple[Word, ...]:
    """The words of a text side by side, a space apart; its letters keep their shape at other heights."""
    letter = LETTER * height / TALL
    words = []
    for part in text.split():
        right = left + letter * len(part)
        words.append(Word(part, Box(left, top, right, top + height), confidence))
        left = right + SPACE
    return tuple(words)


def column(texts: Sequence[str], left: float, top: float, step: float = 40) -> tuple[Word, ...]:
    """Texts one below the other."""
    return tuple(word for place, text in enumerate(texts) for word in run(text, left, top + place * step))


def across(left: float, right: float, y: float) -> Box:
    """A horizontal rule."""
    return Box(left, y - 1, right, y + 1)


def down(x: float, top: float, bottom: float) -> Box:
    """A vertical rule."""
    return Box(x - 1, top, x + 1, bottom)


def grid(xs: Sequence[float], ys: Sequence[float]) -> tuple[Box, ...]:
    """The rules of a table with lines at these places."""
    return tuple(across(xs[0], xs[-1], y) for y in ys) + tuple(down(x, ys[0], ys[-1]) for x in xs)


def facts(*, blank: bool = False, ink: float = 0.03, fingerprint: bytes = b"", born_digital: bool = False) -> PageFacts:
    """What was measured on a page of ordinary paper."""
    return PageFacts(WIDTH, HEIGHT, 200, ink, blank, 0.9, born_digital, (250, 250, 250), fingerprint)


def image(number: int = 1, binder: str = "streets") -> PageImage:
    """The reference to a page of a binder."""
    return PageImage(binder, number, "streets.pdf", number - 1, "0" * 64)


def frame() -> Frame:
    """A page that was scanned upright at 200 dots to the inch."""
    return Frame(0, 0.0, 1.0, WIDTH, HEIGHT)


def page(
    *words: Sequence[Word], rules: Sequence[Box] = (), boxes: Sequence[tuple[Box, float]] = (), number: int = 1
) -> PageText:
    """A page that says these words."""
    flat = tuple(itertools.chain.from_iterable(words))
    return PageText(image(number), facts(), frame(), flat, tuple(rules), tuple(boxes), "tesseract")


def layout_of(*words: Sequence[Word], rules: Sequence[Box] = (), boxes: Sequence[tuple[Box, float]] = ()) -> Layout:
    """The geometry of a page that says these words."""
    return lay_out(page(*words, rules=rules, boxes=boxes))


def ink_of(layout: Layout) -> Ink:
    """Ink wherever a word is: a third of what it covers."""

    def share(box: Box) -> float:
        area = max(box.width * box.height, 1.0)
        return 0.33 * sum(box.overlap(word.box) for word in layout.words) / area

    return share


def reader_of(layout: Layout) -> Reader:
    """Two engines that read the page's own words."""

    def read(places: Sequence[Place]) -> list[Ballot]:
        ballots = []
        for place in places:
            words = [word for word in layout.words if holds(place.box, word.box)]
            text = text_of(words)
            votes = (Vote("tesseract", text, 0.95), Vote("ppocr", text, 0.97)) if words else ()
            ballots.append(Ballot(1, place.box, bool(words), votes))
        return ballots

    return read


def reading(
    name: str,
    value: str | None,
    confidence: float = 0.99,
    *,
    page: int = 1,
    others: Sequence[str] = (),
    doubt: str = "",
) -> FieldReading:
    """A reading of a field, with other values that engines made of the same ink."""
    status = ReadingStatus.OK if value is not None else ReadingStatus.ABSENT
    alternatives = tuple(Alternative(other, other, "ppocr") for other in others)
    box = Box(100, 100, 300, 130)
    return FieldReading(name, value, value or "", status, confidence, page, box, "ppocr", alternatives, doubt)


def weighed(made: FieldReading, relation: Relation = Relation.DIFFER, **known: object) -> FieldReading:
    """The reading as its evidence makes it: two engines that differ, and a page of which nothing is known."""
    kind = CATALOGUE[made.name].type if made.name in CATALOGUE else FieldType.MONEY
    numbers = {"chosen": 0.8, "other": 0.7, "likeness": 0.6, "length": len(made.value or ""), **known}
    return believed(made, Evidence(relation, kind, **numbers))


def fragment(page: int = 1, row: int | None = None, void: bool = False, **values: str | None) -> Fragment:
    """What a page says of one order: a sure reading for each value."""
    readings = tuple(reading(name, value, page=page) for name, value in values.items())
    return Fragment(Box(0, 0, WIDTH, HEIGHT), readings, void=void, row=row)


def sheet(
    number: int,
    *fragments: Fragment,
    kind: PageKind = PageKind.ORDER,
    printed: tuple[int | None, int | None] = (None, None),
    fingerprint: bytes = b"",
) -> PageResult:
    """A digitized page of a binder."""
    return PageResult(
        image(number),
        kind,
        fragments,
        facts(fingerprint=fingerprint),
        frame(),
        printed_page=printed[0],
        printed_total=printed[1],
        engine="ppocr",
    )


def order(*readings: FieldReading, items: Sequence[LineItem] = (), name: str = "streets:1") -> PaperOrder:
    """An order of these readings."""
    return PaperOrder(name, "streets", (1,), tuple(readings), line_items=tuple(items))
