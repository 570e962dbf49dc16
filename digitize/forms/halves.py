"""The parts of a form that is printed several times on a sheet, each as a form of its own, for half sheets."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import ocr
from digitize.forms.learned import LearnedForm, LearnedPart
from digitize.layout import holds
from digitize.within import within


@lru_cache(maxsize=4)
def halves_of(form: LearnedForm) -> tuple[LearnedForm, ...]:
    """The form of each part alone, as it lies in the whole form's frame; none of a form that has one part only."""
    return tuple(_half(form, part) for part in form.parts) if len(form.parts) > 1 else ()


def _half(form: LearnedForm, part: LearnedPart) -> LearnedForm:
    region = part.region
    number = form.page_number
    return replace(
        form,
        layout=within(form.layout, region),
        labels=tuple(box for box in form.labels if holds(region, box)),
        parts=(part,),
        page_number=number if number is not None and holds(region, number) else None,
        landmarks=ocr.landmarks_in(form.landmarks, region),
        picture=ocr.print_in(form.picture, region),
    )
