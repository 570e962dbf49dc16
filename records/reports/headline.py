"""The head of the report: what a supervisor must know, in plain words."""

from __future__ import annotations

from dataclasses import dataclass, replace

from records.dataset import Dataset
from records.measure import Measure
from records.reports.accounts import Account
from records.reports.cards import Card
from records.reports.lists import DIFFERING, IN_LIST_TWICE, ON_PAPER_TWICE
from records.reports.places import Place
from records.reports.words import count, figure


@dataclass(frozen=True, slots=True)
class Point:
    """A number that a supervisor must know, and what it counts."""

    number: int
    text: str
    """What follows the number: "orders on paper are not in the digital list"."""
    section: str = ""
    """The part of the report that lists them."""

    @property
    def sentence(self) -> str:
        """To be read aloud."""
        return f"{self.number:,} {self.text}."


@dataclass(frozen=True, slots=True)
class Moved:
    """A measure as the digital list has it, with the paper, and with the numbers in neither list too."""

    label: str
    before: str
    after: str
    likely: str = ""
    """Empty where no measure is moved by the numbers in neither list."""


@dataclass(frozen=True, slots=True)
class Headline:
    """The head of the report."""

    lead: str
    points: tuple[Point, ...]
    """The weightiest first; none where all is well."""
    all_well: str
    """Said where there are no points; empty where there is nothing to compare."""
    moved: tuple[Moved, ...] = ()
    """The measures that the paper moves, those of all departments together."""

    @property
    def likely(self) -> bool:
        """The numbers in neither list move them too."""
        return any(one.likely for one in self.moved)


_POINTS = {
    "paper_only": ("missing", ("order on paper is", "orders on paper are"), "missing from the digital list"),
    "digital_only": ("missing", ("order of the digital list is", "orders of the digital list are"), "missing on paper"),
    "unaccounted": ("missing", ("number is", "numbers are"), "in neither list"),
    "places": ("look", ("place is", "places are"), "to be looked at in the binders"),
    "in_list": ("twice", ("order is", "orders are"), "in the digital list more than once"),
    "on_paper": ("twice", ("order is", "orders are"), "among the scans more than once"),
    "differing": ("differ", ("value differs", "values differ"), "between paper and digital list"),
    "files": ("unused", ("file", "files"), "could not be used"),
}
"""Of each number: the section that lists it, what is said of one and of many, and how the sentence goes on."""


def headline(dataset: Dataset, account: Account, cards: tuple[Card, ...], places: tuple[Place, ...]) -> Headline:
    """How many orders each side has, how many are missing on each, there twice, and how many places to look."""
    numbers = {
        "paper_only": account.paper_only,
        "digital_only": account.digital_only,
        "unaccounted": account.unaccounted,
        "places": len(places),
        "in_list": kinds_in(cards, IN_LIST_TWICE),
        "on_paper": kinds_in(cards, ON_PAPER_TWICE),
        "differing": kinds_in(cards, DIFFERING),
        "files": len(dataset.problems),
    }
    points = (_point(number, *_POINTS[name]) for name, number in numbers.items() if number)
    well = "Nothing is missing, and nothing is there twice." if dataset.orders and dataset.records else ""
    return Headline(_lead(dataset, account), tuple(points), well, _moved(dataset))


def _moved(dataset: Dataset) -> tuple[Moved, ...]:
    """The measures that are said otherwise with the paper, or with what neither list holds; a total moves most."""
    every = [
        Moved(one.label, *(figure(value, one.unit) for value in (one.digital, one.recovered, _likely(one))))
        for one in dataset.measures
        if one.overall and one.digital is not None and one.recovered is not None
    ]
    moved = [one for one in every if not one.before == one.after == one.likely]
    more = any(one.likely != one.after for one in moved)
    return tuple(one if more else replace(one, likely="") for one in moved)


def _likely(found: Measure) -> float | None:
    """The figure with the numbers in neither list, which is that with the paper where there are none."""
    return found.recovered if found.expected is None else found.expected


def _point(number: int, section: str, words: tuple[str, str], rest: str) -> Point:
    return Point(number, f"{words[number != 1]} {rest}", section)


def kinds_in(cards: tuple[Card, ...], kinds: frozenset[str]) -> int:
    """How many findings of these kinds there are."""
    return sum(found.kind in kinds for card in cards for found in card.all)


def accounting_notes(account: Account, beyond: int = 0) -> tuple[str, ...]:
    """What the identity leaves out, so that no number has to be guessed at; `beyond` rows were not compared."""
    return _said(
        (
            account.rows - account.row_orders,
            "row of the digital list repeats another and is not counted again.",
            "rows of the digital list repeat another and are not counted again.",
        ),
        (
            account.undecided,
            "order of the digital list may be one that is counted here as paper only; a person has to decide.",
            "orders of the digital list may be among those counted here as paper only; a person has to decide.",
        ),
        (
            account.outside,
            "order of the digital list lies outside what was scanned and is not counted here.",
            "orders of the digital list lie outside what was scanned and are not counted here.",
        ),
        (
            beyond,
            "row of the digital list is of other months and numbers than the paper, and counts in no figure.",
            "rows of the digital list are of other months and numbers than the paper, and count in no figure.",
        ),
    )


def _lead(dataset: Dataset, account: Account) -> str:
    if not dataset.pages and not dataset.records:
        return "Nothing has been scanned, and no digital list was read."
    listed = f"{account.row_orders:,}"
    if account.rows != account.row_orders:
        listed = f"{count(account.row_orders, 'order')} in {count(account.rows, 'row')}"
    return f"The paper shows {count(account.on_paper, 'order')}; the digital list shows {listed}."


def _said(*numbered: tuple[int, str, str]) -> tuple[str, ...]:
    """A sentence for each number that is not zero: its form for one, else its form for many."""
    return tuple(f"{number:,} {one if number == 1 else many}" for number, one, many in numbered if number)
