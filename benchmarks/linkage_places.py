"""What the order of a binder and of a list adds to linking, on simulated populations that are hard to read.

    python -m benchmarks.linkage_places --seeds 61-66 --orders 300

Each population is linked by its fields alone and by place too, once with its list in the order of the binder and once
shuffled, when place must change nothing. Below stands how far probabilities are right, by fields and place.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from benchmarks.linkage_population import Population, Spoil, in_order, shuffled, simulate
from benchmarks.linkage_scores import DEFAULT, LinkageScore, score
from matching.links import link
from matching.settings import MatchSettings
from matching.workorders import WORK_ORDERS, tables_of

_BANDS = (0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 0.999, 1.1)
_HARD = Spoil(glyph=0.06, unread=0.15, wrongly_keyed=0.2, number_wrong=0.1, repeats=0.2)
_HARDEST = Spoil(glyph=0.12, unread=0.3, wrongly_keyed=0.4, number_wrong=0.2, repeats=0.3)


@dataclass(frozen=True, slots=True)
class Linked:
    """A population, linked."""

    score: LinkageScore
    wrong: int
    """Pairs that are linked and are none, and those that are and were not linked."""
    said: tuple[tuple[float, bool], ...]
    """Of each pair how likely it was said to be, and whether it is."""


def linked(made: Population, settings: MatchSettings, *, by_place: bool) -> Linked:
    """The population linked by its fields, and by place too where asked."""
    _, tables = tables_of(made.orders, made.records)
    if not by_place:
        tables = replace(tables[0], filed=None), replace(tables[1], filed=None)
    found = link(*tables, WORK_ORDERS, settings)
    ids = [order.order_id for order in made.orders], [record.record_id for record in made.records]
    pairs = zip(found.scored.left.tolist(), found.scored.right.tolist(), found.likely.tolist(), strict=True)
    said = {(ids[0][left], ids[1][right]): chance for left, right, chance in pairs}
    said |= {(ids[0][each.order], ids[1][each.record]): each.probability for each in found.links}
    links = {pair for pair, chance in said.items() if chance >= DEFAULT}
    truth = frozenset(made.pairs)
    told = tuple((chance, pair in truth) for pair, chance in said.items())
    return Linked(score(said, truth, (frozenset(ids[0]), frozenset(ids[1]))), len(links ^ truth), told)


def rows(seeds: Sequence[int], orders: int, settings: MatchSettings) -> Iterator[str]:
    """The lines of the table."""
    said: list[tuple[float, bool]] = []
    yield f"{'population':12} {'list':12} {'by':16} {'F1':>6} {'Brier':>7} {'wrong':>6}"
    for name, spoil in (("hard", _HARD), ("hardest", _HARDEST)):
        populations = [simulate(seed, replace(spoil, orders=orders)) for seed in seeds]
        for order, arranged in (("in order", in_order), ("shuffled", shuffled)):
            for by, by_place in (("fields", False), ("fields and place", True)):
                found = [linked(arranged(made), settings, by_place=by_place) for made in populations]
                f1, brier = (sum(getattr(each.score, what) for each in found) / len(found) for what in ("f1", "brier"))
                yield f"{name:12} {order:12} {by:16} {f1:6.3f} {brier:7.4f} {sum(each.wrong for each in found):6}"
            said += [pair for each in found for pair in each.said]
    yield ""
    yield from calibration(said)


def calibration(said: Sequence[tuple[float, bool]]) -> Iterator[str]:
    """Of pairs that were said to be about so likely, how likely they were on average, and how many are links."""
    yield f"{'said':>12} {'pairs':>6} {'on average':>10} {'are links':>10}"
    for least, most in pairwise(_BANDS):
        band = [pair for pair in said if least <= pair[0] < most]
        if band:
            mean, right = (sum(float(pair[place]) for pair in band) / len(band) for place in (0, 1))
            yield f"{least:5.3f}–{min(most, 1):5.3f}  {len(band):6} {mean:10.3f} {right:10.3f}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", default="61-66", help="FIRST-LAST")
    parser.add_argument("--orders", type=int, default=300)
    parser.add_argument(
        "--small-table", type=int, default=MatchSettings().small_table, help="pairs up to which all are compared"
    )
    chosen = parser.parse_args()
    first, _, last = chosen.seeds.partition("-")
    settings = MatchSettings(small_table=chosen.small_table)
    for line in rows(range(int(first), int(last or first) + 1), chosen.orders, settings):
        print(line, flush=True)


if __name__ == "__main__":
    main()
