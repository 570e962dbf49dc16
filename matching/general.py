"""Any two tables, or one with itself: a scheme made of what their columns hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from types import MappingProxyType

from matching import comparisons
from matching.blocking import BlockingRule, Key, Nearest
from matching.comparisons import FieldComparison
from matching.crossed import crossings
from matching.detect import Detected, Kind, detect
from matching.scheme import Scheme
from matching.tables import LONGEST, NOTHING, Column, Table, column_of, joined, mapped
from records.value_grammar import is_absent

_COMPARED: Mapping[Kind, Callable[[str], FieldComparison]] = MappingProxyType(
    {
        Kind.IDENTIFIER: comparisons.serial,
        Kind.CODE: comparisons.code,
        Kind.DATE: comparisons.dates,
        Kind.MOMENT: comparisons.moment,
        Kind.CLOCK: comparisons.clock,
        Kind.AMOUNT: comparisons.money,
        Kind.COORDINATE: comparisons.coordinate,
        Kind.DURATION: comparisons.duration,
        Kind.PHONE: comparisons.phone,
        Kind.ADDRESS: comparisons.address,
        Kind.YEAR: comparisons.year,
        Kind.CHOICE: comparisons.choice,
        Kind.WORD: comparisons.word,
        Kind.LABEL: comparisons.label,
        Kind.TEXT: comparisons.text,
    }
)
_ALONE: Mapping[Kind, tuple[str, ...]] = MappingProxyType(
    {
        Kind.IDENTIFIER: ("folded", "counter"),
        Kind.CODE: ("folded",),
        Kind.YEAR: ("folded",),
        Kind.DATE: ("day",),
        Kind.MOMENT: ("day", "minute"),
        Kind.AMOUNT: ("amount",),
        Kind.DURATION: ("amount",),
        Kind.PHONE: ("whole",),
        Kind.ADDRESS: ("door",),
        Kind.WORD: ("words",),
        Kind.LABEL: ("sorted",),
        Kind.TEXT: ("words",),
    }
)
"""Features that are shared by few enough rows to block by, once the commonest values are left out."""
_TOGETHER: Mapping[Kind, tuple[str, ...]] = MappingProxyType(
    {
        Kind.CODE: ("folded",),
        Kind.YEAR: ("folded",),
        Kind.DATE: ("day",),
        Kind.MOMENT: ("day",),
        Kind.CLOCK: ("second",),
        Kind.COORDINATE: ("cell",),
        Kind.AMOUNT: ("amount",),
        Kind.DURATION: ("amount",),
        Kind.ADDRESS: ("street", "house"),
        Kind.WORD: ("words",),
        Kind.LABEL: ("last",),
    }
)
"""Features that block in twos."""
_AROUND = frozenset({"minute", "cell"})
"""Features of which it is enough to be near."""
_PRECISE = frozenset({Kind.IDENTIFIER, Kind.PHONE, Kind.ADDRESS})
"""What is shared by so few rows that it is always looked at, though a number be the same."""
_WORDED = frozenset({Kind.WORD, Kind.LABEL, Kind.TEXT})
_NAMING = frozenset({Kind.WORD, Kind.LABEL})
"""What may be keyed in the place of another of its like."""
_FEW_ROWS = 20
_PART_ALONE, _PART_TOGETHER = 0.3, 0.15
_PARTS_ALONE = 1.2
"""Of all rules of one value together: many columns do not make the work grow with them."""
_FEWEST_OTHERS = 3
"""Other columns from which rows that are one agree in one at least, misread as they are."""
_MOST_TOGETHER, _MOST_SETTLED = 28, 12
"""Rules of two values, without and with a number that most rows are found by."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """Two tables with common column names, and how they are linked."""

    left: Table
    right: Table
    kinds: Mapping[str, Kind]
    scheme: Scheme


Cells = Mapping[str, Sequence[str] | Column]
"""Cells by column name, every column equally long."""


def prepare(left: Cells, right: Cells, sizes: tuple[int, int]) -> Prepared:
    """Find out what the common columns hold, and how to link by them; within one table give it twice."""
    found: dict[str, Detected] = {}
    columns: dict[str, tuple[Column, Column]] = {}
    for name in left:
        one = mapped(column_of(left[name]), _said)
        other = one if left is right else mapped(column_of(right[name]), _said) if name in right else NOTHING
        if _says(one, other):
            found[name] = detect(name, one, other)
            columns[name] = joined(one, other, found[name].canonical)
    kinds = {name: _kind(each.kind, left is right) for name, each in found.items()}
    coded = frozenset(name for name, each in found.items() if each.coded)
    crossed = dict(crossings({name: columns[name] for name, kind in kinds.items() if kind in _NAMING}))
    ours, theirs = (
        Table(size, {name: pair[side] for name, pair in (columns | crossed).items()}) for side, size in enumerate(sizes)
    )
    return Prepared(ours, ours if left is right else theirs, kinds, scheme_of(kinds, coded, list(crossed)))


def _kind(kind: Kind, within: bool) -> Kind:
    """How a column is compared; within one list a year is a code as others are.

    Who keeps another list may count the year before or after: of books with editions F1 is 0.984 instead of 0.964 where
    that is a level of its own. Within one list the next year is another's: 0.977 instead of 0.979 on RLdata10000.
    """
    return Kind.CODE if within and kind is Kind.YEAR else kind


def _said(value: str) -> str:
    """A cell's beginning without the blanks around it; empty where it says that there is nothing."""
    text = value[:LONGEST].strip()
    return "" if is_absent(text, words=True) else text


def _says(left: Column, right: Column) -> bool:
    """It has a value on both sides, and not the same one in each of many rows."""
    if not (len(left.values) and len(right.values)):
        return False
    few = max(len(left.codes), len(right.codes)) < _FEW_ROWS
    return few or len({*left.values.first(2), *right.values.first(2)}) > 1


def scheme_of(kinds: Mapping[str, Kind], coded: frozenset[str] = frozenset(), crossed: Sequence[str] = ()) -> Scheme:
    """Comparisons and blocking rules for columns of such kinds.

    `coded` are those whose texts have numbers in them, `crossed` two columns each whose values change places.
    """
    made = [_COMPARED[kind](name) for name, kind in kinds.items()]
    numbers = [comparisons.codes(name) for name in kinds if name in coded]
    turned = [comparisons.crossing(name) for name in crossed]
    rules = [
        BlockingRule(f"{name}, in either place", (Key((name,), "sorted"),), part=_PART_TOGETHER) for name in crossed
    ]
    return Scheme((*made, *numbers, *turned), (*_rules(kinds), *rules))


def _others(kinds: Mapping[str, Kind], number: str) -> tuple[Key, ...]:
    """What rows whose numbers are nearly the same have in common too, if they are one.

    In a series of numbers each has some fifty that are one character apart: half of all pairs that were compared, of
    which one in a hundred had nothing else in common, and none of these was a link.
    """
    columns = {
        name: {*_ALONE.get(kind, ()), *_TOGETHER.get(kind, ())} for name, kind in kinds.items() if name != number
    }
    told = [_key(name, feature) for name, features in columns.items() for feature in sorted(features)]
    return tuple(told) if sum(map(bool, columns.values())) >= _FEWEST_OTHERS else ()


def _key(name: str, feature: str) -> Key:
    return Key((name,), feature, "near" if feature in _AROUND else "same")


def _rules(kinds: Mapping[str, Kind]) -> Iterator[BlockingRule | Nearest]:
    """The strongest first: numbers that every row has for itself, then values, then words, then two values together."""
    settled = Kind.IDENTIFIER in kinds.values()
    alone = sum(len(_ALONE.get(kind, ())) for kind in kinds.values())
    share = min(_PART_ALONE, _PARTS_ALONE / max(alone, 1))
    for name, kind in sorted(kinds.items(), key=lambda item: item[1] is not Kind.IDENTIFIER):
        own = kind is Kind.IDENTIFIER
        for feature in _ALONE.get(kind, ()):
            part = 1.0 if own else share
            lonely = settled and kind not in _PRECISE
            key = (_key(name, feature),)
            yield BlockingRule(f"same {name} ({feature})", key, settles=own, lonely=lonely, part=part)
        if own:
            apart = (Key((name,), "folded", "deletions"),)
            yield BlockingRule(f"{name} one character apart", apart, lonely=True, besides=_others(kinds, name))
    worded = tuple(name for name, kind in kinds.items() if kind in _WORDED)
    if worded:
        yield Nearest("most alike in words", worded, lonely=settled)
    keys = [(name, feature) for name, kind in kinds.items() for feature in _TOGETHER.get(kind, ())]
    twos = [(one, other) for one, other in combinations(keys, 2) if one[0] != other[0]]
    for one, other in twos[: _MOST_SETTLED if settled else _MOST_TOGETHER]:
        rule = f"same {one[0]} ({one[1]}) and {other[0]} ({other[1]})"
        both = (_key(*one), _key(*other))
        yield BlockingRule(rule, both, lonely=True, part=_PART_TOGETHER)
