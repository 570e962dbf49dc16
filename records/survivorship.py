"""The rules by which one of several values of a field is taken: survivorship, as master data management calls it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

DEFAULT = ("paper", "digital")
"""What a person gave or nobody doubts on paper, then the lists in their order, then what is doubtful on paper."""


@dataclass(frozen=True, slots=True)
class Survivorship:
    """For each field the order in which its origins are asked: `paper`, `digital`, `newest`, or a list's name.

    What the rule does not name comes after, in the order of `DEFAULT`. A value that a person gave always comes first.
    """

    rules: Mapping[str, Sequence[str]] = field(default_factory=dict)
    default: Sequence[str] = DEFAULT

    def rule(self, name: str) -> Sequence[str]:
        """The rule of a field."""
        return self.rules.get(name, self.default)
