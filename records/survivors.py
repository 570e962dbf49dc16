"""Which of several values of one field of an order is taken, by the rules of survivorship.

An order may stand on paper, in a department's list and in the city's; the dataset has one value for each field, and
says whose it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from records.decided import PERSON
from records.fields import CATALOGUE, FieldType
from records.order import DigitalRecord, PaperOrder
from records.united import United

_DATES = ("completed_on", "started_on", "requested_on")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value of a field, and whose it is."""

    value: str
    origin: str
    """`paper`, or the digital list's name."""
    place: str
    """The order's or the record's id."""
    sure: bool = True
    """Nobody is asked to look at it."""
    by_person: bool = False
    latest: str = ""
    """The last day that the sheet or row speaks of: by it the newest is found."""
    listed: bool = False
    """It stands in a digital list."""


def candidates(one: United) -> Mapping[str, Sequence[Candidate]]:
    """The values of each catalogue field that has any, papers first, rows in the order of the lists."""
    found: dict[str, list[Candidate]] = {}
    for paper in one.papers:
        for name, candidate in _on_paper(paper):
            found.setdefault(name, []).append(candidate)
    for row in one.rows:
        for name, candidate in _in_list(row):
            found.setdefault(name, []).append(candidate)
    return found


def survivor(found: Sequence[Candidate], rule: Sequence[str]) -> Candidate | None:
    """The value that is taken; None where there is none. The same candidates and rule give the same answer."""
    return found[0] if len(found) == 1 else next(_ranked(found, rule), None)  # most are alone


def _ranked(found: Sequence[Candidate], rule: Sequence[str]) -> Iterator[Candidate]:
    yield from (one for one in found if one.by_person)
    for word in rule:
        yield from _of(found, word)
    yield from _of(found, "paper")
    yield from _of(found, "digital")
    yield from found


def _of(found: Sequence[Candidate], word: str) -> Iterable[Candidate]:
    if word == "newest":
        dated = [one for one in found if one.latest and one.sure]
        return sorted(dated, key=lambda one: one.latest, reverse=True)
    if word == "digital":
        return [one for one in found if one.listed]
    return [one for one in found if one.origin == word and one.sure]


def disagree(found: Sequence[Candidate], name: str) -> bool:
    """Whether sure values of the field differ; of words, case and blanks do not count."""
    said = {_plain(one.value, name) for one in found if one.sure}
    return len(said) > 1


def _plain(value: str, name: str) -> str:
    exact = name in CATALOGUE and CATALOGUE[name].type in {FieldType.DATE, FieldType.MONEY, FieldType.HOURS}
    return value if exact else " ".join(value.casefold().split())


def _on_paper(paper: PaperOrder) -> Iterator[tuple[str, Candidate]]:
    readings = {reading.name: reading for reading in reversed((*paper.readings, *paper.extras))}
    latest = max((readings[name].value or "" for name in _DATES if name in readings), default="")
    for name in CATALOGUE:
        reading = readings.get(name)
        if reading is not None and reading.value is not None:
            by_person = reading.engine == PERSON
            yield name, Candidate(reading.value, "paper", paper.order_id, not reading.doubt, by_person, latest)
        elif name == "department" and paper.department:
            yield name, Candidate(paper.department, "paper", paper.order_id, latest=latest)


def _in_list(row: DigitalRecord) -> Iterator[tuple[str, Candidate]]:
    latest = max((row.values.get(name, "") for name in _DATES), default="")
    values = dict(row.values)
    if row.department:
        values.setdefault("department", row.department)
    for name, value in values.items():
        if value and name in CATALOGUE:
            yield name, Candidate(value, row.source, row.record_id, latest=latest, listed=True)
