"""`backfile doctor`: is everything there?"""

from __future__ import annotations

import click

from records.errors import ExitCode


@click.command("doctor")
def command() -> int:
    """Check that the tools Backfile needs are there, with the cure for each that is not.

    \b
    Example:
      backfile doctor
    """
    import ocr
    from backfile.sandbox import confinement

    missing = False
    confined = (
        "readers shut in",
        confinement(),
        "Only for Linux from 5.13 with Landlock: readers keep the user's rights.",
    )
    for tool, version, cure in (*ocr.doctor(), confined):
        optional = cure.startswith("Only for")
        click.echo(f"{'ok     ' if version else 'absent ' if optional else 'missing'}  {tool}  {version or cure}")
        missing = missing or not (version or optional)
    return ExitCode.MISSING_TOOL if missing else ExitCode.DONE
