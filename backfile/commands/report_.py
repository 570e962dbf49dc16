"""`backfile report`: the gap report alone."""

from __future__ import annotations

from pathlib import Path

import click

from backfile.commands.options import (
    department_option,
    find_workspace,
    out_of,
    period_option,
    redact_option,
    workspace_argument,
)


@click.command("report")
@workspace_argument
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Default: as for export.")
@redact_option
@department_option
@period_option
def command(workspace: Path, out: Path | None, redact: str | None, department: str | None, period: str | None) -> None:
    """Write report.html and report.xlsx of WORKSPACE, and a digitization certificate for each binder.

    \b
    Examples:
      backfile report city --out results
      backfile report city --department "Sign Shop" --period 2019-03 --out march
    """
    from backfile.narrow import scope_of
    from backfile.outputs import Wished, prepared, write_reports
    from backfile.progress import say
    from backfile.workspace import open_workspace
    from records.people import Act

    folder = find_workspace(workspace)
    target = out_of(folder, out)
    with open_workspace(folder, Act.HAND_OUT_REDACTED if redact else Act.HAND_OUT) as opened:
        scope = scope_of(department, period)
        dataset = prepared(opened, Wished(redact=redact or "", scope=scope))
        for path in write_reports(dataset, target, pictures=not redact, whole=not scope):
            say(str(path))
