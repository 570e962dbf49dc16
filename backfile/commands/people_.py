"""`backfile people`: who may do what."""

from __future__ import annotations

from pathlib import Path

import click

from backfile.commands.options import find_workspace, workspace_argument


@click.command("people")
@workspace_argument
@click.option("--grant", is_flag=True, help="Give the logins of the PostgreSQL store these roles; as its owner.")
def command(workspace: Path, grant: bool) -> None:
    """List the people of WORKSPACE with what each may do, as the machine or [people] in backfile.toml says.

    \b
    Examples:
      backfile people city
      backfile people city --grant
    """
    from backfile.config import FILE, read_config
    from backfile.machine import FILE as MACHINE
    from backfile.machine import read_machine
    from records.people import ALLOWED, Act
    from records.screen import screen
    from records.store import Store

    folder = find_workspace(workspace)
    config = read_config(folder / FILE).config
    if read_machine() is not None:
        click.echo(f"As {MACHINE} says for every workspace on this machine:")
    elif not config.people:
        click.echo("Nobody is named under [people]: everybody may do everything.")
    for name, role in config.people.items():
        click.echo(f"{screen(name)}  {role}: {', '.join(act for act in Act if act in ALLOWED[role])}")
    if grant:
        with Store.open(config.store or folder / "backfile.sqlite") as store:
            store.grant(config.people)
        click.echo("Granted.")
