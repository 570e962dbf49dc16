"""What the bar codes on a page say for its order number: that it is right, that it is not, or what it is.

A code carries its own check sum and is read whole or not at all; but anybody can print one, and sheets bear codes of
assets, parts and letters too. So a code speaks of the order number only where it is shaped like one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from digitize.layout import holds
from digitize.page import Fragment
from digitize.parse import CONFUSED
from digitize.serial import ALONE
from digitize.shapes import shape_of
from records.order import Alternative, FieldReading, ReadingStatus
from records.page import Code
from records.values import parse_identifier

ENGINE = "code"
"""Named as the engine where the value came from a bar code."""
CERTAIN = 0.999
"""Two ways of writing that have nothing in common, print and bars, say the same."""
_PART = re.compile(r"[^\s|;,?&=:/]+")
"""A QR code may say more than the number: an address on the web, several fields with marks between them."""


def confirmed(fragments: Sequence[Fragment], codes: Sequence[Code]) -> tuple[Fragment, ...]:
    """The orders of a page, each with its number as the codes in its part of the page have it."""
    return tuple(_confirmed(f, [c for c in codes if len(fragments) == 1 or holds(f.region, c.box)]) for f in fragments)


def _confirmed(fragment: Fragment, codes: Sequence[Code]) -> Fragment:
    if not codes or fragment.row is not None:
        return fragment
    number = next((reading for reading in fragment.readings if reading.name == "order_number"), None)
    said = _weighed(number, fragment, codes) if number and number.value else _proposed(fragment, number, codes)
    if said is None or said is number:
        return fragment
    return replace(fragment, readings=(said, *(r for r in fragment.readings if r.name != "order_number")))


def _weighed(number: FieldReading, fragment: Fragment, codes: Sequence[Code]) -> FieldReading:
    """The number as read: certain where a code says the same, in doubt where one says another number of its shape."""
    read, taken = _bare(number.value or ""), _taken(fragment)
    parts = list(dict.fromkeys(part for _, part in _parts(codes)))
    if any(_bare(part) == read for part in parts):
        return replace(number, confidence=max(number.confidence, CERTAIN), doubt="")
    shape = shape_of(_folded(read))
    rivals = [part for part in parts if shape_of(_folded(part)) == shape and _bare(part) not in taken]
    return _doubted(number, rivals, read) if rivals else number


def _doubted(number: FieldReading, rivals: Sequence[str], read: str) -> FieldReading:
    """The number beside what the codes say; where look-alikes alone separate the two, the code's spelling."""
    same = [part for part in rivals if _folded(part) == _folded(read)]
    if same:
        value = parse_identifier(same[0]).value or number.value
        return replace(number, value=value, status=ReadingStatus.REPAIRED, confidence=CERTAIN, doubt="")
    others = tuple(Alternative(parse_identifier(part).value or part, part, ENGINE) for part in rivals)
    why = f"the print says {number.value}, a bar code says {' or '.join(other.value for other in others)}"
    confidence = min(number.confidence, 0.5)
    return replace(number, confidence=confidence, alternatives=(*others, *number.alternatives), doubt=why)


def _proposed(fragment: Fragment, number: FieldReading | None, codes: Sequence[Code]) -> FieldReading | None:
    """The number of an order on which none was read, where the codes hold just one thing that can be it."""
    taken = _taken(fragment)
    able = {
        value: code
        for code, part in _parts(codes)
        if part == code.text and _bare(part) not in taken and _numbers_an_order(part, code)
        if (value := parse_identifier(part).value)
    }
    if len(able) != 1:
        return number
    ((value, code),) = able.items()
    page = number.page if number else next((reading.page for reading in fragment.readings), 0)
    if not page:
        return number
    return FieldReading("order_number", value, code.text, ReadingStatus.OK, 0.8, page, code.box, ENGINE, doubt=ALONE)


def _taken(fragment: Fragment) -> set[str]:
    """The values of the order's other fields: a code that says one of them, an asset's tag, is about that."""
    return {_bare(r.value) for r in (*fragment.readings, *fragment.extras) if r.value and r.name != "order_number"}


def _numbers_an_order(part: str, code: Code) -> bool:
    """Whether a code can be a number that someone gave an order: three digits or more, and no number of a product."""
    return (
        4 <= len(part) <= 24 and sum(map(str.isdigit, part)) >= 3 and not code.kind.startswith(("ean", "upc", "isbn"))
    )


def _parts(codes: Sequence[Code]) -> Iterator[tuple[Code, str]]:
    """Each code as a whole, then the parts of what it says."""
    for code in codes:
        yield code, code.text
        parts = _PART.findall(code.text)
        yield from ((code, part) for part in parts if part != code.text)


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, text)).upper()


def _folded(text: str) -> str:
    return _bare(text).translate(CONFUSED)
