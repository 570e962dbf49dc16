"""Pages with one field each, as engines read them, and what becomes of them when they are weighed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from digitize.lexicon import Lexicon, lexicon_of_records
from digitize.page import Fragment, Inked, PageResult
from digitize.reweigh import Beside, reweigh
from digitize.voting import Ballot, Vote, decide
from ocr.trace import Trace, make_trace
from records.fields import CATALOGUE
from records.geometry import Box
from records.order import DigitalRecord, FieldReading
from records.page import PageImage, PageKind
from records.values import ValueContext

ALPHABET = "".join(chr(code) for code in range(32, 127))
Doubts = Mapping[int, Mapping[str, float]]


def ink(text: str, doubts: Doubts | None = None) -> Trace:
    """What a recogniser says of clear ink, but for the places where it doubts, each with its letters' chances."""
    solid = "".join(text.split())
    table = np.full((2 * len(solid) + 1, len(ALPHABET) + 1), 1e-7, dtype=np.float32)
    table[::2, 0] = 0.9999
    for place, letter in enumerate(solid):
        for other, chance in ((doubts or {}).get(place) or {letter: 0.9995}).items():
            table[2 * place + 1, ALPHABET.index(other) + 1] = chance
    return make_trace(table, ALPHABET)


def written(
    name: str, text: str, number: int, doubts: Doubts | None = None, tesseract: str = "", covered: bool = False
) -> PageResult:
    """A page with one field, as the engines read it."""
    box = Box(100, 100 * len(name), 400, 100 * len(name) + 50)
    sure = min((max(chances.values()) for chances in (doubts or {}).values()), default=0.99)
    votes = (Vote("tesseract", tesseract, 0.5), Vote("ppocr", text, sure))
    trace = ink(text, doubts)
    reading = decide(CATALOGUE[name], Ballot(number, box, True, votes, trace=trace, covered=covered), ValueContext())
    image = PageImage("streets", number, "p.png", 0, "0" * 64)
    return PageResult(image, PageKind.ORDER, (Fragment(box, (reading,)),), inked=(Inked(box, votes, trace),))


def only(page: PageResult) -> FieldReading:
    """The one reading of a page."""
    return page.fragments[0].readings[0]


def records(name: str, values: Sequence[str]) -> Lexicon:
    """What digital records with these values of a field hold."""
    return lexicon_of_records([DigitalRecord("s", str(n), n, {name: value}, {}) for n, value in enumerate(values)])


def weighed(*pages: PageResult, beside: Lexicon | None = None) -> list[FieldReading]:
    """The one reading of each page, weighed."""
    return [only(page) for page in reweigh(pages, Beside(records=beside or Lexicon()))]


def together(*pages: PageResult) -> PageResult:
    """The fields of several pages on one, one under the other."""
    fragments, inked = [], []
    for row, page in enumerate(pages):
        (place,), (fragment,) = page.inked, page.fragments
        box = replace(place.box, top=place.box.top + 100 * row, bottom=place.box.bottom + 100 * row)
        inked.append(replace(place, box=box))
        fragments.append(replace(fragment, region=box, readings=(replace(fragment.readings[0], box=box),)))
    return replace(pages[0], fragments=tuple(fragments), inked=tuple(inked))
