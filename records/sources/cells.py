"""Typed cells as text: numbers without a false .0, days without a false midnight, nothing lost to rounding."""

from __future__ import annotations

import math
from datetime import date, datetime, time, timedelta
from decimal import Decimal

EXACT = 2**53
"""Whole numbers beyond this may have lost digits when they were kept as floats."""


def cell_text(value: object) -> str:
    """A typed value as the text of a cell."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool | None):
        return {None: "", True: "true", False: "false"}[value]
    if isinstance(value, float | Decimal):
        return _number_text(value)
    if isinstance(value, date | time | timedelta):
        return _time_text(value)
    return _bytes_text(bytes(value)) if isinstance(value, bytes | bytearray | memoryview) else str(value)


def _number_text(value: float | Decimal) -> str:
    if not math.isfinite(value):
        return "" if math.isnan(value) else ("inf" if value > 0 else "-inf")
    if isinstance(value, Decimal):
        return f"{value:f}"
    if value.is_integer() and abs(value) < 1e21:
        return str(int(value))
    text = repr(value)
    return f"{Decimal(text):f}" if "e" in text else text


def _time_text(value: date | datetime | time | timedelta) -> str:
    if isinstance(value, timedelta):
        seconds = int(value.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}" if seconds >= 0 else str(value)
    if isinstance(value, datetime):
        bare = value.time() == time(0) and value.tzinfo is None
        return value.date().isoformat() if bare else value.isoformat(sep=" ")
    return value.isoformat()


def _bytes_text(value: bytes) -> str:
    """Text where the bytes are text, else hexadecimal."""
    try:
        text = value.decode("utf-8")
    except UnicodeDecodeError:
        return f"0x{value[:64].hex()}"
    return text if text.isprintable() else f"0x{value[:64].hex()}"
