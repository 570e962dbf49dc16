"""Described forms as files: what they may say, and how a mistake in one is reported."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from backfile.config import Settings
from backfile.steps import digitize_settings, scan
from backfile.workspace import make_workspace, open_workspace
from digitize.forms import Anchor, Zone
from digitize.forms.read import read_templates
from digitize.forms.source import line_of
from records.errors import UsageProblem

GOOD = """\
name = "streets"
anchors = ["WORK ORDER", { text = "Date Issued", at = [3.0, 1.0] }, { text = "Foreman", at = [1.0, 2.3] }]
size = [8.5, 11]

[zones.order_number]
anchor = "Work Order #"
box = [0.0, 0.15, 1.6, 0.45]
required = true
pattern = 'WO-\\d{4}'

[zones.location]
box = [3, 1.5, 7.5, 1.8]
"""

DOCS = Path(__file__).parents[2] / "docs" / "forms.md"


def folder(tmp_path: Path, text: str, name: str = "streets.toml") -> Path:
    """A folder with one described form."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_a_form_is_read_as_written(tmp_path: Path) -> None:
    """Anchors with and without places, and zones with and without anchors, are kept as they were written."""
    (template,) = read_templates(folder(tmp_path, GOOD))
    assert template.name == "streets"
    assert template.anchors[:2] == (Anchor("WORK ORDER"), Anchor("Date Issued", (3.0, 1.0)))
    assert template.zones == (
        Zone("order_number", (0.0, 0.15, 1.6, 0.45), "Work Order #", True, r"WO-\d{4}"),
        Zone("location", (3.0, 1.5, 7.5, 1.8)),
    )


def test_no_folder_is_no_forms(tmp_path: Path) -> None:
    """A workspace that describes no form has none."""
    assert read_templates(tmp_path / "forms") == ()


def test_the_example_in_the_docs_is_a_form(tmp_path: Path) -> None:
    """What the documentation shows can be used as it stands."""
    (example,) = re.findall(r"```toml\n(name = .*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    (template,) = read_templates(folder(tmp_path, example))
    assert len(template.placed) == len(template.anchors) == 7


def test_every_key_is_documented() -> None:
    """A key of the file that the documentation does not name does not exist for anybody."""
    text = DOCS.read_text(encoding="utf-8")
    for key in ("name", "anchors", "size", "box", "anchor", "required", "pattern"):
        assert re.search(rf"`(?:zones\.FIELD\.)?{key}`", text), key


def test_the_workspace_hands_its_forms_to_the_reading(tmp_path: Path) -> None:
    """The forms of a workspace's folder are part of how its pages are read."""
    (tmp_path / "forms").mkdir()
    folder(tmp_path / "forms", GOOD)
    assert [form.name for form in digitize_settings(Settings(), tmp_path).forms] == ["streets"]


def test_a_mistake_stops_a_scan_before_a_page_is_read(tmp_path: Path) -> None:
    """A workspace with a form that cannot be used is refused as long as nothing was done."""
    make_workspace(tmp_path / "ws", "Streets")
    (tmp_path / "ws" / "forms").mkdir()
    folder(tmp_path / "ws" / "forms", GOOD.replace("required", "requird"))
    with open_workspace(tmp_path / "ws") as workspace, pytest.raises(UsageProblem, match=r"streets\.toml"):
        scan(workspace, [tmp_path / "nowhere.pdf"], 1, keep_others=True)


@pytest.mark.parametrize(
    ("old", "new", "place", "cure"),
    [
        ("zones.order_number", "zones.order_nmber", "line 5: zones.order_nmber", "order_number"),
        ("required = true", "requird = true", "line 8: zones.order_number.requird", "required"),
        ("size = [8.5, 11]", "sise = [8.5, 11]", "line 3: sise", "size"),
        ("required = true", 'required = "yes"', "line 8: zones.order_number.required", "forms.md"),
        ("box = [0.0, 0.15, 1.6, 0.45]", "box = [0.0, 0.15, 1.6]", "line 7: zones.order_number.box", "forms.md"),
        ("box = [0.0, 0.15, 1.6, 0.45]", "box = [1.6, 0.15, 0.0, 0.45]", "line 7: zones.order_number.box", "order"),
        ("box = [0.0, 0.15, 1.6, 0.45]", "", "line 5: zones.order_number.box", "forms.md"),
        ("'WO-\\d{4}'", "'WO-('", "line 9: zones.order_number.pattern", "expression"),
        ("at = [3.0, 1.0]", "at = [30, 1.0]", "line 2: anchors", "inches"),
        ('"WORK ORDER", {', '"Foreman", {', "line 2: anchors", "words"),
        ("size = [8.5, 11]", "size = [0, 11]", "line 3: size", "inches"),
        ('name = "streets"', 'name = " "', "line 1: name", "Name"),
        ('name = "streets"', "", "name", "forms.md"),
        ('"WORK ORDER"', '"---"', "line 2: anchors", "printed"),
        ('{ text = "Foreman", at = [1.0, 2.3] }', '"Foreman"', "line 11: zones.location", "two anchors"),
    ],
)
def test_a_mistake_is_named_with_file_key_line_and_cure(
    tmp_path: Path, old: str, new: str, place: str, cure: str
) -> None:
    """What cannot be a form stops the command, with the place of the mistake and what to do."""
    assert old in GOOD
    with pytest.raises(UsageProblem) as caught:
        read_templates(folder(tmp_path, GOOD.replace(old, new, 1)))
    assert caught.value.message.startswith("streets.toml")
    assert place in caught.value.message
    assert cure in caught.value.cure


def test_broken_toml_is_named_with_its_line(tmp_path: Path) -> None:
    """A file that is no TOML is refused with the line that breaks it."""
    with pytest.raises(UsageProblem, match=r"streets\.toml.*line 2"):
        read_templates(folder(tmp_path, 'name = "x"\nanchors = ]\n'))


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    """Bytes that are no UTF-8 are an error with a cure and no traceback."""
    (tmp_path / "streets.toml").write_bytes(b'name = "Stra\xdfe"\n')
    with pytest.raises(UsageProblem, match="UTF-8"):
        read_templates(tmp_path)


def test_two_forms_of_one_name_are_refused(tmp_path: Path) -> None:
    """Each form has a name of its own, for orders are told apart by it."""
    folder(tmp_path, GOOD)
    with pytest.raises(UsageProblem, match=r"water\.toml, line 1: name"):
        read_templates(folder(tmp_path, GOOD, "water.toml"))


def test_an_anchor_on_a_line_of_its_own_is_named_with_it(tmp_path: Path) -> None:
    """In a list over several lines the line of the anchor counts, not that of the list."""
    spread = GOOD.replace(", {", ",\n  {").replace("[1.0, 2.3]", "[9.0, 2.3]")
    with pytest.raises(UsageProblem, match=r"line 4: anchors: 'Foreman'"):
        read_templates(folder(tmp_path, spread))


def test_the_line_of_a_key_is_found_in_its_own_table() -> None:
    """A key that stands in two tables is found in the right one."""
    text = "[zones.a]\nbox = 1\n\n[zones.b]\n  box = 2\n"
    assert line_of(text, ("zones", "b", "box")) == 5
    assert line_of(text, ("zones", "b", "pattern")) == 4
    assert line_of(text, ("size",)) is None
