"""What is likely by its ink, and goes to a person all the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from inked_pages import records, weighed, written

from digitize.candidates import Candidate
from digitize.language import english
from digitize.lexicon import Lexicon, learn_lexicon
from digitize.lore import Known
from digitize.misgivings import (
    NO_CENTS,
    NO_FIGURE,
    NO_FRACTION,
    NO_NUMBER,
    ONE_LETTER,
    OUTSIDE,
    PARTED,
    STROKE,
    misgiving,
)
from digitize.voting import COVERED
from records.fields import CATALOGUE
from records.order import ReadingStatus


def lexicon(name: str, values: Sequence[str]) -> Lexicon:
    """What some values of a field teach."""
    return learn_lexicon((name, value, 1.0) for value in values)


@pytest.mark.parametrize(("read", "doubt"), [("1", STROKE), ("1.", STROKE), ("17", ""), ("1.00", "")])
def test_an_amount_of_one_stroke_goes_to_a_person(read: str, doubt: str) -> None:
    """The side of a stamp's frame in a box for money is read as a one; amounts with more figures stay."""
    (reading,) = weighed(written("material_cost", read, 1, tesseract=read))
    assert reading.doubt == doubt


@pytest.mark.parametrize(("read", "doubt"), [("3156", NO_CENTS), ("$31.56", ""), ("3,156.00", ""), ("17", "")])
def test_an_amount_without_its_point_goes_to_a_person(read: str, doubt: str) -> None:
    """Where the field's other amounts have cents: a hand's small point is lost first."""
    pages = [written("material_cost", f"{n}1.{n}7", n, tesseract=f"{n}1.{n}7") for n in range(2, 9)]
    page = written("material_cost", read, 1, tesseract=read)
    assert weighed(page, *pages)[0].doubt == doubt


@pytest.mark.parametrize(
    ("read", "tesseract", "others", "doubt"),
    [
        ("4", "", "1 1/2", NO_FRACTION),
        ("4", "4", "1 1/2", ""),  # both engines see it
        ("4", "", "1.5", ""),  # nobody writes fractions here
        ("1.5", "", "1 1/2", ""),
    ],
)
def test_whole_hours_among_fractions_go_to_a_person(read: str, tesseract: str, others: str, doubt: str) -> None:
    """Where one engine alone reads anything: a hand's small `1¾` is a 4 for it."""
    pages = [written("labor_hours", others, n, tesseract=others) for n in range(2, 9)]
    assert weighed(written("labor_hours", read, 1, tesseract=tesseract), *pages)[0].doubt == doubt


def test_a_name_that_a_stamp_cuts_short_goes_to_a_person() -> None:
    """Where "James Keller" is known, "James" beside what RECEIVED left is no name; a known "James" is one."""
    pages = [written("requester_name", "Ann Platt", n, tesseract="Ann Platt") for n in range(2, 6)]
    page = written("requester_name", "James EIVED", 1)
    known = ["James Keller", "Ann Platt"] * 4
    assert (cut := weighed(page, *pages, beside=records("requester_name", known))[0]).value == "James"
    assert cut.doubt == COVERED
    assert weighed(page, *pages, beside=records("requester_name", [*known, "James", "James"]))[0].doubt != COVERED


def test_what_has_no_figure_is_no_number() -> None:
    """Letters of a stamp in the place of an order's number are none; a head that is taken for one goes to a person."""
    pages = [written("order_number", f"1700{n}", n, tesseract=f"1700{n}") for n in range(200, 208)]
    stamped, *_ = weighed(written("order_number", "MOEVED", 1, tesseract="MOEVED"), *pages)
    assert (stamped.value, stamped.raw, stamped.doubt) == (None, "MOEVED", NO_NUMBER)
    heads = weighed(*(written("asset", "HRS", n, tesseract="HRS") for n in range(1, 9)))
    assert {head.doubt for head in heads} == {NO_FIGURE}
    listed = weighed(written("asset", "HRS", 1, tesseract="HRS"), beside=records("asset", ["HRS", "PUMP"] * 3))
    assert listed[0].doubt == ""


def test_what_a_stamp_leaves_of_a_year_goes_to_a_person() -> None:
    """Before RECEIVED "06/25/20" is a day of 2018 in a binder of 2018; a clear day of another year stays."""
    known = Known("due_on", days=tuple(date(2018, 6, n) for n in range(1, 31)))
    place = written("due_on", "06/25/20RECEIVED", 1).inked[0]

    def doubt(status: ReadingStatus) -> str:
        return misgiving(CATALOGUE["due_on"], [Candidate("2020-06-25", status, "06/25/20", "ppocr")], place, known)

    assert doubt(ReadingStatus.REPAIRED) == OUTSIDE
    assert doubt(ReadingStatus.OK) == ""


@pytest.mark.parametrize(
    ("name", "read", "others", "listed", "doubt"),
    [
        ("assigned_to", "J. Pratt", "T. Pratt", "Ann Lee", ONE_LETTER),
        ("assigned_to", "J. Pratt", "T. Pratt", "J. Pratt", ""),  # the records know him
        ("assigned_to", "J. Pratt", "J. Quinn", "Ann Lee", ""),  # an initial is everybody's
        ("description", "Jake out meter", "Take out pump", "Leak", ONE_LETTER),
        ("description", "Jake out meter", "Wash out pump", "Leak", ""),
        ("location", "12 Mill St at Oak St", "9 Mill St", "9 Mill St", ""),  # two letters make no word of another
    ],
)
def test_a_word_one_letter_from_what_others_say_goes_to_a_person(
    name: str, read: str, others: str, listed: str, doubt: str
) -> None:
    """A hand's T is read as J, and surely so: what no list and hardly another place says is looked at."""
    known = Known(name, binder=lexicon(name, [others] * 3), records=lexicon(name, [listed]))
    rival = {"J": "T", "1": "1"}[read[0]] + read[1:].replace(" at ", " st ")
    likely = [Candidate(text, ReadingStatus.OK, text, "ppocr") for text in (read, rival)]
    assert misgiving(CATALOGUE[name], likely, written(name, read, 1).inked[0], known) == doubt


def test_a_letter_that_a_hand_always_makes_so_is_told_by_the_lists() -> None:
    """Read so in every place of the binder, and never in the records, which say the other word twice."""
    known = Known(
        "description",
        binder=lexicon("description", ["Jake out meter"] * 5),
        records=lexicon("description", ["Take out meter"] * 2),
    )
    likely = [Candidate(text, ReadingStatus.OK, text, "ppocr") for text in ("Jake out meter", "Take out meter")]
    place = written("description", "Jake out meter", 1).inked[0]
    assert misgiving(CATALOGUE["description"], likely, place, known) == ONE_LETTER


def test_what_else_the_ink_of_a_pages_number_may_be_is_no_value() -> None:
    """Where engines read "Page 1 of 2", "Page 1 of" is no department, however well it fits the ink."""
    (reading,) = weighed(written("department", "Page 1 of 2", 1, tesseract="Page lof 2"))
    assert (reading.value, reading.status) == (None, ReadingStatus.ILLEGIBLE)


def test_an_amount_beyond_all_with_cents_goes_to_a_person() -> None:
    """On a row of dots many points are lost: where half of the others have cents, 81.96 read 8196 is doubted."""
    amounts = ["81.95", "4.35", "28.92", "140.10", "435", "8196"]
    pages = [written("material_cost", f"${each}", n, tesseract=f"${each}") for n, each in enumerate(amounts, 2)]
    small = written("material_cost", "$120", 1, tesseract="$120")
    assert weighed(small, *pages)[0].doubt == ""
    large = written("material_cost", "$8496", 1, tesseract="$8496")
    assert weighed(large, *pages)[0].doubt == NO_CENTS


def test_letters_drawn_as_one_go_to_a_person() -> None:
    """Where a common word has two letters for one: "Tum on" is hardly said by anybody."""
    known = Known("description", Lexicon(), Lexicon(), language=english())
    place = written("description", "Tum on", 1).inked[0]
    likely = [Candidate(text, ReadingStatus.OK, text, "ppocr") for text in ("Tum on", "Turn on")]
    assert misgiving(CATALOGUE["description"], likely, place, known) == ONE_LETTER
    assert misgiving(CATALOGUE["description"], likely[::-1], place, known) == ""


@pytest.mark.parametrize(("other", "doubt"), [("Removed and nauled away", PARTED), ("Removed and navled away", "")])
def test_words_parted_by_guess_go_to_a_person_where_engines_read_other_letters(other: str, doubt: str) -> None:
    """No engine saw room between the two, and what is parted need not be what was written: "hauled" is one word."""
    place = written("work_performed", "Removed and navled away", 1, tesseract=other).inked[0]
    best = Candidate("Removed and nav led away", ReadingStatus.OK, "Removed and navled away", "ppocr")
    assert misgiving(CATALOGUE["work_performed"], [best], place, Known("work_performed")) == doubt


@pytest.mark.parametrize(("read", "doubt"), [("6.49 RECEIVED |", COVERED), ("6.49 |", ""), ("$6.49", "")])
def test_figures_beside_a_stamps_words_are_in_doubt(read: str, doubt: str) -> None:
    """RECEIVED in an amount's place hides figures of it: 11.49 is left as 6.49, and both engines are sure."""
    amounts = [written("material_cost", f"{number}1.49", number) for number in range(1, 8)]
    last, *_ = weighed(written("material_cost", read, 9, tesseract=read), *amounts)
    assert (last.value, last.doubt) == ("6.49", doubt)
