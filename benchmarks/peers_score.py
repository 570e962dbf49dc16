"""How many of a sample's values each program got, by form and by typed or handwritten.

A program that gives text and not fields is measured in the way that is kindest to it: a value counts when it stands
somewhere in the text of its order's pages, in its letters and digits. That is the most that any rule which takes fields
out of that text could get. Backfile's fields are held to their own place: the right field of the right order, equal in
letters and digits.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TypeAlias

from benchmarks.compare import bare
from benchmarks.field_scores import FieldOutcome, FieldScore, count_fields
from benchmarks.scores import Share
from benchmarks.truth import TrueOrder, Truth
from records.fields import CATALOGUE, FieldType

HANDS = {True: "typed", False: "handwritten"}
NOT_COMPARED = frozenset({"department", "category", "status", "labor_hours"})
"""Printed on every form or ticked on it, or too short to be told from anything else on the page."""
FORMS = ("boxed work order", "half-sheet tickets", "log sheet", "typed line items")
Pages: TypeAlias = frozenset[tuple[str, int]]
Values: TypeAlias = dict[str, dict[str, Share]]
"""Values got, by form and then by `typed` and `handwritten`."""


def form_of(truth: Truth, binder: str) -> str:
    """Which of the generator's four forms a binder holds, by what its orders have."""
    orders = [order for order in truth.orders if order.binder == binder]
    if any(page.kind == "log" for each in truth.binders if each.name == binder for page in each.pages):
        return "log sheet"
    if any(order.slot for order in orders):
        return "half-sheet tickets"
    return "boxed work order" if any(order.extras for order in orders) else "typed line items"


def text_values(truth: Truth, texts: Mapping[tuple[str, int], str], apart: Pages) -> Values:
    """The values that stand in the text of their order's pages; orders on pages `apart` are left out."""
    return _shares(_stands(truth, texts, apart))


def _stands(truth: Truth, texts: Mapping[tuple[str, int], str], apart: Pages) -> Iterator[tuple[str, bool, bool]]:
    for order in (order for order in truth.orders if on_paper(order, apart)):
        text = "\n".join(texts.get((order.binder, page), "") for page in order.pages)
        written, form = bare(text), form_of(truth, order.binder)
        for name in order.fields.keys() - NOT_COMPARED:
            yield form, order.typed, stands(name, order.fields[name], text, written)


def field_values(truth: Truth, outcomes: Iterable[FieldOutcome], apart: Pages) -> Values:
    """The same values as fields of the program's orders."""
    return _shares(
        (form_of(truth, outcome.binder), outcome.typed, outcome.lenient)
        for outcome in scanned(truth, outcomes, apart)
        if outcome.truth and outcome.field in CATALOGUE.keys() - NOT_COMPARED
    )


def exact_fields(truth: Truth, outcomes: Iterable[FieldOutcome], apart: Pages) -> dict[str, dict[str, FieldScore]]:
    """All fields, exactly, with what is flagged; by form and then by `typed` and `handwritten`."""
    kept = list(scanned(truth, outcomes, apart))
    forms = {outcome.binder: form_of(truth, outcome.binder) for outcome in kept}
    return {
        form: {
            hand: count_fields(each for each in kept if forms[each.binder] == form and each.typed == typed)
            for typed, hand in HANDS.items()
        }
        for form in sorted(set(forms.values()))
    }


def scanned(truth: Truth, outcomes: Iterable[FieldOutcome], apart: Pages) -> Iterator[FieldOutcome]:
    """The outcomes of orders that are on paper."""
    places = {(order.binder, order.pages[0]) for order in truth.orders if not on_paper(order, apart)}
    yield from (outcome for outcome in outcomes if (outcome.binder, outcome.page) not in places)


def on_paper(order: TrueOrder, apart: Pages) -> bool:
    """Whether no page of an order is born-digital."""
    return not any((order.binder, page) in apart for page in order.pages)


def _shares(each: Iterable[tuple[str, bool, bool]]) -> Values:
    tally: dict[str, dict[str, list[bool]]] = defaultdict(lambda: {hand: [] for hand in HANDS.values()})
    for form, typed, got in each:
        tally[form][HANDS[typed]].append(got)
    return {form: {hand: Share(sum(got), len(got)) for hand, got in of.items()} for form, of in sorted(tally.items())}


def stands(name: str, value: str, text: str, written: str) -> bool:
    """Whether a canonical value stands in a text (`written` is its letters and digits), however it is written there."""
    if CATALOGUE[name].type == FieldType.DATE:
        day = date.fromisoformat(value)
        return bool(_date_pattern(day).search(text)) or any(way in written for way in _bare_dates(day))
    return bare(value) in written


def _date_pattern(day: date) -> re.Pattern[str]:
    """3/7/19, 03-07-2019, 3/7, Mar 7, 2019 and March 7 2019."""
    mark, year = r"\s*[-/.]\s*", f"(?:20)?{day:%y}"
    figures = rf"(?<!\d)0?{day.month}{mark}0?{day.day}(?:{mark}{year})?(?!\d)"
    words = rf"{day:%b}[a-z]*\.?\s*0?{day.day}[\s,.]*(?:{year})?(?!\d)"
    return re.compile(f"{figures}|{words}", re.IGNORECASE)


def _bare_dates(day: date) -> tuple[str, str]:
    """In little boxes, a figure each, what stands between may be lost."""
    return f"{day:%m%d%y}", f"{day:%m%d%Y}"
