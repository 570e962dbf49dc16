"""Scores what a run wrote against what is true.

    python -m benchmarks.score OUT TRUTH.json [-v]

OUT is what `backfile run --out OUT` wrote over the binders that TRUTH.json tells about. `-v` lists every mistake.
"""

from __future__ import annotations

import argparse
import signal
from collections.abc import Iterable
from pathlib import Path

from benchmarks.compare import bare
from benchmarks.field_scores import FieldOutcome, FieldScore, count_fields, field_outcomes
from benchmarks.finding_scores import PLANTED, Retrieval, finding_outcomes, link_outcomes
from benchmarks.page_scores import (
    AssemblyOutcome,
    ItemOutcome,
    PageOutcome,
    assembly_outcomes,
    copy_outcomes,
    item_outcomes,
    page_outcomes,
)
from benchmarks.pairing import Pair, pair_orders
from benchmarks.results import Results, read_results
from benchmarks.scores import Outcomes, Scores, Share
from benchmarks.show import Readings, mistakes, table
from benchmarks.truth import Truth, read_truth

HANDS = (("typed", True), ("handwritten", False))


def weigh(results: Results, truth: Truth) -> Outcomes:
    """Everything that was read against everything that is true."""
    pairing = pair_orders(truth, results.orders)
    links, missed, false = link_outcomes(truth, results.matches, pairing)
    return Outcomes(
        pairing,
        field_outcomes(pairing),
        page_outcomes(truth, results.pages),
        copy_outcomes(truth, results.pages),
        assembly_outcomes(truth, pairing),
        item_outcomes(pairing, results.line_items),
        links,
        tuple(missed),
        tuple(false),
        finding_outcomes(truth, results.findings, pairing.number_of),
    )


def score(results: Path, truth: Truth) -> Scores:
    """The scores of a results folder."""
    return count(weigh(read_results(results), truth))


def count(outcomes: Outcomes) -> Scores:
    """The scores of what was weighed."""
    pairs, missed = outcomes.pairing.pairs, outcomes.pairing.missed
    found = sum(pair.found for pair in pairs)
    made_up = len(outcomes.pairing.made_up)
    return Scores(
        orders=Retrieval(found, len(pairs) + made_up, len(pairs) + len(missed)),
        made_up_orders=made_up,
        numbers=Share(sum(_number_right(pair) for pair in pairs), len(pairs) + len(missed)),
        fields=_count_fields(outcomes.fields),
        items=_count_items(outcomes.items),
        pages=_share(outcomes.pages),
        copies=_share(outcomes.copies),
        assembled=_share(outcomes.assembly),
        links=outcomes.links,
        findings={kind: outcomes.findings.of(kind) for kind in PLANTED},
        extra_findings=_tally(row["kind"] for row in outcomes.findings.extra),
        sureness={band: Share(*counts) for band, counts in sorted(outcomes.findings.sureness().items())},
    )


def _number_right(pair: Pair) -> bool:
    return bare(pair.order.order_number) == bare(pair.row["order_number"])


def _share(outcomes: Iterable[PageOutcome | AssemblyOutcome]) -> Share:
    every = [outcome.truth == outcome.read for outcome in outcomes]
    return Share(sum(every), len(every))


def _tally(words: Iterable[str]) -> dict[str, int]:
    every = list(words)
    return {word: every.count(word) for word in sorted(set(every))}


def _count_fields(outcomes: tuple[FieldOutcome, ...]) -> dict[str, FieldScore]:
    scores = {}
    for hand, typed in HANDS:
        of_hand = [outcome for outcome in outcomes if outcome.typed == typed]
        scores[hand] = count_fields(of_hand)
        for name in sorted({_group(outcome) for outcome in of_hand}):
            scores[f"{name}/{hand}"] = count_fields(outcome for outcome in of_hand if _group(outcome) == name)
    return scores


def _group(outcome: FieldOutcome) -> str:
    """The field; the departments' own fields are one group, for each department has others."""
    return "extras" if outcome.field.startswith("extra:") else outcome.field


def _count_items(items: tuple[ItemOutcome, ...]) -> dict[str, Share]:
    return {
        f"{name}/{hand}": share
        for hand, typed in HANDS
        for name, share in _items_of([item for item in items if item.typed == typed]).items()
    }


def _items_of(items: list[ItemOutcome]) -> dict[str, Share]:
    true = [item for item in items if item.truth]
    read = [item for item in items if item.read is not None]
    shares = {"matched": Share(sum(item.read is not None for item in true), len(true))}
    for field in ("amount", "kind", "description", "quantity", "unit", "unit_cost"):
        shares[field] = Share(sum(item.right(field) for item in true), len(true))
    return {**shares, "made up": Share(sum(item.truth is None for item in read), len(read))}


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("results", type=Path, help="the folder that a run wrote")
    parser.add_argument("truth", type=Path, help="truth.json")
    parser.add_argument("-v", "--verbose", action="store_true", help="list every mistake")
    arguments = parser.parse_args()
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `| head` ends it without a word
    outcomes = weigh(read_results(arguments.results), read_truth(arguments.truth))
    if arguments.verbose:
        print("\n".join(mistakes(outcomes, readings(arguments.results))))
    print("\n".join(table(count(outcomes))))


def readings(results: Path) -> Readings:
    """Each reading, by order id and field, where the run's own workspace lies beside its results."""
    place = results / "workspace" / "backfile.sqlite"
    if not place.exists():
        return {}
    from records.store import Store

    with Store.open(place) as store:
        orders = store.orders()
    catalogue = {(order.order_id, reading.name): reading for order in orders for reading in order.readings}
    return catalogue | {(order.order_id, f"extra:{extra.name}"): extra for order in orders for extra in order.extras}


if __name__ == "__main__":
    main()
