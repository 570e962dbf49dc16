"""The documentation names everything there is, and nothing that is not."""

from __future__ import annotations

import errno
import os
import re
import tomllib
from pathlib import Path

import click
import msgspec
import pytest

from backfile.__main__ import VERBS, backfile
from backfile.config import BinderSection, Config, FieldSection, LimitSection, ReviewSection, SourceSection
from records.errors import ExitCode
from records.fields import FieldType
from records.finding import FindingKind

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "docs" / "guide.md"
SECTIONS = {"fields": FieldSection, "sources": SourceSection, "binders": BinderSection}


def text(name: str) -> str:
    """A page of the documentation."""
    path = ROOT / name
    if not path.exists():
        pytest.fail(f"{name} is missing")
    return path.read_text("utf-8")


def keys() -> set[str]:
    """Every key of `backfile.toml`, as the guide writes it."""
    found = {name for name in Config.__struct_fields__ if name not in {*SECTIONS, "limits", "review"}}
    found |= {f"limits.{name}" for name in LimitSection.__struct_fields__}
    found |= {f"review.{name}" for name in ReviewSection.__struct_fields__}
    return found | {f"{section}.NAME.{name}" for section, shape in SECTIONS.items() for name in shape.__struct_fields__}


def test_every_key_of_the_configuration_is_documented_and_no_other() -> None:
    """The guide's table of keys is exactly what `backfile.toml` may say."""
    section = text("docs/guide.md").partition("## `backfile.toml`")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE)) == keys()


def test_the_defaults_that_the_guide_gives_are_those_of_the_program() -> None:
    """Where the guide says a number, the program has it."""
    defaults = msgspec.to_builtins(Config())
    flat = {**defaults, **{f"limits.{name}": value for name, value in defaults["limits"].items()}}
    flat |= {f"review.{name}": value for name, value in defaults["review"].items()}
    rows = re.findall(r"^\| `([a-z_.]+)` \| `([^`]+)` \|", text("docs/guide.md"), re.MULTILINE)
    assert len(rows) >= 6
    for key, value in rows:
        assert str(flat[key]).removesuffix(".0") == value, key


def test_every_type_of_field_is_documented() -> None:
    """A workspace can find the types that it may declare."""
    row = next(line for line in text("docs/guide.md").splitlines() if line.startswith("| `fields.NAME.type`"))
    assert set(FieldType) <= set(re.findall(r"`([a-z]+)`", row))


def test_every_verb_and_every_option_is_documented() -> None:
    """Each verb has its row in the guide, and each long option of it is named there; each says what it does."""
    guide = text("docs/guide.md")
    for verb in VERBS:
        assert f"| `backfile {verb}" in guide, verb
        command = backfile.get_command(click.Context(backfile), verb)
        assert command is not None
        assert command.help
        for option in command.params:
            assert not isinstance(option, click.Option) or option.help, (verb, option.name)
            assert not isinstance(option, click.Option) or any(f"{name}" in guide for name in option.opts), option.name


def test_every_exit_code_is_documented_and_no_other() -> None:
    """The guide's table of exit codes is the enumeration that scripts rely on."""
    section = text("docs/guide.md").partition("## Exit codes")[2].partition("\n## ")[0]
    assert {int(code) for code in re.findall(r"^\| (\d+) \|", section, re.MULTILINE)} == set(map(int, ExitCode))


def test_the_errors_that_the_guide_explains_are_those_of_the_program() -> None:
    """Each message in the table of errors stands in the code, so that a search for what the screen says ends there."""
    rooms = ("backfile", "records", "ocr", "digitize", "matching")
    code = "\n".join(path.read_text("utf-8") for room in rooms for path in (ROOT / room).rglob("*.py"))
    code += os.strerror(errno.ENOSPC)
    section = text("docs/guide.md").partition("## Errors and their cures")[2].partition("\n## ")[0]
    said = re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE)
    pieces = [piece.strip(" :") for row in said for piece in re.split(r"\.\.\.|\d+", row)]
    assert len(said) >= 15
    assert not [piece for piece in pieces if piece and piece not in code]


def test_every_kind_of_finding_is_documented_and_no_other() -> None:
    """Each kind has its heading in the page about findings."""
    assert set(re.findall(r"^### `([a-z_]+)`", text("docs/findings.md"), re.MULTILINE)) == set(FindingKind)


def test_every_dependency_has_a_row_with_reason_and_licence_and_no_other() -> None:
    """What pyproject asks for is what the page about dependencies explains."""
    project = tomllib.loads(text("pyproject.toml"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    wanted += [name for names in project["project"].get("optional-dependencies", {}).values() for name in names]
    rows = re.findall(r"^\| ([A-Za-z0-9-]+) \| (.+) \|$", text("docs/dependencies.md"), re.MULTILINE)
    explained = {name: row for name, row in rows if name != "package"}
    assert set(explained) == {re.split(r"[<>=~\[ ]", name)[0] for name in wanted}
    assert all(len(row.split("|")[0]) > 10 and row.split("|")[-1].strip() for row in explained.values())


def test_the_readme_shows_the_command_within_fifty_words() -> None:
    """Who opens the repository sees what to type."""
    first = " ".join(text("README.md").split()[:50])
    assert "backfile run binders/ --records tickets.csv --out results" in first


@pytest.mark.parametrize(
    "page", sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")]), ids=lambda page: page.name
)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    """A relative link names a file that is there."""
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    gone = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert not gone
