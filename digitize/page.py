"""What digitizing one page gives, before pages are made into orders."""

from __future__ import annotations

from dataclasses import dataclass

from digitize.lexicon import NUMBER
from digitize.separators import Declared
from digitize.voting import Vote
from ocr import Fraction, Likeness, Trace
from records.geometry import Box, Frame
from records.order import FieldReading, LineItem
from records.page import Code, PageFacts, PageImage, PageKind

_SCRAP = 2
"""Letters and figures of what may be read where nothing is written."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """What a page says of one order: all of it, a part, or a row of a log."""

    region: Box
    readings: tuple[FieldReading, ...]
    line_items: tuple[LineItem, ...] = ()
    extras: tuple[FieldReading, ...] = ()
    void: bool = False
    row: int | None = None
    """Place on a log sheet, from 1."""

    def value(self, name: str) -> str | None:
        """The value of a field, None where there is none."""
        return next((r.value for r in (*self.readings, *self.extras) if r.name == name), None)

    @property
    def filled(self) -> bool:
        """Whether a field has a value that is more than a scrap, or the order has a number.

        In the blanks of an empty ticket a stain, or the head of a caption, is read as a letter or two: "S", "St .".
        """
        values = [(reading.name, reading.value) for reading in self.readings if reading.value is not None]
        return any(name == NUMBER or sum(map(str.isalnum, value)) > _SCRAP for name, value in values)


@dataclass(frozen=True, slots=True)
class Inked:
    """A place with ink: what each engine read there, and what any other text can be scored against."""

    box: Box
    """As in the readings that were taken from there."""
    votes: tuple[Vote, ...]
    trace: Trace
    alike: tuple[Likeness, ...] = ()
    """How alike those characters of a number look that are read as one figure."""
    witness: str = ""
    """What the file's own text layer has there, where it knows the page."""
    fraction: Fraction | None = None
    """How likely it holds a fraction drawn as one sign, and which; None where it was not looked at."""


@dataclass(frozen=True, slots=True)
class PageResult:
    """One page, digitized. Survives being sent between processes and kept in the store."""

    image: PageImage
    kind: PageKind
    fragments: tuple[Fragment, ...] = ()
    facts: PageFacts | None = None
    frame: Frame | None = None
    form: str = ""
    heading: str = ""
    called: str = ""
    """What its own sentences call it, where its head has no title: it is its heading then."""
    department: str = ""
    printed_page: int | None = None
    printed_total: int | None = None
    continued: bool = False
    """It says of itself that it goes on from another page."""
    engine: str = ""
    questions: tuple[int, int] | None = None
    """The first and the last of its numbered questions ("13. Where was it sent?"); None without two in a row."""
    reason: str = ""
    """Why it could not be read."""
    codes: tuple[Code, ...] = ()
    """The bar codes on it, from the top."""
    inked: tuple[Inked, ...] = ()
    """The places of the fragments' readings, by box; so that values can be weighed without the picture."""
    declared: Declared | None = None
    """What a separator says there is behind it."""
    stamped: str = ""
    """The day of its date stamp, ISO 8601; empty where it has none."""
    sketch: bytes = b""
    """What it says and where, as `digitize.sketch` makes it; empty where it was read by its form's zones alone."""
