"""Whether a form that was learned says less than its pages' own labels do.

In running text ("Name: Ann Lee   Phone: 555-0123") a label stands where the value before it ends, elsewhere on each
page: it is no print that pages share, and what is learned without it leaves its field out, or gives it another's place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from digitize.extract import SURE, settled_claims
from digitize.forms.learned import LearnedForm
from digitize.labels import find_labels
from digitize.layout import lay_out
from digitize.settings import DigitizeSettings
from digitize.tables import beside_tables, find_tables, without_foot
from digitize.zones import Ink
from records.fields import ITEM_CATALOGUE
from records.page import PageText

_MOST = 0.6
"""Share of the pages that must find a field by their own labels."""
_LOST = 0.25
"""Of a form's fields, how many its pages find beside them from which it is not used; two at least."""


def is_outdone(form: LearnedForm, pages: Sequence[tuple[PageText, Ink]], settings: DigitizeSettings) -> bool:
    """Whether most pages find several fields by their own labels that the form has no place for.

    Args:
        form: As the pages taught it.
        pages: Pages read whole, in the form's frame, with their ink.
        settings: The fields, and what values may be.
    """
    has = {field for part in form.parts for field in part.fields}
    found = Counter(field for page, ink in pages for field in _found(page, ink, settings))
    lost = [field for field, times in found.items() if field not in has and times >= _MOST * len(pages)]
    return not form.logs and len(lost) >= max(2, _LOST * len(has))


def _found(page: PageText, ink: Ink, settings: DigitizeSettings) -> set[str]:
    layout = lay_out(page)
    found = find_labels(layout, settings.fields)
    tables = [without_foot(table, layout, found) for table in find_tables(layout, ITEM_CATALOGUE)]
    labels = beside_tables(found, tables)
    claims = settled_claims(layout, labels, settings.fields, (ink, settings.context))
    return {claim.field for claim in claims if claim.score > SURE and layout.words_in(claim.box)}
