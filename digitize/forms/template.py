"""A form as a department describes it: the printed words that it is known by, and where its fields stand."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Anchor:
    """Printed words that identify a form."""

    text: str
    at: tuple[float, float] | None = None
    """Inches from the form's left and top edges to the words' left and top; None where nobody measured them."""


@dataclass(frozen=True, slots=True)
class Zone:
    """The place of one field on a form."""

    field: str
    """A name of the catalogue, or of a field that the workspace declares."""
    box: tuple[float, float, float, float]
    """Left, top, right, bottom in inches: from the anchor's left top corner, or from the form's where it has none."""
    anchor: str = ""
    """The printed words that the box is measured from."""
    required: bool = False
    """An order without it is not complete, and goes to a person."""
    pattern: str = ""
    """A regular expression that the whole value must match."""


@dataclass(frozen=True, slots=True)
class FormTemplate:
    """A form, written down."""

    name: str
    anchors: tuple[Anchor, ...]
    size: tuple[float, float]
    """Width and height of the form as drawn, in inches."""
    zones: tuple[Zone, ...]

    @property
    def placed(self) -> tuple[Anchor, ...]:
        """The anchors whose places are known."""
        return tuple(anchor for anchor in self.anchors if anchor.at is not None)
