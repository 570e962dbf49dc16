"""Digital extracts in: any department's file or table, as records in the catalogue's words."""

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
