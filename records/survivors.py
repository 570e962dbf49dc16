"""Which of several values of one field of an order is taken, by the rules of survivorship.

An order may stand on paper, in a department's list and in the city's; the dataset has one value for each field, and
says whose it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from records.decided import PERSON
from records.fields import CATALOGUE, FieldType
from records.order import DigitalRecord, FieldReading, PaperOrder
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
    reading: FieldReading | None = None
    record: DigitalRecord | None = None


def candidates(one: United, name: str) -> tuple[Candidate, ...]:
    """The values of a field, papers first, rows in the order of the lists."""
    return (*_on_paper(one.papers, name), *_in_lists(one.rows, name))


def survivor(found: Sequence[Candidate], rule: Sequence[str]) -> Candidate | None:
    """The value that is taken; None where there is none. The same candidates and rule give the same answer."""
    return next(_ranked(found, rule), None)


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
        return [one for one in found if one.record is not None]
    return [one for one in found if one.origin == word and one.sure]


def disagree(found: Sequence[Candidate], name: str) -> bool:
    """Whether sure values of the field differ; of words, case and blanks do not count."""
    said = {_plain(one.value, name) for one in found if one.sure}
    return len(said) > 1


def _plain(value: str, name: str) -> str:
    exact = name in CATALOGUE and CATALOGUE[name].type in {FieldType.DATE, FieldType.MONEY, FieldType.HOURS}
    return value if exact else " ".join(value.casefold().split())


def _on_paper(papers: Iterable[PaperOrder], name: str) -> Iterator[Candidate]:
    for paper in papers:
        reading = paper.reading(name)
        latest = _latest(paper)
        if reading is not None and reading.value is not None:
            by_person = reading.engine == PERSON
            yield Candidate(
                reading.value, "paper", paper.order_id, not reading.doubt, by_person, latest, reading=reading
            )
        elif name == "department" and paper.department:
            yield Candidate(paper.department, "paper", paper.order_id, latest=latest)


def _in_lists(rows: Iterable[DigitalRecord], name: str) -> Iterator[Candidate]:
    for row in rows:
        value = row.value(name) or (row.department if name == "department" else None)
        if value:
            yield Candidate(value, row.source, row.record_id, latest=_latest(row), record=row)


def _latest(one: PaperOrder | DigitalRecord) -> str:
    return max((one.value(name) or "" for name in _DATES), default="")
