"""Where to look: the places of the rescan list, in the order of the binders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from records.dataset import Dataset
from records.finding import Finding
from records.page import PageEntry, PageKind
from records.reports.cards import Card
from records.reports.words import certainty, kind_words

_ABOUT_A_PAGE = frozenset(
    {"unreadable_page", "cut_off", "low_quality", "orphan_page", "page_gap", "merged_orders", "front_back_mismatch"}
)
"""Kinds for which a person must look at the sheet itself."""

_PAGE_WORDS = {
    PageKind.LOG: "a log",
    PageKind.BLANK: "blank",
    PageKind.TAB: "a tab",
    PageKind.SEPARATOR: "a separator",
    PageKind.INDEX: "an index",
    PageKind.CHARGE_OUT: "a charge-out card",
    PageKind.UNREADABLE: "cannot be read",
}


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A page beside the place, or the page itself."""

    binder: str
    page: int
    label: str
    """ "scan 41 (WO-2019-00411)"."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place in a binder where a person should look."""

    number: int
    """In the list, from 1."""
    binder: str
    where: str
    """ "between scan 41 (WO-2019-00411) and scan 42 (WO-2019-00414)"."""
    position: float
    """The scan, or half way between two."""
    pages: int
    """How many the binder has."""
    neighbours: tuple[Neighbour, ...]
    findings: tuple[Finding, ...]
    """The roots first, each followed by its symptoms."""
    roots: tuple[Finding, ...]

    @property
    def spot(self) -> str:
        """Where it is, in a line of a list: "scans 41 and 42"."""
        pages = [one.page for one in self.neighbours]
        return f"scan{'s' * (len(pages) > 1)} {' and '.join(map(str, pages))}" if pages else self.where

    @property
    def looking_for(self) -> tuple[str, ...]:
        """The numbers of the orders believed to be there; a cause that names several is taken apart by its symptoms."""
        roots = {found.finding_id for found in self.roots}
        single = [found.order_number for found in self.findings if found.finding_id not in roots]
        named = [_without(found.order_number, single) for found in self.roots]
        return tuple(dict.fromkeys(number for number in (*named, *single) if number))

    @property
    def reasons(self) -> tuple[str, ...]:
        """What was found there, in words."""
        said = list(dict.fromkeys(found.detail for found in self.roots if found.detail))
        return (*said[:3], f"And {len(said) - 3} more like these.") if len(said) > 4 else tuple(said)

    @property
    def symptoms(self) -> tuple[str, ...]:
        """What follows from it, in words."""
        roots = {found.finding_id for found in self.roots}
        return tuple(dict.fromkeys(said(found) for found in self.findings if found.finding_id not in roots))

    @property
    def advice(self) -> tuple[str, ...]:
        """What to do there."""
        return tuple(dict.fromkeys(kind_words(found.kind).advice for found in self.roots))

    @property
    def sure(self) -> str:
        """How sure the surest of it is."""
        return certainty(max(found.certainty for found in self.roots))

    @property
    def title(self) -> str:
        """What is the matter there."""
        return "; ".join(dict.fromkeys(kind_words(found.kind).label for found in self.roots))


_Spot = tuple[str, int | None, int | None]
"""Binder, the page before and the page after; the same page twice for a page itself."""


def places(dataset: Dataset, shown: Iterable[Card]) -> tuple[Place, ...]:
    """The places that the findings point to; findings that point to the same place share it."""
    entries = {(entry.binder, entry.number): entry for entry in dataset.pages}
    binders = {name: rank for rank, name in enumerate(dict.fromkeys(entry.binder for entry in dataset.pages))}
    grouped: dict[_Spot, list[Card]] = {}
    for card in shown:
        spot = _spot_of(card)
        if spot:
            grouped.setdefault(spot, []).append(card)
    ordered = sorted(
        grouped, key=lambda spot: (binders.get(spot[0], len(binders)), spot[0], _position(spot), spot[1] or 0)
    )
    numbers = _numbers(dataset)
    sizes = {entry.binder: entry.number for entry in sorted(dataset.pages, key=lambda entry: entry.number)}
    runs = _runs(ordered, grouped)
    return tuple(_place(number, run, grouped, entries, numbers, sizes) for number, run in enumerate(runs, start=1))


def _runs(ordered: Iterable[_Spot], grouped: Mapping[_Spot, list[Card]]) -> list[list[_Spot]]:
    """The places, pages in a row with the same trouble together: a box of blurred pages is one place to look."""
    runs: list[list[_Spot]] = []
    for spot in ordered:
        if runs and _goes_on(runs[-1][-1], spot, grouped):
            runs[-1].append(spot)
        else:
            runs.append([spot])
    return runs


def _goes_on(last: _Spot, spot: _Spot, grouped: Mapping[_Spot, list[Card]]) -> bool:
    pages = last[1] == last[2] and spot[1] == spot[2] and last[1] is not None and spot[1] == last[1] + 1
    kinds = [{card.root.kind for card in grouped[one]} for one in (last, spot)]
    return pages and last[0] == spot[0] and kinds[0] == kinds[1]


def _without(numbers: str, known: list[str]) -> str:
    """What the numbers name beside those known, which stand in them with blanks around."""
    text = f" {numbers} "
    for number in sorted(filter(None, known), key=len, reverse=True):
        text = text.replace(f" {number} ", "  ")
    return " ".join(text.split())


def said(found: Finding) -> str:
    """A finding in one sentence."""
    subject = (
        f"{kind_words(found.kind).label}: {found.order_number}" if found.order_number else kind_words(found.kind).label
    )
    evidence = f" {found.detail}" if found.detail else ""
    heard = f" Reviewed: {found.reason}." if found.reason else ""
    return f"{subject}.{evidence}{heard}"


def label_of(binder: str, page: int, entries: Mapping[tuple[str, int], PageEntry], numbers: Mapping[str, str]) -> str:
    """A scan with what is on it: the order number where there is one."""
    entry = entries.get((binder, page))
    if entry is None:
        return f"scan {page}"
    on_it = [*entry.order_numbers, *(numbers[order_id] for order_id in entry.order_ids if order_id in numbers)]
    what = on_it[0] if on_it else _PAGE_WORDS.get(entry.kind, "no number")
    return f"scan {page} ({what})"


def _numbers(dataset: Dataset) -> dict[str, str]:
    return {order.order_id: order.number for order in dataset.orders if order.number}


def _spot_of(card: Card) -> _Spot | None:
    return next((spot for found in card.all if (spot := _spot(found))), None)


def _spot(found: Finding) -> _Spot | None:
    if not found.binder or found.kind.startswith("duplicate_"):
        return None
    if found.after_page is not None or found.before_page is not None:
        return found.binder, found.after_page, found.before_page
    if found.page is not None and found.kind in _ABOUT_A_PAGE:
        return found.binder, found.page, found.page
    return None


def _position(spot: _Spot) -> float:
    _, after, before = spot
    if after is None:
        return (before or 1) - 0.5
    return float(after) if before == after else after + 0.5


def _place(
    number: int,
    run: list[_Spot],
    grouped: Mapping[_Spot, list[Card]],
    entries: Mapping[tuple[str, int], PageEntry],
    numbers: Mapping[str, str],
    sizes: Mapping[str, int],
) -> Place:
    binder, after, before = run[0]
    pages = sizes.get(binder, 0)
    if before is None and after is not None and after < pages:
        before = after + 1
    if after is None and before is not None and before > 1:
        after = before - 1
    last = run[-1][2] if len(run) > 1 else before
    beside = [page for page in dict.fromkeys((after, last)) if page is not None and (binder, page) in entries]
    labels = [label_of(binder, page, entries, numbers) for page in beside]
    found = [card for spot in run for card in grouped[spot]]
    return Place(
        number=number,
        binder=binder,
        where=" to ".join(labels) if len(run) > 1 and labels else _where(after, before, labels),
        position=_position((binder, after, before)),
        pages=pages,
        neighbours=tuple(Neighbour(binder, page, label) for page, label in zip(beside, labels, strict=True)),
        findings=tuple(one for card in found for one in card.all),
        roots=tuple(card.root for card in found),
    )


def _where(after: int | None, before: int | None, labels: list[str]) -> str:
    if not labels:
        return f"after scan {after}" if after is not None else f"before scan {before}"
    if after is not None and after == before:
        return labels[0]
    if len(labels) == 2:
        return f"between {labels[0]} and {labels[1]}"
    return f"after {labels[0]}, the last" if after is not None else f"before {labels[0]}, the first"
