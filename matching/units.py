"""Homes within one house: apartment 2 and apartment 3 have the street and the number in common and are two."""

from __future__ import annotations

from matching.normalise import fold
from records import addresses


def split_unit(address: str) -> tuple[str, str]:
    """The address of the house, and the unit in it; empty where none is named.

    "12 Main St, Apt. 2-B" is "12 Main St, " and "28", as look-alike glyphs are one. "Apt 2", "# 2" and "UNIT 2" are the
    same.
    """
    house, unit = addresses.split_unit(address)
    return house, fold("".join(filter(str.isalnum, unit))).lstrip("0")
