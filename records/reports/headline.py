"""The head of the report: what a supervisor must know, in plain words."""

from __future__ import annotations

from dataclasses import dataclass

from records.dataset import Dataset
from records.reports.accounts import Account
from records.reports.cards import Card
from records.reports.lists import DIFFERING, IN_LIST_TWICE, ON_PAPER_TWICE
from records.reports.places import Place
from records.reports.words import count


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A number of the head of the report."""

    number: int
    label: str
    gap: bool = False
    """It counts something that is wrong."""


@dataclass(frozen=True, slots=True)
class Headline:
    """The head of the report."""

    lead: str
    points: tuple[str, ...]
    """What a supervisor must know, a sentence each, the weightiest first."""
    figures: tuple[KeyFigure, ...]
    clean: bool
    """Nothing is missing, there twice, or different."""


def headline(dataset: Dataset, account: Account, cards: tuple[Card, ...], places: tuple[Place, ...]) -> Headline:
    """How many orders each side has, how many are missing on each, there twice, and how many places to look."""
    on_paper, in_list = kinds_in(cards, ON_PAPER_TWICE), kinds_in(cards, IN_LIST_TWICE)
    points = _said(
        (
            account.paper_only,
            "order on paper is missing from the digital list.",
            "orders on paper are missing from the digital list.",
        ),
        (
            account.digital_only,
            "order of the digital list is missing on paper.",
            "orders of the digital list are missing on paper.",
        ),
        (account.unaccounted, "number is in neither list.", "numbers are in neither list."),
        (in_list, "order is in the digital list more than once.", "orders are in the digital list more than once."),
        (on_paper, "order is among the scans more than once.", "orders are among the scans more than once."),
        (
            kinds_in(cards, DIFFERING),
            "value differs between paper and digital list.",
            "values differ between paper and digital list.",
        ),
        (len(places), "place in the binders is to be looked at.", "places in the binders are to be looked at."),
        (len(dataset.problems), "file could not be used.", "files could not be used."),
    )
    figures = (
        KeyFigure(account.on_paper, "orders on paper"),
        KeyFigure(account.row_orders, "orders in the digital list"),
        KeyFigure(account.paper_only, "missing from the digital list", gap=True),
        KeyFigure(account.digital_only, "missing on paper", gap=True),
        KeyFigure(account.unaccounted, "numbers in neither list", gap=True),
        KeyFigure(on_paper + in_list, "there more than once", gap=True),
        KeyFigure(len(places), "places to look", gap=True),
    )
    return Headline(_lead(dataset, account), points or _all_well(dataset), figures, clean=not points)


def kinds_in(cards: tuple[Card, ...], kinds: frozenset[str]) -> int:
    """How many findings of these kinds there are."""
    return sum(found.kind in kinds for card in cards for found in card.all)


def accounting_notes(account: Account) -> tuple[str, ...]:
    """What the identity leaves out, so that no number has to be guessed at."""
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
    )


def _lead(dataset: Dataset, account: Account) -> str:
    if not dataset.pages and not dataset.records:
        return "Nothing has been scanned, and no digital list was read."
    rows = f" in {count(account.rows, 'row')}" if account.rows != account.row_orders else ""
    return f"The paper shows {count(account.on_paper, 'order')}; the digital list shows {account.row_orders:,}{rows}."


def _all_well(dataset: Dataset) -> tuple[str, ...]:
    """Only where there is something to compare."""
    return ("Nothing is missing, and nothing is there twice.",) if dataset.orders and dataset.records else ()


def _said(*numbered: tuple[int, str, str]) -> tuple[str, ...]:
    """A sentence for each number that is not zero: its form for one, else its form for many."""
    return tuple(f"{number:,} {one if number == 1 else many}" for number, one, many in numbered if number)
