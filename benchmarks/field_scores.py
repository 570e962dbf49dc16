"""How well the values of the orders were read, and whether what was not is flagged."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from benchmarks.compare import alike, bare, same
from benchmarks.pairing import Pair, Pairing
from benchmarks.results import Row, several
from benchmarks.truth import TrueOrder
from records.fields import CATALOGUE


@dataclass(frozen=True, slots=True)
class FieldOutcome:
    """One value of one order: what is true, what was read, and whether a person is asked to look."""

    binder: str
    page: int
    order_id: str
    """Empty where no row stands for the order."""
    typed: bool
    field: str
    truth: str
    """Empty where the order has no such value."""
    read: str
    flagged: bool
    right: bool
    lenient: bool
    """Right in its letters and digits."""


@dataclass(frozen=True, slots=True)
class FieldScore:
    """Outcomes, counted."""

    total: int = 0
    """Values that the orders have."""
    right: int = 0
    lenient: int = 0
    lost: int = 0
    """Values of orders that no row stands for; they are in `total`."""
    made_up: int = 0
    """Values that are read where the order has none."""
    unflagged: int = 0
    """Values of rows, made-up ones included, that no person is asked to look at."""
    unflagged_right: int = 0
    flagged_right: int = 0
    """Values that are right and flagged all the same."""

    @property
    def claims(self) -> int:
        """Values of rows, made-up ones included."""
        return self.total - self.lost + self.made_up


def field_outcomes(pairing: Pairing) -> tuple[FieldOutcome, ...]:
    """Every value of every order, and every value that was made up."""
    kept = [outcome for pair in pairing.pairs for outcome in _of_pair(pair)]
    return (*kept, *(outcome for order in pairing.missed for outcome in _of_missed(order)))


def count_fields(outcomes: Iterable[FieldOutcome]) -> FieldScore:
    """The outcomes, counted."""
    every = tuple(outcomes)
    kept = [o for o in every if o.order_id]
    open_ones = [o for o in kept if not o.flagged]
    return FieldScore(
        total=sum(bool(o.truth) for o in every),
        right=sum(o.right for o in every),
        lenient=sum(o.lenient for o in every),
        lost=len(every) - len(kept),
        made_up=sum(not o.truth for o in every),
        unflagged=len(open_ones),
        unflagged_right=sum(o.right for o in open_ones),
        flagged_right=sum(o.right for o in kept if o.flagged),
    )


def _of_pair(pair: Pair) -> Iterator[FieldOutcome]:
    order, row = pair.order, pair.row
    flags = set(several(row["needs_review"]))
    for name in [name for name in CATALOGUE if name != "department"]:
        truth, read = order.fields.get(name, ""), row.get(name, "")
        if truth or (read and not order.void):
            yield _outcome(pair, (name, truth, read), name in flags)
    if row.get("department"):
        yield _outcome(pair, ("department", order.department, row["department"]), "department" in flags)
    yield from _extras(pair)


def _extras(pair: Pair) -> Iterator[FieldOutcome]:
    """The department's own fields, by label; one that the truth does not know is no mistake: forms print more."""
    read = {bare(label): str(value or "") for label, value in json.loads(pair.row.get("extras") or "{}").items()}
    flags = bare(pair.row["needs_review"])
    for label, truth in pair.order.extras.items():
        yield _outcome(pair, (f"extra:{label}", truth, read.get(bare(label), "")), bare(label) in flags)


def _outcome(pair: Pair, said: tuple[str, str, str], flagged: bool) -> FieldOutcome:
    field, truth, read = said
    return FieldOutcome(
        *_place(pair.order, pair.row),
        *said,
        flagged=flagged,
        right=bool(truth) and same(field, truth, read),
        lenient=bool(truth) and alike(field, truth, read),
    )


def _of_missed(order: TrueOrder) -> Iterator[FieldOutcome]:
    for field, truth in (*order.fields.items(), *((f"extra:{k}", v) for k, v in order.extras.items())):
        yield FieldOutcome(*_place(order, None), field, truth, "", flagged=False, right=False, lenient=False)


def _place(order: TrueOrder, row: Row | None) -> tuple[str, int, str, bool]:
    return order.binder, order.pages[0], row["order_id"] if row else "", order.typed
