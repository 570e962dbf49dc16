"""What speaks for and against a reading: the numbers that its confidence is made of."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Relation(StrEnum):
    """What the claim rests on; each has weights of its own in the confidence model."""

    AGREE = "agree"
    """Two engines read the same value, after parsing."""
    DIFFER = "differ"
    """They read two values."""
    ALONE = "alone"
    """One engine has a value."""
    PRINTED = "printed"
    """The words of a born-digital page."""
    TICKED = "ticked"
    """A check box."""
    WORD = "word"
    """A word of the page's first reading, found without a label."""
    HEADER = "header"
    """What a table's header says of its lines."""
    BLANK = "blank"
    """Its place has no ink: nothing is there."""
    STATED = "stated"
    """A dash, "none", "n/a": it says that nothing is there."""
    UNTICKED = "unticked"
    """None of its check boxes is ticked."""
    UNFOUND = "unfound"
    """Its label was not found on the page: nothing may be there."""


EMPTIES = frozenset({Relation.BLANK, Relation.STATED, Relation.UNTICKED, Relation.UNFOUND})
"""Claims that there is nothing."""


class Evidence(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is known about one reading. What is None was not looked at, and weighs nothing either way.

    A struct, for its JSON leaves out what is not known: a third of the bytes in every store.
    """

    relation: Relation
    type: str = ""
    """The field's type, as in `FieldType`."""
    chosen: float | None = None
    """Confidence of the engine whose value it is, 0 to 1."""
    other: float | None = None
    """Confidence of the other engine in its own reading, 0 to 1."""
    likeness: float | None = None
    """Of the two engines' values, 0 to 1."""
    recogniser: bool | None = None
    """Whether the value is the recogniser's, where the two differ."""
    repaired: bool = False
    """Look-alike glyphs had to be exchanged."""
    length: int | None = None
    """Characters of the value."""
    marks: int | None = None
    """Stray marks in what was read: signs that no value of words has, and what trails behind it."""
    certainty: float | None = None
    """How sure it is that the place is the field's, 0 to 1; above 1 where a described form says so."""
    ink: float | None = None
    """Share of the place that is ink, 0 to 1."""
    height: float | None = None
    """Of what is written, in pixels at 200 dots to the inch."""
    sharpness: float | None = None
    """Of the page, 0 to 1."""
    dpi: float | None = None
    """Of the scan."""
    page_ink: float | None = None
    """Share of the page that is ink, 0 to 1."""
    page_agreement: float | None = None
    """Share of the page's other values on which the engines agree, 0 to 1."""
    sum_holds: bool | None = None
    """Whether a sum that the value is part of comes out."""
    lexicon_support: int | None = None
    """Other places of the binder where the same value was read surely."""
    scheme: float | None = None
    """Share of the binder's numbers whose shape it has, 0 to 1."""
    ditto: bool = False
    """It is a mark that repeats the value above."""
    filled: float | None = None
    """Share of the binder's other orders of this kind that have a value in this field, 0 to 1."""
    core: bool = False
    """Its field is one that hardly any order leaves empty."""
    kin: float | None = None
    """Share of the field's other values in the binder that are written alike: with digits, in capitals or not."""
    confirmed: bool = False
    """The digital record that the order is linked with says the same."""
    margin_nats: float | None = None
    """Log-likelihood of the value above that of the next best, given the ink."""
    layer: bool | None = None
    """Whether the text layer of the file says the same; None where it has none, or one that does not know its page."""
    posterior: float | None = None
    """Probability of the value among all that were weighed, 0 to 1."""

    @property
    def empty(self) -> bool:
        """Whether the claim is that there is nothing."""
        return self.relation in EMPTIES
