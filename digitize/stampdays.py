"""Which day a stamp shows, of the days on which its paper can have come in.

A stamp across a form loses its year under a caption, its month in a worn pad. But a paper comes in soon after the days
that it speaks of, and a recogniser says of each day how far its ink is from showing it. Both together often leave one.
"""

from __future__ import annotations

import math
import re
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

import ocr
from digitize.layout import Layout
from records.fields import FieldType
from records.values import parse_value

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
BEFORE, AFTER = 3, 180
"""Days before and after one that the page speaks of within which it came in."""
_SOON = 45.0
"""Days in which the chance that it comes in still falls to a third."""
_MOST = 4
"""Days that the page speaks of which are asked about, the last ones: those of the paper and not of what it tells."""
_ELSEWHERE = 0.01
"""Chance of a day that was read and is near none of those, as a share of the likeliest day's."""
_LETTER = 3.0
"""Nats that each letter or digit found is better than what stands anywhere: one of twenty that stamps have."""
_BEST = 2
"""Readings of a line that count, of four: by itself or with what it runs across, as it is or with its dots joined."""
_FOUND = 7.0
"""Nats, on average of a line's best readings, from which the line shows a day: half of them a month and a day of it."""
SURE = 0.9
"""Chance among all days from which one is the stamp's."""
_READINGS = 4
"""Readings of one line, one after another, as `ocr.StampReading` has them."""
_DAY_AND_HOUR = re.compile(r"[A-Z]{2}[.\s-]*(\d{1,2})\s+\d")
"""A month's end, the digits behind it, and a figure apart from them."""
_SAID = re.compile(
    r"(?<![\d/-])\d{1,2}[/-]\d{1,2}[/-](?:\d{4}|\d{2})(?![\d/-])|\b[A-Z][A-Za-z]{2,8}\.? ?\d{1,2},? ?(?:19|20)\d\d\b"
)
"""Days in running text: 3/18/1993, March 18, 1993."""
_MONTH_SAID = re.compile(rf"\b({'|'.join(MONTHS)})[a-z]{{0,6}}[.,]* ?,?((?:19|20)\d\d)\b", re.IGNORECASE)
"""A month of which a page tells: January, 1992."""
_FORMS_OWN = re.compile(r"\b(?:expire|expires|expiration|rev|revised|edition)\b", re.IGNORECASE)
"""What stands beside a day that the form has printed about itself."""


def days_said(layout: Layout) -> tuple[date, ...]:
    """The days that a page speaks of, the last first; of a month the last."""
    lines: dict[int, list[str]] = {}
    for segment in layout.segments:
        lines.setdefault(segment.line, []).append(segment.text)
    said = [text for text in map(" ".join, lines.values()) if not _FORMS_OWN.search(text)]
    days = {
        date.fromisoformat(value)
        for text in said
        for found in _SAID.findall(text)
        if (value := parse_value(FieldType.DATE, found).value)
    }
    months = {_end_of(name, int(year)) for text in said for name, year in _MONTH_SAID.findall(text)}
    return tuple(sorted(days | months, reverse=True))


def _end_of(month: str, year: int) -> date:
    """The last day of a month."""
    number = MONTHS.index(month.upper()) + 1
    return date(year, number, monthrange(year, number)[1])


def is_near(day: date, about: Sequence[date]) -> bool:
    """Whether a paper can have come in on a day, by the days that it speaks of."""
    return any(-BEFORE <= (day - said).days <= AFTER for said in about)


def likeliest(reading: ocr.StampReading, about: Sequence[date], read: Iterable[str]) -> tuple[str, float] | None:
    """The likeliest day of a stamp and its chance among all; None where its ink shows none of those that are possible.

    Args:
        reading: The stamp's lines, with what the recogniser said of them.
        about: The days that the page speaks of.
        read: Days that were read on it as they stand, ISO 8601: possible wherever they lie.
    """
    chances = _chances(about[:_MOST], read)
    if not chances:
        return None
    texts = {day: written(day) for day in chances}
    lines = [_parted(_weighed(traces, texts), said) for said, traces in _by_line(reading)]
    found = [line for line in lines if line]
    if not found:
        return None
    weights = {day: math.log(chances[day]) + max(line[day] for line in found) for day in chances}
    best = max(weights, key=lambda day: weights[day])
    share = 1 / sum(math.exp(weight - weights[best]) for weight in weights.values())
    return best.isoformat(), round(share, 3)


def _chances(about: Sequence[date], read: Iterable[str]) -> dict[date, float]:
    """How likely each possible day is before the stamp is looked at, as a share of the likeliest."""
    chances: dict[date, float] = {}
    for said in about:
        for days in range(-BEFORE, AFTER + 1):
            day = said + timedelta(days)
            chances[day] = max(chances.get(day, 0.0), math.exp(-max(days, 0) / _SOON))
    for text in read:
        chances.setdefault(date.fromisoformat(text), _ELSEWHERE)
    return chances


def written(day: date) -> tuple[str, ...]:
    """The ways in which stamps show a day, without spaces: some without the year, or without a letter of the month."""
    month, dom, short, year = MONTHS[day.month - 1], day.day, f"{day.year % 100:02}", str(day.year)
    doms = (f"{dom}",) if dom > 9 else (f"{dom}", f"-{dom}", f"0{dom}")
    return tuple(text for one in doms for text in _ways(month, one, short, year))


def _ways(month: str, dom: str, short: str, year: str) -> tuple[str, ...]:
    """The orders of a day's parts, the full ones first."""
    whole = (f"{short}{month}{dom}", f"{month}{dom}", f"{month}{dom}{year}", f"{dom}{month}{year}")
    return (*whole, f"{short}{month[1:]}{dom}", f"{short}{month[2:]}{dom}", f"{month[1:]}{dom}")


def _by_line(reading: ocr.StampReading) -> list[tuple[tuple[str, ...], tuple[ocr.Trace, ...]]]:
    """The readings of each line that has a digit, as texts and as traces."""
    starts = range(0, len(reading.traces), _READINGS)
    pairs = [(reading.lines[at : at + _READINGS], reading.traces[at : at + _READINGS]) for at in starts]
    lines = [(tuple(text for text, _ in said), traces) for said, traces in pairs]
    return [(said, traces) for said, traces in lines if any(map(str.isdigit, "".join(said)))]


def _parted(weights: dict[date, float], said: Sequence[str]) -> dict[date, float]:
    """The weights of a line's days, those of two digits less where most of its readings part these: JUL 2 10 25 AM.

    Traces know no spaces, and a day of one digit with the first of its hour looks like one of two.
    """
    runs = [found.group(1) for text in said if (found := _DAY_AND_HOUR.search(text))]
    if 2 * sum(len(run) == 1 for run in runs) <= len(runs):
        return weights
    return {day: weight - 2 * _LETTER * (day.day > 9) for day, weight in weights.items()}


def _weighed(line: Sequence[ocr.Trace], texts: Mapping[date, Sequence[str]]) -> dict[date, float]:
    """How much better each day is found in a line than by accident, in nats; nothing where it shows no day."""
    flat = [text for each in texts.values() for text in each]
    table = [ocr.shortfalls(trace, flat) for trace in line if trace.packed]
    if not table:
        return {}
    gains = [
        _of_the_best(max(short + _LETTER * len(text), 0.0) for short in column)
        for text, column in zip(flat, zip(*table, strict=True), strict=True)
    ]
    if max(gains) < _FOUND:
        return {}
    left = iter(gains)
    return {day: max(next(left) for _ in each) for day, each in texts.items()}


def _of_the_best(gains: Iterable[float]) -> float:
    """The mean of the best readings of a line: what a caption ran through says nothing of the stamp."""
    best = sorted(gains, reverse=True)[:_BEST]
    return sum(best) / len(best)
