"""`backfile init`: a workspace to fill in."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("init")
@click.argument("workspace", type=click.Path(path_type=Path, file_okay=False), default=".")
@click.option("--title", help="The workspace's name, for the head of the report. Default: the folder's.")
def command(workspace: Path, title: str | None) -> None:
    """Make WORKSPACE, a folder with a commented `backfile.toml` in it.

    \b
    Example:
      backfile init streets-2019
    """
    from backfile.progress import say
    from backfile.workspace import make_workspace

    made = make_workspace(workspace, title or workspace.absolute().name)
    say(f"{'Made' if made else 'There already:'} {workspace / 'backfile.toml'}")
