"""What is compared and what is blocked by: all that the engine knows of what its rows are about."""

from __future__ import annotations

from dataclasses import dataclass

from matching.blocking import BlockingRule, Nearest
from matching.comparisons import FieldComparison


@dataclass(frozen=True, slots=True)
class Scheme:
    """One kind of record; fields that both tables have not are passed over."""

    comparisons: tuple[FieldComparison, ...]
    rules: tuple[BlockingRule | Nearest, ...]
