"""Scans in, paper orders out."""

from digitize.adjust import Adjustment, Map, learn
from digitize.assemble import BinderResult, assemble
from digitize.forms.learn import learn_forms
from digitize.forms.learned import LearnedForm
from digitize.intake import Binder, ScanFile, find_binders, list_pages, passed_over
from digitize.known import read_pages
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
    "LearnedForm",
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
    "learn_forms",
    "lexicon_of_records",
    "list_pages",
    "passed_over",
    "read_pages",
]
