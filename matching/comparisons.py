"""How each field is compared: a list of levels from the surest agreement to none.

The same object computes (over pairs of distinct values), explains (its labels) and is written down (`as_dict`). The
probabilities beside a level are where learning starts: for pairs that are the same order (`match`), pairs that have to
do with each other and are not (`related`: neighbours, repeat requests), and pairs that have not. They sum to one down
each column. Ten records can be linked by them alone; with more, EM moves them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matching.clocks import HOUR
from matching.ids import Ids
from matching.levels import (
    Alike,
    Apart,
    Both,
    Crossed,
    Edits,
    Either,
    Filled,
    Head,
    Mask,
    Measure,
    Otherwise,
    Pairs,
    Same,
    Steps,
    Tail,
    Test,
    Within,
    WithinShare,
    as_words,
)

MISSING = -1
"""The level of a pair where one side has no value."""
_CLASSES = ("match", "related", "unrelated")


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
    seldom: bool = False
    """Of matches no more are on this level than where learning starts, whatever is learned."""


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
        """The level of each pair of values; what several levels ask for is measured once."""
        grades = np.full(len(pairs.left), MISSING, dtype=np.int8)
        left = np.arange(len(grades))
        measured: dict[Measure, NDArray[np.float32]] = {}
        for number, level in enumerate(self.levels):
            rest = pairs.only(left)
            holds = self._holds(level.test, rest, left, measured)
            grades[left[holds]] = number
            left = left[~holds]
        return grades

    def _holds(self, test: Test, rest: Pairs, left: Ids, measured: dict[Measure, NDArray[np.float32]]) -> Mask:
        """Whether a test holds for the pairs that are left; what is measured of them is kept for later levels."""
        if isinstance(test, Both):
            found = self._holds(test.one, rest, left, measured)
            found[found] = test.other.holds(rest.only(found))
            return found
        if not isinstance(test, Edits | Alike):
            return test.holds(rest)
        if test.measure not in measured:
            made = np.zeros(int(left.max(initial=-1)) + 1, dtype=np.float32)
            made[left] = test.measure.of(rest, self._limit(test.measure))
            measured[test.measure] = made
        return test.passes(measured[test.measure][left], rest)

    def _limit(self, measure: Measure) -> float:
        """How far a measure must be known for every level that asks for it."""
        limits = [test.limit for test in self._measuring if test.measure == measure]
        return max(limits) if measure.apart else min(limits)

    @property
    def _measuring(self) -> Iterator[Edits | Alike]:
        for level in self.levels:
            test = level.test.one if isinstance(level.test, Both) else level.test
            if isinstance(test, Edits | Alike):
                yield test

    @property
    def starting(self) -> NDArray[np.float64]:
        """The chances of the levels before anything was learned: a row a class, a column a level."""
        return np.array([[getattr(each, kind) for each in self.levels] for kind in _CLASSES])

    @property
    def most(self) -> NDArray[np.float64]:
        """How many matches may be on each level at most, as shares."""
        return np.array([each.match if each.seldom else 1.0 for each in self.levels])

    @property
    def of_corpus(self) -> bool:
        """A level hangs on how rare words are among all values, not on the two values alone."""
        filled = any(isinstance(level.test, Filled) for level in self.levels)
        return filled or any(isinstance(test, Alike) and test.scorer == "terms" for test in self._measuring)

    def as_dict(self) -> dict[str, object]:
        """The comparison as it is written down."""
        levels = [
            {"label": level.label, "test": as_words(level.test), **{kind: getattr(level, kind) for kind in _CLASSES}}
            for level in self.levels
        ]
        return {"field": self.field, "type": self.type, "share": self.share, "levels": levels}


def identifier(field: str, share: float = 1.0) -> FieldComparison:
    """The number of a record: nearly every record has its own."""
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
        share,
    )


def serial(field: str, share: float = 1.0) -> FieldComparison:
    """The number of a model, a part or a thing, behind which one list may add what the other leaves out."""
    levels = identifier(field).levels
    holds = Either(levels[2].test, Head("clean", 4, ""))
    held = replace(levels[2], label="one number holds the other", test=holds)
    return FieldComparison(field, "identifier", (*levels[:2], held, *levels[3:]), share)


def asset(field: str, share: float = 1.0) -> FieldComparison:
    """The number of a thing that several records are about."""
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


def dates(field: str, share: float = 1.0) -> FieldComparison:
    """A day."""
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


def moment(field: str, share: float = 1.0) -> FieldComparison:
    """A day with its time: what was logged twice within minutes is one, what came in twice in a day may be two."""
    return FieldComparison(
        field,
        "moment",
        (
            Level("same to the second", Same("second"), 0.30, 0.002, 0.00005, rare=True),
            Level("within a minute", Within("second", 60), 0.20, 0.004, 0.0001),
            Level("within a quarter of an hour", Within("second", 900), 0.14, 0.012, 0.0006),
            Level("whole hours apart", Steps("second", HOUR, 14), 0.02, 0.006, 0.0006),
            Level("within 2 hours", Within("second", 2 * HOUR), 0.08, 0.04, 0.0025),
            Level("same day", Same("day"), 0.14, 0.15, 0.004),
            Level("within 3 days", Within("day", 3), 0.05, 0.25, 0.018),
            Level("one digit apart", Edits("digits", 1), 0.03, 0.06, 0.05),
            Level("within 60 days", Within("day", 60), 0.02, 0.30, 0.24),
            Level("different", Otherwise(), 0.02, 0.176, 0.68415),
        ),
        share,
    )


def clock(field: str, share: float = 1.0) -> FieldComparison:
    """A time of day."""
    return FieldComparison(
        field,
        "clock",
        (
            Level("same", Same("second"), 0.40, 0.02, 0.001, rare=True),
            Level("within a minute", Within("second", 60), 0.20, 0.01, 0.003),
            Level("within a quarter of an hour", Within("second", 900), 0.20, 0.05, 0.02),
            Level("half a day apart", Steps("second", 12 * HOUR, 1), 0.02, 0.01, 0.001),
            Level("within 2 hours", Within("second", 2 * HOUR), 0.10, 0.20, 0.14),
            Level("different", Otherwise(), 0.08, 0.71, 0.835),
        ),
        share,
    )


def coordinate(field: str, share: float = 1.0) -> FieldComparison:
    """Degrees of latitude or longitude; a millionth is some ten centimetres."""
    return FieldComparison(
        field,
        "coordinate",
        (
            Level("same", Same("fine"), 0.25, 0.02, 0.0002, rare=True),
            Level("within 5 m", Within("fine", 50), 0.20, 0.02, 0.0003),
            Level("within 50 m", Within("fine", 500), 0.17, 0.03, 0.003),
            Level("within 500 m", Within("fine", 5_000), 0.14, 0.04, 0.02),
            Level("within 5 km", Within("fine", 50_000), 0.14, 0.05, 0.15),
            Level("within 50 km", Within("fine", 500_000), 0.05, 0.24, 0.40),
            Level("different", Otherwise(), 0.05, 0.60, 0.4265),
        ),
        share,
    )


def money(field: str, share: float = 1.0) -> FieldComparison:
    """An amount."""
    return FieldComparison(
        field,
        "amount",
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


def duration(field: str, share: float = 1.0) -> FieldComparison:
    """A length of time, in seconds."""
    return FieldComparison(
        field,
        "amount",
        (
            Level("same", Same("hundredths"), 0.70, 0.05, 0.004, rare=True),
            Level("within 2 seconds", Within("hundredths", 200), 0.20, 0.03, 0.012),
            Level("within 2 %", WithinShare("hundredths", 0.02), 0.04, 0.04, 0.02),
            Level("within 10 %", WithinShare("hundredths", 0.1), 0.02, 0.12, 0.10),
            Level("different", Otherwise(), 0.04, 0.76, 0.864),
        ),
        share,
    )


def hours(field: str, share: float = 1.0) -> FieldComparison:
    """Hours of work."""
    return FieldComparison(
        field,
        "amount",
        (
            Level("same", Same("hundredths"), 0.85, 0.12, 0.06, rare=True),
            Level("same digits, decimal point elsewhere", Same("digits"), 0.02, 0.01, 0.01),
            Level("within half an hour", Within("hundredths", 50), 0.04, 0.17, 0.13),
            Level("different", Otherwise(), 0.09, 0.70, 0.80),
        ),
        share,
    )


def phone(field: str, share: float = 1.0) -> FieldComparison:
    """A telephone number."""
    return FieldComparison(
        field,
        "phone",
        (
            Level("same", Same("full"), 0.84, 0.15, 0.0005, rare=True),
            Level("same but for the area code", Same("local"), 0.03, 0.01, 0.0002),
            Level("one digit apart", Edits("local", 1, 7), 0.05, 0.01, 0.0003),
            Level("another line of one exchange", Same("exchange"), 0.03, 0.03, 0.002),
            Level("different", Otherwise(), 0.05, 0.80, 0.997),
        ),
        share,
    )


def name(field: str, share: float = 1.0) -> FieldComparison:
    """A person's or a firm's name, its parts in any order."""
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


def address(field: str, share: float = 1.0) -> FieldComparison:
    """A street address."""
    return FieldComparison(
        field,
        "address",
        (
            Level("same house and street", Same("home"), 0.63, 0.30, 0.0009, rare=True),
            Level("same house, another unit", Both(Same("place"), Apart("unit")), 0.01, 0.03, 0.00003),
            Level("same house, one without its unit", Same("place"), 0.06, 0.02, 0.00007),
            Level(
                "same house, street nearly",
                Both(Same("house"), Either(Alike("street", "jaro_winkler", 88), Head("street"))),
                0.12,
                0.08,
                0.0005,
            ),
            Level("same street, house one digit apart", Both(Same("street"), Edits("house", 1, 1)), 0.05, 0.07, 0.003),
            Level("same street", Same("street"), 0.04, 0.25, 0.02),
            Level("similar words", Alike("words", "ratio", 82), 0.04, 0.05, 0.003),
            Level("different", Otherwise(), 0.05, 0.20, 0.9725),
        ),
        share,
    )


def choice(field: str, share: float = 1.0) -> FieldComparison:
    """One of a few values."""
    return FieldComparison(
        field,
        "word",
        (
            Level("same", Same("words"), 0.80, 0.45, 0.12, rare=True),
            Level("similar", Alike("words", "token_set", 85), 0.10, 0.10, 0.06),
            Level("different", Otherwise(), 0.10, 0.45, 0.82),
        ),
        share,
    )


def text(field: str, share: float = 1.0) -> FieldComparison:
    """Free text, a title or a product: alike by its words and letter groups, rare ones counting most."""
    return FieldComparison(
        field,
        "text",
        (
            Level("same words", Same("words"), 0.35, 0.03, 0.0005, rare=True),
            Level("nearly the same words", Alike("terms", "terms", 85), 0.15, 0.02, 0.0003),
            Level("mostly the same words", Alike("terms", "terms", 65), 0.15, 0.05, 0.0012),
            Level("many words in common", Alike("terms", "terms", 45), 0.13, 0.10, 0.004),
            Level("some words in common", Alike("terms", "terms", 25), 0.10, 0.20, 0.02),
            Level("few words in common", Alike("terms", "terms", 10), 0.07, 0.25, 0.10),
            Level("different", Otherwise(), 0.05, 0.35, 0.874),
        ),
        share,
    )


def word(field: str, share: float = 1.0) -> FieldComparison:
    """One or two words that name something: a town, a first name, a brand."""
    return FieldComparison(
        field,
        "word",
        (
            Level("same", Same("words"), 0.80, 0.10, 0.01, rare=True),
            Level("nearly the same", Alike("words", "jaro_winkler", 93), 0.07, 0.02, 0.003),
            Level("similar", Alike("words", "jaro_winkler", 85), 0.04, 0.03, 0.012),
            Level(
                "one holds the other",
                Both(Alike("terms", "terms", 10), Alike("words", "token_set", 95)),
                0.02,
                0.01,
                0.003,
            ),
            Level("different", Otherwise(), 0.07, 0.84, 0.972),
        ),
        share,
    )


def code(field: str, share: float = 1.0) -> FieldComparison:
    """A short number or code that is shared by many rows: a house number, a postcode."""
    return FieldComparison(
        field,
        "identifier",
        (
            Level("same", Same("clean"), 0.84, 0.12, 0.01, rare=True),
            Level("same but for look-alike glyphs", Same("folded"), 0.02, 0.002, 0.001),
            Level("one character apart", Edits("folded", 1, 2), 0.06, 0.04, 0.03),
            Level("different", Otherwise(), 0.08, 0.838, 0.959),
        ),
        share,
    )


def year(field: str, share: float = 1.0) -> FieldComparison:
    """A year: the next one is a slip, or when another thought it began."""
    return FieldComparison(
        field,
        "year",
        (
            Level("same", Same("clean"), 0.84, 0.14, 0.01, rare=True),
            Level("the year before or after", Within("whole", 1), 0.04, 0.06, 0.05),
            Level("one digit apart", Edits("clean", 1, 4), 0.05, 0.30, 0.35),
            Level("different", Otherwise(), 0.07, 0.50, 0.59),
        ),
        share,
    )


def label(field: str, share: float = 1.0) -> FieldComparison:
    """What something is called in a few words: a person, a firm, a restaurant, a short title."""
    return FieldComparison(
        field,
        "label",
        (
            Level("same words", Same("sorted"), 0.60, 0.04, 0.001, rare=True),
            Level("same last name and initial", Same("initial"), 0.08, 0.01, 0.0008),
            Level("first and last name swapped", Crossed("initial", "swapped"), 0.01, 0.002, 0.0003),
            Level("nearly the same", Alike("terms", "terms", 80), 0.08, 0.01, 0.0003),
            Level("nearly the same letters", Alike("sorted", "jaro_winkler", 93), 0.05, 0.01, 0.0015),
            Level(
                "one holds the other",
                Both(Alike("terms", "terms", 10), Alike("sorted", "token_set", 97)),
                0.05,
                0.04,
                0.006,
            ),
            Level("similar", Alike("terms", "terms", 50), 0.04, 0.05, 0.003),
            Level("some words in common", Alike("terms", "terms", 25), 0.04, 0.13, 0.02),
            Level("different", Otherwise(), 0.05, 0.708, 0.9671),
        ),
        share,
    )


def crossing(field: str) -> FieldComparison:
    """Two columns at once: whether their values changed places; where not, their own comparisons say it all."""
    return FieldComparison(
        field,
        "crossing",
        (
            Level("keyed in each other's place", Crossed("both", "turned"), 0.01, 0.0005, 0.00001),
            Level("each in its place", Otherwise(), 0.99, 0.9995, 0.99999),
        ),
    )


_A_NUMBER = Alike("numbers", "terms", 0.1)
"""A whole number or code stands in both. A model of which a digit differs is the next model, rarely a slip."""


def codes(field: str, share: float = 1.0) -> FieldComparison:
    """The numbers and codes within a text: models, parts, versions, sizes. A text without any says nothing."""
    return FieldComparison(
        field,
        "codes",
        (
            Level("same numbers in it", Alike("codes", "terms", 95), 0.35, 0.03, 0.001),
            Level("mostly the same numbers in it", Both(Alike("codes", "terms", 60), _A_NUMBER), 0.20, 0.03, 0.0015),
            Level("some of the same numbers in it", Both(Alike("codes", "terms", 30), _A_NUMBER), 0.18, 0.06, 0.0035),
            Level("nearly the same numbers in it", Alike("codes", "terms", 30), 0.06, 0.20, 0.003, seldom=True),
            Level("similar numbers in it", Alike("codes", "terms", 10), 0.08, 0.15, 0.02),
            Level("other numbers in it", Filled("codes"), 0.13, 0.53, 0.971),
        ),
        share,
    )
