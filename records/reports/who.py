"""Who is missing: the orders that only the paper has beside those that the list has, by department, month and kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean, median

from records.dataset import Dataset
from records.reports.accounts import classified
from records.reports.tables import Column, ColumnKind, Row, Table
from records.reports.words import count, money, percent, trimmed
from records.united import United

_LEAST = 5
"""Orders that a group must have before its share says anything."""
_NAMED = 10
"""Orders that a group must have before a sentence names it."""
_MOST_KINDS = 12
"""Kinds of work in the table: those that lack most."""


@dataclass(frozen=True, slots=True)
class Group:
    """Orders of one department, month or kind."""

    sort: str
    """"Department", "Month" or "Kind of work"."""
    name: str
    listed: int
    """In the digital list and on paper."""
    recovered: int
    """On paper only."""

    @property
    def share(self) -> float:
        """Of the orders on paper, those that the list lacks."""
        return self.recovered / (self.listed + self.recovered)


def groups(dataset: Dataset) -> tuple[Group, ...]:
    """Departments by name, months by time, and the kinds of work of which the list lacks most."""
    known = [(kind, one) for kind, one in classified(dataset) if kind in {"matched", "paper_only"}]
    months = _grouped("Month", known, lambda one: (one.value("requested_on") or "")[:7])
    kinds = [one for one in _grouped("Kind of work", known, lambda one: one.value("category") or "") if one.recovered]
    kinds.sort(key=lambda one: -one.recovered)
    return (*_grouped("Department", known, lambda one: one.department), *months, *kinds[:_MOST_KINDS])


def _grouped(sort: str, known: Iterable[tuple[str, United]], name_of: Callable[[United], str]) -> list[Group]:
    """The groups by name; orders that do not say stand last."""
    counts: dict[str, list[int]] = {}
    spelled: dict[str, str] = {}
    for kind, one in known:
        said = " ".join(name_of(one).split())
        name = spelled.setdefault(said.casefold(), said)
        counts.setdefault(name, [0, 0])[kind == "paper_only"] += 1
    ordered = sorted(counts, key=lambda name: (not name, name.casefold()))
    found = [Group(sort, name or "not known", *counts[name]) for name in ordered]
    return found if len(found) > 1 else []


def who_table(dataset: Dataset) -> Table:
    """The groups; empty where nothing is missing."""
    found = groups(dataset)
    if not any(group.recovered for group in found):
        found = ()
    rows = tuple(
        Row(
            (group.sort, group.name, group.listed, group.recovered, group.share if _tells(group) else None),
            units=("", "", "", "", "share"),
        )
        for group in found
    )
    return Table(
        "Orders found only on paper, beside those that the list has",
        (
            Column("By"),
            Column("Group"),
            Column("In the list", ColumnKind.COUNT),
            Column("Only on paper", ColumnKind.COUNT),
            Column("Missing from the list", ColumnKind.FIGURE),
        ),
        rows,
        note=f"No share is given for fewer than {_LEAST} orders." if any(not _tells(one) for one in found) else "",
        grouped=True,
    )


def _tells(group: Group) -> bool:
    return group.listed + group.recovered >= _LEAST


def who_sentences(dataset: Dataset) -> tuple[str, ...]:
    """How the missing differ from the others, to be read aloud; nothing where nothing is missing."""
    known = list(classified(dataset))
    missing = [one for kind, one in known if kind == "paper_only"]
    there = [one for kind, one in known if kind == "matched"]
    if not missing or not there:
        return ()
    said = [
        *(_compared(aspect, missing, there) for aspect in _ASPECTS),
        _most(groups(dataset)),
    ]
    return tuple(filter(None, said))


@dataclass(frozen=True, slots=True)
class _Aspect:
    """In which respect the missing orders are compared with the others."""

    verb: str
    opening: str
    value: Callable[[United], float | None]
    words: Callable[[float], str]
    middle: Callable[[Sequence[float]], float]


def _compared(aspect: _Aspect, missing: Sequence[United], there: Sequence[United]) -> str:
    ours, others = ([found for one in side if (found := aspect.value(one)) is not None] for side in (missing, there))
    if len(ours) < _LEAST or len(others) < _LEAST:
        return ""
    first, second = (aspect.words(aspect.middle(values)) for values in (ours, others))
    return (
        f"Of the {count(len(missing), 'order')} found only on paper, {aspect.opening.format(first)}; of those in the "
        f"list, {second} ({len(ours):,} and {len(others):,} of them say what they {aspect.verb})."
    )


def _most(found: Sequence[Group]) -> str:
    """The group that lacks the largest share."""
    telling = [
        group
        for group in found
        if group.listed + group.recovered >= _NAMED and group.recovered and group.name != "not known"
    ]
    if not telling:
        return ""
    worst = max(telling, key=lambda group: (group.share, group.recovered))
    where = {"Department": "in", "Month": "in", "Kind of work": "in the kind of work"}[worst.sort]
    return (
        f"The list lacks most {where} {worst.name}: {worst.recovered:,} of the "
        f"{count(worst.listed + worst.recovered, 'order')} on paper ({percent(worst.share)})."
    )


def _days(one: United) -> float | None:
    begun, done = _day(one.value("requested_on")), _day(one.value("completed_on"))
    return None if begun is None or done is None or done < begun else (done - begun).days


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value[:10]) if value else None
    except ValueError:
        return None


def _cost(one: United) -> float | None:
    try:
        return float(one.value("total_cost") or "")
    except ValueError:
        return None


def _day_words(value: float) -> str:
    return f"{trimmed(value)} {'day' if value == 1 else 'days'}"


_ASPECTS = (
    _Aspect("took", "half of those that say so took {} or less", _days, _day_words, median),
    _Aspect("cost", "they cost {} on average", _cost, money, fmean),
)
