"""The forms of a workspace: what binders taught, in files that people read and change."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

import ocr
from backfile.workspace import Workspace
from digitize import LearnedForm
from digitize.forms.definition import FormDefinition, Kinship, box_of, define, defined, grown, kin
from digitize.forms.definitions import read_definitions, written
from records.errors import UsageProblem, WorkspaceProblem
from records.fields import Field
from records.page import PageKind

FORMS = "forms"
"""The workspace's folder of forms, one TOML file each: see docs/forms.md."""
LEARNED = Path(FORMS) / "learned"
"""Where the forms that binders taught are kept as the program needs them."""


class Learned(msgspec.Struct, frozen=True):
    """What is kept of the forms of one binder."""

    pages: tuple[str, ...]
    """The pages that they were learned from."""
    forms: tuple[LearnedForm, ...]


@dataclass(frozen=True, slots=True)
class Adopted:
    """A learned form with its definition."""

    form: LearnedForm
    definition: FormDefinition


def definitions(folder: Path) -> dict[str, FormDefinition]:
    """The learned forms of a workspace by name.

    Raises:
        UsageProblem: a file says something that cannot be.
    """
    found: dict[str, FormDefinition] = {}
    for definition in read_definitions(folder / FORMS):
        if definition.name in found:
            raise UsageProblem(f"Two files describe the form {definition.name!r}.", "Give each form its own name.")
        found[definition.name] = definition
    return found


def adopt(workspace: Workspace, forms: Sequence[LearnedForm]) -> tuple[LearnedForm, ...]:
    """The forms as their files define them; a form that has none is given one, and a revision is named as such."""
    known = definitions(workspace.folder)
    made = tuple(_adopted(form, known, workspace.settings.fields) for form in forms)
    for each in made:
        save(workspace.folder, each.definition)
    return tuple(each.form for each in made)


def _adopted(form: LearnedForm, known: dict[str, FormDefinition], fields: Mapping[str, Field]) -> Adopted:
    kinds = {name: kin(definition, form).kinship for name, definition in known.items()}
    same = next((name for name, kinship in kinds.items() if kinship is Kinship.SAME), None)
    if same is None:
        older = next((name for name, kinship in kinds.items() if kinship is Kinship.REVISION), "")
        definition = define(form, _free(form, known), older)
    else:
        definition = grown(known[same], form)
    known[definition.name] = definition
    return Adopted(defined(form, definition, fields), definition)


def _free(form: LearnedForm, known: Mapping[str, FormDefinition]) -> str:
    """A name that no other form has."""
    stem = re.sub(r"[^a-z0-9]+", "-", form.name.lower()).strip("-") or "form"
    stem += "-continuation" if form.kind is PageKind.CONTINUATION else ""
    name, number = stem, 1
    while name in known:
        number += 1
        name = f"{stem}-{number}"
    return name


def save(folder: Path, definition: FormDefinition) -> Path:
    """Writes a definition where it says something new; the file appears whole or not at all.

    Raises:
        WorkspaceProblem: it cannot be written.
    """
    file = folder / FORMS / f"{definition.name}.toml"
    text = written(definition)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        before = definitions(folder).get(definition.name)
        if before != definition:
            whole = file.with_suffix(".part")
            whole.write_text(text, encoding="utf-8")
            whole.replace(file)
    except OSError as error:
        raise WorkspaceProblem(f"{file}: {error.strerror}", "Make the workspace writable.") from error
    return file


def confirmed(definition: FormDefinition, fields: Mapping[str, str]) -> FormDefinition:
    """The definition with fields renamed by their printed label, or by their field, and all of it confirmed.

    Raises:
        UsageProblem: there is no such place on the form.
    """
    there = {name for zone in definition.zones for name in (zone.label, zone.field)}
    there |= {name for column in definition.columns for name in (column.label, column.field)}
    for name in fields:
        if name not in there:
            raise UsageProblem(
                f"{definition.name} has no field {name!r}.", f"See: backfile forms show {definition.name}"
            )

    def named(label: str, field: str) -> str:
        return fields.get(label, fields.get(field, field)) if label else fields.get(field, field)

    zones = tuple(replace(z, field=named(z.label, z.field), confirmed=True) for z in definition.zones)
    columns = tuple(replace(c, field=named(c.label, c.field), confirmed=True) for c in definition.columns)
    changed = replace(definition, zones=zones, columns=columns)
    return definition if changed == definition else replace(changed, version=definition.version + 1)


def kept_forms(folder: Path) -> Iterator[LearnedForm]:
    """The forms as the binders taught them, those of the newest reading first."""
    files = sorted((folder / LEARNED).glob("*.json"), key=lambda file: -file.stat().st_mtime)
    for file in files:
        try:
            yield from msgspec.json.decode(file.read_bytes(), type=Learned).forms
        except msgspec.DecodeError:  # an older program's: it is learned again when its binder is read
            continue


def drawn(folder: Path, definition: FormDefinition) -> bytes | None:
    """The blank form with its fields drawn on it, a PNG; None where its binder taught it to another version only."""
    for form in kept_forms(folder):
        found = kin(definition, form)
        if found.kinship is Kinship.SAME:
            marks = [(box_of(zone, found.shift), zone.field or "not read") for zone in definition.zones]
            return ocr.marked(form.picture, marks)
    return None
