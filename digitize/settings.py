"""What a department says about its paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from digitize.forms.template import FormTemplate
from ocr import ReadSettings
from records.fields import CATALOGUE, Field
from records.values import ValueContext


@dataclass(frozen=True, slots=True)
class DigitizeSettings:
    """How pages are read and understood."""

    fields: Mapping[str, Field] = field(default_factory=lambda: CATALOGUE)
    """The catalogue, with what the workspace declares."""
    context: ValueContext = field(default_factory=ValueContext)
    """The period and area that values come from."""
    reading: ReadSettings = field(default_factory=ReadSettings)
    forms: tuple[FormTemplate, ...] = ()
    """Forms that the workspace describes; where one matches, its zones come before the labels found."""
