"""Paper orders and digital records in; matches, findings and measures out."""

from matching.reconcile import Imported, Reconciliation, reconcile
from matching.settings import MatchSettings

__all__ = ["Imported", "MatchSettings", "Reconciliation", "reconcile"]
