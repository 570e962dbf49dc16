"""A page: the image that went in, the words read from it, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from records.geometry import Box, Frame, Seam


@dataclass(frozen=True, slots=True)
class PageImage:
    """A reference to one page of a scan file; holds no pixels, so it is cheap to send to a worker."""

    binder: str
    """The binder's name: its file's or folder's name without the extension."""
    number: int
    """Place in the binder as scanned, from 1."""
    path: str
    """The scan file, absolute."""
    index: int
    """Place in that file, from 0."""
    sha256: str
    """Of the file's bytes."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word as an engine read it."""

    text: str
    box: Box
    confidence: float
    """0 to 1, the engine's own; 1 where the text came from a born-digital page."""


@dataclass(frozen=True, slots=True)
class Code:
    """A bar code or square code on a page."""

    kind: str
    """Its symbology: "code128", "qrcode"."""
    text: str
    """What it says: printable characters on one line, 200 at most. Untrusted: anybody can print a code."""
    box: Box
    """In the reading frame."""


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What was measured on the image before anything was read."""

    width: int
    """Of the scan, in pixels (points, for a born-digital page)."""
    height: int
    """Of the scan, in pixels."""
    dpi: float
    """True dots per inch as far as can be told."""
    ink: float
    """Share of the page that is ink, 0 to 1, dark borders and punch holes left out."""
    blank: bool
    """Nothing was written or printed on it; bleed-through and specks do not count."""
    sharpness: float
    """0 (a blur) to 1 (crisp edges)."""
    born_digital: bool
    """The words come from the file and not from a picture."""
    colour: tuple[int, int, int]
    """The paper's median colour, red green blue, 0 to 255."""
    fingerprint: bytes
    """The ink of the page in 1/8-inch cells (68 columns for Letter, row by row, a byte a cell, 255 = all ink), in the
    reading frame: two scans of one sheet agree nearly everywhere."""
    warnings: tuple[str, ...] = ()
    """What a person should know: "no resolution declared", "repaired file", "dark edge cut off"."""
    contrast: float = 1.0
    """How much darker than the paper the ink is, 0 to 1: print 0.5 to 1, pencil and faint carbon copies 0.25 to 0.4."""
    cut_off: tuple[str, ...] = ()
    """The sides, "left", "right", "top", "bottom", where writing runs over the edge of the sheet."""


@dataclass(frozen=True, slots=True)
class PageText:
    """What one page says: the answer of `ocr.read_page`."""

    image: PageImage
    facts: PageFacts
    frame: Frame
    words: tuple[Word, ...]
    """In reading order: lines from the top, words from the left."""
    rules: tuple[Box, ...]
    """The ruled lines, each a thin box, horizontal and vertical ones together."""
    checkboxes: tuple[tuple[Box, float], ...]
    """Small printed squares with the share of their inside that is ink."""
    engine: str
    """Which engine read it, with its version."""
    codes: tuple[Code, ...] = ()
    """The bar codes, from the top."""
    seam: Seam | None = None
    """Where the picture shows two sheets: where the second one begins."""
    notes: tuple[Box, ...] = ()
    """Where notes are stuck over the page, as far as their paper tells them."""


class PageKind(StrEnum):
    """What a page turned out to be."""

    ORDER = "order"
    CONTINUATION = "continuation"
    LOG = "log"
    BLANK = "blank"
    TAB = "tab"
    SEPARATOR = "separator"
    INDEX = "index"
    CHARGE_OUT = "charge_out"
    """A card that stands where a sheet was taken out."""
    ORPHAN = "orphan"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class PageEntry:
    """What became of one image that went in: a row of `pages.csv`."""

    binder: str
    number: int
    """Place in the binder as scanned, from 1."""
    path: str
    index: int
    """Place in that file, from 0."""
    sha256: str
    kind: PageKind
    form: str = ""
    """The form's name where it is known."""
    order_ids: tuple[str, ...] = ()
    order_numbers: tuple[str, ...] = ()
    """The numbers as read on this page, whether or not they made an order."""
    printed_page: int | None = None
    """x of "page x of y"."""
    printed_total: int | None = None
    """y of "page x of y"."""
    heading: str = ""
    """The words that name the page: a tab's month, a form's title."""
    facts: PageFacts | None = None
    frame: Frame | None = None
    copy_of: int | None = None
    """The number of the page in this binder that shows the same sheet, where it was scanned twice."""
    likeness: float = 0.0
    """0 to 1: how sure it is that `copy_of` shows the same sheet."""
    engine: str = ""
    reason: str = ""
    """Why it could not be read, or why it is what it is."""
    codes: tuple[Code, ...] = ()
    """The bar codes on it, from the top."""
    declared_pages: int | None = None
    """How many pages a separator says there are behind it."""
    declared_orders: int | None = None
    """How many orders it says there are."""
    stamped: str = ""
    """The day of its date stamp, ISO 8601: when the paper came in. Empty where it has none."""
