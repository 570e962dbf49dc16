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


def find_workspace(folder: Path) -> Path:
    """The workspace that a folder is, or that `backfile run --out` made in it."""
    return (
        folder / "workspace" if not (folder / "backfile.toml").exists() and (folder / "workspace").exists() else folder
    )
