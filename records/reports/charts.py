"""Where the marks of the charts stand; the template draws them. All lengths are in the units of the drawing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from records.measure import Measure
from records.reports.accounts import Account
from records.reports.places import Place
from records.reports.words import change

WIDTH = 720.0
"""Of every drawing."""
_LABELS = 190.0
"""For the names at the left."""
_FIGURES = 110.0
"""For the figures at the right."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar."""

    style: str
    """Which class of orders, as the style sheet calls it."""
    label: str
    x: float
    width: float
    count: int

    @property
    def labelled(self) -> bool:
        """The figure fits inside: about eight units a digit."""
        return self.width > 8 * len(f"{self.count:,}") + 6


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a chart."""

    label: str
    y: float
    segments: tuple[Segment, ...]
    total: int


CLASSES = (
    ("matched", "on paper and in the digital list"),
    ("paper_only", "on paper only"),
    ("digital_only", "in the digital list only"),
    ("void", "void"),
    ("unaccounted", "in neither list"),
)
"""The classes of the identity, and what they are called."""


def account_bars(accounts: Sequence[Account]) -> tuple[Bar, ...]:
    """A bar for all together and one for each department, all to the same scale."""
    parts = [account for account in accounts[1:] if account.issued]
    shown = [*accounts[:1], *(parts if len(parts) > 1 else ())]
    most = max((account.issued for account in shown), default=0)
    scale = (WIDTH - _LABELS - 60) / most if most else 0.0
    return tuple(_bar(account, place, scale) for place, account in enumerate(shown))


def _bar(account: Account, place: int, scale: float) -> Bar:
    segments = []
    x = _LABELS
    for name, label in CLASSES:
        count = int(getattr(account, name))
        # one order in thousands must not vanish
        width = max(count * scale, 3.0) if count else 0.0
        segments.append(Segment(name, label, round(x, 1), round(width, 1), count))
        x += width
    return Bar(
        account.department or "All", place * 34.0 + 4, tuple(one for one in segments if one.count), account.issued
    )


@dataclass(frozen=True, slots=True)
class Mark:
    """A place to look at, on its binder's line."""

    number: int
    x: float
    level: int
    """0 stands at the line; marks that would touch stand higher."""
    title: str


@dataclass(frozen=True, slots=True)
class Strip:
    """A binder as a line from its first scan to its last."""

    binder: str
    y: float
    pages: int
    marks: tuple[Mark, ...]


_LEVELS = 4
_MARK = 22.0


def strips(places: Iterable[Place]) -> tuple[Strip, ...]:
    """A line for each binder that has a place to look at."""
    grouped: dict[str, list[Place]] = {}
    for place in places:
        grouped.setdefault(place.binder, []).append(place)
    found = []
    y = 0.0
    for binder, ours in grouped.items():
        marks = _marks(ours)
        y += 34.0 + 18.0 * max(mark.level for mark in marks)
        found.append(Strip(binder, y, ours[0].pages, marks))
        y += 20.0
    return tuple(found)


def _marks(places: Sequence[Place]) -> tuple[Mark, ...]:
    last = [-_MARK] * _LEVELS
    marks = []
    for place in places:
        span = max(place.pages, 1)
        x = _LABELS + min(place.position / span, 1.0) * (WIDTH - _LABELS - 50)
        level = next((level for level in range(_LEVELS) if x - last[level] >= _MARK), _LEVELS - 1)
        last[level] = x
        marks.append(Mark(place.number, round(x, 1), level, f"Place {place.number}: {place.where}"))
    return tuple(marks)


@dataclass(frozen=True, slots=True)
class Move:
    """How far a measure moves from what the digital list says."""

    label: str
    y: float
    merged: float | None
    """Where the figure with duplicates merged stands."""
    recovered: float
    lowest: float | None
    highest: float | None
    change: str


@dataclass(frozen=True, slots=True)
class Moves:
    """The chart of the measures: the zero line, and a row a measure."""

    zero: float
    rows: tuple[Move, ...]
    ticks: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class _Scale:
    """From a relative change to a place in the drawing."""

    low: float
    high: float

    def place(self, value: float | None) -> float | None:
        """Where the value stands; None for None."""
        return None if value is None else round(self.at(value), 1)

    def at(self, value: float) -> float:
        """Where the value stands."""
        return _LABELS + 10 + (value - self.low) * (WIDTH - _LABELS - _FIGURES - 20) / (self.high - self.low)


def moves(measures: Iterable[Measure]) -> Moves | None:
    """Each measure's change in per cent of the digital figure; None where nothing moves."""
    known = [(found, changes) for found in measures if (changes := _changes(found))]
    reach = [value for _, changes in known for value in changes if value is not None]
    if not any(reach):
        return None
    scale = _Scale(min(0.0, *reach), max(0.0, *reach))
    ends = (scale.low, scale.high)
    return Moves(
        zero=round(scale.at(0.0), 1),
        rows=tuple(_move(found, changes, row, scale) for row, (found, changes) in enumerate(known)),
        ticks=tuple((round(scale.at(end), 1), f"{end * 100:+.0f} %".replace("-", "−")) for end in ends if end),
    )


_Changes = tuple[float | None, float, float | None, float | None]
"""Of the merged, recovered, lowest and highest figure against the digital one: 0.1 for a tenth more."""


def _changes(found: Measure) -> _Changes | None:
    if not found.digital or found.recovered is None:
        return None
    base = found.digital
    merged, lowest, highest = (
        None if value is None else value / base - 1 for value in (found.deduplicated, found.lowest, found.highest)
    )
    return merged, found.recovered / base - 1, lowest, highest


def _move(found: Measure, changes: _Changes, row: int, scale: _Scale) -> Move:
    merged, recovered, lowest, highest = changes
    return Move(
        label=found.label,
        y=row * 30.0 + 24,
        merged=scale.place(merged),
        recovered=round(scale.at(recovered), 1),
        lowest=scale.place(lowest),
        highest=scale.place(highest),
        change=change(found.recovered, found.digital, found.unit) or "no change",
    )
