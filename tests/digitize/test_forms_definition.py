"""What people read and say of a learned form, and what that makes of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from forms_learned import changed, form, zone
from hypothesis import given
from hypothesis import strategies as st

from digitize.forms.definition import (
    ColumnDefinition,
    FormDefinition,
    Kinship,
    ZoneDefinition,
    define,
    defined,
    grown,
    kin,
)
from digitize.forms.definitions import read_definitions, written
from digitize.forms.learned import LearnedForm, LearnedZone
from digitize.forms.likely import looks_like
from digitize.forms.read import read_templates
from records.errors import UsageProblem
from records.fields import CATALOGUE, FieldType


def fields_of(learned: LearnedForm) -> dict[str, LearnedZone]:
    """The places of a form by what they are."""
    return {zone.field: zone for part in learned.parts for zone in (*part.zones, *part.extras)}


def test_a_definition_that_says_nothing_new_changes_nothing() -> None:
    """What was learned and what is written of it are the same form."""
    learned = form()
    assert defined(learned, define(learned, "work-order"), CATALOGUE) == learned


def test_a_field_can_be_renamed_moved_and_left_unread() -> None:
    """The next reading takes each place for what its file says, and leaves out what it says nothing of."""
    renamed = defined(form(), changed("due_on", field="completed_on"), CATALOGUE)
    assert "due_on" not in fields_of(renamed)
    assert fields_of(renamed)["completed_on"].certainty == 1.0
    own = defined(form(), changed("due_on", field="Ward"), CATALOGUE)
    assert own.parts[0].extras[0].field == "Ward"
    assert "due_on" not in fields_of(defined(form(), changed("due_on", field=""), CATALOGUE))
    moved = defined(form(), changed("location", box=(2.0, 4.0, 5.0, 4.4)), CATALOGUE)
    place = fields_of(moved)["location"].box
    assert (place.left, place.top, place.right, place.bottom) == pytest.approx((400, 800, 1000, 880))


def test_check_boxes_and_columns_can_be_renamed() -> None:
    """A group of boxes and a column of a table answer the field that is said."""
    made = changed("category", field="status")
    made = replace(made, columns=(*made.columns[:1], ColumnDefinition("Bin", "unit")))
    found = defined(form(), made, CATALOGUE)
    assert [choice.field for choice in found.parts[0].choices] == ["status"]
    assert [column.field for column in found.parts[0].tables[0].columns] == ["quantity", "unit"]


def test_a_logs_own_columns_are_named_by_their_headers_or_left_unread() -> None:
    """What the catalogue has no field for keeps its header, takes another name, or is not read where it has none."""
    plain = form()
    log = replace(plain, parts=(), logs=plain.parts[0].tables)
    definition = define(log, log.name)
    assert [column.field for column in definition.columns] == ["quantity", "Bin"]
    read = {name: headed_by(log, definition, name) for name in ("Bin", "Shelf", "")}
    assert read == {"Bin": ("Bin", "Bin"), "Shelf": ("Shelf", "Bin"), "": (None, "")}


def headed_by(log: LearnedForm, definition: FormDefinition, name: str) -> tuple[str | None, str]:
    """The field and the header of a log's last column, where its file calls it so."""
    first, last = definition.columns
    (table,) = defined(log, replace(definition, columns=(first, replace(last, field=name))), CATALOGUE).logs
    return table.columns[-1].field, table.columns[-1].label


def test_a_form_is_known_again_wherever_its_sheet_lay() -> None:
    """The sheet that a form is learned from may lie otherwise: what is said of it moves along."""
    before = changed("location", field="asset", confirmed=True)
    later = form(right=31, down=-24)
    assert kin(before, later).kinship is Kinship.SAME
    assert fields_of(defined(later, before, CATALOGUE))["asset"].box == fields_of(later)["location"].box


def test_moved_boxes_and_renamed_labels_are_a_revision() -> None:
    """A field elsewhere, or under another name, is another print of the form; other names are another form."""
    before = define(form(), "work-order")
    assert kin(before, form(due_on="Promised")).kinship is Kinship.REVISION
    first, second, _, last = form().parts[0].zones
    moved = replace(form().parts[0], zones=(first, second, zone("Address", "location", 9), last))
    assert kin(before, replace(form(), parts=(moved,))).kinship is Kinship.REVISION
    foreign = form(order_number="Permit", due_on="Fee", location="Parcel", requester_phone="Zone")
    assert kin(before, foreign).kinship is Kinship.OTHER


def test_fields_that_were_not_seen_before_are_added() -> None:
    """A form learned from more pages may show more; what people said stays as it is."""
    known = replace(changed("due_on", field="completed_on", confirmed=True))
    less = replace(known, zones=known.zones[:3], columns=())
    more = grown(less, form())
    assert more.zones[:3] == less.zones
    assert len(more.zones) == len(known.zones)
    assert more.version == less.version + 1
    assert grown(more, form()) == more


words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
edges = st.integers(0, 800).map(lambda n: n / 100)
zones_said = st.builds(
    lambda label, field, left, top, part, options, sure: ZoneDefinition(
        label, field.strip(), (left, top, round(left + 1, 2), round(top + 0.4, 2)), part, options, sure
    ),
    words,
    words,
    edges,
    edges,
    st.integers(1, 2),
    st.lists(words, max_size=3).map(tuple),
    st.booleans(),
)


@given(st.lists(zones_said, max_size=4), st.lists(st.builds(ColumnDefinition, words, words.map(str.strip)), max_size=3))
def test_what_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, said: list[ZoneDefinition], columns: list[ColumnDefinition]
) -> None:
    """A definition comes back from its file as it was, whatever a label holds, and is none of the written forms."""
    parts = any(zone.part > 1 for zone in said)
    made = FormDefinition("a form", "HEADING", "order", (8.5, 11.0), 12, tuple(said), tuple(columns), 3, "an older one")
    folder = tmp_path_factory.mktemp("forms")
    (folder / "a.toml").write_text(written(made), encoding="utf-8")
    assert read_definitions(folder) == (made,)
    assert read_templates(folder) == ()
    assert parts or "part = " not in written(made)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[[zone]]\nfield = 'a'\nbox = [1, 1, 2, 2]\n[[zone]]\nfield = 'b'\nbox = [3, 1, 2, 2]", "line 8: zone.2.box"),
        ("[[zone]]\nfield = 'a'\nbax = [1, 1, 2, 2]", "line 5: zone.1.bax"),
        ("[[column]]\nlabel = 'a'\n", "line 3: column.1"),
        ("verson = 2\n", "line 3: verson"),
    ],
)
def test_a_mistake_is_said_with_its_line(tmp_path: Path, text: str, complaint: str) -> None:
    """The third field's box is found by the third heading, not by the first box."""
    (tmp_path / "f.toml").write_text(f"name = 'f'\nlearned_from = 3\n{text}", encoding="utf-8")
    with pytest.raises(UsageProblem, match=complaint):
        read_definitions(tmp_path)


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["3/4/19", "3/14/19", "4/1/19"], FieldType.DATE),
        (["555-0123", "(412) 555-0145", "555-0100"], FieldType.PHONE),
        (["$12.50", "1,204.00", "$3"], FieldType.MONEY),
        (["3", "12", "4.5"], FieldType.NUMBER),
        (["A1962", "A-1957", "B1964"], FieldType.IDENTIFIER),
        (["Walsh, Ann", "Tom Burke", "Eva M. Stone"], FieldType.NAME),
        (["pothole", "3/4/19", "see back"], None),
        (["3/4/19"], None),
    ],
)
def test_values_say_what_a_field_without_known_words_may_be(values: list[str], kind: FieldType | None) -> None:
    """Most values of one look; one misread among five does not hide it, and two values say nothing."""
    assert looks_like(values) is kind
