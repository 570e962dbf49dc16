"""Described forms on pages built by hand: which form a page is, how it lies, and what its fields must be."""

from __future__ import annotations

import cmath
from collections.abc import Sequence
from dataclasses import replace

import pytest
from digitize_pages import TALL, ink_of, layout_of, reader_of, reading, run
from hypothesis import given
from hypothesis import strategies as st

from digitize.extract import extract_fields
from digitize.forms import Anchor, FormTemplate, Zone
from digitize.forms.match import FormMatch, find_words, fit, match_form
from digitize.forms.zones import anchor_labels, checked, zone_boxes, zone_claims
from digitize.labels import find_labels
from digitize.layout import Layout, lines_of
from digitize.pipeline import within
from records.fields import CATALOGUE
from records.geometry import Box
from records.order import ReadingStatus
from records.page import Word
from records.values import ValueContext

PRINTED = {
    "CREW CARD": (3.0, 0.5),
    "Ref.": (1.0, 1.0),
    "Kalenderblatt": (5.0, 1.0),
    "Wo": (1.0, 3.0),
    "Total": (5.0, 9.0),
    "Vorarbeiter": (1.0, 9.0),
}
"""A form whose words no catalogue knows, with their places in inches."""

FORM = FormTemplate(
    "crew-card",
    tuple(Anchor(text, at) for text, at in PRINTED.items()),
    (8.5, 11),
    (
        Zone("order_number", (0.6, -0.1, 2.4, 0.2), "Ref.", required=True, pattern=r"WO-\d{4}"),
        Zone("location", (0.4, -0.1, 3.5, 0.2), "Wo"),
        Zone("total_cost", (6.0, 8.9, 7.8, 9.2)),
    ),
)

VALUES = {"WO-0471": (1.7, 1.0), "12 Elm St": (1.6, 3.0), "$96.50": (6.2, 9.0)}


def drawn(turn: complex = 200, shift: complex = 0, leave_out: Sequence[str] = ()) -> Layout:
    """The filled form as it lies on a page: scaled and turned by one complex number, shifted by another."""
    words: list[Word] = []
    for text, at in {**PRINTED, **VALUES}.items():
        place = turn * complex(*at) + shift
        if text not in leave_out:
            words += run(text, place.real, place.imag, height=TALL * abs(turn) / 200)
    return layout_of(words)


def matched(layout: Layout, *templates: FormTemplate) -> FormMatch:
    """The form of a page that has one."""
    found = match_form(layout, templates or (FORM,))
    assert found is not None
    return found


def values(layout: Layout, match: FormMatch | None) -> dict[str, str | None]:
    """What a page says by its form."""
    labels = anchor_labels(match, find_labels(layout, CATALOGUE), CATALOGUE)
    claims = zone_claims(match, layout, CATALOGUE)
    context = (ink_of(layout), ValueContext())
    return {r.name: r.value for r in extract_fields(layout, labels, CATALOGUE, reader_of(layout), context, claims)}


EXPECTED = {"order_number": "WO-0471", "location": "12 Elm St", "total_cost": "96.50"}

LIES = [
    pytest.param(200, 0, id="as drawn"),
    pytest.param(200, complex(60, -40), id="shifted"),
    pytest.param(170, complex(100, 150), id="smaller"),
    pytest.param(cmath.rect(200, 0.03), complex(40, 0), id="askew"),
    pytest.param(cmath.rect(184, -0.02), complex(20, 60), id="all three"),
]


@pytest.mark.parametrize(("turn", "shift"), LIES)
def test_fields_are_found_however_the_form_lies(turn: complex, shift: complex) -> None:
    """A form that was shifted, scaled or fed askew has its fields where the anchors say."""
    layout = drawn(turn, shift)
    match = matched(layout)
    assert match.share == 1
    found = values(layout, match)
    assert {name: found.get(name) for name in EXPECTED} == EXPECTED


def test_a_page_without_the_forms_words_is_another() -> None:
    """Under 60 % of its anchors a page is not the form."""
    assert match_form(drawn(leave_out=list(PRINTED)[:3]), (FORM,)) is None
    assert match_form(layout_of(), (FORM,)) is None
    assert match_form(drawn(), ()) is None


def test_a_misread_anchor_is_still_one() -> None:
    """One wrong letter in a long word does not hide an anchor."""
    misread = drawn(leave_out=["Kalenderblatt"])
    layout = layout_of(misread.words, run("Kalendenblatt", 1000, 200))
    assert matched(layout).share == 1


def test_a_field_whose_anchor_was_not_read_is_placed_by_the_others() -> None:
    """Where the words beside a field are lost, the rest of the form still says where it stands."""
    layout = drawn(cmath.rect(190, 0.01), 30, leave_out=["Ref.", "Wo"])
    found = values(layout, matched(layout))
    assert {name: found.get(name) for name in EXPECTED} == EXPECTED


def test_words_that_stand_twice_are_told_apart_by_the_others() -> None:
    """Of several places of an anchor's words the one that agrees with the other anchors is meant."""
    layout = layout_of(drawn().words, run("Total", 300, 700), run("Total", 1000, 1500), run("Wo", 900, 60))
    match = matched(layout)
    assert (match.anchors["Total"].left, match.anchors["Total"].top) == (1000, 1800)
    assert match.anchors["Wo"].top == 600


def test_the_form_with_more_of_its_words_on_the_page_wins() -> None:
    """Of two forms that share words the page is the one of which more is found; the order of the files is nothing."""
    other = replace(FORM, name="other", anchors=(*FORM.anchors[:5], Anchor("Bauhof"), Anchor("Blatt 7")))
    assert matched(drawn(), FORM, other).template.name == "crew-card"
    assert matched(drawn(), other, FORM).template.name == "crew-card"


def test_anchors_without_places_identify_and_locate_by_themselves() -> None:
    """A form of bare words is known by them, and a zone lies from its own anchor at the scan's scale."""
    bare = replace(FORM, anchors=tuple(Anchor(text) for text in PRINTED), zones=FORM.zones[:2])
    match = matched(drawn(), bare)
    assert match.registration is None
    found = values(drawn(), match)
    assert (found["order_number"], found["location"]) == ("WO-0471", "12 Elm St")


def test_two_forms_on_a_page_are_matched_part_by_part() -> None:
    """A page that holds the form twice has the fields of both, each from its own part."""
    half = replace(FORM, size=(8.5, 5.5), anchors=FORM.anchors[:4], zones=FORM.zones[:2])
    upper, lower = drawn(leave_out=["Total"]), drawn(shift=1100j, leave_out=["Total", "WO-0471", "Ref."])
    page = layout_of([word for word in upper.words if word.box.bottom < 1100], lower.words, run("WO-0472", 340, 1300))
    parts = [within(page, Box(0, top, 1700, top + 1100)) for top in (0, 1100)]
    assert [values(part, matched(part, half))["order_number"] for part in parts] == ["WO-0471", "WO-0472"]


def test_a_zone_comes_before_a_label() -> None:
    """Where the page has a catalogue label of the field too, the written place is the one that counts."""
    layout = layout_of(drawn().words, run("Location: 99 False Rd", 200, 1300))
    assert values(layout, None).get("location") == "99 False Rd"
    assert values(layout, matched(layout))["location"] == "12 Elm St"


def test_fields_without_a_zone_are_found_as_ever() -> None:
    """A form describes what it wants and leaves the rest to the labels."""
    layout = layout_of(drawn().words, run("Telephone: 617-555-0123", 200, 1300))
    assert values(layout, matched(layout))["requester_phone"] == "6175550123"


def test_a_zone_beyond_the_page_is_left_out() -> None:
    """A field whose place was cut off by the scan has no box, and no error."""
    low = replace(FORM, zones=(Zone("notes", (1, 10.9, 5, 11.5)),))
    match = matched(drawn(200, complex(0, 150)), low)
    assert zone_boxes(match, drawn()) == {}


def test_a_zone_of_an_unknown_field_makes_no_claim() -> None:
    """A field that the settings do not have is not read."""
    odd = replace(FORM, zones=(Zone("colour", (6.0, 8.9, 7.8, 9.2)),))
    assert zone_claims(matched(drawn(), odd), drawn(), CATALOGUE) == ()


def test_a_value_unlike_the_pattern_goes_to_a_person() -> None:
    """A value that the form's pattern refuses is kept, with the doubt in words."""
    good, bad = reading("order_number", "WO-0471"), reading("order_number", "WO-471")
    assert checked([good], FORM, 1) == (good,)
    (doubted,) = checked([bad], FORM, 1)
    assert doubted.value == "WO-471"
    assert r"WO-\d{4}" in doubted.doubt


def test_a_pattern_holds_for_the_whole_value() -> None:
    """A value that only begins as the pattern has it is refused."""
    (doubted,) = checked([reading("order_number", "WO-04712")], FORM, 1)
    assert doubted.doubt


def test_a_missing_required_value_goes_to_a_person() -> None:
    """A required field is doubted where its place is empty, and where there is no place for it."""
    (empty,) = checked([reading("order_number", None)], FORM, 1)
    (nowhere,) = checked([], FORM, 4)
    assert empty.doubt == nowhere.doubt == "the form requires it"
    assert (nowhere.name, nowhere.value, nowhere.status, nowhere.page) == (
        "order_number",
        None,
        ReadingStatus.ABSENT,
        4,
    )


def test_an_optional_value_may_be_missing() -> None:
    """A field that is not required is no one's concern where it is empty."""
    empty = reading("location", None)
    assert checked([reading("order_number", "WO-0471"), empty], FORM, 1)[1] == empty


def test_an_earlier_doubt_is_kept() -> None:
    """A reading that goes to a person already keeps its reason."""
    doubted = reading("order_number", "WO-1", doubt="read with little confidence")
    assert checked([doubted], FORM, 1) == (doubted,)


def test_short_anchors_must_be_read_right() -> None:
    """An anchor of four letters or fewer matches itself alone."""
    lines = lines_of(run("Wa Wo We", 100, 100))
    assert [box.left for box in find_words("Wo", lines)] == [129]


_POINT = st.complex_numbers(max_magnitude=12, allow_nan=False, allow_infinity=False)


@given(st.lists(_POINT, min_size=2, max_size=8), st.floats(150, 270), st.floats(-0.08, 0.08), _POINT)
def test_least_squares_finds_an_exact_transform(points: list[complex], scale: float, angle: float, by: complex) -> None:
    """Places that lie exactly as a similarity puts them give back that similarity."""
    if max(abs(point - points[0]) for point in points) < 0.5:
        return
    turn, shift = cmath.rect(scale, angle), 100 * by
    found = fit([(point, turn * point + shift) for point in points])
    assert abs(found.turn - turn) < 1e-6 * scale
    assert abs(found.shift - shift) < 1e-4


@given(
    st.lists(
        st.tuples(st.floats(0, 8), st.floats(0, 11), st.floats(-20, 20), st.floats(-20, 20)), min_size=3, max_size=6
    ),
    st.complex_numbers(max_magnitude=3, allow_nan=False),
    st.complex_numbers(max_magnitude=30, allow_nan=False),
)
def test_no_other_transform_has_a_smaller_error(
    noisy: list[tuple[float, float, float, float]], turned: complex, shifted: complex
) -> None:
    """The fitted transform beats any transform near it on places that are all a little off."""
    pairs = [(complex(x, y), 200 * complex(x, y) + complex(dx, dy)) for x, y, dx, dy in noisy]
    if max(abs(at - pairs[0][0]) for at, _ in pairs) < 0.5:
        return
    best = fit(pairs)
    error = sum(abs(best.turn * at + best.shift - corner) ** 2 for at, corner in pairs)
    other = sum(abs((best.turn + turned) * at + best.shift + shifted - corner) ** 2 for at, corner in pairs)
    assert error <= other + 1e-6


@given(
    st.lists(
        st.tuples(st.sampled_from([*PRINTED, "Tota1", "x"]), st.integers(0, 1500), st.integers(0, 2100)), max_size=25
    )
)
def test_any_page_is_a_form_or_not(placed: list[tuple[str, int, int]]) -> None:
    """Matching ends on any words: with no form, or with boxes inside the page."""
    layout = layout_of(*[run(text, left, top) for text, left, top in placed])
    match = match_form(layout, (FORM,))
    if match is not None:
        assert match.share >= 0.6
        assert all(0 <= box.left < box.right <= layout.width for box in zone_boxes(match, layout).values())
