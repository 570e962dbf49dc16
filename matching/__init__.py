"""Paper orders and digital records in; matches, findings and measures out."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matching.analyst import TableClusters, TableLinks, dedupe_table, link_prepared, link_tables, prepare
    from matching.reconciling import Imported, Reconciliation, Taught, reconcile
    from matching.settings import MatchSettings

__all__ = [
    "Imported",
    "MatchSettings",
    "Reconciliation",
    "TableClusters",
    "TableLinks",
    "Taught",
    "dedupe_table",
    "link_prepared",
    "link_tables",
    "prepare",
    "reconcile",
]
_ANALYST = frozenset({"TableClusters", "TableLinks", "dedupe_table", "link_prepared", "link_tables", "prepare"})


def __getattr__(name: str) -> object:
    """What is behind the door, fetched when it is first asked for.

    The review lives in this room and compares nothing: with all of it imported its start took 0.2 s longer.
    """
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = "settings" if name == "MatchSettings" else "analyst" if name in _ANALYST else "reconciling"
    return getattr(import_module(f"{__name__}.{home}"), name)
