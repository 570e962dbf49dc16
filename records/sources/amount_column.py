"""How a column writes its amounts: with decimal points or with decimal commas, told by all its cells together.

1.234 is one and a bit in one country and a thousand in the next: only the column can say which.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_AROUND = re.compile(r"[\s$€£¥]|\b(?:eur|euros?|usd|mxn|cad|chf|gbp)\b\.?|(?<=\d)['’](?=\d{3}(?!\d))", re.IGNORECASE)
"""Currencies, blanks, and the apostrophes that Switzerland puts between thousands."""
_COMMA_END = re.compile(r"[-(]?\d(?:\d*|\d{0,2}(?:\.\d{3})+),\d{1,2}[-)]?", re.ASCII)
_POINT_END = re.compile(r"[-(]?\d[\d,]*\.\d{1,2}[-)]?", re.ASCII)


def has_decimal_commas(counts: Mapping[str, int]) -> bool:
    """Whether the column writes 687,25: some cells do, and none writes 687.25."""
    bare = [_AROUND.sub("", cell) for cell in counts if cell.strip()]
    return any(map(_COMMA_END.fullmatch, bare)) and not any(map(_POINT_END.fullmatch, bare))


def with_point(cell: str) -> str:
    """An amount of such a column with a decimal point and nothing else: 1 234,50 € is 1234.50."""
    bare = _AROUND.sub("", cell)
    return bare.replace(".", "").replace(",", ".") if bare[:1].isdigit() or bare[1:2].isdigit() else cell
