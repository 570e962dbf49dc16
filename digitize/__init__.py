"""Scans in, paper orders out."""

from digitize.adjust import Adjustment, Map, learn
from digitize.assemble import BinderResult, assemble
from digitize.intake import Binder, ScanFile, find_binders, list_pages
from digitize.lexicon import Lexicon, lexicon_of_records
from digitize.page import PageResult
from digitize.pipeline import digitize_page
from digitize.reweigh import Beside
from digitize.settings import DigitizeSettings
from digitize.trust import Trust, flagged

__all__ = [
    "Adjustment",
    "Beside",
    "Binder",
    "BinderResult",
    "DigitizeSettings",
    "Lexicon",
    "Map",
    "PageResult",
    "ScanFile",
    "Trust",
    "assemble",
    "digitize_page",
    "find_binders",
    "flagged",
    "learn",
    "lexicon_of_records",
    "list_pages",
]
