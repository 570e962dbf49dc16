"""The end of the audit trail, as it is printed on whatever leaves: who keeps a print can prove what came before it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from records.errors import UsageProblem

SHOWN = 32
"""Digits of the hash that are printed: 128 bits, which nobody can find a second trail for."""
_MARK = re.compile(r"(\d+):([0-9a-f]{16,64})")


@dataclass(frozen=True, slots=True)
class Trail:
    """How many decisions there are, and the hash of the last one, which is chained to all before it."""

    decisions: int = 0
    head: str = "0" * 64

    @property
    def mark(self) -> str:
        """For print: `120:3fa4…`; empty where nobody has decided anything."""
        return f"{self.decisions}:{self.head[:SHOWN]}" if self.decisions else ""


NOBODY = Trail()
"""The trail in which nobody has decided anything."""


def parse_mark(text: str) -> Trail:
    """The number and the beginning of the hash that a printed mark gives.

    Raises:
        UsageProblem: it is none.
    """
    found = _MARK.fullmatch(text.strip().lower())
    if found is None:
        raise UsageProblem(f"{text!r} is no mark of an audit trail.", "Copy it from a report: NUMBER:HASH.")
    return Trail(int(found[1]), found[2])
