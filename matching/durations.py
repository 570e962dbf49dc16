"""Lengths of time however they are written: "4:57", "4m 57sec", "297", "4.950" and "297000" are one.

A clock or a unit says what it is; a bare number is seconds, minutes, hours or thousandths of a second, whichever comes
nearest to what those of the column that say so last.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import log
from statistics import median

_CLOCK = re.compile(r"(?:(?P<h>\d{1,3}):)?(?P<m>\d{1,4}):(?P<s>[0-5]\d(?:\.\d+)?)", re.ASCII)
_IN_UNITS = re.compile(
    r"(?:pt)?(?:(?P<h>\d+)\s*h(?:ou)?(?:rs?)?\.?)?,?\s*(?:(?P<m>\d+)\s*m(?:in(?:ute)?s?)?\.?)?,?\s*"
    r"(?:(?P<s>\d+(?:\.\d+)?)\s*s(?:ec(?:ond)?s?)?\.?)?",
    re.ASCII | re.IGNORECASE,
)
_BARE = re.compile(r"\d{1,9}(?:\.\d+)?", re.ASCII)
_UNITS = (0.001, 1.0, 60.0, 3600.0)
"""Seconds."""


def told_seconds(value: str) -> float:
    """How long a value lasts that says its units, in seconds; 0 where it does not, or says nothing."""
    found = _CLOCK.fullmatch(value.strip()) or _IN_UNITS.fullmatch(value.strip())
    if found is None:
        return 0.0
    return 3600 * float(found["h"] or 0) + 60 * float(found["m"] or 0) + float(found["s"] or 0)


def is_bare(value: str) -> bool:
    """It is a number without a unit."""
    return _BARE.fullmatch(value.strip()) is not None


def usual_seconds(values: Sequence[str]) -> float:
    """How long those usually last that say their units, in seconds.

    Raises:
        ValueError: none does.
    """
    told = [seconds for value in values if (seconds := told_seconds(value))]
    if not told:
        raise ValueError("no value says its units")
    return median(told)


def whole_seconds(value: str, usual: float) -> str:
    """How long a value lasts in whole seconds, where `usual` many are usual; empty where it says nothing."""
    seconds = told_seconds(value)
    if not seconds and is_bare(value) and (number := float(value)):
        seconds = number * min(_UNITS, key=lambda unit: abs(log(number * unit / usual)))
    return str(round(seconds)) if seconds else ""
