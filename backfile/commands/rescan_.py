"""`backfile rescan`: where in a binder to look, while it still lies on the table."""

from __future__ import annotations

from pathlib import Path

import click

from backfile.commands.options import find_workspace, workspace_argument


@click.command("rescan")
@workspace_argument
@click.argument("binders", nargs=-1, metavar="[BINDER]...")
def command(workspace: Path, binders: tuple[str, ...]) -> None:
    """Print the places of WORKSPACE to look at again, in the order of each BINDER (all, where none is named).

    One line a place: binder, place, orders that may be there, reason. Scan the sheets that turn up into the same folder
    or file and run `backfile scan` and `backfile match` again: what they answer closes.

    \b
    Example:
      backfile rescan city streets-2019
    """
    from backfile.outputs import dataset_of
    from backfile.workspace import open_workspace
    from records.errors import UsageProblem
    from records.exports import rescan_lines
    from records.screen import screen

    with open_workspace(find_workspace(workspace), alone=False) as opened:
        dataset = dataset_of(opened)
    known = sorted({page.binder for page in dataset.pages})
    unknown = [binder for binder in binders if binder not in known]
    if unknown:
        raise UsageProblem(f"There is no binder {unknown[0]} in it.", f"There are: {', '.join(known)}")
    for line in rescan_lines(dataset.findings, binders or known):
        click.echo("\t".join(map(screen, line.split("\t"))))
