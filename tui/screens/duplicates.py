"""Duplicates: is it there more than once?"""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from matching.review_queue import Queue
from tui.screens.findings import FindingsScreen


class DuplicatesScreen(FindingsScreen, inherit_bindings=False):
    """Both copies beside each other."""

    QUEUE = Queue.DUPLICATES
    HELP = (
        "Two scans, orders or records that may be one. Look at both: {accept} if it is there more than once, "
        "{dismiss} if they are two different things."
    )
    BINDINGS: ClassVar[list[BindingType]] = FindingsScreen.BINDINGS
