"""`backfile export`: the dataset and the report."""

from __future__ import annotations

from pathlib import Path

import click

from backfile.commands.options import find_workspace, json_option, workspace_argument


@click.command("export")
@workspace_argument
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Default: the workspace's parent folder where `run` made it, else WORKSPACE/out.",
)
@json_option
def command(workspace: Path, out: Path | None, as_json: bool) -> None:
    """Write the dataset and the report of WORKSPACE, with every decision taken so far.

    \b
    Example:
      backfile export city --out results
    """
    from backfile.outputs import write_outputs
    from backfile.progress import say
    from backfile.summary import figures, words
    from backfile.workspace import open_workspace

    folder = find_workspace(workspace)
    target = out or (folder.parent if folder.name == "workspace" else folder / "out")
    with open_workspace(folder) as opened:
        dataset = write_outputs(opened, target)
    say(words(dataset, target))
    if as_json:
        import json

        click.echo(json.dumps(figures(dataset)))
