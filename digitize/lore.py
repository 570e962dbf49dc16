"""What is known beside the ink of a place: what the binder and the records hold, and how the binder writes things."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from digitize.language import Language
from digitize.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Known:
    """What is known beside the ink of a place."""

    name: str
    """The field's name in the lexicons: those of line items are `item.description` and the like."""
    binder: Lexicon = field(default_factory=Lexicon)
    """Of the binder's other pages."""
    records: Lexicon = field(default_factory=Lexicon)
    days: tuple[date, ...] = ()
    """The days that the binder speaks of."""
    styles: tuple[str, ...] = ()
    """How its days are written."""
    near_days: tuple[date, ...] = ()
    """Other days of the same order, and the same day of its neighbours."""
    spans: tuple[tuple[date, date], ...] = ()
    """What a day hardly lies outside of: that between the orders before and after, where the binder is in the order of
    these days, and that between the order's own days, as nothing is done before it is asked for."""
    numbers: tuple[str, ...] = ()
    """The numbers of the orders before and after."""
    between: tuple[int, int] | None = None
    """The counters of the numbers before and after, where the binder's numbers rise."""
    stopped: bool = True
    """Whether the field's values end in a full stop; where they do not, one at the end of a word is a speck."""
    sentences: bool = True
    """Whether some of the field's values have a full stop before another word; where none has, it is a speck."""
    apart: bool = True
    """Whether the binder's streets stand apart from the sign between them."""
    hours: Mapping[str, float] = field(default_factory=dict)
    """The share of the binder's sure hours that is written in each of the styles; empty where it has too few."""
    language: Language | None = None
    """What the binder's notes are written in, where the field is one."""
    signed: float | None = None
    """The share of the binder's amounts that are written with a dollar sign; None where it has too few."""
    cents: float = 0.5
    """The share that is written with its cents."""
