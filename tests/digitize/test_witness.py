"""What a file's own text layer says for and against what was read, and when it is heard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import msgspec
import pytest

from digitize.confidence import probability
from digitize.page import Fragment, PageResult
from digitize.trust import BELIED, Trust, flagged
from digitize.voting import LAYER, Ballot, Vote, decide
from digitize.witness import is_heard, witnessed
from ocr import Trace
from records.evidence import Evidence, Relation
from records.fields import CATALOGUE
from records.geometry import Box
from records.order import FieldReading, PaperOrder
from records.values import ValueContext
from tests.digitize.inked_pages import only, weighed, written

BOX = Box(100, 100, 400, 150)


def read(name: str, text: str, witness: str, other: str = "", trace: Trace | None = None) -> FieldReading:
    """A field as two engines read it, with what the file's layer has there."""
    votes = (Vote("tesseract", other or text, 0.95), Vote("ppocr", text, 0.99))
    return decide(CATALOGUE[name], Ballot(1, BOX, True, votes, trace=trace, witness=witness), ValueContext())


def heard(reading: FieldReading) -> bool | None:
    """Whether the layer says the same as a reading."""
    assert reading.evidence is not None
    return reading.evidence.layer


@pytest.mark.parametrize(
    ("name", "text", "witness", "agrees"),
    [
        ("total_cost", "$1,346.50", "1346.50", True),
        ("total_cost", "$1,346.50", "$1,846.50", False),
        ("requested_on", "03/04/2019", "3/4/19", True),
        ("location", "1218 Canal Street", "1218 CANAL STREET", True),
        ("location", "1218 Canal Street", "", None),
        ("total_cost", "$1,346.50", "~~", None),
    ],
)
def test_a_layer_speaks_by_the_value_that_its_words_give(
    name: str, text: str, witness: str, agrees: bool | None
) -> None:
    """Values are compared, not letters; where the layer has none it says nothing, and what it has else is kept."""
    reading = read(name, text, witness)
    assert heard(reading) is agrees
    assert [other.engine for other in reading.alternatives] == [LAYER] * (agrees is False)


def page_of(readings: Sequence[FieldReading]) -> tuple[Fragment, ...]:
    """A page with these readings."""
    return (Fragment(BOX, tuple(readings)),)


def test_a_layer_that_knows_its_page_is_heard_of_all_readings() -> None:
    """It says what both engines read surely: then its no to another reading counts."""
    agreed = [read("total_cost", f"{n}.00", f"{n}.00") for n in range(10, 15)]
    doubted = read("order_number", "2021-0417", "2021-0411")
    found = witnessed(page_of([*agreed, doubted]))
    assert is_heard(found)
    assert heard(found[0].readings[-1]) is False


@pytest.mark.parametrize("same", [0, 2, 3])
def test_a_layer_that_does_not_know_its_page_is_not_heard(same: int) -> None:
    """A catalogue entry under a page, or the letters of a page that lay upside down, speak for and against nothing."""
    readings = [read("total_cost", f"{n}.00", f"{n if n - 10 < same else 99}.00") for n in range(10, 15)]
    found = witnessed(page_of(readings))
    assert not is_heard(found)
    assert not any(reading.alternatives for reading in found[0].readings)


def test_two_readings_are_too_few_to_know_a_layer_by() -> None:
    """It may agree by chance."""
    assert not is_heard(witnessed(page_of([read("total_cost", f"{n}.00", f"{n}.00") for n in (10, 11)])))


def doubtful(witness: str, doubts: dict[int, dict[str, float]]) -> PageResult:
    """A page whose amount the engines read as 1346.50 and 1846.50, as the ink allows."""
    page = written("total_cost", "1346.50", 1, doubts, tesseract="1846.50")
    return replace(page, inked=tuple(replace(place, witness=witness) for place in page.inked))


def test_what_the_layer_says_competes_by_its_ink() -> None:
    """Of two readings that the ink allows it settles which; what the ink does not allow it does not bring in."""
    open_ink = {1: {"3": 0.5, "8": 0.45}}
    assert weighed(doubtful("1846.50", open_ink))[0].value == "1846.50"
    assert weighed(doubtful("1346.50", open_ink))[0].value == "1346.50"
    (clear,) = weighed(doubtful("1946.50", {}))
    assert (clear.value, heard(clear)) == ("1346.50", False)


def test_a_value_that_was_chosen_anew_is_held_against_the_layer_anew() -> None:
    """Whether the layer agrees is known of the value that stands at the end, not of the one that was read first."""
    page = doubtful("1846.50", {1: {"3": 0.4, "8": 0.6}})
    first = replace(only(page), evidence=msgspec.structs.replace(only(page).evidence, layer=False))
    page = replace(page, fragments=(replace(page.fragments[0], readings=(first,)),))
    (reading,) = weighed(page)
    assert (reading.value, heard(reading)) == ("1846.50", True)


@pytest.mark.parametrize("relation", [Relation.AGREE, Relation.DIFFER, Relation.ALONE])
def test_a_layer_that_agrees_makes_surer_and_one_that_does_not_less_sure(relation: Relation) -> None:
    """A page without a layer lies between."""
    no, nothing, yes = (
        probability(Evidence(relation, "money", chosen=0.9, other=0.8, likeness=0.9, posterior=0.9, layer=layer))
        for layer in (False, None, True)
    )
    assert no < nothing < yes


def test_a_clerk_is_told_that_the_layer_says_it_differently() -> None:
    """The reason names the layer, and its value is among the alternatives."""
    reading = replace(read("total_cost", "$1,346.50", "$1,846.50"), confidence=0.5, evidence=None)
    reading = replace(reading, evidence=Evidence(Relation.DIFFER, "money", marks=3, posterior=0.3, layer=False))
    (order,) = flagged([PaperOrder("b:1", "b", (1,), (reading,))], Trust())
    assert order.readings[0].doubt == BELIED
    assert [other.value for other in order.readings[0].alternatives] == ["1846.50"]
