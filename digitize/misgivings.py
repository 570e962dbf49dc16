"""What sends a value to a person however likely it is among those that the ink may be."""

from __future__ import annotations

from datetime import date

from digitize.candidates import Candidate
from digitize.lexicon import WORDY
from digitize.lore import Known
from digitize.page import Inked
from digitize.spelling import bare
from digitize.voting import COVERED
from records.fields import Field, FieldType
from records.order import ReadingStatus

STROKE = "one upright stroke: a figure one, or the side of a frame"
OUTSIDE = "a day far from the binder's others, and not written clearly"
NO_NUMBER = "no number: the others of the binder have figures"
NO_FIGURE = "a number without a figure"

_STROKES = frozenset("1|lI!/")
"""What one upright stroke is read as: few write a whole dollar without its cents."""
_ENOUGH = 5
"""Values from which it can be told whether a field's have figures."""
_MOSTLY = 0.9
"""The share of them that have."""


def misgiving(kind: Field, best: Candidate, place: Inked, known: Known) -> str:
    """Why a person should look at the likeliest value of a place; empty where nothing speaks against it."""
    if kind.type is FieldType.MONEY and all(form.strip() in _STROKES for form in best.forms):
        return STROKE
    if kind.type in WORDY and _is_cut_short(best.value.casefold(), place, known):
        return COVERED
    if kind.type is FieldType.DATE and best.status is ReadingStatus.REPAIRED and _is_outside(best.value, known):
        return OUTSIDE
    if kind.type is FieldType.IDENTIFIER and not _has_figure(best.value):
        return _without_figure(best.value, known)
    return ""


def _is_outside(day: str, known: Known) -> bool:
    """Whether a day lies outside the binder's own: what a stamp leaves of a year, "06/25/20", is another one."""
    return bool(known.days) and not known.days[0] <= date.fromisoformat(day) <= known.days[-1]


def _is_cut_short(value: str, place: Inked, known: Known) -> bool:
    """Whether a value that no engine read by itself is the beginning of a known one: a stamp lies over the rest."""
    if any(bare(vote.text) == bare(value) for vote in place.votes):
        return False
    values = {v.casefold() for of in (known.binder, known.records) for v in of.values_of(known.name)}
    return value not in values and any(other.startswith(f"{value} ") for other in values)


def _without_figure(value: str, known: Known) -> str:
    """What a number without a figure is: none beside others that have some, in doubt where no list has it."""
    if value in known.records.values_of(known.name):
        return ""
    others = {other: count for other, count in known.binder.values_of(known.name).items() if other != value}
    if len(others) < _ENOUGH:
        return NO_FIGURE
    having = sum(count for other, count in others.items() if _has_figure(other))
    return NO_NUMBER if having >= _MOSTLY * sum(others.values()) else ""


def _has_figure(value: str) -> bool:
    return any(map(str.isdigit, value))
