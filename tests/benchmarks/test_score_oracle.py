"""Whoever writes down the truth gets full marks, and each kind of slip costs exactly what it is."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from benchmarks.finding_scores import PLANTED
from benchmarks.peers_score import FORMS, exact_fields, field_values, text_values
from benchmarks.results import Results, Row
from benchmarks.score import count, weigh
from benchmarks.truth import TrueFinding, TrueOrder, Truth, read_truth
from records.fields import CATALOGUE

TRUTH = Path(__file__).parents[2] / "fixtures" / "sample" / "truth.json"


@pytest.fixture(scope="module")
def truth() -> Truth:
    """The shipped sample's truth."""
    return read_truth(TRUTH)


def oracle(truth: Truth) -> Results:
    """The results that say exactly the truth."""
    ids = {id(order): f"{order.binder}:{order.pages[0]}/{order.slot}" for order in truth.orders}
    by_number = {order.order_number: ids[id(order)] for order in truth.orders}
    return Results(
        orders=tuple(_order(order, ids[id(order)]) for order in truth.orders),
        line_items=tuple(
            {"order_id": ids[id(order)]} | {name: str(getattr(item, name)) for name in item.__struct_fields__}
            for order in truth.orders
            for item in order.line_items
        ),
        pages=tuple(
            {"binder": b.name, "page": str(p.number), "kind": p.kind, "copy_of": str(p.copy_of or "")}
            for b in truth.binders
            for p in b.pages
        ),
        matches=tuple(
            {"order_id": by_number[k.order_number], "source": k.source, "record_id": k.record_id, "decision": "link"}
            for k in truth.links
        ),
        findings=tuple(_finding(finding) for finding in truth.findings),
    )


def _order(order: TrueOrder, order_id: str) -> Row:
    values = {name: order.fields.get(name, "") for name in CATALOGUE}
    return values | {
        "order_id": order_id,
        "department": order.department,
        "binder": order.binder,
        "first_page": str(order.pages[0]),
        "pages": " ".join(map(str, order.pages)),
        "extras": json.dumps(order.extras),
        "needs_review": "",
    }


def _finding(finding: TrueFinding) -> Row:
    told = {name: str(getattr(finding, name) or "") for name in finding.__struct_fields__ if name != "record_ids"}
    ids = " ".join(reversed(finding.record_ids)) or finding.record_id
    return {**told, "record_id": ids, "order_id": "", "detail": ""}


def test_the_truth_itself_has_full_marks(truth: Truth) -> None:
    """Every count is at its most, nothing is made up and nothing is false."""
    scores = count(weigh(oracle(truth), truth))
    assert scores.orders.right == scores.orders.made == scores.orders.wanted == len(truth.orders)
    assert scores.numbers.right == scores.numbers.total
    for field in scores.fields.values():
        assert field.right == field.total == field.unflagged == field.unflagged_right
    for name, share in scores.items.items():
        assert share.right == (0 if name.startswith("made up") else share.total)
    for share in (scores.pages, scores.copies, scores.assembled):
        assert share.right == share.total
    assert scores.links.right == scores.links.made == scores.links.wanted == len(truth.links)
    planted = Counter(finding.kind for finding in truth.findings)
    assert set(planted) <= set(PLANTED)
    for kind, found in scores.findings.items():
        assert found.right == found.made == found.wanted == planted[kind]


def test_flags_change_what_is_unflagged_and_nothing_else(truth: Truth) -> None:
    """A flag on every field leaves accuracy alone and nothing unflagged but extras."""
    flags = " ".join(CATALOGUE)
    results = oracle(truth)
    flagged = replace(results, orders=tuple(row | {"needs_review": flags} for row in results.orders))
    before, after = (count(weigh(each, truth)).fields["typed"] for each in (results, flagged))
    assert (before.right, before.total) == (after.right, after.total)
    assert after.flagged_right == after.right - sum(len(order.extras) for order in truth.orders if order.typed)


def test_order_ids_and_numbers_play_no_part_where_pages_and_values_tell(truth: Truth) -> None:
    """With every number lost, orders that say anything else are found by it, and no number is right."""
    results = oracle(truth)
    scores = count(weigh(replace(results, orders=tuple(row | {"order_number": ""} for row in results.orders)), truth))
    assert scores.orders.right == sum(len(order.fields) > 1 for order in truth.orders)  # a void row has a number only
    assert scores.orders.made == len(truth.orders)
    assert scores.numbers.right == 0
    assert scores.links.right == len(truth.links)


def test_said_twice_is_false_once(truth: Truth) -> None:
    """A second row of every finding is false, however true the first is."""
    results = oracle(truth)
    twice = count(weigh(replace(results, findings=results.findings * 2), truth))
    assert all(found.made == 2 * found.right for found in twice.findings.values())


def test_plain_text_has_a_value_wherever_it_stands_on_the_orders_pages(truth: Truth) -> None:
    """Pages that hold all the values of their orders, in any order, give plain text full marks, as the program's fields
    have; empty pages give none.
    """
    texts: dict[tuple[str, int], str] = {}
    for order in truth.orders:
        place = order.binder, order.pages[-1]
        shown = [
            date.fromisoformat(v).strftime("%b %d, %Y") if n.endswith("_on") else v for n, v in order.fields.items()
        ]
        texts[place] = " / ".join([texts.get(place, ""), *shown])
    full, none = text_values(truth, texts, frozenset()), text_values(truth, {}, frozenset())
    ours = field_values(truth, weigh(oracle(truth), truth).fields, frozenset())
    assert full == ours
    assert set(full) == set(FORMS)
    assert all(share.right == share.total for of in full.values() for share in of.values())
    assert all(share.right == 0 for of in none.values() for share in of.values())


def test_orders_on_born_digital_pages_are_counted_apart(truth: Truth) -> None:
    """An order with one page that needs no reading is in no share of the scanned orders."""
    order = next(order for order in truth.orders if len(order.pages) > 1)
    apart = frozenset({(order.binder, order.pages[-1])})
    fields = weigh(oracle(truth), truth).fields
    exact = exact_fields(truth, fields, apart)
    left = sum(score.total for of in exact.values() for score in of.values())
    assert left == sum(bool(each.truth) for each in fields) - sum(
        bool(each.truth) for each in fields if (each.binder, each.page) == (order.binder, order.pages[0])
    )


def test_what_is_written_over_a_struck_order_is_not_made_up(truth: Truth) -> None:
    """The truth does not say where VOID stands on a struck row, so it is held against nobody; elsewhere it is."""
    results = oracle(truth)
    struck = {order.order_number for order in truth.orders if order.void and not order.fields.get("location")}
    rows = tuple(r | {"location": "VOID"} if r["order_number"] in struck else r for r in results.orders)
    every = tuple(row | {"asset": "VOID"} for row in results.orders)
    kept, spoiled = (count(weigh(replace(results, orders=each), truth)).fields for each in (rows, every))
    assert struck
    assert sum(kept[hand].made_up for hand in ("typed", "handwritten")) == 0
    live = sum(not order.void for order in truth.orders)
    assert sum(spoiled[hand].made_up for hand in ("typed", "handwritten")) == live
