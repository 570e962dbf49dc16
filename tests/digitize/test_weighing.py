"""Values weighed by the ink, by what the binder holds elsewhere, and by the digital records."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from inked_pages import only, records, together, weighed, written

from digitize.hand import NO_HAND, learn_hand
from digitize.holdings import Binder
from digitize.lexicon import lexicon_of_records
from digitize.page import Fragment, PageResult
from digitize.reweigh import Beside, reweigh, weigh_binder
from digitize.spelling import (
    crossings,
    most_of,
    numbered,
    unstopped,
)
from digitize.successors import parted
from digitize.voting import COVERED
from records.order import DigitalRecord, FieldReading, LineItem, ReadingStatus


def test_doubtful_ink_is_read_as_a_known_value_and_what_was_read_is_kept() -> None:
    """A known value that the ink may say wins over one that nothing knows, marked as repaired; the other is kept."""
    page = written("description", "Jurn off water", 1, {0: {"J": 0.85, "T": 0.12}})
    (reading,) = weighed(page, beside=records("description", ["Turn off water"] * 6))
    assert reading.value == "Turn off water"
    assert reading.status is ReadingStatus.REPAIRED
    assert reading.raw == "Jurn off water"
    assert reading.alternatives[0].value == "Jurn off water"


def test_an_initial_in_the_list_tells_a_whole_name() -> None:
    """A hand's R is a C on each line; the list, which has R. Griggs, knows no Camon, and clear ink stays what it is."""
    others = ["S. Hansen", "H. Moreno", "A. Lindqvist", "T. Brandt"] * 4
    pages = [written("assigned_to", "Camon Griggs", at, {0: {"C": 0.8, "R": 0.12}}) for at in range(1, 5)]
    listed = records("assigned_to", ["R. Griggs"] * 12 + others)
    assert {reading.value for reading in weighed(*pages, beside=listed)} == {"Ramon Griggs"}
    clear = [written("assigned_to", "Camon Griggs", at) for at in range(1, 5)]
    assert {reading.value for reading in weighed(*clear, beside=listed)} == {"Camon Griggs"}


def test_what_other_ink_lies_over_stays_in_doubt() -> None:
    """A known value may be the likeliest under a stamp; a person looks at it all the same."""
    page = written("description", "Jurn off water", 1, {0: {"J": 0.85, "T": 0.12}}, covered=True)
    (reading,) = weighed(page, beside=records("description", ["Turn off water"] * 6))
    assert (reading.value, reading.doubt) == ("Turn off water", COVERED)
    assert reading.log_likelihood is not None
    assert reading.log_likelihood < (reading.alternatives[0].log_likelihood or 0)
    assert reading.evidence is not None
    assert reading.evidence.margin_nats is not None
    assert reading.evidence.margin_nats < 0


@pytest.mark.parametrize(
    ("name", "paper", "common"),
    [
        ("category", "Potholer", "Pothole"),
        ("requester_name", "Ann Platt", "Ann Pratt"),
        ("location", "3196 Alder Rd", "3169 Alder Rd"),
        ("account", "5200-114", "5200-144"),
        ("description", "Reset sign", "Remove sign"),
    ],
)
def test_clear_ink_stands_against_a_common_value(name: str, paper: str, common: str) -> None:
    """A paper value that differs from what nearly all records say by one sign or word stays as the ink says."""
    pages = [written(name, common, number, tesseract=common) for number in range(2, 9)]
    first, *_ = weighed(written(name, paper, 1, tesseract=paper), *pages, beside=records(name, [common] * 40))
    assert first.value == paper
    assert first.status is ReadingStatus.OK


def test_signs_that_listed_values_have_are_no_misreading() -> None:
    """A name has no figures, unless the list's names have them: then clear ink stands against those without."""
    names = [
        f"{who} for Congress-R (1353{n}0)" for n, who in enumerate(("Jacobs", "Moore", "Bentz", "Cowan", "Conole"))
    ]
    known = records("requester_name", [*names, *["Crumpacker for Congress"] * 6, "Hale for Senate", "Ortiz for Mayor"])
    page = written("requester_name", names[0], 1, tesseract=names[0])
    (result,) = reweigh([page], Beside(records=known))
    assert only(result).value == names[0]


def test_one_record_alone_lends_nothing() -> None:
    """A value that a single record has may be that of this very order, and is not pulled in because it would link."""
    page = written("description", "Jurn off water", 1, {0: {"J": 0.85, "T": 0.12}})
    own = lexicon_of_records([DigitalRecord("s", "1", 1, {"description": "Turn off water"}, {})])
    (alone,) = weighed(page)
    (beside,) = weighed(page, beside=own)
    assert (alone.value, alone.log_likelihood) == (beside.value, beside.log_likelihood)


def test_numbers_of_records_are_not_learned() -> None:
    """Of an order number only its beginning is: the rest would name the record to be linked."""
    assert set(records("order_number", ["WO-19-00412", "WO-19-00977"]).values_of("order_number")) == {"WO-19-00"}


def test_a_new_value_can_win_over_all_known_ones() -> None:
    """A value that nothing knows stays where no known one fits the ink."""
    pages = [written("category", "Pothole", number, tesseract="Pothole") for number in range(2, 9)]
    first, *_ = weighed(written("category", "Graffiti", 1, {3: {"f": 0.6, "t": 0.3}}), *pages)
    assert first.value == "Graffiti"


def test_days_without_a_year_lie_in_the_binders_period() -> None:
    """A day and month alone get the year that the binder's other days have; without any they stay unread."""
    bare_day = written("requested_on", "2/14", 3, tesseract="2/14")
    others = [written("requested_on", text, n, tesseract=text) for n, text in ((1, "2/12/2019"), (2, "2/13/2019"))]
    assert only(bare_day).value is None
    assert [reading.value for reading in weighed(*others, bare_day)] == ["2019-02-12", "2019-02-13", "2019-02-14"]
    assert weighed(bare_day)[0].value is None


def test_a_day_whose_slashes_look_like_ones_is_found_in_the_grammar() -> None:
    """Ink that reads `2114119` gives the day of the period that it can only be."""
    page = written("requested_on", "2114119", 3, tesseract="2114119")
    others = [written("requested_on", text, n, tesseract=text) for n, text in ((1, "2/12/19"), (2, "2/13/19"))]
    assert weighed(*others, page)[2].value == "2019-02-14"


def test_a_doubtful_day_lies_between_those_of_the_orders_around_it() -> None:
    """Where a binder's days rise, ink that may be a 1 or a 7 is the day between its neighbours; clear ink stays."""
    days = [written("requested_on", f"2/{n + 3:02}/19", n, tesseract=f"2/{n + 3:02}/19") for n in range(1, 7)]
    later = [written("requested_on", f"2/{n + 4:02}/19", n, tesseract=f"2/{n + 4:02}/19") for n in range(8, 13)]
    doubtful = written("requested_on", "2/17/19", 7, {3: {"7": 0.6, "1": 0.35}}, tesseract="2/17/19")
    assert weighed(*days, doubtful, *later)[6].value == "2019-02-11"
    clear = written("requested_on", "2/17/19", 7, tesseract="2/17/19")
    assert weighed(*days, clear, *later)[6].value == "2019-02-17"
    assert weighed(*later, doubtful, *days)[5].value == "2019-02-17", "these days do not rise"


def test_a_day_of_another_decade_is_read_anew() -> None:
    """A few days that a hand made of another decade, 79 for 19, do not widen a binder's period: they lie outside."""
    days = [written("requested_on", f"2/{n + 3:02}/19", n, tesseract=f"2/{n + 3:02}/19") for n in range(1, 9)]
    odd = written("requested_on", "2/14/79", 9, {5: {"7": 0.6, "1": 0.35}}, tesseract="2/14/79")
    assert weighed(*days, odd)[8].value == "2019-02-14"
    assert most_of([date(2019, 1, day) for day in range(1, 8)] + [date(1979, 1, 1)], 99)[0] == date(2019, 1, 1)
    assert len(most_of([date(2019, 1, 1), date(1979, 1, 1)], 99)) == 2
    together = [date(2017, 10, day) for day in range(1, 9)]
    assert most_of([*together, date(2020, 10, 3)], 1200) == together


def test_ink_that_says_little_gives_no_day() -> None:
    """A mark of one or two signs in a column of days is not made a day."""
    others = [written("requested_on", text, n, tesseract=text) for n, text in ((1, "2/12/19"), (2, "2/13/19"))]
    assert weighed(*others, written("requested_on", "11", 3))[2].value is None


def test_hours_in_fractions_are_found_where_the_slash_looks_like_a_one() -> None:
    """`1314` hours are one and three quarters."""
    (reading,) = weighed(written("labor_hours", "1314", 1))
    assert reading.value == "1.75"


def test_a_hand_that_writes_one_letter_like_another_is_learned() -> None:
    """Where every T looks like a J, and known values say so, a T is expected where a J is read."""
    doubt = {0: {"J": 0.9, "T": 0.05}}
    texts = ("Jurn off water", "Jurn on water", "Jree fallen", "Jest the meter")
    hard = written("description", "Jrim the hedge", 9, {0: {"J": 0.999, "T": 0.0004}})
    known = records("description", [text.replace("J", "T", 1) for text in (*texts, "Jrim the hedge")] * 5)
    pages = [written("description", text, n, doubt) for n, text in enumerate(texts * 3, start=1)]
    assert weighed(*pages, hard, beside=known)[-1].value == "Trim the hedge"


def test_a_hand_is_not_learned_from_a_single_case() -> None:
    """One letter taken for another once costs as much as ever."""
    assert learn_hand([("Turn", "Jurn", 1.0)]) == NO_HAND
    hand = learn_hand([("Turn", "Jurn", 1.0)] * 6 + [("water", "water", 1.0)] * 6)
    assert set(hand.costs) == {("T", "J")}
    assert hand.as_read("Tree", "Jree") is not None
    assert hand.as_read("Tree", "Tree") is None


def test_a_hand_that_exchanges_a_letter_once_in_a_text_likely_does_so_again() -> None:
    """Three times one letter taken for another costs far less than three such exchanges of different letters."""
    hand = learn_hand([("1", "7", 1.0)] * 3 + [("1", "1", 1.0)] * 9 + [("2", "Z", 1.0)] * 3 + [("2", "2", 1.0)] * 9)
    once, thrice, other = (hand.as_read(*texts) for texts in (("1-25", "7-25"), ("1-11", "7-77"), ("1-2", "7-Z")))
    assert once is not None
    assert thrice is not None
    assert other is not None
    assert once[1] < thrice[1] < other[1]


def test_readings_without_ink_stay_as_they_are() -> None:
    """A page that keeps no ink, of an older store or born digital, is left alone."""
    page = written("category", "Pothole", 1)
    bare_page = PageResult(page.image, page.kind, page.fragments)
    assert reweigh([bare_page], Beside()) == (bare_page,)


def test_items_and_extras_are_weighed_in_their_places() -> None:
    """Every reading keeps its place on the page, those of line items and of a department's own fields too."""
    page = written("category", "Pothole", 1)
    box, reading = page.fragments[0].region, only(page)
    item = LineItem(1, (FieldReading("description", "Sand", "Sand", ReadingStatus.OK, 0.9, 1, None, "ppocr"),))
    extra = FieldReading("Crew size", "3", "3", ReadingStatus.OK, 0.9, 1, None, "ppocr")
    whole = PageResult(page.image, page.kind, (Fragment(box, (reading,), (item,), (extra,)),), inked=page.inked)
    (fragment,) = reweigh([whole], Beside())[0].fragments
    assert [r.name for r in fragment.readings] == ["category"]
    assert (fragment.line_items, fragment.extras) == ((item,), (extra,))


def test_a_page_with_its_ink_survives_the_store() -> None:
    """What is kept of a page comes back from JSON as it was, at some hundreds of bytes a place."""
    page = written("description", "Turn off water at the corner", 1)
    kept = msgspec.json.encode(page)
    assert msgspec.json.decode(kept, type=PageResult) == page
    assert len(msgspec.json.encode(page.inked)) < 700


@pytest.mark.parametrize("read", ["Same .as last quarter", "Same.as last quarter", "Same as last. quarter"])
def test_a_speck_amid_a_note_is_no_stop(read: str) -> None:
    """A stop without room behind it, or amid a sentence, gives way to what the binder's other notes say."""
    others = [written("description", "Same as last quarter", number) for number in range(2, 6)]
    assert weighed(written("description", read, 1), *others)[0].value == "Same as last quarter"


def test_a_comma_between_words_has_room_behind_it() -> None:
    """Engines lose the space behind a comma; a note is written with one."""
    others = [written("description", text, n) for n, text in enumerate(("Sweep street and leaves", "Broken gate"), 2)]
    page = written("description", "Sweep cul-de-sac,leaves", 1)
    assert weighed(page, *others, *others)[0].value == "Sweep cul-de-sac, leaves"


def test_what_no_engine_read_and_nobody_knows_is_not_sure() -> None:
    """A street that is made of a misread word and a known one is the likeliest, and half a doubt is left."""
    others = [written("location", f"{n}17 Railroad Road", n) for n in range(2, 8)]
    doubts = {16: {"C": 0.6, "R": 0.39}}
    page = written("location", "226 Southlailroad Coad", 1, doubts, tesseract="Zo douthhaibroad hood")
    found = weighed(page, *others, beside=records("location", ["317 Railroad Road"] * 6))[0]
    assert found.value == "226 Southlailroad Road"
    assert found.evidence is not None
    assert (found.evidence.posterior or 0) <= 0.5


def test_a_value_is_spaced_as_the_records_space_it() -> None:
    """Engines run words together that are words together too: a turnoff is none of a meter's."""
    known = records("description", ["Emergency turn off"] * 3)
    for text in ("Emergency turnoff", "Emer gency turn off"):
        assert weighed(written("description", text, 1), beside=known)[0].value == "Emergency turn off"
    others = [written("description", "Emergency turnoff", number) for number in range(2, 9)]
    assert (
        weighed(written("description", "Emergency turn off", 1), *others, beside=known)[0].value == "Emergency turn off"
    )


def test_what_identifies_is_spaced_as_the_binders_others_are() -> None:
    """Wide typing has room within an account; its binder's others say that no space stands there."""
    others = [written("account", f"{n}65-45-91{n}3", number) for number, n in enumerate((3, 4, 5, 6), start=2)]
    first = written("account", "765-45-9133", 1, tesseract="765-45-91 33")
    assert weighed(first, *others)[0].value == "765-45-9133"


@pytest.mark.parametrize("listed", ["WS{:05}", "WS-{:05}"])
def test_a_letter_that_a_hand_writes_like_a_figure_is_the_lists(listed: str) -> None:
    """A hand writes S like 8 on each row: the list says what stands there, with the signs that the paper has."""
    beside = records("order_number", [listed.format(n) for n in range(40)])
    pages = [written("order_number", f"W8-{n:05}", n, {1: {"8": 0.9, "S": 0.09}}) for n in range(60, 70)]
    assert [page.value for page in weighed(*pages, beside=beside)] == [f"WS-{n:05}" for n in range(60, 70)]


@pytest.mark.parametrize("read", ["CONFIRM. PRICE BEFORE SHIPPING", "CONFIRM PRICE BEFORE SHIPPING."])
def test_a_stop_where_no_other_note_has_one_is_a_speck(read: str) -> None:
    """In capitals too, before another word and at the end."""
    texts = ["CONFIRM PRICE BEFORE SHIPPING", "SAME AS LAST QUARTER", "DELIVER TO LOADING DOCK"] * 3
    others = [written("description", text, number) for number, text in enumerate(texts, 2)]
    assert weighed(written("description", read, 1), *others)[0].value == "CONFIRM PRICE BEFORE SHIPPING"


def test_a_stop_stays_where_notes_are_sentences() -> None:
    """A binder whose notes go on after a stop keeps its stops."""
    texts = ["CALLED OWNER. LEFT WORD", "CLOSED VALVE. TESTED LINE", "REPLACED METER. TESTED LINE"] * 3
    others = [written("description", text, number) for number, text in enumerate(texts, 2)]
    assert (
        weighed(written("description", "CLOSED GATE. CALLED OWNER", 1), *others)[0].value == "CLOSED GATE. CALLED OWNER"
    )


def test_a_street_run_into_its_suffix_is_parted() -> None:
    """Both engines may lose the space before LN: a known name and a word for a street are two."""
    others = [written("location", text, n) for n, text in enumerate(["12 MILL LN", "98 N MILL LN", "7 OAK ST"], 2)]
    assert weighed(written("location", "2441 E MILLLN", 1), *others)[0].value == "2441 E MILL LN"


def test_a_note_is_spelt_as_notes_of_its_letters_are() -> None:
    """A comma that the ink leaves open is there where the records mostly have it, and clear ink stands against them."""
    known = records("description", ["Turn off, moved out"] * 9)
    doubtful = written("description", "Turn off. moved out", 1, {7: {".": 0.5, ",": 0.3}})
    assert weighed(doubtful, beside=known)[0].value == "Turn off, moved out"
    clear = written("description", "Turn off moved out", 1, tesseract="Turn off moved out")
    assert weighed(clear, beside=known)[0].value == "Turn off moved out"


def test_a_page_has_a_hand_of_its_own() -> None:
    """A letter that one writer's page shows misread time and again is expected there, be it right on all others."""
    known = records("description", ["Wash the sign", "Weld the gate", "Wax the floor", "Wrap the pipe"] * 5)
    others = [written("description", "Wash the sign", n, tesseract="Wash the sign") for n in range(2, 40)]
    texts = ("Nash the sign", "Neld the gate", "Nax the floor", "Nash the sign", "Neld the gate", "Nax the floor")
    page = [written("description", text, 1, {0: {"N": 0.97, "W": 0.02}}) for text in texts]
    hard = written("description", "Nrap the pipe", 1, {0: {"N": 0.999, "W": 1e-6}})

    def read(*pages: PageResult) -> str | None:
        """The last value of the first page."""
        return reweigh(pages, Beside(records=known))[0].fragments[-1].readings[0].value

    assert read(together(*page, hard), *others) == "Wrap the pipe"
    assert read(hard, *others) == "Nrap the pipe", "no other of the page is misread"


@pytest.mark.parametrize(
    ("stem", "like", "made"),
    [("WS00", "nS-00", "WS-00"), ("WS00", "NQS-00", "WS-00"), ("WS00", "NQS-01", None)],
)
def test_a_listed_beginning_is_parted_as_the_paper_parts_it(stem: str, like: str, made: str | None) -> None:
    """A beginning of the lists takes the paper's sign between letters and figures, be the letters misread as more."""
    assert parted(stem, like) == made


def test_a_binder_keeps_to_its_own_beginning_of_the_listed_ones() -> None:
    """Of two beginnings that lists have, that of the binder's other numbers wins where the ink leaves both open."""
    known = lexicon_of_records(
        [
            DigitalRecord("s", f"{p}{n}", n, {"order_number": f"{p}-000{n}"}, {})
            for p in ("WS", "TS")
            for n in range(60, 99)
        ]
    )
    pages = [written("order_number", f"WS-0006{n}", n + 2, tesseract=f"WS-0006{n}") for n in range(8)]
    open_ink = written("order_number", "TS-00071", 1, {0: {"T": 0.6, "W": 0.35}})
    assert weighed(open_ink, *pages, beside=known)[0].value == "WS-00071"
    clear = written("order_number", "TS-00071", 1, tesseract="TS-00071")
    assert weighed(clear, *pages, beside=known)[0].value == "TS-00071"


def test_a_word_written_with_a_capital_elsewhere_has_one() -> None:
    """Small and large letters look alike in hands: "2022south" is South where all streets have it so."""
    known = records("location", ["1895 South Railroad Avenue", "12 South Vine Avenue", "7 Railroad Avenue"] * 3)
    page = written("location", "2022south Railroad Avenue", 1)
    assert weighed(page, beside=known)[0].value == "2022 South Railroad Avenue"


@pytest.mark.parametrize("sign", ["$", "4", "t", "+"])
def test_what_stands_for_nothing_between_two_streets_is_the_sign(sign: str) -> None:
    """An ampersand looks like itself in no hand: what is read there is one, at a price, and a house number is none."""
    known = records("location", ["N. Liberty Dr. & N. Maple Dr.", "S. Canyon Ave. & W. Depot Dr."] * 3)
    page = written("location", f"N. Liberty Dr. {sign} W. Depot Dr.", 1)
    assert weighed(page, beside=known)[0].value == "N. Liberty Dr. & W. Depot Dr."
    assert crossings("4 W. Depot Dr.") == []


def test_two_figures_joined_to_a_letter_are_a_day() -> None:
    """A flowing "14" is read as an H on all lines: the 14th competes with what else the H may be."""
    days = [written("requested_on", f"5/{n}/18", n, tesseract=f"5/{n}/18") for n in range(2, 29)]
    days[12] = written("requested_on", "5/H/18", 14, {2: {"H": 0.93, "1": 0.05}}, tesseract="5/H/18")
    reading = weighed(*days)[12]
    assert reading.value == "2018-05-14"


def test_an_address_ends_in_one_of_few_words() -> None:
    """What stands at the end of an address is one of those that streets end in, be it never so unlike."""
    known = records("location", ["861 S. Spruce Blvd.", "12 N. Oak Blvd.", "7 E. Mill Dr.", "9 W. Mill Ave."] * 3)
    page = written("location", "548 S. Spruce Berd.", 1, {12: {"e": 0.6, "l": 0.1}, 13: {"r": 0.6, "v": 0.1}})
    assert weighed(page, beside=known)[0].value == "548 S. Spruce Blvd."


def test_a_hand_that_is_misread_in_several_ways_has_the_binders_sure_beginning() -> None:
    """What one writer's WS is read as, NA, N2, N8, is the WS that another's pages of the binder surely have."""
    sure = [written("order_number", f"WS-005{n}", n, tesseract=f"WS-005{n}") for n in range(20, 40)]
    unsure = [
        written("order_number", f"{read}-005{n}", 1, {0: {"N": 0.6, "W": 0.02}, 1: {read[1]: 0.5, "S": 0.02}})
        for n, read in enumerate(("NA", "N2", "N8", "NA", "N2", "N8", "NA"), 10)
    ]
    page, *_ = reweigh([together(*unsure), *sure], Beside())
    assert [f.readings[0].value for f in page.fragments] == [f"WS-005{n}" for n in range(10, 17)]


@pytest.mark.parametrize(
    "read", ["2124 Canal. Street", "2124 Canal Street", "2124.Canal Street", "2124,Canal Street", ".2124 Canal Street"]
)
def test_a_stop_behind_a_whole_word_of_an_address_is_a_speck(read: str) -> None:
    """It stays behind a street's short word, and is none behind "Canal", nor beside the house's number."""
    known = records("location", ["7 Canal Street", "9 N. Mill Blvd. & Oak St."] * 3)
    assert weighed(written("location", read, 1), beside=known)[0].value == "2124 Canal Street"
    assert unstopped("N. Mill Blvd. & Oak St.") == "N. Mill Blvd. & Oak St."


def test_hours_of_a_binder_with_fractions_may_be_one() -> None:
    """Where signs of fractions were read, however unsurely, "12" in a shop's hours is as soon a half as twelve."""
    whole = [written("labor_hours", str(n % 3 + 1), n, tesseract=str(n % 3 + 1)) for n in range(2, 14)]
    parts = [written("labor_hours", "3 1/2", n, {1: {"1": 0.7}}) for n in (14, 15)]
    page = written("labor_hours", "12", 1, {0: {"1": 0.6}, 1: {"2": 0.6}})

    def other(*pages: PageResult) -> float:
        """The chance of anything but a half on the first page."""
        ((_, weighing), *_) = weigh_binder([page, *pages], Beside())
        return sum(each.probability for each in weighing.weighed if each.candidate.value != "0.5")

    assert 3 * other(*whole, *parts) < other(*whole)


def test_hours_far_beyond_all_others_hold_a_fraction() -> None:
    """Where nobody works more than three hours, "2 1/4" that is read 214 is no number of hours, nor is "314" sure."""
    usual = [written("labor_hours", str(n % 3 + 1), n, tesseract=str(n % 3 + 1)) for n in range(2, 16)]
    page = written("labor_hours", "214", 1, {1: {"1": 0.6}})
    assert weighed(page, *usual)[0].value == "2.25"
    agreed = written("labor_hours", "314", 1, tesseract="314")
    assert weighed(agreed, *usual)[0].value == "0.75"


def test_a_telephone_number_has_an_area_that_others_have() -> None:
    """A hand's one is a seven in an area that nobody calls from; a clear other area stays."""
    usual = [written("requester_phone", f"412555{n:04}", n, tesseract=f"412555{n:04}") for n in range(20, 30)]
    doubtful = written("requester_phone", "4725550170", 1, {1: {"7": 0.6, "1": 0.35}}, tesseract="412555O17O")
    assert weighed(doubtful, *usual)[0].value == "4125550170"
    clear = written("requester_phone", "5415550170", 1, tesseract="5415550170")
    assert weighed(clear, *usual)[0].value == "5415550170"


def test_a_house_number_that_ends_in_a_small_letter_ends_in_its_figure() -> None:
    """A hand's 5 is read as an s on every page of it; "12A" has a letter of its own."""
    assert numbered("315s Canal St") == "3155 Canal St"
    assert numbered("12A Canal St") == "12A Canal St"
    assert numbered("llll Canal St") == "1111 Canal St"
    known = records("location", ["7 Canal Street", "9 Mill Street"] * 3)
    assert weighed(written("location", "315s Canal Street", 1), beside=known)[0].value == "3155 Canal Street"


def test_a_letter_alone_among_figures_is_one_of_them() -> None:
    """A hand's 2 is read as a Z: where a form's priorities are figures it is no surer than the 2."""
    figures = [written("priority", str(n % 4 + 1), n, tesseract=str(n % 4 + 1)) for n in range(2, 14)]
    ((_, weighing), *_) = weigh_binder([written("priority", "Z", 1, {0: {"Z": 0.7, "2": 0.2}}), *figures], Beside())
    assert weighing.weighed[0].candidate.value == "2"
    letters = [written("priority", "ABC"[n % 3], n, tesseract="ABC"[n % 3]) for n in range(2, 14)]
    ((_, weighing), *_) = weigh_binder([written("priority", "Z", 1, {0: {"Z": 0.7, "2": 0.2}}), *letters], Beside())
    assert weighing.weighed[0].candidate.value == "Z"


def test_a_stamps_line_above_an_address_is_none_of_it() -> None:
    """The day of a stamp above, and its words behind, are left out together: no street has three numbers before it."""
    known = records("location", ["3756 W Canal Dr", "9 Mill St", "12 W Mill Dr"])
    page = written("location", "MAR 11 2019\n3756 W Canal Dr STROETMA NTENAN", 1)
    others = [written("location", street, n, tesseract=street) for n, street in enumerate(["9 Mill St"] * 6, start=2)]
    assert weighed(page, *others, beside=known)[0].value == "3756 W Canal Dr"


def test_a_stamp_behind_a_number_does_not_keep_its_misread_figure() -> None:
    """What the ink may also say competes without the stamp too: the number between its neighbours is the likelier."""
    others = [written("order_number", f"17001{n}", n, tesseract=f"17001{n}") for n in (26, 27, 28, 29, 31, 32, 33)]
    page = written("order_number", "179013OECEIVED", 30, {2: {"9": 0.5, "0": 0.45}, 6: {"O": 0.5, "0": 0.45}})
    assert weighed(*others[:4], page, *others[4:])[4].value == "1700130"


def test_a_whole_hour_goes_with_decimals() -> None:
    """Whoever writes 1.5 writes 4 as well: of a binder's hours in decimals a fourth may be whole."""
    quarters = ["1.5", "2.25", "0.75", "1.25", "1.75", "2.5", "3.5", "0.25"]
    pages = [written("labor_hours", hours, n, tesseract=hours) for n, hours in enumerate(quarters, 2)]
    assert Binder.of(pages).hours == {"decimal": 1.0, "whole": 0.25}


def test_three_quarters_begin_with_no_seven() -> None:
    """Amounts that begin with a seven are seldom; of an hour 0.75 is as usual as 0.25."""
    pages = [written("labor_hours", hours, n, tesseract=hours) for n, hours in enumerate(["1/2", "1 1/2", "2"] * 3, 2)]
    assert weighed(written("labor_hours", "314", 1, {1: {"1": 0.6, "/": 0.4}}), *pages)[0].value == "0.75"


def test_zeros_in_a_number_are_no_letters() -> None:
    """A comb's zeros that are read as letters on every sheet of a binder are zeros all the same."""
    doubts = {place: {"O": 0.7, "0": 0.3} for place in (3, 4, 5, 6)}
    pages = [written("order_number", f"REQOOOO{n}", n, doubts, tesseract=f"REQ0000{n}") for n in range(13, 20)]
    assert [each.value for each in weighed(*pages)] == [f"REQ0000{n}" for n in range(13, 20)]


def test_a_value_that_one_engine_reads_plainly_is_as_it_reads_it() -> None:
    """`#66, 93` had to be repaired, "$66.93" had not: the value is written with its sign, as its neighbours are."""
    others = [written("material_cost", f"${at}5.{at}0", at) for at in range(2, 9)]
    doubtful = written("material_cost", "$66.93", 1, {0: {"$": 0.4, "1": 0.6}}, tesseract="#66, 93")
    first, *_ = weighed(doubtful, *others)
    assert first.value == "66.93"


def test_a_word_of_the_lists_comes_before_the_binders_misreadings() -> None:
    """A hand's "Blvd." is read Bevd. and Berd. on many lines, amid an address as well as at its end."""
    listed = records("location", ["S. Vine Blvd. and S. Oak Ave.", "N. Elm Rd. and S. Vine Blvd."] * 6)
    read = "S. Vine Bevd. and S. Sycamore Ave."
    others = [f"N. Elm Rd. and S. Vine {end}" for end in ("Bevd.", "Berd.", "Bend.", "Bead.") * 2]
    doubts = {7: {"e": 0.6, "l": 0.05}}
    pages = [
        written("location", read, 1, doubts),
        *(written("location", text, at) for at, text in enumerate(others, 2)),
    ]
    assert next(iter(weighed(*pages, beside=listed))).value == "S. Vine Blvd. and S. Sycamore Ave."
