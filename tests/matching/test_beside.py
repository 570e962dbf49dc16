"""Neighbours link to neighbours: where a record lies is evidence where the binder follows the list, and only there."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.linkage_population import Population, Spoil, in_order, shuffled, simulate
from matching.beside import FIELD, _neighbours, without_order
from matching.blocking import CandidatePairs
from matching.comparisons import MISSING
from matching.links import Linkage, link
from matching.score import weigh
from matching.settings import MatchSettings
from matching.tables import Filed
from matching.workorders import WORK_ORDERS, tables_of

HARD = Spoil(orders=260, glyph=0.12, unread=0.3, wrongly_keyed=0.4, number_wrong=0.2, repeats=0.3)


def linked(made: Population, *, by_place: bool) -> Linkage:
    """The linkage, by place too or by the fields alone."""
    _, tables = tables_of(made.orders, made.records)
    if not by_place:
        tables = replace(tables[0], filed=None), replace(tables[1], filed=None)
    return link(*tables, WORK_ORDERS, MatchSettings(small_table=0))


def wrong(made: Population, found: Linkage) -> int:
    """Links that are none, and pairs that were not linked."""
    said = {(made.orders[each.order].order_id, made.records[each.record].record_id) for each in found.links}
    return len(said ^ made.pairs)


def test_a_list_in_the_binders_order_helps_to_link_what_is_hardly_legible() -> None:
    """Where the list follows the binder, at most half as many links are wrong or missed by place as without it."""
    lists = [in_order(simulate(seed, HARD)) for seed in (42, 45)]
    with_place, without = (
        sum(wrong(made, linked(made, by_place=by_place)) for made in lists) for by_place in (True, False)
    )
    assert with_place <= without / 2


def test_a_list_in_no_order_is_linked_as_if_it_had_none() -> None:
    """Where the list does not follow the binder, place is not compared, and no probability changes."""
    made = shuffled(simulate(43, HARD))
    one, other = linked(made, by_place=True), linked(made, by_place=False)
    assert all(each.field != FIELD for each in one.scored.model.comparisons)
    assert one.links == other.links


def test_a_sheet_of_which_nothing_was_read_is_not_linked_by_its_place() -> None:
    """Place counts for no pair of which nothing else speaks for a match."""
    made = in_order(simulate(44, replace(HARD, not_keyed=0.2, not_on_paper=0.2)))
    scored = linked(made, by_place=True).scored
    assert scored.model.comparisons[-1].field == FIELD
    placed = scored.grades[:, -1] != MISSING
    pairs = CandidatePairs(scored.left, scored.right)
    by_fields = weigh(scored.sides, without_order(scored.model), pairs, scored.grades[:, :-1])
    assert placed.any()
    assert (by_fields.evidence[placed] > 0).all()


def test_rows_rank_within_their_series() -> None:
    """A row's place is its rank in its own binder or list, rows of one number in the order in which they come."""
    filed = Filed.of([("b", 7), ("a", 3), ("b", 2), ("a", 3), ("b", 9)])
    assert filed.series.tolist() == [0, 1, 0, 1, 0]
    assert filed.place.tolist() == [1, 0, 0, 1, 2]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 9), st.booleans()), min_size=1, max_size=14))
def test_neighbours_are_those_that_a_walk_finds(rows: list[tuple[str, int, bool]]) -> None:
    """The two nearest linked rows on each side are those that walking along the binder comes upon first."""
    filed = Filed.of([(name, number) for name, number, _ in rows])
    links = np.flatnonzero([linked for _, _, linked in rows])
    found = _neighbours(filed, links)
    for row in range(len(rows)):
        mates = [n for n in range(len(rows)) if filed.series[n] == filed.series[row] and rows[n][2] and n != row]
        before = sorted((n for n in mates if filed.place[n] < filed.place[row]), key=lambda n: -filed.place[n])
        after = sorted((n for n in mates if filed.place[n] > filed.place[row]), key=lambda n: filed.place[n])
        walked = [(*side[:2], -1, -1)[:2] for side in (before, after)]
        told = [
            tuple(links[place] if place >= 0 else -1 for place in found[row, part]) for part in (slice(2), slice(2, 4))
        ]
        assert told == walked
