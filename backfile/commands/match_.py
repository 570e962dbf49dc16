"""`backfile match`: link again."""

from __future__ import annotations

from pathlib import Path

import click

from backfile.commands.options import find_workspace, workspace_argument


@click.command("match")
@workspace_argument
def command(workspace: Path) -> None:
    """Link the paper orders of WORKSPACE with its digital records, and look for gaps and duplicates.

    \b
    Example:
      backfile match city
    """
    from backfile.outputs import match
    from backfile.progress import say
    from backfile.workspace import open_workspace

    with open_workspace(find_workspace(workspace)) as opened:
        found = match(opened)
    say(f"{len(found.matches)} pairs, {len(found.findings)} findings. Next: backfile review {workspace}")
