"""Captions that mean what the title of their part says."""

from __future__ import annotations

from digitize_pages import grid, layout_of, run

from digitize.labels import find_labels
from records.fields import CATALOGUE
from records.page import Word


def named(*words: tuple[Word, ...]) -> list[tuple[str, int]]:
    """The fields of a page's labels, with how far from the left each stands."""
    return [(label.field, round(label.box.left)) for label in find_labels(layout_of(*words), CATALOGUE)]


def test_titles_over_columns_tell_captions_apart() -> None:
    """NAME and DATE under a title are the name and the day of what the title is about."""
    heads = (*run("REQUESTED BY", 100, 300), *run("CONTRACTOR", 600, 300), *run("WORK COMPLETED", 1100, 300))
    first = (*run("NAME:", 100, 360), *run("NAME:", 600, 360), *run("DATE:", 1100, 360))
    second = (*run("DATE:", 100, 420), *run("HOURS:", 600, 420), *run("TOTAL COST:", 1100, 420))
    assert named(heads, first, second) == [
        ("requester_name", 100),
        ("assigned_to", 600),
        ("completed_on", 1100),
        ("requested_on", 100),
        ("labor_hours", 600),
        ("total_cost", 1100),
    ]


def test_the_nearest_title_over_a_caption_counts() -> None:
    """Of parts one below the other each has the captions up to the next title."""
    page = (("REQUEST", "DATE:"), ("COMPLETION", "DATE:"))
    words = [
        (*run(title, 100, 300 + 200 * n), *run(caption, 100, 360 + 200 * n)) for n, (title, caption) in enumerate(page)
    ]
    assert named(*words) == [("requested_on", 100), ("completed_on", 100)]


def test_a_day_behind_who_did_the_work_is_the_days_end() -> None:
    """DATE on the line of "Completed By" is the day on which the work was done, where another has the request's."""
    first = (*run("Requested By:", 100, 300), *run("Ann Ferris", 280, 300), *run("Date:", 900, 300))
    second = (*run("Completed By:", 100, 400), *run("Oscar Duffy", 280, 400), *run("Date:", 900, 400))
    found = named(first, second)
    assert ("requested_on", 900) in found
    assert ("completed_on", 900) in found


def test_a_caption_with_a_box_beside_it_is_no_title() -> None:
    """REQUESTOR beside its own box asks for a name, though PHONE stands under it and once more under CONTRACTOR."""
    captions = ("Requestor", "Phone", "Contractor", "Phone")
    words = [run(text, 110, 310 + 50 * n) for n, text in enumerate(captions)]
    layout = layout_of(*words, rules=grid((100, 300, 1000), (300, 350, 400, 450, 500)))
    fields = [label.field for label in find_labels(layout, CATALOGUE)]
    assert "requester_name" in fields
    assert fields.count("requester_phone") == 1


def test_a_telephone_of_somebody_else_is_nobodys() -> None:
    """PHONE under CONTRACTOR is no telephone of who asked for the work."""
    heads = (*run("CUSTOMER", 100, 300), *run("CONTRACTOR", 700, 300))
    phones = (*run("PHONE:", 100, 360), *run("PHONE:", 700, 360))
    assert named(heads, phones) == [("requester_phone", 100)]


def test_a_caption_that_stands_once_keeps_its_sense() -> None:
    """One DATE on a page is the order's own, whatever part it stands in."""
    assert named(run("CONTRACTOR", 100, 300), run("DATE:", 100, 360)) == [("assigned_to", 100), ("requested_on", 100)]


def test_a_label_with_its_own_value_stays_one() -> None:
    """Words with a name behind them, as "Requested By", tell of the telephone on their line, and stay a label."""
    line = (*run("Requested By:", 100, 300), *run("Ann Ferris", 280, 300), *run("Phone:", 900, 300))
    assert named(run("Phone: (555) 555-7554", 100, 100), line) == [
        ("requester_phone", 100),
        ("requester_name", 100),
        ("requester_phone", 900),
    ]


def test_the_only_captions_of_a_field_stay() -> None:
    """Where each ticket of a sheet has its only telephone behind who does the work, it is the order's."""
    lines = [(*run("Technician:", 100, y), *run("Al Hobbs", 260, y), *run("Phone:", 900, y)) for y in (300, 700)]
    assert [field for field, _ in named(*lines)].count("requester_phone") == 2


def test_captions_of_two_tickets_on_a_sheet_are_each_their_own() -> None:
    """Where all captions stand twice there are two orders: the second's number and day are in no part of the first."""
    captions = ("No.:", "Date:", "Location:", "Requested By:", "WORK COMPLETED", "Hours:")
    words = [run(text, 100, top + 60 * n) for top in (200, 1200) for n, text in enumerate(captions)]
    found = [field for field, _ in named(*words)]
    assert (found.count("order_number"), found.count("requested_on")) == (2, 2)


def test_a_number_is_told_by_no_part() -> None:
    """Of two captions "No." both are a number's, though one stands in the part of what was done."""
    words = (run("No.:", 100, 200), run("WORK COMPLETED", 100, 300), run("No.:", 100, 360))
    assert [field for field, _ in named(*words)].count("order_number") == 2


def test_what_was_done_is_a_caption_though_names_stand_below() -> None:
    """WORK DONE over its blank keeps its value where a table below has a column NAME, as has the request."""
    asked, done = run("NAME: George Whitfield", 100, 200), run("WORK DONE", 100, 300)
    table = (*run("Name", 100, 520), *run("Hours", 500, 520), *run("Amount", 900, 520))
    assert ("work_performed", 100) in named(asked, done, run("Set new grate", 110, 350), run("LABOR", 100, 460), table)
