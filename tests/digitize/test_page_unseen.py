"""What forms that nobody has seen are made of: close captions, numbered boxes, running text, sums under a table."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from digitize_pages import across, down, grid, ink_of, layout_of, page, reader_of, reading, run

from digitize import DigitizeSettings, PageResult
from digitize.extract import Place
from digitize.forms.captioned import line_labels
from digitize.forms.learned import LearnedForm, LearnedPart, LearnedZone
from digitize.forms.outdone import Labelled, by_labels
from digitize.labels import find_labels
from digitize.layout import lay_out
from digitize.page import Fragment
from digitize.parse import read_value
from digitize.phrases import recognised
from digitize.pipeline import result_of
from digitize.voting import Ballot
from digitize.zones import Ink, is_written
from ocr import Landmarks
from records.fields import CATALOGUE
from records.geometry import Box
from records.page import PageKind, PageText, Word
from records.values import ValueContext

TITLE = run("SERVICE ORDER", 700, 60, height=34)


def read(*words: Sequence[Word], rules: Sequence[Box] = ()) -> PageResult:
    """A page that says these words."""
    text = page(TITLE, *words, rules=rules)
    layout = lay_out(text)
    return result_of(text, reader_of(layout), ink_of(layout), DigitizeSettings())


def values(result: PageResult) -> dict[str, str | None]:
    """What the only order of a page says."""
    (fragment,) = result.fragments
    return {reading.name: reading.value for reading in (*fragment.readings, *fragment.extras) if reading.value}


BOXES = (
    ("Work Order #", "2019-2310", "order_number"),
    ("Date", "03/02/2019", "requested_on"),
    ("Requested By", "Ruben Okafor", "requester_name"),
    ("Worker", "Y. Okafor", "assigned_to"),
    ("Total", "560.85", "total_cost"),
)


@pytest.mark.parametrize("counted", [False, True])
def test_captions_close_over_their_values_are_read_with_them(*, counted: bool) -> None:
    """Their boxes reach into each other by a few pixels; a number before a caption is no part of it."""
    words: list[Word] = []
    for at, (caption, value, _) in enumerate(BOXES):
        top = 220 + 94 * at
        words += run(f"{at + 1}. {caption}" if counted else caption, 140, top + 6, height=20)
        words += run(value, 140, top + 20, height=24)
    found = values(read(words, rules=grid((129, 600, 1100), [220 + 94 * at for at in range(len(BOXES) + 1)])))
    assert {name: found.get(name) for *_, name in BOXES} == {
        "order_number": "2019-2310",
        "requested_on": "2019-03-02",
        "requester_name": "Ruben Okafor",
        "assigned_to": "Y. Okafor",
        "total_cost": "560.85",
    }


def test_labels_over_their_values_need_no_rules() -> None:
    """In three columns, the value under each caption though its box begins before the caption's ends."""
    rows = (
        (("Request #", "16-01040"), ("Request Date", "3/2/2016"), ("Target Date", "4/1/2016")),
        (("Caller Name", "Kevin Tully"), ("Contact Phone", "(625) 555-8168"), ("Urgency", "Routine")),
    )
    words = [
        word
        for down_, row in enumerate(rows)
        for over, (caption, value) in enumerate(row)
        for word in (
            *run(caption, 130 + 490 * over, 300 + 90 * down_, height=16),
            *run(value, 130 + 490 * over, 313 + 90 * down_, height=24),
        )
    ]
    found = values(read(words))
    assert found["order_number"] == "16-01040"
    assert (found["requested_on"], found["due_on"]) == ("2016-03-02", "2016-04-01")
    assert (found["requester_name"], found["requester_phone"], found["priority"]) == (
        "Kevin Tully",
        "6255558168",
        "Routine",
    )


def test_typewritten_words_are_one_piece() -> None:
    """The space of a typewriter is as wide as a letter: "Street light out" holds no label "Street"."""
    typed = [
        Word(text, Box(left, 566, left + 13 * len(text), 584), 0.96)
        for text, left in (("Street", 130), ("light", 224), ("out", 305))
    ]
    captions = [
        run(text, 130, top, height=14) for text, top in (("Work Needed", 547), ("Caller Name", 400), ("Urgency", 480))
    ]
    layout = layout_of(typed, *captions)
    assert "Street light out" in [segment.text for segment in layout.segments]


def test_a_title_that_names_a_field_is_no_label() -> None:
    """In large print over a form "Trouble Report" describes nothing."""
    rows = (
        ("Ticket No.", "30418"),
        ("Date Received", "03/14/2017"),
        ("Caller Name", "Gerald Pruitt"),
        ("Urgency", "Urgent"),
    )
    words = [
        word
        for at, row in enumerate(rows)
        for place, text in enumerate(row)
        for word in run(text, 130 + 400 * place, 300 + 60 * at)
    ]
    layout = layout_of(run("Trouble Report", 130, 130, height=50), run("Town of Millbrook", 130, 200), words)
    assert "description" not in {label.field for label in find_labels(layout, CATALOGUE)}


def test_no_label_begins_with_a_figure() -> None:
    """In "Labor Hrs: 3 Date Completed: 3/10/2019" the 3 is the hours."""
    number = run("W.O. No.: 2019-120", 130, 200)
    line = run("Labor Hrs: 3 Date Completed: 3/10/2019", 130, 300)
    found = values(read(number, run("Technician: W. Delgado", 130, 260), line))
    assert (found["labor_hours"], found["completed_on"]) == ("3", "2019-03-10")


def test_one_figure_in_a_wide_cell_is_written() -> None:
    """A typed 4 is a thousandth of the cell's ink; a rule that shows at the cell's edge is none."""
    cell = Box(560, 930, 1530, 1000)

    def figure(box: Box) -> float:
        return Box(575, 955, 587, 975).overlap(box) * 0.4 / max(box.width * box.height, 1)

    def rule(box: Box) -> float:
        return Box(560, 930, 800, 931).overlap(box) / max(box.width * box.height, 1)

    assert is_written(cell, figure)
    assert not is_written(cell, rule)


def test_sums_at_a_tables_end_are_the_orders() -> None:
    """Rows that say "Labor" and "Total" under the heads of prices are no lines, and what they say is the order's."""
    heads = (("Qty", 150), ("Part / Material", 400), ("Unit Price", 900), ("Amount", 1300))
    lines = (("2", "Lumber 8 ft", "8.00", "16.00"), ("6", "Lamp 70W", "33.62", "201.72"))
    words = [*run("W.O. No.: 2019-120", 130, 200), *run("Date: 3/2/2019", 900, 200)]
    words += [word for text, left in heads for word in run(text, left, 470)]
    for at, line in enumerate(lines):
        words += [word for text, (_, left) in zip(line, heads, strict=True) for word in run(text, left, 520 + 50 * at)]
    for at, (text, amount) in enumerate((("Cost of Materials", "217.72"), ("Labor", "186.64"), ("Total", "404.36"))):
        words += (*run(text, 880, 620 + 50 * at), *run(amount, 1300, 620 + 50 * at))
    edges, tops = (129, 290, 850, 1230, 1530), [455 + 50 * at for at in range(7)]
    found = read(words, rules=grid(edges, tops))
    (fragment,) = found.fragments
    assert [
        len(fragment.line_items),
        *(values(found).get(f"{kind}_cost") for kind in ("material", "labor", "total")),
    ] == [
        2,
        "217.72",
        "186.64",
        "404.36",
    ]


def test_a_second_text_of_instructions_is_the_notes() -> None:
    """Beside a description instructions are notes; alone they describe the work."""
    number = run("Order No.: REQ000210", 130, 200)
    both = values(
        read(number, run("Complaint: Restock custodian", 130, 300), run("Instructions: Confirm price", 130, 400))
    )
    assert (both["description"], both["notes"]) == ("Restock custodian", "Confirm price")
    alone = values(read(number, run("Date: 3/2/2019", 130, 300), run("Instructions: Confirm price", 130, 400)))
    assert alone["description"] == "Confirm price"


@pytest.mark.parametrize(
    ("shortened", "field"),
    [
        ("matl cost", "material_cost"),
        ("w o no", "order_number"),
        ("cust name", "requester_name"),
        ("veh no", "asset"),
        ("sent t o", "assigned_to"),
        ("work finishe d", "completed_on"),
    ],
)
def test_shortened_words_name_what_they_are_short_for(shortened: str, field: str) -> None:
    """As forms shorten them for want of room."""
    best = max(recognised([shortened], CATALOGUE), key=lambda found: found[2])
    assert (best[1].field, best[2] > 0.9) == (field, True)


def test_words_before_a_blank_line_are_a_forms_own_label() -> None:
    """Printed "Rush ____" ends the name before it, with or without a colon; a title over a rule is none."""
    printed = layout_of(
        run("Contact Person", 100, 300),
        run("Rush now", 900, 300),
        run("FOR SHOP USE", 100, 380),
        rules=[across(260, 850, 322), across(1000, 1500, 322), across(100, 1500, 376)],
    )
    labels = find_labels(printed, CATALOGUE)
    assert [label.text for label in line_labels(printed, labels, ())] == ["Rush now"]


def form_with(*fields: str) -> LearnedForm:
    """A form that has places for these fields."""
    boxes = [Box(100, 100 * n, 600, 100 * n + 50) for n, _ in enumerate(fields, start=1)]
    zones = tuple(LearnedZone(field, box, field, 0.9) for field, box in zip(fields, boxes, strict=True))
    part = LearnedPart(Box(0, 0, 1700, 2200), zones, (), (), ())
    return LearnedForm(
        name="form", kind=PageKind.ORDER, heading="", department="", layout=layout_of(TITLE), labels=(), parts=(part,),
        logs=(), page_number=None, landmarks=Landmarks(b"", b"", (0, 0)), picture=b"", pages=4,
    )  # fmt: skip


def test_a_form_that_says_less_than_its_pages_is_not_used() -> None:
    """In running text labels move from page to page, and are no print that pages share."""
    lines = (
        "Order No.: 30418",
        "Name: Ann Lee Phone: (541) 555-2177",
        "Location: 12 Elm St",
        "Date: 3/2/2019",
        "Total: 14.50",
    )

    def pages(step: float) -> list[tuple[PageText, Ink]]:
        pitches = [60 + step * n for n in range(4)]
        texts = [page(TITLE, *(run(line, 130, 300 + y * at) for at, line in enumerate(lines))) for y in pitches]
        return [(text, ink_of(lay_out(text))) for text in texts]

    def labelled(step: float, *fields: str) -> Labelled:
        return by_labels(form_with(*fields), pages(step), DigitizeSettings())

    everything = ("order_number", "location", "requester_name", "requester_phone", "requested_on", "total_cost")
    assert labelled(9, "order_number", "location").outdoes
    assert not labelled(9, *everything).lost
    assert not labelled(0, "order_number", "location").lost, "print that some have"
    more = labelled(9, *everything[:4], "assigned_to", "due_on", "asset")
    assert not more.outdoes, "a form that knows more of its own"
    assert set(more.lost) == {"requested_on", "total_cost"}


def test_typing_high_above_its_line_is_read_whole() -> None:
    """The place of a value on a line reaches to the top of the words that stand over it."""
    words = (*run("Nature of Problem:", 100, 300), *run("Fallen limb blocking lane", 330, 269, height=26))
    layout = layout_of(run("Order No.: 30418", 100, 200), words, rules=[across(320, 1500, 323), down(1600, 200, 210)])
    boxes: list[Box] = []

    def seen(places: Sequence[Place]) -> Sequence[Ballot]:
        boxes.extend(place.box for place in places)
        return reader_of(layout)(places)

    text = page(run("Order No.: 30418", 100, 200), words, rules=[across(320, 1500, 323)])
    result_of(text, seen, ink_of(layout), DigitizeSettings())
    assert any(box.top <= 269 and box.bottom >= 300 and box.left < 330 for box in boxes)


def test_what_a_label_says_in_brackets_is_no_value() -> None:
    """Of "Work Completed (describe)" the bracket belongs to the label, on an empty half sheet too."""
    words = (*run("Order No.: X170388", 100, 200), *run("Work Completed (describe)", 100, 300))
    for value, wanted in (("Installed per sketch", "Installed per sketch"), ("", None)):
        found = read(words, run(value, 420, 300), rules=[across(415, 1500, 322)])
        assert values(found).get("work_performed") == wanted


@pytest.mark.parametrize(
    ("read_as", "kind", "value"),
    [
        ("222 ................. MAGNOLIA DR.", "location", "222 MAGNOLIA DR."),
        ("Beatriz..Thornton", "requester_name", "Beatriz Thornton"),
        ("Lionel. Radcliffe", "requester_name", "Lionel Radcliffe"),
        ("J. Q. Public", "requester_name", "J. Q. Public"),
        ("O0018-17", "order_number", "00018-17"),
        ("WO-00O12", "order_number", "WO-00012"),
        ("PO0018", "order_number", "PO0018"),
        ("OTC-17", "order_number", "OTC-17"),
    ],
)
def test_a_blanks_dots_and_a_round_zero_are_read_as_meant(read_as: str, kind: str, value: str) -> None:
    """No dots between words or behind whole names, initials keep theirs; an O beside zeros and no letter is a zero."""
    assert read_value(CATALOGUE[kind], read_as, ValueContext()).value == value


def test_a_value_in_the_middle_of_its_box_is_no_caption() -> None:
    """Under a row of labels a row of values: four words there name nothing, and are their label's value."""
    rows = (("Order No.", "Date", "Total"), ("17-02310", "03-01-2017", "397.94"))
    edges, tops = (129, 430, 800, 1200), [250, 307, 368]
    words = [
        word
        for at, row in enumerate(rows)
        for left, text in zip(edges, row, strict=False)
        for word in run(text, left + 12, tops[at] + (20 if at else 22), height=24 if at else 16)
    ]
    words += (*run("Work Performed", 141, 390, height=16), *run("Removed and hauled away", 141, 444, height=24))
    words += (*run("Problem", 141, 505, height=16), *run("Street light out", 141, 562, height=24))
    rules = (*grid(edges, tops), *grid((129, 1200), (368, 428, 489, 549, 608)))
    found = values(read(words, rules=rules))
    assert found["description"] == "Street light out"
    assert (found["work_performed"], found["order_number"]) == ("Removed and hauled away", "17-02310")


def test_large_words_before_a_figure_are_a_label() -> None:
    """In twice as large print as the others "TOTAL AMOUNT   338.88" is a label; without an amount it is a title."""
    small = [
        run(text, 130, 300 + 60 * n, height=14) for n, text in enumerate(("Phone:", "Caller:", "Date:", "Location:"))
    ]
    total = (*run("TOTAL AMOUNT", 900, 700, height=32), *run("338.88", 1300, 700))
    fields = {label.field for label in find_labels(layout_of(*small, total), CATALOGUE)}
    assert "total_cost" in fields
    alone = layout_of(*small, run("TOTAL AMOUNT", 900, 700, height=32))
    assert "total_cost" not in {label.field for label in find_labels(alone, CATALOGUE)}


@pytest.mark.parametrize(("text", "labelled"), [("RUSH", False), ("Rush?", True), ("Rush:", True)])
def test_rush_is_a_label_where_it_is_asked(text: str, labelled: bool) -> None:
    """Beside "Priority" it is the value."""
    found = find_labels(layout_of(run("Caller:", 130, 300), run(text, 130, 400)), CATALOGUE)
    assert ("priority" in {label.field for label in found}) is labelled


def test_scraps_are_no_order() -> None:
    """A stain in an empty ticket reads as a letter or two; a word, or a number, is something."""

    def says(**values: str) -> bool:
        return Fragment(Box(0, 0, 9, 9), tuple(reading(name, value) for name, value in values.items())).filled

    assert not says(requester_name="S", location="St")
    assert says(description="Mow")
    assert says(order_number="7")
