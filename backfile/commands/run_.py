"""`backfile run`: the whole path in one command."""

from __future__ import annotations

from pathlib import Path

import click

from backfile.commands.options import jobs_option, json_option
from records.errors import ExitCode


@click.command("run")
@click.argument("scans", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--records", "records", multiple=True, metavar="SOURCE", help="A digital list: file, folder or URL#table."
)
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Where the results go.")
@click.option("--workspace", type=click.Path(path_type=Path, file_okay=False), help="Default: OUT/workspace.")
@click.option("--fail-on-findings", is_flag=True, help="Exit with 1 where something needs a person.")
@jobs_option
@json_option
def command(  # noqa: PLR0913, PLR0917 - one parameter an option
    scans: tuple[Path, ...],
    records: tuple[str, ...],
    out: Path,
    workspace: Path | None,
    fail_on_findings: bool,
    jobs: int,
    as_json: bool,
) -> int:
    """Read SCANS, link them with the digital lists, and write dataset, findings and gap report.

    SCANS are PDF, TIFF, JPEG, PNG, WebP or HEIC files, or folders of them. A folder of images is one binder, a PDF or
    TIFF file another. Run it again after an interruption and it goes on where it was.

    \b
    Examples:
      backfile run binders/ --records tickets.csv --records fleet.xlsx --out results
      backfile run streets-2019.pdf --records city.sqlite#work_orders --out results
    """
    from backfile.access import require
    from backfile.outputs import match, write_outputs
    from backfile.problems import passed_over_line, refusal, warning_of
    from backfile.progress import say
    from backfile.signing import note_scanner
    from backfile.sources import import_sources
    from backfile.steps import scan
    from backfile.summary import figures, words
    from backfile.workspace import make_workspace, open_workspace
    from records.people import Act

    folder = workspace or out / "workspace"
    make_workspace(folder, out.absolute().name)
    with open_workspace(folder) as opened:
        require(opened.settings.config.people, Act.HAND_OUT, opened.who)
        read, _ = import_sources(opened, records, keep_others=False)
        for source in read:
            for warning in source.warnings:
                say(warning_of(source.name, source.path, warning))
        scanned = scan(opened, scans, jobs, keep_others=False)
        note_scanner(opened, scanned.binders)
        if scanned.pages == 0:
            raise refusal(scanned.problems, "The scans hold no page", "Give scans with pages in them.")
        if scanned.passed_over:
            say(passed_over_line(scanned.passed_over))
        match(opened)
        dataset = write_outputs(opened, out)
    say(words(dataset, out))
    if as_json:
        import json

        click.echo(json.dumps(figures(dataset)))
    return ExitCode.NEEDS_A_PERSON if fail_on_findings and dataset.findings else ExitCode.DONE
