"""`backfile export`: the dataset and the report."""

from __future__ import annotations

from pathlib import Path

import click

from backfile.commands.options import (
    department_option,
    find_workspace,
    json_option,
    out_of,
    period_option,
    redact_option,
    workspace_argument,
)

FORMATS = ("plain", "spreadsheet", "xlsx", "jsonl", "parquet", "sqlite", "open311", "pdf", "alto")
"""What can be asked for beside the files that every export has; known without importing any of them."""
PICTURES = frozenset({"pdf", "alto"})


@click.command("export")
@workspace_argument
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Default: the workspace's parent folder where `run` made it, else WORKSPACE/out.",
)
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice([*FORMATS, "all"]),
    help="One more format, as often as needed; `all` stands for each but pdf and alto, which read the pages again.",
)
@click.option("--lineage", is_flag=True, help="Of every value, where it comes from and who changed it: lineage.csv.")
@redact_option
@department_option
@period_option
@json_option
def command(  # noqa: PLR0913, PLR0917 - one parameter an option
    workspace: Path,
    out: Path | None,
    formats: tuple[str, ...],
    lineage: bool,
    redact: str | None,
    department: str | None,
    period: str | None,
    as_json: bool,
) -> None:
    """Write the dataset and the report of WORKSPACE, with every decision taken so far.

    \b
    Examples:
      backfile export city --out results
      backfile export city --out public --redact mask --format open311
      backfile export city --format xlsx --format pdf --lineage
    """
    from backfile.leaves import write_pages
    from backfile.narrow import scope_of
    from backfile.outputs import Wished, write_outputs
    from backfile.progress import say
    from backfile.summary import figures, words
    from backfile.workspace import open_workspace
    from records.errors import UsageProblem
    from records.exports import ExportFormat, ExportOptions
    from records.people import Act

    if redact and PICTURES & set(formats):
        raise UsageProblem(
            "Pictures of pages cannot be redacted: who wrote on them can be read.", "Leave pdf and alto out."
        )
    wanted = {*formats, *(form for form in FORMATS if form not in PICTURES and "all" in formats)} - {"all"}
    options = ExportOptions(frozenset(ExportFormat(form) for form in wanted - PICTURES), lineage)
    folder = find_workspace(workspace)
    target = out_of(folder, out)
    told = [name for name in (*sorted(PICTURES), "workspace") if redact and (target / name).exists()]
    if told:
        raise UsageProblem(f"{target} holds {told[0]}, in which people can be read.", "Export into another folder.")
    with open_workspace(folder, Act.HAND_OUT_REDACTED if redact else Act.HAND_OUT) as opened:
        dataset = write_outputs(opened, target, Wished(options, redact or "", scope_of(department, period)))
        for path in write_pages(opened, dataset, target, wanted & PICTURES):
            say(str(path))
    say(words(dataset, target))
    if as_json:
        import json

        click.echo(json.dumps(figures(dataset)))
