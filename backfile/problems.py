"""How an error becomes a line about a file: its name, why it cannot be used, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from backfile.progress import say
from records.dataset import FileProblem
from records.errors import BackfileError, BadInput
from records.screen import screen

_NAMED = 12
"""Files that are passed over by name; of more only the number is said."""


def problem_of(name: str, error: BackfileError, path: str = "") -> FileProblem:
    """The problem of the named file; the reason neither repeats the name or path nor ends with a full stop."""
    return FileProblem(
        name, _unnamed(error.message, (path, path.partition("#")[0], name)).rstrip("."), _sentence(error.cure)
    )


def warning_of(name: str, path: str, warning: str) -> str:
    """A warning about a digital list in a line."""
    return screen(f"{name}: {_unnamed(warning, (path, PurePath(path.partition('#')[0]).name, name))}")


def reason_of(problem: FileProblem) -> str:
    """Reason and cure for a cell, with no full stop at the end: others go on after it."""
    return f"{problem.reason}. {problem.cure}".strip().rstrip(".")


def line_of(problem: FileProblem) -> str:
    """Name, reason and cure in a line; a name with a line's end in it makes no line of its own."""
    return screen(f"Not used: {problem.path}: {problem.reason}. {problem.cure}".strip())


def passed_over_line(files: Sequence[PurePath]) -> str:
    """The files of a folder that were not tried, in a line."""
    names = ", ".join(file.name for file in files[:_NAMED]) + (", …" if len(files) > _NAMED else "")
    return screen(f"Passed over, no {'scan' if len(files) == 1 else 'scans'}: {names} ({len(files)})")


def refusal(problems: Sequence[FileProblem], nothing: str, cure: str) -> BadInput:
    """The error where not one of the files can be used: it names the last of them, and lines before it the others."""
    if not problems:
        return BadInput(nothing, cure)
    for problem in problems[:-1]:
        say(line_of(problem))
    return BadInput(f"{problems[-1].path}: {problems[-1].reason}", problems[-1].cure)


def _unnamed(text: str, names: Sequence[str]) -> str:
    """The text without the name that it begins or ends with, which whoever shows it says already."""
    for name in filter(None, names):
        text = text.removeprefix(f"{name}: ").removeprefix(f"{name} ").removesuffix(f" in {name}")
    return text.strip()


def _sentence(text: str) -> str:
    text = text.strip()
    return text if not text or text.endswith((".", "!", "?")) else f"{text}."
