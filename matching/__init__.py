"""Paper orders and digital records in; matches, findings and measures out."""

from matching.reconcile import Reconciliation, reconcile
from matching.settings import MatchSettings

__all__ = ["MatchSettings", "Reconciliation", "reconcile"]
