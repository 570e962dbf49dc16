"""What can go wrong, and what the person at the keyboard can do about it.

BackfileError
├── UsageProblem          2   the command or the configuration says something that cannot be done
├── BadInput              3   a scan or an extract cannot be used
├── MissingTool           4   an outside program is missing
└── WorkspaceProblem      5   the workspace is busy, damaged, or of a newer version
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What the command answers to the shell: an interface that scripts rely on."""

    DONE = 0
    NEEDS_A_PERSON = 1
    """Done, with findings that need a person, where `--fail-on-findings` asked for it."""
    USAGE = 2
    BAD_INPUT = 3
    """Nothing else could be done."""
    MISSING_TOOL = 4
    WORKSPACE = 5
    """Busy or damaged."""
    FAULT = 70
    """A fault in Backfile itself (`EX_SOFTWARE` of sysexits.h)."""
    INTERRUPTED = 130
    """Run the same command again to go on."""


class BackfileError(Exception):
    """Something a person can put right. `message` says what is wrong, `cure` what to do."""

    exit_code = ExitCode.USAGE

    def __init__(self, message: str, cure: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.cure = cure

    def __reduce__(self) -> tuple[type[BackfileError], tuple[str, str]]:
        return type(self), (self.message, self.cure)


class UsageProblem(BackfileError):
    """The command or the configuration says something that cannot be done."""

    exit_code = ExitCode.USAGE


class BadInput(BackfileError):
    """A scan or an extract cannot be used."""

    exit_code = ExitCode.BAD_INPUT


class MissingTool(BackfileError):
    """An outside program is missing."""

    exit_code = ExitCode.MISSING_TOOL


class WorkspaceProblem(BackfileError):
    """The workspace is busy, damaged, or of a newer version."""

    exit_code = ExitCode.WORKSPACE
