"""`backfile backup`: a workspace in one file."""

from __future__ import annotations

from pathlib import Path

import click

from backfile.commands.options import find_workspace


@click.command("backup")
@click.argument("workspace", type=click.Path(path_type=Path, file_okay=False))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def command(workspace: Path, file: Path) -> None:
    """Copy WORKSPACE (configuration, forms, store) into FILE, while others scan or review; scans are not in it.

    What was written is read back and compared before it is said to be there.

    \b
    Example:
      backfile backup city city-2019-06-30.zip
    """
    from backfile.archive import back_up
    from backfile.progress import say
    from backfile.workspace import open_workspace
    from records.people import Act

    with open_workspace(find_workspace(workspace), Act.KEEP, alone=False) as opened:
        trail = back_up(opened, file)
    say(f"{file}: {trail.decisions} decisions, end of the audit trail {trail.mark or 'none'}")
