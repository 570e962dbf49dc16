"""How each field is compared: a list of levels from the surest agreement to none.

The same object computes (over pairs of distinct values), explains (its labels) and is written down (`as_dict`). The
probabilities beside a level are where learning starts: for pairs that are the same order (`match`), pairs that have to
do with each other and are not (`related`: neighbours, repeat requests), and pairs that have not. They sum to one down
each column. Ten records can be linked by them alone; with more, EM moves them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.levels import (
    Alike,
    Both,
    Crossed,
    Edits,
    Otherwise,
    Pairs,
    Same,
    Tail,
    Test,
    Within,
    WithinShare,
    as_words,
)

MISSING = -1
"""The level of a pair where one side has no value."""


@dataclass(frozen=True, slots=True)
class Level:
    """One outcome of a comparison."""

    label: str
    """What a clerk is told."""
    test: Test
    match: float
    related: float
    unrelated: float
    rare: bool = False
    """Agreement on a rare value counts more than on a common one."""


@dataclass(frozen=True, slots=True)
class FieldComparison:
    """A field and its levels, tried in order."""

    field: str
    type: str
    """What features are derived from the values: see `FEATURES`."""
    levels: tuple[Level, ...]
    share: float = 1.0
    """How much of the weight counts, where the field says again what another has said."""

    def grade(self, pairs: Pairs) -> NDArray[np.int8]:
        """The level of each pair of values."""
        grades = np.full(len(pairs.left), MISSING, dtype=np.int8)
        left = np.arange(len(grades))
        for number, level in enumerate(self.levels):
            rest = Pairs(pairs.features, pairs.left[left], pairs.right[left])
            holds = level.test.holds(rest)
            grades[left[holds]] = number
            left = left[~holds]
        return grades

    def as_dict(self) -> dict[str, object]:
        """The comparison as it is written down."""
        levels = [
            {
                "label": level.label,
                "test": as_words(level.test),
                "match": level.match,
                "related": level.related,
                "unrelated": level.unrelated,
            }
            for level in self.levels
        ]
        return {"field": self.field, "type": self.type, "share": self.share, "levels": levels}


def _number(field: str) -> FieldComparison:
    return FieldComparison(
        field,
        "identifier",
        (
            Level("same", Same("clean"), 0.80, 0.0005, 0.00001, rare=True),
            Level("same but for look-alike glyphs", Same("folded"), 0.04, 0.0001, 0.00001),
            Level("same digits, prefix left out", Both(Same("end"), Tail("folded")), 0.05, 0.0005, 0.0001),
            Level("one character apart", Edits("folded", 1), 0.05, 0.03, 0.006),
            Level("two characters apart", Edits("folded", 2, 6), 0.02, 0.07, 0.04),
            Level("different", Otherwise(), 0.04, 0.8989, 0.95388),
        ),
    )


def _asset(field: str, share: float) -> FieldComparison:
    return FieldComparison(
        field,
        "identifier",
        (
            Level("same", Same("clean"), 0.85, 0.35, 0.005, rare=True),
            Level("same but for look-alike glyphs", Same("folded"), 0.04, 0.01, 0.001),
            Level("one character apart", Edits("folded", 1), 0.04, 0.04, 0.02),
            Level("different", Otherwise(), 0.07, 0.60, 0.974),
        ),
        share,
    )


def _date(field: str, share: float) -> FieldComparison:
    return FieldComparison(
        field,
        "date",
        (
            Level("same", Same("day"), 0.84, 0.20, 0.003, rare=True),
            Level("month and day swapped", Crossed("day", "swapped"), 0.01, 0.002, 0.002),
            Level("within 3 days", Within("day", 3), 0.05, 0.28, 0.018),
            Level("one digit apart", Edits("digits", 1), 0.04, 0.06, 0.05),
            Level("within 14 days", Within("day", 14), 0.025, 0.218, 0.06),
            Level("within 60 days", Within("day", 60), 0.015, 0.14, 0.18),
            Level("different", Otherwise(), 0.02, 0.10, 0.687),
        ),
        share,
    )


def _money(field: str, share: float) -> FieldComparison:
    return FieldComparison(
        field,
        "money",
        (
            Level("same", Same("hundredths"), 0.86, 0.05, 0.003, rare=True),
            Level("same digits, decimal point elsewhere", Same("digits"), 0.02, 0.002, 0.002),
            Level("one digit apart", Edits("digits", 1), 0.05, 0.02, 0.015),
            Level("within 2 %", WithinShare("hundredths", 0.02), 0.02, 0.028, 0.01),
            Level("within 20 %", WithinShare("hundredths", 0.2), 0.015, 0.15, 0.12),
            Level("different", Otherwise(), 0.035, 0.75, 0.85),
        ),
        share,
    )


def _hours(field: str, share: float) -> FieldComparison:
    return FieldComparison(
        field,
        "hours",
        (
            Level("same", Same("hundredths"), 0.85, 0.12, 0.06, rare=True),
            Level("same digits, decimal point elsewhere", Same("digits"), 0.02, 0.01, 0.01),
            Level("within half an hour", Within("hundredths", 50), 0.04, 0.17, 0.13),
            Level("different", Otherwise(), 0.09, 0.70, 0.80),
        ),
        share,
    )


def _phone(field: str) -> FieldComparison:
    return FieldComparison(
        field,
        "phone",
        (
            Level("same", Same("full"), 0.84, 0.15, 0.0005, rare=True),
            Level("same but for the area code", Same("local"), 0.03, 0.01, 0.0002),
            Level("one digit apart", Edits("local", 1, 7), 0.05, 0.01, 0.0003),
            Level("different", Otherwise(), 0.08, 0.83, 0.999),
        ),
    )


def _name(field: str, share: float) -> FieldComparison:
    return FieldComparison(
        field,
        "name",
        (
            Level("same words", Same("sorted"), 0.70, 0.12, 0.003, rare=True),
            Level("same last name and initial", Same("initial"), 0.10, 0.03, 0.003),
            Level("first and last name swapped", Crossed("initial", "swapped"), 0.02, 0.005, 0.0005),
            Level("nearly the same", Alike("sorted", "jaro_winkler", 92), 0.06, 0.02, 0.002),
            Level("one name holds the other", Alike("sorted", "token_set", 92), 0.03, 0.02, 0.008),
            Level("last name nearly the same", Alike("last", "jaro_winkler", 90), 0.03, 0.045, 0.0085),
            Level("different", Otherwise(), 0.06, 0.76, 0.975),
        ),
        share,
    )


def _address(field: str) -> FieldComparison:
    return FieldComparison(
        field,
        "address",
        (
            Level("same house and street", Same("place"), 0.70, 0.35, 0.001, rare=True),
            Level(
                "same house, street nearly",
                Both(Same("house"), Alike("street", "jaro_winkler", 88)),
                0.12,
                0.08,
                0.0005,
            ),
            Level("same street, house one digit apart", Both(Same("street"), Edits("house", 1, 1)), 0.05, 0.07, 0.003),
            Level("same street", Same("street"), 0.04, 0.25, 0.02),
            Level("similar words", Alike("words", "token_sort", 82), 0.04, 0.05, 0.003),
            Level("different", Otherwise(), 0.05, 0.20, 0.9725),
        ),
    )


def _choice(field: str, share: float) -> FieldComparison:
    return FieldComparison(
        field,
        "choice",
        (
            Level("same", Same("words"), 0.80, 0.45, 0.12, rare=True),
            Level("similar", Alike("words", "token_set", 85), 0.10, 0.10, 0.06),
            Level("different", Otherwise(), 0.10, 0.45, 0.82),
        ),
        share,
    )


def _text(field: str, share: float) -> FieldComparison:
    return FieldComparison(
        field,
        "text",
        (
            Level("same", Same("words"), 0.50, 0.07, 0.002, rare=True),
            Level("nearly the same", Alike("words", "token_sort", 85), 0.16, 0.03, 0.003),
            Level("similar", Alike("words", "token_set", 75), 0.16, 0.10, 0.035),
            Level("some words in common", Alike("words", "token_set", 55), 0.08, 0.25, 0.21),
            Level("different", Otherwise(), 0.10, 0.55, 0.75),
        ),
        share,
    )


COMPARISONS: tuple[FieldComparison, ...] = (
    _number("order_number"),
    _date("requested_on", 1.0),
    _date("started_on", 0.4),
    _date("completed_on", 0.6),
    _date("due_on", 0.4),
    _address("location"),
    _name("requester_name", 1.0),
    _phone("requester_phone"),
    _asset("asset", 1.0),
    _asset("account", 0.6),
    _choice("category", 0.7),
    _text("description", 1.0),
    _text("work_performed", 0.6),
    _name("assigned_to", 0.6),
    _hours("labor_hours", 1.0),
    _money("total_cost", 1.0),
    _money("labor_cost", 0.4),
    _money("material_cost", 0.6),
    _money("equipment_cost", 0.6),
    _money("other_cost", 0.6),
)
"""How orders are compared. Dates hang together, and so do the costs with their total: the later ones count in part, as
the share of what they add to the first (two-class weights of dependent fields add up to more than is known)."""
