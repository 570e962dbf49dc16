"""What is certain of spelling: letters for noughts or drawn as one, spaces, ways to write one thing, and shapes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inked_pages import records, weighed, written

from digitize import candidates
from digitize.language import english
from digitize.lore import Known
from digitize.rewording import combined
from digitize.shapes import counted_shapes, fit, shape_of
from digitize.spacing import ended, lines_parted_alike, name_spacing, rejoined, respaced, spaced_like, with_way
from digitize.spelling import (
    bare,
    behind,
    date_style,
    days_between,
    drawn_apart,
    fraction_hours,
    has_fraction,
    key_of,
    lettered,
    merged,
    numbered,
    person_forms,
    tidy_address,
    write_date,
)
from records.fields import CATALOGUE, FieldType
from records.values import ValueContext

ENGLISH = english().zipf


def frequency(word: str) -> float:
    """How common an English word is (Zipf)."""
    return ENGLISH.get(word.casefold(), 0.0)


def whole(word: str) -> float:
    """How surely a run of letters is one word, as `respaced` asks it."""
    return 100.0 if frequency(word) and len(word) > 4 else 0.5 * (frequency(word) > 4)


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("3096 0ak Ln.", "3096 Oak Ln."),
        ("0. Castillo", "O. Castillo"),
        ("0.5 hours", "0.5 hours"),
        ("10 Elm St", "10 Elm St"),
        ("Unit 0", "Unit 0"),
        ("3.0 ft", "3.0 ft"),
    ],
)
def test_a_nought_at_the_head_of_a_word_is_a_letter(read: str, meant: str) -> None:
    """No word begins with a nought and no initial is one; a number keeps its own."""
    assert lettered(read) == meant


def test_an_address_begins_no_word_with_a_nought() -> None:
    """Where both engines take the letter for a nought, the word is read as a word."""
    page = written("location", "3096 0ak Ln.", 1, {4: {"0": 0.9, "O": 0.09}}, tesseract="3096 0ak Ln.")
    (reading,) = weighed(page, beside=records("location", ["77 Elm Ln", "12 Oak St", "9 Hill Rd"] * 3))
    assert reading.value == "3096 Oak Ln."


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("L . Ibarra", "L. Ibarra"),
        ("Compressor3", "Compressor 3"),
        ("Installedpersketch", "Installed per sketch"),
        ("Hillcrestbergsons", "Hillcrestbergsons"),
        ("cannot", "cannot"),
    ],
)
def test_spaces_stand_where_words_end(read: str, meant: str) -> None:
    """A run of common words is parted, a name of none is not; stops follow their word, numbers stand apart."""
    assert respaced(read, whole, frequency) == meant


COMMON = sorted(word for word, zipf in ENGLISH.items() if zipf > 4.5 and len(word) > 5)


@given(st.lists(st.sampled_from(COMMON), min_size=3, max_size=5))
def test_a_parted_run_has_the_same_letters(words: Sequence[str]) -> None:
    """Whatever is made of words run together, no letter is lost or added, and every part is a word."""
    run = "".join(words)
    made = respaced(run, lambda _: 0.0, frequency)
    assert made.replace(" ", "") == run
    assert made == run or all(part in ENGLISH for part in made.split(" "))


SHAPES = st.text("W-9 OS", min_size=1, max_size=12).filter(lambda shape: shape.strip() == shape and "  " not in shape)


@given(SHAPES, st.randoms(use_true_random=False))
def test_what_has_a_shape_fits_it(shape: str, dice: object) -> None:
    """A value with digits in a shape's places is found in it unchanged, and has that shape."""
    solid = shape.replace(" ", "")
    value = "".join(str(dice.randrange(10)) if place == "9" else place for place in solid)  # type: ignore[attr-defined]
    assert fit(value, solid) == value
    assert shape_of(value) == solid
    assert counted_shapes({value: 2.0, f"{value}x": 1.0})[solid] == 2.0


def test_a_stamp_is_cut_off_what_has_the_shape_of_the_others() -> None:
    """An account that RECEIVED runs into is read by the shape that the binder's other accounts have."""
    others = [written("account", f"10-44{n}0-250", n, tesseract=f"10-44{n}0-250") for n in range(1, 7)]
    doubts = {6: {"Q": 0.6, "0": 0.35}, 10: {"Q": 0.6, "0": 0.35}}
    stamped = written("account", "10-4410-250RECEIVED", 9, doubts, tesseract="10-441Q-25QRECEIVED")
    assert weighed(*others, stamped)[-1].value == "10-4410-250"


def test_letters_and_noughts_of_a_number_are_as_the_lists_have_them() -> None:
    """Of P000134 and PO00134 the one whose figures a list has is the number, though that list is one of several."""
    listed = records(
        "order_number", [*(f"0001{n}" for n in range(30, 37)), *(f"WO-2018-0{n}" for n in range(400, 440))]
    )
    pages = [written("order_number", f"PO0013{n}", n, {1: {"O": 0.5, "0": 0.49}}) for n in range(1, 7)]
    assert [reading.value for reading in weighed(*pages, beside=listed)] == [f"P00013{n}" for n in range(1, 7)]


def test_an_accounts_shape_may_stand_as_a_word_beside_a_stamp() -> None:
    """Of a district of one figure the figure alone is the value; one within a stamp's word is none."""
    others = [written("account", str(n % 4 + 1), n, tesseract=str(n % 4 + 1)) for n in range(1, 9)]
    stamped = written("account", "2 DEPARTMENTOF STREFTS", 9, tesseract="2 DEPARTMENTOF STREETS")
    assert weighed(*others, stamped)[-1].value == "2"


def test_capitals_beside_a_value_are_a_stamps() -> None:
    """A word in capitals that runs into a name is none of it, though the recogniser sees no space between them."""
    page = written("requester_name", "F. ROssiRECEN", 1, {3: {"O": 0.6, "o": 0.39}}, tesseract="F. Ross RECES")
    (reading,) = weighed(page, beside=records("requester_name", ["F. Rossi", "Ann Pratt", "Hugo Ellison"] * 3))
    assert reading.value == "F. Rossi"


@pytest.mark.parametrize(("read", "value"), [("L 1251 Elm St", "1251 Elm St"), ("N 1251 Elm St", "N 1251 Elm St")])
def test_only_a_direction_stands_before_a_houses_number(read: str, value: str) -> None:
    """A letter before it that is no direction is the rest of a rule or of a stamp."""
    page = written("location", read, 1, {0: {read[0]: 0.6, "|": 0.3}}, tesseract="1251 Elm St a")
    (reading,) = weighed(page, beside=records("location", ["12 Elm St", "9 Oak St", "N 7 Elm St"] * 3))
    assert reading.value == value


@pytest.mark.parametrize(
    ("raw", "shows"),
    [("½", True), ("8%", True), ("5K", True), ("%", True), ("4.5", False), ("2 hrs", False), ("3:30", False)],
)
def test_a_fractions_sign_is_known_by_what_it_is_taken_for(raw: str, shows: bool) -> None:
    """A per cent sign or a letter behind figures is a fraction that the engine has no sign for."""
    assert has_fraction(raw) == shows


def test_hours_with_an_unread_fraction_are_doubted() -> None:
    """Where one engine reads 8 and the other 8%, no whole number is believed: three fractions are about as likely."""
    page = written("labor_hours", "8", 1, {0: {"8": 0.99}}, tesseract="8%")
    (reading,) = weighed(page)
    assert reading.value in {"8.25", "8.5", "8.75"}
    assert {"8.25", "8.5", "8.75"} <= {reading.value, *(other.value for other in reading.alternatives)}
    assert reading.evidence is not None
    assert (reading.evidence.posterior or 0) < 0.5


@given(st.integers(0, 16))
def test_fractions_stand_behind_their_whole(whole: int) -> None:
    """Each of the three has the whole number and its own sign, and none is cheaper than another."""
    looks = behind(whole)
    assert len(looks) == 3
    assert all(text.startswith(str(whole) if whole else "") for text in looks)
    assert len({tuple(costs.items()) for costs in looks.values()}) == 1


def test_the_end_of_a_label_is_no_part_of_a_value() -> None:
    """What is left of "Nature of Work:" before a note or a house's number is cut off, though both engines read it."""
    notes = ["Removed the old banner pole", "Install the sign on the post", "Swept the gutter"] * 3
    page = written(
        "description", "rk: Remove banner pole", 1, {0: {"r": 0.7, "k": 0.2}}, tesseract="rk: Remove banner pole"
    )
    others = [written("description", note, n, tesseract=note) for n, note in enumerate(notes, 2)]
    assert weighed(page, *others)[0].value == "Remove banner pole"
    streets = records("location", ["12 Harrison Ln", "9 Oak Ln", "77 Elm Ln"] * 3)
    (place,) = weighed(written("location", "Vork: 868 Oak Ln", 1, tesseract="vork 868 Oak Ln"), beside=streets)
    assert place.value == "868 Oak Ln"


def test_an_amount_has_no_stroke_before_it() -> None:
    """A rest of a rule before an amount is no sign of a credit; the engines' own reading stays beside it."""
    (reading,) = weighed(written("total_cost", "-800.00", 1, {0: {"-": 0.6, "8": 0.2}}, tesseract="800.00"))
    assert reading.value == "800.00"
    assert "-800.00" in [other.value for other in reading.alternatives]


@pytest.mark.parametrize(("name", "seven", "one"), [("labor_hours", "7.5", "1.5"), ("total_cost", "783.41", "183.41")])
def test_a_first_digit_between_one_and_seven_is_a_one(name: str, seven: str, one: str) -> None:
    """Five times as many amounts begin with a 1 as with a 7; ink that is sure of its 7 keeps it."""
    (torn,) = weighed(written(name, seven, 1, {0: {"7": 0.6, "1": 0.35}}))
    (clear,) = weighed(written(name, seven, 1, tesseract=seven))
    assert (torn.value, clear.value) == (one, seven)


def test_a_mark_behind_an_amount_does_not_make_it_unlike_the_others() -> None:
    """Where a binder writes cents, "$221.75 i" has them; no digit is dropped to find an amount that ends in figures."""
    others = [written("total_cost", f"${n}4.{n}5", n, tesseract=f"${n}4.{n}5") for n in range(1, 9)]
    doubts = {1: {"2": 0.7, "$": 0.2}}
    marked = written("total_cost", "$221.75", 9, doubts, tesseract="$221.75 i")
    assert weighed(*others, marked)[-1].value == "221.75"


@pytest.mark.parametrize(
    ("spaced", "meant"),
    [("Ann Hollow ay", "Ann Holloway"), ("WIL MA HOBBS", "WILMA HOBBS"), ("ANNHOLLOWAY", "ANN HOLLOWAY")],
)
def test_a_name_has_as_many_words_as_others(spaced: str, meant: str) -> None:
    """Room within a word, which an engine finds in wide letters, makes no third name; a lost one makes no single."""
    assert name_spacing(meant, 2) > name_spacing(spaced, 2)


@given(st.from_regex(r"[a-u]{1,12}", fullmatch=True))
def test_words_drawn_alike_are_merged_alike(word: str) -> None:
    """Each way to draw two letters as one, or one as two, is the same word when they are merged."""
    assert all(merged(other) == merged(word) for other in drawn_apart(word))


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("3.548 N HARBOR LN", "3548 N HARBOR LN"),
        ("SS8 Alder Rd", "558 Alder Rd"),
        ("S77 W12929 Elm Rd", "S77 W12929 Elm Rd"),
        ("Oak St", "Oak St"),
        ("63.2 West Elm", "632 West Elm"),
        ("12 St. Mary St", "12 St. Mary St"),
    ],
)
def test_a_house_number_has_no_stop(read: str, meant: str) -> None:
    """Of a blank's row of dots one shows between two figures."""
    assert numbered(read) == meant


@pytest.mark.parametrize(
    ("name", "read", "listed", "meant"),
    [
        ("description", "Tum on, new tenant", "Turn on, new tenant", "Turn on, new tenant"),
        ("requester_name", "Ann Thomton", "Ann Thornton", "Ann Thornton"),
        ("description", "Clear clogged drain", "Walk the dog", "Clear clogged drain"),
    ],
)
def test_letters_drawn_as_one_are_read_as_two(name: str, read: str, listed: str, meant: str) -> None:
    """Where the records have the word with two letters for one; a word that holds two is not read as one."""
    (reading,) = weighed(written(name, read, 1, tesseract=read), beside=records(name, [listed] * 6))
    assert reading.value == meant


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("2796 SOUTH MEADOW BOUL EVARD", "2796 SOUTH MEADOW BOULEVARD"),
        ("3147 NORTH L AKEVIEW L ANE", "3147 NORTH LAKEVIEW LANE"),
        ("Cut back ro ots", "Cut back roots"),
        ("it may be so", "it may be so"),
        ("Ro Ots", "Ro Ots"),
    ],
)
def test_a_word_is_whole_where_its_parts_are_none(read: str, meant: str) -> None:
    """Room within a word goes where the whole is known and a part is not; two known words stay apart."""
    known = {"boulevard", "lane", "lakeview", "roots", "may", "be", "maybe", "north", "south", "meadow", "back"}
    assert rejoined(read, lambda word: 100.0 * (word.casefold() in known)) == meant


def test_spaces_come_from_known_words() -> None:
    """The recogniser's lost spaces are put back between words that are known, and no word is cut that is."""
    seen = {"canal": 2, "street": 2, "installed": 3, "two": 1, "st": 1, "below": 3, "grade": 2, "belowgrade": 2}
    seen |= {"over": 3, "flow": 2, "overflow": 5}

    def spaced(text: str) -> str:
        return respaced(text, lambda word: seen.get(word.casefold(), 0))

    assert spaced("1218CanalStreet") == "1218 Canal Street"
    assert spaced("Installedtwo signs") == "Installed two signs"
    assert spaced("M.Yates") == "M. Yates"
    assert spaced("12 WestCanalStreet") == "12 West Canal Street"
    assert spaced("W Mill Rd atN Oak Dr") == "W Mill Rd at N Oak Dr"
    assert spaced("McDonald St.") == "McDonald St."
    assert spaced("Stallworth") == "Stallworth"
    assert spaced("Cut belowgrade") == "Cut below grade", "run together as often as not"
    assert spaced("Drain overflow") == "Drain overflow", "a word of its own"


def test_spaces_are_put_where_a_text_much_alike_has_them() -> None:
    """A text without spaces takes them over though a letter differs, and needs none."""
    assert spaced_like("Turnoffwater", "Jurn off water") == "Turn off water"
    assert spaced_like("Pothole", "Pothole") == "Pothole"
    assert spaced_like("", "a b") == ""


@pytest.mark.parametrize(
    ("read", "meant"),
    [("127 ECHESTNUT AVE", "127 E CHESTNUT AVE"), ("127 WALNUT AVE", "127 WALNUT AVE"), ("5 NEAST RD", "5 NEAST RD")],
)
def test_a_direction_run_into_a_known_name_stands_apart(read: str, meant: str) -> None:
    """In capitals only the names that are known tell: WALNUT is a street, ECHESTNUT is none."""
    known = {"chestnut": 4.0, "walnut": 3.0}
    assert with_way(read, lambda word: known.get(word.casefold(), 0.0)) == meant


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("E Elm Blvd/ E Franklin Ave", "E Elm Blvd / E Franklin Ave"),
        ("E Elm Blvd /E Franklin Ave", "E Elm Blvd / E Franklin Ave"),
        ("Elm St/Oak St", "Elm St/Oak St"),
        ("12 1/2 Elm St", "12 1/2 Elm St"),
    ],
)
def test_room_on_one_side_of_a_crossings_sign_is_meant_on_both(read: str, meant: str) -> None:
    """Nobody leaves room on one side alone; what has none, and a house's half, is left."""
    assert tidy_address(read, apart=False) == meant


@pytest.mark.parametrize(
    ("read", "meant"),
    [("R.ORTEGA", "R. ORTEGA"), ("A.R.ORTEGA", "A.R. ORTEGA"), ("ABBOTT@EXAMPLE.COM", "ABBOTT@EXAMPLE.COM")],
)
def test_a_name_in_capitals_stands_behind_its_initials(read: str, meant: str) -> None:
    """As one in small letters does; no word of an address on a network is a name."""
    assert respaced(read, lambda _: 0.0) == meant


def test_one_thing_written_in_several_ways_is_one() -> None:
    """Streets long and short, and people by either name first, are known by each other."""
    assert key_of(FieldType.ADDRESS, "12 N. Alder St.") == key_of(FieldType.ADDRESS, "12 North Alder Street")
    assert {key_of(FieldType.NAME, form) for form in person_forms("Walsh, Owen")} == {"walsh o"}
    assert person_forms("Acme") == ["Acme"]


def test_days_are_written_in_the_styles_that_are_found() -> None:
    """A style read off a day writes that day again."""
    for text in ("3/7/19", "03/07/2019", "3-7-2019", "Mar 7, 2019", "3/7"):
        assert write_date(date(2019, 3, 7), date_style(text) or "") == text
    assert date_style("4 hrs") is None
    assert days_between([], 3, 10) == []
    assert days_between([date(2019, 1, 1), date(2021, 1, 1)], 3, 10) == []
    assert {"1/2", "1 3/4"} <= set(fraction_hours())


def test_the_likeliest_ways_to_take_words_come_first() -> None:
    """Of seven words with three choices each, of 2,187 ways, the best is the first, be its word the first one."""
    others = [[(0.0, f"a{n}"), (-5.0, f"b{n}"), (-6.0, f"c{n}")] for n in range(6)]
    ways = combined([[(0.0, "Bevd."), (3.0, "Blvd.")], *others])
    assert ways[0] == "Blvd. a0 a1 a2 a3 a4 a5"
    assert "Bevd. a0 a1 a2 a3 a4 a5" in ways


def test_a_lines_words_are_parted_as_the_other_engine_parts_them() -> None:
    """The recogniser loses spaces on whole lines; Tesseract keeps them, and reads other letters."""
    texts = {
        "ppocr": "3332E.COTTONWOODAVE. FACILITYSER",
        "tesseract": "; JUN 2120\n3332 E. COTTONW0OD AVE. FACILITY SER",
    }
    assert lines_parted_alike(texts) == ["3332 E. COTTONWOOD AVE. FACILITY SER"]
    assert not lines_parted_alike({"ppocr": "12 Elm St", "tesseract": "12 Elm St"})
    assert not lines_parted_alike({"ppocr": "Elm", "tesseract": "JUN 2 12 Oak Rd"})
    assert not lines_parted_alike({"ppocr": "Elm"})


def test_an_address_that_runs_into_a_stamp_is_cut_where_its_words_end() -> None:
    """What both engines read of an address is all of it, its stamp's words left out."""
    page = written("location", "3332E.ELMAVE. FACILITYSER", 1, tesseract="; JUN 2120\n3332 E. ELM AVE. FACILITY SER")
    others = [written("location", f"{n} E. OAK AVE.", n) for n in range(2, 8)]
    assert weighed(page, *others)[0].value == "3332 E. ELM AVE."


@pytest.mark.parametrize(
    ("read", "value"),
    [("Basin grate", "Basin grate"), ("Basim grate", "Basin grate"), ("Basingrate", "Basing rate")],
)
def test_words_that_an_engine_parts_so_are_parted_so(read: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A basin's grate is rarer than a basing rate, and stays where an engine sees where its words end."""
    monkeypatch.setattr(candidates, "phrases", lambda *_: ["Basin grate", "Basing rate"])
    (place,) = written("description", read, 1, tesseract="Basingrate").inked
    known = Known("description", language=english())
    found = candidates.propose(CATALOGUE["description"], place, ValueContext(), known)
    assert next(each.value for each in found if bare(each.value) == "basingrate") == value


@pytest.mark.parametrize(
    ("read", "parted"),
    [
        ("2614 S. Oakst.", "2614 S. Oak St."),
        ("2614 S. Oakst", "2614 S. Oak St"),
        ("2614 S. OAKST.", "2614 S. OAK ST."),
        ("2614 S. Oak St.", "2614 S. Oak St."),
        ("2614 S. Forest", "2614 S. Forest"),
    ],
)
def test_a_streets_last_word_is_parted_from_a_known_name(read: str, parted: str) -> None:
    """With its full stop or without; a name that ends like a street's word, and is not known without it, stays."""
    assert ended(read, lambda word: float(word.casefold() == "oak")) == parted
