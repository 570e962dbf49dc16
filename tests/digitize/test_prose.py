"""Letters: fields are told by the verbs and nouns beside them in sentences, on pages of running text alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from digitize_pages import across, ink_of, layout_of, reader_of, run

from digitize import prose
from digitize.extract import extract_fields
from digitize.extras import extra_places
from digitize.labels import find_labels
from digitize.layout import Layout
from digitize.serial import find_serial
from digitize.voting import Ballot, Vote, in_lines
from records.fields import CATALOGUE
from records.geometry import Box
from records.order import FieldReading, ReadingStatus
from records.values import ValueContext

LETTER = (
    "Ann B. Lee called this office on 03/02/2018 about 12 Elm St. The complaint was: Pothole in the",
    "right lane. The work was completed on March 5, 2018 by Hector Griggs. It took 3.5 hours of the crew.",
    "Action taken: Cut square and patched. Please charge $194.35 to account 644-55-3755. Her number is (207) 555-0134.",
)


def letter(lines: Sequence[str] = LETTER, head: str = "DATE: 03/09/2018") -> Layout:
    """A page of lines of text under a head."""
    return layout_of(run(head, 120, 300), *(run(line, 120, 500 + 50 * at) for at, line in enumerate(lines)))


def values(layout: Layout) -> dict[str, str | None]:
    """What is read of a page, by field."""
    labels = find_labels(layout, CATALOGUE)
    around = (ink_of(layout), ValueContext())
    return {r.name: r.value for r in extract_fields(layout, labels, CATALOGUE, reader_of(layout), around)}


def test_sentences_name_the_fields_of_an_order() -> None:
    """Who called, on which day, about which place, what was done, when, by whom, for how much."""
    assert values(letter()) == {
        "requester_name": "Ann B. Lee",
        "requester_phone": "2075550134",
        "requested_on": "2018-03-02",
        "location": "12 Elm St",
        "description": "Pothole in the right lane",
        "completed_on": "2018-03-05",
        "assigned_to": "Hector Griggs",
        "labor_hours": "3.5",
        "work_performed": "Cut square and patched",
        "total_cost": "194.35",
        "account": "644-55-3755",
    }


def test_a_number_over_a_letter_is_no_part_of_a_name() -> None:
    """Who called begins the first sentence; what the letter is about stands in the line over it."""
    said = values(letter(("RE: Work Order #W00475", *LETTER)))
    assert (said["order_number"], said["requester_name"]) == ("W00475", "Ann B. Lee")


def test_a_place_without_a_street_stands_before_what_is_wrong_there() -> None:
    """A bay of a garage, a shelter of a park: what the colon parts from the complaint."""
    said = values(
        letter(("On 3/2/18 Ann Lee reported the following at Bay 6: Brakes grind when stopping.", *LETTER[1:]))
    )
    assert (said["location"], said["description"]) == ("Bay 6", "Brakes grind when stopping")


def test_a_sentence_whose_stop_is_lost_ends_where_the_next_begins() -> None:
    """The next begins with a capital, as sentences do, amid small letters."""
    said = values(letter((LETTER[0], LETTER[1], "Action taken: Limb cut and chipped The total cost came to $194.35.")))
    assert (said["work_performed"], said["total_cost"]) == ("Limb cut and chipped", "194.35")


def test_the_day_over_a_letter_is_its_own() -> None:
    """A letter that says no day of a call has none: its date is that on which it was written."""
    told = ("The complaint was about the noise of the pump at the park.", "It was made by the crew on the day of it.")
    assert prose.is_letter(letter(told))
    said = letter((*told, "The cost of it was $12.00 in all for the city."))
    assert values(said).get("requested_on") is None
    assert values(said)["total_cost"] == "12.00"


@pytest.mark.parametrize(
    "sentence",
    [
        "On 3/2/18 Ann Lee reported a leak at 12 Elm St to the office of the city.",
        "We had a request from Ann Lee, dated 3/2/18, for 12 Elm St: a leak in the main of the house.",
        "A call was received on 3/2/18 from Ann Lee of the office at 12 Elm St.",
    ],
)
def test_the_same_is_said_in_many_ways(sentence: str) -> None:
    """The day, the person and the place of a call are found in whatever order a sentence has them."""
    said = values(letter((sentence, "It was done by the crew of the city in a day or two.")))
    assert (said["requested_on"], said["requester_name"], said["location"]) == ("2018-03-02", "Ann Lee", "12 Elm St")


def test_a_word_that_reaches_over_the_next_ends_there() -> None:
    """A word whose box is far too wide gives a value none of what stands behind it."""
    lines = (
        "The work was done by the crew on the day of it.",
        "What was done: Two loads of gravel, graded. The cost of it",
    )
    words = [w for at, line in enumerate(lines) for w in run(line, 120, 500 + 50 * at)]
    wide = [replace(w, box=replace(w.box, right=w.box.right + 150)) if w.text == "graded." else w for w in words]
    (said,) = [s for s in prose.said_in(layout_of(wide), CATALOGUE) if s.field == "work_performed"]
    (after,) = [w for w in words if w.text == "The" and w.box.top > 520]
    assert said.boxes[0].right < after.box.right


def test_a_colon_within_a_letters_sentence_ends_no_caption() -> None:
    """What a department calls its own stands before colons over the letter, not in its lines."""
    page = letter(("On 3/2/18 Ann Lee reported the following at Alder Ave: Brakes grind.", *LETTER[1:]), "REF: 12-A")
    places = extra_places(page, find_labels(page, CATALOGUE), (), ink_of(page), ())
    assert list(places) == ["REF"]


@pytest.mark.parametrize(
    ("spent", "hours"), [("It took | hour.", "|"), ("It took 1.S hours.", "1.S"), ("It took 3 hours.", "3")]
)
def test_hours_are_found_however_a_hand_writes_their_figures(spent: str, hours: str) -> None:
    """A stroke before "hour" is a one, and letters behind a point are figures: the place is read again as a number."""
    page = letter((*LETTER[:1], "right lane. The work was completed on March 5, 2018 by Hector Griggs.", spent))
    (said,) = (each for each in prose.said_in(page, CATALOGUE) if each.field == "labor_hours")
    assert [word.text for box in said.boxes for word in page.words_in(box)] == [hours]


def test_a_number_whose_first_letter_is_read_as_a_dollar_is_found() -> None:
    """What stands behind "Work Order #" is a number, though it begins with a sign of money: S21-2670."""
    page = letter(("RE: Work Order #$21-2670", *LETTER))
    assert "order_number" in {said.field for said in prose.said_in(page, CATALOGUE)}


def test_an_account_in_a_letter_is_no_serial() -> None:
    """Where a letter names no number, what stands alone in a line of it may be another field's value."""
    page = letter((*LETTER[:2], "Please charge $194.35 to account", "S13-28-4469."))
    account = FieldReading(
        "account", "S13-28-4469", "S13-28-4469.", ReadingStatus.OK, 0.9, 1, Box(110, 640, 400, 680), ""
    )
    assert find_serial(page, 1, "ppocr") is not None
    assert find_serial(page, 1, "ppocr", [account]) is None


def test_a_form_with_printed_sentences_is_read_by_its_blanks() -> None:
    """Where six fields have a line of their own, what a form prints in sentences tells no field."""
    captions = ("Date Requested", "Requested By", "Location", "Problem", "Completed On", "Work Done", "Hours")
    said = ("03/04/2019", "Ann Lee", "12 Elm St", "Pothole", "03/05/2019", "Filled with cold mix", "2.5")
    rows = [
        (*run(c, 120, 300 + 60 * n), *run(v, 320, 300 + 60 * n))
        for n, (c, v) in enumerate(zip(captions, said, strict=False))
    ]
    rules = [across(130 + 11 * len(caption), 1400, 326 + 60 * n) for n, caption in enumerate(captions)]
    printed = [
        run(line, 120, 1000 + 50 * n)
        for n, line in enumerate(("This portion stays with the customer of the city.",) * 4)
    ]
    page = layout_of(*rows, *printed, rules=rules)
    assert prose.is_letter(page)
    assert values(page)["work_performed"] == "Filled with cold mix"


@pytest.mark.parametrize(("height", "said"), [(34, "S14-3200"), (22, None)])
def test_a_large_number_keeps_its_letter(height: float, said: str | None) -> None:
    """What is pressed larger than the form's print is a serial, though its letter is like a figure of a telephone's."""
    found = find_serial(
        layout_of(run("S14-3200", 1300, 100, height=height), *(run("Date", 100, 300 + 60 * n) for n in range(9))), 1, ""
    )
    assert (found.value if found else None) == said


def test_cents_of_an_amount_in_words_are_no_serial() -> None:
    """In "Five hundred and 57/100" no number of an order is seen, however large it is written."""
    assert find_serial(layout_of(run("Five hundred and 57/100", 100, 300, height=40)), 1, "ppocr") is None


def test_a_form_is_no_letter() -> None:
    """Captions with their values, and one printed sentence, are not read as sentences."""
    form = layout_of(
        run("Name of Caller:", 120, 300),
        run("Ann Lee", 400, 300),
        run("Location of Work:", 120, 360),
        run("12 Elm St", 400, 360),
        run("Submit one form to the office of the clerk for each of the jobs.", 120, 500),
    )
    assert not prose.is_letter(form)
    assert prose.said_in(form, CATALOGUE) == ()


def test_a_value_in_two_lines_is_what_each_engine_read_in_both() -> None:
    """Its place is around both lines, no text is scored against it, and the stop behind a sentence is none of it."""
    first = Ballot(1, Box(10, 10, 90, 30), True, (Vote("ppocr", "Pothole in", 0.9), Vote("tesseract", "Pot in", 0.8)))
    second = Ballot(1, Box(5, 40, 50, 60), True, (Vote("ppocr", "the lane.", 0.7),))
    made = in_lines([first, second], sentence=True)
    assert made.votes == (Vote("ppocr", "Pothole in the lane", 0.7),)
    assert made.box == Box(5, 10, 86, 60)
    assert made.trace is None
    assert in_lines([first]) is first


@pytest.mark.parametrize("read", ["Lorraine Novak, «", "Lorraine Novak: [", "Lorraine Novak.", "Lorraine Novak"])
def test_what_stands_behind_a_value_in_a_sentence_is_none_of_it(read: str) -> None:
    """Its stop, and the first stroke of the next word, which a loose box holds a part of."""
    made = in_lines([Ballot(1, Box(10, 10, 90, 30), True, (Vote("ppocr", read, 0.9),))], sentence=True)
    assert [vote.text for vote in made.votes] == ["Lorraine Novak"]
