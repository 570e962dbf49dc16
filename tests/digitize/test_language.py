"""Words of the language, hours and addresses as the binder writes them, and what a stamp leaves beside a value."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein
from test_weighing import only, records, weighed, written

from digitize.language import english, spoken
from digitize.seen import stops_of
from digitize.spelling import clock_hours, colons_lost, fraction_looks, hours_style, initialed, merged
from records.fields import CATALOGUE
from records.values import ValueContext, parse_field

ABROAD = ("Bordstein", "defekt", "Gehweg", "ausgebessert", "Laterne", "ausgefallen", "Baum", "gestutzt", "Kanal")
NOTES = ["Swept the gutter and both sides", "Removed a tree limb", "Filled the hole with cold patch"]


@given(st.sampled_from(sorted(word for word, zipf in english().zipf.items() if zipf > 4 and len(word) > 4)))
def test_words_alike_differ_in_a_letter_or_two(word: str) -> None:
    """What is proposed for a word is of the language, near it or drawn like it, and written as the word is."""
    for other in english().alike(word.capitalize()):
        assert other[0].isupper()
        assert other.casefold() in english().zipf
        near = 0 < Levenshtein.distance(word, other.casefold()) <= (2 if len(word) >= 6 else 1)
        assert near or merged(word) == merged(other.casefold())


def test_a_language_is_told_by_its_words() -> None:
    """A binder in English is; one in another tongue, or with hardly a word, is in none that is known."""
    assert spoken(Counter(" ".join(NOTES).split())) is english()
    assert spoken(Counter(ABROAD)) is None
    assert spoken(Counter(["Swept"])) is None


@pytest.mark.parametrize("text", ["New crosswalk sign", "Sidewalk", "Installed, tested ok", "Install meter head"])
def test_words_stand_as_they_are_likeliest(text: str) -> None:
    """A text is likelier than itself with a space too many or too few."""
    likely = english().likelihood(text)
    for place in range(1, len(text) - 1):
        other = f"{text[:place]}{text[place + 1 :]}" if text[place] == " " else f"{text[:place]} {text[place:]}"
        if other.split() != text.split() and "," not in text[place - 1 : place + 1]:
            assert english().likelihood(other) < likely, other


def test_a_note_is_made_of_words() -> None:
    """Ink that may be an English word or none is the word, in a binder that writes English."""
    pages = [written("work_performed", text, number) for number, text in enumerate(NOTES, 1)]
    doubtful = written("work_performed", "Lemoved both", 9, {0: {"L": 0.75, "R": 0.2}})
    assert weighed(*pages, doubtful)[-1].value == "Removed both"


def test_an_unknown_word_with_clear_ink_stays() -> None:
    """A name that no dictionary has is not made a word where the ink leaves no doubt."""
    pages = [written("work_performed", text, number) for number, text in enumerate(NOTES, 1)]
    clear = written("work_performed", "Removed Tumbley sign", 9)
    assert weighed(*pages, clear)[-1].value == "Removed Tumbley sign"


@given(st.sampled_from(clock_hours()))
def test_hours_and_minutes_survive_their_colon(text: str) -> None:
    """Every time of day by fives is hours, in the clock's style, and no look of it keeps the colon."""
    assert parse_field(CATALOGUE["labor_hours"], text, ValueContext()).value is not None
    assert hours_style(text) == "clock"
    assert colons_lost(text)
    assert all(":" not in look and cost > 0 for look, cost in colons_lost(text).items())


@pytest.mark.parametrize(
    ("raw", "style"), [("1 1/2", "fraction"), ("¾", "fraction"), ("1.5", "decimal"), ("3", "whole")]
)
def test_styles_of_hours(raw: str, style: str) -> None:
    """Hours are written as a fraction, as a decimal or whole."""
    assert hours_style(raw) == style


def test_a_small_fraction_may_lose_its_slash() -> None:
    """One half is read as 12, or as 112, more seldom than as 1/2."""
    assert set(fraction_looks("1/2")) == {"12", "112"}
    assert not fraction_looks("2")


def test_stops_of_short_words() -> None:
    """Initials, directions and suffixes of a street are told with their full stops."""
    assert stops_of("12 N. Oak St") == [("initial", True), ("suffix", False)]
    assert stops_of("K Delgado") == [("initial", False)]


@pytest.mark.parametrize(
    ("text", "stopped"),
    [
        ("K Delgado", "K. Delgado"),
        ("J R Hansen", "J. R. Hansen"),
        ("2875 E Prospect St", "2875 E. Prospect St"),
        ("K. Delgado", "K. Delgado"),
        ("Bay B", "Bay B"),
        ("Hwy 9", "Hwy 9"),
    ],
)
def test_initials_get_their_full_stops(text: str, stopped: str) -> None:
    """A letter before a name or a street is an initial; one at the end is none."""
    assert initialed(text) == stopped


def test_an_initial_is_written_as_the_binder_writes_it() -> None:
    """Where every initial of a binder has a full stop, ink that may have one has it, or is in doubt."""
    others = [written("assigned_to", f"{letter}. Brandt", at) for at, letter in enumerate("ABCDEFGH", 1)]
    *_, last = weighed(*others, written("assigned_to", "K Delgado", 9))
    assert last.value == "K. Delgado" or last.confidence < 0.9


def test_an_address_ends_as_the_binder_writes_it() -> None:
    """Where every street of a binder ends in "St.", ink that may have the stop has it."""
    others = [
        written("location", f"{number}1 Oak St.", number, tesseract=f"{number}1 Oak St.") for number in range(1, 8)
    ]
    faint = written("location", "95 Elm St.", 9, {7: {".": 0.3}}, tesseract="95 Elm St")
    assert weighed(*others, faint)[-1].value == "95 Elm St."


def test_what_a_stamp_left_is_no_part_of_a_value() -> None:
    """Capitals that nobody knows, at an end of an address that is known without them, are left out."""
    page = written("location", "PECEVED 511 Wilson St", 1)
    known = records(
        "location", ["511 Wilson St", "20 Wilson St", "34 Oak St", "77 Elm Ave", "5 Mill Rd", "9 Oak St"] * 3
    )
    (reading,) = weighed(page, beside=known)
    assert reading.value == "511 Wilson St"
    assert only(page).value != reading.value


def test_a_known_choice_is_found_in_what_a_stamp_ran_into() -> None:
    """A priority that the records have is the value where a stamp's letters run into it."""
    page = written("priority", "ECHIVEmergency", 1)
    (reading,) = weighed(page, beside=records("priority", ["Emergency", "Routine", "Routine", "Emergency"] * 2))
    assert reading.value == "Emergency"
