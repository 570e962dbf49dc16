"""Scans in, paper orders out."""

from digitize.adjust import Adjustment, Map, learn
from digitize.assemble import BinderResult, assemble
from digitize.intake import Binder, ScanFile, find_binders, list_pages
from digitize.page import PageResult
from digitize.pipeline import digitize_page
from digitize.settings import DigitizeSettings
from digitize.trust import Trust, flagged

__all__ = [
    "Adjustment",
    "Binder",
    "BinderResult",
    "DigitizeSettings",
    "Map",
    "PageResult",
    "ScanFile",
    "Trust",
    "assemble",
    "digitize_page",
    "find_binders",
    "flagged",
    "learn",
    "list_pages",
]
