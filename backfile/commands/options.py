"""Options that several verbs share."""

from __future__ import annotations

import os
from pathlib import Path

import click

workspace_argument = click.argument(
    "workspace", type=click.Path(path_type=Path, file_okay=False), default=".", required=False
)

jobs_option = click.option(
    "--jobs",
    "-j",
    type=click.IntRange(min=1),
    default=lambda: max(1, os.cpu_count() or 1),
    show_default="one a core",
    help="Pages read at the same time.",
)

json_option = click.option("--json", "as_json", is_flag=True, help="Print a summary for machines on stdout.")


redact_option = click.option(
    "--redact",
    type=click.Choice(["mask", "hash"]),
    help="Mask requesters' names and telephones and what looks like an SSN, or replace them by keyed hashes.",
)

department_option = click.option("--department", help="Only this department's orders.")

period_option = click.option("--period", help="Only orders asked for then: 2019, 2019-03, or 2019-01..2019-06.")


def out_of(folder: Path, out: Path | None) -> Path:
    """Where files go: where it is said, else the folder that `run --out` made the workspace in, else WORKSPACE/out."""
    return out or (folder.parent if folder.name == "workspace" else folder / "out")


def find_workspace(folder: Path) -> Path:
    """The workspace that a folder is, or that `backfile run --out` made in it."""
    return (
        folder / "workspace" if not (folder / "backfile.toml").exists() and (folder / "workspace").exists() else folder
    )
