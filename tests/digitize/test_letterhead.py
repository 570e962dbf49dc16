"""Captions of a letterhead, which ask for nothing."""

from __future__ import annotations

from digitize_pages import across, grid, layout_of, run

from digitize.labels import find_labels
from digitize.letterhead import printed_places, without_letterhead, without_printed
from digitize.unnamed import unknown_labels
from records.fields import CATALOGUE
from records.geometry import Box
from records.page import Word
from records.values import ValueContext

HEAD = (*run("Address: 3843 Hobbs Street", 100, 80), *run("Phone: 758-555-4947", 100, 120))
ASKED = (*run("Location", 110, 320), *run("Phone", 110, 380))
BOXES = grid((100, 400, 1500), (300, 360, 420))


def kept(*words: tuple[Word, ...], rules: tuple[Box, ...] = ()) -> list[int]:
    """How far from the top the labels stand that are left."""
    layout = layout_of(*words, rules=rules)
    found = without_letterhead(find_labels(layout, CATALOGUE), layout, CATALOGUE)
    return [round(label.box.top) for label in found]


def test_the_departments_own_telephone_asks_for_nothing() -> None:
    """What stands over all boxes without one, and is asked for in a box below, is the department's."""
    assert kept(HEAD, ASKED, rules=BOXES) == [320, 380]


def test_a_telephone_that_is_asked_for_once_is_asked_for() -> None:
    """Without a second one below, a telephone at the head of a page is the order's."""
    assert kept(HEAD, run("Location", 110, 320), rules=BOXES) == [120, 320]


def test_a_line_makes_a_blank_of_a_caption() -> None:
    """At the head of a page a telephone with a line to be written on is asked for, whatever is asked below."""
    line = across(180, 700, 146)
    assert kept(run("Phone: 758-555-4947", 100, 120), ASKED, rules=(*BOXES, line)) == [120, 320, 380]


def test_forms_without_rules_keep_their_captions() -> None:
    """Where nothing has a box or a line, nothing tells a letterhead."""
    assert kept(HEAD, ASKED) == [80, 120, 320, 380]


def printed(*words: tuple[Word, ...], rules: tuple[Box, ...] = ()) -> list[int]:
    """How far from the top the labels of a blank form stand that are left."""
    blank = layout_of(*words, rules=rules)
    left = without_printed(find_labels(blank, CATALOGUE), CATALOGUE, ValueContext(), blank)
    return [round(label.box.top) for label in left]


def test_a_printed_telephone_is_not_the_callers() -> None:
    """Of two telephones of a blank form the one behind which a number is printed is left out, at the foot as well."""
    assert printed(run("Phone:", 100, 300), run("Phone: 758-555-4947", 100, 2000)) == [300]


def test_a_telephone_printed_beside_boxes_is_nobodys() -> None:
    """A form of boxes asks nothing outside them where it says itself; one without may be all of one caller's sheets."""
    phone = run("Phone: 758-555-4947", 100, 120)
    boxed = grid((100, 400, 1500), (300, 360, 420))
    assert printed(phone, run("Location", 110, 320), rules=boxed) == [320]
    assert printed(phone, run("Location:", 110, 320)) == [120, 320]


def test_what_a_form_says_itself_is_nothing_written() -> None:
    """Where a form of boxes prints words behind a caption without one, as at its foot, it says them."""
    words = (
        *run("Location", 110, 320),
        *run("Crew:", 110, 380),
        *run("North", 420, 380),
        *run("White: Office", 100, 2000),
    )
    layout = layout_of(words, rules=BOXES)
    labels = find_labels(layout, CATALOGUE)
    named = {label.field: label for label in unknown_labels(layout, labels)}
    places = {name: Box(label.box.right, label.box.top, 600, label.box.bottom) for name, label in named.items()}
    assert printed_places(named, places, labels, layout) == {"White"}
    assert printed_places(named, places, labels, layout_of(words)) == frozenset()
