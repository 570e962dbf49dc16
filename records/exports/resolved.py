"""resolved.csv: every order once, wherever it is known, each value by the rules of survivorship with its origin."""

from __future__ import annotations

import json
from collections.abc import Iterator

from records.dataset import Dataset
from records.exports.cells import several
from records.exports.orders import field_column, in_order
from records.exports.schema import Column, ColumnType, Table, text
from records.fields import CATALOGUE
from records.natural import shortlex
from records.survivors import Candidate, candidates, disagree, survivor
from records.survivorship import Survivorship
from records.united import United, united


def resolved(dataset: Dataset, rules: Survivorship) -> Iterator[tuple[United, dict[str, Candidate], tuple[str, ...]]]:
    """Each order with the value taken for each of its fields, and the fields of which sure values differ.

    Orders on paper come in the order of the shelf, the others after them in the order of their lists.
    """
    place = {order.order_id: number for number, order in enumerate(in_order(dataset.orders))}
    last = len(place)

    def rank(one: United) -> tuple[int, str, tuple[int, str]]:
        first = min((place[paper.order_id] for paper in one.papers), default=last)
        row = one.rows[0] if one.rows else None
        return first, row.source if row else "", shortlex(row.record_id if row else "")

    for one in sorted(united(dataset), key=rank):
        found = candidates(one)
        named = [name for name in CATALOGUE if name in found]
        taken = {name: chosen for name in named if (chosen := survivor(found[name], rules.rule(name))) is not None}
        yield one, taken, tuple(name for name in named if len(found[name]) > 1 and disagree(found[name], name))


def where_known(one: United) -> str:
    """On which side the order is known."""
    return "both" if one.papers and one.rows else "paper" if one.papers else "digital"


def _rows(dataset: Dataset) -> Iterator[list[str]]:
    for one, taken, differing in resolved(dataset, dataset.survivorship):
        origins = {name: f"{found.origin}:{found.place}" for name, found in taken.items()}
        yield [
            *(several(paper.order_id for paper in one.papers), several(row.record_id for row in one.rows)),
            *(several(dict.fromkeys(row.source for row in one.rows)), where_known(one)),
            *(taken[name].value if name in taken else "" for name in CATALOGUE),
            json.dumps(origins, ensure_ascii=False),
            several(differing),
        ]


RESOLVED = Table(
    "resolved",
    "One row an order, wherever it is known: on paper, in a digital list, or both; what is there twice stands once.",
    (
        text("order_ids", "The orders on paper that are this order, separated by blanks."),
        text("record_ids", "The digital records that are this order, separated by blanks."),
        text("sources", "The digital extracts that hold it, separated by blanks."),
        text("known", "Where it is known.", "paper", "digital", "both"),
        *(field_column(field) for field in CATALOGUE.values()),
        Column("origins", ColumnType.OBJECT, "Of each value: `paper:` with the order's id, or its list and record id."),
        text("conflicts", "The fields of which the sides give different values nobody doubts, separated by blanks."),
    ),
    _rows,
)
