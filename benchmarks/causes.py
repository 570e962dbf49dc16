"""What the wrong values are: missing, another field's, nearly right, or something else; and which are not flagged.

    python -m benchmarks.causes OUT TRUTH.json [OUT TRUTH.json ...]

OUT is what `backfile run --out OUT` wrote. Tells whether a fall in the figures comes from reading (nearly right) or
from finding the places of the fields (empty, another field's).
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from rapidfuzz.fuzz import ratio

from benchmarks.compare import bare
from benchmarks.field_scores import FieldOutcome, field_outcomes
from benchmarks.pairing import pair_orders
from benchmarks.peers_score import HANDS, form_of
from benchmarks.results import read_results
from benchmarks.show import percent
from benchmarks.truth import TrueOrder, Truth, read_truth

CAUSES = ("no order", "empty", "another field's", "another order's", "nearly right", "something else", "made up")
NEARLY = 70
"""Of a hundred letters and digits: "Hembck" for "Hemlock"."""


def cause_of(outcome: FieldOutcome, order: TrueOrder | None, others: Iterable[TrueOrder]) -> str:
    """What is wrong with a value; empty where it is right. `others` are the orders of the same binder."""
    if outcome.right:
        return ""
    if not outcome.order_id:
        return "no order"
    if not outcome.truth:
        return "made up"
    return _misread(outcome, order, others) if bare(outcome.read) else "empty"


def _misread(outcome: FieldOutcome, order: TrueOrder | None, others: Iterable[TrueOrder]) -> str:
    read = bare(outcome.read)
    if order and read in {bare(value) for name, value in order.fields.items() if name != outcome.field}:
        return "another field's"
    if read in {bare(other.fields.get(outcome.field, "")) for other in others if other is not order}:
        return "another order's"
    return "nearly right" if ratio(read, bare(outcome.truth)) >= NEARLY else "something else"


def causes(truth: Truth, outcomes: Iterable[FieldOutcome]) -> Iterator[tuple[str, str, FieldOutcome]]:
    """Form, cause and outcome of each value."""
    binders = {binder.name: [o for o in truth.orders if o.binder == binder.name] for binder in truth.binders}
    forms = {name: form_of(truth, name) for name in binders}
    for outcome in outcomes:
        others = binders[outcome.binder]
        at_home = [order for order in others if order.pages[0] == outcome.page]
        order = next((o for o in at_home if o.fields.get(outcome.field, "") == outcome.truth), None)
        yield forms[outcome.binder], cause_of(outcome, order, others), outcome


def table(found: Iterable[tuple[str, str, FieldOutcome]]) -> Iterator[str]:
    """A row a form and hand: its values, and how many are wrong in which way and of those not flagged."""
    kept = list(found)
    yield f"{'values':34} {'of':>6} {'right':>8} {' '.join(f'{cause:>16}' for cause in CAUSES)}"
    for form, typed in sorted({(form, outcome.typed) for form, _, outcome in kept}):
        rows = [(cause, outcome) for each, cause, outcome in kept if each == form and outcome.typed == typed]
        wrong = Counter(cause for cause, _ in rows)
        sure = Counter(cause for cause, outcome in rows if outcome.order_id and not outcome.flagged)
        right = percent(wrong[""], len(rows))
        cells = " ".join(f"{f'{wrong[cause]} ({sure[cause]})':>16}" for cause in CAUSES)
        yield f"{f'{form}, {HANDS[typed]}':34} {len(rows):6} {right:>8} {cells}"
    yield "in brackets: those that no person is asked to look at"


def main() -> None:
    """The command."""
    given = [Path(argument) for argument in sys.argv[1:]]
    found: list[tuple[str, str, FieldOutcome]] = []
    for results, path in zip(given[::2], given[1::2], strict=True):
        truth = read_truth(path)
        found += causes(truth, field_outcomes(pair_orders(truth, read_results(results).orders)))
    print("\n".join(table(found)))


if __name__ == "__main__":
    main()
