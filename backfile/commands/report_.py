"""`backfile report`: the gap report alone."""

from __future__ import annotations

from pathlib import Path

import click

from backfile.commands.options import find_workspace, workspace_argument


@click.command("report")
@workspace_argument
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Default: as for export.")
def command(workspace: Path, out: Path | None) -> None:
    """Write report.html and report.xlsx of WORKSPACE.

    \b
    Example:
      backfile report city --out results
    """
    from backfile.outputs import dataset_of, write_reports
    from backfile.progress import say
    from backfile.workspace import open_workspace

    folder = find_workspace(workspace)
    target = out or (folder.parent if folder.name == "workspace" else folder / "out")
    with open_workspace(folder) as opened:
        for path in write_reports(dataset_of(opened), target):
            say(str(path))
