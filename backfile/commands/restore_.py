"""`backfile restore`: a workspace out of its backup."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("workspace", type=click.Path(path_type=Path, file_okay=False))
def command(file: Path, workspace: Path) -> None:
    """Make WORKSPACE, a new folder, of the backup in FILE; nothing is overwritten.

    \b
    Example:
      backfile restore city-2019-06-30.zip city
    """
    from backfile.archive import restore
    from backfile.progress import say

    trail = restore(file, workspace)
    say(f"{workspace}: {trail.decisions} decisions, end of the audit trail {trail.mark or 'none'}")
    say(f"Next: backfile check {workspace}")
