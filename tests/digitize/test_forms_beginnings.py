"""What stands before every number of a form is a part of the number, unless a label has it."""

from __future__ import annotations

import pytest

from digitize.forms.beginnings import begun
from digitize.forms.learned import LearnedZone
from digitize.labels import find_labels
from digitize.layout import Layout, lay_out
from records.fields import CATALOGUE
from records.geometry import Box, Frame
from records.page import PageFacts, PageImage, PageText, Word

FACTS = PageFacts(1700, 2200, 200.0, 0.01, False, 1.0, False, (255, 255, 255), 0)
NUMBER = LearnedZone("order_number", Box(1371, 91, 1525, 131), "W.O. No.", 0.6)


def blank(*words: tuple[str, float, float, float, float]) -> Layout:
    """A blank form with these words."""
    made = tuple(Word(text, Box(*box), 1.0) for text, *box in words)
    return lay_out(PageText(PageImage("b", 1, "b.pdf", 0, ""), FACTS, Frame(0, 0.0, 1.0, 1700, 2200), made, (), (), ""))


LABEL = ("W.O.", 1444.0, 68.0, 1485.0, 84.0), ("No.", 1493.0, 68.0, 1519.0, 84.0)


@pytest.mark.parametrize(
    ("word", "left"),
    [
        (("WO", 1307.0, 98.0, 1352.0, 124.0), 1303.0),
        (("WO", 1107.0, 98.0, 1152.0, 124.0), 1371.0),
        (("WO", 1307.0, 138.0, 1352.0, 164.0), 1371.0),
        (("Order", 1307.0, 98.0, 1362.0, 124.0), 1371.0),
    ],
)
def test_letters_right_before_a_number_are_its_beginning(
    word: tuple[str, float, float, float, float], left: float
) -> None:
    """Capitals on its line, right before it; not what stands elsewhere, nor a word."""
    form = blank(*LABEL, word)
    assert begun(NUMBER, form, find_labels(form, CATALOGUE)).box.left == left


def test_a_label_before_a_number_is_no_part_of_it() -> None:
    """What names the number is read as its name."""
    form = blank(("PO", 1307.0, 98.0, 1352.0, 124.0), ("No.", 1359.0, 98.0, 1366.0, 124.0))
    assert begun(NUMBER, form, find_labels(form, CATALOGUE)) == NUMBER


def test_other_fields_have_no_beginning() -> None:
    """Letters before an amount are what they are."""
    form = blank(("USD", 1307.0, 98.0, 1352.0, 124.0))
    cost = LearnedZone("total_cost", NUMBER.box, "Total", 0.6)
    assert begun(cost, form, ()) == cost
