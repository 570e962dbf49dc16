"""Finds an order number that is printed without a label: the red serial at the top of a pad."""

from __future__ import annotations

import re
from collections.abc import Sequence

from digitize.confidence import believed
from digitize.layout import Layout
from records.evidence import Evidence, Relation
from records.fields import FieldType
from records.order import FieldReading, ReadingStatus
from records.page import Word
from records.values import parse_identifier

_SERIAL = re.compile(r"^(?=(?:.*\d){3})[A-Z]{0,6}[-#./]?\d{2,}(?:[-./]?[A-Z0-9]+){0,3}$")
_OTHER = re.compile(
    r"\d{1,2}/100|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{3}[-.]\d{4}|\d{3}[-.]\d{3}[-.]\d{4}|\d{5}(?:-\d{4})?|[\d,]+\.\d\d|(?:19|20)\d\d"
)
"""Cents of an amount in words, dates, telephone numbers, ZIP codes, amounts, years: numbers that identify no order."""
_LIKE_FIGURES = str.maketrans("OQISBZ", "001582")
"""Capitals that engines read for figures: "SSS-2177" is a telephone number."""
_LARGE = 1.15
"""Ems that a number of figures alone is high at least, or one with a letter that may be a figure before them."""
UNLABELLED = "printed without a label"
"""The doubt of such a number, until the binder's other numbers show it to be one."""
ALONE = "only a bar code says it"
"""The doubt of a number that no print confirmed, settled in the same way."""


def find_serial(layout: Layout, page: int, engine: str, beside: Sequence[FieldReading] = ()) -> FieldReading | None:
    """The largest thing in the upper third that looks like a serial number, None where nothing does.

    Args:
        layout: The page's words.
        page: Its number.
        engine: What read it.
        beside: The page's other readings: a house number or an account in one of them is no serial.
    """
    found = [
        word
        for word in layout.words
        if word.box.top < layout.height * 0.4
        and _is_serial(word, layout.em)
        and not any(_is_of(word, r) for r in beside)
    ]
    best = max(found, key=lambda word: (_lettered(word), word.box.height, -word.box.top), default=None)
    if best is None or not (_lettered(best) or best.box.height > _LARGE * layout.em):
        return None
    value = parse_identifier(best.text).value
    reading = FieldReading(
        "order_number", value, best.text, ReadingStatus.OK, 0.0, page, best.box, engine, doubt=UNLABELLED
    )
    sure = round(best.confidence, 4)
    return believed(reading, Evidence(Relation.WORD, FieldType.IDENTIFIER, chosen=sure, length=len(value or "")))


def _is_serial(word: Word, em: float) -> bool:
    text = word.text.strip(".,:;|#").upper()
    pressed = text[:1].isalpha() and text[1:2].isdigit() and word.box.height > _LARGE * em  # S14-3200 is no 514-3200
    plain = text if pressed else text.translate(_LIKE_FIGURES)
    return word.confidence > 0.4 and bool(_SERIAL.match(text)) and not _OTHER.fullmatch(plain)


def _is_of(word: Word, reading: FieldReading) -> bool:
    """Whether a word is a part of what was read for a field."""
    value = parse_identifier(word.text.strip(".,:;|#")).value
    inside = reading.box is not None and reading.box.overlap(word.box) > 0
    return inside and value is not None and value in (reading.value or "").upper()


def _lettered(word: Word) -> bool:
    """Whether letters and a separator make it a number of its own kind: WO-2019-00412."""
    return bool(re.match(r"^[A-Za-z]{1,6}[-#./]?\d", word.text)) and sum(map(str.isdigit, word.text)) >= 4
