"""Amounts in two boxes, dollars and cents."""

from __future__ import annotations

import pytest
from digitize_pages import across, grid, ink_of, layout_of, reader_of, run

from digitize.extract import extract_fields
from digitize.labels import find_labels
from records.fields import CATALOGUE
from records.values import ValueContext

ROWS = (("Total Materials", "261", "83"), ("Total Labor", "1,378", "45"), ("Job Total", "1,640", "28"))


def costs(heads: tuple[str, str], rows: tuple[tuple[str, str, str], ...], xs: tuple[float, ...]) -> list[str | None]:
    """The amounts that a table of three columns says, from the top."""
    words = [
        run(text, x + 10, 310 + 40 * at)
        for at, row in enumerate((("", *heads), *rows))
        for text, x in zip(row, xs, strict=False)
    ]
    layout = layout_of(*words, rules=grid(xs, [300 + 40 * at for at in range(len(rows) + 2)]))
    surroundings = (ink_of(layout), ValueContext())
    found = extract_fields(layout, find_labels(layout, CATALOGUE), CATALOGUE, reader_of(layout), surroundings)
    values = {reading.name: reading.value for reading in found}
    return [values.get(name) for name in ("material_cost", "labor_cost", "total_cost")]


@pytest.mark.parametrize("heads", [("Dollars", "Cents"), ("", "")])
def test_cents_stand_in_a_box_of_their_own(heads: tuple[str, str]) -> None:
    """Whole dollars and, in the narrow box beside them, two figures are one amount."""
    assert costs(heads, ROWS, (100, 400, 560, 640)) == ["261.83", "1378.45", "1640.28"]


def test_another_column_is_no_cents() -> None:
    """What its head names otherwise, and what stands in a box as wide, is none of the amount."""
    assert costs(("Amount", "Qty"), ROWS, (100, 400, 560, 640)) == ["261.00", "1378.00", "1640.00"]
    assert costs(("", ""), ROWS, (100, 400, 560, 720)) == ["261.00", "1378.00", "1640.00"]


def test_a_column_headed_cents_is_as_wide_as_it_likes() -> None:
    """A head says what a wider box holds; cents are no column beside dollars that is as wide."""
    assert costs(("Dollars", "Cents"), ROWS, (100, 400, 620, 740)) == ["261.83", "1378.45", "1640.28"]
    assert costs(("", ""), ROWS, (100, 400, 620, 740)) == ["261.00", "1378.00", "1640.00"]


@pytest.mark.parametrize("far", [60, 110])
def test_a_dollar_sign_opens_a_blank(far: int) -> None:
    """Behind a caption "$" leads to its rule, however far, and is no amount; the cents stand further along the rule."""
    words, rules = [], []
    for at, (label, dollars, cents) in enumerate(ROWS):
        y = 310 + 60 * at
        words.append(
            (
                *run(label, 100, y),
                *run("$", 250 + far, y),
                *run(f"{dollars.replace(',', '')}.", 400 + far, y),
                *run(cents, 500 + far, y),
            )
        )
        rules.append(across(270 + far, 540 + far, y + 26))
    layout = layout_of(*words, rules=rules)
    surroundings = (ink_of(layout), ValueContext())
    found = extract_fields(layout, find_labels(layout, CATALOGUE), CATALOGUE, reader_of(layout), surroundings)
    values = {reading.name: reading.value for reading in found}
    assert [values.get(n) for n in ("material_cost", "labor_cost", "total_cost")] == ["261.83", "1378.45", "1640.28"]
