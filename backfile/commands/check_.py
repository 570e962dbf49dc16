"""`backfile check`: is everything as it was written?"""

from __future__ import annotations

from pathlib import Path

import click

from backfile.commands.options import find_workspace, json_option, out_of, workspace_argument
from records.errors import ExitCode


@click.command("check")
@workspace_argument
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Where its files were exported to.")
@click.option(
    "--trail", metavar="MARK", help="The end of the audit trail as a report prints it: it must still be there."
)
@json_option
def command(workspace: Path, out: Path | None, trail: str | None, as_json: bool) -> int:
    """Compare WORKSPACE with the hashes that were kept of it: store, decisions, scans and exported files.

    Answers 5 where anything is not as it was written. Others may work meanwhile.

    \b
    Examples:
      backfile check city
      backfile check results --trail 120:3fa4c0d1e2b3a4958677f00112233445
    """
    from backfile.progress import say
    from backfile.soundness import check
    from backfile.workspace import open_workspace
    from records.people import Act
    from records.trail import parse_mark

    folder = find_workspace(workspace)
    mark = parse_mark(trail) if trail else None
    with open_workspace(folder, Act.LOOK, alone=False) as opened:
        found = check(opened, out_of(folder, out), mark)
    for line in found.damaged:
        say(f"Damaged: {line}")
    for line in found.noted:
        say(f"Beside it: {line}")
    for line in found.roles:
        say(f"Roles: {line}")
    say(
        f"{found.scans} scan files, {found.exported} exported files and {found.decisions} decisions compared: "
        f"{'all as they were written' if not found.damaged else f'{len(found.damaged)} not as they should be'}."
    )
    if as_json:
        import json

        told = {"damaged": found.damaged, "roles": found.roles, "scans": found.scans, "exported": found.exported}
        click.echo(json.dumps(told))
    return ExitCode.WORKSPACE if found.damaged else ExitCode.DONE
