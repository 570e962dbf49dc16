"""`backfile scan`: binders into a workspace."""

from __future__ import annotations

from pathlib import Path

import click

from backfile.commands.options import find_workspace, jobs_option


@click.command("scan")
@click.argument("scans", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--workspace", "-w", type=click.Path(path_type=Path, file_okay=False), default=".", help="Default: here.")
@jobs_option
def command(scans: tuple[Path, ...], workspace: Path, jobs: int) -> None:
    """Read SCANS into the workspace, beside the binders that it has.

    \b
    Example:
      backfile scan binders/streets-2019.pdf -w city
    """
    from backfile.problems import line_of, passed_over_line, refusal
    from backfile.progress import say
    from backfile.signing import note_scanner
    from backfile.steps import scan
    from backfile.workspace import open_workspace

    with open_workspace(find_workspace(workspace)) as opened:
        done = scan(opened, scans, jobs, keep_others=True)
        note_scanner(opened, done.binders)
    if done.pages == 0:
        raise refusal(done.problems, "The scans hold no page", "Give scans with pages in them.")
    for problem in done.problems:
        say(line_of(problem))
    if done.passed_over:
        say(passed_over_line(done.passed_over))
    say(f"{done.pages} pages, {done.read} read now. Next: backfile match {workspace}")
