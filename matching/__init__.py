"""Paper orders and digital records in; matches, findings and measures out."""

from matching.analyst import TableClusters, TableLinks, dedupe_table, link_tables
from matching.reconcile import Imported, Reconciliation, Taught, reconcile
from matching.settings import MatchSettings

__all__ = [
    "Imported",
    "MatchSettings",
    "Reconciliation",
    "TableClusters",
    "TableLinks",
    "Taught",
    "dedupe_table",
    "link_tables",
    "reconcile",
]
