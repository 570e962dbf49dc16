"""Digital extracts in: any department's file or table, as records in the catalogue's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.doors import door

if TYPE_CHECKING:
    from records.sources.drift import source_findings
    from records.sources.listing import list_sources
    from records.sources.open import open_source
    from records.sources.read import read_source, renamed
    from records.sources.settings import SourceLimits, SourceSettings
    from records.sources.sheet_counts import read_sheet_counts, sheets_of

__all__ = [
    "SourceLimits",
    "SourceSettings",
    "list_sources",
    "open_source",
    "read_sheet_counts",
    "read_source",
    "renamed",
    "sheets_of",
    "source_findings",
]
_HOMES = {
    "SourceLimits": "settings",
    "SourceSettings": "settings",
    "list_sources": "listing",
    "open_source": "open",
    "read_sheet_counts": "sheet_counts",
    "read_source": "read",
    "renamed": "read",
    "sheets_of": "sheet_counts",
    "source_findings": "drift",
}
__getattr__ = door(__name__, _HOMES)
"""Cells of any table need no catalogue, 0.08 s."""
