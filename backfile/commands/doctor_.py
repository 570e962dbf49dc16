"""`backfile doctor`: is everything there?"""

from __future__ import annotations

import click

from records.errors import ExitCode


@click.command("doctor")
def command() -> int:
    """Check that the tools Backfile needs are there, with the cure for each that is not."""
    import ocr

    missing = False
    for tool, version, cure in ocr.doctor():
        click.echo(f"{'ok     ' if version else 'missing'}  {tool}  {version or cure}")
        missing = missing or version is None
    return ExitCode.MISSING_TOOL if missing else ExitCode.DONE
