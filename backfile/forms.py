"""The forms of a workspace: what binders taught, in files that people read and change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

import ocr
from backfile.workspace import Workspace
from digitize import LearnedForm
from digitize.forms.definition import FormDefinition, Kinship, box_on, define, defined, grown, kin
from digitize.forms.definitions import read_definitions, written
from digitize.forms.outdated import Difference, differences, renewed
from digitize.forms.places import Change, Example, examples_of
from records.errors import UsageProblem, WorkspaceProblem
from records.fields import Field
from records.page import PageKind
from records.store import exclusive

if TYPE_CHECKING:
    from tui import FormPicture

FORMS = "forms"
"""The workspace's folder of forms, one TOML file each: see docs/forms.md."""
LEARNED = Path(FORMS) / "learned"
"""Where the forms that binders taught are kept as the program needs them."""


class Learned(msgspec.Struct, frozen=True):
    """What is kept of the forms of one binder."""

    pages: tuple[str, ...]
    """The pages that they were learned from."""
    forms: tuple[LearnedForm, ...]
    binder: str = ""


@dataclass(frozen=True, slots=True)
class Adopted:
    """A learned form with its definition."""

    form: LearnedForm
    definition: FormDefinition
    otherwise: tuple[Difference, ...] = ()
    """What the binder that taught it would teach otherwise now."""


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


def adopt(
    workspace: Workspace, forms: Sequence[LearnedForm], binder: str, *, anew: bool = False
) -> tuple[Adopted, ...]:
    """The forms as their files define them; a form that has none is given one, and a revision is named as such.

    Args:
        workspace: Where their files are.
        forms: As a binder teaches them now.
        binder: Its name.
        anew: Whether the places that the binder taught before give way to those it teaches now; what a person confirmed
            or changed never does.
    """
    known = definitions(workspace.folder)
    made = tuple(_adopted(form, known, binder, workspace.settings.fields, anew=anew) for form in forms)
    for each in made:
        save(workspace.folder, each.definition)
    return made


def _adopted(
    form: LearnedForm, known: dict[str, FormDefinition], binder: str, fields: Mapping[str, Field], *, anew: bool
) -> Adopted:
    kinds = {name: kin(definition, form).kinship for name, definition in known.items()}
    same = next((name for name, kinship in kinds.items() if kinship is Kinship.SAME), None)
    if same is None:
        older = next((name for name, kinship in kinds.items() if kinship is Kinship.REVISION), "")
        definition = define(form, _free(form, known), older, binder)
    else:
        taught = known[same].binder in {"", binder}
        before = renewed(known[same], form, binder) if anew and taught else known[same]
        definition = grown(before, form)
    known[definition.name] = definition
    otherwise = differences(definition, form) if definition.binder in {"", binder} else ()
    return Adopted(defined(form, definition, fields), definition, otherwise)


def _free(form: LearnedForm, known: Mapping[str, FormDefinition]) -> str:
    """A name that no other form has."""
    stem = form.name or "form"
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


def _kept(folder: Path) -> Iterator[Learned]:
    """What the binders taught, the newest reading first."""
    files = sorted((folder / LEARNED).glob("*.json"), key=lambda file: -file.stat().st_mtime)
    for file in files:
        try:
            yield msgspec.json.decode(file.read_bytes(), type=Learned)
        except msgspec.DecodeError:  # an older program's: it is learned again when its binder is read
            continue


def kept_forms(folder: Path) -> Iterator[LearnedForm]:
    """The forms as the binders taught them, those of the newest reading first."""
    for learned in _kept(folder):
        yield from learned.forms


def outdated(folder: Path, definition: FormDefinition) -> tuple[Difference, ...]:
    """What the binder that taught a form would teach otherwise, as it was last read; nothing where it is not kept."""
    taught = (each for each in _kept(folder) if definition.binder in {"", each.binder})
    forms = (form for each in taught for form in each.forms if kin(definition, form).kinship is Kinship.SAME)
    newest = next(forms, None)
    return differences(definition, newest) if newest is not None else ()


def drawn(folder: Path, definition: FormDefinition) -> bytes | None:
    """The blank form with its fields drawn on it, a PNG; None where its binder taught it to another version only."""
    found = blank_of(folder, definition)
    if found is None:
        return None
    form, shift = found
    return ocr.marked(form.picture, [(box_on(zone.box, shift), zone.field or "not read") for zone in definition.zones])


def blank_of(folder: Path, definition: FormDefinition) -> tuple[LearnedForm, tuple[float, float]] | None:
    """The form as it was learned, and by how many inches it lies right of and below where its file has it."""
    for form in kept_forms(folder):
        found = kin(definition, form)
        if found.kinship is Kinship.SAME:
            return form, found.shift
    return None


class WorkspaceForms:
    """The forms of a workspace for a sitting: `digitize.forms.sitting.FormFiles`."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def definitions(self) -> dict[str, FormDefinition]:
        """The learned forms by name.

        Raises:
            UsageProblem: a file says something that cannot be.
        """
        return definitions(self._workspace.folder)

    def change(self, name: str, change: Change) -> FormDefinition:
        """Puts a change on a form as its file says now; no run is at work there meanwhile.

        Raises:
            UsageProblem: there is no such form any more, or no such place on it.
            WorkspaceProblem: a run is at work there, or the file cannot be written.
        """
        folder = self._workspace.folder
        with exclusive(folder):
            now = definitions(folder).get(name)
            if now is None:
                raise UsageProblem(f"There is no form {name!r} any more.", "See: backfile forms show")
            changed = change(now)
            save(folder, changed)
        return changed

    def examples(self, name: str) -> dict[str, list[Example]]:
        """What was read in each field of a form."""
        return examples_of(self._workspace.store.orders(), name)

    def outdated(self, form: FormDefinition) -> tuple[Difference, ...]:
        """What of a form its binder would teach otherwise, as it was last read."""
        return outdated(self._workspace.folder, form)

    def blank(self, form: FormDefinition) -> FormPicture | None:
        """The blank form's picture."""
        from tui import FormPicture

        found = blank_of(self._workspace.folder, form)
        return FormPicture(ocr.unpack(found[0].picture), found[1]) if found else None
