"""Times of day however they are written: "2:34 PM", "14:34" and "14:34:00" are one; alone, or behind a day."""

from __future__ import annotations

import re

DAY, HOUR = 86_400, 3_600
"""Seconds."""
_CLOCK = re.compile(
    r"(?:^|[ T,]+)(?P<h>\d{1,2}):(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d)(?:\.\d+)?)?(?: ?(?P<half>[ap])\.?m\.?)?"
    r"(?: ?Z| ?UTC| ?[+-]\d{2}:?\d{2})?$",
    re.ASCII | re.IGNORECASE,
)
_NOON = 12


def split_clock(text: str) -> tuple[str, int | None]:
    """What stands before a time of day, and that in seconds; all of the text and None where it ends in none."""
    found = _CLOCK.search(text)
    if found is None:
        return text, None
    hour = int(found["h"])
    if found["half"]:
        if not 1 <= hour <= _NOON:
            return text, None
        hour = hour % _NOON + (_NOON if found["half"] in "pP" else 0)
    if hour * HOUR >= DAY:
        return text, None
    return text[: found.start()], hour * HOUR + 60 * int(found["m"]) + int(found["s"] or 0)


def plain_clock(value: str) -> str:
    """A time of day as HH:MM:SS; empty where the value is none, or more than one."""
    before, second = split_clock(value.strip())
    return "" if before or second is None else written(second)


def written(second: int) -> str:
    """A second of the day as HH:MM:SS."""
    return f"{second // HOUR:02d}:{second % HOUR // 60:02d}:{second % 60:02d}"


def is_halved(value: str) -> bool:
    """It is a time of day that says which half of the day."""
    found = _CLOCK.search(value.strip())
    return found is not None and found["half"] is not None


def is_padded(value: str) -> bool:
    """It is a time of day that begins with two digits, as a length of time seldom does."""
    return value.strip()[2:3] == ":" and plain_clock(value) != ""
