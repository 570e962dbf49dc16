"""`backfile review`: the screens."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path

import click

from backfile.commands.options import find_workspace, workspace_argument
from records.errors import UsageProblem


@click.command("review")
@workspace_argument
@click.option("--who", default=getpass.getuser, show_default="your login", help="Whose decisions these are.")
def command(workspace: Path, who: str) -> None:
    """Decide on findings and doubtful values of WORKSPACE, with the place on the page beside each.

    Every decision is kept at once; leave at any time with ctrl+q. `?` shows the keys.

    \b
    Example:
      backfile review results
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageProblem("The review needs a terminal.", "Start it in one; for the files alone: backfile export")
    from backfile.pictures import StorePictures
    from backfile.steps import digitize_settings
    from backfile.workspace import open_workspace
    from matching.review import ReviewSession
    from matching.review_reader import Settings
    from tui import ReviewApp, ReviewSettings

    with open_workspace(find_workspace(workspace), alone=False) as opened:
        reading = digitize_settings(opened.settings)
        session = ReviewSession(opened.store, who, settings=Settings(reading.fields, reading.context))
        ReviewApp(session, StorePictures(opened.store), ReviewSettings(title=opened.settings.config.title)).run()
