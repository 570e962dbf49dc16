"""A measure as a sentence that a supervisor can read aloud."""

from __future__ import annotations

import re
from dataclasses import dataclass

from records.measure import Measure


@dataclass(frozen=True, slots=True)
class Counted:
    """What a measure rests on."""

    rows: int
    """In the digital list."""
    merged: int
    """Rows that repeat another."""
    recovered: int
    """Orders that only the paper has."""
    unaccounted: int
    """Numbers that neither list holds."""
    orders: int
    """With the recovered ones."""
    based_on: int
    """Those of them that have what the measure needs."""
    unreviewed: int
    """Those of these whose value was read from paper and waits for a person."""
    of: str = ""
    """The department, the month (YYYY-MM) or the category that it is of; empty for all orders."""


_OPENINGS = {
    "days_to_complete_median": "Half of the finished orders took {} or less",
    "days_to_complete_p90": "Nine in ten of the finished orders took {} or less",
    "on_time_share": "{} of the finished orders were done on time",
    "labor_hours": "The orders took {}",
    "cost_per_order": "An order cost {} on average",
    "total_cost": "The orders cost {} together",
    "backlog": "Still open: {}",
}

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_RATES = frozenset({"days_to_complete_median", "days_to_complete_p90", "on_time_share", "cost_per_order"})
"""Measures of which every further binder tells the same thing anew; a count and a total grow with it."""


def sentence(measure: Measure, counted: Counted) -> str:
    """What the measure means, where it comes from and how sure it is; each part only where it applies."""
    if measure.recovered is None:
        return f"{measure.label}: cannot be computed, because no order says what it takes."
    first = _orders(measure, counted) if measure.name == "orders" else _figures(measure, counted)
    parts = (first, _range(measure, counted), _spread(measure), _basis(measure, counted))
    said = " ".join(part for part in parts if part)
    return f"{_scope(counted.of)}: {said}" if counted.of else said


def _scope(name: str) -> str:
    """A month in words, any other name as it is."""
    found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", name)
    return f"{_MONTHS[int(found.group(2)) - 1]} {found.group(1)}" if found else name


def _orders(measure: Measure, counted: Counted) -> str:
    shown = f"The digital list shows {_plural(counted.rows, 'order')}"
    if counted.merged:
        shown += f", {_number(counted.rows - counted.merged)} once repeated rows are merged"
    if not counted.recovered:
        return f"{shown}; the paper adds none."
    return (
        f"{shown}; with the {_number(counted.recovered)} found only on paper there are {_number(counted.orders)}"
        f"{_change(measure)}."
    )


def _figures(measure: Measure, counted: Counted) -> str:
    opening = _OPENINGS.get(measure.name, measure.label + ": {}")
    digital, recovered = _amount(measure, measure.digital), _amount(measure, measure.recovered)
    if measure.digital is None:
        return f"{opening.format(recovered)}, with the paper; the digital list alone does not say."
    said = f"{opening.format(digital)} by the digital list; {_source(counted)}"
    return f"{said}, it stays so." if digital == recovered else f"{said}, {recovered}{_change(measure)}."


def _source(counted: Counted) -> str:
    merged = f"with {_plural(counted.merged, 'repeated row')} merged" if counted.merged else ""
    paper = f"with the {_plural(counted.recovered, 'order')} found only on paper" if counted.recovered else ""
    return " and ".join(part for part in (merged, paper) if part) or "with what the paper says"


def _range(measure: Measure, counted: Counted) -> str:
    if not counted.unaccounted:
        return ""
    missing = f"{_plural(counted.unaccounted, 'number')} {'is' if counted.unaccounted == 1 else 'are'} in neither list"
    if measure.lowest is None or measure.highest is None:
        return f"{missing}; nothing says how much this could change."
    low, high = _amount(measure, measure.lowest), _amount(measure, measure.highest)
    if low == high:
        return f"{missing}, which changes nothing."
    bounds = f"up to {high}" if measure.lowest == measure.recovered else f"anything from {low} to {high}"
    if measure.expected is None:
        return f"{missing}, so it may be {bounds}."
    likely = _amount(measure, measure.expected)
    if likely == high:
        return f"{missing}: {likely} with {'it' if counted.unaccounted == 1 else 'them'}."
    return (
        f"{missing}: most likely {likely} with {'it' if counted.unaccounted == 1 else 'them'}, and it may be {bounds}."
    )


def _spread(measure: Measure) -> str:
    """How far it would move with other binders; of a count and a total it says only how unlike the binders are."""
    if measure.low is None or measure.high is None or measure.name not in _RATES:
        return ""
    low, high = _amount(measure, measure.low), _amount(measure, measure.high)
    return f"From other binders of this kind it would come out between {low} and {high}, 19 times in 20."


def _basis(measure: Measure, counted: Counted) -> str:
    parts = []
    if measure.name not in {"orders", "backlog"} and counted.based_on < counted.orders:
        parts.append(f"This rests on {_number(counted.based_on)} of {_plural(counted.orders, 'order')}.")
    if counted.unreviewed:
        rest = "has a value" if counted.unreviewed == 1 else "have values"
        parts.append(f"{_plural(counted.unreviewed, 'order')} {rest} read from paper that no one has checked yet.")
    return " ".join(parts)


def _change(measure: Measure) -> str:
    """How far the recovered figure lies from the digital one, in points for a share; empty where it does not."""
    if measure.digital is None or measure.recovered is None or measure.digital == measure.recovered:
        return ""
    moved = measure.recovered - measure.digital
    if measure.unit == "share":
        return f" ({moved * 100:+.1f} points)".replace("-", "−")
    return f" ({moved / measure.digital * 100:+.1f} %)".replace("-", "−") if measure.digital else ""


def _amount(measure: Measure, value: float | None) -> str:
    if value is None:
        return "not known"
    if measure.unit == "share":
        return _share(value)
    if measure.unit == "dollars":
        return f"${value:,.2f}"
    if measure.unit == "orders":
        return _plural(round(value), "order")
    return f"{_trimmed(value)} {measure.unit[:-1] if value == 1 else measure.unit}"


def _share(value: float) -> str:
    """In per cent with one decimal; what is not all or nothing is not rounded to it."""
    if 0 < value < 1:
        value = min(max(value, 0.001), 0.999)
    return f"{_trimmed(value * 100)} %"


def _trimmed(value: float) -> str:
    """With one decimal, or none where that would be zero."""
    return f"{value:,.1f}".removesuffix(".0")


def _plural(count: int, word: str) -> str:
    return f"{_number(count)} {word}{'' if count == 1 else 's'}"


def _number(count: int) -> str:
    return f"{count:,}"
