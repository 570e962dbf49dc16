"""`backfile review`: decide on what the run left to a person."""

from __future__ import annotations

import gc
import os
import sys
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from backfile.commands.options import find_workspace, workspace_argument
from records.errors import UsageProblem
from records.uncollected import uncollected

if TYPE_CHECKING:
    from backfile.workspace import Workspace
    from matching.review import ReviewSession
    from tui import FormDesk, Forms, ReviewSettings

_WINDOW = "TEXTUAL_DRIVER"
"""Set where the screens are shown in a browser."""


@click.command("review")
@workspace_argument
@click.option("--who", show_default="your login", help="Whose decisions these are.")
@click.option("--plain", is_flag=True, help="Line by line, without a screen: for screen readers.")
def command(workspace: Path, who: str | None, plain: bool) -> None:
    """Decide on findings and doubtful values of WORKSPACE, with the place on the page beside each.

    Every decision is kept at once; leave at any time with ctrl+q. `?` shows the keys. Several people may sit at one
    workspace at a time.

    \b
    Examples:
      backfile review results
      backfile review results --plain
    """
    if not plain and not _has_screen():
        raise UsageProblem(
            "The review needs a terminal.", "Start it in one, or use --plain; for the files alone: backfile export"
        )
    if os.environ.get(_WINDOW):
        from backfile.executors import end_with_parent

        end_with_parent()  # a window of `backfile serve` that was killed stayed for ever, with its claims
    with uncollected():
        _sit_down(workspace, who, plain=plain)


def _sit_down(workspace: Path, who: str | None, *, plain: bool) -> None:
    """Until the first screen stands nothing becomes garbage: the collector took a tenth of the start."""
    from backfile.access import speaking
    from backfile.pictures import StorePictures
    from backfile.workspace import open_workspace
    from records.people import Act
    from tui import PlainReview, ReviewApp

    with open_workspace(find_workspace(workspace), Act.DECIDE, alone=False) as opened:
        settings = _screen_settings(opened)
        session = _session(opened, speaking(opened.settings.config.people, who, opened.who))
        if plain:
            gc.enable()
            PlainReview(session, _ask, click.echo).run()
        else:
            ReviewApp(session, StorePictures(opened.store), settings, forms_of(opened), alone=True).run()
            session.leave()


def forms_of(workspace: Workspace) -> Forms | None:
    """The learned forms, where there are any; they are read when the screens ask for them."""
    from tui import Forms

    learned = any((workspace.folder / "forms").glob("*.toml"))
    return Forms(partial(_form_desk, workspace)) if learned else None


def _form_desk(workspace: Workspace) -> FormDesk:
    from backfile.forms import WorkspaceForms
    from digitize.forms.sitting import FormSitting
    from tui import FormDesk

    files = WorkspaceForms(workspace)
    return FormDesk(FormSitting(files, workspace.settings.fields), files)


def _has_screen() -> bool:
    """Whether there is a terminal, or a browser in its place (`backfile serve`)."""
    return (sys.stdin.isatty() and sys.stdout.isatty()) or bool(os.environ.get(_WINDOW))


def _session(workspace: Workspace, who: str) -> ReviewSession:
    from hashlib import sha256
    from importlib.metadata import version

    import msgspec

    from matching.review import ReviewSession
    from matching.review_build import is_laid_out
    from matching.review_reader import Settings

    settings = workspace.settings
    digest = sha256(msgspec.json.encode(settings.config, order="sorted")).hexdigest()[:8]
    told = Settings(
        settings.fields, settings.context, settings.config.precision_target, f"{version('backfile')} {digest}"
    )
    if not is_laid_out(workspace.store, told.precision_target):
        click.echo("Laying out what waits …", err=True)
    return ReviewSession(workspace.store, who, settings=told)


def _screen_settings(workspace: Workspace) -> ReviewSettings:
    """How the screens are to look.

    Raises:
        UsageProblem: a key is given to something that there is not.
    """
    from backfile.config import FILE
    from tui import ReviewSettings, binding_ids

    config = workspace.settings.config
    known = binding_ids() if config.review.keys else frozenset()
    for name in config.review.keys.keys() - known:
        near = get_close_matches(name, known, 1)
        cure = f"Did you mean {near[0]}?" if near else f"Known: {', '.join(sorted(known))}."
        raise UsageProblem(f"{FILE}: review.keys.{name} is nothing that a key can do.", cure)
    look = config.review
    return ReviewSettings(config.title, look.cells, look.images, look.theme == "dark", look.keys)


def _ask(prompt: str) -> str:
    click.echo(prompt, nl=False)
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line
