"""What a form's file has otherwise than the form would be learned now, and how it takes that."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from forms_learned import changed, form, zone
from hypothesis import given
from hypothesis import strategies as st

from digitize.forms.definition import FormDefinition, define, grown
from digitize.forms.definitions import read_definitions, written
from digitize.forms.learned import LearnedForm
from digitize.forms.outdated import Difference, differences, renewed


def taught(learned: LearnedForm) -> FormDefinition:
    """A form's file, as its binder taught it."""
    return define(learned, "work-order", binder="streets")


def now(**change: object) -> LearnedForm:
    """The form as it is learned now: its address is narrower, taken for another field, and so on."""
    first, second, third, last = form().parts[0].zones
    parts = (replace(form().parts[0], zones=(first, second, replace(third, **change), last)),)  # type: ignore[arg-type]
    return replace(form(), parts=parts)


def without_phone() -> LearnedForm:
    """The form as it is learned now: nothing is found where the telephone number was."""
    part = form().parts[0]
    return replace(form(), parts=(replace(part, zones=part.zones[:-1]),))


NARROW = zone("Address", "location", 2).box
NARROW = replace(NARROW, right=NARROW.right - 200)


def test_a_form_that_is_learned_alike_is_not_outdated() -> None:
    """Nothing differs, wherever the sheet lay that it is learned from."""
    assert differences(taught(form()), form()) == ()
    assert differences(taught(form()), form(right=31, down=-24)) == ()
    assert renewed(taught(form()), form(), "streets") == taught(form())


@pytest.mark.parametrize(
    ("learned", "said"),
    [
        (now(field="asset"), ("Address", "is taken for asset and not for location")),
        (now(box=NARROW), ("Address", "is [1.00, 2.00, 3.00, 2.40] and not [1.00, 2.00, 4.00, 2.40]")),
        (now(label="Addresses"), ("Address", "has the words 'Addresses'")),
        (without_phone(), ("Phone", "is no longer found")),
    ],
)
def test_what_differs_is_said_and_taken(learned: LearnedForm, said: tuple[str, str]) -> None:
    """A place that is another field, stands elsewhere, has other words or is gone is said once, and learned again."""
    file = taught(form())
    assert differences(file, learned) == (Difference(*said),)
    again = renewed(file, learned, "streets")
    assert again.version == file.version + 1
    assert differences(again, learned) == ()
    assert (again.zones, again.columns) == (define(learned, "work-order").zones, define(learned, "work-order").columns)


def test_columns_that_mean_something_else_are_said() -> None:
    """So is a column of a table, by its header."""
    part = form().parts[0]
    table = replace(part.tables[0], columns=tuple(replace(c, field="unit") for c in part.tables[0].columns))
    learned = replace(form(), parts=(replace(part, tables=(table,)),))
    assert [d.words for d in differences(taught(form()), learned)] == ["Qty", "Bin"]


@pytest.mark.parametrize("confirmed", [True, False])
def test_what_a_person_said_stays(tmp_path: Path, *, confirmed: bool) -> None:
    """A place that is confirmed, or that somebody changed in the file, is neither doubted nor learned again."""
    said = changed("location", field="account", confirmed=confirmed)
    (tmp_path / "work-order.toml").write_text(written(said), encoding="utf-8")
    (file,) = read_definitions(tmp_path)
    learned = now(field="asset", box=NARROW)
    assert differences(file, learned) == ()
    assert [z.field for z in renewed(file, learned, "streets").zones if z.label == "Address"] == ["account"]
    assert [z.field for z in renewed(file, without_phone(), "streets").zones if z.label == "Address"] == ["account"]


def test_a_file_of_an_older_version_keeps_what_was_confirmed() -> None:
    """It does not say what was changed in it: only what is confirmed is a person's; from then on it does."""
    older = replace(changed("location", field="account"), as_learned=(), binder="")
    again = renewed(older, form(), "streets")
    assert [z.field for z in again.zones if z.label == "Address"] == ["location"]
    assert again.as_learned and again.binder == "streets"
    kept = replace(changed("location", field="account", confirmed=True), as_learned=(), binder="")
    assert [z.field for z in renewed(kept, form(), "streets").zones if z.label == "Address"] == ["account"]


def test_a_place_that_moved_is_not_added_beside_itself() -> None:
    """Growing a form adds what is new; what the file has elsewhere under the same words is left to be learned again."""
    file = taught(form())
    learned = now(box=zone("Address", "location", 9).box)
    assert grown(file, learned) == file
    assert len(differences(file, learned)) == 1


@given(st.sets(st.integers(0, 3)), st.sets(st.integers(0, 3), max_size=2))
def test_learning_again_is_done_once_and_keeps_all_that_was_said(said: set[int], moved: set[int]) -> None:
    """Whatever was confirmed and whichever places moved: then nothing differs, and a second time changes nothing."""
    file = taught(form())
    zones = [replace(z, confirmed=n in said) if n < 4 else z for n, z in enumerate(file.zones)]
    file = replace(file, zones=tuple(zones))
    part = form().parts[0]
    places = tuple(replace(z, box=z.box.grown(12)) if n in moved else z for n, z in enumerate(part.zones))
    learned = replace(form(), parts=(replace(part, zones=places),))
    again = renewed(file, learned, "streets")
    confirmed = [z for z in file.zones if z.confirmed]
    assert [z for z in again.zones if z.confirmed] == confirmed
    assert differences(again, learned) == ()
    assert renewed(again, learned, "streets") == again
    assert {d.words for d in differences(file, learned)} == {file.zones[n].label for n in moved - said}
