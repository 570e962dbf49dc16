"""A binder teaches its own form; the pages of a form are read by its zones, the others by their labels."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from pathlib import Path
from random import Random

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont

import ocr
from digitize import DigitizeSettings, LearnedForm, PageResult, learn_forms, read_pages
from digitize.forms.common import common_words, is_print
from digitize.forms.laid import lie_over
from digitize.forms.learn import is_poorer, one_order
from records.errors import BadInput
from records.geometry import Box, Frame
from records.page import PageImage, PageKind, Word

SETTINGS = DigitizeSettings()
NAMES = ("Anna Keller", "Tom Burke", "Lucy Ortega", "Sam Whitman", "Eva Stone", "Max Holt", "Ida Moss", "Ben Clay")
STREETS = ("Canal Street", "Mill Road", "Harbor Avenue", "Union Street", "Orchard Lane", "Depot Street", "Elm Street")
CAPTIONS = {
    "Order No.": (120, 260),
    "Date Received": (850, 260),
    "Location": (120, 430),
    "Requested By": (120, 600),
    "Telephone": (850, 600),
    "Description of Work": (120, 770),
    "Total Cost": (850, 940),
    "Blue Stake": (120, 1120),
}


def values(place: int) -> dict[str, str]:
    """What is filled in on one page."""
    rng = Random(place)
    return {
        "Order No.": f"WO-2021-{411 + 7 * place:05}",
        "Date Received": f"03/{10 + place:02}/2021",
        "Location": f"{rng.randint(100, 4000)} {rng.choice(STREETS)}",
        "Requested By": rng.choice(NAMES),
        "Telephone": f"617-555-{rng.randint(1000, 9999)}",
        "Description of Work": rng.choice(("Pothole in the right lane", "Street lamp is out", "Tree limb down")),
        "Total Cost": f"${rng.randint(20, 900)}.{rng.randint(10, 99)}",
        "Blue Stake": f"A{1960 + place}",
    }


def drawn(place: int, *, note: str = "", worker: str = "", changed: tuple[str, str] = ("", "")) -> Image.Image:
    """A page of the form at 200 dots to the inch, filled in; under a caption a value struck out for another.

    A worker's name begins where its label ends, on the blank of it.
    """
    page = Image.new("L", (1700, 2200), 255)
    pen = ImageDraw.Draw(page)
    pen.text((560, 100), "STREET WORK ORDER", fill=0, font=ImageFont.load_default(50))
    for caption, (left, top) in CAPTIONS.items():
        right = 1580 if caption in {"Location", "Description of Work", "Blue Stake"} or left > 500 else 850
        pen.rectangle((left, top, right, top + (105 if caption == "Blue Stake" else 170)), outline=0, width=3)
        pen.text((left + 12, top + 8), caption, fill=0, font=ImageFont.load_default(26))
        pen.text(
            (left + 30, top + (45 if caption == "Blue Stake" else 80)),
            values(place)[caption],
            fill=20,
            font=ImageFont.load_default(44),
        )
    if changed[0]:
        left, top = CAPTIONS[changed[0]]
        width = pen.textlength(values(place)[changed[0]], font=ImageFont.load_default(44))
        pen.line((left + 26, top + 108, left + 34 + width, top + 101), fill=20, width=4)
        pen.text((left + 75 + width, top + 80), changed[1], fill=20, font=ImageFont.load_default(44))
    if worker:
        start = 122 + pen.textlength("Worker", font=ImageFont.load_default(34))
        pen.text((120, 1400), "Worker", fill=0, font=ImageFont.load_default(34))
        pen.text((start, 1400), worker, fill=20, font=ImageFont.load_default(34))
        pen.line((start, 1446, start + 600, 1446), fill=0, width=3)
    if note:
        pen.text((300, 1500), note, fill=0, font=ImageFont.load_default(90))
    return page.rotate(0.8 * (place % 3 - 1), Image.Resampling.BICUBIC, fillcolor=255, translate=(9 * place % 20, 5))


def saved(page: Image.Image, number: int, folder: Path) -> PageImage:
    """A page as a scan file, and the reference to it."""
    path = folder / f"{number}.png"
    page.save(path, dpi=(200, 200))
    return PageImage("streets", number, str(path), 0, f"sha-{number}")


@pytest.fixture(scope="module")
def images(tmp_path_factory: pytest.TempPathFactory) -> list[PageImage]:
    """A binder of six pages of one form."""
    folder = tmp_path_factory.mktemp("binder")
    return [saved(drawn(place), place + 1, folder) for place in range(6)]


@pytest.fixture(scope="module")
def forms(images: list[PageImage]) -> tuple[LearnedForm, ...]:
    """What the binder teaches."""
    return learn_forms(images, SETTINGS)


def test_the_form_is_learned(forms: tuple[LearnedForm, ...]) -> None:
    """One form, with a zone in each of its boxes, called by its title."""
    (form,) = forms
    assert form.kind is PageKind.ORDER
    assert form.name == "street-work-order"
    zones = {zone.field: zone.box for zone in form.parts[0].zones}
    assert zones.keys() >= {"order_number", "requested_on", "location", "requester_name", "requester_phone"}
    assert zones.keys() >= {"description", "total_cost"}
    for name, caption in {"location": "Location", "total_cost": "Total Cost", "order_number": "Order No."}.items():
        left, top = CAPTIONS[caption]
        inside = zones[name].middle
        assert left < inside[0] < left + 1460
        assert top - 20 < inside[1] < top + 190


def test_pages_are_read_by_the_form(images: list[PageImage], forms: tuple[LearnedForm, ...]) -> None:
    """Every value of every page is read, those of a page that taught nothing included."""
    for place, page in enumerate(read_pages(images, forms, SETTINGS)):
        assert isinstance(page, PageResult)
        assert page.kind is PageKind.ORDER
        (fragment,) = page.fragments
        assert fragment.value("order_number") == values(place)["Order No."]
        assert fragment.value("requested_on") == f"2021-03-{10 + place}"
        assert fragment.value("location") == values(place)["Location"]
        assert fragment.value("total_cost") == values(place)["Total Cost"].lstrip("$")


def test_many_pages_at_once_are_read_as_one_by_one(images: list[PageImage], forms: tuple[LearnedForm, ...]) -> None:
    """What a page says does not depend on the pages that are read with it."""
    assert read_pages(images[:2], forms, SETTINGS)[1] == read_pages(images[1:2], forms, SETTINGS)[0]


@pytest.mark.parametrize("above", [False, True])
def test_two_sheets_of_the_form_in_one_picture_are_two_orders(
    tmp_path: Path, forms: tuple[LearnedForm, ...], above: bool
) -> None:
    """A known form that covers half of its picture has another sheet beside it; beside bare glass it is alone."""
    size = (1700, 4400) if above else (3400, 2200)
    pair, alone = Image.new("L", size, 255), Image.new("L", size, 255)
    for picture, places in ((pair, (2, 3)), (alone, (4,))):
        for turn, place in enumerate(places):
            picture.paste(drawn(place), (0, 2200 * turn) if above else (1700 * turn, 0))
    two, one = read_pages([saved(pair, 1, tmp_path), saved(alone, 2, tmp_path)], forms, SETTINGS)
    assert isinstance(two, PageResult)
    assert [part.value("order_number") for part in two.fragments] == [values(place)["Order No."] for place in (2, 3)]
    assert [part.value("location") for part in two.fragments] == [values(place)["Location"] for place in (2, 3)]
    assert isinstance(one, PageResult)
    assert [part.value("order_number") for part in one.fragments] == [values(4)["Order No."]]


def test_other_pages_are_read_by_their_labels(tmp_path: Path, forms: tuple[LearnedForm, ...]) -> None:
    """A page of no learned form, and one that cannot be opened, do not disturb those beside them."""
    blank = saved(Image.new("L", (1700, 2200), 255), 1, tmp_path)
    lost = PageImage("streets", 2, str(tmp_path / "gone.png"), 0, "")
    known = saved(drawn(7), 3, tmp_path)
    empty, missing, page = read_pages([blank, lost, known], forms, SETTINGS)
    assert isinstance(empty, PageResult)
    assert empty.kind is PageKind.BLANK
    assert isinstance(missing, BadInput)
    assert isinstance(page, PageResult)
    assert page.fragments[0].value("order_number") == values(7)["Order No."]


def test_a_box_that_names_no_field_is_read_by_its_own_words(tmp_path: Path, forms: tuple[LearnedForm, ...]) -> None:
    """A code of one length has the same ink on every page; the words that pages have beside the caption tell it."""
    (page,) = read_pages([saved(drawn(3), 1, tmp_path)], forms, SETTINGS)
    assert isinstance(page, PageResult)
    assert [(extra.name, extra.value) for extra in page.fragments[0].extras] == [("Blue Stake", "A1963")]


def test_a_stamp_outside_the_fields_is_seen(tmp_path: Path, forms: tuple[LearnedForm, ...]) -> None:
    """A page stamped VOID outside its fields is void, though it is read by its zones alone."""
    (page,) = read_pages([saved(drawn(2, note="VOID"), 1, tmp_path)], forms, SETTINGS)
    assert isinstance(page, PageResult)
    assert page.fragments[0].void


def stamped(page: Image.Image, at: tuple[int, int], turn: float) -> Image.Image:
    """The page with a date stamp set across its boxes."""
    mark = Image.new("L", (430, 170), 255)
    pen = ImageDraw.Draw(mark)
    pen.text((75, 18), "RECEIVED", fill=60, font=ImageFont.load_default(58))
    pen.text((90, 95), "MAR 22 2021", fill=60, font=ImageFont.load_default(44))
    leaning = mark.rotate(turn, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    whole = Image.new("L", page.size, 255)
    whole.paste(leaning, at)
    return ImageChops.darker(page, whole)


def test_a_struck_value_on_a_known_form_gives_way_to_the_one_beside(
    tmp_path: Path, forms: tuple[LearnedForm, ...]
) -> None:
    """Read by its zones alone: the new day counts, a person is told of the old one, other fields stay as they are."""
    image = saved(drawn(2, changed=("Date Received", "03/29/2021")), 1, tmp_path)
    (page,) = read_pages([image], forms, SETTINGS)
    assert isinstance(page, PageResult)
    assert page.form == forms[0].name
    assert page.fragments[0].value("requested_on") == "2021-03-29"
    doubts = {reading.name: reading.doubt for reading in page.fragments[0].readings}
    assert doubts["requested_on"].startswith("corrected by hand")
    assert not any(doubt.startswith("corrected") for name, doubt in doubts.items() if name != "requested_on")
    assert page.fragments[0].value("location") == values(2)["Location"]


@pytest.mark.parametrize(("at", "turn"), [((1000, 1330), 4.0), ((700, 1500), 90.0)])
def test_a_stamp_across_a_known_form_gives_its_day(
    at: tuple[int, int], turn: float, tmp_path: Path, forms: tuple[LearnedForm, ...]
) -> None:
    """Over a box and over paper, leaning and on its side; the day is the page's and among the order's own fields."""
    image = saved(stamped(drawn(3), at, turn), 1, tmp_path)
    (page,) = read_pages([image], forms, SETTINGS)
    assert isinstance(page, PageResult)
    assert page.form == forms[0].name
    assert page.sketch == b""  # read by its zones
    assert page.stamped == "2021-03-22"
    assert page.fragments[0].value("Date stamp") == "2021-03-22"


def test_what_stands_on_a_note_over_a_known_form_goes_to_a_person(
    forms: tuple[LearnedForm, ...], tmp_path: Path
) -> None:
    """The note's words lie in the form's boxes; fields beside it need nobody."""
    page = drawn(3)
    pen = ImageDraw.Draw(page)
    pen.rectangle((160, 640, 700, 1060), fill=236)
    pen.text((200, 690), "Call Bob", fill=20, font=ImageFont.load_default(44))
    (read,) = read_pages([saved(page, 1, tmp_path)], forms, SETTINGS)
    assert isinstance(read, PageResult)
    doubts = {reading.name: reading.doubt for reading in read.fragments[0].readings}
    assert "note" in doubts["requester_name"]
    assert "note" not in doubts["location"]


def _in(box: Box, text: str) -> Word:
    """A word in the middle of a place."""
    x, y = box.middle
    return Word(text, Box(x - 30, y - 12, x + 30, y + 12), 0.9)


def test_the_sheets_of_one_order_are_no_form(forms: tuple[LearnedForm, ...]) -> None:
    """Where every sheet says the same in every field, their head is one order's; where they differ it is a form's."""
    (form,) = forms
    zones = form.parts[0].zones[:4]
    same = [replace(form.layout, words=tuple(_in(zone.box, "4711") for zone in zones))] * 4
    assert one_order(form, same)
    apart = [replace(form.layout, words=tuple(_in(zone.box, f"47{at}") for zone in zones)) for at in range(4)]
    assert not one_order(form, apart)


def test_a_form_that_lost_a_field_is_none_of_its_own(forms: tuple[LearnedForm, ...]) -> None:
    """Pages of a form with much writing on them teach no second one without the labels that the writing hides."""
    (form,) = forms
    (part,) = form.parts
    fewer = replace(form, parts=(replace(part, zones=part.zones[1:]),))
    assert is_poorer(fewer, form)
    assert not is_poorer(form, fewer)
    assert not is_poorer(replace(fewer, heading="SIGN TICKET"), form)
    assert is_poorer(replace(form, heading="Type"), form), "one signature on many pages makes no form"


def test_a_label_run_together_with_every_value_is_the_forms(tmp_path: Path) -> None:
    """Engines read "WorkerR." where a name begins at its label's end: the form has the label, and its place is read."""
    names = ("R. Castellano", "D. Okafor", "P. Keller", "T. Rahman", "K. Whitman", "M. Stone")
    scans = [saved(drawn(place, worker=name), place + 1, tmp_path) for place, name in enumerate(names)]
    (form,) = learn_forms(scans, SETTINGS)
    for name, page in zip(names, read_pages(scans, [form], SETTINGS), strict=True):
        assert isinstance(page, PageResult)
        said = page.fragments[0].value("assigned_to") or ""
        assert said.split()[-1:] == name.split()[-1:]


def test_few_pages_teach_nothing(images: list[PageImage]) -> None:
    """Three pages are too few to tell print from writing."""
    assert learn_forms(images[:3], SETTINGS) == ()


def word(text: str, left: float, confidence: float = 0.95) -> Word:
    """A word on one line."""
    return Word(text, Box(left, 10, left + 60, 30), confidence)


def test_words_that_pages_share_are_print() -> None:
    """What half of the pages have at one place is print; what the blank shows unsurely and no page has is none."""
    pages = [[word("Date", 10), word(f"0{day}/2021", 100)] for day in range(4)]
    blank = [word("Date", 11), word("ghost", 100, 0.5), word("Phone", 300)]
    assert [each.text for each in common_words(pages, blank)] == ["Date", "Phone"]


def test_what_typed_words_have_in_common_is_no_print() -> None:
    """Letters over letters, "leak at boom" and "not park" show an "ar"; "By" run together with a name is print."""
    texts = ("park", "at", "when", "at", "park")
    pages = [
        [word("Date", 10), word(text, 100), word(f"By{name}", 300)] for text, name in zip(texts, "ABCDE", strict=True)
    ]
    blank = [word("Date", 10), word("ar", 110), replace(word("By", 300), box=Box(300, 10, 340, 30))]
    assert [each.text for each in common_words(pages, blank)] == ["Date", "By"]


@pytest.mark.parametrize(("behind", "kept"), [("6,", ["Date"]), ("be", ["Date", "May"])])
def test_a_month_that_all_sheets_are_of_is_no_print(behind: str, kept: list[str]) -> None:
    """A thin binder is of one month: before a figure its name is a part of the days, whatever the blank shows."""
    pages = [[word("Date", 10), word("May", 80), word(behind, 150)] for _ in range(4)]
    assert [each.text for each in common_words(pages, [word("May", 80)])][: len(kept)] == kept
    assert ("May" in [each.text for each in common_words(pages, [word("May", 80)])]) is ("May" in kept)


def test_captions_on_two_lines_are_two() -> None:
    """Boxes of engines reach into the line below: "Open" under "Complete" stays a caption of its own."""

    def caption(text: str, top: float) -> Word:
        return Word(text, Box(540, top, 650, top + 45), 0.99)

    pages = [[caption("Complete", 1618), caption("Open", 1642 + n), caption("Cancelled", 1683)] for n in range(4)]
    blank = [Word("Open", Box(578, 1650, 641, 1691), 0.98)]
    assert [each.text for each in common_words(pages, blank)] == ["Complete", "Open", "Cancelled"]


def test_a_caption_with_its_square_is_the_caption() -> None:
    """On half of the pages an engine takes a ticked square to the caption behind it: the narrow word is print."""
    wide, narrow = Word("Remove", Box(323, 202, 434, 235), 0.99), Word("Remove", Box(356, 215, 434, 231), 0.99)
    (found,) = common_words([[wide], [wide], [wide], [narrow], [narrow]], [narrow])
    assert found.box == narrow.box
    tall = Word("Remove", Box(323, 182, 460, 232), 0.99)
    assert len(common_words([[tall], [tall], [narrow], [narrow]], [narrow])) == 1


def test_a_word_is_as_wide_as_the_blank_and_a_page_have_it() -> None:
    """Where writing runs into a line its words are parted by guess: "MAP" cut short would stand apart from "PAGE"."""

    def word_of(right: float) -> Word:
        return Word("MAP", Box(1216, 319, right, 335), 0.98)

    (found,) = common_words([[word_of(1257)], [word_of(1245)], [word_of(1244)]], [word_of(1258)])
    assert found.box.right == 1258
    (other,) = common_words([[word_of(1251)], [word_of(1245)], [word_of(1244)]], [word_of(1258)])
    assert other.box.right < 1258, "no page has it so"


def test_a_page_that_lies_beside_the_others_takes_no_print_away(
    images: list[PageImage], forms: tuple[LearnedForm, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two of six pages laid wrongly would leave the form without its upright strokes; they are left out."""
    true, asked = ocr.form_to_page, count(1)

    def laid(placed: ocr.Placement, page: ocr.Landmarks, frame: Frame) -> ocr.Affine:
        a, b, across, *down = true(placed, page, frame).values
        return ocr.Affine((a, b, across + 40 * (next(asked) in {3, 4}), *down))

    monkeypatch.setattr(ocr, "form_to_page", laid)
    found = learn_forms(images, SETTINGS)
    label = next(word.box for word in forms[0].layout.words if word.text == "Location").grown(2)
    place = np.s_[int(label.top) : int(label.bottom), int(label.left) : int(label.right)]
    printed, whole = (int((ocr.unpack(form.picture)[place] < 128).sum()) for form in (found[0], forms[0]))
    assert printed > 0.8 * whole


@pytest.mark.parametrize(
    ("shown", "inks", "share", "printed"),
    [
        (0.35, (0.41, 0.46, 0.41, 0.32, 0.34), 0.6, True),  # a label, with a stamp over it on three pages
        (0.17, (0.24, 0.33, 0.33, 0.31, 0.33), 0.6, False),  # a year that most pages have typed there
        (0.27, (0.36, 0.36, 0.35, 0.30, 0.29), 0.2, False),  # what one page has
    ],
)
def test_a_stamp_takes_no_print_away(shown: float, inks: tuple[float, ...], share: float, printed: bool) -> None:
    """A label under stamps is told by the pages with the least ink; what is typed alike on many pages is none."""
    assert is_print(shown, inks, share) is printed


def test_groups_of_one_form_are_learned_together(
    images: list[PageImage], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages that did not lie on the first of their form, but do on what its pages print, are no form of their own."""
    more = [saved(drawn(place), place + 1, tmp_path) for place in range(6, 10)]
    monkeypatch.setattr("digitize.forms.learn.group_pages", lambda _: ((0, 1, 2, 3, 4, 5), (6, 7, 8, 9)))
    (form,) = learn_forms([*images, *more], SETTINGS)
    assert form.pages == 10


def test_a_form_with_the_same_head_is_another(images: list[PageImage], tmp_path: Path) -> None:
    """A continuation sheet lies over its form's head alone: it has not the form's print."""
    sheets = []
    for place in range(6, 10):
        page = drawn(place)
        ImageDraw.Draw(page).rectangle((100, 700, 1600, 1300), fill=255)
        for row in range(8):
            ImageDraw.Draw(page).rectangle((120, 780 + 80 * row, 1580, 860 + 80 * row), outline=0, width=3)
        sheets.append(saved(page, place + 1, tmp_path))
    assert not lie_over(sheets, images, SETTINGS)
    assert lie_over(images[2:], images[:2] * 2, SETTINGS)


def test_the_sheets_of_one_paper_are_no_form_of_several(
    images: list[PageImage], forms: tuple[LearnedForm, ...]
) -> None:
    """Of papers that teach together, each a file, a form has pages in four: what one's sheets share may be its own."""
    two = [replace(image, sha256=f"paper-{n % 2}") for n, image in enumerate(images)]
    assert learn_forms(two, SETTINGS, papers=4) == ()
    assert [form.name for form in learn_forms(images, SETTINGS, papers=4)] == [form.name for form in forms]
