"""The command. Each verb is a file in `backfile/commands`, imported when it is asked for."""

from __future__ import annotations

import importlib
import os
import signal
import sys
from collections.abc import Mapping
from types import MappingProxyType

import click

from records.errors import BackfileError, ExitCode
from records.screen import screen

VERBS: Mapping[str, str] = MappingProxyType(
    {
        "run": "Read binders, link them with the digital lists, write dataset and report.",
        "init": "Make a workspace with a configuration to fill in.",
        "scan": "Read binders into the workspace.",
        "forms": "Learn forms from binders; show, confirm and name their fields.",
        "import": "Read digital lists into the workspace, or show how they are understood.",
        "match": "Link paper and digital records again, and look for gaps and duplicates.",
        "rescan": "Print where in a binder to look again, in its order.",
        "review": "Decide on findings and doubtful values at the screen.",
        "serve": "Show the review in a browser on this machine.",
        "report": "Write the gap report.",
        "export": "Write the dataset and the report.",
        "signoff": "Approve the report, or the digitization of a binder.",
        "explain": "Show why an order on paper is, or is not, a digital record.",
        "link": "Link any two tables: people, products, publications, orders.",
        "dedupe": "Find the rows of any table that are there more than once.",
        "check": "Compare a workspace with the hashes that were kept of it.",
        "backup": "Copy a workspace into one file while others work.",
        "restore": "Make a workspace of a backup.",
        "people": "Show who may do what, and grant it in PostgreSQL.",
        "doctor": "Check that every tool is there.",
    }
)
"""Each verb and what it does: known without importing any of them, so that --help is quick."""


TRACE = "BACKFILE_TRACE"
"""The environment variable that has a fault shown where it happened."""


class Verbs(click.Group):
    """A group whose commands are loaded one at a time."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The verbs in the order of work."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """A verb's command, None where there is no such verb."""
        if cmd_name not in VERBS:
            return None
        command = importlib.import_module(f"backfile.commands.{cmd_name}_").command
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The verbs with a line each."""
        with formatter.section("Commands"):
            formatter.write_dl(list(VERBS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with the nearest verb where there is none of that name."""
        from difflib import get_close_matches

        if args and args[0] not in VERBS and not args[0].startswith("-"):
            near = get_close_matches(args[0], list(VERBS), 1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise click.UsageError(f"There is no command {screen(args[0])!r}.{hint}", ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="backfile")
def backfile() -> None:
    """Turns scanned binders of paper orders into a dataset reconciled with the digital records.

    \b
    Examples:
      backfile run binders/ --records tickets.csv --out results
      backfile review results
      backfile import tickets.xlsx --show

    Says which orders are missing, which are there twice, and where in the binder to look.
    """


def main() -> None:
    """Runs the command; the one place where errors become words and exit codes."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:  # under nohup it is ignored, and stays so
            signal.signal(number, _interrupt)
    sys.exit(_answer())


def _answer() -> int:  # noqa: PLR0911 - an answer for each kind of error
    try:
        code = backfile.main(standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else ExitCode.DONE
    except (click.exceptions.Abort, KeyboardInterrupt):
        _complain("Interrupted.", "Run the same command again to go on where it stopped.")
        return ExitCode.INTERRUPTED
    except click.ClickException as error:
        _complain(error.format_message(), f"See: {_path(error)} --help")
        return ExitCode.USAGE
    except BackfileError as error:
        _complain(error.message, error.cure)
        return error.exit_code
    except (BrokenPipeError, SystemExit):  # who reads our output has seen enough of it; click leaves at that by itself
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.DONE
    except OSError as error:
        _complain(f"{error.filename or 'The machine'}: {error.strerror or error}.", "Put that right and run it again.")
        return ExitCode.WORKSPACE
    except Exception as error:  # the outermost boundary: a fault of ours is said as such, and never as a traceback
        if os.environ.get(TRACE):
            raise
        what = f"a fault in Backfile itself ({type(error).__name__}: {error})"
        _complain(what, f"Please report it with what {TRACE}=1 shows; what was read is kept.")
        return ExitCode.FAULT


def _interrupt(number: int, frame: object) -> None:  # noqa: ARG001 - a signal handler's signature
    """An end of the session or a kill is an interruption like Ctrl-C: workers are stopped, what was read is kept."""
    raise KeyboardInterrupt


def _path(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    return context.command_path if isinstance(context, click.Context) else "backfile"


def _complain(message: str, cure: str) -> None:
    sys.stderr.write(f"backfile: {screen(message)}\n")
    if cure:
        sys.stderr.write(f"  {screen(cure)}\n")


if __name__ == "__main__":
    main()
