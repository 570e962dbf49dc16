"""`backfile serve`: the review in a browser."""

from __future__ import annotations

from pathlib import Path

import click

from backfile.commands.options import find_workspace, workspace_argument


@click.command("serve")
@workspace_argument
@click.option(
    "--port", type=click.IntRange(1024, 65535), default=8765, show_default=True, help="On this machine alone."
)
@click.option("--address", default="", metavar="URL", help="What browsers call the sign-in proxy in front, https://…")
def command(workspace: Path, port: int, address: str) -> None:
    """Show the review of WORKSPACE in a browser on this machine, to who opens the printed address first.

    It listens to this machine only; docs/deploy.md says how a sign-in proxy is put in front. Ends with Ctrl-C.

    \b
    Example:
      backfile serve city
    """
    from backfile.serve import command_of, serve
    from backfile.workspace import open_workspace
    from records.people import Act

    folder = find_workspace(workspace)
    with open_workspace(folder, Act.DECIDE, alone=False):  # said here, not in a window of the browser
        pass
    serve(command_of(folder), port, address, click.echo)
