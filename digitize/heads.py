"""Letters at the heads of order numbers that no engine tells from figures: "WO02447" and "S18-0806".

Of ten sheets with `WO02447` and its like the recogniser gave each with a zero for the O, 14 nats likelier, whatever
the typeface; a hand's S is a 5 on all sheets of a binder. A list that has the numbers tells; without one the binder's
numbers are of one kind, all or none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from digitize.lexicon import NUMBER, Counts
from digitize.page import PageResult
from records.fields import CATALOGUE, FieldType
from records.order import Alternative, FieldReading, ReadingStatus

A_LETTER_OR_A_FIGURE = "a letter or a figure at its head: no list says which"

_ORDER = re.compile(r"[WPSJRM]0(?=\d{3})")
"""An order of work, purchase, service, a job, a repair, maintenance: its O, read as a zero."""
_YEAR = re.compile(r"[58](?P<year>\d\d)(?=\D\d{3}|\d{4})")
"""A letter before a year of two figures, and the counter."""
_LETTERS = str.maketrans("580", "SBO")
_MOSTLY = 0.6
"""Share of a binder's numbers from which they are of one kind."""
_LIKELY = 0.7
"""How sure the letter is: the letters of an order's kind are two far oftener than one with zeros behind it."""


def with_heads(results: Sequence[PageResult], listed: Counts) -> tuple[PageResult, ...]:
    """The pages, their numbers with the letters that figures were read for: the O of "order", and what stands before
    the binder's year. Where a list has numbers that begin with the letters they are sure, else in doubt; an O is none
    where a list has numbers with other letters, and all are as they are where it has numbers that begin so.

    Args:
        results: The pages of one binder.
        listed: How often each beginning of a number is in the digital records.
    """
    numbers = [value for page in results for f in page.fragments if (value := f.value(NUMBER))]
    years = _years(results)
    heads = {number: head for number in numbers if (head := _misread(number, years))}
    if sum(number in heads for number in numbers) < max(_MOSTLY * len(numbers), 1):
        return tuple(results)
    stems = [stem for stem, count in listed.items() if count > 1]
    if _begin(stems, heads.values()):
        return tuple(results)
    sure = _begin(stems, map(_lettered, heads.values()))
    of_years = all(head[0].isdigit() for head in heads.values())
    if not sure and not of_years and any(stem[:1].isalpha() for stem in stems):
        return tuple(results)
    changed = {number: _lettered(head) + number[len(head) :] for number, head in heads.items()}
    doubt = "" if sure else A_LETTER_OR_A_FIGURE
    return tuple(
        replace(
            page,
            fragments=tuple(
                replace(f, readings=tuple(_with_letters(r, changed, doubt) for r in f.readings)) for f in page.fragments
            ),
        )
        for page in results
    )


def _begin(stems: Sequence[str], heads: Iterable[str]) -> bool:
    """Whether a list has numbers that begin with one of these heads."""
    return any(stem.startswith(head) for head in frozenset(heads) for stem in stems)


def _lettered(head: str) -> str:
    """A head with the letter for the figure that was read for it: the first, or behind a letter the second."""
    place = 0 if head[0].isdigit() else 1
    return head[:place] + head[place].translate(_LETTERS) + head[place + 1 :]


def _years(results: Sequence[PageResult]) -> frozenset[str]:
    """The last two figures of the years that a binder's days are of."""
    readings = (r for page in results for f in page.fragments for r in f.readings)
    days = (r.value for r in readings if r.value and r.name in CATALOGUE and CATALOGUE[r.name].type is FieldType.DATE)
    return frozenset(day[2:4] for day in days)


def _misread(number: str, years: Collection[str]) -> str:
    """The head of a number in which a figure was read for a letter; empty where none was."""
    order, year = _ORDER.match(number), _YEAR.match(number)
    if order and number[1:3] not in years:  # "W03-0123" of 2003 has its year there
        return order[0]
    return year[0] if year and year["year"] in years else ""


def _with_letters(reading: FieldReading, changed: Mapping[str, str], doubt: str) -> FieldReading:
    figure = reading.value if reading.name == NUMBER else None
    if figure is None or figure not in changed:
        return reading
    letter = changed[figure]
    kept = tuple(other for other in reading.alternatives if other.value not in {figure, letter})
    return replace(
        reading,
        value=letter,
        status=ReadingStatus.REPAIRED,
        confidence=min(reading.confidence, _LIKELY) if doubt else reading.confidence,
        doubt=reading.doubt or doubt,
        alternatives=(Alternative(figure, reading.raw, reading.engine, reading.log_likelihood), *kept),
    )
