"""A run's files are scored as a person with a pencil would score them."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import msgspec
import pytest

from benchmarks.compare import alike, same
from benchmarks.field_scores import FieldScore, count_fields
from benchmarks.finding_scores import Retrieval
from benchmarks.results import read_results, several
from benchmarks.score import count, score, weigh
from benchmarks.scores import Outcomes, Share
from benchmarks.show import mistakes
from benchmarks.truth import Truth
from records.order import FieldReading, ReadingStatus

Row = dict[str, str]

COLUMNS = {
    "orders": "order_id order_number department binder first_page pages requested_on location total_cost status notes "
    "extras needs_review",
    "line_items": "order_id line kind description quantity unit unit_cost amount",
    "pages": "binder page kind copy_of",
    "matches": "order_id record_id source decision",
    "findings": "kind order_number order_id record_id source binder page after_page field detail",
}


def order(number: str, page: int, *, typed: bool, slot: int | None = None, **fields: str) -> dict[str, object]:
    """An order of binder b."""
    values = {"order_number": number, **fields}
    return {
        "order_number": number,
        "department": "Streets",
        "binder": "b",
        "pages": [page],
        "slot": slot,
        "fields": values,
        "typed": typed,
        "extras": {"Ward": "4"} if typed else {},
    }


ITEMS = [
    {"kind": "labor", "description": "A. Boss", "quantity": "2", "unit": "", "unit_cost": "31.00", "amount": "62.00"},
    {"kind": "material", "description": "Sand", "quantity": "1", "unit": "TN", "unit_cost": "9.00", "amount": "9.00"},
]

TRUTH = msgspec.convert(
    {
        "binders": [
            {
                "name": "b",
                "pages": [
                    {"number": 1, "kind": "order"},
                    {"number": 2, "kind": "blank"},
                    {"number": 3, "kind": "order"},
                    {"number": 4, "kind": "order", "copy_of": 1},
                    {"number": 5, "kind": "order"},
                ],
            }
        ],
        "orders": [
            {
                **order("WO-1", 1, typed=True, requested_on="2018-06-19", location="12 Elm St", total_cost="71.00"),
                "line_items": ITEMS,
            },
            order("WO-2", 3, typed=False, slot=1, requested_on="2018-06-20", location="1 Oak", status="closed"),
            order("WO-3", 3, typed=False, slot=2, requested_on="2018-06-21", location="2 Oak", status="open"),
            order("WO-4", 5, typed=False, requested_on="2018-06-22"),
        ],
        "links": [
            {"order_number": "WO-1", "source": "s", "record_id": "11"},
            {"order_number": "WO-2", "source": "s", "record_id": "12"},
            {"order_number": "WO-2", "source": "s", "record_id": "13"},
        ],
        "findings": [
            {"kind": "stuck_pages", "binder": "b", "after_page": 3},
            {"kind": "duplicate_scan", "binder": "b", "page": 4},
            {"kind": "duplicate_digital", "source": "s", "record_ids": ["12", "13"], "order_number": "WO-2"},
            {"kind": "missing_digital", "order_number": "WO-3"},
            {"kind": "missing_digital", "order_number": "WO-4"},
            {"kind": "missing_paper", "source": "s", "record_id": "9", "order_number": "WO-9"},
            {"kind": "sequence_gap", "order_number": "WO-7"},
            {"kind": "field_mismatch", "order_number": "WO-1", "field": "total_cost", "source": "s", "record_id": "11"},
        ],
    },
    Truth,
)

RESULTS: dict[str, list[Row]] = {
    "orders": [
        {
            "order_id": "b:1",
            "order_number": "WO-1",
            "department": "STREETS",
            "binder": "b",
            "first_page": "1",
            "pages": "1 2",
            "requested_on": "2018-06-19",
            "location": "12 ELM  ST",
            "total_cost": "71.0",
            "extras": '{"ward": "4"}',
            "notes": "'-see back",
            "needs_review": "total_cost",
        },
        {
            # the number is misread, flagged, and one value is misread, not flagged; another is lost without a flag
            "order_id": "b:3a",
            "order_number": "WO-8",
            "binder": "b",
            "first_page": "3",
            "pages": "3",
            "requested_on": "2018-06-20",
            "location": "7 Oak",
            "needs_review": "order_number",
        },
        {
            "order_id": "b:3b",
            "order_number": "WO-3",
            "binder": "b",
            "first_page": "3",
            "pages": "3",
            "requested_on": "2018-06-21",
            "location": "2 Oak.",
            "status": "",
            "needs_review": "status location",
        },
        {"order_id": "b:3c", "order_number": "", "binder": "b", "first_page": "3", "pages": "3", "notes": "Approved"},
    ],
    "line_items": [
        {"order_id": "b:1", "kind": "labor", "description": "A. Boss", "quantity": "2.0", "unit_cost": "31.00"}
        | {"amount": "62.00"},
        {"order_id": "b:1", "kind": "material", "description": "Sand", "quantity": "1", "unit": "TN"}
        | {"unit_cost": "9.00", "amount": "4.00"},
        {"order_id": "b:1", "kind": "material", "description": "Total", "amount": "71.00"},
    ],
    "pages": [
        {"binder": "b", "page": "1", "kind": "order"},
        {"binder": "b", "page": "2", "kind": "blank"},
        {"binder": "b", "page": "3", "kind": "orphan"},
        {"binder": "b", "page": "4", "kind": "order", "copy_of": "1"},
        {"binder": "b", "page": "5", "kind": "order", "copy_of": "3"},
    ],
    "matches": [
        {"order_id": "b:1", "record_id": "11", "source": "s", "decision": "link"},
        {"order_id": "b:3a", "record_id": "12", "source": "s", "decision": "confirmed"},
        {"order_id": "b:3a", "record_id": "13", "source": "s", "decision": "possible"},
        {"order_id": "b:3b", "record_id": "14", "source": "s", "decision": "link"},
    ],
    "findings": [
        {"kind": "stuck_pages", "binder": "b", "after_page": "2"},
        {"kind": "stuck_pages", "binder": "b", "after_page": "4"},
        {"kind": "duplicate_scan", "binder": "b", "page": "4"},
        {"kind": "duplicate_digital", "source": "s", "record_id": "13 12"},
        {"kind": "missing_digital", "order_id": "b:3b", "order_number": "WO-3"},
        {"kind": "missing_digital", "order_id": "b:3a", "order_number": "WO-8"},
        {"kind": "missing_paper", "source": "s", "record_id": "9"},
        {"kind": "sequence_gap", "order_number": "WO-6"},
        {"kind": "field_mismatch", "order_id": "b:1", "order_number": "WO-1", "field": "location"},
        {"kind": "illegible_field", "order_id": "b:3b", "field": "status"},
    ],
}


def write_results(folder: Path, results: dict[str, list[Row]]) -> Path:
    """The files of a run, with empty cells for what is not given."""
    for name, rows in results.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS[name].split(), restval="")
            writer.writeheader()
            writer.writerows(rows)
    return folder


@pytest.fixture
def outcomes(tmp_path: Path) -> Outcomes:
    """The run against the truth."""
    return weigh(read_results(write_results(tmp_path, RESULTS)), TRUTH)


def test_orders_are_counted_by_their_pages_and_their_number_or_values(outcomes: Outcomes) -> None:
    """Three rows stand for orders; one of them is too badly read to be known again, and one row is made up."""
    scores = count(outcomes)
    assert scores.orders == Retrieval(right=2, made=4, wanted=4)
    assert scores.made_up_orders == 1
    assert scores.numbers == Share(2, 4)
    assert [pair.order.order_number for pair in outcomes.pairing.pairs] == ["WO-1", "WO-2", "WO-3"]
    assert [row["order_id"] for row in outcomes.pairing.made_up] == ["b:3c"]


def test_a_row_that_shares_too_few_values_is_not_the_order(tmp_path: Path) -> None:
    """A row with another number and fewer than half of the values stands for the order, but the order is not found."""
    rows = [{"order_id": "b:5", "order_number": "X", "binder": "b", "first_page": "5", "pages": "5"}]
    results = write_results(tmp_path, {**RESULTS, "orders": rows})
    scores = score(results, TRUTH)
    assert (scores.orders, scores.made_up_orders) == (Retrieval(0, 1, 4), 0)


def test_an_order_is_found_by_half_of_its_values(tmp_path: Path) -> None:
    """With a misread number, one more value that is right makes half of four."""
    rows = [row | {"status": "closed"} if row["order_id"] == "b:3a" else row for row in RESULTS["orders"]]
    assert score(write_results(tmp_path, {**RESULTS, "orders": rows}), TRUTH).orders.right == 3


def test_fields_are_counted_typed_and_handwritten_apart(outcomes: Outcomes) -> None:
    """Typed: four values, the department and an extra are right, a note is made up; one right value is flagged."""
    scores = count(outcomes).fields
    assert scores["typed"] == FieldScore(
        total=6, right=6, lenient=6, lost=0, made_up=1, unflagged=6, unflagged_right=5, flagged_right=1
    )
    # WO-2: one of four right; WO-3: two of four, three in letters and digits; WO-4: two values lost with it
    assert scores["handwritten"] == FieldScore(
        total=10, right=3, lenient=4, lost=2, made_up=0, unflagged=5, unflagged_right=3, flagged_right=0
    )
    assert scores["extras/typed"] == FieldScore(total=1, right=1, lenient=1, unflagged=1, unflagged_right=1)
    assert scores["location/handwritten"] == FieldScore(total=2, right=0, lenient=1, unflagged=1)


def test_a_value_lost_without_a_flag_is_wrong_and_not_flagged(outcomes: Outcomes) -> None:
    """What the paper says and the output leaves empty in silence is as bad as a wrong value."""
    sure = [o for o in outcomes.fields if o.order_id and not o.flagged and not o.right]
    assert [(o.order_id, o.field, o.truth, o.read) for o in sure] == [
        ("b:1", "notes", "", "-see back"),
        ("b:3a", "location", "1 Oak", "7 Oak"),
        ("b:3a", "status", "closed", ""),
    ]


def test_a_missed_order_has_no_unflagged_values(outcomes: Outcomes) -> None:
    """Its values are not right, but nothing is claimed of them either."""
    lost = count_fields(o for o in outcomes.fields if not o.order_id)
    assert lost == FieldScore(total=2, lost=2)
    assert lost.claims == 0


def test_line_items_are_matched_by_amount_or_description(outcomes: Outcomes) -> None:
    """Both lines are known again, one amount is right, and the total that was taken for a line is made up."""
    items = count(outcomes).items
    assert items["matched/typed"] == Share(2, 2)
    assert items["amount/typed"] == Share(1, 2)
    assert items["quantity/typed"] == Share(2, 2)
    assert items["made up/typed"] == Share(1, 3)
    assert items["matched/handwritten"] == Share(0, 0)


def test_pages_are_counted_by_kind_copy_and_order(outcomes: Outcomes) -> None:
    """One page is of another kind, one is falsely a copy; a blank back does not spoil an order's pages."""
    scores = count(outcomes)
    assert scores.pages == Share(4, 5)
    assert scores.copies == Share(1, 2)
    assert scores.assembled == Share(3, 4)


def test_links_that_are_only_possible_do_not_count(outcomes: Outcomes) -> None:
    """Of three links two are made rightly and one is false; a possible link is none."""
    assert outcomes.links == Retrieval(right=2, made=3, wanted=3)
    assert outcomes.missed_links == ("WO-2 = s 13",)
    assert outcomes.false_links == ("WO-3 = s 14",)


@pytest.mark.parametrize(
    ("kind", "right", "made", "wanted"),
    [
        ("stuck_pages", 1, 2, 1),
        ("duplicate_scan", 1, 1, 1),
        ("duplicate_digital", 1, 1, 1),
        ("missing_digital", 1, 2, 2),
        ("missing_paper", 1, 1, 1),
        ("sequence_gap", 0, 1, 1),
        ("field_mismatch", 0, 1, 1),
        ("page_gap", 0, 0, 0),
    ],
)
def test_each_kind_of_finding_is_matched_on_what_identifies_it(
    outcomes: Outcomes, kind: str, right: int, made: int, wanted: int
) -> None:
    """One row a finding: stuck pages within one page, duplicates by their set of ids, orders by their true number."""
    assert count(outcomes).findings[kind] == Retrieval(right, made, wanted)


def test_kinds_that_the_truth_does_not_list_are_extra(outcomes: Outcomes) -> None:
    """They are told, and are neither right nor false."""
    assert count(outcomes).extra_findings == {"illegible_field": 1}


def test_every_mistake_is_listed_on_a_line(outcomes: Outcomes) -> None:
    """A wrong value that nobody is asked to look at is marked SURE, with its confidence and what the engine saw."""
    reading = FieldReading("location", "7 Oak", "7 Oak:", ReadingStatus.OK, 0.97, 3, None, "tesseract")
    told = list(mistakes(outcomes, {("b:3a", "location"): reading}))
    assert "SURE 0.97 b:3a hand  location        '1 Oak' read '7 Oak' (ok: '7 Oak:')" in told
    assert "        – b:3a hand  order_number    'WO-2' read 'WO-8'" in told
    assert "ORDER   b:5 WO-4 is missing" in told
    assert "PAGE    b:3 is order, taken for orphan" in told
    assert not any("b:1 typed total_cost" in line for line in told)


def test_the_shipped_truth_is_read() -> None:
    """The reader of truth.json takes what the generator writes: a perfect run over it would be all right."""
    path = Path(__file__).parents[2] / "fixtures" / "sample" / "truth.json"
    truth = msgspec.json.decode(path.read_bytes(), type=Truth)
    plain = json.loads(path.read_text(encoding="utf-8"))
    assert len(truth.orders) == len(plain["orders"]) > 0
    assert len(truth.findings) == len(plain["findings"]) > 0


@pytest.mark.parametrize(
    ("field", "one", "other", "equal", "alike_too"),
    [
        ("total_cost", "71.00", "71.0", True, True),
        ("total_cost", "71.00", "7100", False, False),
        ("total_cost", "71.00", "", False, False),
        ("location", "12 Elm St", "12  ELM ST", True, True),
        ("location", "12 Elm St", "12 Elm St.", False, True),
        ("requested_on", "2018-06-19", "2018-06-16", False, False),
    ],
)
def test_values_are_compared_by_their_type(field: str, one: str, other: str, equal: bool, alike_too: bool) -> None:
    """Amounts as numbers; text without regard to case and the width of blanks, leniently its letters and digits."""
    assert (same(field, one, other), alike(field, one, other)) == (equal, alike_too)


def test_a_cell_of_several_values_may_quote_one_that_has_a_blank() -> None:
    """`needs_review` and `record_id` are read as the exports write them."""
    assert several('status "Council Dist." notes') == ["status", "Council Dist.", "notes"]
    assert several("") == []
