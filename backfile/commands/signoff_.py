"""`backfile signoff`: a supervisor's approval of a state of the data."""

from __future__ import annotations

from pathlib import Path

import click

from backfile.commands.options import find_workspace, workspace_argument


@click.command("signoff")
@workspace_argument
@click.option("--who", show_default="your login", help="Whose approval this is.")
@click.option("--binder", help="The digitization of this binder; without it, the gap report.")
@click.option("--checked", is_flag=True, help="With --binder: its scans were checked; somebody else then certifies it.")
@click.option("--note", default="", help="A remark that is kept with it.")
@click.option("--show", is_flag=True, help="Only show what was approved, and whether it still stands.")
def command(workspace: Path, who: str | None, binder: str | None, checked: bool, note: str, show: bool) -> None:
    """Approve WORKSPACE as it stands; whatever changes afterwards shows in the report.

    A binder is certified by a person who did not check its scans, once every record is there or a person confirmed that
    it is missing.

    \b
    Examples:
      backfile signoff city --who "R. Ortiz"
      backfile signoff city --binder streets-2019 --checked --who "A. Nakamura"
      backfile signoff city --binder streets-2019 --who "R. Ortiz"
    """
    from backfile.access import speaking
    from backfile.signing import sign, signatures
    from backfile.workspace import open_workspace
    from records.errors import UsageProblem
    from records.people import Act

    if checked and not binder:
        raise UsageProblem("--checked is about the scans of a binder.", "Say which: --binder NAME.")
    with open_workspace(find_workspace(workspace), Act.LOOK if show else Act.APPROVE) as opened:
        if not show:
            name = speaking(opened.settings.config.people, who, opened.who)
            sign(opened, name, binder or "", checked=checked, note=note)
        for line in signatures(opened):
            click.echo(line)
