"""Whether a form that was learned says less than its pages' own labels do.

In running text ("Name: Ann Lee   Phone: 555-0123") a label stands where the value before it ends, elsewhere on each
page: it is no print that pages share, and what is learned without it leaves its field out, or gives it another's place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from digitize.extract import SURE, Claim, settled_claims
from digitize.forms.learned import LearnedForm, places_of
from digitize.labels import find_labels
from digitize.layout import holds, lay_out
from digitize.settings import DigitizeSettings
from digitize.tables import beside_tables, find_tables, without_foot
from digitize.zones import Ink
from records.fields import ITEM_CATALOGUE
from records.geometry import Box
from records.page import PageText

_MOST = 0.6
"""Share of the pages that must find a field by their own labels."""
_LOST = 0.25
"""Of a form's fields, how many its pages find beside them from which it is not used; two at least."""
_POOR = 0.5
"""The same from which it is not used wherever they stand."""
_STILL = 8
"""Pixels by which the places of a field lie apart on pages that print it at one place."""


def is_outdone(form: LearnedForm, pages: Sequence[tuple[PageText, Ink]], settings: DigitizeSettings) -> bool:
    """Whether most pages find several fields by their own labels that the form has no place for.

    But a form is used where these stand at one place on all pages that have them, and in the place of no other: a total
    and notes may be on the last sheet of an order alone. What a page has more than its form is read by its own labels.

    Args:
        form: As the pages taught it.
        pages: Pages read whole, in the form's frame, with their ink.
        settings: The fields, and what values may be.
    """
    has = {field for part in form.parts for field in part.fields}
    claims = [claim for page, ink in pages for claim in _found(page, ink, settings) if claim.field not in has]
    found = Counter(claim.field for claim in claims)
    lost = [field for field, times in found.items() if times >= _MOST * len(pages)]
    if form.logs or len(lost) < max(2, _LOST * len(has)):
        return False
    boxes = [[claim.box for claim in claims if claim.field == field] for field in lost]
    return len(lost) >= _POOR * len(has) or not all(_stand_still(each, list(places_of(form))) for each in boxes)


def _stand_still(boxes: Sequence[Box], places: Sequence[Box]) -> bool:
    """Whether a field's boxes on some pages begin at one place, in none of the form's places."""
    lefts, tops = [box.left for box in boxes], [box.top for box in boxes]
    still = max(lefts) - min(lefts) <= _STILL and max(tops) - min(tops) <= _STILL
    return still and not any(holds(place, box) for place in places for box in boxes)


def _found(page: PageText, ink: Ink, settings: DigitizeSettings) -> list[Claim]:
    layout = lay_out(page)
    found = find_labels(layout, settings.fields)
    tables = [without_foot(table, layout, found) for table in find_tables(layout, ITEM_CATALOGUE)]
    labels = beside_tables(found, tables)
    claims = settled_claims(layout, labels, settings.fields, (ink, settings.context))
    return [claim for claim in claims if claim.score > SURE and layout.words_in(claim.box)]
