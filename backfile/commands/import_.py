"""`backfile import`: digital lists into a workspace."""

from __future__ import annotations

from pathlib import Path

import click

from backfile.commands.options import find_workspace


@click.command("import")
@click.argument("sources", nargs=-1, required=True)
@click.option("--workspace", "-w", type=click.Path(path_type=Path, file_okay=False), default=".", help="Default: here.")
@click.option("--show", is_flag=True, help="Only show how each column is understood; keep nothing.")
@click.option(
    "--accept", is_flag=True, help="Columns renamed or written anew since the last import are as they should."
)
def command(sources: tuple[str, ...], workspace: Path, show: bool, accept: bool) -> None:
    """Read SOURCES (files, folders or URL#table) into the workspace.

    How each column was understood is shown; `[sources.NAME] columns` in backfile.toml corrects it. A list that was
    imported before is compared with what it was.

    \b
    Examples:
      backfile import tickets.csv --show
      backfile import fleet.xlsx "postgresql+psycopg://host/city#orders" -w city
    """
    from backfile.config import FILE, read_config
    from backfile.mapping import mapping_table
    from backfile.problems import line_of, refusal, warning_of
    from backfile.progress import say
    from backfile.sources import changes_of, import_sources, read_sources
    from backfile.workspace import open_workspace

    folder = find_workspace(workspace)
    changed: tuple[str, ...] = ()
    if show:
        read, problems = read_sources(sources, read_config(folder / FILE))
        if not read:
            raise refusal(problems, "No digital list was found", "Give a CSV, XLSX, JSON, Parquet or SQLite file.")
    else:
        with open_workspace(folder) as opened:
            read, problems = import_sources(opened, sources, keep_others=True, accept=accept)
            changed = changes_of(opened, read)
    for source in read:
        click.echo(mapping_table(source))
        for warning in source.warnings:
            say(warning_of(source.name, source.path, warning))
    for said in (*changed, *map(line_of, problems)):
        say(said)
