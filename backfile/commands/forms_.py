"""`backfile forms`: the forms that binders taught, to look at, to confirm and to name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from backfile.commands.options import find_workspace, jobs_option

if TYPE_CHECKING:
    from digitize.forms.definition import FormDefinition

workspace_option = click.option(
    "--workspace", "-w", type=click.Path(path_type=Path, file_okay=False), default=".", help="Default: here."
)


@click.group("forms")
def command() -> None:
    """Learn forms from binders; show, confirm and name their fields.

    \b
    Examples:
      backfile forms learn binders/streets-2019.pdf -w city
      backfile forms show street-work-order -w city --picture form.png
      backfile forms confirm street-work-order "Needed By=due_on" -w city
    """


@command.command("learn")
@click.argument("scans", nargs=-1, required=True, type=click.Path(path_type=Path))
@workspace_option
@jobs_option
def learn(scans: tuple[Path, ...], workspace: Path, jobs: int) -> None:
    """Learn the forms of SCANS and write forms/NAME.toml for each; no page is read whole for it but five of a form.

    A form that is there already is learned again; what was confirmed or changed in its file stays.

    \b
    Example:
      backfile forms learn binders/ -w city
    """
    from backfile.formwords import table
    from backfile.progress import say
    from backfile.steps import learn
    from backfile.workspace import make_workspace, open_workspace

    folder = find_workspace(workspace)
    make_workspace(folder, folder.absolute().name)
    with open_workspace(folder) as opened:
        found = learn(opened, scans, jobs)
    for form in sorted(found, key=lambda form: form.name):
        click.echo(table(form))
    say(_next(len(found), folder))


def _next(found: int, folder: Path) -> str:
    if not found:
        return "No form was learned: it takes four pages of one form. Pages are read by the words beside their blanks."
    return f"{found} forms. Change them in {folder / 'forms'}, or confirm them: backfile forms confirm NAME -w {folder}"


@command.command("show")
@click.argument("name", required=False)
@workspace_option
@click.option(
    "--picture", type=click.Path(path_type=Path, dir_okay=False), help="Draw the form with its fields, a PNG."
)
def show(name: str | None, workspace: Path, picture: Path | None) -> None:
    """Show the form NAME: each field, where it stands, and what was read in it. Without NAME: all forms.

    \b
    Example:
      backfile forms show street-work-order -w city --picture form.png
    """
    from backfile.forms import definitions, outdated
    from backfile.formwords import line, outdated_form, table
    from backfile.progress import say
    from backfile.workspace import open_workspace
    from digitize.forms.places import examples_of

    with open_workspace(find_workspace(workspace), alone=False) as opened:
        known = definitions(opened.folder)
        if name is None:
            click.echo("\n".join(map(line, known.values())) or "No form was learned yet: backfile forms learn BINDER")
            return
        definition = _known(known, name)
        click.echo(table(definition, examples_of(opened.store.orders(), name)))
        if otherwise := outdated(opened.folder, definition):
            say(outdated_form(definition, otherwise, opened.folder))
        if picture is not None:
            _draw(opened.folder, definition, picture)


def _known(known: dict[str, FormDefinition], name: str) -> FormDefinition:
    from difflib import get_close_matches

    from records.errors import UsageProblem

    if name not in known:
        near = get_close_matches(name, list(known), 1)
        cure = f"Did you mean {near[0]}?" if near else "See: backfile forms show"
        raise UsageProblem(f"There is no form {name!r}.", cure)
    return known[name]


def _draw(folder: Path, definition: FormDefinition, picture: Path) -> None:
    from backfile.forms import drawn
    from records.errors import UsageProblem

    png = drawn(folder, definition)
    if png is None:
        raise UsageProblem(f"{definition.name} has no picture here.", "Read its binder again: backfile scan BINDER")
    picture.write_bytes(png)


@command.command("confirm")
@click.argument("name")
@click.argument("fields", nargs=-1, metavar="[LABEL=FIELD]...")
@workspace_option
def confirm(name: str, fields: tuple[str, ...], workspace: Path) -> None:
    """Confirm the form NAME, with some fields named: LABEL as printed, FIELD of the catalogue or a name of your own.

    An empty FIELD leaves a place unread. The next scan or run reads the form's pages by it.

    \b
    Examples:
      backfile forms confirm street-work-order -w city
      backfile forms confirm street-work-order "Needed By=due_on" "Office use=" -w city
    """
    from backfile.forms import definitions, save
    from backfile.progress import say
    from backfile.workspace import open_workspace
    from digitize.forms.places import confirmed

    pairs = dict(_pair(each) for each in fields)
    with open_workspace(find_workspace(workspace)) as opened:
        definition = confirmed(_known(definitions(opened.folder), name), pairs)
        file = save(opened.folder, definition)
    say(f"{file}: version {definition.version}, confirmed. Next: backfile scan BINDER -w {workspace}")


def _pair(said: str) -> tuple[str, str]:
    label, equals, field = said.rpartition("=")
    if not equals:
        raise click.BadParameter(f"{said!r} is not LABEL=FIELD")
    return label.strip(), field.strip()
