"""Findings as a reader meets them: each root with its symptoms under it, what a person dismissed left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from records.finding import Finding, FindingStatus


@dataclass(frozen=True, slots=True)
class Card:
    """One cause and what follows from it."""

    root: Finding
    symptoms: tuple[Finding, ...] = ()

    @property
    def all(self) -> tuple[Finding, ...]:
        """The root first."""
        return self.root, *self.symptoms


def cards(findings: Iterable[Finding]) -> tuple[Card, ...]:
    """In the order of the roots. A symptom whose cause is not there, or was dismissed, stands on its own."""
    standing = {found.finding_id: found for found in findings if found.status is not FindingStatus.DISMISSED}
    under: dict[str, list[Finding]] = {}
    for found in standing.values():
        under.setdefault(_root(found, standing), []).append(found)
    return tuple(
        Card(standing[root], tuple(found for found in group if found.finding_id != root))
        for root, group in under.items()
    )


def _root(found: Finding, standing: Mapping[str, Finding]) -> str:
    """Where the chain of causes ends; in a circle, where its smallest id is."""
    seen = [found.finding_id]
    while (above := standing[seen[-1]].caused_by) in standing:
        if above in seen:
            return min(seen[seen.index(above) :])
        seen.append(above)
    return seen[-1]
