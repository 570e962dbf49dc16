"""Scans in, paper orders out."""

from digitize.assemble import BinderResult, assemble
from digitize.forms.learn import learn_forms
from digitize.forms.learned import LearnedForm
from digitize.intake import Binder, ScanFile, find_binders, list_pages
from digitize.known import read_pages
from digitize.page import PageResult
from digitize.pipeline import digitize_page
from digitize.settings import DigitizeSettings

__all__ = [
    "Binder",
    "BinderResult",
    "DigitizeSettings",
    "LearnedForm",
    "PageResult",
    "ScanFile",
    "assemble",
    "digitize_page",
    "find_binders",
    "learn_forms",
    "list_pages",
    "read_pages",
]
