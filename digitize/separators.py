"""Separator sheets: how many pages or orders the batch behind one is said to have.

A sheet says so in words ("Documents: 12", "25 sheets") or in its code ("BATCH=7;COUNT=25").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from digitize.layout import Layout, lines_of
from records.page import Code

SEPARATOR = re.compile(
    r"\b(?:separator|patch\s*[-_]?\s*(?:code|[t1-6])|batch\s*[-_]?\s*(?:header|separator|sheet|start|begin))\b",
    re.IGNORECASE,
)
"""What such a sheet calls itself."""
CODED = re.compile(r"\b(?:batch|separat\w*|patch\s*[-_]?\s*[t1-6]|sep)(?=$|[\W_\d])", re.IGNORECASE)
"""What its code says, with anything behind it."""
_ORDERS = r"orders?|documents?|docs?|records?|tickets?"
_PAGES = r"pages?|sheets?|images?|count|qty"
_KEYED = re.compile(
    rf"\b(?P<what>{_ORDERS}|{_PAGES})\b\s*(?:no\.?|number)?\s*[:=#]\s*(?P<count>\d{{1,4}})\b", re.IGNORECASE
)
_COUNTED = re.compile(
    rf"(?<![\d/.-])(?P<count>\d{{1,4}})\s+(?P<what>{_ORDERS}|pages?|sheets?|images?)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Declared:
    """How much a separator says there is behind it; None where it does not say."""

    pages: int | None = None
    orders: int | None = None


def declared(layout: Layout, codes: Sequence[Code]) -> Declared:
    """The count that a separator declares, by its code before its words."""
    texts = [code.text for code in codes] + [" ".join(word.text for word in line) for line in lines_of(layout.words)]
    for text in texts:
        found = _KEYED.search(text) or _COUNTED.search(text)
        if found:
            count = int(found["count"])
            return Declared(orders=count) if re.fullmatch(_ORDERS, found["what"], re.I) else Declared(pages=count)
    return Declared()


def is_separator(layout: Layout, codes: Sequence[Code], few: int) -> bool:
    """Whether a sheet calls itself a separator, or bears hardly more than a code that does."""
    text = " ".join(word.text for word in layout.words)
    said = SEPARATOR.search(text) is not None and len(layout.words) < 5 * few
    return said or (len(layout.words) <= 2 * few and any(CODED.search(code.text) for code in codes))
