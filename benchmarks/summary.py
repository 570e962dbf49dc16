"""The scores of several samples side by side, and added up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import TypeAlias

import msgspec

from benchmarks.field_scores import FieldScore
from benchmarks.scores import Scores
from benchmarks.show import percent, table

Tree: TypeAlias = "int | dict[str, Tree]"


@dataclass(frozen=True, slots=True)
class Measured:
    """One sample, run and scored."""

    name: str
    pages: int
    wall: float
    """Seconds by the clock."""
    cpu: float
    """Seconds of processor time."""
    cpu_again: float
    """Seconds of processor time of the same command once more, when every page is known: all but the reading."""
    peak_mb: int
    scores: Scores


def add(scores: Sequence[Scores]) -> Scores:
    """The scores of all samples as if they were one."""
    return msgspec.convert(add_counts(msgspec.to_builtins(one) for one in scores), Scores)


def add_counts(trees: Iterable[Tree]) -> Tree:
    """Counts in groups, count by count; what only some have is kept."""
    return reduce(_sum, trees)


def _sum(one: Tree, other: Tree) -> Tree:
    if isinstance(one, dict) and isinstance(other, dict):
        return {key: _sum(one.get(key, 0), other.get(key, 0)) for key in (*one, *(k for k in other if k not in one))}
    return other if one == 0 else one if other == 0 else _whole(one) + _whole(other)


def _whole(count: Tree) -> int:
    if isinstance(count, dict):
        raise TypeError("a count is added to a group of counts")
    return count


def report(measured: Sequence[Measured]) -> Iterator[str]:
    """A row a sample, and the whole table of their sum."""
    yield from side_by_side(measured)
    yield ""
    yield f"all {len(measured)} samples together"
    yield from table(add([one.scores for one in measured]))


CLEAN = "clean-"
"""How the names of samples begin in which nothing is wrong."""


def of_clean(measured: Sequence[Measured]) -> Iterator[str]:
    """What the clean samples raised, kind by kind; nothing where there is no such sample."""
    clean = [one for one in measured if one.name.startswith(CLEAN)]
    if not clean:
        return
    raised: Counter[str] = Counter()
    for one in clean:
        raised.update({kind: found.made - found.right for kind, found in one.scores.findings.items()})
        raised.update(one.scores.extra_findings)
    told = ", ".join(f"{kind} {count}" for kind, count in sorted(raised.items()) if count)
    yield ""
    yield f"{len(clean)} clean samples raised: {told or 'nothing'}"


COLUMNS = (
    ("pages", 5),
    ("cpu s/page", 10),
    ("not reading", 11),
    ("orders", 7),
    ("made up", 7),
    ("typed", 7),
    ("unflagged", 9),
    ("right", 7),
    ("hand", 7),
    ("unflagged", 9),
    ("right", 7),
    ("links", 7),
    ("right", 7),
    ("findings", 8),
    ("right", 7),
)


def side_by_side(measured: Sequence[Measured]) -> Iterator[str]:
    """One row a sample: time, orders found, fields right typed and by hand, links and findings."""
    width = max([len("sample"), *(len(one.name) for one in measured)])
    yield " ".join([f"{'sample':{width}}", *(f"{name:>{wide}}" for name, wide in COLUMNS)])
    for one in measured:
        cells = zip(_cells(one), COLUMNS, strict=True)
        yield " ".join([f"{one.name:{width}}", *(f"{cell:>{wide}}" for cell, (_, wide) in cells)])


def _cells(one: Measured) -> list[str]:
    scores, planted = one.scores, one.scores.findings.values()
    hits = sum(kind.right for kind in planted)
    return [
        *(str(one.pages), f"{one.cpu / max(one.pages, 1):.2f}", f"{one.cpu_again / max(one.pages, 1):.2f}"),
        *(percent(scores.orders.right, scores.orders.wanted), str(scores.made_up_orders)),
        *_hand(scores.fields["typed"]),
        *_hand(scores.fields["handwritten"]),
        *(percent(scores.links.right, scores.links.wanted), percent(scores.links.right, scores.links.made)),
        percent(hits, sum(kind.wanted for kind in planted)),
        percent(hits, sum(kind.made for kind in planted)),
    ]


def _hand(score: FieldScore) -> tuple[str, str, str]:
    return (
        percent(score.right, score.total),
        percent(score.unflagged, score.claims),
        percent(score.unflagged_right, score.unflagged),
    )
