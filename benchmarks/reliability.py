"""How far confidences can be believed: calibration error, and how right what nobody looks at is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.judged import Case

BINS = 15
"""Of equal count: as many readings in each."""
DRAWS = 300
"""Bootstrap samples behind an interval; whole pages are drawn, for readings of one page err together."""


def calibration_error(said: Sequence[float], right: Sequence[bool], bins: int = BINS) -> float:
    """The mean distance between how sure readings were said to be and how many were right, over bins of equal count."""
    if not said:
        return 0.0
    order = np.argsort(np.asarray(said), kind="stable")
    p, y = np.asarray(said)[order], np.asarray(right, dtype=float)[order]
    parts = [part for part in np.array_split(np.arange(p.size), bins) if part.size]
    return float(sum(abs(p[part].mean() - y[part].mean()) * part.size for part in parts) / p.size)


def interval(cases: Sequence[Case]) -> tuple[float, float]:
    """The calibration error's 90 % interval, pages drawn with replacement from a fixed seed."""
    pages: dict[tuple[str, str, int], list[Case]] = {}
    for case in cases:
        pages.setdefault((case.sample, case.binder, case.page), []).append(case)
    groups, dice = list(pages.values()), np.random.default_rng(1)
    found = []
    for _ in range(DRAWS):
        drawn = [case for at in dice.integers(0, len(groups), len(groups)) for case in groups[at]]
        found.append(calibration_error([c.confidence for c in drawn], [c.right for c in drawn]))
    low, high = np.quantile(found, (0.05, 0.95)) if found else (0.0, 0.0)
    return float(low), float(high)


@dataclass(frozen=True, slots=True)
class Trusted:
    """Of what the rows of orders.csv say, what nobody looks at."""

    claims: int
    """Values read, and values that the paper has and the row lacks."""
    open: int
    """Of those, not flagged."""
    right: int

    @property
    def line(self) -> str:
        """In words."""
        wrong = self.open - self.right
        share, good = self.open / max(self.claims, 1), self.right / max(self.open, 1)
        return f"not flagged {self.open:5} of {self.claims:5} {share:6.1%}, right {good:7.2%} ({wrong} wrong)"


def trusted(cases: Iterable[Case]) -> Trusted:
    """Counted as `benchmarks.score` does: an empty field that is right is no claim of the dataset."""
    counted = [case for case in cases if not case.item and (case.value or not case.right)]
    unseen = [case for case in counted if not case.flagged]
    return Trusted(len(counted), len(unseen), sum(case.right for case in unseen))


def table(cases: Sequence[Case]) -> list[str]:
    """The reliability of the cases, in lines: by hand, by bin, by relation."""
    claims = [case for case in cases if case.evidence is not None]
    lines = [_error("everything", claims)]
    heads = [case for case in claims if not case.item]
    for name, part in (
        ("fields", heads),
        ("fields, typed", [c for c in heads if c.typed]),
        ("fields, handwritten", [c for c in heads if not c.typed]),
        ("fields said to be empty", [c for c in heads if not c.value]),
        ("line items", [c for c in claims if c.item]),
    ):
        lines.append(_error(name, part))
    lines += ["", "said               readings   mean said    right"]
    ordered = sorted(claims, key=lambda case: case.confidence)
    for part in np.array_split(np.arange(len(ordered)), min(BINS, max(len(ordered), 1))):
        inside = [ordered[at] for at in part]
        if inside:
            low, high = inside[0].confidence, inside[-1].confidence
            lines.append(f"{low:.4f} to {high:.4f} {len(inside):9}      {_said(inside):.4f}   {_right(inside):.4f}")
    lines += ["", "relation    readings   mean said    right"]
    for relation in sorted({case.evidence.relation for case in claims if case.evidence}):
        inside = [case for case in claims if case.evidence and case.evidence.relation == relation]
        lines.append(f"{relation:10} {len(inside):9}      {_said(inside):.4f}   {_right(inside):.4f}")
    lines.append("")
    for hand, typed in (("typed", True), ("handwritten", False)):
        lines.append(f"{hand:12} {trusted(c for c in cases if c.typed == typed).line}")
    return lines


def _error(name: str, cases: Sequence[Case]) -> str:
    error = calibration_error([c.confidence for c in cases], [c.right for c in cases])
    low, high = interval(cases)
    return f"calibration error {error:.4f} (90 %: {low:.4f} to {high:.4f}) over {len(cases):6} readings: {name}"


def _said(cases: Sequence[Case]) -> float:
    return float(np.mean([case.confidence for case in cases]))


def _right(cases: Sequence[Case]) -> float:
    return float(np.mean([case.right for case in cases]))
