"""Whether a form that was learned says less than its pages' own labels do.

In running text ("Name: Ann Lee   Phone: 555-0123") a label stands where the value before it ends, elsewhere on each
page: it is no print that pages share, and what is learned without it leaves its field out, or gives it another's place.
What some pages print at one place and others do not, a sum at the foot, is no such label: its pages are read by both.
So are those of a form that knows more fields of its own than it has lost: labels without a colon, run into values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from digitize.extract import SURE, settled_claims
from digitize.forms.learned import LearnedForm
from digitize.labels import find_labels
from digitize.layout import lay_out
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
_STEADY = 1.0
"""Ems by which a printed label lies beside its usual place at most: pages are laid on each other."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """What the labels of a form's pages have beside the form."""

    lost: tuple[str, ...]
    """The fields that most pages find by labels that stand elsewhere on each, and the form has no place for."""
    own: tuple[str, ...]
    """Those of the form that hardly a page finds by its labels."""
    fields: int
    """How many the form has."""

    @property
    def outdoes(self) -> bool:
        """Whether the labels say more than the form."""
        return len(self.lost) >= max(2, _LOST * self.fields) and len(self.lost) > len(self.own)


def by_labels(form: LearnedForm, pages: Sequence[tuple[PageText, Ink]], settings: DigitizeSettings) -> Labelled:
    """What most pages find by their own labels, beside what the form has a place for; nothing beside a log's.

    Args:
        form: As the pages taught it.
        pages: Pages read whole, in the form's frame, with their ink.
        settings: The fields, and what values may be.
    """
    has = {field for part in form.parts for field in part.fields}
    found: dict[str, list[Box]] = {}
    for page, ink in pages if not form.logs else ():
        for field, label in _found(page, ink, settings).items():
            found.setdefault(field, []).append(label)
    often = {field: places for field, places in found.items() if len(places) >= _MOST * len(pages)}
    lost = [field for field, places in often.items() if field not in has and not _is_steady(places, form.layout.em)]
    own = [field for field in has if len(found.get(field, ())) < (1 - _MOST) * len(pages)]
    return Labelled(tuple(lost), tuple(own), len(has))


def _is_steady(places: Sequence[Box], em: float) -> bool:
    """Whether a label stands at one place on all pages that have it."""
    left, top = (median(sides) for sides in ([box.left for box in places], [box.top for box in places]))
    return all(max(abs(box.left - left), abs(box.top - top)) < _STEADY * em for box in places)


def _found(page: PageText, ink: Ink, settings: DigitizeSettings) -> dict[str, Box]:
    """The fields that a page's own labels have surely, each with the place of its label."""
    layout = lay_out(page)
    found = find_labels(layout, settings.fields)
    tables = [without_foot(table, layout, found) for table in find_tables(layout, ITEM_CATALOGUE)]
    labels = beside_tables(found, tables)
    claims = settled_claims(layout, labels, settings.fields, (ink, settings.context))
    sure = (claim for claim in claims if claim.score > SURE and layout.words_in(claim.box))
    return {claim.field: claim.label.box for claim in sure}
