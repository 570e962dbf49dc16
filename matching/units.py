"""Homes within one house: apartment 2 and apartment 3 have the street and the number in common and are two."""

from __future__ import annotations

import re

from matching.normalise import fold
from records.addresses import UNITS

_UNIT = re.compile(
    rf"(?:\b(?:{'|'.join(sorted(UNITS))})\b[\s.]*#?|#)\s*([A-Z]?\d+(?:[\s-]?[A-Z])?|[A-Z])\b", re.IGNORECASE
)
_HOUSE_AND_STREET = re.compile(r"\S+\s+\S")


def split_unit(address: str) -> tuple[str, str]:
    """The address of the house, and the unit in it; empty where none is named.

    "12 Main St, Apt. 2-B" is "12 Main St, " and "28", as look-alike glyphs are one. "Apt 2", "# 2" and "UNIT 2" are the
    same; of a building and an apartment in it the last one counts.
    """
    named = [each for each in _UNIT.finditer(address) if _HOUSE_AND_STREET.match(address[: each.start()].strip())]
    if not named:
        return address, ""
    return address[: named[0].start()], fold("".join(filter(str.isalnum, named[-1][1]))).lstrip("0")
