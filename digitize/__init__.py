"""Scans in, paper orders out."""

from digitize.assemble import BinderResult, assemble
from digitize.intake import Binder, ScanFile, find_binders, list_pages
from digitize.page import PageResult
from digitize.pipeline import digitize_page
from digitize.settings import DigitizeSettings

__all__ = [
    "Binder",
    "BinderResult",
    "DigitizeSettings",
    "PageResult",
    "ScanFile",
    "assemble",
    "digitize_page",
    "find_binders",
    "list_pages",
]
