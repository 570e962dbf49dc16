"""What kind of page it is, what its check boxes say, and how many orders it holds."""

from __future__ import annotations

from dataclasses import replace

import pytest
from digitize_pages import HEIGHT, WIDTH, across, facts, grid, ink_of, layout_of, run

import ocr
from digitize.choices import beside_box, find_options, is_caption, read_choices
from digitize.classify import department_of, kind_of, printed_page
from digitize.labels import find_labels
from digitize.layout import Layout
from digitize.split import split_page
from digitize.titles import called_itself, form_name, form_title, heading, is_title
from records.fields import CATALOGUE
from records.geometry import Box
from records.order import FieldReading
from records.page import PageKind, Word

FILLER = tuple(
    word for line in range(8) for word in run("the crew shall restore the site as found", 100, 1200 + 40 * line)
)
"""Words enough that a page is no tab."""


def kind(*words: tuple[Word, ...]) -> PageKind:
    """The kind of a page that says these words."""
    layout = layout_of(*words)
    return kind_of(layout, facts(), find_labels(layout, CATALOGUE), log=False)


def test_a_page_with_a_forms_labels_is_an_order() -> None:
    """Two fields' labels make an order sheet."""
    assert kind(run("Location: Elm St", 100, 100), run("Date Requested: 5/12/19", 100, 200), FILLER) is PageKind.ORDER


def test_a_later_page_is_a_continuation() -> None:
    """Page 2 of 2 goes on from another sheet, whatever its labels."""
    words = (run("Location: Elm St", 100, 100), run("Date Requested: 5/12/19", 100, 200), FILLER)
    assert kind(run("Page 2 of 2", 1400, 60), *words) is PageKind.CONTINUATION
    assert kind(run("Page 1 of 2", 1400, 60), *words) is PageKind.ORDER


def test_continued_at_the_head_is_said_of_this_page() -> None:
    """CONTINUED in the upper third makes a continuation; at the foot it speaks of the next page."""
    words = (run("Location: Elm St", 100, 200), run("Date Requested: 5/12/19", 100, 300), FILLER)
    assert kind(run("WORK ORDER (CONTINUED)", 100, 60), *words) is PageKind.CONTINUATION
    assert kind(run("CONTINUED", 100, 2100), *words) is PageKind.ORDER


def test_continued_on_the_next_page_is_no_continuation() -> None:
    """The words "continued on next sheet" point onward, wherever it stands."""
    words = (run("Location: Elm St", 100, 200), run("Date Requested: 5/12/19", 100, 300), FILLER)
    assert kind(run("continued on next sheet", 100, 60), *words) is PageKind.ORDER


def test_a_few_large_words_are_a_tab() -> None:
    """A divider has few words, and large ones."""
    assert kind(run("JUNE 2018", 600, 900, height=90)) is PageKind.TAB


def test_a_mirror_image_is_no_tab() -> None:
    """What is read of it, however few and large its words, says nothing of what it is: a person is told of the page."""
    mirrored = replace(facts(), warnings=(ocr.MIRRORED,))
    layout = layout_of(run("2LBEE MOBK OBDEB", 600, 900, height=90))
    assert kind_of(layout, mirrored, (), log=False) is PageKind.ORPHAN
    assert kind_of(layout, facts(), (), log=False) is PageKind.TAB


def test_a_separator_says_so() -> None:
    """A batch separator sheet is told by its own words."""
    assert kind(run("BATCH SEPARATOR patch T", 500, 300)) is PageKind.SEPARATOR


def test_an_index_is_no_order() -> None:
    """A table of contents without a form's labels is an index."""
    assert kind(run("INDEX", 700, 100), FILLER) is PageKind.INDEX


def test_words_without_a_form_are_an_orphan() -> None:
    """A page of running text belongs to no form, and is kept as an orphan."""
    assert kind(FILLER) is PageKind.ORPHAN


def test_a_blank_page_is_kept_as_blank() -> None:
    """A page on which nothing was measured is blank: evidence, not waste."""
    assert kind_of(layout_of(), facts(blank=True), (), log=False) is PageKind.BLANK
    assert kind_of(layout_of(), facts(ink=0.0001), (), log=False) is PageKind.BLANK


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Page 1 of 2", (1, 2)),
        ("Pg. 3 of 12", (3, 12)),
        ("PAGE 1 0f 2", (1, 2)),
        ("Sheet 2/3", (2, 3)),
        ("Page l of 2", (1, 2)),
        ("Page 3 of 2", (3, None)),
        ("Page 4", (4, None)),
        ("PAGE NO. 2 OF 3", (2, 3)),
        ("Page No: 2 / 3", (2, 3)),
        ("Pg. 2", (2, None)),
        ("Sheet 2 of 3 sheets", (2, 3)),
        ("Page 5-12 attached", (None, None)),
        ("see the page of records", (None, None)),
    ],
)
def test_the_printed_page_is_read(text: str, said: tuple[int | None, int | None]) -> None:
    """The printed "page x of y" is read in its usual spellings, and no x above its y is believed."""
    assert printed_page(layout_of(run(text, 1300, 60))) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [("2 of 3", (2, 3)), ("(2 of 3)", (2, 3)), ("2 of 3 pages", (2, 3)), ("2/3", (2, 3)), ("- 2 -", (2, None))],
)
def test_a_page_number_may_stand_alone_at_the_foot(text: str, said: tuple[int | None, int | None]) -> None:
    """Without the word "page" a number alone in the last line is the page's."""
    assert printed_page(layout_of(FILLER, run(text, 820, 2120))) == said


def test_a_page_number_alone_in_the_head_is_one() -> None:
    """Under a title and beside nothing "2 of 2" counts the sheets; in a box it answers a question."""
    title = run("PROCUREMENT REQUEST", 900, 100)
    below = run("2 of 2", 1480, 160)
    assert printed_page(layout_of(title, below, FILLER)) == (2, 2)
    assert printed_page(layout_of(title, below, FILLER, rules=grid((1400, 1600), (140, 200)))) == (None, None)


@pytest.mark.parametrize(
    "text", ["Date 2/3", "12/3", "3/19", "1/1", "3/2", "1 of 12 samples", "-2", "2", "Rev. 2/3", "2 of 3 crew left"]
)
def test_dates_fractions_and_counts_at_the_foot_are_no_page_numbers(text: str) -> None:
    """A date, a form's month and year, a count in words and a lone figure number no page."""
    assert printed_page(layout_of(FILLER, run(text, 820, 2120))) == (None, None)


@pytest.mark.parametrize("text", ["2/3", "1 of 12", "- 2 -"])
def test_a_number_in_the_middle_of_the_page_is_none_of_its(text: str) -> None:
    """What stands between other lines is a quantity, a date or a share."""
    foot = run("Supervisor", 100, 2100)
    assert printed_page(layout_of(run("WORK ORDER", 100, 60), run(text, 820, 1100), foot)) == (None, None)
    assert printed_page(layout_of(FILLER, run("lined 2/3 of the pipe", 100, 2120))) == (None, None)


def test_the_heading_is_the_largest_text_of_the_head() -> None:
    """A form's title is what stands largest in the upper third."""
    layout = layout_of(run("STREET WORK ORDER", 600, 100, height=36), run("PORT ALDER", 100, 90), FILLER)
    assert heading(layout) == "STREET WORK ORDER"


def test_a_title_comes_before_who_printed_it() -> None:
    """The city's name is larger than the form's title, and no form's name."""
    layout = layout_of(
        run("CITY OF PORT ALDER", 100, 40, height=44), run("STREET WORK ORDER", 600, 100, height=26), FILLER
    )
    assert heading(layout) == "STREET WORK ORDER"
    bare = layout_of(run("PORT ALDER", 100, 40, height=44), run("Trouble Ticket", 600, 100, height=26), FILLER)
    assert heading(bare) == "Trouble Ticket"


def test_an_issuers_name_is_the_heading_where_there_is_no_other() -> None:
    """A letter's head names its writer and nothing else."""
    assert heading(layout_of(run("CITY OF PORT ALDER", 100, 40, height=44), FILLER)) == "CITY OF PORT ALDER"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Amendment to Registration Statement", True),
        ("WATER SERVICE REGISTER", True),
        ("Form OBD-68", False),
        ("Sheet 1", False),
        ("Department of Records", False),
        ("Port Alder", False),
        ("Order No. 10422", False),
        ("Forms FA-4 for two clerks", False),
        ("Date of report", False),
        ("Number of the Permit", False),
        ("Chain of Custody Record", True),
        ("Request for Quotation of Repairs", True),
        ("Report must be submitted in duplicate to the Registration Unit of the Criminal Division", False),
    ],
)
def test_a_title_says_what_kind_of_paper_it_is(text: str, told: bool) -> None:
    """A kind of paper makes a title; an issuer, a number and a sentence make none."""
    assert is_title(text) is told


@pytest.mark.parametrize(
    ("sentences", "called"),
    [
        (("File this amendment with the clerk.", "This amendment form is filed", "This report is public"), "Amendment"),
        (("Sign this work order.", "Keep a copy of this work order form"), "Work Order"),
        (("Sign this form.", "Return this form"), ""),
        (("This report is public.",), ""),
        (("this report and this permit", "this permit and this report"), ""),
    ],
)
def test_a_page_is_what_its_own_sentences_call_it(sentences: tuple[str, ...], called: str) -> None:
    """A paper that speaks of itself says what it is, twice and more of it than of another; "this form" says nothing."""
    lines = [run(text, 100, 400 + 60 * place) for place, text in enumerate(sentences)]
    assert called_itself(layout_of(*lines)) == called


def test_a_form_is_called_by_its_title_in_small_letters() -> None:
    """Signs and spaces become dashes; pages of no form have no name."""
    assert form_name(PageKind.ORDER, "SIGN/ METER WORK TICKET") == "sign-meter-work-ticket"
    assert form_name(PageKind.TAB, "JUNE") == ""


def test_handwriting_below_the_title_is_no_heading() -> None:
    """Words larger than the title are none where they stand in the form: below its first label, or beside it."""
    title = run("SIGN SHOP", 600, 100)
    written = (run("Date Requested:", 100, 200, height=16), run("Delgado, Teresa", 300, 210, height=50))
    layout = layout_of(title, *written, FILLER)
    assert heading(layout) == "Delgado, Teresa"
    assert heading(layout, find_labels(layout, CATALOGUE)) == "SIGN SHOP"


def test_a_stamps_large_words_are_no_heading_beside_a_title() -> None:
    """A title in the page's usual letters names the page, though a stamp twice as high stands beside and above it."""
    stamp = (*run("CRIMINAL DIVISION", 1100, 100, height=56), *run("SECTION", 1150, 180, height=50))
    layout = layout_of(stamp, run("AMENDMENT TO REGISTRATION STATEMENT", 300, 260), FILLER)
    found = find_labels(layout, CATALOGUE)
    assert [label.text for label in found] == ["SECTION"]
    assert heading(layout, found) == "AMENDMENT TO REGISTRATION STATEMENT"


def test_a_title_that_two_pages_show_is_the_forms() -> None:
    """Where the blank lacks its title, two pages show it, then the form's sentences say it, then its largest words."""
    city, title = run("CITY OF PORT ALDER", 100, 40, height=44), run("STREET WORK ORDER", 100, 120, height=30)
    own = run("This permit expires. Keep this permit.", 100, 1700)
    blank, pale = layout_of(city, FILLER), layout_of(city, title, FILLER)
    assert form_title(pale, [blank, blank]) == "STREET WORK ORDER"
    assert form_title(blank, [pale, blank, pale]) == "STREET WORK ORDER"
    assert form_title(blank, [pale, blank, blank]) == "CITY OF PORT ALDER"
    assert form_title(layout_of(city, FILLER, own), [pale, blank, blank]) == "Permit"


def test_the_items_of_a_list_are_no_heading() -> None:
    """What stands behind the numbers of a list is no title of the page, even where it names a kind of paper."""
    items = ("Basic Facts About the Region", "Setting the Record Straight", "Hotels and Sights")
    numbers = [run(f"{at}.", 120, 160 + 50 * at) for at in (1, 2, 3)]
    listed = [run(text, 260, 160 + 50 * at) for at, text in enumerate(items, start=1)]
    layout = layout_of(run("ARTICLES THAT ARE SENT", 500, 100), *numbers, *listed, FILLER)
    assert heading(layout) == "ARTICLES THAT ARE SENT"


def test_a_title_that_is_a_label_too_is_still_the_title() -> None:
    """A page with nothing above its only labels is named by what is largest all the same."""
    layout = layout_of(run("WORK ORDER", 600, 100, height=36), run("Location: Elm", 100, 300), FILLER)
    assert heading(layout, find_labels(layout, CATALOGUE)) == "WORK ORDER"


@pytest.mark.parametrize(
    ("text", "department"),
    [
        ("Department of Streets", "Department of Streets"),
        ("Water & Sewer Division", "Water & Sewer Division"),
        ("Street sweeping", ""),
    ],
)
def test_the_department_is_named_in_the_head(text: str, department: str) -> None:
    """A department is what calls itself one at the head of the page, without the page number beside it."""
    assert department_of(layout_of(run(text, 100, 100), run("Page 1 of 1", 1200, 100), FILLER)) == department


def square(left: float, top: float) -> Box:
    """A printed square of 28 pixels."""
    return Box(left, top, left + 28, top + 28)


def ticked(*captions: tuple[str, float], step: float = 50) -> Layout:
    """A page with check boxes one below the other, each with its share of ink."""
    words = [word for n, (text, _) in enumerate(captions) for word in run(text, 240, 803 + n * step)]
    boxes = [(square(200, 800 + n * step), ink) for n, (_, ink) in enumerate(captions)]
    return layout_of(words, boxes=boxes)


def chosen(layout: Layout) -> dict[str, FieldReading]:
    """What the check boxes of a page answer."""
    labels = find_labels(layout, CATALOGUE)
    found = read_choices(find_options(layout, ink_of(layout)), labels, CATALOGUE, 1)
    return {reading.name: reading for reading in found}


def test_the_ticked_box_is_the_answer() -> None:
    """Of a group of boxes the one with ink inside is chosen; words of state make it the status."""
    found = chosen(ticked(("Complete", 0.35), ("Open", 0.01), ("Cancelled", 0.0)))
    assert {name: reading.value for name, reading in found.items()} == {"status": "closed"}
    assert not found["status"].doubt


def test_a_caption_that_is_misread_by_a_letter_is_what_it_is() -> None:
    """The word "Complte" beside the tick of a page that no form reads is complete: its order is closed."""
    assert chosen(ticked(("Complte", 0.35), ("Open", 0.01), ("Cancelled", 0.0)))["status"].value == "closed"


def test_words_of_urgency_are_the_priority() -> None:
    """A group of urgent, routine and the like answers the priority, in the form's own word."""
    assert chosen(ticked(("Emergency", 0.0), ("Routine", 0.4)))["priority"].value == "Routine"


def test_a_letters_day_and_a_labels_value_name_no_page() -> None:
    """March 14 is no paper, though it is as large as anything; nor is what answers a label."""
    assert heading(layout_of(run("March 14, 2019", 120, 200, height=26))) == ""
    layout = layout_of(run("Location:", 120, 200), run("Elm St", 400, 198, height=26), run("Phone:", 120, 300))
    assert heading(layout, find_labels(layout, CATALOGUE)) != "Elm St"


def test_no_tick_is_no_answer() -> None:
    """Where no box is ticked there is no value."""
    found = chosen(ticked(("Complete", 0.0), ("Open", 0.01)))
    assert found["status"].value is None


def test_what_is_printed_beside_boxes_answers_no_label() -> None:
    """The captions of a group, and of one box that nobody ticked, are no value of the label before them."""
    layout = ticked(("Complete", 0.0), ("Open", 0.01))
    groups = find_options(layout, ink_of(layout))
    assert is_caption(Box(230, 790, 700, 840), groups, layout)
    alone = ticked(("Complete", 0.0))
    assert is_caption(Box(230, 790, 700, 840), (), alone)
    assert not is_caption(Box(230, 790, 700, 840), (), ticked(("Complete", 0.3)))
    assert not is_caption(Box(230, 790, 700, 840), (), layout_of(run("Complete", 240, 803)))


def test_a_thin_tick_alone_is_a_doubtful_answer() -> None:
    """Where one box alone has a little ink it is ticked, in doubt; specks in two boxes say nothing."""
    found = chosen(ticked(("Complete", 0.08), ("Open", 0.01), ("Cancelled", 0.0)))["status"]
    assert (found.value, found.doubt) == ("closed", "the tick is faint")
    assert chosen(ticked(("Complete", 0.08), ("Open", 0.06)))["status"].value is None


@pytest.mark.parametrize("headed", [False, True])
def test_columns_of_boxes_without_a_head_are_one_group(headed: bool) -> None:
    """Boxes in the same lines, however far apart, answer one question, but for a column with words over it."""
    texts, lefts = (("Sewer", "Trees"), ("Water", "Signs")), (200, 900)
    words = [w for c in (0, 1) for r in (0, 1) for w in run(texts[c][r], lefts[c] + 40, 803 + 50 * r)]
    heads = (*run("Type:", 200, 770), *(run("Urgency:", 900, 770) if headed else ()))
    boxes = [(square(left, 800 + 50 * row), 0.0) for left in lefts for row in (0, 1)]
    layout = layout_of(words, heads, boxes=boxes)
    assert [len(group) for group in find_options(layout, ink_of(layout))] == ([2, 2] if headed else [4])


def test_rows_of_captions_in_columns_are_one_group() -> None:
    """Squares behind captions of unlike lengths stand raggedly; their captions begin in columns all the same."""
    rows = (("Lighting", "Sewer", "Water"), ("Signs", "Drainage", "Sidewalk"))
    spots = [(text, 200 + 350 * c, 800 + 45 * r) for r, row in enumerate(rows) for c, text in enumerate(row)]
    words = [word for text, left, top in spots for word in run(text, left, top + 3)]
    boxes = [(square(left + 11 * len(text) + 6, top), 0.0) for text, left, top in spots]
    layout = layout_of(words, boxes=boxes)
    assert [len(group) for group in find_options(layout, ink_of(layout))] == [6]


def test_two_ticks_are_a_doubt() -> None:
    """Two boxes ticked alike are for a person to judge."""
    assert chosen(ticked(("Complete", 0.3), ("Open", 0.33), ("Cancelled", 0.0)))["status"].doubt


@pytest.mark.parametrize("before", [False, True])
def test_captions_of_a_group_stand_on_one_side(before: bool) -> None:
    """Of words on both sides of squares the nearer ones are their captions: "Sewer [X]   Trees [ ]   Signs [ ]"."""
    lefts = (200, 500, 800)
    words = [
        word
        for left, text in zip(lefts, ("Sewer", "Trees", "Signs"), strict=True)
        for word in run(text, left - 65 if before else left + 38, 803)
    ]
    boxes = [(square(left, 800), ink) for left, ink in zip(lefts, (0.0, 0.35, 0.0), strict=True)]
    assert chosen(layout_of(words, boxes=boxes))["category"].value == "Trees"


def test_a_label_before_squares_is_no_caption() -> None:
    """A label stands before the first square as captions stand behind all, and names none."""
    words = (*run("Priority:", 70, 803), *run("Low", 240, 803), *run("High", 440, 803))
    boxes = [(square(200, 800), 0.0), (square(400, 800), 0.35)]
    assert chosen(layout_of(words, boxes=boxes))["priority"].value == "High"


def test_a_single_square_is_no_group() -> None:
    """One check box by itself answers nothing."""
    assert find_options(ticked(("Complete", 0.4)), ink_of(ticked(("Complete", 0.4)))) == ()


def test_the_caption_of_a_box_is_no_label() -> None:
    """Words right beside a check box are its caption."""
    layout = ticked(("Complete", 0.3), ("Open", 0.0))
    assert beside_box(layout.segments[0], layout)
    assert not beside_box(layout_of(run("Complete", 240, 803)).segments[0], layout_of())


LABELS = ("Ticket No.", "Date Requested", "Location", "Requested By", "Material Cost")


def ticket(left: float, top: float, *, written: bool = True) -> tuple[Word, ...]:
    """A small form: five labels with their values."""
    values = ("TS-18-0444", "06/19/2018", "12 Elm St", "A. Hansen", "33.08") if written else ("",) * 5
    return tuple(
        word
        for n, (label, value) in enumerate(zip(LABELS, values, strict=True))
        for word in run(f"{label}: {value}", left, top + 60 * n)
    )


def regions(*words: tuple[Word, ...], rules: tuple[Box, ...] = ()) -> tuple[Box, ...]:
    """The parts of a page."""
    layout = layout_of(*words, rules=rules)
    return split_page(layout, find_labels(layout, CATALOGUE))


def test_an_ordinary_form_is_not_cut() -> None:
    """A page that prints each label once is one order."""
    assert regions(ticket(100, 200)) == (Box(0, 0, WIDTH, HEIGHT),)


def test_two_orders_down_a_page_are_parted() -> None:
    """A page that prints all labels again further down holds two orders, one above the other."""
    upper, lower = regions(ticket(100, 200), ticket(100, 1300))
    assert upper.bottom == lower.top
    assert 440 < upper.bottom <= 1300
    assert (upper.width, lower.bottom) == (WIDTH, HEIGHT)


def test_two_orders_across_a_page_are_parted() -> None:
    """A page that prints all labels again further right holds two orders side by side."""
    left, right = regions(ticket(100, 200), ticket(950, 200))
    assert left.right == right.left
    assert 400 < left.right <= 950


def test_three_orders_down_a_page_are_parted() -> None:
    """A page may hold more than two orders."""
    assert len(regions(ticket(100, 100), ticket(100, 800), ticket(100, 1500))) == 3


def test_an_empty_half_is_still_a_half() -> None:
    """The part of a page whose form was left empty is cut off all the same."""
    assert len(regions(ticket(100, 200), ticket(100, 1300, written=False))) == 2


def test_two_repeated_labels_do_not_cut_a_page() -> None:
    """A name and a date repeated beside a second signature leave a form whole."""
    more = (run("Date Requested: 06/20/2018", 100, 1300), run("Requested By: B. Lee", 100, 1420))
    assert len(regions(ticket(100, 200), *more)) == 1


def test_a_table_with_repeated_headers_does_not_cut_a_page() -> None:
    """Headers of tables repeat over unequal steps, which no two orders do."""
    heads = [run("Amount:", 1200, top) for top in (500, 700, 1100)]
    lines = grid((100, 1300), (500, 540, 580))
    assert len(regions(ticket(100, 100), *heads, rules=(*lines, across(100, 1300, 1100)))) == 1
